//! Literals as constants.

use super::{Compiler, Result, Typed, constant};
use crate::ast::{EnumLiteral, EnumMember, Expr, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::value::{Constant, Value};
use crate::schema::Type;
use crate::semantic::Kind;

impl<'c> Compiler<'c> {
    pub(super) fn literal(&mut self, literal: &'c Literal, expr: &'c Expr) -> Result<Typed<'c>> {
        let kind = Kind::of_literal(literal, self.options.schema);
        if let Literal::Enum(members) = literal {
            return Ok(match self.options.schema {
                Some(_) => {
                    let value = Value::String(names(members, kind).into());
                    Typed { literal: Some(literal), ..constant(value, kind, expr) }
                }
                None => untyped(members, expr),
            });
        }
        match Constant::of_literal(literal) {
            Some(value) => Ok(Typed { literal: Some(literal), ..constant(value, kind, expr) }),
            None => {
                let message = "a place is evaluated only in `geo.distance`, `geo.length` and \
                               `geo.intersects`";
                let help = "ask for the distance between two places, or leave the condition to \
                            the service";
                let finding = Diagnostic::new(Code::UnsupportedFunction, expr.span(), message);
                Err(finding.with_help(help).into())
            }
        }
    }

    /// An enumeration literal whose type the schema does not have.
    pub(super) fn check_known(&self, typed: &Typed<'c>) -> Result<()> {
        let (Kind::One(Type::Dynamic), Some(Literal::Enum(literal))) = (typed.kind, typed.literal)
        else {
            return Ok(());
        };
        let message = format!("the schema has no enumeration `{}`", literal.type_name());
        let finding = Diagnostic::new(Code::TypeMismatch, typed.expr.span(), message);
        Err(finding.with_help("write the member alone, as a string in single quotes").into())
    }
}

/// The names of the members; a number that is none of them is kept.
fn names(literal: &EnumLiteral, kind: Kind<'_>) -> String {
    let names = literal.members().iter().map(|member| match (member, kind) {
        (EnumMember::Name(name), _) => name.to_string(),
        (EnumMember::Value(value), Kind::One(Type::Enum(ty))) => {
            ty.by_value(*value).map_or_else(|| value.to_string(), |member| member.name.to_string())
        }
        (EnumMember::Value(value), _) => value.to_string(),
    });
    names.collect::<Vec<_>>().join(",")
}

/// Without a schema a member is its name, or its number if it is written as one; several
/// numbers are the flags of each.
fn untyped<'c>(literal: &EnumLiteral, expr: &'c Expr) -> Typed<'c> {
    let mut numbers = literal.members().iter().map(|member| match member {
        EnumMember::Value(value) => Some(*value),
        EnumMember::Name(_) => None,
    });
    match numbers.try_fold(0, |flags, number| Some(flags | number?)) {
        Some(flags) => constant(Value::Integer(flags.into()), Kind::NUMBER, expr),
        None => constant(Value::String(names(literal, Kind::Unknown).into()), Kind::STRING, expr),
    }
}
