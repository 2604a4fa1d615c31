//! What a service refuses, and what can be said of it.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::time::Duration;

use chrono::{DateTime, Utc};
use odata_query::client::{Advice, Failure, Request, RetryAfter, ServiceError};
use odata_query::endpoint::Endpoint;
use odata_query::schema::ApiVersion;
use odata_query::{Code, Query};
use serde_json::json;

const NOW: &str = "2024-06-01T00:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().expect("a time")
}

fn failure(status: u16) -> Failure {
    Failure { status, error: None, retry_after: None }
}

fn query(filter: &str) -> Query {
    Query::new().with_filter(filter.parse().expect("a filter"))
}

#[test]
fn every_error_of_the_service_is_read_and_none_of_it_is_lost() {
    // body, as a line
    let cases = [
        (
            json!({"error": {"code": "BadRequest", "message": "Invalid filter clause", "innerError":
                {"request-id": "r", "date": "d", "client-request-id": "c", "new": [1]}}}),
            "BadRequest: Invalid filter clause (request r)",
        ),
        (json!({"error": {"code": "c", "innererror": {"request-id": "r"}}}), "c (request r)"),
        (json!({"error": {"message": "m", "new": {"a": null}}, "new": 1}), "m"),
        (
            json!({"error": {"code": null, "message": 7, "innerError": "x"}}),
            "the service gives no reason",
        ),
        (json!({"error": {}}), "the service gives no reason"),
    ];
    for (body, line) in cases {
        let error: ServiceError = serde_json::from_value(body.clone()).expect("an error");
        assert_eq!(error.to_string(), line);
        assert_eq!(serde_json::to_value(&error).expect("JSON"), body);
    }
    for body in [json!({}), json!({"error": "text"}), json!([]), json!({"error": null})] {
        assert!(serde_json::from_value::<ServiceError>(body.clone()).is_err(), "{body}");
    }
}

#[test]
fn a_body_that_is_no_error_is_left_out() {
    for body in ["", "<html>Bad Gateway</html>", "{", "null", "{\"value\":[]}", "\u{feff}{}"] {
        let failure = Failure::of_response(502, None, body.as_bytes());
        assert_eq!(failure.to_string(), "status 502", "{body}");
    }
    assert_eq!(Failure::of_response(502, None, b"\xff").error, None);
}

#[test]
fn a_refused_query_is_explained_by_the_validator() {
    let bad = query("activityDateTime ge 2024-05-31T00:00:00Z and nothing eq 1");
    let request = Request { query: Some(&bad), now: Some(now()), ..Request::default() };
    let codes: Vec<Code> =
        failure(400).explain(&request).findings.iter().map(|found| found.code()).collect();
    assert_eq!(codes, [Code::UnsupportedOperator, Code::UnknownProperty]);
    // Other refusals are not about the query, and nothing is said where nothing is known.
    for status in [200, 401, 403, 404, 429, 500, 503] {
        assert!(failure(status).explain(&request).findings.is_empty(), "{status}");
    }
    assert!(failure(400).explain(&Request::default()).is_empty());
    assert!(failure(500).explain(&request).is_empty());
}

#[test]
fn a_time_beyond_what_is_kept_is_noted() {
    // The time is 2024-06-01. filter, the days that its oldest time is beyond
    let cases: [(&str, &[u16]); 15] = [
        ("activityDateTime gt 2024-05-26T00:00:00Z", &[]),
        ("activityDateTime gt 2024-05-25T00:00:00Z", &[]),
        ("activityDateTime gt 2024-05-24T23:59:59Z", &[7]),
        ("activityDateTime gt 2024-05-25T01:00:00+02:00", &[7]),
        ("activityDateTime gt 2024-05-02T00:00:00Z", &[7]),
        ("activityDateTime gt 2024-05-01T00:00:00Z", &[30, 7]),
        ("activityDateTime gt 2024-05-01", &[30, 7]),
        ("activityDateTime lt 2023-01-01T00:00:00Z", &[30, 7]),
        ("2023-01-01T00:00:00Z lt activityDateTime", &[30, 7]),
        ("ACTIVITYDATETIME eq 2023-01-01T00:00:00Z", &[30, 7]),
        (
            "activityDateTime gt 2024-05-20T00:00:00Z and (jobId eq 'a' or activityDateTime eq 2020-01-01T00:00:00Z)",
            &[30, 7],
        ),
        ("activityDateTime ne 2020-01-01T00:00:00Z", &[]),
        ("activityDateTime gt -0001-01-01T00:00:00Z", &[30, 7]),
        ("otherDateTime gt 2020-01-01T00:00:00Z", &[]),
        ("jobId eq '2020-01-01T00:00:00Z'", &[]),
    ];
    for (filter, days) in cases {
        let query = query(filter);
        let request = Request { query: Some(&query), now: Some(now()), ..Request::default() };
        let advice = failure(400).explain(&request).advice;
        let found: Vec<u16> = match advice.as_slice() {
            [] => Vec::new(),
            [Advice::Retention { kept, .. }] => kept.iter().map(|period| period.days).collect(),
            other => panic!("{filter}: {other:?}"),
        };
        assert_eq!(found, days, "{filter}");
        // Without the time nothing can be said.
        let request = Request { now: None, ..request };
        assert_eq!(failure(400).explain(&request).advice, [], "{filter}");
    }

    let old = query("activityDateTime gt 2024-05-20T00:00:00Z");
    let request = Request { query: Some(&old), now: Some(now()), ..Request::default() };
    assert_eq!(
        failure(400).explain(&request).to_string(),
        "the filter asks for 2024-05-20T00:00:00Z; records are kept for 7 days without a premium licence"
    );
}

#[test]
fn a_caller_without_access_is_told_which_one_is_needed() {
    for (status, lines) in [(401, 2), (403, 1)] {
        let explanation = failure(status).explain(&Request::default());
        let text = explanation.to_string();
        assert_eq!(text.lines().count(), lines, "{text}");
        for needed in [
            "AuditLog.Read.All with Directory.Read.All",
            "ProvisioningLog.Read.All",
            "Reports Reader",
            "Security Reader",
            "Security Operator",
            "Security Administrator",
            "Global Reader",
            ", Application Administrator",
            "Cloud Application Administrator",
            "custom role",
        ] {
            assert!(text.contains(needed), "{status}: {needed}");
        }
    }
}

#[test]
fn what_holds_for_one_endpoint_is_not_said_of_another() {
    let mut other = Endpoint::provisioning(ApiVersion::Beta);
    let old = query("activityDateTime gt 2020-01-01T00:00:00Z");
    let advice = |endpoint: &Endpoint, status| {
        let request = Request {
            query: Some(&old),
            endpoint: Some(endpoint),
            now: Some(now()),
            ..Request::default()
        };
        failure(status).explain(&request).advice.len()
    };
    assert_eq!([400, 401, 403].map(|status| advice(&other, status)), [1, 2, 1]);
    other.access = None;
    other.retention = None;
    assert_eq!([400, 401, 403].map(|status| advice(&other, status)), [0, 1, 0]);
}

#[test]
fn it_is_told_when_to_ask_again() {
    // header, how long to wait at 2024-06-01T00:00:00Z, as a line
    let cases = [
        ("0", Some(0), "ask again in 0 seconds"),
        ("1", Some(1), "ask again in 1 second"),
        (" 120\t", Some(120), "ask again in 120 seconds"),
        ("Sat, 01 Jun 2024 00:01:30 GMT", Some(90), "ask again at 2024-06-01T00:01:30Z"),
        ("Saturday, 01-Jun-24 00:01:30 GMT", Some(90), "ask again at 2024-06-01T00:01:30Z"),
        ("Sat Jun  1 00:01:30 2024", Some(90), "ask again at 2024-06-01T00:01:30Z"),
        ("Fri, 31 May 2024 23:59:59 GMT", Some(0), "ask again at 2024-05-31T23:59:59Z"),
        ("", None, "ask again later"),
        ("-1", None, "ask again later"),
        ("+1", None, "ask again later"),
        ("1.5", None, "ask again later"),
        ("soon", None, "ask again later"),
        ("Sun, 01 Jun 2024 00:01:30 GMT", None, "ask again later"),
        ("Sat, 01 Jun 2024 00:01:30 CEST", None, "ask again later"),
        ("Sat, 31 Jun 2024 00:01:30 GMT", None, "ask again later"),
    ];
    for (header, seconds, line) in cases {
        for status in [429, 503] {
            let failure = Failure::of_response(status, Some(header), b"");
            assert!(failure.is_transient());
            let wait = failure.retry_after.and_then(|after| after.wait(Some(now())));
            assert_eq!(wait, seconds.map(Duration::from_secs), "{header:?}");
            let text = failure.explain(&Request::default()).to_string();
            assert!(text.starts_with(line), "{header:?}: {text}");
        }
    }
    let request = Request { now: Some(now()), ..Request::default() };
    let at = |header: &str| match Failure::of_response(429, Some(header), b"")
        .explain(&request)
        .advice
        .as_slice()
    {
        [Advice::Retry { time, .. }] => *time,
        other => panic!("{other:?}"),
    };
    assert_eq!(at("60"), Some("2024-06-01T00:01:00Z".parse().expect("a time")));
    // Beyond every calendar.
    assert_eq!(at("9223372036854775807"), None);
    assert_eq!(at("99999999999999999999999"), None);
    assert_eq!("99999999999999999999999".parse(), Ok(RetryAfter::Seconds(u64::MAX)));
}

#[test]
fn without_the_time_a_date_is_no_wait_and_a_wait_no_date() {
    let after: RetryAfter = "Sat, 01 Jun 2024 00:01:30 GMT".parse().expect("a date");
    assert_eq!(after.wait(None), None);
    assert_eq!(RetryAfter::Seconds(5).time(None), None);
}
