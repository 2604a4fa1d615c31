//! Other conditions that give the same records, in operators that the endpoint takes.

use super::check::Checker;
use super::operand::class;
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::span::Span;

/// A condition in the place of another.
pub(super) struct Mended {
    pub(super) expr: Expr,
    /// Whether it gives exactly the same records.
    pub(super) exact: bool,
}

pub(super) fn binary(op: BinaryOp, left: &Expr, right: &Expr) -> Option<Expr> {
    Expr::binary(op, left.clone(), right.clone()).ok()
}

/// One of these; the condition itself if there is one alone.
pub(super) fn any_of(conditions: Vec<Expr>) -> Option<Expr> {
    let flat = conditions.into_iter().flat_map(|condition| match condition.into_kind() {
        ExprKind::Or(operands) => operands,
        kind => Expr::new(kind, Span::default()).into_iter().collect(),
    });
    let mut conditions: Vec<Expr> = flat.collect();
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Expr::new(ExprKind::Or(conditions), Span::default()).ok(),
    }
}

/// All of these; the condition itself if there is one alone.
pub(super) fn all_of(conditions: Vec<Expr>) -> Option<Expr> {
    let flat = conditions.into_iter().flat_map(|condition| match condition.into_kind() {
        ExprKind::And(operands) => operands,
        kind => Expr::new(kind, Span::default()).into_iter().collect(),
    });
    let mut conditions: Vec<Expr> = flat.collect();
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Expr::new(ExprKind::And(conditions), Span::default()).ok(),
    }
}

/// The text of a condition that can stand wherever a comparison can.
pub(super) fn standing(expr: &Expr) -> String {
    match expr.kind() {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => format!("({expr})"),
        _ => expr.to_string(),
    }
}

/// What the endpoint would say of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlook {
    /// It takes it.
    Taken,
    /// It would, were it not for a wrong name, member or type in it.
    Faulty,
    /// It takes nothing like it.
    Refused,
}

impl<'a> Checker<'a> {
    /// Whether the endpoint takes a condition.
    pub(super) fn takes(&self, expr: &Expr) -> bool {
        self.outlook(expr) == Outlook::Taken
    }

    /// What the endpoint would say of a condition that is to stand in the place of another.
    pub(super) fn outlook(&self, expr: &Expr) -> Outlook {
        let mut checker = self.trying(self.source);
        checker.filter(expr);
        let wrong = |findings: &[Diagnostic]| findings.iter().any(Diagnostic::is_error);
        match (wrong(&checker.rejected), wrong(&checker.faults)) {
            (true, _) => Outlook::Refused,
            (false, true) => Outlook::Faulty,
            (false, false) => Outlook::Taken,
        }
    }
}

/// Whether values of the type have an order that a range can be given in.
pub(super) fn is_instant(ty: Type<'_>) -> bool {
    matches!(class(ty), super::operand::Class::Instant)
}
