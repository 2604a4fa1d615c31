//! The texts of findings that are made in more than one place.

use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// Names in backquotes: "`a`, `b` and `c`".
pub(super) fn list<'n>(names: impl IntoIterator<Item = &'n str>, word: &str) -> String {
    let mut list = String::new();
    let mut names = names.into_iter().peekable();
    let mut before = "";
    while let Some(name) = names.next() {
        match (before, names.peek()) {
            ("", _) => {}
            (_, None) => list.extend([" ", word, " "]),
            _ => list.push_str(before),
        }
        list.extend(["`", name, "`"]);
        before = ", ";
    }
    list
}

/// The text of a condition, in parentheses unless it is a comparison or a call.
pub(super) fn parenthesized(expr: &Expr) -> String {
    match expr.kind() {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => format!("({expr})"),
        _ => expr.to_string(),
    }
}

/// What to write instead of a function of a time.
pub(super) fn ask_for_a_period(time: &Expr) -> String {
    format!("ask for a period instead: `{time} gt … and {time} lt …`")
}

pub(super) fn undocumented(span: Span, what: &str, source: &str) -> Diagnostic {
    let message = format!("{what} is not documented, only seen to work");
    Diagnostic::new(Code::Undocumented, span, message).with_help(format!("known from: {source}"))
}
