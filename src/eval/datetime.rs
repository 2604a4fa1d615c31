//! Arithmetic and functions of dates and times.

use chrono::{Datelike as _, NaiveDate};

use super::arithmetic::{duration, wrong};
use super::decimal;
use super::error::EvalFault;
use super::value::Value;
use crate::ast::{BinaryOp, Date, DateTimeOffset, Function, TimeOfDay};

type Result<'e, N> = std::result::Result<Value<'e, N>, EvalFault>;

const PICOS: i128 = 1_000_000_000_000;
const DAY: i128 = 86_400 * PICOS;
/// Days from the first day of the year 1 to 1970-01-01, as chrono counts them.
const UNIX_DAY: i32 = 719_163;

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
        (V::DateTimeOffset(value), V::Duration(by)) => shift(*value, sign * by.picos()),
        (V::Date(date), V::Duration(by)) => {
            let start = DateTimeOffset::midnight_utc(*date);
            match shift::<N>(start, sign * by.picos())? {
                V::DateTimeOffset(value) => Ok(V::Date(value.date())),
                other => Err(wrong("a date", &other)),
            }
        }
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

/// The same offset, so many picoseconds later.
fn shift<'e, N>(value: DateTimeOffset, picos: i128) -> Result<'e, N> {
    let offset = value.offset_minutes();
    let local = value.instant() + i128::from(offset) * 60 * PICOS + picos;
    let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let date = i32::try_from(days)
        .ok()
        .and_then(|days| days.checked_add(UNIX_DAY))
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or(EvalFault::Overflow)?;
    let (seconds, picos) = ((rest / PICOS) as u32, (rest % PICOS) as u64);
    TimeOfDay::new(seconds / 3600, seconds / 60 % 60, seconds % 60, picos)
        .and_then(|time| DateTimeOffset::new(Date(date), time, offset))
        .map(Value::DateTimeOffset)
        .map_err(|_| EvalFault::Overflow)
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
