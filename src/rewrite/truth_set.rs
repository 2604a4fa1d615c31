//! Sets of truth values.

/// The truth values of a condition for which another one is to be true. There are four sets and
/// not two because of null: `not true` differs from `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TruthSet {
    True,
    False,
    NotTrue,
    NotFalse,
}

impl TruthSet {
    /// The set for the operand of a `not`.
    pub(crate) const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotTrue => Self::NotFalse,
            Self::NotFalse => Self::NotTrue,
        }
    }

    /// All other truth values.
    pub(crate) const fn complement(self) -> Self {
        match self {
            Self::True => Self::NotTrue,
            Self::False => Self::NotFalse,
            Self::NotTrue => Self::True,
            Self::NotFalse => Self::False,
        }
    }

    /// Whether `true` is in the set.
    pub(crate) const fn has_true(self) -> bool {
        matches!(self, Self::True | Self::NotFalse)
    }

    /// Whether a truth value is in the set; `None` is null.
    pub(crate) fn contains(self, truth: Option<bool>) -> bool {
        match self {
            Self::True => truth == Some(true),
            Self::False => truth == Some(false),
            Self::NotTrue => truth != Some(true),
            Self::NotFalse => truth != Some(false),
        }
    }
}
