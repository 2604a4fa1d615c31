//! The canonical functions, written out over vectors of characters and of values.

use num_bigint::{BigInt, Sign};
use odata_query::ast::{Expr, Function};

use super::numbers::rounded;
use super::run::{Scope, eval};
use super::text::{number, read};
use super::types::{Kind, kind_of};
use super::value::{Clock, Day, Fault, Result, SECOND, Stamp, V, decimal, double, equal, ten_to};

/// What the strings of a record are read as where a function expects something else.
fn argument_kind(function: Function, at: usize) -> Kind {
    use Function as F;
    match function {
        F::Substring if at > 0 => Kind::Num,
        F::Round | F::Floor | F::Ceiling => Kind::Num,
        F::Year | F::Month | F::Day => Kind::Date,
        F::Hour | F::Minute | F::Second | F::FractionalSeconds => Kind::TimeOrStamp,
        F::Date | F::Time | F::TotalOffsetMinutes => Kind::Stamp,
        F::TotalSeconds => Kind::Dur,
        _ => Kind::Any,
    }
}

pub(crate) fn call(function: Function, arguments: &[Expr], scope: &Scope<'_>) -> Result<V> {
    let mut values = Vec::new();
    for (at, argument) in arguments.iter().enumerate() {
        let value = eval(argument, scope)?;
        let unknown = kind_of(argument, scope).is_ok_and(|kind| kind == Kind::Any);
        let kind = if unknown { argument_kind(function, at) } else { Kind::Any };
        values.push(read(value, &kind));
    }
    if values.iter().any(V::is_null) {
        return Ok(V::Null);
    }
    match values.as_slice() {
        [] => Ok(instant_named(function, scope)),
        [one] => unary(function, one),
        [a, b] => binary(function, a, b),
        [sequence, start, length] => substring(sequence, start, Some(length)),
        _ => unreachable!("no such function"),
    }
}

fn instant_named(function: Function, scope: &Scope<'_>) -> V {
    let text = match function {
        Function::MinDateTime => "0001-01-01T00:00:00Z",
        Function::MaxDateTime => "9999-12-31T23:59:59.999999999999Z",
        _ => scope.now,
    };
    read(V::Str(text.to_owned()), &Kind::Stamp)
}

fn unary(function: Function, value: &V) -> Result<V> {
    use Function as F;
    let int = |i: i64| Ok(V::Int(i.into()));
    match (function, value) {
        (F::ToLower, V::Str(s)) => Ok(V::Str(s.to_lowercase())),
        (F::ToUpper, V::Str(s)) => Ok(V::Str(s.to_uppercase())),
        (F::Trim, V::Str(s)) => Ok(V::Str(s.trim().to_owned())),
        (F::Length, V::Str(s)) => Ok(V::Int(s.chars().count() as i128)),
        (F::Length, V::List(items)) => Ok(V::Int(items.len() as i128)),
        (F::Round | F::Floor | F::Ceiling, number) => whole(function, number),
        (F::Year, value) => int(day(value)?.0),
        (F::Month, value) => int(day(value)?.1),
        (F::Day, value) => int(day(value)?.2),
        (F::Hour, value) => int(clock(value)?.0),
        (F::Minute, value) => int(clock(value)?.1),
        (F::Second, value) => int(clock(value)?.2),
        (F::FractionalSeconds, value) => Ok(V::Dec(clock(value)?.3.into(), 12)),
        (F::Date, value) => day(value).map(V::Date),
        (F::Time, value) => clock(value).map(V::Time),
        (F::TotalOffsetMinutes, V::Stamp(stamp)) => int(stamp.offset),
        (F::TotalSeconds, V::Dur(picos)) => rounded((*picos).into(), SECOND.into()),
        _ => Err(Fault),
    }
}

fn day(value: &V) -> Result<Day> {
    match value {
        V::Date(day) | V::Stamp(Stamp { day, .. }) => Ok(*day),
        _ => Err(Fault),
    }
}

fn clock(value: &V) -> Result<Clock> {
    match value {
        V::Time(clock) | V::Stamp(Stamp { clock, .. }) => Ok(*clock),
        _ => Err(Fault),
    }
}

/// `round`, `floor`, `ceiling`.
fn whole(function: Function, value: &V) -> Result<V> {
    match value {
        V::Int(i) => Ok(V::Int(*i)),
        V::Dbl(d) => Ok(V::Dbl(match function {
            Function::Floor => d.floor(),
            Function::Ceiling => d.ceil(),
            _ => d.round(),
        })),
        V::Dec(m, s) => {
            let unit = ten_to(*s);
            let (down, rest) = (m / &unit, m % &unit);
            let negative = rest.sign() == Sign::Minus;
            let twice: BigInt = &rest * 2;
            let away = match function {
                Function::Floor => negative,
                Function::Ceiling => rest.sign() == Sign::Plus,
                _ => twice.magnitude() >= unit.magnitude(),
            };
            let step = if negative { -1 } else { 1 };
            Ok(V::Dec(if away { down + step } else { down }, 0))
        }
        _ => Err(Fault),
    }
}

fn binary(function: Function, a: &V, b: &V) -> Result<V> {
    use Function as F;
    match (function, a, b) {
        (F::Substring, ..) => substring(a, b, None),
        (F::Contains, V::Str(_), V::Str(_)) => {
            let V::Int(at) = index_of(&chars(a), &chars(b), &same_char)? else {
                return Err(Fault);
            };
            Ok(V::Bool(at >= 0))
        }
        (F::Contains, ..) => Err(Fault),
        (F::HasSubset | F::HasSubsequence, V::List(a), V::List(b)) => {
            subset(a, b, function == F::HasSubsequence).map(V::Bool)
        }
        (F::Concat, V::Str(a), V::Str(b)) => Ok(V::Str(format!("{a}{b}"))),
        (F::Concat, V::List(a), V::List(b)) => Ok(V::List([a.as_slice(), b].concat())),
        (_, V::Str(_), V::Str(_)) => sequence(function, &chars(a), &chars(b), &same_char),
        (_, V::List(a), V::List(b)) => sequence(function, a, b, &equal),
        _ => Err(Fault),
    }
}

fn chars(value: &V) -> Vec<char> {
    match value {
        V::Str(text) => text.chars().collect(),
        _ => Vec::new(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as `equal` is, which can fail")]
fn same_char(a: &char, b: &char) -> Result<bool> {
    Ok(a == b)
}

fn sequence<T>(
    function: Function,
    a: &[T],
    b: &[T],
    same: &dyn Fn(&T, &T) -> Result<bool>,
) -> Result<V> {
    match function {
        Function::StartsWith => Ok(V::Bool(b.len() <= a.len() && run(&a[..b.len()], b, same)?)),
        Function::EndsWith => {
            Ok(V::Bool(b.len() <= a.len() && run(&a[a.len() - b.len()..], b, same)?))
        }
        Function::IndexOf => index_of(a, b, same),
        _ => Err(Fault),
    }
}

fn index_of<T>(a: &[T], b: &[T], same: &dyn Fn(&T, &T) -> Result<bool>) -> Result<V> {
    for start in 0..=a.len() {
        if start + b.len() <= a.len() && run(&a[start..start + b.len()], b, same)? {
            return Ok(V::Int(start as i128));
        }
    }
    Ok(V::Int(-1))
}

/// Whether all are the same: one that is not wins over an error.
fn run<T>(a: &[T], b: &[T], same: &dyn Fn(&T, &T) -> Result<bool>) -> Result<bool> {
    let answers: Vec<_> = a.iter().zip(b).map(|(a, b)| same(a, b)).collect();
    if answers.contains(&Ok(false)) {
        return Ok(false);
    }
    if answers.contains(&Err(Fault)) { Err(Fault) } else { Ok(true) }
}

/// Each of `wanted`, as often as it stands there, is among `all`; after the one before it if
/// the order counts.
fn subset(all: &[V], wanted: &[V], in_order: bool) -> Result<bool> {
    let mut left = all.to_vec();
    for item in wanted {
        let answers: Vec<_> = left.iter().map(|other| equal(other, item)).collect();
        match answers.iter().position(|answer| *answer == Ok(true)) {
            Some(at) if in_order => left = left[at + 1..].to_vec(),
            Some(at) => drop(left.remove(at)),
            None if answers.contains(&Err(Fault)) => return Err(Fault),
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn substring(value: &V, start: &V, length: Option<&V>) -> Result<V> {
    let int = |value: &V| match value {
        V::Int(i) => Ok(*i),
        _ => Err(Fault),
    };
    let start = int(start)?;
    let length = length.map(int).transpose()?;
    if length.is_some_and(|length| length < 0) {
        return Err(Fault);
    }
    let range = |count: usize| {
        let count = count as i128;
        let from = if start < 0 { (count + start).max(0) } else { start.min(count) };
        let to = length.map_or(count, |length| (from + length).min(count));
        from as usize..to as usize
    };
    match value {
        V::Str(_) => {
            let all = chars(value);
            Ok(V::Str(all[range(all.len())].iter().collect()))
        }
        V::List(items) => Ok(V::List(items[range(items.len())].to_vec())),
        _ => Err(Fault),
    }
}

const INTEGERS: [(&str, i128, i128); 3] = [
    ("Edm.Byte", 0, 255),
    ("Edm.Int32", i32::MIN as i128, i32::MAX as i128),
    ("Edm.Int64", i64::MIN as i128, i64::MAX as i128),
];

/// A cast that fails is null.
pub(crate) fn cast(value: V, name: &str) -> V {
    if value.is_null() {
        return V::Null;
    }
    let as_number = || match &value {
        V::Str(text) => number(text),
        V::Int(_) | V::Dec(..) | V::Dbl(_) => Some(value.clone()),
        _ => None,
    };
    let found = match (name, &value) {
        ("Edm.String", V::Str(_)) => Some(value.clone()),
        ("Edm.String", V::Bool(b)) => Some(V::Str(b.to_string())),
        ("Edm.String", V::Int(i)) => Some(V::Str(i.to_string())),
        ("Edm.Boolean", V::Bool(_)) => Some(value.clone()),
        ("Edm.Boolean", V::Str(s)) => match s.as_str() {
            "true" => Some(V::Bool(true)),
            "false" => Some(V::Bool(false)),
            _ => None,
        },
        ("Edm.Double", _) => as_number().map(|n| V::Dbl(double(&n))),
        ("Edm.Date", V::Stamp(stamp)) => Some(V::Date(stamp.day)),
        ("Edm.TimeOfDay", V::Stamp(stamp)) => Some(V::Time(stamp.clock)),
        ("Edm.DateTimeOffset", V::Date(day)) => Some(V::Stamp(Stamp::midnight(*day))),
        ("Edm.Date", V::Date(_))
        | ("Edm.DateTimeOffset", V::Stamp(_))
        | ("Edm.TimeOfDay", V::Time(_))
        | ("Edm.Duration", V::Dur(_))
        | ("Edm.Guid", V::Guid(_)) => Some(value.clone()),
        (_, V::Str(_)) if string_kind(name).is_some() => as_typed(&value, name),
        _ => INTEGERS.iter().find(|(known, ..)| *known == name).and_then(|(_, min, max)| {
            let whole = match as_number()? {
                V::Int(i) => i,
                V::Dbl(d) if d.abs() < 1e30 => d.trunc() as i128,
                V::Dbl(_) => return None,
                number => {
                    let (m, s) = decimal(&number);
                    i128::try_from(m / ten_to(s)).ok()?
                }
            };
            (*min..=*max).contains(&whole).then_some(V::Int(whole))
        }),
    };
    found.unwrap_or(V::Null)
}

/// The types that JSON writes as strings.
fn string_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "Edm.Date" => Kind::Date,
        "Edm.DateTimeOffset" => Kind::Stamp,
        "Edm.TimeOfDay" => Kind::Time,
        "Edm.Duration" => Kind::Dur,
        "Edm.Guid" => Kind::Guid,
        _ => return None,
    })
}

fn as_typed(value: &V, name: &str) -> Option<V> {
    match (name, read(value.clone(), &string_kind(name)?)) {
        (_, V::Null) => None,
        // A date has no time.
        ("Edm.Date", V::Stamp(_)) => None,
        (_, value) => Some(value),
    }
}

/// Whether a value is of a type, or is a string that JSON writes such a value as. Every whole
/// number is of each numeric type whose range it is in.
pub(crate) fn is_of(value: &V, name: &str) -> bool {
    match (value, name) {
        (V::Bool(_), "Edm.Boolean")
        | (V::Str(_), "Edm.String")
        | (V::Date(_), "Edm.Date")
        | (V::Stamp(_), "Edm.DateTimeOffset")
        | (V::Time(_), "Edm.TimeOfDay")
        | (V::Dur(_), "Edm.Duration")
        | (V::Guid(_), "Edm.Guid")
        | (V::Int(_) | V::Dec(..), "Edm.Decimal")
        | (V::Int(_) | V::Dec(..) | V::Dbl(_), "Edm.Double") => true,
        (V::Int(i), name) => {
            INTEGERS.iter().any(|(known, min, max)| *known == name && (*min..=*max).contains(i))
        }
        (V::Str(_), name) => as_typed(value, name).is_some(),
        _ => false,
    }
}
