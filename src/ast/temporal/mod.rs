//! `Edm.Date`, `Edm.DateTimeOffset`, `Edm.TimeOfDay` and `Edm.Duration`, exact to the
//! picosecond that OData's twelve fraction digits allow.
//!
//! Each type reads its own lexical form: `scan` takes the longest one at the start of a text,
//! `FromStr` a whole text.

mod date;
mod date_time;
mod duration;
mod time_of_day;

pub use self::date::Date;
pub use self::date_time::DateTimeOffset;
pub use self::duration::Duration;
pub use self::time_of_day::TimeOfDay;

use std::fmt;

use super::LiteralError;

/// Picoseconds in a second.
pub(crate) const PICOS: u64 = 1_000_000_000_000;

/// What a scan found: no such literal, a value and the bytes it took, or a fault in a
/// text that has the shape but not the sense.
pub(crate) type Scan<T> = Result<Option<(T, usize)>, LiteralError>;

/// The value of exactly `N` digits at `at`.
fn fixed_digits<const N: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + N)?;
    digits
        .iter()
        .try_fold(0, |value, b| b.is_ascii_digit().then(|| value * 10 + u32::from(b - b'0')))
}

/// The last `N` digits of a value.
fn digits<const N: usize>(mut value: u32) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        *digit += (value % 10) as u8;
        value /= 10;
    }
    digits
}

/// Writes digits and their separators in one piece, which is faster than a number at a
/// time.
fn write_ascii(f: &mut fmt::Formatter<'_>, text: &[u8]) -> fmt::Result {
    f.write_str(std::str::from_utf8(text).unwrap_or_default())
}

/// The bytes of the run of digits at `at`.
fn digits_at(bytes: &[u8], at: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..rest.iter().take_while(|b| b.is_ascii_digit()).count()).unwrap_or_default()
}

/// The picoseconds of the digits after a decimal point.
fn fraction(digits: &[u8]) -> Result<u64, LiteralError> {
    if digits.is_empty() {
        return Err(LiteralError::Shape("a fraction needs a digit after the point"));
    }
    if digits.len() > 12 {
        return Err(LiteralError::TooPrecise);
    }
    let value = digits.iter().fold(0, |value, b| value * 10 + u64::from(b - b'0'));
    Ok(value * 10_u64.pow(12 - digits.len() as u32))
}

/// Picoseconds as a point and as few digits as they need; nothing for zero.
fn write_fraction(f: &mut std::fmt::Formatter<'_>, picos: u64) -> std::fmt::Result {
    if picos == 0 {
        return Ok(());
    }
    let digits = format!("{picos:012}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

/// `FromStr` by `scan`, of the whole text.
fn whole<T>(text: &str, scan: Scan<T>, what: &'static str) -> Result<T, LiteralError> {
    match scan? {
        Some((value, length)) if length == text.len() => Ok(value),
        _ => Err(LiteralError::Shape(what)),
    }
}
