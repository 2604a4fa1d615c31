//! A literal against the type that it is compared with.

use super::check::Checker;
use super::operand::{Class, Operand, class, kind_of};
use super::wording;
use crate::ast::{
    Date, DateTimeOffset, Decimal, Duration, EnumLiteral, EnumMember, Expr, Guid, Literal,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{EnumType, MemberLookup, Type};
use crate::span::Span;

impl<'a> Checker<'a> {
    /// Reports what is wrong with a literal beside a value of the type; whether something is.
    pub(super) fn literal(
        &mut self,
        ty: Type<'a>,
        (beside, operand): (&'a Expr, &Operand<'a>),
        (expr, literal): (&'a Expr, &'a Literal),
    ) -> bool {
        if let Type::Enum(ty) = ty {
            return self.member_literal(ty, expr, literal);
        }
        let wanted = class(ty);
        let given = match kind_of(literal, &self.endpoint.schema) {
            super::operand::Kind::One(ty) => class(ty),
            _ => return false,
        };
        match (wanted, given, literal) {
            (Class::Any, ..) => false,
            // A literal beside a literal of an enumeration.
            (Class::Text, Class::Member(_), _) if operand.as_literal().is_some() => false,
            (Class::Instant, Class::Date, Literal::Date(date)) => {
                self.warn_promoted(expr.span(), *date);
                false
            }
            (Class::Date, Class::Instant, _) => match operand.as_literal() {
                Some(Literal::Date(date)) => {
                    self.warn_promoted(beside.span(), *date);
                    false
                }
                _ => self.mismatch(ty, beside, expr, literal),
            },
            (Class::Duration, _, Literal::String(text)) if text.parse::<Duration>().is_ok() => {
                false
            }
            (wanted, given, _) if wanted == given && !matches!(literal, Literal::Enum(_)) => false,
            _ => self.mismatch(ty, beside, expr, literal),
        }
    }

    fn mismatch(
        &mut self,
        ty: Type<'a>,
        beside: &'a Expr,
        expr: &'a Expr,
        literal: &'a Literal,
    ) -> bool {
        let given = kind_of(literal, &self.endpoint.schema).noun();
        let message = format!("`{beside}` is {}, but this is {given}", class(ty).noun());
        let finding = Diagnostic::new(Code::TypeMismatch, expr.span(), message);
        self.faults.push(match self.respelled(class(ty), expr, literal) {
            Some((mended, certain)) => {
                let finding = finding.with_help(format!("write `{mended}`"));
                Self::suggest(finding, expr.span(), mended, certain)
            }
            None => finding.with_help(format!("write {}", example(class(ty)))),
        });
        true
    }

    /// The same literal as the type would have it, and whether nothing else can be meant.
    fn respelled(
        &self,
        wanted: Class<'_>,
        expr: &Expr,
        literal: &Literal,
    ) -> Option<(String, bool)> {
        if let Literal::String(text) = literal {
            let text = text.trim();
            return match wanted {
                Class::Instant => instant(text),
                Class::Date => text.parse::<Date>().ok().map(|date| (date.to_string(), true)),
                Class::Number => number(text),
                Class::Boolean => {
                    let lower = text.to_ascii_lowercase();
                    ["true", "false"].contains(&lower.as_str()).then_some((lower, true))
                }
                Class::Guid => text.parse::<Guid>().ok().map(|guid| (guid.to_string(), true)),
                _ => None,
            };
        }
        match (wanted, literal) {
            (Class::Text, Literal::Guid(guid)) => {
                // Strings are compared case by case, and the tree does not keep that.
                let spelled = self.source.and_then(|source| expr.span().slice(source));
                let spelled = spelled.filter(|text| text.parse::<Guid>().as_ref() == Ok(guid));
                let sure = spelled.is_some();
                let text = spelled.map_or_else(|| guid.to_string(), str::to_owned);
                Some((format!("'{text}'"), sure))
            }
            (Class::Text, Literal::Int64(_) | Literal::Boolean(_) | Literal::Date(_)) => {
                Some((format!("'{literal}'"), false))
            }
            (Class::Text, Literal::Enum(literal)) => match literal.members() {
                [EnumMember::Name(name)] => Some((format!("'{name}'"), true)),
                _ => None,
            },
            _ => None,
        }
    }

    fn warn_promoted(&mut self, span: Span, date: Date) {
        let mended = DateTimeOffset::midnight_utc(date).to_string();
        let message = "a date alone means midnight UTC here";
        let finding = Diagnostic::new(Code::DatePromoted, span, message)
            .with_help(format!("write `{mended}`"));
        self.faults.push(Self::suggest(finding, span, mended, true));
    }

    fn member_literal(&mut self, ty: &'a EnumType, expr: &'a Expr, literal: &'a Literal) -> bool {
        match literal {
            Literal::Null => false,
            Literal::String(text) => self.member(ty, text, expr.span()),
            Literal::Enum(literal) => self.qualified_member(ty, literal, expr.span()),
            other => {
                let noun = kind_of(other, &self.endpoint.schema).noun();
                let message = format!("this is {noun}, but a member of `{}` is needed", ty.name);
                let finding = Diagnostic::new(Code::TypeMismatch, expr.span(), message);
                let member = match other {
                    Literal::Int64(value) => ty.by_value(*value),
                    _ => None,
                };
                self.faults.push(match member {
                    Some(member) => {
                        let mended = format!("'{}'", member.name);
                        let finding = finding.with_help(format!("write `{mended}`"));
                        Self::suggest(finding, expr.span(), mended, true)
                    }
                    None => finding.with_help(members(ty)),
                });
                true
            }
        }
    }

    /// Reports a string that is no member; whether it is none.
    fn member(&mut self, ty: &'a EnumType, text: &str, span: Span) -> bool {
        let message = format!("`{text}` is not a member of `{}`", ty.name);
        let (message, meant, certain) = match ty.lookup(text) {
            MemberLookup::Exact(_) => return false,
            MemberLookup::OtherCase(member) => {
                let message = format!("`{text}` is not a member of `{}`: case counts", ty.name);
                (message, Some(member.name.as_str()), true)
            }
            MemberLookup::Unknown => match text.parse().ok().and_then(|value| ty.by_value(value)) {
                Some(member) => (message, Some(member.name.as_str()), true),
                None => (message, ty.suggest(text), false),
            },
        };
        let finding = Diagnostic::new(Code::UnknownEnumMember, span, message);
        self.faults.push(match meant {
            Some(meant) => {
                let mended = format!("'{meant}'");
                let finding = finding.with_help(format!("write `{mended}`"));
                Self::suggest(finding, span, mended, certain)
            }
            None => finding.with_help(members(ty)),
        });
        true
    }

    /// `microsoft.graph.provisioningResult'failure'`
    fn qualified_member(&mut self, ty: &'a EnumType, literal: &EnumLiteral, span: Span) -> bool {
        let named = self.endpoint.schema.enum_type(literal.type_name());
        if named.is_none_or(|named| named.name != ty.name) {
            let message =
                format!("`{}` is not the type of what it is compared with", literal.type_name());
            let finding = Diagnostic::new(Code::TypeMismatch, span, message);
            let known = match literal.members() {
                [EnumMember::Name(name)] => match ty.lookup(name) {
                    MemberLookup::Exact(member) => Some(member),
                    _ => None,
                },
                _ => None,
            };
            self.faults.push(match known {
                Some(member) => {
                    let mended = format!("'{}'", member.name);
                    let finding = finding.with_help(format!("write `{mended}`"));
                    Self::suggest(finding, span, mended, false)
                }
                None => finding.with_help(members(ty)),
            });
            return true;
        }
        let [member] = literal.members() else {
            let message = format!("a value of `{}` is one member, not several", ty.name);
            self.faults.push(
                Diagnostic::new(Code::UnknownEnumMember, span, message)
                    .with_help("compare with each member by itself, joined with `or`"),
            );
            return true;
        };
        let found = match member {
            EnumMember::Name(name) if self.member(ty, name, span) => return true,
            EnumMember::Name(name) => name.to_string(),
            EnumMember::Value(value) => match ty.by_value(*value) {
                Some(member) => member.name.to_string(),
                None => {
                    let message = format!("no member of `{}` has the number {value}", ty.name);
                    self.faults.push(
                        Diagnostic::new(Code::UnknownEnumMember, span, message)
                            .with_help(members(ty)),
                    );
                    return true;
                }
            },
        };
        let mended = format!("'{found}'");
        let finding = Diagnostic::new(
            Code::QualifiedEnum,
            span,
            "the service's examples write a member without its type",
        );
        let finding = finding.with_help(format!("write `{mended}`"));
        self.faults.push(Self::suggest(finding, span, mended, true));
        false
    }
}

fn members(ty: &EnumType) -> String {
    let names: Vec<String> = ty.members.iter().map(|member| format!("'{}'", member.name)).collect();
    format!("the members are {}", wording::list(names.iter().map(String::as_str), "and"))
}

/// A quoted date or time stamp without its quotes.
fn instant(text: &str) -> Option<(String, bool)> {
    if text.parse::<DateTimeOffset>().is_ok() || text.parse::<Date>().is_ok() {
        return Some((text.to_owned(), true));
    }
    // Without a zone, UTC is likely but not certain; a space for the `T` is a habit of SQL.
    let zoned = format!("{}Z", text.replacen(' ', "T", 1).trim_end_matches('Z'));
    zoned.parse::<DateTimeOffset>().is_ok().then_some((zoned, false))
}

fn number(text: &str) -> Option<(String, bool)> {
    if text.parse::<i64>().is_ok() && !text.starts_with('+') {
        return Some((text.to_owned(), true));
    }
    text.parse::<Decimal>().ok().map(|value| (value.to_string(), true))
}

const fn example(wanted: Class<'_>) -> &'static str {
    match wanted {
        Class::Number => "a number, such as `1000`",
        Class::Text => "a string in single quotes, such as `'abc'`",
        Class::Boolean => "`true` or `false`",
        Class::Date => "a date, such as `2024-05-01`",
        Class::Instant => "a date and time, such as `2024-05-01T00:00:00Z`",
        Class::TimeOfDay => "a time, such as `11:22:33`",
        Class::Duration => "a duration, such as `duration'P1DT2H'`",
        Class::Guid => "a guid, such as `01234567-89ab-cdef-0123-456789abcdef`",
        _ => "a value of that type",
    }
}
