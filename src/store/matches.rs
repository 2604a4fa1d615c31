//! Going through the records of a store.

use super::program::{Answers, Instruction};
use super::stack::{Stack, TOGETHER};
use super::truth_bounds::TruthBounds;
use crate::eval::node::AsNode;
use crate::eval::predicate::Predicate;

/// The records that meet a filter.
#[derive(Debug)]
pub(super) struct Matches<'s, 'p, R> {
    predicate: &'p Predicate,
    program: Vec<Instruction<Answers>>,
    stack: Stack,
    /// Those that are answered together,
    records: &'s [R],
    /// how many of all stand before them,
    before: usize,
    /// which of them is next,
    next: usize,
    /// and those after them.
    rest: &'s [R],
}

impl<'s, 'p, R> Matches<'s, 'p, R> {
    pub(super) fn new(
        records: &'s [R],
        predicate: &'p Predicate,
        program: Vec<Instruction<Answers>>,
    ) -> Self {
        let stack = Stack::default();
        Self { predicate, program, stack, records: &[], before: 0, next: 0, rest: records }
    }

    /// The next of the records that may meet the filter, and what is known of it.
    fn candidate(&mut self) -> Option<(&'s R, TruthBounds)> {
        let known = self.stack.found().get(self.next..)?;
        let at = TruthBounds::first_that_may_be_true(known)?;
        let (record, known) = (self.records.get(self.next + at)?, *known.get(at)?);
        self.next += at + 1;
        Some((record, known))
    }
}

impl<'s, R: AsNode> Iterator for Matches<'s, '_, R> {
    type Item = &'s R;

    fn next(&mut self) -> Option<&'s R> {
        loop {
            while let Some((record, known)) = self.candidate() {
                if known.is_true() || self.predicate.matches(record.as_node()) {
                    return Some(record);
                }
            }
            if self.rest.is_empty() {
                return None;
            }
            self.before += self.records.len();
            (self.records, self.rest) =
                self.rest.split_at_checked(TOGETHER).unwrap_or((self.rest, &[]));
            self.stack.run(&self.program, self.before);
            self.next = 0;
        }
    }
}
