//! The small pieces: white space, words, names.

use super::context::{Context, Parsed};
use crate::ast::lexical::{identifier_len, word_len};
use crate::ast::{Name, QualifiedName};

/// `BWS`: any spaces and tabs, and line breaks besides, for filters that are kept in files.
#[inline]
pub(super) fn space(input: &str) -> &str {
    let blank = |b: &u8| is_blank(*b);
    let length = input.as_bytes().iter().position(|b| !blank(b)).unwrap_or(input.len());
    input.get(length..).unwrap_or_default()
}

/// Whether the byte is white space between tokens.
#[inline]
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first byte, or 0 at the end.
#[inline]
pub(super) fn peek(input: &str) -> u8 {
    input.as_bytes().first().copied().unwrap_or(0)
}

/// What follows `byte` if the input starts with it.
#[inline]
pub(super) fn after_byte(input: &str, byte: u8) -> Option<&str> {
    if peek(input) == byte { input.get(1..) } else { None }
}

/// The ASCII word at the start, of letters, digits and `_`: an operator or a keyword. Empty where
/// it is the start of a name that goes on with other letters: `noté`.
pub(super) fn word(input: &str) -> (&str, &str) {
    let length = word_len(input.as_bytes());
    let other = input.as_bytes().get(length).is_some_and(|next| !next.is_ascii());
    if other && identifier_len(input) > length {
        return ("", input);
    }
    input.split_at_checked(length).unwrap_or(("", input))
}

/// What follows the keyword, in any case, if the input starts with it as a whole word.
pub(super) fn after_keyword<'a>(input: &'a str, keyword: &str) -> Option<&'a str> {
    let (found, rest) = word(input);
    found.eq_ignore_ascii_case(keyword).then_some(rest)
}

/// The text of one identifier (ABNF `odataIdentifier`), at most as long as the limits allow.
pub(super) fn identifier_text<'a>(
    cx: Context<'a>,
    input: &'a str,
    reading: &str,
    expected: &'static [&'static str],
) -> Parsed<'a, &'a str> {
    let length = identifier_len(input);
    let Some((text, rest)) = input.split_at_checked(length).filter(|_| length > 0) else {
        return Err(cx.unexpected(input, reading, expected));
    };
    let limit = cx.max_identifier();
    if length > limit && text.chars().count() > limit {
        let message = format!("a name of more than {limit} characters");
        return Err(cx.too_long(cx.offset(input), message));
    }
    Ok((rest, text))
}

/// One identifier.
pub(super) fn identifier<'a>(cx: Context<'a>, input: &'a str, reading: &str) -> Parsed<'a, Name> {
    let (rest, text) = identifier_text(cx, input, reading, &["a name"])?;
    Ok((rest, Name::scanned(text)))
}

/// Identifiers joined by dots, at least one.
pub(super) fn dotted<'a>(
    cx: Context<'a>,
    input: &'a str,
    reading: &str,
) -> Parsed<'a, QualifiedName> {
    let (mut rest, _) = identifier_text(cx, input, reading, &["a name"])?;
    while let Some(after) = after_byte(rest, b'.') {
        (rest, _) = identifier_text(cx, after, "after a `.`", &["a name"])?;
    }
    let length = cx.offset(rest) - cx.offset(input);
    Ok((rest, QualifiedName::scanned(input.get(..length).unwrap_or_default())))
}
