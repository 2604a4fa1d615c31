//! One order of all values, for sorting: it never says that two are neither equal nor ordered.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::value::{Constant, Value, order, to_decimal, to_double};

/// Null, then kind by kind, and in each kind as `lt` has it; NaN before every other number.
pub(super) fn total_order(a: &Constant, b: &Constant) -> Ordering {
    rank(a).cmp(&rank(b)).then_with(|| match (to_double(a), to_double(b)) {
        (Some(x), Some(y)) => numbers((a, x), (b, y)),
        _ => order(a, b).ok().flatten().unwrap_or(Ordering::Equal),
    })
}

const fn rank(value: &Constant) -> u8 {
    match value {
        Value::Null | Value::Object(_) | Value::Collection(_) | Value::List(_) => 0,
        Value::Boolean(_) => 1,
        Value::Integer(_) | Value::Decimal(_) | Value::Double(_) => 2,
        Value::String(_) => 3,
        Value::Date(_) | Value::DateTimeOffset(_) => 4,
        Value::TimeOfDay(_) => 5,
        Value::Duration(_) => 6,
        Value::Guid(_) => 7,
        Value::Binary(_) => 8,
    }
}

/// Two numbers and the doubles nearest to them.
///
/// `lt` compares as doubles if one side is a double, and exactly otherwise. That is no order of
/// three numbers: 2⁵³ and 2⁵³ + 1 both equal the double 2⁵³. So numbers with the same double are
/// compared exactly here, a double by its shortest decimal text.
fn numbers((a, x): (&Constant, f64), (b, y): (&Constant, f64)) -> Ordering {
    match x.partial_cmp(&y) {
        Some(Ordering::Equal) => {}
        Some(order) => return order,
        None => return y.is_nan().cmp(&x.is_nan()),
    }
    match (exact(a), exact(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        // Only doubles can have no such text; with the same double they are equal.
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

fn exact(value: &Constant) -> Option<Decimal> {
    match value {
        Value::Double(value) => Decimal::from_str_exact(&value.to_string()).ok(),
        other => to_decimal(other),
    }
}
