//! Tokens of pages that are made here: they are spelled the same on every machine and in every
//! version, hold any key and any count, and are refused where a bit of them is another.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use odata_query::eval::{Compile, QueryRunner, ResultPage, TokenError};
use odata_query::{Query, SkipToken};
use serde_json::{Value, json};

fn compile(query: &str) -> QueryRunner {
    let query: Query = query.parse().expect(query);
    query.compile(&Compile::default()).expect("compiles")
}

/// The token after the first of these records.
fn token(query: &str, records: &[Value]) -> SkipToken {
    compile(query).over(records, None).expect("a page").next.expect("there is more")
}

fn ids(page: &ResultPage<&Value>) -> Vec<u64> {
    page.items.iter().filter_map(|record| record["id"].as_u64()).collect()
}

/// An order, and the token after a record that is ordered by a value of each type.
const TOKENS: &[(&str, &str)] = &[
    ("missing", "ARV8dPG2_kuwAb_pEgEA"),
    ("id lt 5", "AQOe9GlO63cF869NQAEB"),
    ("id ge 0", "AQvTfIEJJ8snO3RMwwEC"),
    ("id", "AeQQI4fvi1ob1v4sHgEDBwAAAAAAAAAAAAAAAAAAAA"),
    ("id mul 1.50", "Afnx20ZNZhYazAQEfAEEGgQAAAAAAAAAAAAAAAAAAAI"),
    ("id mul 1.5e0", "AUTJ8ahqgxpT0KUZ0AEFAAAAAAAAJUA"),
    ("text", "AQ87Vt4pFNsHmrYjAwEGAsOp"),
    ("cast('2024-05-01',Edm.Date)", "AaieJnJgnSJiN9ytgwEHv0YLAA"),
    (
        "cast('2024-05-01T02:03:04.5%2B02:00',Edm.DateTimeOffset)",
        "AeaPihDr3CVEjH82RQEIv0YLAAIDBACIUmp0AAAAeAA",
    ),
    ("cast('11:22:33.5',Edm.TimeOfDay)", "AU04f7p9eNlZIEe23AEJCxYhAIhSanQAAAA"),
    ("cast('-PT1.5S',Edm.Duration)", "AbOchBiQ1VYuq0Vt-wEKAGgIwaL-_____________w"),
    (
        "cast('01234567-89ab-cdef-0123-456789abcdef',Edm.Guid)",
        "AetQiJzr_unHZnvYugELASNFZ4mrze8BI0VniavN7w",
    ),
    ("cast('AQID',Edm.Binary)", "AeBNS8SOmNgcxJNuBQEMAwECAw"),
    ("id desc,text,missing", "AbGnVqpXiWL8QR_3UgEDBwAAAAAAAAAAAAAAAAAAAAYCw6kA"),
];

#[test]
fn a_token_is_spelled_the_same_in_every_version() {
    let records = [json!({"id": 7, "text": "é"}), json!({"id": 7, "text": "é"})];
    let spelled: Vec<(&str, String)> = TOKENS
        .iter()
        .map(|(order, _)| {
            let query = format!("$orderby={order}&$top=1");
            (*order, token(&query, &records).as_str().to_owned())
        })
        .collect();
    let expected: Vec<(&str, String)> =
        TOKENS.iter().map(|(order, token)| (*order, (*token).to_owned())).collect();
    assert_eq!(spelled, expected);
    let many = vec![json!({"id": 7}); 201];
    for (top, expected) in [
        (127, "AZ9BfUnvi1ob1v4sHn8DBwAAAAAAAAAAAAAAAAAAAA"),
        (128, "AQP1W3Pvi1ob1v4sHoABAwcAAAAAAAAAAAAAAAAAAAA"),
        (200, "AXOvZfDvi1ob1v4sHsgBAwcAAAAAAAAAAAAAAAAAAAA"),
    ] {
        assert_eq!(token(&format!("$orderby=id&$top={top}"), &many).as_str(), expected, "{top}");
    }
}

#[test]
fn any_number_of_equal_records_is_counted() {
    let records: Vec<Value> = (0..16_700).map(|id| json!({ "id": id, "same": "x" })).collect();
    let pages = compile("$orderby=same&$top=3");
    for given in [1, 126, 127, 128, 129, 200, 255, 256, 300, 16_383, 16_384, 16_385, 16_697] {
        let token = token(&format!("$orderby=same&$top={given}"), &records);
        let page = pages.over(&records, Some(&token)).expect("a page");
        assert_eq!(ids(&page), [given, given + 1, given + 2]);
    }
}

#[test]
fn a_key_of_any_length_is_gone_on_from() {
    for length in [0, 1, 126, 127, 128, 129, 255, 256, 300, 16_383, 16_384, 20_000] {
        let text = "x".repeat(length);
        let records = [
            json!({"id": 1, "text": text.clone() + "y"}),
            json!({"id": 2, "text": text}),
            json!({"id": 3, "text": text.clone() + "z"}),
        ];
        for (query, expected) in [("$orderby=text", [1, 3]), ("$orderby=text desc", [1, 2])] {
            let first = token(&format!("{query}&$top=1"), &records);
            let page = compile(query).over(&records, Some(&first)).expect("a page");
            assert_eq!(ids(&page), expected, "{query} {length}");
        }
    }
}

/// The bytes of a token of this version that hold this.
fn forged(payload: &[u8]) -> Vec<u8> {
    let hash = payload.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut bytes = vec![1];
    bytes.extend(((hash >> 32) as u32 ^ hash as u32).to_le_bytes());
    bytes.extend(payload);
    bytes
}

fn spelled(bytes: &[u8]) -> SkipToken {
    SkipToken::new(URL_SAFE_NO_PAD.encode(bytes)).expect("a token")
}

#[test]
fn a_token_with_a_bit_that_is_another_is_refused() {
    let records = [json!({"id": 7}), json!({"id": 8})];
    let pages = compile("$orderby=id&$top=1");
    let token = token("$orderby=id&$top=1", &records);
    let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).expect("base64url");
    for at in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        let refused = pages.over(&records, Some(&spelled(&bytes)));
        assert_eq!(refused, Err(TokenError::Malformed), "{at}");
    }
}

#[test]
fn what_somebody_made_up_is_refused() {
    let records = [json!({"id": 7}), json!({"id": 8})];
    let pages = compile("$orderby=id&$top=1");
    let token = token("$orderby=id&$top=1", &records);
    let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).expect("base64url");
    let (fingerprint, place) = bytes[5..].split_at(8);
    let with = |place: &[u8]| spelled(&forged(&[fingerprint, place].concat()));
    assert_eq!(with(place), token);
    let tagged = |tag: u8, rest: &[u8]| [&[1, tag], rest].concat();
    let huge = i128::MAX.to_le_bytes();
    // A value of each type that is none: behind the count 1, its tag and its bytes.
    for place in [
        vec![],
        vec![1],
        // More behind the key, and no key at all.
        [place, &[0]].concat(),
        [place, place].concat(),
        place[..place.len() - 1].to_vec(),
        // A count that has no end, or none that fits.
        vec![0x80; 3],
        [&[0x80; 10][..], &[0]].concat(),
        tagged(3, &[0; 15]),
        // A decimal beyond what one can be, by its digits and by its scale.
        tagged(4, &[&huge[..], &[0]].concat()),
        tagged(4, &[&[1], &[0; 15][..], &[29]].concat()),
        tagged(5, &[0; 7]),
        // Text that is not UTF-8, or shorter than it says.
        tagged(6, &[1, 0xff]),
        tagged(6, &[2, b'a']),
        tagged(6, &[0xff; 9]),
        // A day, a time and an offset beyond the calendar.
        tagged(7, &i32::MAX.to_le_bytes()),
        tagged(8, &[&[1, 0, 0, 0, 1, 1, 1][..], &[0; 8], &i16::MAX.to_le_bytes()].concat()),
        tagged(9, &[&[24, 0, 0][..], &[0; 8]].concat()),
        tagged(9, &[&[1, 0, 0][..], &[0xff; 8]].concat()),
        tagged(10, &huge),
        tagged(11, &[0; 15]),
        tagged(12, &[3, 0]),
        tagged(13, &[]),
        tagged(255, &[]),
    ] {
        assert_eq!(
            pages.over(&records, Some(&with(&place))),
            Err(TokenError::Malformed),
            "{place:?}"
        );
    }
    // A key of another type is in its place in the order: null before every number, text behind.
    for (place, expected) in [(tagged(0, &[]), vec![7]), (tagged(6, &[1, b'a']), vec![])] {
        let page = pages.over(&records, Some(&with(&place))).expect("a page");
        assert_eq!(ids(&page), expected, "{place:?}");
    }
}
