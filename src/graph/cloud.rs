//! The national clouds of Microsoft Graph.

use std::fmt;
use std::str::FromStr;

use crate::endpoint::Endpoint;

/// A cloud that may offer an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service.
    #[default]
    Global,
    /// US Government L4.
    UsGovL4,
    /// US Government L5 (DoD).
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: &'static [Self] = &[Self::Global, Self::UsGovL4, Self::UsGovL5, Self::China];

    /// The name, such as `us-gov-l4`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.names().0
    }

    /// Its name in a call, and its name in an endpoint's data.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Global => ("global", "global"),
            Self::UsGovL4 => ("us-gov-l4", "US Government L4"),
            Self::UsGovL5 => ("us-gov-l5", "US Government L5 (DoD)"),
            Self::China => ("china", "China operated by 21Vianet"),
        }
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is not the name of a cloud.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no cloud: it is `global`, `us-gov-l4`, `us-gov-l5` or `china`")]
pub struct UnknownCloud(String);

impl FromStr for Cloud {
    type Err = UnknownCloud;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|cloud| cloud.as_str() == text);
        known.ok_or_else(|| UnknownCloud(text.to_owned()))
    }
}

/// A cloud does not offer an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{endpoint} is not offered in {cloud}: it is in {offered}")]
pub struct CloudNotSupported {
    endpoint: String,
    cloud: &'static str,
    offered: String,
}

impl Endpoint {
    /// The URL without options in a cloud.
    ///
    /// # Errors
    /// When the cloud does not offer the endpoint; the error says which do.
    ///
    /// ```
    /// use odata_query::endpoint::Endpoint;
    /// use odata_query::graph::Cloud;
    /// use odata_query::schema::ApiVersion;
    ///
    /// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    /// assert_eq!(
    ///     endpoint.url_in(Cloud::UsGovL4).unwrap(),
    ///     "https://graph.microsoft.us/v1.0/auditLogs/provisioning",
    /// );
    /// let refused = endpoint.url_in(Cloud::China).unwrap_err().to_string();
    /// assert!(refused.contains("not offered in China"));
    /// ```
    pub fn url_in(&self, cloud: Cloud) -> Result<String, CloudNotSupported> {
        let (_, name) = cloud.names();
        match self.hosts.iter().find(|host| host.cloud.as_str() == name) {
            Some(host) => Ok(format!("https://{}{}", host.name, self.path)),
            None => {
                let offered: Vec<_> = self.hosts.iter().map(|host| host.cloud.as_str()).collect();
                Err(CloudNotSupported {
                    endpoint: self.name.to_string(),
                    cloud: name,
                    offered: offered.join(", "),
                })
            }
        }
    }
}
