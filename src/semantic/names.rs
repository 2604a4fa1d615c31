//! Findings about the names of a path.

use super::types::{Class, Kind, class};
use crate::ast::{Expr, Literal, Path, Segment};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{AliasKind, MemberLookup, ResolvedPath, Schema, StepMatch, StructType, Type};
use crate::span::Span;

/// Names that read like literals in another spelling.
const WORDS: &[(&str, &str)] =
    &[("inf", "INF"), ("infinity", "INF"), ("nan", "NaN"), ("null", "null"), ("nil", "null")];

/// A name that a type does not have.
#[derive(Clone, Copy)]
pub(crate) struct UnknownName<'a> {
    pub(crate) path: &'a Path,
    /// Which segment of the path it is.
    pub(crate) at: usize,
    pub(crate) name: &'a str,
    /// The type that was searched.
    pub(crate) owner: &'a StructType,
    pub(crate) span: Span,
}

impl UnknownName<'_> {
    /// The finding. `meant` is the likely path, from the type on, and whether it is the only
    /// possible reading, as [`Schema::meant`] gives them.
    pub(crate) fn finding(self, schema: &Schema, meant: Option<(&str, bool)>) -> Diagnostic {
        let Self { name, owner, span, .. } = self;
        let message = if owner.name == schema.root {
            format!("`{name}` is not a property of the records")
        } else {
            format!("`{name}` is not a property of `{}`", owner.name)
        };
        let finding = Diagnostic::new(Code::UnknownProperty, span, message);
        if let Some(literal) = self.literal() {
            let finding = finding.with_help(format!("write `{literal}` if the literal is meant"));
            return finding.suggesting(span, literal.to_owned(), true);
        }
        match meant {
            Some((meant, certain)) => {
                let whole = replaced(self.path, self.at, meant);
                let finding = finding.with_help(format!("write `{whole}`"));
                finding.suggesting(span, meant.to_owned(), certain)
            }
            None => {
                let properties = schema.properties(owner);
                let names = list(properties.iter().map(|p| p.name.as_str()), "and");
                finding.with_help(format!("the properties are {names}"))
            }
        }
    }

    /// The literal that a name alone reads like.
    pub(crate) fn literal(self) -> Option<&'static str> {
        let [_] = self.path.segments() else { return None };
        let word = WORDS.iter().find(|(written, _)| self.name.eq_ignore_ascii_case(written));
        word.map(|(_, literal)| *literal)
    }
}

/// The finding about a name that is a value without its quotes, as in
/// `provisioningAction eq create`; `other` is the type of the property beside it, and `reported`
/// what is said of the name otherwise.
pub(crate) fn unquoted(name: &Expr, other: Kind<'_>, reported: &Diagnostic) -> Option<Diagnostic> {
    let [segment] = name.as_path()?.segments() else { return None };
    let (word, Kind::One(ty)) = (segment.as_property()?, other) else { return None };
    let certain = match ty {
        Type::Enum(ty) if ty.lookup(word) == MemberLookup::Unknown => return None,
        Type::Enum(_) => true,
        ty if class(ty) == Class::Text && reported.suggestion().is_none() => false,
        _ => return None,
    };
    let quoted = Literal::from(word.as_str()).to_string();
    let message = format!("`{word}` is not a property, and a value stands in quotes");
    let finding = Diagnostic::new(Code::UnknownProperty, name.span(), message);
    let finding = finding.with_help(format!("write `{quoted}`"));
    Some(finding.suggesting(name.span(), quoted, certain))
}

/// Findings about names in another spelling than the schema's: warnings, but for a name that
/// only exported records have, which a service does not know. `whole` is the path to write where
/// such a name is in it, and `last` its last name.
pub(crate) fn spelling(
    resolved: &ResolvedPath<'_>,
    whole: &str,
    last: &str,
    mut report: impl FnMut(Diagnostic),
) {
    for (at, step) in resolved.steps.iter().enumerate() {
        let name = step.name;
        let (code, message) = match step.matched {
            StepMatch::Exact(_) | StepMatch::Dynamic => continue,
            StepMatch::OtherCase(_) => {
                (Code::Case, format!("the name is spelled `{name}` in the schema"))
            }
            StepMatch::Alias(_, AliasKind::Documented) => {
                (Code::Alias, format!("this is another name for `{name}`"))
            }
            StepMatch::Alias(_, AliasKind::Wire) => (
                Code::UnknownProperty,
                format!("this is the name in exported records; the service knows `{name}`"),
            ),
        };
        let finding = Diagnostic::new(code, step.span, message);
        let (help, name) = match finding.is_error() {
            true if at + 1 == resolved.steps.len() => (format!("write `{whole}`"), last),
            true => (format!("write `{whole}`"), name),
            false => (format!("write `{resolved}`"), name),
        };
        report(finding.with_help(help).suggesting(step.span, name.to_owned(), true));
    }
}

/// A name after a value that has no properties; `before` is the path up to it.
pub(crate) fn not_structured(
    path: &Path,
    at: usize,
    name: &str,
    ty: Type<'_>,
    span: Span,
) -> Diagnostic {
    let noun = Kind::One(ty).noun();
    let message = format!("`{name}` is not a property: what stands before it is {noun}");
    let finding = Diagnostic::new(Code::UnknownProperty, span, message);
    let before = path.segments().get(..at).unwrap_or_default().to_vec();
    match Path::new(before) {
        Ok(before) => {
            let help = format!("write `{before}`, which has no properties of its own");
            finding.with_help(help).suggesting(path.span(), before.to_string(), false)
        }
        // A type alone.
        Err(_) => finding.with_help("write a property of the record first"),
    }
}

/// A path that leads into a collection; `at` is the first segment after it.
pub(crate) fn into_collection(
    code: Code,
    path: &Path,
    span: Span,
    at: usize,
    collection: &str,
) -> Diagnostic {
    let message = format!("`{collection}` is a collection, which no path leads into");
    let (before, after) = path.segments().split_at_checked(at).unwrap_or_default();
    let example = format!("{}/any(x:x/{} eq …)", joined(before), joined(after));
    Diagnostic::new(code, span, message)
        .with_help(format!("test its members with `any` or `all`, as in `{example}`"))
}

/// A type in a path that the schema does not have.
pub(crate) fn unknown_type(span: Span) -> Diagnostic {
    let message = "the schema has no such type";
    Diagnostic::new(Code::UnknownProperty, span, message).with_help("leave the type out")
}

/// The text of a path with another text in the place of one of its segments.
pub(crate) fn replaced(path: &Path, at: usize, replacement: &str) -> String {
    let text = |(index, segment): (usize, &Segment)| match index == at {
        true => replacement.to_owned(),
        false => segment.to_string(),
    };
    path.segments().iter().enumerate().map(text).collect::<Vec<_>>().join("/")
}

/// Names in backquotes: "`a`, `b` and `c`".
pub(super) fn list<'n>(names: impl IntoIterator<Item = &'n str>, word: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} {word} {last}", before.join(", ")),
        None => String::new(),
    }
}

fn joined(segments: &[Segment]) -> String {
    segments.iter().map(Segment::to_string).collect::<Vec<_>>().join("/")
}
