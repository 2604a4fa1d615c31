//! Arithmetic: exact fractions, rounded once.

use num_bigint::{BigInt, Sign};
use odata_query::ast::BinaryOp;

use super::value::{
    DAY, Fault, Result, SECOND, Stamp, V, day_of, decimal, double, is_number, since_midnight,
    ten_to,
};

/// Digits of a decimal, and the most of them after the point.
const DIGITS: u32 = 28;

pub(crate) fn negated(value: &V) -> Result<V> {
    match value {
        V::Null => Ok(V::Null),
        V::Int(i) => integer(-i, *i, 0),
        V::Dec(m, s) => Ok(V::Dec(-m, *s)),
        V::Dbl(d) => Ok(V::Dbl(-d)),
        V::Dur(picos) => duration(-picos),
        _ => Err(Fault),
    }
}

/// Two operands that are not null.
pub(crate) fn calculate(op: BinaryOp, a: &V, b: &V) -> Result<V> {
    use BinaryOp::{Add, Div, DivBy, Mul, Sub};
    match (a, op, b) {
        (V::Dur(a), Add, V::Dur(b)) => duration(a + b),
        (V::Dur(a), Sub, V::Dur(b)) => duration(a - b),
        (V::Dur(a), Mul, n) | (n, Mul, V::Dur(a)) if is_number(n) => scaled(*a, n, true),
        (V::Dur(a), Div | DivBy, n) if is_number(n) => scaled(*a, n, false),
        (V::Date(_) | V::Stamp(_), Sub, V::Date(_) | V::Stamp(_)) => {
            duration(instant(a) - instant(b))
        }
        (V::Stamp(stamp), Add, V::Dur(by)) => later(*stamp, *by).map(V::Stamp),
        (V::Stamp(stamp), Sub, V::Dur(by)) => later(*stamp, -by).map(V::Stamp),
        (V::Date(day), Add, V::Dur(by)) => {
            later(Stamp::midnight(*day), *by).map(|s| V::Date(s.day))
        }
        (V::Date(day), Sub, V::Dur(by)) => {
            later(Stamp::midnight(*day), -by).map(|s| V::Date(s.day))
        }
        _ if !is_number(a) || !is_number(b) => Err(Fault),
        (V::Dbl(_), ..) | (.., V::Dbl(_)) => Ok(V::Dbl(doubles(op, double(a), double(b)))),
        (V::Int(a), op, V::Int(b)) if op != DivBy => integers(op, *a, *b),
        _ => fractions(op, decimal(a), decimal(b)),
    }
}

fn instant(value: &V) -> i128 {
    match value {
        V::Date(day) => Stamp::midnight(*day).instant(),
        V::Stamp(stamp) => stamp.instant(),
        _ => unreachable!("only called for those"),
    }
}

/// The same offset, so many picoseconds later, as long as the calendar has that day.
fn later(stamp: Stamp, by: i128) -> Result<Stamp> {
    let local = i128::from(super::value::days(stamp.day)) * DAY + since_midnight(stamp.clock) + by;
    let day = day_of(i64::try_from(local.div_euclid(DAY)).map_err(|_| Fault)?);
    if !(-262_143..=262_142).contains(&day.0) {
        return Err(Fault);
    }
    let rest = local.rem_euclid(DAY);
    let seconds = (rest / SECOND) as i64;
    let clock = (seconds / 3600, seconds / 60 % 60, seconds % 60, rest % SECOND);
    Ok(Stamp { day, clock, offset: stamp.offset })
}

fn duration(picos: i128) -> Result<V> {
    let longest = i128::from(i64::MAX) * SECOND;
    if picos.unsigned_abs() > longest.unsigned_abs() { Err(Fault) } else { Ok(V::Dur(picos)) }
}

/// A duration times or by a number; integers truncate as they do everywhere.
fn scaled(picos: i128, number: &V, times: bool) -> Result<V> {
    match number {
        V::Int(n) if times => duration(picos.checked_mul(*n).ok_or(Fault)?),
        V::Int(0) => Err(Fault),
        V::Int(n) => duration(picos / n),
        V::Dbl(d) => {
            let value = if times { picos as f64 * d } else { picos as f64 / d };
            if value.is_finite() { duration(value.round() as i128) } else { Err(Fault) }
        }
        V::Dec(m, s) => {
            let (m, s) = if times { (m.clone(), ten_to(*s)) } else { (ten_to(*s), m.clone()) };
            if s == BigInt::ZERO {
                return Err(Fault);
            }
            let whole = half_even(&(BigInt::from(picos) * m), &s);
            duration(i128::try_from(whole).map_err(|_| Fault)?)
        }
        _ => unreachable!("only called for numbers"),
    }
}

fn doubles(op: BinaryOp, a: f64, b: f64) -> f64 {
    match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div | BinaryOp::DivBy => a / b,
        BinaryOp::Mod => a % b,
        _ => unreachable!("not arithmetic"),
    }
}

fn integers(op: BinaryOp, a: i128, b: i128) -> Result<V> {
    let result = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a.checked_mul(b).ok_or(Fault)?,
        BinaryOp::Div if b != 0 => a / b,
        BinaryOp::Mod if b != 0 => {
            // The remainder is lost where the quotient is beyond an Int64; integers that are
            // larger themselves have one all the same.
            let both = [a, b].iter().all(|n| i64::try_from(*n).is_ok());
            if both && i64::try_from(a / b).is_err() {
                return Err(Fault);
            }
            a % b
        }
        _ => return Err(Fault),
    };
    integer(result, a, b)
}

/// An Int64, or as large as a record's own integers where an operand is larger than an Int64.
fn integer(result: i128, a: i128, b: i128) -> Result<V> {
    let (min, max) = (i128::from(i64::MIN), i128::from(i64::MAX));
    let widest = if a.max(b) > max { i128::from(u64::MAX) } else { max };
    if (min..=widest).contains(&result) { Ok(V::Int(result)) } else { Err(Fault) }
}

fn fractions(op: BinaryOp, (ma, sa): (BigInt, u32), (mb, sb): (BigInt, u32)) -> Result<V> {
    // Both over one denominator.
    let (a, b, unit) = (ma * ten_to(sb), mb * ten_to(sa), ten_to(sa + sb));
    let zero = b == BigInt::ZERO;
    match op {
        BinaryOp::Add => rounded(a + b, unit),
        BinaryOp::Sub => rounded(a - b, unit),
        BinaryOp::Mul => rounded(a * b, &unit * &unit),
        BinaryOp::Div | BinaryOp::Mod if zero => Err(Fault),
        BinaryOp::DivBy if zero => Ok(V::Dbl(match a.sign() {
            Sign::Plus => f64::INFINITY,
            Sign::Minus => f64::NEG_INFINITY,
            Sign::NoSign => f64::NAN,
        })),
        BinaryOp::Div | BinaryOp::DivBy => rounded(a, b),
        // The sign of the left operand.
        BinaryOp::Mod => rounded(&a - &a / &b * &b, unit),
        _ => unreachable!("not arithmetic"),
    }
}

/// The nearest decimal of 28 digits, halves to the even one.
pub(crate) fn rounded(above: BigInt, below: BigInt) -> Result<V> {
    for scale in (0..=DIGITS).rev() {
        let mantissa = half_even(&(&above * ten_to(scale)), &below);
        if mantissa.magnitude() < ten_to(DIGITS).magnitude() {
            return Ok(V::Dec(mantissa, scale));
        }
    }
    Err(Fault)
}

fn half_even(above: &BigInt, below: &BigInt) -> BigInt {
    let (above, below) =
        if below.sign() == Sign::Minus { (-above, -below) } else { (above.clone(), below.clone()) };
    let negative = above.sign() == Sign::Minus;
    let above = if negative { -above } else { above };
    let (mut whole, rest) = (&above / &below, &above % &below);
    let twice: BigInt = rest * 2;
    let odd = &whole % 2 == BigInt::from(1);
    if twice > below || (twice == below && odd) {
        whole += 1;
    }
    if negative { -whole } else { whole }
}
