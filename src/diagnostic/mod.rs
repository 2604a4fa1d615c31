//! What is wrong with a query, where, and what to write instead.
//!
//! Findings are data; [`Diagnostic::render`] draws them, apart from the data.

mod code;
mod hidden;
mod nearest;
mod render;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

pub use self::code::{Code, Severity};
pub(crate) use self::nearest::nearest;
use self::render::Paint;
use crate::span::Span;

/// One finding about a query: an error or a warning.
///
/// `Display` is one line; [`render`](Diagnostic::render) draws the source line and a caret.
///
/// ```
/// use odata_query::{Code, Filter};
///
/// let error = "jobId = 'a'".parse::<Filter>().unwrap_err();
/// assert_eq!(error.code(), Code::Syntax);
/// assert_eq!(error.span().range(), 6..7);
/// assert!(error.help().unwrap().contains("jobId eq 'a'"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostic(Box<Inner>);

#[derive(Clone, PartialEq, Eq, Serialize)]
struct Inner {
    severity: Severity,
    code: Code,
    message: Cow<'static, str>,
    span: Span,
    // The help says it too.
    #[serde(skip)]
    expected: Vec<Cow<'static, str>>,
    help: Option<Cow<'static, str>>,
    suggestion: Option<Suggestion>,
}

/// Text to put in the place of a span of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to replace.
    pub span: Span,
    /// What to write there.
    pub replacement: String,
    /// Whether the author can only have meant this, so that a tool may apply it unasked.
    #[serde(skip)]
    pub certain: bool,
}

impl Diagnostic {
    /// A finding at a place, with neither help nor suggestion yet.
    pub fn new(code: Code, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            severity: code.severity(),
            code,
            message: message.into(),
            span,
            expected: Vec::new(),
            help: None,
            suggestion: None,
        }))
    }

    /// Adds what was expected there, worded for people ("a property path").
    #[must_use]
    pub fn with_expected<T: Into<Cow<'static, str>>>(
        mut self,
        expected: impl IntoIterator<Item = T>,
    ) -> Self {
        self.0.expected = expected.into_iter().map(Into::into).collect();
        self
    }

    /// Adds what the author can do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Adds a replacement that would fix the query.
    #[must_use]
    pub fn with_suggestion(mut self, suggestion: Suggestion) -> Self {
        self.0.suggestion = Some(suggestion);
        self
    }

    /// The same finding, lowered to a warning: for a consumer that goes on after it.
    #[cfg(feature = "eval")]
    #[must_use]
    pub(crate) fn into_warning(mut self) -> Self {
        self.0.severity = Severity::Warning;
        self
    }

    /// Suggests a text for a span; for a part that has no place in the source, nothing.
    #[must_use]
    pub(crate) fn suggesting(self, span: Span, replacement: String, certain: bool) -> Self {
        if span.is_empty() {
            return self;
        }
        self.with_suggestion(Suggestion { span, replacement, certain })
    }

    /// The same finding with every span sent through `map`, and the replacement through `text`.
    ///
    /// For a query that was a part of a larger text, perhaps encoded.
    #[must_use]
    pub fn relocated(mut self, map: impl Fn(Span) -> Span, text: impl Fn(&str) -> String) -> Self {
        self.0.span = map(self.0.span);
        if let Some(suggestion) = &mut self.0.suggestion {
            suggestion.span = map(suggestion.span);
            suggestion.replacement = text(&suggestion.replacement);
        }
        self
    }

    /// Which fault this is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether this is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// Whether this is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    /// Where it is, in bytes of the text as given.
    #[must_use]
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// What is wrong, in one sentence without a full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What was expected there; empty where a list would not help.
    #[must_use]
    pub fn expected(&self) -> &[Cow<'static, str>] {
        &self.0.expected
    }

    /// What the author can do about it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The replacement that would fix the query, if one is known.
    #[must_use]
    pub fn suggestion(&self) -> Option<&Suggestion> {
        self.0.suggestion.as_ref()
    }

    /// The finding as text for people: headline, source line, caret, help.
    ///
    /// `source` is the text that was read. There is always at least one caret, also at the
    /// end of the source.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        render::render(self, source, 0, Paint::Plain)
    }

    /// As [`render`](Self::render), with the colours of a terminal (ANSI escape sequences).
    #[must_use]
    pub fn render_ansi(&self, source: &str) -> String {
        render::render(self, source, 0, Paint::Ansi)
    }

    /// As [`render`](Self::render), of a part of a longer text: the span counts from the start
    /// of the part, which `before` line breaks precede. Drawing many findings about a long text
    /// takes linear time this way.
    #[must_use]
    pub fn render_part(&self, part: &str, before: usize, colours: bool) -> String {
        render::render(self, part, before, if colours { Paint::Ansi } else { Paint::Plain })
    }

    /// The same finding without its suggestion.
    #[must_use]
    pub fn without_suggestion(mut self) -> Self {
        self.0.suggestion = None;
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { start, .. } = self.span();
        let message = render::on_one_line(self.message());
        write!(f, "{}[{}] at byte {start}: {message}", self.severity(), self.code())
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnostic")
            .field("code", &self.code())
            .field("span", &self.span())
            .field("message", &self.message())
            .field("help", &self.help())
            .field("suggestion", &self.suggestion())
            .finish()
    }
}

impl std::error::Error for Diagnostic {}

impl Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
