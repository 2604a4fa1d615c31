//! The types of the canonical functions' arguments and results (URL Conventions sections
//! 5.1.1.5 to 5.1.1.11).

use super::operand::Class;
use crate::ast::Function;
use crate::schema::Primitive;

/// The types of a function.
pub(super) struct Signature {
    /// The types of the arguments; the last is that of all further ones.
    pub(super) arguments: &'static [Argument],
    /// The type of the result; `None` where it is that of the first argument.
    pub(super) result: Option<Primitive>,
}

/// What an argument may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    /// A string; of an enumeration the member's name.
    Text,
    /// A string or a collection.
    TextOrCollection,
    /// A collection.
    Collection,
    /// A whole number.
    Number,
    /// A date, or a date and time.
    Dated,
    /// A time of day, or a date and time.
    Timed,
    /// A date and time.
    Instant,
    /// A duration.
    Duration,
    /// A place or shape.
    Geo,
}

pub(super) const fn signature(function: Function) -> Signature {
    use Argument as A;
    use Function as F;
    use Primitive as P;
    let (arguments, result): (&'static [Argument], Option<Primitive>) = match function {
        F::Contains | F::MatchesPattern | F::SubstringOf => (&[A::Text], Some(P::Boolean)),
        F::StartsWith | F::EndsWith => (&[A::TextOrCollection], Some(P::Boolean)),
        F::Concat => (&[A::TextOrCollection], None),
        F::IndexOf => (&[A::TextOrCollection], Some(P::Int32)),
        F::Length => (&[A::TextOrCollection], Some(P::Int32)),
        F::Substring => (&[A::TextOrCollection, A::Number], None),
        F::ToLower | F::ToUpper | F::Trim => (&[A::Text], Some(P::String)),
        F::HasSubset | F::HasSubsequence => (&[A::Collection], Some(P::Boolean)),
        F::Year | F::Month | F::Day => (&[A::Dated], Some(P::Int32)),
        F::Hour | F::Minute | F::Second => (&[A::Timed], Some(P::Int32)),
        F::FractionalSeconds => (&[A::Timed], Some(P::Decimal)),
        F::TotalSeconds => (&[A::Duration], Some(P::Decimal)),
        F::Date => (&[A::Instant], Some(P::Date)),
        F::Time => (&[A::Instant], Some(P::TimeOfDay)),
        F::TotalOffsetMinutes => (&[A::Instant], Some(P::Int32)),
        F::MinDateTime | F::MaxDateTime | F::Now => (&[], Some(P::DateTimeOffset)),
        F::Round | F::Floor | F::Ceiling => (&[A::Number], None),
        F::GeoDistance | F::GeoLength => (&[A::Geo], Some(P::Double)),
        F::GeoIntersects => (&[A::Geo], Some(P::Boolean)),
    };
    Signature { arguments, result }
}

impl Argument {
    /// Whether a value of this class, one or a collection of them, fits.
    pub(super) const fn takes(self, class: Class<'_>, collection: bool) -> bool {
        if collection {
            return matches!(self, Self::TextOrCollection | Self::Collection);
        }
        matches!(
            (self, class),
            (_, Class::Any)
                | (Self::Text | Self::TextOrCollection, Class::Text | Class::Member(_))
                | (Self::Number, Class::Number)
                | (Self::Dated, Class::Date | Class::Instant)
                | (Self::Timed, Class::TimeOfDay | Class::Instant)
                | (Self::Instant, Class::Instant)
                | (Self::Duration, Class::Duration)
                | (Self::Geo, Class::Geo)
        )
    }

    /// What it takes, for people.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::TextOrCollection => "a string or a collection",
            Self::Collection => "a collection",
            Self::Number => "a number",
            Self::Dated => "a date",
            Self::Timed => "a time",
            Self::Instant => "a date and time",
            Self::Duration => "a duration",
            Self::Geo => "a place",
        }
    }
}
