//! The versions of Microsoft Graph.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A version of the Microsoft Graph API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApiVersion {
    /// `v1.0`
    #[default]
    #[serde(rename = "v1.0")]
    V1_0,
    /// `beta`
    #[serde(rename = "beta")]
    Beta,
}

impl ApiVersion {
    /// Every version.
    pub const ALL: &'static [Self] = &[Self::V1_0, Self::Beta];

    /// The version as it is written in a URL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is not the name of an API version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version of the API: it is `v1.0` or `beta`")]
pub struct UnknownApiVersion(String);

impl FromStr for ApiVersion {
    type Err = UnknownApiVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|v| v.as_str().eq_ignore_ascii_case(text));
        known.ok_or_else(|| UnknownApiVersion(text.to_owned()))
    }
}
