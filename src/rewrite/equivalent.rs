//! The same condition in what the endpoint accepts.

use std::borrow::Cow;

use super::comparison;
use super::join::{all_of, any_of, call};
use super::{Grants, TruthSet, Verdict, enumerate};
use crate::ast::{
    BinaryOp, Expr, ExprKind, Fold, Function, Literal, Path, SegmentKind, TreeError,
    fold_path_parts,
};
use crate::endpoint::Connective;

/// A condition in the place of another.
pub(crate) struct Replacement {
    pub(crate) expr: Expr,
    /// Whether it is true of exactly the same records, whatever members the service adds.
    pub(crate) exact: bool,
}

/// A condition that is true where another one has a truth value of the set, if the endpoint
/// accepts one, or would without wrong names, members and types in it.
pub(crate) fn equivalent(
    grants: &dyn Grants,
    condition: &Expr,
    wanted: TruthSet,
) -> Option<Replacement> {
    let condition = match starts_from_it(condition) {
        true => Cow::Owned(FromRecord.fold_expr(condition.clone()).ok()?),
        false => Cow::Borrowed(condition),
    };
    rewrite_for(grants, &condition, wanted).map(Rewritten::into_replacement)
}

/// The outcome for one condition.
pub(super) enum Rewritten<'e> {
    /// It is accepted as it is.
    Same(&'e Expr),
    Other(Replacement),
}

impl Rewritten<'_> {
    pub(super) fn into_replacement(self) -> Replacement {
        match self {
            Self::Same(expr) => Replacement { expr: expr.clone(), exact: true },
            Self::Other(replacement) => replacement,
        }
    }
}

/// What a condition is rewritten as; it is accepted.
pub(super) fn rewrite_for<'e>(
    grants: &dyn Grants,
    expr: &'e Expr,
    wanted: TruthSet,
) -> Option<Rewritten<'e>> {
    let found = match expr.kind() {
        ExprKind::And(operands) => rewrite_chain(grants, expr, Connective::And, operands, wanted),
        ExprKind::Or(operands) => rewrite_chain(grants, expr, Connective::Or, operands, wanted),
        ExprKind::Not(_) if wanted == TruthSet::True && is_sendable(grants, expr) => {
            Some(Rewritten::Same(expr))
        }
        ExprKind::Not(operand) => {
            let found = rewrite_for(grants, operand, wanted.negated());
            found.map(|found| Rewritten::Other(found.into_replacement()))
        }
        _ if wanted == TruthSet::True && is_sendable(grants, expr) => Some(Rewritten::Same(expr)),
        _ => {
            let found = rewrite_atom(grants, expr, wanted);
            found.filter(|found| is_sendable(grants, &found.expr)).map(Rewritten::Other)
        }
    };
    found.or_else(|| {
        let found = enumerate::members(grants.schema(), expr, wanted)?;
        is_sendable(grants, &found.expr).then_some(Rewritten::Other(found))
    })
}

/// Whether the endpoint accepts a condition, at least without faults that are reported anyway.
pub(super) fn is_sendable(grants: &dyn Grants, expr: &Expr) -> bool {
    grants.verdict(expr) != Verdict::Rejected
}

fn rewrite_chain<'e>(
    grants: &dyn Grants,
    expr: &'e Expr,
    word: Connective,
    operands: &'e [Expr],
    wanted: TruthSet,
) -> Option<Rewritten<'e>> {
    let parts = operands.iter().map(|operand| rewrite_for(grants, operand, wanted));
    let parts = parts.collect::<Option<Vec<_>>>()?;
    // `and` is false where one operand is; what is not true of it is not true of one.
    let all = (word == Connective::And) == wanted.has_true();
    let joined_by = if all { Connective::And } else { Connective::Or };
    if !grants.connective(joined_by) {
        return None;
    }
    if joined_by == word && parts.iter().all(|part| matches!(part, Rewritten::Same(_))) {
        return Some(Rewritten::Same(expr));
    }
    let parts = parts.into_iter().map(Rewritten::into_replacement).collect();
    join(parts, if all { all_of } else { any_of }).map(Rewritten::Other)
}

/// A condition that is no `and`, `or` or `not`.
fn rewrite_atom(grants: &dyn Grants, expr: &Expr, wanted: TruthSet) -> Option<Replacement> {
    use ExprKind as K;
    match expr.kind() {
        K::Literal(Literal::Boolean(value)) => constant(wanted, *value),
        K::Binary(BinaryOp::In, operands) => {
            let [left, right] = &**operands;
            let (K::List(items) | K::Array(items)) = right.kind() else { return None };
            if items.is_empty() {
                return constant(wanted, false);
            }
            let op = if wanted.has_true() { BinaryOp::Eq } else { BinaryOp::Ne };
            let each = items.iter().map(|item| comparison::rewrite(grants, op, false, left, item));
            join(each.collect::<Option<_>>()?, if wanted.has_true() { any_of } else { all_of })
        }
        K::Binary(BinaryOp::Has, operands) if wanted == TruthSet::True => {
            // Of flags it asks for one among several.
            let [left, right] = &**operands;
            let found = comparison::rewrite(grants, BinaryOp::Eq, false, left, right)?;
            Some(Replacement { exact: false, ..found })
        }
        K::Binary(op, operands) if op.is_comparison() => {
            let [left, right] = &**operands;
            match comparison::compared_condition(*op, left, right) {
                Some((condition, so)) => {
                    let so = if wanted.has_true() { so } else { so.complement() };
                    rewrite_for(grants, condition, so).map(Rewritten::into_replacement)
                }
                None => comparison::rewrite_so(grants, *op, left, right, wanted),
            }
        }
        K::Call(Function::SubstringOf, arguments) if wanted == TruthSet::True => {
            let [part, text] = arguments.as_slice() else { return None };
            exactly(call(Function::Contains, text, part)?)
        }
        K::Call(Function::Contains, arguments) => rewrite_contains(grants, arguments, wanted),
        K::Lambda(lambda) if wanted == TruthSet::True => {
            // What is true of the only value is true of one and of all.
            let condition = enumerate::of_one(lambda)?;
            rewrite_for(grants, &condition, wanted).map(Rewritten::into_replacement)
        }
        _ => None,
    }
}

/// `contains` is null where its argument is.
fn rewrite_contains(
    grants: &dyn Grants,
    arguments: &[Expr],
    wanted: TruthSet,
) -> Option<Replacement> {
    let [text, part] = arguments else { return None };
    if matches!(part.as_literal(), None | Some(Literal::Null)) || !wanted.has_true() {
        return None;
    }
    let contains = call(Function::Contains, text, part)?;
    if wanted == TruthSet::True {
        return exactly(contains);
    }
    let resolved = grants.schema().resolve(text.as_path()?).ok()?;
    match resolved.is_nullable() {
        true => exactly(any_of(vec![contains, comparison::is_null(text)?])?),
        false => exactly(contains),
    }
}

fn constant(wanted: TruthSet, value: bool) -> Option<Replacement> {
    exactly(Literal::Boolean(wanted.contains(Some(value))).into())
}

pub(super) fn join(
    parts: Vec<Replacement>,
    join: fn(Vec<Expr>) -> Option<Expr>,
) -> Option<Replacement> {
    let exact = parts.iter().all(|part| part.exact);
    let expr = join(parts.into_iter().map(|part| part.expr).collect())?;
    Some(Replacement { expr, exact })
}

#[expect(clippy::unnecessary_wraps, reason = "it ends functions that may find nothing")]
pub(super) const fn exactly(expr: Expr) -> Option<Replacement> {
    Some(Replacement { expr, exact: true })
}

/// Whether a path in it starts with `$it`.
fn starts_from_it(expr: &Expr) -> bool {
    if expr.as_path().is_some_and(is_from_it) {
        return true;
    }
    let mut found =
        matches!(expr.kind(), ExprKind::Lambda(lambda) if is_from_it(&lambda.collection));
    expr.for_each_child(|child| found |= starts_from_it(child));
    found
}

fn is_from_it(path: &Path) -> bool {
    path.segments().first().is_some_and(|first| matches!(first.kind(), SegmentKind::It))
}

/// Paths without the `$it` that they start from anyway.
struct FromRecord;

impl Fold for FromRecord {
    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        match path.segments().split_first() {
            Some((first, rest)) if matches!(first.kind(), SegmentKind::It) && !rest.is_empty() => {
                Path::new(rest.to_vec())
            }
            _ => fold_path_parts(self, path),
        }
    }
}
