//! From a text to everything there is to say about it.

use serde::Serialize;

use super::Validator;
use crate::ast::{Filter, OrderBy, Query};
use crate::diagnostic::{Code, Diagnostic};
use crate::url::{Form, ReadOptions, Reading, check_length, encode};

/// What a validator says of a text.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Whether the endpoint would take it: there is no error.
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
                    let found = self.with_source(text).validate_orderby(&order);
                    (Some(self.canonical_orderby(&order).to_string()), found)
                }
                Err(fault) => (None, vec![fault]),
            },
            Form::Query => {
                let reading = Reading::of_query_string(text, options);
                self.check_reading(reading, |query| query.to_query_string())
            }
            Form::Url => {
                let base = text.split(['?', '#']).next().unwrap_or_default();
                let reading = Reading::of_url(text, options);
                let path = reading.url.as_ref().map(|url| (url.path.clone(), url.path_span));
                let (canonical, mut found) =
                    self.check_reading(reading, |query| query.to_url(base));
                found.extend(path.and_then(|(path, span)| {
                    (!self.endpoint.serves(&path)).then(|| {
                        let served = &self.endpoint.path;
                        let message = format!("this is not the path of {}", self.endpoint.name);
                        Diagnostic::new(Code::Undocumented, span, message)
                            .with_help(format!("the query was checked for `{served}`"))
                    })
                }));
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
        reading: Reading,
        print: impl Fn(&Query) -> String,
    ) -> (Option<String>, Vec<Diagnostic>) {
        let readable = !reading.diagnostics.iter().any(Diagnostic::is_error);
        let mut found = reading.diagnostics;
        // What is suggested for a value must be encoded to stand in a query string.
        let encoded = |found: Diagnostic| found.relocated(|span| span, encode);
        found.extend(self.validate_query(&reading.query).into_iter().map(encoded));
        (readable.then(|| print(&self.canonical_query(&reading.query))), found)
    }
}
