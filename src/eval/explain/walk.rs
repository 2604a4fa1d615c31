//! From a ir and a record to the values of all parts.

use super::{ExplainedValue, Explanation};
use crate::ast::{Binary, Double, Function, LambdaOp, Literal};
use crate::eval::collection::members;
use crate::eval::error::{EvalError, ValueKind};
use crate::eval::interpret::{Binding, Env, evaluate, node_at, truth};
use crate::eval::ir::{CollectionIr, Ir, LambdaIr, Op, PathIr};
use crate::eval::node::FastNode;
use crate::eval::pattern::Pattern;
use crate::eval::value::Value;
use crate::span::Span;

pub(super) fn explain<'a, N: FastNode<'a>>(ir: &Ir, record: N) -> Explanation {
    condition(ir, Env { record, locals: None })
}

/// A part that is true, false or null.
fn condition<'a, N: FastNode<'a>>(ir: &Ir, env: Env<'_, N>) -> Explanation {
    let answer = truth(ir, env).map(|answer| observed::<N>(&from_truth(answer)));
    part(ir, answer, env)
}

fn value<'a, N: FastNode<'a>>(ir: &Ir, env: Env<'_, N>) -> Explanation {
    let answer = evaluate(ir, env).map(|value| observed(&value));
    part(ir, answer, env)
}

fn part<'a, N: FastNode<'a>>(
    ir: &Ir,
    value: Result<ExplainedValue, EvalError>,
    env: Env<'_, N>,
) -> Explanation {
    // Reading a string as something else is no part of its own.
    let shown = match &ir.op {
        Op::Coerce(inner) => &inner.0,
        _ => ir,
    };
    Explanation {
        part: name(&shown.op),
        span: ir.span,
        member: None,
        literal: matches!(shown.op, Op::Constant(_)),
        value,
        children: children(shown, env),
    }
}

fn children<'a, N: FastNode<'a>>(ir: &Ir, env: Env<'_, N>) -> Vec<Explanation> {
    match &ir.op {
        Op::Constant(_) => Vec::new(),
        Op::Path(path) => unreadable(path, ir.span, env).into_iter().collect(),
        Op::And(parts) | Op::Or(parts) => conditions(parts, env),
        Op::Not(part) => vec![condition(part, env)],
        Op::Negate(part) | Op::InList(part, _) | Op::Cast(part, _) | Op::IsOf(part, _) => {
            vec![value(part, env)]
        }
        Op::Compare(_, sides)
        | Op::Arithmetic(_, sides)
        | Op::Has(sides)
        | Op::InCollection(sides, _) => sides.iter().map(|side| value(side, env)).collect(),
        Op::Call(_, parts) | Op::Array(parts) => {
            parts.iter().map(|part| value(part, env)).collect()
        }
        Op::Geo(call) => call.parts().map(|part| value(part, env)).collect(),
        Op::Matches(ir) => match &ir.pattern {
            Pattern::Ready(_) => vec![value(&ir.text, env)],
            Pattern::Computed(pattern) => vec![value(&ir.text, env), value(pattern, env)],
        },
        Op::Case(branches) => branches
            .iter()
            .flat_map(|(test, result)| [condition(test, env), value(result, env)])
            .collect(),
        Op::Coerce(operand) => vec![value(&operand.0, env)],
        Op::Count(ir) => collection(ir, env),
        Op::Lambda(ir) => lambda(ir, env),
    }
}

fn lambda<'a, N: FastNode<'a>>(ir: &LambdaIr, env: Env<'_, N>) -> Vec<Explanation> {
    let mut parts = collection(&ir.collection, env);
    if let Some(predicate) = &ir.predicate {
        each_member(&ir.collection, env, |env| parts_of_member(ir, predicate, env), &mut parts);
    }
    parts
}

/// The predicate for a member that comes through the filters of the collection.
fn parts_of_member<'a, N: FastNode<'a>>(
    ir: &LambdaIr,
    predicate: &Ir,
    env: Env<'_, N>,
) -> Vec<Explanation> {
    let mut filters = ir.collection.filters.iter();
    match filters.all(|filter| truth(filter, env) == Ok(Some(true))) {
        true => vec![condition(predicate, env)],
        false => Vec::new(),
    }
}

/// The collection itself, and what its filters say of its members.
fn collection<'a, N: FastNode<'a>>(ir: &CollectionIr, env: Env<'_, N>) -> Vec<Explanation> {
    let value = node_at(&ir.path, env).map(|node| observed(&node.map_or(Value::Null, Value::of)));
    // Of `steps/$count($filter=…)` only the path.
    let end = ir.path.steps.last().map_or(ir.span.end, |step| step.span.end);
    let span = Span { end, ..ir.span };
    let mut parts = vec![leaf("path", span, value)];
    if !ir.filters.is_empty() {
        each_member(ir, env, |env| conditions(&ir.filters, env), &mut parts);
    }
    parts
}

/// What the record has, where that cannot be read as what the rest of the filter asks for and so
/// is null: or it would look as if it were not there.
fn unreadable<'a, N: FastNode<'a>>(
    path: &PathIr,
    span: Span,
    env: Env<'_, N>,
) -> Option<Explanation> {
    let found = Value::of(node_at(path, env).ok()??);
    let is_lost = !found.is_null() && path.coercion.apply(found.clone()).is_null();
    is_lost.then(|| leaf("found", span, Ok(observed(&found))))
}

const fn leaf(
    part: &'static str,
    span: Span,
    value: Result<ExplainedValue, EvalError>,
) -> Explanation {
    Explanation { part, span, member: None, literal: false, value, children: Vec::new() }
}

fn conditions<'a, N: FastNode<'a>>(irs: &[Ir], env: Env<'_, N>) -> Vec<Explanation> {
    irs.iter().map(|ir| condition(ir, env)).collect()
}

/// Adds the parts that each member of a collection gives, with its number.
fn each_member<'a, N: FastNode<'a>>(
    ir: &CollectionIr,
    env: Env<'_, N>,
    mut explain: impl FnMut(Env<'_, N>) -> Vec<Explanation>,
    parts: &mut Vec<Explanation>,
) {
    let Ok(Some(collection)) = members(ir, env) else { return };
    for (at, node) in collection.items().enumerate() {
        let frame = Binding { node, outer: env.locals };
        let env = Env { record: env.record, locals: Some(&frame) };
        for mut part in explain(env) {
            part.member = Some(at);
            parts.push(part);
        }
    }
}

fn name(op: &Op) -> &'static str {
    match op {
        Op::Constant(_) => "literal",
        Op::Path(_) => "path",
        Op::And(_) => "and",
        Op::Or(_) => "or",
        Op::Not(_) => "not",
        Op::Negate(_) => "-",
        Op::Compare(op, _) | Op::Arithmetic(op, _) => op.keyword(),
        Op::InList(..) | Op::InCollection(..) => "in",
        Op::Has(_) => "has",
        Op::Call(function, _) => function.name(),
        Op::Geo(call) => call.function().name(),
        Op::Matches(_) => Function::MatchesPattern.name(),
        Op::Case(_) => "case",
        Op::Cast(..) => "cast",
        Op::IsOf(..) => "isof",
        Op::Lambda(ir) => match ir.op {
            LambdaOp::Any => "any",
            LambdaOp::All => "all",
        },
        Op::Count(_) => "$count",
        Op::Coerce(_) => "read",
        Op::Array(_) => "array",
    }
}

const fn from_truth<'e, N>(answer: Option<bool>) -> Value<'e, N> {
    match answer {
        Some(answer) => Value::Boolean(answer),
        None => Value::Null,
    }
}

fn observed<'a, N: FastNode<'a>>(value: &Value<'_, N>) -> ExplainedValue {
    let literal = match value {
        Value::Null => Literal::Null,
        Value::Boolean(value) => Literal::Boolean(*value),
        // A double is written with an exponent, which few people read as a number.
        Value::Double(value) if is_plain(*value) => {
            return plain(value.to_string(), ValueKind::Number);
        }
        Value::Double(value) => Literal::Double(Double(*value)),
        Value::String(text) => Literal::String(text.as_ref().into()),
        Value::Date(value) => Literal::Date(*value),
        Value::DateTimeOffset(value) => Literal::DateTimeOffset(*value),
        Value::TimeOfDay(value) => Literal::TimeOfDay(*value),
        Value::Duration(value) => Literal::Duration(*value),
        Value::Guid(value) => Literal::Guid(*value),
        Value::Binary(bytes) => Literal::Binary(Binary(bytes.to_vec().into())),
        Value::Integer(value) => return plain(value.to_string(), ValueKind::Number),
        Value::Decimal(value) => return plain(value.to_string(), ValueKind::Number),
        Value::Object(_) => return plain("an object".to_owned(), ValueKind::Object),
        Value::Collection(node) => return count(node.items().count()),
        Value::List(items) => return count(items.len()),
    };
    ExplainedValue { kind: value.kind(), text: literal.to_string() }
}

/// Whether a double is as long in digits alone as with an exponent, or nearly so.
fn is_plain(value: f64) -> bool {
    value == 0.0 || (1e-5..1e15).contains(&value.abs())
}

fn count(members: usize) -> ExplainedValue {
    let noun = if members == 1 { "member" } else { "members" };
    plain(format!("{members} {noun}"), ValueKind::Collection)
}

const fn plain(text: String, kind: ValueKind) -> ExplainedValue {
    ExplainedValue { kind, text }
}
