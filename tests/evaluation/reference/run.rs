//! The interpreter: a function a rule of SEMANTICS, "Truth", in the order in which they stand.

use odata_query::ast::{BinaryOp, Expr, ExprKind, Lambda, LambdaOp, Literal, Path, SegmentKind};
use serde_json::Value as Json;

use super::functions;
use super::model::property;
use super::numbers;
use super::text::read;
use super::types::{Kind, aligned, is_closed, kind_of, operand_kind};
use super::value::{Fault, Result, V, equal, greater};

pub(crate) static NOTHING: Json = Json::Null;

/// The record, and the lambda variables, innermost last.
#[derive(Clone)]
pub(crate) struct Scope<'a> {
    pub(crate) record: &'a Json,
    pub(crate) record_kind: Kind,
    pub(crate) now: &'a str,
    /// The member that a `$filter` tests: what names without a variable are about.
    implicit: Option<(&'a Json, Kind)>,
    variables: Vec<(String, &'a Json, Kind)>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(record: &'a Json, record_kind: Kind, now: &'a str) -> Self {
        Self { record, record_kind, now, implicit: None, variables: Vec::new() }
    }

    pub(crate) fn with(&self, name: &str, value: &'a Json, kind: Kind) -> Self {
        let mut inner = self.clone();
        inner.variables.push((name.to_owned(), value, kind));
        inner
    }

    pub(crate) fn within(&self, member: &'a Json, kind: Kind) -> Self {
        Self { implicit: Some((member, kind)), ..self.clone() }
    }

    /// What a path without a variable starts from.
    pub(crate) fn start(&self) -> (&'a Json, Kind) {
        self.implicit.clone().unwrap_or((self.record, self.record_kind.clone()))
    }

    pub(crate) fn variable(&self, name: &str) -> Option<(&'a Json, Kind)> {
        let found = self.variables.iter().rev().find(|(known, ..)| known == name)?;
        Some((found.1, found.2.clone()))
    }
}

pub(crate) fn truth(expr: &Expr, scope: &Scope<'_>) -> Result<Option<bool>> {
    eval(expr, scope)?.truth()
}

pub(crate) fn eval(expr: &Expr, scope: &Scope<'_>) -> Result<V> {
    match expr.kind() {
        ExprKind::Literal(literal) => Ok(literal_value(literal)),
        ExprKind::Path(path) => path_value(path, scope),
        ExprKind::And(parts) => {
            let answers: Vec<_> = parts.iter().map(|part| truth(part, scope)).collect();
            and(&answers).map(from_truth)
        }
        ExprKind::Or(parts) => {
            // De Morgan: `a or b` is `not (not a and not b)`.
            let turned: Vec<_> = parts.iter().map(|part| truth(part, scope).map(not)).collect();
            and(&turned).map(not).map(from_truth)
        }
        ExprKind::Not(part) => truth(part, scope).map(not).map(from_truth),
        ExprKind::Negate(part) => {
            let kind = kind_of(part, scope).unwrap_or(Kind::Any);
            let value = eval(part, scope)?;
            let value = if kind == Kind::Any { read(value, &Kind::NumOrDur) } else { value };
            numbers::negated(&value)
        }
        ExprKind::Binary(op, sides) => {
            let [left, right] = &**sides;
            binary(*op, left, right, scope)
        }
        ExprKind::Call(function, arguments) => functions::call(*function, arguments, scope),
        ExprKind::Cast(test) => {
            let value = eval(test.operand.as_ref().ok_or(Fault)?, scope)?;
            Ok(functions::cast(value, &test.type_name.name))
        }
        ExprKind::IsOf(test) => {
            let value = eval(test.operand.as_ref().ok_or(Fault)?, scope)?;
            Ok(V::Bool(functions::is_of(&value, &test.type_name.name)))
        }
        ExprKind::Case(branches) => {
            for (condition, value) in branches {
                if truth(condition, scope)? == Some(true) {
                    return eval(value, scope);
                }
            }
            Ok(V::Null)
        }
        ExprKind::Lambda(l) => lambda(l, scope).map(V::Bool),
        ExprKind::Array(items) => {
            Ok(V::List(items.iter().map(|item| eval(item, scope)).collect::<Result<_>>()?))
        }
        _ => Err(Fault),
    }
}

/// Dates, times and the rest by their text, so that nothing of theirs is calculated elsewhere.
fn literal_value(literal: &Literal) -> V {
    let text = literal.to_string();
    let as_kind = |kind| read(V::Str(text.trim_start_matches("duration").replace('\'', "")), &kind);
    match literal {
        Literal::Null => V::Null,
        Literal::Boolean(b) => V::Bool(*b),
        Literal::String(s) => V::Str(s.as_str().to_owned()),
        Literal::Int64(_) | Literal::Decimal(_) | Literal::Double(_) => as_kind(Kind::Num),
        Literal::Date(_) => match as_kind(Kind::Date) {
            V::Date(day) => V::Date(day),
            other => unreachable!("{text} is {other:?}"),
        },
        Literal::DateTimeOffset(_) => as_kind(Kind::Stamp),
        Literal::TimeOfDay(_) => as_kind(Kind::Time),
        Literal::Duration(_) => as_kind(Kind::Dur),
        Literal::Guid(_) => as_kind(Kind::Guid),
        other => unreachable!("not generated: {other:?}"),
    }
}

fn from_truth(answer: Option<bool>) -> V {
    answer.map_or(V::Null, V::Bool)
}

fn not(answer: Option<bool>) -> Option<bool> {
    answer.map(|b| !b)
}

/// False wins over an error, an error over null, null over true.
fn and(answers: &[Result<Option<bool>>]) -> Result<Option<bool>> {
    if answers.contains(&Ok(Some(false))) {
        return Ok(Some(false));
    }
    if answers.contains(&Err(Fault)) {
        return Err(Fault);
    }
    if answers.contains(&Ok(None)) {
        return Ok(None);
    }
    Ok(Some(true))
}

/// Some equality that holds wins over an error.
fn some(answers: &[Result<bool>]) -> Result<bool> {
    if answers.contains(&Ok(true)) {
        return Ok(true);
    }
    if answers.contains(&Err(Fault)) { Err(Fault) } else { Ok(false) }
}

fn binary(op: BinaryOp, left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<V> {
    if op == BinaryOp::In {
        return is_in(left, right, scope).map(V::Bool);
    }
    if op.is_arithmetic() {
        let (a, b) = (kind(left, scope), kind(right, scope));
        let x = read(eval(left, scope)?, &operand_kind(op, &a, &b));
        let y = read(eval(right, scope)?, &operand_kind(op, &b, &a));
        return if x.is_null() || y.is_null() {
            Ok(V::Null)
        } else {
            numbers::calculate(op, &x, &y)
        };
    }
    if op == BinaryOp::Has {
        let (value, flags) = sides(left, right, scope)?;
        return has(&value, &flags);
    }
    compare(op, left, right, scope).map(V::Bool)
}

/// Whether each of the flags is among those of the value.
fn has(value: &V, flags: &V) -> Result<V> {
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(|name| name.trim().to_owned()).collect()
    };
    match (value, flags) {
        (V::Null, _) | (_, V::Null) => Ok(V::Null),
        (V::Str(value), V::Str(flags)) => {
            let set = names(value);
            Ok(V::Bool(names(flags).iter().all(|flag| set.contains(flag))))
        }
        (V::Int(value), V::Int(flags)) => Ok(V::Bool(value | flags == *value)),
        _ => Err(Fault),
    }
}

fn compare(op: BinaryOp, left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<bool> {
    let (x, y) = sides(left, right, scope)?;
    match op {
        BinaryOp::Eq => equal(&x, &y),
        BinaryOp::Ne => equal(&x, &y).map(|b| !b),
        BinaryOp::Gt => greater(&x, &y),
        BinaryOp::Lt => greater(&y, &x),
        BinaryOp::Ge => Ok(greater(&x, &y)? || equal(&x, &y)?),
        BinaryOp::Le => Ok(greater(&y, &x)? || equal(&x, &y)?),
        _ => unreachable!("not a comparison"),
    }
}

fn kind(expr: &Expr, scope: &Scope<'_>) -> Kind {
    kind_of(expr, scope).unwrap_or(Kind::Any)
}

/// Both values, strings read as what stands on the other side.
fn sides(left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<(V, V)> {
    let (x, y) = (eval(left, scope)?, eval(right, scope)?);
    let Ok((a, b)) = aligned(left, right, scope) else { return Ok((x, y)) };
    let as_aligned = |value: V, expr: &Expr, aligned: &Kind| {
        let lent = kind(expr, scope) == Kind::Any
            || (is_closed(expr, scope) && kind(expr, scope) != *aligned);
        if lent { read(value, aligned) } else { value }
    };
    Ok((as_aligned(x, left, &a), as_aligned(y, right, &b)))
}

/// Like a chain of `eq`.
fn is_in(left: &Expr, right: &Expr, scope: &Scope<'_>) -> Result<bool> {
    if let ExprKind::List(items) | ExprKind::Array(items) = right.kind()
        && items.iter().all(|item| item.as_literal().is_some())
    {
        eval(left, scope)?;
        let answers: Vec<_> =
            items.iter().map(|item| compare(BinaryOp::Eq, left, item, scope)).collect();
        return some(&answers);
    }
    let value = eval(left, scope)?;
    let items = match eval(right, scope)? {
        V::Null => return Ok(false),
        V::List(items) => items,
        _ => return Err(Fault),
    };
    let own = kind(left, scope);
    let member = match kind(right, scope) {
        Kind::List(member) => *member,
        _ => Kind::Any,
    };
    let value = if own == Kind::Any { read(value, &member) } else { value };
    let answers: Vec<_> = items
        .into_iter()
        .map(|item| if member == Kind::Any { read(item, &own) } else { item })
        .map(|item| equal(&value, &item))
        .collect();
    some(&answers)
}

fn lambda(lambda: &Lambda, scope: &Scope<'_>) -> Result<bool> {
    let any = lambda.op == LambdaOp::Any;
    let (members, kind) = members(&lambda.collection, scope)?;
    // For `all`, what is looked for is a member that does not meet the predicate.
    let mut holds = Vec::new();
    for member in members {
        holds.push(match (member, &lambda.predicate) {
            (Member::Out, _) => continue,
            (Member::Fails, _) => Err(Fault),
            (Member::In(_), None) => Ok(true),
            (Member::In(item), Some((name, predicate))) => {
                truth(predicate, &scope.with(name, item, kind.clone()))
                    .map(|answer| (answer == Some(true)) == any)
            }
        });
    }
    some(&holds).map(|found| found == any)
}

/// A member of a collection before its filters.
enum Member<'a> {
    In(&'a Json),
    Out,
    Fails,
}

/// The members of the collection at the end of a path, and of what kind they are.
fn members<'a>(path: &Path, scope: &Scope<'a>) -> Result<(Vec<Member<'a>>, Kind)> {
    let (node, kind) = walk(path, scope)?;
    let kind = member_kind(&kind);
    let items = match node {
        Json::Null => &[],
        Json::Array(items) => items.as_slice(),
        _ => return Err(Fault),
    };
    let members = items.iter().map(|item| {
        let inner = scope.within(item, kind.clone());
        for condition in conditions(path) {
            match truth(condition, &inner) {
                Ok(Some(true)) => {}
                Ok(_) => return Member::Out,
                Err(_) => return Member::Fails,
            }
        }
        Member::In(item)
    });
    Ok((members.collect(), kind))
}

pub(crate) fn member_kind(kind: &Kind) -> Kind {
    match kind {
        Kind::List(member) => (**member).clone(),
        _ => Kind::Any,
    }
}

/// The conditions of `$filter` and `$count` in a path.
pub(crate) fn conditions(path: &Path) -> impl Iterator<Item = &Expr> {
    path.segments().iter().filter_map(|segment| match segment.kind() {
        SegmentKind::Filter(condition) => Some(&**condition),
        SegmentKind::Count(Some(options)) => options.filter(),
        _ => None,
    })
}

fn path_value(path: &Path, scope: &Scope<'_>) -> Result<V> {
    let last = path.segments().last().map(|segment| segment.kind());
    if !matches!(last, Some(SegmentKind::Count(_))) {
        let (node, kind) = walk(path, scope)?;
        return Ok(read(V::of_json(node), &kind));
    }
    let mut count = 0;
    for member in members(path, scope)?.0 {
        match member {
            Member::In(_) => count += 1,
            Member::Out => {}
            Member::Fails => return Err(Fault),
        }
    }
    Ok(V::Int(count))
}

/// The part of the record that the names of a path lead to, null where there is none.
fn walk<'a>(path: &Path, scope: &Scope<'a>) -> Result<(&'a Json, Kind)> {
    let mut segments = path.segments().iter().peekable();
    let mut at = scope.start();
    match segments.peek().map(|segment| segment.kind()) {
        Some(SegmentKind::It) => {
            at = (scope.record, scope.record_kind.clone());
            segments.next();
        }
        Some(SegmentKind::This) => {
            segments.next();
        }
        Some(SegmentKind::Property(name)) => {
            if let Some(variable) = scope.variable(name) {
                at = variable;
                segments.next();
            }
        }
        _ => return Err(Fault),
    }
    for segment in segments {
        let SegmentKind::Property(name) = segment.kind() else { break };
        let (names, kind) = property(&at.1, name)?;
        let node = match at.0 {
            Json::Object(members) => {
                names.iter().find_map(|name| members.get(name)).unwrap_or(&NOTHING)
            }
            Json::Null => &NOTHING,
            _ => return Err(Fault),
        };
        at = (node, kind);
    }
    Ok(at)
}
