//! Coercion: the strings of JSON as the types that JSON does not have, such as dates.

use std::borrow::Cow;

use super::value::Value;
use crate::ast::{Date, DateTimeOffset, Decimal, Text};
pub(crate) use crate::semantic::Coercion;

impl Coercion {
    pub(crate) fn apply<'e, N>(&'e self, value: Value<'e, N>) -> Value<'e, N> {
        match (self, &value) {
            (Self::AsIs, _) => value,
            (Self::Enum(members), Value::Integer(number)) => member_name(members, *number),
            (Self::Enum(members), Value::String(text)) => match respelled(members, text) {
                Some(name) => Value::String(Cow::Borrowed(name)),
                None => value,
            },
            (Self::Member(members), Value::Integer(number)) => {
                known_name(members, *number).map_or(Value::Null, lent)
            }
            (Self::Member(members), Value::String(text)) => {
                let mut names = members.iter().map(|(_, name)| name.as_str());
                if names.any(|name| name == text) { value } else { Value::Null }
            }
            (Self::Member(_), _) => Value::Null,
            (Self::DateTimeOffset, Value::Date(date)) => {
                Value::DateTimeOffset(DateTimeOffset::midnight_utc(*date))
            }
            (_, Value::String(text)) => self.text(text).unwrap_or(value),
            _ => value,
        }
    }

    /// What a string is read as; null where it cannot be.
    pub(crate) fn string<'e, N>(&self, text: &str) -> Value<'e, N> {
        self.text(text).unwrap_or_else(|| Value::String(Cow::Owned(text.to_owned())))
    }

    /// What a string stands for; none where it stands for itself.
    fn text<'e, N>(&self, text: &str) -> Option<Value<'e, N>> {
        let date_time = || text.parse().map(Value::DateTimeOffset).ok();
        let date = || text.parse().map(Value::Date).ok();
        let duration = || text.parse().map(Value::Duration).ok();
        let read = match self {
            Self::AsIs | Self::Enum(_) | Self::Member(_) => return None,
            Self::Number => number(text),
            Self::DateTimeOffset => date_time().or_else(|| {
                let date = text.parse::<Date>().ok()?;
                Some(Value::DateTimeOffset(DateTimeOffset::midnight_utc(date)))
            }),
            Self::DateOrDateTime => date_time().or_else(date),
            Self::Date => date(),
            Self::TimeOfDay => text.parse().map(Value::TimeOfDay).ok(),
            Self::TimeOrDateTime => date_time().or_else(|| text.parse().map(Value::TimeOfDay).ok()),
            Self::Duration => duration(),
            Self::Guid => text.parse().map(Value::Guid).ok(),
            Self::Binary => text
                .parse()
                .map(|bytes: crate::ast::Binary| Value::Binary(bytes.0.into_vec().into()))
                .ok(),
            Self::Temporal => date_time().or_else(date).or_else(duration),
            Self::NumberOrDuration => number(text).or_else(duration),
            Self::NumberOrTemporal => {
                number(text).or_else(date_time).or_else(date).or_else(duration)
            }
        };
        Some(read.unwrap_or(Value::Null))
    }
}

fn member_name<'e, N>(members: &'e [(i64, Text)], number: i128) -> Value<'e, N> {
    // Enumerations evolve: a number without a member is data all the same.
    known_name(members, number).map_or_else(|| Value::String(Cow::Owned(number.to_string())), lent)
}

fn known_name(members: &[(i64, Text)], number: i128) -> Option<&str> {
    let mut members = members.iter();
    members.find(|(value, _)| i128::from(*value) == number).map(|(_, name)| name.as_str())
}

const fn lent<N>(name: &str) -> Value<'_, N> {
    Value::String(Cow::Borrowed(name))
}

/// The member whose name differs from the text in case alone.
fn respelled<'e>(members: &'e [(i64, Text)], text: &str) -> Option<&'e str> {
    let mut same = members.iter().map(|(_, name)| name.as_str());
    same.find(|name| name.eq_ignore_ascii_case(text)).filter(|name| *name != text)
}

/// A number as the language writes one; Rust's own parsers take `inf`, `.5` and more.
pub(crate) fn number<'e, N>(text: &str) -> Option<Value<'e, N>> {
    match text {
        "NaN" => return Some(Value::Double(f64::NAN)),
        "INF" => return Some(Value::Double(f64::INFINITY)),
        "-INF" => return Some(Value::Double(f64::NEG_INFINITY)),
        _ => {}
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(exponent)),
        None => (text, None),
    };
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    if let Some(exponent) = exponent {
        let finite = text.parse::<f64>().ok().filter(|value| value.is_finite());
        return finite
            .filter(|_| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
            .map(Value::Double);
    }
    if !unsigned.contains('.')
        && let Ok(value) = digits.parse::<i64>()
    {
        return Some(Value::Integer(value.into()));
    }
    digits.parse::<Decimal>().ok().map(|value| Value::Decimal(value.value()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
