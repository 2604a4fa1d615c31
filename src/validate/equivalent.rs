//! Other conditions that give the same records, in operators that the endpoint takes.

use super::check::Checker;
use super::operand::class;
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::schema::Type;
use crate::span::Span;

/// A condition in the place of another.
pub(super) struct Replacement {
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
pub(super) fn parenthesized(expr: &Expr) -> String {
    match expr.kind() {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => format!("({expr})"),
        _ => expr.to_string(),
    }
}

/// What the endpoint would say of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It takes it.
    Accepted,
    /// It would, were it not for a wrong name, member or type in it.
    AcceptedIfFixed,
    /// It takes nothing like it.
    Rejected,
}

impl<'a> Checker<'a> {
    /// Whether the endpoint takes a condition.
    pub(super) fn accepts(&self, expr: &Expr) -> bool {
        self.verdict(expr) == Verdict::Accepted
    }

    /// What the endpoint would say of a condition that is to stand in the place of another.
    pub(super) fn verdict(&self, expr: &Expr) -> Verdict {
        let mut checker = self.probe(self.source);
        checker.filter(expr);
        let wrong = |findings: &[Diagnostic]| findings.iter().any(Diagnostic::is_error);
        match (wrong(&checker.rejected), wrong(&checker.faults)) {
            (true, _) => Verdict::Rejected,
            (false, true) => Verdict::AcceptedIfFixed,
            (false, false) => Verdict::Accepted,
        }
    }
}

/// Whether values of the type have an order that a range can be given in.
pub(super) fn is_instant(ty: Type<'_>) -> bool {
    matches!(class(ty), super::operand::Class::Instant)
}
