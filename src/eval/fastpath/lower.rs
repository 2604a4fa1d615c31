//! Lowers a condition on one path to its fast path.

use memchr::memmem::Finder;

use super::instant::Instant;
use super::path_test::PathTest;
use super::test::Test;
use super::text::Exact;
use crate::ast::{BinaryOp, DateTimeOffset, Function};
use crate::eval::answer::Answer;
use crate::eval::coerce::Coercion;
use crate::eval::ir::{Ir, Op, PathIr};
use crate::eval::value::{Constant, Value};

/// The fast path of a condition on one path, if it has one.
pub(crate) fn path_test(op: &Op) -> Option<PathTest> {
    match op {
        Op::Compare(op, operands) => match &**operands {
            [Ir { op: Op::Path(path), .. }, Ir { op: Op::Constant(constant), .. }] => {
                comparison(*op, path, constant)
            }
            [Ir { op: Op::Constant(constant), .. }, Ir { op: Op::Path(path), .. }] => {
                comparison(turned(*op), path, constant)
            }
            _ => None,
        },
        Op::InList(operand, list) => match &operand.op {
            Op::Path(path) => one_of(path, list),
            _ => None,
        },
        Op::Call(function, arguments) => match arguments.as_slice() {
            [Ir { op: Op::Path(path), .. }, Ir { op: Op::Constant(constant), .. }] => {
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

fn comparison(op: BinaryOp, path: &PathIr, constant: &Constant) -> Option<PathTest> {
    let equal = match op {
        BinaryOp::Eq => Some(Answer::True),
        BinaryOp::Ne => Some(Answer::False),
        _ => None,
    };
    let test = match (constant, &path.coercion) {
        // What is read as another type may not be readable, and so null.
        (Value::Null, Coercion::AsIs | Coercion::Enum(_)) => {
            // `ge` and `le` hold of two nulls, `gt` and `lt` of nothing.
            let nothing = !matches!(op, BinaryOp::Ne | BinaryOp::Gt | BinaryOp::Lt);
            let something = Test::NotNull(Answer::of(op == BinaryOp::Ne));
            return Some(PathTest::new(path, Answer::of(nothing), something));
        }
        (Value::String(text), Coercion::AsIs) => match equal {
            Some(answer) => Test::Texts(vec![Exact::new(text)], answer),
            None => Test::Text(op, text.as_ref().into()),
        },
        (Value::String(text), Coercion::Enum(members)) => {
            Test::Texts(vec![Exact::member(text, members)?], equal?)
        }
        (Value::Integer(value), Coercion::AsIs | Coercion::Number) => range(op, *value)?,
        (
            Value::DateTimeOffset(_) | Value::Date(_),
            Coercion::DateTimeOffset | Coercion::DateOrDateTime,
        ) => Test::Instants(vec![(op, instant(constant)?)], false),
        (Value::Guid(guid), Coercion::Guid) => Test::Guid(guid.to_string().into(), equal?),
        (Value::Boolean(value), Coercion::AsIs) => Test::Boolean(*value, equal?),
        _ => return None,
    };
    let nothing = Answer::of(op == BinaryOp::Ne);
    Some(PathTest::new(path, nothing, test))
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
fn one_of(path: &PathIr, list: &[Constant]) -> Option<PathTest> {
    let mut texts = Vec::with_capacity(list.len());
    for constant in list {
        match (constant, &path.coercion) {
            (Value::String(text), Coercion::AsIs) => texts.push(Exact::new(text)),
            (Value::String(text), Coercion::Enum(members)) => {
                texts.push(Exact::member(text, members)?)
            }
            _ => return None,
        }
    }
    let test = Test::Texts(texts, Answer::True);
    (!list.is_empty()).then(|| PathTest::new(path, Answer::False, test))
}

/// A function of a text that is true or false of it; null has no answer.
fn call(function: Function, path: &PathIr, constant: &Constant) -> Option<PathTest> {
    let (Value::String(text), Coercion::AsIs) = (constant, &path.coercion) else { return None };
    let test = match function {
        Function::Contains => Test::Contains(Box::new(Finder::new(text.as_bytes()).into_owned())),
        Function::StartsWith => Test::StartsWith(text.as_ref().into()),
        Function::EndsWith => Test::EndsWith(text.as_ref().into()),
        _ => return None,
    };
    Some(PathTest::new(path, Answer::Null, test))
}
