//! What `$orderby` and `$top` mean, and laws that filters obey whatever the record.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::cmp::Ordering;

use odata_query::eval::{Compile, EvalError, Order};
use odata_query::schema::Schema;
use odata_query::{Filter, OrderBy};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::cases;

fn order(text: &str) -> Order {
    let orderby: OrderBy = text.parse().expect(text);
    orderby.compile(&Compile::default()).expect(text)
}

fn sorted(text: &str, records: &[Value], top: Option<usize>) -> Vec<Value> {
    let order = order(text);
    let mut sorted = order.collect(top);
    for record in records {
        sorted.push(order.key(record).expect("a key"), record.clone());
    }
    sorted.into_sorted()
}

fn ids(records: &[Value]) -> String {
    records.iter().filter_map(|record| record["id"].as_str()).collect()
}

#[test]
fn nulls_come_first_ascending_and_last_descending() {
    let records = [
        json!({"id": "a", "n": 2}),
        json!({"id": "b", "n": null}),
        json!({"id": "c", "n": 1}),
        json!({"id": "d"}),
        json!({"id": "e", "n": 2.0}),
        json!({"id": "f", "n": 1.5}),
    ];
    for (text, expected) in [
        ("n", "bdcfae"),
        ("n asc", "bdcfae"),
        // Equal records keep their order, also descending.
        ("n desc", "aefcbd"),
        ("n desc,id desc", "eafcdb"),
        ("n mod 2 eq 0,id desc", "fdcbea"),
        ("length(id)", "abcdef"),
    ] {
        assert_eq!(ids(&sorted(text, &records, None)), expected, "{text}");
        assert_eq!(ids(&sorted(text, &records, Some(2))), expected[..2], "{text}");
        assert_eq!(ids(&sorted(text, &records, Some(0))), "", "{text}");
        assert_eq!(ids(&sorted(text, &records, Some(9))), expected, "{text}");
    }
}

#[test]
fn nan_comes_before_every_other_number() {
    // JSON has no NaN; a division does.
    let records =
        [json!({"id": "a", "n": 1.0}), json!({"id": "b", "n": 0.0}), json!({"id": "c", "n": -1.0})];
    // 1 div 1, 0 div 0, -1 div 1
    assert_eq!(ids(&sorted("n div (n mul n)", &records, None)), "bca");
    assert_eq!(ids(&sorted("n div (n mul n) desc", &records, None)), "acb");
    let with_null = [records.as_slice(), &[json!({"id": "d"})]].concat();
    assert_eq!(ids(&sorted("n div (n mul n)", &with_null, None)), "dbca");
}

#[test]
fn numbers_of_one_double_are_ordered_exactly() {
    let records = [
        json!({"id": "a", "n": 9_007_199_254_740_993_u64}),
        json!({"id": "b", "n": 9_007_199_254_740_992.0}),
        json!({"id": "c", "n": 9_007_199_254_740_992_u64}),
        json!({"id": "d", "n": 1e300}),
        json!({"id": "e", "n": 9_007_199_254_740_991_u64}),
        json!({"id": "f", "n": 1e300}),
    ];
    assert_eq!(ids(&sorted("n", &records, None)), "ebcadf");
    assert_eq!(ids(&sorted("n desc", &records, None)), "dfabce");
    assert_eq!(ids(&sorted("n add 0.5", &records[..3], None)), "bca");
}

#[test]
fn a_schema_orders_times_as_instants() {
    let orderby: OrderBy = "activityDateTime desc".parse().expect("an order");
    let order =
        orderby.compile(&Compile::with_schema(Schema::provisioning_any())).expect("compiles");
    let mut sorted = order.collect(None);
    for (id, time) in [
        ("a", "2024-05-01T00:00:00+02:00"),
        ("b", "2024-05-01T00:00:00.5Z"),
        ("c", "2024-05-01T00:00:00Z"),
        ("d", "unreadable"),
    ] {
        let record = json!({"activityDateTime": time});
        sorted.push(order.key(&record).expect("a key"), id);
    }
    assert_eq!(sorted.into_sorted(), ["b", "c", "a", "d"]);
}

#[test]
fn what_cannot_be_ordered_is_an_error() {
    for record in [json!({"n": [1]}), json!({"n": {"a": 1}})] {
        assert!(order("n").key(&record).is_err(), "{record}");
    }
    let orderby: OrderBy = "provisioningSteps".parse().expect("an order");
    assert!(orderby.compile(&Compile::with_schema(Schema::provisioning_any())).is_err());
}

fn scalar() -> impl Strategy<Value = Value> {
    // 2⁵³ and its neighbours: equal as doubles, not as integers.
    let edge = 9_007_199_254_740_992_u64;
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..3_i64).prop_map(Value::from),
        (edge - 2..edge + 3).prop_map(Value::from),
        Just(json!(9_007_199_254_740_992.0)),
        Just(json!(u64::MAX)),
        any::<f64>().prop_map(Value::from),
        (-3..3_i32).prop_map(|n| json!(f64::from(n) / 2.0)),
        "[ab]{0,2}".prop_map(Value::from),
    ]
}

fn record() -> impl Strategy<Value = Value> {
    (scalar(), scalar(), scalar()).prop_map(|(a, b, c)| json!({"a": a, "b": b, "c": c}))
}

/// Conditions that can be true, false, null and an error.
fn condition() -> impl Strategy<Value = String> {
    let field = prop_oneof![Just("a"), Just("b"), Just("c"), Just("missing")];
    let operator =
        prop_oneof![Just("eq"), Just("ne"), Just("gt"), Just("ge"), Just("lt"), Just("le")];
    let operand = prop_oneof![
        Just("1"),
        Just("0.5"),
        Just("'a'"),
        Just("true"),
        Just("null"),
        Just("b"),
        Just("9007199254740992"),
        Just("NaN"),
        Just("1 div a"),
    ];
    prop_oneof![
        (field.clone(), operator, operand).prop_map(|(f, op, x)| format!("{f} {op} {x}")),
        field.clone().prop_map(|f| format!("contains({f},'a')")),
        field.prop_map(str::to_owned),
    ]
}

fn ask(filter: &str, record: &Value) -> Result<Option<bool>, EvalError> {
    let filter: Filter = filter.parse().expect(filter);
    filter.compile(&Compile::default()).expect("compiles").evaluate(record)
}

/// True, false, null, or some error: which one of several is not promised.
fn says(filter: &str, record: &Value) -> Option<Option<bool>> {
    ask(filter, record).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1000), ..ProptestConfig::default() })]

    #[test]
    fn and_and_or_do_not_depend_on_the_order(
        parts in prop::collection::vec(condition(), 2..5),
        record in record(),
    ) {
        for word in [" and ", " or "] {
            let mut turned = parts.clone();
            let expected = says(&parts.join(word), &record);
            for _ in 0..parts.len() {
                turned.rotate_left(1);
                prop_assert_eq!(says(&turned.join(word), &record), expected);
            }
            turned.reverse();
            prop_assert_eq!(says(&turned.join(word), &record), expected);
        }
    }

    #[test]
    fn not_turns_and_into_or(a in condition(), b in condition(), record in record()) {
        prop_assert_eq!(
            says(&format!("not ({a} and {b})"), &record),
            says(&format!("not ({a}) or not ({b})"), &record)
        );
        prop_assert_eq!(
            says(&format!("not ({a} or {b})"), &record),
            says(&format!("not ({a}) and not ({b})"), &record)
        );
    }

    #[test]
    fn ge_is_gt_or_eq_and_ne_is_not_eq(a in scalar(), b in scalar()) {
        let record = json!({"a": a, "b": b});
        for (wide, narrow) in [("ge", "gt"), ("le", "lt")] {
            prop_assert_eq!(
                says(&format!("a {wide} b"), &record),
                says(&format!("a {narrow} b or a eq b"), &record)
            );
        }
        prop_assert_eq!(says("a ne b", &record), says("not (a eq b)", &record));
        prop_assert_eq!(says("a gt b", &record), says("b lt a", &record));
        prop_assert_eq!(says("a in (1,null)", &record), says("a eq 1 or a eq null", &record));
    }

    #[test]
    fn the_first_few_are_those_of_the_whole_order(
        records in prop::collection::vec(record(), 0..40),
        top in 0..45_usize,
        text in prop_oneof![Just("a"), Just("a desc"), Just("a,b desc"), Just("a desc,b,c desc")],
    ) {
        let tagged: Vec<_> = records
            .iter()
            .enumerate()
            .map(|(at, record)| json!({"at": at, "a": record["a"], "b": record["b"], "c": record["c"]}))
            .collect();
        let mut expected = sorted(text, &tagged, None);
        let order = order(text);
        let compare = |a: &Value, b: &Value| {
            order.compare(&order.key(a).expect("a key"), &order.key(b).expect("a key"))
        };
        for pair in expected.windows(2) {
            let (first, second) = (&pair[0], &pair[1]);
            prop_assert_ne!(compare(first, second), Ordering::Greater);
            if compare(first, second) == Ordering::Equal {
                prop_assert!(first["at"].as_u64() < second["at"].as_u64(), "stable");
            }
        }
        expected.truncate(top);
        prop_assert_eq!(sorted(text, &tagged, Some(top)), expected);
    }

    #[test]
    fn the_order_is_total(a in scalar(), b in scalar(), c in scalar()) {
        let order = order("a");
        let key = |value: &Value| order.key(&json!({"a": value})).expect("a key");
        let (a, b, c) = (key(&a), key(&b), key(&c));
        prop_assert_eq!(order.compare(&a, &b), order.compare(&b, &a).reverse());
        if order.compare(&a, &b).is_le() && order.compare(&b, &c).is_le() {
            prop_assert!(order.compare(&a, &c).is_le());
        }
    }
}
