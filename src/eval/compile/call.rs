//! Canonical functions, `cast` and `isof`: what they take and what they give.

use super::compare::{check, unequal_members};
use super::{Compiler, Result, Typed, constant, fold, unsupported};
use crate::ast::{Date, DateTimeOffset, Expr, Function, Literal, TimeOfDay, TypeTest};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::coerce::Coercion;
use crate::eval::geo;
use crate::eval::ir::{Ir, Op, Target};
use crate::eval::pattern::{self, Pattern, PatternFault, PatternIr};
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::schema::StructType;
use crate::span::Span;

impl<'c> Compiler<'c> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &[Expr],
        span: Span,
    ) -> Result<Typed<'c>> {
        use Function as F;
        match function {
            F::Now => return self.now(span),
            F::GeoDistance | F::GeoLength | F::GeoIntersects => {
                return self.geo(function, arguments, span);
            }
            F::MinDateTime | F::MaxDateTime => return Ok(extreme(function, span)),
            _ => {}
        }
        let Some(kind) = Signature::of(function) else {
            return Err(not_evaluated(function, arguments, span).into());
        };
        let arguments = self.exprs(arguments)?;
        called(function, kind, arguments, span)
    }

    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Result<Vec<Typed<'c>>> {
        let mut typed = Vec::with_capacity(exprs.len());
        for expr in exprs {
            typed.push(self.expr(expr)?);
        }
        Ok(typed)
    }

    fn now(&self, span: Span) -> Result<Typed<'c>> {
        match self.options.now {
            Some(now) => Ok(constant(Value::DateTimeOffset(now), Type::DateTimeOffset, span)),
            None => Err(Diagnostic::new(
                Code::UnsupportedFunction,
                span,
                "`now()` needs a time, and none was given",
            )
            .with_help("give the time when compiling, or write it here")
            .into()),
        }
    }

    fn geo(&mut self, function: Function, arguments: &[Expr], span: Span) -> Result<Typed<'c>> {
        let mut places = Vec::with_capacity(arguments.len());
        for argument in arguments {
            places.push(match argument.as_literal() {
                Some(Literal::Geo(place)) => geo::Argument::Literal(place, argument.span()),
                _ => {
                    let part = self.expr(argument)?;
                    if !matches!(part.ty, Type::Any | Type::Null | Type::Struct(_)) {
                        check(&part, &[], "a place")?;
                    }
                    geo::Argument::Part(part.plan)
                }
            });
        }
        let ty = if function == Function::GeoIntersects { Type::Boolean } else { Type::Number };
        fold(geo::ir(function, places, span)?, ty, span)
    }

    /// `cast` if `is_cast`, else `isof`.
    pub(super) fn type_test(
        &mut self,
        test: &TypeTest,
        is_cast: bool,
        span: Span,
    ) -> Result<Typed<'c>> {
        let name = &test.type_name.name;
        if test.type_name.collection {
            return Err(unsupported(span, "a type test of a collection is not evaluated"));
        }
        let operand = match &test.operand {
            Some(operand) => self.expr(operand)?,
            None => self.record(span),
        };
        let schema = self.options.schema;
        if let Some(ty) = schema.and_then(|schema| schema.struct_type(name)).filter(|_| !is_cast) {
            return self.is_of_object(operand, ty, span);
        }
        let (operand, target, ty) = match schema.and_then(|schema| schema.enum_type(name)) {
            // A member is the string of its name.
            Some(ty) => {
                let read = Coercion::member(ty);
                let member = Op::Coerce(Box::new((operand.plan, read)));
                (Ir::new(member, span), Target::String, Type::Enum(ty))
            }
            None => match Target::of(name) {
                Some((target, ty)) => (operand.plan, target, ty),
                None => return Err(unknown_type(name, span).into()),
            },
        };
        let operand = Box::new(operand);
        if is_cast {
            fold(Op::Cast(operand, target), ty, span)
        } else {
            fold(Op::IsOf(operand, target), Type::Boolean, span)
        }
    }

    /// An object is of its declared type and of the bases of that.
    fn is_of_object(&self, operand: Typed<'c>, ty: &StructType, span: Span) -> Result<Typed<'c>> {
        match (&operand.ty, self.options.schema) {
            (Type::Struct(own), Some(schema)) if schema.is_a(own, ty) => {
                fold(Op::IsOf(Box::new(operand.plan), Target::Object), Type::Boolean, span)
            }
            _ => Err(unsupported(
                span,
                "whether a value is of a type that it is not declared as is not evaluated",
            )),
        }
    }
}

fn called(
    function: Function,
    kind: Signature,
    arguments: Vec<Typed<'_>>,
    span: Span,
) -> Result<Typed<'_>> {
    let (arguments, ty) = kind.apply(function, arguments)?;
    let plans: Vec<_> = arguments.into_iter().map(|argument| argument.plan).collect();
    if function == Function::MatchesPattern {
        return matches_pattern(plans, span);
    }
    fold(Op::Call(function, plans), ty, span)
}

/// A pattern that is written in the filter is made ready once; its fault is one of the filter.
fn matches_pattern<'s>(arguments: Vec<Ir>, span: Span) -> Result<Typed<'s>> {
    let mut arguments = arguments.into_iter();
    let (Some(text), Some(pattern)) = (arguments.next(), arguments.next()) else {
        return Err(unsupported(span, "`matchesPattern` takes a string and a pattern"));
    };
    let ready = match pattern.as_constant() {
        Some(Value::String(written)) => Some(pattern::constant(written)),
        _ => None,
    };
    let pattern = match ready {
        None => Pattern::Computed(pattern),
        Some(Ok(regex)) => Pattern::Ready(regex),
        Some(Err(fault)) => return Err(bad_pattern(fault, pattern.span).into()),
    };
    fold(Op::Matches(Box::new(PatternIr { text, pattern })), Type::Boolean, span)
}

fn bad_pattern(fault: PatternFault, span: Span) -> Diagnostic {
    let help = match fault {
        PatternFault::LookAround => "join several `matchesPattern` with `and`, `or` and `not`",
        PatternFault::BackReference => "write out what it may refer to",
        PatternFault::Syntax => "write a regular expression as ECMAScript has them, as in '^A.*e$'",
        PatternFault::TooLarge => "repeat fewer things, or fewer times",
    };
    Diagnostic::new(Code::ConstantFault, span, fault.to_string()).with_help(help)
}

/// The kinds of functions by what they take.
#[derive(Clone, Copy)]
enum Signature {
    /// Strings; gives a string.
    Text,
    /// Two strings; gives a Boolean.
    TextTest,
    /// Strings or collections.
    Sequence,
    /// Two collections.
    Collections,
    /// A string or collection and whole numbers.
    Substring,
    Number,
    Date,
    Time,
    DateTimeOffset,
    Duration,
}

impl Signature {
    const fn of(function: Function) -> Option<Self> {
        use Function as F;
        Some(match function {
            F::ToLower | F::ToUpper | F::Trim => Self::Text,
            F::Contains | F::MatchesPattern => Self::TextTest,
            F::StartsWith | F::EndsWith | F::IndexOf | F::Length | F::Concat => Self::Sequence,
            F::HasSubset | F::HasSubsequence => Self::Collections,
            F::Substring => Self::Substring,
            F::Round | F::Floor | F::Ceiling => Self::Number,
            F::Year | F::Month | F::Day => Self::Date,
            F::Hour | F::Minute | F::Second | F::FractionalSeconds => Self::Time,
            F::Date | F::Time | F::TotalOffsetMinutes => Self::DateTimeOffset,
            F::TotalSeconds => Self::Duration,
            _ => return None,
        })
    }

    fn apply<'s>(
        self,
        function: Function,
        arguments: Vec<Typed<'s>>,
    ) -> Result<(Vec<Typed<'s>>, Type<'s>)> {
        let mut checked = Vec::with_capacity(arguments.len());
        match (self, arguments.as_slice()) {
            (Self::Sequence, [left, right]) => check_sequences(left, right)?,
            (Self::Collections, [left, right]) => check_members(left, right)?,
            _ => {}
        }
        let first = arguments.first().map_or(Type::Any, |argument| argument.ty.clone());
        for (at, argument) in arguments.into_iter().enumerate() {
            checked.push(self.argument(at, argument)?);
        }
        let string_or_list = match first {
            Type::Collection(_) | Type::Any => first,
            _ => Type::String,
        };
        let ty = match (self, function) {
            (Self::Text, _) => Type::String,
            (Self::TextTest | Self::Collections, _) => Type::Boolean,
            (Self::Sequence, Function::StartsWith | Function::EndsWith) => Type::Boolean,
            (Self::Sequence, Function::IndexOf | Function::Length) => Type::Number,
            (Self::Sequence | Self::Substring, _) => string_or_list,
            (_, Function::Date) => Type::Date,
            (_, Function::Time) => Type::TimeOfDay,
            _ => Type::Number,
        };
        Ok((checked, ty))
    }

    /// What an argument must be, and what the strings of a record are read as there.
    fn argument<'s>(self, at: usize, argument: Typed<'s>) -> Result<Typed<'s>> {
        let (wanted, name, read): (&[Type<'_>], _, _) = match self {
            Self::Text | Self::TextTest => (&[Type::String], "a string", Coercion::AsIs),
            Self::Sequence if matches!(argument.ty, Type::Collection(_)) => return Ok(argument),
            Self::Substring if at == 0 && matches!(argument.ty, Type::Collection(_)) => {
                return Ok(argument);
            }
            Self::Collections if matches!(argument.ty, Type::Collection(_)) => return Ok(argument),
            Self::Sequence => (&[Type::String], "a string or a collection", Coercion::AsIs),
            Self::Collections => (&[], "a collection", Coercion::AsIs),
            Self::Substring if at == 0 => {
                (&[Type::String], "a string or a collection", Coercion::AsIs)
            }
            Self::Substring | Self::Number => (&[Type::Number], "a number", Coercion::Number),
            Self::Date => (
                &[Type::Date, Type::DateTimeOffset],
                "a date or a DateTimeOffset",
                Coercion::DateOrDateTime,
            ),
            Self::Time => (
                &[Type::TimeOfDay, Type::DateTimeOffset],
                "a time of day or a DateTimeOffset",
                Coercion::TimeOrDateTime,
            ),
            Self::DateTimeOffset => {
                (&[Type::DateTimeOffset], "a DateTimeOffset", Coercion::DateTimeOffset)
            }
            Self::Duration => (&[Type::Duration], "a duration", Coercion::Duration),
        };
        check(&argument, wanted, name)?;
        Ok(argument.read_as(read, Type::Any))
    }
}

/// That both are strings, or collections of what can be equal.
fn check_sequences(left: &Typed<'_>, right: &Typed<'_>) -> Result<()> {
    let string = |ty: &Type<'_>| matches!(ty, Type::String | Type::Enum(_));
    match (&left.ty, &right.ty) {
        (Type::Collection(_), b) if string(b) => check(right, &[], "a collection"),
        (a, Type::Collection(_)) if string(a) => check(right, &[Type::String], "a string"),
        _ => check_members(left, right),
    }
}

/// That members of one can equal those of the other, where both are collections.
fn check_members(left: &Typed<'_>, right: &Typed<'_>) -> Result<()> {
    match (&left.ty, &right.ty) {
        (Type::Collection(a), Type::Collection(b)) if !a.meets(b) => {
            Err(unequal_members(a, b, right.plan.span).into())
        }
        _ => Ok(()),
    }
}

impl Target {
    fn of<'s>(name: &str) -> Option<(Self, Type<'s>)> {
        let integer = |min: i64, max: i64| (Self::Integer(min, max), Type::Number);
        Some(match name {
            "Edm.Boolean" => (Self::Boolean, Type::Boolean),
            "Edm.Byte" => integer(0, u8::MAX.into()),
            "Edm.SByte" => integer(i8::MIN.into(), i8::MAX.into()),
            "Edm.Int16" => integer(i16::MIN.into(), i16::MAX.into()),
            "Edm.Int32" => integer(i32::MIN.into(), i32::MAX.into()),
            "Edm.Int64" => integer(i64::MIN, i64::MAX),
            "Edm.Decimal" => (Self::Decimal, Type::Number),
            "Edm.Double" => (Self::Double, Type::Number),
            "Edm.Single" => (Self::Single, Type::Number),
            "Edm.String" => (Self::String, Type::String),
            "Edm.Date" => (Self::Date, Type::Date),
            "Edm.DateTimeOffset" => (Self::DateTimeOffset, Type::DateTimeOffset),
            "Edm.TimeOfDay" => (Self::TimeOfDay, Type::TimeOfDay),
            "Edm.Duration" => (Self::Duration, Type::Duration),
            "Edm.Guid" => (Self::Guid, Type::Guid),
            "Edm.Binary" => (Self::Binary, Type::Binary),
            _ => return None,
        })
    }
}

fn unknown_type(name: &str, span: Span) -> Diagnostic {
    let message = format!("the type `{name}` is not known here");
    let help =
        "name a primitive type, such as `Edm.String`, or a type of the schema of the records";
    Diagnostic::new(Code::TypeMismatch, span, message).with_help(help)
}

/// The first and the last instant that services have: of the years 1 and 9999.
fn extreme<'s>(function: Function, span: Span) -> Typed<'s> {
    let value = match function {
        Function::MinDateTime => {
            chrono::NaiveDate::from_ymd_opt(1, 1, 1).map(|date| (date, TimeOfDay::MIDNIGHT))
        }
        _ => chrono::NaiveDate::from_ymd_opt(9999, 12, 31)
            .zip(TimeOfDay::new(23, 59, 59, 999_999_999_999).ok()),
    };
    let value = value.and_then(|(date, time)| DateTimeOffset::new(Date(date), time, 0).ok());
    constant(value.map_or(Value::Null, Value::DateTimeOffset), Type::DateTimeOffset, span)
}

fn not_evaluated(function: Function, arguments: &[Expr], span: Span) -> Diagnostic {
    let message = format!("`{function}` is not evaluated");
    let finding = Diagnostic::new(Code::UnsupportedFunction, span, message);
    match (function, arguments) {
        (Function::SubstringOf, [part, whole]) => {
            finding.with_help(format!("OData 4 has `contains({whole},{part})`"))
        }
        _ => finding.with_help("leave this condition to the service"),
    }
}
