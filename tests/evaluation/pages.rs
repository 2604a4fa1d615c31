//! A query over records here, page by page: pages are cut from the whole order, and a token
//! goes on from where it was made, for the query that it was made for.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query::eval::{Compile, QueryRunner, ResultPage, TokenError};
use odata_query::schema::Schema;
use odata_query::{Code, Diagnostic, Query, SkipToken};
use proptest::prelude::*;
use serde_json::{Value, json};

fn compile(query: &str) -> QueryRunner {
    let query: Query = query.parse().expect(query);
    query.compile(&Compile::default()).expect("compiles")
}

fn page<'r>(query: &str, records: &'r [Value], after: Option<&SkipToken>) -> ResultPage<&'r Value> {
    compile(query).over(records, after).expect("a token of this query")
}

fn ids(records: &[&Value]) -> String {
    records.iter().filter_map(|record| record["id"].as_str()).collect()
}

fn records() -> Vec<Value> {
    "abcdefgh".chars().enumerate().map(|(at, id)| json!({"id": id, "n": at % 3})).collect()
}

/// All pages of a query, one after the other.
fn all_pages(query: &str, records: &[Value]) -> String {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = page(query, records, after.as_ref());
        pages.push(ids(&page.items));
        after = page.next;
        if after.is_none() {
            return pages.join("|");
        }
    }
}

#[test]
fn records_at_the_start_are_left_out_once() {
    let records = records();
    for (query, expected) in [
        // n: a0 b1 c2 d0 e1 f2 g0 h1
        ("$orderby=n&$skip=1&$top=3", "dgb|ehc|f"),
        ("$orderby=n&$skip=2&$top=2", "gb|eh|cf"),
        ("$orderby=n desc&$skip=4&$top=9", "hadg"),
        ("$filter=n ne 1&$orderby=n&$skip=2&$top=2", "gc|f"),
        ("$skip=3&$top=3", "def|gh"),
        ("$skip=6", "gh"),
        ("$skip=0", "abcdefgh"),
        ("$skip=8", ""),
        ("$skip=9&$top=2", ""),
        ("$skip=3&$top=0", ""),
        ("$skip=99999999999999999999999", ""),
    ] {
        assert_eq!(all_pages(query, &records), expected, "{query}");
    }
}

#[test]
fn a_query_with_a_token_goes_on_from_it() {
    let records = records();
    let first = page("$orderby=n&$skip=1&$top=3", &records, None);
    let token = first.next.expect("there is more");
    for (query, expected) in
        [("$orderby=n&$top=3", "ehc|f"), ("$orderby=n&$skip=5&$top=2", "eh|cf")]
    {
        assert_eq!(
            all_pages(&format!("{query}&$skiptoken={token}"), &records),
            expected,
            "{query}"
        );
    }
    for text in [
        format!("$orderby=n desc&$top=3&$skiptoken={token}"),
        "$orderby=n&$skiptoken=RFNwdAIAAQ".to_owned(),
    ] {
        let query: Query = text.parse().expect("a query");
        let error = query.compile(&Compile::default()).expect_err(&text).into_diagnostic();
        assert_eq!(error.code(), Code::UnsupportedOption, "{text}");
        let span = error.span().slice(&text).unwrap_or_default();
        assert!(!span.is_empty() && text.ends_with(span), "{text}: {span}");
    }
}

#[test]
fn an_option_that_is_not_followed_is_told() {
    for (text, code) in [
        ("$search=contoso", Some(Code::UnsupportedOption)),
        ("$apply=aggregate($count as c)", Some(Code::UnsupportedOption)),
        ("$compute=n add 1 as m", Some(Code::UnsupportedOption)),
        ("$deltatoken=latest", Some(Code::UnsupportedOption)),
        ("$skip=-1", Some(Code::UnsupportedOption)),
        ("$skip=many", Some(Code::UnsupportedOption)),
        ("$expand=steps", Some(Code::IgnoredOption)),
        ("$select=id", Some(Code::IgnoredOption)),
        ("$count=true", Some(Code::IgnoredOption)),
        ("tenant=contoso", None),
        ("$top=1&$skip=1", None),
    ] {
        let query: Query = text.parse().expect(text);
        let found = match query.compile(&Compile::default()) {
            Err(error) => Some(error.diagnostic().code()),
            Ok(runner) => runner.warnings().next().map(Diagnostic::code),
        };
        assert_eq!(found, code, "{text}");
    }
}

#[test]
fn pages_follow_each_other() {
    let records = records();
    for (query, expected) in [
        // n: a0 b1 c2 d0 e1 f2 g0 h1
        ("$orderby=n&$top=3", "adg|beh|cf"),
        ("$orderby=n&$top=2", "ad|gb|eh|cf"),
        ("$orderby=n desc&$top=3", "cfb|eha|dg"),
        ("$orderby=n,id desc&$top=5", "gdahe|bfc"),
        ("$filter=n ne 1&$orderby=n&$top=2", "ad|gc|f"),
        // Without an order the records stay as they come.
        ("$top=3", "abc|def|gh"),
        ("$filter=n eq 2&$top=1", "c|f"),
        ("$top=8", "abcdefgh"),
        ("$orderby=n", "adgbehcf"),
        ("$filter=n gt 5&$top=2", ""),
        ("$top=0", ""),
    ] {
        assert_eq!(all_pages(query, &records), expected, "{query}");
    }
}

#[test]
fn the_size_of_a_page_may_change_and_so_may_the_spelling() {
    let records = records();
    let first = page("$filter=n ge 0&$orderby=n&$top=2", &records, None);
    let query = "$top=4&$orderby=n asc&$filter=(n  ge  0)";
    assert_eq!(ids(&page(query, &records, first.next.as_ref()).items), "gbeh");
}

#[test]
fn records_that_are_added_do_not_shift_a_page() {
    let mut records = records();
    let first = page("$orderby=n&$top=4", &records, None);
    assert_eq!(ids(&first.items), "adgb");
    let next = first.next;
    records.insert(0, json!({"id": "x", "n": 0}));
    records.push(json!({"id": "y", "n": -1}));
    records.push(json!({"id": "z", "n": 1}));
    assert_eq!(ids(&page("$orderby=n&$top=4", &records, next.as_ref()).items), "ehzc");
}

#[test]
fn a_token_of_another_query_is_refused() {
    let records = records();
    let query = "$filter=n ge @p&$orderby=n&$top=2&@p=0";
    let token = page(query, &records, None).next.expect("there is more");
    assert!(compile(query).over(&records, Some(&token)).is_ok());
    for other in [
        "$filter=n ge @p&$orderby=n&$top=2&@p=1",
        "$filter=n gt @p&$orderby=n&$top=2&@p=0",
        "$filter=n ge @p&$orderby=n desc&$top=2&@p=0",
        "$filter=n ge @p&$orderby=n,id&$top=2&@p=0",
        "$filter=n ge @p&$top=2&@p=0",
        "$orderby=n&$top=2",
    ] {
        let refused = compile(other).over(&records, Some(&token)).err();
        assert_eq!(refused, Some(TokenError::OtherQuery), "{other}");
    }
    assert!(TokenError::OtherQuery.to_string().contains("another query"));
}

#[test]
fn what_is_no_token_is_refused() {
    let records = records();
    let pages = compile("$orderby=id&$top=2");
    let token = pages.over(&records, None).expect("a page").next.expect("there is more");
    let text = token.as_str();
    let mut wrong: Vec<String> =
        vec!["a".into(), "%5B%7B%2BRID%23RT".into(), "AAAA".into(), format!("{text}A")];
    // Cut off anywhere, or with any character changed.
    wrong.extend((1..text.len()).map(|end| text[..end].to_owned()));
    for at in 0..text.len() {
        let other = if &text[at..=at] == "B" { "C" } else { "B" };
        wrong.push(format!("{}{other}{}", &text[..at], &text[at + 1..]));
    }
    for text in wrong {
        let token = SkipToken::new(text.as_str()).expect("a token");
        assert_eq!(pages.over(&records, Some(&token)), Err(TokenError::Malformed), "{text}");
    }
}

#[test]
fn a_token_comes_through_a_url() {
    let records = [json!({"id": "ü/&#+ ?=\n"}), json!({"id": "ü/&#+ ?=\n"}), json!({"id": "z"})];
    let query: Query = "$orderby=id&$top=1".parse().expect("a query");
    let pages = query.compile(&Compile::default()).expect("compiles");
    let token = pages.over(&records, None).expect("a page").next.expect("there is more");
    assert!(token.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    let link = query.with_skip_token(token).to_string();
    let again: Query = link.parse().expect("a link");
    let pages = again.compile(&Compile::default()).expect("compiles");
    let page = pages.over(&records, again.skip_token()).expect("the token of this query");
    assert_eq!(page.items, [&records[1]]);
}

#[test]
fn a_record_without_an_answer_is_named() {
    let records = [json!({"n": 0}), json!({"n": 2}), json!({"n": [1]}), json!({"n": 1})];
    let page = page("$filter=1 div n ge 0&$orderby=n", &records, None);
    assert_eq!(page.items, [&records[3], &records[1]]);
    assert_eq!(page.errors.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 2]);
    // An order that fails loses no record.
    let page = self::page("$orderby=n desc", &records, None);
    assert_eq!(page.items, [&records[1], &records[3], &records[0], &records[2]]);
    assert_eq!(page.errors.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_page_of_provisioning_logs_is_ordered_by_instants() {
    let records = ["2024-05-01T02:00:00+02:00", "2024-05-01T00:00:00Z", "2024-05-01T00:00:01Z"]
        .map(|time| json!({"activityDateTime": time}));
    let query: Query = "$orderby=activityDateTime&$top=1".parse().expect("a query");
    let pages = query.compile(&Compile::with_schema(Schema::provisioning_any())).expect("ok");
    let mut after = None;
    for record in &records {
        let page = pages.over(&records, after.as_ref()).expect("a page");
        assert_eq!(page.items, [record]);
        after = page.next;
    }
    assert_eq!(after, None);
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2..2_i64).prop_map(Value::from),
        (9_007_199_254_740_990_u64..9_007_199_254_740_995).prop_map(Value::from),
        Just(json!(9_007_199_254_740_992.0)),
        Just(json!(u64::MAX)),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec!["2024-05-01", "2024-05-01T00:00:00.5Z", "P1D", "5", "11:22:33"])
            .prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ]
}

/// What records are ordered by: values of each type, calculated where JSON has none.
const ORDERS: &[&str] = &[
    "a",
    "a desc",
    "a,b desc",
    "b desc,a",
    "a eq b,b",
    "cast(a,Edm.DateTimeOffset) desc,b",
    "cast(a,Edm.Date)",
    "cast(a,Edm.Duration),cast(a,Edm.TimeOfDay)",
    "cast(a,Edm.Int32) divby 3 desc",
    "length(cast(a,Edm.String))",
    "case(a eq null:01234567-89ab-cdef-0123-456789abcdef,true:binary'Zm9v')",
    "0e0 div a",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn pages_are_the_whole_order_cut_in_pieces(
        values in prop::collection::vec((scalar(), scalar()), 0..30),
        size in 1..7_usize,
        order in prop::sample::select(ORDERS),
        filter in prop::sample::select(&["true", "a ne b", "not (a eq null)"][..]),
    ) {
        let records: Vec<_> =
            values.iter().map(|(a, b)| json!({"a": a, "b": b})).collect();
        let text = format!("$filter={filter}&$orderby={order}");
        let whole = page(&text, &records, None);
        prop_assert_eq!(&whole.next, &None);
        let mut pieces = Vec::new();
        let mut after = None;
        loop {
            let text = format!("{text}&$top={size}");
            let page = page(&text, &records, after.as_ref());
            prop_assert_eq!(page.next.is_some(), pieces.len() + page.items.len() < whole.items.len());
            prop_assert!(page.next.is_none() || page.items.len() == size);
            pieces.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        // The very same records, not only equal ones.
        let same = pieces.iter().zip(&whole.items).all(|(a, b)| std::ptr::eq(*a, *b));
        prop_assert!(same && pieces.len() == whole.items.len());
    }

    /// The records of a page are those of all records that meet the filter.
    #[test]
    fn a_filter_on_a_page_is_a_filter_on_its_records(
        values in prop::collection::vec((scalar(), scalar()), 0..30),
        filter in prop::sample::select(&["a eq b", "a ne b", "a gt 0", "b in (1,'a',null)"][..]),
    ) {
        let records: Vec<_> = values.iter().map(|(a, b)| json!({"a": a, "b": b})).collect();
        let pages = compile(&format!("$filter={filter}"));
        let page = pages.over(&records, None).expect("a page");
        let predicate = pages.predicate().expect("a filter");
        let expected: Vec<_> = records.iter().filter(|record| predicate.matches(*record)).collect();
        prop_assert_eq!(page.items, expected);
    }

    #[test]
    fn no_bytes_make_a_token_panic(bytes in "[A-Za-z0-9_-]{1,80}") {
        let token = SkipToken::new(bytes).expect("a token");
        let pages = compile("$orderby=a,b&$top=1");
        prop_assert!(pages.page::<()>(Some(&token)).is_err());
    }
}
