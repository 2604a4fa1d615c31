//! When to ask again: the header `Retry-After`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};

/// When a service wants to be asked again (RFC 9110, section 10.2.3).
///
/// ```
/// use odata_query::client::RetryAfter;
/// use std::time::Duration;
///
/// let after: RetryAfter = "120".parse().unwrap();
/// assert_eq!(after.wait(None), Some(Duration::from_secs(120)));
///
/// let after: RetryAfter = "Wed, 01 May 2024 00:01:00 GMT".parse().unwrap();
/// let now = "2024-05-01T00:00:30Z".parse().unwrap();
/// assert_eq!(after.wait(Some(now)), Some(Duration::from_secs(30)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryAfter {
    /// So many seconds from now on.
    Seconds(u64),
    /// From this time on.
    At(DateTime<Utc>),
}

/// A text is neither a number of seconds nor a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`Retry-After` is a number of seconds or a date such as `Wed, 01 May 2024 00:00:00 GMT`")]
pub struct RetryAfterError;

/// The dates of HTTP: the one that is written today, and the two that are to be read as well.
const DATES: &[&str] =
    &["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

impl RetryAfter {
    /// How long to wait; `None` for a date when the time is not known.
    #[must_use]
    pub fn wait(self, now: Option<DateTime<Utc>>) -> Option<Duration> {
        match self {
            Self::Seconds(seconds) => Some(Duration::from_secs(seconds)),
            // A date that has passed: at once.
            Self::At(time) => Some((time - now?).to_std().unwrap_or_default()),
        }
    }

    /// When to ask again; `None` for a number of seconds when the time is not known, or when
    /// the calendar does not reach so far.
    #[must_use]
    pub fn time(self, now: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        match self {
            Self::Seconds(seconds) => {
                let wait = chrono::TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?;
                now?.checked_add_signed(wait)
            }
            Self::At(time) => Some(time),
        }
    }
}

impl FromStr for RetryAfter {
    type Err = RetryAfterError;

    fn from_str(text: &str) -> Result<Self, RetryAfterError> {
        let text = text.trim_matches([' ', '\t']);
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            // More seconds than fit are for ever.
            return Ok(Self::Seconds(text.parse().unwrap_or(u64::MAX)));
        }
        let date = |format| NaiveDateTime::parse_from_str(text, format).ok();
        let time = DATES.iter().copied().find_map(date).ok_or(RetryAfterError)?;
        Ok(Self::At(time.and_utc()))
    }
}

impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(1) => f.write_str("in 1 second"),
            Self::Seconds(seconds) => write!(f, "in {seconds} seconds"),
            Self::At(time) => write!(f, "at {}", time.format("%Y-%m-%dT%H:%M:%SZ")),
        }
    }
}
