//! What a value of a record is asked.

use std::cmp::Ordering;

use memchr::memmem::Finder;

use super::instant::Instant;
use super::text::Exact;
use crate::ast::BinaryOp;
use crate::eval::answer::{Answer, Gathered};
use crate::eval::node::View;

/// A question that values other than null are asked.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Whether it is a value at all, which is the answer.
    Something(Answer),
    /// Whether a text is one of these, and the answer if it is.
    Texts(Vec<Exact>, Answer),
    /// How a text compares with this one.
    Text(BinaryOp, Box<str>),
    /// Whether a whole number is in this range, and the answer if it is.
    Range(i128, i128, Answer),
    /// How a point in time compares with all of these (`and`) or with one of them (`or`, for
    /// which the second is true).
    Instants(Vec<(BinaryOp, Instant)>, bool),
    Contains(Box<Finder<'static>>),
    StartsWith(Box<str>),
    EndsWith(Box<str>),
    /// Whether it is this guid, as it is written in lower case, and the answer if it is.
    Guid(Box<str>, Answer),
    /// Whether it is this Boolean, and the answer if it is.
    Boolean(bool, Answer),
    /// Several of them, joined by `and`, or by `or`, for which this is true.
    Several(Vec<Self>, bool),
}

impl Test {
    /// The answer for a text, if it is plain.
    #[inline]
    pub(super) fn of_text(&self, text: &str) -> Option<Answer> {
        // What is asked most often, apart from what needs more registers.
        match self {
            Self::Texts(texts, answer) => Some(either(is_one_of(text, texts), *answer)),
            _ => self.of_text_otherwise(text),
        }
    }

    fn of_text_otherwise(&self, text: &str) -> Option<Answer> {
        Some(match self {
            Self::Instants(..) => return self.of_instant(&Instant::read(text)?),
            Self::Contains(finder) => Answer::of(finder.find(text.as_bytes()).is_some()),
            _ => return self.seldom(text),
        })
    }

    /// The answer for a text that is this point in time, if that is what it is asked.
    #[inline]
    pub(super) fn of_instant(&self, time: &Instant) -> Option<Answer> {
        let Self::Instants(bounds, any) = self else { return None };
        let mut each = bounds.iter().map(|(op, bound)| holds(*op, Some(time.cmp(bound))));
        Some(Answer::of(if *any { each.any(|is| is) } else { each.all(|is| is) }))
    }

    #[inline(never)]
    fn seldom(&self, text: &str) -> Option<Answer> {
        Some(match self {
            Self::Something(answer) => *answer,
            Self::Text(op, constant) => {
                Answer::of(holds(*op, Some(text.as_bytes().cmp(constant.as_bytes()))))
            }
            Self::StartsWith(start) => Answer::of(text.starts_with(&**start)),
            Self::EndsWith(end) => Answer::of(text.ends_with(&**end)),
            Self::Guid(guid, answer) => either(text.eq_ignore_ascii_case(guid), *answer),
            Self::Several(tests, decisive) => {
                return several(tests, *decisive, |test| test.of_text(text));
            }
            _ => return None,
        })
    }

    /// The answer for a whole number of the range of i64 or u64, if it is plain.
    #[inline(always)]
    pub(super) fn of_integer(&self, number: i128) -> Option<Answer> {
        match self {
            // Without a branch on each.
            Self::Range(low, high, answer) => {
                Some(either((*low <= number) & (number <= *high), *answer))
            }
            _ => self.seldom_of_integer(number),
        }
    }

    #[inline(never)]
    fn seldom_of_integer(&self, number: i128) -> Option<Answer> {
        match self {
            Self::Several(tests, decisive) => {
                several(tests, *decisive, |test| test.of_integer(number))
            }
            Self::Something(answer) => Some(*answer),
            _ => None,
        }
    }

    /// The answer for what is neither, if it is plain.
    pub(super) fn of_another(&self, view: &View<'_>) -> Option<Answer> {
        match (self, view) {
            (Self::Boolean(wanted, answer), View::Boolean(value)) => {
                Some(either(wanted == value, *answer))
            }
            (Self::Several(tests, decisive), view) => {
                several(tests, *decisive, |test| test.of_another(view))
            }
            (Self::Something(answer), _) => Some(*answer),
            _ => None,
        }
    }

    /// Adds a test of the same value.
    pub(super) fn join(&mut self, other: Self, decisive: bool) {
        let joining = Answer::of(decisive);
        match (&mut *self, other) {
            (Self::Texts(texts, answer), Self::Texts(more, same))
                if *answer == joining && same == joining =>
            {
                texts.extend(more);
            }
            // A number that is in both ranges.
            (Self::Range(low, high, Answer::True), Self::Range(low2, high2, Answer::True))
                if !decisive =>
            {
                (*low, *high) = ((*low).max(low2), (*high).min(high2));
            }
            // One alone is joined either way.
            (Self::Instants(bounds, any), Self::Instants(more, same))
                if (*any == decisive || bounds.len() == 1)
                    && (same == decisive || more.len() == 1) =>
            {
                *any = decisive;
                bounds.extend(more);
            }
            (Self::Several(tests, any), other) if *any == decisive => tests.push(other),
            (_, other) => {
                let this = std::mem::replace(self, Self::Something(Answer::Null));
                *self = Self::Several(vec![this, other], decisive);
            }
        }
    }
}

#[inline]
fn is_one_of(text: &str, texts: &[Exact]) -> bool {
    match texts {
        [only] => only.equals(text),
        texts => is_one_of_several(text, texts),
    }
}

fn is_one_of_several(text: &str, texts: &[Exact]) -> bool {
    match texts {
        // Without a branch on each: see `text::difference`.
        [one, two] => one.equals(text) | two.equals(text),
        texts => texts.iter().any(|one| one.equals(text)),
    }
}

fn several(
    tests: &[Test],
    decisive: bool,
    mut answer: impl FnMut(&Test) -> Option<Answer>,
) -> Option<Answer> {
    let mut together = Gathered::new(decisive);
    let mut plain = true;
    for test in tests {
        match answer(test) {
            Some(answer) if together.add(answer, None) => return Some(Answer::of(decisive)),
            Some(_) => {}
            // One that decides may still come.
            None => plain = false,
        }
    }
    plain.then(|| together.undecided(&mut None))
}

/// True or false if it is so, and the opposite if not.
const fn either(is: bool, answer: Answer) -> Answer {
    // Without a branch that depends on the record.
    Answer::of(is == matches!(answer, Answer::True))
}

/// Whether two values of such an order, or of none, compare so.
#[inline]
pub(in crate::eval) fn holds(op: BinaryOp, order: Option<Ordering>) -> bool {
    match op {
        BinaryOp::Ne => order != Some(Ordering::Equal),
        BinaryOp::Gt => order == Some(Ordering::Greater),
        BinaryOp::Lt => order == Some(Ordering::Less),
        BinaryOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        BinaryOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        _ => order == Some(Ordering::Equal),
    }
}
