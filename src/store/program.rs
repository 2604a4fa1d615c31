//! A filter as what columns are asked, and how their answers go together.

use std::sync::Arc;

use super::column::Column;
use super::truth_bounds::TruthBounds;
use crate::eval::answer::Wanted;
use crate::eval::fastpath::{FastPath, FusedTest};
use crate::eval::interpret::{self, Env};
use crate::eval::ir::{Ir, Op, PathIr, Root};
use crate::eval::node::NoRecord;

/// What is done to a stack of answers, each for as many records as are looked at together.
#[derive(Debug)]
pub(super) enum Instruction<C> {
    /// Puts those of a condition onto it.
    Ask(C),
    /// Puts what is the same for every record onto it.
    Constant(TruthBounds),
    /// Takes two away and puts what they are together onto it.
    Join(Join),
    Not,
}

/// How operands go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    And,
    Or,
}

/// A condition all of whose paths are one, by the number of that among the paths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition<'p> {
    path: usize,
    asked: ColumnTest<'p>,
}

/// What the values of a column are asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum ColumnTest<'p> {
    Part(&'p Ir),
    /// What those of the operands of an `and` or `or` are together that a test covers.
    Fused(&'p FusedTest, &'p [Ir], Join),
}

/// The answers of a condition by the numbers of the values in a column.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) column: Arc<Column>,
    pub(super) of_values: Vec<TruthBounds>,
}

/// A filter before its columns are there.
#[derive(Debug)]
pub(super) struct Program<'p> {
    /// All different.
    pub(super) paths: Vec<&'p PathIr>,
    instructions: Vec<Instruction<Condition<'p>>>,
    max_paths: usize,
}

/// How many answers are held for one filter, a byte each. Conditions for which there is no room
/// are asked of the records.
const MAX_ANSWERS: usize = 64 * 1024 * 1024;

/// The paths from the record that a part depends on.
#[derive(Clone, Copy, Debug)]
enum Paths<'p> {
    None,
    One(&'p PathIr),
    /// Several, or some that lead to a collection.
    Others,
}

impl<'p> Program<'p> {
    /// What columns of so many paths can tell of a filter.
    pub(super) fn of(filter: &'p Ir, max_paths: usize) -> Self {
        let mut program = Self { paths: Vec::new(), instructions: Vec::new(), max_paths };
        program.add(filter);
        program
    }

    /// With the columns of its paths, in their order.
    pub(super) fn with(self, columns: &[Arc<Column>]) -> Vec<Instruction<Answers>> {
        let mut left = MAX_ANSWERS;
        let mut asked = |condition: Condition<'p>| {
            let column = columns.get(condition.path).filter(|column| {
                let rest = left.checked_sub(column.count_values());
                left = rest.unwrap_or(left);
                rest.is_some()
            });
            column.map_or(Instruction::Constant(TruthBounds::UNKNOWN), |column| {
                let of_values = column.answers(condition.asked);
                Instruction::Ask(Answers { column: Arc::clone(column), of_values })
            })
        };
        let instructions = self.instructions.into_iter();
        instructions
            .map(|instruction| match instruction {
                Instruction::Ask(condition) => asked(condition),
                Instruction::Constant(known) => Instruction::Constant(known),
                Instruction::Join(join) => Instruction::Join(join),
                Instruction::Not => Instruction::Not,
            })
            .collect()
    }

    /// Adds what answers a part; which paths it depends on.
    fn add(&mut self, part: &'p Ir) -> Paths<'p> {
        let start = self.instructions.len();
        let paths = match &part.op {
            Op::And(operands) => self.add_joined(part, operands, Join::And),
            Op::Or(operands) => self.add_joined(part, operands, Join::Or),
            Op::Not(operand) => {
                let paths = self.add(operand);
                self.instructions.push(Instruction::Not);
                paths
            }
            _ => Paths::of(part),
        };
        let is_whole = self.instructions.len() == start;
        let instruction = match paths {
            // ColumnTest at once, however many conditions it is made of.
            Paths::One(path) => self.ask(path, ColumnTest::Part(part)),
            Paths::Others if is_whole => Instruction::Constant(TruthBounds::UNKNOWN),
            Paths::None if is_whole => {
                let env = Env { record: NoRecord, locals: None };
                Instruction::Constant(TruthBounds::of(interpret::answer(
                    part,
                    env,
                    Wanted::Exact,
                    &mut None,
                )))
            }
            Paths::Others | Paths::None => return paths,
        };
        self.instructions.truncate(start);
        self.instructions.push(instruction);
        paths
    }

    fn add_joined(&mut self, part: &'p Ir, operands: &'p [Ir], join: Join) -> Paths<'p> {
        let (mut paths, mut count) = (Paths::None, 0);
        let mut joined = |program: &mut Self, own| {
            paths = paths.and(own);
            if count > 0 {
                program.instructions.push(Instruction::Join(join));
            }
            count += 1;
        };
        let Some(FastPath::Junction(parts)) = part.fast_path.as_deref() else {
            for operand in operands {
                let own = self.add(operand);
                joined(self, own);
            }
            return paths;
        };
        for fused in parts.tests() {
            let first = fused.operands(operands).next();
            match first.map_or(Paths::Others, Paths::of) {
                Paths::One(path) => {
                    let ask = self.ask(path, ColumnTest::Fused(fused, operands, join));
                    self.instructions.push(ask);
                    joined(self, Paths::One(path));
                }
                _ => fused.operands(operands).for_each(|operand| {
                    let own = self.add(operand);
                    joined(self, own);
                }),
            }
        }
        for operand in parts.rest(operands) {
            let own = self.add(operand);
            joined(self, own);
        }
        paths
    }

    fn ask(&mut self, path: &'p PathIr, asked: ColumnTest<'p>) -> Instruction<Condition<'p>> {
        let path = self.number_of(path);
        path.map_or(Instruction::Constant(TruthBounds::UNKNOWN), |path| {
            Instruction::Ask(Condition { path, asked })
        })
    }

    /// The number of a path; none if it would be one too many.
    fn number_of(&mut self, path: &'p PathIr) -> Option<usize> {
        let known = self.paths.iter().position(|known| known.same_path(path));
        known.or_else(|| {
            (self.paths.len() < self.max_paths).then(|| {
                self.paths.push(path);
                self.paths.len() - 1
            })
        })
    }
}

impl<'p> Paths<'p> {
    fn of(part: &'p Ir) -> Self {
        match &part.op {
            Op::Path(path) if path.root == Root::Record => Self::One(path),
            Op::Path(_) | Op::Count(_) | Op::Lambda(_) | Op::Geo(_) => Self::Others,
            _ => part.operands().fold(Self::None, |paths, operand| paths.and(Self::of(operand))),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, paths) | (paths, Self::None) => paths,
            (Self::One(one), Self::One(other)) if one.same_path(other) => self,
            _ => Self::Others,
        }
    }
}
