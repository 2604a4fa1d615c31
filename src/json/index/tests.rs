use std::fmt;

use fearless_simd::Level;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::object;
use crate::json::samples::{Choose, FAULTS, change, push_items};
use crate::random::random;

/// The members of an object as serde_json reads them, in order and with repeated names.
#[derive(Debug, PartialEq)]
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The first object and its end, as serde_json reads it.
fn by_serde(bytes: &[u8]) -> Option<(Members, usize)> {
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<Members>();
    let members = stream.next()?.ok()?;
    Some((members, stream.byte_offset()))
}

/// The same by the index.
fn by_index<const LINE: bool>(level: Level, bytes: &[u8]) -> Option<(Members, usize)> {
    let mut members = Vec::new();
    let read = object::<LINE>(level, bytes, 0, &mut members)?;
    let is_unescaped = members.iter().all(|member| !member.name(bytes).contains(&b'\\'));
    assert_eq!(is_unescaped, read.names_unescaped);
    let members = members.iter().map(|member| {
        let name = &bytes[member.name as usize..member.name_end as usize];
        let value = serde_json::Deserializer::from_slice(&bytes[member.value as usize..])
            .into_iter()
            .next();
        (serde_json::from_slice(name).unwrap(), value.unwrap().unwrap())
    });
    Some((Members(members.collect()), read.end))
}

fn agree(bytes: &[u8]) -> Option<(Members, usize)> {
    let slow = by_serde(bytes);
    for level in crate::json::bitmap::simd_levels() {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(by_index::<false>(level, bytes), slow, "{level:?}: {text}");
        let in_line = slow.as_ref().filter(|(_, end)| !bytes[..*end].contains(&b'\n'));
        assert_eq!(by_index::<true>(level, bytes).as_ref(), in_line, "{level:?}, a line: {text}");
    }
    slow
}

/// Valid objects, and those that a few bytes more or less may break.
#[test]
fn an_object_is_valid_exactly_where_serde_json_says_so() {
    let mut random = random();
    let choose: Choose<'_> = &mut random;
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..30_000 {
        let mut text = String::new();
        push_items(&mut text, 4, true, choose);
        let mut bytes = text.into_bytes();
        change(&mut bytes, choose);
        match agree(&bytes) {
            Some(_) => taken += 1,
            None => refused += 1,
        }
    }
    assert!(taken > 10_000 && refused > 5_000, "{taken} taken, {refused} refused");
}

/// Every fault at every position of a text that is longer than two chunks.
#[test]
fn a_fault_is_found_at_every_position() {
    let text = br#"{"id":"1","b":[1,{"c":[]},-20,"\u00e9 and \\"],"d":{"e":{},"f":null},"g":[[true],"x"],"h":"a string of some length","i":{"j":[{"k":0.5}]}}"#;
    assert!(agree(text).is_some() && text.len() > 128);
    for at in 1..text.len() {
        agree(&text[..at]);
        for fault in FAULTS {
            agree(&[&text[..at], fault, &text[at..]].concat());
            agree(&[&text[..at], fault, &text[at + 1..]].concat());
        }
    }
}

/// Tokens that are longer than a chunk, at every offset.
#[test]
fn tokens_may_be_longer_than_a_chunk() {
    let [blanks, name, slashes] = [" ", "n", "\\"].map(|piece| piece.repeat(130));
    let texts = [
        format!("{{{blanks}}}"),
        format!("{{\"a\":[{blanks}]{blanks}}}"),
        format!("{{\"{name}\"{blanks}:{blanks}1{blanks},{blanks}\"b\":{{}}}}"),
        format!("{{\"{name}\\n\":\"{name}\",\"é{name}é\":\"{slashes}\"}}"),
        format!("{{\"a\":\"x{slashes}\\\"\",\"b\":\"{slashes}\"}}"),
        format!("{{\"a\":\"{slashes}\\\",\"b\":1}}"),
        format!("{{\"a\"{blanks}\"b\":1}}"),
        format!("{{\"a\":1{blanks}2}}"),
        format!("{{\"a\":1,{blanks}}}"),
        format!("{{\"a\":{},\"b\":1}}", "9".repeat(300)),
    ];
    let mut taken = 0;
    for text in &texts {
        for length in 0..130 {
            let text = text.replacen('"', &format!("\"{}", "m".repeat(length)), 1);
            taken += usize::from(agree(text.as_bytes()).is_some());
        }
    }
    assert_eq!(taken, 6 * 130);
}

#[test]
fn bytes_before_an_object_make_no_difference() {
    let object_alone = br#"{"id":"a","b":[{"c":"d"}],"e":null}"#;
    let mut members = Vec::new();
    for before in 0..70 {
        let bytes = [&b"\"\\{[,:1\xE0".repeat(9)[..before], object_alone].concat();
        let read = object::<true>(Level::new(), &bytes, before, &mut members).unwrap();
        assert_eq!((read.end, members.len()), (bytes.len(), 3));
        for (member, value) in members.iter().zip([&b"\"a\""[..], b"[{", b"null"]) {
            assert!(bytes[member.value as usize..].starts_with(value));
        }
    }
}

#[test]
fn deep_nesting_and_exponents_are_left_to_a_full_parser() {
    let levels = crate::json::bitmap::simd_levels();
    let read = |text: &str| {
        let taken = levels.iter().map(|level| by_index::<true>(*level, text.as_bytes()).is_some());
        let taken: Vec<_> = taken.collect();
        assert!(taken.iter().all(|taken_too| *taken_too == taken[0]), "{text}");
        taken[0]
    };
    for (depth, taken) in [(1, true), (62, true), (63, false), (64, false), (200, false)] {
        assert_eq!(read(&format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth))), taken);
        assert_eq!(
            read(&format!("{}1{}", "{\"a\":".repeat(depth + 1), "}".repeat(depth + 1))),
            taken
        );
    }
    assert!(!read("{\"a\":1e5}"));
}
