//! One value of a column, as the record of which nothing else is known.

use std::borrow::Cow;

use crate::eval::ir::PathStep;
use crate::eval::node::{FastNode, Node, Plain, View};

/// A value that a path leads to, its text held as a `T`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<T> {
    /// Also where the path leads to nothing.
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    Text(T),
}

/// A record that has this value at the end of these steps, and nothing else.
#[derive(Clone, Copy, Debug)]
pub(super) struct SingleValueRecord<'c> {
    pub(super) steps: &'c [PathStep],
    pub(super) value: Value<&'c str>,
}

impl<'v> Value<Cow<'v, str>> {
    /// None of what is of another kind.
    pub(super) fn of(view: View<'v>) -> Option<Self> {
        match view {
            View::Null => Some(Self::Null),
            View::Boolean(value) => Some(Self::Boolean(value)),
            View::Integer(number) => i64::try_from(number).ok().map(Self::Integer),
            // What equals nothing would be kept anew for each record.
            View::Double(number) if !number.is_nan() => Some(Self::Double(number)),
            View::String(text) => Some(Self::Text(text)),
            _ => None,
        }
    }
}

impl<'c> Value<&'c str> {
    pub(super) const fn plain(self) -> Plain<'c> {
        match self {
            Self::Null => Plain::Null,
            Self::Integer(number) => Plain::Integer(number),
            Self::Text(text) => Plain::Text(text),
            Self::Boolean(_) | Self::Double(_) => Plain::Other,
        }
    }
}

impl<T> Value<T> {
    /// The same with its text held in another way; none if the text has no such thing.
    pub(super) fn try_map<'s, U>(
        &'s self,
        text: impl FnOnce(&'s T) -> Option<U>,
    ) -> Option<Value<U>> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(number) => Value::Integer(*number),
            Self::Double(number) => Value::Double(*number),
            Self::Text(held) => Value::Text(text(held)?),
        })
    }
}

impl<'c> FastNode<'c> for SingleValueRecord<'c> {}

impl<'c> Node<'c> for SingleValueRecord<'c> {
    fn view(self) -> View<'c> {
        if !self.steps.is_empty() {
            return View::Object;
        }
        match self.value {
            Value::Null => View::Null,
            Value::Boolean(value) => View::Boolean(value),
            Value::Integer(number) => View::Integer(number.into()),
            Value::Double(number) => View::Double(number),
            Value::Text(text) => View::String(Cow::Borrowed(text)),
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        let (step, steps) = self.steps.split_first()?;
        let is_it = step.names.iter().any(|known| known.as_str() == name);
        is_it.then_some(Self { steps, ..self })
    }
}
