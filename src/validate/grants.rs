//! What the endpoint accepts, for the rewriting of conditions.

use super::check::Checker;
use crate::ast::Expr;
use crate::diagnostic::Diagnostic;
use crate::endpoint::Connective;
use crate::rewrite::{Grants, Replacement, TruthSet, Verdict, equivalent};
use crate::schema::Schema;

impl Grants for Checker<'_> {
    fn schema(&self) -> &Schema {
        &self.endpoint.schema
    }

    fn connective(&self, connective: Connective) -> bool {
        self.endpoint.connective(connective, self.tier).is_some()
    }

    fn atom(&self, condition: &Expr) -> Verdict {
        let mut checker = self.probe(self.source);
        checker.condition(condition);
        let wrong = |findings: &[Diagnostic]| findings.iter().any(Diagnostic::is_error);
        match (wrong(&checker.rejected), wrong(&checker.faults)) {
            (true, _) => Verdict::Rejected,
            (false, true) => Verdict::AcceptedIfFixed,
            (false, false) => Verdict::Accepted,
        }
    }
}

impl Checker<'_> {
    /// Whether the endpoint accepts a condition.
    pub(super) fn accepts(&self, expr: &Expr) -> bool {
        self.verdict(expr) == Verdict::Accepted
    }

    /// An equivalent of a condition that the endpoint accepts, or would without wrong names,
    /// members and types in it.
    pub(super) fn rewritten(&self, corrected: &Expr) -> Option<Replacement> {
        equivalent(self, corrected, TruthSet::True)
    }
}
