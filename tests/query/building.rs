//! Queries built from values: what is built is what was meant, whatever the values are.

#![expect(clippy::unwrap_used, reason = "a test fails where a helper does")]

use chrono::{DateTime, FixedOffset, TimeZone, Utc};
use odata_query::ast::DateTimeOffset;
use odata_query::build::{BuildError, Condition, all_of, any_of, path, query};
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::graph::field;
use odata_query::graph::{InitiatorType, ProvisioningAction, ProvisioningResult};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;
use odata_query::{Filter, Limits, Query, SkipToken};
use proptest::prelude::*;

use crate::support::cases::cases;

fn text(condition: Condition) -> String {
    condition.build().unwrap().to_string()
}

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2024, 5, 1, 0, 0, 0).unwrap()
}

#[test]
fn every_kind_of_value_is_written_as_its_literal() {
    let zoned: DateTime<FixedOffset> = "2024-05-01T02:00:00.5+02:00".parse().unwrap();
    let names = vec![String::from("x")];
    let exact: DateTimeOffset = "2024-05-01T00:00:00.123456789012Z".parse().unwrap();
    for (condition, expected) in [
        (field::job_id().eq("O'Brien"), "jobId eq 'O''Brien'"),
        (field::job_id().eq(String::from("a")), "jobId eq 'a'"),
        (field::job_id().is_null(), "jobId eq null"),
        (field::activity_date_time().gt(start()), "activityDateTime gt 2024-05-01T00:00:00Z"),
        (field::activity_date_time().lt(zoned), "activityDateTime lt 2024-05-01T02:00:00.5+02:00"),
        (
            field::activity_date_time().eq(exact),
            "activityDateTime eq 2024-05-01T00:00:00.123456789012Z",
        ),
        (field::duration_in_milliseconds().gt(5), "durationInMilliseconds gt 5"),
        (
            field::duration_in_milliseconds().lt(i64::MIN),
            "durationInMilliseconds lt -9223372036854775808",
        ),
        (
            field::provisioning_action().eq(ProvisioningAction::StagedDelete),
            "provisioningAction eq 'stagedDelete'",
        ),
        (
            field::initiated_by().initiator_type().eq(InitiatorType::System),
            "initiatedBy/initiatorType eq 'system'",
        ),
        (
            field::target_system().display_name().contains("100%"),
            "contains(targetSystem/displayName,'100%')",
        ),
        (
            field::beta::status_info().status().eq(ProvisioningResult::Failure),
            "statusInfo/status eq 'failure'",
        ),
        (path("a/b").is_in([1, 2]), "a/b in (1,2)"),
        (path("a").to_lower().starts_with("x"), "startswith(tolower(a),'x')"),
        (field::id().untyped().ne("a"), "id ne 'a'"),
        (path("a").eq(ProvisioningResult::Failure), "a eq 'failure'"),
        (path("a").eq(u32::MAX), "a eq 4294967295"),
        (path("a").eq(&names[0]), "a eq 'x'"),
        (path("a").is_in(&names), "a in ('x')"),
        (
            any_of(["a", "b"].iter().map(|id| field::job_id().eq(id))),
            "jobId eq 'a' or jobId eq 'b'",
        ),
        (
            field::activity_date_time()
                .lt(DateTime::<Utc>::MAX_UTC.with_timezone(&FixedOffset::east_opt(3600).unwrap())),
            "activityDateTime lt 262142-12-31T23:59:59.999999999Z",
        ),
    ] {
        assert_eq!(text(condition), expected);
    }
}

#[test]
fn conditions_are_joined_as_they_were_meant() {
    let [a, b, c] = ["a", "b", "c"].map(|name| path(name).eq(1));
    let (a, b, c) = (|| a.clone(), || b.clone(), || c.clone());
    for (condition, expected) in [
        (a().or(b()).and(c()), "(a eq 1 or b eq 1) and c eq 1"),
        (a().and(b().or(c())), "a eq 1 and (b eq 1 or c eq 1)"),
        (a().and(b()).or(c()), "a eq 1 and b eq 1 or c eq 1"),
        (a().or(b()).negated(), "not (a eq 1 or b eq 1)"),
        (all_of([a()]), "a eq 1"),
        (all_of([a(), b(), c()]), "a eq 1 and b eq 1 and c eq 1"),
        (all_of([]), "true"),
        (any_of([]), "false"),
        (all_of([]).and(a()), "a eq 1"),
        (any_of([]).or(a()), "a eq 1"),
        (any_of([]).and(a()), "false and a eq 1"),
        (all_of([any_of([a(), b()]), c()]), "(a eq 1 or b eq 1) and c eq 1"),
        (a().and_maybe(None), "a eq 1"),
        (a().and_maybe(Some(b())), "a eq 1 and b eq 1"),
        (
            "b eq 2 or c eq 3".parse::<Filter>().map(Condition::from).unwrap().and(a()),
            "(b eq 2 or c eq 3) and a eq 1",
        ),
    ] {
        let built = text(condition);
        assert_eq!(built, expected);
        assert_eq!(built.parse::<Filter>().unwrap().to_string(), expected);
    }
}

#[test]
fn a_query_sends_what_it_was_given_and_nothing_else() {
    let built = query()
        .filter(all_of([]))
        .filter(field::activity_date_time().gt(start()))
        .filter(field::source_identity().display_name().eq("Ä&b"))
        .order_by(field::activity_date_time().desc())
        .order_by(path("id").asc())
        .top(5)
        .build()
        .unwrap();
    assert_eq!(
        built.to_query_string(),
        "$filter=activityDateTime%20gt%202024-05-01T00:00:00Z%20and%20sourceIdentity/displayName\
         %20eq%20%27%C3%84%26b%27&$orderby=activityDateTime%20desc,id&$top=5",
    );
    assert_eq!(query().filter(all_of([])).build().unwrap(), Query::new());
    assert_eq!(query().filter(any_of([])).build().unwrap().to_query_string(), "$filter=false");
}

#[test]
fn an_order_is_held_to_the_limits_too() {
    let mut deep = path("a");
    for _ in 0..100 {
        deep = deep.to_lower();
    }
    assert!(query().order_by(deep.desc()).build().is_err());
    let wide = (0..5000).fold(query(), |query, _| query.order_by(path("a").asc()));
    assert!(wide.build().is_err());
    let long = query().filter(path("a").eq(" ".repeat(60_000))).build().unwrap();
    assert_eq!(Query::from_query_string(&long.to_query_string()).as_ref(), Ok(&long));
}

#[test]
fn a_base_keeps_its_options_and_a_token_its_spelling() {
    let five = query().top(5).build().unwrap();
    for (base, url) in [
        ("https://x/y", "https://x/y?$top=5"),
        ("https://x/y?", "https://x/y?$top=5"),
        ("https://x/y?a=1", "https://x/y?a=1&$top=5"),
        ("https://x/y?a=1&", "https://x/y?a=1&$top=5"),
        ("https://x/y#f", "https://x/y?$top=5"),
    ] {
        assert_eq!(five.to_url(base), url);
        assert_eq!(Query::from_url(url).unwrap().top(), Some(5));
    }
    for token in ["%zz", "%", "%2", "%C0%AF", "", "a b", "a&b"] {
        assert!(SkipToken::new(token).is_err(), "{token}");
    }
    assert_eq!(SkipToken::new("%5B%7b+=:").unwrap().as_str(), "%5B%7b+=:");
}

#[test]
fn names_that_are_no_names_are_refused() {
    let long = "a".repeat(129);
    for name in ["a eq 1 or b", "a//b", "", "1a", "a b", "a'", "a/", "/a", &long] {
        assert!(path(name).eq(1).build().is_err(), "{name}");
        assert!(query().order_by(path(name).asc()).build().is_err(), "{name}");
    }
    assert!(path(&"a".repeat(128)).eq(1).build().is_ok());
}

#[test]
fn what_is_larger_than_the_limits_is_refused_and_what_is_not_is_read_again() {
    let wide = |terms: usize| any_of((0..terms).map(|n| path("a").eq(n as i64)));
    let limits = Limits {
        max_nodes: 41,
        max_depth: 3,
        max_list_items: 5,
        max_bytes: 200,
        max_identifier: 9,
    };
    let too = |what: &'static str, count, limit| BuildError::TooLong { what, count, limit };
    for (condition, refused) in [
        // One `or`; each term is a comparison, a path, its name and a literal.
        (wide(10), None),
        (wide(11), Some(too("parts", 45, 41))),
        (path("a").eq(1).negated(), None),
        (path("a").eq(1).negated().negated(), None),
        (path("a").eq(1).negated().negated().negated(), Some(too("levels", 4, 3))),
        (path("a").is_in(0..5), None),
        (path("a").is_in(0..6), Some(too("items in one list", 6, 5))),
        (path("abcdefghi").eq(1), None),
        (path("abcdefghij").eq(1), Some(too("characters in one name", 10, 9))),
        (path("a").eq("x".repeat(193)), None),
        (path("a").eq("x".repeat(194)), Some(too("bytes", 201, 200))),
    ] {
        let built = condition.build_within(&limits);
        match (&built, refused) {
            (Ok(filter), None) => {
                assert_eq!(Filter::parse(&filter.to_string(), &limits).as_ref(), Ok(filter));
            }
            (Err(error), Some(refused)) => assert_eq!(*error, refused),
            (built, refused) => panic!("{built:?}, not {refused:?}"),
        }
    }
    assert!(wide(1000).build().is_ok());
    assert!(wide(5000).build().is_err());
    let mut deep = path("a").eq(1);
    for _ in 0..1_000_000 {
        deep = deep.negated();
    }
    assert!(deep.build().is_err());
}

#[test]
fn what_the_typed_fields_build_the_endpoint_takes() {
    let v1_0 = Endpoint::provisioning(ApiVersion::V1_0);
    let conditions = vec![
        field::id().eq("a"),
        field::change_id().contains("a"),
        field::cycle_id().is_null(),
        field::tenant_id().eq("a"),
        field::activity_date_time().lt(start()),
        field::duration_in_milliseconds().gt(1),
        field::provisioning_action().contains("delete"),
        field::provisioning_status_info().status().eq(ProvisioningResult::Skipped),
        field::service_principal().id().eq("a"),
        field::service_principal().display_name().eq("a"),
        field::initiated_by().id().contains("a"),
        field::source_identity().identity_type().eq("user"),
        field::target_identity().display_name().contains("a"),
        field::source_system().id().eq("a"),
    ];
    let built =
        query().filter(all_of(conditions)).order_by(field::activity_date_time().asc()).build();
    let found = Validator::new(&v1_0, Tier::Documented).validate_query(&built.unwrap());
    assert!(found.is_empty(), "{found:#?}");
}

/// Texts that would break out of a literal or a URL, and any others.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("' or 1 eq 1 or '".to_owned()),
        Just("'''".to_owned()),
        Just("Mike & Doe".to_owned()),
        Just("a%27b;c#d+e\r\n\0\u{2028}".to_owned()),
        "[ '\"&+%#;=/?()$@\\\\\u{0}-\u{ff}]{0,20}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_is_one_literal_wherever_it_stands(value in values()) {
        let conditions = [
            field::job_id().eq(&value),
            field::target_system().display_name().contains(&value),
            path("a/b").is_in([value.as_str(), "x"]),
            path("a").starts_with(&value).or(path("b").ge(value.as_str())).negated(),
        ];
        for condition in conditions {
            let built = query().filter(condition).top(5).build().unwrap();
            let filter = built.filter().unwrap();
            let read = filter.to_string().parse::<Filter>();
            prop_assert_eq!(read.as_ref(), Ok(filter));
            let base = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";
            let sent = built.to_url(base);
            let read = Query::from_url(&sent);
            prop_assert_eq!(read.as_ref(), Ok(&built), "{}", sent);
            prop_assert!(sent.bytes().all(|b| b.is_ascii_graphic()), "{}", sent);
        }
    }
}
