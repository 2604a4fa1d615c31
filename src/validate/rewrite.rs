//! A refused condition in other words: the same records, in what the endpoint takes.

use super::check::Checker;
use super::constant;
use super::equivalent::{Replacement, Verdict, all_of, any_of, binary};
use super::fix::applied;
use super::members;
use super::operand::{Class, class};
use crate::ast::{
    BinaryOp, Expr, ExprKind, Filter, Fold, Function, Literal, Path, SegmentKind, TreeError,
    fold_path_parts,
};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::limits::Limits;
use crate::schema::Type;
use crate::span::Span;

/// The truth values of a condition for which another one is to be true. There are four sets and
/// not two because of null: `not true` differs from `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TruthSet {
    True,
    False,
    NotTrue,
    NotFalse,
}

impl TruthSet {
    /// The set for the operand of a `not`.
    pub(super) const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::NotTrue => Self::NotFalse,
            Self::NotFalse => Self::NotTrue,
        }
    }

    /// The set of all other truth values.
    pub(super) const fn complement(self) -> Self {
        match self {
            Self::True => Self::NotTrue,
            Self::False => Self::NotFalse,
            Self::NotTrue => Self::True,
            Self::NotFalse => Self::False,
        }
    }

    /// Whether `true` is in the set.
    pub(super) const fn is_positive(self) -> bool {
        matches!(self, Self::True | Self::NotFalse)
    }

    /// Whether a truth value is in the set.
    pub(super) fn contains(self, truth: Option<bool>) -> bool {
        match self {
            Self::True => truth == Some(true),
            Self::False => truth == Some(false),
            Self::NotTrue => truth != Some(true),
            Self::NotFalse => truth != Some(false),
        }
    }
}

/// A condition without the faults that are none of what the endpoint takes.
pub(super) struct Corrected {
    pub(super) expr: Expr,
    /// Whether nothing else can have been meant.
    pub(super) sure: bool,
    /// How many faults were mended.
    pub(super) changes: usize,
}

/// How often a corrected text is looked at again: a name may hide the fault of a value.
const ROUNDS: usize = 8;

/// A comparison of a property with a literal, the property on the left.
struct Compared<'e> {
    op: BinaryOp,
    property: &'e Expr,
    literal: &'e Literal,
    value: &'e Expr,
    nullable: bool,
    ty: Type<'e>,
}

impl Checker<'_> {
    /// The same records in what the endpoint takes, or would take without the faults in it of
    /// which nothing is known.
    pub(super) fn rewritten(&self, corrected: &Expr) -> Option<Replacement> {
        self.rewritten_for(corrected, TruthSet::True)
    }

    /// The condition that holds when another one is so.
    pub(super) fn rewritten_for(&self, corrected: &Expr, wanted: TruthSet) -> Option<Replacement> {
        let plain = FromRecord.fold_expr(corrected.clone()).ok()?;
        self.rewrite_for(&plain, wanted)
    }

    /// The condition with the names, members and types mended of which something is known.
    pub(super) fn corrected(&self, expr: &Expr) -> Corrected {
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

    /// The condition that holds when another one is so.
    fn rewrite_for(&self, expr: &Expr, wanted: TruthSet) -> Option<Replacement> {
        if wanted == TruthSet::True && self.may_be_sent(expr) {
            return Some(Replacement { expr: expr.clone(), exact: true });
        }
        let by_parts = self.rewrite_by_parts(expr, wanted);
        by_parts.filter(|mended| self.may_be_sent(&mended.expr)).or_else(|| {
            let mended = members::holding(&self.endpoint.schema, expr, wanted)?;
            self.may_be_sent(&mended.expr).then_some(mended)
        })
    }

    /// Whether the endpoint takes a condition, or would without faults that have been reported.
    fn may_be_sent(&self, expr: &Expr) -> bool {
        self.verdict(expr) != Verdict::Rejected
    }

    fn rewrite_by_parts(&self, expr: &Expr, wanted: TruthSet) -> Option<Replacement> {
        use ExprKind as K;
        let each = |operands: &[Expr]| {
            operands
                .iter()
                .map(|operand| self.rewrite_for(operand, wanted))
                .collect::<Option<Vec<_>>>()
        };
        match expr.kind() {
            K::Not(inner) => self.rewrite_for(inner, wanted.negated()),
            K::And(operands) if matches!(wanted, TruthSet::True | TruthSet::NotFalse) => {
                joined(each(operands)?, all_of)
            }
            K::Or(operands) if matches!(wanted, TruthSet::False | TruthSet::NotTrue) => {
                joined(each(operands)?, all_of)
            }
            K::And(operands) | K::Or(operands) => joined(each(operands)?, any_of),
            K::Literal(Literal::Boolean(value)) => {
                exactly(Literal::Boolean(wanted.contains(Some(*value))).into())
            }
            K::Binary(BinaryOp::In, operands) => {
                let [left, right] = &**operands;
                let (K::List(items) | K::Array(items)) = right.kind() else { return None };
                if items.is_empty() {
                    return exactly(Literal::Boolean(wanted.contains(Some(false))).into());
                }
                let op = if wanted.is_positive() { BinaryOp::Eq } else { BinaryOp::Ne };
                let each = items.iter().map(|item| self.rewrite_comparison(op, left, item));
                let join = if wanted.is_positive() { any_of } else { all_of };
                joined(each.collect::<Option<_>>()?, join)
            }
            K::Binary(BinaryOp::Has, operands) if wanted == TruthSet::True => {
                let [left, right] = &**operands;
                let mended = self.rewrite_comparison(BinaryOp::Eq, left, right)?;
                Some(Replacement { exact: false, ..mended })
            }
            K::Binary(op, operands) if op.is_comparison() => {
                let [left, right] = &**operands;
                if let Some((condition, so)) = compared_condition(*op, left, right) {
                    let so = if wanted.is_positive() { so } else { so.complement() };
                    return self.rewrite_for(condition, so);
                }
                let (left, right) = (constant::folded(left), constant::folded(right));
                let op = if wanted.is_positive() { *op } else { opposite(*op)? };
                self.rewrite_negatable(op, !wanted.is_positive(), &left, &right)
            }
            K::Call(Function::SubstringOf, arguments) if wanted == TruthSet::True => {
                let [part, text] = arguments.as_slice() else { return None };
                exactly(call(Function::Contains, text, part)?)
            }
            K::Call(Function::Contains, arguments) if wanted != TruthSet::False => {
                self.rewrite_contains(arguments, wanted)
            }
            K::Lambda(lambda) if wanted == TruthSet::True => {
                let expr = members::of_one(lambda)?;
                // What is true of the only one is true of one and of all.
                self.rewrite_for(&expr, wanted)
            }
            _ => None,
        }
    }

    /// `contains` is null where its argument is.
    fn rewrite_contains(&self, arguments: &[Expr], wanted: TruthSet) -> Option<Replacement> {
        let [text, part] = arguments else { return None };
        if matches!(part.as_literal(), None | Some(Literal::Null)) || wanted == TruthSet::NotTrue {
            return None;
        }
        let contains = call(Function::Contains, text, part)?;
        if wanted == TruthSet::True {
            return exactly(contains);
        }
        let resolved = self.endpoint.schema.resolve(text.as_path()?).ok()?;
        match resolved.is_nullable() {
            true => exactly(any_of(vec![contains, is_null(text)?])?),
            false => exactly(contains),
        }
    }

    fn rewrite_comparison(&self, op: BinaryOp, left: &Expr, right: &Expr) -> Option<Replacement> {
        self.rewrite_negatable(op, false, left, right)
    }

    /// A comparison; if it is the opposite of one that was written, it holds also where that one
    /// is false because of a null.
    fn rewrite_negatable(
        &self,
        op: BinaryOp,
        opposed: bool,
        left: &Expr,
        right: &Expr,
    ) -> Option<Replacement> {
        let plain = binary(op, left, right)?;
        let Some(it) = self.with_literal(op, left, right) else {
            // Of other operands it is not known whether they can be null.
            let known = !opposed || matches!(op, BinaryOp::Eq | BinaryOp::Ne);
            return self.expand_ge_le(op, left, right, plain).filter(|_| known);
        };
        let order = !matches!(it.op, BinaryOp::Eq | BinaryOp::Ne);
        let is_null_literal = *it.literal == Literal::Null;
        // Nothing is less than NaN, equal to it or greater.
        let is_nan = matches!(it.literal, Literal::Double(value) if value.0.is_nan());
        if order && (is_null_literal || (opposed && is_nan)) {
            return None;
        }
        if it.op == BinaryOp::Ne && !self.may_be_sent(&plain) {
            return Self::not_equal(&it);
        }
        let mended = self.expand_ge_le(op, left, right, plain)?;
        if !(opposed && order && it.nullable) {
            return Some(mended);
        }
        exactly(any_of(vec![mended.expr, is_null(it.property)?])?)
    }

    /// `ge` as `gt` or `eq` where it is not taken, `le` as `lt` or `eq`.
    fn expand_ge_le(
        &self,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        plain: Expr,
    ) -> Option<Replacement> {
        let strict = match op {
            BinaryOp::Ge => BinaryOp::Gt,
            BinaryOp::Le => BinaryOp::Lt,
            _ => return exactly(plain),
        };
        if self.may_be_sent(&plain) {
            return exactly(plain);
        }
        exactly(any_of(vec![binary(strict, left, right)?, binary(BinaryOp::Eq, left, right)?])?)
    }

    /// `ne` as `lt`, `gt` or null.
    fn not_equal(it: &Compared<'_>) -> Option<Replacement> {
        if matches!(it.literal, Literal::Double(value) if value.0.is_nan()) {
            return None;
        }
        let ordered = |value: &Expr| {
            let less = binary(BinaryOp::Lt, it.property, value)?;
            Some(vec![less, binary(BinaryOp::Gt, it.property, value)?])
        };
        if *it.literal == Literal::Null {
            // Whatever there is lies on one side of some number, or is it.
            if class(it.ty) != Class::Number {
                return None;
            }
            let zero = Expr::from(Literal::Int64(0));
            let mut conditions = ordered(&zero)?;
            conditions.push(binary(BinaryOp::Eq, it.property, &zero)?);
            return exactly(any_of(conditions)?);
        }
        let mut conditions = ordered(it.value)?;
        if it.nullable {
            conditions.push(is_null(it.property)?);
        }
        exactly(any_of(conditions)?)
    }

    fn with_literal<'e>(
        &'e self,
        op: BinaryOp,
        left: &'e Expr,
        right: &'e Expr,
    ) -> Option<Compared<'e>> {
        let (op, property, value) = match (left.as_literal(), right.as_literal()) {
            (None, Some(_)) => (op, left, right),
            (Some(_), None) => (op.mirrored(), right, left),
            _ => return None,
        };
        let literal = value.as_literal()?;
        let resolved = self.endpoint.schema.resolve(property.as_path()?).ok()?;
        let nullable = resolved.is_nullable();
        Some(Compared { op, property, literal, value, nullable, ty: resolved.ty })
    }
}

/// Paths without the `$it` that they start from anyway.
struct FromRecord;

impl Fold for FromRecord {
    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        match path.segments().split_first() {
            Some((first, rest)) if matches!(first.kind(), SegmentKind::It) && !rest.is_empty() => {
                Path::new(rest.to_vec())
            }
            _ => fold_path_parts(self, path),
        }
    }
}

fn parsed(text: &str) -> Option<Expr> {
    Filter::parse(text, &Limits::default()).ok().map(Filter::into_expr)
}

/// A comparison of a condition with `true` or `false`: the condition, and what it is to be where
/// the comparison is true.
pub(super) fn compared_condition<'e>(
    op: BinaryOp,
    left: &'e Expr,
    right: &'e Expr,
) -> Option<(&'e Expr, TruthSet)> {
    let (condition, wanted) = match (left.as_literal(), right.as_literal()) {
        (None, Some(Literal::Boolean(wanted))) => (left, *wanted),
        (Some(Literal::Boolean(wanted)), None) => (right, *wanted),
        _ => return None,
    };
    if condition.as_path().is_some() {
        return None;
    }
    let so = if wanted { TruthSet::True } else { TruthSet::False };
    match op {
        BinaryOp::Eq => Some((condition, so)),
        BinaryOp::Ne => Some((condition, so.complement())),
        _ => None,
    }
}

/// Whether a condition is true or false of every record: a comparison is also with null.
pub(super) fn is_never_null(expr: &Expr) -> bool {
    match expr.kind() {
        ExprKind::Literal(Literal::Boolean(_)) => true,
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().all(is_never_null),
        ExprKind::Not(operand) => is_never_null(operand),
        ExprKind::Binary(op, _) => op.is_comparison() || *op == BinaryOp::In,
        _ => false,
    }
}

/// The operator that holds of two values where another does not.
const fn opposite(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Lt,
        _ => return None,
    })
}

fn joined(parts: Vec<Replacement>, join: fn(Vec<Expr>) -> Option<Expr>) -> Option<Replacement> {
    let exact = parts.iter().all(|part| part.exact);
    let expr = join(parts.into_iter().map(|part| part.expr).collect())?;
    Some(Replacement { expr, exact })
}

#[expect(clippy::unnecessary_wraps, reason = "it ends functions that may find nothing")]
const fn exactly(expr: Expr) -> Option<Replacement> {
    Some(Replacement { expr, exact: true })
}

fn is_null(property: &Expr) -> Option<Expr> {
    binary(BinaryOp::Eq, property, &Literal::Null.into())
}

pub(super) fn call(function: Function, first: &Expr, second: &Expr) -> Option<Expr> {
    let arguments = vec![first.clone(), second.clone()];
    Expr::new(ExprKind::Call(function, arguments), Span::default()).ok()
}
