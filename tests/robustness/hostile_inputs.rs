//! Inputs that break programs of this kind, and the right answer to each: never a panic, an
//! abort or a hang, in the 512 KiB of stack that a small thread has.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a fault fails the test")]

use odata_query::ast::Expr;
use odata_query::eval::{Compile, RawJson};
use odata_query::input::Records;
use odata_query::url::{ParsedRequest, ReadOptions};
use odata_query::{Code, Filter, Limits, OrderBy, Query, SkipToken};
use serde_json::{Value, json};

fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap();
    if let Err(fault) = thread.join() {
        std::panic::resume_unwind(fault);
    }
}

fn refused(text: &str) -> (Code, usize) {
    let fault = text.parse::<Filter>().expect_err(text);
    assert!(fault.span().slice(text).is_some(), "{text:?}: {fault:?}");
    (fault.code(), fault.span().start as usize)
}

/// What a filter says of a record, parsed and as bytes.
fn says(filter: &str, record: &Value) -> Result<Option<bool>, String> {
    let filter: Filter = filter.parse().expect(filter);
    let predicate =
        filter.compile(&Compile::default()).map_err(|fault| format!("compiling: {fault}"))?;
    let answer = predicate.evaluate(record).map_err(|fault| fault.to_string());
    let raw = predicate.evaluate(RawJson::new(record.to_string().as_bytes()));
    assert_eq!(raw.map_err(|fault| fault.to_string()), answer, "{filter} over {record}");
    answer
}

#[test]
fn wide_filters_are_whole_under_raised_limits_and_too_long_under_the_defaults() {
    on_a_small_stack(|| {
        let raised = Limits {
            max_bytes: usize::MAX,
            max_nodes: usize::MAX,
            max_list_items: usize::MAX,
            ..Limits::default()
        };
        let terms: Vec<_> = (0..10_000).map(|n| format!("a eq {n}")).collect();
        let values: Vec<_> = (0..100_000).map(|n| n.to_string()).collect();
        for text in [terms.join(" or "), format!("a in ({})", values.join(","))] {
            let filter = Filter::parse(&text, &raised).unwrap();
            assert_eq!(filter.to_string(), text);
            let copy = filter.clone();
            assert_eq!(copy, filter);
            assert!(!format!("{copy:?}").is_empty());
            drop(copy);
            let fault = text.parse::<Filter>().unwrap_err();
            assert_eq!(fault.code(), Code::TooLong);
            assert!(fault.render(&text).len() < 2000);
        }
    });
}

#[test]
fn each_limit_on_size_is_exact() {
    let at = |change: fn(&mut Limits, usize), limit: usize| {
        let mut limits = Limits::default();
        change(&mut limits, limit);
        limits
    };
    type Change = fn(&mut Limits, usize);
    let rows: &[(&str, &str, Change, usize)] = &[
        ("bytes", "jobId eq 'a'", |l, n| l.max_bytes = n, 12),
        ("bytes of UTF-8", "a eq 'é'", |l, n| l.max_bytes = n, 9),
        // A comparison, a path, its segment and a literal.
        ("nodes", "a eq 1", |l, n| l.max_nodes = n, 4),
        ("nodes of an or", "a eq 1 or b eq 2", |l, n| l.max_nodes = n, 9),
        ("items of a list", "a in (1,2,3)", |l, n| l.max_list_items = n, 3),
        ("items of an array", "[1,2,3,4]", |l, n| l.max_list_items = n, 4),
        ("members of an object", "{\"a\":1,\"b\":2}", |l, n| l.max_list_items = n, 2),
        ("parameters", "F(a=1,b=2)", |l, n| l.max_list_items = n, 2),
        ("characters of a name", "abcde eq 1", |l, n| l.max_identifier = n, 5),
        ("characters, not bytes", "Größe eq 1", |l, n| l.max_identifier = n, 5),
        ("characters of a lambda variable", "a/any(xyz:b)", |l, n| l.max_identifier = n, 3),
        ("levels", "not a", |l, n| l.max_depth = n, 1),
    ];
    for (what, text, change, limit) in rows {
        let taken = Filter::parse(text, &at(*change, *limit));
        assert!(taken.is_ok(), "{what} at {limit}: {taken:?}");
        let fault = Filter::parse(text, &at(*change, limit - 1)).expect_err(what);
        let expected = if *what == "levels" { Code::TooDeep } else { Code::TooLong };
        assert_eq!(fault.code(), expected, "{what} beyond {}: {fault}", limit - 1);
    }
}

#[test]
fn a_mebibyte_of_one_thing_is_too_long_or_read() {
    on_a_small_stack(|| {
        const MANY: usize = 1 << 20;
        let wide =
            Limits { max_bytes: usize::MAX, max_identifier: usize::MAX, ..Limits::default() };
        let quotes = "'".repeat(MANY);
        let identifier = "a".repeat(MANY);
        let spaces = " ".repeat(MANY);
        for text in [&quotes, &identifier, &spaces] {
            assert_eq!(refused(text).0, Code::TooLong);
        }
        assert!(Filter::parse(&quotes, &wide).is_ok());
        assert!(Filter::parse(&format!("a eq{spaces}1"), &wide).is_ok());
        assert_eq!(Filter::parse(&spaces, &wide).unwrap_err().code(), Code::Syntax);
        // A name has at most 128 characters in a tree, whatever the limits.
        assert_eq!(Filter::parse(&identifier, &wide).unwrap_err().code(), Code::TooLong);
        assert_eq!(Filter::parse(&quotes[1..], &wide).unwrap_err().code(), Code::Syntax);
    });
}

#[test]
fn tokens_that_are_none_are_refused_where_they_stand() {
    for (text, at) in [
        ("$", 0),
        ("a eq $foo", 5),
        ("@", 1),
        ("a eq @", 6),
        ("'", 0),
        ("a eq '", 5),
        ("", 0),
        (" ", 1),
        ("a eq", 4),
        ("a eq )", 5),
        ("a eq 1 \0", 7),
        ("#", 0),
    ] {
        assert_eq!(refused(text), (Code::Syntax, at), "{text:?}");
    }
}

#[test]
fn other_white_space_is_refused() {
    for space in
        ["\u{a0}", "\u{c}", "\u{feff}", "\u{b}", "\u{85}", "\u{2028}", "\u{2003}", "\u{200b}"]
    {
        for text in [format!("a{space}eq 1"), format!("a eq{space}1"), format!("a eq 1{space}")] {
            assert_eq!(refused(&text).0, Code::Syntax, "{text:?}");
        }
    }
    for space in [" ", "\t", " \t  ", "\n", "\r\n"] {
        assert!(format!("a{space}eq{space}1{space}").parse::<Filter>().is_ok());
    }
}

#[test]
fn numbers_that_rust_takes_and_odata_does_not() {
    for text in [".5", "5.", "1e400", "1_000", "0x10", "+.5", "1e", "1e+", "1.e5", "--", "1.5.5"] {
        let filter = format!("a eq {text}");
        assert_ne!(refused(&filter).1, 0, "{filter}");
    }
    for text in ["inf", "nan", "Infinity", "infinity", "NAN", "Inf"] {
        let filter: Filter = format!("a eq {text}").parse().unwrap();
        let mut names = 0;
        filter
            .expr()
            .for_each_child(|child: &Expr| names += usize::from(child.as_path().is_some()));
        assert_eq!(names, 2, "{text} is a name");
    }
}

#[test]
fn top_is_plain_ascii_digits() {
    for value in ["%2B1", "+1", "-1", "1.5", "%D9%A1", "", " 1", "1 ", "1e2", "0x1", "''"] {
        let fault = Query::from_query_string(&format!("$top={value}")).expect_err(value);
        assert_eq!(fault.code(), Code::Syntax, "{value}: {fault}");
    }
    let fault = Query::from_query_string("$top=12345678901234567890123").unwrap_err();
    assert_eq!(fault.code(), Code::TopOutOfRange);
    assert_eq!(Query::from_query_string("$top=007").unwrap().top(), Some(7));
}

#[test]
fn arithmetic_that_overflows_is_an_error_at_compile_time_for_constants() {
    const MIN: &str = "-9223372036854775808";
    const MAX: &str = "9223372036854775807";
    let record = json!({"min": i64::MIN, "max": i64::MAX, "zero": 0, "one": 1});
    for (constant, value) in [
        (format!("{MIN} div -1 eq 1"), "min div -1 eq 1"),
        // The quotient that it goes with cannot be held.
        (format!("{MIN} mod -1 eq 0"), "min mod -1 eq 0"),
        ("1 div 0 eq 1".into(), "one div zero eq 1"),
        ("1 mod 0 eq 1".into(), "one mod zero eq 1"),
        (format!("{MAX} add 1 eq 1"), "max add one eq 1"),
        (format!("{MIN} sub 1 eq 1"), "min sub one eq 1"),
        (format!("{MAX} mul 2 eq 1"), "max mul 2 eq 1"),
        (format!("-({MIN}) eq 1"), "-min eq 1"),
        (
            "9999999999999999999999999999 mul 10 eq 1".into(),
            "9999999999999999999999999999 mul max eq 1",
        ),
    ] {
        let fault = says(&constant, &record).expect_err(&constant);
        assert!(fault.starts_with("compiling: "), "{constant}: {fault}");
        let fault = says(value, &record).expect_err(value);
        assert!(!fault.starts_with("compiling: "), "{value}: {fault}");
    }
}

#[test]
fn integers_beyond_doubles_are_exact() {
    let record: Value = serde_json::from_str(r#"{"a":9007199254740993}"#).unwrap();
    for (filter, answer) in [
        ("9007199254740993 eq 9007199254740992", false),
        ("a eq 9007199254740992", false),
        ("a eq 9007199254740993", true),
        ("a gt 9007199254740992", true),
        ("a eq 9007199254740993.0", true),
        ("a in (9007199254740992)", false),
    ] {
        assert_eq!(says(filter, &record), Ok(Some(answer)), "{filter}");
    }
}

#[test]
fn nan_equals_nothing_and_is_ordered() {
    let record = json!({});
    assert_eq!(says("NaN eq NaN", &record), Ok(Some(false)));
    assert_eq!(says("NaN ne NaN", &record), Ok(Some(true)));
    let order: OrderBy = "cast(s,Edm.Double),n".parse().unwrap();
    let order = order.compile(&Compile::default()).unwrap();
    let mut sorted = order.collect(None);
    for record in
        [json!({"s": "1"}), json!({"s": "NaN"}), json!({"s": "-INF"}), json!({"s": "NaN"})]
    {
        sorted.push(order.key(&record).unwrap(), record);
    }
    let order: Vec<_> =
        sorted.into_sorted().iter().map(|r| r["s"].as_str().unwrap().to_owned()).collect();
    assert_eq!(order, ["NaN", "NaN", "-INF", "1"]);
}

#[test]
fn time_stamps_at_the_ends_of_what_there_is() {
    for text in [
        "2016-12-31T23:59:60Z",
        "-10000-04-01T00:00Z",
        "0000-01-01T00:00:00Z",
        "12024-05-01T00:00:00Z",
        "2024-05-01T10:00Z",
        "2024-05-01T10:00:00.123456789012Z",
        "2024-05-01T10:00:00-23:59",
    ] {
        let filter: Filter = format!("t eq {text}").parse().unwrap();
        assert!(filter.to_string().parse::<Filter>().is_ok());
    }
    let fine = "2024-05-01T10:00:00.123456789012Z";
    let filter: Filter = format!("t eq {fine}").parse().unwrap();
    assert_eq!(filter.to_string(), format!("t eq {fine}"));
    assert_eq!(says(&format!("t eq {fine}"), &json!({"t": fine})), Ok(Some(true)));
    assert_eq!(
        says(&format!("t eq {fine}"), &json!({"t": fine.replace("012Z", "013Z")})),
        Ok(Some(false))
    );
    for text in [
        "2024-05-01T24:00:00Z",
        "2024-05-01T10:00:00.1234567890123Z",
        "2024-05-01T10:60Z",
        "2024-05-01T10:00:61Z",
        "2024-02-30T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-05-01T10:00:00+24:00",
        "999999999-01-01T00:00:00Z",
    ] {
        refused(&format!("t eq {text}"));
    }
}

#[test]
fn escapes_are_undone_once_and_bad_ones_refused() {
    let read = |text: &str| Query::from_query_string(text).map(|q| q.filter().unwrap().to_string());
    assert_eq!(read("$filter=a%20eq%20'%2527'").unwrap(), "a eq '%27'");
    assert_eq!(read("$filter=a%20eq%20'%252527'").unwrap(), "a eq '%2527'");
    for bad in ["%", "%2", "%zz", "%C0%AF", "%ED%A0%80", "%FF", "%F4%90%80%80", "%C3", "% 1"] {
        for text in [format!("$filter=a%20eq%20'{bad}'"), format!("{bad}=1"), format!("x={bad}")] {
            let found = ParsedRequest::of_query_string(&text, &ReadOptions::default()).diagnostics;
            let codes: Vec<_> = found.iter().map(|found| found.code()).collect();
            assert!(codes.contains(&Code::BadEncoding), "{text}: {codes:?}");
        }
    }
}

#[test]
fn a_skip_token_is_kept_byte_for_byte() {
    for token in ["%5B%7B%2BRID%23RT", "a=b:c", "+", "%2b", "%5b%7B+=:", "a==", "%25", "~-._"] {
        let query = Query::from_query_string(&format!("$skiptoken={token}")).unwrap();
        assert_eq!(query.skip_token().map(SkipToken::as_str), Some(token));
        assert_eq!(query.to_query_string(), format!("$skiptoken={token}"));
    }
    for text in ["$skiptoken=", "$skiptoken"] {
        assert_eq!(Query::from_query_string(text).unwrap_err().code(), Code::Syntax, "{text}");
    }
}

#[test]
fn what_means_something_in_a_url_is_encoded() {
    for (value, encoded) in [
        ("Mike & Doe", "Mike%20%26%20Doe"),
        ("a+b", "a%2Bb"),
        ("a#b", "a%23b"),
        ("a%27b", "a%2527b"),
        ("a;b", "a%3Bb"),
        ("\r\n", "%0D%0A"),
        ("\0", "%00"),
        ("\u{2028}", "%E2%80%A8"),
    ] {
        let filter: Filter = format!("a eq '{value}'").parse().unwrap();
        let query = Query::new().with_filter(filter);
        let written = query.to_query_string();
        assert_eq!(written, format!("$filter=a%20eq%20%27{encoded}%27"));
        assert_eq!(Query::from_query_string(&written).as_ref(), Ok(&query));
    }
}

#[test]
fn bad_json_is_an_error_for_its_record_and_the_stream_goes_on() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(128), "]".repeat(128));
    let bad: [&[u8]; 4] =
        [br#"{"a":"\ud800"}"#, b"{\"a\":\"\xff\"}", deep.as_bytes(), br#"{"a":1e400}"#];
    for line in bad {
        let log = [b"{\"id\":1}\n", line, b"\n{\"id\":2}\n"].concat();
        let found: Vec<_> = Records::new(&*log).map(|record| record.is_ok()).collect();
        assert_eq!(found, [true, false, true], "{}", String::from_utf8_lossy(line));
    }
    // A key with escapes is found by its name; of two the same, one.
    assert_eq!(says("id eq 5", &serde_json::from_str(r#"{"\u0069d":5}"#).unwrap()), Ok(Some(true)));
    let id: Filter = "id eq 5".parse().unwrap();
    let predicate = id.compile(&Compile::default()).unwrap();
    assert!(predicate.matches(RawJson::new(br#"{"\u0069d":5}"#)));
    let either: Filter = "id in (1,2)".parse().unwrap();
    let predicate = either.compile(&Compile::default()).unwrap();
    assert!(predicate.matches(RawJson::new(br#"{"id":1,"id":2}"#)));
}

#[test]
fn text_is_compared_by_code_point_and_counted_by_scalar() {
    let record = json!({"nfc": "é", "nfd": "e\u{301}", "greek": "ΑΣ", "smile": "😀"});
    for (filter, answer) in [
        ("nfc eq nfd", false),
        ("nfc eq 'é'", true),
        ("tolower('ΑΣ') eq 'ας'", true),
        ("tolower(greek) eq 'ας'", true),
        ("length('😀') eq 1", true),
        ("length(smile) eq 1", true),
        ("length(nfd) eq 2", true),
    ] {
        assert_eq!(says(filter, &record), Ok(Some(answer)), "{filter}");
    }
}
