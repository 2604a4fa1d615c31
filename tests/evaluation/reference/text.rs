//! The types that JSON does not have, out of strings; also out of the text of a literal.

use num_bigint::BigInt;

use super::types::Kind;
use super::value::{Clock, Day, Fault, Result, SECOND, Stamp, V, days_in};

/// What a string stands for where a value of a kind is expected; null if it is no such value.
pub(crate) fn read(value: V, kind: &Kind) -> V {
    let V::Str(text) = &value else {
        return match (kind, value) {
            (Kind::Stamp, V::Date(day)) => V::Stamp(Stamp::midnight(day)),
            (Kind::Enum(members), V::Int(n)) => V::Str(
                usize::try_from(n)
                    .ok()
                    .and_then(|at| members.get(at))
                    .map_or_else(|| n.to_string(), |name| (*name).to_owned()),
            ),
            (_, value) => value,
        };
    };
    let found = match kind {
        Kind::Num => number(text),
        Kind::Date => stamp(text).or_else(|| date(text)),
        Kind::Stamp => stamp(text).or_else(|| day(text).map(|d| V::Stamp(Stamp::midnight(d)))),
        Kind::Time => clock(text).map(V::Time),
        Kind::Dur => duration(text),
        Kind::Guid => guid(text),
        Kind::TimeOrStamp => stamp(text).or_else(|| clock(text).map(V::Time)),
        Kind::Temporal => stamp(text).or_else(|| date(text)).or_else(|| duration(text)),
        Kind::NumOrDur => number(text).or_else(|| duration(text)),
        Kind::NumOrTemporal => number(text).or_else(|| read(value.clone(), &Kind::Temporal).some()),
        Kind::Enum(members) => {
            let own = members.iter().find(|m| m.eq_ignore_ascii_case(text));
            Some(own.map_or(value.clone(), |name| V::Str((*name).to_owned())))
        }
        _ => return value,
    };
    found.unwrap_or(V::Null)
}

impl V {
    fn some(self) -> Option<Self> {
        (!self.is_null()).then_some(self)
    }
}

/// A string beside a value of a type that it may be written as.
pub(crate) fn as_type_of(text: &str, typed: &V) -> Result<V> {
    let kind = match typed {
        V::Date(_) => Kind::Date,
        V::Stamp(_) => Kind::Stamp,
        V::Time(_) => Kind::Time,
        V::Dur(_) => Kind::Dur,
        V::Guid(_) => Kind::Guid,
        _ => return Err(Fault),
    };
    Ok(read(V::Str(text.to_owned()), &kind))
}

fn digits(text: &str) -> Option<i64> {
    let good = !text.is_empty() && text.len() < 18 && text.chars().all(|c| c.is_ascii_digit());
    good.then(|| text.parse().ok()).flatten()
}

pub(crate) fn number(text: &str) -> Option<V> {
    match text {
        "NaN" => return Some(V::Dbl(f64::NAN)),
        "INF" => return Some(V::Dbl(f64::INFINITY)),
        "-INF" => return Some(V::Dbl(f64::NEG_INFINITY)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let all_digits = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return None;
    }
    if let Some(exponent) = exponent {
        if !all_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)) {
            return None;
        }
        let value: f64 = text.parse().ok()?;
        return value.is_finite().then_some(V::Dbl(value));
    }
    let fraction = fraction.unwrap_or("");
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let value: BigInt = format!("{whole}{fraction}").parse().ok()?;
    if fraction.is_empty()
        && !mantissa.contains('.')
        && let Ok(small) = i64::try_from(value.clone() * sign)
    {
        return Some(V::Int(small.into()));
    }
    let count = value.to_string().len();
    (count <= 28 && fraction.len() <= 28).then(|| V::Dec(value * sign, fraction.len() as u32))
}

fn date(text: &str) -> Option<V> {
    day(text).map(V::Date)
}

fn day(text: &str) -> Option<Day> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let parts: Vec<&str> = unsigned.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() < 4 || year.len() > 6 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    if year.len() > 4 && year.starts_with('0') {
        return None;
    }
    let (mut y, m, d) = (digits(year)?, digits(month)?, digits(day)?);
    if text.starts_with('-') {
        y = -y;
    }
    let exists = (1..=12).contains(&m) && d >= 1 && d <= days_in(y, m);
    (exists && (-262_143..=262_142).contains(&y)).then_some((y, m, d))
}

fn clock(text: &str) -> Option<Clock> {
    let parts: Vec<&str> = text.split(':').collect();
    let (h, m, seconds) = match parts.as_slice() {
        [h, m] => (*h, *m, "00"),
        [h, m, s] => (*h, *m, *s),
        _ => return None,
    };
    let (s, fraction) = match seconds.split_once('.') {
        Some((s, fraction)) => (s, picos(fraction)?),
        None => (seconds, 0),
    };
    if [h, m, s].iter().any(|part| part.len() != 2) {
        return None;
    }
    let (h, m, s) = (digits(h)?, digits(m)?, digits(s)?);
    (h < 24 && m < 60 && s <= 60).then_some((h, m, s, fraction))
}

/// One to twelve digits after a point.
fn picos(fraction: &str) -> Option<i128> {
    let good = (1..=12).contains(&fraction.len());
    good.then(|| digits(&format!("{fraction:0<12}")).map(i128::from)).flatten()
}

fn stamp(text: &str) -> Option<V> {
    let (date, rest) = text.split_once(['T', 't'])?;
    let (time, offset) = match rest.strip_suffix(['Z', 'z']) {
        Some(time) => (time, 0),
        None => {
            let at = rest.rfind(['+', '-'])?;
            let (time, zone) = rest.split_at(at);
            let (hours, minutes) = zone[1..].split_once(':')?;
            if hours.len() != 2 || minutes.len() != 2 {
                return None;
            }
            let (h, m) = (digits(hours)?, digits(minutes)?);
            if h > 23 || m > 59 {
                return None;
            }
            let offset = h * 60 + m;
            (time, if zone.starts_with('-') { -offset } else { offset })
        }
    };
    Some(V::Stamp(Stamp { day: day(date)?, clock: clock(time)?, offset }))
}

pub(crate) fn duration(text: &str) -> Option<V> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let rest = unsigned.strip_prefix(['P', 'p'])?;
    let (days, time) = match rest.split_once(['T', 't']) {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let mut total = 0_i128;
    if !days.is_empty() {
        total += i128::from(digits(days.strip_suffix(['D', 'd'])?)?) * 86_400 * SECOND;
    }
    let mut rest = time;
    for (unit, seconds) in [('H', 3600), ('M', 60), ('S', 1)] {
        let Some((part, after)) = rest.split_once([unit, unit.to_ascii_lowercase()]) else {
            continue;
        };
        rest = after;
        let (whole, fraction) = match part.split_once('.') {
            Some((whole, fraction)) if unit == 'S' => (whole, picos(fraction)?),
            Some(_) => return None,
            None => (part, 0),
        };
        total += i128::from(digits(whole)?) * seconds * SECOND + fraction;
    }
    if !rest.is_empty() || total > i128::from(i64::MAX) * SECOND {
        return None;
    }
    Some(V::Dur(if text.starts_with('-') { -total } else { total }))
}

fn guid(text: &str) -> Option<V> {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let hex = parts.concat();
    let good = lengths == [8, 4, 4, 4, 12] && hex.chars().all(|c| c.is_ascii_hexdigit());
    good.then(|| V::Guid(u128::from_str_radix(&hex, 16).expect("hexadecimal digits")))
}
