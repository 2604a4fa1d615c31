//! A text equals itself and no other, whatever its length and wherever they differ; the name of a
//! member of an enumeration also equals itself in other cases.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::schema::Schema;
use serde_json::json;

fn compile(text: &str, options: &Compile<'_>) -> Predicate {
    text.parse::<Filter>().unwrap().compile(options).unwrap()
}

/// The text with a bit of one of its letters turned.
fn turned(text: &str, at: usize, bit: u8) -> String {
    let mut bytes = text.as_bytes().to_owned();
    bytes[at] ^= bit;
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_text_equals_itself_alone() {
    for length in 0..36 {
        let text: String = ('a'..='y').cycle().take(length).collect();
        let any = Compile::default();
        let equal = [
            format!("t eq '{text}'"),
            format!("not (t ne '{text}')"),
            format!("t in ('{text}')"),
            format!("t in ('z','{text}')"),
            format!("t in ('z','zz','{text}')"),
            format!("t eq 'z' or t eq '{text}'"),
        ]
        .map(|filter| compile(&filter, &any));
        let says = |other: &str| {
            let record = json!({ "t": other });
            equal.iter().map(|predicate| predicate.matches(&record)).collect::<Vec<_>>()
        };
        assert_eq!(says(&text), [true; 6], "{text}");
        assert_eq!(says(&format!("{text}x")), [false; 6], "{text}");
        for at in 0..length {
            for bit in [1, 2, 16, 32] {
                let other = turned(&text, at, bit);
                assert_eq!(says(&other), [false; 6], "{text} {other}");
                // And where another letter differs by the same bit.
                let other = turned(&other, length - 1 - at, bit);
                assert_eq!(says(&other), [other == text; 6], "{text} {other}");
            }
        }
    }
}

#[test]
fn a_member_equals_its_name_in_any_case() {
    let known = Compile::with_schema(Schema::provisioning_any());
    for (path, name) in [
        ("provisioningStatusInfo/status", "failure"),
        ("provisioningStatusInfo/errorInformation/errorCategory", "nonServiceFailure"),
        ("provisioningSteps", "matching"),
        ("provisioningAction", "stagedDelete"),
    ] {
        let filter = match path {
            "provisioningSteps" => format!("{path}/any(s:s/provisioningStepType eq '{name}')"),
            path => format!("{path} eq '{name}'"),
        };
        let predicate = compile(&filter, &known);
        let matches = |text: &str| {
            let record = match path.split('/').collect::<Vec<_>>()[..] {
                ["provisioningSteps"] => json!({path: [{"provisioningStepType": text}]}),
                [one] => json!({one: text}),
                [one, two] => json!({one: {two: text}}),
                [one, two, three] => json!({one: {two: {three: text}}}),
                _ => json!({}),
            };
            predicate.matches(&record)
        };
        assert!(matches(name) && matches(&name.to_uppercase()), "{filter}");
        for at in 0..name.len() {
            assert!(matches(&turned(name, at, 32)), "{filter} {at}");
            for bit in [1, 2, 4, 8] {
                let other = turned(name, at, bit);
                assert!(!matches(&other), "{filter} {other}");
                assert!(!matches(&turned(&other, at, 32)), "{filter} {other}");
            }
        }
    }
}
