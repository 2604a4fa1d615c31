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

use std::ops::Range;

use memchr::memmem::Finder;

use self::compile::conditions;
pub(crate) use self::cost::Costs;
use self::escape::Letters;
use self::part::Part;
use super::plan::Plan;
use super::raw::RawJson;
use super::run::{Env, truth};
use crate::ast::Text;

/// Conditions of which each is necessary; the one that finds the least is used.
#[derive(Clone, Debug)]
pub(crate) struct Necessary {
    conditions: Vec<(Condition, Letters)>,
    /// Which of them is used.
    chosen: usize,
}

/// One of these must be found.
type Condition = Vec<Need>;

#[derive(Clone, Debug)]
enum Need {
    /// A part of a string that the record must hold.
    Bytes(Finder<'static>),
    /// A member of one of these names, of whose value the part of the filter is not false.
    Member { names: Vec<Finder<'static>>, record: Vec<Text>, part: Plan },
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
        let conditions: Vec<_> = conditions
            .map(|needs| {
                let letters = Letters::of(needs.iter().flat_map(Need::texts));
                (needs, letters)
            })
            .collect();
        (!conditions.is_empty()).then_some(Self { conditions, chosen: 0 })
    }

    /// Chooses the condition that costs least over these records; what it costs.
    pub(crate) fn learn(&mut self, bytes: &[u8], records: Records<'_>) -> u64 {
        let costs = self.conditions.iter().map(|of| Costs::of_finding(&of.0, bytes, records));
        let least = costs.enumerate().min_by_key(|(_, cost)| *cost);
        self.chosen = least.map_or(0, |(chosen, _)| chosen);
        least.map_or(u64::MAX, |(_, cost)| cost)
    }

    /// Finds the records that may meet the filter: `found` is given a place in one, and gives
    /// the place from which the search goes on. One record may be found several times.
    ///
    /// False if looking would take longer than reading: each record may meet it then.
    pub(crate) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize) -> usize) -> bool {
        // What is looked at can be as long as what is searched, so it must not be often.
        let mut looks = bytes.len() / MIN_BYTES_A_LOOK + MIN_LOOKS;
        let Some((needs, letters)) = self.conditions.get(self.chosen) else { return false };
        if bytes.len() > MAX_BYTES {
            return false;
        }
        letters.find_escaped(bytes, &mut found);
        needs.iter().all(|need| need.find(bytes, &mut found, &mut looks))
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
    quoted: Finder<'static>,
    letters: Letters,
}

impl Name {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            quoted: Finder::new(format!("\"{name}\"").as_bytes()).into_owned(),
            letters: Letters::of(std::iter::once(name.as_bytes())),
        }
    }

    /// Whether the name may be in the text, however it is written.
    pub(crate) fn may_be_in(&self, bytes: &[u8]) -> bool {
        let mut escaped = false;
        self.letters.find_escaped(bytes, &mut |_| {
            escaped = true;
            bytes.len()
        });
        escaped || self.quoted.find(bytes).is_some()
    }
}

impl Need {
    /// Calls `found` with each place, and takes off `looks` what had to be looked at; false if
    /// that was too much.
    fn find(
        &self,
        bytes: &[u8],
        found: &mut impl FnMut(usize) -> usize,
        looks: &mut usize,
    ) -> bool {
        match self {
            Self::Bytes(finder) => each(finder, bytes, |at| {
                *looks = looks.saturating_sub(1);
                found(at)
            }),
            Self::Member { names, record, part } => {
                for name in names {
                    let after = name.needle().len();
                    each(name, bytes, |at| {
                        *looks = looks.saturating_sub(1);
                        if *looks == 0 {
                            return bytes.len();
                        }
                        let value = RawJson::value_after_name(bytes, at + after);
                        let holds = value.is_none_or(|value| {
                            let env = Env { record: Part::Record(record, value), innermost: None };
                            !matches!(truth(part, env), Ok(Some(false) | None))
                        });
                        // What is followed by no colon is no name.
                        if holds && value.is_some() { found(at) } else { at + after }
                    });
                }
            }
        }
        *looks > 0
    }

    /// What is searched for, as it is written without escapes.
    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let (bytes, names) = match self {
            Self::Bytes(finder) => (Some(finder), &[][..]),
            Self::Member { names, .. } => (None, names.as_slice()),
        };
        bytes.into_iter().chain(names).map(Finder::needle)
    }

    const fn searches(&self) -> usize {
        match self {
            Self::Bytes(_) => 1,
            Self::Member { names, .. } => names.len(),
        }
    }
}

/// Calls `found` for each place of what is sought, from where the last call said.
fn each(finder: &Finder<'_>, bytes: &[u8], mut found: impl FnMut(usize) -> usize) {
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        from = found(from + at).max(from + at + 1);
    }
}
