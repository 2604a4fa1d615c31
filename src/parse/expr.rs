//! `commonExpr`: operands with operators between them.
//!
//! Operator precedence parsing: an operand is read once, then the operator after it. Operators
//! whose right operand is not complete are kept in a list, not on the call stack, so that the stack
//! grows only with parentheses and the like, which the depth limit bounds.

use smallvec::SmallVec;

use super::context::{Context, Fault, Parsed};
use super::fast::conditions::{self as flat, MaxNesting};
use super::lex::{after_keyword, is_blank, peek, space, word};
use super::operator::{Operator, operator};
use super::primary::{in_operand, primary_into};
use crate::ast::{BinaryOp, Expr, ExprKind, Literal, Precedence};
use crate::span::Span;

/// An operator whose right operand is not complete yet. The numbers are where the left operand,
/// or the prefix, starts.
enum Pending {
    Not(usize),
    Negate(usize),
    Binary(BinaryOp, usize, Expr),
    /// `and` or `or`, with all operands so far.
    Chain(Operator, usize, Vec<Expr>),
}

/// What the messages call the place of an operand.
const OPERAND_PLACE: &str = "where an operand should stand";

/// Few expressions have more operators pending at once.
type PendingStack = SmallVec<[Pending; 3]>;

impl Pending {
    const fn precedence(&self) -> Precedence {
        match self {
            Self::Not(_) | Self::Negate(_) => Precedence::Unary,
            Self::Binary(op, ..) => op.precedence(),
            Self::Chain(op, ..) => op.precedence(),
        }
    }
}

/// An operand, with parentheses around it included in its place.
struct Operand {
    expr: Expr,
    start: usize,
    end: usize,
}

impl Operand {
    /// The expression, moved out of its place.
    const fn take(&mut self) -> Expr {
        std::mem::replace(&mut self.expr, PLACEHOLDER)
    }
}

/// The operator after an operand, and what follows it.
pub(super) type Next<'a> = Option<(Operator, &'a str)>;

/// ABNF `commonExpr`. The input starts at the first operand; the rest, right after the last.
pub(super) fn common_expr<'a>(cx: Context<'a>, input: &'a str, reading: &str) -> Parsed<'a, Expr> {
    let mut expr = PLACEHOLDER;
    let rest = common_expr_into(cx, input, reading, &mut expr)?;
    Ok((rest, expr))
}

/// Fills a slot until its expression is parsed.
pub(super) const PLACEHOLDER: Expr = Expr::literal(Literal::Null, Span::new(0, 0));

/// As `common_expr`, but writes to `expr`, which saves copying a large value.
pub(super) fn common_expr_into<'a>(
    cx: Context<'a>,
    input: &'a str,
    reading: &str,
    expr: &mut Expr,
) -> Result<&'a str, nom::Err<Fault>> {
    let mut pending = PendingStack::new();
    match conditions(cx, input, expr, &mut pending)? {
        (rest, true) => Ok(rest),
        (at, false) => operands(cx, at, &mut pending, reading, expr),
    }
}

/// The fast path: true if it read the whole expression. Otherwise the conditions that it could read
/// are pending, and the operand after them comes next.
///
/// A function of its own, because the frame of the caller nests.
#[inline(never)]
fn conditions<'a>(
    cx: Context<'a>,
    input: &'a str,
    expr: &mut Expr,
    pending: &mut PendingStack,
) -> Parsed<'a, bool> {
    let start = cx.offset(input);
    let mut operands = Vec::new();
    let found = flat::conditions(cx, input, MaxNesting::ALL, expr, &mut operands);
    match (found.op, found.end) {
        (None, end) => Ok((found.rest, end.is_some())),
        (Some(op), None) => {
            pending.push(Pending::Chain(op, start, operands));
            Ok((found.rest, false))
        }
        (Some(op), Some(end)) => {
            let kind = chain_of(op, operands);
            *expr = if cx.has_room(1, usize::from(found.height) + 1) {
                Expr::flat(kind, cx.span(start, end), found.height + 1)
            } else {
                cx.expr(kind, start, end)?
            };
            Ok((found.rest, true))
        }
    }
}

/// Operands with operators between them, after those already pending.
fn operands<'a>(
    cx: Context<'a>,
    input: &'a str,
    pending: &mut PendingStack,
    reading: &str,
    expr: &mut Expr,
) -> Result<&'a str, nom::Err<Fault>> {
    let mut reading = if pending.is_empty() { reading } else { OPERAND_PLACE };
    let mut operand = Operand { expr: PLACEHOLDER, start: 0, end: 0 };
    let mut at = input;
    loop {
        let (rest, next) = self::operand(cx, at, pending, reading, &mut operand)?;
        if !pending.is_empty() {
            reduce(cx, pending, &mut operand, next.map(|(op, _)| op))?;
        }
        let Some((op, after)) = next else {
            *expr = operand.expr;
            return Ok(rest);
        };
        shift(pending, op, &mut operand);
        (at, reading) = (after, OPERAND_PLACE);
    }
}

/// Prefix operators, a primary, and the `has` and `in` that bind tighter than the prefixes.
fn operand<'a>(
    cx: Context<'a>,
    input: &'a str,
    pending: &mut PendingStack,
    reading: &str,
    operand: &mut Operand,
) -> Parsed<'a, Next<'a>> {
    if matches!(pending.last(), Some(Pending::Chain(..)))
        && let Some(found) = after_chain(cx, input, operand)
    {
        return Ok(found);
    }
    let (at, inner) = match peek(input) {
        b'n' | b'N' | b'-' => prefixes(cx, input, pending)?,
        _ => (input, cx),
    };
    let reading = if at.len() < input.len() { OPERAND_PLACE } else { reading };
    let rest = primary_into(inner, at, reading, &mut operand.expr)?;
    let next = operator(cx, rest)?;
    (operand.start, operand.end) = (cx.offset(at), cx.offset(rest));
    match next {
        Some((Operator::Binary(BinaryOp::Has | BinaryOp::In), _)) => {
            membership(cx, inner, operand, next)
        }
        _ => Ok((rest, next)),
    }
}

/// An operand read by the fast path.
#[inline(never)]
fn after_chain<'a>(
    cx: Context<'a>,
    input: &'a str,
    operand: &mut Operand,
) -> Option<(&'a str, Next<'a>)> {
    let found = flat::condition(cx, input, &mut operand.expr)?;
    (operand.start, operand.end) = (found.start, found.end);
    Some((found.rest, found.next))
}

/// The prefix operators before an operand, and the context of that operand.
///
/// Apart from `operand`, as `membership` is, so that its frame is not on the stack while the
/// operand is read: that is what nests.
fn prefixes<'a>(
    cx: Context<'a>,
    input: &'a str,
    pending: &mut PendingStack,
) -> Parsed<'a, Context<'a>> {
    let (mut at, mut inner, mut count) = (input, cx, 0);
    while let Some((prefix, after)) = prefix(cx, at) {
        pending.push(prefix);
        count += 1;
        at = space(after);
        // A parenthesis after the last prefix is one level together with it.
        inner = cx.deeper(count - usize::from(peek(at) == b'('), input)?;
    }
    Ok((at, inner))
}

/// The `has` and `in` after an operand.
fn membership<'a>(
    cx: Context<'a>,
    inner: Context<'a>,
    operand: &mut Operand,
    mut next: Next<'a>,
) -> Parsed<'a, Next<'a>> {
    let mut rest = "";
    while let Some((Operator::Binary(op @ (BinaryOp::Has | BinaryOp::In)), after)) = next {
        let mut right = PLACEHOLDER;
        rest = match op {
            BinaryOp::In => in_operand(inner, after, &mut right)?,
            _ => primary_into(inner, after, "after `has`", &mut right)?,
        };
        operand.end = cx.offset(rest);
        let kind = ExprKind::Binary(op, Box::new([operand.take(), right]));
        operand.expr = cx.expr(kind, operand.start, operand.end)?;
        next = operator(cx, rest)?;
    }
    Ok((rest, next))
}

/// A `not` or `-` that is an operator here.
fn prefix<'a>(cx: Context<'a>, input: &'a str) -> Option<(Pending, &'a str)> {
    let start = cx.offset(input);
    match peek(input) {
        b'n' | b'N' => {
            // Most names that start so are longer.
            let after = after_keyword(input, "not")?;
            // Otherwise a name that starts with `not`, or a segment called so.
            (peek(after) == b'(' || is_blank(peek(after))).then_some((Pending::Not(start), after))
        }
        b'-' => {
            let after = input.get(1..)?;
            // A sign right before a digit, or in `-INF`, belongs to the literal.
            let literal = peek(after).is_ascii_digit() || word(after).0 == "INF";
            (!literal).then_some((Pending::Negate(start), after))
        }
        _ => None,
    }
}

/// Completes the operators that hold the operand more tightly than the next operator would;
/// all of them if there is none.
fn reduce(
    cx: Context<'_>,
    pending: &mut PendingStack,
    operand: &mut Operand,
    next: Option<Operator>,
) -> Result<(), nom::Err<Fault>> {
    let holds = |top: &Pending| match next {
        None => true,
        // Equal levels associate to the left.
        Some(Operator::Binary(op)) => top.precedence() >= op.precedence(),
        // An equal level is the same chain, which goes on.
        Some(op) => top.precedence() > op.precedence(),
    };
    while pending.last().is_some_and(holds)
        && let Some(top) = pending.pop()
    {
        let right = operand.take();
        let (start, kind) = match top {
            Pending::Not(start) => (start, ExprKind::Not(Box::new(right))),
            Pending::Negate(start) => (start, ExprKind::Negate(Box::new(right))),
            Pending::Binary(op, start, left) => {
                (start, ExprKind::Binary(op, Box::new([left, right])))
            }
            Pending::Chain(op, start, mut operands) => {
                operands.push(right);
                (start, chain_of(op, operands))
            }
        };
        operand.start = start;
        operand.expr = cx.expr(kind, start, operand.end)?;
    }
    Ok(())
}

/// All operands of an `and` or an `or`.
pub(super) fn chain_of(op: Operator, operands: Vec<Expr>) -> ExprKind {
    match op {
        Operator::And => ExprKind::And(operands),
        _ => ExprKind::Or(operands),
    }
}

/// Makes an operator pending until its right operand is complete.
fn shift(pending: &mut PendingStack, op: Operator, operand: &mut Operand) {
    let (start, expr) = (operand.start, operand.take());
    match (op, pending.last_mut()) {
        (Operator::Binary(op), _) => pending.push(Pending::Binary(op, start, expr)),
        (_, Some(Pending::Chain(top, _, operands))) if *top == op => operands.push(expr),
        _ => {
            let mut operands = Vec::with_capacity(4);
            operands.push(expr);
            pending.push(Pending::Chain(op, start, operands));
        }
    }
}
