//! Errors of reading records.

use std::borrow::Cow;
use std::io;

use super::record::LineColumn;
use crate::json;

/// An error in the input, with its position. `Display` is `line:column: reason`.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct ReadError {
    place: LineColumn,
    #[source]
    kind: ReadErrorKind,
}

/// Kind of a [`ReadError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// Not JSON; the text is the reason.
    #[error("{0}")]
    Syntax(Cow<'static, str>),
    /// JSON, but no object.
    #[error("a record is a JSON object, this is {0}")]
    NotARecord(&'static str),
    /// JSON, but not a row of the table that it is in.
    #[error("a row of this table is {0}")]
    NotARow(&'static str),
    /// JSON, but not in the format that was given.
    #[error("expected {0}, as the shape says")]
    NotOfShape(&'static str),
    /// A record of more bytes than the options allow.
    #[error("the record is larger than {0} bytes")]
    TooLarge(usize),
    /// An error that the service put in the place of a record.
    #[error("the service reported an error instead of a record: {code}: {message}")]
    Service {
        /// The service's code.
        code: String,
        /// The service's message.
        message: String,
    },
    /// UTF-32.
    #[error("the input is {0}; convert it to UTF-8")]
    Encoding(&'static str),
    /// Another type of file, recognized by its first bytes.
    #[error("the input is {what}; {advice}")]
    Binary {
        /// What it is.
        what: &'static str,
        /// What to do about it.
        advice: &'static str,
    },
    /// Comma-separated values whose heading has no properties of an event.
    #[error("the input is CSV, and its heading is not that of a provisioning log")]
    Csv,
    /// Steps or modified properties without the events that they belong to.
    #[error(
        "the input has steps or modified properties, but not their events: read the CSV file of \
         the events together with this one"
    )]
    CsvWithoutEvents,
    /// The input could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ReadError {
    pub(crate) const fn new(place: LineColumn, kind: ReadErrorKind) -> Self {
        Self { place, kind }
    }

    /// The same error at another position.
    pub(crate) fn moved(self, place: LineColumn) -> Self {
        Self { place, ..self }
    }

    pub(crate) fn syntax(place: LineColumn, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(place, ReadErrorKind::Syntax(reason.into()))
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &ReadErrorKind {
        &self.kind
    }

    /// Where it is.
    #[must_use]
    pub const fn place(&self) -> LineColumn {
        self.place
    }

    /// The line, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.place.line
    }

    /// The column in bytes, from 1.
    #[must_use]
    pub const fn column(&self) -> u64 {
        self.place.column
    }
}

/// The error for a text that serde_json refused; `start` is the place of its first byte.
pub(super) fn syntax_error(
    bytes: &[u8],
    start: LineColumn,
    error: &serde_json::Error,
) -> ReadError {
    match json::error::find(bytes) {
        Some(fault) => {
            let before = bytes.get(..fault.offset).unwrap_or_default();
            ReadError::syntax(start.after(before), fault.reason)
        }
        None => {
            let text = error.to_string();
            let reason = text.split(" at line ").next().unwrap_or_default().to_owned();
            ReadError::syntax(start, reason)
        }
    }
}
