//! What can be said of a failure.

use std::fmt;

use chrono::{DateTime, Utc};

use super::access::Access;
use super::{Failure, RetryAfter, retention};
use crate::ast::{DateTimeOffset, Query};
use crate::diagnostic::Diagnostic;
use crate::endpoint::{Endpoint, Tier};
use crate::schema::ApiVersion;
use crate::validate::Validator;

/// What the caller knows of a request that failed. Whatever is left out is not spoken of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The query.
    pub query: Option<&'a Query>,
    /// The endpoint; the provisioning logs unless given.
    pub endpoint: Option<&'a Endpoint>,
    /// What the validator is to let through.
    pub tier: Tier,
    /// The time: the library does not read the clock.
    pub now: Option<DateTime<Utc>>,
}

/// What can be said of a failure: what is wrong with the query, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// What the validator finds in the query, if the service did not take it.
    pub findings: Vec<Diagnostic>,
    /// What else there is to know.
    pub advice: Vec<Advice>,
}

/// What to know about a failure, apart from what is wrong with the query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// The filter asks for records that are no longer kept.
    Retention {
        /// The oldest time that it asks for.
        asked: DateTimeOffset,
        /// For how many days records are kept, and for whom; those that the time is beyond.
        kept: Vec<(u16, &'static str)>,
    },
    /// The token is missing, expired, or for something else.
    Token,
    /// The caller needs a permission and, if delegated, a role.
    Access {
        /// The permissions; each suffices.
        permissions: &'static [&'static str],
        /// The roles; one is needed.
        roles: &'static [&'static str],
    },
    /// The same request may succeed later.
    Retry {
        /// When, if the service said so.
        after: Option<RetryAfter>,
        /// The same as a point in time, if that can be told.
        time: Option<DateTime<Utc>>,
    },
}

impl Failure {
    /// What can be said of the failure, given what is known of the request.
    ///
    /// Of a query that the service did not take (400), what the [`Validator`] finds in it, and
    /// whether it asks for records that are no longer kept; of 401 and 403, which permission and
    /// roles are needed; of 429 and 503, when to ask again.
    ///
    /// ```
    /// use odata_query::paging::{Failure, Request};
    /// use odata_query::{Code, Query};
    ///
    /// let body = r#"{"error": {"code": "BadRequest", "message": "Invalid filter clause"}}"#;
    /// let failure = Failure::of_response(400, None, body.as_bytes());
    ///
    /// let query = Query::new().with_filter("startswith(jobId,'a')".parse().unwrap());
    /// let request = Request { query: Some(&query), ..Request::default() };
    /// let explanation = failure.explain(&request);
    /// assert_eq!(explanation.findings[0].code(), Code::UnsupportedFunction);
    /// ```
    #[must_use]
    pub fn explain(&self, request: &Request<'_>) -> Explanation {
        let provisioning;
        let endpoint = match request.endpoint {
            Some(endpoint) => endpoint,
            None => {
                provisioning = Endpoint::provisioning(ApiVersion::V1_0);
                &provisioning
            }
        };
        let access = Access::of(endpoint);
        let mut explanation = Explanation::default();
        for (_, topic) in TOPICS.iter().filter(|(status, _)| *status == self.status) {
            match topic {
                Topic::Query => {
                    let validator = Validator::new(endpoint, request.tier);
                    let findings = request.query.map(|query| validator.validate_query(query));
                    explanation.findings = findings.unwrap_or_default();
                }
                Topic::Retention => {
                    explanation.advice.extend(access.and_then(|access| beyond(access, request)));
                }
                Topic::Token => explanation.advice.push(Advice::Token),
                Topic::Access => explanation.advice.extend(access.map(|access| Advice::Access {
                    permissions: access.permissions,
                    roles: access.roles,
                })),
                Topic::Retry => explanation.advice.push(Advice::Retry {
                    after: self.retry_after,
                    time: self.retry_after.and_then(|after| after.time(request.now)),
                }),
            }
        }
        explanation
    }
}

impl Explanation {
    /// Whether there is nothing to say.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.advice.is_empty()
    }
}

/// What there may be to say.
enum Topic {
    Query,
    Retention,
    Token,
    Access,
    Retry,
}

/// What there may be to say of each status, in the order in which it is said.
const TOPICS: &[(u16, Topic)] = &[
    (400, Topic::Query),
    (400, Topic::Retention),
    (401, Topic::Token),
    (401, Topic::Access),
    (403, Topic::Access),
    (429, Topic::Retry),
    (503, Topic::Retry),
];

/// The note that a filter asks for times beyond what is kept, if the time is known.
fn beyond(access: &'static Access, request: &Request<'_>) -> Option<Advice> {
    let now = request.now?;
    let asked = retention::oldest(request.query?.filter()?, access.date)?;
    let is_beyond = |(days, _): &(u16, _)| retention::is_older(asked, *days, now);
    let kept: Vec<_> = access.kept.iter().copied().filter(is_beyond).collect();
    (!kept.is_empty()).then_some(Advice::Retention { asked, kept })
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings = self.findings.iter().map(|finding| finding as &dyn fmt::Display);
        let advice = self.advice.iter().map(|advice| advice as &dyn fmt::Display);
        for (at, line) in findings.chain(advice).enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            line.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retention { asked, kept } => {
                let kept: Vec<_> =
                    kept.iter().map(|(days, whom)| format!("{days} days {whom}")).collect();
                let kept = kept.join(", ");
                write!(f, "the filter asks for {asked}; records are kept for {kept}")
            }
            Self::Token => {
                f.write_str("the access token is missing, expired, or for another service")
            }
            Self::Access { permissions, roles } => write!(
                f,
                "the caller needs the permission {}; one who is signed in also one of the roles {}, \
                 or a custom role that holds the permission",
                permissions.join(", or "),
                roles.join(", "),
            ),
            Self::Retry { after: Some(after), .. } => write!(f, "ask again {after}"),
            Self::Retry { after: None, .. } => f.write_str(
                "ask again later: the service does not say when, so wait longer each time",
            ),
        }
    }
}
