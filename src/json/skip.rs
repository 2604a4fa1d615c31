//! Skips white space, strings and values, 16 bytes at a time, without validating them.

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x16};

/// Whether a byte is white space (RFC 8259, section 2).
#[inline(always)]
pub(crate) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a number or a word ends before this byte.
#[inline]
pub(crate) const fn is_delimiter(next: u8) -> bool {
    matches!(next, b',' | b'}' | b']') || is_whitespace(next)
}

/// The first position from `at` on that is not white space; with `LINE`, a line feed is none.
#[inline(always)]
pub(crate) fn whitespace<const LINE: bool>(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at)
        && is_whitespace(*byte)
        && !(LINE && *byte == b'\n')
    {
        at += 1;
    }
    at
}

/// How many bytes of white space the text starts with.
pub(crate) fn leading_whitespace(bytes: &[u8]) -> usize {
    whitespace::<false>(bytes, 0)
}

/// The position after a comma or a colon and the white space around it.
#[inline]
pub(crate) fn separator(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = whitespace::<false>(bytes, at);
    (bytes.get(at) == Some(&byte)).then(|| whitespace::<false>(bytes, at + 1))
}

/// The first position from `at` on that ends a string, starts an escape or is not allowed in a
/// string: a quote, a backslash or a control character.
#[inline(always)]
pub(crate) fn unescaped(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        match string_stops(*chunk) {
            0 => at += 16,
            stops => return Some(at + stops.trailing_zeros() as usize),
        }
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1F)).map(|length| at + length)
}

/// The end of a string, after its closing quote; `at` is after its opening quote.
#[inline]
pub(crate) fn string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = unescaped(bytes, at)?;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}

/// The end of the value that starts at `at`. Does not check that brackets match in kind.
#[inline]
pub(crate) fn value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string(bytes, at + 1),
        b'{' | b'[' => brackets(bytes, at + 1),
        b'}' | b']' | b',' | b':' => None,
        _ => {
            let rest = bytes.get(at..)?;
            let end = rest.iter().position(|byte| is_delimiter(*byte));
            Some(at + end.unwrap_or(rest.len()))
        }
    }
}

/// The end of an object or an array; `at` is after its opening bracket.
fn brackets(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 1_u32;
    loop {
        let mut found = match bytes.get(at..)?.first_chunk::<16>() {
            Some(chunk) => quotes_and_brackets(*chunk),
            None => {
                let mut last = [b' '; 16];
                for (to, from) in last.iter_mut().zip(bytes.get(at..)?) {
                    *to = *from;
                }
                quotes_and_brackets(last)
            }
        };
        let start = at;
        at += 16;
        while found != 0 {
            let here = start + found.trailing_zeros() as usize;
            found &= found - 1;
            match bytes.get(here)? {
                b'"' => {
                    at = string(bytes, here + 1)?;
                    // Drops the bits inside the string.
                    let inside = at - start;
                    if inside >= 16 {
                        break;
                    }
                    found = found >> inside << inside;
                    at = start + 16;
                }
                b'{' | b'[' => depth += 1,
                _ => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(here + 1);
                    }
                }
            }
        }
        if start >= bytes.len() {
            return None;
        }
    }
}

/// Bitmap of the quotes, backslashes and control characters in 16 bytes.
#[inline(always)]
fn string_stops(bytes: [u8; 16]) -> u64 {
    #[inline(always)]
    fn with<S: Simd>(simd: S, bytes: [u8; 16]) -> u64 {
        let bytes = u8x16::simd_from(simd, bytes);
        (bytes.simd_eq(b'"') | bytes.simd_eq(b'\\') | bytes.simd_lt(b' ')).to_bitmask()
    }
    // Strings are short: wider registers are slower, and so is choosing between them.
    dispatch!(Level::baseline(), simd => with(simd, bytes))
}

/// Bitmap of the quotes and brackets in 16 bytes.
#[inline(always)]
fn quotes_and_brackets(bytes: [u8; 16]) -> u64 {
    #[inline(always)]
    fn with<S: Simd>(simd: S, bytes: [u8; 16]) -> u64 {
        let bytes = u8x16::simd_from(simd, bytes);
        // Only this bit tells `[` from `{` and `]` from `}`; setting it makes no other byte a bracket.
        let folded = bytes | 0x20;
        let brackets = folded.simd_eq(b'{') | folded.simd_eq(b'}');
        (bytes.simd_eq(b'"') | brackets).to_bitmask()
    }
    dispatch!(Level::baseline(), simd => with(simd, bytes))
}
