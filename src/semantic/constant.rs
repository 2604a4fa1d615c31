//! Arithmetic on literals, which need not wait for a record.

use super::arithmetic::{NoResult, integers, shifted, shifted_day};
use crate::ast::{BinaryOp, Expr, ExprKind, Literal};

/// The literal that an expression is, worked out where it is made of whole numbers, or of a date
/// or time and durations. None for other expressions, and where there is no result.
pub(crate) fn folded(expr: &Expr) -> Option<Literal> {
    match expr.kind() {
        ExprKind::Literal(literal) => Some(literal.clone()),
        ExprKind::Negate(operand) => match folded(operand)? {
            Literal::Int64(value) => integer(BinaryOp::Sub, 0, value),
            _ => None,
        },
        ExprKind::Binary(op, operands) => {
            let [left, right] = &**operands;
            calculated(*op, &folded(left)?, &folded(right)?)
        }
        _ => None,
    }
}

fn calculated(op: BinaryOp, left: &Literal, right: &Literal) -> Option<Literal> {
    let picos = match right {
        Literal::Duration(duration) if op == BinaryOp::Add => Some(duration.picos()),
        Literal::Duration(duration) if op == BinaryOp::Sub => Some(-duration.picos()),
        _ => None,
    };
    match (left, right) {
        (Literal::Int64(left), Literal::Int64(right)) => integer(op, *left, *right),
        (Literal::DateTimeOffset(time), _) => {
            shifted(*time, picos?).ok().map(Literal::DateTimeOffset)
        }
        (Literal::Date(day), _) => shifted_day(*day, picos?).ok().map(Literal::Date),
        _ => None,
    }
}

fn integer(op: BinaryOp, left: i64, right: i64) -> Option<Literal> {
    let value: Result<i128, NoResult> = integers(op, left.into(), right.into());
    value.ok().and_then(|value| i64::try_from(value).ok()).map(Literal::Int64)
}
