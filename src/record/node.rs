//! The model as the evaluator sees it: one predicate for JSON and for typed records.

use std::fmt;

use serde_json::{Map, Value};

use super::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};
use super::model::{OneOrMany, ProvisioningObjectSummary};
use crate::eval::{Node, View};

/// A part of a [`ProvisioningObjectSummary`], for a predicate or an order.
///
/// What the types do not declare is found too, under the names that the record has it by. A
/// date is seen as the service writes it, and compared as an instant as that of JSON is; a
/// member of an enumeration is seen by its name.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::Compile;
/// use odata_query::record::ProvisioningObjectSummary;
/// use odata_query::schema::Schema;
///
/// let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse().unwrap();
/// let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any())).unwrap();
/// let text = r#"{"id": "a", "provisioningStatusInfo": {"status": "failure"}}"#;
/// let event: ProvisioningObjectSummary = serde_json::from_str(text).unwrap();
/// assert!(predicate.matches(event.node()));
/// // The same predicate takes JSON.
/// assert!(predicate.matches(&serde_json::from_str::<serde_json::Value>(text).unwrap()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EventNode<'a>(Part<'a>);

impl ProvisioningObjectSummary {
    /// The event, to be filtered or ordered.
    #[must_use]
    pub fn node(&self) -> EventNode<'_> {
        EventNode(part(self))
    }
}

impl<'a> From<&'a ProvisioningObjectSummary> for EventNode<'a> {
    fn from(event: &'a ProvisioningObjectSummary) -> Self {
        event.node()
    }
}

impl<'a> Node<'a> for EventNode<'a> {
    fn view(self) -> View<'a> {
        match self.0 {
            Part::Text(text) => View::String(text.into()),
            Part::Number(number) => View::Integer(number.into()),
            Part::Object(_) => View::Object,
            Part::List(_) => View::Collection,
            Part::Json(value) => value.view(),
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self.0 {
            Part::Object(object) => object.member(name).map(Self),
            Part::Json(value) => Node::member(value, name).map(|value| Self(part(value))),
            Part::Text(_) | Part::Number(_) | Part::List(_) => None,
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        (0..).map_while(move |at| match self.0 {
            Part::List(list) => list.item(at).map(Self),
            Part::Json(Value::Array(items)) => items.get(at).map(|value| Self(part(value))),
            _ => None,
        })
    }
}

/// What a part of the model is.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Text(&'a str),
    Number(i64),
    Object(&'a (dyn Members + Sync)),
    List(&'a (dyn Items + Sync)),
    /// What no type declares.
    Json(&'a Value),
}

/// An object of the model.
pub(super) trait Members {
    /// The member of this name in JSON.
    fn member<'a>(&'a self, name: &str) -> Option<Part<'a>>;
}

/// A collection of the model.
pub(super) trait Items {
    fn item(&self, at: usize) -> Option<Part<'_>>;
}

/// What can stand in the model.
pub(super) trait AsPart {
    fn as_part(&self) -> Part<'_>;
}

pub(super) fn part<T: AsPart>(value: &T) -> Part<'_> {
    value.as_part()
}

impl<T: Members + Sync> AsPart for T {
    fn as_part(&self) -> Part<'_> {
        Part::Object(self)
    }
}

impl Members for Map<String, Value> {
    fn member<'a>(&'a self, name: &str) -> Option<Part<'a>> {
        self.get(name).map(part)
    }
}

impl<T: AsPart> Items for Vec<T> {
    fn item(&self, at: usize) -> Option<Part<'_>> {
        self.get(at).map(part)
    }
}

impl<T: AsPart + Sync> AsPart for Vec<T> {
    fn as_part(&self) -> Part<'_> {
        Part::List(self)
    }
}

impl<T: AsPart + Sync> AsPart for OneOrMany<T> {
    fn as_part(&self) -> Part<'_> {
        match self {
            Self::One(value) => value.as_ref().as_part(),
            Self::Many(values) => values.as_part(),
        }
    }
}

impl AsPart for Value {
    fn as_part(&self) -> Part<'_> {
        Part::Json(self)
    }
}

impl AsPart for String {
    fn as_part(&self) -> Part<'_> {
        Part::Text(self)
    }
}

impl AsPart for i64 {
    fn as_part(&self) -> Part<'_> {
        Part::Number(*self)
    }
}

macro_rules! by_name {
    ($($name:ident)+) => {$(
        impl AsPart for $name {
            fn as_part(&self) -> Part<'_> {
                Part::Text(self.as_str())
            }
        }
    )+};
}

by_name! {
    ProvisioningAction ProvisioningResult ProvisioningStepType StatusErrorCategory InitiatorType
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Object(_) => f.write_str("an object"),
            Self::List(_) => f.write_str("a collection"),
            Self::Json(value) => value.fmt(f),
        }
    }
}
