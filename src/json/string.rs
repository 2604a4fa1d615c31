//! Strings: their escapes (RFC 8259, section 7), and their text.

use std::borrow::Cow;

use super::skip;

/// How an escape of any character starts.
pub(crate) const UNICODE_ESCAPE: &[u8] = b"\\u";

/// The text of the string whose opening quote is at `at`.
#[inline]
pub(crate) fn text(bytes: &[u8], at: usize) -> Option<Cow<'_, str>> {
    let end = skip::unescaped(bytes, at + 1)?;
    if let Some(text) = text_until(bytes, at, end) {
        return Some(Cow::Borrowed(text));
    }
    let end = skip::string(bytes, end)?;
    serde_json::from_slice(bytes.get(at..end)?).ok().map(Cow::Owned)
}

/// The text between the quote at `at` and `end`, if a quote is there too.
#[inline]
pub(crate) fn text_until(bytes: &[u8], at: usize, end: usize) -> Option<&str> {
    let text = bytes.get(at + 1..end)?;
    (bytes.get(end) == Some(&b'"')).then(|| std::str::from_utf8(text).ok())?
}

/// The end of the escape whose backslash is at `at`; of both halves of a surrogate pair.
#[inline(never)]
pub(crate) fn escape_end(bytes: &[u8], at: usize) -> Result<usize, EscapeError> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => match unicode_escape(bytes, at).ok_or(EscapeError::NotHex)? {
            0xD800..=0xDBFF => match unicode_escape(bytes, at + 6) {
                Some(0xDC00..=0xDFFF) => Ok(at + 12),
                _ => Err(EscapeError::LoneSurrogate),
            },
            0xDC00..=0xDFFF => Err(EscapeError::LoneSurrogate),
            _ => Ok(at + 6),
        },
        _ => Err(EscapeError::Unknown),
    }
}

/// What is wrong with an escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EscapeError {
    /// JSON has no such escape.
    Unknown,
    /// `\u` without four hexadecimal digits.
    NotHex,
    /// One half of a surrogate pair.
    LoneSurrogate,
}

/// The UTF-16 code unit of the `\uXXXX` at `at`.
pub(crate) fn unicode_escape(bytes: &[u8], at: usize) -> Option<u16> {
    hex4(bytes.get(at..)?.strip_prefix(UNICODE_ESCAPE)?.first_chunk()?)
}

/// The value of four hexadecimal digits.
pub(crate) fn hex4(digits: &[u8; 4]) -> Option<u16> {
    let [a, b, c, d] = digits.map(hex);
    let value = a << 12 | b << 8 | c << 4 | d;
    // One branch for all four.
    ((a | b | c | d) & NOT_HEX == 0).then_some(value)
}

/// A bit that no digit has.
const NOT_HEX: u16 = 0x10;

const fn hex(byte: u8) -> u16 {
    match byte {
        b'0'..=b'9' => (byte - b'0') as u16,
        b'a'..=b'f' => (byte - b'a') as u16 + 10,
        b'A'..=b'F' => (byte - b'A') as u16 + 10,
        _ => NOT_HEX,
    }
}

#[cfg(test)]
mod tests {
    use super::{EscapeError, escape_end, hex4};

    #[test]
    fn four_digits_are_read_as_the_standard_library_reads_them() {
        for digits in ["0000", "00e9", "D83d", "ffff", "fFfF", "0g00", "+123", "12 4", "00\u{e9}"] {
            let expected = u16::from_str_radix(digits, 16).ok().filter(|_| !digits.contains('+'));
            assert_eq!(hex4(digits.as_bytes().first_chunk().expect("four")), expected, "{digits}");
        }
    }

    #[test]
    fn an_escape_ends_after_its_pair() {
        for (text, expected) in [
            (r"\n", Ok(2)),
            (r"\u00e9x", Ok(6)),
            (r"\ud83d\ude00x", Ok(12)),
            (r"\ud83dx", Err(EscapeError::LoneSurrogate)),
            (r"\ud83d\u0041", Err(EscapeError::LoneSurrogate)),
            (r"\ude00", Err(EscapeError::LoneSurrogate)),
            (r"\u00e", Err(EscapeError::NotHex)),
            (r"\x", Err(EscapeError::Unknown)),
            (r"\", Err(EscapeError::Unknown)),
        ] {
            assert_eq!(escape_end(text.as_bytes(), 0), expected, "{text}");
        }
    }
}
