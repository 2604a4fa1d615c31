//! The ends of the values between separators: strings, numbers and words.

use fearless_simd::Simd;

use crate::json::bitmap::{Bitmaps, TextBitmaps, through_lowest};
use crate::json::utf8::Utf8;
use crate::json::{number, skip, string};

/// The bytes behind the scalar value that these start with; none if it is invalid, or only a full
/// parser can decide. The caller checks what follows a number or a word.
#[inline(always)]
pub(super) fn after<S: Simd>(simd: S, bytes: &[u8]) -> Option<&[u8]> {
    match bytes.split_first()? {
        (b'"', inside) => after_string(simd, inside),
        _ => bytes.get(number::finite_scalar_end(bytes, 0)?..),
    }
}

#[inline(always)]
fn after_string<S: Simd>(simd: S, inside: &[u8]) -> Option<&[u8]> {
    let (mut left, mut utf8) = (inside, Utf8::default());
    while let Some(chunk) = left.first_chunk() {
        let TextBitmaps { quotes, needs_slow_path } = TextBitmaps::of(simd, chunk);
        if needs_slow_path & through_lowest(quotes) | utf8.carry == 0 {
            if quotes != 0 {
                return left.get(quotes.trailing_zeros() as usize + 1..);
            }
            left = left.get(64..)?;
            continue;
        }
        let Bitmaps { backslashes, controls, not_ascii, .. } = Bitmaps::of(simd, chunk);
        let stops = quotes | backslashes | controls;
        let seen = through_lowest(stops);
        if not_ascii & seen | utf8.carry != 0
            && (utf8.is_invalid(simd, chunk, not_ascii, seen) || utf8.needs_full_check)
        {
            return after_string_slow(inside);
        }
        if stops == 0 {
            left = left.get(64..)?;
            continue;
        }
        let (stop, at) = (stops & seen, stops.trailing_zeros() as usize);
        if stop & quotes != 0 {
            return left.get(at + 1..);
        }
        if stop & backslashes == 0 {
            return None;
        }
        // The next chunk starts behind the escape, so the carry, which is for the end of this one,
        // does not apply.
        left = left.get(string::escape_end(left, at).ok()?..)?;
        utf8.carry = 0;
    }
    after_string_slow(inside)
}

/// The same for the last strings of a text, and for those that need a full UTF-8 validation.
#[inline(never)]
fn after_string_slow(inside: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at = skip::unescaped(inside, at)?;
        match inside.get(at)? {
            b'"' => break,
            b'\\' => at = string::escape_end(inside, at).ok()?,
            _ => return None,
        }
    }
    let (text, after) = inside.split_at_checked(at)?;
    simdutf8::basic::from_utf8(text).ok()?;
    after.get(1..)
}
