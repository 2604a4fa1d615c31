//! From a text to a report on it.

use std::net::IpAddr;

use serde::Serialize;

use super::check::Checker;
use super::spacing::pad_suggestion;
use super::{Validator, wording};
use crate::ast::{Filter, OrderBy, Query};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::url::{Form, ParsedRequest, ReadOptions, UrlParts, check_length, encode};

/// The result of checking a text.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Whether there is no error.
    pub accepted: bool,
    /// The canonical text; `None` if the text is not in the language.
    pub canonical: Option<String>,
    /// Errors and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'e> Validator<'e> {
    /// Reads a text and validates what it holds.
    ///
    /// ```
    /// use odata_query::endpoint::{Endpoint, Tier};
    /// use odata_query::schema::ApiVersion;
    /// use odata_query::url::{Form, ReadOptions};
    /// use odata_query::validate::Validator;
    ///
    /// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    /// let validator = Validator::new(&endpoint, Tier::Documented);
    /// let report = validator.check("$top=20", Form::Query, &ReadOptions::default());
    /// assert!(report.accepted);
    /// assert_eq!(report.canonical.as_deref(), Some("$top=20"));
    /// ```
    #[must_use]
    pub fn check(&self, text: &str, form: Form, options: &ReadOptions) -> Report {
        self.with_fix_chains(text, form, options, self.check_as_it_is(text, form, options))
    }

    /// As `check`, but of a text that is not in the language only what the grammar says.
    pub(super) fn check_as_it_is(&self, text: &str, form: Form, options: &ReadOptions) -> Report {
        let (canonical, mut diagnostics) = match form {
            Form::Filter => match Filter::parse(text, &options.limits) {
                Ok(filter) => {
                    let found = self.with_source(text).validate_filter(&filter);
                    (Some(self.canonical_filter(&filter).to_string()), found)
                }
                Err(fault) => (None, vec![fault]),
            },
            Form::OrderBy => match OrderBy::parse(text, &options.limits) {
                Ok(order) => {
                    let found = self.with_source(text).validate_order_by(&order);
                    (Some(self.canonical_order_by(&order).to_string()), found)
                }
                Err(fault) => (None, vec![fault]),
            },
            Form::Query => {
                let reading = ParsedRequest::of_query_string(text, options);
                self.check_reading(text, reading, |query| query.to_query_string())
            }
            Form::Url => {
                let base = text.split(['?', '#']).next().unwrap_or_default();
                let reading = ParsedRequest::of_url(text, options);
                let url = reading.url.clone().filter(|url| !url.path.is_empty());
                let reading_path = url.as_ref().map(|url| (url.path.clone(), url.path_span));
                let (canonical, mut found) =
                    self.check_reading(text, reading, |query| query.to_url(base));
                found.extend(url.and_then(|url| self.check_host(&url)));
                found.extend(reading_path.and_then(|(path, span)| self.check_path(&path, span)));
                found.extend(check_length(text));
                (canonical, found)
            }
        };
        diagnostics.sort_by_key(|found| found.span().start);
        let accepted = !diagnostics.iter().any(Diagnostic::is_error);
        Report { accepted, canonical, diagnostics }
    }

    /// What could be read is validated even if a part could not.
    fn check_reading(
        &self,
        text: &str,
        reading: ParsedRequest,
        print: impl Fn(&Query) -> String,
    ) -> (Option<String>, Vec<Diagnostic>) {
        let readable = !reading.diagnostics.iter().any(Diagnostic::is_error);
        let mut found = reading.diagnostics;
        // What is suggested for a value must be encoded to stand in a query string.
        let encoded =
            |found: Diagnostic| pad_suggestion(text, "%20", found.relocated(|span| span, encode));
        found.extend(self.validate_query(&reading.query).into_iter().map(encoded));
        (readable.then(|| print(&self.canonical_query(&reading.query))), found)
    }

    /// Whether the path of a URL is that of the endpoint.
    fn check_path(&self, path: &str, span: Span) -> Option<Diagnostic> {
        let served = &self.endpoint.path;
        if self.endpoint.serves(path) {
            return None;
        }
        let below = path.trim_end_matches('/').rsplit_once('/');
        if let Some((before, last)) = below
            && self.endpoint.serves(before)
            && last.eq_ignore_ascii_case("$count")
        {
            return Some(
                Diagnostic::new(
                    Code::UnsupportedOption,
                    span,
                    "a `/$count` segment is not supported",
                )
                .with_help("leave it out and count the records that arrive: `odq filter --count`"),
            );
        }
        let message = format!("`{path}` is not the path of {}", self.endpoint.name);
        let finding = Diagnostic::new(Code::ForeignPath, span, message)
            .with_help(format!("write `{served}`; the query was checked as if it were there"));
        // The same path without its version, or with another.
        let tail = |path: &str| path.rsplitn(3, '/').take(2).collect::<Vec<_>>().join("/");
        let same = tail(path.trim_end_matches('/')).eq_ignore_ascii_case(&tail(served));
        Some(if same {
            Checker::suggest(finding, span, served.to_string(), false)
        } else {
            finding
        })
    }

    /// Whether the host of a URL is one of those that offer the endpoint.
    fn check_host(&self, url: &UrlParts) -> Option<Diagnostic> {
        let host = url.host.as_deref()?;
        let hosts = &self.endpoint.hosts;
        let name = host.strip_suffix(":443").unwrap_or(host);
        if hosts.is_empty() || hosts.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
            return None;
        }
        let end = url.path_span.start;
        let start = end.saturating_sub(u32::try_from(host.len()).unwrap_or(end));
        let span = Span::new(start, end);
        if is_loopback(host) {
            let message = "this is a host on this machine, not the service";
            let help = format!("the query was checked for {}", self.endpoint.name);
            return Some(Diagnostic::new(Code::LoopbackHost, span, message).with_help(help));
        }
        let known = wording::list(hosts.iter().map(|host| host.name.as_str()), "or");
        let message = format!("`{host}` is not a host of {}", self.endpoint.name);
        let help = format!("send the request to {known}");
        Some(Diagnostic::new(Code::ForeignHost, span, message).with_help(help))
    }
}

/// Whether a host, with a port or without, is the machine itself.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) if port.is_empty() || port.starts_with(':') => address,
        _ => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let lower = name.to_ascii_lowercase();
    lower == "localhost"
        || lower.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
