//! JSON text as a [`Node`]: only what a predicate asks for is read.

use std::fmt;

use super::node::{FastNode, Node, Plain, View};
use crate::json::number::{self, Number};
use crate::json::object::{ItemCursor, Member, MemberCursor};
use crate::json::{ObjectReader, skip, string};

/// A value in a JSON text, as a [`Node`](crate::eval::Node). Parses nothing before it is asked for,
/// and copies only strings with escapes.
///
/// Does not validate: what cannot be read is null. [`RawRecords::read`] validates. Where an object
/// has a key twice, either value may be used.
///
/// A number without point and exponent that fits `i64` or `u64` is an integer, `-0` too; every other
/// is a double.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::{CompileOptions, RawJson};
///
/// let filter: Filter = "status/code eq 404 and name eq 'Zoë'".parse().unwrap();
/// let predicate = filter.compile(&CompileOptions::default()).unwrap();
/// let line = br#"{"name":"Zo\u00eb","status":{"code":404,"text":"not found"}}"#;
/// assert!(predicate.matches(RawJson::new(line)));
/// ```
#[derive(Clone, Copy)]
pub struct RawJson<'a> {
    bytes: &'a [u8],
    /// Where the value starts.
    at: usize,
    /// The members of the value, if they are indexed.
    members: Option<&'a [Member]>,
}

/// Validates JSON objects, one after another, and indexes the members of the last one. Objects with
/// the same layout as those before them, such as the records of a log, take about two thirds of the
/// time and no allocation; the layouts take at most some megabytes.
#[derive(Clone, Debug, Default)]
pub struct RawRecords(ObjectReader);

/// A valid object.
pub(crate) struct ReadJson<'a> {
    pub(crate) record: RawJson<'a>,
    pub(crate) end: usize,
    /// Whether no name of its members has an escape.
    pub(crate) names_unescaped: bool,
}

impl<'a> RawJson<'a> {
    /// The value that the bytes start with, after white space.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, skip::leading_whitespace(bytes))
    }

    /// The text of the value; the rest of the bytes if it does not end.
    #[must_use]
    pub fn as_written(self) -> &'a [u8] {
        let end = skip::value(self.bytes, self.at).unwrap_or(self.bytes.len());
        self.bytes.get(self.at..end).unwrap_or_default()
    }

    /// The value that starts at `at`.
    pub(crate) const fn at(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, members: None }
    }

    /// The members of an object: their names with their escapes, and their values.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a [u8], Self)> {
        let indexed = self.members.unwrap_or_default().iter().copied();
        let mut cursor = self.members.is_none().then(|| MemberCursor::new(self.bytes, self.at));
        let walked = std::iter::from_fn(move || cursor.as_mut()?.next(self.bytes));
        indexed.chain(walked).map(move |member| {
            (member.name(self.bytes), Self::at(self.bytes, member.value as usize))
        })
    }

    /// The text that the value is in.
    pub(crate) const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The position of its first byte.
    pub(crate) const fn start(self) -> usize {
        self.at
    }

    /// The first byte of the value, which determines its type.
    pub(crate) fn first_byte(self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

impl fmt::Debug for RawJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawJson").field(&String::from_utf8_lossy(self.as_written())).finish()
    }
}

impl<'a> Node<'a> for RawJson<'a> {
    fn view(self) -> View<'a> {
        match self.bytes.get(self.at) {
            Some(b'"') => string::text(self.bytes, self.at).map_or(View::Null, View::String),
            Some(b'{') => View::Object,
            Some(b'[') => View::Collection,
            Some(b't') => View::Boolean(true),
            Some(b'f') => View::Boolean(false),
            Some(b'-' | b'0'..=b'9') => {
                let number = std::str::from_utf8(self.as_written()).ok().and_then(Number::read);
                number.map_or(View::Null, number_view)
            }
            _ => View::Null,
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        let is_it = |member: &Member| member.is_named(self.bytes, name);
        let found = match self.members {
            Some(members) => members.iter().copied().find(is_it),
            None => {
                let mut cursor = MemberCursor::new(self.bytes, self.at);
                std::iter::from_fn(|| cursor.next(self.bytes)).find(is_it)
            }
        };
        Some(Self::at(self.bytes, found?.value as usize))
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let mut cursor = ItemCursor::new(self.bytes, self.at);
        std::iter::from_fn(move || cursor.next(self.bytes).map(|at| Self::at(self.bytes, at)))
    }

    #[inline(always)]
    fn fast(self) -> impl FastNode<'a> {
        self
    }
}

impl<'a> FastNode<'a> for RawJson<'a> {
    #[inline]
    fn plain(self) -> Plain<'a> {
        match self.bytes.get(self.at) {
            Some(b'"') => match skip::unescaped(self.bytes, self.at + 1) {
                Some(end) => {
                    string::text_until(self.bytes, self.at, end).map_or(Plain::Other, Plain::Text)
                }
                None => Plain::Null,
            },
            Some(b'-' | b'0'..=b'9') => {
                number::short_integer(self.bytes, self.at).map_or(Plain::Other, Plain::Integer)
            }
            Some(b'n') => Plain::Null,
            _ => Plain::Other,
        }
    }
}

/// The view of a number.
pub(super) const fn number_view(number: Number) -> View<'static> {
    match number {
        Number::Integer(value) => View::Integer(value),
        Number::Double(value) => View::Double(value),
    }
}

impl RawRecords {
    /// Validates the object that the bytes start with after white space; gives it and the number of
    /// bytes up to its end.
    ///
    /// None where it is not certainly JSON with values that can be held: the text may be broken, no
    /// object, longer than 4 GiB, nested deeper than 63 levels, or have a number with an exponent or
    /// with hundreds of digits. A full parser has to decide there.
    ///
    /// ```
    /// use odata_query::eval::RawRecords;
    ///
    /// let mut records = RawRecords::default();
    /// let (_, length) = records.read(br#" {"a": [1, 2]} {"b": 3}"#).unwrap();
    /// assert_eq!(length, 14);
    /// assert!(records.read(br#"{"a": [1, 2}"#).is_none());
    /// ```
    pub fn read<'a>(&'a mut self, bytes: &'a [u8]) -> Option<(RawJson<'a>, usize)> {
        let read = self.read_at::<false>(bytes, skip::leading_whitespace(bytes))?;
        Some((read.record, read.end))
    }

    /// The object that starts at `at`; with `LINE`, only if it has no line feed in it.
    pub(crate) fn read_at<'a, const LINE: bool>(
        &'a mut self,
        bytes: &'a [u8],
        at: usize,
    ) -> Option<ReadJson<'a>> {
        let read = self.0.read_at::<LINE>(bytes, at)?;
        let record = RawJson { bytes, at, members: Some(read.members) };
        Some(ReadJson { record, end: read.end, names_unescaped: read.names_unescaped })
    }
}
