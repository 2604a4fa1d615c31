//! `Edm.Duration`.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;

use super::{PICOS, digits_at, fraction, write_fraction};
use crate::ast::LiteralError;

/// A signed length of time to the picosecond, written `P6DT23H59M59.9999S`.
///
/// ```
/// use odata_query::ast::Duration;
///
/// let duration: Duration = "PT36H".parse().unwrap();
/// assert_eq!(duration.to_string(), "P1DT12H");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    /// Whole seconds, rounded down, and what is left: two words instead of one of 128 bits,
    /// whose alignment would make every node of a tree larger.
    seconds: i64,
    picos: u64,
}

/// The longest duration either way: 2⁶³ - 1 seconds, far beyond the calendar.
const MAX_PICOS: i128 = i64::MAX as i128 * PICOS as i128;

impl Duration {
    /// A duration of this many picoseconds.
    ///
    /// # Errors
    /// When it is longer than 2⁶³ - 1 seconds either way.
    pub const fn from_picos(picos: i128) -> Result<Self, LiteralError> {
        if picos > MAX_PICOS || picos < -MAX_PICOS {
            return Err(LiteralError::OutOfRange("a duration"));
        }
        let (seconds, rest) = (picos.div_euclid(PICOS as i128), picos.rem_euclid(PICOS as i128));
        Ok(Self { seconds: seconds as i64, picos: rest as u64 })
    }

    /// The duration in picoseconds.
    #[must_use]
    pub const fn picos(self) -> i128 {
        self.seconds as i128 * PICOS as i128 + self.picos as i128
    }
}

impl From<TimeDelta> for Duration {
    fn from(delta: TimeDelta) -> Self {
        // Both parts have the sign of the whole.
        let (seconds, nanos) = (delta.num_seconds(), i64::from(delta.subsec_nanos()));
        let borrow = i64::from(nanos < 0);
        let nanos = nanos + borrow * 1_000_000_000;
        Self { seconds: seconds - borrow, picos: nanos.unsigned_abs() * 1000 }
    }
}

impl FromStr for Duration {
    type Err = LiteralError;

    /// Reads the text between the quotes (ABNF `durationValue`): at least one part, and at
    /// least one after a `T`.
    fn from_str(text: &str) -> Result<Self, LiteralError> {
        const SHAPE: LiteralError = LiteralError::Shape("a duration is `P1DT2H3M4.5S`");
        const RANGE: LiteralError = LiteralError::OutOfRange("a duration");
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut rest = rest.strip_prefix(['P', 'p']).ok_or(SHAPE)?;
        let (mut total, mut units) = (0_i128, UNITS.iter());
        let mut parts = 0;
        let mut in_time = false;
        loop {
            if let Some(after) = rest.strip_prefix(['T', 't']) {
                if std::mem::replace(&mut in_time, true) || after.is_empty() {
                    return Err(SHAPE);
                }
                rest = after;
            }
            if rest.is_empty() {
                break;
            }
            let digits = digits_at(rest.as_bytes(), 0);
            let (number, after) = rest.split_at(digits.len());
            let mut value = number.parse::<i64>().map_err(|e| match e.kind() {
                std::num::IntErrorKind::PosOverflow => RANGE,
                _ => SHAPE,
            })? as i128;
            value = value.checked_mul(i128::from(PICOS)).ok_or(RANGE)?;
            let mut after = after;
            let mut fractional = false;
            if let Some(point) = after.strip_prefix('.') {
                let digits = digits_at(point.as_bytes(), 0);
                value += i128::from(fraction(digits)?);
                after = point.get(digits.len()..).unwrap_or_default();
                fractional = true;
            }
            let unit = after.chars().next().map(|c| c.to_ascii_uppercase());
            let (_, _, seconds) = units
                .find(|(letter, time, _)| Some(*letter) == unit && *time == in_time)
                .filter(|(letter, ..)| !fractional || *letter == 'S')
                .ok_or(SHAPE)?;
            total = value
                .checked_mul(*seconds)
                .and_then(|part| total.checked_add(part))
                .ok_or(RANGE)?;
            rest = after.get(1..).unwrap_or_default();
            parts += 1;
        }
        if parts == 0 {
            return Err(SHAPE);
        }
        Self::from_picos(if negative { -total } else { total })
    }
}

/// The units in the order in which they are written: letter, whether after `T`, seconds.
const UNITS: [(char, bool, i128); 4] =
    [('D', false, 86_400), ('H', true, 3600), ('M', true, 60), ('S', true, 1)];

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.picos().unsigned_abs();
        let (seconds, picos) = (magnitude / u128::from(PICOS), magnitude % u128::from(PICOS));
        let (days, in_day) = (seconds / 86_400, seconds % 86_400);
        let (hours, minutes, seconds) = (in_day / 3600, in_day / 60 % 60, in_day % 60);

        f.write_str(if self.seconds < 0 { "-P" } else { "P" })?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if (in_day, picos) != (0, 0) || days == 0 {
            f.write_str("T")?;
        }
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        if (seconds, picos) != (0, 0) || magnitude == 0 {
            write!(f, "{seconds}")?;
            write_fraction(f, picos as u64)?;
            f.write_str("S")?;
        }
        Ok(())
    }
}
