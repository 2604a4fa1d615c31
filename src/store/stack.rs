//! Answers of many records at a time.

use super::program::{Answers, Instruction, Join};
use super::truth_bounds::TruthBounds;

/// How many records are answered together: what is known of them stays in the nearest cache.
pub(super) const TOGETHER: usize = 1024;

/// What is known of each of the records that are answered together.
type Level = [TruthBounds; TOGETHER];

/// What a program has found and not yet put together.
#[derive(Debug, Default)]
pub(super) struct Stack {
    levels: Vec<Level>,
    /// How many of the levels are in use.
    height: usize,
}

impl Stack {
    /// Answers a program for the records from one on.
    pub(super) fn run(&mut self, program: &[Instruction<Answers>], from: usize) {
        self.height = 0;
        for instruction in program {
            match instruction {
                Instruction::Ask(answers) => {
                    answers.column.codes().look_up(&answers.of_values, from, self.push());
                }
                Instruction::Constant(known) => self.push().fill(*known),
                Instruction::Join(Join::And) => self.join(TruthBounds::and),
                Instruction::Join(Join::Or) => self.join(TruthBounds::or),
                Instruction::Not => {
                    let top = self.height.checked_sub(1).and_then(|top| self.levels.get_mut(top));
                    for known in top.into_iter().flatten() {
                        *known = known.not();
                    }
                }
            }
        }
    }

    /// What was found of all of the program.
    pub(super) fn found(&self) -> &[TruthBounds] {
        self.levels.first().map_or(&[], Level::as_slice)
    }

    /// A level more, with what happens to be in it.
    fn push(&mut self) -> &mut [TruthBounds] {
        if self.levels.len() == self.height {
            self.levels.push([TruthBounds::UNKNOWN; TOGETHER]);
        }
        self.height += 1;
        self.levels.get_mut(self.height - 1).map_or(&mut [], Level::as_mut_slice)
    }

    fn join(&mut self, join: impl Fn(TruthBounds, TruthBounds) -> TruthBounds) {
        self.height = self.height.saturating_sub(1);
        if let Some([.., left, right]) = self.levels.get_mut(..=self.height) {
            for (left, right) in left.iter_mut().zip(right) {
                *left = join(*left, *right);
            }
        }
    }
}
