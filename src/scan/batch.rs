//! What was found in a block.

use std::borrow::Cow;
use std::ops::Range;

use super::workers::PositionBase;
use crate::eval::EvalError;
use crate::input::ReadError;
use crate::input::format::InputFormat;
use crate::input::{LineColumn, Record};
use crate::json::compact::without_whitespace;
use crate::json::skip::leading_whitespace;

/// What was found in one block of an input, in the order of the input.
#[derive(Debug)]
pub struct Batch<'b> {
    bytes: &'b [u8],
    events: std::vec::IntoIter<BlockItem>,
    placed: PositionBase,
    shape: InputFormat,
}

/// A record that matches, or what is wrong with one that could not be asked.
#[derive(Debug)]
pub enum ScanItem<'b> {
    /// A record of which the filter is true.
    Match(Match<'b>),
    /// What could not be read as a record.
    ReadError(ReadError),
    /// A record of which the filter is an error, and where the record stands.
    Failed(LineColumn, EvalError),
}

/// A record that matches.
#[derive(Debug)]
pub struct Match<'b>(MatchSource<'b>);

#[derive(Debug)]
enum MatchSource<'b> {
    Slice {
        block: &'b [u8],
        record: Range<usize>,
        /// Whether it is a part of a larger text, not a line of its own.
        cut_out: bool,
        placed: PositionBase,
        shape: InputFormat,
    },
    Owned(Box<Record>),
}

/// What was found, with places that are counted from the start of the block.
#[derive(Debug)]
pub(super) enum BlockItem {
    /// A record in the bytes of the block, and whether it was cut out of a larger text.
    Match(Range<usize>, bool),
    /// A record that was read by itself.
    Owned(Box<Record>),
    ReadError(ReadError),
    Failed(LineColumn, EvalError),
}

impl<'b> Batch<'b> {
    pub(super) fn new(
        bytes: &'b [u8],
        events: Vec<BlockItem>,
        placed: PositionBase,
        shape: InputFormat,
    ) -> Self {
        Self { bytes, events: events.into_iter(), placed, shape }
    }
}

impl<'b> Iterator for Batch<'b> {
    type Item = ScanItem<'b>;

    fn next(&mut self) -> Option<ScanItem<'b>> {
        let placed = self.placed;
        Some(match self.events.next()? {
            BlockItem::Match(record, cut_out) => ScanItem::Match(Match(MatchSource::Slice {
                block: self.bytes,
                record,
                cut_out,
                placed,
                shape: self.shape,
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
    /// The record as it stands in the input, byte for byte; of a line, without the line's end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            MatchSource::Slice { block, record, .. } => {
                block.get(record.clone()).unwrap_or_default()
            }
            MatchSource::Owned(record) => record.bytes(),
        }
    }

    /// The record as one line: a line byte for byte, a part of a larger document without the
    /// white space outside of its strings.
    #[must_use]
    pub fn line(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            MatchSource::Slice { cut_out: true, .. } => without_whitespace(self.bytes()),
            MatchSource::Slice { .. } => Cow::Borrowed(self.bytes()),
            MatchSource::Owned(record) => record.line(),
        }
    }

    /// Where the record starts. Lines are counted up to it, so it is not for every record.
    #[must_use]
    pub fn place(&self) -> LineColumn {
        match &self.0 {
            MatchSource::Slice { block, record, placed, .. } => {
                let start = record.start + leading_whitespace(self.bytes());
                placed.place(LineColumn::START.after(block.get(..start).unwrap_or_default()))
            }
            MatchSource::Owned(record) => record.place(),
        }
    }

    /// The record with its values.
    ///
    /// # Errors
    /// None are known: a match has been read as a record before.
    pub fn to_record(&self) -> Result<Record, ReadError> {
        match &self.0 {
            MatchSource::Owned(record) => Ok(Record::clone(record)),
            MatchSource::Slice { block, record, cut_out, placed, shape } => {
                let place = LineColumn::START.after(block.get(..record.start).unwrap_or_default());
                Record::read(self.bytes().to_vec(), placed.place(place), *cut_out, *shape)
            }
        }
    }
}
