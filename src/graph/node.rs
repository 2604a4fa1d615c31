//! The model as the evaluator sees it: one predicate for JSON and for typed records.

use std::fmt;

use serde_json::{Map, Value};

use super::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};
use super::model::{
    Identity, Initiator, ModifiedProperty, OneOrMany, ProvisionedIdentity, ProvisioningErrorInfo,
    ProvisioningObjectSummary, ProvisioningStatusInfo, ProvisioningStep, ProvisioningSystem,
};
use super::slots;
use crate::eval::{AsNode, FastNode, Node, Plain, View};

/// A part of a [`ProvisioningObjectSummary`], for a predicate or an order.
///
/// What the types do not declare is found too, under the names that the record has it by. A
/// date is seen as the service writes it, and compared as an instant as that of JSON is; a
/// member of an enumeration is seen by its name.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::Compile;
/// use odata_query::graph::ProvisioningObjectSummary;
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
///
/// # Records kept in memory
///
/// Of a hundred thousand records of 2.6 KB, far more than the cache holds, a filter takes for
/// each, with one thread:
///
/// | kept as | bytes | a property is compared | a collection is looked into |
/// |---|---|---|---|
/// | [`ProvisioningObjectSummary`] | 5,900 | 20–120 ns | 430 ns |
/// | its text, as it arrived, asked as [`RawJson`](crate::eval::RawJson) | 2,600 | 370–1,500 ns | 1,900 ns |
/// | `serde_json::Value` | 15,900 | 340–830 ns | 1,500 ns |
/// | any of these in a [`ColumnStore`](crate::store::ColumnStore), the second time a property is asked | 1–110 more | 2–12 ns | as without |
///
/// So where filters are asked again and again, keep records in a `ColumnStore`: of typed records if
/// filters look into collections, else of lines of text (`ColumnStore<Box<RawValue>>`), which take the
/// least memory. `benches/README.md` has the figures. Alone, the properties of a typed record
/// stand at fixed places, and a filter goes to them by number.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::{Compile, RawJson};
/// use odata_query::graph::ProvisioningObjectSummary;
/// use odata_query::schema::Schema;
///
/// let log = r#"{"id":"a","provisioningStatusInfo":{"status":"failure"}}
/// {"id":"b","provisioningStatusInfo":{"status":"success"}}"#;
/// let lines: Vec<&str> = log.lines().collect();
/// let events: Vec<ProvisioningObjectSummary> =
///     lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
///
/// let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse()?;
/// let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any()))?;
/// let failed = events.iter().filter(|event| predicate.matches(event.node()));
/// assert_eq!(failed.count(), 1);
/// let failed = lines.iter().filter(|line| predicate.matches(RawJson::new(line.as_bytes())));
/// assert_eq!(failed.collect::<Vec<_>>(), [&lines[0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
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

impl AsNode for ProvisioningObjectSummary {
    fn as_node(&self) -> impl Node<'_> {
        self.node()
    }
}

impl<'a> From<&'a ProvisioningObjectSummary> for EventNode<'a> {
    fn from(event: &'a ProvisioningObjectSummary) -> Self {
        event.node()
    }
}

impl<'a> Node<'a> for EventNode<'a> {
    fn view(self) -> View<'a> {
        self.0.view()
    }

    fn member(self, name: &str) -> Option<Self> {
        self.0.member(name).map(Self)
    }

    fn items(self) -> impl Iterator<Item = Self> {
        (0..).map_while(move |at| self.0.item(at).map(Self))
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for EventNode<'a> {
    const PATHS: &'static [&'static [&'static str]] = slots::PATHS;

    #[inline(always)]
    fn at(self, path: usize) -> Option<Self> {
        match self.0 {
            Part::Event(event) => slots::at(event, path).map(Self),
            _ => None,
        }
    }

    #[inline(always)]
    fn plain(self) -> Plain<'a> {
        self.0.plain()
    }
}

/// The kinds of parts, each with what it is a reference to.
macro_rules! parts {
    (
        objects: { $($object:ident($object_type:ty),)+ }
        lists: { $($list:ident($list_type:ty),)+ }
        names: { $($name:ident($name_type:ty),)+ }
    ) => {
        /// A part of the model: small enough for two registers.
        #[derive(Clone, Copy)]
        pub(super) enum Part<'a> {
            Nothing,
            Text(&'a String),
            Number(i64),
            /// What no type declares.
            Json(&'a Value),
            $($object(&'a $object_type),)+
            $($list(&'a $list_type),)+
            /// Members of enumerations.
            $($name(&'a $name_type),)+
        }

        $(impl AsPart for $object_type {
            fn as_part(&self) -> Part<'_> {
                Part::$object(self)
            }
        })+

        $(impl AsPart for $list_type {
            fn as_part(&self) -> Part<'_> {
                Part::$list(self)
            }
        })+

        $(impl AsPart for $name_type {
            #[inline]
            fn as_part(&self) -> Part<'_> {
                Part::$name(self)
            }
        })+

        impl<'a> Part<'a> {
            #[inline(always)]
            fn plain(self) -> Plain<'a> {
                match self {
                    Self::Nothing => Plain::Null,
                    Self::Text(text) => Plain::Text(text),
                    Self::Number(number) => Plain::Integer(number),
                    Self::Json(value) => value.plain(),
                    $(Self::$name(member) => Plain::Text(member.as_str()),)+
                    _ => Plain::Other,
                }
            }

            fn view(self) -> View<'a> {
                match self {
                    Self::Nothing => View::Null,
                    Self::Text(text) => View::String(text.as_str().into()),
                    Self::Number(number) => View::Integer(number.into()),
                    Self::Json(value) => value.view(),
                    $(Self::$object(_) => View::Object,)+
                    $(Self::$list(_) => View::Collection,)+
                    $(Self::$name(member) => View::String(member.as_str().into()),)+
                }
            }

            fn member(self, name: &str) -> Option<Self> {
                match self {
                    $(Self::$object(object) => object.member(name),)+
                    Self::Json(value) => Node::member(value, name).map(Self::Json),
                    _ => None,
                }
            }

            fn item(self, at: usize) -> Option<Self> {
                match self {
                    $(Self::$list(items) => items.get(at).map(part),)+
                    Self::Json(Value::Array(items)) => items.get(at).map(Self::Json),
                    _ => None,
                }
            }
        }
    };
}

parts! {
    objects: {
        Event(ProvisioningObjectSummary),
        Identity(Identity),
        Initiator(Initiator),
        System(ProvisioningSystem),
        Provisioned(ProvisionedIdentity),
        Status(ProvisioningStatusInfo),
        Error(ProvisioningErrorInfo),
        Step(ProvisioningStep),
        Modified(ModifiedProperty),
        Details(Map<String, Value>),
    }
    lists: {
        Identities(Vec<Identity>),
        Steps(Vec<ProvisioningStep>),
        ModifiedList(Vec<ModifiedProperty>),
    }
    names: {
        Action(ProvisioningAction),
        Result(ProvisioningResult),
        StepType(ProvisioningStepType),
        Category(StatusErrorCategory),
        InitiatorKind(InitiatorType),
    }
}

/// An object of the model.
pub(super) trait Members {
    /// The member of this name in JSON.
    fn member<'a>(&'a self, name: &str) -> Option<Part<'a>>;
}

/// What can stand in the model.
pub(super) trait AsPart {
    fn as_part(&self) -> Part<'_>;
}

#[inline]
pub(super) fn part<T: AsPart>(value: &T) -> Part<'_> {
    value.as_part()
}

impl Members for Map<String, Value> {
    fn member<'a>(&'a self, name: &str) -> Option<Part<'a>> {
        self.get(name).map(Part::Json)
    }
}

impl<T: AsPart> AsPart for OneOrMany<T>
where
    Vec<T>: AsPart,
{
    fn as_part(&self) -> Part<'_> {
        match self {
            Self::One(value) => value.as_ref().as_part(),
            Self::Many(values) => values.as_part(),
        }
    }
}

impl AsPart for String {
    #[inline]
    fn as_part(&self) -> Part<'_> {
        Part::Text(self)
    }
}

impl AsPart for i64 {
    #[inline]
    fn as_part(&self) -> Part<'_> {
        Part::Number(*self)
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}
