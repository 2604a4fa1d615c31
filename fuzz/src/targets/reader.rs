//! Arbitrary bytes as a log, in every shape: wherever a chunk ends, the same records and errors
//! come at the same places; and a scan, whatever its blocks and threads, finds what asking each
//! record finds.

use std::io::{self, BufRead, BufReader, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use odata_query::Filter;
use odata_query::eval::{Compile, Predicate};
use odata_query::input::{InputFormat, ReadOptions, Records};
use odata_query::scan::{ScanItem, ScanOptions, Unwrap, Validation, scan};
use odata_query::schema::Schema;

use super::input::Input;
use super::names::has_each_name_once;

const SHAPES: &[InputFormat] = &[
    InputFormat::Auto,
    InputFormat::Lines,
    InputFormat::Document,
    InputFormat::Page,
    InputFormat::Array,
    InputFormat::Object,
    InputFormat::Diagnostic,
    InputFormat::EventHub,
];

/// Filters of which some have something to search for, and some not.
const FILTERS: &[&str] = &[
    "id ne null",
    "provisioningStatusInfo/status eq 'failure'",
    "jobId eq 'a' or contains(sourceIdentity/displayName,'Zoë')",
    "jobId in ('a','b \"c\"') and durationInMilliseconds gt 5",
    "durationInMilliseconds ge 9007199254740993",
    "not (provisioningStatusInfo/status eq 'success')",
    "provisioningSteps/any(s:s/status eq 'failure') and startswith(id,'a')",
    "tenantId eq null and tolower(id) ne 'b'",
    "activityDateTime gt 2024-01-01T00:00:00Z",
    "10 div durationInMilliseconds gt 1",
    "modifiedProperties/$count gt 1 or modifiedProperties/all(m:m/newValue eq 'x')",
    "true",
];

static PREDICATES: LazyLock<Vec<[Predicate; 2]>> = LazyLock::new(|| {
    let compile = |text: &&str| {
        let filter: Filter = text.parse().expect("a filter");
        let typed = Compile::with_schema(Schema::provisioning_any());
        [Compile::default(), typed].map(|options| filter.compile(&options).expect("it compiles"))
    };
    FILTERS.iter().map(compile).collect()
});

pub(crate) fn run(bytes: &[u8]) -> bool {
    let mut input = Input::new(bytes);
    let shape = input.one(SHAPES);
    let [plain, typed] = &PREDICATES[input.below(FILTERS.len())];
    let kind = input.byte();
    let predicate = if kind & 1 == 0 { plain } else { typed };
    let subject = if kind & 2 == 0 { Unwrap::Envelope } else { Unwrap::None };
    let max_record_bytes = if kind & 4 == 0 { 16 << 20 } else { usize::from(input.byte()) };
    // A thread is dear, so that most of the time there is one only.
    let threads = if kind & 0xf0 == 0xf0 { 3 } else { 1 };
    let sizes = [input.byte(), input.byte(), input.byte()];
    let block_bytes = usize::from(input.byte()) + 1;
    // What was read before is read in another way: the same again, but for one byte.
    let again = (kind & 8 != 0).then(|| (usize::from(input.byte()), input.byte()));
    let mut log = input.rest().to_vec();
    if let Some((at, byte)) = again {
        log.push(b'\n');
        log.extend_from_within(..);
        if let Some(changed) = log.iter_mut().rev().nth(at) {
            *changed = byte;
        }
    }
    let log = log.as_slice();

    let read = ReadOptions { format: shape, max_record_bytes };
    let mut options = ScanOptions {
        read,
        unwrap: subject,
        threads: NonZeroUsize::new(threads).expect("some"),
        block_bytes,
        validation: Validation::Full,
        schema: None,
    };
    let whole = records(Records::with_options(log, read), predicate, subject);
    let chunks = Chunks { bytes: log, left: 0, sizes, turn: 0 };
    let pieces = records(Records::with_options(chunks, read), predicate, subject);
    assert_eq!(pieces, whole, "in chunks of {sizes:?}: {:?}", String::from_utf8_lossy(log));

    if !whole.records.iter().all(|(_, record)| has_each_name_once(record)) {
        return false;
    }
    let context = || format!("{options:?}: {:?}", String::from_utf8_lossy(log));
    let found = blocks(log, predicate, &options);
    assert_eq!(found.matches, whole.matches, "{}", context());
    assert_eq!(found.faults, whole.faults, "{}", context());
    options.validation = Validation::Skip;
    let found = blocks(log, predicate, &options);
    let context = || format!("{options:?}: {:?}", String::from_utf8_lossy(log));
    assert_eq!(found.matches, whole.matches, "{}", context());
    let known = found.faults.iter().all(|fault| whole.faults.contains(fault));
    assert!(known, "{:?}: {}", found.faults, context());
    !whole.records.is_empty()
}

/// What is to be had of a log.
#[derive(Debug, Default, PartialEq)]
struct Answer {
    records: Vec<(String, Vec<u8>)>,
    matches: Vec<(String, Vec<u8>)>,
    faults: Vec<String>,
    next_link: Option<String>,
}

/// Record by record, on parsed values.
fn records(mut log: Records<impl BufRead>, predicate: &Predicate, subject: Unwrap) -> Answer {
    let mut answer = Answer::default();
    for record in log.by_ref() {
        let record = match record {
            Ok(record) => record,
            Err(fault) => {
                answer.faults.push(fault.to_string());
                continue;
            }
        };
        let (place, line) = (record.place().to_string(), record.line().into_owned());
        answer.records.push((place.clone(), record.bytes().to_vec()));
        let asked = match subject {
            Unwrap::Envelope => record.event(),
            Unwrap::None => record.value(),
        };
        match predicate.evaluate(asked) {
            Ok(Some(true)) => answer.matches.push((place, line)),
            Ok(_) => {}
            Err(fault) => answer.faults.push(format!("{place}: {fault}")),
        }
    }
    answer.next_link = log.next_link().map(str::to_owned);
    answer
}

fn blocks(log: &[u8], predicate: &Predicate, options: &ScanOptions) -> Answer {
    let mut answer = Answer::default();
    // A small buffer, so that reads end anywhere.
    let input = BufReader::with_capacity(options.block_bytes.clamp(1, 100), log);
    scan(input, predicate, options, |batch| {
        for found in batch {
            match found {
                ScanItem::Match(record) => {
                    let (place, line) = (record.place().to_string(), record.line().into_owned());
                    let parsed = record.to_record().expect("a match is a record");
                    assert_eq!(parsed.bytes(), record.bytes());
                    assert_eq!(parsed.place().to_string(), place);
                    answer.matches.push((place, line));
                }
                ScanItem::ReadError(fault) => answer.faults.push(fault.to_string()),
                ScanItem::Failed(place, fault) => answer.faults.push(format!("{place}: {fault}")),
            }
        }
        ControlFlow::Continue(())
    });
    answer
}

/// An input that gives a few bytes at a time, of sizes that come in turns.
struct Chunks<'a> {
    bytes: &'a [u8],
    /// Of the chunk that was given last.
    left: usize,
    sizes: [u8; 3],
    turn: usize,
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let count = chunk.len().min(buffer.len());
        buffer[..count].copy_from_slice(&chunk[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Chunks<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            self.left = usize::from(self.sizes[self.turn % 3] % 32) + 1;
            self.turn += 1;
        }
        Ok(&self.bytes[..self.left.min(self.bytes.len())])
    }

    fn consume(&mut self, count: usize) {
        self.bytes = &self.bytes[count..];
        self.left -= count;
    }
}
