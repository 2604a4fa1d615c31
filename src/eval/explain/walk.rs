//! From a plan and a record to the values of all parts.

use super::{Explanation, Observed};
use crate::ast::{Binary, Double, Function, LambdaOp, Literal};
use crate::eval::collection::members;
use crate::eval::error::{EvalError, ValueKind};
use crate::eval::node::Node;
use crate::eval::pattern::Pattern;
use crate::eval::plan::{CollectionPlan, LambdaPlan, Op, PathPlan, Plan};
use crate::eval::run::{Env, Frame, evaluate, node_at, truth};
use crate::eval::value::Value;
use crate::span::Span;

pub(super) fn explain<'a, N: Node<'a>>(plan: &Plan, record: N) -> Explanation {
    condition(plan, Env { record, innermost: None })
}

/// A part that is true, false or null.
fn condition<'a, N: Node<'a>>(plan: &Plan, env: Env<'_, N>) -> Explanation {
    let answer = truth(plan, env).map(|answer| observed::<N>(&from_truth(answer)));
    part(plan, answer, env)
}

fn value<'a, N: Node<'a>>(plan: &Plan, env: Env<'_, N>) -> Explanation {
    let answer = evaluate(plan, env).map(|value| observed(&value));
    part(plan, answer, env)
}

fn part<'a, N: Node<'a>>(
    plan: &Plan,
    value: Result<Observed, EvalError>,
    env: Env<'_, N>,
) -> Explanation {
    // Reading a string as something else is no part of its own.
    let shown = match &plan.op {
        Op::Read(inner) => &inner.0,
        _ => plan,
    };
    Explanation {
        part: name(&shown.op),
        span: plan.span,
        member: None,
        literal: matches!(shown.op, Op::Constant(_)),
        value,
        children: children(shown, env),
    }
}

fn children<'a, N: Node<'a>>(plan: &Plan, env: Env<'_, N>) -> Vec<Explanation> {
    match &plan.op {
        Op::Constant(_) => Vec::new(),
        Op::Path(path) => unreadable(path, plan.span, env).into_iter().collect(),
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
        Op::Matches(plan) => match &plan.pattern {
            Pattern::Ready(_) => vec![value(&plan.text, env)],
            Pattern::Computed(pattern) => vec![value(&plan.text, env), value(pattern, env)],
        },
        Op::Case(branches) => branches
            .iter()
            .flat_map(|(test, result)| [condition(test, env), value(result, env)])
            .collect(),
        Op::Read(operand) => vec![value(&operand.0, env)],
        Op::Count(plan) => collection(plan, env),
        Op::Lambda(plan) => lambda(plan, env),
    }
}

fn lambda<'a, N: Node<'a>>(plan: &LambdaPlan, env: Env<'_, N>) -> Vec<Explanation> {
    let mut parts = collection(&plan.collection, env);
    if let Some(predicate) = &plan.predicate {
        each_member(&plan.collection, env, |env| parts_of_member(plan, predicate, env), &mut parts);
    }
    parts
}

/// The predicate for a member that comes through the filters of the collection.
fn parts_of_member<'a, N: Node<'a>>(
    plan: &LambdaPlan,
    predicate: &Plan,
    env: Env<'_, N>,
) -> Vec<Explanation> {
    let mut filters = plan.collection.filters.iter();
    match filters.all(|filter| truth(filter, env) == Ok(Some(true))) {
        true => vec![condition(predicate, env)],
        false => Vec::new(),
    }
}

/// The collection itself, and what its filters say of its members.
fn collection<'a, N: Node<'a>>(plan: &CollectionPlan, env: Env<'_, N>) -> Vec<Explanation> {
    let value = node_at(&plan.path, env).map(|node| observed(&node.map_or(Value::Null, Value::of)));
    // Of `steps/$count($filter=…)` only the path.
    let end = plan.path.steps.last().map_or(plan.span.end, |step| step.span.end);
    let span = Span { end, ..plan.span };
    let mut parts = vec![leaf("path", span, value)];
    if !plan.filters.is_empty() {
        each_member(plan, env, |env| conditions(&plan.filters, env), &mut parts);
    }
    parts
}

/// What the record has, where that cannot be read as what the rest of the filter asks for and so
/// is null: or it would look as if it were not there.
fn unreadable<'a, N: Node<'a>>(
    path: &PathPlan,
    span: Span,
    env: Env<'_, N>,
) -> Option<Explanation> {
    let found = Value::of(node_at(path, env).ok()??);
    let is_lost = !found.is_null() && path.read.apply(found.clone()).is_null();
    is_lost.then(|| leaf("found", span, Ok(observed(&found))))
}

const fn leaf(part: &'static str, span: Span, value: Result<Observed, EvalError>) -> Explanation {
    Explanation { part, span, member: None, literal: false, value, children: Vec::new() }
}

fn conditions<'a, N: Node<'a>>(plans: &[Plan], env: Env<'_, N>) -> Vec<Explanation> {
    plans.iter().map(|plan| condition(plan, env)).collect()
}

/// Adds the parts that each member of a collection gives, with its number.
fn each_member<'a, N: Node<'a>>(
    plan: &CollectionPlan,
    env: Env<'_, N>,
    mut explain: impl FnMut(Env<'_, N>) -> Vec<Explanation>,
    parts: &mut Vec<Explanation>,
) {
    let Ok(Some(collection)) = members(plan, env) else { return };
    for (at, node) in collection.items().enumerate() {
        let frame = Frame { node, outer: env.innermost };
        let env = Env { record: env.record, innermost: Some(&frame) };
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
        Op::Lambda(plan) => match plan.op {
            LambdaOp::Any => "any",
            LambdaOp::All => "all",
        },
        Op::Count(_) => "$count",
        Op::Read(_) => "read",
        Op::Array(_) => "array",
    }
}

const fn from_truth<'e, N>(answer: Option<bool>) -> Value<'e, N> {
    match answer {
        Some(answer) => Value::Boolean(answer),
        None => Value::Null,
    }
}

fn observed<'a, N: Node<'a>>(value: &Value<'_, N>) -> Observed {
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
    Observed { kind: value.kind(), text: literal.to_string() }
}

/// Whether a double is as long in digits alone as with an exponent, or nearly so.
fn is_plain(value: f64) -> bool {
    value == 0.0 || (1e-5..1e15).contains(&value.abs())
}

fn count(members: usize) -> Observed {
    let noun = if members == 1 { "member" } else { "members" };
    plain(format!("{members} {noun}"), ValueKind::Collection)
}

const fn plain(text: String, kind: ValueKind) -> Observed {
    Observed { kind, text }
}
