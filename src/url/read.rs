//! ParsedRequest query strings and URLs.

use super::decode::{self, Decoded};
use super::encode::{encode, encode_illegal, encode_unprintable, first_illegal};
use super::options::system_name;
use crate::ast::{Alias, Name, OtherOption, Query, SkipToken, Text};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::limits::Limits;
use crate::parse::{self, SourceMap};
use crate::span::Span;

/// What a raw `+` in a query means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plus {
    /// A space, as services read it.
    #[default]
    Space,
    /// A plus, as RFC 3986 has it.
    Plus,
}

/// How to read a text that holds options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// How large the text and the expressions in it may be.
    pub limits: Limits,
    /// What a raw `+` means, except in `$skiptoken`, where it stays what it is.
    pub plus: Plus,
}

/// The result of reading a query string or URL: the options that could be read, and every fault.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ParsedRequest {
    /// The options that could be read.
    pub query: Query,
    /// Faults and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    /// The part before the options, if the text was a URL.
    pub url: Option<UrlParts>,
}

/// The part of a URL before its `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UrlParts {
    /// `https`, if the URL has a scheme; as given.
    pub scheme: Option<String>,
    /// The host, with a port if there is one; as given.
    pub host: Option<String>,
    /// The path, with its leading `/`; as given.
    pub path: String,
    /// The span of the path.
    pub path_span: Span,
}

impl ParsedRequest {
    /// Reads a query string, without a leading `?`.
    #[must_use]
    pub fn of_query_string(text: &str, options: &ReadOptions) -> Self {
        Reader::read(text, 0, options)
    }

    /// Reads a URL, or one that starts with its path. A fragment is not sent, so it is left
    /// out, with a warning.
    #[must_use]
    pub fn of_url(text: &str, options: &ReadOptions) -> Self {
        let (sent, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (head, query) = sent.split_once('?').unwrap_or((sent, ""));
        let start = (head.len() + 1).min(sent.len());
        let mut reading = Reader::read(query, start, options);
        let refused = reading.diagnostics.iter().any(Diagnostic::is_error);
        if refused && leaves_string_open(query) && text.len() > sent.len() {
            // The string that is open there goes on after it.
            let span = SourceMap::Shift(0).span(sent.len(), sent.len() + 1);
            let replacement = "%23".to_owned();
            let fault = Diagnostic::new(Code::Syntax, span, "a raw `#` ends the URL")
                .with_help("write `%23` if it belongs to the value")
                .with_suggestion(Suggestion { span, replacement, certain: true });
            reading.diagnostics.retain(|found| !found.is_error());
            reading.diagnostics.push(fault);
        } else if !fragment.is_empty() {
            let span = SourceMap::Shift(0).span(sent.len(), text.len());
            reading.diagnostics.push(
                Diagnostic::new(Code::Unencoded, span, "everything from `#` on is not sent")
                    .with_help("if it belongs to a value, write the `#` as `%23`"),
            );
        }
        let parts = UrlParts::of(head);
        if !parts.lead_somewhere() {
            let span = SourceMap::Shift(0).span(0, head.len());
            let message = "a URL starts with `https://` and a host, or with the `/` of its path";
            let fault = Diagnostic::new(Code::Syntax, span, message).with_help(
                "put the URL in front of the options, or have the text read as a query string",
            );
            reading.diagnostics.insert(0, fault);
        }
        reading.url = Some(parts);
        reading
    }

    /// The query, if there was no fault.
    ///
    /// # Errors
    /// The first fault.
    pub fn into_query(self) -> Result<Query, Diagnostic> {
        match self.diagnostics.into_iter().find(Diagnostic::is_error) {
            Some(fault) => Err(fault),
            None => Ok(self.query),
        }
    }
}

impl UrlParts {
    fn of(head: &str) -> Self {
        let (scheme, rest) = match head.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_owned()), rest),
            None => (None, head),
        };
        let (host, path) = match (&scheme, rest.find('/')) {
            (None, _) => (None, rest),
            (Some(_), Some(slash)) => {
                let (host, path) = rest.split_at(slash);
                (Some(host.to_owned()), path)
            }
            (Some(_), None) => (Some(rest.to_owned()), ""),
        };
        let path_span = SourceMap::Shift(0).span(head.len() - path.len(), head.len());
        Self { scheme, host, path: path.to_owned(), path_span }
    }
}

impl UrlParts {
    /// Whether there is a host to send a request to, or a path on a host that is known.
    fn lead_somewhere(&self) -> bool {
        match (&self.scheme, &self.host) {
            (Some(scheme), Some(host)) => !scheme.is_empty() && !host.is_empty(),
            _ => self.path.starts_with('/'),
        }
    }
}

/// The options read so far.
struct Reader<'a> {
    options: &'a ReadOptions,
    query: Query,
    diagnostics: Vec<Diagnostic>,
    /// The canonical names of the options seen.
    seen: Vec<String>,
}

impl<'a> Reader<'a> {
    fn empty(options: &'a ReadOptions) -> Self {
        Self { options, query: Query::new(), diagnostics: Vec::new(), seen: Vec::new() }
    }

    /// Reads the options in `text`, which starts at offset `start`.
    fn read(text: &str, start: usize, options: &'a ReadOptions) -> ParsedRequest {
        let mut reader = Self::empty(options);
        // Percent-encoding makes three bytes of one; each value has the limit itself.
        let limit = options.limits.max_bytes.saturating_mul(3);
        if text.len() > limit {
            let message = format!("{} bytes are more than the limit of {limit}", text.len());
            let span = SourceMap::Shift(start).span(0, 0);
            reader.diagnostics.push(
                Diagnostic::new(Code::TooLong, span, message)
                    .with_help("split the query, or raise the limits if it is meant so long"),
            );
        } else {
            reader.read_options(text, start);
            reader.diagnostics.sort_by_key(|found| found.span().start);
        }
        ParsedRequest { query: reader.query, diagnostics: reader.diagnostics, url: None }
    }

    fn read_options(&mut self, text: &str, start: usize) {
        if let Some((at, end)) = first_illegal(text) {
            let span = SourceMap::Shift(start).span(at, end);
            let whole = SourceMap::Shift(start).span(0, text.len());
            let replacement = encode_illegal(text);
            self.diagnostics.push(
                Diagnostic::new(Code::Unencoded, span, "this character cannot stand in a URL")
                    .with_help(format!("write `{replacement}`"))
                    .with_suggestion(Suggestion { span: whole, replacement, certain: true }),
            );
        }
        let mut at = start;
        let mut parts = text.split('&').peekable();
        while let Some(part) = parts.next() {
            let after = at + part.len();
            let mut lost = 0;
            if is_expression(part) && parts.peek().is_some() {
                // Continue after a `&` that belongs to the value.
                let open = leaves_string_open(part) && self.is_refused(part);
                while parts.peek().is_some_and(|next| belongs_before(part, open, next)) {
                    lost += 1 + parts.next().map_or(0, str::len);
                }
            }
            let joined = text.get(at - start..after - start + lost).unwrap_or(part);
            // An empty part, such as after a trailing `&`, is no option.
            if lost > 0 {
                let whole = joined.replace('&', "%26");
                self.diagnostics.push(self.raw_ampersand(&whole, joined, after));
            } else if !part.is_empty()
                && let Err(fault) = self.read_option(part, at)
            {
                self.diagnostics.push(fault);
            }
            at = after + lost + 1;
        }
    }

    /// Whether an option cannot be read as it is. A quote within a JSON string opens no string.
    fn is_refused(&self, part: &str) -> bool {
        Self::empty(self.options).read_option(part, 0).is_err()
    }

    /// A `&` in a value, which ends it; `joined` goes on to where the value was meant to end.
    fn raw_ampersand(&self, mended: &str, joined: &str, at: usize) -> Diagnostic {
        let length = joined.get(joined.find('&').unwrap_or(0)..).unwrap_or_default();
        let length = length.bytes().take_while(|b| *b == b'&').count();
        let span = SourceMap::Shift(at).span(0, length);
        let replacement = "%26".repeat(length);
        let taken = Self::read(mended, 0, self.options).diagnostics;
        let certain = !taken.iter().any(|found| found.is_error() && !certainly_mended(found));
        Diagnostic::new(Code::Syntax, span, "a raw `&` ends the value, and starts another option")
            .with_help(format!("write `{replacement}` if it belongs to the value"))
            .with_suggestion(Suggestion { span, replacement, certain })
    }

    /// Reads `name[=value]`, which starts at offset `start`.
    fn read_option(&mut self, part: &str, start: usize) -> Result<(), Diagnostic> {
        let (raw_name, raw_value) = match part.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (part, None),
        };
        let plus = self.options.plus == Plus::Space;
        let name = Decoded::new(raw_name, start, plus)?;
        let span = SourceMap::Shift(start).span(0, part.len());
        let value_start = start + raw_name.len() + 1;
        let system = system_name(&name.text);
        let canonical = system.clone().unwrap_or_else(|| name.text.to_string());
        self.refuse_twice(&canonical, name.span())?;

        let alias = name.text.strip_prefix('@');
        let Some(raw) = raw_value else {
            if system.is_some() || alias.is_some() {
                let message = format!("`{canonical}` has no value");
                return Err(Diagnostic::new(Code::Syntax, span, message)
                    .with_expected(["`=` and a value"])
                    .with_help(format!("write `{canonical}=…`, or leave the option out")));
            }
            let name = Text::from(&*name.text);
            self.query.other.push(OtherOption { name, value: None, span });
            return Ok(());
        };
        if canonical == "$skiptoken" {
            self.query.skip_token = Some(skip_token(raw, value_start)?);
            return Ok(());
        }
        let value = Decoded::new(raw, value_start, plus)?;
        let limits = &self.options.limits;
        match (canonical.as_str(), alias) {
            ("$filter", _) => {
                let read = |value: &Decoded<'_>| parse::filter(&value.text, value.map(), limits);
                self.query.filter = Some(read(&value).map_err(|e| in_url(e, raw, &value, read))?);
            }
            ("$orderby", _) => {
                let read = |value: &Decoded<'_>| parse::order_by(&value.text, value.map(), limits);
                let order = read(&value).map_err(|e| in_url(e, raw, &value, read))?;
                self.query.order_by = Some(order);
            }
            ("$top", _) => self.query.top = Some((top(&value)?, value.span())),
            (_, Some(alias)) => {
                let name = Name::new(alias).map_err(|error| {
                    Diagnostic::new(Code::Syntax, name.span(), error.to_string())
                        .with_help("the name of a parameter alias is `@` and an identifier")
                })?;
                let reading = "at the start of the value of an alias";
                let value = parse::expression(&value.text, value.map(), limits, reading)
                    .map_err(encoded)?;
                self.query.aliases.push(Alias { name, value, span });
            }
            _ => {
                let (name, value) = (canonical.into(), Some(Text::from(&*value.text)));
                self.query.other.push(OtherOption { name, value, span });
            }
        }
        Ok(())
    }

    fn refuse_twice(&mut self, canonical: &str, span: Span) -> Result<(), Diagnostic> {
        if self.seen.iter().any(|seen| seen == canonical) {
            let message = format!("`{canonical}` is given twice");
            let help = if canonical == "$filter" {
                "join the two conditions with `and` in one `$filter`"
            } else {
                "keep one of the two"
            };
            return Err(Diagnostic::new(Code::DuplicateOption, span, message).with_help(help));
        }
        self.seen.push(canonical.to_owned());
        Ok(())
    }
}

/// Whether a part is an option whose value is an expression.
fn is_expression(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or_default();
    matches!(system_name(&name.replace("%24", "$")).as_deref(), Some("$filter" | "$orderby"))
}

/// Whether what follows a `&` is a part of the expression before it: a string is `open` there, or
/// no option is called so.
fn belongs_before(expression: &str, open: bool, next: &str) -> bool {
    let name = next.split('=').next().unwrap_or_default();
    let is_system = next.starts_with('$') || next.starts_with("%24") || next.starts_with('@');
    let no_name = name.contains([' ', '\'']) || name.contains("%20") || name.contains("%27");
    let goes_on = expression.ends_with(' ') || expression.ends_with("%20");
    !is_system && (open || no_name || (next.is_empty() && goes_on))
}

/// Whether a string is open at the end of an encoded text.
fn leaves_string_open(text: &str) -> bool {
    (text.matches('\'').count() + text.matches("%27").count()) % 2 == 1
}

/// Whether a tool may apply the suggested fix without asking.
fn certainly_mended(fault: &Diagnostic) -> bool {
    fault.suggestion().is_some_and(|suggestion| suggestion.certain)
}

/// ASCII digits only; white space is not trimmed.
fn top(value: &Decoded<'_>) -> Result<u64, Diagnostic> {
    let text = &*value.text;
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        let message = format!("`{text}` is not a number of records");
        return Err(Diagnostic::new(Code::Syntax, value.span(), message)
            .with_expected(["digits"])
            .with_help("write a whole number in plain digits, as in `$top=50`"));
    }
    text.parse().map_err(|_| {
        let message = format!("`{text}` is more than any page holds");
        Diagnostic::new(Code::TopOutOfRange, value.span(), message)
            .with_help("ask for at most 999 records a page")
    })
}

/// The token byte for byte; only white space, controls and what is not ASCII is encoded.
fn skip_token(raw: &str, start: usize) -> Result<(SkipToken, Span), Diagnostic> {
    decode::check(raw, start)?;
    let span = SourceMap::Shift(start).span(0, raw.len());
    match SkipToken::new(encode_unprintable(raw)) {
        Ok(token) => Ok((token, span)),
        Err(_) => Err(Diagnostic::new(Code::Syntax, span, "`$skiptoken` is empty")
            .with_expected(["a token"])
            .with_help("take the token from the `@odata.nextLink` of the page before")),
    }
}

/// A fault with its replacement percent-encoded for a query string.
fn encoded(fault: Diagnostic) -> Diagnostic {
    fault.relocated(|span| span, encode)
}

/// A fault in a value, by what may have gone wrong with it as a part of a URL.
fn in_url<T>(
    fault: Diagnostic,
    raw: &str,
    value: &Decoded<'_>,
    read: impl Fn(&Decoded<'_>) -> Result<T, Diagnostic>,
) -> Diagnostic {
    encoded_twice(raw, value, &read).unwrap_or_else(|| lost_plus(fault, raw, value, read))
}

/// `%2520` where a `%20` was encoded once more.
fn encoded_twice<T>(
    raw: &str,
    value: &Decoded<'_>,
    read: impl Fn(&Decoded<'_>) -> Result<T, Diagnostic>,
) -> Option<Diagnostic> {
    let at = raw.find("%25")?;
    let escape = raw.get(at..at + 5)?;
    let start = value.span().start as usize;
    let once = raw.replace("%25", "%");
    read(&Decoded::new(&once, start, true).ok()?).ok()?;
    let span = SourceMap::Shift(start).span(at, at + escape.len());
    let inner = escape.replacen("%25", "%", 1);
    let whole = SourceMap::Shift(start).span(0, raw.len());
    Some(
        Diagnostic::new(
            Code::Syntax,
            span,
            format!("this is encoded twice: `{escape}` is an encoded `{inner}`"),
        )
        .with_help(format!("encode the value once: `{once}`"))
        .with_suggestion(Suggestion { span: whole, replacement: once, certain: true }),
    )
}

/// A fault in a value that would be fine if its raw `+` were a plus: `+03:00` in a date.
fn lost_plus<T>(
    fault: Diagnostic,
    raw: &str,
    value: &Decoded<'_>,
    read: impl Fn(&Decoded<'_>) -> Result<T, Diagnostic>,
) -> Diagnostic {
    let start = value.span().start as usize;
    let kept = raw.contains('+').then(|| Decoded::new(raw, start, false).ok()).flatten();
    if kept.is_none_or(|kept| read(&kept).is_err()) {
        return encoded(fault);
    }
    let plus = raw.find('+').unwrap_or_default();
    let span = SourceMap::Shift(start).span(plus, plus + 1);
    Diagnostic::new(Code::Syntax, span, "a raw `+` in a URL is read as a space")
        .with_help("write the plus as `%2B`")
        .with_suggestion(Suggestion { span, replacement: "%2B".to_owned(), certain: true })
}
