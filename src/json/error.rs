//! What is wrong with a text that is not JSON, and at which byte (RFC 8259).
//!
//! Used only once a parser has refused the text: to say more than the parser does.

use std::borrow::Cow;

use super::skip::whitespace;

/// A fault in a JSON text.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) reason: Cow<'static, str>,
    /// Whether more bytes could mend it.
    pub(crate) cut_off: bool,
    /// The brackets that are open there.
    pub(crate) depth: usize,
}

/// The levels that records may not reach; serde_json refuses them too.
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

    /// Goes into brackets up to the first value that is not in them, or past empty ones.
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
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            Some(b'u') => match self.hex(self.at) {
                None => Err(self.fault("an escape is `\\u` and four hexadecimal digits")),
                Some(0xD800..=0xDBFF) => match self.hex(self.at + 6) {
                    Some(0xDC00..=0xDFFF) => {
                        self.at += 12;
                        Ok(())
                    }
                    _ => Err(self.fault("half of a surrogate pair")),
                },
                Some(0xDC00..=0xDFFF) => Err(self.fault("half of a surrogate pair")),
                Some(_) => {
                    self.at += 6;
                    Ok(())
                }
            },
            _ => Err(self.fault("an escape that JSON does not have")),
        }
    }

    /// The value of the `\uXXXX` at a place.
    fn hex(&self, at: usize) -> Option<u32> {
        let escape = self.bytes.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |value, b| Some(value << 4 | char::from(*b).to_digit(16)?))
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length =
            rest.iter().take_while(|b| matches!(b, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let text = rest.get(..length.count()).unwrap_or_default();
        let text = std::str::from_utf8(text).unwrap_or_default();
        if !is_number(text) {
            return Err(self.fault("not a JSON number"));
        }
        if text.parse::<f64>().is_ok_and(f64::is_infinite) {
            return Err(self.fault("a number out of range"));
        }
        self.at += text.len();
        Ok(())
    }

    fn word(&mut self) -> Result<(), SyntaxError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for word in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        Err(self.expected("a JSON value"))
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

/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
