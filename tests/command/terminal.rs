//! Hostile characters of logs, files, names and arguments never reach a terminal.

#![expect(clippy::expect_used, reason = "a fault fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::odq;

/// Clears the screen, rings, retitles, forges a message, reorders the line, breaks it.
const HOSTILE: &str =
    "\u{1b}[2J\u{7}\u{1b}]0;x\u{7}\nodq: forged\u{202e}\u{2066}\u{200b}\u{2028}\u{9b}";

/// Whether a text has only characters that are seen, and line breaks and tabs between them.
fn is_clean(text: &str) -> bool {
    let is_seen = |c: char| {
        matches!(c, '\n' | '\t')
            || !(c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}'))
    };
    text.chars().all(is_seen)
        && !text.lines().any(|line| line == "odq: forged")
        && !text.lines().any(|line| line.starts_with("odq: forged"))
}

fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("a temporary file");
    path
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("JSON")
}

#[test]
fn an_error_of_a_service_is_one_line_without_control_characters() {
    let page = r#"{"value":[{"error":{"code":"\u001b[31mC","message":"\u001b]0;x\u0007m\nodq: forged"}}]}"#;
    let (code, stdout, stderr) = odq(&["filter", "true"], page);
    assert_eq!((code, stdout.as_str(), stderr.lines().count()), (2, "", 1), "{stderr}");
    assert!(is_clean(&stderr) && stderr.contains(r"\u{1b}[31mC"), "{stderr:?}");
}

#[test]
fn whatever_people_read_shows_hostile_characters_as_escapes() {
    let literal = format!("id eq '{HOSTILE}'");
    let query = format!("$filter={literal}&{HOSTILE}=1");
    let record = format!("{{\"id\":{0},\"jobId\":{0},\"activityDateTime\":{0}}}", json(HOSTILE));
    let source = format!("x /auditLogs/provisioning?$filter={HOSTILE} eq 'a'\n");
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (vec!["filter", HOSTILE], ""),
        (vec!["filter", "true", HOSTILE], ""),
        (vec!["filter", "true", "--select", HOSTILE], ""),
        (
            vec!["filter", "true", "--schema", "none", "--output", "table", "--select", HOSTILE],
            "{}",
        ),
        (vec!["filter", "true", "--output", "table"], &record),
        (vec!["filter", "true", "--count-by", "id"], &record),
        (vec!["filter", "true", "--histogram", "day"], &record),
        (vec!["filter", &literal, "--explain"], &record),
        (vec!["filter", "true", "--explain", "--id", HOSTILE], "{}"),
        (vec!["filter", "1 div id eq 1", "--schema", "none"], &record),
        (vec!["filter", "--top", HOSTILE, "true"], ""),
        (vec!["filter", "--input-format", HOSTILE, "true"], ""),
        (vec![HOSTILE], ""),
        (vec!["--", HOSTILE], ""),
        (vec!["filter", "true", "--color", HOSTILE], ""),
        (vec!["check", &literal], ""),
        (vec!["check", HOSTILE], ""),
        (vec!["check", &query], ""),
        (vec!["check", "--fix", HOSTILE], ""),
        (vec!["check", "--from-source", "-"], &source),
        (vec!["check", "--lines", "-", "--output", "text"], &source),
        (vec!["check", "--lines", HOSTILE], ""),
        (vec!["check", "--from-file", HOSTILE], ""),
        (vec!["check", "--endpoint", HOSTILE, "true"], ""),
        (vec!["parse", &literal], ""),
        (vec!["parse", HOSTILE], ""),
        (vec!["parse", "--form", "query", &query], ""),
        (vec!["fmt", HOSTILE], ""),
        (vec!["url", "--filter", HOSTILE], ""),
        (vec!["url", "--skiptoken", HOSTILE], ""),
        (vec!["url", "--decode", HOSTILE], ""),
        (
            vec!["url", "--decode", "https://h/p?$filter=id%20eq%20'%1B%0Aodq:%20forged%E2%80%AE'"],
            "",
        ),
        (vec!["schema", HOSTILE], ""),
        (vec!["completions", HOSTILE], ""),
    ];
    for (arguments, input) in cases {
        let (_, stdout, stderr) = odq(&arguments, input);
        assert!(is_clean(&stdout), "{arguments:?}: {stdout:?}");
        assert!(is_clean(&stderr), "{arguments:?}: {stderr:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_hostile_file_name_is_escaped_where_it_is_named() {
    let hostile = "\u{1b}[2J\nodq: forged\u{202e}";
    let script = file(&format!("{hostile}.sh"), "x /auditLogs/provisioning?$filter=a%20eq%20'b'\n");
    let script = script.to_str().expect("UTF-8");
    let log = file(&format!("{hostile}.jsonl"), "{\"id\":1}\n]\n");
    let log = log.to_str().expect("UTF-8");
    let endpoint = file(&format!("{hostile}.json"), "{");
    let endpoint = endpoint.to_str().expect("UTF-8");
    for arguments in [
        &["check", "--from-source", script][..],
        &["check", "--lines", script, "--output", "text"],
        &["filter", "id eq 'a'", log],
        &["filter", "true", "--explain", log],
        &["filter", log],
        &["schema", "--endpoint", endpoint],
    ] {
        let (_, stdout, stderr) = odq(arguments, "");
        assert!(is_clean(&stdout) && is_clean(&stderr), "{arguments:?}: {stdout:?} {stderr:?}");
        assert!(format!("{stdout}{stderr}").contains(r"\u{1b}[2J\nodq: forged\u{202e}"));
    }
}

#[test]
fn an_endpoint_file_is_escaped_where_it_is_shown() {
    let (_, rooms, _) = odq(&["schema", "--output", "json"], "");
    let hostile = rooms.replace("\"jobId\"", "\"job\\u001b[2J\\nodq: forged\"");
    let endpoint = file("hostile-endpoint.json", hostile);
    let endpoint = endpoint.to_str().expect("UTF-8");
    for arguments in [
        &["schema", "--endpoint", endpoint][..],
        &["check", "--endpoint", endpoint, "jobIdd eq 'a'"],
        &["url", "--endpoint", endpoint, "--filter", "id eq 'a'"],
    ] {
        let (_, stdout, stderr) = odq(arguments, "");
        assert!(is_clean(&stdout) && is_clean(&stderr), "{arguments:?}: {stdout:?} {stderr:?}");
    }
}

#[test]
fn a_pipe_gets_the_bytes_as_they_came() {
    let record = format!("{{\"id\":\"a\u{202e}\u{200b}b\",\"jobId\":{}}}\n", json(HOSTILE));
    assert_eq!(odq(&["filter", "true"], record.as_str()).1, record);
    let (_, csv, _) = odq(&["convert", "--to", "csv", "--select", "jobId"], record.as_str());
    assert_eq!(csv, format!("jobId\n\"{HOSTILE}\"\n"));
}

/// Everything that writes: standard output in `output.rs`, standard error in `terminal.rs`.
#[test]
fn only_two_files_write() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut writers = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source");
            let writes = text.lines().any(|line| {
                let line = line.split("//").next().unwrap_or_default();
                let names = ["stdout()", "stderr()", "print!(", "println!(", "dbg!("];
                let asks = [
                    "is_terminal()",
                    "use_stderr()",
                    "terminal_size_of",
                    "ProgressDrawTarget",
                    "fn stdout()",
                    "Output::stdout()",
                ];
                names.iter().any(|name| line.contains(name))
                    && !asks.iter().any(|name| line.contains(name))
            });
            if writes {
                writers.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            }
        }
    }
    writers.sort();
    assert_eq!(writers, ["output.rs", "terminal.rs"]);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_an_error() {
    use std::fs::File;
    use std::process::{Command, Stdio};

    for arguments in
        [&["--help"][..], &["--version"], &["help", "filter"], &["completions", "bash"]]
    {
        let full = File::options().write(true).open("/dev/full").expect("a device");
        let ended = Command::new(env!("CARGO_BIN_EXE_odq"))
            .args(arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("it runs");
        let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
        assert!(stderr.starts_with("odq: the output could not be written: "), "{stderr}");
    }
}
