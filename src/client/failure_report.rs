//! Reports on failed requests: faults of the query, and advice by status.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{Failure, RetryAfter, retention};
use crate::ast::{DateTimeOffset, Query, Text};
use crate::diagnostic::Diagnostic;
use crate::endpoint::{Endpoint, Retention, RetentionPeriod, Tier};
use crate::schema::ApiVersion;
use crate::validate::Validator;

/// What the caller knows of a failed request. The report leaves out what depends on absent
/// parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The query.
    pub query: Option<&'a Query>,
    /// The endpoint; the provisioning logs unless given.
    pub endpoint: Option<&'a Endpoint>,
    /// The tier up to which the validator accepts.
    pub tier: Tier,
    /// The current time; the library does not read the clock.
    pub now: Option<DateTime<Utc>>,
}

/// What is wrong with the query of a failed request, and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailureReport {
    /// The validator's findings, if the service rejected the query.
    pub findings: Vec<Diagnostic>,
    /// Advice apart from the query.
    pub advice: Vec<Advice>,
}

/// Advice on a failure, apart from what is wrong with the query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// The filter asks for records that are no longer kept.
    Retention {
        /// The oldest time that it asks for.
        asked: DateTimeOffset,
        /// The periods of retention that the time is beyond.
        kept: Vec<RetentionPeriod>,
    },
    /// The token is missing, expired, or for something else.
    Token,
    /// The caller needs a permission and, if delegated, a role.
    Access {
        /// The permissions; each suffices.
        permissions: Vec<Text>,
        /// The roles; one is needed.
        roles: Vec<Text>,
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
    /// Reports on the failure, given what is known of the request.
    ///
    /// For 400: the [`Validator`]'s findings in the query, and whether it asks for records that
    /// are no longer kept. For 401 and 403: the permissions and roles that are needed. For 429
    /// and 503: when to retry.
    ///
    /// ```
    /// use odata_query::client::{Failure, Request};
    /// use odata_query::{Code, Query};
    ///
    /// let body = r#"{"error": {"code": "BadRequest", "message": "Invalid filter clause"}}"#;
    /// let failure = Failure::of_response(400, None, body.as_bytes());
    ///
    /// let query = Query::new().with_filter("startswith(jobId,'a')".parse().unwrap());
    /// let request = Request { query: Some(&query), ..Request::default() };
    /// let report = failure.explain(&request);
    /// assert_eq!(report.findings[0].code(), Code::UnsupportedFunction);
    /// ```
    #[must_use]
    pub fn explain(&self, request: &Request<'_>) -> FailureReport {
        let provisioning;
        let endpoint = match request.endpoint {
            Some(endpoint) => endpoint,
            None => {
                provisioning = Endpoint::provisioning(ApiVersion::V1_0);
                &provisioning
            }
        };
        let mut report = FailureReport::default();
        for (_, topic) in TOPICS.iter().filter(|(status, _)| *status == self.status) {
            match topic {
                Topic::Query => {
                    let validator = Validator::new(endpoint, request.tier);
                    let findings = request.query.map(|query| validator.validate_query(query));
                    report.findings = findings.unwrap_or_default();
                }
                Topic::Retention => {
                    let retention = endpoint.retention.as_ref();
                    report.advice.extend(retention.and_then(|kept| beyond(kept, request)));
                }
                Topic::Token => report.advice.push(Advice::Token),
                Topic::Access => {
                    report.advice.extend(endpoint.access.as_ref().map(|access| Advice::Access {
                        permissions: access.permissions.clone(),
                        roles: access.roles.clone(),
                    }));
                }
                Topic::Retry => report.advice.push(Advice::Retry {
                    after: self.retry_after,
                    time: self.retry_after.and_then(|after| after.time(request.now)),
                }),
            }
        }
        report
    }
}

impl FailureReport {
    /// Whether there are neither findings nor advice.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.advice.is_empty()
    }
}

/// A part of a report.
enum Topic {
    Query,
    Retention,
    Token,
    Access,
    Retry,
}

/// The parts of the report for each status, in their order.
const TOPICS: &[(u16, Topic)] = &[
    (400, Topic::Query),
    (400, Topic::Retention),
    (401, Topic::Token),
    (401, Topic::Access),
    (403, Topic::Access),
    (429, Topic::Retry),
    (503, Topic::Retry),
];

/// The advice that a filter asks for records older than those that are kept.
fn beyond(retention: &Retention, request: &Request<'_>) -> Option<Advice> {
    let now = request.now?;
    let asked = retention::oldest(request.query?.filter()?, &retention.path)?;
    let is_beyond = |period: &&RetentionPeriod| retention::is_older(asked, period.days, now);
    let kept: Vec<_> = retention.periods.iter().filter(is_beyond).cloned().collect();
    (!kept.is_empty()).then_some(Advice::Retention { asked, kept })
}

impl fmt::Display for FailureReport {
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

fn joined(texts: &[Text], separator: &str) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join(separator)
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retention { asked, kept } => {
                let kept: Vec<_> =
                    kept.iter().map(|p| format!("{} days {}", p.days, p.subscribers)).collect();
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
                joined(permissions, ", or "),
                joined(roles, ", "),
            ),
            Self::Retry { after: Some(after), .. } => write!(f, "ask again {after}"),
            Self::Retry { after: None, .. } => f.write_str(
                "ask again later: the service does not say when, so wait longer each time",
            ),
        }
    }
}
