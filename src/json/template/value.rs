//! Where the values between phrases end, which are strings, numbers and words.

use fearless_simd::Simd;

use crate::json::bitmap::{Masks, TextMasks, up_to};
use crate::json::utf8::Utf8;
use crate::json::{scalar, skip};

/// What is behind the value that these bytes start with; none if there is none, or none that is
/// certainly JSON. Behind a number or a word whoever asks has to look.
#[inline(always)]
pub(super) fn after<S: Simd>(simd: S, bytes: &[u8]) -> Option<&[u8]> {
    match bytes.split_first()? {
        (b'"', inside) => after_string(simd, inside),
        _ => bytes.get(scalar::end(bytes, 0)?..),
    }
}

#[inline(always)]
fn after_string<S: Simd>(simd: S, inside: &[u8]) -> Option<&[u8]> {
    let (mut left, mut utf8) = (inside, Utf8::default());
    while let Some(chunk) = left.first_chunk() {
        let TextMasks { quotes, others } = TextMasks::of(simd, chunk);
        if others & up_to(quotes) | utf8.due == 0 {
            if quotes != 0 {
                return left.get(quotes.trailing_zeros() as usize + 1..);
            }
            left = left.get(64..)?;
            continue;
        }
        let Masks { backslashes, controls, not_ascii, .. } = Masks::of(simd, chunk);
        let stops = quotes | backslashes | controls;
        let seen = up_to(stops);
        if not_ascii & seen | utf8.due != 0
            && (utf8.wrong(simd, chunk, not_ascii, seen) || utf8.is_left)
        {
            return after_unusual_string(inside);
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
        // What is behind the escape is looked at anew. What was due is so at the end of this chunk.
        left = left.get(scalar::escape(left, at)?..)?;
        utf8.due = 0;
    }
    after_unusual_string(inside)
}

/// The same for the last strings of a text, and for such with characters that [`Utf8`] leaves, or
/// with wrong ones.
#[inline(never)]
fn after_unusual_string(inside: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at = skip::plain_text(inside, at)?;
        match inside.get(at)? {
            b'"' => break,
            b'\\' => at = scalar::escape(inside, at)?,
            _ => return None,
        }
    }
    let (text, after) = inside.split_at_checked(at)?;
    simdutf8::basic::from_utf8(text).ok()?;
    after.get(1..)
}
