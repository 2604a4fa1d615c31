//! The answer of a condition, in a register; an error stands beside it.

use super::error::EvalError;

/// True, false, null, or an error that is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    False,
    True,
    Null,
    /// There is an error, and it is put where the caller wanted it.
    Error,
}

/// Where the error of an answer is put: it has one if, and only if, the answer is
/// [`Answer::Error`].
pub(crate) type ErrorSlot = Option<EvalError>;

impl Answer {
    pub(crate) const fn of(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }

    /// An answer with its error put aside.
    pub(crate) fn keep(answer: Result<Option<bool>, EvalError>, error: &mut ErrorSlot) -> Self {
        match answer {
            Ok(Some(answer)) => Self::of(answer),
            Ok(None) => Self::Null,
            Err(found) => {
                *error = Some(found);
                Self::Error
            }
        }
    }

    /// The answer with the error that was put aside for it.
    pub(crate) fn with(self, error: ErrorSlot) -> Result<Option<bool>, EvalError> {
        error.map_or(
            Ok(match self {
                Self::False => Some(false),
                Self::True => Some(true),
                Self::Null | Self::Error => None,
            }),
            Err,
        )
    }

    pub(crate) const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            same => same,
        }
    }
}

/// The answers of the operands of `and` or `or`, taken together.
#[derive(Debug)]
pub(crate) struct Kleene {
    /// False for `and`, true for `or`: wins over everything, then an error, then null.
    absorbing: Answer,
    so_far: Answer,
    first_error: ErrorSlot,
}

impl Kleene {
    pub(crate) const fn new(absorbing: bool) -> Self {
        Self { absorbing: Answer::of(absorbing), so_far: Answer::of(!absorbing), first_error: None }
    }

    /// Adds the answer of an operand, with its error; whether it decides.
    #[inline]
    pub(crate) fn push(&mut self, answer: Answer, error: ErrorSlot) -> bool {
        if answer == self.absorbing {
            return true;
        }
        match answer {
            Answer::Error => {
                self.so_far = Answer::Error;
                self.first_error = self.first_error.take().or(error);
            }
            Answer::Null if self.so_far != Answer::Error => self.so_far = Answer::Null,
            _ => {}
        }
        false
    }

    /// What they are together where none of them decides.
    pub(crate) fn finish(self, error: &mut ErrorSlot) -> Answer {
        if self.so_far == Answer::Error {
            *error = self.first_error;
        }
        self.so_far
    }
}
