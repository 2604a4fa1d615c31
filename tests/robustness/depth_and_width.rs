//! The largest filters compile and evaluate: on a small stack, in linear time.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::Limits;
use odata_query::ast::Filter;
use odata_query::eval::Compile;
use serde_json::json;

/// The stack on which every input must be safe, in a debug build.
const STACK: usize = 512 * 1024;

fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    thread.join().expect("the work does not panic")
}

/// The same filter at the largest number of levels that `limits` take.
fn deepest(before: &str, middle: &str, after: &str) -> Option<(usize, Filter)> {
    let limits = Limits { max_depth: Limits::DEPTH_CEILING, ..Limits::default() };
    (1..=Limits::DEPTH_CEILING).rev().find_map(|levels| {
        let text = format!("{}{middle}{}", before.repeat(levels), after.repeat(levels));
        Filter::parse(&text, &limits).ok().map(|filter| (levels, filter))
    })
}

#[test]
fn the_deepest_filters_evaluate_on_a_small_stack() {
    for (before, middle, after, even, odd) in [
        ("not (", "a eq 1", ")", Some(true), Some(false)),
        ("(a eq 1 and ", "a eq 1", ")", Some(true), Some(true)),
        ("(a eq 2 or ", "missing", ")", None, None),
        ("a eq 1 eq (", "true", ")", Some(true), Some(true)),
        ("$it/items/$count($filter=", "true", ") eq 1", Some(true), Some(true)),
        ("items/any(x:", "x eq 1", ")", Some(true), Some(true)),
        ("items/all(x:x eq 1 and ", "true", ")", Some(true), Some(true)),
        ("case(true:", "a eq 1", ")", Some(true), Some(true)),
    ] {
        let found = deepest(before, middle, after);
        let levels = found.as_ref().map_or(0, |(levels, _)| *levels);
        assert!(levels > 20, "{before}: {levels}");
        let answer = on_a_small_stack(move || {
            let record = json!({"a": 1, "items": [1]});
            let predicate = found.map(|(_, filter)| filter.compile(&Compile::default()));
            predicate.and_then(Result::ok).map(|predicate| predicate.evaluate(&record))
        });
        let expected = if levels.is_multiple_of(2) { even } else { odd };
        assert_eq!(answer, Some(Ok(expected)), "{before} at {levels} levels");
    }
}

/// Each of them is joined with those before it: side by side, not one within the other.
#[test]
fn ten_thousand_conditions_on_one_path_evaluate_on_a_small_stack() {
    let limits = Limits { max_bytes: usize::MAX, max_nodes: usize::MAX, ..Limits::default() };
    for (condition, op, answer) in [
        ("a ne {}", "and", true),
        ("a eq {}", "or", false),
        ("a lt {}", "or", false),
        ("a ge {}", "and", true),
        ("s eq '{}'", "or", false),
        ("not (s ne '{}')", "or", false),
        ("startswith(s,'{}')", "or", false),
        ("t gt {}-01-01T00:00:00Z", "and", true),
        ("t le {}-01-01T00:00:00Z", "or", false),
        ("a ne {} and s ne 'x'", "and", true),
    ] {
        let each = (0..10_000).map(|n| condition.replace("{}", &format!("{n:04}")));
        let text = each.collect::<Vec<_>>().join(&format!(" {op} "));
        let filter = Filter::parse(&text, &limits).expect("within the limits");
        let said = on_a_small_stack(move || {
            let record = json!({"a": 99_999, "s": "no number", "t": "9999-05-01T00:00:00Z"});
            filter.compile(&Compile::default()).map(|predicate| predicate.evaluate(&record))
        });
        assert_eq!(said, Ok(Ok(Some(answer))), "{condition}");
    }
}

#[test]
fn ten_thousand_operands_and_a_hundred_thousand_values_evaluate() {
    let limits = Limits {
        max_bytes: usize::MAX,
        max_nodes: usize::MAX,
        max_list_items: usize::MAX,
        ..Limits::default()
    };
    let record = json!({"a": 99_999, "s": "99999"});
    let or: Vec<_> = (0..10_000).map(|n| format!("a eq {n}")).collect();
    let list: Vec<_> = (0..100_000).map(|n| n.to_string()).collect();
    let quoted: Vec<_> = list.iter().map(|n| format!("'{n}'")).collect();
    for (text, answer) in [
        (or.join(" or "), false),
        (format!("{} or a eq 99999", or.join(" or ")), true),
        (format!("a in ({})", list.join(",")), true),
        (format!("s in ({})", quoted.join(",")), true),
        (format!("s in ({})", list.join(",")), true),
    ] {
        let filter = Filter::parse(&text, &limits).expect("within the limits");
        let predicate = filter.compile(&Compile::default()).expect("compiles");
        assert_eq!(predicate.evaluate(&record), Ok(Some(answer)), "{}…", &text[..40]);
    }
}
