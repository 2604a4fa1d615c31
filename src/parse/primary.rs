//! Operands.

use super::call::call;
use super::context::{Context, Fault, Parsed};
use super::expr::{PLACEHOLDER, common_expr, common_expr_into};
use super::fast::literal_item;
use super::json::{array, object};
use super::lex::{self, after_byte, identifier_text, peek, space};
use super::literal::{guid, number, prefixed, string};
use super::path::{path_from, rest_of_path};
use crate::ast::lexical::starts_with_guid;
use crate::ast::{Double, Expr, ExprKind, Literal, Name, SegmentKind};

/// What an operand may be.
const OPERAND: &[&str] = &["a property", "a literal", "a function", "`(`", "`not`"];

/// A literal, a path, a call, or an expression in parentheses.
pub(super) fn primary<'a>(cx: Context<'a>, input: &'a str, reading: &str) -> Parsed<'a, Expr> {
    match peek(input) {
        b'\'' => string(cx, input),
        b'(' => {
            let mut expr = PLACEHOLDER;
            let rest = parenthesised(cx, input, &mut expr)?;
            Ok((rest, expr))
        }
        b'0'..=b'9' => number(cx, input),
        b'+' | b'-' => signed(cx, input, reading),
        b'[' => array(cx, input),
        b'{' => object(cx, input),
        b'$' | b'@' => path_from(cx, input),
        _ => word(cx, input, reading),
    }
}

/// As `primary`, but the expression is put in a place and not handed on.
pub(super) fn primary_into<'a>(
    cx: Context<'a>,
    input: &'a str,
    reading: &str,
    expr: &mut Expr,
) -> Result<&'a str, nom::Err<Fault>> {
    if peek(input) == b'(' {
        return parenthesised(cx, input, expr);
    }
    let rest;
    (rest, *expr) = primary(cx, input, reading)?;
    Ok(rest)
}

/// ABNF `parenExpr`. Parentheses leave no trace in the tree but the shape that they force.
fn parenthesised<'a>(
    cx: Context<'a>,
    input: &'a str,
    expr: &mut Expr,
) -> Result<&'a str, nom::Err<Fault>> {
    let inner = cx.deeper(1, input)?;
    let after = space(after_byte(input, b'(').unwrap_or_default());
    let rest = common_expr_into(inner, after, "after `(`", expr)?;
    close(cx, input, rest, b')', "in parentheses", &["`)`", "an operator"])
}

/// A closing bracket, white space before it allowed. Where the text ends without one, the
/// place is that of the bracket that was opened.
pub(super) fn close<'a>(
    cx: Context<'a>,
    open: &'a str,
    rest: &'a str,
    bracket: u8,
    reading: &str,
    expected: &'static [&'static str],
) -> Result<&'a str, nom::Err<Fault>> {
    let at = space(rest);
    match after_byte(at, bracket) {
        Some(rest) => Ok(rest),
        None if at.is_empty() => {
            let end = cx.offset(at);
            let bracket = char::from(bracket);
            let opened = cx.offset(open);
            let column = cx.source.text.get(..opened).map_or(0, |head| head.chars().count()) + 1;
            let message =
                format!("`{bracket}` is missing: the bracket in column {column} is never closed");
            Err(cx.fault(end, end, message))
        }
        None => Err(cx.unexpected(at, reading, expected)),
    }
}

/// `+1`, `-1`, `-INF`, `-0001-01-01`; any other sign is not the start of an operand.
fn signed<'a>(cx: Context<'a>, input: &'a str, reading: &str) -> Parsed<'a, Expr> {
    let after = input.get(1..).unwrap_or_default();
    if peek(after).is_ascii_digit() {
        return number(cx, input);
    }
    match input.strip_prefix("-INF") {
        Some(rest) => literal(cx, input, rest, Double(f64::NEG_INFINITY).into()),
        None => Err(cx.unexpected(input, reading, OPERAND)),
    }
}

/// What starts with a letter: a keyword, a literal with a prefix, a call, a path.
fn word<'a>(cx: Context<'a>, input: &'a str, reading: &str) -> Parsed<'a, Expr> {
    if starts_with_guid(input.as_bytes()) {
        return guid(cx, input);
    }
    if let Some((rest, value)) = literal_word(input) {
        return literal(cx, input, rest, value);
    }
    let (rest, name) = identifier_text(cx, input, reading, OPERAND)?;
    match peek(rest) {
        b'\'' => prefixed(cx, input, name, rest),
        b'(' | b'.' => call(cx, input, name, rest),
        _ => {
            let name = SegmentKind::Property(Name::scanned(name));
            let first = cx.segment(name, cx.offset(input), cx.offset(rest))?;
            rest_of_path(cx, input, rest, first)
        }
    }
}

/// A word that is a literal by itself. It is no name, so that the limit of names is not its own.
fn literal_word(input: &str) -> Option<(&str, Literal)> {
    let (word, rest) = lex::word(input);
    let value = match word {
        "null" => Literal::Null,
        "NaN" => Double(f64::NAN).into(),
        "INF" => Double(f64::INFINITY).into(),
        _ if word.eq_ignore_ascii_case("true") => true.into(),
        _ if word.eq_ignore_ascii_case("false") => false.into(),
        _ => return None,
    };
    (!matches!(peek(rest), b'\'' | b'(' | b'.')).then_some((rest, value))
}

/// A literal that reaches from `from` to `to`.
#[inline]
pub(super) fn literal<'a>(
    cx: Context<'a>,
    from: &str,
    to: &'a str,
    value: Literal,
) -> Parsed<'a, Expr> {
    Ok((to, cx.literal(value, cx.offset(from), cx.offset(to))?))
}

/// The right operand of `in` (ABNF `listExpr / commonExpr`): a list of literals, or an
/// operand. Literals in parentheses are a list, also a single one.
pub(super) fn in_operand<'a>(
    cx: Context<'a>,
    input: &'a str,
    expr: &mut Expr,
) -> Result<&'a str, nom::Err<Fault>> {
    let Some(after) = after_byte(input, b'(') else {
        // One level down in the tree, so one level deeper in the text.
        return primary_into(cx.deeper(1, input)?, input, "after `in`", expr);
    };
    let inner = cx.deeper(1, input)?;
    let start = cx.offset(input);
    let mut items: Vec<Expr> = Vec::new();
    let mut rest = space(after);
    if let Some(rest) = after_byte(rest, b')') {
        *expr = cx.expr(ExprKind::List(items), start, cx.offset(rest))?;
        return Ok(rest);
    }
    loop {
        let at = rest;
        if let Some(after) = literal_item(inner, at, &mut items) {
            cx.check_items(items.len(), at)?;
            rest = space(after);
            match after_byte(rest, b',') {
                Some(after) => rest = space(after),
                None => break,
            }
            continue;
        }
        let opens = peek(at) == b'(';
        let (after, item) = common_expr(inner, at, "in a list")?;
        let is_literal = item.as_literal().is_some() && !opens;
        rest = space(after);
        if items.is_empty() && !is_literal && peek(rest) == b')' {
            // Not a list but an expression in parentheses.
            *expr = item;
            return Ok(rest.get(1..).unwrap_or_default());
        }
        if !is_literal {
            let (start, end) = (cx.offset(at), cx.offset(after));
            return Err(cx.fault(start, end, "a list after `in` holds literals only"));
        }
        items.push(item);
        cx.check_items(items.len(), at)?;
        match after_byte(rest, b',') {
            Some(after) => rest = space(after),
            None => break,
        }
    }
    let rest = close(cx, input, rest, b')', "in a list", &["`,`", "`)`"])?;
    *expr = cx.expr(ExprKind::List(items), start, cx.offset(rest))?;
    Ok(rest)
}
