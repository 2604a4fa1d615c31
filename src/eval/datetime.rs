//! Arithmetic and functions of dates and times.

use chrono::Datelike as _;

use super::arithmetic::{duration, wrong};
use super::error::EvalFault;
use super::value::Value;
use crate::ast::{BinaryOp, Date, DateTimeOffset, Function, TimeOfDay};
use crate::semantic::arithmetic::{decimal, shifted, shifted_day};

type Result<'e, N> = std::result::Result<Value<'e, N>, EvalFault>;

/// A date or DateTimeOffset on the left.
pub(super) fn calculate<'e, N>(
    op: BinaryOp,
    left: &Value<'_, N>,
    right: &Value<'_, N>,
) -> Result<'e, N> {
    use Value as V;
    let sign = match op {
        BinaryOp::Add => 1,
        BinaryOp::Sub => -1,
        _ => return Err(wrong("a number", left)),
    };
    match (left, right) {
        (V::DateTimeOffset(value), V::Duration(by)) => {
            Ok(V::DateTimeOffset(shifted(*value, sign * by.picos())?))
        }
        (V::Date(date), V::Duration(by)) => Ok(V::Date(shifted_day(*date, sign * by.picos())?)),
        (V::Date(_) | V::DateTimeOffset(_), V::Date(_) | V::DateTimeOffset(_))
            if op == BinaryOp::Sub =>
        {
            match (instant(left), instant(right)) {
                (Some(a), Some(b)) => duration(a - b),
                _ => Err(wrong("a date", right)),
            }
        }
        _ => Err(wrong("a duration", right)),
    }
}

fn instant<N>(value: &Value<'_, N>) -> Option<i128> {
    match value {
        Value::Date(date) => Some(DateTimeOffset::midnight_utc(*date).instant()),
        Value::DateTimeOffset(value) => Some(value.instant()),
        _ => None,
    }
}

/// The functions of one date, time or duration.
pub(super) fn part<'e, N>(function: Function, value: &Value<'_, N>) -> Result<'e, N> {
    use Function as F;
    let integer = |value: i64| Ok(Value::Integer(value.into()));
    match (function, value) {
        (F::TotalSeconds, Value::Duration(value)) => seconds(value.picos()),
        (F::TotalSeconds, other) => Err(wrong("a duration", other)),
        (F::Year | F::Month | F::Day, other) => {
            let Date(date) = date_of(other).ok_or(wrong("a date", other))?;
            integer(match function {
                F::Year => date.year().into(),
                F::Month => date.month().into(),
                _ => date.day().into(),
            })
        }
        (F::Hour | F::Minute | F::Second | F::FractionalSeconds, other) => {
            let time = time_of(other).ok_or(wrong("a time", other))?;
            match function {
                F::Hour => integer(time.hour().into()),
                F::Minute => integer(time.minute().into()),
                F::Second => integer(time.second().into()),
                _ => seconds(time.picos().into()),
            }
        }
        (F::Date, other) => date_of(other).map(Value::Date).ok_or(wrong("a DateTimeOffset", other)),
        (F::Time, other) => {
            time_of(other).map(Value::TimeOfDay).ok_or(wrong("a DateTimeOffset", other))
        }
        (F::TotalOffsetMinutes, Value::DateTimeOffset(value)) => {
            integer(value.offset_minutes().into())
        }
        (_, other) => Err(wrong("a DateTimeOffset", other)),
    }
}

const fn date_of<N>(value: &Value<'_, N>) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::DateTimeOffset(value) => Some(value.date()),
        _ => None,
    }
}

const fn time_of<N>(value: &Value<'_, N>) -> Option<TimeOfDay> {
    match value {
        Value::TimeOfDay(time) => Some(*time),
        Value::DateTimeOffset(value) => Some(value.time()),
        _ => None,
    }
}

/// Picoseconds as seconds.
fn seconds<'e, N>(picos: i128) -> Result<'e, N> {
    decimal::from_picos(picos).map(Value::Decimal).ok_or(EvalFault::Overflow)
}
