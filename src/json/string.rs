//! JSON strings.

use std::borrow::Cow;

use super::skip;

/// The string that starts at `at`, with its quote.
#[inline]
pub(crate) fn read(bytes: &[u8], at: usize) -> Option<Cow<'_, str>> {
    let end = skip::plain_text(bytes, at + 1)?;
    if let Some(text) = unescaped(bytes, at, end) {
        return Some(Cow::Borrowed(text));
    }
    let end = skip::string(bytes, end)?;
    serde_json::from_slice(bytes.get(at..end)?).ok().map(Cow::Owned)
}

/// The same, if the first byte that may end it is its quote.
#[inline]
pub(crate) fn unescaped(bytes: &[u8], at: usize, end: usize) -> Option<&str> {
    let text = bytes.get(at + 1..end)?;
    (bytes.get(end) == Some(&b'"')).then(|| std::str::from_utf8(text).ok())?
}
