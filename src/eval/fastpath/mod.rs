//! Fast path: conditions on one path and constants, of which most filters consist, tested on the
//! value in place, without making values of both sides.
//!
//! It returns `None` for values that it cannot decide; the interpreter then decides.

mod instant;
mod lower;
mod path_access;
mod path_test;
mod slot_cache;
mod test;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::instant::Instant;
pub(crate) use self::path_test::PathTest;
pub(crate) use self::test::holds;
use super::answer::Kleene;
use super::interpret::Env;
use super::ir::{Ir, Op};
use super::node::FastNode;

/// The fast path of a part of a filter.
#[derive(Clone, Debug)]
pub(crate) enum FastPath {
    /// Of a condition on a path, or of several on the same path, joined.
    PathTest(PathTest),
    /// Of an `and` or `or` of other conditions.
    Junction(Junction),
}

/// The operands of `and` or `or`, partitioned: path tests, which come first, and the rest.
#[derive(Clone, Debug)]
pub(crate) struct Junction {
    /// At most [`MAX_TESTS`], each of another path.
    tests: Vec<FusedTest>,
    /// The operands that no test covers, in source order.
    rest: Vec<u32>,
    /// The number of the test of each operand, or [`UNCOVERED`].
    test_of: Vec<u8>,
}

/// The operands on one path as one test.
#[derive(Clone, Debug)]
pub(crate) struct FusedTest {
    test: PathTest,
    operands: Vec<u32>,
}

/// Which tests of a junction are undecided for a record, a bit for each.
pub(crate) type Undecided = u64;

const MAX_TESTS: usize = Undecided::BITS as usize;
const UNCOVERED: u8 = u8::MAX;

impl FastPath {
    /// The fast path that a part has, if there is one.
    pub(crate) fn of(op: &Op) -> Option<Box<Self>> {
        let fast_path = match op {
            Op::And(operands) => junction(operands, false),
            Op::Or(operands) => junction(operands, true),
            _ => lower::path_test(op).map(Self::PathTest),
        };
        fast_path.map(Box::new)
    }
}

impl Junction {
    /// The path tests.
    pub(crate) const fn tests(&self) -> &[FusedTest] {
        self.tests.as_slice()
    }

    /// The operands that no test covers, in source order.
    pub(crate) fn rest<'p>(&self, operands: &'p [Ir]) -> impl Iterator<Item = &'p Ir> {
        self.rest.iter().filter_map(|at| operands.get(*at as usize))
    }

    /// The operands whose tests are undecided, and those that no test covers, in source order,
    /// each with whether a test covers it.
    pub(crate) fn undecided<'p>(
        &self,
        operands: &'p [Ir],
        undecided: Undecided,
    ) -> impl Iterator<Item = (&'p Ir, bool)> {
        let all = operands.iter().zip(&self.test_of);
        all.filter_map(move |(operand, test)| match *test {
            UNCOVERED => Some((operand, false)),
            test => (undecided >> test & 1 == 1).then_some((operand, true)),
        })
    }

    /// Runs the tests. Returns which of them are undecided, or `None` once one of the others
    /// ends the junction.
    #[inline(never)]
    pub(crate) fn run<'a, N: FastNode<'a>>(
        &self,
        env: Env<'_, N>,
        kleene: &mut Kleene,
    ) -> Option<Undecided> {
        let mut undecided = 0;
        for (at, fused) in self.tests.iter().enumerate() {
            match fused.test.answer(env) {
                Some(answer) if kleene.push(answer) => return None,
                Some(_) => {}
                None => undecided |= 1 << at,
            }
        }
        Some(undecided)
    }
}

impl FusedTest {
    pub(crate) const fn test(&self) -> &PathTest {
        &self.test
    }

    /// The operands that it covers, in source order.
    pub(crate) fn operands<'p>(&self, operands: &'p [Ir]) -> impl Iterator<Item = &'p Ir> {
        self.operands.iter().filter_map(|at| operands.get(*at as usize))
    }
}

/// Partitions operands; `None` if none of them is a path test.
fn junction(operands: &[Ir], absorbing: bool) -> Option<FastPath> {
    let mut tests: Vec<FusedTest> = Vec::new();
    let (mut rest, mut test_of) = (Vec::new(), Vec::with_capacity(operands.len()));
    for (at, operand) in (0..).zip(operands) {
        let Some(test) = operand.path_test() else {
            rest.push(at);
            test_of.push(UNCOVERED);
            continue;
        };
        let same = tests.iter().position(|fused| fused.test.same_path(test));
        let number = same.unwrap_or(tests.len());
        match tests.get_mut(number) {
            Some(fused) => {
                fused.test.join(test.clone(), absorbing);
                fused.operands.push(at);
            }
            None if number < MAX_TESTS => {
                tests.push(FusedTest { test: test.clone(), operands: vec![at] });
            }
            None => rest.push(at),
        }
        test_of.push(if number < MAX_TESTS { number as u8 } else { UNCOVERED });
    }
    match (tests.as_slice(), rest.as_slice()) {
        ([], _) => None,
        ([_], []) => tests.pop().map(|all| FastPath::PathTest(all.test)),
        _ => Some(FastPath::Junction(Junction { tests, rest, test_of })),
    }
}
