//! Which slot of a record type holds the value at a path.

use std::sync::OnceLock;

use super::path_access::PathAccess;

/// Paths as types of records list them.
type Paths = &'static [&'static [&'static str]];

/// The place of a path among those that each type of records lists which was asked, found at the
/// first record.
#[derive(Clone, Debug, Default)]
pub(crate) struct SlotCache(OnceLock<Box<Place>>);

#[derive(Clone, Debug)]
struct Place {
    paths: Paths,
    index: usize,
    others: SlotCache,
}

impl SlotCache {
    /// That among these paths; beyond them if it is none of them.
    #[inline]
    pub(crate) fn of(&self, paths: Paths, way: &PathAccess) -> usize {
        match self.0.get() {
            Some(place) if std::ptr::eq(place.paths, paths) => place.index,
            _ => self.of_another(paths, way),
        }
    }

    #[cold]
    fn of_another(&self, paths: Paths, way: &PathAccess) -> usize {
        let find = || {
            let (index, others) = (way.slot_in(paths), Self::default());
            Box::new(Place { paths, index, others })
        };
        let mut place = self.0.get_or_init(find);
        while !std::ptr::eq(place.paths, paths) {
            place = place.others.0.get_or_init(find);
        }
        place.index
    }
}
