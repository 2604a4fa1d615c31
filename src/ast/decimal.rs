//! `Edm.Decimal`.

use std::fmt;
use std::str::FromStr;

use super::LiteralError;

/// An exact decimal number of at most 28 digits, which keeps its scale: `5.00`.
///
/// Equality is that of value and scale, as a tree needs it. A whole number that an
/// `Edm.Int64` could hold has at least one digit after the point, since without one it would
/// be written, and read, as an integer.
///
/// ```
/// use odata_query::ast::Decimal;
///
/// assert_eq!("5.00".parse::<Decimal>().unwrap().to_string(), "5.00");
/// assert_eq!(Decimal::new(5, 0).unwrap().to_string(), "5.0");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Decimal(rust_decimal::Decimal);

/// The digits that a decimal may have.
const MAX_DIGITS: usize = 28;

impl Decimal {
    /// The number `mantissa` / 10^`scale`.
    ///
    /// # Errors
    /// When it has more than 28 digits, before or after the point.
    pub fn new(mantissa: i128, scale: u32) -> Result<Self, LiteralError> {
        let digits = mantissa.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
        if digits as usize > MAX_DIGITS || scale as usize > MAX_DIGITS {
            return Err(LiteralError::TooManyDigits);
        }
        rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale)
            .map(Self::normal)
            .map_err(|_| LiteralError::TooManyDigits)
    }

    /// All digits, with the sign, as if there were no point.
    #[must_use]
    pub const fn mantissa(&self) -> i128 {
        self.0.mantissa()
    }

    /// The number of digits after the point.
    #[must_use]
    pub const fn scale(&self) -> u32 {
        self.0.scale()
    }

    /// The number, for calculating.
    pub(crate) const fn value(&self) -> rust_decimal::Decimal {
        self.0
    }

    /// Keeps what would read as an integer apart from integers, and zero without a sign.
    fn normal(mut value: rust_decimal::Decimal) -> Self {
        if value.scale() == 0 && i64::try_from(value.mantissa()).is_ok() {
            value.rescale(1);
        }
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        Self(value)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        (self.mantissa(), self.scale()) == (other.mantissa(), other.scale())
    }
}

impl Eq for Decimal {}

impl FromStr for Decimal {
    type Err = LiteralError;

    /// Reads `[sign] digits [. digits]`.
    fn from_str(text: &str) -> Result<Self, LiteralError> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return Err(LiteralError::Shape("a decimal is digits, a point and digits"));
        }
        let scale = unsigned.len().saturating_sub(whole.len() + 1);
        let mut mantissa = 0_i128;
        for digit in whole.bytes().chain(unsigned.bytes().skip(whole.len() + 1)) {
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(i128::from(digit - b'0')))
                .ok_or(LiteralError::TooManyDigits)?;
        }
        let scale = u32::try_from(scale).map_err(|_| LiteralError::TooManyDigits)?;
        Self::new(if text.starts_with('-') { -mantissa } else { mantissa }, scale)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
