//! The truth of the filters that suggestions replace and make, worked out apart from the
//! library's own evaluation.

use odata_query::Filter;
use odata_query::ast::{BinaryOp, Date, DateTimeOffset, Expr, ExprKind, Function, Literal};
use odata_query::schema::{ApiVersion, Schema, Type};

/// Whether the evaluator knows every part of a filter.
pub(crate) fn is_sound(text: &str) -> bool {
    let filter: Filter = text.parse().unwrap();
    !text.contains("NULL") && records().iter().all(|record| truth(filter.expr(), record).is_some())
}

pub(crate) fn same_records(before: &str, after: &str) {
    let (a, b): (Filter, Filter) = (before.parse().unwrap(), after.parse().unwrap());
    for record in records() {
        let wanted = truth(a.expr(), &record).unwrap() == Truth::True;
        let is = truth(b.expr(), &record).map(|truth| truth == Truth::True);
        assert_eq!(is, Some(wanted), "{before} -> {after} on {record:?}");
    }
}

/// A value of a record: null, text, or a number (of picoseconds for a time).
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Value {
    Null,
    Text(String),
    Number(i128),
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Truth {
    False,
    Null,
    True,
}

/// Records that hold the same value, of the type that each property has, in all properties.
fn records() -> Vec<[Value; 3]> {
    let day: Literal = "2024-05-01".parse::<Date>().unwrap().into();
    let Value::Number(day) = value_of(&day).unwrap() else { panic!() };
    let texts = ["a", "z", "failure", "success", "5", "2024-05-01", "create", "delete"]
        .map(|t| Value::Text(t.into()));
    let mut records = Vec::new();
    for text in texts.into_iter().chain([Value::Null]) {
        for number in [Value::Null, Value::Number(4), Value::Number(5), Value::Number(6)] {
            for time in [day - 1, day, day + 1] {
                records.push([text.clone(), number.clone(), Value::Number(time)]);
            }
        }
    }
    records
}

/// The truth of the parts of the language that suggestions use, by SEMANTICS; `None` for
/// anything else, or for types that do not go together.
fn truth(expr: &Expr, record: &[Value; 3]) -> Option<Truth> {
    let of = |holds: bool| Some(if holds { Truth::True } else { Truth::False });
    match expr.kind() {
        ExprKind::Literal(Literal::Boolean(value)) => of(*value),
        ExprKind::Literal(Literal::Null) => Some(Truth::Null),
        ExprKind::Not(inner) => Some(match truth(inner, record)? {
            Truth::True => Truth::False,
            Truth::Null => Truth::Null,
            Truth::False => Truth::True,
        }),
        ExprKind::And(operands) => {
            let truths = operands.iter().map(|operand| truth(operand, record));
            let truths = truths.collect::<Option<Vec<_>>>()?;
            truths.into_iter().reduce(|a, b| if b < a { b } else { a })
        }
        ExprKind::Or(operands) => {
            let truths = operands.iter().map(|operand| truth(operand, record));
            let truths = truths.collect::<Option<Vec<_>>>()?;
            truths.into_iter().reduce(|a, b| if b > a { b } else { a })
        }
        ExprKind::Binary(BinaryOp::In, operands) => {
            let [left, list] = &**operands;
            let ExprKind::List(items) = list.kind() else { return None };
            let left = value(left, record)?;
            let items = items.iter().map(|item| value(item, record));
            of(items.collect::<Option<Vec<_>>>()?.contains(&left))
        }
        ExprKind::Binary(op, operands) => {
            let [left, right] = &**operands;
            if let (Some(truth), Some(Literal::Boolean(wanted))) =
                (truth(left, record), right.as_literal())
            {
                let wanted = if *wanted { Truth::True } else { Truth::False };
                return match op {
                    BinaryOp::Eq => of(truth == wanted),
                    BinaryOp::Ne => of(truth != wanted),
                    _ => None,
                };
            }
            if let (Some(Literal::Boolean(_)), Some(_)) = (left.as_literal(), truth(right, record))
            {
                let turned = Expr::binary(*op, right.clone(), left.clone()).unwrap();
                return truth(&turned, record);
            }
            let (left, right) = (value(left, record)?, value(right, record)?);
            let null = left == Value::Null || right == Value::Null;
            let kinds = std::mem::discriminant(&left) == std::mem::discriminant(&right);
            if !null && !kinds {
                return None;
            }
            of(match op {
                BinaryOp::Eq => left == right,
                BinaryOp::Ne => left != right,
                BinaryOp::Gt => !null && left > right,
                BinaryOp::Lt => !null && left < right,
                BinaryOp::Ge => left == right || !null && left > right,
                BinaryOp::Le => left == right || !null && left < right,
                _ => return None,
            })
        }
        ExprKind::Call(function, arguments) => {
            let [text, part] = arguments.as_slice() else { return None };
            match (value(text, record)?, value(part, record)?) {
                (Value::Text(text), Value::Text(part)) => of(match function {
                    Function::Contains => text.contains(&part),
                    Function::StartsWith => text.starts_with(&part),
                    Function::EndsWith => text.ends_with(&part),
                    _ => return None,
                }),
                (Value::Null, _) | (_, Value::Null) => Some(Truth::Null),
                _ => None,
            }
        }
        _ => None,
    }
}

fn value(expr: &Expr, record: &[Value; 3]) -> Option<Value> {
    if let Some(literal) = expr.as_literal() {
        return value_of(literal);
    }
    let resolved = Schema::provisioning(ApiVersion::V1_0).resolve(expr.as_path()?).ok()?;
    let [text, number, time] = record;
    match resolved.to_string().as_str() {
        "activityDateTime" => Some(time.clone()),
        "durationInMilliseconds" => Some(number.clone()),
        "provisioningStatusInfo" => None,
        "provisioningStatusInfo/status" | "provisioningAction" => Some(member(&resolved.ty, text)),
        // Never null.
        "id" if *text == Value::Null => Some(Value::Text(String::new())),
        _ => Some(text.clone()),
    }
}

/// What a property of an enumeration holds: one of its members.
fn member(ty: &Type<'_>, text: &Value) -> Value {
    let (Type::Enum(ty), Value::Text(text)) = (ty, text) else { return text.clone() };
    let known = ty.members.iter().find(|member| member.name.as_str() == text);
    let any = || ty.members.iter().cycle().nth(text.len());
    Value::Text(known.or_else(any).unwrap().name.to_string())
}

fn value_of(literal: &Literal) -> Option<Value> {
    Some(match literal {
        Literal::Null => Value::Null,
        Literal::String(text) => Value::Text(text.to_string()),
        Literal::Int64(number) => Value::Number((*number).into()),
        Literal::DateTimeOffset(time) => Value::Number(time.instant()),
        Literal::Date(date) => Value::Number(DateTimeOffset::midnight_utc(*date).instant()),
        _ => return None,
    })
}
