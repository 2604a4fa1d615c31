//! Exports and directories on the command line.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::odq;

const TABLE: [&str; 3] = [
    "tests/data/exports/la-query.json",
    "tests/data/exports/la-az.json",
    "tests/data/exports/la-export.jsonl",
];

#[test]
fn an_export_of_log_analytics_is_filtered_counted_selected_explained_and_converted() {
    let filter = "provisioningStatusInfo/status eq 'failure' and durationInMilliseconds eq 828";
    for file in TABLE {
        for mode in [&[][..], &["--fast"], &["--threads", "2"]] {
            let (code, stdout, stderr) =
                odq(&[&["filter", filter, "--count", file], mode].concat(), "");
            assert_eq!((code, &*stdout, &*stderr), (0, "1\n", ""), "{file} {mode:?}");
        }
        let select = ["filter", "true", "--select", "jobId,servicePrincipal/displayName", file];
        let (_, stdout, _) = odq(&select, "");
        assert_eq!(
            stdout,
            "jobId,servicePrincipal/displayName\nDropboxSCIMOutDelta.1111,Dropbox Business\n"
        );
        let (code, stdout, _) = odq(
            &[
                "filter",
                "true",
                "--count-by",
                "sourceIdentity/displayName",
                "--output",
                "csv",
                file,
            ],
            "",
        );
        assert_eq!((code, &*stdout), (0, "sourceIdentity/displayName,count\nUser A,1\n"));
        let (code, stdout, _) = odq(&["filter", filter, "--explain", file], "");
        assert!(code == 0 && stdout.contains("d6cbb0bd matches"), "{stdout}");
        let (code, stdout, _) = odq(&["convert", "--to", "graph", file], "");
        assert_eq!(code, 0);
        assert!(
            stdout.contains(
                r#""servicePrincipal":{"id":"74866461","displayName":"Dropbox Business"}"#
            )
        );
    }
    // What is printed is the record as it came in.
    let line = fs::read_to_string(TABLE[2]).expect("a sample");
    assert_eq!(odq(&["filter", "true", TABLE[2]], "").1, line);
}

#[test]
fn what_is_no_event_is_told_once_for_a_file() {
    let told = "no property of provisioningObjectSummary in";
    for (input, which) in [
        ("{\"hello\":\"world\"}\n", "this record"),
        ("{}", "this record"),
        ("{\"error\":\"invalid_grant\"}", "this record"),
        ("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n", "any of 3 records"),
    ] {
        for command in [&["filter", "true"][..], &["filter", "true", "--count"]] {
            let (code, stdout, stderr) = odq(command, input);
            assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
            assert!(stdout.is_empty() || stdout == "0\n", "{stdout}");
            let message = format!(
                "odq: <stdin>:1:1: {told} {which}: is this a log of provisioning? \
                 `--schema none` takes any JSON\n"
            );
            assert_eq!(stderr, message);
        }
        let (code, stdout, stderr) = odq(&["convert", "--to", "jsonl"], input);
        assert_eq!((code, &*stdout), (2, ""));
        assert!(stderr.contains(told), "{stderr}");
        let (code, stdout, _) = odq(&["convert", "--to", "csv"], input);
        assert_eq!((code, stdout.lines().count()), (2, 1), "only the heading");
        assert_eq!(odq(&["filter", "--schema", "none", "true"], input).0, 0);
    }
    let (code, stdout, stderr) = odq(&["filter", "true"], "{\"id\":\"a\"}\n{\"b\":1}\n");
    assert_eq!((code, &*stdout), (0, "{\"id\":\"a\"}\n"));
    assert!(stderr.starts_with(&format!("odq: <stdin>:2:1: {told} 1 of 2 records")), "{stderr}");
    let body = r#"{"error":{"code":"InvalidAuthenticationToken","message":"expired"}}"#;
    let (code, _, stderr) = odq(&["filter", "true"], body);
    assert!(code == 2 && stderr.contains("InvalidAuthenticationToken: expired"), "{stderr}");
}

#[test]
fn an_empty_page_converts_to_nothing() {
    for empty in ["{\"value\":[]}", "[]", "{\"@odata.context\":\"c\",\"value\":[]}\n"] {
        assert_eq!(odq(&["convert", "--to", "jsonl"], empty), (0, String::new(), String::new()));
    }
}

/// A directory of files of this content; each test has a name of its own.
fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, content) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    root
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn a_directory_is_read_in_the_order_of_paths() {
    let root = directory(
        "tree",
        &[
            ("y=2024/m=10/PT1H.json", "{\"id\":\"d\"}\n"),
            ("y=2024/m=05/d=02/PT1H.json", "{\"id\":\"c\"}\n"),
            ("y=2024/m=05/d=01/PT1H.json", "{\"id\":\"b\"}\n"),
            ("a.json", "{\"id\":\"a\"}\n"),
            ("notes.txt", "not a log\n"),
        ],
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(&root, root.join("y=2024/loop")).expect("a link");
    let ids = |arguments: &[&str]| odq(&[&["filter", "true"], arguments].concat(), "");
    let (code, stdout, stderr) = ids(&["--glob", "*.json", text(&root)]);
    let all = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n{\"id\":\"d\"}\n";
    assert_eq!((code, &*stdout, &*stderr), (0, all, ""));
    let (code, stdout, _) = ids(&["--glob", "y=*/m=05/**", text(&root)]);
    assert_eq!((code, &*stdout), (0, "{\"id\":\"b\"}\n{\"id\":\"c\"}\n"));
    // Without a pattern all files are read, and the one that is no log is named.
    let (code, stdout, stderr) = ids(&[text(&root)]);
    assert_eq!((code, &*stdout), (2, all));
    assert!(stderr.contains("notes.txt:1:1: "), "{stderr}");
    let (code, stdout, stderr) = ids(&["--glob", "*.gz", text(&root)]);
    assert_eq!((code, &*stdout), (2, ""));
    assert_eq!(
        stderr,
        format!("odq: {}: no file in this directory that matches `*.gz`\n", text(&root))
    );
    // The same file is read when it is named, whatever the pattern.
    let file = root.join("notes.txt");
    assert_eq!(ids(&["--glob", "*.json", text(&file)]).0, 2);
}

#[test]
fn cells_that_a_spreadsheet_may_split_or_run_are_quoted_and_guarded() {
    let input = "{\"id\":\"a;=1+1\"}\n{\"id\":\"\\n=1+1\"}\n{\"id\":\"\\uff1d1+1\"}\n{\"id\":\"-1\"}\n{\"id\":\" x\"}\n";
    let (code, stdout, _) = odq(&["filter", "true", "--select", "id"], input);
    assert_eq!((code, &*stdout), (0, "id\n\"a;=1+1\"\n\"'\n=1+1\"\n'\u{ff1d}1+1\n-1\n\" x\"\n"));
}

#[test]
fn the_three_csv_files_of_the_portal_are_joined_by_the_change() {
    let root = directory(
        "portal",
        &[
            ("ProvisioningLogs.csv", "id,changeId,jobId\na,c1,j\nb,c2,j\nc\n"),
            (
                "ProvisioningLogs_ModifiedProperties.csv",
                "changeId,displayName,oldValue,newValue\nc1,mail,,new\nc1,title,x,\n",
            ),
            (
                "ProvisioningLogs_ProvisioningSteps.csv",
                "\u{feff}\"Change Id\",\"Name\",\"Provisioning Step Type\",\"Status\",\"Description\"\r\n\
                 \"c2\",\"EntryImport\",\"Import\",\"Success\",\"one\ntwo\"\r\n",
            ),
        ],
    );
    let ids = |filter: &str, format: &[&str]| {
        let (_, stdout, stderr) =
            odq(&[&["filter", filter, "--select", "id", text(&root)], format].concat(), "");
        let events = text(&root.join("ProvisioningLogs.csv")).to_owned();
        assert!(stderr.starts_with(&format!("odq: {events}:4:1: ")), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        stdout
    };
    assert_eq!(ids("jobId eq 'j'", &[]), "id\na\nb\n");
    assert_eq!(ids("modifiedProperties/any(m:m/newValue eq 'new')", &[]), "id\na\n");
    assert_eq!(
        ids(
            "provisioningSteps/any(s:s/status eq 'success' and s/name eq 'EntryImport')",
            &["--fast"]
        ),
        "id\nb\n"
    );
    assert_eq!(ids("modifiedProperties/$count eq 2", &["--input-format", "csv"]), "id\na\n");
    let steps = root.join("ProvisioningLogs_ProvisioningSteps.csv");
    let (code, stdout, stderr) = odq(&["filter", "true", text(&steps)], "");
    assert_eq!((code, &*stdout), (2, ""));
    assert!(stderr.contains("not their events"), "{stderr}");
}

#[cfg(target_os = "linux")]
mod memory {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::{Command, Stdio};

    /// Four pages of 12 MiB each on a line, of small records. Collected whole they would take
    /// more than 2 GB.
    #[test]
    fn containers_on_one_line_do_not_fill_the_memory() {
        let page =
            format!("{{\"value\":[{}{{\"id\":\"last\"}}]}}\n", "{\"id\":\"1\"},".repeat(1 << 20));
        for arguments in [
            &["filter", "id eq 'last'", "--threads", "1"][..],
            &["filter", "id eq 'last'", "--threads", "2"],
            &["filter", "id eq 'last'", "--threads", "2", "--fast"],
            &["convert", "--to", "jsonl"],
        ] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_odq"))
                .args(arguments)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("it starts");
            let mut stdin = child.stdin.take().expect("an input");
            let stdout = child.stdout.take().expect("an output");
            let reader = std::thread::spawn(move || {
                BufReader::new(stdout)
                    .lines()
                    .map_while(Result::ok)
                    .filter(|line| line.contains("last"))
                    .count()
            });
            stdin.write_all(b"{\"id\":\"a\"}\n").expect("it reads");
            for _ in 0..4 {
                stdin.write_all(page.as_bytes()).expect("it reads");
            }
            let status =
                std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("a status");
            let most =
                status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a figure");
            let kibibytes: u64 = most.trim().trim_end_matches(" kB").parse().expect("a number");
            assert!(kibibytes < 150 * 1024, "{arguments:?}: {kibibytes} KiB");
            drop(stdin);
            assert_eq!(child.wait().expect("it ends").code(), Some(0), "{arguments:?}");
            assert_eq!(reader.join().expect("it reads"), 4, "{arguments:?}");
        }
    }
}
