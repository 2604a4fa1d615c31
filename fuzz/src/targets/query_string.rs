//! Bytes as a query string and as a URL: what is read is written so that it is read as the same
//! query, by every convention for `+`.

use std::str;

use odata_query::Query;
use odata_query::url::{ParsedRequest, Plus, ReadOptions};

use super::findings;

const BASE: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";

pub(crate) fn run(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else { return false };
    let options = ReadOptions::default();
    let found = ParsedRequest::of_query_string(text, &options);
    found.diagnostics.iter().for_each(|found| findings::check(text, found));
    let found = ParsedRequest::of_url(text, &options);
    found.diagnostics.iter().for_each(|found| findings::check(text, found));

    let of_url = Query::from_url(text).ok();
    let of_query = Query::from_query_string(text).ok();
    let read = [of_url, of_query];
    read.iter().flatten().for_each(|query| comes_through(query, text));
    read.iter().flatten().any(|query| *query != Query::new())
}

fn comes_through(query: &Query, text: &str) {
    let written = query.to_query_string();
    assert!(written.bytes().all(|byte| byte.is_ascii_graphic()), "{written}");
    assert_eq!(Query::from_query_string(&written).as_ref(), Ok(query), "{text} | {written}");
    let url = query.to_url(BASE);
    assert_eq!(Query::from_url(&url).as_ref(), Ok(query), "{text} | {url}");
    let strict = ReadOptions { plus: Plus::Plus, ..ReadOptions::default() };
    let read = ParsedRequest::of_query_string(&written, &strict);
    assert_eq!(read.query, *query, "{text} | {written}");
    assert!(read.diagnostics.iter().all(|found| !found.is_error()), "{text} | {written}");
    assert_eq!(read.query.to_query_string(), written, "{text}");
}
