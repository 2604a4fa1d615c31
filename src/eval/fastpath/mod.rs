//! Conditions on one path and constants, of which most filters consist: asked where the value
//! stands, without making values of both sides. Operands of `and` and `or` next to each other
//! that ask the same path, as in a range of dates, are asked together.
//!
//! A short cut, not a rule: what is not plain has no answer here, and is left to the rules.

mod instant;
mod lower;
mod path_access;
mod path_test;
mod quick;
mod slot_cache;
mod test;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::instant::Instant;
pub(crate) use self::path_test::PathTest;
pub(crate) use self::quick::Quicks;
pub(crate) use self::test::holds;
use super::answer::{Answer, Kleene};
use super::ir::{Ir, Op};
use super::node::Node;

/// The short cut of a part.
#[derive(Clone, Debug)]
pub(crate) enum FastPath {
    /// Of a condition on a path, or of several, joined, on the same.
    PathTest(PathTest),
    /// Of an `and` or an `or` of other conditions.
    Fused(Box<[FusedRun]>),
}

/// Operands next to each other.
#[derive(Clone, Debug)]
pub(crate) struct FusedRun {
    /// How many they are.
    pub(crate) operands: usize,
    /// What they are together, if they are several conditions on one path.
    pub(crate) leaf: Option<PathTest>,
}

impl FastPath {
    /// The short cut that a part has, if there is one.
    pub(crate) fn of(op: &Op) -> Option<Box<Self>> {
        let direct = match op {
            Op::And(operands) => runs(operands, false),
            Op::Or(operands) => runs(operands, true),
            _ => lower::path_test(op).map(Self::PathTest),
        };
        direct.map(Box::new)
    }
}

/// The operands of an `and` or an `or`, those together that are asked together, and what they
/// are then.
pub(crate) fn in_runs<'p>(
    part: &'p Ir,
    mut operands: &'p [Ir],
) -> impl Iterator<Item = (Option<&'p PathTest>, &'p [Ir])> {
    let mut runs = match part.fast_path.as_deref() {
        Some(FastPath::Fused(runs)) => runs.iter(),
        _ => [].iter(),
    };
    std::iter::from_fn(move || {
        let run = runs.next();
        let count = run.map_or(1, |run| run.operands);
        let (these, after) = operands.split_at_checked(count)?;
        operands = after;
        Some((run.and_then(|run| run.leaf.as_ref()), these))
    })
}

/// The answer of a filter for a record by its short cuts alone, where they are enough: for `and`
/// and `or` one operand that decides is.
#[inline]
pub(crate) fn answer<'a, N: Node<'a>>(filter: &Ir, record: N) -> Option<Answer> {
    match filter.path_test() {
        Some(leaf) => leaf.answer_from(record),
        None => of_operands(filter, record),
    }
}

/// Whether the filter is true of a record, by the short cuts alone, where they are enough: what
/// makes it null or an error rather than false is not asked for.
#[inline]
pub(crate) fn is_true<'a, N: Node<'a>>(filter: &Ir, record: N) -> Option<bool> {
    match filter.path_test() {
        Some(leaf) => leaf.answer_from(record).map(|answer| answer == Answer::True),
        None => is_true_of_operands(filter, record),
    }
}

fn is_true_of_operands<'a, N: Node<'a>>(part: &Ir, record: N) -> Option<bool> {
    let (operands, absorbing) = match &part.op {
        Op::And(operands) => (operands.as_slice(), false),
        Op::Or(operands) => (operands.as_slice(), true),
        _ => return answer(part, record).map(|answer| answer == Answer::True),
    };
    let mut plain = true;
    for (leaf, operands) in in_runs(part, operands) {
        let is_true = match (leaf, operands) {
            (Some(leaf), _) => leaf.answer_from(record).map(|answer| answer == Answer::True),
            (None, [only]) => is_true(only, record),
            (None, _) => None,
        };
        match is_true {
            Some(is_true) if is_true == absorbing => return Some(absorbing),
            Some(_) => {}
            // One that decides may still come.
            None => plain = false,
        }
    }
    plain.then_some(!absorbing)
}

fn of_operands<'a, N: Node<'a>>(part: &Ir, record: N) -> Option<Answer> {
    let (operands, absorbing) = match &part.op {
        Op::And(operands) => (operands.as_slice(), false),
        Op::Or(operands) => (operands.as_slice(), true),
        Op::Not(operand) => return answer(operand, record).map(Answer::not),
        _ => return None,
    };
    let mut together = Kleene::new(absorbing);
    let mut plain = true;
    for (leaf, operands) in in_runs(part, operands) {
        let found = match (leaf, operands) {
            (Some(leaf), _) => leaf.answer_from(record),
            (None, [only]) => answer(only, record),
            (None, _) => None,
        };
        match found {
            Some(found) if together.push(found, None) => return Some(Answer::of(absorbing)),
            Some(_) => {}
            // One that decides may still come.
            None => plain = false,
        }
    }
    plain.then(|| together.finish(&mut None))
}

/// Operands by the path that they ask; none if no two neighbours ask the same. Of those further
/// apart nothing is shared.
fn runs(operands: &[Ir], absorbing: bool) -> Option<FastPath> {
    let mut runs: Vec<FusedRun> = Vec::new();
    for operand in operands {
        let leaf = operand.path_test();
        if let (Some(FusedRun { operands, leaf: Some(before) }), Some(leaf)) =
            (runs.last_mut(), leaf)
            && before.same_path(leaf)
        {
            before.join(leaf.clone(), absorbing);
            *operands += 1;
            continue;
        }
        runs.push(FusedRun { operands: 1, leaf: leaf.cloned() });
    }
    for run in runs.iter_mut().filter(|run| run.operands > 1) {
        if let Some(leaf) = &mut run.leaf {
            leaf.joined();
        }
    }
    if runs.iter().all(|run| run.operands == 1) {
        return None;
    }
    if runs.len() == 1 {
        return runs.pop().and_then(|all| all.leaf).map(FastPath::PathTest);
    }
    for run in runs.iter_mut().filter(|run| run.operands == 1) {
        run.leaf = None;
    }
    Some(FastPath::Fused(runs.into()))
}
