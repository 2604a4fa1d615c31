//! Arithmetic of decimals: the exact result, rounded once, to 28 digits and halves to even.
//!
//! `rust_decimal` holds up to 29 digits, one more than a literal can have, so that what it
//! calculates could equal no literal.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// The digits of a decimal, and the most of them after the point.
const DIGITS: u32 = 28;
const LIMIT: u128 = 10_u128.pow(DIGITS);

/// The sum; none beyond 28 digits.
pub(crate) fn sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    let aligned = |value: Decimal| {
        Wide::product(value.mantissa().unsigned_abs(), 10_u128.pow(scale - value.scale()))
    };
    let (x, y) = (aligned(a), aligned(b));
    let (negative, wide) = match (a.is_sign_negative() == b.is_sign_negative(), x.cmp(&y)) {
        (true, _) => (a.is_sign_negative(), x.plus(y)),
        (false, Ordering::Less) => (b.is_sign_negative(), y.minus(x)),
        (false, _) => (a.is_sign_negative(), x.minus(y)),
    };
    round(negative, wide, scale, false)
}

/// The product; none beyond 28 digits.
pub(crate) fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let wide = Wide::product(a.mantissa().unsigned_abs(), b.mantissa().unsigned_abs());
    let negative = a.is_sign_negative() != b.is_sign_negative();
    round(negative, wide, a.scale() + b.scale(), false)
}

/// The quotient; none beyond 28 digits, or by zero.
pub(crate) fn quotient(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (above, below) = (a.mantissa().unsigned_abs(), b.mantissa().unsigned_abs());
    let mut whole = above.checked_div(below)?;
    let mut rest = above.checked_rem(below)?;
    // One digit more than is kept, so that all that is left only says "and a little".
    let mut scale = i64::from(a.scale()) - i64::from(b.scale());
    while scale < 0 || (rest > 0 && whole < LIMIT && scale <= i64::from(DIGITS)) {
        rest *= 10;
        whole = whole.checked_mul(10)?.checked_add(rest / below)?;
        rest %= below;
        scale += 1;
    }
    let negative = a.is_sign_negative() != b.is_sign_negative();
    round(negative, Wide { high: 0, low: whole }, u32::try_from(scale).ok()?, rest > 0)
}

/// So many millionths of millionths.
pub(crate) fn from_picos(picos: i128) -> Option<Decimal> {
    round(picos.is_negative(), Wide { high: 0, low: picos.unsigned_abs() }, 12, false)
}

/// A whole number times a decimal, as the nearest whole number.
pub(crate) fn whole_product(a: i128, b: Decimal) -> Option<i128> {
    let mut wide = Wide::product(a.unsigned_abs(), b.mantissa().unsigned_abs());
    let (mut more, mut last) = (false, 0);
    for _ in 0..b.scale() {
        more |= last > 0;
        (wide, last) = wide.tenth();
    }
    signed(a.is_negative() != b.is_sign_negative(), wide, last, more)
}

/// A whole number divided by a decimal, as the nearest whole number; none by zero.
pub(crate) fn whole_quotient(a: i128, b: Decimal) -> Option<i128> {
    let below = b.mantissa().unsigned_abs();
    let mut whole = a.unsigned_abs().checked_div(below)?;
    let mut rest = a.unsigned_abs().checked_rem(below)?;
    for _ in 0..b.scale() {
        rest *= 10;
        whole = whole.checked_mul(10)?.checked_add(rest / below)?;
        rest %= below;
    }
    rest *= 10;
    let wide = Wide { high: 0, low: whole };
    signed(a.is_negative() != b.is_sign_negative(), wide, rest / below, rest % below > 0)
}

fn signed(negative: bool, wide: Wide, last: u128, more: bool) -> Option<i128> {
    let whole = i128::try_from(wide.low).ok().filter(|_| wide.high == 0)?;
    let whole = whole.checked_add(i128::from(rounds_up(wide.low, last, more)))?;
    Some(if negative { -whole } else { whole })
}

/// Whether a number is rounded up, given the first digit that was cut off, and whether others
/// that are not zero follow it.
fn rounds_up(kept: u128, last: u128, more: bool) -> bool {
    match last.cmp(&5) {
        Ordering::Less => false,
        Ordering::Equal => more || kept % 2 == 1,
        Ordering::Greater => true,
    }
}

/// A number of so many digits after the point, rounded; `more` says that something below the
/// last of them was left out.
fn round(negative: bool, wide: Wide, scale: u32, more: bool) -> Option<Decimal> {
    let (mut wide, mut scale, mut more) = (wide, scale, more);
    let mut last = 0;
    while scale > DIGITS || (wide.high > 0 || wide.low >= LIMIT) {
        scale = scale.checked_sub(1)?;
        more |= last > 0;
        (wide, last) = wide.tenth();
    }
    let mut mantissa = wide.low + u128::from(rounds_up(wide.low, last, more));
    if mantissa == LIMIT {
        // All nines: one digit more, which is a zero.
        scale = scale.checked_sub(1)?;
        mantissa /= 10;
    }
    let mantissa = i128::try_from(mantissa).ok()?;
    Decimal::try_from_i128_with_scale(if negative { -mantissa } else { mantissa }, scale).ok()
}

/// A number of 256 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    fn product(a: u128, b: u128) -> Self {
        const HALF: u128 = u64::MAX as u128;
        let (a1, a0, b1, b0) = (a >> 64, a & HALF, b >> 64, b & HALF);
        let low = a0 * b0;
        // Mantissas and powers of ten have at most 96 bits, so their upper halves are small
        // and this sum cannot overflow.
        let middle = a1 * b0 + a0 * b1 + (low >> 64);
        Self { high: a1 * b1 + (middle >> 64), low: halves(middle, low & HALF) }
    }

    const fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        Self { high: self.high + other.high + carry as u128, low }
    }

    /// The difference to a smaller number.
    const fn minus(self, other: Self) -> Self {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self { high: self.high - other.high - borrow as u128, low }
    }

    /// A tenth, and the digit that is left.
    const fn tenth(self) -> (Self, u128) {
        let upper = halves(self.high % 10, self.low >> 64);
        let lower = halves(upper % 10, self.low & u64::MAX as u128);
        (Self { high: self.high / 10, low: halves(upper / 10, lower / 10) }, lower % 10)
    }
}

/// A number of its upper bits, and its lower 64.
const fn halves(upper: u128, lower: u128) -> u128 {
    (upper << 64) + lower
}
