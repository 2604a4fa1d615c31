//! The texts of findings that are made in more than one place.

use super::operand::Kind;
use crate::ast::{Expr, Lambda};
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

/// What to write instead of a function of a time.
pub(super) fn ask_for_a_period(time: &Expr) -> String {
    format!("ask for a period instead: `{time} gt … and {time} lt …`")
}

pub(super) fn undocumented(span: Span, what: &str, source: &str) -> Diagnostic {
    let message = format!("{what} is not documented, only seen to work");
    Diagnostic::new(Code::Undocumented, span, message).with_help(format!("known from: {source}"))
}

pub(super) fn not_a_condition(expr: &Expr, kind: Kind<'_>) -> Diagnostic {
    let message = format!("a condition is true or false, but this is {}", kind.noun());
    let help = match expr.as_path() {
        Some(path) => format!("compare it with a value, as in `{path} eq …`"),
        None => "compare a property with it".to_owned(),
    };
    Diagnostic::new(Code::TypeMismatch, expr.span(), message).with_help(help)
}

pub(super) fn not_a_number(expr: &Expr, kind: Kind<'_>) -> Diagnostic {
    let message = format!("arithmetic needs numbers, but this is {}", kind.noun());
    Diagnostic::new(Code::TypeMismatch, expr.span(), message)
        .with_help("leave the arithmetic out, and compare the value itself")
}

pub(super) fn not_a_collection(lambda: &Lambda) -> Diagnostic {
    let op = lambda.op.name();
    let message = format!("`{op}` needs a collection, but `{}` is none", lambda.collection);
    Diagnostic::new(Code::TypeMismatch, lambda.collection.span(), message)
        .with_help(format!("leave `{op}` out and compare the value itself"))
}
