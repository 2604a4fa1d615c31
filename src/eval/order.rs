//! `$orderby` over records, and the first few of many.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::compile::Compiler;
use super::error::{CompileError, EvalError, EvalFault};
use super::interpret::{Env, evaluate};
use super::ir::Ir;
use super::node::Node;
use super::predicate::CompileOptions;
use super::total_order::total_order;
use super::value::{Constant, Value};
use crate::ast::{Direction, OrderBy};
use crate::diagnostic::Diagnostic;

/// An order made ready for records.
///
/// It is total: nulls come first ascending and last descending, NaN comes before every other
/// number, and values of types that do not compare are kept apart by their type.
///
/// ```
/// use odata_query::OrderBy;
/// use odata_query::eval::CompileOptions;
/// use serde_json::json;
///
/// let orderby: OrderBy = "size desc,name".parse().unwrap();
/// let order = orderby.compile(&CompileOptions::default()).unwrap();
///
/// let records = [json!({"name": "b", "size": 1}), json!({"name": "a", "size": 1}), json!({"size": 2})];
/// let mut first = order.collect(Some(2));
/// for record in &records {
///     first.push(order.key(record).unwrap(), record);
/// }
/// assert_eq!(first.into_sorted(), [&records[2], &records[1]]);
/// ```
#[derive(Clone, Debug)]
pub struct Order {
    keys: Arc<[(Ir, Direction)]>,
    warnings: Vec<Diagnostic>,
}

/// What one record is ordered by; see [`Order::key`].
#[derive(Clone, Debug)]
pub struct SortKey(Box<[Constant]>);

impl OrderBy {
    /// Makes the order ready for records.
    ///
    /// # Errors
    /// As for [`Filter::compile`](crate::Filter::compile); also for a key that is a collection.
    pub fn compile(&self, options: &CompileOptions<'_>) -> Result<Order, CompileError> {
        let mut compiler = Compiler::new(options);
        let keys: Result<Vec<_>, _> = self
            .items()
            .iter()
            .map(|item| compiler.key(&item.expr).map(|ir| (ir, item.direction)))
            .collect();
        Ok(Order { keys: keys?.into(), warnings: compiler.warnings })
    }
}

impl SortKey {
    pub(super) fn new(values: Vec<Constant>) -> Self {
        Self(values.into())
    }

    pub(super) const fn values(&self) -> &[Constant] {
        &self.0
    }
}

impl Order {
    /// The order in which records come.
    pub(super) fn of_arrival() -> Self {
        Self { keys: Arc::new([]), warnings: Vec::new() }
    }

    /// The number of keys.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// What the record is ordered by.
    ///
    /// # Errors
    /// When an expression fails for this record, or gives an object or a collection.
    pub fn key<'a, N: Node<'a>>(&self, record: N) -> Result<SortKey, EvalError> {
        let env = Env { record: record.fast(), locals: None };
        let values = self.keys.iter().map(|(ir, _)| match evaluate(ir, env)? {
            found @ (Value::Object(_) | Value::Collection(_) | Value::List(_)) => {
                let fault =
                    EvalFault::WrongType { expected: "a value to order by", found: found.kind() };
                Err(EvalError::new(fault, ir.span))
            }
            value => Ok(value.detach()),
        });
        values.collect::<Result<_, _>>().map(SortKey)
    }

    /// The key of a record that has none: every value is null.
    #[must_use]
    pub fn null_key(&self) -> SortKey {
        SortKey(self.keys.iter().map(|_| Value::Null).collect())
    }

    /// Which of two records comes first; equal for records that the order does not tell apart.
    #[must_use]
    pub fn compare(&self, a: &SortKey, b: &SortKey) -> Ordering {
        compare(&self.keys, a, b)
    }

    /// A collector of records in this order: of all, or of the first `top`.
    ///
    /// It holds no more than `top` records at a time.
    #[must_use]
    pub fn collect<T>(&self, top: Option<usize>) -> Sorted<T> {
        Sorted {
            keys: Arc::clone(&self.keys),
            top,
            count: 0,
            heap: BinaryHeap::new(),
            all: Vec::new(),
        }
    }

    /// What deserves attention: a name in another case.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

/// Records on their way into an order; see [`Order::collect`]. Equal records keep the order in
/// which they were pushed.
#[derive(Debug)]
pub struct Sorted<T> {
    keys: Arc<[(Ir, Direction)]>,
    top: Option<usize>,
    count: u64,
    /// With a `top`: the first ones so far, the last of them on top.
    heap: BinaryHeap<Entry<T>>,
    /// Without.
    all: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    keys: Arc<[(Ir, Direction)]>,
    key: SortKey,
    arrival: u64,
    item: T,
}

impl<T> Sorted<T> {
    /// Takes in a record with its key.
    pub fn push(&mut self, key: SortKey, item: T) {
        self.push_with(key, || item);
    }

    /// Takes in a record that is made only if it is kept, so that one that cannot be among the
    /// first costs no copy.
    pub fn push_with(&mut self, key: SortKey, item: impl FnOnce() -> T) {
        let arrival = self.count;
        self.count += 1;
        let keys = Arc::clone(&self.keys);
        match self.top {
            None => self.all.push(Entry { keys, key, arrival, item: item() }),
            Some(top) if self.heap.len() < top => {
                self.heap.push(Entry { keys, key, arrival, item: item() });
            }
            Some(_) => {
                // A later record that is equal to the last one kept comes after it.
                let Some(mut last) = self.heap.peek_mut() else { return };
                if compare(&keys, &key, &last.key) == Ordering::Less {
                    *last = Entry { keys, key, arrival, item: item() };
                }
            }
        }
    }

    /// The records in order.
    #[must_use]
    pub fn into_sorted(self) -> Vec<T> {
        self.into_entries().into_iter().map(|(_, item)| item).collect()
    }

    pub(super) fn into_entries(self) -> Vec<(SortKey, T)> {
        let entries = match self.top {
            Some(_) => self.heap.into_sorted_vec(),
            None => {
                let mut all = self.all;
                all.sort();
                all
            }
        };
        entries.into_iter().map(|entry| (entry.key, entry.item)).collect()
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.keys, &self.key, &other.key).then(self.arrival.cmp(&other.arrival))
    }
}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Entry<T> {}

fn compare(keys: &[(Ir, Direction)], a: &SortKey, b: &SortKey) -> Ordering {
    for ((_, direction), (a, b)) in keys.iter().zip(a.0.iter().zip(&b.0)) {
        let order = total_order(a, b);
        let order = if *direction == Direction::Desc { order.reverse() } else { order };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
