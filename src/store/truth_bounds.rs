//! Bounds of the answer of a condition, a byte a record, for many records at a time.

use crate::eval::answer::Answer;

/// Whether the answer is true or false, and whether it may be: it may be null too, or an error,
/// which are both neither, and stay so under `not`, `and` and `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TruthBounds(u8);

const IS_TRUE: u8 = 1;
const MAY_BE_TRUE: u8 = 2;
const IS_FALSE: u8 = 4;
const MAY_BE_FALSE: u8 = 8;

impl TruthBounds {
    pub(super) const TRUE: Self = Self(IS_TRUE | MAY_BE_TRUE);
    pub(super) const FALSE: Self = Self(IS_FALSE | MAY_BE_FALSE);
    /// It is known that it is neither.
    pub(super) const NEITHER: Self = Self(0);
    /// It is not known what it is.
    pub(super) const UNKNOWN: Self = Self(MAY_BE_TRUE | MAY_BE_FALSE);

    pub(super) const fn of(answer: Answer) -> Self {
        match answer {
            Answer::True => Self::TRUE,
            Answer::False => Self::FALSE,
            Answer::Null | Answer::Error => Self::NEITHER,
        }
    }

    #[inline]
    pub(super) const fn and(self, other: Self) -> Self {
        let truth = self.0 & other.0 & (IS_TRUE | MAY_BE_TRUE);
        Self(truth | (self.0 | other.0) & (IS_FALSE | MAY_BE_FALSE))
    }

    #[inline]
    pub(super) const fn or(self, other: Self) -> Self {
        let truth = (self.0 | other.0) & (IS_TRUE | MAY_BE_TRUE);
        Self(truth | self.0 & other.0 & (IS_FALSE | MAY_BE_FALSE))
    }

    #[inline]
    pub(super) const fn not(self) -> Self {
        Self(self.0 >> 2 | (self.0 & (IS_TRUE | MAY_BE_TRUE)) << 2)
    }

    #[inline]
    pub(super) const fn is_true(self) -> bool {
        self.0 & IS_TRUE != 0
    }

    /// Where the first stands of which that may be.
    pub(super) fn first_that_may_be_true(known: &[Self]) -> Option<usize> {
        let none_may =
            |known: &&[Self; 32]| known.iter().fold(0, |any, one| any | one.0) & MAY_BE_TRUE == 0;
        let passed = 32 * known.as_chunks().0.iter().take_while(none_may).count();
        let rest = known.get(passed..)?;
        rest.iter().position(|known| known.0 & MAY_BE_TRUE != 0).map(|at| passed + at)
    }
}
