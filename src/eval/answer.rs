//! Three-valued logic: the answer of a condition, and how answers are joined.

use super::error::EvalError;

/// True, false, null, or an error that is kept in an [`ErrorSlot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    False,
    True,
    Null,
    /// There is an error, and it is in the slot of the caller.
    Error,
}

/// Where the first error of an evaluation is kept, so that answers fit a register. It belongs to
/// the evaluation only if that answers [`Answer::Error`].
pub(crate) type ErrorSlot = Option<EvalError>;

/// What the caller needs to know of a condition. Who needs only one of the two truth values lets
/// `and` and `or` stop as soon as it is out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The answer, and the first error.
    Exact,
    /// Whether it is true: every other answer may be given for another.
    IsTrue,
    /// Whether it is false: every other answer may be given for another.
    IsFalse,
}

impl Answer {
    pub(crate) const fn of(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }

    /// An answer with its error in the slot, unless an earlier one is there.
    pub(crate) fn keep(answer: Result<Option<bool>, EvalError>, error: &mut ErrorSlot) -> Self {
        match answer {
            Ok(Some(answer)) => Self::of(answer),
            Ok(None) => Self::Null,
            Err(found) => {
                error.get_or_insert(found);
                Self::Error
            }
        }
    }

    /// The answer with the error that was kept for it.
    pub(crate) fn with(self, error: ErrorSlot) -> Result<Option<bool>, EvalError> {
        match (self, error) {
            (Self::Error, Some(error)) => Err(error),
            (Self::True, _) => Ok(Some(true)),
            (Self::False, _) => Ok(Some(false)),
            (Self::Null | Self::Error, _) => Ok(None),
        }
    }

    pub(crate) const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            same => same,
        }
    }
}

impl Wanted {
    /// What is to be known of the operand of a `not`.
    pub(crate) const fn not(self) -> Self {
        match self {
            Self::Exact => Self::Exact,
            Self::IsTrue => Self::IsFalse,
            Self::IsFalse => Self::IsTrue,
        }
    }
}

/// The answers of the operands of `and` or `or`, joined in any order: the absorbing answer (false
/// for `and`, true for `or`) wins over everything, then an error, then null.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kleene {
    absorbing: Answer,
    so_far: Answer,
    /// Whether null and errors end it too: the answer is wanted only if it is the other one.
    stops_at_unknown: bool,
}

impl Kleene {
    /// `absorbing` is false for `and`, true for `or`.
    #[inline]
    pub(crate) const fn new(absorbing: bool, wanted: Wanted) -> Self {
        let stops_at_unknown = match wanted {
            Wanted::Exact => false,
            Wanted::IsTrue => !absorbing,
            Wanted::IsFalse => absorbing,
        };
        Self { absorbing: Answer::of(absorbing), so_far: Answer::of(!absorbing), stops_at_unknown }
    }

    /// Adds the answer of an operand. Returns whether no other can change the result.
    #[inline]
    pub(crate) fn push(&mut self, answer: Answer) -> bool {
        if answer == self.absorbing {
            self.so_far = answer;
            return true;
        }
        match answer {
            Answer::Error => self.so_far = Answer::Error,
            Answer::Null if self.so_far != Answer::Error => self.so_far = Answer::Null,
            _ => return false,
        }
        self.stops_at_unknown
    }

    /// The answer of the whole.
    #[inline]
    pub(crate) const fn finish(self) -> Answer {
        self.so_far
    }
}
