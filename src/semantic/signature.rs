//! The types of the canonical functions' arguments and results (URL Conventions sections
//! 5.1.1.5 to 5.1.1.11).

use super::coercion::Coercion;
use super::types::{Class, Kind, Operand, Typing, class};
use crate::ast::{Function, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Primitive, Type};

/// The types of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    function: Function,
    /// The types of the arguments; the last is that of all further ones.
    arguments: &'static [Argument],
    result: Returns,
}

/// What a function gives.
#[derive(Clone, Copy, Debug)]
enum Returns {
    Is(Primitive),
    /// The number type of the argument.
    Number,
    /// A part of the first argument: a string or a collection.
    Part,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// A string; of an enumeration the member's name.
    Text,
    TextOrCollection,
    Collection,
    Number,
    /// A date, or a date and time.
    Dated,
    /// A time of day, or a date and time.
    Timed,
    Instant,
    Duration,
    /// A place or shape.
    Geo,
}

impl Signature {
    pub(crate) const fn of(function: Function) -> Self {
        use Argument as A;
        use Function as F;
        use Primitive as P;
        use Returns::{Is, Number, Part};
        let (arguments, result): (&'static [Argument], Returns) = match function {
            F::Contains | F::MatchesPattern | F::SubstringOf => (&[A::Text], Is(P::Boolean)),
            F::StartsWith | F::EndsWith => (&[A::TextOrCollection], Is(P::Boolean)),
            F::Concat => (&[A::TextOrCollection], Part),
            F::IndexOf | F::Length => (&[A::TextOrCollection], Is(P::Int32)),
            F::Substring => (&[A::TextOrCollection, A::Number], Part),
            F::ToLower | F::ToUpper | F::Trim => (&[A::Text], Is(P::String)),
            F::HasSubset | F::HasSubsequence => (&[A::Collection], Is(P::Boolean)),
            F::Year | F::Month | F::Day => (&[A::Dated], Is(P::Int32)),
            F::Hour | F::Minute | F::Second => (&[A::Timed], Is(P::Int32)),
            F::FractionalSeconds => (&[A::Timed], Is(P::Decimal)),
            F::TotalSeconds => (&[A::Duration], Is(P::Decimal)),
            F::Date => (&[A::Instant], Is(P::Date)),
            F::Time => (&[A::Instant], Is(P::TimeOfDay)),
            F::TotalOffsetMinutes => (&[A::Instant], Is(P::Int32)),
            F::MinDateTime | F::MaxDateTime | F::Now => (&[], Is(P::DateTimeOffset)),
            F::Round | F::Floor | F::Ceiling => (&[A::Number], Number),
            F::GeoDistance | F::GeoLength => (&[A::Geo], Is(P::Double)),
            F::GeoIntersects => (&[A::Geo], Is(P::Boolean)),
        };
        Self { function, arguments, result }
    }

    /// What the argument at a position may be.
    pub(crate) fn argument(&self, at: usize) -> Option<Argument> {
        self.arguments.get(at).or(self.arguments.last()).copied()
    }

    /// The type of the result, given that of the first argument.
    pub(crate) fn result<'a>(&self, first: Kind<'a>) -> Kind<'a> {
        match (self.result, first) {
            (Returns::Is(primitive), _) => Kind::One(Type::Primitive(primitive)),
            (Returns::Number, first) if first.class() == Some(Class::Number) => first,
            (Returns::Number, _) => Kind::NUMBER,
            (Returns::Part, Kind::Many(_) | Kind::Nested | Kind::Unknown) => first,
            // A part of a member's name is a string.
            (Returns::Part, _) => Kind::STRING,
        }
    }

    /// Reports arguments of a wrong type, each with its position.
    pub(crate) fn check(
        &self,
        operands: &[Operand<'_>],
        typing: Typing,
        mut report: impl FnMut(usize, Diagnostic),
    ) {
        let mut fits = true;
        for (at, operand) in operands.iter().enumerate() {
            let Some(wanted) = self.argument(at) else { break };
            if !wanted.takes(operand.kind) {
                fits = false;
                report(at, self.wrong_argument(operand, wanted));
            }
        }
        if let [left, right] = operands
            && fits
            && let Some(finding) = self.unlike(left, right, typing)
        {
            report(1, finding);
        }
    }

    /// Two arguments that are not both strings, or collections of what can be equal.
    fn unlike(
        &self,
        left: &Operand<'_>,
        right: &Operand<'_>,
        typing: Typing,
    ) -> Option<Diagnostic> {
        if !matches!(self.argument(1)?, Argument::TextOrCollection | Argument::Collection) {
            return None;
        }
        let is_text = |kind: Kind<'_>| matches!(kind.class(), Some(Class::Text | Class::Member(_)));
        match (left.kind, right.kind) {
            (one, other) if one.is_collection() && is_text(other) => {
                Some(self.wrong_argument(right, Argument::Collection))
            }
            (one, other) if is_text(one) && other.is_collection() => {
                Some(self.wrong_argument(right, Argument::Text))
            }
            (Kind::Many(one), Kind::Many(other)) if !class(one).compares(class(other), typing) => {
                let (one, other) = (class(one).noun(), class(other).noun());
                let message = format!("{one} never equals {other}");
                let finding = Diagnostic::new(Code::TypeMismatch, right.expr.span(), message);
                Some(finding.with_help("look for values of the type that the members have"))
            }
            _ => None,
        }
    }

    fn wrong_argument(&self, operand: &Operand<'_>, wanted: Argument) -> Diagnostic {
        let (function, argument) = (self.function, operand.expr);
        let (given, noun) = (operand.kind.noun(), wanted.noun());
        let message = format!("`{function}` takes {noun}, but `{argument}` is {given}");
        let finding = Diagnostic::new(Code::TypeMismatch, argument.span(), message);
        match operand.literal {
            Some(literal) if matches!(wanted, Argument::Text | Argument::TextOrCollection) => {
                let quoted = Literal::from(literal.to_string()).to_string();
                let finding = finding.with_help(format!("write `{quoted}`"));
                finding.suggesting(argument.span(), quoted, false)
            }
            _ if operand.kind.class() == Some(Class::Instant) => finding.with_help(format!(
                "ask for a period instead: `{argument} gt … and {argument} lt …`"
            )),
            _ => finding.with_help("compare the value itself, with `eq`"),
        }
    }
}

impl Argument {
    /// Whether a value of this type fits.
    pub(crate) fn takes(self, kind: Kind<'_>) -> bool {
        let class = match kind {
            Kind::Null | Kind::Unknown => return true,
            Kind::Many(_) | Kind::Nested => {
                return matches!(self, Self::TextOrCollection | Self::Collection);
            }
            Kind::Object => return false,
            Kind::One(ty) => class(ty),
        };
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

    /// What the strings of a record are read as there.
    pub(crate) const fn coercion(self) -> Coercion {
        match self {
            Self::Text | Self::TextOrCollection | Self::Collection | Self::Geo => Coercion::AsIs,
            Self::Number => Coercion::Number,
            Self::Dated => Coercion::DateOrDateTime,
            Self::Timed => Coercion::TimeOrDateTime,
            Self::Instant => Coercion::DateTimeOffset,
            Self::Duration => Coercion::Duration,
        }
    }

    /// What it takes, for people.
    const fn noun(self) -> &'static str {
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
