//! The command under faults: what is good is printed, what is not is named, and the exit status
//! tells.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::fs::{self, File};
use std::path::PathBuf;

use crate::command::odq;

const SUCCESS: &str = "tests/data/page-success.json";

/// A file of this content; each test has names of its own.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("a file in the target folder");
    path.to_str().expect("a path in UTF-8").to_owned()
}

#[test]
fn one_bad_line_is_named_and_the_good_ones_are_printed() {
    let input = "{\"id\":\"a\"}\n{\"id\":\"b\",}\n{\"id\":\"c\"}\n";
    let (code, stdout, stderr) = odq(&["filter", "true"], input);
    assert_eq!((code, stdout.as_str()), (2, "{\"id\":\"a\"}\n{\"id\":\"c\"}\n"));
    assert_eq!(stderr, "odq: <stdin>:2:10: a comma before `}`: JSON has no trailing comma\n");
    let name = file("one-bad-line.jsonl", input);
    let (_, _, stderr) = odq(&["filter", "true", &name], "");
    assert!(stderr.starts_with(&format!("odq: {name}:2:10: ")), "{stderr}");
}

#[test]
fn fast_tells_only_of_what_it_looks_at_and_prints_the_same() {
    // More than one block, so that threads have something to share.
    let others = "{\"id\":\"a\",\"jobId\":\"no\"}\n".repeat(50);
    let good = format!("{others}{{\"id\":\"b\",\"jobId\":\"yes\"}}\n").repeat(800);
    let input = format!("{good}{{\"id\":\"c\",}}\n{good}{{\"jobId\":\"yes\",}}\n");
    let name = file("fast.jsonl", &input);
    let filter = ["filter", "jobId eq 'yes'", &name];
    let (code, whole, stderr) = odq(&filter, "");
    assert_eq!((code, whole.lines().count(), stderr.lines().count()), (2, 1_600, 2), "{stderr}");
    for threads in ["1", "2", "5"] {
        let arguments = [&filter[..], &["--threads", threads]].concat();
        assert_eq!(odq(&arguments, ""), (2, whole.clone(), stderr.clone()));
        let (code, fast, told) = odq(&[&arguments[..], &["--fast"]].concat(), "");
        assert_eq!((code, fast == whole), (2, true));
        assert_eq!(Some(told.as_str()), stderr.split_inclusive('\n').nth(1));
    }
    let (code, _, told) = odq(&["filter", "--threads", "0", "true"], "");
    assert_eq!(code, 2);
    assert!(told.contains("--threads"), "{told}");
}

#[test]
fn fail_fast_stops_at_the_first_fault_of_any_kind() {
    let input = "{\"id\":\"a\"}\n{\"id\":\"b\",}\n{\"id\":\"c\"}\n";
    let (code, stdout, stderr) = odq(&["filter", "--fail-fast", "true"], input);
    assert_eq!((code, stdout.as_str(), stderr.lines().count()), (2, "{\"id\":\"a\"}\n", 1));
    let missing = ["filter", "--fail-fast", "true", "absent-1", "absent-2", SUCCESS];
    let (code, stdout, stderr) = odq(&missing, "");
    assert_eq!((code, stdout.as_str(), stderr.lines().count()), (2, "", 1));
    // A record that has no answer.
    let filter = "1 div durationInMilliseconds eq 1";
    let input = "{\"durationInMilliseconds\":0}\n{\"durationInMilliseconds\":1}\n";
    let (code, stdout, stderr) = odq(&["filter", filter], input);
    assert_eq!((code, stdout.as_str()), (2, "{\"durationInMilliseconds\":1}\n"));
    assert_eq!(stderr, "odq: <stdin>:1:1: division by zero\n");
    let (code, stdout, _) = odq(&["filter", "--fail-fast", filter], input);
    assert_eq!((code, stdout.as_str()), (2, ""));
    // And one that has no place in the order: it is printed all the same.
    let order = ["filter", "true", "--orderby", "1 div durationInMilliseconds desc"];
    let (code, stdout, stderr) = odq(&order, input);
    assert_eq!((code, stdout.lines().count()), (2, 2), "{stderr}");
    assert_eq!(stderr, "odq: <stdin>:1:1: division by zero\n");
}

#[test]
fn a_missing_file_or_an_empty_directory_costs_no_good_one() {
    let empty = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty");
    fs::create_dir_all(&empty).expect("a folder");
    for bad in ["absent", empty.to_str().expect("a path in UTF-8")] {
        for files in [[bad, SUCCESS], [SUCCESS, bad]] {
            let (code, stdout, stderr) = odq(&["filter", "true", files[0], files[1]], "");
            assert_eq!((code, stdout.lines().count()), (2, 1), "{bad}");
            assert!(stderr.starts_with(&format!("odq: {bad}: ")), "{stderr}");
            assert_eq!(stderr.lines().count(), 1, "{stderr}");
        }
    }
}

#[test]
fn marks_line_ends_and_blank_lines_are_no_matter() {
    let wanted = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n";
    for input in [
        "{\"id\":\"a\"}\n{\"id\":\"b\"}",
        "{\"id\":\"a\"}\r\n{\"id\":\"b\"}\r\n",
        "\n\n{\"id\":\"a\"}\n  \n\r\n{\"id\":\"b\"}\n\n",
        "\u{feff}{\"id\":\"a\"}\n{\"id\":\"b\"}\n",
        "\u{feff}[{\"id\":\"a\"},\r\n{\"id\":\"b\"}]",
    ] {
        assert_eq!(odq(&["filter", "true"], input), (0, wanted.into(), String::new()), "{input:?}");
    }
    for empty in ["", "\n", "\u{feff}", "[]", "{\"value\":[]}"] {
        assert_eq!(odq(&["filter", "true"], empty), (1, String::new(), String::new()), "{empty:?}");
    }
    let text = "\u{feff}{\"id\":\"a\"}\r\n{\"id\":\"b\"}\r\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(odq(&["filter", "true"], utf16), (0, wanted.into(), String::new()));
}

#[test]
fn a_record_above_the_limit_is_named_and_the_next_is_printed() {
    let large = format!("{{\"id\":\"{}\"}}", "x".repeat(200));
    let input = format!("{{\"id\":\"a\"}}\n{large}\n{{\"id\":\"b\"}}\n");
    let (code, stdout, stderr) = odq(&["filter", "--max-record-bytes", "100", "true"], &*input);
    assert_eq!((code, stdout.as_str()), (2, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"));
    assert_eq!(stderr, "odq: <stdin>:2:1: the record is larger than 100 bytes\n");
    assert_eq!(odq(&["filter", "true"], &*input).0, 0);
    let above = format!("{{\"id\":\"{}\"}}\n{{\"id\":\"b\"}}\n", "x".repeat(16 * 1024 * 1024));
    let (code, stdout, stderr) = odq(&["filter", "true"], above);
    assert_eq!((code, stdout.as_str()), (2, "{\"id\":\"b\"}\n"));
    assert_eq!(stderr, "odq: <stdin>:1:1: the record is larger than 16777216 bytes\n");
    let (code, _, stderr) = odq(&["filter", "--max-record-bytes", "1k", "true"], "");
    assert_eq!(code, 2);
    assert!(stderr.contains("plain digits"), "{stderr}");
}

#[test]
fn a_match_goes_out_as_it_came_in() {
    let odd = "{ \"id\" :\t\"\\u0061\", \"n\": 1.50e+01, \"n\": 0 }";
    let input = format!("{odd}\r\n{{\"id\":\"b\"}}\n{odd}");
    let lines = format!("{odd}\n{odd}\n");
    let ask = ["filter", "id eq 'a'", "--output", "jsonl"];
    assert_eq!(odq(&ask, &*input), (0, lines, String::new()));
    // Out of a document, without the white space between its parts.
    let document = format!("[\n  {odd} ,\n  {{\"id\":\"b c\"}}\n]");
    let short = "{\"id\":\"\\u0061\",\"n\":1.50e+01,\"n\":0}\n";
    assert_eq!(odq(&ask, &*document), (0, short.into(), String::new()));
}

#[test]
fn top_of_none_prints_nothing_and_count_is_one_total() {
    let two = ["filter", "true", "--count", SUCCESS, "tests/data/page-failure.json"];
    assert_eq!(odq(&two, ""), (0, "2\n".into(), String::new()));
    // Nothing is read either.
    let none = ["filter", "true", "--top", "0", "absent"];
    assert_eq!(odq(&none, ""), (1, String::new(), String::new()));
    let ordered = ["filter", "true", "--top", "0", "--orderby", "id", SUCCESS];
    assert_eq!(odq(&ordered, ""), (1, String::new(), String::new()));
    let (code, stdout, _) = odq(&["filter", "true", "--top", "1", "--count", SUCCESS, SUCCESS], "");
    assert_eq!((code, stdout.as_str()), (0, "1\n"));
}

#[test]
fn top_ends_the_reading() {
    let input = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{bad\n{\"id\":\"c\"}\n";
    let two = ["filter", "true", "--top", "2", "-", "absent"];
    assert_eq!(odq(&two, input), (0, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n".into(), String::new()));
    let (code, stdout, _) = odq(&["filter", "true", "--top", "3"], input);
    assert_eq!((code, stdout.lines().count()), (2, 3));
    // An order has to see all.
    let ordered = ["filter", "true", "--top", "1", "--orderby", "id desc"];
    let (code, stdout, _) = odq(&ordered, input);
    assert_eq!((code, stdout.as_str()), (2, "{\"id\":\"c\"}\n"));
}

#[test]
fn json_that_is_none_is_an_error_for_its_record_alone() {
    let deep = format!("{{\"x\":{}1{}}}", "[".repeat(128), "]".repeat(128));
    for (bad, told) in [
        (&b"{\"id\":\"\\ud800\"}"[..], "surrogate"),
        (b"{\"id\":\"\xff\"}", "bytes that are not UTF-8"),
        (deep.as_bytes(), "levels of nesting"),
        (b"{\"id\":1e400}", "out of range"),
        (b"{\"id\":", "the text ends inside an object"),
        (b"5", "a record is a JSON object, this is a number"),
    ] {
        for (before, after) in [("", "\n"), ("[", ",")] {
            let good = |id: &str| format!("{{\"id\":\"{id}\"}}").into_bytes();
            let end = if before == "[" { "]" } else { "\n" };
            if before == "[" && bad.ends_with(b":") {
                continue;
            }
            let input = [
                before.as_bytes(),
                &good("a"),
                after.as_bytes(),
                bad,
                after.as_bytes(),
                &good("b"),
                end.as_bytes(),
            ];
            let (code, stdout, stderr) = odq(&["filter", "true"], input.concat());
            assert_eq!(
                (code, stdout.as_str()),
                (2, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"),
                "{stderr}"
            );
            assert!(stderr.contains(told) && stderr.lines().count() == 1, "{told}: {stderr}");
        }
    }
    let escaped = "{\"\\u0069d\":\"a\"}\n";
    assert_eq!(odq(&["filter", "id eq 'a'"], escaped), (0, escaped.into(), String::new()));
    // Which of two members counts is not specified; one of them does.
    let twice = "{\"id\":\"a\",\"id\":\"b\"}\n";
    assert_eq!(odq(&["filter", "id in ('a','b')"], twice), (0, twice.into(), String::new()));
}

#[test]
fn a_bad_filter_is_told_before_any_input_is_read() {
    for filter in ["id eq", "jbId eq 'a'", "1 div 0 eq 1"] {
        let (code, stdout, stderr) = odq(&["filter", filter, "absent"], "");
        assert_eq!((code, stdout.as_str()), (2, ""), "{filter}");
        assert!(!stderr.contains("absent"), "{stderr}");
    }
}

#[test]
fn nothing_but_text_goes_to_what_is_no_terminal() {
    for output in ["jsonl", "json", "table", "csv"] {
        let (_, stdout, stderr) =
            odq(&["filter", "true", "--output", output, SUCCESS, "absent"], "");
        assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{output}");
        assert!(!stdout.contains('\r') && !stderr.contains('\r'), "{output}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

/// Whatever the system, a full disk must not look like success.
#[cfg(target_os = "linux")]
mod linux {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::process::{Child, Command, Stdio};

    use super::*;

    fn spawn(arguments: &[&str], stdout: impl Into<Stdio>) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_odq"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
        command.stdin(Stdio::piped()).stdout(stdout).stderr(Stdio::piped());
        command.spawn().expect("odq runs")
    }

    fn many(count: usize) -> String {
        let line = |at| format!("{{\"id\":\"{at}\",\"jobId\":\"{}\"}}\n", "x".repeat(50));
        (0..count).map(line).collect()
    }

    /// Two gibibytes without a line break.
    #[test]
    fn memory_stays_bounded_whatever_the_length_of_a_line() {
        let mut child = spawn(&["filter", "true"], Stdio::piped());
        let mut stdin = child.stdin.take().expect("an input");
        let chunk = vec![b'x'; 1 << 20];
        stdin.write_all(b"{\"id\":\"").expect("it reads");
        for _ in 0..2048 {
            stdin.write_all(&chunk).expect("it reads");
        }
        stdin.write_all(b"\"}\n{\"id\":\"b\"}\n").expect("it reads");
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("a status");
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a figure");
        let kibibytes: u64 = most.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(kibibytes < 256 * 1024, "{kibibytes} KiB");
        drop(stdin);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(2));
        assert_eq!(ended.stdout, b"{\"id\":\"b\"}\n");
        let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(stderr, "odq: <stdin>:1:1: the record is larger than 16777216 bytes\n");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        // Of a process that is running, nobody can read this one.
        let (code, stdout, stderr) = odq(&["filter", "true", "/proc/self/mem", SUCCESS], "");
        assert_eq!((code, stdout.lines().count()), (2, 1));
        assert!(stderr.starts_with("odq: /proc/self/mem:"), "{stderr}");
    }

    #[test]
    fn a_full_disk_is_told() {
        let lines = file("full-disk.jsonl", many(5000));
        for arguments in [
            &["filter", "true"][..],
            &["filter", "true", "--output", "json"],
            &["filter", "true", "--output", "table"],
            &["filter", "true", "--count"],
            &["filter", "true", "--count-by", "id"],
            &["convert", "--to", "csv"],
        ] {
            let full = File::create("/dev/full").expect("a device");
            let child = spawn(&[arguments, &[&lines]].concat(), full);
            let ended = child.wait_with_output().expect("it ends");
            let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
            assert!(stderr.starts_with("odq: the output could not be written: "), "{stderr}");
        }
    }

    #[test]
    fn a_reader_that_has_enough_is_no_fault() {
        let lines = file("enough.jsonl", many(20_000));
        let mut child = spawn(&["filter", "true", &lines], Stdio::piped());
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("an output"))
            .read_line(&mut first)
            .expect("a line");
        let ended = child.wait_with_output().expect("it ends");
        assert!(first.starts_with("{\"id\":\"0\""), "{first}");
        assert_eq!(
            (ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()),
            (Some(0), "")
        );
    }

    #[test]
    fn a_match_is_printed_before_the_input_goes_on() {
        for (arguments, expected) in [
            (&["filter", "true"][..], "{\"id\":\"0\""),
            (&["filter", "true", "--select", "id"], "id\n"),
            (&["filter", "true", "--explain"], "<stdin>:1:1: 0 matches\n"),
        ] {
            let mut child = spawn(arguments, Stdio::piped());
            let mut stdin = child.stdin.take().expect("an input");
            stdin.write_all(many(1).as_bytes()).expect("it is read");
            let stdout = child.stdout.take().expect("an output");
            let (send, receive) = std::sync::mpsc::channel();
            std::thread::spawn(move || {
                let mut first = String::new();
                let read = BufReader::new(stdout).read_line(&mut first);
                send.send(read.map(|_| first))
            });
            // Only a failure takes that long.
            let first = receive.recv_timeout(std::time::Duration::from_secs(60));
            let first = first.expect("a line while the input is open").expect("it is read");
            assert!(first.starts_with(expected), "{arguments:?}: {first}");
            drop(stdin);
            child.wait().expect("it ends");
        }
    }

    #[test]
    fn an_interrupt_ends_at_once_and_leaves_no_half_record() {
        // Records larger than a pipe, so that most moments are in the middle of one.
        let line = format!("{{\"id\":\"{}\"}}\n", "x".repeat(300_000));
        let mut child = spawn(&["filter", "true"], Stdio::piped());
        let mut stdin = child.stdin.take().expect("an input");
        let writer = std::thread::spawn(move || while stdin.write_all(line.as_bytes()).is_ok() {});
        let mut stdout = child.stdout.take().expect("an output");
        let mut start = vec![0; 100_000];
        stdout.read_exact(&mut start).expect("it prints");
        let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(interrupted.expect("kill runs").success());
        let mut rest = Vec::new();
        stdout.read_to_end(&mut rest).expect("the output ends");
        let ended = child.wait_with_output().expect("it ends");
        writer.join().expect("the writer ends");
        assert_eq!(ended.status.code(), Some(130));
        start.extend(rest);
        assert_eq!(start.last(), Some(&b'\n'));
        for line in String::from_utf8(start).expect("UTF-8").lines() {
            serde_json::from_str::<serde_json::Value>(line).expect("a whole record");
        }
    }
}
