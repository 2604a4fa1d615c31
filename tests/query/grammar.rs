//! The language is that of the ABNF: each rule's spellings are read and printed in canonical
//! text, and what no rule allows is refused where the fault is.
//!
//! The tables are in `tests/data`: `abnf-positive.json` has `[rules, text, canonical text]`,
//! `abnf-negative.json` has `[rule, text, why it is refused, code (syntax if left out)]`.
#![expect(clippy::panic, reason = "a broken table fails the test that reads it")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use odata_query::{Code, Diagnostic, Filter, OrderBy};

/// The rules of sections 4, 6 and 7 of the ABNF that no text of an expression shows, with the
/// reason.
const RULES_WITHOUT_A_CASE: &[(&str, &[&str])] = &[
    (
        "in CSDL documents and payloads only",
        &[
            "primitiveValue",
            "booleanValue",
            "decimalValue",
            "doubleValue",
            "singleValue",
            "guidValue",
            "byteValue",
            "sbyteValue",
            "int16Value",
            "int32Value",
            "int64Value",
            "dateValue",
            "dateTimeOffsetValue",
            "timeOfDayValue",
            "enumValue",
            "singleEnumValue",
        ],
    ),
    ("in context URLs only", &["annotationInFragment"]),
    ("an expression never calls an action", &["action", "actionImport"]),
];

#[test]
fn every_spelling_is_read_and_printed_canonically() {
    let mut wrong = String::new();
    for [rule, text, canonical] in table::<3>("abnf-positive.json") {
        let printed = match print(&rule, &text) {
            Ok(printed) => printed,
            Err(error) => {
                let _ = writeln!(wrong, "{rule}: {text:?} is refused: {error}");
                continue;
            }
        };
        if printed != canonical {
            let _ = writeln!(wrong, "{rule}: {text:?} prints {printed:?}, not {canonical:?}");
        }
        match print(&rule, &canonical) {
            Ok(again) if again == canonical => {}
            Ok(again) => {
                let _ = writeln!(wrong, "{rule}: canonical {canonical:?} prints {again:?}");
            }
            Err(error) => {
                let _ = writeln!(wrong, "{rule}: canonical {canonical:?} is refused: {error}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{wrong}", wrong.lines().count());
}

#[test]
fn what_no_rule_allows_is_refused() {
    let mut wrong = String::new();
    for row in rows("abnf-negative.json") {
        let (rule, text, why) = match row.as_slice() {
            [rule, text, why] | [rule, text, why, _] => (rule, text, why),
            _ => panic!("a row of another length: {row:?}"),
        };
        let code = row.get(3).map_or(Code::Syntax.as_str(), String::as_str);
        match print(rule, text) {
            Ok(printed) => {
                let _ = writeln!(wrong, "{rule}: {text:?} reads as {printed:?}, but {why}");
            }
            Err(error) => {
                if error.code().as_str() != code {
                    let _ = writeln!(wrong, "{rule}: {text:?} should be {code}: {error}");
                }
                if let Some(fault) = fault_of(&error, text) {
                    let _ = writeln!(wrong, "{rule}: {text:?}: {fault}: {error:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{wrong}", wrong.lines().count());
}

#[test]
fn every_rule_has_a_case() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/grammar/odata-4.01.abnf");
    let Ok(grammar) = std::fs::read_to_string(&path) else {
        let _ = writeln!(std::io::stderr(), "skipped: {} is absent", path.display());
        return;
    };
    let mut missing: BTreeSet<String> = rules_of(&grammar, &["4", "6", "7"]);
    assert!(missing.contains("commonExpr") && missing.contains("stringLiteral"));
    for [rules, ..] in table::<3>("abnf-positive.json") {
        for rule in rules.split(' ') {
            missing.remove(rule);
        }
    }
    for rule in RULES_WITHOUT_A_CASE.iter().flat_map(|(_, rules)| *rules) {
        missing.remove(*rule);
    }
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// Reads a text by the entry that its rule is part of, and prints it.
fn print(rule: &str, text: &str) -> Result<String, Diagnostic> {
    if rule.starts_with("orderby") {
        text.parse::<OrderBy>().map(|order| order.to_string())
    } else {
        text.parse::<Filter>().map(|filter| filter.to_string())
    }
}

/// What every diagnostic promises: a place in the text and something to read.
fn fault_of(error: &Diagnostic, text: &str) -> Option<&'static str> {
    let drawn = error.render(text);
    if error.span().slice(text).is_none() {
        Some("its span is not in the text")
    } else if error.message().is_empty() {
        Some("it has no message")
    } else if error.help().is_none_or(str::is_empty) {
        Some("it has no help")
    } else if !drawn.contains('^') || !drawn.contains(error.message()) {
        Some("its drawing lacks the caret or the message")
    } else {
        None
    }
}

/// The names of the rules that the numbered sections define.
fn rules_of(grammar: &str, sections: &[&str]) -> BTreeSet<String> {
    let mut wanted = false;
    let mut rules = BTreeSet::new();
    for line in grammar.lines() {
        let title = line.strip_prefix("; ").and_then(|title| title.split_once(". "));
        if let Some((number, _)) = title
            && (number.len() == 1)
        {
            wanted = sections.contains(&number);
        }
        let name = line.split([' ', '=']).next().unwrap_or_default();
        if wanted && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            rules.insert(name.to_owned());
        }
    }
    rules
}

fn table<const N: usize>(file: &str) -> Vec<[String; N]> {
    rows(file)
        .into_iter()
        .map(|row| row.try_into().unwrap_or_else(|row| panic!("not {N} columns: {row:?}")))
        .collect()
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/data", file].iter().collect();
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path:?}: {e}"))
}

/// Filters are kept in files and scripts, where they run over several lines.
#[test]
fn line_breaks_are_white_space() {
    for (text, same) in [
        ("\n  jobId\r\n  eq\n'a'\r\n", "jobId eq 'a'"),
        ("a eq 1\nand not\n(b eq 2\nor\nc\teq 3)", "a eq 1 and not (b eq 2 or c eq 3)"),
        ("contains(\n  a,\n  'x'\n)\n", "contains(a,'x')"),
        ("a/any(\nx\n:\nx eq 1\n)", "a/any(x:x eq 1)"),
        ("a in (\n  1,\n  2\n)", "a in (1,2)"),
    ] {
        let read: odata_query::Filter = text.parse().expect(text);
        assert_eq!(read.to_string(), same, "{text:?}");
    }
    let order: odata_query::OrderBy = "a\n  desc,\n  b".parse().unwrap();
    assert_eq!(order.to_string(), "a desc,b");
    let text: odata_query::Filter = "a eq 'x\ny'".parse().unwrap();
    assert_eq!(text.to_string(), "a eq 'x\ny'");
}
