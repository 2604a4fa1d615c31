//! Parentheses that are missing or left over.

use super::{Edit, Mistake, Refused};

/// A bracket that is never closed; the fault is at the end of the text.
pub(super) fn missing(refused: &Refused<'_>) -> Option<Mistake> {
    if !refused.rest().is_empty() {
        return None;
    }
    let closing = open_brackets(refused.text).pop().map(|(_, closing)| closing)?;
    let end = refused.text.trim_end().len();
    let edit = Edit::new(end, end, closing);
    // What is missing may be an operand, before any bracket.
    let complete = refused.would_parse(&edit) || open_brackets(refused.text).len() > 1;
    complete.then(|| Mistake {
        message: None,
        span: (end, end),
        help: format!("add `{closing}`"),
        edit: Some(edit),
        certain: false,
    })
}

/// A closing parenthesis without an opening one.
pub(super) fn extra(refused: &Refused<'_>) -> Option<Mistake> {
    let extra = refused.rest().starts_with(')') && open_brackets(refused.before()).is_empty();
    extra.then(|| Mistake {
        message: Some("nothing opened this parenthesis".to_owned()),
        span: (refused.start, refused.start + 1),
        help: "leave it out".to_owned(),
        edit: Some(Edit::new(refused.start, refused.start + 1, "")),
        certain: false,
    })
}

/// The brackets that are open at the end of a text, with what closes them; strings skipped.
pub(super) fn open_brackets(text: &str) -> Vec<(usize, char)> {
    let mut open = Vec::new();
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(opened), c) if opened == c => quote = None,
            (None, '(') => open.push((at, ')')),
            (None, '[') => open.push((at, ']')),
            (None, '{') => open.push((at, '}')),
            (None, ')' | ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}
