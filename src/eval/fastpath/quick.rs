//! A condition as a few numbers, asked of events without looking at a ir.
//!
//! While a processor waits for a record, it goes on with those behind it, as many as their
//! instructions have room in it: what a condition costs on records that are not in the cache is
//! the number of its instructions. Here they are not many more than those of a closure.

use super::in_runs;
use super::path_access::PathAccess;
use super::path_test::PathTest;
use super::test::Test;
use super::text::Exact;
use crate::eval::answer::Answer;
use crate::eval::ir::{Ir, Op};
use crate::eval::node::{Holds, Node, Seen};
use crate::graph::EventNode;

/// Conditions of a filter that are asked of events before its ir is.
#[derive(Clone, Debug)]
pub(crate) struct Quicks {
    first: Quick,
    /// With which answer of theirs the next one is asked; every other is that of the filter.
    goes_on: GoesOn,
    rest: Box<[Quick]>,
    /// Whether the filter is made of these alone.
    is_all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GoesOn {
    IfFalse,
    IfTrue,
    /// The first is the filter.
    Never,
}

/// Whether a condition on one property of an event is true, where that is soon told.
#[derive(Clone, Debug)]
pub(crate) struct Quick {
    /// The place of its path among those of an event; beyond them if it is not asked here.
    path: usize,
    /// Whether it is true of nothing.
    of_null: bool,
    /// Of which members of an enumeration it is true, a bit for each, and how many they are.
    members: u64,
    known: u32,
    /// It is true of the whole numbers that are not more than `span` above `low`, which may be
    /// beyond the largest: the smallest comes after that.
    low: i64,
    span: u64,
    /// It is true of this text alone, or of every other.
    text: Exact,
    is_equal: bool,
}

impl Quicks {
    /// Those of a filter. In which order operands are asked makes no difference: one that
    /// decides does so whatever the others are.
    pub(crate) fn of(filter: &Ir) -> Self {
        let alone =
            |first| Self { first, goes_on: GoesOn::Never, rest: Box::default(), is_all: true };
        let (operands, goes_on) = match (filter.path_test(), &filter.op) {
            (Some(leaf), _) => return alone(leaf.quick().clone()),
            (None, Op::And(operands)) => (operands, GoesOn::IfTrue),
            (None, Op::Or(operands)) => (operands, GoesOn::IfFalse),
            _ => return alone(Quick::never()),
        };
        let leaves = in_runs(filter, operands).map(|(leaf, operands)| match operands {
            [only] => only.path_test(),
            _ => leaf,
        });
        let quick: Vec<Option<&Quick>> =
            leaves.map(|leaf| leaf.map(PathTest::quick).filter(|quick| quick.is_asked())).collect();
        let is_all = quick.iter().all(Option::is_some);
        let mut quick = quick.into_iter().flatten().cloned();
        match quick.next() {
            Some(first) => Self { first, goes_on, rest: quick.collect(), is_all },
            None => alone(Quick::never()),
        }
    }

    /// Whether the filter is true of an event, if that is told here; the node is of one.
    #[inline(always)]
    pub(crate) fn is_true_of<'a, N: Node<'a>>(&self, event: N) -> Option<bool> {
        let is_true = self.first.is_true_of(event)?;
        if self.goes_on as u8 == u8::from(is_true) {
            return self.is_rest_true_of(event);
        }
        Some(is_true)
    }

    #[inline(never)]
    fn is_rest_true_of<'a, N: Node<'a>>(&self, event: N) -> Option<bool> {
        let undecided = self.goes_on == GoesOn::IfTrue;
        for quick in &self.rest {
            if quick.is_true_of(event)? != undecided {
                return Some(!undecided);
            }
        }
        self.is_all.then_some(undecided)
    }
}

impl Quick {
    fn never() -> Self {
        Self {
            path: EventNode::PATHS.len(),
            of_null: false,
            members: 0,
            known: 0,
            low: 0,
            span: 0,
            text: Exact::new(""),
            is_equal: false,
        }
    }

    const fn is_asked(&self) -> bool {
        self.path < EventNode::PATHS.len()
    }

    pub(crate) fn of(way: &PathAccess, on_null: Answer, test: &Test) -> Self {
        let path = way.slot_in(EventNode::PATHS);
        let mut quick = Self { of_null: on_null == Answer::True, ..Self::never() };
        match (EventNode::holds_at(path), test) {
            (Holds::Member(names), test) => {
                let (Some(members), Ok(known)) = (members(test, names), names.len().try_into())
                else {
                    return quick;
                };
                (quick.members, quick.known) = (members, known);
            }
            (Holds::Integer, Test::Range(low, high, answer)) => {
                let Some(range) = range(*low, *high, *answer) else { return quick };
                (quick.low, quick.span) = range;
            }
            (Holds::Text, Test::Texts(texts, answer)) => {
                let [only] = texts.as_slice() else { return quick };
                (quick.text, quick.is_equal) = (only.clone(), *answer == Answer::True);
            }
            _ => return quick,
        }
        Self { path, ..quick }
    }

    /// Whether the condition is true of an event, if that is told here. A number and a member have
    /// their answer without a branch: which way it goes is not to be guessed.
    #[inline(always)]
    fn is_true_of<'a, N: Node<'a>>(&self, event: N) -> Option<bool> {
        match event.seen_at(self.path) {
            // Of what is none of them the rules tell.
            Seen::Member(number) if number >= self.known => None,
            Seen::Member(number) => Some(self.members.wrapping_shr(number) & 1 != 0),
            Seen::Integer(number) => {
                Some(number.wrapping_sub(self.low).cast_unsigned() <= self.span)
            }
            Seen::Text(text) => Some(self.text.equals(text) == self.is_equal),
            Seen::Nothing => Some(self.of_null),
            Seen::Else => None,
        }
    }
}

/// The first of the numbers of i64 that make a condition true, and how far it is to the last: those
/// from `low` to `high`, or all others if the answer for these is false.
fn range(low: i128, high: i128, answer: Answer) -> Option<(i64, u64)> {
    let (low, high) = (low.max(i64::MIN.into()), high.min(i64::MAX.into()));
    let span = u64::try_from(high.checked_sub(low)?).ok()?;
    let (low, high) = (i64::try_from(low).ok()?, i64::try_from(high).ok()?);
    match answer {
        // From the number after them round to the one before them.
        Answer::False => Some((high.wrapping_add(1), (u64::MAX - 1).checked_sub(span)?)),
        _ => Some((low, span)),
    }
}

/// Of which of these members the condition is true, if that is plain for each.
fn members(test: &Test, names: &[&str]) -> Option<u64> {
    names.iter().rev().try_fold(0, |members, name| {
        Some((members << 1) | u64::from(test.of_text(name)? == Answer::True))
    })
}
