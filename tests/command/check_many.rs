//! `odq check` on many queries at once: lines of files, and what stands in scripts.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails where a helper does"
)]

use crate::command::odq;
use serde_json::Value;

const SCRIPTS: &str = "tests/data/scripts";

fn json_lines(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// `line:column codes` of every query found in a script.
fn found_in(script: &str) -> (i32, Vec<String>) {
    let path = format!("{SCRIPTS}/{script}");
    let (code, stdout, stderr) = odq(&["check", "--output", "json", "--from-source", &path], "");
    assert_eq!(stderr, "", "{script}");
    let rows = json_lines(&stdout).into_iter().map(|row| {
        assert_eq!(row["file"], path.as_str());
        let found = row["diagnostics"].as_array().expect("findings");
        let codes: Vec<_> = found.iter().filter_map(|found| found["code"].as_str()).collect();
        format!("{}:{} {}", row["line"], row["column"], codes.join(" ")).trim_end().to_owned()
    });
    (code, rows.collect())
}

#[test]
fn faults_in_scripts_are_found_where_they_stand() {
    for (script, expected) in [
        (
            "faulty.ps1",
            // The filter of another command is not checked.
            &["3:65 unsupported-operator unencoded", "4:37 unsupported-function"][..],
        ),
        ("faulty.js", &["2:12 case", "3:13 not-sortable", "5:64 unencoded unknown-enum-member"]),
        ("faulty.sh", &["1:97 unsupported-option", "2:72 unencoded syntax"]),
        ("faulty.md", &["3:61 unknown-property", "5:65 top-out-of-range"]),
        (
            "faulty-more.ps1",
            &[
                "1:33 top-out-of-range",
                "1:42 not-sortable",
                "3:12",
                "3:37 not-sortable",
                "3:50 large-top",
                "5:1 unsupported-operator",
                "7:65 unsupported-operator",
                "8:37 unsupported-operator",
            ],
        ),
        (
            "faulty-more.js",
            &[
                "1:66 unsupported-option",
                "1:81 top-out-of-range",
                "4:12 unsupported-operator",
                "6:13 unsupported-option",
                "7:10 unsupported-option",
                "9:71 unsupported-operator type-mismatch",
            ],
        ),
        (
            "faulty-more.py",
            &[
                "3:6 unsupported-operator",
                "6:64 unsupported-operator",
                "7:13 unsupported-operator",
                "8:65 case top-out-of-range",
            ],
        ),
        ("faulty-more.md", &["1:41 unsupported-operator", "3:66 unsupported-operator"]),
        (
            "faulty.cs",
            &["3:45 unsupported-operator", "4:61 not-sortable", "4:75", "5:41 top-out-of-range"],
        ),
        ("faulty.go", &["3:22 not-sortable", "8:19 unsupported-operator"]),
    ] {
        assert_eq!(
            found_in(script),
            (1, expected.iter().map(ToString::to_string).collect()),
            "{script}"
        );
    }
}

#[test]
fn what_a_script_fills_in_raises_no_false_alarm() {
    for (script, queries) in [
        ("right.ps1", 7),
        ("right.js", 6),
        ("right.py", 3),
        ("right.sh", 3),
        ("right.md", 3),
        ("right-more.ps1", 6),
        ("right-more.js", 4),
        ("right-more.py", 4),
        ("right-more.md", 3),
        ("right.cs", 3),
        ("right.go", 2),
    ] {
        let (code, found) = found_in(script);
        assert_eq!((code, found.len()), (0, queries), "{found:?}");
        assert!(found.iter().all(|query| !query.contains(' ')), "{found:?}");
    }
}

#[test]
fn helps_have_the_words_of_the_script_for_what_it_fills_in() {
    let path = format!("{SCRIPTS}/filled-in.ps1");
    let (code, stdout, _) = odq(&["check", "--output", "json", "--from-source", &path], "");
    assert_eq!(code, 1);
    let helps: Vec<String> = json_lines(&stdout)
        .iter()
        .filter_map(|row| row["diagnostics"][0]["help"].as_str().map(str::to_owned))
        .collect();
    let [operator, truth, twice] = helps.as_slice() else { panic!("{helps:#?}") };
    assert!(
        operator.starts_with("write `(activityDateTime gt $start or activityDateTime eq $start)`"),
        "{operator}"
    );
    assert!(truth.starts_with("write `jobId eq $(b $c)`"), "{truth}");
    // Two parts that are filled in alike but for their signs are two.
    let loose = "write `(activityDateTime lt ${a} or activityDateTime eq ${a})`";
    assert!(twice.starts_with(loose), "{twice}");
    assert!(helps.iter().all(|help| !help.contains('@')), "{helps:#?}");
}

#[test]
fn the_text_for_people_names_file_line_and_column() {
    let path = format!("{SCRIPTS}/faulty.md");
    let (code, stdout, _) = odq(&["check", "--from-source", &path], "");
    assert_eq!(code, 1);
    let start = format!("{path}:5:70: error[top-out-of-range]: ");
    assert!(stdout.contains(&start), "{stdout}");
    assert!(stdout.contains("provisioning?$top=0`.\n"), "{stdout}");
    assert!(stdout.ends_with("2 queries in 1 file: 2 rejected (2 errors)\n"), "{stdout}");
}

#[test]
fn each_line_of_a_file_is_a_query() {
    let input = "\u{feff}jobId eq 'a'\r\n\n$top=0\n  \njobid eq 'a'\n$orderby=activityDateTime";
    let (code, stdout, stderr) = odq(&["check", "--lines", "-"], input);
    assert_eq!((code, stderr.as_str()), (1, ""));
    let rows = json_lines(&stdout);
    let told: Vec<_> =
        rows.iter().map(|row| (row["line"].as_u64(), row["accepted"].as_bool())).collect();
    let row = |line, accepted| (Some(line), Some(accepted));
    assert_eq!(told, [row(1, true), row(3, false), row(5, true), row(6, true)]);
    // Spans are in bytes of the line.
    assert_eq!(rows[1]["diagnostics"][0]["span"]["start"], 5);
    let (code, stdout, _) = odq(&["check", "--lines", "-", "--output", "text"], input);
    assert_eq!(code, 1);
    assert!(stdout.contains("<stdin>:3:6: error[top-out-of-range]"), "{stdout}");
    assert!(stdout.contains("<stdin>:5:1: warning[case]"), "{stdout}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_checked() {
    let path = format!("{SCRIPTS}/right.sh");
    let (code, stdout, stderr) = odq(&["check", "--from-source", "absent.ps1", &path], "");
    assert_eq!(code, 2);
    assert!(stderr.starts_with("odq: absent.ps1: "), "{stderr}");
    assert_eq!(stdout, "3 queries in 1 file: 0 rejected\n");
}

#[test]
fn code_scanning_gets_places_rules_and_fixes() {
    let path = format!("{SCRIPTS}/faulty.js");
    let (code, stdout, _) = odq(&["check", "--output", "sarif", "--from-source", &path], "");
    assert_eq!(code, 1);
    let log: Value = serde_json::from_str(&stdout).expect("SARIF is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 4);
    let source = std::fs::read_to_string(&path).expect("the script is there");
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(
            rules[rule]["shortDescription"]["text"]
                .as_str()
                .is_some_and(|text| text.ends_with('.'))
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], path.as_str());
        let region = &place["region"];
        let number =
            |name: &str| usize::try_from(region[name].as_u64().expect("a number")).expect("small");
        let line = source.lines().nth(number("startLine") - 1).expect("a line");
        let by_column: String = line.chars().skip(number("startColumn") - 1).collect();
        assert!(source[number("byteOffset")..].starts_with(&by_column), "{region}");
    }
    let case =
        results.iter().find(|result| result["ruleId"] == "case").expect("a name in another case");
    let replacement = &case["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "jobId");
    assert_eq!(replacement["deletedRegion"]["startLine"], 2);
}

#[test]
fn a_line_that_is_not_text_costs_no_other() {
    let path = format!("{}/lines.txt", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, b"jobId eq 'a'\njobId eq \xff\nid eq 'b'\n").expect("a file is written");
    let (code, stdout, stderr) = odq(&["check", "--lines", &path], "");
    assert_eq!((code, stderr.as_str()), (1, ""));
    let accepted =
        json_lines(&stdout).iter().map(|row| row["accepted"] == true).collect::<Vec<_>>();
    assert_eq!(accepted, [true, false, true]);
}
