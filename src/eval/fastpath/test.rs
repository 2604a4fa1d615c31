//! Tests of a value against constants.

use std::cmp::Ordering;

use memchr::memmem::Finder;

use super::instant::Instant;
use super::text::Exact;
use crate::ast::BinaryOp;
use crate::eval::answer::{Answer, Kleene, Wanted};
use crate::eval::node::View;

/// A test of a value that is not null.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// Whether it is a value at all, which is the answer.
    NotNull(Answer),
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
    /// Combined of them, joined by `and`, or by `or`, for which this is true.
    Combined(Vec<Self>, bool),
}

impl Test {
    /// The answer for a text, if it is plain.
    #[inline]
    pub(crate) fn of_text(&self, text: &str) -> Option<Answer> {
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
            _ => return self.text_slow(text),
        })
    }

    /// The answer for a text that is this point in time, if that is what it is asked.
    #[inline]
    pub(crate) fn of_instant(&self, time: &Instant) -> Option<Answer> {
        let Self::Instants(bounds, any) = self else { return None };
        let mut each = bounds.iter().map(|(op, bound)| holds(*op, Some(time.cmp(bound))));
        Some(Answer::of(if *any { each.any(|is| is) } else { each.all(|is| is) }))
    }

    #[inline(never)]
    fn text_slow(&self, text: &str) -> Option<Answer> {
        Some(match self {
            Self::NotNull(answer) => *answer,
            Self::Text(op, constant) => {
                Answer::of(holds(*op, Some(text.as_bytes().cmp(constant.as_bytes()))))
            }
            Self::StartsWith(start) => Answer::of(text.starts_with(&**start)),
            Self::EndsWith(end) => Answer::of(text.ends_with(&**end)),
            Self::Guid(guid, answer) => either(text.eq_ignore_ascii_case(guid), *answer),
            Self::Combined(tests, absorbing) => {
                return combined(tests, *absorbing, |test| test.of_text(text));
            }
            _ => return None,
        })
    }

    /// The answer for a whole number of the range of i64 or u64, if it is plain.
    #[inline(always)]
    pub(crate) fn of_integer(&self, number: i128) -> Option<Answer> {
        match self {
            // Without a branch on each.
            Self::Range(low, high, answer) => {
                Some(either((*low <= number) & (number <= *high), *answer))
            }
            _ => self.integer_slow(number),
        }
    }

    #[inline(never)]
    fn integer_slow(&self, number: i128) -> Option<Answer> {
        match self {
            Self::Combined(tests, absorbing) => {
                combined(tests, *absorbing, |test| test.of_integer(number))
            }
            Self::NotNull(answer) => Some(*answer),
            _ => None,
        }
    }

    /// The answer for what is neither, if it is plain.
    pub(crate) fn of_another(&self, view: &View<'_>) -> Option<Answer> {
        match (self, view) {
            (Self::Boolean(wanted, answer), View::Boolean(value)) => {
                Some(either(wanted == value, *answer))
            }
            (Self::Combined(tests, absorbing), view) => {
                combined(tests, *absorbing, |test| test.of_another(view))
            }
            (Self::NotNull(answer), _) => Some(*answer),
            _ => None,
        }
    }

    /// Adds a test of the same value.
    pub(crate) fn join(&mut self, other: Self, absorbing: bool) {
        let joining = Answer::of(absorbing);
        match (&mut *self, other) {
            (Self::Texts(texts, answer), Self::Texts(more, same))
                if *answer == joining && same == joining =>
            {
                texts.extend(more);
            }
            // A number that is in both ranges.
            (Self::Range(low, high, Answer::True), Self::Range(low2, high2, Answer::True))
                if !absorbing =>
            {
                (*low, *high) = ((*low).max(low2), (*high).min(high2));
            }
            // One alone is joined either way.
            (Self::Instants(bounds, any), Self::Instants(more, same))
                if (*any == absorbing || bounds.len() == 1)
                    && (same == absorbing || more.len() == 1) =>
            {
                *any = absorbing;
                bounds.extend(more);
            }
            (Self::Combined(tests, any), other) if *any == absorbing => tests.push(other),
            (_, other) => {
                let this = std::mem::replace(self, Self::NotNull(Answer::Null));
                *self = Self::Combined(vec![this, other], absorbing);
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

fn combined(
    tests: &[Test],
    absorbing: bool,
    mut answer: impl FnMut(&Test) -> Option<Answer>,
) -> Option<Answer> {
    let mut together = Kleene::new(absorbing, Wanted::Exact);
    let mut plain = true;
    for test in tests {
        match answer(test) {
            Some(answer) if together.push(answer) => return Some(Answer::of(absorbing)),
            Some(_) => {}
            // One that decides may still come.
            None => plain = false,
        }
    }
    plain.then(|| together.finish())
}

/// True or false if it is so, and the opposite if not.
const fn either(is: bool, answer: Answer) -> Answer {
    // Without a branch that depends on the record.
    Answer::of(is == matches!(answer, Answer::True))
}

/// Whether two values of such an order, or of none, compare so.
#[inline]
pub(crate) fn holds(op: BinaryOp, order: Option<Ordering>) -> bool {
    match op {
        BinaryOp::Ne => order != Some(Ordering::Equal),
        BinaryOp::Gt => order == Some(Ordering::Greater),
        BinaryOp::Lt => order == Some(Ordering::Less),
        BinaryOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        BinaryOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        _ => order == Some(Ordering::Equal),
    }
}
