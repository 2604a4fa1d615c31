//! What is judged byte by byte: numbers, words and escapes.

use super::skip;

/// The digits of which every number fits a double, whatever they are.
const MAX_DIGITS: usize = 300;

/// Whether a number or a word starts at `at`, behind which a value may end.
#[inline]
pub(super) fn is_scalar(bytes: &[u8], at: usize) -> bool {
    let next = end(bytes, at).and_then(|end| bytes.get(end));
    next.is_some_and(|byte| skip::ends_scalar(*byte))
}

/// The end of the number or the word that starts at `at`; what follows is not looked at.
#[inline]
pub(super) fn end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at) {
        Some(b'-' | b'0'..=b'9') => number(bytes, at),
        _ => word(bytes, at),
    }
}

/// The end of an escape, whose backslash is at `at`; of both where two make one character.
#[inline(never)]
pub(super) fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at + 1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 2),
        b'u' => match hexadecimal(bytes, at + 2)? {
            0xD800..=0xDBFF => {
                let low = bytes.get(at + 6..)?.starts_with(b"\\u");
                let low = low.then(|| hexadecimal(bytes, at + 8))??;
                matches!(low, 0xDC00..=0xDFFF).then_some(at + 12)
            }
            0xDC00..=0xDFFF => None,
            _ => Some(at + 6),
        },
        _ => None,
    }
}

fn hexadecimal(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    let digit = |sum: u32, byte: &u8| Some(sum * 16 + char::from(*byte).to_digit(16)?);
    digits.iter().try_fold(0, digit)
}

#[inline]
fn number(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = |mut at: usize| {
        while matches!(bytes.get(at), Some(b'0'..=b'9')) {
            at += 1;
        }
        at
    };
    let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut at = match bytes.get(whole)? {
        b'0' => whole + 1,
        b'1'..=b'9' => digits(whole),
        _ => return None,
    };
    if bytes.get(at) == Some(&b'.') {
        let fraction = at + 1;
        at = digits(fraction);
        if at == fraction {
            return None;
        }
    }
    (at - start <= MAX_DIGITS).then_some(at)
}

#[inline]
fn word(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)?.first_chunk()? {
        b"null" | b"true" => Some(at + 4),
        b"fals" if bytes.get(at + 4) == Some(&b'e') => Some(at + 5),
        _ => None,
    }
}
