//! A store finds the records that a predicate finds one by one, whatever stands in its columns.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::cell::Cell;
use std::sync::Arc;

use odata_query::Filter;
use odata_query::eval::{AsNode, Compile, Node, Predicate};
use odata_query::graph::ProvisioningObjectSummary;
use odata_query::input::{Record, Records};
use odata_query::schema::Schema;
use odata_query::store::ColumnStore;
use proptest::prelude::*;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

fn compile(filter: &str, options: &Compile<'_>) -> Predicate {
    filter.parse::<Filter>().unwrap().compile(options).unwrap()
}

/// Asks the store twice, since the first time makes the columns; how many were found.
fn check<R: AsNode>(store: &ColumnStore<R>, predicate: &Predicate, filter: &str) -> usize {
    let records = store.records();
    let expected: Vec<usize> =
        (0..records.len()).filter(|at| predicate.matches(records[*at].as_node())).collect();
    for _ in 0..2 {
        let found = store
            .filter(predicate)
            .map(|found| records.iter().position(|record| std::ptr::eq(record, found)).unwrap());
        assert_eq!(found.collect::<Vec<_>>(), expected, "{filter}");
    }
    expected.len()
}

/// Conditions on `a`, `b/c` and `d`, some of which are errors for some records.
const CONDITIONS: &[&str] = &[
    "a eq 'x'",
    "a ne 5",
    "b/c gt 5",
    "b/c le 5.5",
    "d eq null",
    "d",
    "not d",
    "contains(a,'x')",
    "a in ('x','y')",
    "a in (5,7)",
    "length(a) eq 1",
    "a div b/c eq 1",
    "a add 1 gt 5",
    "tolower(a) eq 'x' or a eq 5",
    "b eq null",
    "a eq b/c",
    "a/any(i:i eq 5)",
    "a/$count gt 0",
    "a/c eq 5",
    "matchesPattern(a,'^x')",
    "case(d:a eq 'x',true:b/c eq 5)",
    "b/c eq 2024-05-01",
    "d eq 01234567-89ab-cdef-0123-456789abcdef",
    "true eq false",
    "null eq null",
];

fn values() -> Vec<Option<Value>> {
    let mut values: Vec<_> = [
        json!(null),
        json!(true),
        json!(false),
        json!(5),
        json!(5.5),
        json!(7.0),
        json!(-0.0),
        json!(u64::MAX),
        json!("x"),
        json!("X"),
        json!("5"),
        json!(""),
        json!("2024-05-01T00:00:00Z"),
        json!("01234567-89AB-cdef-0123-456789abcdef"),
        json!(format!("x{}", "y".repeat(2_000))),
        json!([]),
        json!([5, "x"]),
        json!({}),
        json!({"c": 5}),
    ]
    .map(Some)
    .into();
    values.push(None);
    values
}

/// Each pair of values, as two members out of three.
fn records() -> Vec<Value> {
    let mut records = Vec::new();
    for (n, first) in values().iter().enumerate() {
        for (m, second) in values().iter().enumerate() {
            let third = &values()[(n + m) % values().len()];
            let mut record = json!({});
            for (name, value) in [("a", first), ("b", second), ("d", third)] {
                if let Some(value) = value {
                    record[name] = value.clone();
                }
            }
            // One that stands deeper, and one that stands where a step of a path would.
            if let (Some(second), true) = (second, m % 2 == 0) {
                record["b"] = json!({"c": second});
            }
            records.push(record);
        }
    }
    records
}

/// Three conditions, joined in any way.
fn filters() -> impl Strategy<Value = String> {
    let condition = || prop::sample::select(CONDITIONS);
    let forms = prop::sample::select(
        &[
            "A",
            "not (A)",
            "(A) and (B)",
            "(A) or (B)",
            "(A) and (B) or not (C)",
            "not ((A) or (B)) and (C)",
            "(A) or not ((B) and (C))",
            "((A) eq null or (B)) and (C)",
        ][..],
    );
    (forms, condition(), condition(), condition())
        .prop_map(|(form, a, b, c)| form.replace('A', a).replace('B', b).replace('C', c))
}

fn raw(record: &Value) -> Box<RawValue> {
    to_raw_value(record).unwrap()
}

#[test]
fn every_condition_is_answered_for_every_value() {
    let trees: ColumnStore<Value> = records().into();
    let lines: ColumnStore<_> = records().iter().map(raw).collect();
    let found: usize = CONDITIONS
        .iter()
        .map(|filter| {
            let predicate = compile(filter, &Compile::default());
            let found = check(&trees, &predicate, filter);
            assert_eq!(found, check(&lines, &predicate, filter), "{filter}");
            found
        })
        .sum();
    assert!(found > 1_000, "{found}");
}

proptest! {
    #[test]
    fn conditions_are_joined_as_they_are_one_by_one(
        filter in filters(),
        records in prop::collection::vec(prop::sample::select(records()), 0..50),
        more in prop::collection::vec(prop::sample::select(records()), 0..50),
    ) {
        let Ok(predicate) = filter.parse::<Filter>().unwrap().compile(&Compile::default()) else {
            return Ok(());
        };
        let mut store = ColumnStore::from(records);
        check(&store, &predicate, &filter);
        store.extend(more);
        check(&store, &predicate, &filter);
    }

    #[test]
    fn events_are_found_in_whatever_they_are_kept(
        events in prop::collection::vec(crate::events::event(), 0..20),
    ) {
        let trees = ColumnStore::from(events.clone());
        let lines: ColumnStore<_> = events.iter().map(raw).collect();
        let typed: ColumnStore<ProvisioningObjectSummary> =
            events.into_iter().map(|event| serde_json::from_value(event).unwrap()).collect();
        let options = Compile::with_schema(Schema::provisioning_any());
        for filter in [
            "provisioningAction in ('create','delete') and not (provisioningStatusInfo/status eq 'success')",
            "activityDateTime ge 2024-05-01T02:00:00+02:00 and activityDateTime lt 2024-05-02",
            "servicePrincipal/displayName eq 'Contoso' or initiatedBy/initiatorType eq 'system'",
            "provisioningSteps/any(s:s/status eq 'failure') and durationInMilliseconds gt 10",
            "sourceSystem/details/size gt 5 or sourceSystem/details/deep/x eq true",
            "year(activityDateTime) eq 2024 or contains(tolower(sourceIdentity/displayName),'a')",
        ] {
            let predicate = compile(filter, &options);
            let found = check(&trees, &predicate, filter);
            prop_assert_eq!(found, check(&lines, &predicate, filter));
            prop_assert_eq!(found, check(&typed, &predicate, filter));
        }
    }
}

/// More values than one byte counts, more records than are answered together, more paths than a
/// store has columns.
#[test]
fn nothing_is_lost_where_there_is_much() {
    let mut store: ColumnStore<Value> = ColumnStore::new();
    for n in 0..5_000 {
        let mut record = json!({"few": n % 200, "many": format!("v{n}"), "rare": n % 997 == 0});
        record[format!("p{}", n % 100)] = json!(n);
        store.push(record);
    }
    let all: Vec<String> = (0..100).map(|path| format!("p{path} gt {}", 4_000 + path)).collect();
    let all = all.join(" or ");
    for (filter, count) in [
        ("few eq 199", 25),
        ("many eq 'v4999'", 1),
        ("endswith(many,'99') and few eq 99", 25),
        ("rare and few lt 190", 3),
        ("p7 eq 4907", 1),
        (&all, 900),
    ] {
        let predicate = compile(filter, &Compile::default());
        assert_eq!(check(&store, &predicate, filter), count, "{filter}");
    }
    for n in 250..260 {
        let filter = format!("many eq 'v{n}'");
        assert_eq!(check(&store, &compile(&filter, &Compile::default()), &filter), 1, "{n}");
    }
    // A column that was made before goes on with more values than it had bytes for.
    for n in 0..500 {
        store.push(json!({"few": n}));
    }
    for (filter, count) in [("few eq 199", 26), ("few ge 200", 300)] {
        assert_eq!(check(&store, &compile(filter, &Compile::default()), filter), count, "{filter}");
    }
}

/// A record that counts how often it is asked.
struct Counted(Value, Cell<usize>);

impl AsNode for Counted {
    fn as_node(&self) -> impl Node<'_> {
        self.1.set(self.1.get() + 1);
        &self.0
    }
}

#[test]
fn a_record_is_asked_for_a_path_once() {
    let record = |n| Counted(json!({"a": n, "b": {"c": n % 10}, "d": [n]}), Cell::new(0));
    let mut store: ColumnStore<_> = (0..2_000).map(record).collect();
    let asked = |store: &ColumnStore<Counted>, filter: &str, found: usize| {
        let predicate = compile(filter, &Compile::default());
        assert_eq!(store.filter(&predicate).count(), found, "{filter}");
        store.records().iter().map(|record| record.1.take()).sum::<usize>()
    };
    assert_eq!(asked(&store, "a gt 1500", 499), 2_000);
    assert_eq!(
        asked(&store, "a lt 10 or not (a gt 5) and contains(cast(a,Edm.String),'7')", 10),
        0
    );
    assert_eq!(asked(&store, "b/c eq 5 and a ge 1000", 100), 2_000);
    // Those that are left are asked what no column tells.
    assert_eq!(asked(&store, "b/c eq 5 and d/any(d:d gt 1000) and a lt 1200", 20), 120);
    store.push(record(2_000));
    let predicate = compile("b/c eq 0", &Compile::default());
    assert_eq!(store.filter(&predicate).count(), 201);
    assert_eq!(store.records().iter().map(|record| record.1.take()).sum::<usize>(), 1);
}

/// What takes much memory is not kept twice: long texts, and columns beyond 64.
#[test]
fn columns_are_bounded() {
    let paths: Vec<String> = (0..65).map(|n| format!("p{n}")).collect();
    let record = |n: usize| {
        let mut record = json!({"text": "x".repeat(if n < 10 { 2_000 } else { 20 })});
        for path in &paths {
            record[path] = json!(n);
        }
        Counted(record, Cell::new(0))
    };
    let store: ColumnStore<_> = (0..100).map(record).collect();
    let asked = |filter: &str| {
        let predicate = compile(filter, &Compile::default());
        assert!(store.filter(&predicate).count() > 0, "{filter}");
        store.records().iter().map(|record| record.1.take()).sum::<usize>()
    };
    assert_eq!(asked("startswith(text,'x')"), 100 + 10);
    assert_eq!(asked("startswith(text,'x')"), 10);
    for path in &paths {
        assert_eq!(asked(&format!("{path} gt 5")), 100, "{path}");
    }
    // The one that was used first has made room for the last.
    assert_eq!((asked("p64 gt 6"), asked("p1 gt 6"), asked("p0 gt 6")), (0, 0, 100));
    let all = paths.iter().map(|path| format!("{path} eq 50")).collect::<Vec<_>>().join(" or ");
    // One column is made, and those that no column tells of are asked.
    assert_eq!(asked(&all), 100 + 99);
}

#[test]
fn threads_can_share_a_store() {
    let store: ColumnStore<Value> = (0..3_000).map(|n| json!({"n": n % 10, "m": n % 7})).collect();
    std::thread::scope(|scope| {
        for filter in ["n eq 3", "m eq 3", "n eq 3 and m eq 3", "n eq m"] {
            let store = &store;
            scope.spawn(move || check(store, &compile(filter, &Compile::default()), filter));
        }
    });
}

/// What a reader gives is kept as it is, and asked for its event.
#[test]
fn what_was_read_is_kept_as_it_came() {
    let log = r#"{"category":"x","properties":{"id":"a"}}
{"id":"b"}"#;
    let store: ColumnStore<Record> =
        Records::new(log.as_bytes()).collect::<Result<_, _>>().unwrap();
    let predicate = compile("id eq 'a'", &Compile::default());
    assert_eq!(check(&store, &predicate, "id eq 'a'"), 1);
    let shared: ColumnStore<Arc<Value>> = [Arc::new(json!({"id": "a"}))].into_iter().collect();
    assert_eq!(check(&shared, &predicate, "id eq 'a'"), 1);
}

#[test]
fn what_is_found_outlives_the_predicate() {
    let store: ColumnStore<Value> = (0..10).map(|n| json!({"n": n})).collect();
    let found: Vec<&Value> = {
        let predicate = compile("n ge 8", &Compile::default());
        store.filter(&predicate).collect()
    };
    assert_eq!(found, [&json!({"n": 8}), &json!({"n": 9})]);
}

#[test]
fn records_are_given_back() {
    let mut store: ColumnStore<Value> = ColumnStore::default();
    assert_eq!(store.filter(&compile("true", &Compile::default())).count(), 0);
    store.push(json!({"n": 1}));
    assert_eq!(format!("{store:?}"), r#"ColumnStore { records: [Object {"n": Number(1)}], .. }"#);
    assert_eq!(store.into_records(), [json!({"n": 1})]);
}
