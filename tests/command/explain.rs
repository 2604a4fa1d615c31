//! `odq filter --explain`: why a record matches, or does not.

use crate::command::odq;

const FAILURE: &str = "tests/data/page-failure.json";
const SUCCESS: &str = "tests/data/page-success.json";
const DIAGNOSTIC: &str = "tests/data/diagnostic-settings.jsonl";
const ID: &str = "gc532ff9-r265-ec76-861e-42e2970a8218";

#[test]
fn the_failure_page_reads_well() {
    for (filter, status, expected) in [
        (
            "provisioningStatusInfo/status eq 'failure' and not contains(targetSystem/displayName,'Contoso')",
            1,
            "\
does not match
false   provisioningStatusInfo/status eq 'failure' and not contains(targetSystem/displayName,'Contoso')
├─ true   provisioningStatusInfo/status eq 'failure'
│  └─ 'failure'   provisioningStatusInfo/status
└─ false   not contains(targetSystem/displayName,'Contoso')
   └─ true   contains(targetSystem/displayName,'Contoso')
      └─ 'Contoso'   targetSystem/displayName
",
        ),
        (
            "activityDateTime gt 2019-06-25 or provisioningAction in ('create','update')",
            0,
            "\
matches
true   activityDateTime gt 2019-06-25 or provisioningAction in ('create','update')
├─ false   activityDateTime gt 2019-06-25
│  └─ 2019-06-24T20:53:08Z   activityDateTime
└─ true   provisioningAction in ('create','update')
   └─ 'create'   provisioningAction
",
        ),
        (
            "provisioningSteps/any(s:s/status eq 'failure' and s/provisioningStepType ne 'export')",
            1,
            "\
does not match
false   provisioningSteps/any(s:s/status eq 'failure' and s/provisioningStepType ne 'export')
├─ 3 members   provisioningSteps
├─ false   [0] s/status eq 'failure' and s/provisioningStepType ne 'export'
│  ├─ false   s/status eq 'failure'
│  │  └─ 'success'   s/status
│  └─ true   s/provisioningStepType ne 'export'
│     └─ 'import'   s/provisioningStepType
├─ false   [1] s/status eq 'failure' and s/provisioningStepType ne 'export'
│  ├─ false   s/status eq 'failure'
│  │  └─ 'success'   s/status
│  └─ true   s/provisioningStepType ne 'export'
│     └─ 'matching'   s/provisioningStepType
└─ false   [2] s/status eq 'failure' and s/provisioningStepType ne 'export'
   ├─ true   s/status eq 'failure'
   │  └─ 'failure'   s/status
   └─ false   s/provisioningStepType ne 'export'
      └─ 'export'   s/provisioningStepType
",
        ),
        (
            "contains(provisioningStatusInfo/errorInformation/additionalDetails,'409')",
            1,
            "\
does not match: the filter is null for it
null   contains(provisioningStatusInfo/errorInformation/additionalDetails,'409')
└─ null   provisioningStatusInfo/errorInformation/additionalDetails
",
        ),
        (
            "1000 div (durationInMilliseconds sub 2785) gt 1",
            2,
            "\
does not match: division by zero
error   1000 div (durationInMilliseconds sub 2785) gt 1
└─ error: division by zero   1000 div (durationInMilliseconds sub 2785)
   └─ 0   durationInMilliseconds sub 2785
      └─ 2785   durationInMilliseconds
",
        ),
    ] {
        let expected = format!("{FAILURE}:4:5: {ID} {expected}");
        let answer = odq(&["filter", "--explain", filter, FAILURE, SUCCESS], "");
        assert_eq!(answer, (status, expected, String::new()), "{filter}");
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let filter = "provisioningStatusInfo/status eq 'failure' and durationInMilliseconds gt 6000";
    let (status, printed, told) = odq(&["filter", filter, "--explain", FAILURE], "");
    assert_eq!((status, told.as_str()), (1, ""));
    let example = format!("$ odq filter \"{filter}\" --explain {FAILURE}\n{printed}```\n");
    assert!(include_str!("../../README.md").contains(&example), "{example}");
}

/// The same failure in each of the shapes, after another event, and where it stands.
fn shapes() -> [(&'static str, String); 5] {
    let other = r#"{"id":"b"}"#;
    let event = r#"{"id":"it's","provisioningStatusInfo":{"status":"failure"}}"#;
    let wrapped = |event| format!(r#"{{"category":"ProvisioningLogs","properties":{event}}}"#);
    let exported = wrapped(r#"{"id":"it's","statusInfo":{"Status":1}}"#);
    let other_exported = wrapped(other);
    [
        ("3:1", format!("{other}\n\n{event}\n")),
        ("1:22", format!(r#"{{"value":[{other},{event}]}}"#)),
        ("1:13", format!("[{other},{event}]")),
        ("2:1", format!("{other_exported}\n{exported}\n")),
        ("2:1", format!("{{\"records\":[{other_exported},\n{exported}]}}")),
    ]
}

#[test]
fn an_event_is_found_by_its_id_in_every_shape() {
    let filter = "provisioningStatusInfo/status eq 'failure'";
    for (place, input) in shapes() {
        let expected = format!(
            "<stdin>:{place}: it's matches\ntrue   {filter}\n└─ 'failure'   provisioningStatusInfo/status\n"
        );
        let answer = odq(&["filter", filter, "--explain", "--id", "it's"], input.clone());
        assert_eq!(answer, (0, expected, String::new()), "{input}");
        let (status, first, _) = odq(&["filter", filter, "--explain"], input.clone());
        assert!(status == 1 && first.contains(": b does not match\n"), "{input}: {first}");
    }
    let answer =
        odq(&["filter", "true", "--explain", "--id", "d6cbb0bd-2222", FAILURE, DIAGNOSTIC], "");
    let expected = format!("{DIAGNOSTIC}:1:1: d6cbb0bd-2222 matches\ntrue   true\n");
    assert_eq!(answer, (0, expected, String::new()));
}

#[test]
fn without_a_schema_the_record_is_taken_as_it_is() {
    let log = "{\"id\":4}\n{\"id\":5,\"category\":\"x\",\"properties\":{\"a\":1}}\n";
    let arguments = ["filter", "properties/a eq 1", "--schema", "none", "--explain", "--id", "5"];
    let expected = "<stdin>:2:1: 5 matches\ntrue   properties/a eq 1\n└─ 1   properties/a\n";
    assert_eq!(odq(&arguments, log), (0, expected.to_owned(), String::new()));
}

#[test]
fn a_record_that_is_not_there_is_told() {
    let told = |arguments: &[&str], input: &str| {
        let (status, printed, told) =
            odq(&[&["filter", "true", "--explain"], arguments].concat(), input);
        assert_eq!(printed, "", "{arguments:?}");
        (status, told)
    };
    assert_eq!(told(&[], ""), (1, "odq: there is no record to explain\n".to_owned()));
    assert_eq!(
        told(&["--id", "x"], "{\"id\":\"y\"}"),
        (1, "odq: no record has the id `x`\n".to_owned())
    );
    let (status, text) = told(&["--id", "x"], "{\"id\":\"y\"}\n{\"id\"\n");
    assert_eq!(status, 2);
    assert!(
        text.starts_with("odq: <stdin>:2:6: ") && text.contains("no record has the id"),
        "{text}"
    );
}

#[test]
fn what_could_not_be_read_before_the_record_is_an_error_too() {
    let (status, printed, told) =
        odq(&["filter", "true", "--explain"], "{\"id\":,}\n{\"id\":\"y\"}\n");
    assert_eq!((status, printed.as_str()), (2, "<stdin>:2:1: y matches\ntrue   true\n"));
    assert!(told.starts_with("odq: <stdin>:1:7: "), "{told}");
    // What comes after it does not matter.
    let (status, _, told) = odq(&["filter", "true", "--explain"], "{\"id\":\"y\"}\n{\"id\":\n");
    assert_eq!((status, told.as_str()), (0, ""));
}

#[test]
fn an_explanation_is_data_too() {
    let filter = "jobId eq null";
    let arguments = ["filter", filter, "--explain", "--output", "json", FAILURE];
    let (status, printed, _) = odq(&arguments, "");
    let value: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let seen = (&value["file"], &value["line"], &value["column"], &value["id"], &value["matches"]);
    assert_eq!(status, 1);
    assert_eq!(serde_json::json!(seen), serde_json::json!([FAILURE, 4, 5, ID, false]));
    assert_eq!((&value["filter"], &value["explanation"]["part"]), (&filter.into(), &"eq".into()));
    assert_eq!(value["explanation"]["children"][0]["span"]["end"], 5);
    let (_, line, _) = odq(&["filter", filter, "--explain", "--output", "jsonl", FAILURE], "");
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).ok(), Some(value));
}

#[test]
fn what_makes_no_sense_together_is_refused() {
    for arguments in [
        &["--explain", "--count"][..],
        &["--explain", "--top", "1"],
        &["--explain", "--orderby", "id"],
        &["--explain", "--select", "id"],
        &["--explain", "--count-by", "id"],
        &["--explain", "--histogram", "day"],
        &["--explain", "--csv-as-is"],
        &["--explain", "--output", "csv"],
        &["--id", "a"],
    ] {
        let (status, printed, told) = odq(&[&["filter", "true", FAILURE], arguments].concat(), "");
        assert_eq!((status, printed.as_str()), (2, ""), "{arguments:?}");
        assert!(told.contains("--explain"), "{told}");
    }
}

#[test]
fn nothing_of_a_record_reaches_the_terminal_raw() {
    let log = r#"{"id":"a\u001b[2Jb\nc","jobId":"\u001b]0;x"}"#;
    let (_, printed, told) = odq(&["filter", "jobId eq 'x'", "--explain"], log);
    assert!(printed.starts_with("<stdin>:1:1: a\\u{1b}[2Jb\\nc does not match\n"), "{printed}");
    assert!(!printed.contains('\u{1b}') && told.is_empty(), "{printed}{told}");
    let (_, coloured, _) = odq(&["filter", "jobId eq 'x'", "--explain", "--color", "always"], log);
    assert!(coloured.contains("\u{1b}[31mfalse\u{1b}[0m   jobId eq 'x'\n"), "{coloured}");
    // A finding about the filter too.
    let (_, _, told) = odq(&["filter", "jobID eq 'x'", "--color", "always"], log);
    assert!(told.starts_with("\u{1b}[1;33mwarning[case]\u{1b}[0m"), "{told}");
}
