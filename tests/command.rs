//! The built command answers as its help says: output, exit status, diagnostics.

#![cfg(feature = "cli")]
#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use assert_cmd::Command;

const FAILURE: &str = "tests/data/page-failure.json";
const SUCCESS: &str = "tests/data/page-success.json";
const MALFORMED: &str = "tests/data/page-success-malformed.json";

/// Runs `odq` in the package's folder: exit status, standard output, standard error.
fn odq(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odq"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).write_stdin(input);
    let output = command.output().expect("odq runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn finds_the_one_failure_in_two_pages() {
    let filter = "provisioningStatusInfo/status eq 'failure' and contains(targetSystem/displayName,'Contoso')";
    let (code, stdout, stderr) = odq(&["filter", filter, FAILURE, SUCCESS], "");
    assert_eq!((code, stdout.lines().count(), stderr.as_str()), (0, 1, ""));
    assert!(stdout.starts_with(r#"{"id":"gc532ff9-r265-ec76-861e-42e2970a8218","#), "{stdout}");
}

#[test]
fn a_bad_file_beside_a_good_one_is_named_and_loses_nothing() {
    let (code, stdout, stderr) = odq(&["filter", "--count", "id ne null", MALFORMED, SUCCESS], "");
    assert_eq!((code, stdout.as_str()), (2, "1\n"));
    assert!(stderr.contains("page-success-malformed.json:61:18: "), "{stderr}");
    let (code, stdout, stderr) = odq(&["filter", "--count", "id ne null", "absent", SUCCESS], "");
    assert_eq!((code, stdout.as_str()), (2, "1\n"));
    assert!(stderr.contains("absent: "), "{stderr}");
}

#[test]
fn filter_answers_by_its_exit_status() {
    for (arguments, input, code, stdout) in [
        (&["filter", "id eq 'a'"][..], "{\"id\":\"a\"}\n{\"id\":\"b\"}\n", 0, "{\"id\":\"a\"}\n"),
        (&["filter", "id eq 'c'", "-"][..], "{\"id\":\"a\"}\n", 1, ""),
        (&["filter", "jbId eq 'c'"][..], "{\"id\":\"a\"}\n", 2, ""),
        (&["filter", "id eq"][..], "{\"id\":\"a\"}\n", 2, ""),
        (&["filter", "a eq 1", "--schema", "none"][..], "[{\"a\": 1}]", 0, "{\"a\":1}\n"),
        (&["filter", "id ne null", "--top", "0"][..], "{\"id\":\"a\"}\n", 1, ""),
        (&["filter", "id ne null", "--count"][..], "", 1, "0\n"),
        (
            &["filter", "id ne null", "--orderby", "id desc", "--top", "1"][..],
            "{\"id\":\"a\"}\n{\"id\":\"b\"}\n",
            0,
            "{\"id\":\"b\"}\n",
        ),
    ] {
        let found = odq(arguments, input);
        assert_eq!((found.0, found.1.as_str()), (code, stdout), "{arguments:?} {}", found.2);
    }
}

#[test]
fn check_rejects_with_a_code_a_caret_and_a_help() {
    let (code, stdout, _) = odq(&["check", "activityDateTime ge 2024-05-01T00:00:00Z"], "");
    assert_eq!(code, 1);
    for part in ["unsupported-operator", "^^^", "= help: write `(activityDateTime gt "] {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
    let (code, stdout, _) = odq(&["check", "--output", "json", "jobid eq 'x'"], "");
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 0);
    assert_eq!(report["canonical"], "jobId eq 'x'");
    assert_eq!(report["diagnostics"][0]["code"], "case");
    assert_eq!(report["diagnostics"][0]["span"], serde_json::json!({"start": 0, "end": 5}));
}

#[test]
fn every_wild_query_gets_its_codes_under_both_tiers() {
    let cases = include_str!("data/wild-queries.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(cases).unwrap();
    for case in &cases {
        for tier in ["documented", "observed"] {
            let (form, text) = (case["form"].as_str().unwrap(), case["text"].as_str().unwrap());
            let arguments = ["check", "--form", form, "--tier", tier, "--output", "json", text];
            let (code, stdout, _) = odq(&arguments, "");
            let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
            let findings = report["diagnostics"].as_array().unwrap();
            let mut codes: Vec<_> =
                findings.iter().filter(|d| d["severity"] == "error").map(|d| &d["code"]).collect();
            codes.sort_by_key(|code| code.as_str());
            codes.dedup();
            let mut expected: Vec<_> = case[tier].as_array().unwrap().iter().collect();
            expected.sort_by_key(|code| code.as_str());
            assert_eq!(codes, expected, "{tier}: {text}");
            assert_eq!(code, i32::from(!codes.is_empty()), "{tier}: {text}");
        }
    }
}

#[test]
fn url_writes_what_decode_reads() {
    let arguments =
        ["url", "--filter", "jobid eq 'Mike & Doe'", "--top", "5", "--skiptoken", "a%2B+b"];
    let (code, url, _) = odq(&arguments, "");
    assert_eq!(code, 0);
    assert_eq!(
        url.trim_end(),
        "https://graph.microsoft.com/v1.0/auditLogs/provisioning\
         ?$filter=jobId%20eq%20%27Mike%20%26%20Doe%27&$top=5&$skiptoken=a%2B+b",
    );
    let (code, stdout, _) = odq(&["url", "--decode", url.trim_end()], "");
    assert_eq!(
        (code, stdout.as_str()),
        (0, "$filter=jobId eq 'Mike & Doe'\n$top=5\n$skiptoken=a++b\n")
    );
    assert_eq!(odq(&["url", "--filter", "jobId gt 'x'"], "").0, 1);
    assert_eq!(odq(&["url", "--no-check", "--filter", "jobId gt 'x'"], "").0, 0);
}

#[test]
fn parse_and_fmt_tell_what_is_in_the_language() {
    assert_eq!(odq(&["fmt", "(a)and(b)"], ""), (0, "a and b\n".into(), String::new()));
    let (code, _, stderr) =
        odq(&["parse", "jobid eq '<jobId> and statusInfo/status eq 'failure'"], "");
    assert_eq!(code, 1);
    assert!(stderr.contains("a quote is missing after `<jobId>`"), "{stderr}");
    let (code, stdout, _) = odq(&["parse", "--output", "json", "--from-file", "-"], "a eq 1\n");
    let tree: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, tree), (0, serde_json::json!({"eq": [{"path": ["a"]}, {"int64": 1}]})));
}
