//! Passing over JSON values quickly, sixteen bytes at a time.

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x16};

/// Whether a byte is white space (RFC 8259, section 2).
#[inline(always)]
pub(crate) const fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The next byte that is not white space; with `LINE`, that is no white space within a line.
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

/// Where what may end a string or cannot stand in one is among sixteen bytes: a quote, a
/// backslash, a control character.
#[inline(always)]
pub(crate) fn ends_plain_text(bytes: [u8; 16]) -> u64 {
    #[inline(always)]
    fn with<S: Simd>(simd: S, bytes: [u8; 16]) -> u64 {
        let bytes = u8x16::simd_from(simd, bytes);
        (bytes.simd_eq(b'"') | bytes.simd_eq(b'\\') | bytes.simd_lt(b' ')).to_bitmask()
    }
    // Strings are short: wider registers take longer, and so does choosing between them.
    dispatch!(Level::baseline(), simd => with(simd, bytes))
}

/// The first byte from `at` on that may end a string or cannot stand in one.
#[inline(always)]
pub(crate) fn plain_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        match ends_plain_text(*chunk) {
            0 => at += 16,
            found => return Some(at + found.trailing_zeros() as usize),
        }
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1F)).map(|length| at + length)
}

/// The end of a string, whose content starts at `at`: after its quote.
#[inline]
pub(crate) fn string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = plain_text(bytes, at)?;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}

/// The end of the value that starts at `at`. Whether brackets fit each other is not looked at.
#[inline]
pub(crate) fn value(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string(bytes, at + 1),
        b'{' | b'[' => brackets(bytes, at + 1),
        b'}' | b']' | b',' | b':' => None,
        _ => {
            let rest = bytes.get(at..)?;
            let end = rest.iter().position(|byte| ends_scalar(*byte));
            Some(at + end.unwrap_or(rest.len()))
        }
    }
}

/// Whether a number or a word ends before this byte.
#[inline]
pub(crate) const fn ends_scalar(next: u8) -> bool {
    matches!(next, b',' | b'}' | b']') || is_whitespace(next)
}

/// The end of an object or an array, after whose bracket `at` is.
fn brackets(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 1_u32;
    loop {
        let mut found = match bytes.get(at..)?.first_chunk::<16>() {
            Some(chunk) => structure(*chunk),
            None => {
                let mut last = [b' '; 16];
                for (to, from) in last.iter_mut().zip(bytes.get(at..)?) {
                    *to = *from;
                }
                structure(last)
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
                    // What stands in the string is passed over.
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

/// Where quotes and brackets are among sixteen bytes.
#[inline(always)]
fn structure(bytes: [u8; 16]) -> u64 {
    #[inline(always)]
    fn with<S: Simd>(simd: S, bytes: [u8; 16]) -> u64 {
        let bytes = u8x16::simd_from(simd, bytes);
        // `[` and `{`, `]` and `}` differ in this bit alone, and no other byte becomes one.
        let folded = bytes | 0x20;
        let brackets = folded.simd_eq(b'{') | folded.simd_eq(b'}');
        (bytes.simd_eq(b'"') | brackets).to_bitmask()
    }
    dispatch!(Level::baseline(), simd => with(simd, bytes))
}
