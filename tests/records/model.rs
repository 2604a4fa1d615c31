//! The serde model reads what the service writes, and writes it back.

use odata_query::client::Page;
use odata_query::graph::{
    OneOrMany, ProvisioningObjectSummary, ProvisioningResult, ProvisioningStepType,
};
use odata_query::input::Records;
use odata_query::schema::{Schema, Type};
use serde_json::{Value, json};

/// What the model does not keep: that a member was null, or a known member's other spelling.
fn normal(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| match (name.as_str(), value.as_str()) {
                ("provisioningStepType", Some(text)) => (name.clone(), json!(text.to_lowercase())),
                _ => (name.clone(), normal(value)),
            })
            .collect(),
        Value::Array(items) => items.iter().map(normal).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_samples_come_back_whole() {
    for sample in
        [include_str!("../data/page-success.json"), include_str!("../data/page-failure.json")]
    {
        let value: Value = serde_json::from_str(sample).expect("JSON");
        let page: Page = serde_json::from_str(sample).expect("a page");
        let written = serde_json::to_value(&page).expect("JSON");
        assert_eq!(written, normal(&value));
        let again: Page = serde_json::from_value(written).expect("a page");
        assert_eq!(again, page);
    }
}

#[test]
fn what_the_types_do_not_declare_is_kept() {
    let record = json!({
        "id": "", "new": {"a": [1]}, "provisioningAction": "invented",
        "initiatedBy": {"initiatingType": "system"},
        "servicePrincipal": [{"id": "a", "appOwner": "b"}],
        "provisioningSteps": [{"provisioningStepType": "Import", "status": 1}, {"status": 77}],
    });
    let event: ProvisioningObjectSummary = serde_json::from_value(record).expect("an event");
    let first = event.service_principal.as_ref().and_then(OneOrMany::first).expect("one");
    assert_eq!(first.other["appOwner"], "b");
    assert_eq!(event.provisioning_action.as_ref().map(|a| a.as_str()), Some("invented"));
    let steps = event.provisioning_steps.clone().expect("steps");
    assert_eq!(steps[0].provisioning_step_type, Some(ProvisioningStepType::Import));
    assert_eq!(steps[0].status, Some(ProvisioningResult::Failure));
    assert_eq!(
        serde_json::to_value(&event).expect("JSON"),
        json!({
            "id": "", "new": {"a": [1]}, "provisioningAction": "invented",
            "initiatedBy": {"initiatingType": "system"},
            "servicePrincipal": [{"id": "a", "appOwner": "b"}],
            "provisioningSteps": [
                {"provisioningStepType": "import", "status": "failure"}, {"status": "77"},
            ],
        })
    );
}

#[test]
fn the_event_of_a_diagnostic_record_is_read_too() {
    let settings = include_str!("../data/diagnostic-settings.jsonl");
    let record = Records::new(settings.as_bytes()).next().expect("one").expect("good");
    let event: ProvisioningObjectSummary =
        serde_json::from_value(record.event().clone()).expect("an event");
    assert_eq!(event.duration_in_milliseconds, Some(828));
    let steps = event.provisioning_steps.expect("steps");
    assert_eq!(steps[1].provisioning_step_type, Some(ProvisioningStepType::Processing));
    assert_eq!(steps[1].status, Some(ProvisioningResult::Skipped));
}

/// The model and the schema are two tables of the same facts.
#[test]
fn every_member_of_the_schema_is_known_to_the_model_by_name_and_number() {
    let schema = Schema::provisioning_any();
    let (mut checked, root) = (0, schema.root_type().expect("a root"));
    for property in schema.properties(root) {
        let Type::Enum(ty) = schema.type_of(property) else { continue };
        for member in &ty.members {
            for spelled in [json!(member.name.as_str()), json!(member.value)] {
                let record = json!({property.name.as_str(): spelled});
                let event: ProvisioningObjectSummary =
                    serde_json::from_value(record).expect("an event");
                let written = serde_json::to_value(&event).expect("JSON");
                assert_eq!(written, json!({property.name.as_str(): member.name.as_str()}));
                checked += 1;
            }
        }
    }
    assert!(checked > 0);
    for (name, step) in
        [("status", "provisioningResult"), ("provisioningStepType", "provisioningStepType")]
    {
        for member in &schema.enum_type(step).expect("an enumeration").members {
            let record = json!({"provisioningSteps": [{name: member.value}]});
            let event: ProvisioningObjectSummary =
                serde_json::from_value(record).expect("an event");
            let written = serde_json::to_value(&event).expect("JSON");
            assert_eq!(written, json!({"provisioningSteps": [{name: member.name.as_str()}]}));
        }
    }
}
