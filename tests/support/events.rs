//! Events under Graph's names, as JSON, for property tests.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

type Member = (&'static str, BoxedStrategy<Value>);

/// An event with some of its members, some of them null, some that nobody has declared.
pub(crate) fn event() -> BoxedStrategy<Value> {
    object(vec![
        ("id", text()),
        ("activityDateTime", date()),
        ("jobId", text()),
        ("durationInMilliseconds", any_of(&[json!(1), json!(0), json!(999), json!(1000)])),
        ("provisioningAction", member(&["create", "delete", "Create", "newKind"])),
        ("sourceSystem", identity(vec![("details", details())])),
        ("targetSystem", identity(vec![("details", details())])),
        ("initiatedBy", identity(vec![("initiatorType", member(&["system", "User", "robot"]))])),
        ("servicePrincipal", identity(vec![("appOwner", text())])),
        ("sourceIdentity", identity(vec![("identityType", text()), ("details", details())])),
        ("provisioningStatusInfo", status()),
        ("provisioningSteps", list(step())),
        (
            "modifiedProperties",
            list(object(vec![("displayName", text()), ("oldValue", text()), ("newValue", text())])),
        ),
        ("another", details()),
    ])
}

/// Each member there, null or missing.
fn object(members: Vec<Member>) -> BoxedStrategy<Value> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            let value = prop_oneof![8 => value.prop_map(Some), 1 => Just(Some(Value::Null)), 1 => Just(None)];
            value.prop_map(move |value| value.map(|value| (name.to_owned(), value)))
        })
        .collect();
    members.prop_map(|found| Value::Object(Map::from_iter(found.into_iter().flatten()))).boxed()
}

fn identity(more: Vec<Member>) -> BoxedStrategy<Value> {
    let mut members = vec![("id", text()), ("displayName", text())];
    members.extend(more);
    object(members)
}

fn status() -> BoxedStrategy<Value> {
    object(vec![
        ("status", member(&["success", "failure", "Skipped", "newKind"])),
        (
            "errorInformation",
            object(vec![
                ("errorCode", text()),
                ("errorCategory", member(&["failure", "nonServiceFailure", "other"])),
                ("reason", text()),
            ]),
        ),
    ])
}

fn step() -> BoxedStrategy<Value> {
    object(vec![
        ("name", text()),
        ("provisioningStepType", member(&["import", "Export", "newKind"])),
        ("status", member(&["success", "failure", "newKind"])),
        ("details", details()),
    ])
}

fn details() -> BoxedStrategy<Value> {
    let scalar = any_of(&[json!(3), json!(7.5), json!(true), json!("a"), json!(-1), json!("9")]);
    object(vec![
        ("size", scalar.clone()),
        ("n", any_of(&[json!(1), json!(2), json!("3"), json!(1.5)])),
        ("tags", list(any_of(&[json!("a"), json!("b"), json!(1), Value::Null]))),
        ("deep", object(vec![("x", scalar)])),
    ])
}

fn list(item: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    vec(item, 0..3).prop_map(Value::Array).boxed()
}

/// A member of an enumeration: its name, or a number, of one that is known or not.
fn member(names: &'static [&'static str]) -> BoxedStrategy<Value> {
    prop_oneof![
        4 => select(names).prop_map(Value::from),
        1 => (0..9_i64).prop_map(Value::from),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<Value> {
    any_of(&[json!("a"), json!(""), json!("Contoso"), json!("X"), json!("O'Brien, \"é\"")])
}

fn date() -> BoxedStrategy<Value> {
    (1..3_u32, 0..24_u32, option::of(0..10_000_000_u32))
        .prop_map(|(day, hour, fraction)| {
            let fraction = fraction.map(|f| format!(".{f:07}")).unwrap_or_default();
            json!(format!("2024-05-{day:02}T{hour:02}:00:00{fraction}Z"))
        })
        .boxed()
}

fn any_of(values: &[Value]) -> BoxedStrategy<Value> {
    select(values.to_vec()).boxed()
}
