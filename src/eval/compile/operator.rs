//! Operators: comparison, `in`, `has`, arithmetic.

use super::{Compiler, Result, Typed, constant, fold, folded, is_constant, same};
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::coerce::Coercion;
use crate::eval::error::CompileError;
use crate::eval::ir::{Ir, Op};
use crate::eval::value::Value;
use crate::schema::Type;
use crate::semantic::{self, Class, Kind, Typing};
use crate::span::Span;

impl<'c> Compiler<'c> {
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        operands: &'c [Expr; 2],
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        if op == BinaryOp::In {
            let [left, right] = operands;
            return self.membership(left, right, expr);
        }
        let pair = self.pair(operands)?;
        self.combine(op, *pair, expr)
    }

    /// Both operands, on the heap, which keeps the frames of the recursion small.
    fn pair(&mut self, operands: &'c [Expr; 2]) -> Result<Box<[Typed<'c>; 2]>> {
        let [left, right] = operands;
        match (self.boxed(left), self.boxed(right)) {
            (Ok(left), Ok(right)) => Ok(Box::new([*left, *right])),
            (Err(error), Ok(other)) => Err(unquoted(left, &other, error)),
            (Ok(other), Err(error)) => Err(unquoted(right, &other, error)),
            (Err(error), Err(_)) => Err(error),
        }
    }

    fn boxed(&mut self, operand: &'c Expr) -> Result<Box<Typed<'c>>> {
        self.operand(operand).map(Box::new)
    }

    fn combine(
        &mut self,
        op: BinaryOp,
        [left, right]: [Typed<'c>; 2],
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        if op.is_arithmetic() {
            return self.arithmetic(op, left, right, expr);
        }
        let (left, right) = align(left, right);
        let op = if op == BinaryOp::Has {
            let mut findings = Vec::new();
            let (folded_left, folded_right) = (left.folded_string(), right.folded_string());
            semantic::flags(
                self.context(),
                expr.span(),
                left.as_operand(folded_left.as_ref()),
                right.as_operand(folded_right.as_ref()),
                &mut findings,
            );
            self.report(findings)?;
            self.check_known(&left)?;
            self.check_known(&right)?;
            Op::Has(Box::new([left.ir, right.ir]))
        } else {
            self.check_comparison(op, &left, &right, expr.span())?;
            Op::Compare(op, Box::new([left.ir, right.ir]))
        };
        fold(op, Kind::BOOLEAN, expr)
    }

    /// That the two can be compared; an unknown member of an enumeration is a warning.
    fn check_comparison(
        &mut self,
        op: BinaryOp,
        left: &Typed<'c>,
        right: &Typed<'c>,
        span: Span,
    ) -> Result<()> {
        let mut findings = Vec::new();
        let (folded_left, folded_right) = (left.folded_string(), right.folded_string());
        semantic::comparison(
            self.context(),
            span,
            left.as_operand(folded_left.as_ref()),
            right.as_operand(folded_right.as_ref()),
            &mut findings,
        );
        self.report(findings)?;
        self.check_known(left)?;
        self.check_known(right)?;
        for (side, other) in [(left, right), (right, left)] {
            if let Kind::One(Type::Enum(ty)) = side.kind
                && !matches!(op, BinaryOp::Eq | BinaryOp::Ne)
                && other.kind != Kind::Null
            {
                let message = format!("the members of `{}` have no order for `{op}`", ty.name);
                let help = "compare them with `eq`, joined by `or`";
                let finding = Diagnostic::new(Code::TypeMismatch, span, message);
                return Err(finding.with_help(help).into());
            }
        }
        Ok(())
    }

    pub(super) fn negate(&mut self, operand: &'c Expr, expr: &'c Expr) -> Result<Typed<'c>> {
        let operand = self.expr(operand)?;
        let mut findings = Vec::new();
        semantic::negation(operand.as_operand(None), &mut findings);
        self.report(findings)?;
        let kind = operand.kind;
        let operand = operand.read_as(Coercion::NumberOrDuration, Kind::Unknown);
        fold(Op::Negate(Box::new(operand.ir)), kind, expr)
    }

    fn arithmetic(
        &mut self,
        op: BinaryOp,
        left: Typed<'c>,
        right: Typed<'c>,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        self.check_known(&left)?;
        self.check_known(&right)?;
        let mut findings = Vec::new();
        let (l, r) = (left.as_operand(None), right.as_operand(None));
        let kind = semantic::arithmetic(op, Typing::Json, expr.span(), l, r, &mut findings);
        self.report(findings)?;
        let coercions = (
            semantic::calculated_as(op, left.kind, right.kind),
            semantic::calculated_as(op, right.kind, left.kind),
        );
        let operands = Box::new([left.ir.read_as(coercions.0), right.ir.read_as(coercions.1)]);
        fold(Op::Arithmetic(op, operands), kind, expr)
    }

    fn membership(&mut self, left: &'c Expr, right: &'c Expr, expr: &'c Expr) -> Result<Typed<'c>> {
        let operand = self.boxed(left)?;
        self.check_known(&operand)?;
        match right.kind() {
            ExprKind::List(items) => self.in_list(*operand, items, expr),
            // Literals in brackets mean what they mean in parentheses.
            ExprKind::Array(items) if items.iter().all(|item| item.as_literal().is_some()) => {
                self.in_list(*operand, items, expr)
            }
            _ => {
                let collection = self.boxed(right)?;
                self.in_collection(*operand, *collection, expr)
            }
        }
    }

    /// Each item is compared as `eq` would compare it, so the items decide together what the
    /// record's strings are read as; where they differ, each has a comparison of its own.
    fn in_list(
        &mut self,
        operand: Typed<'c>,
        items: &'c [Expr],
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let items = items.iter().map(|item| self.operand(item)).collect::<Result<Vec<_>>>()?;
        let first = items.iter().map(|item| item.kind).find(|kind| *kind != Kind::Null);
        let uniform = items.iter().all(|item| {
            item.kind == Kind::Null || first.is_some_and(|first| same(first, item.kind))
        });
        // A string that cannot be read as the type of the others is still not null.
        let reads = first.is_some_and(|kind| !matches!(Coercion::of(kind), Coercion::AsIs));
        let has_null = items.iter().any(|item| item.kind == Kind::Null);
        if uniform && !(reads && operand.kind == Kind::Unknown && has_null) {
            return self.in_uniform(operand.read_as_kind(first), items, expr);
        }
        let mut comparisons = Vec::with_capacity(items.len());
        for item in items {
            let item_span = item.expr.span();
            let operand = Typed { ir: operand.ir.clone(), ..operand };
            let (left, right) = align(operand, item);
            self.check_comparison(BinaryOp::Eq, &left, &right, item_span)?;
            let pair = Box::new([left.ir, right.ir]);
            // The operand is written outside of the item, so the comparison is all of it.
            comparisons.push(Ir::new(Op::Compare(BinaryOp::Eq, pair), expr.span()));
        }
        if comparisons.iter().all(is_constant) {
            let each = comparisons.into_iter().map(|c| folded(c.op, c.span));
            let irs = each.collect::<Result<Vec<_>>>()?;
            return fold(Op::Or(irs), Kind::BOOLEAN, expr);
        }
        let ir = Ir::new(Op::Or(comparisons), expr.span());
        Ok(Typed { ir, kind: Kind::BOOLEAN, expr, literal: None })
    }

    fn in_uniform(
        &mut self,
        operand: Typed<'c>,
        items: Vec<Typed<'c>>,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let mut values = Vec::with_capacity(items.len());
        let mut operand = operand;
        for item in items {
            let (left, item) = align(operand, item);
            self.check_comparison(BinaryOp::Eq, &left, &item, item.expr.span())?;
            if let Op::Constant(value) = item.ir.op {
                values.push(*value);
            }
            operand = left;
        }
        fold(Op::InList(Box::new(operand.ir), values), Kind::BOOLEAN, expr)
    }

    fn in_collection(
        &mut self,
        operand: Typed<'c>,
        collection: Typed<'c>,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let mut findings = Vec::new();
        let (context, folded) = (self.context(), operand.folded_string());
        let (left, right) = (operand.as_operand(folded.as_ref()), collection.as_operand(None));
        semantic::membership(context, expr.span(), left, right, &mut findings);
        self.report(findings)?;
        self.check_known(&collection)?;
        let member = collection.kind.member().unwrap_or(Kind::Unknown);
        // As in a chain of `eq`, whichever side is known says what the strings of the other are.
        let coercion = match member {
            Kind::Unknown => Coercion::of(operand.kind),
            _ => Coercion::AsIs,
        };
        let operand = operand.read_as_kind(Some(member));
        let pair = Box::new([operand.ir, collection.ir]);
        fold(Op::InCollection(pair, coercion), Kind::BOOLEAN, expr)
    }
}

impl<'c> Typed<'c> {
    fn read_as_kind(self, kind: Option<Kind<'c>>) -> Self {
        let kind = kind.unwrap_or(Kind::Unknown);
        match self.kind {
            Kind::Unknown => self.read_as(Coercion::of(kind), kind),
            _ => self,
        }
    }

    /// A string of the query as the type of what it is compared with.
    fn literal_as(self, kind: Kind<'c>) -> Self {
        let Some(Value::String(text)) = self.ir.as_constant() else { return self };
        match Coercion::of(kind).string(text) {
            // The types do not meet, which the comparison reports.
            Value::Null | Value::String(_) => self,
            value => Typed { literal: self.literal, ..constant(value, kind, self.expr) },
        }
    }
}

/// The fault of an operand: beside a property it may be a value without its quotes.
#[cold]
fn unquoted(operand: &Expr, other: &Typed<'_>, error: CompileError) -> CompileError {
    let finding = error.diagnostic();
    if finding.code() != Code::UnknownProperty || other.expr.as_path().is_none() {
        return error;
    }
    semantic::unquoted(operand, other.kind, finding).map_or(error, CompileError::from)
}

/// The type of one side says what the strings of the other are read as.
fn align<'c>(left: Typed<'c>, right: Typed<'c>) -> (Typed<'c>, Typed<'c>) {
    let aligned = |own: Typed<'c>, other: Kind<'c>, other_is_constant: bool| {
        let takes = other_is_constant || other.class() == Some(Class::Duration);
        match own.kind {
            Kind::Unknown => own.read_as_kind(Some(other)),
            _ if takes => own.literal_as(other),
            _ => own,
        }
    };
    let (left_side, right_side) =
        ((left.kind, left.is_constant()), (right.kind, right.is_constant()));
    (aligned(left, right_side.0, right_side.1), aligned(right, left_side.0, left_side.1))
}
