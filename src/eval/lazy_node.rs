//! A record of which only what a predicate asks for is read, and only once.

use std::cell::{Cell, RefCell};

use super::json_node::RawJson;
use super::node::{FastNode, Node, Plain, View};
use crate::json::object::{ItemCursor, Member, MemberCursor};

/// The members of a record up to the last that was asked for. Keeps its memory from record to
/// record.
#[derive(Debug, Default)]
pub(crate) struct LazyIndex {
    members: RefCell<Vec<Member>>,
    cursor: Cell<MemberCursor>,
    nested: Cell<usize>,
}

/// A record, or a value in it, as a [`Node`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct LazyNode<'a> {
    value: RawJson<'a>,
    index: &'a LazyIndex,
    is_record: bool,
}

impl LazyIndex {
    /// The object that the bytes start with.
    pub(crate) fn record<'a>(&'a self, bytes: &'a [u8]) -> LazyNode<'a> {
        self.members.borrow_mut().clear();
        self.cursor.set(MemberCursor::new(bytes, 0));
        LazyNode { value: RawJson::at(bytes, 0), index: self, is_record: true }
    }

    /// A record of one member, wherever that is in the bytes.
    pub(crate) fn record_of<'a>(&'a self, bytes: &'a [u8], member: Member) -> LazyNode<'a> {
        let mut members = self.members.borrow_mut();
        members.clear();
        members.push(member);
        self.cursor.set(MemberCursor::default());
        LazyNode { value: RawJson::at(bytes, 0), index: self, is_record: true }
    }

    /// How many bytes of the record were read to find its members.
    pub(crate) fn bytes_scanned(&self) -> usize {
        self.cursor.get().reached()
    }

    /// How many bytes of values were read to find members and items in them, in all records.
    pub(crate) fn nested_bytes_scanned(&self) -> usize {
        self.nested.get()
    }

    fn find(&self, bytes: &[u8], name: &str) -> Option<Member> {
        let is_it = |member: &Member| member.is_named(bytes, name);
        let known = self.members.borrow().iter().find(|member| is_it(member)).copied();
        known.or_else(|| std::iter::from_fn(|| self.read_next(bytes)).find(is_it))
    }

    fn read_next(&self, bytes: &[u8]) -> Option<Member> {
        let mut cursor = self.cursor.get();
        let member = cursor.next(bytes);
        self.cursor.set(cursor);
        self.members.borrow_mut().extend(member);
        member
    }

    fn count_nested(&self, bytes: usize) {
        self.nested.set(self.nested.get() + bytes);
    }
}

impl<'a> LazyNode<'a> {
    const fn inner(self, at: usize) -> Self {
        Self { value: RawJson::at(self.value.bytes(), at), index: self.index, is_record: false }
    }
}

impl<'a> Node<'a> for LazyNode<'a> {
    fn view(self) -> View<'a> {
        if self.is_record { View::Object } else { self.value.view() }
    }

    fn member(self, name: &str) -> Option<Self> {
        let bytes = self.value.bytes();
        if self.is_record {
            return Some(self.inner(self.index.find(bytes, name)?.value as usize));
        }
        let start = self.value.start();
        let mut cursor = MemberCursor::new(bytes, start);
        let found =
            std::iter::from_fn(|| cursor.next(bytes)).find(|member| member.is_named(bytes, name));
        self.index.count_nested(cursor.reached() - start);
        Some(self.inner(found?.value as usize))
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let bytes = self.value.bytes();
        let mut cursor = match self.is_record {
            true => ItemCursor::default(),
            false => ItemCursor::new(bytes, self.value.start()),
        };
        std::iter::from_fn(move || {
            let before = cursor.reached();
            let item = cursor.next(bytes);
            self.index.count_nested(cursor.reached() - before);
            item.map(|at| self.inner(at))
        })
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for LazyNode<'a> {
    fn plain(self) -> Plain<'a> {
        if self.is_record { Plain::Other } else { self.value.plain() }
    }
}

#[cfg(test)]
mod tests {
    use super::{LazyIndex, LazyNode};
    use crate::eval::{Node as _, View};
    use crate::json::object::Member;

    fn integer(node: Option<LazyNode<'_>>) -> Option<i128> {
        match node?.view() {
            View::Integer(number) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn members_are_read_up_to_the_last_that_is_asked_for_and_once() {
        let index = LazyIndex::default();
        let text = br#"{"a":1,"b":{"c":2,"d":[3,4]},"e":5,"f":6}"#;
        let record = index.record(text);
        assert_eq!(integer(record.member("a")), Some(1));
        assert_eq!(index.bytes_scanned(), 5);
        assert_eq!(integer(record.member("e")), Some(5));
        let scanned = index.bytes_scanned();
        for (name, value) in [("a", Some(1)), ("e", Some(5)), ("b", None)] {
            assert_eq!(integer(record.member(name)), value, "{name}");
        }
        assert_eq!(index.bytes_scanned(), scanned);
        assert!(record.member("g").is_none() && index.bytes_scanned() == text.len() - 1);
        // The index serves the next record.
        assert_eq!(integer(index.record(br#"{"f":7}"#).member("f")), Some(7));
    }

    #[test]
    fn bytes_that_are_skipped_in_values_are_counted_each_time() {
        let index = LazyIndex::default();
        let record = index.record(br#"{"b":{"c":2,"d":[3,4]}}"#);
        assert_eq!(index.nested_bytes_scanned(), 0);
        let inner = record.member("b").expect("a value");
        for times in 1..3 {
            assert!(inner.member("x").is_none());
            assert_eq!(index.nested_bytes_scanned(), times * br#"{"c":2,"d":[3,4]"#.len());
        }
        let before = index.nested_bytes_scanned();
        assert_eq!(inner.member("d").expect("a value").items().count(), 2);
        assert!(index.nested_bytes_scanned() > before + br#"{"c":2,"d":[3"#.len());
    }

    #[test]
    fn a_record_of_one_member_has_no_other() {
        let index = LazyIndex::default();
        let text = br#"{"a":1,"b":2,"c":3}"#;
        let member = Member::with_name(text, 7, 10).expect("a member");
        let record = index.record_of(text, member);
        assert_eq!(integer(record.member("b")), Some(2));
        assert!(record.member("a").is_none() && record.member("c").is_none());
        assert_eq!((record.view(), record.items().count()), (View::Object, 0));
    }
}
