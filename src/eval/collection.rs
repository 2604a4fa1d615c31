//! Collections: `any`, `all`, `$count`, `in`.

use super::coerce::Coercion;
use super::error::{EvalError, EvalFault};
use super::interpret::{Binding, Env, Outcome, evaluate, node_at, truth};
use super::ir::{CollectionIr, Ir, LambdaIr};
use super::node::{Node, View};
use super::value::{Constant, Value, equals};
use crate::ast::LambdaOp;
use crate::span::Span;

/// `any` and `all`: true or false, never null, and independent of the order of the members: one
/// that decides wins over an error.
pub(crate) fn lambda<'e, 'a: 'e, N: Node<'a>>(
    lambda: &'e LambdaIr,
    env: Env<'_, N>,
) -> Result<bool, EvalError> {
    let any = lambda.op == LambdaOp::Any;
    let Some(collection) = members(&lambda.collection, env)? else { return Ok(!any) };
    let mut failed = None;
    for member in collection.items() {
        let frame = Binding { node: member, outer: env.locals };
        let env = Env { record: env.record, locals: Some(&frame) };
        let kept = passes(&lambda.collection.filters, env);
        let holds = match (kept, &lambda.predicate) {
            (Ok(false), _) => continue,
            (Ok(true), None) => Ok(Some(true)),
            (Ok(true), Some(predicate)) => truth(predicate, env),
            (Err(error), _) => Err(error),
        };
        match holds {
            Ok(answer) if (answer == Some(true)) == any => return Ok(any),
            Ok(_) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(!any), Err)
}

/// `path/$count`; a missing collection has no members.
pub(crate) fn count<'e, 'a: 'e, N: Node<'a>>(
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
pub(crate) fn members<'a, N: Node<'a>>(
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

fn passes<'e, 'a: 'e, N: Node<'a>>(filters: &'e [Ir], env: Env<'_, N>) -> Result<bool, EvalError> {
    for filter in filters {
        if truth(filter, env)? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `in` with a list: a chain of `eq` joined by `or`.
pub(crate) fn in_list<'e, 'a: 'e, N: Node<'a>>(
    operand: &'e Ir,
    list: &'e [Constant],
    span: Span,
    env: Env<'_, N>,
) -> Result<bool, EvalError> {
    let value = evaluate(operand, env)?;
    any_equal(&value, list.iter().map(Constant::lend), span)
}

/// `in` with a collection of the record.
pub(crate) fn in_collection<'e, 'a: 'e, N: Node<'a>>(
    operands: &'e [Ir; 2],
    read: &'e Coercion,
    span: Span,
    env: Env<'_, N>,
) -> Outcome<'e, N> {
    let [left, right] = operands;
    let value = evaluate(left, env)?;
    let found = match evaluate(right, env)? {
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
pub(crate) fn items_of<'e, 'a: 'e, N: Node<'a>>(
    collection: Value<'e, N>,
) -> Result<Vec<Value<'e, N>>, EvalFault> {
    match collection {
        Value::Collection(node) => Ok(node.items().map(Value::of).collect()),
        Value::List(items) => Ok(items),
        other => Err(EvalFault::WrongType { expected: "a collection", found: other.kind() }),
    }
}

/// A collection written in the expression.
pub(crate) fn array<'e, 'a: 'e, N: Node<'a>>(items: &'e [Ir], env: Env<'_, N>) -> Outcome<'e, N> {
    let items: Result<Vec<_>, _> = items.iter().map(|item| evaluate(item, env)).collect();
    Ok(Value::List(items?))
}
