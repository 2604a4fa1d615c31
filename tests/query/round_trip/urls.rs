//! A URL that is written keeps its meaning through whatever reads URLs on its way.

#![expect(clippy::unwrap_used, reason = "a test fails where a helper does")]

use std::borrow::Cow;

use odata_query::ast::{Direction, Expr, OrderByItem};
use odata_query::build::{path, query};
use odata_query::graph::field;
use odata_query::{Filter, OrderBy, Query, SkipToken, Span};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::support::cases::cases;
use crate::support::trees;

const BASE: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";

fn order() -> impl Strategy<Value = OrderBy> {
    let item = (trees::expr(), any::<bool>()).prop_map(|(expr, desc)| {
        let direction = if desc { Direction::Desc } else { Direction::Asc };
        OrderByItem { expr, direction, span: Span::default() }
    });
    vec(item, 1..3).prop_map(|items| OrderBy::new(items).unwrap())
}

fn queries() -> impl Strategy<Value = Query> {
    let token = "[ -~\u{e9}]{1,12}".prop_map(|text| SkipToken::from_decoded(&text).unwrap());
    let filter = trees::expr().prop_map(|expr: Expr| Filter::new(expr).unwrap());
    (option::of(filter), option::of(order()), option::of(any::<u64>()), option::of(token)).prop_map(
        |(filter, order, top, token)| {
            let mut query = Query::new();
            if let Some(filter) = filter {
                query = query.with_filter(filter);
            }
            if let Some(order) = order {
                query = query.with_order_by(order);
            }
            if let Some(top) = top {
                query = query.with_top(top);
            }
            match token {
                Some(token) => query.with_skip_token(token),
                None => query,
            }
        },
    )
}

/// What every reader on the way makes of a URL.
fn comes_through(query: &Query) {
    let written = query.to_url(BASE);
    assert_eq!(Query::from_url(&written).as_ref(), Ok(query), "{written}");

    let browser = url::Url::parse(&written).unwrap();
    assert_eq!(Query::from_url(browser.as_str()).as_ref(), Ok(query), "{written} | {browser}");
    let client: http::Uri = browser.as_str().parse().unwrap();
    assert_eq!(Query::from_url(&client.to_string()).as_ref(), Ok(query), "{written} | {client}");

    let pairs = query.to_pairs();
    let sent = client.query().unwrap_or_default();
    let form: Vec<_> = form_urlencoded::parse(sent.as_bytes()).collect();
    let names = |pair: &(Cow<'_, str>, Cow<'_, str>)| (pair.0.to_string(), pair.1.to_string());
    let given: Vec<_> = pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    assert_eq!(form.iter().map(names).collect::<Vec<_>>(), given, "{sent}");

    let parts = sent.split('&').filter(|part| !part.is_empty());
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let decoded =
        parts.map(|part| part.split_once('=').unwrap()).map(|(n, v)| (decode(n), decode(v)));
    assert_eq!(decoded.collect::<Vec<_>>(), given, "{sent}");

    // A client that encodes itself writes spaces as `+`.
    let mut form = form_urlencoded::Serializer::new(String::new());
    let own = form.extend_pairs(given.iter()).finish();
    let read = Query::from_query_string(&own).unwrap();
    // Of a token a raw `+` stays what it is, so that one must be sent as it is spelled.
    assert_eq!((read.filter(), read.order_by()), (query.filter(), query.order_by()), "{own}");
    assert_eq!(read.top(), query.top(), "{own}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_query_comes_through(query in queries()) {
        comes_through(&query);
    }

    #[test]
    fn every_text_comes_through(value in any::<String>()) {
        let name = field::job_id().eq(&value).and(path("a").contains(&value));
        comes_through(&query().filter(name).top(1).build().unwrap());
    }
}

#[test]
fn texts_that_mean_something_in_urls_come_through() {
    for value in [
        "Mike & Doe",
        "a+b",
        "a#b",
        "a%27b",
        "%2527",
        "a;b",
        "a=b",
        "a?b",
        "\r\n",
        "\0",
        "\u{2028}",
        "' or 1 eq 1 or '",
        "'''",
        "\\",
        "a/b",
        "[x]{y}|z^`<>\"",
        "ä😀",
        "+",
        " ",
        "",
    ] {
        comes_through(&query().filter(field::job_id().eq(value)).build().unwrap());
    }
}
