//! Canonical functions, `cast`, `isof` and `case`; what else starts with a name and `(` or `.`.

use super::context::{Context, Fault, Parsed};
use super::expr::common_expr;
use super::fast::item;
use super::lex::{after_byte, dotted, peek, space};
use super::literal::enumeration;
use super::path::{named_segment, rest_of_path};
use super::primary::close;
use crate::ast::{Expr, ExprKind, Function, QualifiedName, TypeName, TypeTest};

/// What starts with a name that `(` or `.` follows; `rest` starts there.
pub(super) fn call<'a>(
    cx: Context<'a>,
    input: &'a str,
    name: &str,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    if peek(rest) == b'.' {
        return qualified(cx, input);
    }
    if let Some(function) = Function::from_name(name) {
        return function_call(cx, input, function, rest);
    }
    match name {
        _ if name.eq_ignore_ascii_case("cast") => type_test(cx, input, rest, ExprKind::Cast),
        _ if name.eq_ignore_ascii_case("isof") => type_test(cx, input, rest, ExprKind::IsOf),
        _ if name.eq_ignore_ascii_case("case") => case(cx, input, rest),
        _ if name.eq_ignore_ascii_case("any") || name.eq_ignore_ascii_case("all") => {
            let (start, end) = (cx.offset(input), cx.offset(rest));
            let message =
                format!("`{name}` needs a collection before it, as in `items/{name}(x:…)`");
            Err(cx.fault(start, end, message))
        }
        _ => service_call(cx, input, QualifiedName::scanned(name), rest),
    }
}

/// `Ns.Type'…'`, `geo.distance(…)`, `Ns.F(…)`, `Ns.Type/…`.
fn qualified<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let (rest, name) = dotted(cx, input, "where an operand should stand")?;
    if peek(rest) == b'\'' {
        return enumeration(cx, input, name, rest);
    }
    if peek(rest) == b'('
        && let Some(function) = Function::from_name(&name)
    {
        return function_call(cx, input, function, rest);
    }
    service_call(cx, input, name, rest)
}

/// A function of the service, a type, or a collection with a key: the start of a path.
fn service_call<'a>(
    cx: Context<'a>,
    input: &'a str,
    name: QualifiedName,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    let (rest, first) = named_segment(cx, input, name, rest)?;
    rest_of_path(cx, input, rest, first)
}

/// ABNF `methodCallExpr`. `rest` starts at the parenthesis.
fn function_call<'a>(
    cx: Context<'a>,
    input: &'a str,
    function: Function,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    let name = function.name();
    let start = cx.offset(input);
    let open = rest;
    let mut arguments = Vec::with_capacity(function.arity().max);
    let mut rest = space(rest.get(1..).unwrap_or_default());
    if peek(rest) != b')' {
        let inner = cx.deeper(1, input)?;
        loop {
            match item(inner, rest, &mut arguments) {
                Some(after) => rest = after,
                None => {
                    let argument;
                    (rest, argument) = common_expr(inner, rest, "in the arguments of a function")?;
                    arguments.push(argument);
                }
            }
            cx.check_items(arguments.len(), rest)?;
            rest = space(rest);
            match after_byte(rest, b',') {
                Some(after) => rest = space(after),
                None => break,
            }
        }
    }
    let expected = &["`,`", "`)`", "an operator"];
    let rest = close(cx, open, rest, b')', "in the arguments of a function", expected)?;
    let end = cx.offset(rest);
    if !function.arity().takes(arguments.len()) {
        let (arity, given) = (function.arity(), arguments.len());
        let message = format!("`{name}` takes {arity}, here it has {given}");
        return Err(cx.fault(start, end, message));
    }
    Ok((rest, cx.expr(ExprKind::Call(function, arguments), start, end)?))
}

/// ABNF `castExpr`, `isofExpr`: `([expression,] type)`. `rest` starts at the parenthesis.
fn type_test<'a>(
    cx: Context<'a>,
    input: &'a str,
    rest: &'a str,
    kind: fn(Box<TypeTest>) -> ExprKind,
) -> Parsed<'a, Expr> {
    let open = rest;
    let at = space(rest.get(1..).unwrap_or_default());
    let (rest, operand, type_name) = match only_type(cx, at)? {
        Some((rest, type_name)) => (rest, None, type_name),
        None => {
            let (rest, operand) = common_expr(cx.deeper(1, input)?, at, "in a type test")?;
            let comma = space(rest);
            let after = after_byte(comma, b',')
                .ok_or_else(|| cx.unexpected(comma, "in a type test", &["`,` and a type"]))?;
            let (rest, type_name) = type_name(cx, space(after))?;
            (rest, Some(operand), type_name)
        }
    };
    let rest = close(cx, open, rest, b')', "after a type", &["`)`"])?;
    let test = Box::new(TypeTest { operand, type_name });
    Ok((rest, cx.expr(kind(test), cx.offset(input), cx.offset(rest))?))
}

/// The type, if the parenthesis holds nothing else.
fn only_type<'a>(
    cx: Context<'a>,
    input: &'a str,
) -> Result<Option<(&'a str, TypeName)>, nom::Err<Fault>> {
    match type_name(cx, input) {
        Ok((rest, type_name)) if peek(space(rest)) == b')' => Ok(Some((rest, type_name))),
        _ => Ok(None),
    }
}

/// ABNF `optionallyQualifiedTypeName`.
fn type_name<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, TypeName> {
    if let Some(inside) = input.strip_prefix("Collection(") {
        let (rest, name) = dotted(cx, inside, "where a type should stand")?;
        let rest = after_byte(rest, b')')
            .ok_or_else(|| cx.unexpected(rest, "after the type of a collection", &["`)`"]))?;
        return Ok((rest, TypeName { collection: true, name }));
    }
    let (rest, name) = dotted(cx, input, "where a type should stand")?;
    Ok((rest, TypeName { collection: false, name }))
}

/// ABNF `caseMethodCallExpr`: `(condition:value,…)`. `rest` starts at the parenthesis.
fn case<'a>(cx: Context<'a>, input: &'a str, rest: &'a str) -> Parsed<'a, Expr> {
    let open = rest;
    let inner = cx.deeper(1, input)?;
    let mut branches = Vec::new();
    let mut rest = space(rest.get(1..).unwrap_or_default());
    loop {
        let (condition, value);
        (rest, condition) = common_expr(inner, rest, "in `case`")?;
        let colon = space(rest);
        let after = after_byte(colon, b':')
            .ok_or_else(|| cx.unexpected(colon, "in `case`", &["`:` and a value"]))?;
        (rest, value) = common_expr(inner, space(after), "in `case`")?;
        branches.push((condition, value));
        cx.check_items(branches.len(), rest)?;
        match after_byte(space(rest), b',') {
            Some(after) => rest = space(after),
            None => break,
        }
    }
    let rest = close(cx, open, rest, b')', "in `case`", &["`,`", "`)`"])?;
    Ok((rest, cx.expr(ExprKind::Case(branches), cx.offset(input), cx.offset(rest))?))
}
