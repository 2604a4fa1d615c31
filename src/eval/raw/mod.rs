//! Records as the JSON text that they arrived in: only what a predicate asks for is looked at.

mod accept;
mod familiar;
mod lazy;
mod node;
mod scalar;
mod skip;
#[cfg(test)]
mod texts;
mod utf8;

use std::fmt;

use fearless_simd::Level;

use self::familiar::Familiar;
pub(crate) use self::lazy::Visited;

/// A value in a JSON text, as a [`Node`](crate::eval::Node): nothing is parsed before it is asked
/// for, and nothing is copied but strings with escapes in them.
///
/// Of bytes that are not JSON, what cannot be read is null; [`RawRecords::read`] tells whether
/// they are. Where a key occurs twice, it is unspecified which of the two counts.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::{Compile, RawJson};
///
/// let filter: Filter = "status/code eq 404 and name eq 'Zoë'".parse().unwrap();
/// let predicate = filter.compile(&Compile::default()).unwrap();
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
pub struct RawRecords {
    members: Vec<Member>,
    familiar: Familiar,
}

/// An object that was read.
pub(crate) struct ReadJson<'a> {
    pub(crate) record: RawJson<'a>,
    pub(crate) end: usize,
    /// Whether the names of its members are written without escapes.
    pub(crate) has_plain_names: bool,
}

/// Where a member of an object stands.
#[derive(Clone, Copy, Debug)]
struct Member {
    /// From its quote on.
    name: u32,
    /// After its quote.
    name_end: u32,
    value: u32,
}

impl<'a> RawJson<'a> {
    /// The value that these bytes are, white space before it left out.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, skip::blank::<false>(bytes, 0))
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
        node::after(bytes, at, b':').map(|value| Self::at(bytes, value))
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

impl Member {
    /// The name as it is written between the quotes.
    fn name(self, bytes: &[u8]) -> &[u8] {
        let end = (self.name_end as usize).saturating_sub(1);
        bytes.get(self.name as usize + 1..end).unwrap_or_default()
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
        let read = self.read_at::<false>(bytes, skip::blank::<false>(bytes, 0))?;
        Some((read.record, read.end))
    }

    /// The object that starts at a byte; with `LINE` only if it has no line break in it.
    pub(crate) fn read_at<'a, const LINE: bool>(
        &'a mut self,
        bytes: &'a [u8],
        at: usize,
    ) -> Option<ReadJson<'a>> {
        let (level, members) = (Level::new(), &mut self.members);
        let object = match self.familiar.object::<LINE>(level, bytes, at, members) {
            Some(object) => object,
            None => {
                let object = accept::object::<LINE>(level, bytes, at, members)?;
                self.familiar.learn(bytes.get(at..object.end)?);
                object
            }
        };
        let accept::Object { end, has_plain_names } = object;
        // The places of members are numbers of 32 bits.
        u32::try_from(end).ok()?;
        let record = RawJson { bytes, at, members: Some(&self.members) };
        Some(ReadJson { record, end, has_plain_names })
    }
}
