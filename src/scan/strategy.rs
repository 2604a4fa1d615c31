//! Chooses how the records of a block are scanned.

use std::ops::Range;

use super::{ScanOptions, Unwrap, Validation};
use crate::eval::{LazyIndex, Predicate};
use crate::graph::exports::needs_translation;
use crate::input::envelope::{EVENT_MEMBER, may_start_page};
use crate::prefilter::{CostModel, KeyFinder, Prefilter, RecordSpans};

/// How records are scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Parse every record.
    Parse,
    /// Search for the literals that every match contains; parse the records around hits.
    Prefilter,
    /// Evaluate every record lazily; parse those that may match.
    LazyEval,
}

/// Bytes sampled to choose a strategy.
const SAMPLE: usize = 32 * 1024;
/// Blocks after which the choice is made again: a log may be sorted by what the filter tests.
const BLOCKS: u32 = 8;

/// How many candidates have been evaluated, and how many of them matched.
#[derive(Clone, Copy, Debug, Default)]
struct Candidates {
    known: u32,
    matching: u32,
}

/// Chooses the strategy by sampled cost, and holds what each needs.
pub(super) struct StrategySelector<'p> {
    predicate: &'p Predicate,
    options: &'p ScanOptions,
    /// The prefilter, if records may be skipped by it.
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

    /// The strategy for a block, of which the first and the last record are given. `records` gives
    /// the records that end before a position.
    pub(super) fn way(
        &mut self,
        bytes: &[u8],
        is_line: bool,
        [first, last]: [Range<usize>; 2],
        records: impl FnOnce(usize) -> Vec<Range<usize>>,
    ) -> Strategy {
        if self.options.validation == Validation::Full {
            return Strategy::Parse;
        }
        // The rows of a table have none of the names and values that a filter is searched by.
        let needs_translation = |record: Range<usize>| {
            bytes.get(record).is_some_and(|record| {
                needs_translation(record) || is_line && may_start_page(record.trim_ascii_start())
            })
        };
        if self.options.unwrap == Unwrap::Envelope
            && (needs_translation(first) || needs_translation(last))
        {
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

    /// Whether records can be evaluated lazily: where a format demands an envelope, that has
    /// to be checked.
    const fn can_ask(&self, is_line: bool) -> bool {
        let shape = self.options.read.format;
        !(shape.is_wrapped() || is_line && shape.container().is_some())
    }

    /// Whether a candidate is evaluated lazily before it is parsed: where few of them match. A
    /// match is then read twice.
    pub(super) const fn asks_candidates(&self, is_line: bool) -> bool {
        self.can_ask(is_line) && self.candidates.matching < self.candidates.known / 2
    }

    /// Records whether a candidate matched.
    pub(super) const fn note(&mut self, matches: bool) {
        self.candidates.known += 1;
        self.candidates.matching += matches as u32;
    }

    /// Whether a record in these bytes may be an envelope around the event.
    pub(super) fn may_be_in_envelope(&self, bytes: &[u8]) -> bool {
        self.options.unwrap == Unwrap::Envelope && self.envelope.may_contain(bytes)
    }

    /// False if the record cannot match, or is not JSON.
    pub(super) fn may_match(&self, record: &[u8], is_line: bool, may_be_in_envelope: bool) -> bool {
        let text = record.trim_ascii_start();
        if (is_line && may_start_page(text))
            || (may_be_in_envelope && self.may_be_in_envelope(text))
        {
            return true;
        }
        // The parser reports the error.
        !matches!(self.predicate.evaluate(self.visited.record(text)), Ok(Some(false) | None))
    }
}
