//! From a part of a plan to its short cut.

use memchr::memmem::Finder;

use super::instant::Instant;
use super::leaf::Leaf;
use super::test::Test;
use super::text::Exact;
use crate::ast::{BinaryOp, DateTimeOffset, Function};
use crate::eval::answer::Answer;
use crate::eval::plan::{Op, PathPlan, Plan};
use crate::eval::read::Read;
use crate::eval::value::{Constant, Value};

/// The short cut of a condition on one path, if it has one.
pub(super) fn leaf(op: &Op) -> Option<Leaf> {
    match op {
        Op::Compare(op, operands) => match &**operands {
            [Plan { op: Op::Path(path), .. }, Plan { op: Op::Constant(constant), .. }] => {
                comparison(*op, path, constant)
            }
            [Plan { op: Op::Constant(constant), .. }, Plan { op: Op::Path(path), .. }] => {
                comparison(turned(*op), path, constant)
            }
            _ => None,
        },
        Op::InList(operand, list) => match &operand.op {
            Op::Path(path) => one_of(path, list),
            _ => None,
        },
        Op::Call(function, arguments) => match arguments.as_slice() {
            [Plan { op: Op::Path(path), .. }, Plan { op: Op::Constant(constant), .. }] => {
                call(*function, path, constant)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The operator that says the same with its operands the other way round.
const fn turned(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Ge => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Ge,
        same => same,
    }
}

fn comparison(op: BinaryOp, path: &PathPlan, constant: &Constant) -> Option<Leaf> {
    let equal = match op {
        BinaryOp::Eq => Some(Answer::True),
        BinaryOp::Ne => Some(Answer::False),
        _ => None,
    };
    let test = match (constant, &path.read) {
        // What is read as another type may not be readable, and so null.
        (Value::Null, Read::AsIs | Read::Enum(_)) => {
            // `ge` and `le` hold of two nulls, `gt` and `lt` of nothing.
            let nothing = !matches!(op, BinaryOp::Ne | BinaryOp::Gt | BinaryOp::Lt);
            let something = Test::Something(Answer::of(op == BinaryOp::Ne));
            return Some(Leaf::new(path, Answer::of(nothing), something));
        }
        (Value::String(text), Read::AsIs) => match equal {
            Some(answer) => Test::Texts(vec![Exact::new(text)], answer),
            None => Test::Text(op, text.as_ref().into()),
        },
        (Value::String(text), Read::Enum(members)) => {
            Test::Texts(vec![Exact::member(text, members)?], equal?)
        }
        (Value::Integer(value), Read::AsIs | Read::Number) => range(op, *value)?,
        (
            Value::DateTimeOffset(_) | Value::Date(_),
            Read::DateTimeOffset | Read::DateOrDateTime,
        ) => Test::Instants(vec![(op, instant(constant)?)], false),
        (Value::Guid(guid), Read::Guid) => Test::Guid(guid.to_string().into(), equal?),
        (Value::Boolean(value), Read::AsIs) => Test::Boolean(*value, equal?),
        _ => return None,
    };
    let nothing = Answer::of(op == BinaryOp::Ne);
    Some(Leaf::new(path, nothing, test))
}

/// The numbers that compare so with this one.
fn range(op: BinaryOp, value: i128) -> Option<Test> {
    Some(match op {
        BinaryOp::Eq => Test::Range(value, value, Answer::True),
        BinaryOp::Ne => Test::Range(value, value, Answer::False),
        BinaryOp::Gt => Test::Range(value.checked_add(1)?, i128::MAX, Answer::True),
        BinaryOp::Ge => Test::Range(value, i128::MAX, Answer::True),
        BinaryOp::Lt => Test::Range(i128::MIN, value.checked_sub(1)?, Answer::True),
        BinaryOp::Le => Test::Range(i128::MIN, value, Answer::True),
        _ => return None,
    })
}

fn instant(constant: &Constant) -> Option<Instant> {
    match constant {
        Value::DateTimeOffset(value) => Instant::of(value),
        // A date against a DateTimeOffset means midnight UTC.
        Value::Date(date) => Instant::of(&DateTimeOffset::midnight_utc(*date)),
        _ => None,
    }
}

/// A list of texts; null is not among them.
fn one_of(path: &PathPlan, list: &[Constant]) -> Option<Leaf> {
    let mut texts = Vec::with_capacity(list.len());
    for constant in list {
        match (constant, &path.read) {
            (Value::String(text), Read::AsIs) => texts.push(Exact::new(text)),
            (Value::String(text), Read::Enum(members)) => texts.push(Exact::member(text, members)?),
            _ => return None,
        }
    }
    let test = Test::Texts(texts, Answer::True);
    (!list.is_empty()).then(|| Leaf::new(path, Answer::False, test))
}

/// A function of a text that is true or false of it; null has no answer.
fn call(function: Function, path: &PathPlan, constant: &Constant) -> Option<Leaf> {
    let (Value::String(text), Read::AsIs) = (constant, &path.read) else { return None };
    let test = match function {
        Function::Contains => Test::Contains(Box::new(Finder::new(text.as_bytes()).into_owned())),
        Function::StartsWith => Test::StartsWith(text.as_ref().into()),
        Function::EndsWith => Test::EndsWith(text.as_ref().into()),
        _ => return None,
    };
    Some(Leaf::new(path, Answer::Null, test))
}
