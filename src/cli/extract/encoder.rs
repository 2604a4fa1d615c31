//! Functions that percent-encode, as scripts call them around a value.

use super::script::find_near;

/// Their names, without what stands before a `.` or `::`.
const ENCODERS: &[&str] = &[
    "encodeURIComponent",
    "encodeURI",
    "quote",
    "quote_plus",
    "urlencode",
    "rawurlencode",
    "EscapeDataString",
    "UrlEncode",
    "UrlPathEncode",
    "QueryEscape",
    "PathEscape",
];

/// The string that an encoder is given, and where it starts, if that is all that `raw` has
/// beside quotes, operators and brackets.
pub(super) fn literal_in(raw: &str) -> Option<(usize, &str)> {
    let filler = |c: char| c.is_whitespace() || "+&\"'{}$`(".contains(c);
    let start = raw.len() - raw.trim_start_matches(filler).len();
    // `[uri]::` is a part of the call.
    let (from, text, end) = call(raw.get(start..)?)?;
    let rest = raw.get(start + end..)?;
    rest.trim_matches(|c| filler(c) || c == ')').is_empty().then_some((start + from, text))
}

/// The length of a call of an encoder with a string, at the start of an expression.
pub(super) fn call_len(expression: &str) -> Option<usize> {
    let start = expression.len() - expression.trim_start().len();
    call(expression.get(start..)?).map(|(.., end)| start + end)
}

/// A call of an encoder: where its string starts, the string, and where the call ends.
fn call(text: &str) -> Option<(usize, &str, usize)> {
    let open = find_near(text, |c| c == '(')?;
    let path = text.get(..open)?;
    let is_path = |c: char| c.is_ascii_alphanumeric() || "._:[]".contains(c);
    let name = path.rsplit(['.', ':']).next()?;
    if !path.chars().all(is_path) || !ENCODERS.iter().any(|known| known.eq_ignore_ascii_case(name))
    {
        return None;
    }
    let argument = text.get(open + 1..)?;
    let inner = argument.trim_start();
    let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let from = text.len() - inner.len() + 1;
    let body = text.get(from..)?;
    let close = find_near(body, |c| c == quote)?;
    let content = body.get(..close)?;
    let after = body.get(close + 1..)?;
    // What is filled in or escaped is not read.
    let plain = !content.contains(['\\', '$', '{', '\n', '%', '`']);
    let end = after.trim_start().strip_prefix(')')?;
    plain.then_some((from, content, text.len() - end.len()))
}
