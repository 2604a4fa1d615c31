//! Operators of other languages.

use super::{Edit, Mistake, Refused};

/// What people write, and the operator of OData; longer symbols first.
const SYMBOLS: &[(&str, &str)] = &[
    ("===", "eq"),
    ("!==", "ne"),
    ("==", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    (">=", "ge"),
    ("=>", "ge"),
    ("<=", "le"),
    ("=<", "le"),
    ("&&", "and"),
    ("||", "or"),
    ("=", "eq"),
    (">", "gt"),
    ("<", "lt"),
    ("!", "not"),
    ("&", "and"),
    ("|", "or"),
    ("*", "mul"),
    ("/", "div"),
    ("%", "mod"),
];

pub(super) fn symbol(refused: &Refused<'_>) -> Option<Mistake> {
    let (symbol, word) = SYMBOLS.iter().find(|(symbol, _)| refused.rest().starts_with(symbol))?;
    let (start, end) = (refused.start, refused.start + symbol.len());
    let is_space = |c: char| c == ' ' || c == '\t';
    let left =
        if refused.before().ends_with(is_space) || refused.before().is_empty() { "" } else { " " };
    let right = if refused.text.get(end..)?.starts_with(is_space) { "" } else { " " };
    let left = if refused.before().ends_with('(') { "" } else { left };
    Some(Mistake {
        message: Some(format!("`{symbol}` is not an operator of OData")),
        span: (start, end),
        help: format!("write `{word}`"),
        edit: Some(Edit::new(start, end, format!("{left}{word}{right}"))),
        certain: true,
    })
}
