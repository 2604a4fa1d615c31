//! What the evaluator asks of a record, whatever it is stored in.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::json_node::{RawJson, number_view};
use crate::ast::{Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
use crate::json::number::Number;

/// A value somewhere in a record: the one trait through which a predicate sees data.
///
/// A node is a cheap handle: a reference, or a small enum of references where a record is made
/// of Rust types. Anything that implements it can be filtered and ordered.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::{CompileOptions, Node, View};
///
/// struct Job { id: String, tries: u32 }
///
/// #[derive(Clone, Copy)]
/// enum JobNode<'a> { Job(&'a Job), Text(&'a str), Number(u32) }
///
/// impl<'a> Node<'a> for JobNode<'a> {
///     fn view(self) -> View<'a> {
///         match self {
///             Self::Job(_) => View::Object,
///             Self::Text(text) => View::String(text.into()),
///             Self::Number(number) => View::Integer(number.into()),
///         }
///     }
///
///     fn member(self, name: &str) -> Option<Self> {
///         match (self, name) {
///             (Self::Job(job), "id") => Some(Self::Text(&job.id)),
///             (Self::Job(job), "tries") => Some(Self::Number(job.tries)),
///             _ => None,
///         }
///     }
/// }
///
/// let filter: Filter = "startswith(id,'aws') and tries gt 2".parse().unwrap();
/// let predicate = filter.compile(&CompileOptions::default()).unwrap();
/// let job = Job { id: "aws.1".into(), tries: 3 };
/// assert!(predicate.matches(JobNode::Job(&job)));
/// ```
pub trait Node<'a>: Copy {
    /// What the value is.
    fn view(self) -> View<'a>;

    /// The member of an object by its exact name; none where there is no such member, or the
    /// value is not an object.
    fn member(self, name: &str) -> Option<Self>;

    /// The members of a collection, in their order; nothing where the value is none.
    fn items(self) -> impl Iterator<Item = Self> {
        std::iter::empty()
    }

    /// The same value with its shortcuts, if its type has some: see [`FastNode`].
    ///
    /// A type that implements [`FastNode`] returns `self` here.
    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        ByView(self)
    }
}

/// Shortcuts of a [`Node`] to what most conditions need. They save time and change no answer.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::{CompileOptions, FastNode, Node, View};
///
/// struct Reply { code: u32 }
///
/// #[derive(Clone, Copy)]
/// enum Part<'a> { Reply(&'a Reply), Status(&'a Reply), Number(u32) }
///
/// impl<'a> Node<'a> for Part<'a> {
///     fn member(self, name: &str) -> Option<Self> {
///         match (self, name) {
///             (Self::Reply(reply), "status") => Some(Self::Status(reply)),
///             (Self::Status(reply), "code") => Some(Self::Number(reply.code)),
///             _ => None,
///         }
///     }
///
///     fn view(self) -> View<'a> {
///         match self {
///             Self::Reply(_) | Self::Status(_) => View::Object,
///             Self::Number(number) => View::Integer(number.into()),
///         }
///     }
///
///     fn fast(self) -> impl FastNode<'a> {
///         self
///     }
/// }
///
/// impl<'a> FastNode<'a> for Part<'a> {
///     const PATHS: &'static [&'static [&'static str]] = &[&["status", "code"]];
///
///     fn at(self, path: usize) -> Option<Self> {
///         match (self, path) {
///             (Self::Reply(reply), 0) => Some(Self::Number(reply.code)),
///             _ => None,
///         }
///     }
/// }
///
/// let filter: Filter = "status/code ge 400".parse().unwrap();
/// let predicate = filter.compile(&CompileOptions::default()).unwrap();
/// assert!(predicate.matches(Part::Reply(&Reply { code: 404 })));
/// assert!(!predicate.matches(Part::Reply(&Reply { code: 200 })));
/// ```
pub trait FastNode<'a>: Node<'a> {
    /// Paths for which [`at`](Self::at) may have a shortcut. A predicate finds its own paths in
    /// here at the first record, and from then on uses their index.
    const PATHS: &'static [&'static [&'static str]] = &[];

    /// What `Self::PATHS[path]` leads to: what [`Node::member`] finds name by name, or null where
    /// a name of the path leads nowhere. With `None` the predicate goes by the names.
    fn at(self, path: usize) -> Option<Self> {
        let _ = path;
        None
    }

    /// The value as most conditions need it: what [`Node::view`] says, or [`Plain::Other`].
    #[inline]
    fn plain(self) -> Plain<'a> {
        match self.view() {
            View::Null => Plain::Null,
            View::String(Cow::Borrowed(text)) => Plain::Text(text),
            View::Integer(number) => i64::try_from(number).map_or(Plain::Other, Plain::Integer),
            _ => Plain::Other,
        }
    }
}

/// A node without shortcuts.
#[derive(Clone, Copy, Debug)]
struct ByView<N>(N);

impl<'a, N: Node<'a>> Node<'a> for ByView<N> {
    #[inline(always)]
    fn view(self) -> View<'a> {
        self.0.view()
    }

    #[inline(always)]
    fn member(self, name: &str) -> Option<Self> {
        self.0.member(name).map(Self)
    }

    fn items(self) -> impl Iterator<Item = Self> {
        self.0.items().map(Self)
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a, N: Node<'a>> FastNode<'a> for ByView<N> {}

/// What a [`Node`] is: a primitive value, or that it has members.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum View<'a> {
    /// No value.
    Null,
    /// `Edm.Boolean`
    Boolean(bool),
    /// A whole number of the range of i64 or u64; one beyond counts as a double.
    Integer(i128),
    /// `Edm.Decimal`
    Decimal(Decimal),
    /// `Edm.Double`
    Double(f64),
    /// `Edm.String`, or an enumeration member by its name.
    String(Cow<'a, str>),
    /// `Edm.Date`
    Date(Date),
    /// `Edm.DateTimeOffset`
    DateTimeOffset(DateTimeOffset),
    /// `Edm.TimeOfDay`
    TimeOfDay(TimeOfDay),
    /// `Edm.Duration`
    Duration(Duration),
    /// `Edm.Guid`
    Guid(Guid),
    /// `Edm.Binary`
    Binary(Cow<'a, [u8]>),
    /// A value with named members: see [`Node::member`].
    Object,
    /// A collection: see [`Node::items`].
    Collection,
}

/// What a [`Node`] is, in the common cases: see [`FastNode::plain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plain<'a> {
    /// [`View::Null`]
    Null,
    /// [`View::String`], where it need not be made.
    Text(&'a str),
    /// [`View::Integer`]
    Integer(i64),
    /// What [`Node::view`] tells.
    Other,
}

/// A record that can be seen as a [`Node`], in whatever it is kept. It is the same each time: what
/// it is made of does not change while it is kept.
///
/// ```
/// use odata_query::eval::{AsNode, Node, RawJson};
///
/// struct Line(String);
///
/// impl AsNode for Line {
///     fn as_node(&self) -> impl Node<'_> {
///         RawJson::new(self.0.as_bytes())
///     }
/// }
/// ```
pub trait AsNode {
    /// The record, to be filtered or ordered.
    fn as_node(&self) -> impl Node<'_>;
}

macro_rules! pointers {
    ($($pointer:ty,)+) => {$(
        impl<T: AsNode + ?Sized> AsNode for $pointer {
            fn as_node(&self) -> impl Node<'_> {
                T::as_node(self)
            }
        }
    )+};
}

pointers! { &T, Box<T>, Rc<T>, Arc<T>, }

impl AsNode for serde_json::Value {
    fn as_node(&self) -> impl Node<'_> {
        self
    }
}

/// Nothing is parsed but what a filter asks for: see [`RawJson`]. Of a record in the envelope of
/// diagnostic settings, the envelope is asked.
impl AsNode for serde_json::value::RawValue {
    fn as_node(&self) -> impl Node<'_> {
        RawJson::new(self.get().as_bytes())
    }
}

/// A JSON number without point and exponent that fits `i64` or `u64` is an integer, every other a
/// double. `-0` is an integer in [`RawJson`] and in what [`Records`](crate::input::Records) reads;
/// serde_json itself makes it the double -0.0.
impl<'a> Node<'a> for &'a serde_json::Value {
    fn view(self) -> View<'a> {
        use serde_json::Value;
        match self {
            Value::Null => View::Null,
            Value::Bool(value) => View::Boolean(*value),
            Value::Number(number) => Number::of(number).map_or(View::Null, number_view),
            Value::String(text) => View::String(Cow::Borrowed(text)),
            Value::Array(_) => View::Collection,
            Value::Object(_) => View::Object,
        }
    }

    #[inline]
    fn member(self, name: &str) -> Option<Self> {
        super::member::member(self.as_object()?, name)
    }

    fn items(self) -> impl Iterator<Item = Self> {
        self.as_array().map(Vec::as_slice).unwrap_or_default().iter()
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for &'a serde_json::Value {
    #[inline]
    fn plain(self) -> Plain<'a> {
        use serde_json::Value;
        match self {
            Value::Null => Plain::Null,
            Value::String(text) => Plain::Text(text),
            Value::Number(number) => number.as_i64().map_or(Plain::Other, Plain::Integer),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => Plain::Other,
        }
    }
}

/// The record of an expression that looks at none: constants are folded over it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoRecord;

impl FastNode<'_> for NoRecord {}

impl<'a> Node<'a> for NoRecord {
    fn view(self) -> View<'a> {
        View::Null
    }

    fn member(self, _name: &str) -> Option<Self> {
        None
    }
}
