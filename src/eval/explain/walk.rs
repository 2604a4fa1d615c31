//! Evaluates every part of a filter once, from the bottom up, and keeps its value.

use super::{ExplainedValue, Explanation};
use crate::ast::{Binary, Double, Function, LambdaOp, Literal};
use crate::eval::answer::{Answer, Kleene, Wanted};
use crate::eval::collection::members;
use crate::eval::error::{EvalError, ValueKind};
use crate::eval::interpret::{Binding, Env, Outcome, Truth, as_truth, evaluate, node_at, operate};
use crate::eval::ir::{CollectionIr, Ir, LambdaIr, Op, PathIr};
use crate::eval::node::FastNode;
use crate::eval::value::Value;
use crate::span::Span;

pub(super) fn explain<'a, N: FastNode<'a>>(ir: &Ir, record: N) -> Explanation {
    let (explanation, _) = condition(ir, Env { record, locals: None });
    explanation
}

/// A part, explained, and its value: each part is evaluated once, from the values of its own
/// parts.
type Explained<'e, N> = (Explanation, Outcome<'e, N>);

/// A part that is true, false or null.
fn condition<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> (Explanation, Truth) {
    let (mut explanation, outcome) = part(ir, env);
    let truth = outcome.and_then(|value| as_truth(ir, &value));
    if let Err(error) = truth {
        explanation.value = Err(error);
    }
    (explanation, truth)
}

fn part<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> Explained<'e, N> {
    match &ir.op {
        Op::Constant(_) => of(ir, Vec::new(), evaluate(ir, env)),
        Op::Path(path) => {
            of(ir, unreadable(path, ir.span, env).into_iter().collect(), evaluate(ir, env))
        }
        Op::And(operands) => junction(ir, operands, false, env),
        Op::Or(operands) => junction(ir, operands, true, env),
        Op::Not(operand) => {
            let (explanation, truth) = condition(operand, env);
            let truth = truth.map(|truth| Value::of_truth(truth.map(|truth| !truth)));
            of(ir, vec![explanation], truth)
        }
        Op::Case(branches) => case(ir, branches, env),
        Op::Count(collection) => count(ir, collection, env),
        Op::Lambda(of_members) => lambda(ir, of_members, env),
        Op::Coerce(coerced) => {
            let (explanation, outcome) = part(&coerced.0, env);
            // Reading a string as something else is no part of its own.
            let outcome = outcome.map(|value| coerced.1.apply(value));
            let value = outcome.as_ref().map(observed).map_err(|error| *error);
            (Explanation { span: ir.span, value, ..explanation }, outcome)
        }
        _ => operator(ir, env),
    }
}

/// A part of the filter with its own parts.
fn of<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &Ir,
    children: Vec<Explanation>,
    outcome: Outcome<'e, N>,
) -> Explained<'e, N> {
    let explanation = Explanation {
        part: name(&ir.op),
        span: ir.span,
        member: None,
        literal: matches!(ir.op, Op::Constant(_)),
        value: outcome.as_ref().map(observed).map_err(|error| *error),
        children,
    };
    (explanation, outcome)
}

/// An operator or function of the values of its operands.
fn operator<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> Explained<'e, N> {
    let (mut children, mut values) = (Vec::new(), Vec::new());
    let mut explain = |operand: &'e Ir| {
        let (explanation, outcome) = part(operand, env);
        children.push(explanation);
        values.push((operand, outcome));
    };
    match &ir.op {
        Op::Geo(call) => call.parts().for_each(&mut explain),
        _ => ir.operands().for_each(&mut explain),
    }
    let outcome = operate(ir, |operand| {
        let known = values.iter().position(|(known, _)| std::ptr::eq(*known, operand));
        known.map_or_else(|| evaluate(operand, env), |known| values.swap_remove(known).1)
    });
    of(ir, children, outcome)
}

fn junction<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    operands: &'e [Ir],
    absorbing: bool,
    env: Env<'_, N>,
) -> Explained<'e, N> {
    let (children, truths): (Vec<_>, Vec<_>) =
        operands.iter().map(|operand| condition(operand, env)).unzip();
    of(ir, children, joined(truths, absorbing).map(Value::of_truth))
}

/// The truth of operands, or of members of a collection, together.
fn joined(truths: impl IntoIterator<Item = Truth>, absorbing: bool) -> Truth {
    let (mut kleene, mut error) = (Kleene::new(absorbing, Wanted::Exact), None);
    let mut truths = truths.into_iter();
    let _ = truths.any(|truth| kleene.push(Answer::keep(truth, &mut error)));
    kleene.finish().with(error)
}

fn case<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    branches: &'e [(Ir, Ir)],
    env: Env<'_, N>,
) -> Explained<'e, N> {
    let mut children = Vec::with_capacity(2 * branches.len());
    let mut chosen = None;
    for (when, then) in branches {
        let (explanation, truth) = condition(when, env);
        children.push(explanation);
        let (explanation, outcome) = part(then, env);
        children.push(explanation);
        chosen = chosen.or(match truth {
            Ok(Some(true)) => Some(outcome),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        });
    }
    of(ir, children, chosen.unwrap_or(Ok(Value::Null)))
}

fn count<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    collection: &'e CollectionIr,
    env: Env<'_, N>,
) -> Explained<'e, N> {
    let (children, members) = members_of(collection, env);
    let count = members.and_then(|members| {
        members.into_iter().try_fold(0, |count, (_, passes)| Ok(count + i128::from(passes?)))
    });
    of(ir, children, count.map(Value::Integer))
}

fn lambda<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    lambda: &'e LambdaIr,
    env: Env<'_, N>,
) -> Explained<'e, N> {
    let (mut children, members) = members_of(&lambda.collection, env);
    let mut explain = |at, node, passes: Result<bool, EvalError>| match (passes, &lambda.predicate)
    {
        (Ok(true), None) => Some(Ok(Some(true))),
        (Ok(true), Some(predicate)) => {
            let binding = Binding { node, outer: env.locals };
            let env = Env { record: env.record, locals: Some(&binding) };
            let (explanation, truth) = condition(predicate, env);
            children.push(Explanation { member: Some(at), ..explanation });
            // A member for which the condition is null does not meet it.
            Some(truth.map(|truth| Some(truth == Some(true))))
        }
        (Ok(false), _) => None,
        (Err(error), _) => Some(Err(error)),
    };
    let truth = members.and_then(|members| {
        let members = members.into_iter().enumerate();
        let truths: Vec<_> =
            members.filter_map(|(at, (node, passes))| explain(at, node, passes)).collect();
        joined(truths, lambda.op == LambdaOp::Any)
    });
    of(ir, children, truth.map(Value::of_truth))
}

/// The collection itself and what its filters say of its members, explained; and of each member
/// whether it passes them.
#[expect(clippy::type_complexity, reason = "the members, each with what the filters say of it")]
fn members_of<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e CollectionIr,
    env: Env<'_, N>,
) -> (Vec<Explanation>, Result<Vec<(N, Result<bool, EvalError>)>, EvalError>) {
    let value = node_at(&ir.path, env).map(|node| observed(&node.map_or(Value::Null, Value::of)));
    // Of `steps/$count($filter=…)` only the path.
    let end = ir.path.steps.last().map_or(ir.span.end, |step| step.span.end);
    let span = Span { end, ..ir.span };
    let mut children = vec![leaf("path", span, value)];
    let items = members(ir, env).map(|collection| collection.into_iter().flat_map(N::items));
    let members = items.map(|items| {
        let passes = |(at, node)| {
            let binding = Binding { node, outer: env.locals };
            let env = Env { record: env.record, locals: Some(&binding) };
            let mut passes = Ok(true);
            for filter in &ir.filters {
                let (explanation, truth) = condition(filter, env);
                children.push(Explanation { member: Some(at), ..explanation });
                if passes == Ok(true) {
                    passes = truth.map(|truth| truth == Some(true));
                }
            }
            (node, passes)
        };
        items.enumerate().map(passes).collect()
    });
    (children, members)
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
        Value::Collection(node) => return members_text(node.items().count()),
        Value::List(items) => return members_text(items.len()),
    };
    ExplainedValue { kind: value.kind(), text: literal.to_string() }
}

/// Whether a double is as long in digits alone as with an exponent, or nearly so.
fn is_plain(value: f64) -> bool {
    value == 0.0 || (1e-5..1e15).contains(&value.abs())
}

fn members_text(members: usize) -> ExplainedValue {
    let noun = if members == 1 { "member" } else { "members" };
    plain(format!("{members} {noun}"), ValueKind::Collection)
}

const fn plain(text: String, kind: ValueKind) -> ExplainedValue {
    ExplainedValue { kind, text }
}
