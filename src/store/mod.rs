//! Records that stay in memory, and the values that filters ask for in columns beside them.

mod codes;
mod column;
mod matches;
mod program;
mod stack;
mod truth_bounds;
mod value;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::column::Column;
use self::matches::Matches;
use self::program::Program;
use crate::eval::ir::PathIr;
use crate::eval::node::AsNode;
use crate::eval::predicate::Predicate;

/// Records that are kept in memory to be filtered again and again.
///
/// The first filter that names a path goes through the records and puts what the path leads to
/// into a column, where each value is kept once. From then on a condition on that path is asked
/// of each value, not of each record: ten to a hundred times as fast. What columns cannot tell is
/// asked of the records that the other conditions leave over: lambdas and other questions about
/// collections, comparisons of two paths, texts above 1,024 bytes, whole numbers beyond i64, and
/// what a [`Node`](crate::eval::Node) shows as a date, a decimal or another type that JSON has not.
/// What is found is what [`Predicate::matches`] would find.
///
/// A column takes one byte a record, or four where a path leads to more than 255 values; and for
/// each value its text and some fifty bytes. A store has 64 columns at most, and drops what has
/// not been used for longest; the answers of one filter take 64 MiB at most. Records that are
/// added later are put into the columns by the next filter that needs them. While a column is
/// made, other filters wait.
///
/// What can be kept is what is [`AsNode`]: typed records, `serde_json::Value`, what
/// [`Records`](crate::input::Records) reads, and `Box<RawValue>`, which takes the least memory.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::CompileOptions;
/// use odata_query::store::ColumnStore;
/// use odata_query::schema::Schema;
/// use serde_json::value::RawValue;
///
/// let log = r#"{"id":"a","provisioningStatusInfo":{"status":"failure"}}
/// {"id":"b","provisioningStatusInfo":{"status":"success"}}"#;
/// let mut store = ColumnStore::new();
/// for line in log.lines() {
///     store.push(serde_json::from_str::<Box<RawValue>>(line)?);
/// }
///
/// let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse()?;
/// let predicate = filter.compile(&CompileOptions::with_schema(Schema::provisioning_any()))?;
/// let failed: Vec<&str> = store.filter(&predicate).map(|record| record.get()).collect();
/// assert_eq!(failed, [r#"{"id":"a","provisioningStatusInfo":{"status":"failure"}}"#]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ColumnStore<R> {
    records: Vec<R>,
    /// Those used last stand last.
    columns: Mutex<Vec<Arc<Column>>>,
}

/// How many columns a store has, and how many paths of one filter are looked up in columns.
const MAX_COLUMNS: usize = 64;

impl<R> ColumnStore<R> {
    /// A store without records.
    #[must_use]
    pub const fn new() -> Self {
        Self { records: Vec::new(), columns: Mutex::new(Vec::new()) }
    }

    /// Adds a record behind those that are there.
    pub fn push(&mut self, record: R) {
        self.records.push(record);
    }

    /// The records, in the order in which they were added.
    #[must_use]
    pub fn records(&self) -> &[R] {
        &self.records
    }

    /// The records, without their columns.
    #[must_use]
    pub fn into_records(self) -> Vec<R> {
        self.records
    }

    fn columns(&self) -> MutexGuard<'_, Vec<Arc<Column>>> {
        // A column that was being made when a record's own code panicked is not among them.
        self.columns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R: AsNode> ColumnStore<R> {
    /// The records that meet a filter, in order.
    ///
    /// The columns are made before this returns, and records are looked at as the iterator goes
    /// on.
    ///
    /// ```
    /// use odata_query::Filter;
    /// use odata_query::eval::CompileOptions;
    /// use odata_query::store::ColumnStore;
    /// use serde_json::json;
    ///
    /// let store: ColumnStore<_> = [json!({"n": 1}), json!({"n": 5}), json!({})].into_iter().collect();
    /// let filter: Filter = "n gt 3 or n eq null".parse().unwrap();
    /// let predicate = filter.compile(&CompileOptions::default()).unwrap();
    /// let found: Vec<_> = store.filter(&predicate).collect();
    /// assert_eq!(found, [&json!({"n": 5}), &json!({})]);
    /// ```
    pub fn filter<'s>(&'s self, predicate: &Predicate) -> impl Iterator<Item = &'s R> {
        let program = Program::of(predicate.ir(), MAX_COLUMNS);
        let columns: Vec<_> = {
            let mut columns = self.columns();
            // Those that are used now are not dropped for each other.
            columns.sort_by_key(|column| program.paths.iter().any(|path| column.is_of(path)));
            program.paths.iter().map(|path| self.column(&mut columns, path)).collect()
        };
        Matches::new(&self.records, predicate, program.with(&columns))
    }

    /// The column of a path, with all records in it.
    fn column(&self, columns: &mut Vec<Arc<Column>>, path: &PathIr) -> Arc<Column> {
        let known = columns.iter().position(|column| column.is_of(path));
        let mut column =
            known.map_or_else(|| Arc::new(Column::new(path)), |known| columns.remove(known));
        if let Some(added) = self.records.get(column.len()..).filter(|added| !added.is_empty()) {
            Arc::make_mut(&mut column).extend(added);
        }
        if columns.len() >= MAX_COLUMNS {
            columns.remove(0);
        }
        columns.push(Arc::clone(&column));
        column
    }
}

impl<R> Default for ColumnStore<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R> From<Vec<R>> for ColumnStore<R> {
    fn from(records: Vec<R>) -> Self {
        Self { records, ..Self::new() }
    }
}

impl<R> FromIterator<R> for ColumnStore<R> {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Self {
        Vec::from_iter(records).into()
    }
}

impl<R> Extend<R> for ColumnStore<R> {
    fn extend<I: IntoIterator<Item = R>>(&mut self, records: I) {
        self.records.extend(records);
    }
}

impl<R: fmt::Debug> fmt::Debug for ColumnStore<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ColumnStore").field("records", &self.records).finish_non_exhaustive()
    }
}
