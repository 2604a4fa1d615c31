//! Conditions on one property of an enumeration: evaluated for each of its members.

use super::join::{any_of, binary};
use super::{Replacement, TruthSet};
use crate::ast::{
    BinaryOp, EnumMember, Expr, ExprKind, Fold, Function, Lambda, Literal, Path, Segment,
    SegmentKind, TreeError,
};
use crate::schema::{EnumType, Schema, Type};

/// The members, and null, for which a condition on one property has a truth value of the set:
/// `eq` with each, joined with `or`. `None` if these are all, or none.
pub(super) fn members(schema: &Schema, expr: &Expr, wanted: TruthSet) -> Option<Replacement> {
    let mut property = None;
    let (ty, nullable) = the_property(schema, expr, &mut property)?;
    let property = property?;
    let holds = |value| Some(wanted.contains(truth(expr, value)?));
    let mut conditions = Vec::new();
    let mut all = true;
    for member in &ty.members {
        if holds(Some(member.name.as_str()))? {
            let member = Literal::from(member.name.as_str()).into();
            conditions.push(binary(BinaryOp::Eq, property, &member)?);
        } else {
            all = false;
        }
    }
    if nullable {
        if holds(None)? {
            conditions.push(binary(BinaryOp::Eq, property, &Literal::Null.into())?);
        } else {
            all = false;
        }
    }
    if all {
        return None;
    }
    // A later version of the service may have more members.
    let exact = !looks_into(expr) && !holds(Some(""))?;
    Some(Replacement { expr: any_of(conditions)?, exact })
}

/// The condition that `any` or `all` puts on a single value as if it were a collection.
pub(super) fn of_one(lambda: &Lambda) -> Option<Expr> {
    let (variable, predicate) = lambda.predicate.as_ref()?;
    OfOne { variable, value: &lambda.collection }.fold_expr(predicate.clone()).ok()
}

struct OfOne<'l> {
    variable: &'l str,
    value: &'l Path,
}

impl Fold for OfOne<'_> {
    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        match path.segments().split_first() {
            Some((first, rest)) if is_named(first, self.variable) => {
                Path::new([self.value.segments(), rest].concat())
            }
            _ => crate::ast::fold_path_parts(self, path),
        }
    }
}

fn is_named(segment: &Segment, name: &str) -> bool {
    matches!(segment.kind(), SegmentKind::Property(property) if property.as_str() == name)
}

/// The only property of a condition, and its type, if that is an enumeration.
fn the_property<'s, 'e>(
    schema: &'s Schema,
    expr: &'e Expr,
    found: &mut Option<&'e Expr>,
) -> Option<(&'s EnumType, bool)> {
    let mut only: Option<(String, &EnumType, bool)> = None;
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match expr.as_path() {
            None => expr.for_each_child(|child| pending.push(child)),
            Some(path) => {
                let resolved = schema.resolve(path).ok()?;
                let name = resolved.to_string();
                if only.as_ref().is_some_and(|(known, ..)| *known != name) {
                    return None;
                }
                let ty = schema.enum_type(match resolved.ty {
                    Type::Enum(ty) if !resolved.collection => &ty.name,
                    _ => return None,
                })?;
                only = Some((name, ty, resolved.is_nullable()));
                *found = Some(expr);
            }
        }
    }
    only.map(|(_, ty, nullable)| (ty, nullable))
}

/// Whether a condition is about a part of a member's name.
fn looks_into(expr: &Expr) -> bool {
    let mut into = matches!(expr.kind(), ExprKind::Call(..));
    expr.for_each_child(|child| into |= looks_into(child));
    into
}

/// What a condition is for a value of its property; none for what is not known here.
#[expect(clippy::option_option, reason = "null is a truth too")]
fn truth(expr: &Expr, value: Option<&str>) -> Option<Option<bool>> {
    match expr.kind() {
        ExprKind::Literal(Literal::Boolean(value)) => Some(Some(*value)),
        ExprKind::Literal(Literal::Null) => Some(None),
        ExprKind::Not(inner) => Some(truth(inner, value)?.map(|truth| !truth)),
        ExprKind::And(operands) => all_true(operands, value),
        ExprKind::Or(operands) => {
            let truths = operands.iter().map(|operand| truth(operand, value));
            let truths = truths.collect::<Option<Vec<_>>>()?;
            Some(match truths.contains(&Some(true)) {
                true => Some(true),
                false if truths.contains(&None) => None,
                false => Some(false),
            })
        }
        ExprKind::Binary(BinaryOp::In, operands) => {
            let [left, right] = &**operands;
            let ExprKind::List(items) = right.kind() else { return None };
            let left = text(left, value)?;
            let items = items.iter().map(|item| text(item, value)).collect::<Option<Vec<_>>>()?;
            Some(Some(items.contains(&left)))
        }
        ExprKind::Binary(op @ (BinaryOp::Eq | BinaryOp::Ne), operands) => {
            let [left, right] = &**operands;
            let same = match (text(left, value), text(right, value)) {
                (Some(left), Some(right)) => left == right,
                _ => truth(left, value)? == truth(right, value)?,
            };
            Some(Some(same == (*op == BinaryOp::Eq)))
        }
        ExprKind::Binary(BinaryOp::Has, operands) => {
            let [left, right] = &**operands;
            let (left, right) = (text(left, value)?, text(right, value)?);
            Some(left.zip(right).map(|(left, right)| left == right))
        }
        ExprKind::Call(function, arguments) => {
            let [first, second] = arguments.as_slice() else { return None };
            let holds: fn(&str, &str) -> bool = match function {
                Function::Contains => |text, part| text.contains(part),
                Function::SubstringOf => |part, text| text.contains(part),
                Function::StartsWith => |text, part| text.starts_with(part),
                Function::EndsWith => |text, part| text.ends_with(part),
                _ => return None,
            };
            let (first, second) = (text(first, value)?, text(second, value)?);
            Some(first.zip(second).map(|(first, second)| holds(&first, &second)))
        }
        _ => None,
    }
}

#[expect(clippy::option_option, reason = "null is a truth too")]
fn all_true(operands: &[Expr], value: Option<&str>) -> Option<Option<bool>> {
    let truths = operands.iter().map(|operand| truth(operand, value));
    let truths = truths.collect::<Option<Vec<_>>>()?;
    Some(match truths.contains(&Some(false)) {
        true => Some(false),
        false if truths.contains(&None) => None,
        false => Some(true),
    })
}

/// A string or null; none for anything else.
#[expect(clippy::option_option, reason = "null is a value too")]
fn text(expr: &Expr, value: Option<&str>) -> Option<Option<String>> {
    match expr.kind() {
        ExprKind::Path(_) => Some(value.map(str::to_owned)),
        ExprKind::Literal(Literal::Null) => Some(None),
        ExprKind::Literal(Literal::String(text)) => Some(Some(text.to_string())),
        ExprKind::Literal(Literal::Enum(literal)) => match literal.members() {
            [EnumMember::Name(name)] => Some(Some(name.to_string())),
            _ => None,
        },
        ExprKind::Call(function, arguments) => {
            let [argument] = arguments.as_slice() else { return None };
            let text = text(argument, value)?;
            match function {
                Function::ToLower => Some(text.map(|text| text.to_lowercase())),
                Function::ToUpper => Some(text.map(|text| text.to_uppercase())),
                Function::Trim => Some(text.map(|text| text.trim().to_owned())),
                _ => None,
            }
        }
        _ => None,
    }
}
