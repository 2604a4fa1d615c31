//! What it costs to keep records in memory and to filter them there: as `serde_json::Value`, as
//! typed records, and as the JSON text that they arrived in, asked line by line or scanned.
//!
//! Prints a table; there are more records than the cache holds.

use std::alloc::System;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::process::ExitCode;

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate, RawJson};
use odata_query::record::{Check, ProvisioningObjectSummary as Event, ScanOptions, scan};
use odata_query::schema::Schema;
use odata_query_benches::records::events;
use odata_query_benches::timing::{is_measuring, medians};
use serde_json::Value;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 5;
const RECORDS: usize = 100_000;

const FILTERS: [&str; 7] = [
    "provisioningStatusInfo/status eq 'failure'",
    "jobId eq 'zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e'",
    "contains(sourceIdentity/displayName,'van der')",
    "activityDateTime gt 2024-05-10T00:00:00Z and activityDateTime lt 2024-05-11T00:00:00Z and \
     provisioningStatusInfo/status eq 'failure'",
    "durationInMilliseconds gt 4900",
    "provisioningAction eq 'disable' or provisioningAction eq 'delete'",
    "provisioningSteps/any(s:s/status eq 'failure')",
];

fn main() -> ExitCode {
    let texts = events(1, if is_measuring() { RECORDS } else { 300 });
    let log = texts.join("\n");
    let (trees, tree_bytes) = kept::<Value>(&texts);
    let (events, event_bytes) = kept::<Event>(&texts);
    let options = Compile::with_schema(Schema::provisioning_any());
    let compiled = |text: &&str| text.parse::<Filter>().ok()?.compile(&options).ok();
    let predicates: Vec<Predicate> = FILTERS.iter().filter_map(compiled).collect();
    if [trees.len(), events.len()] != [texts.len(); 2] || predicates.len() != FILTERS.len() {
        println!("a filter does not compile, or a record is not read");
        return ExitCode::FAILURE;
    }
    let stores: [(&str, usize, Count<'_>); 4] = [
        ("Value", tree_bytes, Box::new(|p| trees.iter().filter(|r| p.matches(*r)).count())),
        ("typed", event_bytes, Box::new(|p| events.iter().filter(|r| p.matches(r.node())).count())),
        ("text", log.len(), Box::new(|p| by_line(&log, p))),
        ("scan", log.len(), Box::new(|p| scanned(&log, p))),
    ];
    for (name, bytes, _) in &stores {
        println!("{name:>8}: {} bytes a record", bytes / texts.len());
    }
    for (filter, predicate) in FILTERS.iter().zip(&predicates) {
        let counts: Vec<_> = stores.iter().map(|(.., count)| count(predicate)).collect();
        if counts.iter().any(|count| Some(count) != counts.first()) {
            println!("{filter}: the stores differ: {counts:?}");
            return ExitCode::FAILURE;
        }
        if is_measuring() {
            let mut passes: Vec<Box<dyn FnMut() + '_>> = Vec::new();
            for (.., count) in &stores {
                passes.push(Box::new(|| {
                    black_box(count(black_box(predicate)));
                }));
            }
            for ((name, ..), time) in stores.iter().zip(medians(ROUNDS, &mut passes)) {
                print!("{name:>8} {:6.1}", time / texts.len() as f64);
            }
            println!("  ns a record: {filter}");
        }
    }
    ExitCode::SUCCESS
}

/// How many records of a store meet a filter.
type Count<'s> = Box<dyn Fn(&Predicate) -> usize + 's>;

/// The records, and the memory that they take.
fn kept<T: serde::de::DeserializeOwned>(texts: &[String]) -> (Vec<T>, usize) {
    let region = Region::new(COUNTED);
    let mut records: Vec<T> = texts.iter().flat_map(|text| serde_json::from_str(text)).collect();
    records.shrink_to_fit();
    let change = region.change();
    (records, change.bytes_allocated.saturating_sub(change.bytes_deallocated))
}

fn by_line(log: &str, predicate: &Predicate) -> usize {
    log.lines().filter(|line| predicate.matches(RawJson::new(line.as_bytes()))).count()
}

fn scanned(log: &str, predicate: &Predicate) -> usize {
    let options = ScanOptions { check: Check::Candidates, ..ScanOptions::default() };
    let mut count = 0;
    scan(log.as_bytes(), predicate, &options, |batch| {
        count += batch.count();
        ControlFlow::Continue(())
    });
    count
}
