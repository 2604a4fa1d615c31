//! One predicate gives the same answer for a record as JSON and as the typed model.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::eval::{Compile, EvalError, FastNode, Node, Plain, RawJson, View};
use odata_query::graph::{EventNode, ProvisioningObjectSummary};
use odata_query::input::Records;
use odata_query::schema::{Schema, Type};
use odata_query::store::ColumnStore;
use odata_query::{Filter, OrderBy};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Filters that look at every kind of part: declared and not, enumerations, dates, collections.
const FILTERS: &[&str] = &[
    "id eq 'a'",
    "id eq null or jobId ne null",
    "activityDateTime eq 2024-05-01",
    "activityDateTime ge 2024-05-01T02:00:00+02:00 and activityDateTime lt 2024-05-02",
    "year(activityDateTime) eq 2024 and fractionalseconds(activityDateTime) gt 0",
    "date(activityDateTime) eq 2024-05-01",
    "provisioningAction eq 'create'",
    "provisioningAction eq 'newKind' or contains(provisioningAction,'ele')",
    "provisioningAction in ('create','delete')",
    "durationInMilliseconds add 1 gt 1000",
    "durationInMilliseconds eq null",
    "servicePrincipal/displayName eq 'Contoso'",
    "tolower(servicePrincipal/appOwner) eq 'x'",
    "initiatedBy/initiatorType eq 'system'",
    "initiatedBy/id eq ''",
    "provisioningStatusInfo/status ne 'success'",
    "provisioningStatusInfo/errorInformation/errorCategory eq 'nonServiceFailure'",
    "provisioningStatusInfo/errorInformation eq null",
    "sourceSystem/details/size gt 5",
    "sourceSystem/details/tags/any(t:t eq 'a')",
    "sourceSystem/details/deep/x eq true",
    "provisioningSteps/any(s:s/provisioningStepType eq 'import' and s/status eq 'failure')",
    "provisioningSteps/all(s:s/status eq 'success')",
    "provisioningSteps/any(s:s/details/n mod 2 eq 1)",
    "provisioningSteps/$count gt 1",
    "modifiedProperties/any(m:m/newValue eq null)",
    "statusInfo/status eq 'skipped'",
    "action eq 'Create'",
    "durationInMilliseconds div (durationInMilliseconds sub 1) eq 1",
];

fn both(filter: &str, record: &Value) -> [Result<Option<bool>, EvalError>; 2] {
    let filter: Filter = filter.parse().expect(filter);
    let predicate =
        filter.compile(&Compile::with_schema(Schema::provisioning_any())).expect("compiles");
    let event: ProvisioningObjectSummary =
        serde_json::from_value(record.clone()).expect("an event");
    [predicate.evaluate(record), predicate.evaluate(event.node())]
}

/// `provisioningStatusInfo` may be found as `statusInfo`: where there is a null under the first, too.
/// A typed record does not know a null from what is missing.
#[test]
fn a_null_under_one_of_two_names_leaves_the_other() {
    let [failure, success] = ["failure", "success"].map(|status| json!({ "status": status }));
    let records = [
        (json!({ "provisioningStatusInfo": null, "statusInfo": failure }), [true, true, false]),
        (json!({ "statusInfo": null, "provisioningStatusInfo": failure }), [true, false, false]),
        (json!({ "statusInfo": success, "provisioningStatusInfo": failure }), [true, false, false]),
        (json!({ "provisioningStatusInfo": success, "statusInfo": failure }), [false, true, false]),
        (json!({ "provisioningStatusInfo": null, "statusInfo": null }), [false, false, true]),
        (
            json!({ "provisioningStatusInfo": { "status": null }, "statusInfo": failure }),
            [false, true, true],
        ),
    ];
    let filters = [
        "provisioningStatusInfo/status eq 'failure'",
        "statusInfo/status eq 'failure'",
        "provisioningStatusInfo/status eq null",
    ];
    for (record, expected) in &records {
        for (filter, is_met) in filters.iter().zip(expected) {
            let said = format!("{filter} on {record}");
            assert_eq!(both(filter, record), [Ok(Some(*is_met)), Ok(Some(*is_met))], "{said}");
            let parsed: Filter = filter.parse().expect(filter);
            let options = Compile::with_schema(Schema::provisioning_any());
            let predicate = parsed.compile(&options).expect("compiles");
            let text = record.to_string();
            assert_eq!(predicate.matches(RawJson::new(text.as_bytes())), *is_met, "{said}");
            // By its rules alone, no short cut being there for a sum.
            let long =
                format!("({filter}) and length(concat(provisioningStatusInfo/status,'x')) ne 0");
            let [json, typed] = both(&long, record);
            assert_eq!(json, typed, "{long} on {record}");
            let mut store: ColumnStore<&Value> = ColumnStore::default();
            store.push(record);
            assert_eq!(store.filter(&predicate).count(), usize::from(*is_met), "{said}");
        }
    }
}

#[test]
fn the_samples_give_the_same_answers_in_both_forms() {
    let mut found = 0;
    for input in [
        include_str!("../data/page-success.json"),
        include_str!("../data/page-failure.json"),
        include_str!("../data/diagnostic-settings.jsonl"),
    ] {
        for record in Records::new(input.as_bytes()) {
            let record = record.expect("the sample is good");
            for filter in FILTERS {
                let [json, typed] = both(filter, record.event());
                assert_eq!(json, typed, "{filter} on {}", record.event());
                found += usize::from(json == Ok(Some(true)));
            }
        }
    }
    assert!(found > 20, "{found}");
}

#[test]
fn parts_are_found_by_their_names_and_compared_by_their_types() {
    let record = json!({
        "id": "a", "activityDateTime": "2024-05-01T00:00:00.1234567Z", "fresh": {"n": 7},
        "provisioningAction": 4, "servicePrincipal": [{"Name": "Contoso"}],
        "initiatedBy": {"initiatingType": "application"},
        "provisioningSteps": [{"provisioningStepType": "Import", "status": 77}],
    });
    for (filter, says) in [
        ("activityDateTime gt 2024-05-01T02:00:00.1234566+02:00", Some(true)),
        ("activityDateTime gt 2024-05-01T00:00:00.1234567Z", Some(false)),
        ("provisioningAction eq 'update'", Some(true)),
        ("initiatedBy/initiatorType eq 'application'", Some(true)),
        (
            "provisioningSteps/any(s:s/status eq '77' and s/provisioningStepType eq 'import')",
            Some(true),
        ),
        ("cycleId eq null", Some(true)),
    ] {
        assert_eq!(both(filter, &record), [Ok(says), Ok(says)], "{filter}");
    }
    // Without a schema what no type declares is found as well.
    let event: ProvisioningObjectSummary = serde_json::from_value(record).expect("an event");
    for filter in
        ["fresh/n eq 7", "fresh/none eq null", "servicePrincipal/any(p:p/Name eq 'Contoso')"]
    {
        let filter: Filter = filter.parse().expect("a filter");
        let predicate = filter.compile(&Compile::default()).expect("compiles");
        assert!(predicate.matches(event.node()), "{filter}");
    }
}

/// An event with all its members.
fn whole() -> Value {
    let identity = json!({"id": "i", "displayName": "n", "initiatorType": "user", "identityType": "t",
        "details": {"x": 1}});
    json!({
        "id": "a", "activityDateTime": "2024-05-01T00:00:00Z", "tenantId": "t", "jobId": "j",
        "cycleId": "c", "changeId": "h", "provisioningAction": "create",
        "durationInMilliseconds": 5, "sourceSystem": identity, "targetSystem": identity,
        "initiatedBy": identity, "servicePrincipal": identity, "sourceIdentity": identity,
        "targetIdentity": identity, "provisioningStatusInfo": {
            "status": "failure", "errorInformation": {
                "errorCode": "e", "reason": "r", "additionalDetails": "d",
                "errorCategory": "failure", "recommendedAction": "x",
            },
        },
        "provisioningSteps": [{"name": "n", "provisioningStepType": "import", "status": "success",
            "description": "d", "details": {}}],
        "modifiedProperties": [{"displayName": "d", "oldValue": null, "newValue": "v"}],
        "action": "Create", "statusInfo": {"status": "failure"},
    })
}

/// The model's names are a second table of the schema's.
#[test]
fn every_property_of_the_schema_is_a_part_of_the_model() {
    let schema = Schema::provisioning_any();
    let filter = |path: &str| format!("{path} ne null");
    let mut checked = 0;
    let whole = whole();
    for outer in schema.properties(schema.root_type().expect("a root")) {
        if outer.type_ref.collection {
            continue;
        }
        let mut paths = vec![outer.name.to_string()];
        if let Type::Struct(inner) = schema.type_of(outer) {
            let inner = schema.properties(inner).into_iter();
            paths = inner.map(|inner| format!("{}/{}", outer.name, inner.name)).collect();
        }
        for path in paths.iter().filter(|path| !path.ends_with("/details")) {
            let error_information = path.ends_with("/errorInformation");
            let path = if error_information { format!("{path}/reason") } else { path.clone() };
            assert_eq!(both(&filter(&path), &whole), [Ok(Some(true)), Ok(Some(true))], "{path}");
            checked += 1;
        }
    }
    assert!(checked > 25, "{checked}");
}

proptest! {
    #[test]
    fn generated_records_give_the_same_answers_in_both_forms(record in crate::events::event()) {
        for filter in FILTERS {
            let [json, typed] = both(filter, &record);
            prop_assert_eq!(json, typed, "{} on {}", filter, record);
        }
    }

    #[test]
    fn generated_records_have_the_same_order_in_both_forms(a in crate::events::event(), b in crate::events::event()) {
        let order: OrderBy = "activityDateTime desc,provisioningAction,jobId".parse().unwrap();
        let order = order.compile(&Compile::with_schema(Schema::provisioning_any())).unwrap();
        let typed = [&a, &b].map(|record| {
            let event: ProvisioningObjectSummary = serde_json::from_value(record.clone()).unwrap();
            order.key(event.node()).unwrap()
        });
        let json = [&a, &b].map(|record| order.key(record).unwrap());
        prop_assert_eq!(order.compare(&json[0], &json[1]), order.compare(&typed[0], &typed[1]));
    }
}

/// A path that the typed event finds by its number leads where its names do, whatever is missing
/// on the way, and whatever stands among the undeclared members.
#[test]
fn a_way_that_is_cut_short_leads_where_the_names_do() {
    let paths = <EventNode<'_> as FastNode<'_>>::PATHS;
    assert!(paths.len() > 20, "{}", paths.len());
    for (number, path) in paths.iter().enumerate() {
        let whole = whole();
        let mut records = vec![whole.clone(), json!({})];
        for depth in 0..path.len() {
            for other in [json!(null), json!({"more": 1}), json!([{"id": "x"}])] {
                let at = format!("/{}", path.get(..=depth).expect("a path").join("/"));
                let mut record = whole.clone();
                *record.pointer_mut(&at).expect("a member") = other;
                if serde_json::from_value::<ProvisioningObjectSummary>(record.clone()).is_ok() {
                    records.push(record);
                }
            }
        }
        for mut record in records {
            for undeclared in [false, true] {
                if undeclared {
                    record
                        .as_object_mut()
                        .expect("an object")
                        .insert("undeclared".into(), json!(1));
                }
                let event: ProvisioningObjectSummary =
                    serde_json::from_value(record.clone()).expect("an event");
                let by_names = path.iter().try_fold(event.node(), |node, name| node.member(name));
                let Some(found) = event.node().at(number) else { continue };
                let expected = by_names.map_or(View::Null, Node::view);
                assert_eq!(found.view(), expected, "{path:?} of {record}");
            }
        }
        let event: ProvisioningObjectSummary = serde_json::from_value(whole).expect("an event");
        let found = event.node().at(number).expect("the whole event has it");
        assert_ne!(found.view(), View::Null, "{path:?}");
        assert_ne!(found.plain(), Plain::Other, "{path:?}");
    }
}
