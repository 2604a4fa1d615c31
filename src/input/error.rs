//! What can go wrong while records are read.

use std::borrow::Cow;
use std::io;

use super::record::LineColumn;
use crate::json;

/// A fault in the input, and its place. `Display` is `line:column: reason`.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct ReadError {
    place: LineColumn,
    #[source]
    kind: ReadErrorKind,
}

/// What is wrong with the input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// Not JSON; the text says why.
    #[error("{0}")]
    Syntax(Cow<'static, str>),
    /// JSON, but no object.
    #[error("a record is a JSON object, this is {0}")]
    NotARecord(&'static str),
    /// JSON, but not what the shape that was given says.
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
    /// UTF-16 or UTF-32.
    #[error("the input is {0}; convert it to UTF-8")]
    Encoding(&'static str),
    /// Comma-separated values, such as the portal's CSV download.
    #[error("the input is CSV; download it as JSON")]
    Csv,
    /// The input could not be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ReadError {
    pub(crate) const fn new(place: LineColumn, kind: ReadErrorKind) -> Self {
        Self { place, kind }
    }

    /// The same error elsewhere.
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
