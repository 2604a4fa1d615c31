//! Equivalent and wider conditions, made of what an endpoint accepts.
//!
//! Pure functions: a condition and a set of truth values in, another condition out. What the
//! endpoint accepts is asked through [`Grants`], and only of conditions without `and`, `or` and
//! `not`, so that the work grows with the size of a condition and not with its height.

mod comparison;
mod constant;
mod enumerate;
mod equivalent;
mod join;
mod superset;
mod truth_set;

pub(crate) use self::comparison::{compared_condition, is_never_null};
pub(crate) use self::equivalent::{Replacement, equivalent};
pub(crate) use self::join::{all_of, any_of, binary, call};
pub(crate) use self::superset::{has_known_meaning, superset};
pub(crate) use self::truth_set::TruthSet;
use crate::ast::{Expr, ExprKind};
use crate::endpoint::Connective;
use crate::schema::Schema;

/// What a request may hold.
pub(crate) trait Grants {
    /// The types of the records.
    fn schema(&self) -> &Schema;

    /// Whether conditions may be joined, or negated, so.
    fn connective(&self, connective: Connective) -> bool;

    /// The verdict on a condition that is no `and`, `or` or `not`.
    fn atom(&self, condition: &Expr) -> Verdict;

    /// The verdict on any condition.
    fn verdict(&self, condition: &Expr) -> Verdict {
        let joined = |connective, operands: &[Expr]| match self.connective(connective) {
            true => operands.iter().map(|operand| self.verdict(operand)).min(),
            false => None,
        };
        match condition.kind() {
            ExprKind::And(operands) => joined(Connective::And, operands),
            ExprKind::Or(operands) => joined(Connective::Or, operands),
            ExprKind::Not(operand) => joined(Connective::Not, std::slice::from_ref(operand)),
            _ => Some(self.atom(condition)),
        }
        .unwrap_or(Verdict::Rejected)
    }
}

/// Whether an endpoint accepts a condition, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Rejected,
    /// Once a wrong name, member or type in it is corrected.
    AcceptedIfFixed,
    Accepted,
}

#[cfg(test)]
mod tests;
