//! One record: its bytes, position and value.

use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::envelope::{EVENT_MEMBER, Envelope};
use super::error::{ReadError, ReadErrorKind, syntax_error};
use super::format::InputFormat;
use crate::eval::{AsNode, Node};
use crate::graph::exports::{self, is_event_name};
use crate::graph::members::{members, string};
use crate::json;
use crate::json::compact::without_whitespace;
use crate::json::skip::leading_whitespace;
use crate::schema::{AliasKind, Lookup, Schema};

/// A position in the input: line and column, both from 1, columns in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: u64,
    /// The column in bytes.
    pub column: u64,
}

/// A record as it is in the input.
#[derive(Clone, Debug)]
pub struct Record {
    bytes: Vec<u8>,
    place: LineColumn,
    value: Value,
    /// Whether the record is part of a larger document, not a line of its own.
    cut_out: bool,
    event: Event,
}

/// Where the event of a record is.
#[derive(Clone, Debug)]
enum Event {
    /// The record is the event.
    Whole,
    /// In a member of the record.
    Member(&'static str),
    /// The event as Graph would write it: as JSON, and read.
    Translated(Box<(String, Value)>),
}

impl LineColumn {
    /// The start of an input.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The position after these bytes.
    #[must_use]
    pub(crate) fn after(self, bytes: &[u8]) -> Self {
        self.after_lines(bytes, memchr::memchr_iter(b'\n', bytes).count())
    }

    /// The same, with the number of line ends in the bytes given.
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

impl Default for LineColumn {
    fn default() -> Self {
        Self::START
    }
}

/// Evaluates on the [event](Record::event).
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
        format: InputFormat,
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
        let member = event_member(members, &envelope, format);
        let inner = member.and_then(|name| members.get(name)?.as_object());
        if envelope.lacks_envelope(format) && exports::form_of(members).is_none() {
            let expected = "a record of diagnostic settings, with the event in `properties`";
            return Err(ReadError::new(start(), ReadErrorKind::NotOfShape(expected)));
        }
        let (place, form) = (start(), exports::form_of(inner.unwrap_or(members)));
        let event = member.filter(|_| inner.is_some()).map_or(Event::Whole, Event::Member);
        let mut record = Self { bytes, place, value, cut_out, event };
        if let Some(form) = form
            && let Some(json) = record.event_json()
            && let Some(json) = exports::to_graph_form(&json, form)
            && let Ok(value) = json::parse(&json)
        {
            let json = String::from_utf8_lossy(&json).into_owned();
            record.event = Event::Translated(Box::new((json, value)));
        }
        Ok(record)
    }

    /// A record of a row of a table: an object with the columns as its members.
    pub(crate) fn read_row(
        row: &[u8],
        columns: &[String],
        place: LineColumn,
        format: InputFormat,
    ) -> Result<Self, ReadError> {
        let cells: Vec<&RawValue> = match serde_json::from_slice(row) {
            Ok(cells) => cells,
            Err(error) if error.is_data() => {
                let kind = ReadErrorKind::NotARow("an array");
                return Err(ReadError::new(place, kind));
            }
            Err(error) => return Err(syntax_error(row, place, &error)),
        };
        if cells.len() != columns.len() {
            let kind = ReadErrorKind::NotARow("an array with a value for each column");
            return Err(ReadError::new(place, kind));
        }
        let mut json = vec![b'{'];
        for (name, cell) in columns.iter().zip(cells) {
            if json.len() > 1 {
                json.push(b',');
            }
            string(&mut json, name);
            json.push(b':');
            json.extend_from_slice(cell.get().as_bytes());
        }
        json.push(b'}');
        Self::read(json, place, true, format)
    }

    /// The same record at another position.
    pub(crate) fn moved(self, place: LineColumn) -> Self {
        Self { place, ..self }
    }

    /// The record as it is in the input, byte for byte; of a line, without the line end; of a row of a
    /// table, an object with the columns as members.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The record on one line: a line byte for byte, part of a larger document without the
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

    /// The record as it is in the input: with its envelope, and with the names of an export.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The event in the form of Graph: without the envelope of diagnostic settings, and translated
    /// if Log Analytics or PowerShell exported it.
    #[must_use]
    pub fn event(&self) -> &Value {
        match &self.event {
            Event::Whole => &self.value,
            Event::Member(name) => self.value.get(*name).unwrap_or(&self.value),
            Event::Translated(event) => &event.1,
        }
    }

    /// Whether the event has a property of the schema's root type. A record without one is not
    /// an event.
    #[must_use]
    pub fn has_property_of(&self, schema: &Schema) -> bool {
        let root = schema.root_type();
        let event = self.event().as_object();
        event.zip(root).is_some_and(|(event, root)| {
            let is_property = |name| {
                matches!(
                    schema.lookup(root, name),
                    Lookup::Exact(_) | Lookup::Alias(_, AliasKind::Wire)
                )
            };
            event.keys().any(|name| is_property(name.as_str()))
        })
    }

    /// Whether this is the response of a batch, without an object as its body.
    pub(crate) fn is_empty_response(&self) -> bool {
        matches!(self.event, Event::Whole) && self.value.get("status").is_some_and(Value::is_number)
    }

    /// The event as JSON; of one that is not translated, as it is in the record.
    pub(crate) fn event_json(&self) -> Option<Cow<'_, str>> {
        let whole = || std::str::from_utf8(&self.bytes).ok();
        match &self.event {
            Event::Whole => whole().map(Cow::Borrowed),
            Event::Member(name) => {
                let event = members(whole()?)?.into_iter().rfind(|(there, _)| there == name)?;
                Some(Cow::Borrowed(event.1.get()))
            }
            Event::Translated(event) => Some(Cow::Borrowed(&event.0)),
        }
    }

    /// The record's value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }
}

/// The member that holds the event: that of an envelope, or the body of an answer.
fn event_member(
    record: &Map<String, Value>,
    envelope: &Envelope<&Value>,
    format: InputFormat,
) -> Option<&'static str> {
    if envelope.event(format).is_some() {
        return Some(EVENT_MEMBER);
    }
    let (name, body) = envelope.body()?;
    let has_event_name =
        |members: &Map<String, Value>| members.keys().any(|name| is_event_name(name));
    let is_answer = record.get("status").is_some_and(Value::is_number);
    let is_event = || body.as_object().is_some_and(has_event_name) && !has_event_name(record);
    (is_answer || is_event()).then_some(name)
}

/// The names by which records hold the properties of a schema.
#[derive(Debug)]
pub(crate) struct EventNames<'s>(Vec<&'s str>);

impl<'s> EventNames<'s> {
    pub(crate) fn of(schema: &'s Schema) -> Self {
        let Some(root) = schema.root_type() else { return Self(Vec::new()) };
        let properties = schema.properties(root);
        let own = properties.iter().map(|property| property.name.as_str());
        let wire = properties.iter().flat_map(|p| schema.wire_names(root, p.name.as_str()));
        Self(own.chain(wire).collect())
    }

    pub(crate) fn any_of<'n>(&self, mut names: impl Iterator<Item = &'n [u8]>) -> bool {
        names.any(|name| self.0.iter().any(|known| known.as_bytes() == name))
    }
}

/// The error object that Graph writes where it fails in the middle of an answer.
pub(crate) fn service_error(members: &Map<String, Value>) -> Option<ReadErrorKind> {
    error_in(&Envelope::of_map(members))
}

fn error_in(envelope: &Envelope<&Value>) -> Option<ReadErrorKind> {
    let in_body = || envelope.body()?.1.as_object()?.get("error");
    let error = envelope.error().or_else(in_body)?.as_object()?;
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
