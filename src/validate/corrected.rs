//! A condition with the wrong names, members and types in it corrected, as far as they are known.

use super::check::Checker;
use super::fix::applied;
use crate::ast::{Expr, Filter};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::limits::Limits;

/// A condition without faults that have nothing to do with what the endpoint accepts.
pub(super) struct Corrected {
    pub(super) expr: Expr,
    /// Whether every correction is certain.
    pub(super) sure: bool,
    /// How many faults were corrected.
    pub(super) changes: usize,
}

/// The largest number of rounds: a wrong name may hide the fault of a value.
const ROUNDS: usize = 8;

impl Checker<'_> {
    /// The correction of a condition that has been checked here. As long as no fault has been
    /// found, it need not be checked again.
    pub(super) fn corrected(&self, expr: &Expr) -> Corrected {
        let faulty = self.faults.iter().any(Diagnostic::is_error)
            || self.rejected.iter().any(|found| found.code() == Code::NotFilterable);
        match faulty {
            true => self.corrected_anew(expr),
            false => Corrected { expr: expr.clone(), sure: true, changes: 0 },
        }
    }

    /// The correction of any condition: names, members and types for which one is known.
    pub(super) fn corrected_anew(&self, expr: &Expr) -> Corrected {
        let mut corrected = Corrected { expr: expr.clone(), sure: true, changes: 0 };
        if self.wrong(expr, self.source).is_empty() {
            return corrected;
        }
        // A guid keeps its case in the source alone.
        let spelled = self.source.and_then(|source| expr.span().slice(source));
        let spelled = spelled.filter(|text| parsed(text).as_ref() == Some(expr));
        let mut text = spelled.map_or_else(|| expr.to_string(), str::to_owned);
        for _ in 0..ROUNDS {
            let Some(read) = parsed(&text) else { break };
            let wrong = self.wrong(&read, spelled.map(|_| text.as_str()));
            let changes: Vec<&Suggestion> =
                wrong.iter().filter_map(Diagnostic::suggestion).collect();
            corrected.sure &= changes.iter().all(|change| change.certain);
            corrected.expr = read;
            let Some((mended, count)) = applied(&text, changes) else { break };
            corrected.changes += count;
            text = mended;
        }
        corrected
    }

    /// The faults of a condition that have nothing to do with what the endpoint takes.
    fn wrong(&self, expr: &Expr, source: Option<&str>) -> Vec<Diagnostic> {
        let mut checker = self.probe(source);
        checker.filter(expr);
        let Checker { mut faults, rejected, .. } = checker;
        faults.extend(rejected.into_iter().filter(|found| found.code() == Code::NotFilterable));
        faults.retain(Diagnostic::is_error);
        faults
    }
}

fn parsed(text: &str) -> Option<Expr> {
    Filter::parse(text, &Limits::default()).ok().map(Filter::into_expr)
}
