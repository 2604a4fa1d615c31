//! The tables of `tests/README.md` name tests that exist, and no row names none.

#![expect(clippy::unwrap_used, reason = "a fault fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The rows of the tables below a heading, but for their headings.
fn rows<'t>(text: &'t str, heading: &str) -> Vec<&'t str> {
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    section.lines().filter(|line| line.starts_with('|')).skip(2).collect()
}

#[test]
fn every_named_test_exists() {
    let readme = fs::read_to_string(tests().join("README.md")).unwrap();
    let mut sources: BTreeMap<&str, String> = BTreeMap::new();
    let mut named = 0;
    for heading in ["Inputs that break", "The command under faults", "Promises of the"] {
        for row in rows(&readme, heading) {
            let mut links = 0;
            for quoted in row.split('`').skip(1).step_by(2) {
                let Some((file, test)) = quoted.split_once(".rs: ") else { continue };
                let source = sources.entry(file).or_insert_with(|| {
                    fs::read_to_string(tests().join(format!("{file}.rs"))).expect(quoted)
                });
                let function = source.find(&format!("fn {test}(")).expect(quoted);
                let before = &source[..function];
                let attribute = before.rfind("#[test]").expect(quoted);
                let between = before[attribute..].matches("fn ").count();
                assert_eq!(between, 0, "{quoted} is no test");
                links += 1;
            }
            assert!(links > 0, "no test holds this: {row}");
            named += links;
        }
    }
    assert!(named > 50, "{named}");
}

/// Each row of the notes has its row here, in the same order.
#[test]
fn every_row_of_the_notes_is_here() {
    let notes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/ROBUSTNESS.md");
    let Ok(notes) = fs::read_to_string(notes) else {
        let _ = writeln!(std::io::stderr(), "skipped: ../shared/ROBUSTNESS.md is not here");
        return;
    };
    let readme = fs::read_to_string(tests().join("README.md")).unwrap();
    let classes = |rows: Vec<&str>| -> Vec<String> {
        rows.iter().map(|row| row.split(" | ").next().unwrap()[2..].trim().to_owned()).collect()
    };
    let inputs = notes.split("# The command under faults").next().unwrap();
    let own = classes(rows(&readme, "Inputs that break"));
    let theirs: Vec<_> = inputs.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    assert_eq!(own, classes(theirs));
    let faults = notes.split("# The command under faults").nth(1).unwrap();
    let theirs = faults.lines().filter(|line| line.starts_with('|')).skip(2).count();
    assert_eq!(rows(&readme, "The command under faults").len(), theirs);
}
