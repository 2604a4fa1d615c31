//! The link from one page to the next.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::origin::Origin;

/// The link to the next page (`@odata.nextLink`): opaque, kept and sent back byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NextLink(String);

/// Why a link is not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The first URL is none that a request can be sent to; the text says why.
    #[error("the first URL cannot be asked: {0}")]
    First(&'static str),
    /// The link is not a URL that all programs read alike; the text says why.
    #[error("the next link cannot be followed: {0}")]
    Malformed(&'static str),
    /// The link leads to another origin than that of the first request.
    #[error("the next link leads away: its {part} is `{found}`, not `{expected}`")]
    Elsewhere {
        /// `scheme`, `host` or `port`.
        part: &'static str,
        /// That of the first request.
        expected: String,
        /// That of the link.
        found: String,
    },
    /// The link was followed before: following it again would never end.
    #[error("the next link was followed before: the pages go round in a circle")]
    Repeated,
}

impl NextLink {
    /// The link as the service wrote it, unchecked.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The link, if it leads to the same scheme, host and port as the first request.
    ///
    /// Scheme and host are compared without case, and a default port equals none. A relative
    /// link is refused: Graph writes none.
    ///
    /// # Errors
    /// [`LinkError::Elsewhere`] if it leads to another origin, [`LinkError::Malformed`] if two
    /// programs might disagree on where it leads, [`LinkError::First`] if `first` is no URL.
    ///
    /// ```
    /// use odata_query::client::NextLink;
    ///
    /// let first = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";
    /// let link = NextLink::from("https://Graph.microsoft.com:443/v1.0/x?$skiptoken=a%2Bb");
    /// assert_eq!(link.within(first), Ok(link.as_str()));
    ///
    /// let link = NextLink::from("https://graph.microsoft.com@evil.example/v1.0/x");
    /// assert!(link.within(first).is_err());
    /// ```
    pub fn within(&self, first: &str) -> Result<&str, LinkError> {
        let first = Origin::of(first).map_err(LinkError::First)?;
        let link = Origin::of(&self.0).map_err(LinkError::Malformed)?;
        match first.difference(&link) {
            None => Ok(&self.0),
            Some((part, expected, found)) => Err(LinkError::Elsewhere { part, expected, found }),
        }
    }
}

impl From<&str> for NextLink {
    fn from(link: &str) -> Self {
        Self(link.to_owned())
    }
}

impl From<String> for NextLink {
    fn from(link: String) -> Self {
        Self(link)
    }
}

impl From<NextLink> for String {
    fn from(link: NextLink) -> Self {
        link.0
    }
}

impl fmt::Display for NextLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
