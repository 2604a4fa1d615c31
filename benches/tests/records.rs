//! The records are the same everywhere for the same seed, and what is said of their shares holds.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use odata_query_benches::records::{Log, NO_DURATION, RARE_JOB, RARE_NAME, Shape, Writer, events};
use serde_json::Value;

fn text(log: Log) -> String {
    let mut bytes = Vec::new();
    log.write_to(&mut bytes).expect("a vector takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

const LOG: Log = Log { shape: Shape::Lines, bytes: 64 << 20, seed: 1, writer: None };

/// FNV-1a.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn the_same_seed_and_size_give_the_same_bytes() {
    let shapes = [
        (Shape::Lines, 0xe5ec_0ad4_6ce6_428e),
        (Shape::Page, 0xffa4_3e6f_245c_3e08),
        (Shape::Diagnostic, 0xf258_0a70_58db_ac3e),
    ];
    for (shape, expected) in shapes {
        let log = Log { shape, bytes: 2 << 20, ..LOG };
        let found = digest(&text(log));
        assert_eq!(found, expected, "{shape:?}: {found:#018x}");
        assert_ne!(digest(&text(Log { seed: 2, ..log })), expected);
    }
}

#[test]
fn a_log_is_as_large_as_asked_and_whole() {
    for shape in [Shape::Lines, Shape::Page, Shape::Diagnostic] {
        for bytes in [1, 2 << 10, 300 << 10, 2 << 20] {
            let log = Log { shape, bytes, ..LOG };
            let mut out = Vec::new();
            let records = log.write_to(&mut out).expect("a vector takes everything");
            let text = String::from_utf8(out).expect("UTF-8");
            let parsed: Vec<Value> = if shape == Shape::Page {
                let page: Value = serde_json::from_str(&text).expect("JSON");
                page["value"].as_array().expect("records").clone()
            } else {
                text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
            };
            assert_eq!(parsed.len() as u64, records, "{shape:?} {bytes}");
            if bytes > 100 << 10 {
                let left = bytes - text.len() as u64;
                assert!(left < 10 << 10, "{shape:?} {bytes}: {left} bytes are missing");
            }
        }
    }
}

#[test]
fn the_shares_are_as_documented() {
    let text = text(LOG);
    let records: Vec<(&str, Value)> =
        text.lines().map(|line| (line, serde_json::from_str(line).expect("JSON"))).collect();
    let all = records.len() as f64;
    let share = |is: &dyn Fn(&str, &Value) -> bool| {
        records.iter().filter(|(line, value)| is(line, value)).count() as f64 / all
    };
    let near = |what: &str, found: f64, expected: f64| {
        // Four times the deviation of so many draws.
        let slack = 4.0 * (expected / all).sqrt();
        assert!((found - expected).abs() < slack, "{what}: {found}, not {expected}");
    };
    let mean = text.len() as f64 / all;
    assert!((mean - 2_600.0).abs() < 100.0, "{mean} bytes on average");
    let status = |value: &Value| value["provisioningStatusInfo"]["status"].clone();
    let failed_step = |value: &Value| {
        let steps = value["provisioningSteps"].as_array().expect("steps");
        steps.iter().any(|step| step["status"] == "failure")
    };
    let rare = |value: &Value| {
        value["sourceIdentity"]["displayName"]
            .as_str()
            .is_some_and(|name| name.ends_with(RARE_NAME))
    };
    let early = |line: &str| line.find("provisioningStatusInfo") < line.find("sourceSystem");
    near("failure", share(&|_, value| status(value) == "failure"), 0.05);
    near("job", share(&|_, value| value["jobId"] == RARE_JOB), 0.0001);
    near("name", share(&|_, value| rare(value)), 0.0005);
    near("escaped name", share(&|line, value| rare(value) && line.contains("\\u00")), 0.00025);
    near("early status", share(&|line, _| early(line)), 0.5);
    near(
        "decoys",
        share(&|_, value| status(value) != "failure" && failed_step(value)),
        0.95 / 33.0,
    );
    near(
        "the duration of none",
        share(&|line, _| line.contains(&format!("durationInMilliseconds\":{NO_DURATION}"))),
        0.85 * 0.0005 + 0.1 * 0.0005,
    );
    assert_eq!(share(&|_, value| value["durationInMilliseconds"] == 86_400_001), 0.0);
    let days = share(&|_, value| {
        let time = value["activityDateTime"].as_str().expect("a time");
        ("2024-05-01T00:00:00Z".."2024-05-31").contains(&time)
    });
    assert_eq!(days, 1.0);
    for spelling in ["\\u0027", "\\/", "\\\"", "\\n", "\\u00eb", "\\u00EB", "Zoë", "\": \""] {
        assert!(text.contains(spelling), "{spelling} is nowhere");
    }
}

#[test]
fn every_writer_writes_the_same_events() {
    let values = |writer| -> Vec<Value> {
        let log = Log { bytes: 1 << 20, writer: Some(writer), ..LOG };
        // Times follow the place in the log, which longer spellings move.
        text(log)
            .lines()
            .take(50)
            .map(|line| {
                let mut value: Value = serde_json::from_str(line).expect("JSON");
                value["activityDateTime"] = Value::Null;
                value
            })
            .collect()
    };
    let graph = values(Writer::Graph);
    assert_eq!(graph.len(), 50);
    for writer in [Writer::DotNet, Writer::Python, Writer::Php] {
        assert!(values(writer) == graph, "{writer:?}");
    }
}

#[test]
fn as_many_events_as_asked_for() {
    let events = events(1, 1_000);
    assert_eq!(events.len(), 1_000);
    for event in events {
        serde_json::from_str::<Value>(&event).expect("JSON");
    }
}
