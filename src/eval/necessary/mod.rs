//! What the text of a record must have for a filter to be true of it: bytes that are found much
//! faster than a record is read ("filter before you parse", Palkar et al., VLDB 2018).
//!
//! A condition is necessary, not sufficient: what it finds is a candidate, of which the whole
//! filter is asked. It misses no record, whatever escapes the text is written with: a record in
//! which a letter of what is sought is written as `\u…` is a candidate too.

mod compile;
mod cost;
mod escape;
mod part;
mod sweep;

use std::iter::once;
use std::ops::{ControlFlow, Range};

use self::compile::conditions;
pub(crate) use self::cost::Costs;
use self::escape::{ESCAPE, Letters};
use self::part::Part;
use self::sweep::Sweep;
use super::plan::Plan;
use super::raw::RawJson;
use super::run::{Env, truth};
use crate::ast::Text;

/// Conditions of which each is necessary; the one that finds the least is used.
#[derive(Clone, Debug)]
pub(crate) struct Necessary {
    conditions: Vec<Condition>,
    /// Which of them is used.
    chosen: usize,
}

/// One of some needs must be met.
#[derive(Clone, Debug)]
struct Condition {
    needs: Vec<Need>,
    letters: Letters,
    /// An escape, and then the texts of all needs in order.
    sweep: Sweep,
}

#[derive(Clone, Debug)]
enum Need {
    /// A part of a string that the record must hold.
    Bytes(Box<[u8]>),
    /// A member of one of these names, in their quotes, of whose value the part of the filter is
    /// not false.
    Member { names: Vec<Box<[u8]>>, record: Vec<Text>, part: Plan },
}

/// Most filters have no more parts worth looking for.
const MAX_CONDITIONS: usize = 8;
/// No more places are looked at than one for so many bytes, and these,
const MIN_BYTES_A_LOOK: usize = 32;
const MIN_LOOKS: usize = 64;
/// nor in a larger block, which holds a record as large: each look may go over all of it.
const MAX_BYTES: usize = 4 * 1024 * 1024;

impl Necessary {
    /// The conditions that a filter has; none if there are none.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let conditions = conditions(plan).into_iter().take(MAX_CONDITIONS);
        let conditions: Vec<_> = conditions.map(Condition::new).collect();
        (!conditions.is_empty()).then_some(Self { conditions, chosen: 0 })
    }

    /// Chooses the condition that costs least over these records; what it costs.
    pub(crate) fn learn(&mut self, bytes: &[u8], records: Records<'_>) -> u64 {
        let costs = self.conditions.iter().map(|of| Costs::of_finding(of, bytes, records));
        let least = costs.enumerate().min_by_key(|(_, cost)| *cost);
        self.chosen = least.map_or(0, |(chosen, _)| chosen);
        least.map_or(u64::MAX, |(_, cost)| cost)
    }

    /// Finds the records that may meet the filter: `found` is given a place in one, and gives
    /// the place from which the search goes on. One record may be found several times.
    ///
    /// How many ends of lines there are; none if looking would take longer than reading: each
    /// record may meet the filter then.
    pub(crate) fn find(
        &self,
        bytes: &[u8],
        mut found: impl FnMut(usize) -> usize,
    ) -> Option<usize> {
        // What is looked at can be as long as what is searched, so it must not be often.
        let mut looks = bytes.len() / MIN_BYTES_A_LOOK + MIN_LOOKS;
        let condition = self.conditions.get(self.chosen)?;
        (bytes.len() <= MAX_BYTES).then(|| condition.find(bytes, &mut found, &mut looks))?
    }
}

impl Condition {
    fn new(needs: Vec<Need>) -> Self {
        let texts = || needs.iter().flat_map(Need::texts);
        let (letters, sweep) = (Letters::of(texts()), Sweep::new(once(ESCAPE).chain(texts())));
        Self { needs, letters, sweep }
    }

    /// Calls `found` with each place, and takes off `looks` what had to be looked at; how many
    /// ends of lines there are, or none if that was too much.
    fn find(
        &self,
        bytes: &[u8],
        found: &mut dyn FnMut(usize) -> usize,
        looks: &mut usize,
    ) -> Option<usize> {
        self.sweep.over(bytes, &mut |number, at| {
            let may_be = match self.text(number) {
                None => self.letters.may_be(bytes, at),
                Some((need, text)) => {
                    *looks = looks.saturating_sub(1);
                    if *looks == 0 {
                        return ControlFlow::Break(());
                    }
                    need.is_met(bytes, at + text.len())
                }
            };
            ControlFlow::Continue(if may_be { found(at) } else { at + 1 })
        })
    }

    /// What a number of the sweep stands for, unless for an escape.
    fn text(&self, number: usize) -> Option<(&Need, &[u8])> {
        let mut texts =
            self.needs.iter().flat_map(|need| need.texts().map(move |text| (need, text)));
        texts.nth(number.checked_sub(1)?)
    }
}

/// Where records stand, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Records<'a>(pub(crate) &'a [Range<usize>]);

impl Records<'_> {
    /// The record that a place is in, or the last before it.
    fn at(self, at: usize) -> Range<usize> {
        let after = self.0.partition_point(|record| record.start <= at);
        self.0.get(after.saturating_sub(1)).cloned().unwrap_or_default()
    }
}

/// A name that is looked for in the text of records.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    letters: Letters,
    /// An escape, and the name in quotes.
    sweep: Sweep,
}

impl Name {
    pub(crate) fn new(name: &str) -> Self {
        let quoted = format!("\"{name}\"");
        Self {
            letters: Letters::of(once(name.as_bytes())),
            sweep: Sweep::new([ESCAPE, quoted.as_bytes()].into_iter()),
        }
    }

    /// Whether the name may be in the text, however it is written.
    pub(crate) fn may_be_in(&self, bytes: &[u8]) -> bool {
        let went_over = self.sweep.over(bytes, &mut |number, at| {
            let is_other = number == 0 && !self.letters.may_be(bytes, at);
            if is_other { ControlFlow::Continue(at + 1) } else { ControlFlow::Break(()) }
        });
        went_over.is_none()
    }
}

impl Need {
    /// Whether what a text of it was found before is what is needed.
    fn is_met(&self, bytes: &[u8], after: usize) -> bool {
        let Self::Member { record, part, .. } = self else { return true };
        // What is followed by no colon is no name.
        RawJson::value_after_name(bytes, after).is_some_and(|value| {
            let env = Env { record: Part::Record(record, value), innermost: None };
            !matches!(truth(part, env), Ok(Some(false) | None))
        })
    }

    /// What is searched for, as it is written without escapes.
    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let (bytes, names) = match self {
            Self::Bytes(text) => (Some(text), &[][..]),
            Self::Member { names, .. } => (None, names.as_slice()),
        };
        bytes.into_iter().chain(names).map(|text| &**text)
    }
}
