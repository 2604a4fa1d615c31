//! Names that the schema spells otherwise, or does not know.

use super::check::{Checker, Purpose};
use super::operand::{Kind, Operand, Subject, Subjected};
use super::wording;
use crate::ast::{Path, Segment};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{AliasKind, ResolvedPath, StepMatch, StructType};
use crate::span::Span;

/// Names that read like literals in another spelling.
const WORDS: &[(&str, &str)] =
    &[("inf", "INF"), ("infinity", "INF"), ("nan", "NaN"), ("null", "null"), ("nil", "null")];

impl<'a> Checker<'a> {
    /// Warnings about spellings that the service takes, and names that it does not: where such
    /// a name is among the faults, and the path that was meant.
    pub(super) fn check_names(&mut self, resolved: &ResolvedPath<'a>) -> Option<(usize, String)> {
        if resolved
            .steps
            .iter()
            .all(|s| matches!(s.matched, StepMatch::Exact(_) | StepMatch::Dynamic))
        {
            return None;
        }
        let mut unknown = None;
        let mut whole = resolved.to_string();
        let mut last = resolved.steps.last().map_or("", |step| step.name).to_owned();
        if self.purpose == Purpose::Filter
            && let Some(only) = self.only_rule_below(&whole)
            && let Some(below) = only.strip_prefix(&whole)
        {
            // Of an object with one property of use that one is meant.
            last.push_str(below);
            only.clone_into(&mut whole);
        }
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
            let (finding, name) = if finding.is_error() {
                unknown = Some(self.faults.len());
                let name = if at + 1 == resolved.steps.len() { &last } else { name };
                (finding.with_help(format!("write `{whole}`")), name)
            } else {
                (finding.with_help(format!("write `{resolved}`")), name)
            };
            self.faults.push(Self::suggest(finding, step.span, name.to_owned(), true));
        }
        unknown.map(|at| (at, whole))
    }

    /// The only property at or below a path that filters may use.
    fn only_rule_below(&self, path: &str) -> Option<&'a str> {
        let mut below = self.endpoint.rules_below(path);
        let only = below.next()?;
        below.next().is_none().then_some(only.path.as_str())
    }

    /// A name that is written wrong, checked as the property that was meant.
    pub(super) fn meant(&self, at: usize, path: Option<&str>) -> Operand<'a> {
        let known = path.and_then(|path| {
            let rule = self.endpoint.rule(path)?;
            let (ty, nullable) = self.endpoint.schema.declared(path)?;
            Some((Kind::One(ty), Subjected { rule, nullable, lowered: false }))
        });
        match known.filter(|_| self.purpose == Purpose::Filter) {
            None => Operand::unknown(at),
            Some((kind, meant)) => Operand {
                kind,
                subject: Subject::UnknownName { at, meant: Some(meant) },
                constant: false,
            },
        }
    }

    pub(super) fn unknown_property(
        &self,
        path: &Path,
        name: &str,
        ty: &'a StructType,
        span: Span,
    ) -> Diagnostic {
        let root = ty.name == self.endpoint.schema.root;
        let message = if self.tries {
            String::new()
        } else if root {
            format!("`{name}` is not a property of the records")
        } else {
            format!("`{name}` is not a property of `{}`", ty.name)
        };
        let finding = Diagnostic::new(Code::UnknownProperty, span, message);
        let word = WORDS.iter().find(|(written, _)| name.eq_ignore_ascii_case(written));
        if let (Some((_, literal)), [_]) = (word, path.segments()) {
            let finding = finding.with_help(format!("write `{literal}` if the literal is meant"));
            return Self::suggest(finding, span, (*literal).to_owned(), true);
        }
        match self.meanings.of(&self.endpoint.schema, ty, name) {
            Some((meant, sure)) => {
                let whole = replaced(path, span, &meant);
                let usable = match self.purpose {
                    Purpose::Filter => self.endpoint.rule(&whole).is_some(),
                    Purpose::Order => self.endpoint.sortable(&whole, self.tier).is_some(),
                };
                if usable {
                    let finding = finding.with_help(format!("write `{whole}`"));
                    return Self::suggest(finding, span, meant, sure);
                }
                if self.tries {
                    return finding;
                }
                let (verb, instead) = match self.purpose {
                    Purpose::Order => {
                        ("order", "order the records that arrive with `odq filter`".to_owned())
                    }
                    Purpose::Filter => ("filter", self.send_and_filter_by_hand()),
                };
                finding.with_help(format!(
                    "`{whole}` is in the schema, but this endpoint does not {verb} by it: {instead}"
                ))
            }
            None if self.tries => finding,
            None => {
                let properties = self.endpoint.schema.properties(ty);
                let names = wording::list(properties.iter().map(|p| p.name.as_str()), "and");
                finding.with_help(format!("the properties are {names}"))
            }
        }
    }
}

/// The text of a path with another text in the place of one of its segments.
pub(super) fn replaced(path: &Path, span: Span, replacement: &str) -> String {
    let text = |segment: &Segment| match segment.span() == span {
        true => replacement.to_owned(),
        false => segment.to_string(),
    };
    path.segments().iter().map(text).collect::<Vec<_>>().join("/")
}
