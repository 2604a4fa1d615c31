//! `commonExpr`: operands with operators between them.
//!
//! The operand is read once, then the loop goes on with the operator; operators that wait for
//! their right operand are kept in a list, not on the stack, so that the stack grows only
//! with parentheses and the like, which the depth limit bounds.

use smallvec::SmallVec;

use super::context::{Cx, Fault, Parsed};
use super::lex::{after_keyword, peek, space, word};
use super::operator::{Operator, operator};
use super::primary::{in_operand, primary};
use crate::ast::{BinaryOp, Expr, ExprKind, Precedence};

/// An operator whose right operand is not complete yet. The numbers are where the left operand,
/// or the prefix, starts.
enum Waiting {
    Not(usize),
    Negate(usize),
    Binary(BinaryOp, usize, Expr),
    /// `and` or `or`, with all operands so far.
    Chain(Operator, usize, Vec<Expr>),
}

/// Few expressions make more operators wait at once.
type Waitings = SmallVec<[Waiting; 3]>;

impl Waiting {
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

/// The operator after an operand, and what follows it.
type Next<'a> = Option<(Operator, &'a str)>;

/// ABNF `commonExpr`. The input starts at the first operand; the rest, right after the last.
pub(super) fn common_expr<'a>(cx: Cx<'a>, input: &'a str, reading: &str) -> Parsed<'a, Expr> {
    let mut waiting = Waitings::new();
    let (mut rest, (mut operand, mut next)) = operand(cx, input, &mut waiting, reading)?;
    loop {
        if !waiting.is_empty() {
            operand = reduce(cx, &mut waiting, operand, next.map(|(op, _)| op))?;
        }
        let Some((op, after)) = next else { return Ok((rest, operand.expr)) };
        wait(&mut waiting, op, operand);
        (rest, (operand, next)) =
            self::operand(cx, after, &mut waiting, "where an operand should stand")?;
    }
}

/// Prefix operators, a primary, and the `has` and `in` that bind tighter than the prefixes.
fn operand<'a>(
    cx: Cx<'a>,
    input: &'a str,
    waiting: &mut Waitings,
    reading: &str,
) -> Parsed<'a, (Operand, Next<'a>)> {
    let (at, inner) = match peek(input) {
        b'n' | b'N' | b'-' => prefixes(cx, input, waiting)?,
        _ => (input, cx),
    };
    let reading = if at.len() < input.len() { "where an operand should stand" } else { reading };
    let (rest, expr) = primary(inner, at, reading)?;
    let next = operator(cx, rest)?;
    let operand = Operand { expr, start: cx.offset(at), end: cx.offset(rest) };
    match next {
        Some((Operator::Binary(BinaryOp::Has | BinaryOp::In), _)) => {
            membership(cx, inner, operand, next)
        }
        _ => Ok((rest, (operand, next))),
    }
}

/// The prefix operators before an operand, and the context of what they stand before.
///
/// Apart from `operand`, as `membership` is, so that its frame is not on the stack while the
/// operand is read: that is what nests.
fn prefixes<'a>(cx: Cx<'a>, input: &'a str, waiting: &mut Waitings) -> Parsed<'a, Cx<'a>> {
    let (mut at, mut inner, mut count) = (input, cx, 0);
    while let Some((prefix, after)) = prefix(cx, at) {
        waiting.push(prefix);
        count += 1;
        at = space(after);
        // A parenthesis after the last prefix is one level together with it.
        inner = cx.deeper(count - usize::from(peek(at) == b'('), input)?;
    }
    Ok((at, inner))
}

/// The `has` and `in` after an operand.
fn membership<'a>(
    cx: Cx<'a>,
    inner: Cx<'a>,
    operand: Operand,
    mut next: Next<'a>,
) -> Parsed<'a, (Operand, Next<'a>)> {
    let Operand { mut expr, start, mut end } = operand;
    let mut rest = "";
    while let Some((Operator::Binary(op @ (BinaryOp::Has | BinaryOp::In)), after)) = next {
        let right;
        (rest, right) = match op {
            BinaryOp::In => in_operand(inner, after)?,
            _ => primary(inner, after, "after `has`")?,
        };
        end = cx.offset(rest);
        expr = cx.expr(ExprKind::Binary(op, Box::new([expr, right])), start, end)?;
        next = operator(cx, rest)?;
    }
    Ok((rest, (Operand { expr, start, end }, next)))
}

/// A `not` or `-` that is an operator here.
fn prefix<'a>(cx: Cx<'a>, input: &'a str) -> Option<(Waiting, &'a str)> {
    let start = cx.offset(input);
    match peek(input) {
        b'n' | b'N' => {
            // Most names that start so are longer.
            let after = after_keyword(input, "not")?;
            // Otherwise a name that starts with `not`, or a segment called so.
            matches!(peek(after), b' ' | b'\t' | b'(').then_some((Waiting::Not(start), after))
        }
        b'-' => {
            let after = input.get(1..)?;
            // A sign right before a digit, or in `-INF`, belongs to the literal.
            let literal = peek(after).is_ascii_digit() || word(after).0 == "INF";
            (!literal).then_some((Waiting::Negate(start), after))
        }
        _ => None,
    }
}

/// Completes the operators that hold the operand more tightly than the next operator would;
/// all of them if there is none.
fn reduce(
    cx: Cx<'_>,
    waiting: &mut Waitings,
    mut operand: Operand,
    next: Option<Operator>,
) -> Result<Operand, nom::Err<Fault>> {
    let holds = |top: &Waiting| match next {
        None => true,
        // Equal levels associate to the left.
        Some(Operator::Binary(op)) => top.precedence() >= op.precedence(),
        // An equal level is the same chain, which goes on.
        Some(op) => top.precedence() > op.precedence(),
    };
    while waiting.last().is_some_and(holds)
        && let Some(top) = waiting.pop()
    {
        let end = operand.end;
        let (start, kind) = match top {
            Waiting::Not(start) => (start, ExprKind::Not(Box::new(operand.expr))),
            Waiting::Negate(start) => (start, ExprKind::Negate(Box::new(operand.expr))),
            Waiting::Binary(op, start, left) => {
                (start, ExprKind::Binary(op, Box::new([left, operand.expr])))
            }
            Waiting::Chain(op, start, mut operands) => {
                operands.push(operand.expr);
                let kind = match op {
                    Operator::And => ExprKind::And(operands),
                    _ => ExprKind::Or(operands),
                };
                (start, kind)
            }
        };
        operand = Operand { expr: cx.expr(kind, start, end)?, start, end };
    }
    Ok(operand)
}

/// Lets an operator wait for its right operand.
fn wait(waiting: &mut Waitings, op: Operator, Operand { expr, start, .. }: Operand) {
    match (op, waiting.last_mut()) {
        (Operator::Binary(op), _) => waiting.push(Waiting::Binary(op, start, expr)),
        (_, Some(Waiting::Chain(top, _, operands))) if *top == op => operands.push(expr),
        _ => {
            let mut operands = Vec::with_capacity(4);
            operands.push(expr);
            waiting.push(Waiting::Chain(op, start, operands));
        }
    }
}
