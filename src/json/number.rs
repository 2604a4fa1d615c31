//! Numbers (RFC 8259, section 6) and the words `true`, `false` and `null`.

use super::skip;

/// A JSON number: an integer if it has neither a point nor an exponent and fits i64 or u64, else a
/// double. `-0` is the integer 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i128),
    Double(f64),
}

/// A number of at most so many characters, without an exponent, is a finite double.
const MAX_FINITE: usize = 300;

impl Number {
    /// The number that the text is.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Ok(value) = text.parse::<u64>() {
            return Some(Self::Integer(value.into()));
        }
        if text == "-0" {
            return Some(Self::Integer(0));
        }
        Self::of(&serde_json::from_str(text).ok()?)
    }

    /// A number as serde_json keeps it: the double -0.0 may have been written `-0`.
    pub(crate) fn of(number: &serde_json::Number) -> Option<Self> {
        match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Some(Self::Integer(value.into())),
            (None, Some(value)) => Some(Self::Integer(value.into())),
            // Without serde_json's arbitrary precision every other number is a double.
            (None, None) => number.as_f64().map(Self::Double),
        }
    }
}

/// The integer that starts at `at`, if it has at most 18 digits; [`Number::read`] decides for every
/// other number.
#[inline]
pub(crate) fn short_integer(bytes: &[u8], at: usize) -> Option<i64> {
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
    let has_leading_zero = digits.first() == Some(&b'0') && count > 1;
    let is_end = digits.get(count).is_none_or(|byte| skip::is_delimiter(*byte));
    (count > 0 && !has_leading_zero && is_end).then_some(if is_negative { -number } else { number })
}

/// The end of the number that starts at `at`.
pub(crate) fn end(bytes: &[u8], at: usize) -> Option<usize> {
    let mantissa = mantissa_end(bytes, at)?;
    if !matches!(bytes.get(mantissa), Some(b'e' | b'E')) {
        return Some(mantissa);
    }
    let has_sign = matches!(bytes.get(mantissa + 1), Some(b'+' | b'-'));
    digits_end(bytes, mantissa + 1 + usize::from(has_sign))
}

/// The end of the number or word that starts at `at`, if it is valid and finite for certain; what
/// follows it is not checked.
#[inline]
pub(super) fn finite_scalar_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at) {
        Some(b'-' | b'0'..=b'9') => mantissa_end(bytes, at).filter(|end| end - at <= MAX_FINITE),
        _ => word_end(bytes, at),
    }
}

/// Whether a number or word that is valid and finite for certain starts at `at`, with a delimiter
/// behind it.
#[inline]
pub(super) fn is_finite_scalar(bytes: &[u8], at: usize) -> bool {
    let next = finite_scalar_end(bytes, at).and_then(|end| bytes.get(end));
    next.is_some_and(|byte| skip::is_delimiter(*byte))
}

/// The end of the word `true`, `false` or `null` that starts at `at`.
#[inline]
pub(super) fn word_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)?.first_chunk()? {
        b"null" | b"true" => Some(at + 4),
        b"fals" if bytes.get(at + 4) == Some(&b'e') => Some(at + 5),
        _ => None,
    }
}

/// The end of a number before its exponent.
#[inline]
fn mantissa_end(bytes: &[u8], at: usize) -> Option<usize> {
    let whole = at + usize::from(bytes.get(at) == Some(&b'-'));
    let end = match bytes.get(whole)? {
        b'0' => whole + 1,
        _ => digits_end(bytes, whole)?,
    };
    if bytes.get(end) == Some(&b'.') { digits_end(bytes, end + 1) } else { Some(end) }
}

/// The end of one digit or more.
#[inline]
fn digits_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while matches!(bytes.get(at), Some(b'0'..=b'9')) {
        at += 1;
    }
    (at > start).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::{Number, end, finite_scalar_end, short_integer};

    const NUMBERS: &[(&str, Number)] = &[
        ("0", Number::Integer(0)),
        ("-0", Number::Integer(0)),
        ("-0.0", Number::Double(-0.0)),
        ("-0e0", Number::Double(-0.0)),
        ("-1", Number::Integer(-1)),
        ("999999999999999999", Number::Integer(999_999_999_999_999_999)),
        ("-9223372036854775808", Number::Integer(-9_223_372_036_854_775_808)),
        ("-9223372036854775809", Number::Double(-9_223_372_036_854_775_808.0)),
        ("18446744073709551615", Number::Integer(18_446_744_073_709_551_615)),
        ("18446744073709551616", Number::Double(18_446_744_073_709_551_616.0)),
        ("1.0", Number::Double(1.0)),
        ("1e2", Number::Double(100.0)),
        ("1E-2", Number::Double(0.01)),
        ("2.5e+1", Number::Double(25.0)),
    ];

    /// Also the sign of a zero counts.
    fn is_same(one: Number, other: Number) -> bool {
        match (one, other) {
            (Number::Double(one), Number::Double(other)) => one.to_bits() == other.to_bits(),
            _ => one == other,
        }
    }

    #[test]
    fn a_number_is_an_integer_or_a_double_as_it_is_written() {
        for (text, expected) in NUMBERS {
            let read = Number::read(text).expect("a number");
            assert!(is_same(read, *expected), "{text}: {read:?}");
            for after in ["", ",", "}", "]", " ", "\n"] {
                let bytes = [text.as_bytes(), after.as_bytes()].concat();
                if let Some(integer) = short_integer(&bytes, 0) {
                    assert_eq!(Number::Integer(integer.into()), *expected, "{text}");
                }
                assert_eq!(end(&bytes, 0), Some(text.len()), "{text}");
            }
            assert_eq!(short_integer(format!("{text}x").as_bytes(), 0), None);
        }
    }

    #[test]
    fn the_grammar_is_that_of_serde_json() {
        for text in ["", "-", "+1", ".5", "1.", "1e", "1e+", "--1", "01x", "00", "-01", "1.e3"] {
            let is_number = end(text.as_bytes(), 0) == Some(text.len());
            assert_eq!(is_number, serde_json::from_str::<f64>(text).is_ok(), "{text}");
            assert!(!is_number, "{text}");
        }
        assert_eq!(finite_scalar_end(b"1e400", 0), Some(1));
        assert_eq!(finite_scalar_end("9".repeat(301).as_bytes(), 0), None);
        assert_eq!(finite_scalar_end(b"false,", 0), Some(5));
    }
}
