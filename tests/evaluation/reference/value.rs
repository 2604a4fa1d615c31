//! Values of the reference interpreter, and how two of them compare.

use std::cmp::Ordering;

use num_bigint::BigInt;
use serde_json::Value as Json;

/// No more is said of an error than that there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault;

pub(crate) type Result<T> = std::result::Result<T, Fault>;

#[derive(Clone, Debug)]
pub(crate) enum V {
    Null,
    Bool(bool),
    Int(i128),
    /// mantissa / 10^scale
    Dec(BigInt, u32),
    Dbl(f64),
    Str(String),
    Date(Day),
    Stamp(Stamp),
    Time(Clock),
    /// Picoseconds.
    Dur(i128),
    Guid(u128),
    Obj,
    List(Vec<V>),
}

/// Year, month, day.
pub(crate) type Day = (i64, i64, i64);

/// Hour, minute, second, picoseconds.
pub(crate) type Clock = (i64, i64, i64, i128);

/// A local day and time, and the minutes by which it is ahead of UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub(crate) day: Day,
    pub(crate) clock: Clock,
    pub(crate) offset: i64,
}

pub(crate) const SECOND: i128 = 1_000_000_000_000;
pub(crate) const DAY: i128 = 86_400 * SECOND;

impl V {
    pub(crate) fn of_json(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(*b),
            Json::String(s) => Self::Str(s.clone()),
            Json::Array(items) => Self::List(items.iter().map(Self::of_json).collect()),
            Json::Object(_) => Self::Obj,
            // Without point and exponent, and in the range of i64 or u64: an integer.
            Json::Number(n) => match n.to_string().parse::<i128>() {
                Ok(i) if i >= i128::from(i64::MIN) && i <= i128::from(u64::MAX) => Self::Int(i),
                _ => Self::Dbl(n.as_f64().expect("a number")),
            },
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn truth(&self) -> Result<Option<bool>> {
        match self {
            Self::Null => Ok(None),
            Self::Bool(b) => Ok(Some(*b)),
            _ => Err(Fault),
        }
    }
}

/// Days since 1970-01-01, counted year by year and month by month.
pub(crate) fn days((year, month, day): Day) -> i64 {
    // Whole cycles of 400 years have 146097 days; what is left is counted.
    let cycles = (year - 1970).div_euclid(400);
    let mut count = cycles * 146_097;
    for y in 1970 + cycles * 400..year {
        count += if leap(y) { 366 } else { 365 };
    }
    for m in 1..month {
        count += days_in(year, m);
    }
    count + day - 1
}

pub(crate) fn day_of(mut count: i64) -> Day {
    let cycles = count.div_euclid(146_097);
    count -= cycles * 146_097;
    let mut year = 1970 + cycles * 400;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if count < length {
            break;
        }
        count -= length;
        year += 1;
    }
    let mut month = 1;
    while count >= days_in(year, month) {
        count -= days_in(year, month);
        month += 1;
    }
    (year, month, count + 1)
}

pub(crate) fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(crate) fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(crate) fn since_midnight((h, m, s, picos): Clock) -> i128 {
    i128::from((h * 60 + m) * 60 + s) * SECOND + picos
}

impl Stamp {
    /// Picoseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn instant(&self) -> i128 {
        i128::from(days(self.day)) * DAY + since_midnight(self.clock)
            - i128::from(self.offset) * 60 * SECOND
    }

    pub(crate) fn midnight(day: Day) -> Self {
        Self { day, clock: (0, 0, 0, 0), offset: 0 }
    }
}

/// `eq`
pub(crate) fn equal(a: &V, b: &V) -> Result<bool> {
    match (a, b) {
        (V::Null, V::Null) => Ok(true),
        (V::Null, _) | (_, V::Null) => Ok(false),
        _ => Ok(order(a, b)? == Some(Ordering::Equal)),
    }
}

/// `gt`: false beside a null.
pub(crate) fn greater(a: &V, b: &V) -> Result<bool> {
    if a.is_null() || b.is_null() {
        return Ok(false);
    }
    Ok(order(a, b)? == Some(Ordering::Greater))
}

/// None for NaN, and for a string that is not of the type that it is compared with.
fn order(a: &V, b: &V) -> Result<Option<Ordering>> {
    if let Some(numbers) = compare_numbers(a, b) {
        return Ok(numbers);
    }
    Ok(Some(match (a, b) {
        (V::Bool(a), V::Bool(b)) => a.cmp(b),
        (V::Str(a), V::Str(b)) => a.chars().cmp(b.chars()),
        (V::Date(a), V::Date(b)) => a.cmp(b),
        (V::Stamp(_) | V::Date(_), V::Stamp(_) | V::Date(_)) => instant(a).cmp(&instant(b)),
        (V::Time(a), V::Time(b)) => since_midnight(*a).cmp(&since_midnight(*b)),
        (V::Dur(a), V::Dur(b)) => a.cmp(b),
        (V::Guid(a), V::Guid(b)) => a.cmp(b),
        (V::Str(text), typed) => match super::text::as_type_of(text, typed)? {
            V::Null => return Ok(None),
            read => return order(&read, typed),
        },
        (typed, V::Str(text)) => match super::text::as_type_of(text, typed)? {
            V::Null => return Ok(None),
            read => return order(typed, &read),
        },
        _ => return Err(Fault),
    }))
}

fn instant(value: &V) -> i128 {
    match value {
        V::Stamp(stamp) => stamp.instant(),
        V::Date(day) => Stamp::midnight(*day).instant(),
        _ => unreachable!("only called for those"),
    }
}

fn compare_numbers(a: &V, b: &V) -> Option<Option<Ordering>> {
    if !is_number(a) || !is_number(b) {
        return None;
    }
    if matches!(a, V::Dbl(_)) || matches!(b, V::Dbl(_)) {
        return Some(double(a).partial_cmp(&double(b)));
    }
    let ((ma, sa), (mb, sb)) = (decimal(a), decimal(b));
    Some(Some((ma * ten_to(sb)).cmp(&(mb * ten_to(sa)))))
}

pub(crate) fn is_number(value: &V) -> bool {
    matches!(value, V::Int(_) | V::Dec(..) | V::Dbl(_))
}

pub(crate) fn double(value: &V) -> f64 {
    match value {
        V::Int(i) => i.to_string().parse().expect("digits"),
        V::Dec(m, s) => format!("{m}e-{s}").parse().expect("a number"),
        V::Dbl(d) => *d,
        _ => unreachable!("only called for numbers"),
    }
}

pub(crate) fn decimal(value: &V) -> (BigInt, u32) {
    match value {
        V::Int(i) => (BigInt::from(*i), 0),
        V::Dec(m, s) => (m.clone(), *s),
        _ => unreachable!("only called for exact numbers"),
    }
}

pub(crate) fn ten_to(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}
