//! What the validator says of a query: exactly these findings, errors and warnings, under each
//! tier; one fault gives one finding.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails to set up fails")]

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Filter, OrderBy, Query};

mod accepted;
mod faulty;
mod limits;
mod refused;

pub(crate) enum Form {
    Filter,
    OrderBy,
    Query,
}
pub(crate) use Form::{Filter as F, OrderBy as O, Query as Q};

pub(crate) fn validate(form: &Form, text: &str, api: ApiVersion, tier: Tier) -> Vec<Diagnostic> {
    let endpoint = Endpoint::provisioning(api);
    let validator = Validator::new(&endpoint, tier).with_source(text);
    let found = match form {
        F => text.parse::<Filter>().map(|filter| validator.validate_filter(&filter)),
        O => text.parse::<OrderBy>().map(|orderby| validator.validate_order_by(&orderby)),
        Q => text.parse::<Query>().map(|query| validator.validate_query(&query)),
    };
    found.unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

/// Codes with the marked text, in the order of their places: "case:jobid".
pub(crate) fn marked(found: &[Diagnostic], text: &str) -> Vec<String> {
    let mark = |finding: &Diagnostic| {
        format!("{}:{}", finding.code(), finding.span().slice(text).unwrap())
    };
    found.iter().map(mark).collect()
}

/// Checks rows of: form, text, findings when documented, findings when observed.
pub(crate) fn check(rows: &[(Form, &str, &[&str], &[&str])]) {
    for (form, text, documented, observed) in rows {
        for (tier, wanted) in [(Tier::Documented, documented), (Tier::Observed, observed)] {
            let found = validate(form, text, ApiVersion::V1_0, tier);
            assert_eq!(&marked(&found, text), wanted, "{text} ({tier})\n{found:#?}");
            for finding in &found {
                assert!(finding.help().is_some_and(|help| !help.is_empty()), "{finding:?}");
            }
        }
    }
}

/// Checks rows that are the same under both tiers.
pub(crate) fn check_both(rows: &[(Form, &str, &[&str])]) {
    for (form, text, wanted) in rows {
        for tier in [Tier::Documented, Tier::Observed] {
            let found = validate(form, text, ApiVersion::V1_0, tier);
            assert_eq!(&marked(&found, text), wanted, "{text} ({tier})\n{found:#?}");
            for finding in &found {
                assert!(finding.help().is_some_and(|help| !help.is_empty()), "{finding:?}");
            }
        }
    }
}

#[test]
fn findings_stand_in_the_order_of_their_places() {
    let text = "nope ge 5 and jobid ne 5 or provisioningAction eq 'Create' and tolower(id) eq 'a'";
    let found = validate(&F, text, ApiVersion::V1_0, Tier::Documented);
    assert!(found.len() >= 5, "{found:#?}");
    assert!(found.is_sorted_by_key(|finding| finding.span().start), "{found:#?}");
}
