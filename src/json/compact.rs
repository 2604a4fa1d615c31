//! JSON on one line.

use std::borrow::Cow;

use fearless_simd::{Level, Simd, dispatch};

use crate::json::bitmap::{Masks, Quotes, bits, dense, padded};

/// JSON without the white space outside of its strings.
pub(crate) fn without_blanks(json: &[u8]) -> Cow<'_, [u8]> {
    dispatch!(Level::new(), simd => without_blanks_by(simd, json))
}

#[inline(always)]
fn without_blanks_by<S: Simd>(simd: S, json: &[u8]) -> Cow<'_, [u8]> {
    let (mut out, mut from) = (Vec::new(), 0);
    let mut quotes = Quotes::default();
    let (chunks, rest) = json.as_chunks::<64>();
    // Nothing that could be taken for white space stands after the end.
    let last = padded(rest, b'x');
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let in_string = quotes.strings(simd, &Masks::of(simd, chunk)).inside;
        for bit in bits(!(dense(simd, chunk) | in_string)) {
            let blank = number * 64 + bit;
            if from == 0 {
                out.reserve(json.len());
            }
            out.extend_from_slice(json.get(from..blank).unwrap_or_default());
            from = blank + 1;
        }
    }
    if from == 0 {
        return Cow::Borrowed(json);
    }
    out.extend_from_slice(json.get(from..).unwrap_or_default());
    Cow::Owned(out)
}
