//! How fast a predicate answers for typed records in memory, beside closures written by hand that
//! do the same on the structs.
//!
//! Prints a table of its own, then runs criterion's groups, each pass over those that stay in the cache.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, Utc};
use criterion::Criterion;
use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::graph::{
    ProvisioningAction, ProvisioningObjectSummary as Event, ProvisioningResult,
};
use odata_query::schema::Schema;
use odata_query_benches::kept::Kept;
use odata_query_benches::records::events;
use odata_query_benches::timing::{Asked, is_measuring, print_beside};

/// As many as stay in the cache, and as many as do not.
const HOT: usize = 300;
const RECORDS: usize = 300_000;

/// A filter, and what someone would write instead.
struct Case {
    filter: &'static str,
    by_hand: fn(&Event) -> bool,
}

const CASES: [Case; 7] = [
    Case {
        filter: "provisioningStatusInfo/status eq 'failure'",
        by_hand: |event| status(event) == Some(&ProvisioningResult::Failure),
    },
    Case {
        filter: "jobId eq 'zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e'",
        by_hand: |event| {
            event.job_id.as_deref() == Some("zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e")
        },
    },
    Case {
        filter: "contains(sourceIdentity/displayName,'van der')",
        by_hand: |event| {
            let identity = event.source_identity.as_ref();
            let name = identity.and_then(|identity| identity.display_name.as_deref());
            name.is_some_and(|name| name.contains("van der"))
        },
    },
    Case {
        filter: "activityDateTime gt 2024-05-10T00:00:00Z and \
                 activityDateTime lt 2024-05-11T00:00:00Z and \
                 provisioningStatusInfo/status eq 'failure'",
        by_hand: |event| {
            let time = event.activity_date_time.as_deref();
            let time = time.and_then(|time| DateTime::parse_from_rfc3339(time).ok());
            time.is_some_and(|time| time > START && time < END)
                && status(event) == Some(&ProvisioningResult::Failure)
        },
    },
    Case {
        filter: "durationInMilliseconds gt 4900",
        by_hand: |event| event.duration_in_milliseconds.is_some_and(|ms| ms > 4_900),
    },
    Case {
        filter: "provisioningAction eq 'disable' or provisioningAction eq 'delete'",
        by_hand: |event| {
            matches!(
                event.provisioning_action,
                Some(ProvisioningAction::Disable | ProvisioningAction::Delete)
            )
        },
    },
    Case {
        filter: "durationInMilliseconds gt 4900 and provisioningStatusInfo/status eq 'success' \
                 and targetSystem/displayName eq 'Contoso'",
        by_hand: |event| {
            let system = event.target_system.as_ref();
            event.duration_in_milliseconds.is_some_and(|ms| ms > 4_900)
                && status(event) == Some(&ProvisioningResult::Success)
                && system.and_then(|system| system.display_name.as_deref()) == Some("Contoso")
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

fn status(event: &Event) -> Option<&ProvisioningResult> {
    event.provisioning_status_info.as_ref()?.status.as_ref()
}

fn main() -> ExitCode {
    let records: Vec<Event> = events(1, if is_measuring() { RECORDS } else { HOT })
        .iter()
        .flat_map(|text| serde_json::from_str(text))
        .collect();
    let options = Compile::with_schema(Schema::provisioning_any());
    let compiled = |case: &Case| case.filter.parse::<Filter>().ok()?.compile(&options).ok();
    let predicates: Vec<Predicate> = CASES.iter().filter_map(compiled).collect();
    if predicates.len() != CASES.len() || records.len() < HOT {
        println!("a filter does not compile, or a record is not typed");
        return ExitCode::FAILURE;
    }
    for (case, predicate) in CASES.iter().zip(&predicates) {
        if records.iter().any(|event| predicate.matches(event.node()) != (case.by_hand)(event)) {
            println!("{}: the closure and the predicate differ", case.filter);
            return ExitCode::FAILURE;
        }
    }
    if is_measuring() {
        let kept = Kept::new(&records, HOT);
        let mut cases = Vec::new();
        for (case, predicate) in CASES.iter().zip(&predicates) {
            let matches = |event: &Event| predicate.matches(event.node());
            let asked = vec![
                asked("closure", |records| count(records, case.by_hand)),
                asked("matches", move |records| count(records, matches)),
                asked("store", |records| kept.count(predicate, records.len())),
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
    for (case, predicate) in CASES.iter().zip(&predicates) {
        let mut group = criterion.benchmark_group(format!("typed: {}", case.filter));
        group.bench_function("matches", |bencher| {
            bencher.iter(|| count(records, |event| predicate.matches(event.node())));
        });
        group.bench_function("closure", |bencher| bencher.iter(|| count(records, case.by_hand)));
        group.finish();
    }
    criterion.final_summary();
    ExitCode::SUCCESS
}

fn count(records: &[Event], is: impl Fn(&Event) -> bool) -> usize {
    records.iter().filter(|record| is(black_box(record))).count()
}

fn asked<'a>(name: &'static str, is: impl Fn(&[Event]) -> usize + 'a) -> Asked<'a, Event> {
    Asked { name, is: Box::new(is) }
}
