//! A record of which little is known.

use crate::ast::Text;
use crate::eval::node::{Node, Plain, View};
use crate::eval::raw::RawJson;

/// A record of which one member alone is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    Nothing,
    /// The member has one of these names.
    Record(&'a [Text], RawJson<'a>),
    Value(RawJson<'a>),
}

impl<'a> Node<'a> for Part<'a> {
    fn view(self) -> View<'a> {
        match self {
            Self::Nothing | Self::Record(..) => View::Object,
            Self::Value(value) => value.view(),
        }
    }

    fn plain(self) -> Plain<'a> {
        match self {
            Self::Value(value) => value.plain(),
            _ => Plain::Other,
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self {
            Self::Nothing => None,
            Self::Record(names, value) => {
                names.iter().any(|known| &**known == name).then_some(Self::Value(value))
            }
            Self::Value(value) => value.member(name).map(Self::Value),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let items = match self {
            Self::Value(value) => Some(value.items()),
            _ => None,
        };
        items.into_iter().flatten().map(Self::Value)
    }
}
