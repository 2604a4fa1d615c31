//! What to send of a filter that the endpoint cannot express, and what to filter afterwards.
//!
//! The condition that is sent matches every record of the filter, and perhaps more; what arrives
//! is filtered by the whole filter. Leaving a condition out widens a filter under `and`, but not
//! under `or` or `not`, so that the condition is derived from the filter as a whole.

use super::check::Checker;
use super::equivalent::{all_of, any_of};
use super::reject::LONGEST_IN_HELP;
use super::rewrite::{TruthSet, call, compared_condition};
use crate::ast::{
    Alias, BinaryOp, Expr, ExprKind, Fold, Function, Literal, Path, SegmentKind, TreeError,
    fold_expr_parts,
};
use crate::endpoint::Connective;

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
        let corrected = self.corrected(&bound);
        let whole = if corrected.sure { corrected.expr } else { bound };
        let short = |expr: &Expr| Some(expr.to_string()).filter(|t| t.len() <= LONGEST_IN_HELP);
        let sent = match self.superset(&whole, TruthSet::True).filter(|sent| self.accepts(sent)) {
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
        operands.iter().any(|operand| is_plainly_read(operand) && self.accepts(operand))
    }

    /// A condition that the endpoint takes and that holds wherever another is as wanted.
    fn superset(&self, expr: &Expr, wanted: TruthSet) -> Option<Expr> {
        match expr.kind() {
            ExprKind::Not(inner) => self.superset(inner, wanted.negated()),
            ExprKind::And(operands) if wanted.is_positive() => {
                self.superset_of_all(operands, wanted)
            }
            ExprKind::Or(operands) if !wanted.is_positive() => {
                self.superset_of_all(operands, wanted)
            }
            ExprKind::And(operands) | ExprKind::Or(operands) => {
                self.superset_of_any(operands, wanted)
            }
            ExprKind::Literal(literal @ (Literal::Boolean(_) | Literal::Null)) => {
                let value = match literal {
                    Literal::Boolean(value) => Some(*value),
                    _ => None,
                };
                // What holds for every record is no filter.
                (!wanted.contains(value)).then(|| Literal::Boolean(false).into())
            }
            _ => self.superset_of_one(expr, wanted),
        }
    }

    /// Each operand narrows: those that cannot be sent are left out.
    fn superset_of_all(&self, operands: &[Expr], wanted: TruthSet) -> Option<Expr> {
        let mut sent = operands.iter().filter_map(|operand| self.superset(operand, wanted));
        if self.endpoint.connective(Connective::And, self.tier).is_none() {
            return sent.next();
        }
        let sent: Vec<Expr> = sent.collect();
        match sent.iter().find(|sent| is_false(sent)) {
            Some(never) => Some(never.clone()),
            None => all_of(sent),
        }
    }

    /// Each operand widens: none can be left out.
    fn superset_of_any(&self, operands: &[Expr], wanted: TruthSet) -> Option<Expr> {
        let sent = operands.iter().map(|operand| self.superset(operand, wanted));
        let mut sent = sent.collect::<Option<Vec<Expr>>>()?;
        sent.retain(|sent| !is_false(sent));
        let joined = sent.len() > 1;
        if joined && self.endpoint.connective(Connective::Or, self.tier).is_none() {
            return None;
        }
        any_of(sent).or_else(|| Some(Literal::Boolean(false).into()))
    }

    /// A condition without connectives.
    fn superset_of_one(&self, expr: &Expr, wanted: TruthSet) -> Option<Expr> {
        if !is_plainly_read(expr) {
            return None;
        }
        if let ExprKind::Binary(op, operands) = expr.kind()
            && let [left, right] = &**operands
            && let Some((condition, so)) = compared_condition(*op, left, right)
        {
            let so = if wanted.is_positive() { so } else { so.complement() };
            return self.superset(condition, so);
        }
        let same = self.rewritten_for(expr, wanted).filter(|same| same.exact);
        if let Some(same) =
            same.filter(|same| is_plainly_read(&same.expr) && self.accepts(&same.expr))
        {
            return Some(same.expr);
        }
        match expr.kind() {
            ExprKind::Call(Function::StartsWith | Function::EndsWith, arguments)
                if wanted == TruthSet::True =>
            {
                let [text, part] = arguments.as_slice() else { return None };
                call(Function::Contains, text, part).filter(|wider| self.accepts(wider))
            }
            _ => None,
        }
    }
}

fn is_false(expr: &Expr) -> bool {
    matches!(expr.as_literal(), Some(Literal::Boolean(false)))
}

/// Whether it is known what the service makes of a condition: not of flags, of lambdas, and of
/// two properties compared.
fn is_plainly_read(expr: &Expr) -> bool {
    match expr.kind() {
        ExprKind::Lambda(_) | ExprKind::Binary(BinaryOp::Has, _) => false,
        ExprKind::Binary(op, operands) if op.is_comparison() => {
            let [left, right] = &**operands;
            [left, right].iter().any(|operand| is_constant(operand))
        }
        ExprKind::Call(_, arguments) => arguments.iter().filter(|a| !is_constant(a)).count() <= 1,
        _ => {
            let mut plain = true;
            expr.for_each_child(|child| plain &= is_plainly_read(child));
            plain
        }
    }
}

fn is_constant(expr: &Expr) -> bool {
    let mut constant = expr.as_path().is_none() && !matches!(expr.kind(), ExprKind::Lambda(_));
    expr.for_each_child(|child| constant &= is_constant(child));
    constant
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
