//! Parses JSON into `serde_json::Value`s that follow [`Number`](super::number::Number).

use std::borrow::Cow;

use fearless_simd::{Level, Simd, dispatch};
use memchr::memmem;
use serde_json::Value;

use super::bitmap::{Bitmaps, StringState, padded};
use super::skip;

/// The value of a text. serde_json reads `-0` as the double -0.0; here it is the integer 0.
pub(crate) fn parse(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(&without_negative_zero(bytes))
}

/// The text with ` 0` for each `-0`, so that all positions remain.
fn without_negative_zero(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_whole = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        // Not the exponent of a number.
        before.is_none_or(|byte| matches!(byte, b'[' | b':' | b',') || skip::is_whitespace(*byte))
            && bytes.get(at + 2).is_none_or(|next| skip::is_delimiter(*next))
    };
    let minuses: Vec<usize> = memmem::find_iter(bytes, b"-0").filter(is_whole).collect();
    if minuses.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut out = bytes.to_vec();
    dispatch!(Level::new(), simd => blank_outside_strings(simd, bytes, &minuses, &mut out));
    Cow::Owned(out)
}

/// Writes a space at each of the positions, which ascend, that is in no string.
#[inline(always)]
fn blank_outside_strings<S: Simd>(simd: S, bytes: &[u8], positions: &[usize], out: &mut [u8]) {
    let (chunks, rest) = bytes.as_chunks::<64>();
    let last = padded(rest, b' ');
    let mut strings = StringState::default();
    let mut left = positions.iter().copied().peekable();
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let inside = strings.strings(simd, &Bitmaps::of(simd, chunk)).inside;
        let start = number * 64;
        while let Some(at) = left.next_if(|at| *at < start + 64) {
            if inside >> (at - start) & 1 == 0
                && let Some(minus) = out.get_mut(at)
            {
                *minus = b' ';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn a_negative_zero_is_an_integer_unless_it_has_a_point_or_an_exponent() {
        for before in 0..130 {
            let blanks = " ".repeat(before);
            let text = format!(
                r#"{{{blanks}"-0":-0,"a":"-0","b":[-0, -0 ,-0],"c":"x\"-0,","d":-0.0,"e":-0e1,"f":1e-0,"g":-05}}"#
            );
            let valid = text.replace("-05", "-5");
            let value = parse(valid.as_bytes()).expect("JSON");
            let expected = json!({
                "-0": 0, "a": "-0", "b": [0, 0, 0], "c": "x\"-0,", "d": -0.0, "e": -0.0, "f": 1.0, "g": -5
            });
            assert_eq!(value, expected);
            assert_eq!(value["d"].as_f64().map(f64::is_sign_negative), Some(true));
            assert!(parse(text.as_bytes()).is_err());
        }
        assert_eq!(parse(b"-0").expect("JSON"), json!(0));
    }

    #[test]
    fn what_is_no_json_stays_none() {
        for text in ["--0", "1-0", "[-0-0]", "- 0", "-0x"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
