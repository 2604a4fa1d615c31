//! What can go wrong when a filter is compiled, and when it meets a record.

use std::fmt;

use super::pattern::PatternFault;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Why a filter or an order could not be compiled: one finding, with its place in the source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message())]
pub struct CompileError(Diagnostic);

impl CompileError {
    /// The finding, for drawing a caret under the fault.
    #[must_use]
    pub const fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }

    /// The finding.
    #[must_use]
    pub fn into_diagnostic(self) -> Diagnostic {
        self.0
    }
}

impl From<Diagnostic> for CompileError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(diagnostic)
    }
}

impl From<CompileError> for Diagnostic {
    fn from(error: CompileError) -> Self {
        error.0
    }
}

/// Why a filter has no answer for a record: what went wrong, and in which part of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct EvalError {
    fault: EvalFault,
    span: Span,
}

impl EvalError {
    pub(crate) const fn new(fault: EvalFault, span: Span) -> Self {
        Self { fault, span }
    }

    /// What went wrong.
    #[must_use]
    pub const fn fault(&self) -> EvalFault {
        self.fault
    }

    /// The part of the filter that failed; 0..0 where the filter was built, not parsed.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }
}

/// What goes wrong in an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvalFault {
    /// A comparison of values of types that have no order or equality in common.
    #[error("{left} cannot be compared with {right}")]
    NotComparable {
        /// The type on the left.
        left: ValueKind,
        /// The type on the right.
        right: ValueKind,
    },
    /// An operand or argument of a type that the operator or function does not take.
    #[error("expected {expected}, the record has {found}")]
    WrongType {
        /// What was needed.
        expected: &'static str,
        /// What the record has.
        found: ValueKind,
    },
    /// A path leads into a collection.
    #[error("the path leads into a collection; `any`, `all` and `$count` look into one")]
    IntoCollection,
    /// A path leads into a value that has no members.
    #[error("the path leads into {0}, which has no members")]
    NoMembers(ValueKind),
    /// A result beyond the range of its type.
    #[error("the result is out of range")]
    Overflow,
    /// A division of integers or decimals by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// `substring` with a negative length.
    #[error("a length below zero")]
    NegativeLength,
    /// A pattern that is not evaluated; see [`PatternFault`].
    #[error("{0}")]
    BadPattern(PatternFault),
    /// A value that `cast` cannot make the type of.
    #[error("the value cannot be cast to the type")]
    BadCast,
}

/// The type of a value, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// No value.
    Null,
    /// `Edm.Boolean`
    Boolean,
    /// Any numeric type.
    Number,
    /// `Edm.String` or an enumeration.
    String,
    /// `Edm.Date`
    Date,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Guid`
    Guid,
    /// `Edm.Binary`
    Binary,
    /// A value with members.
    Object,
    /// A collection.
    Collection,
}

impl ValueKind {
    /// The name in data, such as `string`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Date => "date",
            Self::DateTimeOffset => "dateTimeOffset",
            Self::TimeOfDay => "timeOfDay",
            Self::Duration => "duration",
            Self::Guid => "guid",
            Self::Binary => "binary",
            Self::Object => "object",
            Self::Collection => "collection",
        }
    }
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a Boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Date => "a date",
            Self::DateTimeOffset => "a DateTimeOffset",
            Self::TimeOfDay => "a time of day",
            Self::Duration => "a duration",
            Self::Guid => "a guid",
            Self::Binary => "binary data",
            Self::Object => "an object",
            Self::Collection => "a collection",
        })
    }
}
