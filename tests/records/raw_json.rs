//! A predicate sees the same in the text of a record as in its parsed value; and a text that is
//! read quickly is one that the slow parser reads too.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use odata_query::Filter;
use odata_query::eval::{Compile, FastNode, Node, Plain, RawJson, RawRecords, View};
use odata_query::schema::Schema;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Texts that are JSON objects, or nearly; whether the quick reader takes them.
const TEXTS: &[(&str, bool)] = &[
    ("{}", true),
    (" \t\r\n{ }", true),
    (r#"{"a":1,"b":[],"c":{},"d":[ ],"e":{ }}"#, true),
    (r#"{"a" : [ 1 , -0 , 0.5 , true , false , null , "" ] , "b" : { "c" : "d" } }"#, true),
    (r#"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00","é":"ö","":""}"#, true),
    (r#"{"a":"a string of more than sixteen bytes \" and more of it, behind the quote"}"#, true),
    (r#"{"a":-9223372036854775808,"b":18446744073709551615,"c":18446744073709551616}"#, true),
    (r#"{"a":[999999999999999999,-999999999999999999,1000000000000000000]}"#, true),
    (r#"{"a":[[[[[[1]]],[2]]]],"b":{"c":{"d":[{"e":{}}]}}}"#, true),
    // Left to the slow parser.
    (r#"{"a":1e5}"#, false),
    (r#"{"a":1E400}"#, false),
    // Not JSON.
    ("", false),
    ("[]", false),
    ("{", false),
    (r#"{"a"}"#, false),
    (r#"{"a":}"#, false),
    (r#"{"a":1,}"#, false),
    (r#"{,"a":1}"#, false),
    (r#"{"a":1 "b":2}"#, false),
    (r#"{"a":[1,]}"#, false),
    (r#"{"a":[1}"#, false),
    (r#"{"a":[1}]"#, false),
    (r#"{"a":[1}}"#, false),
    (r#"{"a":{"b":1]}"#, false),
    (r#"{"a":01}"#, false),
    (r#"{"a":1.}"#, false),
    (r#"{"a":.5}"#, false),
    (r#"{"a":-}"#, false),
    (r#"{"a":+1}"#, false),
    (r#"{"a":tru}"#, false),
    (r#"{"a":nulll}"#, false),
    (r#"{a:1}"#, false),
    ("{\"a\":\"tab\tin it\"}", false),
    ("{\"a\":\"a line break far behind, in the second sixteen\n\"}", false),
    (r#"{"a":"\x"}"#, false),
    (r#"{"a":"\u12g4"}"#, false),
    (r#"{"a":"\ud83d"}"#, false),
    (r#"{"a":"\ude00"}"#, false),
    (r#"{"a":"\ud83d\u0041"}"#, false),
    (r#"{"a":"not closed"#, false),
    (r#"{"a":"not closed, and longer than sixteen bytes\"#, false),
];

#[test]
fn a_text_that_is_no_json_object_is_refused() {
    let mut records = RawRecords::default();
    for (text, taken) in TEXTS {
        let found =
            records.read(text.as_bytes()).map(|(record, length)| (length, value_of(record)));
        assert_eq!(found.is_some(), *taken, "{text}");
        if let Some((length, value)) = found {
            assert_eq!(length, text.len());
            assert_eq!(value, parsed(text.as_bytes()), "{text}");
        }
    }
}

#[test]
fn nesting_is_read_quickly_down_to_63_levels_and_never_deeper_than_by_the_slow_parser() {
    let mut records = RawRecords::default();
    for (depth, quick, taken) in
        [(62, true, true), (63, false, true), (126, false, true), (127, false, false)]
    {
        let text = format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(records.read(text.as_bytes()).is_some(), quick, "{depth}");
        assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), taken, "{depth}");
    }
    for deep in ["{\"a\":", "{\"a\":[", "[", "{"] {
        assert!(records.read(format!("{{\"a\":{}", deep.repeat(100_000)).as_bytes()).is_none());
    }
}

#[test]
fn a_number_is_taken_as_long_as_every_double_is() {
    let mut records = RawRecords::default();
    // One that is longer may be beyond every double, which the slow parser judges.
    for (digits, taken) in [(1, true), (20, true), (300, true), (301, false), (310, false)] {
        let text = format!("{{\"a\":{}}}", "9".repeat(digits));
        let read = records.read(text.as_bytes()).map(|(record, _)| value_of(record));
        let expected = taken.then(|| serde_json::from_str(&text).unwrap());
        assert_eq!(read, expected, "{digits}");
    }
}

#[test]
fn a_node_is_shown_as_it_is_written() {
    let text = r#" {"a": [1, "é"]} "#;
    let node = RawJson::new(text.as_bytes());
    assert_eq!(format!("{node:?}"), r#"RawJson("{\"a\": [1, \"é\"]}")"#);
    let member = node.member("a").unwrap();
    assert_eq!(format!("{member:?}"), r#"RawJson("[1, \"é\"]")"#);
}

#[test]
fn what_follows_an_object_is_left() {
    let mut records = RawRecords::default();
    for (text, rest) in [("{} ", " "), ("{\"a\":1}}", "}"), ("{\"a\":{}},{\"b\"", ",{\"b\"")] {
        let (_, length) = records.read(text.as_bytes()).unwrap();
        assert_eq!(text.get(length..), Some(rest));
    }
}

#[test]
fn a_text_that_is_no_json_is_null_and_nothing_panics() {
    let filter: Filter = "a/b eq null and c/any(x:x eq 1) eq false and d eq null".parse().unwrap();
    let predicate = filter.compile(&Compile::default()).unwrap();
    for text in
        ["", " ", "x", "{", "{\"a\"", "{\"a\":", "{\"a\":\"", "{\"a\":{", "{\"c\":[", "{\"c\":[1,"]
    {
        let _ = predicate.evaluate(RawJson::new(text.as_bytes()));
    }
    assert!(predicate.matches(RawJson::new(b"{\"d\":\"\\ud83d\"}")));
    // What stands behind a value that is none is not read.
    for text in [r#"{"x":,"d":1}"#, r#"{"x":],"d":1}"#, r#"{"x":},"d":1}"#, r#"{"x"::"d":1}"#] {
        assert!(predicate.matches(RawJson::new(text.as_bytes())), "{text}");
    }
}

proptest! {
    #[test]
    fn a_text_shows_what_its_value_shows(value in object(), pretty: bool, escaped: bool) {
        let mut text = match pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        if escaped {
            text = with_escapes(&text);
        }
        prop_assert_eq!(&value_of(RawJson::new(text.as_bytes())), &value);
        let mut records = RawRecords::default();
        match records.read(text.as_bytes()) {
            Some((record, length)) => {
                prop_assert_eq!(length, text.len());
                prop_assert_eq!(value_of(record), value);
            }
            None => prop_assert!(text.contains(['e', 'E'])),
        }
    }

    #[test]
    fn a_damaged_text_is_taken_only_if_it_is_still_json(
        value in object(),
        at: prop::sample::Index,
        byte in prop::sample::select(&b"\"\\{}[]:,0e-.t \nu\x80"[..]),
        replace: bool,
    ) {
        let mut bytes = value.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..at + usize::from(replace), [byte]);
        let mut records = RawRecords::default();
        if let Some((record, length)) = records.read(&bytes) {
            prop_assert_eq!(value_of(record), parsed(bytes.get(..length).unwrap()));
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in "[\"\\\\{}\\[\\]:,a0 ]{0,60}") {
        value_of(RawJson::new(text.as_bytes()));
        let mut records = RawRecords::default();
        if let Some((record, length)) = records.read(text.as_bytes()) {
            prop_assert_eq!(value_of(record), parsed(&text.as_bytes()[..length]));
        }
    }
}

/// Of a member with two names the other counts where there is nothing under the first, and so where
/// what is there cannot be read.
#[test]
fn what_cannot_be_read_is_null_under_each_name_of_a_member() {
    let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse().unwrap();
    let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any())).unwrap();
    for value in ["null", r#""\ud800""#, "1e400", "x", "-"] {
        for (text, is_met) in [
            (r#"{"provisioningStatusInfo":{"Status":"failure","status":@}}"#, true),
            (r#"{"provisioningStatusInfo":{"Status":@,"status":"failure"}}"#, true),
            (r#"{"statusInfo":{"status":"failure"},"provisioningStatusInfo":@}"#, true),
            (r#"{"provisioningStatusInfo":{"status":@}}"#, false),
        ] {
            let text = text.replace('@', value);
            assert_eq!(predicate.matches(RawJson::new(text.as_bytes())), is_met, "{text}");
        }
    }
}

/// The value as serde_json reads it, but for `-0`, which it reads as the double -0.0.
fn parsed(json: &[u8]) -> Value {
    let (mut inside, mut escaped, mut before, mut text) = (false, false, b' ', Vec::new());
    for (at, &byte) in json.iter().enumerate() {
        let is_zero = json.get(at..).is_some_and(|rest| {
            rest.starts_with(b"-0") && !matches!(rest.get(2), Some(b'.' | b'e' | b'E'))
        });
        let is_exponent = matches!(before, b'e' | b'E');
        text.push(if is_zero && !inside && !is_exponent { b' ' } else { byte });
        before = byte;
        (inside, escaped) = match (inside, escaped, byte) {
            (true, false, b'\\') => (true, true),
            (_, false, b'"') => (!inside, false),
            _ => (inside, false),
        };
    }
    serde_json::from_slice(&text).unwrap()
}

/// The value that the nodes show, its members found by their names.
fn value_of(node: RawJson<'_>) -> Value {
    let view = node.view();
    match node.plain() {
        Plain::Null => assert_eq!(view, View::Null),
        Plain::Text(text) => assert_eq!(view, View::String(text.into())),
        Plain::Integer(number) => assert_eq!(view, View::Integer(number.into())),
        // What is left to the view.
        _ => {}
    }
    match view {
        View::Null => Value::Null,
        View::Boolean(value) => value.into(),
        View::Integer(value) => match i64::try_from(value) {
            Ok(value) => value.into(),
            Err(_) => u64::try_from(value).unwrap().into(),
        },
        View::Double(value) => value.into(),
        View::String(value) => value.into_owned().into(),
        View::Collection => node.items().map(value_of).collect(),
        _ => {
            let names: serde_json::Map<String, Value> =
                serde_json::from_slice(node.as_written()).unwrap_or_default();
            let members = names.into_iter().filter_map(|(name, _)| {
                let found = node.member(&name)?;
                Some((name, value_of(found)))
            });
            Value::Object(members.collect())
        }
    }
}

/// A JSON object without a name twice.
fn object() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[a-c]{0,3}", "[a-zA-Z0-9 ,:{}\\[\\]\"\\\\/\n]{0,40}", "\\PC{0,12}",];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-1000..1000_i32).prop_map(|n| json!(f64::from(n) / 8.0)),
        text.clone().prop_map(Value::from),
    ];
    let members = move |value: BoxedStrategy<Value>| {
        prop::collection::btree_map(text.clone(), value, 0..6)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    };
    let value = leaf.prop_recursive(4, 40, 5, {
        let members = members.clone();
        move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                members(inner.boxed())
            ]
        }
    });
    members(value.boxed())
}

/// The same JSON with every third letter of its strings escaped.
fn with_escapes(json: &str) -> String {
    let (mut inside, mut escaped, mut text) = (false, false, String::new());
    for (at, c) in json.chars().enumerate() {
        if inside && !escaped && c.is_alphabetic() && at % 3 == 0 {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|u| text.push_str(&format!("\\u{u:04x}")));
            continue;
        }
        text.push(c);
        (inside, escaped) = match (inside, escaped, c) {
            (true, false, '\\') => (true, true),
            (_, false, '"') => (!inside, false),
            _ => (inside, false),
        };
    }
    text
}
