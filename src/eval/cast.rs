//! `cast` and `isof` to primitive types. A cast that fails is null.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};

use super::coerce::{self, Coercion};
use super::interpret::Outcome;
use super::ir::{Ir, Target};
use super::node::FastNode;
use super::value::{Value, to_decimal, to_double};
use crate::ast::{Double, Literal};

pub(super) fn cast<'e, 'a: 'e, N: FastNode<'a>>(
    part: &'e Ir,
    target: Target,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let value = operand(part)?;
    Ok(convert(value, target).unwrap_or(Value::Null))
}

/// Whether the value is of the type, or is a string that JSON writes such a value as.
pub(super) fn is_of<'e, 'a: 'e, N: FastNode<'a>>(
    part: &'e Ir,
    target: Target,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let value = operand(part)?;
    Ok(Value::Boolean(match (&value, target) {
        (Value::Object(_), Target::Object) => true,
        (Value::String(_), Target::String) => true,
        (_, Target::String) => false,
        (Value::Decimal(_) | Value::Double(_), Target::Integer(..)) => false,
        (Value::Double(_), Target::Decimal) => false,
        (Value::String(_), Target::Boolean | Target::Integer(..)) => false,
        (Value::String(_), Target::Decimal | Target::Double | Target::Single) => false,
        // What a cast would take apart or add to is of another type.
        (Value::DateTimeOffset(_), target) => target == Target::DateTimeOffset,
        (Value::Date(_), target) => target == Target::Date,
        // Null, objects and collections are cast to nothing.
        _ => matches!(convert(value, target), Some(value) if !value.is_null()),
    }))
}

fn convert<'e, N: Clone>(value: Value<'e, N>, target: Target) -> Option<Value<'e, N>> {
    use Value as V;
    Some(match (target, value) {
        (Target::String, value) => V::String(text(value)?),
        (Target::Boolean, value @ V::Boolean(_)) => value,
        (Target::Boolean, V::String(text)) => V::Boolean(match &*text {
            "true" => true,
            "false" => false,
            _ => return None,
        }),
        (Target::Integer(min, max), value) => {
            let whole = match numeric(value)? {
                V::Integer(value) => value,
                V::Decimal(value) => value.trunc().to_i128()?,
                V::Double(value) => Some(value).filter(|v| v.is_finite())? as i128,
                _ => return None,
            };
            V::Integer(Some(whole).filter(|v| (min.into()..=max.into()).contains(v))?)
        }
        (Target::Decimal, value) => V::Decimal(match numeric(value)? {
            V::Double(value) => Decimal::from_f64(value)?,
            other => to_decimal(&other)?,
        }),
        (Target::Double, value) => V::Double(to_double(&numeric(value)?)?),
        (Target::Single, value) => V::Double(f64::from(to_double(&numeric(value)?)? as f32)),
        (Target::Date, V::DateTimeOffset(value)) => V::Date(value.date()),
        (Target::TimeOfDay, V::DateTimeOffset(value)) => V::TimeOfDay(value.time()),
        (Target::DateTimeOffset, V::Date(date)) => {
            V::DateTimeOffset(crate::ast::DateTimeOffset::midnight_utc(date))
        }
        (Target::Date, value @ V::Date(_))
        | (Target::DateTimeOffset, value @ V::DateTimeOffset(_))
        | (Target::TimeOfDay, value @ V::TimeOfDay(_))
        | (Target::Duration, value @ V::Duration(_))
        | (Target::Guid, value @ V::Guid(_))
        | (Target::Binary, value @ V::Binary(_)) => value,
        (target, V::String(text)) => return from_text(target, text),
        _ => return None,
    })
}

fn from_text<'e, N>(target: Target, text: Cow<'e, str>) -> Option<Value<'e, N>> {
    const READ: [(Target, Coercion); 6] = [
        (Target::Date, Coercion::Date),
        (Target::DateTimeOffset, Coercion::DateTimeOffset),
        (Target::TimeOfDay, Coercion::TimeOfDay),
        (Target::Duration, Coercion::Duration),
        (Target::Guid, Coercion::Guid),
        (Target::Binary, Coercion::Binary),
    ];
    let (_, read) = READ.iter().find(|(of, _)| *of == target)?;
    Some(read.string(&text))
}

fn numeric<'e, N>(value: Value<'e, N>) -> Option<Value<'e, N>> {
    match value {
        Value::String(text) => coerce::number(&text),
        Value::Integer(_) | Value::Decimal(_) | Value::Double(_) => Some(value),
        _ => None,
    }
}

/// The text of a value as payloads have it.
fn text<N>(value: Value<'_, N>) -> Option<Cow<'_, str>> {
    let literal = match value {
        Value::String(text) => return Some(text),
        Value::Boolean(value) => return Some(value.to_string().into()),
        Value::Integer(value) => return Some(value.to_string().into()),
        Value::Decimal(value) => return Some(value.to_string().into()),
        Value::Duration(value) => return Some(value.to_string().into()),
        Value::Binary(value) => {
            return Some(crate::ast::Binary(value.into_owned().into()).to_string().into());
        }
        // As JSON has it, which needs no exponent to be told from a decimal.
        Value::Double(value) if value.is_finite() => return Some(format!("{value:?}").into()),
        Value::Double(value) => Literal::Double(Double(value)),
        Value::Date(value) => Literal::Date(value),
        Value::DateTimeOffset(value) => Literal::DateTimeOffset(value),
        Value::TimeOfDay(value) => Literal::TimeOfDay(value),
        Value::Guid(value) => Literal::Guid(value),
        Value::Null | Value::Object(_) | Value::Collection(_) | Value::List(_) => return None,
    };
    Some(literal.to_string().into())
}
