//! JSON on one line.

use std::borrow::Cow;

use fearless_simd::{Level, Simd, dispatch};

use crate::masks::{Masks, Quotes, dense};

/// JSON without the white space outside of its strings.
pub(super) fn without_blanks(json: &[u8]) -> Cow<'_, [u8]> {
    dispatch!(Level::new(), simd => without_blanks_by(simd, json))
}

#[inline(always)]
fn without_blanks_by<S: Simd>(simd: S, json: &[u8]) -> Cow<'_, [u8]> {
    let (mut out, mut from) = (Vec::new(), 0);
    let mut quotes = Quotes::default();
    let (chunks, rest) = json.as_chunks::<64>();
    // Nothing that could be taken for white space stands after the end.
    let mut last = [b'x'; 64];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let in_string = quotes.strings(&Masks::of(simd, chunk)).inside;
        let mut blanks = !(dense(simd, chunk) | in_string);
        while blanks != 0 {
            let blank = number * 64 + blanks.trailing_zeros() as usize;
            blanks &= blanks - 1;
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
