//! Canonical functions, `cast` and `isof`.

use smallvec::SmallVec;

use super::{Compiler, Result, Typed, constant, fold, unsupported};
use crate::ast::{Date, DateTimeOffset, Expr, Function, Literal, TimeOfDay, TypeTest};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::coerce::Coercion;
use crate::eval::geo;
use crate::eval::ir::{Ir, Op, Target};
use crate::eval::pattern::{self, Pattern, PatternFault, PatternIr};
use crate::eval::value::Value;
use crate::schema::{Primitive, StructType, Type};
use crate::semantic::{Kind, Operand, Signature, Typing};
use crate::span::Span;

impl<'c> Compiler<'c> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        use Function as F;
        match function {
            F::Now => return self.now(expr),
            F::GeoDistance | F::GeoLength | F::GeoIntersects => {
                return self.geo(function, arguments, expr);
            }
            F::MinDateTime | F::MaxDateTime => return Ok(extreme(function, expr)),
            F::SubstringOf => return Err(substring_of(arguments, expr.span()).into()),
            _ => {}
        }
        let arguments = self.exprs(arguments)?;
        self.called(function, arguments, expr)
    }

    fn exprs(&mut self, exprs: &'c [Expr]) -> Result<Vec<Typed<'c>>> {
        let mut typed = Vec::with_capacity(exprs.len());
        for expr in exprs {
            typed.push(self.expr(expr)?);
        }
        Ok(typed)
    }

    fn called(
        &mut self,
        function: Function,
        arguments: Vec<Typed<'c>>,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let signature = Signature::of(function);
        self.check_arguments(signature, &arguments)?;
        let kind = signature.result(arguments.first().map_or(Kind::Unknown, |first| first.kind));
        let irs: Vec<Ir> = arguments
            .into_iter()
            .enumerate()
            .map(|(at, argument)| {
                let coercion = signature.argument(at).map_or(Coercion::AsIs, |a| a.coercion());
                argument.read_as(coercion, Kind::Unknown).ir
            })
            .collect();
        if function == Function::MatchesPattern {
            return matches_pattern(irs, expr);
        }
        fold(Op::Call(function, irs), kind, expr)
    }

    fn check_arguments(&mut self, signature: Signature, arguments: &[Typed<'c>]) -> Result<()> {
        let operands: SmallVec<[Operand<'_>; 3]> =
            arguments.iter().map(|argument| argument.as_operand(None)).collect();
        let mut findings = Vec::new();
        signature.check(&operands, Typing::Json, |_, finding| findings.push(finding));
        self.report(findings)
    }

    fn now(&self, expr: &'c Expr) -> Result<Typed<'c>> {
        match self.options.now {
            Some(now) => Ok(constant(Value::DateTimeOffset(now), Kind::INSTANT, expr)),
            None => Err(Diagnostic::new(
                Code::UnsupportedFunction,
                expr.span(),
                "`now()` needs a time, and none was given",
            )
            .with_help("give the time when compiling, or write it here")
            .into()),
        }
    }

    fn geo(
        &mut self,
        function: Function,
        arguments: &'c [Expr],
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let signature = Signature::of(function);
        let mut places = Vec::with_capacity(arguments.len());
        for argument in arguments {
            places.push(match argument.as_literal() {
                Some(Literal::Geo(place)) => geo::Argument::Literal(place, argument.span()),
                _ => {
                    let part = self.expr(argument)?;
                    // A schema may declare a place as a type of GeoJSON objects.
                    if !matches!(part.kind, Kind::One(Type::Struct(_))) {
                        self.check_arguments(signature, std::slice::from_ref(&part))?;
                    }
                    geo::Argument::Part(part.ir)
                }
            });
        }
        let kind = signature.result(Kind::Unknown);
        fold(geo::ir(function, places, expr.span())?, kind, expr)
    }

    /// `cast` if `is_cast`, else `isof`.
    pub(super) fn type_test(
        &mut self,
        test: &'c TypeTest,
        is_cast: bool,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let (name, span) = (&test.type_name.name, expr.span());
        if test.type_name.collection {
            return Err(unsupported(span, "a type test of a collection is not evaluated"));
        }
        let operand = match &test.operand {
            Some(operand) => self.expr(operand)?,
            None => self.record(expr),
        };
        let schema = self.options.schema;
        if let Some(ty) = schema.and_then(|schema| schema.struct_type(name)).filter(|_| !is_cast) {
            return self.is_of_object(operand, ty, expr);
        }
        let (operand, target, kind) = match schema.and_then(|schema| schema.enum_type(name)) {
            // A member is the string of its name.
            Some(ty) => {
                let member = Op::Coerce(Box::new((operand.ir, Coercion::member(ty))));
                (Ir::new(member, span), Target::String, Kind::One(Type::Enum(ty)))
            }
            None => match Target::of(name) {
                Some((target, primitive)) => {
                    (operand.ir, target, Kind::One(Type::Primitive(primitive)))
                }
                None => return Err(unknown_type(name, span).into()),
            },
        };
        let operand = Box::new(operand);
        if is_cast {
            fold(Op::Cast(operand, target), kind, expr)
        } else {
            fold(Op::IsOf(operand, target), Kind::BOOLEAN, expr)
        }
    }

    /// An object is of its declared type and of the bases of that.
    fn is_of_object(
        &self,
        operand: Typed<'c>,
        ty: &StructType,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        match (operand.kind, self.options.schema) {
            (Kind::One(Type::Struct(own)), Some(schema)) if schema.is_a(own, ty) => {
                fold(Op::IsOf(Box::new(operand.ir), Target::Object), Kind::BOOLEAN, expr)
            }
            _ => Err(unsupported(
                expr.span(),
                "whether a value is of a type that it is not declared as is not evaluated",
            )),
        }
    }
}

/// A pattern that is written in the filter is compiled once; its fault is one of the filter.
fn matches_pattern<'c>(arguments: Vec<Ir>, expr: &'c Expr) -> Result<Typed<'c>> {
    let mut arguments = arguments.into_iter();
    let (Some(text), Some(pattern)) = (arguments.next(), arguments.next()) else {
        return Err(unsupported(expr.span(), "`matchesPattern` takes a string and a pattern"));
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
    fold(Op::Matches(Box::new(PatternIr { text, pattern })), Kind::BOOLEAN, expr)
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

impl Target {
    fn of(name: &str) -> Option<(Self, Primitive)> {
        let primitive: Primitive = name.parse().ok()?;
        let integer = |min: i64, max: i64| Self::Integer(min, max);
        let target = match primitive {
            Primitive::Boolean => Self::Boolean,
            Primitive::Byte => integer(0, u8::MAX.into()),
            Primitive::SByte => integer(i8::MIN.into(), i8::MAX.into()),
            Primitive::Int16 => integer(i16::MIN.into(), i16::MAX.into()),
            Primitive::Int32 => integer(i32::MIN.into(), i32::MAX.into()),
            Primitive::Int64 => integer(i64::MIN, i64::MAX),
            Primitive::Decimal => Self::Decimal,
            Primitive::Double => Self::Double,
            Primitive::Single => Self::Single,
            Primitive::String => Self::String,
            Primitive::Date => Self::Date,
            Primitive::DateTimeOffset => Self::DateTimeOffset,
            Primitive::TimeOfDay => Self::TimeOfDay,
            Primitive::Duration => Self::Duration,
            Primitive::Guid => Self::Guid,
            Primitive::Binary => Self::Binary,
            Primitive::Geography | Primitive::Geometry | Primitive::Stream => return None,
        };
        Some((target, primitive))
    }
}

fn unknown_type(name: &str, span: Span) -> Diagnostic {
    let message = format!("the type `{name}` is not known here");
    let help =
        "name a primitive type, such as `Edm.String`, or a type of the schema of the records";
    Diagnostic::new(Code::TypeMismatch, span, message).with_help(help)
}

/// The first and the last instant that services have: of the years 1 and 9999.
fn extreme<'c>(function: Function, expr: &'c Expr) -> Typed<'c> {
    let value = match function {
        Function::MinDateTime => {
            chrono::NaiveDate::from_ymd_opt(1, 1, 1).map(|date| (date, TimeOfDay::MIDNIGHT))
        }
        _ => chrono::NaiveDate::from_ymd_opt(9999, 12, 31)
            .zip(TimeOfDay::new(23, 59, 59, 999_999_999_999).ok()),
    };
    let value = value.and_then(|(date, time)| DateTimeOffset::new(Date(date), time, 0).ok());
    constant(value.map_or(Value::Null, Value::DateTimeOffset), Kind::INSTANT, expr)
}

/// Version 3 of OData, with the arguments in another order.
fn substring_of(arguments: &[Expr], span: Span) -> Diagnostic {
    let message = "`substringof` is not evaluated";
    let finding = Diagnostic::new(Code::UnsupportedFunction, span, message);
    match arguments {
        [part, whole] => finding.with_help(format!("OData 4 has `contains({whole},{part})`")),
        _ => finding.with_help("leave this condition to the service"),
    }
}
