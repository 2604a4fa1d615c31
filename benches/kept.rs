//! Records in stores: those that stay in the cache, and all of them.

use odata_query::eval::{AsNode, Predicate};
use odata_query::store::ColumnStore;

/// A store of the first records, and one of all.
pub struct Kept<'r, R>([ColumnStore<&'r R>; 2]);

impl<'r, R: AsNode> Kept<'r, R> {
    /// Keeps the first few, and all.
    pub fn new(records: &'r [R], first: usize) -> Self {
        Self([first, records.len()].map(|count| records.iter().take(count).collect()))
    }

    /// How many of so many records meet a filter.
    pub fn count(&self, predicate: &Predicate, records: usize) -> usize {
        let store = self.0.iter().find(|store| store.records().len() == records);
        store.map_or(0, |store| store.filter(predicate).count())
    }
}
