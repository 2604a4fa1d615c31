//! Conditions on one path that are joined, in whatever parentheses, say together what each says
//! by itself.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where a helper does"
)]

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use serde_json::{Value, json};

use crate::cases::cases;

const CONDITIONS: [&str; 19] = [
    "v eq 'a'",
    "v ne 'b'",
    "v in ('a','b')",
    "contains(v,'a')",
    "startswith(v,'b')",
    "v lt 'b'",
    "v eq null",
    "v ne null",
    "v eq 3",
    "v ne 3",
    "v gt 2",
    "v le 3",
    "v lt 9",
    "v eq 2024-07-01T00:00:00Z",
    "v ne 2024-07-01T00:00:00Z",
    "v ge 2024-05-01T00:00:00Z",
    "v lt 2024-06-01",
    "v eq true",
    "length(v) eq 1",
];

fn records() -> Vec<Value> {
    [
        json!(null),
        json!("a"),
        json!("b"),
        json!("ab"),
        json!("3"),
        json!(1),
        json!(3),
        json!(9),
        json!(2.5),
        json!(true),
        json!("2024-04-01T00:00:00Z"),
        json!("2024-05-15T02:00:00+02:00"),
        json!("2024-07-01T00:00:00Z"),
        json!("2025-01-01"),
        json!({"x": 1}),
        json!([1]),
    ]
    .into_iter()
    .map(|value| json!({ "v": value }))
    .chain([json!({})])
    .collect()
}

/// True, false, null or an error.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Says {
    True,
    False,
    Null,
    Fails,
}

fn compile(text: &str) -> Predicate {
    let filter: Filter = text.parse().expect(text);
    filter.compile(&Compile::default()).expect(text)
}

fn ask(predicate: &Predicate, record: &Value) -> Says {
    match predicate.evaluate(record) {
        Ok(Some(true)) => Says::True,
        Ok(Some(false)) => Says::False,
        Ok(None) => Says::Null,
        Err(_) => Says::Fails,
    }
}

/// `decisive` wins over everything, then an error, then null.
fn joined(decisive: Says, sides: [Says; 2]) -> Says {
    let first = [decisive, Says::Fails, Says::Null].into_iter().find(|says| sides.contains(says));
    first.unwrap_or(sides[0])
}

fn and(a: Says, b: Says) -> Says {
    joined(Says::False, [a, b])
}

fn or(a: Says, b: Says) -> Says {
    joined(Says::True, [a, b])
}

fn not(a: Says) -> Says {
    match a {
        Says::True => Says::False,
        Says::False => Says::True,
        same => same,
    }
}

/// A filter of so many conditions, and what it says where they say this.
type Shape<const N: usize> = (fn([&str; N]) -> String, fn([Says; N]) -> Says);

fn check<const N: usize>(conditions: &[&str], shapes: &[Shape<N>]) {
    let records = records();
    let alone: Vec<(&str, Vec<Says>)> = conditions
        .iter()
        .map(|text| {
            let predicate = compile(text);
            (*text, records.iter().map(|record| ask(&predicate, record)).collect())
        })
        .collect();
    let count = conditions.len();
    // Without `ALL_CASES` every seventh: a step that shares no divisor with either count meets each
    // condition in each position.
    let all = count.pow(N as u32);
    let step = if cases(8) == 8 { 1 } else { 7 };
    for number in (0..all).step_by(step) {
        // The digits of the number choose the conditions.
        let chosen: [_; N] =
            std::array::from_fn(|at| &alone[number / count.pow(at as u32) % count]);
        for (text, meaning) in shapes {
            let text = text(chosen.map(|(text, _)| *text));
            let predicate = compile(&text);
            for (at, record) in records.iter().enumerate() {
                let expected = meaning(chosen.map(|(_, says)| says[at]));
                assert_eq!(ask(&predicate, record), expected, "{text} on {record}");
                assert_eq!(predicate.matches(record), expected == Says::True, "{text} on {record}");
            }
        }
    }
}

#[test]
fn joined_conditions_say_what_each_says_alone() {
    check::<3>(
        &CONDITIONS,
        &[
            (|[a, b, c]| format!("{a} and {b} and {c}"), |[a, b, c]| and(and(a, b), c)),
            (|[a, b, c]| format!("{a} or {b} or {c}"), |[a, b, c]| or(or(a, b), c)),
            (|[a, b, c]| format!("{a} and ({b} or {c})"), |[a, b, c]| and(a, or(b, c))),
            (|[a, b, c]| format!("({a} or {b}) and {c}"), |[a, b, c]| and(or(a, b), c)),
            (|[a, b, c]| format!("{a} or ({b} and {c})"), |[a, b, c]| or(a, and(b, c))),
            (|[a, b, c]| format!("{a} and {b} or {c}"), |[a, b, c]| or(and(a, b), c)),
            (|[a, b, c]| format!("not ({a} and {b}) or {c}"), |[a, b, c]| or(not(and(a, b)), c)),
            (
                |[a, b, c]| format!("not ({a} or not ({b})) and {c}"),
                |[a, b, c]| and(not(or(a, not(b))), c),
            ),
        ],
    );
}

#[test]
fn joined_pairs_say_what_each_says_alone() {
    check::<4>(
        &[
            "v in ('a','b')",
            "v ne 'b'",
            "v eq null",
            "v gt 2",
            "v lt 9",
            "v ne 2024-07-01T00:00:00Z",
            "v ge 2024-05-01T00:00:00Z",
            "v lt 2024-06-01",
        ],
        &[
            (
                |[a, b, c, d]| format!("{a} and {b} or {c} and {d}"),
                |[a, b, c, d]| or(and(a, b), and(c, d)),
            ),
            (
                |[a, b, c, d]| format!("({a} or {b}) and ({c} or {d})"),
                |[a, b, c, d]| and(or(a, b), or(c, d)),
            ),
            (
                |[a, b, c, d]| format!("{a} or {b} and ({c} or {d})"),
                |[a, b, c, d]| or(a, and(b, or(c, d))),
            ),
            (
                |[a, b, c, d]| format!("{a} and {b} and ({c} or {d})"),
                |[a, b, c, d]| and(and(a, b), or(c, d)),
            ),
        ],
    );
}
