//! A log filtered in blocks gives what it gives record by record: the same matches byte for
//! byte, the same errors at the same places, wherever a block ends and however many threads look.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufReader, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate, RawJson, RawRecords};
use odata_query::input::{InputFormat, ReadOptions, Records};
use odata_query::scan::{ScanItem, ScanOptions, Unwrap, Validation, scan};
use odata_query::schema::Schema;
use odata_query::store::ColumnStore;
use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::cases::cases;

/// What was found: matches as lines with their places, and what is said of the rest.
#[derive(Debug, Default, PartialEq)]
struct Answer {
    matches: Vec<(String, Vec<u8>)>,
    errors: Vec<String>,
}

/// Record by record, on parsed values.
fn slowly(log: &[u8], predicate: &Predicate, options: &ScanOptions) -> Answer {
    let mut answer = Answer::default();
    for record in Records::with_options(log, options.read) {
        match record {
            Err(error) => answer.errors.push(error.to_string()),
            Ok(record) => {
                let subject = match options.unwrap {
                    Unwrap::Envelope => record.event(),
                    Unwrap::None => record.value(),
                };
                match predicate.evaluate(subject) {
                    Ok(Some(true)) => answer
                        .matches
                        .push((record.place().to_string(), record.line().into_owned())),
                    Ok(_) => {}
                    Err(error) => answer.errors.push(format!("{}: {error}", record.place())),
                }
            }
        }
    }
    answer
}

fn in_blocks(log: &[u8], predicate: &Predicate, options: &ScanOptions) -> Answer {
    let mut answer = Answer::default();
    // A small buffer, so that reads end anywhere.
    let input = BufReader::with_capacity(options.block_bytes.clamp(1, 100), log);
    scan(input, predicate, options, |batch| {
        for found in batch {
            match found {
                ScanItem::Match(record) => {
                    let (place, line) = (record.place().to_string(), record.line().into_owned());
                    let parsed = record.to_record().unwrap();
                    assert_eq!(parsed.bytes(), record.bytes());
                    assert_eq!(parsed.place().to_string(), place);
                    answer.matches.push((place, line));
                }
                ScanItem::ReadError(error) => answer.errors.push(error.to_string()),
                ScanItem::Failed(place, error) => answer.errors.push(format!("{place}: {error}")),
            }
        }
        ControlFlow::Continue(())
    });
    answer
}

/// Filters of which some have something to search for, and some not.
const FILTERS: &[&str] = &[
    "provisioningStatusInfo/status eq 'failure'",
    "jobId eq 'job/1' or contains(sourceIdentity/displayName,'Zoë')",
    "jobId in ('job/1','job \"2\"') and durationInMilliseconds gt 5",
    "durationInMilliseconds ge 9007199254740993",
    "not (provisioningStatusInfo/status eq 'success')",
    "provisioningSteps/any(s:s/status eq 'failure') and startswith(id,'a')",
    "tenantId eq null and tolower(id) ne 'b'",
    "activityDateTime gt 2024-01-01T00:00:00Z",
    "10 div durationInMilliseconds gt 1",
    "not (jobId eq 'job/1') and durationInMilliseconds lt 5",
    "not (id eq 'a' or jobId ne 'job/1')",
    "modifiedProperties/$count gt 1 or modifiedProperties/all(m:m/newValue eq 'x')",
];

/// Records, and what is none.
const PARTS: &[&str] = &[
    r#"{"id":"a1","jobId":"job/1","durationInMilliseconds":7,"provisioningStatusInfo":{"status":"failure"}}"#,
    r#"{"id":"b","jobId":"job\/1","durationInMilliseconds":0,"provisioningStatusInfo":{"status":"success"},"provisioningSteps":[{"status":"failure"}]}"#,
    r#"{"id":"a2","jobId":"job \"2\"","durationInMilliseconds":9007199254740993,"sourceIdentity":{"displayName":"Zoë"}}"#,
    r#"{"id":"a3","jobId":"\u006aob/1","sourceIdentity":{"displayName":"Zo\u00eb"},"provisioningStatusInfo":{"st\u0061tus":"f\u0061ilure"}}"#,
    r#"{"\u006aobId":"job/1","id":"c","activityDateTime":"2024-05-01T00:00:00Z","tenantId":"t"}"#,
    r#"{ "id" : "d" , "provisioningStatusInfo" : { "status" : 1 } , "modifiedProperties" : [ { "newValue" : "x" } , { } ] }"#,
    r#"{"category":"ProvisioningLogs","operationName":"x","properties":{"Id":"e","jobId":"job/1","provisioningStatusInfo":{"Status":"failure"},"provisioningSteps":[{"status":1}]}}"#,
    r#"{"properties":{"jobId":"job/1"},"id":"f"}"#,
    r#"{"operationName":"x","id":"w","\u0070roperties":{"jobId":"job/1","durationInMilliseconds":3}}"#,
    r#"{"@odata.context":"c","value":[{"id":"x","jobId":"job/1"},{"id":"y"}],"@odata.nextLink":"l"}"#,
    r#"{"id":"z","a":{"b":[[[[{"c":"\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\""}],[]]]]},"jobId":"job/1"}"#,
    r#"{"id":"g","durationInMilliseconds":"text","jobId":5}"#,
    r#"{"id":"h","durationInMilliseconds":1e2,"jobId":"job/1"}"#,
    r#"{"id":"i","jobId":"a string { that ] looks , like \\\" more \\"}"#,
    r#"{"error":{"code":"UnknownError","message":"busy"}}"#,
    r#"{"id":"j","error":{"code":"x"},"jobId":"job/1"}"#,
    r#"{"id":"k","jobId":"job/1",}"#,
    r#"{"id":"l","jobId":"job/1""#,
    r#"{"id":"m","jobId":"job/1]}"#,
    r#"{"id":"n","jobId":["job/1"}]"#,
    r#"{"value":[{"id":"o","jobId":"job/1"},{"id":"p"}]}"#,
    r#"{"@odata.context":"c","value":[]}"#,
    r#"{"id":"q","value":[1],"jobId":"job/1"}"#,
    r#"{"id":"r","jobId":"\ud83d","provisioningStatusInfo":{"status":"failure"}}"#,
    r#"{"jobId":"job/1"}}"#,
    r#"{"id":"s"} {"id":"t"}"#,
    r#"{}"#,
    r#"[]"#,
    r#"7"#,
    r#""jobId""#,
    "",
    "  ",
    "{\"id\":\"u\",\"jobId\":\"job/1\"}\r",
    "{\n  \"id\": \"v\",\n  \"jobId\": \"job/1\"\n}",
];

fn log() -> impl Strategy<Value = String> {
    let part = || prop::sample::select(PARTS);
    let good = || prop::sample::select(PARTS.get(..9).unwrap());
    let separator = |usual: &'static str| prop_oneof![20 => Just(usual), 1 => prop::sample::select(&["", "\n", ",", ",,", " , ", "]"][..])];
    let joined = |part: BoxedStrategy<&'static str>, usual| {
        prop::collection::vec((part, separator(usual)), 0..12).prop_map(|parts| {
            let last = parts.len().saturating_sub(1);
            let mut text = String::new();
            for (at, (part, separator)) in parts.iter().enumerate() {
                text.push_str(part);
                if at < last {
                    text.push_str(separator);
                }
            }
            text
        })
    };
    let parts = |usual| prop_oneof![joined(good().boxed(), usual), joined(part().boxed(), usual)];
    let lines = (parts("\n"), any::<bool>()).prop_map(|(lines, end)| match end {
        true => lines + "\n",
        false => lines,
    });
    let around = prop_oneof![
        8 => Just(("{\"@odata.context\":\"c\",\"value\":[", "]}")),
        4 => Just(("[\n", "\n]\n")),
        2 => Just(("{\"records\": [", "],\"@odata.nextLink\":\"https://x/?$skiptoken=a\"} ")),
        1 => Just(("\u{feff} [", "] {\"id\":\"z\",\"jobId\":\"job/1\"}")),
        1 => Just(("[", "")),
        1 => Just(("", "]")),
    ];
    let document = (around, prop_oneof![parts(","), parts(",\n")])
        .prop_map(|((start, end), items)| format!("{start}{items}{end}"));
    prop_oneof![lines, document]
}

fn shapes() -> impl Strategy<Value = InputFormat> {
    prop_oneof![
        6 => Just(InputFormat::Auto),
        1 => prop::sample::select(&[
            InputFormat::Lines, InputFormat::Document, InputFormat::Page, InputFormat::Array, InputFormat::Object,
            InputFormat::Diagnostic, InputFormat::EventHub,
        ][..]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(3000)))]

    #[test]
    fn blocks_give_what_records_give(
        log in log(),
        filter in prop::sample::select(FILTERS),
        (block_bytes, threads) in (1..200_usize, 1..4_usize),
        damage in prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<u8>())),
        shape in shapes(),
        subject in prop::sample::select(&[Unwrap::Envelope, Unwrap::None][..]),
        max_record_bytes in prop_oneof![Just(16 << 20), Just(100_usize)],
        with_schema: bool,
    ) {
        let mut log = log.into_bytes();
        if let Some((at, byte)) = damage && !log.is_empty() {
            let at = at.index(log.len());
            *log.get_mut(at).unwrap() = byte;
        }
        let filter: Filter = filter.parse().unwrap();
        let compile = match with_schema {
            true => Compile::with_schema(Schema::provisioning_any()),
            false => Compile::default(),
        };
        let predicate = filter.compile(&compile).unwrap();
        let options = ScanOptions {
            read: ReadOptions { format: shape, max_record_bytes },
            unwrap: subject,
            threads: NonZeroUsize::new(threads).unwrap(),
            block_bytes,
            validation: Validation::Full,
            schema: None,
        };
        let expected = slowly(&log, &predicate, &options);
        prop_assert_eq!(&in_blocks(&log, &predicate, &options), &expected);

        let options = ScanOptions { validation: Validation::Skip, ..options };
        let found = in_blocks(&log, &predicate, &options);
        prop_assert_eq!(found.matches, expected.matches);
        for error in found.errors {
            prop_assert!(expected.errors.contains(&error), "{}", error);
        }
    }
}

#[test]
fn a_taker_that_has_enough_ends_the_reading() {
    let predicate = "id ne null".parse::<Filter>().unwrap().compile(&Compile::default()).unwrap();
    let line = "{\"id\":\"a\"}\n";
    for threads in [1, 3] {
        let options = ScanOptions {
            threads: NonZeroUsize::new(threads).unwrap(),
            block_bytes: 100,
            ..ScanOptions::default()
        };
        // An input without an end.
        let endless = BufReader::new(std::io::repeat(0).take(0)).chain(Endless(line.as_bytes(), 0));
        let mut taken = 0;
        scan(BufReader::new(endless), &predicate, &options, |batch| {
            taken += batch.count();
            if taken > 50 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(taken > 50);
    }
}

#[test]
fn a_taker_that_panics_hangs_nobody() {
    let predicate = "id ne null".parse::<Filter>().unwrap().compile(&Compile::default()).unwrap();
    let log = "{\"id\":\"a\"}\n".repeat(10_000);
    for threads in [1, 4] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let options = ScanOptions { threads, block_bytes: 100, ..ScanOptions::default() };
        let mut batches = 0;
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            scan(log.as_bytes(), &predicate, &options, |_| {
                batches += 1;
                assert!(batches < 20);
                ControlFlow::Continue(())
            });
        }));
        assert!(ended.is_err());
        assert_eq!(batches, 20);
    }
}

#[test]
fn an_input_that_panics_hangs_nobody() {
    /// Panics once, and goes on then.
    struct Panicking<'a>(&'a [u8], usize);
    impl Read for Panicking<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.1 += 1;
            assert_ne!(self.1, 20, "as asked for");
            self.0.read(buffer)
        }
    }
    let predicate = "id ne null".parse::<Filter>().unwrap().compile(&Compile::default()).unwrap();
    for log in ["{\"id\":\"a\"}\n".repeat(10_000), format!("[{{}}{}]", ",{\"id\":1}".repeat(9_000))]
    {
        for threads in [1, 4] {
            let threads = NonZeroUsize::new(threads).unwrap();
            let options = ScanOptions { threads, block_bytes: 100, ..ScanOptions::default() };
            let ended = std::panic::catch_unwind(|| {
                let input = BufReader::with_capacity(100, Panicking(log.as_bytes(), 0));
                scan(input, &predicate, &options, |_| ControlFlow::Continue(()));
            });
            assert!(ended.is_err());
        }
    }
}

#[test]
fn an_input_that_fails_is_reported_where_it_failed() {
    let predicate = "id ne null".parse::<Filter>().unwrap().compile(&Compile::default()).unwrap();
    for (log, matches) in
        [("{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id", 2), ("[{\"id\":\"a\"},{\"i", 1)]
    {
        let input = BufReader::new(log.as_bytes().chain(Failing));
        let (mut found, mut errors) = (0, Vec::new());
        scan(input, &predicate, &ScanOptions::default(), |batch| {
            for one in batch {
                match one {
                    ScanItem::Match(_) => found += 1,
                    ScanItem::ReadError(error) => errors.push(error.to_string()),
                    ScanItem::Failed(..) => {}
                }
            }
            ControlFlow::Continue(())
        });
        assert_eq!(found, matches);
        let expected: Vec<_> = Records::new(BufReader::new(log.as_bytes().chain(Failing)))
            .filter_map(|record| record.err().map(|error| error.to_string()))
            .collect();
        assert_eq!(errors, expected);
    }
}

struct Endless<'a>(&'a [u8], usize);

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for to in buffer.iter_mut() {
            *to = *self.0.get(self.1 % self.0.len()).unwrap();
            self.1 += 1;
        }
        Ok(buffer.len())
    }
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

/// Without a point or an exponent, -0 is an integer: dividing by it is an error, not -INF.
#[test]
fn a_negative_zero_is_an_integer_in_every_mode() {
    let predicate = |text: &str| {
        let filter: Filter = text.parse().unwrap();
        filter.compile(&Compile::default()).unwrap()
    };
    let (division, zero) =
        (predicate("10 div i eq -INF"), predicate("i eq 0 and 10 div j eq -INF"));
    // The exponent takes the second log to the parser, a page to the splitter.
    for log in [
        "{\"i\":-0,\"j\":-0.0}\n{\"i\": -0 ,\"j\":-0.0}\n",
        "{\"i\":-0,\"j\":-0.0,\"k\":1e5}\n{\"k\":[1E-0,\"-0\"],\"i\":-0,\"j\":-0e0}\n",
        "{\"value\":[{\"i\":-0,\"j\":-0.0},{\"j\":-0.0,\"i\":\n-0\n}]}",
        "[{\"i\":-0,\"j\":-0.0,\"k\":1e5},{\"i\":-0,\"j\":-0.0}]",
    ] {
        for validation in [Validation::Full, Validation::Skip] {
            let options = ScanOptions { validation, ..ScanOptions::default() };
            for answer in [
                slowly(log.as_bytes(), &division, &options),
                in_blocks(log.as_bytes(), &division, &options),
            ] {
                assert!(answer.matches.is_empty(), "{log}");
                assert_eq!(answer.errors.len(), 2, "{log}: {answer:?}");
                assert!(answer.errors.iter().all(|error| error.contains("zero")), "{answer:?}");
            }
            for answer in [
                slowly(log.as_bytes(), &zero, &options),
                in_blocks(log.as_bytes(), &zero, &options),
            ] {
                assert_eq!((answer.matches.len(), answer.errors.len()), (2, 0), "{log}");
            }
        }
    }
    let text = br#"{"i":-0,"j":-0.0}"#;
    let raw = RawJson::new(text);
    assert!(division.evaluate(raw).is_err() && zero.matches(raw));
    let mut records = RawRecords::default();
    let (raw, _) = records.read(text).unwrap();
    assert!(division.evaluate(raw).is_err() && zero.matches(raw));
    let record: Box<RawValue> = serde_json::from_slice(text).unwrap();
    let store: ColumnStore<Box<RawValue>> = [record].into_iter().collect();
    assert_eq!((store.filter(&division).count(), store.filter(&zero).count()), (0, 1));
}
