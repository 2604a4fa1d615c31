//! JSON numbers.

use super::skip;

/// A number: an integer if it is one of i64 or u64, else a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i128),
    Double(f64),
}

/// The number that starts at `at`, if it is written as an integer that surely is one of i64.
#[inline]
pub(crate) fn integer(bytes: &[u8], at: usize) -> Option<i64> {
    const MAX_DIGITS: usize = 18;
    let is_negative = bytes.get(at) == Some(&b'-');
    let digits = bytes.get(at + usize::from(is_negative)..)?;
    let (mut number, mut count) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = digits.get(count) {
        if count == MAX_DIGITS {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
        count += 1;
    }
    // What begins with a zero is -0, or no number.
    let is_plain = digits.first() != Some(&b'0') || (count == 1 && !is_negative);
    let is_end = digits.get(count).is_none_or(|byte| skip::ends_scalar(*byte));
    (count > 0 && is_plain && is_end).then_some(if is_negative { -number } else { number })
}

impl Number {
    /// As for `serde_json::Value`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Ok(value) = text.parse::<u64>() {
            return Some(Self::Integer(value.into()));
        }
        let number = serde_json::from_str::<serde_json::Number>(text).ok()?;
        Self::of(&number)
    }

    /// Of a number that serde_json has read, without its arbitrary precision.
    pub(crate) fn of(number: &serde_json::Number) -> Option<Self> {
        match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Some(Self::Integer(value.into())),
            (None, Some(value)) => Some(Self::Integer(value.into())),
            (None, None) => number.as_f64().map(Self::Double),
        }
    }
}
