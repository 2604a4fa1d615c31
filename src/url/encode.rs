//! Percent-encoding of names and values.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What is encoded in a value, besides everything that is not ASCII: with it, a written URL
/// comes unchanged through a WHATWG URL parser, an RFC 3986 decoder and a form decoder.
const VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b';')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A name ends at the first `=`, so that one is encoded too.
const NAME: &AsciiSet = &VALUE.add(b'=');

/// What RFC 3986 does not allow in the query of a URL, besides everything that is not ASCII.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The percent-encoded form of a decoded value, as this crate writes it into URLs.
///
/// ```
/// assert_eq!(odata_query::url::encode("a+b 'c'"), "a%2Bb%20%27c%27");
/// ```
#[must_use]
pub fn encode(value: &str) -> String {
    utf8_percent_encode(value, VALUE).to_string()
}

/// The percent-encoded form of a decoded name.
pub(super) fn encode_name(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// A text that is encoded already, but for characters that cannot stand in a URL at all.
pub(super) fn encode_illegal(spelled: &str) -> String {
    utf8_percent_encode(spelled, ILLEGAL).to_string()
}

/// A token as it stands in a link, but for white space, controls and what is not ASCII.
pub(super) fn encode_unprintable(spelled: &str) -> String {
    const UNPRINTABLE: &AsciiSet = &CONTROLS.add(b' ');
    utf8_percent_encode(spelled, UNPRINTABLE).to_string()
}

/// Where the first character that cannot stand in the query of a URL starts and ends.
pub(super) fn first_illegal(spelled: &str) -> Option<(usize, usize)> {
    spelled.char_indices().find(|(_, c)| !is_legal(*c)).map(|(at, c)| (at, at + c.len_utf8()))
}

fn is_legal(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c)
}
