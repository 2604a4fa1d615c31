//! What the validator says to one mistake: the whole help, and the text that it leads to.

#![expect(clippy::unwrap_used, reason = "a failure here is what the test reports")]

use odata_query::Diagnostic;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::Validator;

const BOTH: &[Tier] = &[Tier::Documented, Tier::Observed];
const DOCUMENTED: &[Tier] = &[Tier::Documented];
const OBSERVED: &[Tier] = &[Tier::Observed];

fn log() -> Endpoint {
    Endpoint::provisioning(ApiVersion::V1_0)
}

fn rooms() -> Endpoint {
    Endpoint::from_json(include_str!("../data/rooms-endpoint.json")).unwrap()
}

fn check(endpoint: &Endpoint, tier: Tier, form: Form, text: &str) -> Vec<Diagnostic> {
    let validator = Validator::new(endpoint, tier);
    validator.check(text, form, &ReadOptions::default()).diagnostics
}

/// The text with the suggestion of a finding applied.
fn mended(text: &str, finding: &Diagnostic) -> Option<String> {
    let suggestion = finding.suggestion()?;
    let mut mended = text.to_owned();
    mended.replace_range(suggestion.span.range(), &suggestion.replacement);
    Some(mended)
}

/// Each finding of a text as its code, its help, and the text with what it suggests.
fn said(endpoint: &Endpoint, tier: Tier, form: Form, text: &str) -> Vec<String> {
    let said = |finding: &Diagnostic| {
        let (code, help) = (finding.code(), finding.help().unwrap_or_default());
        // A list of all properties is no part of what is asked here.
        let help = help.split_inclusive("the properties are ").next().unwrap_or_default();
        match mended(text, finding) {
            Some(mended) => format!("{code}: {help} -> {mended}"),
            None => format!("{code}: {help}"),
        }
    };
    check(endpoint, tier, form, text).iter().map(said).collect()
}

#[test]
fn a_name_is_told_for_its_place_in_the_record() {
    for (form, text, wanted) in [
        // The same name means something in one type and nothing in another.
        (
            Form::Filter,
            "status eq 'failure' and targetSystem/status eq 'a'",
            &[
                "unknown-property: write `provisioningStatusInfo/status`: \
                 `provisioningStatusInfo/status eq 'failure'` -> \
                 provisioningStatusInfo/status eq 'failure' and targetSystem/status eq 'a'",
                "unknown-property: the properties are ",
            ][..],
        ),
        (
            Form::Filter,
            "statusInfo eq 'failure'",
            &["unknown-property: write `provisioningStatusInfo/status`: \
               `provisioningStatusInfo/status eq 'failure'` -> \
               provisioningStatusInfo/status eq 'failure'"],
        ),
        // Two faults in one comparison: each help shows it without both.
        (
            Form::Filter,
            "servicePrincipalId eq 5",
            &[
                "unknown-property: write `servicePrincipal/id`: `servicePrincipal/id eq '5'` -> \
                 servicePrincipal/id eq 5",
                "type-mismatch: write `'5'`: `servicePrincipal/id eq '5'` -> \
                 servicePrincipalId eq '5'",
            ],
        ),
        (
            Form::Filter,
            "provisioningStps eq null",
            &[
                "unknown-property: `provisioningSteps` is in the schema, but this endpoint does not \
               filter by it: send no filter and filter what arrives with `odq filter`",
            ],
        ),
        (
            Form::OrderBy,
            "jbId",
            &["unknown-property: `jobId` is in the schema, but this endpoint does not order by \
               it: order the records that arrive with `odq filter`"],
        ),
        // In quotes it would be no number.
        (
            Form::Filter,
            "durationInMilliseconds gt five",
            &["unknown-property: the properties are "],
        ),
        // Which of two names is the value is not known.
        (
            Form::Filter,
            "contains(create,provisioningAction)",
            &[
                "unsupported-function: the endpoint has no equivalent: send no filter and \
                 filter what arrives: \
                 `odq filter \"contains(create,provisioningAction)\"`",
                "unknown-property: the properties are ",
            ],
        ),
        (
            Form::Filter,
            "$it/modifiedProperties eq 'a'",
            &["not-filterable: send no filter and filter what arrives: \
               `odq filter \"$it/modifiedProperties eq 'a'\"`"],
        ),
        // What stands in the brackets of a key or a call is checked too.
        (
            Form::Filter,
            "provisioningSteps(@p)/name eq 'a'",
            &[
                "not-filterable: send no filter and filter what arrives: \
                 `odq filter \"provisioningSteps(@p)/name eq 'a'\"`",
                "unbound-alias: write the value itself in the place of `@p`",
            ],
        ),
        (
            Form::Filter,
            "provisioningSteps(a=@p)/name eq 'a'",
            &[
                "unsupported-function: the endpoint has no equivalent: send no filter and \
                 filter what arrives: \
                 `odq filter \"provisioningSteps(a=@p)/name eq 'a'\"`",
                "unbound-alias: write the value itself in the place of `@p`",
            ],
        ),
    ] {
        for &tier in BOTH {
            assert_eq!(said(&log(), tier, form, text), wanted, "{text} ({tier})");
        }
    }
}

#[test]
fn an_option_that_is_misspelled_is_told_where_the_tier_takes_it() {
    for (endpoint, tiers, text, wanted) in [
        (&log(), BOTH, "$filtr=x", "unsupported-option: write `$filter` if that is meant"),
        (&log(), BOTH, "topp=5", "custom-option: write `$top` if that is meant"),
        (&rooms(), DOCUMENTED, "$tpo=5", "unsupported-option: leave it out"),
        (&rooms(), OBSERVED, "$tpo=5", "unsupported-option: write `$top` if that is meant"),
    ] {
        for &tier in tiers {
            assert_eq!(said(endpoint, tier, Form::Query, text), [wanted], "{text} ({tier})");
        }
    }
}

/// Conditions, and the filter to send instead. `{t}` is a property with the members `user`,
/// `application`, `system` and `unknownFutureValue`.
const IN_OTHER_WORDS: &[(&[Tier], &str, Option<&str>)] = &[
    // Words stay apart where brackets go.
    (BOTH, "id eq 'x'and(jobId)in('a')", Some("id eq 'x' and jobId eq 'a'")),
    (BOTH, "$it/jobId has 'y'", Some("jobId eq 'y'")),
    (BOTH, "substringof('a',jobId)", Some("contains(jobId,'a')")),
    // It is null where the property is.
    (BOTH, "contains(jobId,'a') ne false", Some("(contains(jobId,'a') or jobId eq null)")),
    (BOTH, "contains(id,'a') ne false", Some("contains(id,'a')")),
    (BOTH, "(jobId eq 'a' and id eq 'b') ne false", Some("(jobId eq 'a' and id eq 'b')")),
    (BOTH, "(jobId in ()) ne false", Some("false")),
    (BOTH, "{t}/any(a:a eq 'user' or jobId eq 'x')", Some("({t} eq 'user' or jobId eq 'x')")),
    // That it is not true of one value is not said of none.
    (BOTH, "not (jobId/any(x:x eq 'a'))", None),
    // A comparison is false of null.
    (
        BOTH,
        "not (durationInMilliseconds le 5)",
        Some("(durationInMilliseconds gt 5 or durationInMilliseconds eq null)"),
    ),
    (
        BOTH,
        "not (5 le durationInMilliseconds)",
        Some("(5 gt durationInMilliseconds or durationInMilliseconds eq null)"),
    ),
    (
        DOCUMENTED,
        "not (durationInMilliseconds lt 5)",
        Some(
            "(durationInMilliseconds gt 5 or durationInMilliseconds eq 5 \
             or durationInMilliseconds eq null)",
        ),
    ),
    (
        OBSERVED,
        "not (durationInMilliseconds lt 5)",
        Some("(durationInMilliseconds ge 5 or durationInMilliseconds eq null)"),
    ),
    (DOCUMENTED, "not (jobId in ('a'))", None),
    (OBSERVED, "not (jobId in ('a'))", Some("jobId ne 'a'")),
    // Of the members of an enumeration each is tried, and null.
    (
        BOTH,
        "({t} eq 'user') eq (not ({t} eq 'system'))",
        Some("({t} eq 'user' or {t} eq 'system')"),
    ),
    (
        BOTH,
        "({t} eq 'user' or {t} eq 'system') eq ({t} eq 'application')",
        Some("({t} eq 'unknownFutureValue' or {t} eq null)"),
    ),
    (
        BOTH,
        "({t} eq 'user' and true) eq ({t} eq 'system')",
        Some("({t} eq 'application' or {t} eq 'unknownFutureValue' or {t} eq null)"),
    ),
    (
        BOTH,
        "({t} eq 'user' and null) eq ({t} eq 'user')",
        Some(
            "({t} eq 'application' or {t} eq 'system' or {t} eq 'unknownFutureValue' \
             or {t} eq null)",
        ),
    ),
    (
        BOTH,
        "({t} ne 'user' and {t} ne 'system') eq ({t} eq 'application')",
        Some("({t} eq 'user' or {t} eq 'application' or {t} eq 'system')"),
    ),
    (BOTH, "contains({t},'e') eq ({t} eq 'user')", Some("({t} eq 'user' or {t} eq 'application')")),
    (
        BOTH,
        "substringof('e',{t}) eq ({t} eq 'user')",
        Some("({t} eq 'user' or {t} eq 'application')"),
    ),
];

#[test]
fn a_condition_that_is_refused_is_put_in_other_words() {
    for (tiers, text, wanted) in IN_OTHER_WORDS {
        let [text, wanted] = [text, wanted.as_ref().unwrap_or(&"")]
            .map(|text| text.replace("{t}", "initiatedBy/initiatorType"));
        for &tier in *tiers {
            let found = check(&log(), tier, Form::Filter, &text);
            let offered = found.iter().find_map(|finding| mended(&text, finding));
            assert_eq!(offered.unwrap_or_default(), wanted, "{text} ({tier}): {found:#?}");
        }
    }
}

#[test]
fn of_several_faults_each_has_the_help_that_is_its_own() {
    for (form, text, wanted) in [
        // What is left has its own fault, of which nothing can be told yet.
        (
            Form::Filter,
            "jobId = 'a' and jobId eq",
            &["syntax: write `eq` -> jobId eq 'a' and jobId eq"][..],
        ),
        // What is refused afterwards is not what was mended.
        (
            Form::Filter,
            "durationInMilliseconds = 'long'",
            &["syntax: `durationInMilliseconds eq 'long'` would be OData, but is refused: \
               `durationInMilliseconds` is a number, but this is a string; write a number, such \
               as `1000` -> durationInMilliseconds eq 'long'"],
        ),
        // Beside an option that cannot be read, a name has the help that it always has.
        (
            Form::Query,
            "$filter=statusInfo%20eq%205&$top=x",
            &[
                "unknown-property: write `provisioningStatusInfo/status` -> \
                 $filter=provisioningStatusInfo/status%20eq%205&$top=x",
                "type-mismatch: the members are `'success'`, `'failure'`, `'skipped'`, \
                 `'warning'` and `'unknownFutureValue'`",
                "syntax: write a whole number in plain digits, as in `$top=50`",
            ],
        ),
    ] {
        for &tier in BOTH {
            assert_eq!(said(&log(), tier, form, text), wanted, "{text} ({tier})");
        }
    }
    // A function that is taken nowhere is shown with the value as it was written.
    let wanted = [
        "unsupported-function: the endpoint has no equivalent: send no filter and \
         filter what arrives: `odq filter \"contains(5,'a')\"`",
        "type-mismatch: write `'5'` -> contains('5','a')",
    ];
    assert_eq!(said(&rooms(), Tier::Documented, Form::Filter, "contains(5,'a')"), wanted);
}
