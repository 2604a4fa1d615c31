//! A path compared with a constant, of which most filters consist: compared where the value
//! stands, without making values of both sides.
//!
//! A short cut, not a rule: it answers what is plain, and leaves the rest to the rules.

use std::cmp::Ordering;

use super::node::{Node, View};
use super::plan::{Op, PathPlan, Plan};
use super::read::Read;
use super::run::{Env, node_at};
use super::value::{Constant, Value};
use crate::ast::{BinaryOp, DateTimeOffset};

/// The answer of a comparison, if it is plain.
#[inline]
pub(super) fn compare<'e, 'a: 'e, N: Node<'a>>(
    op: BinaryOp,
    operands: &'e [Plan; 2],
    env: Env<'_, N>,
) -> Option<bool> {
    let [Plan { op: Op::Path(path), .. }, Plan { op: Op::Constant(constant), .. }] = operands
    else {
        return None;
    };
    compare_at(op, node_at(path, env).ok()?, path, constant)
}

/// The answer of a comparison of what a path leads to, if it is plain.
#[inline]
pub(super) fn compare_at<'a, N: Node<'a>>(
    op: BinaryOp,
    node: Option<N>,
    path: &PathPlan,
    constant: &Constant,
) -> Option<bool> {
    let order = match node {
        Some(node) => order(node.view(), &path.read, constant, op)?,
        None if constant.is_null() => return None,
        None => None,
    };
    Some(holds(op, order))
}

/// Whether two values of such an order, or of none, compare so.
#[inline]
pub(super) fn holds(op: BinaryOp, order: Option<Ordering>) -> bool {
    match op {
        BinaryOp::Ne => order != Some(Ordering::Equal),
        BinaryOp::Gt => order == Some(Ordering::Greater),
        BinaryOp::Lt => order == Some(Ordering::Less),
        BinaryOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        BinaryOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        _ => order == Some(Ordering::Equal),
    }
}

/// The order of a value of the record and a constant; the outer `None` says that it is not
/// plain.
#[inline]
fn order(
    view: View<'_>,
    read: &Read,
    constant: &Constant,
    op: BinaryOp,
) -> Option<Option<Ordering>> {
    Some(match (view, constant, read) {
        (View::Null, constant, _) if !constant.is_null() => None,
        (View::String(text), Value::String(constant), Read::AsIs) => {
            Some(text.as_bytes().cmp(constant.as_bytes()))
        }
        // Whatever a member is respelled to, it has as many letters, and they are the same but
        // for their case.
        (View::String(text), Value::String(constant), Read::Enum(_))
            if matches!(op, BinaryOp::Eq | BinaryOp::Ne)
                && !text.eq_ignore_ascii_case(constant) =>
        {
            None
        }
        (View::Integer(value), Value::Integer(constant), Read::AsIs | Read::Number) => {
            Some(value.cmp(constant))
        }
        (
            View::String(text),
            Value::DateTimeOffset(constant),
            Read::DateTimeOffset | Read::DateOrDateTime,
        ) => Some(text.parse::<DateTimeOffset>().ok()?.cmp_instant(constant)),
        _ => return None,
    })
}
