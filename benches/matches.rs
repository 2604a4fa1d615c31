//! How fast a predicate answers for records in memory, beside closures written by hand that do
//! the same on `serde_json::Value`.
//!
//! Prints a table of its own, then runs criterion's groups, each pass over those that stay in the cache.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Utc};
use criterion::Criterion;
use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::schema::Schema;
use odata_query_benches::kept::Kept;
use odata_query_benches::records::events;
use odata_query_benches::timing::{Asked, is_measuring, print_beside};
use serde_json::Value;

/// As many as stay in the cache, and as many as do not.
const HOT: usize = 300;
const RECORDS: usize = 150_000;

/// A filter, and what someone would write instead.
struct Case {
    filter: &'static str,
    by_hand: fn(&Value) -> bool,
}

const CASES: [Case; 7] = [
    Case {
        filter: "provisioningStatusInfo/status eq 'failure'",
        by_hand: |event| text(event, &["provisioningStatusInfo", "status"]) == Some("failure"),
    },
    Case {
        filter: "jobId eq 'zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e'",
        by_hand: |event| {
            text(event, &["jobId"]) == Some("zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e")
        },
    },
    Case {
        filter: "contains(sourceIdentity/displayName,'van der')",
        by_hand: |event| {
            text(event, &["sourceIdentity", "displayName"])
                .is_some_and(|name| name.contains("van der"))
        },
    },
    Case {
        filter: "activityDateTime gt 2024-05-10T00:00:00Z and \
                 activityDateTime lt 2024-05-11T00:00:00Z and \
                 provisioningStatusInfo/status eq 'failure'",
        by_hand: |event| {
            time(event).is_some_and(|time| time > START && time < END)
                && text(event, &["provisioningStatusInfo", "status"]) == Some("failure")
        },
    },
    Case {
        filter: "durationInMilliseconds gt 4900",
        by_hand: |event| {
            event.get("durationInMilliseconds").and_then(Value::as_i64).is_some_and(|ms| ms > 4_900)
        },
    },
    Case {
        filter: "provisioningAction eq 'disable' or provisioningAction eq 'delete'",
        by_hand: |event| matches!(text(event, &["provisioningAction"]), Some("disable" | "delete")),
    },
    Case {
        filter: "durationInMilliseconds gt 4900 and provisioningStatusInfo/status eq 'success' \
                 and targetSystem/displayName eq 'Contoso'",
        by_hand: |event| {
            event.get("durationInMilliseconds").and_then(Value::as_i64).is_some_and(|ms| ms > 4_900)
                && text(event, &["provisioningStatusInfo", "status"]) == Some("success")
                && text(event, &["targetSystem", "displayName"]) == Some("Contoso")
        },
    },
];

const START: DateTime<Utc> = at(1_715_299_200);
const END: DateTime<Utc> = at(1_715_385_600);

const fn at(second: i64) -> DateTime<Utc> {
    match DateTime::from_timestamp(second, 0) {
        Some(time) => time,
        None => DateTime::<Utc>::MIN_UTC,
    }
}

fn text<'v>(event: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(event, |value, name| value.get(name))?.as_str()
}

fn time(event: &Value) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text(event, &["activityDateTime"])?).ok()
}

fn main() -> ExitCode {
    let records: Vec<Value> = events(1, if is_measuring() { RECORDS } else { HOT })
        .iter()
        .flat_map(|text| serde_json::from_str(text))
        .collect();
    let any = Compile::default();
    let known = Compile::with_schema(Schema::provisioning_any());
    let (Some(with_schema), Some(without)) = (compiled(&known), compiled(&any)) else {
        println!("a filter does not compile");
        return ExitCode::FAILURE;
    };
    for (case, predicates) in CASES.iter().zip(with_schema.iter().zip(&without)) {
        let differs = |record: &&Value| {
            let expected = (case.by_hand)(record);
            [predicates.0, predicates.1].iter().any(|one| one.matches(*record) != expected)
        };
        if let Some(record) = records.iter().find(differs) {
            println!("{}: the closure and the predicate differ on {record}", case.filter);
            return ExitCode::FAILURE;
        }
    }
    if is_measuring() {
        let kept = Kept::new(&records, HOT);
        let mut cases = Vec::new();
        for (case, (known, any)) in CASES.iter().zip(with_schema.iter().zip(&without)) {
            let asked = vec![
                asked("closure", |records| count(records, case.by_hand)),
                asked("matches", |records| count(records, |record| known.matches(record))),
                asked("no schema", |records| count(records, |record| any.matches(record))),
                asked("store", |records| kept.count(known, records.len())),
            ];
            cases.push((case.filter, asked));
        }
        print_beside(&records, HOT, &cases);
    }
    let records = records.get(..HOT).unwrap_or(&records);
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for (case, predicate) in CASES.iter().zip(&with_schema) {
        let mut group = criterion.benchmark_group(case.filter);
        group.bench_function("matches", |bencher| {
            bencher.iter(|| count(records, |record| predicate.matches(record)));
        });
        group.bench_function("closure", |bencher| bencher.iter(|| count(records, case.by_hand)));
        group.finish();
    }
    criterion.final_summary();
    ExitCode::SUCCESS
}

fn compiled(options: &Compile<'_>) -> Option<Vec<Predicate>> {
    CASES.iter().map(|case| case.filter.parse::<Filter>().ok()?.compile(options).ok()).collect()
}

fn count(records: &[Value], is: impl Fn(&Value) -> bool) -> usize {
    records.iter().filter(|record| is(black_box(record))).count()
}

fn asked<'a>(name: &'static str, is: impl Fn(&[Value]) -> usize + 'a) -> Asked<'a, Value> {
    Asked { name, is: Box::new(is) }
}
