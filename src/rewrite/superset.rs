//! A wider condition, for where the endpoint has no equivalent.
//!
//! Leaving a condition out widens a filter under `and`, but not under `or` or `not`.

use super::equivalent::{Rewritten, rewrite_for};
use super::join::{all_of, any_of, call};
use super::{Grants, TruthSet, Verdict, compared_condition};
use crate::ast::{BinaryOp, Expr, ExprKind, Function, Literal};
use crate::endpoint::Connective;

/// A condition that the endpoint accepts and that is true at least where another one has a truth
/// value of the set. `None` if only no condition at all is wide enough.
pub(crate) fn superset(grants: &dyn Grants, expr: &Expr, wanted: TruthSet) -> Option<Expr> {
    match expr.kind() {
        ExprKind::Not(operand) => superset(grants, operand, wanted.negated()),
        ExprKind::And(operands) if wanted.has_true() => of_all(grants, operands, wanted),
        ExprKind::Or(operands) if !wanted.has_true() => of_all(grants, operands, wanted),
        ExprKind::And(operands) | ExprKind::Or(operands) => of_any(grants, operands, wanted),
        ExprKind::Literal(Literal::Boolean(value)) => of_constant(Some(*value), wanted),
        ExprKind::Literal(Literal::Null) => of_constant(None, wanted),
        _ => of_atom(grants, expr, wanted),
    }
}

/// The operands narrow each other: those that cannot be sent are left out.
fn of_all(grants: &dyn Grants, operands: &[Expr], wanted: TruthSet) -> Option<Expr> {
    let mut sent = operands.iter().filter_map(|operand| superset(grants, operand, wanted));
    if !grants.connective(Connective::And) {
        return sent.next();
    }
    let sent: Vec<Expr> = sent.collect();
    match sent.iter().find(|sent| is_false(sent)) {
        Some(never) => Some(never.clone()),
        None => all_of(sent),
    }
}

/// The operands widen each other: none can be left out but what is never true.
fn of_any(grants: &dyn Grants, operands: &[Expr], wanted: TruthSet) -> Option<Expr> {
    let sent = operands.iter().map(|operand| superset(grants, operand, wanted));
    let mut sent = sent.collect::<Option<Vec<Expr>>>()?;
    sent.retain(|sent| !is_false(sent));
    if sent.len() > 1 && !grants.connective(Connective::Or) {
        return None;
    }
    any_of(sent).or_else(|| Some(Literal::Boolean(false).into()))
}

/// A condition that is true of every record is no condition.
fn of_constant(value: Option<bool>, wanted: TruthSet) -> Option<Expr> {
    (!wanted.contains(value)).then(|| Literal::Boolean(false).into())
}

/// A condition that is no `and`, `or` or `not`.
fn of_atom(grants: &dyn Grants, expr: &Expr, wanted: TruthSet) -> Option<Expr> {
    if !has_known_meaning(expr) {
        return None;
    }
    if let ExprKind::Binary(op, operands) = expr.kind()
        && let [left, right] = &**operands
        && let Some((condition, so)) = compared_condition(*op, left, right)
    {
        let so = if wanted.has_true() { so } else { so.complement() };
        return superset(grants, condition, so);
    }
    let same = rewrite_for(grants, expr, wanted).map(Rewritten::into_replacement);
    if let Some(same) = same
        && same.exact
        && is_accepted(grants, &same.expr)
    {
        return Some(same.expr);
    }
    match expr.kind() {
        ExprKind::Call(Function::StartsWith | Function::EndsWith, arguments)
            if wanted == TruthSet::True =>
        {
            let [text, part] = arguments.as_slice() else { return None };
            call(Function::Contains, text, part).filter(|wider| is_accepted(grants, wider))
        }
        _ => None,
    }
}

fn is_accepted(grants: &dyn Grants, expr: &Expr) -> bool {
    has_known_meaning(expr) && grants.verdict(expr) == Verdict::Accepted
}

fn is_false(expr: &Expr) -> bool {
    matches!(expr.as_literal(), Some(Literal::Boolean(false)))
}

/// Whether the evaluation of a condition by the service is documented. That of flags, of lambdas
/// and of two properties in one condition is not.
pub(crate) fn has_known_meaning(expr: &Expr) -> bool {
    match expr.kind() {
        ExprKind::Lambda(_) | ExprKind::Binary(BinaryOp::Has, _) => false,
        ExprKind::Binary(op, operands) if op.is_comparison() => {
            let [left, right] = &**operands;
            is_constant(left) || is_constant(right)
        }
        ExprKind::Call(_, arguments) => arguments.iter().filter(|a| !is_constant(a)).count() <= 1,
        _ => {
            let mut known = true;
            expr.for_each_child(|child| known &= has_known_meaning(child));
            known
        }
    }
}

fn is_constant(expr: &Expr) -> bool {
    let mut constant = expr.as_path().is_none() && !matches!(expr.kind(), ExprKind::Lambda(_));
    expr.for_each_child(|child| constant &= is_constant(child));
    constant
}
