//! `Edm.TimeOfDay`.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Timelike as _};

use super::{
    PICOS, Scan, digits, digits_at, fixed_digits, fraction, whole, write_ascii, write_fraction,
};
use crate::ast::LiteralError;

/// A time of day to the picosecond, from `00:00` to `23:59:60.999999999999`.
///
/// Ordered by the time since midnight, so a second 60 equals the next minute's start.
#[derive(Clone, Copy, Debug)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
    second: u8,
    picos: u64,
}

impl TimeOfDay {
    /// Midnight.
    pub const MIDNIGHT: Self = Self { hour: 0, minute: 0, second: 0, picos: 0 };

    /// A time from its parts; `second` up to 60, `picos` below 10¹².
    ///
    /// # Errors
    /// When a part is out of range.
    pub fn new(hour: u32, minute: u32, second: u32, picos: u64) -> Result<Self, LiteralError> {
        if hour > 23 || minute > 59 || second > 60 || picos >= PICOS {
            return Err(LiteralError::NoSuchTime);
        }
        Ok(Self { hour: hour as u8, minute: minute as u8, second: second as u8, picos })
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 60.
    #[must_use]
    pub const fn second(self) -> u8 {
        self.second
    }

    /// The fraction of the second, in picoseconds.
    #[must_use]
    pub const fn picos(self) -> u64 {
        self.picos
    }

    /// Picoseconds since midnight.
    #[must_use]
    pub const fn since_midnight(self) -> u64 {
        let seconds = self.hour as u64 * 3600 + self.minute as u64 * 60 + self.second as u64;
        seconds * PICOS + self.picos
    }

    /// Reads `hh:mm[:ss[.f]]` at the start of `bytes` (ABNF `timeOfDayLiteral`).
    pub(crate) fn scan(bytes: &[u8]) -> Scan<Self> {
        let (Some(hour), Some(b':'), Some(minute)) =
            (fixed_digits::<2>(bytes, 0), bytes.get(2), fixed_digits::<2>(bytes, 3))
        else {
            return Ok(None);
        };
        let (Some(b':'), Some(second)) = (bytes.get(5), fixed_digits::<2>(bytes, 6)) else {
            return Ok(Some((Self::new(hour, minute, 0, 0)?, 5)));
        };
        if bytes.get(8) != Some(&b'.') {
            return Ok(Some((Self::new(hour, minute, second, 0)?, 8)));
        }
        let digits = digits_at(bytes, 9);
        Ok(Some((Self::new(hour, minute, second, fraction(digits)?)?, 9 + digits.len())))
    }
}

impl PartialEq for TimeOfDay {
    fn eq(&self, other: &Self) -> bool {
        self.since_midnight() == other.since_midnight()
    }
}

impl Eq for TimeOfDay {}

impl PartialOrd for TimeOfDay {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeOfDay {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.since_midnight().cmp(&other.since_midnight())
    }
}

impl From<NaiveTime> for TimeOfDay {
    fn from(time: NaiveTime) -> Self {
        // chrono writes a leap second as a nanosecond part of a second and more.
        let (leap, nanos) = (time.nanosecond() / 1_000_000_000, time.nanosecond() % 1_000_000_000);
        Self {
            hour: time.hour() as u8,
            minute: time.minute() as u8,
            second: (time.second() + leap) as u8,
            picos: u64::from(nanos) * 1000,
        }
    }
}

impl FromStr for TimeOfDay {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, LiteralError> {
        whole(text, Self::scan(text.as_bytes()), "a time of day is `hh:mm:ss`")
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [h1, h2] = digits(self.hour.into());
        let [m1, m2] = digits(self.minute.into());
        let [s1, s2] = digits(self.second.into());
        write_ascii(f, &[h1, h2, b':', m1, m2, b':', s1, s2])?;
        write_fraction(f, self.picos)
    }
}
