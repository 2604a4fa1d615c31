//! Collections: `any`, `all`, `$count`, `in`.

use super::answer::{Answer, ErrorSlot, Kleene, Wanted};
use super::coerce::Coercion;
use super::error::{EvalError, EvalFault};
use super::interpret::{Binding, Env, Outcome, answer, node_at, truth};
use super::ir::{CollectionIr, Ir, LambdaIr};
use super::node::{FastNode, View};
use super::value::{Constant, Value, equals};
use crate::ast::LambdaOp;
use crate::span::Span;

/// `any` and `all`: true or false, never null, and independent of the order of the members: one
/// that decides wins over an error.
pub(crate) fn lambda<'e, 'a: 'e, N: FastNode<'a>>(
    lambda: &'e LambdaIr,
    env: Env<'_, N>,
    wanted: Wanted,
    error: &mut ErrorSlot,
) -> Answer {
    let any = lambda.op == LambdaOp::Any;
    let collection = match members(&lambda.collection, env) {
        Ok(Some(collection)) => collection,
        Ok(None) => return Answer::of(!any),
        Err(found) => return Answer::keep(Err(found), error),
    };
    // A member counts as one that fails the condition where that is null, so `IsFalse` is no
    // question for it.
    let of_member = if wanted == Wanted::IsTrue { wanted } else { Wanted::Exact };
    let had_error = error.is_some();
    let mut kleene = Kleene::new(any, wanted);
    let ended = collection.items().any(|node| {
        let binding = Binding { node, outer: env.locals };
        let env = Env { record: env.record, locals: Some(&binding) };
        let answer = match (passes(&lambda.collection.filters, env), &lambda.predicate) {
            (Ok(false), _) => return false,
            (Ok(true), None) => Answer::True,
            (Ok(true), Some(predicate)) => answer(predicate, env, of_member, error),
            (Err(found), _) => Answer::keep(Err(found), error),
        };
        kleene.push(if answer == Answer::Null { Answer::False } else { answer })
    });
    if ended && !had_error {
        *error = None;
    }
    kleene.finish()
}

/// `path/$count`; a missing collection has no members.
pub(crate) fn count<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e CollectionIr,
    env: Env<'_, N>,
) -> Outcome<'e, N> {
    let Some(collection) = members(ir, env)? else { return Ok(Value::Integer(0)) };
    let mut count = 0;
    for member in collection.items() {
        let frame = Binding { node: member, outer: env.locals };
        let env = Env { record: env.record, locals: Some(&frame) };
        if passes(&ir.filters, env)? {
            count += 1;
        }
    }
    Ok(Value::Integer(count))
}

/// The collection itself; none where it is missing or null.
pub(crate) fn members<'a, N: FastNode<'a>>(
    ir: &CollectionIr,
    env: Env<'_, N>,
) -> Result<Option<N>, EvalError> {
    let Some(node) = node_at(&ir.path, env)? else { return Ok(None) };
    match node.view() {
        View::Collection => Ok(Some(node)),
        View::Null => Ok(None),
        _ => {
            let found = Value::of(node).kind();
            let fault = EvalFault::WrongType { expected: "a collection", found };
            Err(EvalError::new(fault, ir.span))
        }
    }
}

fn passes<'e, 'a: 'e, N: FastNode<'a>>(
    filters: &'e [Ir],
    env: Env<'_, N>,
) -> Result<bool, EvalError> {
    for filter in filters {
        if truth(filter, env)? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `in` with a list: a chain of `eq` joined by `or`.
pub(crate) fn in_list<'e, 'a: 'e, N: FastNode<'a>>(
    part: &'e Ir,
    list: &'e [Constant],
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Result<bool, EvalError> {
    let value = operand(part)?;
    any_equal(&value, list.iter().map(Constant::lend), span)
}

/// `in` with a collection of the record.
pub(crate) fn in_collection<'e, 'a: 'e, N: FastNode<'a>>(
    operands: &'e [Ir; 2],
    read: &'e Coercion,
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let [left, right] = operands;
    let value = operand(left)?;
    let found = match operand(right)? {
        Value::Null => false,
        collection => {
            let items = items_of(collection).map_err(|fault| EvalError::new(fault, right.span))?;
            any_equal(&value, items.into_iter().map(|item| read.apply(item)), span)?
        }
    };
    Ok(Value::Boolean(found))
}

fn any_equal<'e, N: 'e>(
    value: &Value<'_, N>,
    items: impl Iterator<Item = Value<'e, N>>,
    span: Span,
) -> Result<bool, EvalError> {
    let mut failed = None;
    for item in items {
        match equals(value, &item) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(fault) => failed = failed.or(Some(EvalError::new(fault, span))),
        }
    }
    failed.map_or(Ok(false), Err)
}

/// The members of a collection as values.
pub(crate) fn items_of<'e, 'a: 'e, N: FastNode<'a>>(
    collection: Value<'e, N>,
) -> Result<Vec<Value<'e, N>>, EvalFault> {
    match collection {
        Value::Collection(node) => Ok(node.items().map(Value::of).collect()),
        Value::List(items) => Ok(items),
        other => Err(EvalFault::WrongType { expected: "a collection", found: other.kind() }),
    }
}

/// A collection written in the expression.
pub(crate) fn array<'e, 'a: 'e, N: FastNode<'a>>(
    items: &'e [Ir],
    operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let items: Result<Vec<_>, _> = items.iter().map(operand).collect();
    Ok(Value::List(items?))
}
