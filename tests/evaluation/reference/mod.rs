//! A second interpreter of filters, written for clarity alone, that shares no code with the
//! first: generated filters over generated records must have the same answer from both.
//!
//! It works on the tree and on `serde_json::Value`, goes through SEMANTICS, "Truth" rule by
//! rule, has its own numbers (fractions of big integers), its own calendar and its own readers
//! of the strings of JSON, and compiles nothing.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unreachable,
    reason = "a test fails where a helper does"
)]

mod laws;
// The interpreter, its generator and the question to both are shared with the fuzz targets.
#[path = "oracle.rs"]
mod oracle;

use std::cell::RefCell;
use std::collections::BTreeMap;

use odata_query::Filter;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use self::oracle::{Choices, Says, by_evaluator, by_reference, compiled};

use crate::cases::cases;

/// Compares both on so many generated filters, each over three records; each answer must have
/// come often enough for the comparison to mean something.
fn agree(cases: u32, typed: bool) {
    let counts = RefCell::new(BTreeMap::<Says, usize>::new());
    let strategy = (vec(any::<u8>(), 0..120), vec(vec(any::<u8>(), 0..300), 3));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |(filter, records)| {
        let text = Choices::new(&filter, typed).filter();
        let filter: Filter =
            text.parse().map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let predicate = compiled(&filter, typed);
        for bytes in records {
            let record = Choices::new(&bytes, typed).record();
            let evaluator = by_evaluator(predicate.as_ref(), &record);
            let reference = by_reference(&filter, &record, typed);
            prop_assert_eq!(evaluator, reference, "{} over {}", text, record);
            *counts.borrow_mut().entry(reference).or_default() += 1;
        }
        Ok(())
    });
    let difference = outcome.err().map(|error| error.to_string());
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    let counts = counts.into_inner();
    for says in [Says::True, Says::False, Says::Null, Says::Fails, Says::Refused] {
        let count = counts.get(&says).copied().unwrap_or_default();
        assert!(count * 100 > cases as usize, "{says:?} came {count} times: {counts:?}");
    }
    // Refusals say little; most filters must be evaluated.
    let refused = counts.get(&Says::Refused).copied().unwrap_or_default();
    assert!(refused < 2 * cases as usize, "too many are refused: {counts:?}");
}

#[test]
fn agrees_without_a_schema() {
    agree(cases(16_000), false);
}

#[test]
fn agrees_with_the_model_of_provisioning_logs() {
    agree(cases(12_000), true);
}

/// The parts of an explanation stand where they are written, and the whole says what
/// evaluating says.
fn explained_as_evaluated(typed: bool) {
    let strategy = (vec(any::<u8>(), 0..120), vec(any::<u8>(), 0..300));
    let config = Config { cases: cases(2000), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |(filter, record)| {
        let text = Choices::new(&filter, typed).filter();
        let filter: Filter = text.parse().expect("a filter");
        let Some(predicate) = compiled(&filter, typed) else { return Ok(()) };
        let record = Choices::new(&record, typed).record();
        let explanation = predicate.explain(&record);
        prop_assert_eq!(explanation.truth(), predicate.evaluate(&record), "{}", text);
        let mut parts = vec![&explanation];
        while let Some(part) = parts.pop() {
            let outer = part.span();
            prop_assert!(outer.slice(&text).is_some_and(|text| !text.is_empty()), "{}", text);
            for child in part.children() {
                let inner = child.span();
                let within = outer.start <= inner.start && inner.end <= outer.end;
                prop_assert!(within, "{:?} is not in {:?} of {}", inner, outer, text);
                parts.push(child);
            }
        }
        prop_assert!(explanation.render(&text).lines().count() >= 1);
        Ok(())
    });
    let difference = outcome.err().map(|error| error.to_string());
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
}

#[test]
fn explanations_agree_with_evaluating() {
    explained_as_evaluated(false);
    explained_as_evaluated(true);
}

/// The oracle is not blind: each of these would be missed by one that always gave one answer.
#[test]
fn knows_the_rules_itself() {
    let record =
        json!({"i": 5, "n": null, "s": "abc", "t": "2024-05-01T02:00:00+02:00", "l": [1, 2]});
    for (filter, says) in [
        ("i eq 5.0", Says::True),
        ("n gt 1", Says::False),
        ("n ge null", Says::True),
        ("contains(n,'a')", Says::Null),
        ("i div 0 eq 1", Says::Fails),
        ("i div 0 eq 1 and false", Says::False),
        ("1 div 0 eq 1", Says::Refused),
        ("t eq 2024-05-01", Says::True),
        ("hour(t) eq 2", Says::True),
        ("l/any(x:x eq 2) and l/all(x:x lt 3)", Says::True),
        ("1 divby 3 eq 0.3333333333333333333333333333", Says::True),
        ("t add duration'P1D' eq 2024-05-02", Says::True),
    ] {
        let filter: Filter = filter.parse().expect("a filter");
        assert_eq!(by_reference(&filter, &record, false), says, "{filter}");
    }
}
