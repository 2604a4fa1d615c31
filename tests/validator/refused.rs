//! What the endpoint does not take.

use odata_query::Diagnostic;
use odata_query::endpoint::Tier;
use odata_query::schema::ApiVersion;

use crate::{F, O, Q, check, check_both, marked, validate};

#[test]
fn what_is_refused_under_both_tiers() {
    check_both(&[
        // `tolower` is seen to work around a path, not around a value.
        (F, "jobId eq tolower('ABC')", &["unsupported-function:tolower('ABC')"]),
        (F, "contains(jobId,tolower('A'))", &["unsupported-function:tolower('A')"]),
        (F, "provisioningSteps/any()", &["unsupported-operator:provisioningSteps/any()"]),
        (
            F,
            "provisioningSteps/any(s:s/status eq 'failure')",
            &["unsupported-operator:provisioningSteps/any(s:s/status eq 'failure')"],
        ),
        (
            F,
            "modifiedProperties/all(p:p/displayName eq 'a')",
            &["unsupported-operator:modifiedProperties/all(p:p/displayName eq 'a')"],
        ),
        (F, "modifiedProperties/$count gt 0", &["not-filterable:modifiedProperties/$count"]),
        (
            F,
            "durationInMilliseconds add 1 gt 5",
            &["unsupported-operator:durationInMilliseconds add 1"],
        ),
        (F, "-durationInMilliseconds lt 5", &["unsupported-operator:-durationInMilliseconds"]),
        (F, "jobId in ('a','b')", &["unsupported-operator:jobId in ('a','b')"]),
        (F, "jobId in ()", &["unsupported-operator:jobId in ()"]),
        (
            F,
            "provisioningAction has 'create'",
            &["unsupported-operator:provisioningAction has 'create'"],
        ),
        (F, "not (jobId eq 'a')", &["unsupported-operator:not (jobId eq 'a')"]),
        (F, "not (not (jobId eq 'a'))", &["unsupported-operator:not (not (jobId eq 'a'))"]),
        (F, "startswith(jobId,'a')", &["unsupported-function:startswith(jobId,'a')"]),
        (F, "endswith(jobId,'a')", &["unsupported-function:endswith(jobId,'a')"]),
        (F, "substringof('a',jobId)", &["unsupported-function:substringof('a',jobId)"]),
        (F, "toupper(jobId) eq 'A'", &["unsupported-function:toupper(jobId)"]),
        (F, "length(jobId) gt 5", &["unsupported-function:length(jobId)"]),
        (F, "year(activityDateTime) eq 2024", &["unsupported-function:year(activityDateTime)"]),
        (F, "activityDateTime gt now()", &["unsupported-function:now()"]),
        (
            F,
            "activityDateTime gt now() sub duration'P1D'",
            &["unsupported-operator:now() sub duration'P1D'"],
        ),
        (F, "cast(jobId,Edm.Int32) eq 5", &["unsupported-function:cast(jobId,Edm.Int32)"]),
        (
            F,
            "isof(microsoft.graph.identity)",
            &["unsupported-function:isof(microsoft.graph.identity)"],
        ),
        (F, "case(jobId eq 'a':true)", &["unsupported-function:case(jobId eq 'a':true)"]),
        (F, "Ns.f(a=1) eq 5", &["unsupported-function:Ns.f(a=1)"]),
        (F, "contains('abc',jobId)", &["unsupported-function:contains('abc',jobId)"]),
        (F, "contains(jobId,'a') eq true", &["unsupported-operator:contains(jobId,'a') eq true"]),
        (F, "startswith(jobId,'a') eq true", &["unsupported-function:startswith(jobId,'a')"]),
        (F, "jobId gt 'a'", &["unsupported-operator:jobId gt 'a'"]),
        (
            F,
            "provisioningAction lt 'create'",
            &["unsupported-operator:provisioningAction lt 'create'"],
        ),
        (
            F,
            "targetSystem/details/ApplicationId eq 'a'",
            &["not-filterable:targetSystem/details/ApplicationId"],
        ),
        (F, "targetSystem/details eq 'a'", &["not-filterable:targetSystem/details"]),
        (
            F,
            "contains(provisioningStatusInfo/errorInformation/reason,'a')",
            &["not-filterable:provisioningStatusInfo/errorInformation/reason"],
        ),
        (F, "provisioningSteps eq null", &["not-filterable:provisioningSteps"]),
        (
            F,
            "modifiedProperties/displayName eq 'a'",
            &["not-filterable:modifiedProperties/displayName"],
        ),
        (F, "servicePrincipal eq 'a'", &["not-filterable:servicePrincipal"]),
        (F, "$it/jobId eq 'a'", &["not-filterable:$it/jobId"]),
        (F, "$root/a eq 'a'", &["not-filterable:$root/a"]),
        (O, "jobId", &["not-sortable:jobId"]),
        (
            O,
            "activityDateTime,durationInMilliseconds desc",
            &["not-sortable:durationInMilliseconds"],
        ),
        (O, "modifiedProperties/$count", &["not-sortable:modifiedProperties/$count"]),
        (O, "'a'", &["not-sortable:'a'"]),
        (O, "tolower(jobId)", &["unsupported-function:tolower(jobId)"]),
        (O, "contains(jobId,'a')", &["unsupported-function:contains(jobId,'a')"]),
        (
            O,
            "tolower(jobIdd)",
            &["unsupported-function:tolower(jobIdd)", "unknown-property:jobIdd"],
        ),
        (O, "durationInMilliseconds add 1", &["unsupported-operator:durationInMilliseconds add 1"]),
        (O, "createdDateTime desc", &["unknown-property:createdDateTime"]),
        (Q, "$select=id", &["unsupported-option:$select=id"]),
        (
            Q,
            "$expand=a&$count=true&$search=a",
            &[
                "unsupported-option:$expand=a",
                "unsupported-option:$count=true",
                "unsupported-option:$search=a",
            ],
        ),
        (
            Q,
            "skip=5&$format=json&$nonsense=1",
            &[
                "unsupported-option:skip=5",
                "unsupported-option:$format=json",
                "unsupported-option:$nonsense=1",
            ],
        ),
        (Q, "$filter=jobId%20eq%20@p&@p='a'", &["unsupported-option:@p='a'"]),
        (Q, "$filter=jobId%20eq%20@p", &["unbound-alias:@p"]),
        (Q, "$filter=jobId%20eq%20@p&@p=5", &["type-mismatch:@p", "unsupported-option:@p=5"]),
        (F, "jobId eq @p", &["unbound-alias:@p"]),
        (Q, "$top=0", &["top-out-of-range:0"]),
        (Q, "$top=2147483648", &["top-out-of-range:2147483648"]),
    ]);
}

#[test]
fn a_path_from_it_is_put_in_other_words_without_it() {
    for (text, wanted) in [
        ("$it/jobId in ('a','b')", "write `(jobId eq 'a' or jobId eq 'b')`"),
        ("not ($it/durationInMilliseconds gt 5 and $it/id eq null)", "odq filter"),
        ("not ($it/activityDateTime gt 2024-05-01T00:00:00Z)", "write `(activityDateTime lt"),
    ] {
        let found = validate(&F, text, ApiVersion::V1_0, Tier::Documented);
        assert!(found.iter().any(|f| f.help().unwrap().contains(wanted)), "{text}: {found:#?}");
    }
}

#[test]
fn not_before_a_comparison_is_taken_as_it_was_meant() {
    check(&[
        (
            F,
            "not provisioningStatusInfo/status eq 'failure'",
            &[
                "unsupported-operator:not provisioningStatusInfo/status eq 'failure'",
                "not-precedence:not provisioningStatusInfo/status eq 'failure'",
            ],
            &[
                "unsupported-operator:not provisioningStatusInfo/status eq 'failure'",
                "not-precedence:not provisioningStatusInfo/status eq 'failure'",
            ],
        ),
        (
            F,
            "not jobId eq 5",
            &[
                "unsupported-operator:not jobId eq 5",
                "not-precedence:not jobId eq 5",
                "type-mismatch:5",
            ],
            &[
                "unsupported-operator:not jobId eq 5",
                "not-precedence:not jobId eq 5",
                "type-mismatch:5",
            ],
        ),
    ]);
    // Written out, it is what it says.
    let found = validate(&F, "(not jobId) eq 'a'", ApiVersion::V1_0, Tier::Documented);
    assert!(marked(&found, "(not jobId) eq 'a'").iter().all(|m| !m.starts_with("not-precedence")));
    assert!(found.iter().any(Diagnostic::is_error));
}
