//! `Edm.Date`.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::{Scan, digits, digits_at, fixed_digits, whole, write_ascii};
use crate::ast::LiteralError;

/// A day of the proleptic Gregorian calendar, from the year -262143 to 262142.
///
/// ```
/// use odata_query::ast::Date;
///
/// let date: Date = "2012-09-03".parse().unwrap();
/// assert_eq!(date.to_string(), "2012-09-03");
/// assert!("2023-02-29".parse::<Date>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

impl Date {
    /// Reads `[-]yyyy-mm-dd` at the start of `bytes` (ABNF `date`).
    pub(crate) fn scan(bytes: &[u8]) -> Scan<Self> {
        let sign = usize::from(bytes.first() == Some(&b'-'));
        let digits = digits_at(bytes, sign);
        let dash = sign + digits.len();
        if digits.len() < 4 || bytes.get(dash) != Some(&b'-') {
            return Ok(None);
        }
        let (Some(month), Some(b'-'), Some(day)) = (
            fixed_digits::<2>(bytes, dash + 1),
            bytes.get(dash + 3),
            fixed_digits::<2>(bytes, dash + 4),
        ) else {
            return Ok(None);
        };
        if digits.len() > 4 && digits.first() == Some(&b'0') {
            return Err(LiteralError::Shape("a year of more than four digits has no leading zero"));
        }
        // Nine digits are beyond what the calendar holds, and still fit an i32.
        let year = match digits.len() {
            0..=9 => digits.iter().fold(0, |year, b| year * 10 + i32::from(b - b'0')),
            _ => i32::MAX,
        };
        let year = if sign == 1 { -year } else { year };
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(date) => Ok(Some((Self(date), dash + 6))),
            None => Err(LiteralError::NoSuchDay),
        }
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl FromStr for Date {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, LiteralError> {
        whole(text, Self::scan(text.as_bytes()), "a date is `yyyy-mm-dd`")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use chrono::Datelike as _;
        let year = self.0.year();
        if let Ok(year @ ..=9999) = u32::try_from(year) {
            let [y1, y2, y3, y4] = digits(year);
            let ([m1, m2], [d1, d2]) = (digits(self.0.month()), digits(self.0.day()));
            return write_ascii(f, &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]);
        }
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), self.0.month(), self.0.day())
    }
}
