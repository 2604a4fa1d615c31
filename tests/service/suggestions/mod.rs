//! What the validator suggests is worth applying: it removes the finding and brings no new one,
//! and where it is certain, the query asks for exactly the same records.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails to set up fails")]

mod oracle;
#[cfg(feature = "eval")]
mod residual;
mod syntax;

use std::sync::LazyLock;

use odata_query::ast::{Expr, ExprKind};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::Validator;
use odata_query::{Code, Diagnostic, Filter, OrderBy};

use self::oracle::{is_sound, same_records};

fn validate(text: &str, tier: Tier) -> Vec<Diagnostic> {
    static ENDPOINT: LazyLock<Endpoint> =
        LazyLock::new(|| Endpoint::provisioning(ApiVersion::V1_0));
    validate_for(&ENDPOINT, text, tier)
}

fn validate_for(endpoint: &Endpoint, text: &str, tier: Tier) -> Vec<Diagnostic> {
    let validator = Validator::new(endpoint, tier).with_source(text);
    match text.strip_prefix("$orderby=") {
        Some(order) => {
            validator.with_source(order).validate_order_by(&order.parse::<OrderBy>().unwrap())
        }
        None => match text.parse::<Filter>() {
            Ok(filter) => validator.validate_filter(&filter),
            Err(fault) => panic!("{text}: {fault:?}"),
        },
    }
}

fn applied(text: &str, finding: &Diagnostic) -> String {
    let suggestion = finding.suggestion().unwrap();
    let mut applied = text.to_owned();
    applied.replace_range(suggestion.span.range(), &suggestion.replacement);
    applied
}

fn codes(found: &[Diagnostic]) -> Vec<Code> {
    let mut codes: Vec<Code> = found.iter().map(Diagnostic::code).collect();
    codes.sort();
    codes
}

const PATHS: &[&str] = &[
    "id",
    "jobId",
    "activityDateTime",
    "durationInMilliseconds",
    "provisioningStatusInfo/status",
    "servicePrincipal/displayName",
    "servicePrincipalId",
    "createdDateTime",
    "targetSystem/Name",
    "status",
    "jbId",
    "provisioningStatusInfo",
    "servicePrincipal/name",
    "JOBID",
    "$it/jobId",
    "provisioningAction",
    "action",
    "statusInfo",
    "statusInfo/status",
];

const LITERALS: &[&str] = &[
    "'a'",
    "'failure'",
    "'Failure'",
    "'falure'",
    "5",
    "'5'",
    "2024-05-01",
    "2024-05-01T00:00:00Z",
    "'2024-05-01'",
    "'2024-05-01T10:00:00Z'",
    "74c3b0ae-9CC5-850e-e0a5-726a4231de87",
    "microsoft.graph.provisioningResult'failure'",
    "null",
    "failure",
    "NULL",
    "'Create'",
    "'create'",
];

/// Conditions around a comparison of a path and a literal.
const SHAPES: &[&str] = &[
    "{p} eq {l}",
    "{l} eq {p}",
    "{p} ne {l}",
    "{p} ge {l}",
    "{l} ge {p}",
    "{p} le {l}",
    "jobId eq 'z' and {p} le {l}",
    "{p} ge {l} and {p} lt {l} or id eq 'z'",
    "not ({p} eq {l})",
    "not ({p} ge {l})",
    "not ({l} ge {p})",
    "not ({p} gt {l} and {p} le {l})",
    "not {p} eq {l}",
    "not ({p} gt {l} or {p} lt {l})",
    "not ({p} ne {l} and jobId eq 'z')",
    "not (not ({p} le {l}))",
    "not ({p} in ({l},{l}))",
    "not (not ({p} in ({l})))",
    "not ({p} in ({l}) or durationInMilliseconds le 5)",
    "not (provisioningAction ne 'create' or {p} eq {l})",
    "not contains(provisioningAction,'create') and {p} ne {l}",
    "({p} eq {l}) ne false",
    "({p} eq {l}) eq false",
    "true ne ({p} in ({l}))",
    "contains({p},{l}) ne true",
    "contains({p},{l}) ne false",
    "not (contains({p},{l}) ne false)",
    "not startswith({p},{l})",
    "{p} has {l}",
    "{p} gt {l} add 1",
    "{p} in ({l})",
    "jobId eq 'z' and {p} in ({l},{l})",
    "contains({p},{l})",
    "contains({l},{p})",
    "substringof({l},{p})",
    "startswith({p},{l})",
    "tolower({p}) eq {l}",
    "contains({p},{l}) eq true",
    "not contains({p},{l})",
];

/// Filters made of every shape, path and literal that the parser takes together.
fn filters() -> Vec<String> {
    let mut filters: Vec<String> = [
        "contains(activityDateTime,'2024')",
        "contains(activityDateTime,'2024-05')",
        "startswith(activityDateTime,'2024-05-31')",
        "year(activityDateTime) eq 2024",
        "date(activityDateTime) eq 2024-02-29",
        "provisioningAction has 'create'",
        "provisioningAction eq 1",
        "jobId/foo eq 'a'",
        "servicePrincipal/dispalyName eq 'a'",
    ]
    .map(String::from)
    .into();
    for shape in SHAPES {
        for path in PATHS {
            for literal in LITERALS {
                let text = shape.replace("{p}", path).replace("{l}", literal);
                if text.parse::<Filter>().is_ok() {
                    filters.push(text);
                }
            }
        }
    }
    assert!(filters.len() > 3_000, "{}", filters.len());
    filters
}

/// The same shapes for an endpoint with other operators, and with no `or`.
fn room_filters() -> Vec<String> {
    let mut filters = Vec::new();
    for shape in SHAPES {
        for path in ["seats", "colour", "owner/mail", "opened", "bookable", "id", "sets", "boss"] {
            for literal in ["5", "'red'", "'Red'", "'a'", "2024-05-01", "true", "null", "'5'"] {
                let text = shape.replace("jobId eq 'z'", "seats eq 5");
                let text = text.replace("durationInMilliseconds", "seats");
                let text =
                    text.replace("provisioningAction", "colour").replace("'create'", "'blue'");
                let text = text.replace("{p}", path).replace("{l}", literal);
                if text.parse::<Filter>().is_ok() {
                    filters.push(text);
                }
            }
        }
    }
    filters
}

#[test]
fn an_applied_suggestion_removes_its_finding_and_brings_no_new_error() {
    let mut tried = 0;
    for tier in [Tier::Documented, Tier::Observed] {
        for text in filters() {
            let found = validate(&text, tier);
            for finding in found.iter().filter(|finding| finding.suggestion().is_some()) {
                let mended = applied(&text, finding);
                assert!(mended.parse::<Filter>().is_ok(), "{text} -> {mended}: {finding:?}");
                let after = validate(&mended, tier);
                let mut left = codes(&found);
                let at = left.iter().position(|code| *code == finding.code()).unwrap();
                left.remove(at);
                // A name that was unknown can bring its property's own faults to light, and
                // what was refused as a whole may hold findings of its own.
                let uncovers = [Code::UnknownProperty, Code::NotFilterable, Code::NotPrecedence];
                if finding.is_error() && !uncovers.contains(&finding.code()) {
                    let count = |codes: &[Code], code| codes.iter().filter(|c| **c == code).count();
                    let doubled = |code: &Diagnostic| {
                        // One operand written twice has its faults twice.
                        count(&codes(&after), code.code()) <= 2 * count(&left, code.code())
                    };
                    let bad: Vec<_> =
                        after.iter().filter(|f| f.is_error() && !doubled(f)).collect();
                    assert!(bad.is_empty(), "{text} -> {mended}: {bad:#?}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn a_text_that_the_help_says_to_write_passes() {
    let mut tried = 0;
    for tier in [Tier::Documented, Tier::Observed] {
        for text in filters() {
            let found = validate(&text, tier);
            let errors: Vec<_> = found.iter().filter(|finding| finding.is_error()).collect();
            let [error] = errors.as_slice() else { continue };
            // The only error, and a help that promises.
            if error.suggestion().is_some()
                && error.help().unwrap().starts_with("write `")
                && error.code() != Code::UnknownProperty
            {
                let mended = applied(&text, error);
                let after = validate(&mended, tier);
                assert!(after.iter().all(|f| !f.is_error()), "{text} -> {mended}: {after:#?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// What stands in backquotes, if it is a condition.
pub(crate) fn quoted_conditions(help: &str) -> impl Iterator<Item = &str> {
    help.split('`').skip(1).step_by(2).filter(|text| {
        let parsed = text.parse::<Filter>();
        parsed.is_ok_and(|f| !matches!(f.expr().kind(), ExprKind::Path(_) | ExprKind::Literal(_)))
    })
}

#[test]
fn every_condition_that_a_help_quotes_passes() {
    let endpoints = [ApiVersion::V1_0, ApiVersion::Beta].map(Endpoint::provisioning);
    let rooms = Endpoint::from_json(include_str!("../../data/rooms-endpoint.json")).unwrap();
    let mut tried = 0;
    let filters = filters();
    let rooms = room_filters().into_iter().map(|text| (&rooms, text));
    let filters =
        endpoints.iter().flat_map(|endpoint| filters.iter().map(move |f| (endpoint, f.clone())));
    for (endpoint, text) in filters.chain(rooms) {
        for tier in [Tier::Documented, Tier::Observed] {
            let found = validate_for(endpoint, &text, tier);
            for finding in found.iter().filter(|finding| finding.is_error()) {
                let help = finding.help().unwrap();
                // Of a fault of which nothing is known nobody can say what was meant.
                if help.starts_with("once its other faults are mended") {
                    continue;
                }
                for quoted in quoted_conditions(help) {
                    let after = validate_for(endpoint, quoted, tier);
                    assert!(after.iter().all(|f| !f.is_error()), "{text}: {help}: {after:#?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn what_is_said_to_give_the_same_records_gives_them() {
    let mut compared = 0;
    for tier in [Tier::Documented, Tier::Observed] {
        for text in filters() {
            let found = validate(&text, tier);
            let refused = [Code::UnsupportedOperator, Code::UnsupportedFunction];
            if found.iter().any(|f| f.is_error() && !refused.contains(&f.code())) {
                continue;
            }
            for finding in found.iter().filter(|finding| finding.is_error()) {
                let promised = finding.help().unwrap().contains("which gives the same records");
                if promised && is_sound(&text) {
                    same_records(&text, &applied(&text, finding));
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn applying_what_is_certain_ends_and_keeps_the_records() {
    let mut compared = 0;
    for tier in [Tier::Documented, Tier::Observed] {
        for text in filters() {
            let mut mended = text.clone();
            let mut steps = 0;
            loop {
                let found = validate(&mended, tier);
                let certain = found.iter().find(|f| f.suggestion().is_some_and(|s| s.certain));
                let Some(finding) = certain else { break };
                let next = applied(&mended, finding);
                // Of these it is known what the text before meant.
                let exact =
                    [Code::UnsupportedOperator, Code::DatePromoted, Code::Case, Code::Alias];
                let known = found.iter().all(|f| !f.is_error() || exact.contains(&f.code()));
                if known && exact.contains(&finding.code()) && is_sound(&mended) {
                    same_records(&mended, &next);
                    compared += 1;
                }
                assert_ne!(mended, next, "{finding:?}");
                mended = next;
                steps += 1;
                assert!(steps < 20, "{text} does not come to an end: {mended}");
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn fixing_applies_all_that_is_certain_and_says_what_it_printed() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let options = ReadOptions::default();
    let (mut applied, mut accepted) = (0, 0);
    for tier in [Tier::Documented, Tier::Observed] {
        let validator = Validator::new(&endpoint, tier);
        for text in filters() {
            let fixed = validator.fix(&text, Form::Filter, &options);
            let again = validator.check(&fixed.text, Form::Filter, &options);
            assert_eq!(again.diagnostics, fixed.report.diagnostics, "{text}");
            assert!(again.diagnostics.iter().all(|f| f.suggestion().is_none_or(|s| !s.certain)));
            assert_eq!(fixed.applied == 0, fixed.text == text, "{text}");
            let before = validator.check(&text, Form::Filter, &options).accepted;
            assert!(fixed.report.accepted || !before, "{text} -> {}", fixed.text);
            applied += fixed.applied;
            accepted += usize::from(fixed.report.accepted && !before);
        }
    }
    assert!(applied > 1_000 && accepted > 200, "{applied} applied, {accepted} mended");
}

#[test]
fn garbage_gets_no_suggestion() {
    for text in [
        "xyzzy eq 'a'",
        "zzzzzzzzzzzz eq 'a'",
        "q eq 'a'",
        "_ eq 'a'",
        "servicePrincipal/xyzzy eq 'a'",
        "provisioningAction eq 'xyzzy'",
        "provisioningAction eq ''",
        "activityDateTime gt 'yesterday'",
        "activityDateTime gt ''",
        "durationInMilliseconds gt 'long'",
        "$orderby=xyzzy",
        "length(jobId) eq 5",
        // Nothing compares with NaN, so that no other operator says the opposite.
        "not (durationInMilliseconds lt NaN)",
        "durationInMilliseconds ne NaN",
        "contains(jobId,'x') ne true",
    ] {
        let found = validate(text, Tier::Documented);
        assert!(!found.is_empty(), "{text}");
        for finding in &found {
            assert_eq!(finding.suggestion(), None, "{text}: {finding:?}");
        }
    }
}

#[test]
fn a_suggestion_for_a_tree_that_was_built_fits_its_own_text() {
    let filter: Filter = "not (activityDateTime ge 2024-05-01)".parse().unwrap();
    let ExprKind::Not(inner) = filter.expr().kind() else { panic!() };
    let ExprKind::Binary(op, operands) = inner.kind() else { panic!() };
    let [left, right] = (**operands).clone();
    let path = Expr::from(left.as_path().unwrap().clone());
    let built = Expr::binary(*op, path, right.as_literal().unwrap().clone().into()).unwrap();
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let built = Filter::new(built).unwrap();
    let found = Validator::new(&endpoint, Tier::Documented).validate_filter(&built);
    assert_eq!(found[0].code(), Code::UnsupportedOperator);
    assert!(found[0].help().unwrap().contains(" or "));
    let suggestion = found[0].suggestion().unwrap();
    assert_eq!(suggestion.span.slice(&built.to_string()), Some("activityDateTime ge 2024-05-01"));
}
