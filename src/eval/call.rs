//! The canonical functions, and `has`. A null argument makes the result null.

use std::borrow::Cow;

use rust_decimal::RoundingStrategy;

use super::arithmetic::wrong;
use super::collection::items_of;
use super::datetime;
use super::error::{EvalError, EvalFault};
use super::interpret::Outcome;
use super::ir::Ir;
use super::node::FastNode;
use super::string_fns;
use super::value::Value;
use crate::ast::Function;
use crate::span::Span;

type Result<'e, N> = std::result::Result<Value<'e, N>, EvalFault>;

pub(super) fn call<'e, 'a: 'e, N: FastNode<'a>>(
    function: Function,
    arguments: &'e [Ir],
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let at = |fault| EvalError::new(fault, span);
    match arguments {
        [only] => match operand(only)? {
            Value::Null => Ok(Value::Null),
            value => unary(function, value).map_err(at),
        },
        [left, right] => match (operand(left)?, operand(right)?) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (left, right) => binary(function, left, right).map_err(at),
        },
        [text, start, length] => {
            let values = (operand(text)?, operand(start)?, operand(length)?);
            match values {
                (Value::Null, ..) | (_, Value::Null, _) | (.., Value::Null) => Ok(Value::Null),
                (text, start, length) => {
                    string_fns::substring(text, &start, Some(&length)).map_err(at)
                }
            }
        }
        _ => Ok(Value::Null),
    }
}

fn unary<'e, 'a: 'e, N: FastNode<'a>>(function: Function, value: Value<'e, N>) -> Result<'e, N> {
    use Function as F;
    match function {
        F::ToLower | F::ToUpper | F::Trim => match value {
            Value::String(text) => Ok(Value::String(recase(function, text))),
            other => Err(wrong("a string", &other)),
        },
        F::Length => match value {
            Value::String(text) => Ok(Value::Integer(text.chars().count() as i128)),
            other => Ok(Value::Integer(items_of(other)?.len() as i128)),
        },
        F::Round | F::Floor | F::Ceiling => round(function, &value),
        _ => datetime::part(function, &value),
    }
}

fn binary<'e, 'a: 'e, N: FastNode<'a>>(
    function: Function,
    left: Value<'e, N>,
    right: Value<'e, N>,
) -> Result<'e, N> {
    use Function as F;
    match function {
        F::Contains | F::StartsWith | F::EndsWith | F::IndexOf | F::Concat => {
            string_fns::binary(function, left, right)
        }
        F::Substring => string_fns::substring(left, &right, None),
        _ => string_fns::subset(function, left, right),
    }
}

/// The text in another case or without its margins; borrowed where that changes nothing.
fn recase(function: Function, text: Cow<'_, str>) -> Cow<'_, str> {
    match function {
        Function::Trim => match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        },
        Function::ToLower if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) => text,
        Function::ToLower => Cow::Owned(text.to_lowercase()),
        _ if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_lowercase()) => text,
        _ => Cow::Owned(text.to_uppercase()),
    }
}

/// `round` goes half away from zero.
fn round<'e, N>(function: Function, value: &Value<'_, N>) -> Result<'e, N> {
    match value {
        Value::Integer(value) => Ok(Value::Integer(*value)),
        Value::Decimal(value) => Ok(Value::Decimal(match function {
            Function::Floor => value.floor(),
            Function::Ceiling => value.ceil(),
            _ => value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero),
        })),
        Value::Double(value) => Ok(Value::Double(match function {
            Function::Floor => value.floor(),
            Function::Ceiling => value.ceil(),
            _ => value.round(),
        })),
        other => Err(wrong("a number", other)),
    }
}

/// `has`: each of the flags on the right is among those on the left.
pub(super) fn has<'e, 'a: 'e, N: FastNode<'a>>(
    operands: &'e [Ir; 2],
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let [value, flags] = operands;
    let result = match (operand(value)?, operand(flags)?) {
        (Value::Null, _) | (_, Value::Null) => return Ok(Value::Null),
        (Value::String(value), Value::String(flags)) => {
            let mut wanted = flags.split(',').map(str::trim);
            Ok(wanted.all(|flag| value.split(',').any(|member| member.trim() == flag)))
        }
        (Value::Integer(value), Value::Integer(flags)) => Ok(value & flags == flags),
        (value, flags) => Err(EvalFault::NotComparable { left: value.kind(), right: flags.kind() }),
    };
    result.map(Value::Boolean).map_err(|fault| EvalError::new(fault, span))
}
