//! One filter, the same answer on every shape of the same events.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where a helper does"
)]

use odata_query::eval::{Compile, Predicate};
use odata_query::input::Records;
use odata_query::schema::Schema;
use odata_query::{Code, Filter};
use serde_json::{Value, json};

const SUCCESS: &str = include_str!("../data/page-success.json");
const FAILURE: &str = include_str!("../data/page-failure.json");
const SETTINGS: &str = include_str!("../data/diagnostic-settings.jsonl");

/// The ids of the samples, by their beginnings.
const AWS: &str = "75b5b0ae";
const GROUP: &str = "gc532ff9";
const ELLIE: &str = "d6cbb0bd";

fn compile(filter: &str) -> Predicate {
    let filter: Filter = filter.parse().expect(filter);
    filter.compile(&Compile::with_schema(Schema::provisioning_any())).expect("compiles")
}

fn matching(predicate: &Predicate, input: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for record in Records::new(input.as_bytes()) {
        let record = record.expect("the sample is good");
        if predicate.evaluate(record.event()).expect("an answer") == Some(true) {
            ids.push(record.event()["id"].as_str().expect("an id")[..8].to_owned());
        }
    }
    ids
}

fn event(page: &str) -> Value {
    let page: Value = serde_json::from_str(page).expect("the sample is JSON");
    page["value"][0].clone()
}

/// The same event with the names and numbers that diagnostic settings use.
fn as_diagnostic(event: &Value) -> Value {
    const ENUMS: [(&str, &[&str]); 2] = [
        ("status", &["success", "failure", "skipped", "warning"]),
        (
            "provisioningStepType",
            &["import", "scoping", "matching", "processing", "referenceResolution", "export"],
        ),
    ];
    let mut event = event.clone();
    for part in [
        "servicePrincipal",
        "sourceSystem",
        "targetSystem",
        "initiatedBy",
        "sourceIdentity",
        "targetIdentity",
    ] {
        let members = event[part].as_object_mut().expect("an object");
        for (from, to) in [
            ("id", "Id"),
            ("displayName", "Name"),
            ("initiatorType", "Type"),
            ("initiatingType", "Type"),
        ] {
            if let Some(value) = members.remove(from) {
                members.insert(to.into(), value);
            }
        }
    }
    let status = event["provisioningStatusInfo"].as_object_mut().expect("an object");
    let value = status.remove("status").expect("a status");
    status.insert("Status".into(), value);
    for step in event["provisioningSteps"].as_array_mut().expect("steps") {
        for (name, members) in ENUMS {
            let text = step[name].as_str().expect("a name").to_lowercase();
            step[name] = json!(members.iter().position(|m| m.eq_ignore_ascii_case(&text)));
        }
    }
    json!({
        "time": event["activityDateTime"], "operationName": "Provisioning activity",
        "category": "ProvisioningLogs", "resultType": "Success", "durationMs": 1,
        "identity": "x", "properties": event,
    })
}

/// The events of both pages in each shape.
fn shapes() -> Vec<(&'static str, String)> {
    let events = [event(SUCCESS), event(FAILURE)];
    let wrapped: Vec<_> = events.iter().map(as_diagnostic).collect();
    let mut capital = events.clone();
    for event in &mut capital {
        // The portal's download has `action`, with a capital.
        let members = event.as_object_mut().expect("an object");
        members.remove("provisioningAction");
        members.insert("action".into(), json!("Create"));
    }
    let lines = |records: &[Value]| records.iter().map(|r| format!("{r}\n")).collect::<String>();
    vec![
        ("page", json!({"@odata.context": "c", "value": events}).to_string()),
        ("pretty page", format!("{:#}", json!({"value": events}))),
        ("pages one after the other", format!("{SUCCESS}\n{FAILURE}")),
        ("portal array", format!("{:#}", json!(capital))),
        ("lines of events", lines(&events)),
        ("storage lines", lines(&wrapped)),
        ("event hub", json!({"records": wrapped}).to_string()),
        ("single objects", format!("{:#}\n{:#}\n", events[0], events[1])),
    ]
}

#[test]
fn ten_filters_give_the_same_ids_on_every_shape() {
    let filters: &[(&str, &[&str])] = &[
        ("provisioningStatusInfo/status eq 'failure'", &[GROUP]),
        ("provisioningStatusInfo/status ne 'failure'", &[AWS]),
        (
            "provisioningStatusInfo/status eq 'failure' and contains(targetSystem/displayName,'Contoso')",
            &[GROUP],
        ),
        ("servicePrincipal/displayName eq 'Contoso'", &[AWS, GROUP]),
        ("provisioningAction eq 'create' and durationInMilliseconds gt 3000", &[AWS]),
        ("activityDateTime lt 2019-06-01", &[AWS]),
        (
            "activityDateTime gt 2019-06-24T22:53:07.9+02:00 and activityDateTime lt 2019-06-24T22:53:08.1+02:00",
            &[GROUP],
        ),
        ("initiatedBy/initiatorType eq 'system' and startswith(jobId,'aws')", &[AWS]),
        (
            "provisioningSteps/any(s:s/provisioningStepType eq 'export' and s/status eq 'failure')",
            &[GROUP],
        ),
        ("provisioningSteps/any(s:s/provisioningStepType eq 'import')", &[AWS, GROUP]),
        ("modifiedProperties/$count gt 5", &[GROUP]),
        (
            "tolower(sourceIdentity/identityType) eq 'group' or sourceIdentity/displayName eq ''",
            &[AWS, GROUP],
        ),
        ("targetSystem/details/ApplicationId eq 'bcf4d658-ac9f-408d-bf04-e86dc10328fb'", &[AWS]),
        ("jobid eq 'nothing'", &[]),
    ];
    for (filter, ids) in filters {
        let predicate = compile(filter);
        for (shape, input) in shapes() {
            assert_eq!(matching(&predicate, &input), *ids, "{filter} on {shape}");
        }
    }
}

#[test]
fn the_published_diagnostic_record_is_found_by_graph_names() {
    for (filter, found) in [
        ("provisioningStatusInfo/status eq 'skipped'", true),
        ("statusInfo/status eq 'skipped'", true),
        ("initiatedBy/initiatorType eq 'system'", true),
        ("initiatedBy/displayName eq 'Azure AD Provisioning Service'", true),
        ("provisioningSteps/all(s:s/status eq 'success')", false),
        ("provisioningSteps/any(s:s/provisioningStepType eq 'processing')", true),
        ("activityDateTime eq 2022-08-23T13:36:50.3538931Z", true),
        ("activityDateTime gt 2022-08-23T13:36:50.353893Z", true),
        ("activityDateTime gt 2022-08-23T13:36:50.3538931Z", false),
        ("provisioningAction eq 'create' and durationInMilliseconds eq 828", true),
        ("targetIdentity/id eq '' and servicePrincipal/name eq 'Contoso Business'", true),
        ("sourceIdentity/details/UserPrincipalName eq 'ellie@contoso.example'", true),
        ("provisioningStatusInfo/errorInformation eq null", true),
    ] {
        let ids = matching(&compile(filter), SETTINGS);
        assert_eq!(ids, if found { vec![ELLIE] } else { vec![] }, "{filter}");
    }
}

#[test]
fn names_and_types_are_checked_against_the_schema() {
    let options = Compile::with_schema(Schema::provisioning_any());
    for (text, code, under, help) in [
        ("jbId eq 'a'", Code::UnknownProperty, "jbId", "`jobId`"),
        (
            "provisioningStatusInfo/stats eq 'a'",
            Code::UnknownProperty,
            "stats",
            "`provisioningStatusInfo/status`",
        ),
        (
            "targetSystem/dispalyName eq 'a'",
            Code::UnknownProperty,
            "dispalyName",
            "`targetSystem/displayName`",
        ),
        ("status eq 'failure'", Code::UnknownProperty, "status", "provisioningStatusInfo/status"),
        ("provisioningSteps/any(s:s/nam eq 'a')", Code::UnknownProperty, "nam", "`s/name`"),
        (
            "activityDateTime gt '2024-05-01T00:00:00Z'",
            Code::TypeMismatch,
            "'2024-05-01T00:00:00Z'",
            "2024-05-01T00:00:00Z",
        ),
        ("durationInMilliseconds gt '5'", Code::TypeMismatch, "'5'", "5"),
        (
            "jobId eq 01234567-89ab-cdef-0123-456789abcdef",
            Code::TypeMismatch,
            "01234567-89ab-cdef-0123-456789abcdef",
            "`'01234567-89ab-cdef-0123-456789abcdef'`",
        ),
        ("jobId", Code::TypeMismatch, "jobId", "compare"),
        ("not jobId", Code::TypeMismatch, "jobId", "compare"),
        ("contains(activityDateTime,'2024')", Code::TypeMismatch, "activityDateTime", "period"),
        ("provisioningSteps/name eq 'a'", Code::NotFilterable, "provisioningSteps/name", "any"),
        ("provisioningSteps eq 'a'", Code::TypeMismatch, "provisioningSteps eq 'a'", "any"),
        ("targetSystem eq 'a'", Code::TypeMismatch, "targetSystem eq 'a'", "`/`"),
        ("jobId/any(x:x eq 'a')", Code::TypeMismatch, "jobId", "compare"),
        ("jobId/x eq 'a'", Code::UnknownProperty, "x", "`jobId`"),
        (
            "provisioningAction gt 'create'",
            Code::TypeMismatch,
            "provisioningAction gt 'create'",
            "eq",
        ),
        ("year(jobId) eq 2024", Code::TypeMismatch, "jobId", "compare"),
        ("jobId add 1 eq 2", Code::TypeMismatch, "jobId", "arithmetic"),
        ("jobId in (1,2)", Code::TypeMismatch, "1", "`'1'`"),
        (
            "durationInMilliseconds div 0 eq 1 or 1 div 0 eq 1",
            Code::ConstantFault,
            "1 div 0",
            "value",
        ),
    ] {
        let filter: Filter = text.parse().expect(text);
        let error = filter.compile(&options).expect_err(text).into_diagnostic();
        assert_eq!(
            (error.code(), error.span().slice(text)),
            (code, Some(under)),
            "{text}: {error}"
        );
        let found = error.help().unwrap_or_default();
        assert!(found.contains(help), "{text}: {found}");
    }
}

#[test]
fn spelling_and_unknown_members_are_warnings() {
    let options = Compile::with_schema(Schema::provisioning_any());
    for (text, codes) in [
        ("jobId eq 'a'", vec![]),
        ("jobid eq 'a'", vec![Code::Case]),
        ("servicePrincipal/name eq 'a'", vec![Code::Alias]),
        ("provisioningStatusInfo/status eq 'Failure'", vec![Code::UnknownEnumMember]),
        ("provisioningAction in ('create','Nothing')", vec![Code::UnknownEnumMember]),
        ("provisioningAction eq microsoft.graph.provisioningAction'create'", vec![]),
        ("provisioningAction eq microsoft.graph.provisioningAction'1'", vec![]),
    ] {
        let filter: Filter = text.parse().expect(text);
        let predicate = filter.compile(&options).expect(text);
        let found: Vec<_> = predicate.warnings().iter().map(|warning| warning.code()).collect();
        assert_eq!(found, codes, "{text}");
    }
    // Members compare case-sensitively; an unknown one is data all the same.
    let record =
        json!({"provisioningAction": "create", "provisioningStatusInfo": {"status": "newKind"}});
    for (filter, says) in [
        ("provisioningAction eq 'Create'", Some(false)),
        ("provisioningAction eq microsoft.graph.provisioningAction'1'", Some(true)),
        ("provisioningStatusInfo/status eq 'newKind'", Some(true)),
        ("provisioningStatusInfo/status eq 'newkind'", Some(false)),
        ("contains(provisioningAction,'rea')", Some(true)),
    ] {
        assert_eq!(compile(filter).evaluate(&record), Ok(says), "{filter}");
    }
}
