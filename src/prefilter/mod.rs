//! Finds the records that may match a filter by literals that every match must contain: a search is
//! much faster than parsing ("filter before you parse", Palkar et al., VLDB 2018).
//!
//! What the prefilter finds is a candidate, for which the whole filter is evaluated. It misses no
//! match, however strings are escaped: a record with a `\uXXXX` escape that could hide a needle's
//! character is a candidate too.

mod atom;
mod cost;
mod escape;
mod extract;
mod gap_cache;
mod multi_finder;
#[cfg(test)]
mod tests;

use std::iter::once;
use std::ops::{ControlFlow, Range};

use self::atom::Atom;
pub(crate) use self::cost::CostModel;
use self::escape::EscapedChars;
use self::multi_finder::MultiFinder;
use crate::eval::{LazyIndex, Predicate};
use crate::json::string::UNICODE_ESCAPE;

/// Clauses that hold for every match; the cheapest is searched for.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    clauses: Vec<Clause>,
    /// The one that is searched for.
    chosen: usize,
}

/// A disjunction: a match contains at least one of its atoms.
#[derive(Clone, Debug)]
struct Clause {
    atoms: Vec<Atom>,
    escaped: EscapedChars,
    /// Searches for an escape, and for the needles of all atoms in order.
    finder: MultiFinder,
    /// The atom that each needle belongs to, and the needle's length.
    needles: Vec<(usize, usize)>,
}

/// Few filters have more parts worth searching for.
const MAX_CLAUSES: usize = 8;
/// A lookup counts as much as so many bytes that are skipped.
const LOOKUP_BYTES: usize = 32;
/// The budget: so many bytes for each byte of the block,
const BUDGET_PER_BYTE: usize = 2;
/// and so many besides.
const BUDGET_BASE: usize = 2 * 1024;
/// Larger blocks hold a record as large, all of which each lookup might skip.
const MAX_BLOCK: usize = 4 * 1024 * 1024;

/// The work that lookups have taken. Past the limit parsing would be cheaper: lookups in nested
/// values can skip the same bytes again and again.
#[derive(Debug, Default)]
struct Budget {
    lookups: usize,
    index: LazyIndex,
}

impl Budget {
    fn is_exhausted(&self, bytes: &[u8]) -> bool {
        let used = self.lookups * LOOKUP_BYTES + self.index.nested_bytes_scanned();
        used > BUDGET_PER_BYTE * bytes.len() + BUDGET_BASE
    }
}

impl Prefilter {
    /// The clauses of a filter; none if it has none.
    pub(crate) fn of(predicate: &Predicate) -> Option<Self> {
        let clauses = extract::clauses(predicate.ir()).into_iter().take(MAX_CLAUSES);
        let clauses: Vec<_> = clauses.map(Clause::new).collect();
        (!clauses.is_empty()).then_some(Self { clauses, chosen: 0 })
    }

    /// Chooses the clause that costs least for these records; its cost.
    pub(crate) fn train(&mut self, bytes: &[u8], records: RecordSpans<'_>) -> u64 {
        let costs = self.clauses.iter().map(|clause| CostModel::prefilter(clause, bytes, records));
        let least = costs.enumerate().min_by_key(|(_, cost)| *cost);
        self.chosen = least.map_or(0, |(chosen, _)| chosen);
        self.train_atoms(bytes);
        least.map_or(u64::MAX, |(_, cost)| cost)
    }

    fn train_atoms(&mut self, bytes: &[u8]) {
        let chosen = self.clauses.get_mut(self.chosen);
        chosen.into_iter().flat_map(|clause| &mut clause.atoms).for_each(|atom| atom.train(bytes));
    }

    /// Finds the candidates: `found` is given a position in one, and gives the position from which
    /// the search continues. It may be called several times for a record.
    ///
    /// The number of line feeds; none if every record is a candidate, because lookups would cost
    /// more than parsing.
    pub(crate) fn find(
        &self,
        bytes: &[u8],
        mut found: impl FnMut(usize) -> usize,
    ) -> Option<usize> {
        let clause = self.clauses.get(self.chosen)?;
        let budget = &mut Budget::default();
        (bytes.len() <= MAX_BLOCK).then(|| clause.find(bytes, &mut found, budget))?
    }
}

impl Clause {
    fn new(atoms: Vec<Atom>) -> Self {
        let escaped = EscapedChars::of(atoms.iter().flat_map(Atom::whole));
        let finder =
            MultiFinder::new(once(UNICODE_ESCAPE).chain(atoms.iter().flat_map(Atom::needles)));
        let numbered = atoms.iter().enumerate();
        let needles = numbered
            .flat_map(|(number, atom)| atom.needles().map(move |needle| (number, needle.len())))
            .collect();
        Self { atoms, escaped, finder, needles }
    }

    /// Calls `found` with a position in each candidate; the number of line feeds, or none if the
    /// budget is exhausted.
    fn find(
        &self,
        bytes: &[u8],
        found: &mut dyn FnMut(usize) -> usize,
        budget: &mut Budget,
    ) -> Option<usize> {
        self.finder.find(bytes, &mut |number, at| {
            let needle = number.checked_sub(1).and_then(|number| self.needles.get(number));
            let atom = needle.and_then(|(atom, length)| Some((self.atoms.get(*atom)?, length)));
            let is_candidate = match atom {
                // An escape.
                None => self.escaped.may_match(bytes, at),
                Some((atom, length)) => {
                    let is_met = atom.is_met(bytes, at + length, &budget.index);
                    budget.lookups += 1;
                    if budget.is_exhausted(bytes) {
                        return ControlFlow::Break(());
                    }
                    is_met
                }
            };
            // Another needle may start at the same byte.
            ControlFlow::Continue(if is_candidate { found(at) } else { at })
        })
    }
}

/// Where records are, in ascending order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordSpans<'a>(pub(crate) &'a [Range<usize>]);

impl RecordSpans<'_> {
    /// The record that a position is in, or the last before it.
    fn at(self, at: usize) -> Range<usize> {
        let after = self.0.partition_point(|record| record.start <= at);
        self.0.get(after.saturating_sub(1)).cloned().unwrap_or_default()
    }
}

/// Searches for a key, however it is escaped.
#[derive(Clone, Debug)]
pub(crate) struct KeyFinder {
    /// Searches for an escape, and for the key in quotes.
    finder: MultiFinder,
    escaped: EscapedChars,
}

impl KeyFinder {
    pub(crate) fn new(key: &str) -> Self {
        let quoted = format!("\"{key}\"");
        Self {
            finder: MultiFinder::new([UNICODE_ESCAPE, quoted.as_bytes()].into_iter()),
            escaped: EscapedChars::of(once(quoted.as_bytes())),
        }
    }

    /// Whether the key may be in the text.
    pub(crate) fn may_contain(&self, bytes: &[u8]) -> bool {
        let stopped = self.finder.find(bytes, &mut |number, at| {
            let may_be_key = number > 0 || self.escaped.may_match(bytes, at);
            if may_be_key { ControlFlow::Break(()) } else { ControlFlow::Continue(at + 1) }
        });
        stopped.is_none()
    }
}
