//! Names, types and members that are wrong whatever the endpoint takes.

use super::{F, check_both};

#[test]
fn wrong_names_types_and_members_are_found_wherever_they_stand() {
    check_both(&[
        (F, "contains(activityDateTime,'2024')", &["type-mismatch:activityDateTime"]),
        (
            F,
            "not (provisioningStatusInfo/status eq 'Failure')",
            &[
                "unsupported-operator:not (provisioningStatusInfo/status eq 'Failure')",
                "unknown-enum-member:'Failure'",
            ],
        ),
        (
            F,
            "provisioningSteps/any(s:s/status eq 'x' and s/nope eq 1 and s/name eq 5)",
            &[
                "unsupported-operator:provisioningSteps/any(s:s/status eq 'x' and s/nope eq 1 and s/name eq 5)",
                "unknown-enum-member:'x'",
                "unknown-property:nope",
                "type-mismatch:5",
            ],
        ),
        // A lambda variable hides a property of the same name; `$it` is still the record.
        (
            F,
            "provisioningSteps/any(jobId:jobId/name eq 'a' and $it/jobId eq 'b')",
            &[
                "unsupported-operator:provisioningSteps/any(jobId:jobId/name eq 'a' and $it/jobId eq 'b')",
            ],
        ),
        (
            F,
            "jobId/any(x:true)",
            &["type-mismatch:jobId", "unsupported-operator:jobId/any(x:true)"],
        ),
        (
            F,
            "provisioningAction in ('create','delte')",
            &[
                "unsupported-operator:provisioningAction in ('create','delte')",
                "unknown-enum-member:'delte'",
            ],
        ),
        (F, "jobId in 'a'", &["unsupported-operator:jobId in 'a'", "type-mismatch:'a'"]),
        (
            F,
            "startswith(jobIdd,5)",
            &[
                "unsupported-function:startswith(jobIdd,5)",
                "unknown-property:jobIdd",
                "type-mismatch:5",
            ],
        ),
        (F, "activityDateTime eq '2024-05-01'", &["type-mismatch:'2024-05-01'"]),
        (F, "'2024-05-01' eq activityDateTime", &["type-mismatch:'2024-05-01'"]),
        (
            F,
            "id eq 74c3b0ae-9cc5-850e-e0a5-726a4231de87",
            &["type-mismatch:74c3b0ae-9cc5-850e-e0a5-726a4231de87"],
        ),
        (F, "jobId eq durationInMilliseconds", &["type-mismatch:jobId eq durationInMilliseconds"]),
        // That `gt` is not for strings goes without saying.
        (F, "jobId gt durationInMilliseconds", &["type-mismatch:jobId gt durationInMilliseconds"]),
        // Of a type that nobody knows, and of what an open type may hold, no fault is known.
        (
            F,
            "durationInMilliseconds add Ns.X'a' gt 5",
            &["unsupported-operator:durationInMilliseconds add Ns.X'a'"],
        ),
        (F, "Ns.X'a' has 'b'", &["unsupported-operator:Ns.X'a' has 'b'"]),
        (
            F,
            "sourceIdentity/details/x/any(d:d eq [1,2])",
            &["unsupported-operator:sourceIdentity/details/x/any(d:d eq [1,2])"],
        ),
        (F, "durationInMilliseconds eq '5'", &["type-mismatch:'5'"]),
        (F, "provisioningAction eq 1", &["type-mismatch:1"]),
        (
            F,
            "provisioningAction eq provisioningStatusInfo/status",
            &["type-mismatch:provisioningAction eq provisioningStatusInfo/status"],
        ),
        (
            F,
            "provisioningAction eq microsoft.graph.provisioningResult'failure'",
            &["type-mismatch:microsoft.graph.provisioningResult'failure'"],
        ),
        (
            F,
            "provisioningAction eq microsoft.graph.provisioningAction'Create'",
            &["unknown-enum-member:microsoft.graph.provisioningAction'Create'"],
        ),
        (F, "provisioningAction eq 'nope'", &["unknown-enum-member:'nope'"]),
        (F, "provisioningAction eq create", &["unknown-property:create"]),
        (F, "1 eq 'a'", &["type-mismatch:'a'"]),
        (F, "jobId eq ['a']", &["type-mismatch:jobId eq ['a']"]),
        (F, "jobId", &["type-mismatch:jobId"]),
        (F, "'a' and jobId eq 'b'", &["type-mismatch:'a'"]),
        (F, "not jobId", &["unsupported-operator:not jobId", "type-mismatch:jobId"]),
        (F, "servicePrincipalId eq 'a'", &["unknown-property:servicePrincipalId"]),
        // What is written beside a wrong name is checked as the property that was meant.
        (F, "action eq 'Create'", &["unknown-property:action", "unknown-enum-member:'Create'"]),
        (F, "action eq 'create'", &["unknown-property:action"]),
        (F, "action eq create", &["unknown-property:action", "unknown-property:create"]),
        (F, "statusInfo eq 'failure'", &["unknown-property:statusInfo"]),
        (
            F,
            "createdDateTime gt '2024-05-01'",
            &["unknown-property:createdDateTime", "type-mismatch:'2024-05-01'"],
        ),
        (F, "jbId gt 'a'", &["unknown-property:jbId", "unsupported-operator:jbId gt 'a'"]),
        (F, "createdDateTime gt 2024-05-01", &["unknown-property:createdDateTime"]),
        (F, "$it eq null", &["not-filterable:$it"]),
        (
            F,
            "servicePrincipal/any(s:s/nope eq 'x')",
            &[
                "type-mismatch:servicePrincipal",
                "unsupported-operator:servicePrincipal/any(s:s/nope eq 'x')",
                "unknown-property:nope",
            ],
        ),
        (F, "statusInfo/status eq 'failure'", &["unknown-property:statusInfo"]),
        (F, "initiatedBy/initiatingType eq 'system'", &["unknown-property:initiatingType"]),
        (F, "targetSystem/name eq 'a'", &["unknown-property:name"]),
        (F, "servicePrincipal/nope eq 'a'", &["unknown-property:nope"]),
        (F, "jobId/nope eq 'a'", &["unknown-property:nope"]),
        (F, "durationInMilliseconds eq inf", &["unknown-property:inf"]),
    ]);
}
