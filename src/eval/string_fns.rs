//! Functions of strings and of collections: both are sequences, of Unicode scalar values and of
//! members.

use std::borrow::Cow;

use super::arithmetic::wrong;
use super::collection::items_of;
use super::error::EvalFault;
use super::node::FastNode;
use super::value::{Value, equals};
use crate::ast::Function;

type Result<'e, N> = std::result::Result<Value<'e, N>, EvalFault>;

/// `contains`, `startswith`, `endswith`, `indexof`, `concat`.
pub(super) fn binary<'e, 'a: 'e, N: FastNode<'a>>(
    function: Function,
    left: Value<'e, N>,
    right: Value<'e, N>,
) -> Result<'e, N> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Ok(of_strings(function, left, &right)),
        (Value::String(_), other) | (other, Value::String(_)) => Err(wrong("a string", &other)),
        (left, right) if function == Function::Contains => {
            Err(wrong("a string", if items_of(left.clone()).is_ok() { &left } else { &right }))
        }
        (left, right) => of_collections(function, items_of(left)?, items_of(right)?),
    }
}

fn of_strings<'e, N>(function: Function, left: Cow<'e, str>, right: &str) -> Value<'e, N> {
    match function {
        Function::Contains => Value::Boolean(left.contains(right)),
        Function::StartsWith => Value::Boolean(left.starts_with(right)),
        Function::EndsWith => Value::Boolean(left.ends_with(right)),
        Function::IndexOf => Value::Integer(match left.split_once(right) {
            Some((before, _)) => before.chars().count() as i128,
            None => -1,
        }),
        _ if right.is_empty() => Value::String(left),
        _ => Value::String(Cow::Owned(left.into_owned() + right)),
    }
}

fn of_collections<'e, N: Clone>(
    function: Function,
    mut left: Vec<Value<'e, N>>,
    right: Vec<Value<'e, N>>,
) -> Result<'e, N> {
    Ok(match function {
        Function::StartsWith => Value::Boolean(same(left.get(..right.len()), &right)?),
        Function::EndsWith => {
            let tail = left.len().checked_sub(right.len()).and_then(|start| left.get(start..));
            Value::Boolean(same(tail, &right)?)
        }
        Function::IndexOf => {
            for start in 0..=left.len().saturating_sub(right.len()) {
                if same(left.get(start..start + right.len()), &right)? {
                    return Ok(Value::Integer(start as i128));
                }
            }
            Value::Integer(-1)
        }
        _ => {
            left.extend(right);
            Value::List(left)
        }
    })
}

fn same<N>(
    part: Option<&[Value<'_, N>]>,
    other: &[Value<'_, N>],
) -> std::result::Result<bool, EvalFault> {
    let Some(part) = part.filter(|part| part.len() == other.len()) else { return Ok(false) };
    let mut answer = Ok(true);
    for (a, b) in part.iter().zip(other) {
        match equals(a, b) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(fault) => answer = answer.and(Err(fault)),
        }
    }
    answer
}

/// `hassubset` (every member of the second, as often as it stands there, is in the first) and
/// `hassubsequence` (the same, and in the same order). As in a chain of `eq`, a member that
/// is equal wins over those that cannot be compared.
pub(super) fn subset<'e, 'a: 'e, N: FastNode<'a>>(
    function: Function,
    left: Value<'e, N>,
    right: Value<'e, N>,
) -> Result<'e, N> {
    let (mut left, right) = (items_of(left)?, items_of(right)?);
    for wanted in &right {
        match position(&left, wanted)? {
            None => return Ok(Value::Boolean(false)),
            Some(at) if function == Function::HasSubsequence => drop(left.drain(..=at)),
            Some(at) => drop(left.swap_remove(at)),
        }
    }
    Ok(Value::Boolean(true))
}

fn position<N>(
    items: &[Value<'_, N>],
    wanted: &Value<'_, N>,
) -> std::result::Result<Option<usize>, EvalFault> {
    let mut answer = Ok(None);
    for (at, item) in items.iter().enumerate() {
        match equals(item, wanted) {
            Ok(true) => return Ok(Some(at)),
            Ok(false) => {}
            Err(fault) => answer = answer.and(Err(fault)),
        }
    }
    answer
}

/// `substring`: past the end it is empty; a negative start counts from the end; a negative
/// length is an error.
pub(super) fn substring<'e, 'a: 'e, N: FastNode<'a>>(
    value: Value<'e, N>,
    start: &Value<'_, N>,
    length: Option<&Value<'_, N>>,
) -> Result<'e, N> {
    let start = index(start)?;
    let length = match length.map(index).transpose()? {
        Some(length) if length < 0 => return Err(EvalFault::NegativeLength),
        Some(length) => usize::try_from(length).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    match value {
        Value::String(text) => {
            let start = from_start(start, || text.chars().count());
            let from = byte_at(&text, start);
            let rest = text.get(from..).unwrap_or_default();
            let to = from + byte_at(rest, length);
            Ok(Value::String(match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.get(from..to).unwrap_or_default()),
                Cow::Owned(text) => Cow::Owned(text.get(from..to).unwrap_or_default().to_owned()),
            }))
        }
        other => {
            let items = items_of(other)?;
            let start = from_start(start, || items.len());
            Ok(Value::List(items.into_iter().skip(start).take(length).collect()))
        }
    }
}

fn index<N>(value: &Value<'_, N>) -> std::result::Result<i128, EvalFault> {
    match value {
        Value::Integer(value) => Ok(*value),
        other => Err(wrong("a whole number", other)),
    }
}

/// A start below zero counts from the end, and stops at the beginning.
fn from_start(start: i128, count: impl FnOnce() -> usize) -> usize {
    if start >= 0 {
        return usize::try_from(start).unwrap_or(usize::MAX);
    }
    let back = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
    count().saturating_sub(back)
}

/// The byte at which the character of this number starts; the end for one past it.
fn byte_at(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}
