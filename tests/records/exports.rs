//! An event is the same in whatever form it was exported.

#![expect(clippy::expect_used, reason = "a fault fails the test")]

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use odata_query::Filter;
use odata_query::eval::CompileOptions;
use odata_query::graph::ToGraph;
use odata_query::input::{InputFormat, ReadErrorKind, ReadOptions, Records};
use odata_query::scan::{ScanItem, ScanOptions, ScanSummary, Validation, scan};
use odata_query::schema::Schema;
use serde_json::{Value, json};

/// The event of the Log Analytics samples.
const TABLE: &[&str] = &[
    "jobId eq 'DropboxSCIMOutDelta.1111'",
    "id eq 'd6cbb0bd' and tenantId eq '11111111-2222-4333-8444-555555555555'",
    "provisioningStatusInfo/status eq 'failure'",
    "provisioningStatusInfo/errorInformation/errorCode eq 'ContosoEntryConflict'",
    "provisioningSteps/any(s:s/name eq 'EntryImportAdd' and s/status eq 'success')",
    "provisioningSteps/$count eq 1 and modifiedProperties/$count eq 0",
    "sourceIdentity/displayName eq 'User A' and sourceIdentity/identityType eq 'User'",
    "durationInMilliseconds eq 828",
    "activityDateTime gt 2022-08-23T13:36:50Z and activityDateTime lt 2022-08-23T13:36:51Z",
    "provisioningAction eq 'create' and initiatedBy/initiatorType eq 'system'",
    "servicePrincipal/displayName eq 'Dropbox Business' and targetSystem/id eq '011a448f'",
];

/// What Windows PowerShell makes of an event: dates of its own.
const SCRIPT_DATE: &str = r#"{"Id":"a","JobId":"j","ActivityDateTime":"\/Date(1714521600000)\/","ProvisioningSteps":[{"Name":"n","Status":"success","Details":{"AdditionalProperties":{"k":"v"}}}],"AdditionalProperties":{"provisioningAction":"create"}}"#;

const EVENT: &str = r#"{"id":"x","jobId":"Workday2AAD.1","provisioningAction":"disable"}"#;

fn samples() -> Vec<(&'static str, String, Vec<&'static str>)> {
    let response =
        |body: &str| format!(r#"{{"id":"1","status":200,"headers":{{"a":"b"}},"body":{body}}}"#);
    let page = format!(r#"{{"@odata.context":"c","value":[{EVENT}],"@odata.nextLink":"n"}}"#);
    let workday = || vec!["jobId eq 'Workday2AAD.1'"];
    vec![
        ("answer of Log Analytics", include_str!("../data/exports/la-query.json").into(), TABLE.into()),
        ("az monitor", include_str!("../data/exports/la-az.json").into(), TABLE.into()),
        ("continuous export", include_str!("../data/exports/la-export.jsonl").into(), TABLE.into()),
        (
            "Event Hub of Log Analytics",
            format!(r#"{{"records":[{}]}}"#, include_str!("../data/exports/la-export.jsonl").trim()),
            TABLE.into(),
        ),
        (
            "PowerShell",
            include_str!("../data/exports/ps-mg.json").into(),
            vec![
                "jobId eq 'j' and servicePrincipal/displayName eq 'App'",
                "provisioningStatusInfo/status eq 'failure'",
                "activityDateTime eq 2024-05-01",
            ],
        ),
        (
            "Windows PowerShell",
            SCRIPT_DATE.into(),
            vec![
                "activityDateTime eq 2024-05-01 and provisioningAction eq 'create'",
                "provisioningSteps/any(s:s/details/k eq 'v' and s/status eq 'success')",
            ],
        ),
        ("response", include_str!("../data/exports/wrapped-response.json").into(), workday()),
        (
            "collection of one",
            include_str!("../data/exports/sp-array.json").into(),
            vec!["servicePrincipal/id eq 'sp-guid' and servicePrincipal/displayName eq 'ServiceNow'"],
        ),
        ("escaped key", include_str!("../data/exports/escaped-value-key.json").into(), vec!["id eq 'x'"]),
        ("data", format!(r#"{{"data":{page}}}"#), workday()),
        ("array in data", format!(r#"{{"data":[{EVENT}]}}"#), workday()),
        ("body", format!(r#"{{"statusCode":200,"body":{page}}}"#), workday()),
        ("one event in a body", format!(r#"{{"status":200,"body":{EVENT}}}"#), workday()),
        ("members before value", format!(r#"{{"count":1,"nextLink":"n","value":[{EVENT}]}}"#), workday()),
        (
            "batch",
            format!(
                r#"{{"responses":[{},{{"id":"2","status":204}},{}]}}"#,
                response(r#"{"value":[]}"#),
                response(&page)
            ),
            workday(),
        ),
        ("pages in an array", format!("[{page},{{\"value\":[]}}]"), workday()),
        (
            "the portal's CSV",
            "id,Date,Action,Status,Source Identity Id,sourceIdentity.displayName,jobId,DurationInMilliseconds\n\
             a,2024-05-01T00:00:00Z,Create,Failure,s,\"O'Brien, \"\"Al\"\"\",j,17\n"
                .into(),
            vec![
                "id eq 'a' and provisioningAction eq 'create' and durationInMilliseconds eq 17",
                "provisioningStatusInfo/status eq 'failure' and activityDateTime eq 2024-05-01",
                "sourceIdentity/displayName eq 'O''Brien, \"Al\"' and sourceIdentity/id eq 's'",
            ],
        ),
        (
            "CSV of Log Analytics",
            "TimeGenerated [UTC];Id;JobId;DurationMs;ServicePrincipal\r\n\
             \"8/23/2022, 1:36:50.353 PM\";a;j;828;\"{\"\"Id\"\":\"\"s\"\",\"\"Name\"\":\"\"App\"\"}\"\r\n"
                .into(),
            vec![
                "id eq 'a' and durationInMilliseconds eq 828",
                "activityDateTime gt 2022-08-23T13:36:50Z and activityDateTime lt 2022-08-23T13:36:51Z",
                "servicePrincipal/displayName eq 'App'",
            ],
        ),
    ]
}

fn options() -> ScanOptions {
    ScanOptions { schema: Some(Schema::provisioning_any()), ..ScanOptions::default() }
}

/// What a scan finds: the ids of matches, and errors.
fn scanned(
    input: &[u8],
    filter: &str,
    options: &ScanOptions,
) -> (Vec<Value>, Vec<String>, ScanSummary) {
    let filter: Filter = filter.parse().expect("a filter");
    let compile = CompileOptions::with_schema(Schema::provisioning_any());
    let predicate = filter.compile(&compile).expect("it compiles");
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    let summary = scan(input, &predicate, options, |batch| {
        for item in batch {
            match item {
                ScanItem::Match(found) => {
                    let record = found.to_record().expect("a record");
                    assert_eq!(record.place(), found.place());
                    ids.push(record.event()["id"].clone());
                }
                ScanItem::ReadError(error) => errors.push(error.to_string()),
                ScanItem::Failed(place, error) => errors.push(format!("{place}: {error}")),
            }
        }
        ControlFlow::Continue(())
    });
    (ids, errors, summary)
}

#[test]
fn an_event_is_found_in_every_form_and_mode() {
    for (what, input, filters) in samples() {
        for filter in filters {
            for validation in [Validation::Full, Validation::Skip] {
                for (threads, block_bytes) in [(1, 512 * 1024), (2, 16), (1, 64)] {
                    let threads = NonZeroUsize::new(threads).expect("not 0");
                    let options = ScanOptions { validation, threads, block_bytes, ..options() };
                    // As lines too, where the text has no line break.
                    let text = input.trim_end();
                    let lines = format!("{text}\n{text}\n{text}");
                    let inputs = match text.contains('\n') {
                        true => vec![(input.clone(), 1)],
                        false => vec![(input.clone(), 1), (lines, 3)],
                    };
                    for (input, count) in inputs {
                        let (ids, errors, summary) = scanned(input.as_bytes(), filter, &options);
                        assert_eq!(
                            (ids.len(), errors),
                            (count, vec![]),
                            "{what}: {filter} {options:?}"
                        );
                        assert_eq!(summary.unrecognized, 0, "{what}: {filter}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_form_is_converted_to_the_same_event() {
    let to_graph = ToGraph::new(Schema::provisioning_any());
    let mut of_table = Vec::new();
    for (what, input, _) in samples() {
        let records: Result<Vec<_>, _> = Records::new(input.as_bytes()).collect();
        let records = records.expect("records");
        assert_eq!(records.len(), 1, "{what}");
        let event: Value = serde_json::from_str(&to_graph.line(&records[0])).expect("JSON");
        assert_eq!(&event["id"], &records[0].event()["id"], "{what}");
        let known = event.as_object().expect("an object").keys().all(|name| {
            let lower = name.starts_with(|c: char| c.is_ascii_lowercase());
            lower && name != "body" && name != "response"
        });
        assert!(known, "{what}: {event}");
        if event["id"] == "d6cbb0bd" {
            of_table.push(event);
        }
    }
    assert_eq!(of_table.len(), 4);
    assert!(of_table.iter().all(|event| event == &of_table[0]), "{of_table:?}");
    assert_eq!(
        of_table[0]["servicePrincipal"],
        json!({"id": "74866461", "displayName": "Dropbox Business"})
    );
    assert_eq!(of_table[0]["provisioningSteps"][0]["provisioningStepType"], "import");
}

#[test]
fn utf_16_is_read_and_other_kinds_of_files_are_named() {
    let text = format!("[{SCRIPT_DATE}]\r\n");
    for big_endian in [false, true] {
        for mark in ["", "\u{feff}"] {
            let bytes: Vec<u8> = format!("{mark}{text}")
                .encode_utf16()
                .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            for block_bytes in [1, 7, 4096] {
                let options = ScanOptions { block_bytes, ..options() };
                let found = scanned(&bytes, "jobId eq 'j'", &options);
                assert_eq!((found.0, found.1), (vec![json!("a")], vec![]), "{big_endian} {mark:?}");
            }
            let record = Records::new(&*bytes).next().expect("one").expect("a record");
            assert_eq!((record.place().line, record.place().column), (1, 2));
        }
    }
    for (head, what) in [
        (&b"PK\x03\x04\x14\0\0\0"[..], "a zip archive"),
        (b"\xFD7zXZ\0\0\0", "compressed with xz"),
        (b"PAR1\x15\0\0\0", "a Parquet file"),
        (b"\x1F\x8B\x08\0\0\0\0\0", "compressed with gzip"),
    ] {
        let error = Records::new(head).next().expect("one").expect_err("no record");
        assert!(matches!(error.kind(), ReadErrorKind::Binary { .. }), "{error}");
        assert!(error.to_string().starts_with(&format!("1:1: the input is {what}; ")), "{error}");
    }
}

#[test]
fn what_has_no_property_of_the_schema_is_counted_and_not_evaluated() {
    for (input, count, first) in [
        ("{\"hello\":\"world\"}", 1, (1, 1)),
        ("{}\n{}\n", 2, (1, 1)),
        ("[\n {\"a\":1},\n {\"b\":1}]", 2, (2, 2)),
        ("{\"error\":\"invalid_grant\",\"error_description\":\"x\"}", 1, (1, 1)),
        ("{\"category\":\"x\",\"properties\":{\"a\":1}}", 1, (1, 1)),
    ] {
        let (ids, errors, summary) = scanned(input.as_bytes(), "true", &options());
        assert_eq!((ids.len(), errors.len()), (0, 0), "{input}: {errors:?}");
        assert_eq!((summary.records, summary.unrecognized), (count, count), "{input}");
        let place = summary.first_unrecognized.expect("a place");
        assert_eq!((place.line, place.column), first, "{input}");
        let skip = ScanOptions { validation: Validation::Skip, ..options() };
        let (ids, _, summary) = scanned(input.as_bytes(), "jobId eq 'a'", &skip);
        assert_eq!((ids.len(), summary.records), (0, summary.unrecognized), "{input}");
        assert!(summary.unrecognized > 0, "{input}");
        // Without a schema it is any JSON.
        let none = ScanOptions { schema: None, ..options() };
        assert_eq!(scanned(input.as_bytes(), "true", &none).0.len(), count as usize, "{input}");
    }
    let mixed = "{\"id\":\"a\"}\n{\"a\":1}\n{\"properties\":{\"id\":\"b\"},\"category\":\"c\"}\n";
    let (ids, _, summary) = scanned(mixed.as_bytes(), "true", &options());
    assert_eq!((ids.len(), summary.records, summary.unrecognized), (2, 3, 1));
}

#[test]
fn errors_of_a_service_are_named_in_wrappers_too() {
    let error = r#"{"error":{"code":"Forbidden","message":"m"}}"#;
    for input in [
        format!(r#"{{"status":403,"body":{error}}}"#),
        format!(r#"{{"responses":[{{"id":"1","status":403,"body":{error}}}]}}"#),
        format!(r#"{{"response":{error}}}"#),
    ] {
        let (ids, errors, _) = scanned(input.as_bytes(), "true", &options());
        assert_eq!((ids.len(), errors.len()), (0, 1), "{input}");
        assert!(errors[0].ends_with("Forbidden: m"), "{errors:?}");
    }
}

#[test]
fn a_format_that_is_given_is_not_guessed() {
    let csv = ReadOptions { format: InputFormat::Csv, ..ReadOptions::default() };
    let found: Vec<_> = Records::with_options(&b"id,jobId\na,j\nb\nc,j\n"[..], csv).collect();
    assert_eq!(found.len(), 3);
    let error = found[1].as_ref().expect_err("a cell is missing");
    assert_eq!(
        error.to_string(),
        "3:1: a row of this table is a line with a value for each column"
    );
    let unknown: Vec<_> = Records::with_options(&b"a,b\n1,2\n3,4\n"[..], csv).collect();
    assert_eq!(unknown.len(), 1);
    assert!(matches!(unknown[0].as_ref().expect_err("no heading").kind(), ReadErrorKind::Csv));
    // A page in a wrapper is no page for those who ask for pages.
    let page = ReadOptions { format: InputFormat::Page, ..ReadOptions::default() };
    let wrapped = include_bytes!("../data/exports/wrapped-response.json");
    assert!(Records::with_options(&wrapped[..], page).all(|record| record.is_err()));
}

/// Pages on lines that are larger than a block, a record and all of memory that is allowed: the
/// scan and the reader agree on what is in them.
#[test]
fn containers_on_long_lines_are_read_like_any_other() {
    let item = |number: usize| format!("{{\"id\":\"{number}\",\"jobId\":\"j{}\"}}", number % 3);
    let items: Vec<String> = (0..200).map(item).collect();
    let page = format!(
        "{{\"@odata.context\":\"c\",\"value\":[{}],\"@odata.nextLink\":\"n\"}}",
        items.join(", ")
    );
    let bad = page.replace("{\"id\":\"100\",", "{\"id\":\"100\",,");
    let cut = &page[..page.len() - 40];
    let rows: Vec<String> = (0..50).map(|number| format!("[\"{number}\",\"j0\"]")).collect();
    let table = format!(
        r#"{{"tables":[{{"columns":[{{"name":"Id"}},{{"name":"JobId"}}],"rows":[{}]}}]}}"#,
        rows.join(",")
    );
    let batch = format!(
        r#"{{"responses":[{{"id":"1","status":200,"body":{page}}},{{"id":"2","status":200,"body":{page}}}]}}"#
    );
    for line in
        [&page, &bad, cut, &table, &batch, &format!("[{}]", items.join(",")), &format!("{page} x")]
    {
        let input = format!(
            "{{\"id\":\"first\",\"jobId\":\"j0\"}}\n  {line}\r\n\n{line}\n{{\"id\":\"last\",\"jobId\":\"j0\"}}"
        );
        for max_record_bytes in [64, 16 * 1024 * 1024] {
            let read = ReadOptions { format: InputFormat::Lines, max_record_bytes };
            let mut expected = (Vec::new(), Vec::new());
            for record in Records::with_options(input.as_bytes(), read) {
                match record {
                    Ok(record) if record.event()["jobId"] == "j0" => {
                        expected.0.push(record.event()["id"].clone())
                    }
                    Ok(_) => {}
                    Err(error) => expected.1.push(error.to_string()),
                }
            }
            assert_eq!(expected.0.last(), Some(&json!("last")));
            for block_bytes in [1, 10, 100, 1000, 1 << 20] {
                for threads in [1, 2] {
                    let threads = NonZeroUsize::new(threads).expect("not 0");
                    let options = ScanOptions { read, block_bytes, threads, ..options() };
                    let (ids, errors, _) = scanned(input.as_bytes(), "jobId eq 'j0'", &options);
                    assert_eq!(
                        (ids, errors),
                        expected,
                        "{block_bytes} {threads} {max_record_bytes}: {line:.60}"
                    );
                }
            }
        }
    }
}
