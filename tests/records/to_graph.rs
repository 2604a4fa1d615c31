//! Every export can be rewritten into Graph's shape, and what is in it already stays.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::graph::ToGraph;
use odata_query::input::{InputFormat, ReadOptions, Records};
use odata_query::schema::{Schema, Type};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn rewrite(input: &str) -> Vec<String> {
    let options = ReadOptions { format: InputFormat::Document, ..ReadOptions::default() };
    let to_graph = ToGraph::new(Schema::provisioning_any());
    let records = Records::with_options(input.as_bytes(), options);
    records.map(|record| to_graph.line(&record.expect("a good record"))).collect()
}

#[test]
fn names_numbers_and_envelopes_become_graphs_and_all_else_stays() {
    for (given, wanted) in [
        (r#"{ "id" : "a b" , "n" : 1.50 }"#, r#"{"id":"a b","n":1.50}"#),
        // Order, numbers beyond every type, and what is not declared.
        (
            r#"{"z":12345678901234567890123,"id":"a","Id":"b"}"#,
            r#"{"z":12345678901234567890123,"id":"a","Id":"b"}"#,
        ),
        (r#"{"\u0069d":"\u0061"}"#, r#"{"id":"\u0061"}"#),
        (
            r#"{"initiatedBy":{"Type":"System","Id":"","Name":"N","initiatingType":"user"}}"#,
            r#"{"initiatedBy":{"initiatorType":"system","id":"","displayName":"N","initiatingType":"user"}}"#,
        ),
        (
            r#"{"provisioningSteps":[{"status":1,"provisioningStepType":"Import"},{"status":77},5]}"#,
            r#"{"provisioningSteps":[{"status":"failure","provisioningStepType":"import"},{"status":77},5]}"#,
        ),
        // Graph's own names win; those of beta are names of Graph too.
        (
            r#"{"action":"Create","provisioningAction":"Newkind"}"#,
            r#"{"action":"Create","provisioningAction":"Newkind"}"#,
        ),
        (r#"{"action":"Create"}"#, r#"{"provisioningAction":"create","action":"Create"}"#),
        (
            r#"{"statusInfo":{"Status":2}}"#,
            r#"{"provisioningStatusInfo":{"status":"skipped"},"statusInfo":{"status":"skipped"}}"#,
        ),
        (
            r#"{"servicePrincipal":[{"Name":"a","Id":null}],"sourceSystem":{"details":{"Id":1,"Name":2}}}"#,
            // A collection of one is the object that the schema has.
            r#"{"servicePrincipal":{"displayName":"a","id":null},"sourceSystem":{"details":{"Id":1,"Name":2}}}"#,
        ),
        (
            r#"{"category":"c","time":"t","properties":{"id":"a","sourceIdentity":{"Name":"x"}}}"#,
            r#"{"id":"a","sourceIdentity":{"displayName":"x"}}"#,
        ),
        // Of the wrong type: nothing to rename in.
        (
            r#"{"initiatedBy":"x","provisioningAction":true,"provisioningSteps":{"status":0}}"#,
            r#"{"initiatedBy":"x","provisioningAction":true,"provisioningSteps":{"status":"success"}}"#,
        ),
    ] {
        assert_eq!(rewrite(given), [wanted], "{given}");
        assert_eq!(rewrite(wanted), [wanted], "a second time: {wanted}");
    }
}

/// An event under the names of the schema, and by name what an enumeration has a number for.
fn in_graphs_names(event: &Value) -> Value {
    let line = rewrite(&event.to_string()).swap_remove(0);
    serde_json::from_str(&line).expect("JSON")
}

/// The same event under the names of exports, wherever the schema has one.
fn exported(value: &Value, ty: Type<'_>) -> Value {
    let schema = Schema::provisioning_any();
    match (value, ty) {
        (Value::Array(items), _) => items.iter().map(|item| exported(item, ty)).collect(),
        (Value::Object(members), Type::Struct(ty)) => {
            let mut renamed = Map::new();
            for (name, value) in members {
                let property = schema.lookup(ty, name).property();
                let value = property.map_or(value.clone(), |p| exported(value, schema.type_of(p)));
                let name = schema.wire_names(ty, name).next().unwrap_or(name).to_owned();
                renamed.insert(name, value);
            }
            Value::Object(renamed)
        }
        (Value::String(name), Type::Enum(ty)) => {
            let member = ty.members.iter().find(|member| *member.name == **name);
            member.map_or_else(|| value.clone(), |member| member.value.into())
        }
        _ => value.clone(),
    }
}

proptest! {
    #[test]
    fn what_graph_wrote_stays_and_what_was_exported_comes_back(event in crate::events::event()) {
        let graph = in_graphs_names(&event);
        prop_assert_eq!(in_graphs_names(&graph), graph.clone());

        let root = Schema::provisioning_any().root_type().expect("a root");
        let wrapped = json!({"category": "ProvisioningLogs", "properties": exported(&graph, Type::Struct(root))});
        let mut back = in_graphs_names(&wrapped);
        // `action` is a name of the beta version, which stays beside the newer one.
        let members = back.as_object_mut().expect("an object");
        members.remove("action");
        members.remove("statusInfo");
        prop_assert_eq!(back, graph);
    }

    #[test]
    fn a_line_of_graph_stays_byte_for_byte(event in crate::events::event()) {
        let line = in_graphs_names(&event).to_string();
        prop_assert_eq!(rewrite(&line), [line]);
    }
}
