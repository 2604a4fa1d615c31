//! Comparisons, and their opposites.

use super::equivalent::{Replacement, exactly, is_sendable};
use super::join::{any_of, binary};
use super::{Grants, TruthSet, constant};
use crate::ast::{BinaryOp, Expr, ExprKind, Literal};
use crate::schema::Type;
use crate::semantic::{Class, class};

/// A comparison of a property with a literal, the property on the left.
struct Compared<'e> {
    op: BinaryOp,
    property: &'e Expr,
    literal: &'e Literal,
    value: &'e Expr,
    nullable: bool,
    ty: Type<'e>,
}

/// A comparison of a condition with `true` or `false`: the condition, and its truth values for
/// which the comparison is true.
pub(crate) fn compared_condition<'e>(
    op: BinaryOp,
    left: &'e Expr,
    right: &'e Expr,
) -> Option<(&'e Expr, TruthSet)> {
    let (condition, wanted) = match (left.as_literal(), right.as_literal()) {
        (None, Some(Literal::Boolean(wanted))) => (left, *wanted),
        (Some(Literal::Boolean(wanted)), None) => (right, *wanted),
        _ => return None,
    };
    if condition.as_path().is_some() {
        return None;
    }
    let so = if wanted { TruthSet::True } else { TruthSet::False };
    match op {
        BinaryOp::Eq => Some((condition, so)),
        BinaryOp::Ne => Some((condition, so.complement())),
        _ => None,
    }
}

/// Whether a condition is true or false of every record. Comparisons are, also with null.
pub(crate) fn is_never_null(expr: &Expr) -> bool {
    match expr.kind() {
        ExprKind::Literal(Literal::Boolean(_)) => true,
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().all(is_never_null),
        ExprKind::Not(operand) => is_never_null(operand),
        ExprKind::Binary(op, _) => op.is_comparison() || *op == BinaryOp::In,
        _ => false,
    }
}

/// A comparison of values, for the truth values that are wanted.
pub(super) fn rewrite_so(
    grants: &dyn Grants,
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
    wanted: TruthSet,
) -> Option<Replacement> {
    let (left, right) = (constant::folded(left), constant::folded(right));
    let op = if wanted.has_true() { op } else { opposite(op)? };
    rewrite(grants, op, !wanted.has_true(), &left, &right)
}

/// A comparison; if it is the opposite of the one that was written, it is also true where that
/// one is false because of a null.
pub(super) fn rewrite(
    grants: &dyn Grants,
    op: BinaryOp,
    opposed: bool,
    left: &Expr,
    right: &Expr,
) -> Option<Replacement> {
    let same = binary(op, left, right)?;
    let Some(it) = with_literal(grants, op, left, right) else {
        // Whether other operands can be null is not known.
        let known = !opposed || matches!(op, BinaryOp::Eq | BinaryOp::Ne);
        return expand_ge_le(grants, op, left, right, same).filter(|_| known);
    };
    let order = !matches!(it.op, BinaryOp::Eq | BinaryOp::Ne);
    // No number is less than NaN, equal to it or greater.
    if order && (*it.literal == Literal::Null || (opposed && is_nan(it.literal))) {
        return None;
    }
    if it.op == BinaryOp::Ne && !is_sendable(grants, &same) {
        return expand_ne(&it);
    }
    let found = expand_ge_le(grants, op, left, right, same)?;
    if !(opposed && order && it.nullable) {
        return Some(found);
    }
    exactly(any_of(vec![found.expr, is_null(it.property)?])?)
}

/// `ge` as `gt` or `eq` where it is not accepted, `le` as `lt` or `eq`.
fn expand_ge_le(
    grants: &dyn Grants,
    op: BinaryOp,
    left: &Expr,
    right: &Expr,
    same: Expr,
) -> Option<Replacement> {
    let strict = match op {
        BinaryOp::Ge => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Lt,
        _ => return exactly(same),
    };
    if is_sendable(grants, &same) {
        return exactly(same);
    }
    exactly(any_of(vec![binary(strict, left, right)?, binary(BinaryOp::Eq, left, right)?])?)
}

/// `ne` as `lt`, `gt` or null.
fn expand_ne(it: &Compared<'_>) -> Option<Replacement> {
    if is_nan(it.literal) {
        return None;
    }
    let ordered = |value: &Expr| {
        let less = binary(BinaryOp::Lt, it.property, value)?;
        Some(vec![less, binary(BinaryOp::Gt, it.property, value)?])
    };
    if *it.literal == Literal::Null {
        // A number lies on one side of zero, or is it.
        if class(it.ty) != Class::Number {
            return None;
        }
        let zero = Expr::from(Literal::Int64(0));
        let mut conditions = ordered(&zero)?;
        conditions.push(binary(BinaryOp::Eq, it.property, &zero)?);
        return exactly(any_of(conditions)?);
    }
    let mut conditions = ordered(it.value)?;
    if it.nullable {
        conditions.push(is_null(it.property)?);
    }
    exactly(any_of(conditions)?)
}

fn with_literal<'e>(
    grants: &'e dyn Grants,
    op: BinaryOp,
    left: &'e Expr,
    right: &'e Expr,
) -> Option<Compared<'e>> {
    let (op, property, value) = match (left.as_literal(), right.as_literal()) {
        (None, Some(_)) => (op, left, right),
        (Some(_), None) => (op.mirrored(), right, left),
        _ => return None,
    };
    let literal = value.as_literal()?;
    let resolved = grants.schema().resolve(property.as_path()?).ok()?;
    let nullable = resolved.is_nullable();
    Some(Compared { op, property, literal, value, nullable, ty: resolved.ty })
}

pub(super) fn is_null(property: &Expr) -> Option<Expr> {
    binary(BinaryOp::Eq, property, &Literal::Null.into())
}

fn is_nan(literal: &Literal) -> bool {
    matches!(literal, Literal::Double(value) if value.0.is_nan())
}

/// The operator that is true of two values where another is false.
const fn opposite(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Lt,
        _ => return None,
    })
}
