//! Records as the JSON text that they arrived in: only what a predicate asks for is looked at.

use std::fmt;

use super::node::{FastNode, Node, Plain, View};
use crate::json::number::{self, Number};
use crate::json::{Member, ObjectReader, after, skip, string};

/// A value in a JSON text, as a [`Node`](crate::eval::Node): nothing is parsed before it is asked
/// for, and nothing is copied but strings with escapes in them.
///
/// Of bytes that are not JSON, what cannot be read is null; [`RawRecords::read`] tells whether
/// they are. Where a key occurs twice, it is unspecified which of the two counts.
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
    /// The members of the value, if they are known.
    members: Option<&'a [Member]>,
}

/// Reads JSON objects, one after the other, and remembers where the members of the last one
/// stand. Objects that are written like those before them, as the records of a log are, are read
/// about one and a half times as fast, and without an allocation; what is remembered of others is
/// at most some megabytes.
#[derive(Clone, Debug, Default)]
pub struct RawRecords(ObjectReader);

/// An object that was read.
pub(crate) struct ReadJson<'a> {
    pub(crate) record: RawJson<'a>,
    pub(crate) end: usize,
    /// Whether the names of its members are written without escapes.
    pub(crate) has_plain_names: bool,
}

impl<'a> RawJson<'a> {
    /// The value that these bytes are, white space before it left out.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, skip::whitespace::<false>(bytes, 0))
    }

    /// The value as it is written; all that is left of the bytes where it does not end.
    #[must_use]
    pub fn as_written(self) -> &'a [u8] {
        let end = skip::value(self.bytes, self.at).unwrap_or(self.bytes.len());
        self.bytes.get(self.at..end).unwrap_or_default()
    }

    /// The value that starts at this byte.
    pub(crate) const fn at(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, members: None }
    }

    /// The value after a name, whose closing quote is before `at`; none if that is no name.
    pub(crate) fn value_after_name(bytes: &'a [u8], at: usize) -> Option<Self> {
        after(bytes, at, b':').map(|value| Self::at(bytes, value))
    }

    /// The members of an object that [`RawRecords::read`] gave: their names as they are written
    /// between the quotes, and their values.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a [u8], Self)> {
        let members = self.members.unwrap_or_default().iter();
        members.map(move |member| {
            (member.name(self.bytes), Self::at(self.bytes, member.value as usize))
        })
    }

    /// The place of its first byte.
    pub(crate) const fn start(self) -> usize {
        self.at
    }

    /// The first byte of the value, which tells its kind.
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
            Some(b'"') => string::read(self.bytes, self.at).map_or(View::Null, View::String),
            Some(b'{') => View::Object,
            Some(b'[') => View::Collection,
            Some(b't') => View::Boolean(true),
            Some(b'f') => View::Boolean(false),
            Some(b'-' | b'0'..=b'9') => {
                std::str::from_utf8(self.as_written()).map_or(View::Null, number)
            }
            _ => View::Null,
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self.members {
            Some(members) => {
                let found = members.iter().find(|member| member.is_named(self.bytes, name))?;
                Some(Self::at(self.bytes, found.value as usize))
            }
            None => self.find(name),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let bytes = self.bytes;
        let mut next = self.inside(b'[');
        std::iter::from_fn(move || {
            let at = next.filter(|at| bytes.get(*at).is_some_and(|byte| *byte != b']'))?;
            next = skip::value(bytes, at).and_then(|end| after(bytes, end, b','));
            Some(Self::at(self.bytes, at))
        })
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
            Some(b'"') => match skip::plain_text(self.bytes, self.at + 1) {
                Some(end) => {
                    string::unescaped(self.bytes, self.at, end).map_or(Plain::Other, Plain::Text)
                }
                None => Plain::Null,
            },
            Some(b'-' | b'0'..=b'9') => {
                number::integer(self.bytes, self.at).map_or(Plain::Other, Plain::Integer)
            }
            Some(b'n') => Plain::Null,
            _ => Plain::Other,
        }
    }
}

impl RawJson<'_> {
    /// What stands after the bracket, if the value starts with it.
    pub(super) fn inside(&self, bracket: u8) -> Option<usize> {
        (self.bytes.get(self.at) == Some(&bracket))
            .then(|| skip::whitespace::<false>(self.bytes, self.at + 1))
    }

    /// The member of an object whose members are not known yet.
    fn find(self, name: &str) -> Option<Self> {
        let bytes = self.bytes;
        let mut at = self.inside(b'{')?;
        loop {
            let member = Member::at(bytes, at)?;
            let value = member.value as usize;
            if member.is_named(bytes, name) {
                return Some(Self::at(bytes, value));
            }
            at = after(bytes, skip::value(bytes, value)?, b',')?;
        }
    }
}

/// A number as a view.
fn number(text: &str) -> View<'static> {
    match Number::read(text) {
        Some(Number::Integer(value)) => View::Integer(value),
        Some(Number::Double(value)) => View::Double(value),
        None => View::Null,
    }
}

impl RawRecords {
    /// Reads the object that the bytes start with, white space before it left out; gives it and
    /// the number of bytes up to its end. Every one of them is looked at.
    ///
    /// None where it is not certain that it is JSON and that all its values can be held: the
    /// text may be broken, be no object, be longer than 4 GiB, be nested deeper than 63 levels,
    /// or have a number with an exponent or with hundreds of digits. A slower parser has to tell.
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
        let read = self.read_at::<false>(bytes, skip::whitespace::<false>(bytes, 0))?;
        Some((read.record, read.end))
    }

    /// The object that starts at a byte; with `LINE` only if it has no line break in it.
    pub(crate) fn read_at<'a, const LINE: bool>(
        &'a mut self,
        bytes: &'a [u8],
        at: usize,
    ) -> Option<ReadJson<'a>> {
        let read = self.0.read_at::<LINE>(bytes, at)?;
        let record = RawJson { bytes, at, members: Some(read.members) };
        Some(ReadJson { record, end: read.end, has_plain_names: read.names_unescaped })
    }
}
