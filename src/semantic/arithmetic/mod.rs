//! Exact arithmetic, the same for constants of a query and for the values of records (URL
//! Conventions section 5.1.1.2).

pub(crate) mod decimal;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::ast::{BinaryOp, Date, DateTimeOffset, TimeOfDay};

/// Why a calculation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoResult {
    DivisionByZero,
    Overflow,
}

const PICOS: i128 = 1_000_000_000_000;
const DAY: i128 = 86_400 * PICOS;
/// Days from the first day of the year 1 to 1970-01-01, as chrono counts them.
const UNIX_DAY: i32 = 719_163;

/// `add`, `sub`, `mul`, `div` or `mod` of integers. They are those of `Edm.Int64`; one beyond, up
/// to u64, may come out of a record, and then the result may be as large.
pub(crate) fn integers(op: BinaryOp, a: i128, b: i128) -> Result<i128, NoResult> {
    const I64: std::ops::RangeInclusive<i128> = i64::MIN as i128..=i64::MAX as i128;
    if b == 0 && matches!(op, BinaryOp::Div | BinaryOp::Mod) {
        return Err(NoResult::DivisionByZero);
    }
    let result = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div => a.checked_div(b),
        // The remainder of i64::MIN and -1 overflows as its quotient does.
        BinaryOp::Mod if I64.contains(&a) && I64.contains(&b) => {
            a.checked_div(b).filter(|quotient| I64.contains(quotient)).and(a.checked_rem(b))
        }
        BinaryOp::Mod => a.checked_rem(b),
        _ => None,
    };
    let within = |value: &i128| {
        let widest =
            if I64.contains(&a) && I64.contains(&b) { i64::MAX as i128 } else { u64::MAX as i128 };
        (*I64.start()..=widest).contains(value)
    };
    result.filter(within).ok_or(NoResult::Overflow)
}

/// Any operator on decimals; `divby` zero has no decimal result.
pub(crate) fn decimals(op: BinaryOp, a: Decimal, b: Decimal) -> Result<Decimal, NoResult> {
    if b.is_zero() && matches!(op, BinaryOp::Div | BinaryOp::DivBy | BinaryOp::Mod) {
        return Err(NoResult::DivisionByZero);
    }
    let result = match op {
        BinaryOp::Add => decimal::sum(a, b),
        BinaryOp::Sub => decimal::sum(a, -b),
        BinaryOp::Mul => decimal::product(a, b),
        BinaryOp::Mod => a.checked_rem(b),
        _ => decimal::quotient(a, b),
    };
    result.ok_or(NoResult::Overflow)
}

/// The time so many picoseconds later, at the same offset from UTC.
pub(crate) fn shifted(time: DateTimeOffset, picos: i128) -> Result<DateTimeOffset, NoResult> {
    at(time.instant() + picos, time.offset_minutes())
}

/// The same instant in UTC.
pub(crate) fn in_utc(time: DateTimeOffset) -> Result<DateTimeOffset, NoResult> {
    at(time.instant(), 0)
}

fn at(instant: i128, offset: i16) -> Result<DateTimeOffset, NoResult> {
    let local = instant + i128::from(offset) * 60 * PICOS;
    let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    let date = i32::try_from(days)
        .ok()
        .and_then(|days| days.checked_add(UNIX_DAY))
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or(NoResult::Overflow)?;
    let (seconds, picos) = ((rest / PICOS) as u32, (rest % PICOS) as u64);
    TimeOfDay::new(seconds / 3600, seconds / 60 % 60, seconds % 60, picos)
        .and_then(|time| DateTimeOffset::new(Date(date), time, offset))
        .map_err(|_| NoResult::Overflow)
}

/// The day so long after a day; what is left over of the last day is cut off.
pub(crate) fn shifted_day(day: Date, picos: i128) -> Result<Date, NoResult> {
    shifted(DateTimeOffset::midnight_utc(day), picos).map(|time| time.date())
}
