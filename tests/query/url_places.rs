//! What is said of a query string or URL stands where the fault is, in the text as it was given:
//! before and after escapes, in every option, behind the `?` of a URL.

use odata_query::url::{Form, LONG_URL, ParsedRequest, Plus, ReadOptions, check_length};
use odata_query::{Code, Limits, Query, SkipToken};

const BASE: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";

/// Texts, and of each finding the code and what it is said of.
const PLACES: &[(&str, &[(Code, &str)])] = &[
    ("$filter=a%20eq%20'b'&$top=x1", &[(Code::Syntax, "x1")]),
    ("a=%C3%A9&$top=%2B1", &[(Code::Syntax, "%2B1")]),
    ("$top=99999999999999999999", &[(Code::TopOutOfRange, "99999999999999999999")]),
    ("$filter=%61%20eq%20%24foo", &[(Code::Syntax, "%24foo")]),
    ("$top=1&$filter=a+eq+$foo", &[(Code::Syntax, "$foo")]),
    ("$orderby=a%20desc,%20%24foo", &[(Code::Syntax, "%24foo")]),
    ("$top=1&TOP=2", &[(Code::DuplicateOption, "TOP")]),
    ("$filter=a&%24filter=b", &[(Code::DuplicateOption, "%24filter")]),
    ("x=1&x=2", &[(Code::DuplicateOption, "x")]),
    ("$count&a=1", &[(Code::Syntax, "$count")]),
    ("a=1&@p", &[(Code::Syntax, "@p")]),
    ("a=1&@1=2", &[(Code::Syntax, "@1")]),
    ("a=1&@p=%24", &[(Code::Syntax, "%24")]),
    ("$skiptoken=", &[(Code::Syntax, "")]),
    ("$skiptoken=a%zz", &[(Code::BadEncoding, "%zz")]),
    ("a=%20%2", &[(Code::BadEncoding, "%2")]),
    ("a=b%", &[(Code::BadEncoding, "%")]),
    ("a=%C3%A9%C3%28", &[(Code::BadEncoding, "%C3")]),
    ("a=%E2%82", &[(Code::BadEncoding, "%E2")]),
    ("%zz=1", &[(Code::BadEncoding, "%zz")]),
    ("$filter=a eq 'x & y'", &[(Code::Unencoded, " "), (Code::Syntax, "&")]),
    ("$filter=a%20eq%20'x&&y'&$top=1", &[(Code::Syntax, "&&")]),
    ("$filter=t%20gt%202024-05-01T10:00:00+03:00", &[(Code::Syntax, "+")]),
    ("a=1&b=\"", &[(Code::Unencoded, "\"")]),
    ("a=%4é", &[(Code::BadEncoding, "%4é"), (Code::Unencoded, "é")]),
    ("$filter=a%20eq%20'x&y'&$top=x1", &[(Code::Syntax, "&"), (Code::Syntax, "x1")]),
    ("$filter=a%20eq%20'x&$top=1", &[(Code::Syntax, "'x")]),
    ("$filter=a%20eq%20'x&%24top=1", &[(Code::Syntax, "'x")]),
    ("$filter=a%20eq%20'x&@p=1", &[(Code::Syntax, "'x")]),
    ("$filter=a%20eq&b=2", &[(Code::Syntax, "")]),
    ("$top=1&$filter=a%20eq%2520'b'", &[(Code::Syntax, "%2520")]),
];

#[test]
fn a_fault_is_said_of_what_it_is_about() {
    for (text, expected) in PLACES {
        let url = format!("{BASE}?{text}");
        for (reading, source) in [
            (ParsedRequest::of_query_string(text, &ReadOptions::default()), *text),
            (ParsedRequest::of_url(&url, &ReadOptions::default()), url.as_str()),
        ] {
            let found: Vec<_> = reading
                .diagnostics
                .iter()
                .map(|found| (found.code(), found.span().slice(source).unwrap()))
                .collect();
            assert_eq!(&found, expected, "{source}");
            let error = reading.diagnostics.iter().find(|found| found.is_error()).cloned();
            assert_eq!(reading.into_query().err(), error);
        }
    }
}

#[test]
fn a_certain_mend_of_a_url_is_a_url_that_is_read() {
    for (text, mended) in [
        (
            "$filter=t%20gt%202024-05-01T10:00:00+03:00",
            "$filter=t%20gt%202024-05-01T10:00:00%2B03:00",
        ),
        ("$filter=a%20eq%20'x&y'", "$filter=a%20eq%20'x%26y'"),
        ("a=1&b=\"é\"", "a=1&b=%22%C3%A9%22"),
    ] {
        let found = ParsedRequest::of_query_string(text, &ReadOptions::default()).diagnostics;
        let suggestion = found[0].suggestion().unwrap();
        assert!(suggestion.certain, "{text}");
        let mut applied = text.to_owned();
        applied.replace_range(suggestion.span.range(), &suggestion.replacement);
        assert_eq!(applied, mended);
        assert!(
            ParsedRequest::of_query_string(mended, &ReadOptions::default()).diagnostics.is_empty()
        );
    }
    // More is wrong than the `&`.
    let found =
        ParsedRequest::of_query_string("$filter=a%20eq%20'x&y'%20(", &ReadOptions::default());
    assert!(!found.diagnostics[0].suggestion().unwrap().certain);
}

#[test]
fn two_filters_are_to_be_joined_and_of_others_one_is_to_be_kept() {
    for (text, help) in [
        ("$filter=a&filter=b", "join the two conditions with `and` in one `$filter`"),
        ("$top=1&top=2", "keep one of the two"),
        ("x=1&x=2", "keep one of the two"),
    ] {
        let fault = Query::from_query_string(text).unwrap_err();
        assert_eq!((fault.code(), fault.help()), (Code::DuplicateOption, Some(help)), "{text}");
    }
}

#[test]
fn what_is_encoded_twice_is_said_to_be_and_mended() {
    for (text, said, mended) in [
        (
            "$filter=jobId%2520eq%2520'a'",
            "this is encoded twice: `%2520` is an encoded `%20`",
            "$filter=jobId%20eq%20'a'",
        ),
        (
            "$top=1&$orderby=%2561%2520desc&x=%2520",
            "this is encoded twice: `%2561` is an encoded `%61`",
            "$top=1&$orderby=%61%20desc&x=%2520",
        ),
    ] {
        let found = ParsedRequest::of_query_string(text, &ReadOptions::default()).diagnostics;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message(), said);
        let suggestion = found[0].suggestion().unwrap();
        let mut applied = text.to_owned();
        applied.replace_range(suggestion.span.range(), &suggestion.replacement);
        assert_eq!((applied.as_str(), suggestion.certain), (mended, true));
    }
}

#[test]
fn a_raw_ampersand_is_told_from_one_between_options() {
    for (text, faulty) in [
        ("$filter=a%20eq%201&b=2", false),
        ("$filter=a%20eq%201&b'=2", true),
        ("$filter=a%20eq%201&b%20c=2", true),
        ("$filter=a%20eq%201&b%27=2", true),
        ("$filter=a%20eq%201%20&", true),
        ("$filter=a%20eq%201&", false),
        ("$filter=a%20eq%201&&b=2", false),
        ("$filter=a%20eq%20'x'&b=2", false),
        ("$filter=a%20eq%20%27x&b=2%27", true),
        ("$orderby=a&b'=2", true),
        ("%24orderby=a&b'=2", true),
        ("$top=1&b'=2", false),
        ("c=1&b%20c=2", false),
        ("$filter=a%20eq%201&$top=2", false),
        ("$filter=a%20eq%201&%24top=2", false),
        ("$filter=a%20eq%20@p&@p='x'", false),
    ] {
        let found = ParsedRequest::of_query_string(text, &ReadOptions::default()).diagnostics;
        let told = found.iter().any(|found| found.message().contains("raw `&`"));
        assert_eq!(told, faulty, "{text}: {found:?}");
        assert_eq!(found.is_empty(), !faulty, "{text}: {found:?}");
    }
}

#[test]
fn a_url_is_its_parts_and_what_is_not_sent_is_said() {
    for (url, parts) in [
        ("https://h:1/a/b?$top=1", Some((Some("https"), Some("h:1"), "/a/b"))),
        ("https://h?$top=1", Some((Some("https"), Some("h"), ""))),
        ("/a?$top=1", Some((None, None, "/a"))),
        ("a?$top=1", None),
        ("https://?$top=1", None),
        ("https:///a?$top=1", None),
        ("://h/a?$top=1", None),
        ("?$top=1", None),
    ] {
        let reading = ParsedRequest::of_url(url, &ReadOptions::default());
        let found = reading.url.clone().unwrap();
        let place = found.path_span.slice(url);
        assert_eq!(place, Some(found.path.as_str()), "{url}");
        match parts {
            Some((scheme, host, path)) => {
                assert_eq!(
                    (found.scheme.as_deref(), found.host.as_deref(), found.path.as_str()),
                    (scheme, host, path)
                );
                assert_eq!(reading.into_query().unwrap().top(), Some(1), "{url}");
            }
            None => assert_eq!(reading.diagnostics[0].code(), Code::Syntax, "{url}"),
        }
    }
    let said = |url: &str| -> Vec<_> {
        let found = ParsedRequest::of_url(url, &ReadOptions::default()).diagnostics;
        found.iter().map(|f| (f.code(), f.span().slice(url).unwrap().to_owned())).collect()
    };
    assert_eq!(said("/a?$top=1#"), []);
    assert_eq!(said("/a?$top=1#part"), [(Code::Unencoded, "#part".to_owned())]);
    assert_eq!(said("/a?$filter=a%20eq%20'b#c'"), [(Code::Syntax, "#".to_owned())]);
    assert_eq!(said("/a?$filter=a%20eq%20'b"), said("/a?$filter=a%20eq%20'b"));
    assert_ne!(said("/a?$filter=a%20eq%20'b"), []);
    assert_eq!(said("/a"), []);
}

#[test]
fn forms_are_told_by_their_start() {
    for (text, form) in [
        ("https://h/a", Form::Url),
        ("h+t.t-p://x", Form::Url),
        ("/a", Form::Url),
        ("1://h", Form::Filter),
        ("ht tp://h", Form::Filter),
        ("://h", Form::Filter),
        ("$top=1", Form::Query),
        ("%24top=1", Form::Query),
        ("@p=1", Form::Query),
        ("a_1=x", Form::Query),
        ("a==1", Form::Filter),
        ("=1", Form::Filter),
        ("$=1", Form::Filter),
        ("a=", Form::Query),
        ("a-b=1", Form::Filter),
        ("a eq 1", Form::Filter),
        ("a", Form::Filter),
        ("", Form::Filter),
    ] {
        assert_eq!(Form::detect(text), form, "{text}");
    }
}

#[test]
fn a_limit_on_a_query_string_is_three_times_that_on_a_value() {
    let limits = Limits { max_bytes: 10, ..Limits::default() };
    let options = ReadOptions { limits, plus: Plus::Space };
    for (length, taken) in [(29, true), (30, true), (31, false)] {
        let text = format!("a={}", "x".repeat(length - 2));
        let found = ParsedRequest::of_query_string(&text, &options).diagnostics;
        let codes: Vec<_> = found.iter().map(|found| found.code()).collect();
        assert_eq!(codes, if taken { vec![] } else { vec![Code::TooLong] }, "{length}");
    }
    assert!(check_length(&"x".repeat(LONG_URL - 1)).is_none());
    assert!(check_length(&"x".repeat(LONG_URL)).is_none());
    let found = check_length(&"x".repeat(LONG_URL + 1)).unwrap();
    assert_eq!((found.code(), found.span().range()), (Code::LongUrl, LONG_URL..LONG_URL + 1));
}

#[test]
fn names_of_options_are_read_in_any_case_and_written_in_one() {
    let text =
        "FILTER=a%20eq%201&%24OrderBy=b&tOp=3&SkipToken=c%2Bd&@p=1&Custom=x%3Dy&flag&$Select=e";
    let query = Query::from_query_string(text).unwrap();
    assert_eq!(
        query.to_string(),
        "$filter=a%20eq%201&$orderby=b&$top=3&$skiptoken=c%2Bd&@p=1&Custom=x=y&flag&$select=e"
    );
    let pairs = query.to_pairs();
    let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("$filter", "a eq 1"),
            ("$orderby", "b"),
            ("$top", "3"),
            ("$skiptoken", "c+d"),
            ("@p", "1"),
            ("Custom", "x=y"),
            ("flag", ""),
            ("$select", "e"),
        ]
    );
    assert_eq!(query.skip_token().map(SkipToken::decoded).as_deref(), Some("c+d"));
    assert_eq!(SkipToken::from_decoded("c+d é").unwrap().as_str(), "c%2Bd%20%C3%A9");
    assert_eq!(Query::from_query_string("a%3Db=1").unwrap().to_string(), "a%3Db=1");
    let pasted = Query::from_query_string("$skiptoken=a é").unwrap();
    assert_eq!(pasted.to_string(), "$skiptoken=a%20%C3%A9");
}
