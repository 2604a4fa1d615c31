//! JSON arrays and objects (ABNF section 5): OData expressions as values, and strings in
//! double quotes besides.

use super::context::{Context, Fault, Parsed};
use super::expr::common_expr;
use super::lex::{after_byte, peek, space};
use super::primary::{close, literal};
use crate::ast::{Expr, ExprKind, Literal, Text};

/// ABNF `array`.
pub(super) fn array<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let mut items = Vec::new();
    let rest = members(cx, input, b']', |inner, rest| {
        let (rest, value) = value(inner, rest)?;
        items.push(value);
        Ok((rest, ()))
    })?;
    Ok((rest, cx.expr(ExprKind::Array(items), cx.offset(input), cx.offset(rest))?))
}

/// ABNF `object`.
pub(super) fn object<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let mut items = Vec::new();
    let rest = members(cx, input, b'}', |inner, rest| {
        if peek(rest) != b'"' {
            return Err(inner.unexpected(rest, "in a JSON object", &["a name in double quotes"]));
        }
        let (rest, name) = json_string(inner, rest)?;
        let colon = space(rest);
        let after = after_byte(colon, b':')
            .ok_or_else(|| inner.unexpected(colon, "in a JSON object", &["`:`"]))?;
        let (rest, value) = value(inner, space(after))?;
        items.push((Text::from(name), value));
        Ok((rest, ()))
    })?;
    Ok((rest, cx.expr(ExprKind::Object(items), cx.offset(input), cx.offset(rest))?))
}

/// Members with commas between them, up to the closing bracket.
fn members<'a>(
    cx: Context<'a>,
    input: &'a str,
    bracket: u8,
    mut member: impl FnMut(Context<'a>, &'a str) -> Parsed<'a, ()>,
) -> Result<&'a str, nom::Err<Fault>> {
    let mut rest = space(input.get(1..).unwrap_or_default());
    if let Some(rest) = after_byte(rest, bracket) {
        return Ok(rest);
    }
    let inner = cx.deeper(1, input)?;
    let mut count = 0;
    loop {
        let at = rest;
        (rest, ()) = member(inner, rest)?;
        count += 1;
        cx.check_items(count, at)?;
        match after_byte(space(rest), b',') {
            Some(after) => rest = space(after),
            None if bracket == b']' => {
                return close(cx, input, rest, bracket, "in a JSON array", &["`,`", "`]`"]);
            }
            None => return close(cx, input, rest, bracket, "in a JSON object", &["`,`", "`}`"]),
        }
    }
}

/// ABNF `valueInUrl`.
fn value<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    if peek(input) != b'"' {
        return common_expr(cx, input, "in JSON");
    }
    let (rest, text) = json_string(cx, input)?;
    literal(cx, input, rest, Literal::String(text.into()))
}

/// ABNF `stringInUrl`. The input starts at the quote.
fn json_string<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, String> {
    let start = cx.offset(input);
    let unclosed = || cx.fault(start, start + 1, "this string is never closed");
    let mut text = String::new();
    let mut rest = input.get(1..).unwrap_or_default();
    loop {
        let plain = rest.find(['"', '\\']).ok_or_else(unclosed)?;
        let (head, tail) = rest.split_at(plain);
        text.push_str(head);
        if let Some(rest) = after_byte(tail, b'"') {
            return Ok((rest, text));
        }
        let (after, c) = escape(tail).ok_or_else(|| {
            let at = cx.offset(tail);
            cx.fault(at, at + 1, "a backslash in a JSON string starts an escape such as `\\n`")
        })?;
        text.push(c);
        rest = after;
    }
}

/// One escape. Half of a surrogate pair is none.
fn escape(input: &str) -> Option<(&str, char)> {
    let code = *input.as_bytes().get(1)?;
    let rest = input.get(2..)?;
    let c = match code {
        b'"' | b'\\' | b'/' => char::from(code),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let (rest, unit) = hex4(rest)?;
            if !(0xd800..0xdc00).contains(&unit) {
                return Some((rest, char::from_u32(unit)?));
            }
            let (rest, low) = hex4(rest.strip_prefix("\\u")?)?;
            if !(0xdc00..0xe000).contains(&low) {
                return None;
            }
            return Some((
                rest,
                char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))?,
            ));
        }
        _ => return None,
    };
    Some((rest, c))
}

fn hex4(input: &str) -> Option<(&str, u32)> {
    let (digits, rest) = input.split_at_checked(4)?;
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    Some((rest, u32::from_str_radix(digits, 16).ok().filter(|_| all_hex)?))
}
