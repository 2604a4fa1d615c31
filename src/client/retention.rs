//! Filters on times before the retention of an endpoint.

use std::cmp::Ordering;

use crate::ast::{
    BinaryOp, DateTimeOffset, Expr, ExprKind, Filter, Literal, Path, Visit, walk_expr,
};

/// The oldest time that a filter compares a property with; `ne` does not count.
pub(super) fn oldest(filter: &Filter, property: &str) -> Option<DateTimeOffset> {
    let mut times = Times { property, found: Vec::new() };
    times.visit_expr(filter.expr());
    times.found.into_iter().min_by(DateTimeOffset::cmp_instant)
}

/// Whether a time is more than so many days before another.
pub(super) fn is_older(
    time: DateTimeOffset,
    days: u16,
    now: chrono::DateTime<chrono::Utc>,
) -> bool {
    let limit = now.checked_sub_signed(chrono::TimeDelta::days(days.into()));
    limit.is_some_and(|limit| time.cmp_instant(&limit.into()) == Ordering::Less)
}

struct Times<'p> {
    property: &'p str,
    found: Vec<DateTimeOffset>,
}

impl Visit<'_> for Times<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        if let ExprKind::Binary(op, operands) = expr.kind()
            && op.is_comparison()
            && *op != BinaryOp::Ne
        {
            let [left, right] = &**operands;
            self.compared(left, right);
            self.compared(right, left);
        }
        walk_expr(self, expr);
    }
}

impl Times<'_> {
    fn compared(&mut self, property: &Expr, value: &Expr) {
        let is_meant = |path: &Path| path.to_string().eq_ignore_ascii_case(self.property);
        if !property.as_path().is_some_and(is_meant) {
            return;
        }
        match value.as_literal() {
            Some(Literal::DateTimeOffset(time)) => self.found.push(*time),
            Some(Literal::Date(day)) => self.found.push(DateTimeOffset::midnight_utc(*day)),
            _ => {}
        }
    }
}
