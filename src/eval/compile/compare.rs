//! Operators: comparison, `in`, `has`, arithmetic.

use super::{Compiler, Result, Typed, constant, fold, is_constant, mismatch, replacement};
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::diagnostic::Diagnostic;
use crate::eval::coerce::Coercion;
use crate::eval::ir::{Ir, Op};
use crate::eval::node::NoRecord;
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::span::Span;

impl<'c> Compiler<'c> {
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        operands: &[Expr; 2],
        span: Span,
    ) -> Result<Typed<'c>> {
        if op == BinaryOp::In {
            let [left, right] = operands;
            return self.membership(left, right, span);
        }
        let pair = self.pair(operands)?;
        self.combine(op, *pair, span)
    }

    /// Both operands, on the heap: nothing of what is done with them afterwards shares the
    /// stack with the recursion.
    fn pair(&mut self, operands: &[Expr; 2]) -> Result<Box<[Typed<'c>; 2]>> {
        let [left, right] = operands;
        let left = self.boxed(left)?;
        let right = self.boxed(right)?;
        Ok(Box::new([*left, *right]))
    }

    fn boxed(&mut self, operand: &Expr) -> Result<Box<Typed<'c>>> {
        self.expr(operand).map(Box::new)
    }

    fn combine(
        &mut self,
        op: BinaryOp,
        [left, right]: [Typed<'c>; 2],
        span: Span,
    ) -> Result<Typed<'c>> {
        if op.is_arithmetic() {
            return arithmetic(op, left, right, span);
        }
        let (left, right) = align(left, right);
        let op = if op == BinaryOp::Has {
            check(&left, &[Type::String, Type::Number], "an enumeration value")?;
            self.check_flags(&left, &right, span)?;
            Op::Has(Box::new([left.plan, right.plan]))
        } else {
            self.check_meeting(&left, &right, op, span)?;
            Op::Compare(op, Box::new([left.plan, right.plan]))
        };
        fold(op, Type::Boolean, span)
    }

    pub(super) fn negate(&mut self, operand: &Expr, span: Span) -> Result<Typed<'c>> {
        negation(self.expr(operand)?, span)
    }

    fn membership(&mut self, left: &Expr, right: &Expr, span: Span) -> Result<Typed<'c>> {
        let operand = self.boxed(left)?;
        match right.kind() {
            ExprKind::List(items) => self.in_list(*operand, items, span),
            // Literals in brackets mean what they mean in parentheses.
            ExprKind::Array(items) if items.iter().all(|item| item.as_literal().is_some()) => {
                self.in_list(*operand, items, span)
            }
            _ => {
                let collection = self.boxed(right)?;
                in_collection(*operand, *collection, span)
            }
        }
    }

    /// Each item is compared as `eq` would compare it, so the items decide together what the
    /// record's strings are read as; where they differ, each has a comparison of its own.
    fn in_list(&mut self, operand: Typed<'c>, items: &[Expr], span: Span) -> Result<Typed<'c>> {
        let items = items.iter().map(|item| self.expr(item)).collect::<Result<Vec<_>>>()?;
        let first = items.iter().map(|item| &item.ty).find(|ty| **ty != Type::Null).cloned();
        let mut uniform = items.iter().all(|i| i.ty == Type::Null || Some(&i.ty) == first.as_ref());
        // A string that cannot be read as the type of the others is still not null.
        let reads = first.as_ref().is_some_and(|ty| !matches!(ty.reading(), Coercion::AsIs));
        uniform &= !(reads && operand.ty == Type::Any && items.iter().any(|i| i.ty == Type::Null));
        if uniform {
            let operand = operand.read_as_type(first.as_ref().unwrap_or(&Type::Any));
            let mut values = Vec::with_capacity(items.len());
            let mut operand_plan = operand;
            for item in items {
                let (operand, item) = align(operand_plan, item);
                self.check_meeting(&operand, &item, BinaryOp::Eq, item.plan.span)?;
                if let Op::Constant(value) = item.plan.op {
                    values.push(*value);
                }
                operand_plan = operand;
            }
            return fold(Op::InList(Box::new(operand_plan.plan), values), Type::Boolean, span);
        }
        let mut comparisons = Vec::with_capacity(items.len());
        for item in items {
            let item_span = item.plan.span;
            let operand = Typed { plan: operand.plan.clone(), ty: operand.ty.clone() };
            let (left, right) = align(operand, item);
            self.check_meeting(&left, &right, BinaryOp::Eq, item_span)?;
            let pair = Box::new([left.plan, right.plan]);
            // The operand stands outside of the item, so the comparison is all of it.
            comparisons.push(Ir::new(Op::Compare(BinaryOp::Eq, pair), span));
        }
        let all_constant = comparisons.iter().all(is_constant);
        if all_constant {
            let folded = comparisons.into_iter().map(|c| fold(c.op, Type::Boolean, c.span));
            let plans = folded.map(|typed| typed.map(|t| t.plan)).collect::<Result<Vec<_>>>()?;
            return fold(Op::Or(plans), Type::Boolean, span);
        }
        Ok(Typed { plan: Ir::new(Op::Or(comparisons), span), ty: Type::Boolean })
    }
}

fn in_collection<'s>(operand: Typed<'s>, collection: Typed<'s>, span: Span) -> Result<Typed<'s>> {
    let member = match &collection.ty {
        Type::Collection(member) => (**member).clone(),
        Type::Any | Type::Null => Type::Any,
        other => {
            let message = format!("`in` needs a list or a collection, not {}", other.name());
            let help = "write the values in parentheses, as in `in ('a','b')`";
            return Err(mismatch(collection.plan.span, message).with_help(help).into());
        }
    };
    if !operand.ty.meets(&member) {
        return Err(unequal_members(&operand.ty, &member, span).into());
    }
    // As in a chain of `eq`, whichever side is known says what the strings of the other are.
    let read = if member == Type::Any { operand.ty.reading() } else { Coercion::AsIs };
    let operand = operand.read_as(member.reading(), member);
    fold(Op::InCollection(Box::new([operand.plan, collection.plan]), read), Type::Boolean, span)
}

/// That nothing of one type is among values of another.
pub(super) fn unequal_members(left: &Type<'_>, right: &Type<'_>, span: Span) -> Diagnostic {
    let message = format!("{} never equals {}", left.name(), right.name());
    mismatch(span, message).with_help("look for values of the type that the members have")
}

fn negation(operand: Typed<'_>, span: Span) -> Result<Typed<'_>> {
    check(&operand, &[Type::Number, Type::Duration], "a number or a duration")?;
    let operand = operand.read_as(Coercion::NumberOrDuration, Type::Any);
    let ty = operand.ty.clone();
    fold(Op::Negate(Box::new(operand.plan)), ty, span)
}

impl<'s> Typed<'s> {
    pub(super) fn read_as_type(self, ty: &Type<'s>) -> Self {
        self.read_as(ty.reading(), ty.clone())
    }

    /// A string of the query as the type of what it stands against.
    fn literal_as(self, ty: &Type<'s>) -> Self {
        let Some(Value::String(text)) = self.plan.as_constant() else { return self };
        match ty.reading().string(text) {
            // The types do not meet, which the caller finds.
            Value::Null | Value::String(_) => self,
            value => constant(value, ty.clone(), self.plan.span),
        }
    }
}

/// The type of one side says what the strings of the other are read as.
pub(super) fn align<'s>(left: Typed<'s>, right: Typed<'s>) -> (Typed<'s>, Typed<'s>) {
    let (left_is_literal, right_is_literal) =
        (left.plan.as_constant().is_some(), right.plan.as_constant().is_some());
    let (left_ty, right_ty) = (left.ty.clone(), right.ty.clone());
    let takes = |ty: &Type<'_>, is_literal: bool| is_literal || matches!(ty, Type::Duration);
    let left = match (&left_ty, takes(&right_ty, right_is_literal)) {
        (Type::Any, _) => left.read_as_type(&right_ty),
        (_, true) => left.literal_as(&right_ty),
        _ => left,
    };
    let right = match (&right_ty, takes(&left_ty, left_is_literal)) {
        (Type::Any, _) => right.read_as_type(&left_ty),
        (_, true) => right.literal_as(&left_ty),
        _ => right,
    };
    (left, right)
}

impl Compiler<'_> {
    /// That the two can be compared; an unknown member of an enumeration is a warning.
    fn check_meeting(
        &mut self,
        left: &Typed<'_>,
        right: &Typed<'_>,
        op: BinaryOp,
        span: Span,
    ) -> Result<()> {
        if !left.ty.meets(&right.ty) {
            return Err(unequal_types(left, right, op, span).into());
        }
        for (side, other) in [(left, right), (right, left)] {
            let Type::Enum(ty) = side.ty else { continue };
            if !matches!(op, BinaryOp::Eq | BinaryOp::Ne) && other.ty != Type::Null {
                let message = format!("the members of `{}` have no order for `{op}`", ty.name);
                let help = "compare them with `eq`, joined by `or`";
                return Err(mismatch(span, message).with_help(help).into());
            }
            // Those of an enumeration literal were checked with it.
            if other.ty == Type::String
                && let Some(Value::String(member)) = other.plan.as_constant()
            {
                self.check_member(ty, member, other.plan.span);
            }
        }
        Ok(())
    }
}

impl Compiler<'_> {
    /// That the flags can be set in the value; an unknown one is a warning.
    fn check_flags(&mut self, value: &Typed<'_>, flags: &Typed<'_>, span: Span) -> Result<()> {
        if !value.ty.meets(&flags.ty) {
            return Err(unequal_types(value, flags, BinaryOp::Has, span).into());
        }
        // Those of an enumeration literal were checked with it.
        if let (Type::Enum(ty), Type::String, Some(Value::String(names))) =
            (&value.ty, &flags.ty, flags.plan.as_constant())
        {
            for name in names.split(',') {
                self.check_member(ty, name.trim(), flags.plan.span);
            }
        }
        Ok(())
    }
}

fn unequal_types(left: &Typed<'_>, right: &Typed<'_>, op: BinaryOp, span: Span) -> Diagnostic {
    let message = format!("`{op}` cannot compare {} with {}", left.ty.name(), right.ty.name());
    for (side, other) in [(left, right), (right, left)] {
        if let Some(Value::String(text)) = side.plan.as_constant()
            && let read = other.ty.reading()
            && !read.string::<NoRecord>(text).is_null()
            && !matches!(read, Coercion::AsIs)
        {
            let help = format!("write it without quotes: {text}");
            let suggestion = replacement(side.plan.span, text.to_string());
            return mismatch(side.plan.span, message).with_help(help).with_suggestion(suggestion);
        }
    }
    let help = match (&left.ty, &right.ty) {
        (Type::Collection(_), _) | (_, Type::Collection(_)) => {
            "ask of the members with `any` or `all`, as in `path/any(x:x/name eq 'a')`"
        }
        (Type::Struct(_), _) | (_, Type::Struct(_)) => "name one of its properties after a `/`",
        (Type::String | Type::Enum(_), _) | (_, Type::String | Type::Enum(_)) => {
            "put the value in single quotes"
        }
        _ => "compare values of one type",
    };
    mismatch(span, message).with_help(help)
}

/// That the value can be of one of these types.
pub(super) fn check(operand: &Typed<'_>, wanted: &[Type<'_>], name: &str) -> Result<()> {
    if operand.ty.fits(wanted) {
        return Ok(());
    }
    let message = format!("expected {name}, found {}", operand.ty.name());
    let help = format!("put {name} here");
    Err(mismatch(operand.plan.span, message).with_help(help).into())
}

fn arithmetic<'s>(
    op: BinaryOp,
    left: Typed<'s>,
    right: Typed<'s>,
    span: Span,
) -> Result<Typed<'s>> {
    const TEMPORAL: [Type<'_>; 4] =
        [Type::Number, Type::Duration, Type::Date, Type::DateTimeOffset];
    let wanted = "a number, a date or a duration";
    check(&left, &TEMPORAL, wanted)?;
    check(&right, &TEMPORAL, wanted)?;
    let ty = result_type(op, &left.ty, &right.ty).ok_or_else(|| {
        let message = format!("`{op}` does not go with {} and {}", left.ty.name(), right.ty.name());
        let help = "numbers go with numbers, durations with dates and durations; \
                    a duration can be multiplied and divided by a number";
        mismatch(span, message).with_help(help)
    })?;
    let reading = |own: &Type<'_>, other: &Type<'_>| match (own, other) {
        (Type::Any, Type::Number) if op.precedence() == BinaryOp::Add.precedence() => {
            Coercion::Number
        }
        (Type::Any, Type::Number) => Coercion::NumberOrDuration,
        (Type::Any, Type::Duration | Type::Date | Type::DateTimeOffset) => Coercion::Temporal,
        (Type::Any, _) => Coercion::NumberOrTemporal,
        _ => Coercion::AsIs,
    };
    let reads = (reading(&left.ty, &right.ty), reading(&right.ty, &left.ty));
    let operands = Box::new([left.plan.read_as(reads.0), right.plan.read_as(reads.1)]);
    fold(Op::Arithmetic(op, operands), ty, span)
}

/// The type of a result (URL Conventions section 5.1.1.2); none where there is none.
fn result_type(op: BinaryOp, left: &Type<'_>, right: &Type<'_>) -> Option<Type<'static>> {
    use BinaryOp::{Add, Div, DivBy, Mod, Mul, Sub};
    use Type as T;
    Some(match (left, op, right) {
        (T::Null, ..) | (.., T::Null) => T::Null,
        (T::Number, _, T::Number) => T::Number,
        (T::Any, Add | Sub | Mod, T::Number)
        | (T::Number, Add | Sub | Div | DivBy | Mod, T::Any) => T::Number,
        (T::Any, Sub, T::Date | T::DateTimeOffset) => T::Duration,
        (T::Any, ..) | (.., T::Any) => T::Any,
        (T::Duration, Add | Sub, T::Duration)
        | (T::Duration, Mul | Div | DivBy, T::Number)
        | (T::Number, Mul, T::Duration)
        | (T::Date | T::DateTimeOffset, Sub, T::Date | T::DateTimeOffset) => T::Duration,
        (T::Date, Add | Sub, T::Duration) => T::Date,
        (T::DateTimeOffset, Add | Sub, T::Duration) => T::DateTimeOffset,
        _ => return None,
    })
}
