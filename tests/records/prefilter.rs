//! What is passed over cannot match: in logs that are large enough for each way of going through
//! them to be chosen, the same records are found as when every record is asked.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::input::InputFormat;
use odata_query::scan::{ScanItem, ScanOptions, Validation, scan};
use odata_query::schema::Schema;
use proptest::prelude::*;
use serde_json::json;

use crate::cases::cases;

/// Conditions whose texts start or end in one place, or are parts of each other.
const CONDITIONS: &[&str] = &[
    "provisioningStatusInfo/status eq 'failure'",
    "provisioningStatusInfo/status eq 'skipped'",
    "tolower(provisioningStatusInfo/errorInformation/errorCode) eq 'x'",
    "provisioningAction eq 'delete'",
    "jobId eq 'tatusInfo'",
    "contains(jobId,'tatus')",
    "startswith(jobId,'O''Brien-Zoë')",
    "endswith(jobId,'aa')",
    "jobId eq 'aax'",
    "contains(sourceIdentity/displayName,'O''Brien')",
    "contains(tolower(sourceIdentity/displayName),'zoë')",
    "durationInMilliseconds gt 5",
    "durationInMilliseconds lt 2",
    "tolower(jobId) eq 'y'",
    "activityDateTime gt 2024-05-01T00:00:00Z",
    "provisioningSteps/any(s:s/status eq 'failure')",
];

const TEXTS: &[&str] =
    &["tatusInfo", "aa", "aax", "O'Brien-Zoë", "Zoë", "Y", "status", "", "x", "statusInfo"];

/// The records that a filter finds, line by line.
fn found(log: &str, predicate: &Predicate, check: Validation, block_bytes: usize) -> Vec<Vec<u8>> {
    let mut options = ScanOptions { validation: check, block_bytes, ..ScanOptions::default() };
    options.threads = NonZeroUsize::MIN;
    options.read.format =
        if log.starts_with('[') { InputFormat::Array } else { InputFormat::Lines };
    let mut lines = Vec::new();
    scan(log.as_bytes(), predicate, &options, |batch| {
        for found in batch {
            if let ScanItem::Match(record) = found {
                lines.push(record.line().into_owned());
            }
        }
        ControlFlow::Continue(())
    });
    lines
}

/// A record made of these numbers, its letters written with an escape here and there.
fn record(numbers: &[usize], padding: usize) -> String {
    let one = |n: usize, of: &[&str]| of[numbers[n] % of.len()].to_owned();
    let (status, action) =
        (["statusInfo", "provisioningStatusInfo"], ["action", "provisioningAction"]);
    let record = json!({
        "id": numbers[0],
        one(1, &status): {"status": one(2, &["success", "failure", "Skipped"]),
            "errorInformation": {"errorCode": one(3, &["X", "y"])}},
        "jobId": one(4, TEXTS),
        "sourceIdentity": {"displayName": one(5, TEXTS)},
        "durationInMilliseconds": numbers[6] % 9,
        one(7, &action): one(8, &["create", "delete"]),
        "activityDateTime": one(9, &["2024-04-01T00:00:00Z", "2024-06-01T00:00:00Z"]),
        "provisioningSteps": [{"status": one(10, &["success", "failure"])}],
        "padding": "-".repeat(padding),
    });
    let every = numbers[11] % 40;
    let (mut inside, mut text) = (false, String::new());
    for (at, c) in record.to_string().chars().enumerate() {
        inside ^= c == '"';
        if inside && c != '"' && c != '-' && every > 0 && at % every == 0 {
            text.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            text.push(c);
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2_000)))]

    #[test]
    fn no_record_that_matches_is_passed_over(
        conditions in prop::collection::vec(prop::sample::select(CONDITIONS), 1..4),
        join in prop::sample::select(&[" and ", " or "][..]),
        kinds in prop::collection::vec(prop::collection::vec(any::<usize>(), 12), 1..6),
        order in prop::collection::vec(any::<prop::sample::Index>(), 100),
        padding in prop::sample::select(&[0_usize, 800][..]),
        as_array: bool,
        block_bytes in prop::sample::select(&[20_000_usize, 500_000][..]),
    ) {
        let kinds: Vec<String> = kinds.iter().map(|kind| record(kind, padding)).collect();
        let records: Vec<&str> = order.iter().map(|at| at.get(&kinds).as_str()).collect();
        let log = match as_array {
            true => format!("[{}]", records.join(",")),
            false => records.join("\n"),
        };
        let filter: Filter = conditions.join(join).parse().unwrap();
        let options = Compile::with_schema(Schema::provisioning_any());
        let predicate = filter.compile(&options).unwrap();
        let expected = found(&log, &predicate, Validation::Full, block_bytes);
        let passed = found(&log, &predicate, Validation::Skip, block_bytes);
        prop_assert_eq!(expected.len(), passed.len(), "{} in {:?}", filter, kinds);
        prop_assert_eq!(expected, passed);
    }
}

/// Filters of which a text stands where another does, and a record that each of them finds.
#[test]
fn texts_in_one_place_are_each_looked_at() {
    let failure =
        r#"{"provisioningStatusInfo":{"status":"skipped","errorInformation":{"errorCode":"X"}}}"#;
    let status = "provisioningStatusInfo/status eq 'failure'";
    let table = [
        (format!("{status} or provisioningStatusInfo/status eq 'skipped'"), failure),
        (
            format!(
                "{status} or tolower(provisioningStatusInfo/errorInformation/errorCode) eq 'x'"
            ),
            failure,
        ),
        (format!("{status} or jobId eq 'tatusInfo'"), r#"{"jobId":"tatusInfo"}"#),
        (format!("{status} or contains(jobId,'tatus')"), r#"{"jobId":"tatusInfo"}"#),
        (
            "durationInMilliseconds gt 5 or durationInMilliseconds lt 2".to_owned(),
            r#"{"durationInMilliseconds":1}"#,
        ),
        ("tolower(jobId) eq 'x' or tolower(jobId) eq 'y'".to_owned(), r#"{"jobId":"Y"}"#),
        ("endswith(jobId,'aa') or jobId eq 'aax'".to_owned(), r#"{"jobId":"aax"}"#),
    ];
    for (filter, record) in table {
        let padded = record.replacen('{', &format!(r#"{{"p":"{}","#, "-".repeat(800)), 1);
        let log = format!("{padded}\n").repeat(300);
        let options = Compile::with_schema(Schema::provisioning_any());
        let predicate = filter.parse::<Filter>().unwrap().compile(&options).unwrap();
        let count = found(&log, &predicate, Validation::Skip, 500_000).len();
        assert_eq!(count, 300, "{filter}");
    }
}
