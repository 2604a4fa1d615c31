//! Points in time that are compared without the calendar.

use chrono::{Datelike as _, NaiveDate};

use crate::ast::DateTimeOffset;

/// A point in time of the years 0 to 9999: a number that is larger for a later second, and what
/// is left of the second in picoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(u64, u64);

const DAY: u64 = 86_400;
const PICOS: i128 = 1_000_000_000_000;

impl Instant {
    /// That of a value, if its year in UTC is one of four digits.
    pub(crate) fn of(value: &DateTimeOffset) -> Option<Self> {
        let instant = value.instant();
        let picos = u64::try_from(instant.rem_euclid(PICOS)).ok()?;
        let second = i64::try_from(instant.div_euclid(PICOS)).ok()?;
        let day = i32::try_from(second.div_euclid(DAY as i64)).ok()?;
        let date = NaiveDate::from_num_days_from_ce_opt(day.checked_add(719_163)?)?;
        let year = u64::try_from(date.year()).ok().filter(|year| *year <= 9999)?;
        let second = u64::try_from(second.rem_euclid(DAY as i64)).ok()?;
        Some(Self(number(year, date.month().into(), date.day().into(), second), picos))
    }

    /// That of a text such as `2024-05-01T02:03:04.5Z`: a date, `T`, a time to the second and
    /// `Z` or `+00:00`. Of every other text, and of one with a second 60, none.
    #[inline]
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        let (date, text) = text.split_first_chunk::<8>()?;
        let (time, text) = text.split_first_chunk::<8>()?;
        let ([colon, s1, s2], text) = text.split_first_chunk::<3>()?;
        let [century, _, year, _, _, month, _, _] = pairs(*date, *b"0000-00-")?;
        let [day, _, _, hour, _, _, minute, _] = pairs(*time, *b"00T00:00")?;
        let [_, _, _, _, _, _, second, _] =
            pairs([b'0', b'0', b'0', b'0', b'0', *colon, *s1, *s2], *b"00000:00")?;
        let year = century * 100 + year;
        let in_range = month.wrapping_sub(1) < 12
            && day.wrapping_sub(1) < 28 + extra_days(year, month, day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !in_range {
            return None;
        }
        let picos = match text {
            [b'Z'] => 0,
            [b'.', rest @ ..] => fraction(rest)?,
            b"+00:00" => 0,
            _ => return None,
        };
        Some(Self(number(year, month, day, (hour * 60 + minute) * 60 + second), picos))
    }
}

#[inline]
const fn number(year: u64, month: u64, day: u64, second: u64) -> u64 {
    ((year * 12 + month) * 31 + day) * DAY + second
}

/// The numbers of two digits that start at each of the bytes, which must be digits where the
/// pattern has zeros, and what the pattern has elsewhere.
#[inline]
fn pairs(bytes: [u8; 8], pattern: [u8; 8]) -> Option<[u64; 8]> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let digits = u64::from_le_bytes(bytes) ^ u64::from_le_bytes(pattern);
    // Brings what is more than nine, and in other slots more than zero, to the highest bit.
    let most = u64::from_le_bytes(pattern.map(|byte| if byte == b'0' { 0x76 } else { 0x7F }));
    if (digits | digits.wrapping_add(most)) & HIGH != 0 {
        return None;
    }
    // No pair is more than 99, so none runs into the next.
    Some((digits * 10 + (digits >> 8)).to_le_bytes().map(u64::from))
}

/// By how many days a month is longer than 28, looked up only where a day needs it.
#[inline]
const fn extra_days(year: u64, month: u64, day: u64) -> u64 {
    if day <= 28 {
        return 0;
    }
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 1,
        2 => 0,
        4 | 6 | 9 | 11 => 2,
        _ => 3,
    }
}

/// The picoseconds of what stands behind the point, zone included.
#[inline]
fn fraction(text: &[u8]) -> Option<u64> {
    let digits = text.strip_suffix(b"Z").or_else(|| text.strip_suffix(b"+00:00"))?;
    let scale = 12_u32.checked_sub(u32::try_from(digits.len()).ok()?)?;
    let mut value = 0;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    (!digits.is_empty()).then(|| value * 10_u64.pow(scale))
}

#[cfg(test)]
mod tests {
    use super::Instant;
    use crate::ast::DateTimeOffset;

    /// Texts that are read here, and some that are left to the rules.
    const TEXTS: &[&str] = &[
        "0000-01-01T00:00:00Z",
        "1999-12-31T23:59:59.999999999999Z",
        "2000-02-29T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "2024-02-29T12:00:00.5Z",
        "2024-02-30T12:00:00.5Z",
        "2024-04-30T00:00:00+00:00",
        "2024-04-31T00:00:00+00:00",
        "2024-05-01T02:00:00.1234567Z",
        "2024-05-01T02:00:00.1234567+00:00",
        "2024-05-01T02:00:00.Z",
        "2024-05-01T02:00:00.1234567890123Z",
        "2024-05-01T02:00:00+02:00",
        "2024-05-01T02:00:60Z",
        "2024-05-01T02:60:00Z",
        "2024-05-01T24:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "2024-01-32T00:00:00Z",
        "2024-12-31T23:59:59Z",
        "2025-01-01T00:00:00Z",
        "2024/05/01T02:00:00Z",
        "2024-05-01 02:00:00Z",
        "2024-05-0:T02:00:00Z",
        "2024-05-01T02:00:00Zx",
        "2024-05-01T02:00:0\u{30a}Z",
        "2024-05-01\u{531}2:03:04Z",
        "9999-12-31T23:59:59Z",
        "",
    ];

    #[test]
    fn a_text_is_read_as_the_rules_read_it() {
        let mut read = 0;
        for a in TEXTS {
            let (Some(quick_a), rules_a) = (Instant::read(a), a.parse::<DateTimeOffset>()) else {
                continue;
            };
            let a_value = rules_a.expect(a);
            assert_eq!(Instant::of(&a_value), Some(quick_a), "{a}");
            read += 1;
            for b in TEXTS {
                if let (Some(quick_b), Ok(b_value)) = (Instant::read(b), b.parse()) {
                    assert_eq!(quick_a.cmp(&quick_b), a_value.cmp_instant(&b_value), "{a} {b}");
                }
            }
        }
        assert_eq!(read, 10);
    }

    #[test]
    fn every_day_of_four_centuries_is_one_here_exactly_if_it_is_one() {
        for year in 1800..2200 {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}T01:02:03Z");
                    let value = text.parse::<DateTimeOffset>().ok();
                    let expected = value.and_then(|value| Instant::of(&value));
                    assert_eq!(Instant::read(&text), expected, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_value_with_an_offset_is_the_instant_in_utc() {
        let value = |text: &str| text.parse::<DateTimeOffset>().expect(text);
        let paris = Instant::of(&value("2024-01-01T00:30:00+01:00"));
        assert_eq!(paris, Instant::read("2023-12-31T23:30:00Z"));
        assert_eq!(
            Instant::of(&value("2024-05-01T02:00:60Z")),
            Instant::read("2024-05-01T02:01:00Z")
        );
        assert_eq!(Instant::of(&value("0000-01-01T00:00:00+01:00")), None);
        assert_eq!(Instant::of(&value("9999-12-31T23:59:60Z")), None);
        assert_eq!(Instant::of(&value("12024-05-01T02:00:00Z")), None);
    }
}
