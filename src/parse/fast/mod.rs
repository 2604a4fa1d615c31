//! Fast path for the conditions of which most filters consist: a path of properties compared with
//! a literal, and functions of such operands.
//!
//! Every function here returns `None` for text of another shape or beyond the limits; the grammar
//! rules then read it from its start and report its faults. The time saved is that of moving large
//! values from rule to rule: here a node is built where it stays.

pub(super) mod conditions;
mod operand;

pub(super) use self::operand::{LambdaHead, item, lambda_head, literal_item};
use self::operand::{Names, value};
use super::expr::Next;
use super::lex::{after_byte, peek, space};
use super::operator::Operator;
use crate::ast::{BinaryOp, Expr, ExprKind, Function};
use crate::parse::context::Context;

/// The extent of a condition, and the operator after it.
pub(super) struct Condition<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) height: u8,
    pub(super) rest: &'a str,
    pub(super) next: Next<'a>,
}

/// A comparison of a path of properties with a literal, or a function of such operands, where
/// no operator follows that binds more tightly than `and`.
///
/// It is passed to `put`, which stores it, with the operator after it.
#[inline(always)]
pub(super) fn condition<'a>(
    cx: Context<'a>,
    input: &'a str,
    put: impl FnOnce(Next<'a>, Expr),
) -> Option<Condition<'a>> {
    let names = Names::of(cx, input)?;
    match peek(names.rest) {
        b' ' if names.rest.as_bytes().get(1) == Some(&b'i') => {
            membership(cx, input, &names).map(|(found, operands)| {
                let kind = ExprKind::Binary(BinaryOp::In, operands);
                put(found.next, Expr::flat(kind, cx.span(found.start, found.end), 2));
                found
            })
        }
        b' ' if is_arithmetic(names.rest) => {
            calculation(cx, input, &names).map(|(found, op, operands)| {
                let kind = ExprKind::Binary(op, operands);
                put(found.next, Expr::flat(kind, cx.span(found.start, found.end), 2));
                found
            })
        }
        b' ' => comparison(cx, input, names, put),
        b'(' if names.count == 1 => {
            let (found, expr) = call(cx, input, names.rest)?;
            put(found.next, expr);
            Some(found)
        }
        _ => None,
    }
}

#[inline(always)]
fn comparison<'a>(
    cx: Context<'a>,
    input: &'a str,
    names: Names<'a>,
    put: impl FnOnce(Next<'a>, Expr),
) -> Option<Condition<'a>> {
    let (op, right) = comparing(names.rest)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    // The segments, the operands and the comparison, which is one level high.
    if names.reads_as_literal(input) || !cx.has_room(names.count + 3, 1) {
        return None;
    }
    let mut operands = Vec::with_capacity(2);
    names.add_path(cx, input, &mut operands);
    let (start, end) = (cx.offset(input), cx.offset(rest));
    value.add(cx.span(cx.offset(right), end), &mut operands);
    let kind = ExprKind::Binary(op, operands.try_into().ok()?);
    put(next, Expr::flat(kind, cx.span(start, end), 1));
    Some(Condition { start, end, height: 1, rest, next })
}

/// A comparison operator with white space around it, and what follows.
#[inline]
fn comparing(input: &str) -> Option<(BinaryOp, &str)> {
    let op = match input.as_bytes() {
        [b' ', b'e', b'q', b' ', ..] => BinaryOp::Eq,
        [b' ', b'n', b'e', b' ', ..] => BinaryOp::Ne,
        [b' ', b'g', b't', b' ', ..] => BinaryOp::Gt,
        [b' ', b'g', b'e', b' ', ..] => BinaryOp::Ge,
        [b' ', b'l', b't', b' ', ..] => BinaryOp::Lt,
        [b' ', b'l', b'e', b' ', ..] => BinaryOp::Le,
        _ => return None,
    };
    Some((op, input.get(4..)?))
}

/// Whether an operator of three letters follows, which may be arithmetic.
#[inline]
const fn is_arithmetic(input: &str) -> bool {
    matches!(input.as_bytes(), [b' ', b'a' | b's' | b'm' | b'd', _, _, b' ', ..])
}

/// A path of properties and a literal with arithmetic between them, compared with a literal.
#[inline(never)]
fn calculation<'a>(
    cx: Context<'a>,
    input: &'a str,
    names: &Names<'a>,
) -> Option<(Condition<'a>, BinaryOp, Box<[Expr; 2]>)> {
    let Some(Operator::Binary(arithmetic)) = Operator::of(names.rest.get(1..4)?) else {
        return None;
    };
    let second = names.rest.get(5..)?;
    let (after, operand) = value(second)?;
    let (op, right) = comparing(after)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    // The segments, the operands and the operators, which are two levels high.
    if names.reads_as_literal(input) || !cx.has_room(names.count + 5, 2) {
        return None;
    }
    let (start, middle, end) = (cx.offset(input), cx.offset(after), cx.offset(rest));
    let mut inner = Vec::with_capacity(2);
    names.add_path(cx, input, &mut inner);
    operand.add(cx.span(cx.offset(second), middle), &mut inner);
    let kind = ExprKind::Binary(arithmetic, inner.try_into().ok()?);
    let mut operands = Vec::with_capacity(2);
    operands.push(Expr::flat(kind, cx.span(start, middle), 1));
    value.add(cx.span(cx.offset(right), end), &mut operands);
    Some((Condition { start, end, height: 2, rest, next }, op, operands.try_into().ok()?))
}

/// A path of properties that is one of the literals in a list.
#[inline(never)]
fn membership<'a>(
    cx: Context<'a>,
    input: &'a str,
    names: &Names<'a>,
) -> Option<(Condition<'a>, Box<[Expr; 2]>)> {
    let open = names.rest.strip_prefix(" in ")?;
    let inner = cx.deeper(1, open).ok()?;
    let mut items = Vec::with_capacity(4);
    let mut rest = space(after_byte(open, b'(')?);
    loop {
        rest = space(literal_item(inner, rest, &mut items)?);
        match after_byte(rest, b',') {
            Some(after) if items.len() < cx.source.limits.max_list_items => rest = space(after),
            Some(_) => return None,
            None => break,
        }
    }
    rest = after_byte(rest, b')')?;
    let next = next(rest)?;
    let within = items.len() <= cx.source.limits.max_list_items;
    // The segments, the path, the list and the operator, which is two levels high.
    if names.reads_as_literal(input) || !within || !cx.has_room(names.count + 3, 2) {
        return None;
    }
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let mut operands = Vec::with_capacity(2);
    names.add_path(cx, input, &mut operands);
    operands.push(Expr::flat(ExprKind::List(items), cx.span(cx.offset(open), end), 1));
    Some((Condition { start, end, height: 2, rest, next }, operands.try_into().ok()?))
}

/// A call of a canonical function, alone or compared with a literal.
#[inline(never)]
fn call<'a>(cx: Context<'a>, input: &'a str, open: &'a str) -> Option<(Condition<'a>, Expr)> {
    let (rest, called, height) = function(cx, input, open, Arguments::Calls)?;
    let start = cx.offset(input);
    if let Some(next) = next(rest) {
        let end = cx.offset(rest);
        return Some((Condition { start, end, height, rest, next }, called));
    }
    let (op, right) = comparing(rest)?;
    let (rest, value) = value(right)?;
    let next = next(rest)?;
    let height = height + 1;
    if !cx.has_room(2, usize::from(height)) {
        return None;
    }
    let mut operands = Vec::with_capacity(2);
    operands.push(called);
    let end = cx.offset(rest);
    value.add(cx.span(cx.offset(right), end), &mut operands);
    let kind = ExprKind::Binary(op, operands.try_into().ok()?);
    let compared = Expr::flat(kind, cx.span(start, end), height);
    Some((Condition { start, end, height, rest, next }, compared))
}

/// What the arguments of a function may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arguments {
    /// Paths, literals, and calls whose arguments are paths and literals.
    Calls,
    /// Paths and literals.
    Items,
}

/// A call of a canonical function, how high it is, and what follows it.
fn function<'a>(
    cx: Context<'a>,
    input: &'a str,
    open: &'a str,
    takes: Arguments,
) -> Option<(&'a str, Expr, u8)> {
    let function = Function::from_name(input.get(..input.len() - open.len())?)?;
    let inner = cx.deeper(1, input).ok()?;
    let (mut arguments, mut height) = (Vec::with_capacity(function.arity().max), 1);
    let mut rest = space(after_byte(open, b'(')?);
    loop {
        rest = match item(inner, rest, &mut arguments) {
            Some(rest) => space(rest),
            None if takes == Arguments::Calls => {
                let names = Names::of(cx, rest).filter(|names| names.count == 1)?;
                let (after, called, _) = self::function(inner, rest, names.rest, Arguments::Items)?;
                arguments.push(called);
                height = 2;
                space(after)
            }
            None => return None,
        };
        match after_byte(rest, b',') {
            Some(after) if arguments.len() < function.arity().max => rest = space(after),
            Some(_) => return None,
            None => break,
        }
    }
    rest = after_byte(rest, b')')?;
    let within = arguments.len() <= cx.source.limits.max_list_items;
    let fits = function.arity().takes(arguments.len()) && within;
    if !fits || !cx.has_room(1, usize::from(height)) {
        return None;
    }
    let kind = ExprKind::Call(function, arguments);
    Some((rest, Expr::flat(kind, cx.between(input, rest), height), height))
}

/// What follows a condition, if it is certain that the condition ends there.
#[inline]
pub(super) fn next(rest: &str) -> Option<Next<'_>> {
    let (op, length) = match rest.as_bytes() {
        [] | [b')', ..] => return Some(None),
        [b' ', b'a', b'n', b'd', b' ', ..] => (Operator::And, 5),
        [b' ', b'o', b'r', b' ', ..] => (Operator::Or, 4),
        _ => return None,
    };
    Some(Some((op, space(rest.get(length..)?))))
}
