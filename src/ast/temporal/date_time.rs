//! `Edm.DateTimeOffset`.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDateTime, Offset as _, TimeZone};

use super::{Date, PICOS, Scan, TimeOfDay, fixed_digits, whole};
use crate::ast::LiteralError;

/// A date, a time of day and an offset from UTC in minutes.
///
/// Equality is that of all three parts, as a tree needs it; [`instant`](Self::instant) is the
/// point in time that two of them are compared by.
///
/// ```
/// use odata_query::ast::DateTimeOffset;
///
/// let paris: DateTimeOffset = "2024-05-01T02:00+02:00".parse().unwrap();
/// let utc: DateTimeOffset = "2024-05-01T00:00:00.000Z".parse().unwrap();
/// assert_eq!(paris.instant(), utc.instant());
/// assert_eq!(utc.to_string(), "2024-05-01T00:00:00Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeOffset {
    date: Date,
    time: TimeOfDay,
    offset_minutes: i16,
}

impl DateTimeOffset {
    /// The time `time` of day `date` where clocks are `offset_minutes` ahead of UTC, at most
    /// 1439 either way.
    ///
    /// # Errors
    /// When the offset is out of range.
    pub fn new(date: Date, time: TimeOfDay, offset_minutes: i16) -> Result<Self, LiteralError> {
        if offset_minutes.unsigned_abs() >= 24 * 60 {
            return Err(LiteralError::NoSuchTime);
        }
        Ok(Self { date, time, offset_minutes })
    }

    /// Midnight UTC of a day: what a date means where a DateTimeOffset is needed.
    #[must_use]
    pub const fn midnight_utc(date: Date) -> Self {
        Self { date, time: TimeOfDay::MIDNIGHT, offset_minutes: 0 }
    }

    /// The date, by the value's own offset.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time of day, by the value's own offset.
    #[must_use]
    pub const fn time(self) -> TimeOfDay {
        self.time
    }

    /// Minutes ahead of UTC.
    #[must_use]
    pub const fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// Picoseconds since 1970-01-01T00:00:00Z, not counting leap seconds.
    #[must_use]
    pub fn instant(self) -> i128 {
        let days = i64::from(self.date.0.num_days_from_ce()) - 719_163;
        let seconds = days * 86_400 - i64::from(self.offset_minutes) * 60;
        i128::from(seconds) * i128::from(PICOS) + i128::from(self.time.since_midnight())
    }

    /// The order in time.
    #[must_use]
    pub fn cmp_instant(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }

    /// Reads a date, `T`, a time and a zone at the start of `bytes` (ABNF
    /// `dateTimeOffsetLiteral`). A date and a time without a zone are a fault.
    pub(crate) fn scan(bytes: &[u8]) -> Scan<Self> {
        let Some((date, t)) = Date::scan(bytes)? else { return Ok(None) };
        if !matches!(bytes.get(t), Some(b'T' | b't')) {
            return Ok(None);
        }
        let rest = bytes.get(t + 1..).unwrap_or_default();
        let Some((time, length)) = TimeOfDay::scan(rest)? else {
            return Err(LiteralError::Shape("after `T` comes a time such as `11:22:33`"));
        };
        let at = t + 1 + length;
        let (sign, minutes, end) = match bytes.get(at) {
            Some(b'Z' | b'z') => (1, 0, at + 1),
            Some(sign @ (b'+' | b'-')) => {
                let (Some(hour), Some(b':'), Some(minute)) = (
                    fixed_digits::<2>(bytes, at + 1),
                    bytes.get(at + 3),
                    fixed_digits::<2>(bytes, at + 4),
                ) else {
                    return Err(LiteralError::Shape("an offset is `+hh:mm` or `-hh:mm`"));
                };
                if hour > 23 || minute > 59 {
                    return Err(LiteralError::NoSuchTime);
                }
                (if *sign == b'-' { -1 } else { 1 }, (hour * 60 + minute) as i16, at + 6)
            }
            _ => return Err(LiteralError::MissingZone { length: at }),
        };
        Ok(Some((Self::new(date, time, sign * minutes)?, end)))
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for DateTimeOffset {
    /// Keeps the offset if it is one of whole minutes, and the local time one that chrono can
    /// hold; otherwise the same instant in UTC.
    fn from(value: DateTime<Tz>) -> Self {
        let offset: FixedOffset = value.offset().fix();
        let seconds = offset.local_minus_utc();
        let utc = value.naive_utc();
        let local = (seconds % 60 == 0).then(|| utc.checked_add_offset(offset)).flatten();
        let (local, minutes): (NaiveDateTime, i16) =
            local.map_or((utc, 0), |local| (local, (seconds / 60) as i16));
        Self { date: local.date().into(), time: local.time().into(), offset_minutes: minutes }
    }
}

impl FromStr for DateTimeOffset {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, LiteralError> {
        whole(text, Self::scan(text.as_bytes()), "a DateTimeOffset is `yyyy-mm-ddThh:mm:ssZ`")
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        f.write_str("T")?;
        self.time.fmt(f)?;
        match self.offset_minutes {
            0 => f.write_str("Z"),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}
