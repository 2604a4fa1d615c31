//! The cases of the OASIS test suite for the ABNF of OData 4.01: what is in the language
//! parses, what is not does not.
//!
//! The cases are not ours to copy, so they are read from the place where they are kept beside
//! the project, and the tests skip where that is absent.
#![expect(clippy::panic, clippy::expect_used, reason = "broken cases fail the test")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use odata_query::{Diagnostic, Filter, Query};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    entry: String,
    rule: String,
    name: String,
    input: String,
    accept: bool,
}

#[test]
fn accepted_cases_parse() {
    check(true);
}

#[test]
fn rejected_cases_do_not_parse() {
    check(false);
}

/// Runs the cases of one verdict and lists all that get the other one.
fn check(accept: bool) {
    let Some(cases) = load() else { return };
    let cases: Vec<_> = cases.into_iter().filter(|case| case.accept == accept).collect();
    assert!(!cases.is_empty(), "no cases with accept = {accept}");
    let mut wrong = String::new();
    let mut count = 0;
    for case in &cases {
        let result = read(case);
        if result.is_ok() == accept {
            continue;
        }
        count += 1;
        let Case { id, rule, name, input, .. } = case;
        let _ = writeln!(wrong, "{id} {rule} ({name})\n    {input}");
        if let Err(error) = result {
            let _ = writeln!(wrong, "    {error}");
        }
    }
    assert!(wrong.is_empty(), "{count} of {} with accept = {accept}:\n{wrong}", cases.len());
}

/// The canonical text of the case. `expr` cases are decoded expressions, `query` cases raw
/// query strings.
fn read(case: &Case) -> Result<String, Diagnostic> {
    match case.entry.as_str() {
        "expr" => case.input.parse::<Filter>().map(|filter| filter.to_string()),
        "query" => case.input.parse::<Query>().map(|query| query.to_string()),
        other => panic!("unknown entry {other} of case {}", case.id),
    }
}

fn load() -> Option<Vec<Case>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/odata-abnf-4.01.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        let _ = writeln!(std::io::stderr(), "skipped: {} is absent", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).expect("the cases are a JSON array"))
}
