//! `Edm.Binary`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::LiteralError;

/// base64url (RFC 4648 section 5); the ABNF makes the padding optional.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes, written in base64url: `binary'Zm9v'`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Binary(pub Box<[u8]>);

impl FromStr for Binary {
    type Err = LiteralError;

    /// Reads the text between the quotes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match BASE64.decode(text) {
            Ok(bytes) => Ok(Self(bytes.into())),
            Err(_) => Err(LiteralError::Shape("not base64url: letters, digits, `-`, `_`")),
        }
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}
