//! Queries that are taken, with or without a warning.

use odata_query::endpoint::Tier;
use odata_query::schema::ApiVersion;

use super::{F, O, Q, check, check_both, marked, validate};

#[test]
fn what_the_documentation_lists_is_taken_without_a_word() {
    check_both(&[
        (F, "id eq 'a' and contains(jobId,'b') or durationInMilliseconds gt 5", &[]),
        (
            F,
            "(activityDateTime gt 2024-05-01T00:00:00Z)and(activityDateTime lt 2024-05-02T00:00:00+01:00)",
            &[],
        ),
        (F, "'x' eq jobId", &[]),
        (F, "5 lt durationInMilliseconds", &[]),
        (F, "jobId eq null", &[]),
        (F, "null eq servicePrincipal/id", &[]),
        (F, "contains(provisioningStatusInfo/status,'fail')", &[]),
        (F, "provisioningAction eq 'stagedDelete'", &[]),
        (F, "durationInMilliseconds eq 5.0", &[]),
        (O, "activityDateTime", &[]),
        (O, "activityDateTime asc", &[]),
        (Q, "$filter=jobId%20eq%20'a'&$orderby=activityDateTime%20desc&$top=999&$skiptoken=x", &[]),
        (Q, "", &[]),
    ]);
}

#[test]
fn what_is_only_seen_to_work_is_an_error_or_a_warning_by_tier() {
    check(&[
        (
            F,
            "durationInMilliseconds ge 5",
            &["unsupported-operator:durationInMilliseconds ge 5"],
            &["undocumented:durationInMilliseconds ge 5"],
        ),
        (
            F,
            "5 le durationInMilliseconds",
            &["unsupported-operator:5 le durationInMilliseconds"],
            &["undocumented:5 le durationInMilliseconds"],
        ),
        (F, "id ne 'a'", &["unsupported-operator:id ne 'a'"], &["undocumented:id ne 'a'"]),
        (
            F,
            "id ne null",
            &["unsupported-operator:id ne null"],
            &["undocumented:id ne null", "constant-filter:id ne null"],
        ),
        (
            F,
            "tolower(jobId) eq 'a'",
            &["unsupported-function:tolower(jobId)"],
            &["undocumented:tolower(jobId)"],
        ),
        (
            F,
            "contains(servicePrincipal/id,'a')",
            &["unsupported-function:contains(servicePrincipal/id,'a')"],
            &["undocumented:contains(servicePrincipal/id,'a')"],
        ),
        // The outermost refused part alone; each use is a warning.
        (
            F,
            "contains(tolower(servicePrincipal/id),'x')",
            &["unsupported-function:contains(tolower(servicePrincipal/id),'x')"],
            &[
                "undocumented:contains(tolower(servicePrincipal/id),'x')",
                "undocumented:tolower(servicePrincipal/id)",
            ],
        ),
        (
            F,
            "tolower(jobId) ne 'a'",
            &["unsupported-operator:tolower(jobId) ne 'a'"],
            &["undocumented:tolower(jobId)", "undocumented:tolower(jobId) ne 'a'"],
        ),
        // An unknown name does not hide the operator.
        (
            F,
            "createdDateTime ge 2024-05-01T00:00:00Z",
            &[
                "unknown-property:createdDateTime",
                "unsupported-operator:createdDateTime ge 2024-05-01T00:00:00Z",
            ],
            &["unknown-property:createdDateTime"],
        ),
    ]);
}

#[test]
fn what_is_taken_with_a_warning_under_both_tiers() {
    check_both(&[
        (F, "activityDateTime gt 2024-05-01", &["date-promoted:2024-05-01"]),
        (F, "2024-05-01 lt activityDateTime", &["date-promoted:2024-05-01"]),
        (
            F,
            "provisioningStatusInfo/status eq microsoft.graph.provisioningResult'failure'",
            &["qualified-enum:microsoft.graph.provisioningResult'failure'"],
        ),
        (
            F,
            "provisioningStatusInfo/status eq microsoft.graph.provisioningResult'1'",
            &["qualified-enum:microsoft.graph.provisioningResult'1'"],
        ),
        (F, "servicePrincipal/name eq 'a'", &["alias:name"]),
        (F, "servicePrincipal/Name eq 'a'", &["alias:Name"]),
        (F, "jobid eq 'a'", &["case:jobid"]),
        (F, "ServicePrincipal/ID eq 'a'", &["case:ServicePrincipal", "case:ID"]),
        (O, "activitydatetime desc", &["case:activitydatetime"]),
        (
            F,
            "sourceSystem/id eq targetSystem/id",
            &["undocumented:sourceSystem/id eq targetSystem/id"],
        ),
        (F, "true", &["constant-filter:true"]),
        (F, "null", &["constant-filter:null"]),
        (F, "1 eq 1", &["constant-filter:1 eq 1"]),
        (F, "1 eq 1 and 'a' eq 'b'", &["constant-filter:1 eq 1 and 'a' eq 'b'"]),
        (F, "jobId eq 'a' and contains('ab','b')", &["constant-filter:contains('ab','b')"]),
        (F, "id eq null", &["never-true:id eq null"]),
        (F, "null eq activityDateTime", &["never-true:null eq activityDateTime"]),
        (F, "durationInMilliseconds gt null", &["never-true:durationInMilliseconds gt null"]),
        (F, "durationInMilliseconds eq 1.5", &["never-true:durationInMilliseconds eq 1.5"]),
        (
            F,
            "durationInMilliseconds gt 2147483647",
            &["never-true:durationInMilliseconds gt 2147483647"],
        ),
        // A literal of a type that nobody knows, or beside another literal, is no fault.
        (F, "Ns.X'a' eq 'b'", &["constant-filter:Ns.X'a' eq 'b'"]),
        (
            F,
            "'create' eq microsoft.graph.provisioningAction'create'",
            &["constant-filter:'create' eq microsoft.graph.provisioningAction'create'"],
        ),
        (F, "durationInMilliseconds eq NaN", &["never-true:durationInMilliseconds eq NaN"]),
        (F, "durationInMilliseconds gt NaN", &["never-true:durationInMilliseconds gt NaN"]),
        (F, "durationInMilliseconds lt NaN", &["never-true:durationInMilliseconds lt NaN"]),
        (
            F,
            "durationInMilliseconds lt -2147483648",
            &["never-true:durationInMilliseconds lt -2147483648"],
        ),
        (F, "durationInMilliseconds lt -2147483647", &[]),
        (
            F,
            "5 lt durationInMilliseconds and 4 gt durationInMilliseconds",
            &["never-true:4 gt durationInMilliseconds"],
        ),
        (F, "durationInMilliseconds eq 5 and durationInMilliseconds lt 6", &[]),
        (
            F,
            "durationInMilliseconds eq 5 and durationInMilliseconds lt 4",
            &["never-true:durationInMilliseconds lt 4"],
        ),
        (
            F,
            "durationInMilliseconds lt 4 and durationInMilliseconds eq 5",
            &["never-true:durationInMilliseconds eq 5"],
        ),
        (
            F,
            "activityDateTime gt 2024-05-02 and activityDateTime lt 2024-05-01",
            &[
                "date-promoted:2024-05-02",
                "never-true:activityDateTime lt 2024-05-01",
                "date-promoted:2024-05-01",
            ],
        ),
        (F, "jobId eq 'a' and id eq 'x' and jobId eq 'b'", &["never-true:jobId eq 'b'"]),
        (
            F,
            "activityDateTime gt 2024-05-02T00:00:00Z and activityDateTime lt 2024-05-01T00:00:00Z",
            &["never-true:activityDateTime lt 2024-05-01T00:00:00Z"],
        ),
        (F, "jobId eq 'a' or jobId eq 'b'", &[]),
        (
            F,
            "activityDateTime gt 2024-05-01T00:00:00Z and activityDateTime lt 2024-05-02T00:00:00Z",
            &[],
        ),
        (
            F,
            "contains(provisioningAction,'Cre')",
            &["never-true:contains(provisioningAction,'Cre')"],
        ),
        (Q, "$top=1000", &["large-top:1000"]),
        (Q, "$top=2147483647", &["large-top:2147483647"]),
        (Q, "$skiptoken=abc", &["skiptoken-without-top:abc"]),
        (Q, "a=b&c", &["custom-option:a=b", "custom-option:c"]),
    ]);
}

#[test]
fn beta_has_its_deprecated_properties() {
    for text in ["action eq 'Create'", "contains(action,'C')", "statusInfo/status eq 'failure'"] {
        for tier in [Tier::Documented, Tier::Observed] {
            assert_eq!(validate(&F, text, ApiVersion::Beta, tier), [], "{text}");
        }
    }
    let found = validate(&F, "provisioningAction eq 'x'", ApiVersion::Beta, Tier::Documented);
    assert_eq!(marked(&found, "provisioningAction eq 'x'"), ["unknown-enum-member:'x'"]);
}
