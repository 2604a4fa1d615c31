//! Queries as people and Microsoft's own pages write them get the verdicts that the service
//! would give, under both tiers, and help that says what to do.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails to set up fails")]

use std::collections::BTreeSet;

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{ParsedRequest, ReadOptions};
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Filter};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    form: String,
    text: String,
    documented: BTreeSet<String>,
    observed: BTreeSet<String>,
}

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/wild-queries.json"
    ));
    serde_json::from_str(&text.unwrap()).unwrap()
}

fn findings(case: &Case, tier: Tier) -> Vec<Diagnostic> {
    let api = if case.text.contains("/beta/") { ApiVersion::Beta } else { ApiVersion::V1_0 };
    let endpoint = Endpoint::provisioning(api);
    let validator = Validator::new(&endpoint, tier);
    match case.form.as_str() {
        "filter" => match case.text.parse::<Filter>() {
            Ok(filter) => validator.validate_filter(&filter),
            Err(fault) => vec![fault],
        },
        form => {
            let options = ReadOptions::default();
            let reading = match form {
                "query" => ParsedRequest::of_query_string(&case.text, &options),
                "url" => ParsedRequest::of_url(&case.text, &options),
                form => panic!("{form}"),
            };
            let mut found = reading.diagnostics;
            found.extend(validator.validate_query(&reading.query));
            found
        }
    }
}

#[test]
fn each_has_its_error_codes_under_both_tiers() {
    for case in cases() {
        for (tier, wanted) in
            [(Tier::Documented, &case.documented), (Tier::Observed, &case.observed)]
        {
            let found = findings(&case, tier);
            let errors = found.iter().filter(|finding| finding.is_error());
            let codes: BTreeSet<String> = errors.map(|e| e.code().as_str().to_owned()).collect();
            assert_eq!(&codes, wanted, "{} ({tier}): {found:#?}", case.text);
            for finding in &found {
                assert!(finding.help().is_some_and(|help| !help.is_empty()), "{finding:?}");
            }
        }
    }
}

#[test]
fn the_help_says_what_to_do() {
    for (text, needle) in [
        ("servicePrincipalId", "servicePrincipal/id"),
        ("createdDateTime", "activityDateTime"),
        ("activityDateTime eq '2024-05-01'", "2024-05-01"),
        (
            "activityDateTime ge 2024-05-01T00:00:00Z",
            "(activityDateTime gt 2024-05-01T00:00:00Z or activityDateTime eq 2024-05-01T00:00:00Z)",
        ),
        ("jobid eq 'x' and cycleId ne 'y'", "odq filter \"jobid eq 'x' and cycleId ne 'y'\""),
        ("servicePrincipal/name", "servicePrincipal/displayName"),
        ("2024-05-01T11:04:00", "2024-05-01T11:04:00Z"),
    ] {
        let case = cases().into_iter().find(|case| case.text.contains(text)).unwrap();
        let found = findings(&case, Tier::Documented);
        let helps: Vec<_> = found.iter().filter_map(Diagnostic::help).collect();
        assert!(helps.iter().any(|help| help.contains(needle)), "{text}: {helps:#?}");
    }
}
