//! Explains why a text is not JSON (RFC 8259), and at which byte.
//!
//! Used only after a parser has rejected the text, to say more than the parser does.

use std::borrow::Cow;

use super::skip::whitespace;
use super::string::EscapeError;
use super::{number, string};

/// The first fault of a JSON text.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) reason: Cow<'static, str>,
    /// Whether the text could be valid with more bytes behind it.
    pub(crate) cut_off: bool,
    /// How many brackets are open there.
    pub(crate) depth: usize,
}

/// The nesting that is rejected, as by serde_json.
const MAX_DEPTH: usize = 128;

/// The first fault of a text that should be one JSON value.
pub(crate) fn find(bytes: &[u8]) -> Option<SyntaxError> {
    Finder { bytes, at: 0, open: Vec::new(), comma: None }.run().err()
}

struct Finder<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<u8>,
    /// The comma before the value or name that is expected.
    comma: Option<usize>,
}

impl Finder<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        self.value()?;
        while let Some(bracket) = self.open.last().copied() {
            match (self.next(), bracket) {
                (Some(b','), _) => {
                    self.comma = Some(self.at);
                    self.at += 1;
                    if bracket == b'{' {
                        self.name()?;
                    }
                    self.value()?;
                }
                (Some(b'}'), b'{') | (Some(b']'), b'[') => self.close(),
                (None, _) => return Err(self.cut_off()),
                (Some(_), b'{') => return Err(self.expected("`,` or `}`")),
                (Some(_), _) => return Err(self.expected("`,` or `]`")),
            }
        }
        match self.next() {
            None => Ok(()),
            Some(_) => Err(self.fault("more text after the JSON value")),
        }
    }

    fn next(&mut self) -> Option<u8> {
        self.at = whitespace::<false>(self.bytes, self.at);
        self.bytes.get(self.at).copied()
    }

    fn close(&mut self) {
        self.open.pop();
        self.at += 1;
    }

    /// Enters brackets up to the first scalar value, or passes empty ones.
    fn value(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.next() {
                None => return Err(self.cut_off()),
                Some(b'"') => return self.string(),
                Some(bracket @ (b'{' | b'[')) => {
                    if self.open.len() + 1 >= MAX_DEPTH {
                        return Err(self.fault("more than 127 levels of nesting"));
                    }
                    self.open.push(bracket);
                    self.at += 1;
                    self.comma = None;
                    match (self.next(), bracket) {
                        (Some(b'}'), b'{') | (Some(b']'), b'[') => {
                            self.close();
                            return Ok(());
                        }
                        (_, b'{') => self.name()?,
                        _ => {}
                    }
                }
                Some(b'-' | b'0'..=b'9') => return self.number(),
                Some(b't' | b'f' | b'n') => return self.word(),
                Some(close @ (b'}' | b']')) => return Err(self.trailing_comma(close)),
                Some(_) => return Err(self.expected("a JSON value")),
            }
        }
    }

    fn name(&mut self) -> Result<(), SyntaxError> {
        match self.next() {
            None => return Err(self.cut_off()),
            Some(b'"') => self.string()?,
            Some(b'}') => return Err(self.trailing_comma(b'}')),
            Some(_) => return Err(self.expected("a name in double quotes")),
        }
        match self.next() {
            None => Err(self.cut_off()),
            Some(b':') => {
                self.at += 1;
                self.comma = None;
                Ok(())
            }
            Some(_) => Err(self.expected("`:`")),
        }
    }

    fn string(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None | Some(b'\n') => {
                    let reason = "a string without its closing quote";
                    return Err(SyntaxError {
                        offset: start,
                        reason: reason.into(),
                        cut_off: false,
                        depth: self.open.len(),
                    });
                }
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0..0x20) => return Err(self.fault("a control character in a string")),
                Some(0x20..0x80) => self.at += 1,
                Some(_) => self.at += self.character()?,
            }
        }
    }

    /// The bytes of a character beyond ASCII.
    fn character(&self) -> Result<usize, SyntaxError> {
        let rest = self.bytes.get(self.at..self.bytes.len().min(self.at + 4)).unwrap_or_default();
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(valid).unwrap_or_default()
            }
        };
        match valid.chars().next() {
            Some(c) => Ok(c.len_utf8()),
            None => Err(self.fault("bytes that are not UTF-8")),
        }
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        match string::escape_end(self.bytes, self.at) {
            Ok(end) => {
                self.at = end;
                Ok(())
            }
            Err(EscapeError::NotHex) => {
                Err(self.fault("an escape is `\\u` and four hexadecimal digits"))
            }
            Err(EscapeError::LoneSurrogate) => Err(self.fault("half of a surrogate pair")),
            Err(EscapeError::Unknown) => Err(self.fault("an escape that JSON does not have")),
        }
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().take_while(|b| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let end = self.at + length.count();
        if number::end(self.bytes, self.at) != Some(end) {
            return Err(self.fault("not a JSON number"));
        }
        let text = std::str::from_utf8(self.bytes.get(self.at..end).unwrap_or_default());
        if text.is_ok_and(|text| text.parse::<f64>().is_ok_and(f64::is_infinite)) {
            return Err(self.fault("a number out of range"));
        }
        self.at = end;
        Ok(())
    }

    fn word(&mut self) -> Result<(), SyntaxError> {
        let end = number::word_end(self.bytes, self.at);
        self.at = end.ok_or_else(|| self.expected("a JSON value"))?;
        Ok(())
    }

    fn trailing_comma(&self, close: u8) -> SyntaxError {
        match self.comma {
            Some(offset) => {
                let close = char::from(close);
                let reason = format!("a comma before `{close}`: JSON has no trailing comma");
                SyntaxError {
                    offset,
                    reason: reason.into(),
                    cut_off: false,
                    depth: self.open.len(),
                }
            }
            None => self.expected("a JSON value"),
        }
    }

    fn cut_off(&self) -> SyntaxError {
        let reason = match self.open.last() {
            Some(b'{') => "the text ends inside an object",
            Some(_) => "the text ends inside an array",
            None => "the text ends before a JSON value",
        };
        SyntaxError {
            offset: self.bytes.len(),
            reason: reason.into(),
            cut_off: true,
            depth: self.open.len(),
        }
    }

    fn expected(&self, what: &str) -> SyntaxError {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = match rest.first() {
            Some(b) if b.is_ascii_graphic() => format!("`{}`", char::from(*b)),
            _ => "something else".to_owned(),
        };
        let reason = format!("expected {what}, found {found}");
        SyntaxError {
            offset: self.at,
            reason: reason.into(),
            cut_off: false,
            depth: self.open.len(),
        }
    }

    const fn fault(&self, reason: &'static str) -> SyntaxError {
        SyntaxError {
            offset: self.at,
            reason: Cow::Borrowed(reason),
            cut_off: false,
            depth: self.open.len(),
        }
    }
}
