//! What it costs to keep records in memory and to filter them there: as `serde_json::Value`, as
//! typed records, and as the JSON text that they arrived in, asked one by one, out of the columns
//! of a `ColumnStore`, or scanned.
//!
//! Prints a table; there are more records than the cache holds.

use std::alloc::System;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

use odata_query::Filter;
use odata_query::eval::{AsNode, Compile, Predicate};
use odata_query::graph::ProvisioningObjectSummary as Event;
use odata_query::scan::{ScanOptions, Validation, scan};
use odata_query::schema::Schema;
use odata_query::store::ColumnStore;
use odata_query_benches::records::events;
use odata_query_benches::timing::{is_measuring, medians};
use serde_json::Value;
use serde_json::value::RawValue;
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
    let (lines, line_bytes) = kept::<Box<RawValue>>(&texts);
    let options = Compile::with_schema(Schema::provisioning_any());
    let compiled = |text: &&str| text.parse::<Filter>().ok()?.compile(&options).ok();
    let predicates: Vec<Predicate> = FILTERS.iter().filter_map(compiled).collect();
    let counts = [trees.records().len(), events.records().len(), lines.records().len()];
    if counts != [texts.len(); 3] || predicates.len() != FILTERS.len() {
        println!("a filter does not compile, or a record is not read");
        return ExitCode::FAILURE;
    }
    for (name, bytes) in [("trees", tree_bytes), ("typed", event_bytes), ("lines", line_bytes)] {
        println!("{name}: {} bytes a record", bytes / texts.len());
    }
    if is_measuring() {
        // Before any column is there.
        println!("nanoseconds a record of the first filter, which makes the columns:");
        for (filter, predicate) in FILTERS.iter().zip(&predicates) {
            let [trees, trees_bytes] = first(&trees, predicate);
            let [events, events_bytes] = first(&events, predicate);
            let [lines, lines_bytes] = first(&lines, predicate);
            println!("trees {trees:5.0} typed {events:5.0} lines {lines:5.0}  {filter}");
            println!(
                "      {trees_bytes:5.1}       {events_bytes:5.1}       {lines_bytes:5.1} bytes"
            );
        }
    }
    let stores: [(&str, Count<'_>); 7] = [
        ("trees", Box::new(|p| one_by_one(&trees, p))),
        ("typed", Box::new(|p| one_by_one(&events, p))),
        ("lines", Box::new(|p| one_by_one(&lines, p))),
        ("scan", Box::new(|p| scanned(&log, p))),
        ("columns of trees", Box::new(|p| trees.filter(p).count())),
        ("of typed", Box::new(|p| events.filter(p).count())),
        ("of lines", Box::new(|p| lines.filter(p).count())),
    ];
    for (filter, predicate) in FILTERS.iter().zip(&predicates) {
        let counts: Vec<_> = stores.iter().map(|(_, count)| count(predicate)).collect();
        if counts.iter().any(|count| Some(count) != counts.first()) {
            println!("{filter}: the stores differ: {counts:?}");
            return ExitCode::FAILURE;
        }
        if is_measuring() {
            let mut passes: Vec<Box<dyn FnMut() + '_>> = Vec::new();
            for (_, count) in &stores {
                passes.push(Box::new(|| {
                    black_box(count(black_box(predicate)));
                }));
            }
            for ((name, _), time) in stores.iter().zip(medians(ROUNDS, &mut passes)) {
                print!("{name} {:.2}, ", time / texts.len() as f64);
            }
            println!("ns a record: {filter}");
        }
    }
    ExitCode::SUCCESS
}

/// How many records of a store meet a filter.
type Count<'s> = Box<dyn Fn(&Predicate) -> usize + 's>;

/// The records, and the memory that they take.
fn kept<T: serde::de::DeserializeOwned>(texts: &[String]) -> (ColumnStore<T>, usize) {
    let region = Region::new(COUNTED);
    let mut records: Vec<T> = texts.iter().flat_map(|text| serde_json::from_str(text)).collect();
    records.shrink_to_fit();
    let change = region.change();
    (records.into(), change.bytes_allocated.saturating_sub(change.bytes_deallocated))
}

/// What the first filter takes for a record: nanoseconds, and bytes for the columns.
fn first<R: AsNode>(store: &ColumnStore<R>, predicate: &Predicate) -> [f64; 2] {
    let (region, start) = (Region::new(COUNTED), Instant::now());
    black_box(store.filter(predicate).count());
    let (time, change) = (start.elapsed(), region.change());
    let bytes = change.bytes_allocated.saturating_sub(change.bytes_deallocated);
    [time.as_nanos() as f64, bytes as f64].map(|all| all / store.records().len() as f64)
}

fn one_by_one<R: AsNode>(store: &ColumnStore<R>, predicate: &Predicate) -> usize {
    store.records().iter().filter(|record| predicate.matches(record.as_node())).count()
}

fn scanned(log: &str, predicate: &Predicate) -> usize {
    let options = ScanOptions { validation: Validation::Skip, ..ScanOptions::default() };
    let mut count = 0;
    scan(log.as_bytes(), predicate, &options, |batch| {
        count += batch.count();
        ControlFlow::Continue(())
    });
    count
}
