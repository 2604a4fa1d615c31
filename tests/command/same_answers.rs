//! The command gives the same ids for ten filters on every shape of the same events, also after
//! they were converted.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where a helper does"
)]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::command::odq;
use serde_json::{Map, Value, json};

/// Ten filters in Graph's names, and which of the three published events they find: the one of
/// AWS, the group, Ellie.
const FILTERS: [(&str, &[&str]); 10] = [
    ("provisioningStatusInfo/status eq 'failure'", &[GROUP]),
    (
        "provisioningStatusInfo/status ne 'success' and provisioningAction eq 'create'",
        &[GROUP, ELLIE],
    ),
    ("contains(targetSystem/displayName,'Contoso')", &[GROUP, ELLIE]),
    (
        "initiatedBy/initiatorType eq 'system' and durationInMilliseconds ge 828",
        &[AWS, GROUP, ELLIE],
    ),
    ("activityDateTime lt 2020-01-01 and not (sourceIdentity/identityType eq 'Group')", &[AWS]),
    ("activityDateTime gt 2022-08-23T15:36:50.353893+02:00", &[ELLIE]),
    (
        "provisioningSteps/any(s:s/provisioningStepType eq 'export' and s/status eq 'failure')",
        &[GROUP],
    ),
    (
        "provisioningSteps/all(s:s/status ne 'failure') and modifiedProperties/$count lt 6",
        &[AWS, ELLIE],
    ),
    ("servicePrincipal/displayName in ('Contoso Business','Other')", &[ELLIE]),
    (
        "startswith(jobId,'Contoso') and provisioningStatusInfo/errorInformation/errorCode eq null",
        &[ELLIE],
    ),
];

const AWS: &str = "75b5b0ae-9fc5-8d0e-e0a9-7y6a4728de56";
const GROUP: &str = "gc532ff9-r265-ec76-861e-42e2970a8218";
const ELLIE: &str = "d6cbb0bd-2222";

/// The published samples; those of the tests are the same, byte for byte.
fn sample(name: &str) -> String {
    let read = |folder: &str| fs::read_to_string(Path::new(folder).join(name)).ok();
    let own = read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data")).expect("a sample");
    match read(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples")) {
        Some(shared) => assert_eq!(shared, own, "{name}"),
        None => {
            let _ = writeln!(std::io::stderr(), "skipped: ../shared/samples is absent");
        }
    }
    own
}

/// The three events in Graph's names.
fn events() -> Vec<Value> {
    let page = |name| {
        let page: Value = serde_json::from_str(&sample(name)).expect("JSON");
        page["value"][0].clone()
    };
    let settings: Value = serde_json::from_str(&sample("diagnostic-settings.jsonl")).expect("JSON");
    let names =
        [("Id", "id"), ("Name", "displayName"), ("Type", "initiatorType"), ("Status", "status")];
    let mut ellie = renamed(&settings["properties"], &names);
    for (at, kind, status) in [(0, "import", "success"), (1, "processing", "skipped")] {
        ellie["provisioningSteps"][at]["provisioningStepType"] = json!(kind);
        ellie["provisioningSteps"][at]["status"] = json!(status);
    }
    let members = ellie.as_object_mut().expect("an object");
    members.retain(|name, _| name != "action" && name != "statusInfo");
    vec![page("page-success.json"), page("page-failure.json"), ellie]
}

/// Other names for the members of the objects in an event, their details left out.
fn renamed(value: &Value, names: &[(&str, &str)]) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let rename = |(name, value): (&String, &Value)| {
        let value = match (name.as_str(), value) {
            ("details", value) => value.clone(),
            (_, Value::Object(inner)) => {
                let inner = inner.iter().map(|(name, value)| {
                    let other = names.iter().find(|(from, _)| from == name);
                    (other.map_or(name.as_str(), |(_, to)| to).to_owned(), value.clone())
                });
                Value::Object(inner.collect())
            }
            (_, value) => value.clone(),
        };
        (name.clone(), value)
    };
    Value::Object(members.iter().map(rename).collect::<Map<_, _>>())
}

/// As diagnostic settings write an event.
fn exported(event: &Value) -> Value {
    const KINDS: [&str; 6] =
        ["import", "scoping", "matching", "processing", "referenceResolution", "export"];
    const RESULTS: [&str; 4] = ["success", "failure", "skipped", "warning"];
    let names = [
        ("id", "Id"),
        ("displayName", "Name"),
        ("initiatorType", "Type"),
        ("initiatingType", "Type"),
        ("status", "Status"),
    ];
    let mut event = renamed(event, &names);
    for step in event["provisioningSteps"].as_array_mut().expect("steps") {
        for (name, members) in [("provisioningStepType", &KINDS[..]), ("status", &RESULTS[..])] {
            let text = step[name].as_str().expect("a name");
            step[name] = json!(members.iter().position(|m| m.eq_ignore_ascii_case(text)));
        }
    }
    json!({
        "time": event["activityDateTime"], "operationName": "Provisioning activity",
        "category": "ProvisioningLogs", "resultType": "x", "identity": "x", "properties": event,
    })
}

/// As the portal downloads an event.
fn downloaded(event: &Value) -> Value {
    let mut event = event.clone();
    let members = event.as_object_mut().expect("an object");
    members.remove("provisioningAction");
    members.insert("action".into(), json!("Create"));
    event
}

/// The three events in every shape: its name, and what `--shape` calls it.
fn shapes() -> Vec<(&'static str, &'static str, String)> {
    let events = events();
    let wrapped: Vec<_> = events.iter().map(exported).collect();
    let portal: Vec<_> = events.iter().map(downloaded).collect();
    let lines = |records: &[Value]| records.iter().map(|r| format!("{r}\n")).collect::<String>();
    vec![
        (
            "page",
            "page",
            json!({"@odata.context": "c", "value": events, "@odata.nextLink": "n"}).to_string(),
        ),
        ("pretty page", "page", format!("{:#}", json!({"value": events}))),
        ("portal array", "array", format!("{:#}", json!(portal))),
        ("storage lines", "diagnostic", lines(&wrapped)),
        ("event hub", "eventhub", json!({"records": wrapped}).to_string()),
        (
            "event hub lines",
            "eventhub",
            wrapped.iter().map(|r| format!("{}\n", json!({"records": [r]}))).collect(),
        ),
        ("single objects", "object", events.iter().map(|e| format!("{e:#}\n")).collect()),
        ("lines of events", "jsonl", lines(&events)),
    ]
}

fn ids(arguments: &[&str], input: &str) -> Vec<String> {
    let (code, stdout, stderr) = odq(&[&["filter"], arguments].concat(), input);
    let ids: Vec<String> = stdout
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).expect("JSON");
            let event = record.get("properties").unwrap_or(&record);
            event["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    assert_eq!((code, stderr.as_str()), (i32::from(ids.is_empty()), ""), "{arguments:?}");
    ids
}

#[test]
fn ten_filters_find_the_same_events_in_every_shape() {
    for (shape, given, input) in shapes() {
        for (filter, found) in FILTERS {
            assert_eq!(ids(&[filter], &input), found, "{filter} on {shape}");
            assert_eq!(
                ids(&[filter, "--shape", given], &input),
                found,
                "{filter} on {shape}, told"
            );
        }
    }
}

#[test]
fn ten_filters_find_the_same_events_after_converting() {
    for (shape, _, input) in shapes() {
        for to in ["graph", "json", "jsonl"] {
            let (code, converted, stderr) = odq(&["convert", "--to", to], input.as_str());
            assert_eq!((code, stderr.as_str()), (0, ""), "{shape} to {to}");
            for (filter, found) in FILTERS {
                assert_eq!(ids(&[filter], &converted), found, "{filter} on {shape} to {to}");
            }
            // Once more changes nothing.
            assert_eq!(odq(&["convert", "--to", to], &*converted).1, converted, "{shape} to {to}");
        }
    }
}

#[test]
fn columns_and_counts_are_the_same_on_every_shape() {
    let paths = "id,provisioningaction,provisioningStatusInfo/status,servicePrincipal/name,\
                 initiatedBy/initiatorType,provisioningSteps/status";
    let mut first = None;
    for (shape, _, input) in shapes() {
        let table = |arguments: &[&str]| {
            let (code, stdout, stderr) = odq(&[&["filter", "true"], arguments].concat(), &*input);
            assert_eq!((code, stderr.as_str()), (0, ""), "{shape}");
            stdout
        };
        let found = [
            table(&["--select", paths]),
            table(&["--output", "table"]),
            table(&["--count-by", "provisioningSteps/provisioningStepType"]),
            table(&["--histogram", "day"]),
            odq(&["convert", "--to", "csv"], &*input).1,
        ];
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{shape}");
    }
    let [selected, ..] = first.expect("a shape");
    assert_eq!(
        selected.lines().nth(1),
        Some(
            "75b5b0ae-9fc5-8d0e-e0a9-7y6a4728de56,create,success,Contoso,system,\"success; success\""
        ),
        "{selected}"
    );
}
