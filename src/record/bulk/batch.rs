//! What was found in a block.

use std::borrow::Cow;
use std::ops::Range;

use super::turns::Placed;
use crate::eval::EvalError;
use crate::record::compact::without_blanks;
use crate::record::entry::{Place, Record};
use crate::record::error::ReadError;
use crate::record::fault::skip_blank;
use crate::record::shape::Shape;

/// What was found in one block of an input, in the order of the input.
#[derive(Debug)]
pub struct Batch<'b> {
    bytes: &'b [u8],
    events: std::vec::IntoIter<Event>,
    placed: Placed,
    shape: Shape,
}

/// A record that matches, or what is wrong with one that could not be asked.
#[derive(Debug)]
pub enum Found<'b> {
    /// A record of which the filter is true.
    Match(Match<'b>),
    /// What could not be read as a record.
    Unread(ReadError),
    /// A record of which the filter is an error, and where the record stands.
    Failed(Place, EvalError),
}

/// A record that matches.
#[derive(Debug)]
pub struct Match<'b>(Kept<'b>);

#[derive(Debug)]
enum Kept<'b> {
    Raw {
        block: &'b [u8],
        record: Range<usize>,
        /// Whether it is a part of a larger text, not a line of its own.
        cut_out: bool,
        placed: Placed,
        shape: Shape,
    },
    Whole(Box<Record>),
}

/// What was found, with places that are counted from the start of the block.
#[derive(Debug)]
pub(super) enum Event {
    /// A record in the bytes of the block, and whether it was cut out of a larger text.
    Match(Range<usize>, bool),
    /// A record that was read by itself.
    Whole(Box<Record>),
    Unread(ReadError),
    Failed(Place, EvalError),
}

impl<'b> Batch<'b> {
    pub(super) fn new(bytes: &'b [u8], events: Vec<Event>, placed: Placed, shape: Shape) -> Self {
        Self { bytes, events: events.into_iter(), placed, shape }
    }
}

impl<'b> Iterator for Batch<'b> {
    type Item = Found<'b>;

    fn next(&mut self) -> Option<Found<'b>> {
        let placed = self.placed;
        Some(match self.events.next()? {
            Event::Match(record, cut_out) => Found::Match(Match(Kept::Raw {
                block: self.bytes,
                record,
                cut_out,
                placed,
                shape: self.shape,
            })),
            Event::Whole(record) => {
                let place = placed.place(record.place());
                Found::Match(Match(Kept::Whole(Box::new(record.moved(place)))))
            }
            Event::Unread(error) => {
                let place = placed.place(error.place());
                Found::Unread(error.moved(place))
            }
            Event::Failed(place, error) => Found::Failed(placed.place(place), error),
        })
    }
}

impl Match<'_> {
    /// The record as it stands in the input, byte for byte; of a line, without the line's end.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Kept::Raw { block, record, .. } => block.get(record.clone()).unwrap_or_default(),
            Kept::Whole(record) => record.bytes(),
        }
    }

    /// The record as one line: a line byte for byte, a part of a larger document without the
    /// white space outside of its strings.
    #[must_use]
    pub fn line(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Kept::Raw { cut_out: true, .. } => without_blanks(self.bytes()),
            Kept::Raw { .. } => Cow::Borrowed(self.bytes()),
            Kept::Whole(record) => record.line(),
        }
    }

    /// Where the record starts. Lines are counted up to it, so it is not for every record.
    #[must_use]
    pub fn place(&self) -> Place {
        match &self.0 {
            Kept::Raw { block, record, placed, .. } => {
                let start = record.start + skip_blank(self.bytes());
                placed.place(Place::START.after(block.get(..start).unwrap_or_default()))
            }
            Kept::Whole(record) => record.place(),
        }
    }

    /// The record with its values.
    ///
    /// # Errors
    /// None are known: a match has been read as a record before.
    pub fn to_record(&self) -> Result<Record, ReadError> {
        match &self.0 {
            Kept::Whole(record) => Ok(Record::clone(record)),
            Kept::Raw { block, record, cut_out, placed, shape } => {
                let place = Place::START.after(block.get(..record.start).unwrap_or_default());
                Record::read(self.bytes().to_vec(), placed.place(place), *cut_out, *shape)
            }
        }
    }
}
