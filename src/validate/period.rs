//! Periods of time that people ask for by a part of a date: `contains(activityDateTime,'2024')`,
//! `date(activityDateTime) eq 2024-05-01`.

use chrono::{Datelike as _, Months, NaiveDate};

use super::check::Checker;
use crate::ast::{BinaryOp, Date, DateTimeOffset, Expr, ExprKind, Function, Literal};
use crate::rewrite::{all_of, any_of, binary};
use crate::schema::{Primitive, Type};

/// From one midnight on, up to another.
pub(super) struct Period<'a> {
    property: &'a Expr,
    from: NaiveDate,
    to: NaiveDate,
}

/// The period of `contains(p,'2024-05')` and `startswith(p,'2024-05')`.
pub(super) fn of_text(expr: &Expr) -> Option<Period<'_>> {
    let ExprKind::Call(Function::Contains | Function::StartsWith, arguments) = expr.kind() else {
        return None;
    };
    let [property, part] = arguments.as_slice() else { return None };
    let Some(Literal::String(text)) = part.as_literal() else { return None };
    property.as_path()?;
    let months = |text: &str, months| {
        let from = text.parse::<Date>().ok()?.0;
        Some((from, from.checked_add_months(Months::new(months))?))
    };
    let (from, to) = match text.len() {
        4 => months(&format!("{text}-01-01"), 12)?,
        7 => months(&format!("{text}-01"), 1)?,
        10 => {
            let day = text.parse::<Date>().ok()?.0;
            (day, day.succ_opt()?)
        }
        _ => return None,
    };
    Some(Period { property, from, to })
}

/// The period of `date(p) eq 2024-05-01` and `year(p) eq 2024`.
pub(super) fn of_comparison(expr: &Expr) -> Option<Period<'_>> {
    let ExprKind::Binary(BinaryOp::Eq, operands) = expr.kind() else { return None };
    let [left, right] = &**operands;
    let (call, literal) = match (left.as_literal(), right.as_literal()) {
        (None, Some(literal)) => (left, literal),
        (Some(literal), None) => (right, literal),
        _ => return None,
    };
    let ExprKind::Call(function, arguments) = call.kind() else { return None };
    let [property] = arguments.as_slice() else { return None };
    property.as_path()?;
    let (from, to) = match (function, literal) {
        (Function::Date, Literal::Date(day)) => (day.0, day.0.succ_opt()?),
        (Function::Year, Literal::Int64(year)) => {
            let from = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, 1, 1)?;
            (from, from.with_year(from.year().checked_add(1)?)?)
        }
        _ => return None,
    };
    Some(Period { property, from, to })
}

/// Whether values of the type are points in time.
pub(super) const fn is_instant(ty: Type<'_>) -> bool {
    matches!(ty, Type::Primitive(Primitive::DateTimeOffset))
}

impl Checker<'_> {
    /// Whether an expression is a property that is a point in time.
    pub(super) fn is_time(&self, expr: &Expr) -> bool {
        let resolved = expr.as_path().and_then(|path| self.endpoint.schema.resolve(path).ok());
        resolved.is_some_and(|resolved| is_instant(resolved.ty))
    }

    /// The condition that a property lies in a period, if the endpoint takes it.
    pub(super) fn within(&self, period: &Period<'_>) -> Option<Expr> {
        if !self.is_time(period.property) {
            return None;
        }
        let at = |day| Expr::from(Literal::from(DateTimeOffset::midnight_utc(Date(day))));
        let compare = |op, day| binary(op, period.property, &at(day));
        let ge = compare(BinaryOp::Ge, period.from)?;
        let from = match self.accepts(&ge) {
            true => ge,
            false => any_of(vec![
                compare(BinaryOp::Gt, period.from)?,
                compare(BinaryOp::Eq, period.from)?,
            ])?,
        };
        let mended = all_of(vec![from, compare(BinaryOp::Lt, period.to)?])?;
        self.accepts(&mended).then_some(mended)
    }
}
