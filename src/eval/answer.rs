//! The answer of a condition, in a register; an error stands beside it.

use super::error::EvalError;

/// True, false, null, or an error that is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    False,
    True,
    Null,
    /// There is an error, and it is put where the caller wanted it.
    Fault,
}

/// Where the error of an answer is put: it has one if, and only if, the answer is
/// [`Answer::Fault`].
pub(crate) type Aside = Option<EvalError>;

impl Answer {
    pub(super) const fn of(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }

    /// An answer with its error put aside.
    pub(super) fn keep(answer: Result<Option<bool>, EvalError>, error: &mut Aside) -> Self {
        match answer {
            Ok(Some(answer)) => Self::of(answer),
            Ok(None) => Self::Null,
            Err(found) => {
                *error = Some(found);
                Self::Fault
            }
        }
    }

    /// The answer with the error that was put aside for it.
    pub(super) fn with(self, error: Aside) -> Result<Option<bool>, EvalError> {
        error.map_or(
            Ok(match self {
                Self::False => Some(false),
                Self::True => Some(true),
                Self::Null | Self::Fault => None,
            }),
            Err,
        )
    }

    pub(super) const fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            same => same,
        }
    }
}

/// The answers of the operands of `and` or `or`, taken together.
#[derive(Debug)]
pub(super) struct Gathered {
    /// False for `and`, true for `or`: wins over everything, then an error, then null.
    decisive: Answer,
    so_far: Answer,
    first_error: Aside,
}

impl Gathered {
    pub(super) const fn new(decisive: bool) -> Self {
        Self { decisive: Answer::of(decisive), so_far: Answer::of(!decisive), first_error: None }
    }

    /// Adds the answer of an operand, with its error; whether it decides.
    #[inline]
    pub(super) fn add(&mut self, answer: Answer, error: Aside) -> bool {
        if answer == self.decisive {
            return true;
        }
        match answer {
            Answer::Fault => {
                self.so_far = Answer::Fault;
                self.first_error = self.first_error.take().or(error);
            }
            Answer::Null if self.so_far != Answer::Fault => self.so_far = Answer::Null,
            _ => {}
        }
        false
    }

    /// What they are together where none of them decides.
    pub(super) fn undecided(self, error: &mut Aside) -> Answer {
        if self.so_far == Answer::Fault {
            *error = self.first_error;
        }
        self.so_far
    }
}
