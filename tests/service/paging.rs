//! From page to page: nothing is lost, nothing is asked twice, and no link leads away.

#![expect(clippy::panic, reason = "a test fails where a helper does")]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use odata_query::client::{
    AsyncPager, LinkError, NextLink, Page, PageCursor, PageError, Pager, PagerError,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::cases;

const FIRST: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$top=3";

fn url(page: usize) -> String {
    if page == 0 { FIRST.to_owned() } else { format!("{FIRST}&$skiptoken={page}") }
}

/// Pages of these sizes; each but the last has a link to the one after it.
fn pages(sizes: &[usize]) -> Vec<Page<u64>> {
    let mut id = 0..;
    let page = |(at, size): (usize, &usize)| Page {
        value: id.by_ref().take(*size).collect(),
        next_link: (at + 1 < sizes.len()).then(|| NextLink::from(url(at + 1))),
        ..Page::default()
    };
    sizes.iter().enumerate().map(page).collect()
}

fn page_of<'a>(pages: &'a [Page<u64>], asked: &str) -> &'a Page<u64> {
    let found = pages.iter().enumerate().find(|(at, _)| url(*at) == asked);
    found.map(|(_, page)| page).unwrap_or_else(|| panic!("nobody linked to {asked}"))
}

/// Runs a future that only waits for others of its kind.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

#[test]
fn a_link_leads_to_where_the_first_request_went() {
    // link, whether it is followed
    let cases = [
        ("https://graph.microsoft.com/v1.0/x?$skiptoken=a%2Bb%2fc+d==", true),
        ("HTTPS://GRAPH.Microsoft.com/", true),
        ("https://graph.microsoft.com:443/v1.0", true),
        ("https://graph.microsoft.com", true),
        ("https://graph.microsoft.com?$skiptoken=a", true),
        ("https://graph.microsoft.com#a@evil.example", true),
        ("https://graph.microsoft.com/é", true),
        ("http://graph.microsoft.com/v1.0", false),
        ("http://graph.microsoft.com:443/v1.0", false),
        ("https://graph.microsoft.com:8443/v1.0", false),
        ("https://graph.microsoft.com:80/v1.0", false),
        ("https://graph.microsoft.us/v1.0", false),
        ("https://graph.microsoft.com.evil.example/", false),
        ("https://evil.example/graph.microsoft.com", false),
        ("https://evil.example?https://graph.microsoft.com/", false),
        ("https://graph.microsoft.com@evil.example/", false),
        ("https://graph.microsoft.com:443@evil.example/", false),
        ("https://user:secret@graph.microsoft.com/", false),
        ("https://evil.example\\@graph.microsoft.com/", false),
        ("https://graph.microsoft.com\\.evil.example/", false),
        ("https:\\\\graph.microsoft.com/", false),
        ("https:/graph.microsoft.com/", false),
        ("https:///graph.microsoft.com/", false),
        ("https:graph.microsoft.com", false),
        ("//graph.microsoft.com/v1.0", false),
        ("/v1.0/auditLogs/provisioning?$skiptoken=a", false),
        ("?$skiptoken=a", false),
        ("", false),
        (" https://graph.microsoft.com/", false),
        ("https://graph.microsoft.com/ HTTP/1.1", false),
        ("https://graph.microsoft.com/\r\nHost: evil.example", false),
        ("https://graph.micro\tsoft.com/", false),
        ("https://graph.microsoft.com/\u{0}", false),
        ("https://graph.microsoft.com/\u{a0}", false),
        ("https://graph.microsoft.com./", false),
        ("https://graph.microsoft.com:/", false),
        ("https://graph.microsoft.com:+443/", false),
        ("https://graph.microsoft.com:65979/", false),
        ("https://graph%2emicrosoft.com/", false),
        ("https://graph。microsoft.com/", false),
        ("https://gr\u{430}ph.microsoft.com/", false),
        ("javascript://graph.microsoft.com/", false),
        ("file://graph.microsoft.com/", false),
    ];
    for (link, followed) in cases {
        let link = NextLink::from(link);
        let answer = link.within(FIRST);
        assert_eq!(answer.is_ok(), followed, "{link}: {answer:?}");
        if let Ok(url) = answer {
            assert_eq!(url, link.as_str(), "byte for byte");
        }
    }
    let local = "http://[::1]:8080/a";
    assert!(NextLink::from("http://[::1]:8080/b").within(local).is_ok());
    assert!(NextLink::from("http://[::2]:8080/b").within(local).is_err());
}

#[test]
fn a_refusal_says_what_differs() {
    let link = NextLink::from("https://evil.example/?$skiptoken=secret");
    let error = link.within(FIRST).expect_err("another host");
    assert_eq!(
        error.to_string(),
        "the next link leads away: its host is `evil.example`, not `graph.microsoft.com`"
    );
    let link = NextLink::from("https://graph.microsoft.com@evil.example/");
    assert_eq!(
        link.within(FIRST),
        Err(LinkError::Malformed("what stands before an `@` is no host"))
    );
    assert!(matches!(PageCursor::new("graph.microsoft.com"), Err(LinkError::First(_))));
}

#[test]
fn no_page_is_fetched_after_the_limit_is_met() {
    // sizes of the pages, limit, records, pages fetched
    let cases: [(&[usize], Option<u64>, u64, usize); 10] = [
        (&[3, 3, 1], None, 7, 3),
        (&[0], None, 0, 1),
        (&[0, 0, 3, 0, 1, 0], None, 4, 6),
        (&[3, 3, 1], Some(0), 0, 0),
        (&[3, 3, 1], Some(2), 2, 1),
        (&[3, 3, 1], Some(3), 3, 1),
        (&[3, 3, 1], Some(4), 4, 2),
        (&[3, 0, 3], Some(3), 3, 1),
        (&[0, 3, 3], Some(3), 3, 2),
        (&[3, 3, 1], Some(100), 7, 3),
    ];
    for (sizes, limit, records, fetched) in cases {
        let pages = pages(sizes);
        let mut asked = Vec::new();
        let mut pager = Pager::new(FIRST, |url: &str| {
            asked.push(url.to_owned());
            Ok::<_, String>(page_of(&pages, url).clone())
        })
        .expect("a URL");
        if let Some(limit) = limit {
            pager = pager.limit(limit);
        }
        let got: Vec<_> = pager.by_ref().map(|record| record.expect("a record")).collect();
        assert_eq!(got, (0..records).collect::<Vec<_>>(), "{sizes:?} {limit:?}");
        assert!(pager.next().is_none() && pager.next_url().is_none(), "{sizes:?} {limit:?}");
        assert_eq!(asked, (0..fetched).map(url).collect::<Vec<_>>(), "{sizes:?} {limit:?}");
    }
}

#[test]
fn a_circle_ends_with_an_error_after_its_records() {
    // Of three pages the last links back to the first, the second or itself.
    for back in 0..3 {
        let mut pages = pages(&[1, 1, 1]);
        pages[2].next_link = Some(url(back).into());
        let fetch = |url: &str| Ok::<_, String>(page_of(&pages, url).clone());
        let got: Vec<_> = Pager::new(FIRST, fetch).expect("a URL").take(10).collect();
        let repeated = Err(PagerError::Page(PageError::Link(LinkError::Repeated)));
        assert_eq!(got, [Ok(0), Ok(1), Ok(2), repeated], "back to {back}");
    }
}

#[test]
fn a_link_that_leads_away_is_not_asked_and_costs_no_record() {
    let mut asked = 0;
    let fetch = |_: &str| {
        asked += 1;
        let next_link = Some("https://evil.example/".into());
        Ok::<_, String>(Page { value: vec![1, 2], next_link, ..Page::default() })
    };
    let got: Vec<_> = Pager::new(FIRST, fetch).expect("a URL").collect();
    assert!(matches!(
        got.as_slice(),
        [Ok(1), Ok(2), Err(PagerError::Page(PageError::Link(LinkError::Elsewhere { .. })))]
    ));
    assert_eq!(asked, 1);
}

#[test]
fn an_error_among_the_records_costs_none_of_them() {
    let body = json!({
        "@odata.nextLink": url(1),
        "@odata.count": 3,
        "value": [
            {"id": "a"},
            {"error": {"code": "UnknownError", "message": "m", "innerError": {"date": "d"}}},
            {"error": {"code": "UnknownError"}},
            // A record may have a member of that name.
            {"id": "b", "error": {"code": "c"}},
            {"id": "c"},
            {"error": {"code": "generalException"}},
        ],
    });
    let page: Page = serde_json::from_value(body.clone()).expect("a page");
    assert_eq!(serde_json::to_value(&page).expect("JSON"), body, "nothing is lost");

    let mut cursor = PageCursor::new(FIRST).expect("a URL");
    let told: Vec<_> = cursor
        .take(page)
        .into_iter()
        .map(|entry| match entry {
            Ok(record) => record.id.expect("an id"),
            Err(PageError::Service(error)) => format!("!{}", error.code()),
            Err(error) => panic!("{error}"),
        })
        .collect();
    assert_eq!(told, ["a", "!UnknownError", "!UnknownError", "b", "c", "!generalException"]);
    assert_eq!(cursor.next_url(), Some(url(1).as_str()), "and the walk goes on");
}

#[test]
fn an_error_beside_or_instead_of_the_records_is_told() {
    let beside = r#"{"value": [1], "error": {"code": "c", "message": "m"}}"#;
    let page: Page<u64> = serde_json::from_str(beside).expect("a page");
    let told: Vec<_> =
        page.into_entries().map(|entry| entry.map_err(|error| error.to_string())).collect();
    assert_eq!(told, [Ok(1), Err("c: m".to_owned())]);

    // body, what the reader says
    let cases = [
        (r#"{"error": {"code": "c", "message": "m"}}"#, "an error instead of a page: c: m"),
        (r#"{"value": null, "error": {"code": "c"}}"#, "an error instead of a page: c"),
        ("{}", "missing field `value`"),
        (r#"{"value": 1}"#, "invalid type: integer `1`, expected a sequence"),
    ];
    for (body, expected) in cases {
        let error = serde_json::from_str::<Page<Value>>(body).expect_err(body).to_string();
        assert!(error.starts_with(expected), "{body}: {error}");
    }
}

#[test]
fn a_page_that_failed_is_asked_again_and_no_record_is_lost() {
    let pages = pages(&[2, 0, 2]);
    let mut asked = Vec::new();
    let fetch = |url: &str| {
        // Every page fails twice.
        let again = asked.iter().filter(|asked| *asked == url).count();
        asked.push(url.to_owned());
        if again < 2 { Err(again) } else { Ok(page_of(&pages, url).clone()) }
    };
    let mut pager = Pager::new(FIRST, fetch).expect("a URL");
    let mut got = Vec::new();
    while let Some(entry) = pager.next() {
        if entry.is_err() {
            // Until it is told to go on, it has ended.
            assert_eq!(pager.next(), None);
            pager.retry();
        }
        got.push(entry);
    }
    drop(pager);
    let failed = |again| Err(PagerError::Fetch(again));
    assert_eq!(
        got,
        [
            failed(0),
            failed(1),
            Ok(0),
            Ok(1),
            failed(0),
            failed(1),
            failed(0),
            failed(1),
            Ok(2),
            Ok(3)
        ]
    );
    let thrice: Vec<_> = (0..9).map(|at| url(at / 3)).collect();
    assert_eq!(asked, thrice);
}

#[test]
fn a_future_that_is_dropped_loses_no_page() {
    let pages = pages(&[1, 1]);
    let mut sleepy = true;
    let fetch = async |url: &str| {
        // The first request never comes back.
        if std::mem::take(&mut sleepy) {
            std::future::pending::<()>().await;
        }
        Ok::<_, String>(page_of(&pages, url).clone())
    };
    let mut pager = AsyncPager::new(FIRST, fetch).expect("a URL");
    {
        let mut dropped = pin!(pager.next());
        let mut context = Context::from_waker(Waker::noop());
        assert!(dropped.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(pager.next_url(), Some(FIRST));
    let got = run(async {
        let mut got = Vec::new();
        while let Some(record) = pager.next().await {
            got.push(record);
        }
        got
    });
    assert_eq!(got, [Ok(0), Ok(1)]);
}

#[test]
fn an_asynchronous_pager_can_move_between_threads() {
    fn spawn<T>(task: impl Future<Output = T> + Send + 'static) -> T {
        run(task)
    }
    let client = std::sync::Arc::new(vec![1, 2]);
    let fetch = async move |url: &str| {
        std::future::ready(()).await;
        let value = client.to_vec();
        if url == FIRST { Ok(Page { value, ..Page::default() }) } else { Err(url.to_owned()) }
    };
    let mut pager = AsyncPager::new(FIRST, fetch).expect("a URL");
    let got = spawn(async move { [pager.next().await, pager.next().await, pager.next().await] });
    assert_eq!(got, [Some(Ok(1)), Some(Ok(2)), None]);
}

/// Parts that URLs differ in, and parts that fool one program or another.
fn part() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "https",
        "http",
        "HTTPS",
        "ftp",
        "javascript",
        ":",
        "://",
        "/",
        "//",
        "\\",
        "@",
        "?",
        "#",
        "graph.microsoft.com",
        "GRAPH.microsoft.com",
        "evil.example",
        "127.0.0.1",
        "0x7f.1",
        "1.2",
        "[::1]",
        "[::0:1]",
        "[::1",
        ":443",
        ":80",
        ":0443",
        ":65536",
        ":",
        ".",
        "%2e",
        "%40",
        "\t",
        "\n",
        " ",
        "\u{ad}",
        "。",
        "xn--a",
        "user:secret",
        "_",
        "é",
        "v1.0/x?$skiptoken=a",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

fn some_url() -> impl Strategy<Value = String> {
    let scheme = proptest::sample::select(vec!["https://", "http://", "HTTPS://", "https:/", ""]);
    let rest = proptest::collection::vec(part(), 0..6);
    (scheme, rest).prop_map(|(scheme, rest)| scheme.to_owned() + &rest.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(20_000), failure_persistence: None, ..ProptestConfig::default() })]

    /// Browsers and most HTTP clients read URLs as WHATWG says.
    #[test]
    fn what_is_followed_has_the_same_origin_for_whatwg(
        first in some_url(), link in some_url(), tail in proptest::collection::vec(part(), 0..4),
    ) {
        let longer = first.clone() + &tail.concat();
        for link in [link, longer] {
            let link = NextLink::from(link);
            if let Ok(followed) = link.within(&first) {
                prop_assert_eq!(followed, link.as_str());
                // Neither can be asked if the first cannot.
                if let Ok(first) = url::Url::parse(&first) {
                    let followed = url::Url::parse(followed).expect("a URL");
                    prop_assert_eq!(followed.origin(), first.origin());
                    prop_assert!(followed.username().is_empty() && followed.password().is_none());
                } else {
                    prop_assert!(url::Url::parse(followed).is_err());
                }
            }
        }
    }

    #[test]
    fn both_pagers_give_all_records_up_to_the_limit(
        sizes in proptest::collection::vec(0_usize..4, 1..6), limit in proptest::option::of(0_u64..12),
    ) {
        let pages = pages(&sizes);
        let limit = limit.unwrap_or(u64::MAX);
        let all = sizes.iter().sum::<usize>() as u64;
        let expected: Vec<u64> = (0..all.min(limit)).collect();

        let pager = Pager::new(FIRST, |url: &str| Ok::<_, String>(page_of(&pages, url).clone()));
        let got: Result<Vec<_>, _> = pager.expect("a URL").limit(limit).collect();
        prop_assert_eq!(got.expect("no error"), expected.clone());

        let fetch = async |url: &str| Ok::<_, String>(page_of(&pages, url).clone());
        let mut pager = AsyncPager::new(FIRST, fetch).expect("a URL").limit(limit);
        let mut got = Vec::new();
        while let Some(record) = run(pager.next()) {
            got.push(record.expect("no error"));
        }
        prop_assert_eq!(got, expected);
    }

    /// Whatever the service sends, the walk neither panics nor leaves the first origin.
    #[test]
    fn any_link_is_survived(links in proptest::collection::vec(some_url(), 0..8)) {
        let mut cursor = PageCursor::new(FIRST).expect("a URL");
        for link in links {
            let ended = cursor.next_url().is_none();
            let page = Page { value: vec![0], next_link: Some(link.into()), ..Page::default() };
            let taken = cursor.take(page);
            prop_assert_eq!(taken.is_empty(), ended);
            if let Some(next) = cursor.next_url() {
                let origin = |text| url::Url::parse(text).expect("a URL").origin();
                prop_assert_eq!(origin(next), origin(FIRST));
            }
        }
    }
}
