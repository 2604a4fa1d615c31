//! Evaluating a record that was read by itself, and counting records.

use super::batch::BlockItem;
use super::{ScanOptions, ScanSummary, Unwrap, Validation};
use crate::eval::Predicate;
use crate::input::record::EventNames;
use crate::input::{LineColumn, ReadError, Record};

/// The filter, and what is a record of it.
#[derive(Debug)]
pub(super) struct Evaluator<'p> {
    pub(super) predicate: &'p Predicate,
    unwrap: Unwrap,
    validation: Validation,
    /// The names one of which every event has, if that is wanted.
    names: Option<EventNames<'static>>,
}

impl<'p> Evaluator<'p> {
    pub(super) fn new(predicate: &'p Predicate, options: &ScanOptions) -> Self {
        Self {
            predicate,
            unwrap: options.unwrap,
            validation: options.validation,
            names: options.schema.map(EventNames::of),
        }
    }

    /// Whether an event with these names has a property of the schema.
    #[inline]
    pub(super) fn is_event<'n, I: Iterator<Item = &'n [u8]>>(
        &self,
        names: impl FnOnce() -> I,
    ) -> bool {
        self.names.as_ref().is_none_or(|known| known.any_of(names()))
    }

    /// Whether a record has a property of the schema.
    pub(super) fn is_event_record(&self, record: &Record) -> bool {
        self.is_event(|| {
            record
                .event()
                .as_object()
                .into_iter()
                .flat_map(|event| event.keys())
                .map(String::as_bytes)
        })
    }

    /// Whether there are events that are not looked at.
    pub(super) fn skips_events(&self) -> bool {
        self.names.is_some() && self.validation == Validation::Skip
    }

    /// Evaluates a record; none if it does not match.
    pub(super) fn evaluate(
        &self,
        record: Result<Record, ReadError>,
        summary: &mut ScanSummary,
    ) -> Option<BlockItem> {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some(BlockItem::ReadError(error)),
        };
        summary.records += 1;
        if !self.is_event_record(&record) {
            summary.note_unrecognized(record.place());
            return None;
        }
        let subject = match self.unwrap {
            Unwrap::Envelope => record.event(),
            Unwrap::None => record.value(),
        };
        match self.predicate.evaluate(subject) {
            Ok(Some(true)) => Some(BlockItem::Owned(Box::new(record))),
            Ok(_) => None,
            Err(error) => Some(BlockItem::Failed(record.place(), error)),
        }
    }
}

impl ScanSummary {
    /// Counts a record without a property of the schema.
    pub(super) fn note_unrecognized(&mut self, place: LineColumn) {
        self.unrecognized += 1;
        self.first_unrecognized.get_or_insert(place);
    }

    /// Adds the counts of another part of the input, with its place there.
    pub(super) fn add(&mut self, part: Self, place: impl FnOnce(LineColumn) -> LineColumn) {
        self.records += part.records;
        self.unrecognized += part.unrecognized;
        if self.first_unrecognized.is_none() {
            self.first_unrecognized = part.first_unrecognized.map(place);
        }
    }
}
