//! Constants of a comparison as a service would take them.

use std::borrow::Cow;

use crate::ast::{DateTimeOffset, Expr, ExprKind, Literal};
use crate::semantic::arithmetic::in_utc;
use crate::semantic::folded as folded_literal;

/// An operand, worked out where it is arithmetic on literals. Times are in UTC, and a day is its
/// midnight, as a literal of a day is beside a date and time.
pub(super) fn folded(expr: &Expr) -> Cow<'_, Expr> {
    match expr.kind() {
        ExprKind::Binary(..) | ExprKind::Negate(_) => match folded_literal(expr) {
            Some(Literal::DateTimeOffset(time)) => match in_utc(time) {
                Ok(time) => Cow::Owned(Literal::from(time).into()),
                Err(_) => Cow::Borrowed(expr),
            },
            Some(Literal::Date(day)) => {
                Cow::Owned(Literal::from(DateTimeOffset::midnight_utc(day)).into())
            }
            Some(value) => Cow::Owned(value.into()),
            None => Cow::Borrowed(expr),
        },
        _ => Cow::Borrowed(expr),
    }
}
