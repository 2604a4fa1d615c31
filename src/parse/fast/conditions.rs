//! Fast path for simple conditions with one operator between them, also in parentheses, after
//! `not` and in lambdas.
//!
//! At most [`MaxNesting`] parentheses or lambdas deep; anything else is left to the grammar rules. The
//! bound keeps the work linear: no text is read more than a few times, however deep it nests.

use super::{Condition, LambdaHead};
use crate::ast::{Expr, ExprKind, Lambda, Name};
use crate::parse::context::Context;
use crate::parse::expr::{Next, PLACEHOLDER, chain_of};
use crate::parse::lex::{after_byte, space};
use crate::parse::operator::Operator;

/// Simple conditions joined by one operator.
pub(in crate::parse) struct FlatConditions<'a> {
    /// The operator after the first condition, which is that between all of them.
    pub(in crate::parse) op: Option<Operator>,
    /// Where the last condition ends; none if a condition follows that the fast path cannot read.
    pub(in crate::parse) end: Option<usize>,
    /// The height of the highest condition.
    pub(in crate::parse) height: u8,
    pub(in crate::parse) rest: &'a str,
}

/// Reads conditions with one operator between them. A single one is written to `single`; several
/// are pushed to `operands`, of which the caller makes an `and` or `or`.
#[inline(always)]
pub(in crate::parse) fn conditions<'a>(
    cx: Context<'a>,
    input: &'a str,
    nesting: MaxNesting,
    single: &mut Expr,
    operands: &mut Vec<Expr>,
) -> FlatConditions<'a> {
    let mut chain = FlatConditions { op: None, end: None, height: 0, rest: input };
    loop {
        let before = cx.nodes();
        let put = |next: Next<'a>, condition| match (chain.op, next) {
            (None, None) => *single = condition,
            (None, Some(_)) => {
                *operands = Vec::with_capacity(4);
                operands.push(condition);
            }
            (Some(_), _) => operands.push(condition),
        };
        let found = match super::condition(cx, chain.rest, put) {
            Some(found) => found,
            None => {
                cx.set_nodes(before);
                let Some(found) = grouped(cx, chain.rest, nesting, single) else { return chain };
                if chain.op.is_some() || found.next.is_some() {
                    operands.push(std::mem::replace(single, PLACEHOLDER));
                }
                found
            }
        };
        match (chain.op, found.next) {
            (_, None) => (chain.rest, chain.end) = (found.rest, Some(found.end)),
            (None, Some((op, after))) => (chain.op, chain.rest) = (Some(op), after),
            (Some(op), Some((next, after))) if next == op => chain.rest = after,
            (Some(_), Some(_)) => {
                // Another operator may bind this condition first: the rules read it again.
                operands.pop();
                cx.set_nodes(before);
                return chain;
            }
        }
        chain.height = found.height.max(chain.height);
        if chain.end.is_some() {
            return chain;
        }
    }
}

/// How many parentheses and lambdas may still nest on the fast path.
#[derive(Clone, Copy)]
pub(in crate::parse) struct MaxNesting(u8);

impl MaxNesting {
    /// Enough for what people write.
    pub(in crate::parse) const ALL: Self = Self(2);

    fn next(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

/// A simple condition, or several in parentheses, also after `not` or in a lambda.
#[inline(never)]
pub(in crate::parse) fn condition<'a>(
    cx: Context<'a>,
    input: &'a str,
    expr: &mut Expr,
) -> Option<Condition<'a>> {
    let before = cx.nodes();
    super::condition(cx, input, |_, condition| *expr = condition).or_else(|| {
        cx.set_nodes(before);
        grouped(cx, input, MaxNesting::ALL, expr)
    })
}

/// Simple conditions in parentheses, also after `not` or in a lambda.
#[inline(never)]
fn grouped<'a>(
    cx: Context<'a>,
    input: &'a str,
    nesting: MaxNesting,
    expr: &mut Expr,
) -> Option<Condition<'a>> {
    let nesting = nesting.next()?;
    let before = cx.nodes();
    let found = match input.as_bytes() {
        [b'(', ..] => group(cx, input, nesting, expr),
        [b'n', b'o', b't', b' ' | b'(', ..] => negation(cx, input, nesting, expr),
        _ => lambda(cx, input, nesting, expr),
    };
    if found.is_none() {
        // The grammar rules read this again and count it themselves.
        cx.set_nodes(before);
    }
    found
}

fn negation<'a>(
    cx: Context<'a>,
    input: &'a str,
    nesting: MaxNesting,
    expr: &mut Expr,
) -> Option<Condition<'a>> {
    let operand = space(input.get("not".len()..)?);
    let group = group(cx, operand, nesting, expr)?;
    let height = group.height + 1;
    if !cx.has_room(1, usize::from(height)) {
        return None;
    }
    let start = cx.offset(input);
    let kind = ExprKind::Not(Box::new(std::mem::replace(expr, PLACEHOLDER)));
    *expr = Expr::flat(kind, cx.span(start, group.end), height);
    Some(Condition { start, height, ..group })
}

/// ABNF `parenExpr` around simple conditions. The tree keeps the grouping, not the parentheses.
fn group<'a>(
    cx: Context<'a>,
    input: &'a str,
    nesting: MaxNesting,
    expr: &mut Expr,
) -> Option<Condition<'a>> {
    let first = space(after_byte(input, b'(')?);
    let inner = cx.deeper(1, input).ok()?;
    let (height, rest) = enclosed(inner, first, nesting, expr)?;
    let next = super::next(rest)?;
    Some(Condition { start: cx.offset(input), end: cx.offset(rest), height, rest, next })
}

/// ABNF `anyExpr` and `allExpr` with simple conditions in them.
fn lambda<'a>(
    cx: Context<'a>,
    input: &'a str,
    nesting: MaxNesting,
    expr: &mut Expr,
) -> Option<Condition<'a>> {
    let head = super::lambda_head(cx, input)?;
    let inner = cx.deeper(1, input).ok()?;
    let (height, rest) = enclosed(inner, head.rest, nesting, expr)?;
    let (height, next) = (height + 1, super::next(rest)?);
    if !cx.has_room(1, usize::from(height)) {
        return None;
    }
    let predicate = Some((Name::scanned(head.variable), std::mem::replace(expr, PLACEHOLDER)));
    let LambdaHead { op, collection, .. } = head;
    let kind = ExprKind::Lambda(Box::new(Lambda { op, collection, predicate }));
    let (start, end) = (cx.offset(input), cx.offset(rest));
    *expr = Expr::flat(kind, cx.span(start, end), height);
    Some(Condition { start, end, height, rest, next })
}

/// Simple conditions up to a closing parenthesis: their height, and the rest after it.
#[inline(never)]
fn enclosed<'a>(
    cx: Context<'a>,
    first: &'a str,
    nesting: MaxNesting,
    expr: &mut Expr,
) -> Option<(u8, &'a str)> {
    let mut operands = Vec::new();
    let found = conditions(cx, first, nesting, expr, &mut operands);
    let (end, rest) = (found.end?, after_byte(found.rest, b')')?);
    let Some(op) = found.op else { return Some((found.height, rest)) };
    let height = found.height + 1;
    if !cx.has_room(1, usize::from(height)) {
        return None;
    }
    *expr = Expr::flat(chain_of(op, operands), cx.span(cx.offset(first), end), height);
    Some((height, rest))
}
