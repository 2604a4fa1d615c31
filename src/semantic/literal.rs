//! Literals compared with a typed value: whether they fit, and what to write instead.

use super::member::{self, list_of_members, write_instead};
use super::types::{Class, Context, Kind, Operand, Typing, class};
use crate::ast::{Date, DateTimeOffset, Decimal, Duration, EnumMember, Expr, Guid, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{EnumType, Type};
use crate::span::Span;

/// Reports what is wrong with a literal beside a value; whether something is.
pub(super) fn beside<'a>(
    context: Context<'a>,
    value: Operand<'a>,
    given: Operand<'a>,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let (Kind::One(ty), Kind::One(given_type), Some(literal)) =
        (value.kind, given.kind, given.literal)
    else {
        return false;
    };
    let span = given.expr.span();
    if let Type::Enum(ty) = ty {
        return match literal {
            Literal::Null => false,
            Literal::String(text) => member::named(ty, text, span, findings),
            Literal::Enum(literal) => {
                member::qualified(ty, literal, context.schema, span, findings)
            }
            other => {
                findings.push(no_member(ty, given.kind, other, span));
                true
            }
        };
    }
    let (wanted, class) = (class(ty), class(given_type));
    match (wanted, class, literal) {
        (Class::Any, ..) => return false,
        // A literal beside a literal of an enumeration.
        (Class::Text, Class::Member(_), _) if value.literal.is_some() => return false,
        (Class::Instant, Class::Date, Literal::Date(date)) => {
            findings.push(promoted(span, *date));
            return false;
        }
        (Class::Date, Class::Instant, _) => {
            if let Some(Literal::Date(date)) = value.literal {
                findings.push(promoted(value.expr.span(), *date));
                return false;
            }
        }
        (Class::Duration, _, Literal::String(text)) if text.parse::<Duration>().is_ok() => {
            return false;
        }
        (wanted, given, _) if wanted == given && !matches!(literal, Literal::Enum(_)) => {
            return false;
        }
        _ => {}
    }
    if context.typing == Typing::Json && class != Class::Any && wanted.compares(class, Typing::Json)
    {
        return false;
    }
    findings.push(mismatch(context, wanted, value.expr, given, literal));
    true
}

/// Two types that do not compare.
pub(super) fn differing(span: Span, left: Operand<'_>, right: Operand<'_>) -> Diagnostic {
    let is_collection =
        |side: Operand<'_>| side.kind.is_collection() && side.expr.as_path().is_some();
    let is_object = |side: Operand<'_>| matches!(side.kind.class(), Some(Class::Struct(_)));
    let (message, help) = match (left.kind, right.kind) {
        (Kind::One(Type::Enum(left)), Kind::One(Type::Enum(right))) => (
            format!("a member of `{}` is never one of `{}`", left.name, right.name),
            "compare each property with members of its own enumeration",
        ),
        (one, other) => (
            format!("{} cannot be compared with {}", one.noun(), other.noun()),
            match (left, right) {
                (one, other) if is_collection(one) || is_collection(other) => {
                    "test the members with `any` or `all`, as in `path/any(x:x/name eq 'a')`"
                }
                (one, other) if is_object(one) || is_object(other) => {
                    "name one of its properties after a `/`"
                }
                _ => "compare values of one type",
            },
        ),
    };
    Diagnostic::new(Code::TypeMismatch, span, message).with_help(help)
}

fn mismatch(
    context: Context<'_>,
    wanted: Class<'_>,
    beside: &Expr,
    given: Operand<'_>,
    literal: &Literal,
) -> Diagnostic {
    let (noun, span) = (given.kind.noun(), given.expr.span());
    let message = format!("`{beside}` is {}, but this is {noun}", wanted.noun());
    let finding = Diagnostic::new(Code::TypeMismatch, span, message);
    match respelled(context, wanted, span, literal) {
        Some((text, certain)) => {
            finding.with_help(format!("write `{text}`")).suggesting(span, text, certain)
        }
        None => finding.with_help(format!("write {}", example(wanted))),
    }
}

fn no_member(ty: &EnumType, given: Kind<'_>, literal: &Literal, span: Span) -> Diagnostic {
    let message = format!("this is {}, but a member of `{}` is needed", given.noun(), ty.name);
    let finding = Diagnostic::new(Code::TypeMismatch, span, message);
    let member = match literal {
        Literal::Int64(value) => ty.by_value(*value),
        _ => None,
    };
    match member {
        Some(member) => write_instead(finding, span, &member.name, true),
        None => finding.with_help(list_of_members(ty)),
    }
}

fn promoted(span: Span, date: Date) -> Diagnostic {
    let text = DateTimeOffset::midnight_utc(date).to_string();
    Diagnostic::new(Code::DatePromoted, span, "a date alone means midnight UTC here")
        .with_help(format!("write `{text}`"))
        .suggesting(span, text, true)
}

/// The literal as one of the type, and whether that is the only possible reading.
fn respelled(
    context: Context<'_>,
    wanted: Class<'_>,
    span: Span,
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
            let spelled = context.source.and_then(|source| span.slice(source));
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
