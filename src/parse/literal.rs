//! Primitive literals (ABNF section 7).

use std::borrow::Cow;

use memchr::memchr;

use super::context::{Context, Fault, Parsed, failure, found};
use super::geo::geo;
use super::lex::peek;
use super::primary::literal;
use crate::ast::lexical::{GUID_LEN, identifier_len, starts_with_guid};
use crate::ast::{
    Date, DateTimeOffset, Decimal, Double, EnumLiteral, EnumMember, Expr, GeoFamily, Guid, Literal,
    LiteralError, Name, QualifiedName, TimeOfDay,
};
use crate::diagnostic::{Code, Diagnostic};

/// The content of single quotes, and what follows. The input starts at the quote.
pub(super) fn quoted<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Cow<'a, str>> {
    let body = input.get(1..).unwrap_or_default();
    let mut from = 0;
    let mut doubled = false;
    loop {
        let tail = body.get(from..).unwrap_or_default();
        let Some(at) = memchr(b'\'', tail.as_bytes()) else {
            let start = cx.offset(input);
            return Err(cx.fault(start, start + 1, "this string is never closed"));
        };
        let end = from + at;
        let rest = body.get(end + 1..).unwrap_or_default();
        if peek(rest) == b'\'' {
            doubled = true;
            from = end + 2;
            continue;
        }
        let text = body.get(..end).unwrap_or_default();
        let text = if doubled { Cow::Owned(text.replace("''", "'")) } else { Cow::Borrowed(text) };
        return Ok((rest, text));
    }
}

/// ABNF `stringLiteral`.
pub(super) fn string<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let (rest, text) = quoted(cx, input)?;
    ends_here(cx, input, rest)?;
    literal(cx, input, rest, Literal::String((&*text).into()))
}

/// A guid whose shape has been seen.
pub(super) fn guid<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let (text, rest) = input.split_at_checked(GUID_LEN).unwrap_or((input, ""));
    ends_here(cx, input, rest)?;
    match text.parse::<Guid>() {
        Ok(guid) => literal(cx, input, rest, guid.into()),
        Err(error) => Err(value_fault(cx, input, rest, &error)),
    }
}

/// What starts with a digit, or a sign and a digit: a guid, a date, a time, a number.
pub(super) fn number<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, Expr> {
    let bytes = input.as_bytes();
    if starts_with_guid(bytes) {
        return guid(cx, input);
    }
    let scanned = scan(bytes).map_err(|error| value_fault(cx, input, end_of_token(input), &error));
    let (value, length) = scanned?;
    let rest = input.get(length..).unwrap_or_default();
    ends_here(cx, input, rest)?;
    literal(cx, input, rest, value)
}

/// The value and the length of what starts with a digit, or a sign and a digit.
pub(super) fn scan(bytes: &[u8]) -> Result<(Literal, usize), LiteralError> {
    // Five bytes decide whether the longer forms are worth trying.
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let dashed = unsigned.iter().take_while(|b| b.is_ascii_digit()).count() >= 4
        && unsigned.iter().find(|b| !b.is_ascii_digit()) == Some(&b'-');
    if dashed {
        if let Some((value, length)) = DateTimeOffset::scan(bytes)? {
            return Ok((value.into(), length));
        }
        if let Some((value, length)) = Date::scan(bytes)? {
            return Ok((value.into(), length));
        }
    }
    if bytes.get(2) == Some(&b':')
        && let Some((value, length)) = TimeOfDay::scan(bytes)?
    {
        return Ok((value.into(), length));
    }
    plain_number(bytes)
}

/// `[sign] digits [. digits] [e [sign] digits]`: digits only are an Int64, or a Decimal beyond
/// its range; with a point a Decimal; with an exponent a Double.
fn plain_number(bytes: &[u8]) -> Result<(Literal, usize), LiteralError> {
    let digits = |from: usize| {
        bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut end = sign + digits(sign);
    let (mut point, mut exponent) = (false, false);
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return Err(LiteralError::Shape("a number has digits after the point"));
        }
        (point, end) = (true, end + 1 + fraction);
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let signed = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let power = digits(end + 1 + signed);
        if power == 0 {
            return Err(LiteralError::Shape("an exponent has digits"));
        }
        (exponent, end) = (true, end + 1 + signed + power);
    }
    let text = bytes.get(..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default();
    let value = if exponent {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Double(value).into(),
            _ => return Err(LiteralError::OutOfRange("a number with an exponent")),
        }
    } else if point {
        text.parse::<Decimal>()?.into()
    } else {
        match text.parse::<i64>() {
            Ok(value) => value.into(),
            Err(_) => text.parse::<Decimal>()?.into(),
        }
    };
    Ok((value, end))
}

/// A literal with its type in front: `duration'…'`, `binary'…'`, `geography'…'`,
/// `geometry'…'`. `rest` starts at the quote.
pub(super) fn prefixed<'a>(
    cx: Context<'a>,
    input: &'a str,
    prefix: &str,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    let family = match prefix {
        _ if prefix.eq_ignore_ascii_case("geography") => Some(GeoFamily::Geography),
        _ if prefix.eq_ignore_ascii_case("geometry") => Some(GeoFamily::Geometry),
        _ => None,
    };
    if let Some(family) = family {
        let (after, value) = geo(cx, family, rest)?;
        ends_here(cx, input, after)?;
        return literal(cx, input, after, value.into());
    }
    let (after, text) = quoted(cx, rest)?;
    let value: Result<Literal, _> = if prefix.eq_ignore_ascii_case("duration") {
        text.parse().map(Literal::Duration)
    } else if prefix.eq_ignore_ascii_case("binary") {
        text.parse().map(Literal::Binary)
    } else {
        let message = format!("`{prefix}'…'` is not a literal of OData 4");
        return Err(cx.fault(cx.offset(input), cx.offset(after), message));
    };
    ends_here(cx, input, after)?;
    match value {
        Ok(value) => literal(cx, input, after, value),
        Err(error) => Err(value_fault(cx, input, after, &error)),
    }
}

/// ABNF `enumLiteral` with its type: `Ns.Type'A,B'`. `rest` starts at the quote.
pub(super) fn enumeration<'a>(
    cx: Context<'a>,
    input: &'a str,
    type_name: QualifiedName,
    rest: &'a str,
) -> Parsed<'a, Expr> {
    let (after, text) = quoted(cx, rest)?;
    ends_here(cx, input, after)?;
    let member = |text: &str| match text.parse::<i64>() {
        Ok(value) => Ok(EnumMember::Value(value)),
        Err(_) => Name::new(text).map(EnumMember::Name),
    };
    let (start, end) = (cx.offset(rest), cx.offset(after));
    let members = text.split(',').map(member).collect::<Result<Vec<_>, _>>();
    let members = members.map_err(|error| cx.fault(start, end, error.to_string()))?;
    cx.check_items(members.len(), rest)?;
    match EnumLiteral::new(type_name, members) {
        Ok(value) => literal(cx, input, after, value.into()),
        Err(error) => Err(cx.tree_fault(&error, start, end)),
    }
}

/// Refuses a literal that runs into a word: `1_000`, `'O'Brien`, `0x10`.
fn ends_here(cx: Context<'_>, input: &str, rest: &str) -> Result<(), nom::Err<Fault>> {
    let runs_on = match peek(rest) {
        b' ' | b')' | b',' | 0 => false,
        b'0'..=b'9' | b'.' | b'\'' => true,
        _ => identifier_len(rest) > 0,
    };
    if runs_on { Err(runs_on_fault(cx, input, rest)) } else { Ok(()) }
}

#[cold]
fn runs_on_fault(cx: Context<'_>, input: &str, rest: &str) -> nom::Err<Fault> {
    let start = cx.offset(rest);
    let message = if peek(input) == b'\'' {
        format!("`{}` follows the closing quote of a string", found(rest))
    } else {
        let token = input.get(..input.len() - end_of_token(input).len()).unwrap_or_default();
        format!("`{token}` is not a literal")
    };
    let span = if peek(input) == b'\'' {
        cx.span(start, start + found(rest).len())
    } else {
        cx.between(input, end_of_token(input))
    };
    failure(Diagnostic::new(Code::Syntax, span, message))
}

/// What follows the run of characters that a number, date or guid could be made of.
fn end_of_token(input: &str) -> &str {
    input.trim_start_matches(|c: char| c.is_alphanumeric() || "_.:+-".contains(c))
}

/// A text that has the shape of a literal, but not the sense.
fn value_fault(cx: Context<'_>, input: &str, rest: &str, error: &LiteralError) -> nom::Err<Fault> {
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let token = cx.source.text.get(start..end).unwrap_or_default();
    cx.fault(start, end, format!("`{token}`: {error}"))
}
