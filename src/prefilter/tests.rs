//! What is extracted from filters, and that no match is missed.

use super::{Atom, Budget, Clause, CostModel, MAX_BLOCK, Prefilter, RecordSpans};
use crate::Filter;
use crate::eval::CompileOptions;
use crate::random::random;

fn prefilter(filter: &str) -> Option<Prefilter> {
    let filter: Filter = filter.parse().expect("a filter");
    Prefilter::of(&filter.compile(&CompileOptions::default()).expect("it compiles"))
}

fn needles(clause: &Clause) -> String {
    let texts = clause.atoms.iter().flat_map(Atom::needles);
    texts.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" | ")
}

/// Filters, and the needles of their clauses.
#[test]
fn clauses_are_extracted_from_filters() {
    let six = "a eq '1' or b eq '2' or c eq '3' or d eq '4' or e eq '5' or f eq '6'";
    let seven = &format!("{six} or g eq '7'");
    let names = r#""a" | "b" | "c" | "d" | "e" | "f""#;
    let table: &[(&str, &[&str])] = &[
        ("a eq 'x'", &["x", r#""a""#]),
        ("'x' eq a", &["x", r#""a""#]),
        ("a/b eq 'x'", &["x", r#""a""#]),
        ("a ne 'x'", &[]),
        ("a gt 'x'", &[r#""a""#]),
        ("a eq 5", &[r#""a""#]),
        ("a eq ''", &[r#""a""#]),
        ("a ne null", &[r#""a""#]),
        ("a eq null", &[]),
        // JSON may write these with another escape than `\uXXXX`.
        (r#"a eq 'x/y"long\z'"#, &["long", r#""a""#]),
        ("a eq 'x' and b eq 'y'", &["x", r#""a""#, "y", r#""b""#]),
        ("a eq 'x' or b eq 'y'", &["x | y", r#""a" | "b""#]),
        ("a eq 'x' or b eq null", &[]),
        ("a eq 'x' or not (b eq 'y')", &[]),
        ("not (a eq 'x')", &[]),
        ("not (a ne 'x')", &[r#""a""#]),
        ("a in ('x','y')", &["x | y", r#""a""#]),
        ("a in ('1','2','3','4','5','6')", &["1 | 2 | 3 | 4 | 5 | 6", r#""a""#]),
        ("a in ('1','2','3','4','5','6','7')", &[r#""a""#]),
        (six, &["1 | 2 | 3 | 4 | 5 | 6", names]),
        (seven, &[]),
        ("contains(a,'x') and endswith(b,'z')", &["x", r#""a""#, "z", r#""b""#]),
        ("startswith(a,'x')", &["x", r#""a""#]),
        ("tolower(a) eq 'x'", &[r#""a""#]),
        ("length(a) gt 3", &[r#""a""#]),
        ("a add 1 gt 3", &[r#""a""#]),
        ("-a gt 3", &[r#""a""#]),
        ("case(a eq 'x':true,true:false)", &[r#""a""#]),
        ("a eq b", &[]),
        ("a eq a", &[]),
        ("a/any(i:i/b eq 'x')", &["x", r#""a""#]),
        ("a/any(i:i/b eq c)", &[]),
        ("a/all(i:i/b eq 'x')", &[]),
        ("a/any()", &[r#""a""#]),
        ("a/$count gt 1", &[r#""a""#]),
        ("matchesPattern(a,'x')", &[]),
        ("true", &[]),
    ];
    for (filter, expected) in table {
        let found = prefilter(filter).map(|found| found.clauses).unwrap_or_default();
        assert_eq!(found.iter().map(needles).collect::<Vec<_>>(), *expected, "{filter}");
    }
    let many: Vec<_> = (0..20).map(|n| format!("a{n} eq 'x{n}'")).collect();
    assert_eq!(prefilter(&many.join(" and ")).map(|found| found.clauses.len()), Some(8));
}

/// An enumeration member is written in any case or as a number, a time in any form.
#[test]
fn coerced_values_are_no_literals() {
    let schema = crate::schema::Schema::provisioning_any();
    for filter in [
        "provisioningStatusInfo/status eq 'failure'",
        "provisioningStatusInfo/status in ('failure','success')",
        "activityDateTime eq 2024-05-01T00:00:00Z",
    ] {
        let parsed: Filter = filter.parse().expect("a filter");
        let predicate = parsed.compile(&CompileOptions::with_schema(schema)).expect("it compiles");
        let conditions = Prefilter::of(&predicate).expect("clauses").clauses;
        let texts: Vec<_> = conditions.iter().map(needles).collect();
        // Only keys.
        assert!(texts.iter().all(|text| text.ends_with('"')), "{filter}: {texts:?}");
    }
}

#[test]
fn names_with_a_common_end_are_searched_for_by_it() {
    let schema = crate::schema::Schema::provisioning_any();
    let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse().expect("a filter");
    let predicate = filter.compile(&CompileOptions::with_schema(schema)).expect("it compiles");
    let prefilter = Prefilter::of(&predicate).expect("clauses");
    assert_eq!(prefilter.clauses.iter().map(needles).collect::<Vec<_>>(), ["tatusInfo\""]);
    for (text, is_found) in [
        (r#"{"provisioningStatusInfo":{"status":"failure"}}"#, true),
        (r#"{"statusInfo":{"status":"Failure"}}"#, true),
        (r#"{"\u0073tatusInfo":{"status":"failure"}}"#, true),
        // An escape in a part that is not searched for.
        (r#"{"\u0070rovisioningStatusInfo":{"status":"failure"}}"#, true),
        (r#"{"provisioningStatusInfo":{"status":"success"}}"#, false),
        (r#"{"errorStatusInfo":{"status":"failure"}}"#, false),
        (r#"{"other":"statusInfo"}"#, false),
    ] {
        let mut is_candidate = false;
        let _ = prefilter.find(text.as_bytes(), |at| {
            is_candidate = true;
            at + 1
        });
        assert_eq!(is_candidate, is_found, "{text}");
    }
}

#[test]
fn no_escape_hides_a_needle() {
    let mut random = random();
    let letters = ["D", "'", "r", "\u{fc}", "\u{1d11e}", "\u{e9}", "u", "0", "7", " ", "\u{2019}"];
    for _ in 0..5_000 {
        let text: String = (0..=random(6)).map(|_| letters[random(letters.len())]).collect();
        let filter = format!("contains(a,'{}')", text.replace('\'', "''"));
        let spelled: String = text
            .chars()
            .map(|c| {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                match random(3) {
                    0 => units.iter().map(|unit| format!("\\u{unit:04x}")).collect(),
                    1 => units.iter().map(|unit| format!("\\u{unit:04X}")).collect(),
                    _ => String::from(c),
                }
            })
            .collect();
        let around = [letters[random(letters.len())], ["", "\\n", "\\u00fc", "\\\\"][random(4)]];
        let record = format!(r#"{{"a":"{}{}{spelled}{}"}}"#, around[0], around[1], around[0]);
        let mut is_found = false;
        let _ = prefilter(&filter).expect("clauses").find(record.as_bytes(), |at| {
            is_found = true;
            at + 1
        });
        assert!(is_found, "{filter} in {record}");
    }
}

/// The spans of records, one a line.
fn lines(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', bytes)
        .map(|end| std::mem::replace(&mut start, end + 1)..end)
        .collect()
}

#[test]
fn the_cheapest_clause_is_chosen() {
    let mut found = prefilter("a eq 'x' and b eq 'rare'").expect("clauses");
    for (line, chosen) in [
        (r#"{"a":"x","b":"no"}"#, "rare"),
        (r#"{"a":"y","b":"rare","c":"xrare"}"#, r#""a""#),
        (r#"{"a":"x","b":"rare","c":"zzzz"}"#, "x"),
    ] {
        // The record is long, so that parsing it costs most.
        let line = line.replace("}", &format!(r#","long":"{}"}}{}"#, "-".repeat(3_000), "\n"));
        let sample = line.repeat(10).into_bytes();
        let cost = found.train(&sample, RecordSpans(&lines(&sample)));
        assert_eq!(found.clauses.get(found.chosen).map(needles).as_deref(), Some(chosen));
        let read = CostModel::parse(sample.len());
        assert_eq!(cost < read, chosen != "x", "{cost} against {read} for {line:.50}");
    }
}

#[test]
fn candidates_are_found_and_line_feeds_counted() {
    let found = |filter: &str, bytes: &[u8]| {
        let mut places = Vec::new();
        let line_ends = prefilter(filter).expect("clauses").find(bytes, |at| {
            places.push(at);
            at + 1
        });
        (places, line_ends)
    };
    let bytes = b"{\"a\":\"x\"}\n{\"a\":\"\\u0078\"}\n{\"b\":\"\\u0079\"}\n";
    assert_eq!(found("a eq 'x'", bytes), (vec![6, 16], Some(3)));
    // A string that is no key, and a key with another value, make no candidate.
    let bytes = b"{\"a\" : 5}\n{\"a\":6}\n{\"b\":\"a\"}\n{\"b\":{\"a\":5}}\n";
    assert_eq!(found("a eq 5", bytes), (vec![1, 34], Some(4)));
    // No search where the needle is everywhere, or in a block as large as a record may be.
    let often = b"x ".repeat(10_000);
    assert_eq!(found("a eq 'x'", &often).1, None);
    let seldom = [b" ".repeat(31), b"x".to_vec()].concat().repeat(10_000);
    assert_eq!(found("a eq 'x'", &seldom).1, Some(0));
    assert_eq!(found("a eq 'x'", &b" ".repeat(MAX_BLOCK)).1, Some(0));
    assert_eq!(found("a eq 'x'", &b" ".repeat(MAX_BLOCK + 1)).1, None);
}

/// Each lookup skips the values inside, so that nested ones would take quadratic time.
#[test]
fn lookups_end_before_they_cost_more_than_parsing() {
    let long = "c".repeat(100);
    for (filter, opening, closing) in [
        ("a/b gt 5", format!("{{\"a\":{{\"{long}\":"), "}}"),
        ("a/any(x:x eq 5)", format!("{{\"{long}\":0,\"a\":["), "]}"),
    ] {
        let clause = &prefilter(filter).expect("clauses").clauses[0];
        for (text, is_found) in [
            (format!("{opening}1{closing},").repeat(1_000), true),
            (format!("{}1{}", opening.repeat(1_000), closing.repeat(1_000)), false),
        ] {
            let mut budget = Budget::default();
            let found = clause.find(text.as_bytes(), &mut |at| at, &mut budget);
            assert_eq!(found.is_some(), is_found, "{filter}: {budget:?}");
            assert!(
                budget.index.nested_bytes_scanned() < 3 * text.len(),
                "{filter}: {budget:?} of {}",
                text.len()
            );
        }
    }
}

const FILTERS: &[&str] = &[
    "provisioningStatusInfo/status eq 'failure'",
    "provisioningStatusInfo/status ne null and provisioningStatusInfo/status ne 'success'",
    "durationInMilliseconds gt 5",
    "durationInMilliseconds eq 6 or durationInMilliseconds eq 7",
    "activityDateTime gt 2024-05-10T00:00:00Z",
];

/// Records with `@` for a value.
const RECORDS: &[&str] = &[
    r#"{"provisioningStatusInfo":{"status":@,"errorInformation":null}}"#,
    r#"{"provisioningStatusInfo":{"status": @}}"#,
    r#"{"provisioningStatusInfo" : {"errorInformation":null,"status":@}}"#,
    r#"{"provisioningStatusInfo":{"errorInformation":{"status":@},"status":"success"}}"#,
    r#"{"provisioningStatusInfo":{"other":"something long, as errors are","status":@}}"#,
    r#"{"statusInfo":{"status":@}}"#,
    r#"{"statusInfo":{"Status":@}}"#,
    r#"{"provisioningStatusInfo":null,"statusInfo":{"status":@}}"#,
    r#"{"statusInfo":null,"provisioningStatusInfo":{"status":@}}"#,
    r#"{"provisioningStatusInfo":@}"#,
    r#"{"durationInMilliseconds":@}"#,
    r#"{"durationInMilliseconds": @ ,"a":1}"#,
    r#"{"activityDateTime":@}"#,
];

const VALUES: &[&str] = &[
    r#""failure""#,
    r#""Failure""#,
    r#""f\u0061ilure""#,
    r#""success""#,
    "null",
    "5",
    "6",
    "7",
    "-6",
    "6.5",
    "6e0",
    "66666666666666666666",
    r#""6""#,
    "true",
    "{}",
    "[6]",
    r#"{"status":"failure"}"#,
    r#""2024-05-10T00:00:01Z""#,
    r#""2024-05-10T02:00:00+02:00""#,
    r#""2024-05-11""#,
];

/// Every clause finds every match, under each name of a key and in each form of a value, whatever
/// it was trained on.
#[test]
fn no_clause_misses_a_match() {
    let options = CompileOptions::with_schema(crate::schema::Schema::provisioning_any());
    let (mut matches, mut skipped) = (0, 0);
    for filter in FILTERS {
        let parsed: Filter = filter.parse().expect("a filter");
        let predicate = parsed.compile(&options).expect("it compiles");
        let clauses = Prefilter::of(&predicate).expect("clauses").clauses.len();
        let samples = RECORDS.iter().map(|record| record.replace('@', "\"success\""));
        for (chosen, sample) in
            samples.flat_map(|sample| (0..clauses).map(move |chosen| (chosen, sample.clone())))
        {
            let mut prefilter = Prefilter::of(&predicate).expect("clauses");
            prefilter.chosen = chosen;
            prefilter.train_atoms(sample.as_bytes());
            for (record, value) in
                RECORDS.iter().flat_map(|record| VALUES.iter().map(move |value| (record, value)))
            {
                let record = record.replace('@', value);
                let mut is_candidate = false;
                let _ = prefilter.find(record.as_bytes(), |at| {
                    is_candidate = true;
                    at + 1
                });
                let parsed: serde_json::Value = serde_json::from_str(&record).expect("a record");
                let is_match = predicate.matches(&parsed);
                assert!(
                    is_candidate || !is_match,
                    "{filter}, clause {chosen} after {sample}: {record}"
                );
                matches += usize::from(is_match);
                skipped += usize::from(!is_candidate);
            }
        }
    }
    assert!(matches > 50 && skipped > 500, "{matches} {skipped}");
}
