//! Reading records: every shape, and what is wrong with one of them costs no other.

use std::io::BufReader;

use odata_query::input::{ReadErrorKind, ReadOptions, Records};

const MALFORMED: &str = include_str!("../data/page-success-malformed.json");

/// The ids of the records, and the faults, each in its order.
fn read(input: impl AsRef<[u8]>) -> (Vec<String>, Vec<String>) {
    read_with(input.as_ref(), ReadOptions::default())
}

fn read_with(input: &[u8], options: ReadOptions) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut faults) = (Vec::new(), Vec::new());
    for found in Records::with_options(input, options) {
        match found {
            Ok(record) => {
                let id = record.event().get("id").or_else(|| record.event().get("Id"));
                ids.push(id.and_then(|id| id.as_str()).unwrap_or("?").to_owned());
            }
            Err(error) => faults.push(error.to_string()),
        }
    }
    // Wherever the input is cut into blocks, it reads the same.
    let cut: Vec<_> = Records::with_options(BufReader::with_capacity(1, input), options)
        .map(|found| found.map(|r| r.bytes().to_vec()).map_err(|e| e.to_string()))
        .collect();
    let whole: Vec<_> = Records::with_options(input, options)
        .map(|found| found.map(|r| r.bytes().to_vec()).map_err(|e| e.to_string()))
        .collect();
    assert_eq!(cut, whole, "{:?}", String::from_utf8_lossy(input));
    (ids, faults)
}

#[test]
fn every_shape_gives_its_records() {
    for (what, input) in [
        ("page", r#"{"@odata.context":"x","value":[{"id":"a"},{"id":"b"}]}"#),
        ("page, link first", r#"{"@odata.nextLink":"https://x","value":[{"id":"a"},{"id":"b"}]}"#),
        (
            "pretty page",
            "{\n  \"value\": [\n    {\n      \"id\": \"a\"\n    },\n    {\"id\": \"b\"}\n  ]\n}\n",
        ),
        ("array", r#"[{"id":"a"},{"id":"b"}]"#),
        ("pretty array", "[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]"),
        ("lines", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n"),
        ("lines, no last end", "{\"id\":\"a\"}\n{\"id\":\"b\"}"),
        ("lines, CRLF", "{\"id\":\"a\"}\r\n{\"id\":\"b\"}\r\n"),
        ("lines, blank ones", "\n \r\n{\"id\":\"a\"}\n\n\t\n{\"id\":\"b\"}\n\n"),
        ("byte order mark", "\u{feff}{\"id\":\"a\"}\n{\"id\":\"b\"}\n"),
        ("byte order mark, page", "\u{feff}{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}]}"),
        (
            "hub",
            r#"{"records":[{"category":"ProvisioningLogs","properties":{"id":"a"}},{"id":"b"}]}"#,
        ),
        ("lines of pages", "{\"value\":[{\"id\":\"a\"}]}\n{\"value\":[{\"id\":\"b\"}]}\n"),
        ("documents in a row", "{\n\"id\":\"a\"\n}\n{\n\"id\":\"b\"\n}\n"),
        (
            "pages in a row",
            "{\n\"value\":[{\"id\":\"a\"}]}\n{\"value\":[]}\n{\"value\":[{\"id\":\"b\"}]}",
        ),
        ("escaped key", r#"[{"\u0069d":"a"},{"id":"b"}]"#),
    ] {
        assert_eq!(read(input), (vec!["a".into(), "b".into()], vec![]), "{what}");
    }
    assert_eq!(read("{\n \"id\": \"a\"\n}"), (vec!["a".into()], vec![]));
    assert_eq!(read(""), (vec![], vec![]));
    assert_eq!(read(" \n\r\n"), (vec![], vec![]));
    assert_eq!(read(r#"{"value":[]}"#), (vec![], vec![]));
    assert_eq!(read("[]"), (vec![], vec![]));
}

#[test]
fn an_object_with_a_list_in_value_is_not_a_page() {
    assert_eq!(read(r#"{"id":"a","value":[{"x":1}]}"#).0, ["a"]);
    assert_eq!(read(r#"{"value":[1,2],"id":"a"}"#).0, ["a"]);
}

#[test]
fn the_next_link_of_a_page_is_kept() {
    for input in [
        r#"{"@odata.nextLink":"https://n","value":[{"id":"a"}]}"#,
        r#"{"@odata.context":"c","value":[], "@odata.nextLink":"https://n"}"#,
        "{\n\"value\":[{\"id\":\"a\"}],\n\"@odata.nextLink\":\"https://n\"}",
    ] {
        let mut records = Records::new(input.as_bytes());
        assert!(records.by_ref().all(|record| record.is_ok()), "{input}");
        assert_eq!(records.next_link(), Some("https://n"), "{input}");
    }
}

#[test]
fn a_bad_record_loses_no_good_one() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        // Lines.
        (
            "{\"id\":\"a\"}\n{\"id\":\"b\",}\n{\"id\":\"c\"}\n",
            &["a", "c"],
            &["2:10: a comma before `}`: JSON has no trailing comma"],
        ),
        ("{\"id\":\"a\"\n{\"id\":\"b\"}\n", &["b"], &["1:10: the text ends inside an object"]),
        ("{\"id\":\"a\n{\"id\":\"b\"}\n", &["b"], &["1:7: a string without its closing quote"]),
        ("{\"id\":\"a\",\n{\"id\":\"b\"}\n", &["b"], &["1:11: the text ends inside an object"]),
        ("oops\n{\"id\":\"b\"}\n", &["b"], &["1:1: expected a JSON value, found `o`"]),
        ("a,b\n{\"id\":\"b\"}\n", &["b"], &["1:1: expected a JSON value, found `a`"]),
        ("{\"id\":\"a\"} x\n{\"id\":\"b\"}\n", &["b"], &["1:12: more text after the JSON value"]),
        (
            "{\"id\":\"a\"}\n5\n{\"id\":\"b\"}\n",
            &["a", "b"],
            &["2:1: a record is a JSON object, this is a number"],
        ),
        ("{\"id\":\"a\"}\n\"x\"\n", &["a"], &["2:1: a record is a JSON object, this is a string"]),
        (
            "{\"id\":\"a\"}\n{\"id\":1e400}\n{\"id\":\"b\"}\n",
            &["a", "b"],
            &["2:7: a number out of range"],
        ),
        ("{\"id\":\"a\"}\n{\"x\":\"\\ud800\"}\n", &["a"], &["2:7: half of a surrogate pair"]),
        ("{\"id\":\"a\"}\n{\"x\":01}\n", &["a"], &["2:6: not a JSON number"]),
        ("{\"id\":\"a\"}\n{\"x\":\"\\q\"}\n", &["a"], &["2:7: an escape that JSON does not have"]),
        ("{\"id\":\"a\"}\n{\"x\":\"\t\"}\n", &["a"], &["2:7: a control character in a string"]),
        ("{\"id\":\"a\"}\n{x:1}\n", &["a"], &["2:2: expected a name in double quotes, found `x`"]),
        ("{\"id\":\"a\"}\n{\"x\" 1}\n", &["a"], &["2:6: expected `:`, found `1`"]),
        ("{\"id\":\"a\"}\n{\"x\":nul}\n", &["a"], &["2:6: expected a JSON value, found `n`"]),
        (
            "{bad\n{bad\n{\"id\":\"c\"}\n{\"id\":\"d\"}\n",
            &["c", "d"],
            &["1:2: expected a name in double quotes, found `b`"],
        ),
        (
            "{\"id\":\"a\"}\n{\"value\":[{\"id\":\"b\"},{\"id\":\"c\",},{\"id\":\"d\"}]}\n{\"id\":\"e\"}",
            &["a", "b", "d", "e"],
            &["2:31: a comma before `}`: JSON has no trailing comma"],
        ),
        // Documents.
        (
            r#"[{"id":"a"},{"id":"b"},]"#,
            &["a", "b"],
            &["1:23: a comma before `]`: JSON has no trailing comma"],
        ),
        (
            "{\"value\":[\n{\"id\":\"a\"},\n{\"x\":[1,]},\n{\"id\":\"b\"},\n]}",
            &["a", "b"],
            &[
                "3:8: a comma before `]`: JSON has no trailing comma",
                "4:11: a comma before `]`: JSON has no trailing comma",
            ],
        ),
        (r#"[{"id":"a"},,{"id":"b"}]"#, &["a", "b"], &["1:13: a comma without an item before it"]),
        (r#"[,{"id":"a"}]"#, &["a"], &["1:2: a comma without an item before it"]),
        (
            r#"[{"id":"a"} {"id":"b"}]"#,
            &["a", "b"],
            &["1:13: expected `,` or `]` between two items"],
        ),
        (
            r#"[{"id":"a"},5,{"id":"b"}]"#,
            &["a", "b"],
            &["1:13: a record is a JSON object, this is a number"],
        ),
        (
            r#"[{"id":"a"},tru,{"id":"b"}]"#,
            &["a", "b"],
            &["1:13: expected a JSON value, found `t`"],
        ),
        (r#"[{"id":"a"},{"id":"b"}"#, &["a", "b"], &["1:23: the text ends inside an array"]),
        (r#"[{"id":"a"},{"id":"b""#, &["a"], &["1:22: the text ends inside an object"]),
        (r#"[{"id":"a"},{"id":"b","#, &["a"], &["1:23: the text ends inside an object"]),
        (
            r#"[{"id":"a"},{"id":"b",{"id":"c"},{"id":"d"}]"#,
            &["a", "c", "d"],
            &["1:23: expected a name in double quotes, found `{`"],
        ),
        (r#"[{"id":"a"},{"id":"b"]"#, &["a"], &["1:22: expected `,` or `}`, found `]`"]),
        (
            "[\n  {\"id\":\"a\"},\n  {\"id\":\"b},\n  {\"id\":\"c\"}\n]",
            &["a", "c"],
            &["3:9: a string without its closing quote"],
        ),
        // The layout shows where the next one starts.
        (
            "[\n{\"id\":\"a\",\"m\":\"b\nc\"},\n{\"id\":\"d\"}\n]",
            &["d"],
            &["2:15: a string without its closing quote"],
        ),
        (
            "{\"value\":[\n  {\"id\":\"a,\"b\":1},\n  {\"id\":\"d\"}\n]}",
            &["d"],
            &["2:13: expected `,` or `}`, found `b`"],
        ),
        (
            r#"{"value":[{"id":"a"}],}"#,
            &["a"],
            &["1:22: a comma before `}`: JSON has no trailing comma"],
        ),
        (r#"{"value":[{"id":"a"}]"#, &["a"], &["1:22: the text ends inside an object"]),
        ("[{\"id\":\"a\"}] x", &["a"], &["1:14: expected a JSON object or array"]),
        ("{\n\"id\":\n}\n{\"id\":\"b\"}\n", &["b"], &["3:1: expected a JSON value, found `}`"]),
        (
            "{\n  \"id\": \"a\"\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n",
            &["b", "c"],
            &["3:1: expected `,` or `}`, found `{`"],
        ),
        ("]", &[], &["1:1: expected a JSON object or array"]),
    ];
    for (input, ids, faults) in cases {
        assert_eq!(read(input), (strings(ids), strings(faults)), "{input}");
    }
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

#[test]
fn an_error_of_the_service_in_the_place_of_a_record_is_named() {
    let spliced =
        r#"{"value":[{"id":"a"},{"error":{"code":"UnknownError","message":"m"}},{"id":"b"}]}"#;
    let named = "the service reported an error instead of a record: UnknownError: m";
    assert_eq!(read(spliced), (strings(&["a", "b"]), vec![format!("1:22: {named}")]));

    let alone = r#"{"error":{"code":"UnknownError","message":"m"}}"#;
    assert_eq!(read(alone), (vec![], vec![format!("1:1: {named}")]));

    let cut = r#"{"value":[{"id":"a"},{"id":"b"}{"error":{"code":"UnknownError","message":"m"}}"#;
    let (ids, faults) = read(cut);
    assert_eq!(ids, ["a", "b"]);
    assert!(faults.iter().any(|fault| fault.ends_with(named)), "{faults:?}");

    let beside = r#"{"value":[{"id":"a"}],"error":{"code":"UnknownError","message":"m"}}"#;
    assert_eq!(read(beside), (strings(&["a"]), vec![format!("1:22: {named}")]));
}

#[test]
fn the_malformed_sample_names_the_line_and_column_of_its_comma() {
    let (line, text) = MALFORMED
        .lines()
        .enumerate()
        .zip(MALFORMED.lines().skip(1))
        .find(|((_, line), next)| line.trim_end().ends_with("},") && next.trim() == "],")
        .map(|((at, line), _)| (at as u64 + 1, line))
        .expect("the sample has a trailing comma");
    let errors: Vec<_> = Records::new(MALFORMED.as_bytes()).filter_map(Result::err).collect();
    let [error] = errors.as_slice() else { panic!("{errors:?}") };
    assert_eq!((error.line(), error.column()), (line, text.trim_end().len() as u64));
    assert!(matches!(error.kind(), ReadErrorKind::Syntax(_)));

    // Beside a good record, that one is read.
    let sample = include_str!("../data/page-success.json");
    assert_eq!(read(format!("{MALFORMED}\n{sample}")).0.len(), 1);
    assert_eq!(read(format!("{sample}\n{MALFORMED}")).0.len(), 1);
}

#[test]
fn utf_16_is_read_and_what_is_no_unicode_or_json_is_named() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
            .collect()
    };
    for (mark, big) in [("\u{feff}", false), ("\u{feff}", true), ("", false), ("", true)] {
        let input = utf16(&format!("{mark}[{{\"id\":\"ä\"}}]"), big);
        assert_eq!(read(&input), (strings(&["ä"]), vec![]), "{mark:?} {big}");
    }
    for (input, named) in [
        (b"\xFF\xFE\0\0[\0\0\0".to_vec(), "UTF-32"),
        (b"Title,Author,Year\n2024-05-01,a,Create\n".to_vec(), "CSV"),
        (b"\"Title\",\"Author\"\r\n\"2024-05-01\",\"a\"\r\n".to_vec(), "CSV"),
    ] {
        let (ids, faults) = read(&input);
        assert!(ids.is_empty(), "{ids:?}");
        assert!(matches!(faults.as_slice(), [fault] if fault.contains(named)), "{faults:?}");
    }
    let (ids, faults) = read(b"{\"id\":\"a\"}\n{\"id\":\"\xff\"}\n{\"id\":\"b\"}\n");
    assert_eq!((ids, faults), (strings(&["a", "b"]), strings(&["2:8: bytes that are not UTF-8"])));
    let surrogate = b"[{\"id\":\"\xED\xA0\x80\"},{\"id\":\"b\"}]";
    assert_eq!(read(surrogate).0, ["b"]);
}

#[test]
fn depth_is_an_error_of_one_record() {
    for depth in [128, 100_000] {
        let deep = format!("{{\"x\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        for input in [
            format!("{{\"id\":\"a\"}}\n{deep}\n{{\"id\":\"b\"}}\n"),
            format!("[{{\"id\":\"a\"}},{deep},{{\"id\":\"b\"}}]"),
        ] {
            let (ids, faults) = read(&input);
            assert_eq!(ids, ["a", "b"]);
            assert!(faults.len() == 1 && faults[0].contains("levels of nesting"), "{faults:?}");
        }
        // Never closed.
        assert_eq!(read("[".repeat(depth)).0.len(), 0);
        assert_eq!(read("{\"a\":".repeat(depth)).0.len(), 0);
    }
}

#[test]
fn a_record_above_the_limit_is_an_error_and_the_next_one_is_read() {
    let options = ReadOptions { max_record_bytes: 64, ..ReadOptions::default() };
    let large = format!("{{\"id\":\"{}\"}}", "x".repeat(100));
    for (input, place) in [
        (format!("{{\"id\":\"a\"}}\n{large}\n{{\"id\":\"b\"}}\n"), "2:1"),
        (format!("[{{\"id\":\"a\"}},{large},{{\"id\":\"b\"}}]"), "1:13"),
        (format!("{{\"value\":[\n{{\"id\":\"a\"}},\n{large},\n{{\"id\":\"b\"}}\n]}}"), "3:1"),
    ] {
        let (ids, faults) = read_with(input.as_bytes(), options);
        assert_eq!(ids, ["a", "b"], "{input}");
        assert_eq!(faults, [format!("{place}: the record is larger than 64 bytes")], "{input}");
    }
    // Also as the first line.
    let (ids, _) = read_with(format!("{large}\n{{\"id\":\"b\"}}\n").as_bytes(), options);
    assert_eq!(ids, ["b"]);
    // Exactly the limit is taken, whatever ends the line.
    let exact = format!("{{\"id\":\"{}\"}}", "x".repeat(64 - 9));
    for end in ["", "\n"] {
        let (ids, faults) = read_with(format!("{exact}{end}").as_bytes(), options);
        assert_eq!((ids.len(), faults.len()), (1, 0));
    }
}

#[test]
fn a_line_goes_out_byte_for_byte_and_a_part_of_a_document_without_blanks() {
    let odd = r#"  { "id" : "a b" , "n":1.50, "\u0065": "\/ \"x\" {" }  "#;
    for input in [format!("{odd}\n{{\"id\":\"b\"}}\n"), format!("{odd}\r\n"), odd.to_owned()] {
        let record = Records::new(input.as_bytes()).next().expect("one").expect("good");
        assert_eq!(&*record.line(), odd.as_bytes());
        assert_eq!((record.place().line, record.place().column), (1, 3));
    }
    let page = format!("{{\n \"value\": [\n{odd}\n]}}");
    let record = Records::new(page.as_bytes()).next().expect("one").expect("good");
    let squeezed = r#"{"id":"a b","n":1.50,"\u0065":"\/ \"x\" {"}"#;
    assert_eq!(&*record.line(), squeezed.as_bytes());
    assert_eq!((record.place().line, record.place().column), (3, 3));
}

#[test]
fn reading_stops_at_an_error_of_the_input() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    use std::io::Read as _;
    let input = b"{\"id\":\"a\"}\n{\"id\":\"b\"}\n".chain(Broken);
    let found: Vec<_> = Records::new(BufReader::with_capacity(11, input)).take(10).collect();
    let io = |error: &odata_query::input::ReadError| matches!(error.kind(), ReadErrorKind::Io(_));
    assert!(found.last().is_some_and(|last| last.as_ref().is_err_and(io)), "{found:?}");
    assert!(found.len() < 10);

    // What was read before it is handed on, also where the shape is not known yet.
    for input in
        ["{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":", "[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\""]
    {
        let broken = BufReader::new(input.as_bytes().chain(Broken));
        let found: Vec<_> = Records::new(broken).take(10).collect();
        let good = found.iter().filter(|found| found.is_ok()).count();
        assert_eq!((good, found.len()), (2, 3), "{input}");
        assert!(found.last().is_some_and(|last| last.as_ref().is_err_and(io)), "{found:?}");
    }
}
