//! The built command answers as its help says: output, exit status, diagnostics.

use crate::command::odq;

const FAILURE: &str = "tests/data/page-failure.json";
const SUCCESS: &str = "tests/data/page-success.json";
const MALFORMED: &str = "tests/data/page-success-malformed.json";

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
fn now_is_one_time_for_the_whole_run() {
    let log = "{\"id\":\"past\",\"activityDateTime\":\"2019-06-24T20:53:08Z\"}\n\
        {\"id\":\"future\",\"activityDateTime\":\"9999-01-01T00:00:00Z\"}\n";
    for (filter, expected) in [
        ("activityDateTime lt now()", "id\npast\n"),
        ("activityDateTime gt now() sub duration'P1D'", "id\nfuture\n"),
        ("now() eq now()", "id\nfuture\npast\n"),
    ] {
        let order = "now() sub activityDateTime";
        let answer = odq(&["filter", filter, "--select", "id", "--orderby", order], log);
        assert_eq!(answer, (0, expected.to_owned(), String::new()), "{filter}");
    }
}

#[test]
fn without_a_schema_the_order_is_about_the_whole_record_too() {
    let log = "{\"n\":1,\"category\":\"x\",\"properties\":{\"n\":4}}\n\
        {\"n\":2,\"category\":\"x\",\"properties\":{\"n\":3}}\n";
    for (order, expected) in [("n desc", "n\n2\n1\n"), ("properties/n", "n\n2\n1\n")] {
        let arguments = ["filter", "true", "--schema", "none", "--select", "n", "--orderby", order];
        assert_eq!(odq(&arguments, log), (0, expected.to_owned(), String::new()), "{order}");
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
    let cases = include_str!("../data/wild-queries.json");
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
        (0, "$filter=jobId eq 'Mike & Doe'\n$top=5\n$skiptoken=a%2B+b\n")
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

#[test]
fn fix_prints_what_check_accepts_or_nothing() {
    for (text, fixed) in [
        ("jobid == \"b\"", Some("jobId eq 'b'")),
        (
            "activityDateTime ge 2024-05-01T00:00:00Z",
            Some(
                "(activityDateTime gt 2024-05-01T00:00:00Z or activityDateTime eq 2024-05-01T00:00:00Z)",
            ),
        ),
        ("$filter=jobId eq 'a b'", Some("$filter=jobId%20eq%20'a%20b'")),
        ("jobId eq 'a'", Some("jobId eq 'a'")),
        // A raw `&` or `#` cuts a value off: nothing of it may get lost.
        (
            "/v1.0/auditLogs/provisioning?$filter=jobId eq 'R&D'",
            Some("/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20'R%26D'"),
        ),
        (
            "/v1.0/auditLogs/provisioning?$filter=jobId eq 'C# App'&$top=5",
            Some("/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20'C%23%20App'&$top=5"),
        ),
        (
            "/v1.0/auditLogs/provisioning?$filter=jobId == 'x' && cycleId == 'y'",
            Some(
                "/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20%27x%27%20and%20cycleId%20eq%20'y'",
            ),
        ),
        ("jobId == 'a' and not (id eq 'b')", None),
        ("jobId eq", None),
    ] {
        let (code, stdout, stderr) = odq(&["check", "--fix", text], "");
        match fixed {
            Some(fixed) => {
                assert_eq!((code, stdout.trim_end()), (0, fixed), "{stderr}");
                assert_eq!(odq(&["check", fixed], "").0, 0, "{fixed}");
            }
            None => {
                assert_eq!((code, stdout.as_str()), (1, ""), "{text}");
                assert!(stderr.contains("error["), "{stderr}");
            }
        }
    }
}

#[test]
fn an_endpoint_of_ones_own_is_what_queries_are_checked_against() {
    let rooms = "tests/data/rooms-endpoint.json";
    let check = |text: &str| odq(&["check", "--endpoint", rooms, text], "");
    assert_eq!(check("seats ge 5").0, 0);
    assert_eq!(check("jobId eq 'a'").0, 1);
    let (code, url, stderr) = odq(&["url", "--endpoint", rooms, "--filter", "seats ge 5"], "");
    assert_eq!(code, 0, "{stderr}");
    assert!(url.ends_with("?$filter=seats%20ge%205\n"), "{url}");
    // What is printed describes the same endpoint.
    let (code, printed, _) = odq(&["schema", "--endpoint", rooms, "--output", "json"], "");
    assert_eq!(code, 0);
    let read = |text: &str| odata_query::endpoint::Endpoint::from_json(text).expect("an endpoint");
    assert_eq!(read(&printed), read(include_str!("../data/rooms-endpoint.json")));
    let (code, _, stderr) = odq(&["check", "--endpoint", "Cargo.toml", "true"], "");
    assert_eq!(code, 2);
    assert!(stderr.starts_with("odq: Cargo.toml:1:"), "{stderr}");
}

#[test]
fn schema_lists_properties_and_tells_all_of_one() {
    let (code, table, _) = odq(&["schema"], "");
    assert_eq!(code, 0);
    let row = |name: &str| {
        let line = table.lines().find(|line| line.split_whitespace().next() == Some(name));
        line.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    assert_eq!(row("activityDateTime"), "activityDateTime Edm.DateTimeOffset! eq, gt, lt yes");
    assert_eq!(row("servicePrincipal/id"), "servicePrincipal/id Edm.String eq");
    assert_eq!(row("modifiedProperties"), "modifiedProperties Collection(modifiedProperty)");
    assert_eq!(row("action"), "");
    let (_, beta, _) = odq(&["schema", "--api", "beta", "--tier", "observed"], "");
    assert!(beta.contains(" action "), "{beta}");
    assert!(
        beta.lines().any(|line| line.contains("activityDateTime") && line.contains("ge, le, ne"))
    );
    let (code, status, _) = odq(&["schema", "PROVISIONINGSTATUSINFO/STATUS"], "");
    assert_eq!(code, 0);
    for part in [
        "success, failure, skipped",
        "contains  documented (List provisioning",
        "ne        observed (",
    ] {
        assert!(status.contains(part), "{part}: {status}");
    }
    let (code, stdout, stderr) = odq(&["schema", "jbId"], "");
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert_eq!(stderr, "odq: there is no property `jbId`; did you mean `jobId`?\n");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let (_, plain, _) = odq(&["check", "jobId gt 'a'"], "");
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let (_, coloured, _) = odq(&["check", "--color", "always", "jobId gt 'a'"], "");
    assert!(
        coloured.starts_with("\u{1b}[1;31merror[unsupported-operator]\u{1b}[0m: "),
        "{coloured}"
    );
    let mut bare = coloured;
    for colour in ["0", "1;31", "1;34", "1;36"] {
        bare = bare.replace(&format!("\u{1b}[{colour}m"), "");
    }
    assert_eq!(bare, plain);
}

#[test]
fn decode_prints_one_option_a_line_whatever_it_holds() {
    let (code, stdout, _) = odq(&["url", "--decode", "/x?x&a=1%0A%24top%3D9"], "");
    assert_eq!((code, stdout.as_str()), (0, "x\na=1\\n$top=9\n"));
    for text in ["$top=5", "not a url", "https://", "https:///x", ""] {
        let (code, stdout, stderr) = odq(&["url", "--decode", text], "");
        assert_eq!((code, stdout.as_str()), (1, ""), "{text}");
        assert!(stderr.contains("error[syntax]"), "{stderr}");
        assert_eq!(odq(&["check", "--form", "url", text], "").0, 1, "{text}");
    }
}

#[test]
fn top_is_plain_digits() {
    for top in ["+1", "-1", "1.5", "", "\u{661}", "99999999999999999999"] {
        let (code, stdout, stderr) = odq(&["filter", "--top", top, "true", SUCCESS], "");
        assert_eq!((code, stdout.as_str()), (2, ""), "{top}");
        assert!(stderr.contains("plain digits"), "{stderr}");
    }
}

#[test]
fn threads_are_a_number_from_one_on() {
    for (threads, expected) in
        [("0", "use 1 or more threads"), ("-1", "plain digits"), ("x", "plain digits")]
    {
        let (code, stdout, stderr) = odq(&["filter", "--threads", threads, "true", SUCCESS], "");
        assert_eq!((code, stdout.as_str()), (2, ""), "{threads}");
        assert!(stderr.contains(expected), "{stderr}");
    }
}

#[test]
fn a_file_where_the_filter_should_stand_is_told() {
    let (code, stdout, stderr) = odq(&["filter", SUCCESS, FAILURE], "");
    assert_eq!((code, stdout.as_str()), (2, ""));
    let expected = format!("odq: `{SUCCESS}` is a file; the filter comes before the files\n");
    assert!(stderr.ends_with(&expected), "{stderr}");
    assert!(!odq(&["filter", "nothing.json"], "").2.contains("is a file"));
}

#[test]
fn a_comparison_that_looks_like_an_option_is_named_as_one() {
    let (code, stdout, _) = odq(&["check", "jobId='x'"], "");
    assert_eq!(code, 0);
    assert!(stdout.contains("write `jobId eq …` in `$filter`"), "{stdout}");
}

#[test]
fn no_help_names_what_would_be_refused_too() {
    for text in ["jobId ge 'a'", "jobId le 'a'", "not (jobId lt 'a')"] {
        for tier in ["documented", "observed"] {
            let (code, stdout, _) = odq(&["check", "--tier", tier, text], "");
            assert_eq!(code, 1);
            assert!(stdout.contains("the endpoint has no equivalent"), "{stdout}");
        }
    }
}

#[test]
fn a_url_to_somewhere_else_is_told() {
    for (url, code, told) in [
        ("https://graph.microsoft.com/v1.0/auditLogs/provisioning/?$top=5", 0, ""),
        ("https://DOD-graph.microsoft.us:443/v1.0/auditLogs/provisioning?$top=5", 0, ""),
        (
            "https://microsoftgraph.chinacloudapi.cn/v1.0/auditLogs/provisioning?$top=5",
            1,
            "error[foreign-host]: `microsoftgraph.chinacloudapi.cn` is not a host of List provisioningObjectSummary",
        ),
        ("https://evil.example/v1.0/auditLogs/provisioning?$top=5", 1, "error[foreign-host]"),
        (
            "https://graph.microsoft.com@evil.example/v1.0/auditLogs/provisioning",
            1,
            "error[foreign-host]",
        ),
        ("https://graph.microsoft.com:444/v1.0/auditLogs/provisioning", 1, "error[foreign-host]"),
        ("https://localhost.evil.example/v1.0/auditLogs/provisioning", 1, "error[foreign-host]"),
        ("https://127.0.0.1.evil.example/v1.0/auditLogs/provisioning", 1, "error[foreign-host]"),
        ("https://128.0.0.1/v1.0/auditLogs/provisioning", 1, "error[foreign-host]"),
        ("https://[::1].evil.example/v1.0/auditLogs/provisioning", 1, "error[foreign-host]"),
        ("http://localhost:8080/v1.0/auditLogs/provisioning", 0, "warning[loopback-host]"),
        ("http://graph.localhost/v1.0/auditLogs/provisioning", 0, "warning[loopback-host]"),
        ("http://127.8.0.1:80/v1.0/auditLogs/provisioning", 0, "warning[loopback-host]"),
        ("http://[::1]:8080/v1.0/auditLogs/provisioning", 0, "warning[loopback-host]"),
        ("http://localhost:8080/v1.0/auditLogs/signIns", 1, "error[foreign-path]"),
        ("/auditLogs/signIns", 1, "error[foreign-path]"),
        ("/v1.0/users?$top=5", 1, "error[foreign-path]"),
        ("/auditLogs/provisioning?$top=5", 1, "write `/v1.0/auditLogs/provisioning`"),
        ("/v1.0/auditLogs/provisioning/x", 1, "error[foreign-path]"),
        ("/beta/auditLogs/provisioning?$top=5", 0, ""),
        (
            "https://graph.microsoft.com/v1.0/auditLogs/provisioning/$count",
            1,
            "error[unsupported-option]: a `/$count` segment",
        ),
        (
            "https://graph.microsoft.com/v1.0/auditLogs/signIns",
            1,
            "error[foreign-path]: `/v1.0/auditLogs/signIns` is not the path of",
        ),
    ] {
        let found = odq(&["check", url], "");
        assert_eq!(found.0, code, "{url}");
        assert!(found.1.contains(told), "{}", found.1);
        assert!(!told.is_empty() || found.1 == "accepted\n", "{}", found.1);
    }
}
