//! Percent-decoding, once, with a map back to the text as given.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::SourceMap;
use crate::span::Span;

/// A decoded part of a text.
pub(super) struct Decoded<'a> {
    /// The decoded text.
    pub(super) text: Cow<'a, str>,
    /// Where the part starts in the text as given.
    start: usize,
    /// The given offset of each decoded byte, and of the end, if something was encoded.
    table: Option<Vec<u32>>,
}

impl<'a> Decoded<'a> {
    /// Decodes `raw`, which starts at offset `start`; with `plus`, a raw `+` is a space.
    pub(super) fn new(raw: &'a str, start: usize, plus: bool) -> Result<Self, Diagnostic> {
        let has_plus = plus && raw.contains('+');
        if !raw.contains('%') {
            let text =
                if has_plus { Cow::Owned(raw.replace('+', " ")) } else { Cow::Borrowed(raw) };
            return Ok(Self { text, start, table: None });
        }
        let (bytes, table) = decode_bytes(raw, start, has_plus)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let from = error.utf8_error().valid_up_to();
            let length = error.utf8_error().error_len().unwrap_or(1);
            let span = SourceMap::Table(&table).span(from, from + length);
            Diagnostic::new(Code::BadEncoding, span, "the decoded bytes are not UTF-8").with_help(
                "percent-encode the UTF-8 bytes of each character, as in `%C3%A9` for `é`",
            )
        })?;
        Ok(Self { text: Cow::Owned(text), start, table: Some(table) })
    }

    /// From decoded offsets to given ones.
    pub(super) fn map(&self) -> SourceMap<'_> {
        match &self.table {
            Some(table) => SourceMap::Table(table),
            None => SourceMap::Shift(self.start),
        }
    }

    /// The whole part, in the text as given.
    pub(super) fn span(&self) -> Span {
        self.map().span(0, self.text.len())
    }
}

/// Checks the escapes of a text that stays encoded.
pub(super) fn check(raw: &str, start: usize) -> Result<(), Diagnostic> {
    Decoded::new(raw, start, false).map(|_| ())
}

fn decode_bytes(raw: &str, start: usize, plus: bool) -> Result<(Vec<u8>, Vec<u32>), Diagnostic> {
    let given = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
    let source = raw.as_bytes();
    let mut bytes = Vec::with_capacity(source.len());
    let mut table = Vec::with_capacity(source.len() + 1);
    let mut at = 0;
    while let Some(byte) = source.get(at) {
        table.push(given(at));
        match byte {
            b'%' => {
                let digits = source.get(at + 1..at + 3).unwrap_or_default();
                bytes.push(hex(digits).ok_or_else(|| bad_escape(raw, at, start))?);
                at += 3;
            }
            b'+' if plus => {
                bytes.push(b' ');
                at += 1;
            }
            other => {
                bytes.push(*other);
                at += 1;
            }
        }
    }
    table.push(given(raw.len()));
    Ok((bytes, table))
}

fn hex(digits: &[u8]) -> Option<u8> {
    match digits {
        [high, low] => {
            let value = |digit: u8| char::from(digit).to_digit(16);
            u8::try_from(value(*high)? * 16 + value(*low)?).ok()
        }
        _ => None,
    }
}

fn bad_escape(raw: &str, at: usize, start: usize) -> Diagnostic {
    let mut end = (at + 3).min(raw.len());
    while !raw.is_char_boundary(end) {
        end += 1;
    }
    let text = raw.get(at..end).unwrap_or("%");
    let span = SourceMap::Shift(start).span(at, end);
    Diagnostic::new(Code::BadEncoding, span, format!("`{text}` is not a percent-encoded byte"))
        .with_help("two hexadecimal digits follow a `%`; a percent sign itself is written `%25`")
}
