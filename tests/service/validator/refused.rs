//! What the endpoint does not take.

use odata_query::Diagnostic;
use odata_query::endpoint::Tier;
use odata_query::schema::ApiVersion;

use super::{F, O, Q, check, check_both, marked, validate};

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

/// Of a function that is used as it is meant, and of one that is given what it does not take.
#[test]
fn what_a_function_takes_is_told() {
    let no_other_words = "the endpoint has no equivalent";
    let by_hand = "filter what arrives";
    for (call, other, takes, help) in [
        (
            "year(activityDateTime) gt 2024",
            "year(jobId) gt 1",
            "a date",
            "ask for a period instead",
        ),
        ("month(activityDateTime) eq 5", "month(jobId) eq 5", "a date", no_other_words),
        ("day(activityDateTime) eq 5", "day(jobId) eq 5", "a date", no_other_words),
        ("hour(activityDateTime) eq 5", "hour(jobId) eq 5", "a time", no_other_words),
        ("minute(activityDateTime) eq 5", "minute(2024-05-01) eq 5", "a time", no_other_words),
        ("second(activityDateTime) eq 5", "second(tenantId) eq 5", "a time", no_other_words),
        (
            "fractionalseconds(activityDateTime) lt 0.5",
            "fractionalseconds(2024-05-01) lt 0.5",
            "a time",
            no_other_words,
        ),
        (
            "date(activityDateTime) gt 2024-05-01",
            "date(2024-05-01) gt 2024-05-01",
            "a date and time",
            "ask for a period instead",
        ),
        (
            "time(activityDateTime) eq 10:00",
            "time(10:00) eq 10:00",
            "a date and time",
            no_other_words,
        ),
        (
            "totaloffsetminutes(activityDateTime) eq 0",
            "totaloffsetminutes(2024-05-01) eq 0",
            "a date and time",
            no_other_words,
        ),
        (
            "totalseconds(duration'PT1S') eq 1",
            "totalseconds(durationInMilliseconds) eq 1",
            "a duration",
            no_other_words,
        ),
        ("round(durationInMilliseconds) eq 1", "round(jobId) eq 1", "a number", no_other_words),
        ("floor(durationInMilliseconds) eq 1", "floor(jobId) eq 1", "a number", no_other_words),
        ("ceiling(durationInMilliseconds) eq 1", "ceiling(jobId) eq 1", "a number", no_other_words),
        (
            "geo.length(geography'SRID=0;LineString(0 0,1 1)') gt 1",
            "geo.length(jobId) gt 1",
            "a place",
            no_other_words,
        ),
        (
            "geo.intersects(geography'SRID=0;Point(0 0)',geography'SRID=0;Polygon((0 0,1 1,0 1,0 0))')",
            "geo.intersects(jobId,geography'SRID=0;Polygon((0 0,1 1,0 1,0 0))')",
            "a place",
            by_hand,
        ),
        ("hassubset([1,2],[1])", "hassubset(jobId,['a'])", "a collection", by_hand),
        ("hassubsequence([1,2],[1])", "hassubsequence([1],jobId)", "a collection", by_hand),
    ] {
        let found = validate(&F, call, ApiVersion::V1_0, Tier::Documented);
        let codes: Vec<_> = found.iter().map(|found| found.code().as_str()).collect();
        assert_eq!(codes.first(), Some(&"unsupported-function"), "{call}: {found:#?}");
        assert!(!codes.contains(&"type-mismatch"), "{call}: {found:#?}");
        let said = found.first().and_then(Diagnostic::help).unwrap();
        assert!(said.contains(help), "{call}: {said}");

        let found = validate(&F, other, ApiVersion::V1_0, Tier::Documented);
        let takes = format!("takes {takes}, but");
        let told = found.iter().any(|found| {
            found.code().as_str() == "type-mismatch" && found.message().contains(&takes)
        });
        assert!(told, "{other}: {found:#?}");
        let helps = found.iter().filter_map(Diagnostic::help);
        assert_eq!(helps.filter(|help| help.contains("period")).count(), 0, "{other}: {found:#?}");
    }
}

/// Arithmetic on what is written out is worked out, in whole numbers and in time.
#[test]
fn what_is_written_out_is_worked_out() {
    for (text, meant) in [
        ("durationInMilliseconds gt 60 mul 1000", Some("60000")),
        ("durationInMilliseconds gt 7 div 2 add -(3)", Some("0")),
        ("durationInMilliseconds gt 7 div -2", Some("-3")),
        ("durationInMilliseconds gt -(100 mod 7) sub 1", Some("-3")),
        ("durationInMilliseconds gt 1 divby 2", None),
        ("durationInMilliseconds gt 1 add 1.5", None),
        ("durationInMilliseconds gt 1 div 0 add 1", None),
        ("durationInMilliseconds gt 9223372036854775807 add 1", None),
        ("durationInMilliseconds gt -(-9223372036854775807 sub 1)", None),
        (
            "activityDateTime gt 2024-05-01T12:00:00+02:00 sub duration'P1DT0.5S'",
            Some("2024-04-30T09:59:59.5Z"),
        ),
        // A date and a duration make a date, as in evaluation.
        ("activityDateTime gt 2024-05-01 add duration'PT36H'", Some("2024-05-02T00:00:00Z")),
        (
            "activityDateTime gt 1969-12-31T23:59:59.999999999999Z add duration'PT61.000000000001S'",
            Some("1970-01-01T00:01:01Z"),
        ),
        (
            "activityDateTime gt 2024-12-31T23:59:00Z add duration'PT1M'",
            Some("2025-01-01T00:00:00Z"),
        ),
        ("activityDateTime gt 2024-05-01 sub duration'P99999999999D'", None),
    ] {
        let found = validate(&F, text, ApiVersion::V1_0, Tier::Documented);
        let offered = found.iter().find_map(Diagnostic::suggestion);
        let offered = offered.map(|suggestion| suggestion.replacement.rsplit(' ').next().unwrap());
        assert_eq!(offered, meant, "{text}: {found:#?}");
    }
}
