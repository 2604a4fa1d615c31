//! What to send of a filter that the endpoint cannot express, and what to filter afterwards.
//!
//! The condition that is sent matches every record of the filter, and perhaps more; what arrives
//! is filtered by the whole filter. Leaving a condition out widens a filter under `and`, but not
//! under `or` or `not`, so that the condition is derived from the filter as a whole.

use super::check::Checker;
use super::reject::LONGEST_IN_HELP;
use crate::ast::{Alias, Expr, ExprKind, Fold, Path, SegmentKind, TreeError, fold_expr_parts};
use crate::rewrite::{TruthSet, has_known_meaning, superset};

/// What can be done where the endpoint has no equivalent of a filter.
pub(super) struct Fallback {
    /// A condition that holds wherever the filter does; none if there is no such condition
    /// that the endpoint takes.
    sent: Sent,
    /// The filter itself, to apply to what arrives; none if it is too long for a help.
    filter: Option<String>,
}

enum Sent {
    NoFilter,
    Condition(String),
    /// The condition is too long for a help: it is made of those that `and` joins.
    SomeOperands,
}

impl Fallback {
    /// What to send and what to filter by, as an instruction.
    pub(super) fn instruction(&self) -> String {
        let send = self.send();
        match &self.filter {
            Some(filter) => format!("{send} and filter what arrives: `odq filter \"{filter}\"`"),
            None => format!("{send} and filter what arrives by the whole filter: `odq filter`"),
        }
    }

    /// What to send, as an instruction.
    fn send(&self) -> String {
        match &self.sent {
            Sent::NoFilter => "send no filter".to_owned(),
            Sent::Condition(condition) => format!("send `{condition}`"),
            Sent::SomeOperands => {
                "send only those of the conditions joined by `and` that are taken".to_owned()
            }
        }
    }
}

impl<'a> Checker<'a> {
    /// The instruction for a filter that has no equivalent at the endpoint.
    pub(super) fn no_equivalent(&self) -> String {
        match self.is_probe() {
            true => String::new(),
            false => format!("the endpoint has no equivalent: {}", self.send_and_filter()),
        }
    }

    /// What to send instead of the filter, and that what arrives is to be filtered by it.
    pub(super) fn send_and_filter(&self) -> String {
        self.fallback().map_or_else(
            || "filter what arrives with `odq filter`".to_owned(),
            Fallback::instruction,
        )
    }

    /// The same where the filter cannot be repeated as it is: a name in it is wrong.
    pub(super) fn send_and_filter_by_hand(&self) -> String {
        self.fallback().map_or_else(
            || "filter what arrives with `odq filter`".to_owned(),
            |fallback| format!("{} and filter what arrives with `odq filter`", fallback.send()),
        )
    }

    /// How to drop the records that a wider condition brings: by the whole filter.
    pub(super) fn drop_the_others(&self) -> String {
        match self.fallback().and_then(|fallback| fallback.filter.as_ref()) {
            Some(filter) => {
                format!("drop the others when they arrive: `odq filter \"{filter}\"`")
            }
            None => {
                "drop the others when they arrive, by the whole filter: `odq filter`".to_owned()
            }
        }
    }

    /// What is to be done about the filter as a whole, worked out once; none where nobody reads
    /// it, or there is no filter.
    fn fallback(&self) -> Option<&Fallback> {
        let root = self.root.filter(|_| !self.is_probe())?;
        Some(self.fallback.get_or_init(|| self.fallback_for(root)))
    }

    fn fallback_for(&self, root: &Expr) -> Fallback {
        let bound = WithValues(self.aliases).fold_expr(root.clone());
        let bound = bound.unwrap_or_else(|_| root.clone());
        let corrected = self.corrected_anew(&bound);
        let whole = if corrected.sure { corrected.expr } else { bound };
        let short = |expr: &Expr| Some(expr.to_string()).filter(|t| t.len() <= LONGEST_IN_HELP);
        let sent = match superset(self, &whole, TruthSet::True) {
            None => Sent::NoFilter,
            Some(sent) => match short(&sent) {
                Some(sent) => Sent::Condition(sent),
                None if self.takes_an_operand(&whole) => Sent::SomeOperands,
                None => Sent::NoFilter,
            },
        };
        Fallback { sent, filter: short(&whole) }
    }

    /// Whether the endpoint accepts one of the operands of `and` unchanged.
    fn takes_an_operand(&self, expr: &Expr) -> bool {
        let ExprKind::And(operands) = expr.kind() else { return false };
        operands.iter().any(|operand| has_known_meaning(operand) && self.accepts(operand))
    }
}

/// Parameter aliases replaced by the values that the request gives them.
struct WithValues<'a>(&'a [Alias]);

impl Fold for WithValues<'_> {
    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
        let value = expr.as_path().and_then(|path| self.value_of(path)).cloned();
        value.map_or_else(|| fold_expr_parts(self, expr), Ok)
    }
}

impl WithValues<'_> {
    fn value_of(&self, path: &Path) -> Option<&Expr> {
        let [segment] = path.segments() else { return None };
        let SegmentKind::Alias(name) = segment.kind() else { return None };
        let alias = self.0.iter().find(|alias| alias.name == *name)?;
        Some(&alias.value)
    }
}
