//! Conditions made of others.

use crate::ast::{BinaryOp, Expr, ExprKind, Function};
use crate::span::Span;

/// One operand for all of a kind, so that a chain stays flat.
type Operands = fn(ExprKind) -> Result<Vec<Expr>, ExprKind>;

/// A condition between two operands.
pub(crate) fn binary(op: BinaryOp, left: &Expr, right: &Expr) -> Option<Expr> {
    Expr::binary(op, left.clone(), right.clone()).ok()
}

/// A call with two arguments.
pub(crate) fn call(function: Function, first: &Expr, second: &Expr) -> Option<Expr> {
    let arguments = vec![first.clone(), second.clone()];
    Expr::new(ExprKind::Call(function, arguments), Span::default()).ok()
}

/// The conditions joined with `or`; the condition itself if there is one alone.
pub(crate) fn any_of(conditions: Vec<Expr>) -> Option<Expr> {
    join(conditions, ExprKind::Or, |kind| match kind {
        ExprKind::Or(operands) => Ok(operands),
        kind => Err(kind),
    })
}

/// The conditions joined with `and`; the condition itself if there is one alone.
pub(crate) fn all_of(conditions: Vec<Expr>) -> Option<Expr> {
    join(conditions, ExprKind::And, |kind| match kind {
        ExprKind::And(operands) => Ok(operands),
        kind => Err(kind),
    })
}

fn join(conditions: Vec<Expr>, kind: fn(Vec<Expr>) -> ExprKind, inner: Operands) -> Option<Expr> {
    let flat = conditions.into_iter().flat_map(|condition| match inner(condition.into_kind()) {
        Ok(operands) => operands,
        Err(kind) => Expr::new(kind, Span::default()).into_iter().collect(),
    });
    let mut conditions: Vec<Expr> = flat.collect();
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Expr::new(kind(conditions), Span::default()).ok(),
    }
}
