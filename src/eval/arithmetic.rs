//! `add`, `sub`, `mul`, `div`, `divby`, `mod` and negation, of numbers and of times.

use rust_decimal::Decimal;

use super::datetime;
use super::error::{EvalError, EvalFault};
use super::interpret::Outcome;
use super::ir::Ir;
use super::node::FastNode;
use super::value::{Value, to_decimal, to_double};
use crate::ast::{BinaryOp, Duration};
use crate::semantic::arithmetic::{self, NoResult, decimal, integers};
use crate::span::Span;

type Result<'e, N> = std::result::Result<Value<'e, N>, EvalFault>;

pub(super) fn binary<'e, 'a: 'e, N: FastNode<'a>>(
    op: BinaryOp,
    operands: &'e [Ir; 2],
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let [left, right] = operands;
    let (left, right) = (operand(left)?, operand(right)?);
    if left.is_null() || right.is_null() {
        return Ok(Value::Null);
    }
    calculate(op, &left, &right).map_err(|fault| EvalError::new(fault, span))
}

pub(super) fn negate<'e, 'a: 'e, N: FastNode<'a>>(
    part: &'e Ir,
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    negated(operand(part)?).map_err(|fault| EvalError::new(fault, span))
}

fn negated<N>(value: Value<'_, N>) -> Result<'_, N> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(value) => integer(0, value, BinaryOp::Sub),
        Value::Decimal(value) => Ok(Value::Decimal(-value)),
        Value::Double(value) => Ok(Value::Double(-value)),
        Value::Duration(value) => duration(-value.picos()),
        other => Err(EvalFault::WrongType { expected: "a number", found: other.kind() }),
    }
}

/// Two values that are not null.
fn calculate<'e, N>(op: BinaryOp, left: &Value<'_, N>, right: &Value<'_, N>) -> Result<'e, N> {
    use Value as V;
    match (left, right) {
        (V::Integer(a), V::Integer(b)) if op != BinaryOp::DivBy => integer(*a, *b, op),
        (V::Duration(a), V::Duration(b)) => match op {
            BinaryOp::Add => duration(a.picos() + b.picos()),
            BinaryOp::Sub => duration(a.picos() - b.picos()),
            _ => Err(wrong("a number", right)),
        },
        (V::Duration(a), number) if is_number(number) => scale(a, op, number),
        (number, V::Duration(a)) if is_number(number) && op == BinaryOp::Mul => {
            scale(a, op, number)
        }
        (V::Date(_) | V::DateTimeOffset(_), _) => datetime::calculate(op, left, right),
        (V::Double(_), _) | (_, V::Double(_)) => {
            let a = to_double(left).ok_or(wrong("a number", left))?;
            let b = to_double(right).ok_or(wrong("a number", right))?;
            Ok(Value::Double(double(a, b, op)))
        }
        _ => {
            let a = to_decimal(left).ok_or(wrong("a number", left))?;
            let b = to_decimal(right).ok_or(wrong("a number", right))?;
            decimals(a, b, op)
        }
    }
}

const fn is_number<N>(value: &Value<'_, N>) -> bool {
    matches!(value, Value::Integer(_) | Value::Decimal(_) | Value::Double(_))
}

pub(super) const fn wrong<N>(expected: &'static str, found: &Value<'_, N>) -> EvalFault {
    EvalFault::WrongType { expected, found: found.kind() }
}

fn integer<'e, N>(a: i128, b: i128, op: BinaryOp) -> Result<'e, N> {
    Ok(Value::Integer(integers(op, a, b)?))
}

fn double(a: f64, b: f64, op: BinaryOp) -> f64 {
    match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Mod => a % b,
        _ => a / b,
    }
}

fn decimals<'e, N>(a: Decimal, b: Decimal, op: BinaryOp) -> Result<'e, N> {
    if op == BinaryOp::DivBy && b.is_zero() {
        // As a division of doubles.
        let sign = a.cmp(&Decimal::ZERO) as i8;
        return Ok(Value::Double(f64::from(sign) / 0.0));
    }
    Ok(Value::Decimal(arithmetic::decimals(op, a, b)?))
}

/// A duration times or by a number.
fn scale<'e, N>(a: &Duration, op: BinaryOp, number: &Value<'_, N>) -> Result<'e, N> {
    let picos = a.picos();
    match (op, number) {
        (BinaryOp::Mul, Value::Integer(b)) => {
            picos.checked_mul(*b).ok_or(EvalFault::Overflow).and_then(duration)
        }
        (BinaryOp::Div | BinaryOp::DivBy, Value::Integer(0)) => Err(EvalFault::DivisionByZero),
        (BinaryOp::Div | BinaryOp::DivBy, Value::Integer(b)) => duration(picos / b),
        (BinaryOp::Mul, Value::Decimal(b)) => {
            decimal::whole_product(picos, *b).ok_or(EvalFault::Overflow).and_then(duration)
        }
        (BinaryOp::Div | BinaryOp::DivBy, Value::Decimal(b)) if b.is_zero() => {
            Err(EvalFault::DivisionByZero)
        }
        (BinaryOp::Div | BinaryOp::DivBy, Value::Decimal(b)) => {
            decimal::whole_quotient(picos, *b).ok_or(EvalFault::Overflow).and_then(duration)
        }
        (BinaryOp::Mul | BinaryOp::Div | BinaryOp::DivBy, Value::Double(b)) => {
            let value = double(picos as f64, *b, op).round();
            // A cast of a float saturates; beyond the range of a duration it is refused below.
            if value.is_finite() { duration(value as i128) } else { Err(EvalFault::Overflow) }
        }
        _ => Err(wrong("a duration", number)),
    }
}

pub(super) fn duration<'e, N>(picos: i128) -> Result<'e, N> {
    Duration::from_picos(picos).map(Value::Duration).map_err(|_| EvalFault::Overflow)
}

impl From<NoResult> for EvalFault {
    fn from(why: NoResult) -> Self {
        match why {
            NoResult::DivisionByZero => Self::DivisionByZero,
            NoResult::Overflow => Self::Overflow,
        }
    }
}
