//! An endpoint that nobody has written code for: described in JSON, checked when it is read,
//! and validated against like the built-in ones.

use std::collections::BTreeSet;

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Query};

const ROOMS: &str = include_str!("../data/rooms-endpoint.json");

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| finding.code().as_str()).collect()
}

#[test]
fn what_it_takes_is_what_its_data_says() {
    let endpoint = Endpoint::from_json(ROOMS).unwrap();
    // Query; findings when documented; when observed.
    let rows: &[(&str, &[&str], &[&str])] = &[
        ("$filter=seats ge 5 and colour ne 'red'", &[], &[]),
        ("$filter=id eq 01234567-89ab-cdef-0123-456789abcdef", &[], &[]),
        (
            "$filter=id eq '01234567-89ab-cdef-0123-456789abcdef'",
            &["type-mismatch"],
            &["type-mismatch"],
        ),
        ("$filter=opened gt 2024-05-01", &[], &[]),
        ("$filter=opened gt 2024-05-01T00:00Z", &["type-mismatch"], &["type-mismatch"]),
        ("$filter=opens lt 11:22", &[], &[]),
        ("$filter=slot eq duration'PT1H'", &[], &[]),
        ("$filter=slot eq 'PT1H'", &[], &[]),
        ("$filter=slot eq 'an hour'", &["type-mismatch"], &["type-mismatch"]),
        ("$filter=bookable eq true", &[], &[]),
        ("$filter=bookable", &["undocumented"], &["undocumented"]),
        ("$filter=seats", &["type-mismatch"], &["type-mismatch"]),
        ("$filter=capacity eq 5", &["alias"], &["alias"]),
        ("$filter=SEATS eq 5", &["case"], &["case"]),
        ("$filter=seats eq 40000", &["never-true"], &["never-true"]),
        ("$filter=seats ge 32767", &[], &[]),
        ("$filter=seats ge 32768", &["never-true"], &["never-true"]),
        ("$filter=seats le -32768", &[], &[]),
        ("$filter=seats le -32769", &["never-true"], &["never-true"]),
        ("$filter=seats ge NaN", &["never-true"], &["never-true"]),
        ("$filter=seats le NaN", &["never-true"], &["never-true"]),
        ("$filter=seats eq null", &["never-true"], &["never-true"]),
        ("$filter=seats gt 5", &["unsupported-operator"], &["unsupported-operator"]),
        ("$filter=seats eq 5 or seats eq 6", &["unsupported-operator"], &["unsupported-operator"]),
        ("$filter=not (seats eq 5)", &["unsupported-operator"], &["undocumented"]),
        ("$filter=startswith(owner/mail,'a')", &[], &[]),
        ("$filter=endswith(owner/mail,'a')", &["unsupported-function"], &["undocumented"]),
        ("$filter=contains(owner/mail,'a')", &["unsupported-function"], &["unsupported-function"]),
        (
            "$filter=startswith('a',owner/mail)",
            &["unsupported-function"],
            &["unsupported-function"],
        ),
        ("$filter=endswith('a',owner/mail)", &["unsupported-function"], &["unsupported-function"]),
        (
            "$filter=startswith(tgas,owner/mail)",
            &["unsupported-function", "unknown-property"],
            &["unsupported-function", "unknown-property"],
        ),
        ("$filter=year(opened) eq 2024", &[], &[]),
        ("$filter=height eq 2.5", &["not-filterable"], &["not-filterable"]),
        ("$filter=owner/phone eq '1'", &["not-filterable"], &["not-filterable"]),
        ("$filter=boss eq 'a'", &["unknown-property"], &["unknown-property"]),
        ("$filter=colour eq 'green'", &["unknown-enum-member"], &["unknown-enum-member"]),
        ("$filter=colour eq house.model.colour'red'", &["qualified-enum"], &["qualified-enum"]),
        ("$filter=tags/any(t:t eq 'a')", &["unsupported-operator"], &["unsupported-operator"]),
        (
            "$filter=tags/any(t:t eq 5)",
            &["unsupported-operator", "type-mismatch"],
            &["unsupported-operator", "type-mismatch"],
        ),
        ("$orderby=seats desc", &[], &[]),
        ("$orderby=owner/mail", &["not-sortable"], &["undocumented"]),
        ("$orderby=colour", &["not-sortable"], &["not-sortable"]),
        ("$select=id", &[], &[]),
        ("$skiptoken=a", &["unsupported-option"], &["unsupported-option"]),
        ("$top=10", &["unsupported-option"], &["undocumented"]),
    ];
    for (text, documented, observed) in rows {
        let query: Query = text.replace(' ', "%20").parse().unwrap();
        for (tier, wanted) in [(Tier::Documented, documented), (Tier::Observed, observed)] {
            let found = Validator::new(&endpoint, tier).validate_query(&query);
            assert_eq!(&codes(&found), wanted, "{text} ({tier}): {found:#?}");
        }
    }
    // What is said of the size stands beside what is said of the option.
    let top = |top| {
        let query = Query::new().with_top(top);
        let found = Validator::new(&endpoint, Tier::Observed).validate_query(&query);
        found.iter().map(|finding| finding.code().to_string()).collect::<BTreeSet<_>>()
    };
    let undocumented = |code: &str| BTreeSet::from(["undocumented".to_owned(), code.to_owned()]);
    assert_eq!(top(4), undocumented("top-out-of-range"));
    assert_eq!(top(5), undocumented("undocumented"));
    assert_eq!(top(20), undocumented("undocumented"));
    assert_eq!(top(21), undocumented("large-top"));
    assert_eq!(top(51), undocumented("top-out-of-range"));
}

#[test]
fn a_connective_is_taken_as_its_tier_says() {
    let with = |and: &str, not: &str| {
        let tiers = ROOMS
            .replacen(r#""and", "tier": "documented""#, &format!(r#""and", "tier": "{and}""#), 1)
            .replacen(r#""not", "tier": "observed""#, &format!(r#""not", "tier": "{not}""#), 1);
        Endpoint::from_json(&tiers).unwrap()
    };
    type Row = (
        &'static str,
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );
    // The filter; tiers of `and` and `not`; findings when documented, when observed.
    let rows: &[Row] = &[
        ("seats eq 5 and colour ne 'red'", "documented", "observed", &[], &[]),
        (
            "seats eq 5 and colour ne 'red'",
            "observed",
            "observed",
            &["unsupported-operator"],
            &["undocumented"],
        ),
        ("not (seats eq 5)", "documented", "documented", &[], &[]),
        (
            "not (seats eq 5)",
            "documented",
            "observed",
            &["unsupported-operator"],
            &["undocumented"],
        ),
    ];
    for (text, and, not, documented, observed) in rows {
        let endpoint = with(and, not);
        for (tier, wanted) in [(Tier::Documented, documented), (Tier::Observed, observed)] {
            let found = Validator::new(&endpoint, tier).validate_filter(&text.parse().unwrap());
            assert_eq!(&codes(&found), wanted, "{text} ({tier}, {and}, {not}): {found:#?}");
        }
    }
}

#[test]
fn endpoints_survive_json() {
    for endpoint in [
        Endpoint::from_json(ROOMS).unwrap(),
        Endpoint::provisioning(ApiVersion::V1_0),
        Endpoint::provisioning(ApiVersion::Beta),
    ] {
        let text = endpoint.to_json().unwrap();
        assert_eq!(Endpoint::from_json(&text).unwrap(), endpoint);
    }
}

#[test]
fn a_description_that_is_wrong_is_refused_with_its_place() {
    // What to replace, what with; what the message says, and where in the new text it points.
    let rows = [
        (
            r#""type": "Edm.Int16""#,
            r#""type": "Edm.Int17""#,
            "no type `Edm.Int17`",
            r#""Edm.Int17""#,
        ),
        (r#""type": "person""#, r#""type": "persn""#, "no type `persn`", r#""persn""#),
        (r#""Collection(Edm.String)""#, r#""Collection(x)""#, "no type `x`", r#""Collection(x)""#),
        (r#""base": "place""#, r#""base": "room""#, "`room` is its own base", r#""room""#),
        (r#""base": "place""#, r#""base": "palace""#, "no type `palace`", r#""palace""#),
        (
            r#""name": "place","#,
            r#""name": "place", "base": "room","#,
            "its own base",
            // The round is found at the first type in it.
            "\"place\",\n        \"properties\": [\n          { \"name\": \"seats\"",
        ),
        (r#""root": "room""#, r#""root": "rom""#, "no type `rom`", r#""rom""#),
        (r#""name": "phone""#, r#""name": "mail""#, "twice", r#""mail""#),
        (r#""name": "phone""#, r#""name": "tele phone""#, "not an identifier", r#""tele phone""#),
        (
            r#""name": "person","#,
            r#""name": "person" }, { "name": "person","#,
            "twice",
            r#""person","#,
        ),
        (
            r#""property": "seats""#,
            r#""property": "chairs""#,
            "no property `chairs`",
            r#""chairs""#,
        ),
        (
            r#""to": "owner/mail""#,
            r#""to": "owner/post""#,
            "`owner/post` does not",
            r#""owner/post""#,
        ),
        (r#""path": "slot""#, r#""path": "slit""#, "`slit` does not lead", r#""slit""#),
        (r#""path": "slot""#, r#""path": "Slot""#, "spelled `slot`", r#""Slot""#),
        (r#""path": "opens""#, r#""path": "opened""#, "twice", r#""opened""#),
        (
            r#""path": "owner/mail", "tier""#,
            r#""path": "x", "tier""#,
            "`x` does not lead",
            r#""x""#,
        ),
        (r#""$select""#, r#""select""#, "no option", r#""select""#),
        (r#""$select""#, r#""$selct""#, "write `$select`", r#""$selct""#),
        (r#""$select""#, r#""$nonsense""#, "they are $apply", r#""$nonsense""#),
        (
            r#"{ "path": "seats", "tier": "documented", "source": "the manual" }"#,
            r#"{ "path": "seats", "tier": "documented", "source": "" }"#,
            "is empty: write",
            r#""" }"#,
        ),
        (
            r#"{ "connective": "and", "tier": "documented", "source": "the manual" }"#,
            r#"{ "connective": "and", "tier": "documented", "source": " \t" }"#,
            "is empty: write",
            r#"" \t" }"#,
        ),
        (
            r#"[{ "tier": "documented", "source": "the manual", "operators": ["lt"] }]"#,
            r#"[{ "tier": "documented", "source": "a\nb", "operators": ["lt"] }]"#,
            "has more than one: write",
            r#""a\nb", "#,
        ),
        (
            r#"{ "name": "$top", "tier": "observed", "source": "the receptionist" }"#,
            r#"{ "name": "$top", "tier": "observed", "source": "a\rb" }"#,
            "has more than one: write",
            r#""a\rb" }"#,
        ),
        (r#""min": 5"#, r#""min": 500"#, "smallest", "500"),
        (r#""operators": ["lt"]"#, r#""operators": ["in"]"#, "`in` compares no", r#"["in"]"#),
        (r#""operators": ["lt"]"#, r#""operators": ["add"]"#, "`add` compares no", r#"["add"]"#),
        (r#""path": "/api/rooms""#, r#""path": "api/rooms""#, "starts with `/`", r#""api/rooms""#),
        (r#""path": "owner/mail", "tier""#, r#""path": "seats", "tier""#, "twice", r#""seats""#),
        (r#""$select""#, r#""$filter""#, "twice", r#""$filter""#),
    ];
    for (from, to, message, place) in rows {
        let text = ROOMS.replacen(from, to, 1);
        assert_ne!(text, ROOMS, "{from}");
        let error = Endpoint::from_json(&text).unwrap_err();
        assert!(error.message().contains(message), "{to}: {error}");
        let before: usize = text.split_inclusive('\n').take(error.line() - 1).map(str::len).sum();
        let pointed = before + error.column() - 1;
        let edited = ROOMS.find(from).unwrap();
        let wanted = text[edited..].find(place).map(|at| edited + at).or_else(|| text.find(place));
        assert_eq!(
            Some(pointed),
            wanted,
            "{to}: {error} points at {}",
            &text[pointed..pointed + 40]
        );
    }
    // What serde refuses has a place too.
    for (from, to, message) in [
        (r#""tier": "observed""#, r#""tier": "rumoured""#, "rumoured"),
        (r#""operators": ["lt"]"#, r#""operators": ["less"]"#, "`less` is no operator"),
        (r#""functions": ["year"]"#, r#""functions": ["jahr"]"#, "`jahr` is no function"),
        (r#""connective": "not""#, r#""connective": "nor""#, "nor"),
        (r#""kind": "documented""#, r#""kind": "documented", "colour": 1"#, "colour"),
        (r#""path": "/api/rooms","#, "", "path"),
    ] {
        let text = ROOMS.replacen(from, to, 1);
        let error = Endpoint::from_json(&text).unwrap_err();
        assert!(error.message().contains(message), "{to}: {error}");
        assert!(error.line() > 1 || message == "path", "{to}: {error}");
    }
    for text in ["", "[]", "{", "null", "{\"name\":\"\u{1f600}"] {
        let error = Endpoint::from_json(text).unwrap_err();
        assert!(!error.to_string().is_empty(), "{text}");
    }
}
