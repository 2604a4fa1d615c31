//! `Edm.Guid`.

use std::fmt;
use std::str::FromStr;

use super::LiteralError;

/// A 128-bit identifier, written `01234567-89ab-cdef-0123-456789abcdef`.
///
/// ```
/// use odata_query::ast::Guid;
///
/// let guid: Guid = "01234567-89AB-cdef-0123-456789abcdef".parse().unwrap();
/// assert_eq!(guid.to_string(), "01234567-89ab-cdef-0123-456789abcdef");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid([u8; 16]);

/// The characters of a written guid.
pub(crate) const GUID_LEN: usize = 36;

/// Whether the first 36 bytes have the shape of a guid.
pub(crate) fn starts_with_guid(bytes: &[u8]) -> bool {
    bytes.get(..GUID_LEN).is_some_and(|head| {
        head.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
    })
}

impl Guid {
    /// The identifier of these bytes, in the order in which they are written.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, in the order in which they are written.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl FromStr for Guid {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() != GUID_LEN || !starts_with_guid(text.as_bytes()) {
            return Err(LiteralError::Shape("a guid has 8-4-4-4-12 hexadecimal digits"));
        }
        let digits = text.chars().filter_map(|c| c.to_digit(16));
        let value = digits.fold(0, |value, digit| value << 4 | u128::from(digit));
        Ok(Self(value.to_be_bytes()))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = u128::from_be_bytes(self.0);
        let [a, b, c, d, e] = [value >> 96, value >> 80, value >> 64, value >> 48, value];
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            a,
            b & 0xffff,
            c & 0xffff,
            d & 0xffff,
            e & 0xffff_ffff_ffff
        )
    }
}
