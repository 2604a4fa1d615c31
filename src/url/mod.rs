//! Query strings and URLs to and from queries.
//!
//! As OData's URL Conventions ask: split at `&`, then at the first `=`, then percent-decode
//! once; write a space as `%20`, a plus as `%2B`, a quote as `%27`.

mod decode;
mod encode;
mod form;
mod options;
mod read;
mod skip_token;

use std::fmt::{self, Write as _};
use std::str::FromStr;

use self::encode::Encoder;
pub use self::form::Form;
use self::options::OptionName;
pub(crate) use self::options::system_options;
pub use self::read::{ParsedRequest, Plus, ReadOptions, UrlParts};
use crate::ast::{Query, SkipToken};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

pub use self::encode::encode;

/// The length in bytes above which some clients and proxies refuse a URL.
pub const LONG_URL: usize = 2048;

/// Room in bytes for the options of most queries, so that their text is not moved as it grows.
const TYPICAL: usize = 256;

impl Query {
    /// Reads a query string, without a leading `?`.
    ///
    /// # Errors
    /// The first fault; [`ParsedRequest::of_query_string`] gives all of them.
    pub fn from_query_string(text: &str) -> Result<Self, Diagnostic> {
        ParsedRequest::of_query_string(text, &ReadOptions::default()).into_query()
    }

    /// Reads the query of a whole URL, or of one that starts with its path.
    ///
    /// # Errors
    /// The first fault; [`ParsedRequest::of_url`] gives all of them.
    ///
    /// ```
    /// use odata_query::Query;
    ///
    /// let url = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$top=5";
    /// assert_eq!(Query::from_url(url).unwrap().top(), Some(5));
    /// ```
    pub fn from_url(text: &str) -> Result<Self, Diagnostic> {
        ParsedRequest::of_url(text, &ReadOptions::default()).into_query()
    }

    /// The options as a percent-encoded query string, without a leading `?`.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let mut text = String::with_capacity(TYPICAL);
        self.write_to(&mut text);
        text
    }

    /// The names and values of the options, decoded, for clients that encode themselves.
    ///
    /// ```
    /// use odata_query::Query;
    ///
    /// let query: Query = "$filter=jobId%20eq%20'a'&$top=5".parse().unwrap();
    /// assert_eq!(
    ///     query.to_pairs(),
    ///     [("$filter".into(), "jobId eq 'a'".into()), ("$top".into(), "5".into())],
    /// );
    /// ```
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        let token = self.skip_token().map(SkipToken::decoded);
        let decoded = options::pairs(self).map(|(name, value)| match (&token, value) {
            (Some(token), _) if name.is_skip_token() => (name.to_string(), token.to_string()),
            (_, value) => (name.to_string(), value.map(ToString::to_string).unwrap_or_default()),
        });
        decoded.collect()
    }

    /// The URL of this query on `base`; `base` alone if the query has no options.
    ///
    /// ```
    /// use odata_query::Query;
    ///
    /// let base = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";
    /// let query = Query::new().with_filter("jobId eq 'Mike & Doe'".parse().unwrap());
    /// assert_eq!(
    ///     query.to_url(base),
    ///     format!("{base}?$filter=jobId%20eq%20%27Mike%20%26%20Doe%27"),
    /// );
    /// ```
    ///
    /// Options that the base has already stay in front; its fragment, which is never sent, goes.
    #[must_use]
    pub fn to_url(&self, base: &str) -> String {
        let base = base.split('#').next().unwrap_or_default();
        let joint = match base.split_once('?') {
            None => "?",
            Some((_, options)) if options.is_empty() || options.ends_with('&') => "",
            Some(_) => "&",
        };
        let mut url = String::with_capacity(base.len() + joint.len() + TYPICAL);
        url.push_str(base);
        url.push_str(joint);
        let start = url.len();
        self.write_to(&mut url);
        if url.len() == start {
            url.truncate(base.len());
        }
        url
    }

    /// Writes the query string at the end of a text.
    fn write_to(&self, text: &mut String) {
        // A string takes whatever is written to it.
        _ = self.write_encoded(text);
    }

    fn write_encoded(&self, out: &mut impl fmt::Write) -> fmt::Result {
        for (at, (name, value)) in options::pairs(self).enumerate() {
            if at > 0 {
                out.write_char('&')?;
            }
            match name {
                OptionName::Known(name) => out.write_str(name)?,
                name => write!(Encoder::of_name(out), "{name}")?,
            }
            let Some(value) = value else { continue };
            out.write_char('=')?;
            match name.is_skip_token() {
                true => write!(out, "{value}")?,
                false => write!(Encoder::of_value(out), "{value}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Query {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        Self::from_query_string(text)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_encoded(f)
    }
}

/// The warning that a URL is longer than [`LONG_URL`], if it is.
#[must_use]
pub fn check_length(url: &str) -> Option<Diagnostic> {
    let length = url.len();
    (length > LONG_URL).then(|| {
        let end = u32::try_from(length).unwrap_or(u32::MAX);
        let message =
            format!("the URL has {length} bytes; some clients and proxies stop at {LONG_URL}");
        Diagnostic::new(Code::LongUrl, Span::new(LONG_URL as u32, end), message)
            .with_help("ask for less in one query, and filter the answer with `odq filter`")
    })
}
