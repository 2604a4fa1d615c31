//! Findings about conditions, collections and parameter aliases.

use super::types::Kind;
use crate::ast::{Expr, Lambda, Name};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// A value where a condition is needed.
pub(crate) fn not_a_condition(expr: &Expr, kind: Kind<'_>) -> Diagnostic {
    let message = format!("a condition is true or false, but this is {}", kind.noun());
    let help = match expr.as_path() {
        Some(path) => format!("compare it with a value, as in `{path} eq …`"),
        None => "compare a property with it".to_owned(),
    };
    Diagnostic::new(Code::TypeMismatch, expr.span(), message).with_help(help)
}

/// `any` or `all` of one value.
pub(crate) fn not_a_collection(lambda: &Lambda) -> Diagnostic {
    let op = lambda.op.name();
    let message = format!("`{op}` needs a collection, but `{}` is none", lambda.collection);
    Diagnostic::new(Code::TypeMismatch, lambda.collection.span(), message)
        .with_help(format!("leave `{op}` out and compare the value itself"))
}

/// `$count` or `$filter` after one value.
pub(crate) fn nothing_to_count(span: Span) -> Diagnostic {
    let message = "only collections have a count or a filter";
    Diagnostic::new(Code::TypeMismatch, span, message).with_help("leave the segment out")
}

/// A parameter alias without a value.
pub(crate) fn unbound_alias(name: &Name, span: Span) -> Diagnostic {
    let message = format!("the parameter alias `@{name}` has no value");
    Diagnostic::new(Code::UnboundAlias, span, message)
        .with_help(format!("write the value itself in the place of `@{name}`"))
}
