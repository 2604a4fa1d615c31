//! The fast path answers what the interpreter answers.

use serde_json::{Value, json};

use super::FastPath;
use crate::Filter;
use crate::eval::answer::{Answer, Kleene, Wanted};
use crate::eval::interpret::{Env, truth};
use crate::eval::ir::{Ir, Op};
use crate::eval::{CompileOptions, FastNode, Predicate};
use crate::graph::{EventNode, ProvisioningObjectSummary};
use crate::schema::Schema;

/// Conditions on a path; `@` is where its name stands.
const CONDITIONS: &[&str] = &[
    "@ eq 'failure'",
    "@ ne 'failure'",
    "@ eq 'Failure'",
    "@ eq 'unheard'",
    "@ in ('failure','success','unheard')",
    "@ eq null",
    "@ ne null",
    "contains(@,'ail')",
    "startswith(@,'fail')",
    "endswith(@,'ure')",
];

/// Those that an enumeration does not take.
const OTHERS: &[&str] = &[
    "@ gt 'f'",
    "@ le 'failure'",
    "'failure' lt @",
    "@ ge null",
    "@ lt null",
    "@ eq 5",
    "@ ne 5",
    "@ gt 5",
    "@ ge 5",
    "5 ge @",
    "@ lt 18446744073709551615",
    "@ eq true",
    "@ ne false",
    "@ eq 2024-05-01T00:00:00Z",
    "@ ne 2024-05-01T02:00:00+02:00",
    "@ gt 2024-05-01",
    "@ le 2024-05-01T00:00:00.5Z",
    "@ lt 9999-12-31T23:59:60Z",
    "@ eq 01234567-89ab-cdef-0123-456789abcdef",
    "@ ne 01234567-89AB-CDEF-0123-456789abcdef",
];

fn values() -> Vec<Value> {
    let mut values: Vec<Value> = [
        "",
        "failure",
        "Failure",
        "FAILURE",
        "failurf",
        "success",
        "unheard",
        "Unheard",
        "f",
        "5",
        "5.5",
        "-1",
        "true",
        "2024-05-01",
        "2024-05-01T00:00:00Z",
        "2024-05-01T02:00:00+02:00",
        "2024-05-01T00:00:00.4999999Z",
        "2024-05-01T00:00:00.50+00:00",
        "2024-04-30T23:59:60Z",
        "2024-04-31T00:00:00Z",
        "2024-05-01t00:00:00z",
        "2024-05-01T00:00Z",
        "9999-12-31T23:59:59Z",
        "01234567-89ab-cdef-0123-456789abcdef",
        "01234567-89AB-CDEF-0123-456789ABCDEF",
        "01234567-89ab-cdef-0123-456789abcdeg",
    ]
    .map(Value::from)
    .into();
    values.extend([
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(5),
        json!(-5),
        json!(5.0),
        json!(5.5),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!({}),
        json!([]),
        json!(["failure"]),
        json!({"status": 1}),
    ]);
    values
}

/// The answer of the fast path alone, where it decides.
fn fast<'a, N: FastNode<'a>>(ir: &Ir, env: Env<'_, N>) -> Option<Answer> {
    match (ir.fast_path.as_deref(), &ir.op) {
        (Some(FastPath::PathTest(test)), _) => test.answer(env),
        (Some(FastPath::Junction(parts)), op) => {
            let absorbing = matches!(op, Op::Or(_));
            let mut kleene = Kleene::new(absorbing, Wanted::Exact);
            match parts.run(env, &mut kleene) {
                None => Some(kleene.finish()),
                Some(undecided) => {
                    (undecided == 0 && parts.rest.is_empty()).then(|| kleene.finish())
                }
            }
        }
        (None, Op::Not(operand)) => fast(operand, env).map(Answer::not),
        (None, _) => None,
    }
}

/// The same without its fast path.
fn without_fast_path(mut ir: Ir) -> Ir {
    ir.fast_path = None;
    match &mut ir.op {
        Op::And(operands) | Op::Or(operands) => {
            *operands = std::mem::take(operands).into_iter().map(without_fast_path).collect();
        }
        Op::Not(operand) => **operand = without_fast_path((**operand).clone()),
        _ => {}
    }
    ir
}

/// Compares both on every record. Returns how often the fast path alone decided.
fn compare(filter: &str, options: &CompileOptions<'_>, records: &[Value]) -> usize {
    let filter: Filter = filter.parse().expect(filter);
    // Not every condition goes with the type of every path.
    let Ok(predicate) = filter.compile(options) else { return 0 };
    let rules = without_fast_path(predicate.ir().clone());
    let mut plain = 0;
    for record in records {
        let expected = truth(&rules, Env { record, locals: None });
        let short = fast(predicate.ir(), Env { record, locals: None });
        plain += usize::from(short.is_some());
        if let Some(short) = short {
            assert_eq!(short.with(None), expected, "{filter} on {record}");
        }
        same_answers(&predicate, record, &expected, &filter);
    }
    plain
}

fn same_answers(
    predicate: &Predicate,
    record: &Value,
    expected: &Result<Option<bool>, crate::eval::EvalError>,
    filter: &Filter,
) {
    let by_plan = truth(predicate.ir(), Env { record, locals: None });
    assert_eq!(by_plan, *expected, "{filter} on {record}");
    assert_eq!(predicate.evaluate(record), *expected, "{filter} on {record}");
    assert_eq!(predicate.matches(record), *expected == Ok(Some(true)), "{filter} on {record}");
}

#[test]
fn of_every_pair_of_conditions_on_one_path() {
    let records: Vec<Value> =
        values().into_iter().map(|value| json!({ "x": value })).chain([json!({})]).collect();
    let any = CompileOptions::default();
    let all: Vec<_> = CONDITIONS.iter().chain(OTHERS).map(|text| text.replace('@', "x")).collect();
    let mut plain = 0;
    for a in &all {
        plain += compare(a, &any, &records) + compare(&format!("not ({a})"), &any, &records);
        for b in &all {
            plain += compare(&format!("{a} and {b}"), &any, &records);
            plain += compare(&format!("{a} or {b} or y eq 1"), &any, &records);
            plain += compare(&format!("y eq null and {a} and {b}"), &any, &records);
        }
    }
    assert!(plain > 10_000, "{plain}");
}

#[test]
fn of_conditions_on_the_properties_of_a_schema() {
    let known = CompileOptions::with_schema(Schema::provisioning_any());
    let mut plain = 0;
    for path in ["provisioningStatusInfo/status", "activityDateTime", "jobId"] {
        let records: Vec<Value> = values()
            .into_iter()
            .flat_map(|value| match path.split_once('/') {
                Some((outer, inner)) => {
                    vec![json!({outer: {inner: value}}), json!({outer: value}), json!({})]
                }
                None => vec![json!({path: value}), json!([value]), value],
            })
            .collect();
        for a in CONDITIONS.iter().chain(OTHERS) {
            let a = a.replace('@', path);
            plain += compare(&a, &known, &records);
            for b in CONDITIONS.iter().chain(OTHERS) {
                let b = b.replace('@', path);
                plain += compare(&format!("{a} or {b}"), &known, &records);
                plain += compare(&format!("not ({a} and {b}) and jobId eq null"), &known, &records);
            }
        }
    }
    assert!(plain > 10_000, "{plain}");
}

/// Records with this value where the path leads, and some where it leads nowhere.
fn events(path: &[&str], value: &Value) -> Vec<ProvisioningObjectSummary> {
    let nested = |names: &[&str], value: Value| {
        names.iter().rev().fold(value, |inner, name| json!({ *name: inner }))
    };
    let (first, others) = path.split_first().expect("a path has a name");
    let (_, above) = path.split_last().expect("a path has a name");
    [
        nested(path, value.clone()),
        // Beside what no type declares.
        nested(path, json!(null)),
        json!({ "new": value }),
        nested(above, json!({ "new": value })),
        json!({ *first: nested(others, value.clone()), "new": value,
                "provisioningStatusInfo": { "status": "failure" } }),
        json!({}),
    ]
    .into_iter()
    .filter_map(|record| serde_json::from_value(record).ok())
    .collect()
}

#[test]
fn of_conditions_on_the_paths_of_an_event() {
    let (any, known) =
        (CompileOptions::default(), CompileOptions::with_schema(Schema::provisioning_any()));
    let integers = [
        "@ lt -9223372036854775808",
        "@ le 9223372036854775807",
        "@ ne 9223372036854775807",
        "@ ne -9223372036854775808",
        "@ gt 9223372036854775807",
        "@ gt 9223372036854775808",
    ];
    let mut quick = 0;
    for path in EventNode::PATHS {
        let events: Vec<_> = values().iter().flat_map(|value| events(path, value)).collect();
        let records: Vec<Value> =
            events.iter().map(|event| serde_json::to_value(event).expect("JSON")).collect();
        assert!(records.len() > 80, "{path:?}");
        let path = path.join("/");
        let all =
            CONDITIONS.iter().chain(OTHERS).chain(&integers).map(|text| text.replace('@', &path));
        for alone in all {
            let status = "provisioningStatusInfo/status eq 'failure'";
            for filter in [
                format!("{alone} and {status}"),
                format!("contains(jobId,'a') or {status} or {alone}"),
                format!("{alone} and {alone} and contains(jobId,'a')"),
                format!("not ({alone})"),
                alone,
            ] {
                for options in [&any, &known] {
                    quick += compare_events(&filter, options, &events, &records);
                }
            }
        }
    }
    assert!(quick > 100_000, "{quick}");
}

/// Compares the fast path on events with the interpreter on the same in JSON. Returns how often the
/// fast path alone decided.
fn compare_events(
    filter: &str,
    options: &CompileOptions<'_>,
    events: &[ProvisioningObjectSummary],
    records: &[Value],
) -> usize {
    let parsed: Filter = filter.parse().expect(filter);
    let Ok(predicate) = parsed.compile(options) else { return 0 };
    let rules = without_fast_path(predicate.ir().clone());
    let mut quick = 0;
    for (event, record) in events.iter().zip(records) {
        let expected = truth(&rules, Env { record, locals: None }) == Ok(Some(true));
        assert_eq!(predicate.matches(event.node()), expected, "{filter} on {record}");
        if let Some(answer) = fast(predicate.ir(), Env { record: event.node(), locals: None }) {
            assert_eq!(answer == Answer::True, expected, "{filter} on {record}");
            quick += 1;
        }
    }
    quick
}

/// Combined texts on one path, which is asked once.
const TEXTS: &[&str] = &[
    "@ eq 'disable' or @ eq 'delete'",
    "@ eq 'delete' or @ eq 'Disable' or @ eq 'it''s'",
    "@ ne 'disable' and @ ne 'delete'",
    "@ in ('disable','delete','deleted','deletes','an action that is long')",
    "@ in ('','de','an action that is lone')",
    "@ eq 'delete' or @ eq null",
    "@ ne 'delete' and @ ne null",
    "@ eq 'delete' and @ eq 'disable'",
    "@ eq null",
    "@ ne null",
];

#[test]
fn of_several_texts_on_one_path() {
    let (any, known) =
        (CompileOptions::default(), CompileOptions::with_schema(Schema::provisioning_any()));
    let mut values: Vec<Value> =
        ["", "de", "delete", "deletf", "Delete", "DISABLE", "disable", "it's"]
            .into_iter()
            .chain(["its", "deleted", "deletes", "disabled", "an action that is long", "\u{1}\"é"])
            .chain(["an action that is lone", "an action that is Long", "2", "3"])
            .map(Value::from)
            .collect();
    values.extend([json!(null), json!(2), json!(true), json!(["delete"]), json!({"x": "delete"})]);
    let (mut plain, mut quick) = (0, 0);
    for path in EventNode::PATHS {
        let events: Vec<_> = values.iter().flat_map(|value| events(path, value)).collect();
        let mut records: Vec<Value> =
            events.iter().map(|event| serde_json::to_value(event).expect("JSON")).collect();
        let typed = records.clone();
        let nested = |value: &Value| {
            path.iter().rev().fold(value.clone(), |inner, name| json!({ *name: inner }))
        };
        records.extend(values.iter().map(nested));
        let path = path.join("/");
        for alone in TEXTS.iter().map(|text| text.replace('@', &path)) {
            for filter in [format!("not ({alone})"), format!("({alone}) and id ne 'a'"), alone] {
                for options in [&any, &known] {
                    plain += compare(&filter, options, &records);
                    quick += compare_events(&filter, options, &events, &typed);
                }
            }
        }
    }
    assert!(plain > 100_000, "{plain}");
    assert!(quick > 5_000, "{quick}");
}
