//! Literals and members of enumerations.

use super::{Compiler, Result, Typed, constant, replacement};
use crate::ast::{EnumLiteral, EnumMember, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::types::Type;
use crate::eval::value::{Constant, Value};
use crate::schema::{EnumType, MemberLookup};
use crate::span::Span;

impl<'c> Compiler<'c> {
    pub(super) fn literal(&mut self, literal: &Literal, span: Span) -> Result<Typed<'c>> {
        if let Literal::Enum(literal) = literal {
            return self.enum_literal(literal, span);
        }
        match Constant::of_literal(literal) {
            Some(value) => Ok(constant(value, Type::of_literal(literal), span)),
            None => Err(Diagnostic::new(
                Code::UnsupportedFunction,
                span,
                "a place is evaluated only in `geo.distance`, `geo.length` and `geo.intersects`",
            )
            .with_help(
                "ask for the distance between two places, or leave the condition to the service",
            )
            .into()),
        }
    }

    fn enum_literal(&mut self, literal: &EnumLiteral, span: Span) -> Result<Typed<'c>> {
        let Some(schema) = self.options.schema else {
            return Ok(untyped_members(literal, span));
        };
        let Some(ty) = schema.enum_type(literal.type_name()) else {
            let message = format!("the schema has no enumeration `{}`", literal.type_name());
            return Err(Diagnostic::new(Code::TypeMismatch, span, message)
                .with_help("write the member alone, as a string in single quotes")
                .into());
        };
        let mut names = Vec::new();
        for member in literal.members() {
            names.push(match member {
                EnumMember::Name(name) => {
                    self.check_member(ty, name, span);
                    name.to_string()
                }
                EnumMember::Value(value) => {
                    ty.by_value(*value).map_or_else(|| value.to_string(), |m| m.name.to_string())
                }
            });
        }
        Ok(constant(Value::String(names.join(",").into()), Type::Enum(ty), span))
    }

    /// An unknown member may be one that the schema does not know yet, so it is a warning.
    pub(super) fn check_member(&mut self, ty: &EnumType, member: &str, span: Span) {
        let (meant, why) = match ty.lookup(member) {
            MemberLookup::Exact(_) => return,
            MemberLookup::OtherCase(member) => (Some(member.name.as_str()), " in this case"),
            MemberLookup::Unknown => (ty.suggest(member), ""),
        };
        let message = format!("`{member}` is no member of `{}`{why}", ty.name);
        let mut warning = Diagnostic::new(Code::NeverTrue, span, message);
        warning = match meant {
            Some(meant) => warning
                .with_help(format!("did you mean '{meant}'? Members are case-sensitive"))
                .with_suggestion(replacement(span, format!("'{meant}'"))),
            None => {
                let known: Vec<_> = ty.members.iter().map(|m| m.name.as_str()).collect();
                warning.with_help(format!("the known members are {}", known.join(", ")))
            }
        };
        self.warnings.push(warning);
    }
}

/// Without a schema a member is its name, or its number if it is written as one; several
/// numbers are the flags of each.
fn untyped_members<'s>(literal: &EnumLiteral, span: Span) -> Typed<'s> {
    let mut numbers = literal.members().iter().map(|member| match member {
        EnumMember::Value(value) => Some(*value),
        EnumMember::Name(_) => None,
    });
    if let Some(flags) = numbers.try_fold(0, |flags, number| Some(flags | number?)) {
        return constant(Value::Integer(flags.into()), Type::Number, span);
    }
    let names = literal.members().iter().map(|member| match member {
        EnumMember::Name(name) => name.to_string(),
        EnumMember::Value(value) => value.to_string(),
    });
    constant(Value::String(names.collect::<Vec<_>>().join(",").into()), Type::String, span)
}
