//! Names that the schema spells otherwise, or does not know.

use super::check::{Checker, Purpose};
use super::operand::{Kind, Operand, Subject, Subjected};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{ResolvedPath, StepMatch};
use crate::semantic::{self, UnknownName, replaced};

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
        semantic::spelling(resolved, &whole, &last, |finding| {
            if finding.is_error() {
                unknown = Some(self.faults.len());
            }
            self.faults.push(finding);
        });
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

    /// The finding about a name that a type does not have, with the path that was meant where it
    /// is one that the endpoint takes.
    pub(super) fn unknown_property(&self, unknown: UnknownName<'a>) -> Diagnostic {
        let schema = &self.endpoint.schema;
        let meant = match unknown.literal() {
            Some(_) => None,
            None => self.spellings.of(schema, unknown.owner, unknown.name),
        };
        let whole = meant.as_ref().map(|(meant, _)| replaced(unknown.path, unknown.at, meant));
        let refused = whole.filter(|whole| match self.purpose {
            Purpose::Filter => self.endpoint.rule(whole).is_none(),
            Purpose::Order => self.endpoint.sortable(whole, self.tier).is_none(),
        });
        if self.is_probe()
            && (refused.is_some() || (meant.is_none() && unknown.literal().is_none()))
        {
            return Diagnostic::new(Code::UnknownProperty, unknown.span, "");
        }
        let meant = meant.as_ref().map(|(meant, sure)| (meant.as_str(), *sure));
        let finding = unknown.finding(schema, meant);
        let Some(whole) = refused else { return finding };
        let (verb, instead) = match self.purpose {
            Purpose::Order => {
                ("order", "order the records that arrive with `odq filter`".to_owned())
            }
            Purpose::Filter => ("filter", self.send_and_filter_by_hand()),
        };
        finding.without_suggestion().with_help(format!(
            "`{whole}` is in the schema, but this endpoint does not {verb} by it: {instead}"
        ))
    }
}
