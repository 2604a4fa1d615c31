//! Columns, counts and charts for people, and the same as data.

use crate::command::odq;
use serde_json::{Value, json};

const FAILURE: &str = "tests/data/page-failure.json";

/// What a call with these arguments prints for the input; nothing is told and something found.
fn printed(arguments: &[&str], input: &str) -> String {
    let (code, stdout, stderr) = odq(&[&["filter", "true"], arguments].concat(), input);
    assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
    stdout
}

#[test]
fn selected_names_are_the_schemas_in_whatever_spelling() {
    let input = r#"{"Id":"x","id":"a","jobId":null,"servicePrincipal":{"Name":"n","appOwner":"o"},
        "provisioningSteps":[{"name":"1"},{"name":"2"}],"sourceSystem":{"details":{"x":{"y":[1,2]}}}}"#;
    for (paths, csv) in [
        ("id", "id\na\n"),
        ("ID, jobid", "id,jobId\na,\n"),
        ("servicePrincipal/name", "servicePrincipal/displayName\nn\n"),
        ("servicePrincipal/Name,cycleId", "servicePrincipal/displayName,cycleId\nn,\n"),
        ("sourceSystem/details/x/y", "sourceSystem/details/x/y\n\"1; 2\"\n"),
        ("sourceSystem/details/x", "sourceSystem/details/x\n\"{\"\"y\"\":[1,2]}\"\n"),
        ("provisioningSteps/name", "provisioningSteps/name\n\"1; 2\"\n"),
    ] {
        assert_eq!(printed(&["--select", paths], input), csv, "{paths}");
    }
    let table = printed(&["--output", "table", "--select", "id,servicePrincipal/Name"], input);
    assert!(
        table.contains(" id   servicePrincipal/displayName ") && table.contains(" a    n "),
        "{table}"
    );
    let raw = r#"{"Id":"x","n":{"m":5}}"#;
    assert_eq!(printed(&["--schema", "none", "--select", "Id,n/m,o"], raw), "Id,n/m,o\nx,5,\n");
}

#[test]
fn a_name_that_is_none_is_refused_with_the_nearest_one() {
    for (arguments, told) in [
        (
            ["--select", "id,jbId"],
            "`jbId` is not a property of `provisioningObjectSummary`; did you mean `jobId`?",
        ),
        (["--select", "provisioningStatusInfo/stats"], "did you mean `status`?"),
        (["--select", "status"], "did you mean `provisioningStatusInfo/status`?"),
        (
            ["--select", "targetSystem.displayName"],
            "have `/` between them: `targetSystem/displayName`",
        ),
        (["--select", "zzz"], "`odq schema` lists all"),
        (["--select", "jobId/x"], "`x` in `jobId/x` stands after a value that has no properties"),
        (["--select", "id,,jobId"], "`` is no path"),
        (["--count-by", "jbId"], "did you mean `jobId`?"),
        (["--count-by", "id,jobId"], "takes one path"),
    ] {
        // Before any input is read.
        let (code, stdout, stderr) =
            odq(&["filter", "true", arguments[0], arguments[1], "absent"], "");
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains(told) && !stderr.contains("absent"), "{stderr}");
    }
    for output in ["json", "jsonl"] {
        let (code, _, stderr) =
            odq(&["filter", "true", "--select", "id", "--output", output], "{}");
        assert_eq!(code, 2);
        assert!(stderr.contains("--select is for --output table and csv"), "{stderr}");
    }
    let (code, _, stderr) = odq(&["convert", "--to", "json", "--select", "id"], "{}");
    assert_eq!(code, 2);
    assert!(stderr.contains("--select is for --to csv"), "{stderr}");
}

#[test]
fn no_cell_of_csv_is_a_formula_unless_that_is_asked_for() {
    for (value, guarded, plain) in [
        ("=1+1", "'=1+1", "=1+1"),
        ("+A1", "'+A1", "+A1"),
        ("-A1", "'-A1", "-A1"),
        ("@SUM(A1)", "'@SUM(A1)", "@SUM(A1)"),
        ("\t=1", "\"'\t=1\"", "\"\t=1\""),
        ("-", "'-", "-"),
        ("-inf", "'-inf", "-inf"),
        // Numbers are no formulas.
        ("-5", "-5", "-5"),
        ("+1.5e3", "+1.5e3", "+1.5e3"),
        ("a=b", "a=b", "a=b"),
        ("O'Brien, \"x\"\ny", "\"O'Brien, \"\"x\"\"\ny\"", "\"O'Brien, \"\"x\"\"\ny\""),
        ("", "\"\"", "\"\""),
    ] {
        let input = json!({"id": value}).to_string();
        assert_eq!(printed(&["--select", "id"], &input), format!("id\n{guarded}\n"), "{value:?}");
        assert_eq!(printed(&["--select", "id", "--csv-as-is"], &input), format!("id\n{plain}\n"));
        let converted = odq(&["convert", "--to", "csv", "--select", "id"], &*input).1;
        assert_eq!(converted, format!("id\n{guarded}\n"));
    }
}

#[test]
fn csv_has_a_heading_also_where_there_is_no_record() {
    let (code, stdout, _) = odq(&["filter", "false", "--output", "csv", FAILURE], "");
    assert_eq!((code, stdout.lines().count()), (1, 1));
    assert!(stdout.starts_with("id,activityDateTime,provisioningAction,"), "{stdout}");
    // An empty page is a page.
    assert_eq!(odq(&["convert", "--to", "csv"], "[]"), (0, stdout, String::new()));
    assert_eq!(odq(&["convert", "--to", "json"], "[]").1, "[]\n");
    let (_, page, _) = odq(&["convert", "--to", "graph"], "[]");
    let page: Value = serde_json::from_str(&page).expect("JSON");
    assert_eq!(page["value"], json!([]));
}

const LOG: &str = r#"
{"id":"1","activityDateTime":"2024-05-01T23:30:00Z","provisioningAction":"create","durationInMilliseconds":5}
{"id":"2","activityDateTime":"2024-05-02T01:59:59.999+02:00","provisioningAction":1}
{"id":"3","activityDateTime":"2024-05-02T03:00:00Z","provisioningAction":"delete"}
{"id":"4","activityDateTime":"2024-06-02T00:00:00Z","provisioningAction":null}
{"id":"5","provisioningAction":""}
"#;

#[test]
fn counts_in_a_pipe_are_sorted_and_tab_separated() {
    assert_eq!(
        printed(&["--count-by", "provisioningAction"], LOG),
        "create\t2\n(none)\t1\n(empty)\t1\ndelete\t1\n"
    );
    let hours = "(none)\t1\n2024-05-01T23:00Z\t2\n2024-05-02T03:00Z\t1\n2024-06-02T00:00Z\t1\n";
    assert_eq!(printed(&["--histogram", "hour"], LOG), hours);
    assert_eq!(printed(&["--histogram", "hour", "--output", "table"], LOG), hours);
    let (code, stdout, _) = odq(&["filter", "false", "--count-by", "id"], LOG);
    assert_eq!((code, stdout.as_str()), (1, ""));
    // Nothing is cut off, and a value stays in its column.
    let wide = "世".repeat(100);
    let line = printed(&["--count-by", "id"], &json!({"id": wide}).to_string());
    assert_eq!(line, format!("{wide}\t1\n"));
    let line = printed(&["--count-by", "id"], &json!({"id": "a\tb\nc"}).to_string());
    assert_eq!(line, "a\\tb\\nc\t1\n");
}

#[test]
fn counts_are_data_too() {
    let json_of = |arguments: &[&str]| -> Value {
        serde_json::from_str(&printed(&[arguments, &["--output", "json"]].concat(), LOG))
            .expect("JSON")
    };
    assert_eq!(
        json_of(&["--count-by", "provisioningAction"]),
        json!([
            {"value": "create", "count": 2}, {"value": null, "count": 1},
            {"value": "", "count": 1}, {"value": "delete", "count": 1},
        ])
    );
    assert_eq!(
        json_of(&["--count-by", "durationInMilliseconds", "--top", "1"]),
        json!([{"value": null, "count": 4}])
    );
    assert_eq!(
        json_of(&["--histogram", "day"]),
        json!([
            {"day": null, "count": 1}, {"day": "2024-05-01", "count": 2},
            {"day": "2024-05-02", "count": 1}, {"day": "2024-06-02", "count": 1},
        ])
    );
    assert_eq!(
        printed(&["--histogram", "day", "--output", "csv"], LOG),
        "day,count\n,1\n2024-05-01,2\n2024-05-02,1\n2024-06-02,1\n"
    );
    assert_eq!(
        printed(&["--count-by", "id", "--top", "1", "--output", "jsonl"], LOG),
        "{\"count\":1,\"value\":\"1\"}\n"
    );
}

#[test]
fn the_endpoint_can_be_asked_first() {
    let filter = "provisioningStatusInfo/status ne 'success'";
    for (tier, code, told) in
        [("documented", 2, "error[unsupported-operator]"), ("observed", 0, "warning[undocumented]")]
    {
        let (found, stdout, stderr) = odq(&["filter", "--tier", tier, filter, FAILURE], "");
        assert_eq!((found, stdout.is_empty()), (code, code == 2), "{stderr}");
        assert!(stderr.contains(told), "{stderr}");
        // As `odq check` draws it.
        let checked = odq(&["check", "--tier", tier, filter], "").1;
        assert!(checked.starts_with(&stderr), "{checked}\n{stderr}");
    }
    // Before any input is read; the order too.
    let order = ["filter", "--tier", "observed", "true", "--orderby", "jobId", "absent"];
    let (code, _, stderr) = odq(&order, "");
    assert!(
        code == 2 && stderr.contains("error[not-sortable]") && !stderr.contains("absent"),
        "{stderr}"
    );
    let beta = ["filter", "--tier", "documented", "action eq 'Create'", "--api", "beta", FAILURE];
    assert_eq!(odq(&beta, "").0, 1);
    assert_eq!(odq(&["filter", "--tier", "documented", "action eq 'Create'", FAILURE], "").0, 2);
    assert_eq!(odq(&["filter", "--tier", "documented", "--schema", "none", "true"], "").0, 2);
}

#[test]
fn completions_name_what_there_is() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, stdout, stderr) = odq(&["completions", shell], "");
        assert_eq!((code, stderr.as_str()), (0, ""), "{shell}");
        for word in ["odq", "convert", "histogram", "max-record-bytes"] {
            assert!(stdout.contains(word), "{shell}: {word}");
        }
    }
}
