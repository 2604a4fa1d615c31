//! Removes white space.

use std::borrow::Cow;

use fearless_simd::{Level, Simd, dispatch};

use super::bitmap::{Bitmaps, StringState, bits, not_whitespace, padded};

/// The text without the white space outside its strings.
pub(crate) fn without_whitespace(json: &[u8]) -> Cow<'_, [u8]> {
    dispatch!(Level::new(), simd => without_whitespace_by(simd, json))
}

#[inline(always)]
fn without_whitespace_by<S: Simd>(simd: S, json: &[u8]) -> Cow<'_, [u8]> {
    let (mut out, mut from) = (Vec::new(), 0);
    let mut strings = StringState::default();
    let (chunks, rest) = json.as_chunks::<64>();
    // The padding is no white space, or it would be removed too.
    let last = padded(rest, b'x');
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let inside = strings.strings(simd, &Bitmaps::of(simd, chunk)).inside;
        for bit in bits(!(not_whitespace(simd, chunk) | inside)) {
            let at = number * 64 + bit;
            if from == 0 {
                out.reserve(json.len());
            }
            out.extend_from_slice(json.get(from..at).unwrap_or_default());
            from = at + 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(json);
    }
    out.extend_from_slice(json.get(from..).unwrap_or_default());
    Cow::Owned(out)
}
