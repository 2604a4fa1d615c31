//! `$skiptoken`: kept as it is spelled.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::encode::encode;
use crate::ast::{SkipToken, TreeError};

impl SkipToken {
    /// A token from its decoded text, which is encoded.
    ///
    /// # Errors
    /// When the text is empty.
    ///
    /// ```
    /// use odata_query::SkipToken;
    ///
    /// let token = SkipToken::from_decoded("a+b#c").unwrap();
    /// assert_eq!(token.as_str(), "a%2Bb%23c");
    /// assert_eq!(token.decoded(), "a+b#c");
    /// ```
    pub fn from_decoded(text: &str) -> Result<Self, TreeError> {
        Self::new(encode(text))
    }

    /// The decoded token, for showing; bytes that are not UTF-8 appear as `U+FFFD`.
    #[must_use]
    pub fn decoded(&self) -> Cow<'_, str> {
        percent_decode_str(self.as_str()).decode_utf8_lossy()
    }
}
