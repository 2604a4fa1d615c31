//! An answer that is not a page.

use std::fmt;

use super::{RetryAfter, ServiceError};

/// An answer with a status other than 200, as a fetch function may return it.
///
/// Nothing of the request is kept in it, so that no `Authorization` can be printed with it.
///
/// ```
/// use odata_query::client::Failure;
///
/// let body = r#"{"error": {"code": "TooManyRequests", "message": "Slow down"}}"#;
/// let failure = Failure::of_response(429, Some("10"), body.as_bytes());
/// assert_eq!(failure.to_string(), "status 429: TooManyRequests: Slow down");
/// assert!(failure.is_transient());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The status.
    pub status: u16,
    /// The error in the body, if it holds one.
    pub error: Option<ServiceError>,
    /// The header `Retry-After`, if there is one that can be read.
    pub retry_after: Option<RetryAfter>,
}

/// The statuses after which the same request may succeed later.
pub(super) const TRANSIENT: &[u16] = &[429, 503];

impl Failure {
    /// A failure from the status, the header `Retry-After` and the body of a response. A body that
    /// is not an error of the service, such as the HTML of a proxy, is left out.
    #[must_use]
    pub fn of_response(status: u16, retry_after: Option<&str>, body: &[u8]) -> Self {
        Self {
            status,
            error: serde_json::from_slice(body).ok(),
            retry_after: retry_after.and_then(|text| text.parse().ok()),
        }
    }

    /// Whether the same request may succeed later: 429 and 503.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        TRANSIENT.contains(&self.status)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        self.error.as_ref().map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}

impl std::error::Error for Failure {}
