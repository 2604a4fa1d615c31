//! A place in a source text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the text that the user gave.
///
/// Offsets are 32 bits wide: texts of 4 GiB and more are refused before parsing.
///
/// ```
/// use odata_query::Span;
///
/// let span = Span::new(2, 4);
/// assert_eq!(span.slice("a eq 1"), Some("eq"));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte; equal to `start` for a place between two bytes.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span before the byte at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// The number of bytes in the span.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span is a place between two bytes.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range, for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that the span covers, or `None` if it does not lie in `source`.
    #[must_use]
    pub fn slice(self, source: &str) -> Option<&str> {
        source.get(self.range())
    }

    /// The line and the column where it starts in `source`, both from 1; a column is a
    /// character.
    ///
    /// ```
    /// use odata_query::Span;
    ///
    /// assert_eq!(Span::at(8).line_column("one\ntwö 2"), (2, 4));
    /// assert_eq!(Span::at(0).line_column(""), (1, 1));
    /// ```
    #[must_use]
    pub fn line_column(self, source: &str) -> (usize, usize) {
        let before = source.get(..self.start as usize).unwrap_or(source);
        let head = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, head.chars().count() + 1)
    }
}
