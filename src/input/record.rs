//! One record: its bytes, its place, its value.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::envelope::Envelope;
use super::error::{ReadError, ReadErrorKind, syntax_error};
use super::format::InputFormat;
use crate::eval::{AsNode, Node};
use crate::json;
use crate::json::compact::without_whitespace;
use crate::json::skip::leading_whitespace;

/// A place in the input: both counted from 1, columns in bytes. Ordered as in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: u64,
    /// The column in bytes.
    pub column: u64,
}

/// A record as it arrived.
#[derive(Clone, Debug)]
pub struct Record {
    bytes: Vec<u8>,
    place: LineColumn,
    value: Value,
    /// Whether the record is a part of a larger text, not a line of its own.
    cut_out: bool,
    format: InputFormat,
}

impl LineColumn {
    /// The start of an input.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place after these bytes.
    #[must_use]
    pub(crate) fn after(self, bytes: &[u8]) -> Self {
        self.after_lines(bytes, memchr::memchr_iter(b'\n', bytes).count())
    }

    /// The same, where it is known how many ends of lines the bytes have.
    #[must_use]
    pub(crate) fn after_lines(self, bytes: &[u8], line_ends: usize) -> Self {
        let last = if line_ends > 0 { memchr::memrchr(b'\n', bytes) } else { None };
        match last {
            None => Self { column: self.column + bytes.len() as u64, ..self },
            Some(last) => {
                Self { line: self.line + line_ends as u64, column: (bytes.len() - last) as u64 }
            }
        }
    }
}

/// The [event](Record::event) is asked.
impl AsNode for Record {
    fn as_node(&self) -> impl Node<'_> {
        self.event()
    }
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Record {
    /// A record of these bytes; `place` is that of the first of them.
    pub(crate) fn read(
        bytes: Vec<u8>,
        place: LineColumn,
        cut_out: bool,
        shape: InputFormat,
    ) -> Result<Self, ReadError> {
        let value: Value = match json::parse(&bytes) {
            Ok(value) => value,
            Err(error) => return Err(syntax_error(&bytes, place, &error)),
        };
        let start = || place.after(bytes.get(..leading_whitespace(&bytes)).unwrap_or_default());
        let Value::Object(members) = &value else {
            return Err(ReadError::new(start(), ReadErrorKind::NotARecord(name_of(&value))));
        };
        let envelope = Envelope::of_map(members);
        if let Some(error) = error_in(&envelope) {
            return Err(ReadError::new(start(), error));
        }
        let place = start();
        if envelope.lacks_envelope(shape) {
            let expected = "a record of diagnostic settings, with the event in `properties`";
            return Err(ReadError::new(place, ReadErrorKind::NotOfShape(expected)));
        }
        Ok(Self { bytes, place, value, cut_out, format: shape })
    }

    /// The same record elsewhere.
    pub(crate) fn moved(self, place: LineColumn) -> Self {
        Self { place, ..self }
    }

    /// The record as it stands in the input, byte for byte; of a line, without the line's end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The record as one line: a line byte for byte, a part of a larger document without the
    /// white space outside of its strings.
    #[must_use]
    pub fn line(&self) -> Cow<'_, [u8]> {
        if self.cut_out { without_whitespace(&self.bytes) } else { Cow::Borrowed(&self.bytes) }
    }

    /// Where the record starts.
    #[must_use]
    pub const fn place(&self) -> LineColumn {
        self.place
    }

    /// The whole record: of diagnostic settings, the envelope.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The event: of a record in the envelope of diagnostic settings what stands in
    /// `properties`, of every other record the record itself.
    #[must_use]
    pub fn event(&self) -> &Value {
        let members = self.value.as_object();
        let event = members.and_then(|members| Envelope::of_map(members).event(self.format));
        event.unwrap_or(&self.value)
    }

    /// Whether the event is only a part of the record.
    pub(crate) fn is_in_envelope(&self) -> bool {
        !std::ptr::eq(self.event(), &raw const self.value)
    }

    /// The record's value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }
}

/// What Graph writes where it fails in the middle of an answer.
pub(crate) fn service_error(members: &serde_json::Map<String, Value>) -> Option<ReadErrorKind> {
    error_in(&Envelope::of_map(members))
}

fn error_in(envelope: &Envelope<&Value>) -> Option<ReadErrorKind> {
    let error = envelope.error()?.as_object()?;
    let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(ReadErrorKind::Service {
        code: text("code")?,
        message: text("message").unwrap_or_default(),
    })
}

const fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a Boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
