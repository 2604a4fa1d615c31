//! Percent-encoding where none belongs.

use percent_encoding::percent_decode_str;

use super::{Edit, Mistake, Refused};

/// `jobId%20eq%20'a'`: an expression copied from a URL.
pub(super) fn encoded(refused: &Refused<'_>) -> Option<Mistake> {
    let at = refused.text.find('%')?;
    let escape = refused.text.get(at..at + 3)?;
    if !escape.bytes().skip(1).all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let decoded = percent_decode_str(refused.text).decode_utf8().ok()?;
    let edit = Edit::between(refused.text, &decoded);
    refused.would_parse(&edit).then(|| Mistake {
        message: Some(format!("`{escape}` is percent-encoding, which belongs to a URL")),
        span: (at, at + 3),
        help: format!("write `{decoded}`"),
        edit: Some(edit),
        certain: true,
    })
}
