//! A help that says what to send and what to filter afterwards loses no record and brings none,
//! and a help that promises the same records keeps the promise, at any depth of `and`, `or`
//! and `not`. The evaluator is the oracle.

#![expect(clippy::indexing_slicing, reason = "a test fails where a helper does")]

use odata_query::Filter;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::eval::{Compile, Predicate};
use odata_query::schema::{ApiVersion, Schema};
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::Validator;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::applied;

/// Conditions on the log: taken, taken in other words, wider, and not at all.
const LOG: &[&str] = &[
    "jobId eq 'a'",
    "jobId eq null",
    "changeId ne 'b'",
    "startswith(jobId,'a')",
    "endswith(changeId,'b')",
    "endswith(changeId,'b') eq true",
    "startswith(jobId,'a') ne false",
    "contains(changeId,'a')",
    "contains(changeId,'a') eq false",
    "durationInMilliseconds ge 5",
    "durationInMilliseconds lt 5",
    "durationInMilliseconds ne null",
    "5 le durationInMilliseconds",
    "durationInMilliseconds in (4,5)",
    "jobId in ('a','b')",
    "jobId in ()",
    "provisioningStatusInfo/status eq 'failure'",
    "provisioningStatusInfo/status ne 'failure'",
    "provisioningSteps/any(s:s/status eq 'failure')",
    "provisioningSteps/all(s:s/name eq 'a')",
    "modifiedProperties/any()",
    "provisioningSteps/$count gt 1",
    "jobId eq changeId",
    "contains(jobId,changeId)",
    "length(jobId) gt 1",
    "indexof(jobId,'a') ge 0",
    "tolower(jobId) eq 'a'",
    "durationInMilliseconds add 1 gt 5",
    "durationInMilliseconds gt 2 add 2",
    "year(activityDateTime) eq 2024",
    "activityDateTime ge 2024-05-01",
    "month(activityDateTime) eq 5",
    "provisioningAction has 'create'",
    "provisioningStatusInfo/errorInformation/errorCode eq 'a'",
    "true",
    "false",
    "1 eq 1",
];

const ROOMS: &[&str] = &[
    "seats ge 5",
    "seats gt 5",
    "seats eq 5",
    "height ge 2",
    "height le 2",
    "bookable",
    "bookable eq true",
    "colour ne 'red'",
    "colour eq 'red'",
    "colour in ('red','blue')",
    "startswith(owner/mail,'a')",
    "startswith(owner/mail,'a') eq true",
    "startswith(owner/mail,'a') ne false",
    "startswith(owner/phone,'a')",
    "startswith(owner/phone,'a') eq true",
    "contains(owner/phone,'a')",
    "contains(owner/phone,'a') eq true",
    "contains(owner/phone,'a') ne false",
    "substringof('a',owner/phone)",
    "owner/mail eq 'a'",
    "owner/mail in ('a','b')",
    "tags/any(t:t eq 'a')",
    "tags/all(t:t eq 'a')",
    "seats eq 5 and (colour eq 'red' or bookable)",
    "false",
];

/// Conditions joined and negated, some of them compared with `true` or `false`.
fn filter(conditions: &'static [&'static str]) -> impl Strategy<Value = String> {
    let leaf = select(conditions).prop_map(|text| format!("({text})"));
    leaf.prop_recursive(4, 12, 3, |inner| {
        let joined = |word: &'static str| {
            let operands = prop::collection::vec(inner.clone(), 2..4);
            operands.prop_map(move |operands| format!("({})", operands.join(word)))
        };
        prop_oneof![
            3 => joined(" and "),
            3 => joined(" or "),
            2 => inner.clone().prop_map(|text| format!("(not {text})")),
            1 => (inner.clone(), select(&["eq true", "eq false", "ne true", "ne false"][..]))
                .prop_map(|(text, so)| format!("({text} {so})")),
        ]
    })
}

fn log_records() -> Vec<Value> {
    let mut records = Vec::new();
    for at in 0..90_usize {
        let of = |values: &[Value], step: usize| values[at * step % values.len()].clone();
        let texts = [json!("a"), json!("b"), Value::Null, json!("ab"), json!("A")];
        let results =
            [json!("success"), json!("failure"), Value::Null, json!("skipped"), json!("newKind")];
        let steps = [
            json!([]),
            json!([{"status": "failure", "name": "a"}]),
            Value::Null,
            json!([{"status": "success", "name": "a"}, {"status": "failure", "name": "b"}]),
        ];
        records.push(json!({
            "id": format!("r{at}"),
            "jobId": of(&texts, 1),
            "changeId": of(&texts, 3),
            "activityDateTime": of(&[
                json!("2024-05-01T00:00:00Z"),
                json!("2024-04-30T23:59:59.5Z"),
                json!("2023-05-07T00:00:00Z"),
                json!("2025-01-01T00:00:00Z"),
            ], 1),
            "durationInMilliseconds": of(&[json!(4), json!(5), Value::Null, json!(6)], 5),
            "provisioningAction": of(&[json!("create"), json!("delete"), Value::Null], 1),
            "provisioningStatusInfo": {
                "status": of(&results, 7),
                "errorInformation": {"errorCode": of(&texts, 2)}
            },
            "provisioningSteps": of(&steps, 1),
            "modifiedProperties": of(&[json!([]), json!([{"displayName": "a"}])], 1),
        }));
    }
    records
}

fn room_records() -> Vec<Value> {
    let mut records = Vec::new();
    for at in 0..84_usize {
        let of = |values: &[Value], step: usize| values[at * step % values.len()].clone();
        let texts = [json!("a"), json!("b"), Value::Null, json!("ab")];
        records.push(json!({
            "id": "01234567-89ab-cdef-0123-456789abcdef",
            "seats": of(&[json!(4), json!(5), json!(6)], 1),
            "height": of(&[json!(1), json!(2), Value::Null, json!(3)], 1),
            "bookable": of(&[json!(true), json!(false), Value::Null], 2),
            "colour": of(&[json!("red"), json!("blue"), Value::Null, json!("green")], 1),
            "tags": of(&[json!([]), json!(["a"]), json!(["a", "b"])], 1),
            "owner": {"mail": of(&texts, 1), "phone": of(&texts, 3)},
        }));
    }
    records
}

/// The endpoint of the test data with more in it: what can be null, and every connective.
fn rooms(connectives: &[&str]) -> Endpoint {
    let text = include_str!("../../data/rooms-endpoint.json");
    let mut rooms: Value = serde_json::from_str(text).unwrap();
    let grant = |words: &[&str], functions: &[&str]| json!([{"tier": "documented", "source": "x", "operators": words, "functions": functions}]);
    rooms["schema"]["types"][0]["properties"][2]["nullable"] = json!(true);
    rooms["connectives"] = connectives
        .iter()
        .map(|word| json!({"connective": word, "tier": "documented", "source": "x"}))
        .collect();
    let filter = rooms["filter"].as_array_mut().unwrap();
    filter.push(json!({"path": "height", "grants": grant(&["gt", "eq", "lt"], &[])}));
    filter.push(json!({"path": "owner/phone", "grants": grant(&["eq"], &["contains"])}));
    Endpoint::from_json(&rooms.to_string()).unwrap()
}

fn compiled(text: &str, schema: &Schema) -> Option<Predicate> {
    text.parse::<Filter>().ok()?.compile(&Compile::with_schema(schema)).ok()
}

/// The filter that a help says to apply to what arrives.
fn filter_afterwards(help: &str) -> Option<&str> {
    let (_, rest) = help.split_once("`odq filter \"")?;
    rest.split_once("\"`").map(|(filter, _)| filter)
}

/// The filter that a help says to send; `true` where it says to send none.
fn sent(help: &str) -> Option<&str> {
    if help.contains("send no filter") {
        return Some("true");
    }
    let (_, rest) = help.split_once("send `")?;
    rest.split_once("` and filter").map(|(sent, _)| sent)
}

fn keeps_its_promises(text: &str, endpoint: &Endpoint, tier: Tier, records: &[Value]) -> usize {
    let schema = &endpoint.schema;
    let Some(filter) = compiled(text, schema) else { return 0 };
    let wanted: Vec<bool> = records.iter().map(|record| filter.matches(record)).collect();
    let matched = |text: &str| -> Vec<bool> {
        let predicate = compiled(text, schema).unwrap_or_else(|| panic!("{text}"));
        records.iter().map(|record| predicate.matches(record)).collect()
    };
    let holds_for_all = |wider: &[bool]| wider.iter().zip(&wanted).all(|(wide, it)| *wide || !it);
    let validator = Validator::new(endpoint, tier);
    let options = ReadOptions::default();
    let mut kept = 0;
    for finding in validator.check(text, Form::Filter, &options).diagnostics {
        let help = finding.help().unwrap_or_default();
        if let Some(afterwards) = filter_afterwards(help) {
            assert_eq!(matched(afterwards), wanted, "{text} ({tier}): {help}");
            kept += 1;
        }
        if let Some(sent) = sent(help) {
            assert!(holds_for_all(&matched(sent)), "{text} ({tier}): {help}");
            let said = validator.check(sent, Form::Filter, &options);
            assert!(said.accepted, "{text} ({tier}): {help}: {:?}", said.diagnostics);
            kept += 1;
        }
        if finding.suggestion().is_none() {
            continue;
        }
        let changed = applied(text, &finding);
        if help.contains("which gives more records") {
            assert!(holds_for_all(&matched(&changed)), "{text} -> {changed} ({tier})");
            kept += 1;
        }
        if help.contains("which gives the same records") && !help.contains("until the service") {
            assert_eq!(matched(&changed), wanted, "{text} -> {changed} ({tier})");
            kept += 1;
        }
    }
    let fixed = validator.fix(text, Form::Filter, &options);
    if fixed.applied > 0 {
        assert_eq!(matched(&fixed.text), wanted, "{text} -> {} ({tier})", fixed.text);
        kept += 1;
    }
    kept
}

/// How many promises were kept of so many filters made of these conditions.
fn promises(
    conditions: &'static [&'static str],
    endpoints: &[(Endpoint, Tier)],
    records: &[Value],
) -> usize {
    let mut runner = TestRunner::deterministic();
    let filters = filter(conditions);
    let mut kept = 0;
    for _ in 0..1_500 {
        let text = filters.new_tree(&mut runner).unwrap().current();
        for (endpoint, tier) in endpoints {
            kept += keeps_its_promises(&text, endpoint, *tier, records);
        }
    }
    kept
}

#[test]
fn no_help_loses_records_of_the_log() {
    let endpoints = Tier::ALL.iter().map(|tier| (Endpoint::provisioning(ApiVersion::V1_0), *tier));
    let kept = promises(LOG, &endpoints.collect::<Vec<_>>(), &log_records());
    assert!(kept > 8_000, "{kept}");
}

#[test]
fn no_help_loses_records_of_rooms() {
    let connectives = [&["and", "or", "not"][..], &["and", "not"], &["or", "not"], &["and", "or"]];
    let endpoints = connectives.map(|words| (rooms(words), Tier::Documented));
    let kept = promises(ROOMS, &endpoints, &room_records());
    assert!(kept > 8_000, "{kept}");
}

/// Filters, and what can be sent of each; `true` where nothing can.
const SENT: &[(&str, &str)] = &[
    ("jobId eq 'a' or provisioningSteps/any(s:s/status eq 'failure')", "true"),
    ("jobId eq 'a' and provisioningSteps/any(s:s/status eq 'failure')", "jobId eq 'a'"),
    (
        "(jobId eq 'a' or provisioningSteps/any(s:s/status eq 'failure')) and changeId eq 'c'",
        "changeId eq 'c'",
    ),
    ("not (jobId eq 'a' and provisioningSteps/any(s:s/status eq 'failure'))", "true"),
    ("not (not (jobId eq 'a' and length(changeId) eq 5))", "jobId eq 'a'"),
    (
        "not (durationInMilliseconds le 5 or length(changeId) eq 5)",
        "durationInMilliseconds gt 5 or durationInMilliseconds eq null",
    ),
    ("endswith(jobId,'x') and length(changeId) eq 5", "contains(jobId,'x')"),
    (
        "(jobId eq 'a' and length(changeId) gt 3) or (jobId eq 'b' and startswith(changeId,'z'))",
        "jobId eq 'a' or jobId eq 'b' and contains(changeId,'z')",
    ),
    ("not (startswith(jobId,'a') and length(changeId) gt 3)", "true"),
    ("modifiedProperties/any(m:m/displayName eq 'Roles') or false", "true"),
    ("(length(jobId) gt 3 and changeId eq 'c') eq true", "changeId eq 'c'"),
    ("(length(jobId) gt 3 and changeId eq 'c') ne true", "true"),
    ("jobId eq changeId and modifiedProperties/any()", "true"),
];

#[test]
fn what_can_be_sent_is_as_narrow_as_it_can_be() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    for (text, wanted) in SENT {
        let found = validator.check(text, Form::Filter, &ReadOptions::default()).diagnostics;
        let helps: Vec<&str> = found.iter().filter_map(|finding| finding.help()).collect();
        let said: Vec<&str> = helps.iter().filter_map(|help| sent(help)).collect();
        assert_eq!(said.first(), Some(wanted), "{text}: {helps:#?}");
        let whole: Filter = text.parse().unwrap();
        let afterwards = helps.iter().find_map(|help| filter_afterwards(help));
        assert_eq!(afterwards, Some(whole.to_string().as_str()), "{text}: {helps:#?}");
    }
}

#[test]
fn of_a_filter_too_long_to_repeat_it_is_said_what_can_be_sent() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    let long = "x".repeat(500);
    for (text, wanted) in [
        (
            format!("jobId eq '{long}' and modifiedProperties/any()"),
            "send only those of the conditions joined by `and` that are taken and filter what \
             arrives by the whole filter: `odq filter`",
        ),
        (
            format!("jobId eq '{long}' or modifiedProperties/any()"),
            "send no filter and filter what arrives by the whole filter: `odq filter`",
        ),
        (
            format!("changeId eq 'c' and tolower(jobId) eq '{long}' and modifiedProperties/any()"),
            "send `changeId eq 'c'` and filter what arrives by the whole filter: `odq filter`",
        ),
    ] {
        let found = validator.check(&text, Form::Filter, &ReadOptions::default()).diagnostics;
        let help = found.last().and_then(|finding| finding.help()).unwrap();
        assert!(help.ends_with(wanted), "{help}");
    }
}

/// The values of parameter aliases are put in.
#[test]
fn what_is_filtered_afterwards_stands_alone() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let validator = Validator::new(&endpoint, Tier::Documented);
    let text = "$filter=jobId%20eq%20@j%20and%20modifiedProperties/any()&@j='a'";
    let found = validator.check(text, Form::Query, &ReadOptions::default()).diagnostics;
    let help = found.iter().filter_map(|finding| finding.help()).find(|help| sent(help).is_some());
    let help = help.unwrap();
    assert_eq!(sent(help), Some("jobId eq 'a'"), "{help}");
    let wanted = "jobId eq 'a' and modifiedProperties/any()";
    assert_eq!(filter_afterwards(help), Some(wanted), "{help}");
}
