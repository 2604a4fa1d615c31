//! Which way to go through the records of a block.

use std::ops::Range;

use super::{ScanOptions, Unwrap, Validation};
use crate::eval::{LazyIndex, Predicate};
use crate::input::envelope::{EVENT_MEMBER, may_start_page};
use crate::prefilter::{CostModel, KeyFinder, Prefilter, RecordSpans};

/// A way to go through records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Each is read.
    Parse,
    /// What every match must have is searched for, and where it is found, the record is read.
    Prefilter,
    /// Each is asked without being read, and those that may match are read.
    LazyEval,
}

/// How many bytes are looked at to choose a way,
const SAMPLE: usize = 32 * 1024;
/// and after how many blocks again: a log may be in the order of what is sought.
const BLOCKS: u32 = 8;

/// Of how many candidates it is known whether they match, and how many do.
#[derive(Clone, Copy, Debug, Default)]
struct Candidates {
    known: u32,
    matching: u32,
}

/// What a way is chosen with, and gone with.
pub(super) struct StrategySelector<'p> {
    predicate: &'p Predicate,
    options: &'p ScanOptions,
    /// What every match must have, if records that do not have it are passed over.
    pub(super) necessary: Option<Prefilter>,
    envelope: KeyFinder,
    visited: LazyIndex,
    way: Strategy,
    learned_for: u32,
    candidates: Candidates,
}

impl<'p> StrategySelector<'p> {
    pub(super) fn new(predicate: &'p Predicate, options: &'p ScanOptions) -> Self {
        let necessary = match options.validation {
            Validation::Full => None,
            Validation::Skip => Prefilter::of(predicate),
        };
        Self {
            predicate,
            options,
            necessary,
            envelope: KeyFinder::new(EVENT_MEMBER),
            visited: LazyIndex::default(),
            way: Strategy::Parse,
            learned_for: 0,
            candidates: Candidates::default(),
        }
    }

    /// The way for a block. `records` gives the records that end before a place.
    pub(super) fn way(
        &mut self,
        bytes: &[u8],
        is_line: bool,
        records: impl FnOnce(usize) -> Vec<Range<usize>>,
    ) -> Strategy {
        if self.options.validation == Validation::Full {
            return Strategy::Parse;
        }
        if self.learned_for == 0 {
            self.learned_for = BLOCKS;
            self.candidates = Candidates::default();
            let mut records = records(SAMPLE);
            if records.is_empty() {
                records.push(0..bytes.len().min(SAMPLE));
            }
            let end = records.last().map_or(0, |record| record.end);
            self.way = self.learn(bytes.get(..end).unwrap_or_default(), is_line, &records);
        }
        self.learned_for -= 1;
        self.way
    }

    fn learn(&mut self, sample: &[u8], is_line: bool, records: &[Range<usize>]) -> Strategy {
        let whole = CostModel::parse(sample.len());
        let search = match &mut self.necessary {
            Some(necessary) => necessary.train(sample, RecordSpans(records)),
            None => u64::MAX,
        };
        let mut ask = if self.can_ask(is_line) { 0 } else { u64::MAX };
        let may_be_in_envelope = self.may_be_in_envelope(sample);
        for record in records {
            if ask > whole {
                break;
            }
            let record = sample.get(record.clone()).unwrap_or_default();
            let passed = match self.may_match(record, is_line, may_be_in_envelope) {
                true => CostModel::parse(record.len()),
                false => 0,
            };
            let reached = self.visited.bytes_scanned();
            ask = ask.saturating_add(CostModel::lazy_eval(record.len(), reached) + passed);
        }
        let ways =
            [(search, Strategy::Prefilter), (ask, Strategy::LazyEval), (whole, Strategy::Parse)];
        ways.into_iter().min_by_key(|(cost, _)| *cost).map_or(Strategy::Parse, |(_, way)| way)
    }

    /// Whether records can be asked without being read: where each has to be of a shape, that has
    /// to be seen.
    const fn can_ask(&self, is_line: bool) -> bool {
        let shape = self.options.read.format;
        !(shape.is_wrapped() || is_line && shape.container().is_some())
    }

    /// Whether a candidate is better asked before it is read: where few of them match. One that
    /// matches is gone over twice then.
    pub(super) const fn asks_candidates(&self, is_line: bool) -> bool {
        self.can_ask(is_line) && self.candidates.matching < self.candidates.known / 2
    }

    /// Takes note of whether a candidate matches.
    pub(super) const fn note(&mut self, matches: bool) {
        self.candidates.known += 1;
        self.candidates.matching += matches as u32;
    }

    /// Whether what the filter is about may be only a part of a record in these bytes.
    pub(super) fn may_be_in_envelope(&self, bytes: &[u8]) -> bool {
        self.options.unwrap == Unwrap::Envelope && self.envelope.may_contain(bytes)
    }

    /// False of a record if it does not match, or is none.
    pub(super) fn may_match(&self, record: &[u8], is_line: bool, may_be_in_envelope: bool) -> bool {
        let text = record.trim_ascii_start();
        if (is_line && may_start_page(text))
            || (may_be_in_envelope && self.may_be_in_envelope(text))
        {
            return true;
        }
        // An error is told by whoever reads the record.
        !matches!(self.predicate.evaluate(self.visited.record(text)), Ok(Some(false) | None))
    }
}
