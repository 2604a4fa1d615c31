//! The results of a block.

use std::borrow::Cow;
use std::ops::Range;

use super::position::{LineCounter, PositionBase};
use crate::eval::EvalError;
use crate::input::ReadError;
use crate::input::format::InputFormat;
use crate::input::{LineColumn, Record};
use crate::json::compact::without_whitespace;
use crate::json::skip::leading_whitespace;

/// The results of one block, in input order.
#[derive(Debug)]
pub struct Batch<'b> {
    bytes: &'b [u8],
    items: std::vec::IntoIter<BlockItem>,
    lines: &'b LineCounter,
    placed: PositionBase,
    format: InputFormat,
}

/// A match, or an error of a record.
#[derive(Debug)]
pub enum ScanItem<'b> {
    /// A record for which the filter is true.
    Match(Match<'b>),
    /// A record that could not be read.
    ReadError(ReadError),
    /// A record on which the filter fails, and where it is.
    Failed(LineColumn, EvalError),
}

/// A record that matches.
#[derive(Debug)]
pub struct Match<'b>(MatchSource<'b>);

#[derive(Debug)]
enum MatchSource<'b> {
    Slice {
        block: &'b [u8],
        lines: &'b LineCounter,
        record: Range<usize>,
        /// Whether it is part of a larger document, not a line of its own.
        cut_out: bool,
        placed: PositionBase,
        format: InputFormat,
    },
    Owned(Box<Record>),
}

/// A result with positions relative to the start of the block.
#[derive(Debug)]
pub(super) enum BlockItem {
    /// A record in the bytes of the block, and whether it is part of a larger document.
    Match(Range<usize>, bool),
    /// A record parsed on the slow path.
    Owned(Box<Record>),
    ReadError(ReadError),
    Failed(LineColumn, EvalError),
}

impl<'b> Batch<'b> {
    pub(super) fn new(
        bytes: &'b [u8],
        lines: &'b LineCounter,
        items: Vec<BlockItem>,
        placed: PositionBase,
        format: InputFormat,
    ) -> Self {
        Self { bytes, items: items.into_iter(), lines, placed, format }
    }
}

impl<'b> Iterator for Batch<'b> {
    type Item = ScanItem<'b>;

    fn next(&mut self) -> Option<ScanItem<'b>> {
        let placed = self.placed;
        Some(match self.items.next()? {
            BlockItem::Match(record, cut_out) => ScanItem::Match(Match(MatchSource::Slice {
                block: self.bytes,
                lines: self.lines,
                record,
                cut_out,
                placed,
                format: self.format,
            })),
            BlockItem::Owned(record) => {
                let place = placed.place(record.place());
                ScanItem::Match(Match(MatchSource::Owned(Box::new(record.moved(place)))))
            }
            BlockItem::ReadError(error) => {
                let place = placed.place(error.place());
                ScanItem::ReadError(error.moved(place))
            }
            BlockItem::Failed(place, error) => ScanItem::Failed(placed.place(place), error),
        })
    }
}

impl Match<'_> {
    /// The record as it is in the input, byte for byte; of a line, without the line end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            MatchSource::Slice { block, record, .. } => {
                block.get(record.clone()).unwrap_or_default()
            }
            MatchSource::Owned(record) => record.bytes(),
        }
    }

    /// The record on one line: a line byte for byte, part of a larger document without the
    /// white space outside of its strings.
    #[must_use]
    pub fn line(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            MatchSource::Slice { cut_out: true, .. } => without_whitespace(self.bytes()),
            MatchSource::Slice { .. } => Cow::Borrowed(self.bytes()),
            MatchSource::Owned(record) => record.line(),
        }
    }

    /// Where the record starts. Lines are counted from the last match that was asked for its
    /// place, so that asking each of them in turn costs one pass over the input.
    #[must_use]
    pub fn place(&self) -> LineColumn {
        match &self.0 {
            MatchSource::Slice { block, lines, record, placed, .. } => {
                let start = record.start + leading_whitespace(self.bytes());
                placed.place(lines.place(block, start))
            }
            MatchSource::Owned(record) => record.place(),
        }
    }

    /// The record with its values.
    ///
    /// # Errors
    /// None are expected: the record has been read before.
    pub fn to_record(&self) -> Result<Record, ReadError> {
        match &self.0 {
            MatchSource::Owned(record) => Ok(Record::clone(record)),
            MatchSource::Slice { block, lines, record, cut_out, placed, format } => {
                let place = placed.place(lines.place(block, record.start));
                Record::read(self.bytes().to_vec(), place, *cut_out, *format)
            }
        }
    }
}
