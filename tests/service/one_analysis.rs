//! A fault of names, types or literals is the same finding for whoever evaluates a filter and
//! for whoever validates it: code, place, message, help and suggestion. Only the severity may
//! differ, and what an endpoint has to add.

#![expect(clippy::expect_used, clippy::panic, reason = "a fault fails the test")]

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::eval::CompileOptions;
use odata_query::schema::{ApiVersion, Schema};
use odata_query::validate::Validator;
use odata_query::{Code, Diagnostic, Filter, OrderBy, Severity};

const ROOMS: &str = include_str!("../data/rooms-endpoint.json");

/// What compiling says: its warnings, or the error that ended it.
fn compiled(text: &str, schema: &Schema) -> Vec<Diagnostic> {
    let filter: Filter = text.parse().expect(text);
    match filter.compile(&CompileOptions::with_schema(schema)) {
        Ok(predicate) => predicate.warnings().to_vec(),
        Err(error) => vec![error.into_diagnostic()],
    }
}

fn validated(text: &str, endpoint: &Endpoint) -> Vec<Diagnostic> {
    let filter: Filter = text.parse().expect(text);
    Validator::new(endpoint, Tier::Documented).validate_filter(&filter)
}

/// What both say of one fault, but for the help.
fn said<'f>(
    finding: &'f Diagnostic,
    text: &'f str,
) -> (Code, Option<&'f str>, &'f str, Option<(&'f str, &'f str)>) {
    let suggestion = finding.suggestion().map(|suggestion| {
        (suggestion.span.slice(text).unwrap_or_default(), suggestion.replacement.as_str())
    });
    (finding.code(), finding.span().slice(text), finding.message(), suggestion)
}

/// Each row: a filter, the code of the fault, whether evaluation goes on after it.
fn check(endpoint: &Endpoint, rows: &[(&str, Code, bool)]) {
    for &(text, code, goes_on) in rows {
        let compiled = compiled(text, &endpoint.schema);
        let found = compiled.iter().find(|finding| finding.code() == code);
        let found = found.unwrap_or_else(|| panic!("{text}: compiling says {compiled:#?}"));
        let severity = if goes_on { Severity::Warning } else { Severity::Error };
        assert_eq!(found.severity(), severity, "{text}");

        let validated = validated(text, endpoint);
        let same = validated.iter().find(|finding| finding.span() == found.span());
        let same = same.unwrap_or_else(|| panic!("{text}: validating says {validated:#?}"));
        assert_eq!(said(same, text), said(found, text), "{text}");
        // A validator shows the whole comparison with the change in it.
        let help = found.help().expect(text);
        let shown = same.help().and_then(|longer| longer.strip_prefix(help));
        let whole = shown.is_some_and(|shown| shown.is_empty() || shown.starts_with(": `"));
        assert!(whole, "{text}: {same:#?} {found:#?}");
    }
}

#[test]
fn names_have_one_finding() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    check(
        &endpoint,
        &[
            ("jbId eq 'a'", Code::UnknownProperty, false),
            ("nonsense eq 'a'", Code::UnknownProperty, false),
            ("status eq 'failure'", Code::UnknownProperty, false),
            ("servicePrincipalId eq 'a'", Code::UnknownProperty, false),
            ("provisioningStatusInfo/sttus eq 'failure'", Code::UnknownProperty, false),
            ("provisioningSteps/any(s:s/nonsense eq 'a')", Code::UnknownProperty, false),
            ("durationInMilliseconds lt inf", Code::UnknownProperty, false),
            ("provisioningAction eq create", Code::UnknownProperty, false),
            ("create eq provisioningAction", Code::UnknownProperty, false),
            ("jobId eq abc", Code::UnknownProperty, false),
            ("jobId/x eq 'a'", Code::UnknownProperty, false),
            ("jobId eq 'a' and jobId/x/y eq 'a'", Code::UnknownProperty, false),
            ("jobid eq 'a'", Code::Case, true),
            ("ProvisioningStatusInfo/Status eq 'failure'", Code::Case, true),
            ("servicePrincipal/name eq 'a'", Code::Alias, true),
            ("initiatedBy/Type eq 'user'", Code::UnknownProperty, true),
            ("statusInfo/status eq 'failure'", Code::UnknownProperty, true),
            ("jobId/$count eq 1", Code::TypeMismatch, false),
            ("@p eq 1", Code::UnboundAlias, false),
        ],
    );
}

#[test]
fn members_of_enumerations_have_one_finding() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    check(
        &endpoint,
        &[
            ("provisioningStatusInfo/status eq 'falure'", Code::UnknownEnumMember, true),
            ("provisioningStatusInfo/status eq 'Failure'", Code::UnknownEnumMember, true),
            ("provisioningStatusInfo/status eq 'zzz'", Code::UnknownEnumMember, true),
            ("provisioningStatusInfo/status eq '1'", Code::UnknownEnumMember, true),
            ("'falure' eq provisioningStatusInfo/status", Code::UnknownEnumMember, true),
            ("provisioningSteps/any(s:s/status eq 'falure')", Code::UnknownEnumMember, true),
            ("provisioningAction in ('create','Delete')", Code::UnknownEnumMember, true),
            ("provisioningAction has 'create,zzz'", Code::UnknownEnumMember, true),
            (
                "provisioningAction eq microsoft.graph.provisioningAction'creat'",
                Code::UnknownEnumMember,
                true,
            ),
            (
                "provisioningAction eq microsoft.graph.provisioningAction'99'",
                Code::UnknownEnumMember,
                true,
            ),
            (
                "provisioningAction eq microsoft.graph.provisioningAction'create,delete'",
                Code::UnknownEnumMember,
                true,
            ),
            (
                "provisioningAction eq microsoft.graph.provisioningResult'failure'",
                Code::TypeMismatch,
                false,
            ),
            ("provisioningAction eq Ns.Colour'create'", Code::TypeMismatch, false),
            ("provisioningAction eq 5", Code::TypeMismatch, false),
            ("jobId eq Ns.Colour'Red'", Code::TypeMismatch, false),
        ],
    );
}

#[test]
fn types_have_one_finding() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    check(
        &endpoint,
        &[
            ("jobId eq 5", Code::TypeMismatch, false),
            ("5 eq jobId", Code::TypeMismatch, false),
            ("jobId eq true", Code::TypeMismatch, false),
            ("jobId in (1,2)", Code::TypeMismatch, false),
            ("jobId in 'a'", Code::TypeMismatch, false),
            ("jobId eq 2024-05-01", Code::TypeMismatch, false),
            ("jobId eq 01234567-89ab-cdef-0123-456789abcdef", Code::TypeMismatch, false),
            ("durationInMilliseconds gt '5'", Code::TypeMismatch, false),
            ("durationInMilliseconds gt 'five'", Code::TypeMismatch, false),
            ("durationInMilliseconds eq jobId", Code::TypeMismatch, false),
            ("durationInMilliseconds has 'a'", Code::TypeMismatch, false),
            ("activityDateTime gt '2024-05-01'", Code::TypeMismatch, false),
            ("activityDateTime gt '2024-05-01 10:00:00'", Code::TypeMismatch, false),
            ("provisioningStatusInfo/status eq provisioningAction", Code::TypeMismatch, false),
            ("provisioningSteps/any(s:s/details eq 'a')", Code::TypeMismatch, false),
            ("provisioningSteps/any(s:s eq 'a')", Code::TypeMismatch, false),
            // Conditions and collections.
            ("jobId", Code::TypeMismatch, false),
            ("jobId eq 'a' and 'b'", Code::TypeMismatch, false),
            ("not jobId", Code::TypeMismatch, false),
            // Functions.
            ("contains(activityDateTime,'x')", Code::TypeMismatch, false),
            ("contains(jobId,5)", Code::TypeMismatch, false),
            ("tolower(durationInMilliseconds) eq 'a'", Code::TypeMismatch, false),
            ("year(jobId) eq 2024", Code::TypeMismatch, false),
            ("indexof(jobId,['a']) eq 1", Code::TypeMismatch, false),
            // Arithmetic.
            ("jobId add 1 eq 2", Code::TypeMismatch, false),
            ("-jobId eq 2", Code::TypeMismatch, false),
            ("activityDateTime mul 2 eq 2", Code::TypeMismatch, false),
            ("activityDateTime add activityDateTime eq null", Code::TypeMismatch, false),
            ("durationInMilliseconds add duration'P1D' eq null", Code::TypeMismatch, false),
        ],
    );
    check(
        &Endpoint::from_json(ROOMS).unwrap(),
        &[
            ("id eq '01234567-89ab-cdef-0123-456789abcdef'", Code::TypeMismatch, false),
            ("slot eq 'an hour'", Code::TypeMismatch, false),
            ("colour eq 'green'", Code::UnknownEnumMember, true),
            ("bookable eq 'TRUE'", Code::TypeMismatch, false),
            ("tags/any(t:t eq 5)", Code::TypeMismatch, false),
            ("SEATS eq 5", Code::Case, true),
            ("capacity eq 5", Code::Alias, true),
        ],
    );
}

/// The fault is the same; the help is what the endpoint has to say of it.
#[test]
fn an_endpoint_adds_its_advice_to_the_same_finding() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    for (text, code, help, advice) in [
        (
            "provisioningSteps/name eq 'x'",
            Code::NotFilterable,
            "test its members with `any` or `all`, as in `provisioningSteps/any(x:x/name eq …)`",
            "as in `provisioningSteps/any(x:x/name eq …)`: send no filter and filter what arrives",
        ),
        (
            "errorCode eq 'x'",
            Code::UnknownProperty,
            "write `provisioningStatusInfo/errorInformation/errorCode`",
            "this endpoint does not filter by it",
        ),
        (
            "jobId/any(x:x eq 'a')",
            Code::TypeMismatch,
            "leave `any` out and compare the value itself",
            "write `jobId eq 'a'`",
        ),
    ] {
        let compiled = compiled(text, &endpoint.schema);
        let validated = validated(text, &endpoint);
        let found = compiled.first().expect(text);
        let same = validated.iter().find(|finding| finding.span() == found.span()).expect(text);
        assert_eq!(found.code(), code, "{text}");
        assert_eq!(
            (same.code(), same.span(), same.message()),
            (found.code(), found.span(), found.message()),
            "{text}"
        );
        assert_eq!(found.help(), Some(help), "{text}");
        assert!(same.help().is_some_and(|said| said.contains(advice)), "{text}: {same:#?}");
    }
}

#[test]
fn an_order_by_what_is_in_a_collection_has_one_finding() {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let text = "provisioningSteps/name";
    let orderby: OrderBy = text.parse().unwrap();
    let options = CompileOptions::with_schema(&endpoint.schema);
    let compiled = orderby.compile(&options).unwrap_err().into_diagnostic();
    let validated = Validator::new(&endpoint, Tier::Documented).validate_order_by(&orderby);
    assert_eq!(validated.len(), 1, "{validated:#?}");
    assert_eq!(
        (compiled.code(), compiled.span(), compiled.message()),
        (validated[0].code(), validated[0].span(), validated[0].message())
    );
    assert_eq!(compiled.code(), Code::NotSortable);
}

/// What services are seen to write otherwise is advice for those who send a query, and no
/// warning for those who evaluate it.
#[test]
fn advice_about_services_is_not_given_for_records() {
    let schema = Schema::provisioning(ApiVersion::V1_0);
    for text in [
        "activityDateTime gt 2024-05-01",
        "provisioningAction eq microsoft.graph.provisioningAction'create'",
    ] {
        assert_eq!(compiled(text, schema), [], "{text}");
        let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
        assert_eq!(validated(text, &endpoint).len(), 1, "{text}");
    }
}
