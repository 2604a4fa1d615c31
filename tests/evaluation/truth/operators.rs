//! Truth tables: every operator over true, false, null and a missing property, and every
//! function over a null in each of its places.

use odata_query::ast::{BinaryOp, Function};

use super::Says::{False, Null, Refused, True};
use super::{Says, check};

/// How a truth value is written, as a property and as a literal, and what it is.
const VALUES: [(&str, Option<bool>); 7] = [
    ("t", Some(true)),
    ("f", Some(false)),
    ("n", None),
    ("missing", None),
    ("true", Some(true)),
    ("false", Some(false)),
    ("null", None),
];

const fn says(answer: Option<bool>) -> Says {
    match answer {
        Some(true) => True,
        Some(false) => False,
        None => Null,
    }
}

/// The rows of SEMANTICS, "Truth", for two truth values; true is greater than false.
fn comparison(op: BinaryOp, a: Option<bool>, b: Option<bool>) -> Option<Option<bool>> {
    let gt = a == Some(true) && b == Some(false);
    let lt = a == Some(false) && b == Some(true);
    Some(Some(match op {
        BinaryOp::Eq => a == b,
        BinaryOp::Ne => a != b,
        BinaryOp::Gt => gt,
        BinaryOp::Ge => gt || a == b,
        BinaryOp::Lt => lt,
        BinaryOp::Le => lt || a == b,
        _ => return None,
    }))
}

#[test]
fn every_operator_over_every_pair_of_truth_values() {
    for (a, va) in VALUES {
        check(&[(&format!("not {a}"), says(va.map(|value| !value))), (a, says(va))]);
        for (b, vb) in VALUES {
            let and = match (va, vb) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            let or = match (va, vb) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
            check(&[(&format!("{a} and {b}"), says(and)), (&format!("{a} or {b}"), says(or))]);
            for op in BinaryOp::ALL {
                let text = format!("{a} {op} {b}");
                if let Some(answer) = comparison(*op, va, vb) {
                    check(&[(&text, says(answer))]);
                }
            }
            if ["true", "false", "null"].contains(&b) {
                check(&[(&format!("{a} in ({b})"), says(Some(va == vb)))]);
                check(&[(&format!("{a} in [{b}]"), says(Some(va == vb)))]);
                check(&[(
                    &format!("{a} in ({b},false)"),
                    says(Some(va == vb || va == Some(false))),
                )]);
            }
            check(&[(
                &format!("case({a}:{b},true:t)"),
                says(if va == Some(true) { vb } else { Some(true) }),
            )]);
        }
    }
}

#[test]
fn arithmetic_with_a_null_is_null_on_either_side() {
    for op in ["add", "sub", "mul", "div", "divby", "mod"] {
        for null in ["n", "missing", "null", "o/n", "(n add 1)", "case(f:1)"] {
            for other in ["five", "2", "half", "n"] {
                check(&[
                    (&format!("({null} {op} {other}) eq null"), True),
                    (&format!("({other} {op} {null}) eq null"), True),
                ]);
            }
        }
    }
    check(&[
        ("-n eq null", True),
        // Null decides, even where the other side would be an error of its own.
        ("n div 0 eq null", True),
        ("n mod 0 eq null", True),
        ("n has 'x'", Null),
        ("missing has Ns.T'x'", Null),
    ]);
}

/// Arguments of which each function has a value.
const fn arguments(function: Function) -> Option<&'static [&'static str]> {
    use Function as F;
    Some(match function {
        F::Concat | F::Contains | F::EndsWith | F::IndexOf | F::StartsWith => &["s", "'b'"],
        F::MatchesPattern => &["s", "'b'"],
        F::Length | F::ToLower | F::ToUpper | F::Trim => &["s"],
        F::Substring => &["s", "1", "five"],
        F::HasSubset | F::HasSubsequence => &["numbers", "[1]"],
        F::Year | F::Month | F::Day => &["when"],
        F::Hour | F::Minute | F::Second | F::FractionalSeconds => &["when"],
        F::Date | F::Time | F::TotalOffsetMinutes => &["when"],
        F::TotalSeconds => &["length"],
        F::Round | F::Floor | F::Ceiling => &["half"],
        _ => return None,
    })
}

#[test]
fn a_function_of_a_null_is_null() {
    let mut tested = 0;
    for function in Function::ALL {
        let Some(sample) = arguments(*function) else { continue };
        let call = |arguments: &[&str]| format!("{function}({}) eq null", arguments.join(","));
        check(&[(&call(sample), False)]);
        for at in 0..sample.len() {
            for null in ["n", "missing", "null", "missing/a/b"] {
                let mut arguments = sample.to_vec();
                arguments[at] = null;
                check(&[(&call(&arguments), True)]);
                tested += 1;
            }
        }
    }
    assert!(tested > 100, "{tested}");
}

#[test]
fn flags_are_those_of_the_left_side() {
    check(&[
        ("'Yellow,Solid' has 'Solid,Yellow'", True),
        ("'Yellow' has 'Solid,Yellow'", False),
        ("'Yellow' has 'yellow'", False),
        ("s has 'abc'", True),
        ("five has Ns.T'4'", True),
        ("five has Ns.T'2'", False),
        // The flags of several numbers are those of each.
        ("five has Ns.T'4,1'", True),
        ("five has Ns.T'4,2'", False),
        ("five eq Ns.T'4,1'", True),
        ("t has 'x'", Says::Fails),
        ("five has 'x'", Says::Fails),
        ("5 has 'x'", Refused),
        ("true has 'x'", Refused),
    ]);
}
