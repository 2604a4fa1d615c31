//! Values while an expression is evaluated, and how two of them compare.

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::coerce::Coercion;
use super::error::{EvalFault, ValueKind};
use super::node::{FastNode, NoRecord, View};
use crate::ast::{Date, DateTimeOffset, Duration, Guid, Literal, TimeOfDay};

/// A value: a primitive, or a handle on a part of the record.
#[derive(Clone, Debug)]
pub(crate) enum Value<'e, N> {
    Null,
    Boolean(bool),
    Integer(i128),
    Decimal(Decimal),
    Double(f64),
    String(Cow<'e, str>),
    Date(Date),
    DateTimeOffset(DateTimeOffset),
    TimeOfDay(TimeOfDay),
    Duration(Duration),
    Guid(Guid),
    Binary(Cow<'e, [u8]>),
    Object(N),
    Collection(N),
    /// A collection that the expression made.
    List(Vec<Self>),
}

/// A value that depends on no record.
pub(crate) type Constant = Value<'static, NoRecord>;

impl<'e, N> Value<'e, N> {
    pub(crate) fn of<'a: 'e>(node: N) -> Self
    where
        N: FastNode<'a>,
    {
        match node.view() {
            View::Null => Self::Null,
            View::Boolean(value) => Self::Boolean(value),
            // Every integer of the evaluator fits a decimal.
            View::Integer(value) if (i64::MIN.into()..=u64::MAX.into()).contains(&value) => {
                Self::Integer(value)
            }
            View::Integer(value) => Self::Double(value as f64),
            View::Decimal(value) => Self::Decimal(value.value()),
            View::Double(value) => Self::Double(value),
            View::String(value) => Self::String(value),
            View::Date(value) => Self::Date(value),
            View::DateTimeOffset(value) => Self::DateTimeOffset(value),
            View::TimeOfDay(value) => Self::TimeOfDay(value),
            View::Duration(value) => Self::Duration(value),
            View::Guid(value) => Self::Guid(value),
            View::Binary(value) => Self::Binary(value),
            View::Object => Self::Object(node),
            View::Collection => Self::Collection(node),
        }
    }

    pub(crate) const fn kind(&self) -> ValueKind {
        match self {
            Self::Null => ValueKind::Null,
            Self::Boolean(_) => ValueKind::Boolean,
            Self::Integer(_) | Self::Decimal(_) | Self::Double(_) => ValueKind::Number,
            Self::String(_) => ValueKind::String,
            Self::Date(_) => ValueKind::Date,
            Self::DateTimeOffset(_) => ValueKind::DateTimeOffset,
            Self::TimeOfDay(_) => ValueKind::TimeOfDay,
            Self::Duration(_) => ValueKind::Duration,
            Self::Guid(_) => ValueKind::Guid,
            Self::Binary(_) => ValueKind::Binary,
            Self::Object(_) => ValueKind::Object,
            Self::Collection(_) | Self::List(_) => ValueKind::Collection,
        }
    }

    pub(crate) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value of a condition.
    pub(crate) const fn of_truth(truth: Option<bool>) -> Self {
        match truth {
            Some(truth) => Self::Boolean(truth),
            None => Self::Null,
        }
    }

    /// A Boolean or null, as a condition needs it.
    pub(crate) fn truth(&self) -> Result<Option<bool>, EvalFault> {
        match self {
            Self::Null => Ok(None),
            Self::Boolean(value) => Ok(Some(*value)),
            other => Err(EvalFault::WrongType { expected: "a Boolean", found: other.kind() }),
        }
    }
}

impl Constant {
    /// The value of a literal; none for the kinds that are not evaluated as values.
    pub(crate) fn of_literal(literal: &Literal) -> Option<Self> {
        Some(match literal {
            Literal::Null => Self::Null,
            Literal::Boolean(value) => Self::Boolean(*value),
            Literal::Int64(value) => Self::Integer((*value).into()),
            Literal::Decimal(value) => Self::Decimal(value.value()),
            Literal::Double(value) => Self::Double(value.0),
            Literal::String(value) => Self::String(Cow::Owned(value.as_str().to_owned())),
            Literal::Date(value) => Self::Date(*value),
            Literal::DateTimeOffset(value) => Self::DateTimeOffset(*value),
            Literal::TimeOfDay(value) => Self::TimeOfDay(*value),
            Literal::Duration(value) => Self::Duration(*value),
            Literal::Guid(value) => Self::Guid(*value),
            Literal::Binary(value) => Self::Binary(Cow::Owned(value.0.to_vec())),
            Literal::Enum(_) | Literal::Geo(_) => return None,
        })
    }

    /// The constant for use beside the values of a record, without a copy of what it holds.
    pub(crate) fn lend<'e, 'a: 'e, N: FastNode<'a>>(&'e self) -> Value<'e, N> {
        match self {
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer(*value),
            Self::Decimal(value) => Value::Decimal(*value),
            Self::Double(value) => Value::Double(*value),
            Self::String(value) => Value::String(Cow::Borrowed(value)),
            Self::Date(value) => Value::Date(*value),
            Self::DateTimeOffset(value) => Value::DateTimeOffset(*value),
            Self::TimeOfDay(value) => Value::TimeOfDay(*value),
            Self::Duration(value) => Value::Duration(*value),
            Self::Guid(value) => Value::Guid(*value),
            Self::Binary(value) => Value::Binary(Cow::Borrowed(value)),
            Self::List(items) => Value::List(items.iter().map(Self::lend).collect()),
            Self::Null | Self::Object(NoRecord) | Self::Collection(NoRecord) => Value::Null,
        }
    }
}

impl<N> Value<'_, N> {
    /// The value without its borrows; parts of a record count as null.
    pub(crate) fn detach(self) -> Constant {
        match self {
            Self::Null | Self::Object(_) | Self::Collection(_) => Value::Null,
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Decimal(value) => Value::Decimal(value),
            Self::Double(value) => Value::Double(value),
            Self::String(value) => Value::String(Cow::Owned(value.into_owned())),
            Self::Date(value) => Value::Date(value),
            Self::DateTimeOffset(value) => Value::DateTimeOffset(value),
            Self::TimeOfDay(value) => Value::TimeOfDay(value),
            Self::Duration(value) => Value::Duration(value),
            Self::Guid(value) => Value::Guid(value),
            Self::Binary(value) => Value::Binary(Cow::Owned(value.into_owned())),
            Self::List(items) => Value::List(items.into_iter().map(Self::detach).collect()),
        }
    }
}

/// `eq`: null equals null and nothing else, NaN equals nothing.
pub(crate) fn equals<N>(left: &Value<'_, N>, right: &Value<'_, N>) -> Result<bool, EvalFault> {
    match (left.is_null(), right.is_null()) {
        (true, true) => Ok(true),
        (false, false) => Ok(order(left, right)? == Some(Ordering::Equal)),
        _ => Ok(false),
    }
}

/// The order of two values that are not null; none if either is NaN.
pub(crate) fn order<N>(
    left: &Value<'_, N>,
    right: &Value<'_, N>,
) -> Result<Option<Ordering>, EvalFault> {
    use Value as V;
    Ok(Some(match (left, right) {
        (V::String(a), V::String(b)) => a.as_bytes().cmp(b.as_bytes()),
        (V::Integer(a), V::Integer(b)) => a.cmp(b),
        (V::Boolean(a), V::Boolean(b)) => a.cmp(b),
        (V::Date(a), V::Date(b)) => a.cmp(b),
        (V::DateTimeOffset(a), V::DateTimeOffset(b)) => a.cmp_instant(b),
        // A date against a DateTimeOffset means midnight UTC.
        (V::Date(a), V::DateTimeOffset(b)) => DateTimeOffset::midnight_utc(*a).cmp_instant(b),
        (V::DateTimeOffset(a), V::Date(b)) => a.cmp_instant(&DateTimeOffset::midnight_utc(*b)),
        (V::TimeOfDay(a), V::TimeOfDay(b)) => a.cmp(b),
        (V::Duration(a), V::Duration(b)) => a.cmp(b),
        (V::Guid(a), V::Guid(b)) => a.cmp(b),
        (V::Binary(a), V::Binary(b)) => a.cmp(b),
        (a, b) => {
            return numeric_order(a, b)
                .or_else(|| order_with_text(a, b))
                .ok_or(EvalFault::NotComparable { left: a.kind(), right: b.kind() });
        }
    }))
}

/// The order of a string and a date, time, duration or guid that the record or a calculation
/// gave: the string is read as that type, and has no order if it cannot be. The outer `None`
/// says that the two are not such a pair.
fn order_with_text<N>(left: &Value<'_, N>, right: &Value<'_, N>) -> Option<Option<Ordering>> {
    let (text, typed) = match (left, right) {
        (Value::String(text), typed) | (typed, Value::String(text)) => (text, typed),
        _ => return None,
    };
    let read = match typed {
        Value::Date(_) => Coercion::DateOrDateTime,
        Value::DateTimeOffset(_) => Coercion::DateTimeOffset,
        Value::TimeOfDay(_) => Coercion::TimeOfDay,
        Value::Duration(_) => Coercion::Duration,
        Value::Guid(_) => Coercion::Guid,
        _ => return None,
    };
    let text = read.string(text);
    let found = if text.is_null() { None } else { order(&text, typed).ok().flatten() };
    Some(if matches!(left, Value::String(_)) { found } else { found.map(Ordering::reverse) })
}

/// The order of two numbers: as doubles if either is one, else exactly. The outer `None` says
/// that one of them is no number.
fn numeric_order<N>(left: &Value<'_, N>, right: &Value<'_, N>) -> Option<Option<Ordering>> {
    use Value as V;
    Some(match (left, right) {
        (V::Double(_), _) | (_, V::Double(_)) => to_double(left)?.partial_cmp(&to_double(right)?),
        _ => Some(to_decimal(left)?.cmp(&to_decimal(right)?)),
    })
}

/// A number as the nearest double.
pub(crate) fn to_double<N>(value: &Value<'_, N>) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Double(value) => Some(*value),
        Value::Decimal(value) => Some(decimal_to_double(value)),
        _ => None,
    }
}

/// An integer or decimal as a decimal; every i64 and u64 fits.
pub(crate) fn to_decimal<N>(value: &Value<'_, N>) -> Option<Decimal> {
    match value {
        Value::Integer(value) => Decimal::try_from_i128_with_scale(*value, 0).ok(),
        Value::Decimal(value) => Some(*value),
        _ => None,
    }
}

/// The nearest double: exact where mantissa and scale are small, otherwise by way of the text,
/// which is rounded once.
fn decimal_to_double(value: &Decimal) -> f64 {
    const EXACT: i128 = 1 << 53;
    let mantissa = value.mantissa();
    if mantissa.abs() <= EXACT && value.scale() <= 22 {
        return mantissa as f64 / 10_f64.powi(value.scale() as i32);
    }
    value.to_string().parse().ok().or_else(|| value.to_f64()).unwrap_or(f64::NAN)
}
