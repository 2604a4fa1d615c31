//! Arithmetic on values that are written out, which need not wait for a record.

use std::borrow::Cow;

use chrono::{NaiveDate, TimeDelta};

use crate::ast::{BinaryOp, Date, DateTimeOffset, Expr, ExprKind, Literal, TimeOfDay};

const PICOS: i128 = 1_000_000_000_000;
const DAY: i128 = 86_400 * PICOS;

/// An operand, worked out where it is made of whole numbers, or of a time and a duration.
pub(super) fn folded(expr: &Expr) -> Cow<'_, Expr> {
    match expr.kind() {
        ExprKind::Binary(..) | ExprKind::Negate(_) => match value(expr) {
            Some(value) => Cow::Owned(value.into()),
            None => Cow::Borrowed(expr),
        },
        _ => Cow::Borrowed(expr),
    }
}

fn value(expr: &Expr) -> Option<Literal> {
    match expr.kind() {
        ExprKind::Literal(literal) => Some(literal.clone()),
        ExprKind::Negate(operand) => match value(operand)? {
            Literal::Int64(value) => Some(Literal::Int64(value.checked_neg()?)),
            _ => None,
        },
        ExprKind::Binary(op, operands) => {
            let [left, right] = &**operands;
            match (value(left)?, value(right)?) {
                (Literal::Int64(left), Literal::Int64(right)) => integer(*op, left, right),
                (Literal::DateTimeOffset(time), Literal::Duration(duration)) => {
                    moved(time, *op, duration.picos())
                }
                (Literal::Date(day), Literal::Duration(duration)) => {
                    moved(DateTimeOffset::midnight_utc(day), *op, duration.picos())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

fn integer(op: BinaryOp, left: i64, right: i64) -> Option<Literal> {
    let value = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        BinaryOp::Div => left.checked_div(right),
        BinaryOp::Mod => left.checked_rem(right),
        _ => None,
    };
    value.map(Literal::Int64)
}

/// A time some picoseconds later or earlier, in UTC.
fn moved(time: DateTimeOffset, op: BinaryOp, picos: i128) -> Option<Literal> {
    let instant = match op {
        BinaryOp::Add => time.instant().checked_add(picos)?,
        BinaryOp::Sub => time.instant().checked_sub(picos)?,
        _ => return None,
    };
    let days = TimeDelta::try_days(i64::try_from(instant.div_euclid(DAY)).ok()?)?;
    let date = NaiveDate::from_ymd_opt(1970, 1, 1)?.checked_add_signed(days)?;
    let rest = instant.rem_euclid(DAY);
    let seconds = u32::try_from(rest / PICOS).ok()?;
    let picos = u64::try_from(rest % PICOS).ok()?;
    let time = TimeOfDay::new(seconds / 3600, seconds / 60 % 60, seconds % 60, picos).ok()?;
    Some(DateTimeOffset::new(Date(date), time, 0).ok()?.into())
}
