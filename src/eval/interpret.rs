//! Evaluates a compiled filter over a record.
//!
//! Each operator has a function of its own, so that the frames of the recursion stay small: the
//! recursion is as deep as the filter is high.

use std::cmp::Ordering;

use super::answer::{Answer, ErrorSlot, Kleene, Wanted};
use super::error::{EvalError, EvalFault};
use super::fastpath::{FastPath, PathTest, holds};
use super::ir::{Ir, Op, PathIr, PathStep, Root};
use super::node::{FastNode, Plain, View};
use super::value::{self, Value};
use super::{arithmetic, call, cast, collection, geo, pattern};
use crate::ast::{BinaryOp, Text};
use crate::span::Span;

/// What paths start from: the record, and the lambda variables in force.
#[derive(Debug)]
pub(crate) struct Env<'f, N> {
    pub(crate) record: N,
    pub(crate) locals: Option<&'f Binding<'f, N>>,
}

/// A lambda variable, and those around it.
#[derive(Debug)]
pub(crate) struct Binding<'f, N> {
    pub(crate) node: N,
    pub(crate) outer: Option<&'f Self>,
}

impl<N> Clone for Env<'_, N>
where
    N: Copy,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Copy> Copy for Env<'_, N> {}

pub(crate) type Outcome<'e, N> = Result<Value<'e, N>, EvalError>;

/// The answer of a condition: true, false or null.
pub(crate) type Truth = Result<Option<bool>, EvalError>;

/// The part as a condition, with its first error in source order.
pub(crate) fn truth<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> Truth {
    let mut error = None;
    answer(ir, env, Wanted::Exact, &mut error).with(error)
}

/// Whether a filter is true of a record, not false, null or an error.
#[inline]
pub(crate) fn is_true<'e, 'a: 'e, N: FastNode<'a>>(filter: &'e Ir, record: N) -> bool {
    // A filter of one path is decided without a call.
    let tested = filter.path_test().and_then(|test| test.answer_from(record));
    let answer = tested.unwrap_or_else(|| {
        answer_slow(filter, Env { record, locals: None }, Wanted::IsTrue, &mut None)
    });
    answer == Answer::True
}

/// The part as a condition.
#[inline]
pub(crate) fn answer<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    env: Env<'_, N>,
    wanted: Wanted,
    error: &mut ErrorSlot,
) -> Answer {
    if let Some(test) = ir.path_test()
        && let Some(answer) = test_path(test, env)
    {
        return answer;
    }
    answer_slow(ir, env, wanted, error)
}

/// Apart, so that its frame is none of the recursion.
#[inline(never)]
fn test_path<'a, N: FastNode<'a>>(test: &PathTest, env: Env<'_, N>) -> Option<Answer> {
    test.answer(env)
}

/// The same where the part has no path test, or that is undecided.
fn answer_slow<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    env: Env<'_, N>,
    wanted: Wanted,
    error: &mut ErrorSlot,
) -> Answer {
    match &ir.op {
        Op::And(operands) => junction(ir, operands, Kleene::new(false, wanted), env, wanted, error),
        Op::Or(operands) => junction(ir, operands, Kleene::new(true, wanted), env, wanted, error),
        Op::Not(operand) => answer(operand, env, wanted.not(), error).not(),
        Op::Lambda(lambda) => collection::lambda(lambda, env, wanted, error),
        _ => Answer::keep(value_truth(ir, env), error),
    }
}

/// `and` and `or`: the tests on paths first, then what they leave undecided.
fn junction<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    operands: &'e [Ir],
    mut kleene: Kleene,
    env: Env<'_, N>,
    wanted: Wanted,
    error: &mut ErrorSlot,
) -> Answer {
    let had_error = error.is_some();
    let ended = match ir.fast_path.as_deref() {
        Some(FastPath::Junction(parts)) => match parts.run(env, &mut kleene) {
            None => true,
            Some(0) => {
                parts.rest(operands).any(|operand| kleene.push(answer(operand, env, wanted, error)))
            }
            Some(undecided) => parts.undecided(operands, undecided).any(|(operand, is_tested)| {
                let answer = match is_tested {
                    true => answer_slow(operand, env, wanted, error),
                    false => answer(operand, env, wanted, error),
                };
                kleene.push(answer)
            }),
        },
        // The test of all of them is undecided.
        Some(FastPath::PathTest(_)) => {
            operands.iter().any(|operand| kleene.push(answer_slow(operand, env, wanted, error)))
        }
        None => operands.iter().any(|operand| kleene.push(answer(operand, env, wanted, error))),
    };
    // What is absorbed is no error of the whole.
    if ended && !had_error {
        *error = None;
    }
    kleene.finish()
}

fn value_truth<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> Truth {
    let operand = |part| evaluate(part, env);
    match &ir.op {
        Op::Compare(op, operands) => compare(*op, operands, ir.span, operand).map(Some),
        Op::InList(part, list) => collection::in_list(part, list, ir.span, operand).map(Some),
        _ => as_truth(ir, &evaluate(ir, env)?),
    }
}

/// The value of a part that is a condition.
pub(crate) fn as_truth<N>(ir: &Ir, value: &Value<'_, N>) -> Truth {
    value.truth().map_err(|fault| EvalError::new(fault, ir.span))
}

/// The part as a value.
pub(crate) fn evaluate<'e, 'a: 'e, N: FastNode<'a>>(ir: &'e Ir, env: Env<'_, N>) -> Outcome<'e, N> {
    match &ir.op {
        Op::Constant(value) => Ok(value.lend()),
        Op::Path(path) => path_value(path, env),
        Op::And(_) | Op::Or(_) | Op::Not(_) | Op::Lambda(_) => truth(ir, env).map(Value::of_truth),
        Op::Case(branches) => case(branches, env),
        Op::Count(ir) => collection::count(ir, env),
        _ => operate(ir, |part| evaluate(part, env)),
    }
}

/// The value of an operator or function that needs the values of all of its operands.
pub(crate) fn operate<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e Ir,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let span = ir.span;
    match &ir.op {
        Op::Compare(op, operands) => compare(*op, operands, span, operand).map(Value::Boolean),
        Op::InList(part, list) => {
            collection::in_list(part, list, span, operand).map(Value::Boolean)
        }
        Op::InCollection(operands, coercion) => {
            collection::in_collection(operands, coercion, span, operand)
        }
        Op::Has(operands) => call::has(operands, span, operand),
        Op::Negate(part) => arithmetic::negate(part, span, operand),
        Op::Arithmetic(op, operands) => arithmetic::binary(*op, operands, span, operand),
        Op::Call(function, arguments) => call::call(*function, arguments, span, operand),
        Op::Matches(matches) => pattern::matches(matches, span, operand),
        Op::Geo(call) => geo::evaluate(call, span, operand),
        Op::Cast(part, target) => cast::cast(part, *target, operand),
        Op::IsOf(part, target) => cast::is_of(part, *target, operand),
        Op::Coerce(coerced) => Ok(coerced.1.apply(operand(&coerced.0)?)),
        Op::Array(items) => collection::array(items, operand),
        Op::Constant(_)
        | Op::Path(_)
        | Op::And(_)
        | Op::Or(_)
        | Op::Not(_)
        | Op::Case(_)
        | Op::Lambda(_)
        | Op::Count(_) => operand(ir),
    }
}

fn compare<'e, 'a: 'e, N: FastNode<'a>>(
    op: BinaryOp,
    [left, right]: &'e [Ir; 2],
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Result<bool, EvalError> {
    let (left, right) = (operand(left)?, operand(right)?);
    compare_values(op, &left, &right).map_err(|fault| EvalError::new(fault, span))
}

/// `ge` is `gt or eq`, `le` is `lt or eq`; hence `null ge null` is true and `null gt 1` false.
fn compare_values<N>(
    op: BinaryOp,
    left: &Value<'_, N>,
    right: &Value<'_, N>,
) -> Result<bool, EvalFault> {
    let order = match (left.is_null(), right.is_null()) {
        (true, true) => Some(Ordering::Equal),
        (false, false) => value::order(left, right)?,
        _ => None,
    };
    Ok(holds(op, order))
}

fn case<'e, 'a: 'e, N: FastNode<'a>>(branches: &'e [(Ir, Ir)], env: Env<'_, N>) -> Outcome<'e, N> {
    for (condition, value) in branches {
        if truth(condition, env)? == Some(true) {
            return evaluate(value, env);
        }
    }
    Ok(Value::Null)
}

fn path_value<'e, 'a: 'e, N: FastNode<'a>>(path: &'e PathIr, env: Env<'_, N>) -> Outcome<'e, N> {
    match node_at(path, env)? {
        Some(node) => Ok(path.coercion.apply(Value::of(node))),
        None => Ok(Value::Null),
    }
}

/// The part of the record that a path leads to; none through a missing or null step.
pub(crate) fn node_at<'a, N: FastNode<'a>>(
    path: &PathIr,
    env: Env<'_, N>,
) -> Result<Option<N>, EvalError> {
    let mut node = match path.root {
        Root::Record => env.record,
        Root::Variable(distance) => match env.variable(distance) {
            Some(node) => node,
            None => return Ok(None),
        },
    };
    for step in &path.steps {
        let names = step.names.split_first();
        match names.and_then(|(first, others)| member_under(node, first, others)) {
            Some(member) => node = member,
            None => return missing(node, step).map(|()| None),
        }
    }
    Ok(Some(node))
}

/// The member under the first of its names under which there is a value. A null tells nothing: what
/// has two names may have its value under the other.
#[inline(always)]
pub(crate) fn member_under<'a, N: FastNode<'a>>(
    node: N,
    first: &str,
    others: &[Text],
) -> Option<N> {
    match node.member(first) {
        found if others.is_empty() => found,
        Some(member) if !is_null(member) => Some(member),
        null => member_under_another(node, others).or(null),
    }
}

#[inline(never)]
fn member_under_another<'a, N: FastNode<'a>>(node: N, names: &[Text]) -> Option<N> {
    let mut members = names.iter().filter_map(|name| node.member(name));
    members.find(|member| !is_null(*member))
}

/// Also what cannot be read is null, which only the view tells.
#[inline(always)]
fn is_null<'a, N: FastNode<'a>>(node: N) -> bool {
    match node.plain() {
        Plain::Null => true,
        Plain::Other => matches!(node.view(), View::Null),
        Plain::Text(_) | Plain::Integer(_) => false,
    }
}

/// An object may lack the member; what can have none makes the path an error.
fn missing<'a, N: FastNode<'a>>(node: N, step: &PathStep) -> Result<(), EvalError> {
    let fault = match node.view() {
        View::Object | View::Null => return Ok(()),
        View::Collection => EvalFault::IntoCollection,
        _ => EvalFault::NoMembers(Value::of(node).kind()),
    };
    Err(EvalError::new(fault, step.span))
}

impl<N: Copy> Env<'_, N> {
    pub(crate) fn variable(&self, distance: usize) -> Option<N> {
        let mut frame = self.locals?;
        for _ in 0..distance {
            frame = frame.outer?;
        }
        Some(frame.node)
    }
}
