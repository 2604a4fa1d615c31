//! A record of which little is known.

use std::cell::Cell;

use crate::ast::Text;
use crate::eval::RawJson;
use crate::eval::{FastNode, Node, Plain, View};

/// A record of which one member alone is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum PartialRecord<'a> {
    Nothing,
    /// The member has one of these names.
    Record(&'a [Text], RawJson<'a>, Passed<'a>),
    Value(RawJson<'a>, Passed<'a>),
}

/// How many bytes were gone over to find members and items.
pub(super) type Passed<'a> = &'a Cell<usize>;

impl<'a> Node<'a> for PartialRecord<'a> {
    fn view(self) -> View<'a> {
        match self {
            Self::Nothing | Self::Record(..) => View::Object,
            Self::Value(value, _) => value.view(),
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self {
            Self::Nothing => None,
            Self::Record(names, value, passed) => {
                let is_it = names.iter().any(|known| &**known == name);
                is_it.then_some(Self::Value(value, passed))
            }
            Self::Value(value, passed) => {
                let found = value.member(name);
                let length = match found {
                    Some(found) => found.start() - value.start(),
                    None => value.as_written().len(),
                };
                passed.set(passed.get() + length);
                Some(Self::Value(found?, passed))
            }
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let value = match self {
            Self::Value(value, passed) => Some((value, passed)),
            _ => None,
        };
        value.into_iter().flat_map(|(value, passed)| {
            let (mut items, mut last) = (value.items(), value);
            std::iter::from_fn(move || {
                let item = items.next();
                let length = match item {
                    Some(item) => item.start() - last.start(),
                    None => last.as_written().len(),
                };
                passed.set(passed.get() + length);
                last = item?;
                Some(Self::Value(last, passed))
            })
        })
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for PartialRecord<'a> {
    fn plain(self) -> Plain<'a> {
        match self {
            Self::Value(value, _) => value.plain(),
            _ => Plain::Other,
        }
    }
}
