//! A record of which no more is read than a predicate asks for.

use std::cell::{Cell, RefCell};

use super::json_node::RawJson;
use super::node::{FastNode, Node, Plain, View};
use crate::json::{Member, after, skip};

/// The members of a record that have been index: in the order in which they stand, each once,
/// up to the last that was asked for. Starting with the next record allocates nothing.
#[derive(Debug, Default)]
pub(crate) struct LazyIndex {
    members: RefCell<Vec<Member>>,
    next: Cell<Next>,
}

/// Where the next member is.
#[derive(Clone, Copy, Debug, Default)]
enum Next {
    /// Its name starts here.
    Name(usize),
    /// After the value that starts here.
    AfterValue(usize),
    #[default]
    Nowhere,
}

/// A record, or a value in it, as a [`Node`].
#[derive(Clone, Copy)]
pub(crate) enum LazyNode<'a> {
    Record(&'a [u8], &'a LazyIndex),
    Value(RawJson<'a>),
}

impl LazyIndex {
    /// The object that the bytes start with, white space before it left out.
    pub(crate) fn start<'a>(&'a self, bytes: &'a [u8]) -> LazyNode<'a> {
        self.members.borrow_mut().clear();
        self.next.set(RawJson::new(bytes).inside(b'{').map_or(Next::Nowhere, Next::Name));
        LazyNode::Record(bytes, self)
    }

    /// How many bytes of the record were gone over; all of them if it has no other member.
    pub(crate) fn bytes_scanned(&self, length: usize) -> usize {
        match self.next.get() {
            Next::Name(at) | Next::AfterValue(at) => at,
            Next::Nowhere => length,
        }
    }

    /// Goes on to the next member.
    fn visit(&self, bytes: &[u8]) -> Option<Member> {
        let name = match self.next.take() {
            Next::Name(name) => name,
            Next::AfterValue(value) => after(bytes, skip::value(bytes, value)?, b',')?,
            Next::Nowhere => return None,
        };
        let member = Member::at(bytes, name)?;
        self.next.set(Next::AfterValue(member.value as usize));
        self.members.borrow_mut().push(member);
        Some(member)
    }

    fn find(&self, bytes: &[u8], name: &str) -> Option<Member> {
        let is_it = |member: &Member| member.is_named(bytes, name);
        let known = self.members.borrow().iter().find(|member| is_it(member)).copied();
        known.or_else(|| std::iter::from_fn(|| self.visit(bytes)).find(is_it))
    }
}

impl<'a> Node<'a> for LazyNode<'a> {
    fn view(self) -> View<'a> {
        match self {
            Self::Record(..) => View::Object,
            Self::Value(value) => value.view(),
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self {
            Self::Record(bytes, index) => {
                let found = index.find(bytes, name)?;
                Some(Self::Value(RawJson::at(bytes, found.value as usize)))
            }
            Self::Value(value) => value.member(name).map(Self::Value),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let items = match self {
            Self::Record(..) => None,
            Self::Value(value) => Some(value.items()),
        };
        items.into_iter().flatten().map(Self::Value)
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for LazyNode<'a> {
    fn plain(self) -> Plain<'a> {
        match self {
            Self::Value(value) => value.plain(),
            _ => Plain::Other,
        }
    }
}
