//! Looking at the records of a block.

use std::collections::VecDeque;
use std::ops::Range;

use super::batch::Event;
use super::{Check, ScanOptions, Subject};
use crate::eval::{Necessary, Predicate, RawJson, RawRecords};
use crate::record::entry::{Place, Record};
use crate::record::error::{ReadError, ReadErrorKind};
use crate::record::fault::skip_blank;
use crate::record::lines;
use crate::record::shape::Shape;
use crate::record::source::Source;

/// How many bytes are looked at to choose what to search for,
const SAMPLE: usize = 32 * 1024;
/// and after how many blocks again: a log may be in the order of what is sought.
const BLOCKS: u32 = 8;

/// What one thread looks at blocks with.
pub(super) struct Looker<'p> {
    predicate: &'p Predicate,
    options: &'p ScanOptions,
    /// What every match must have, if records that do not have it are passed over.
    necessary: Option<Necessary>,
    /// Whether searching pays, and how many blocks that was learned for.
    pays: bool,
    learned_for: u32,
    records: RawRecords,
    candidates: Vec<usize>,
}

/// What was found in a block, with the places counted from its start.
struct Findings<'b> {
    bytes: &'b [u8],
    events: Vec<Event>,
    /// A place that is known, and how many bytes are before it.
    known: (Place, usize),
}

impl<'p> Looker<'p> {
    pub(super) fn new(predicate: &'p Predicate, options: &'p ScanOptions) -> Self {
        let necessary = match options.check {
            Check::Every => None,
            Check::Candidates => predicate.necessary(),
        };
        Self {
            predicate,
            options,
            necessary,
            pays: false,
            learned_for: 0,
            records: RawRecords::default(),
            candidates: Vec::new(),
        }
    }

    /// Looks at whole lines.
    pub(super) fn lines(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut findings = Findings::new(bytes);
        let line = |start: usize| {
            let rest = bytes.get(start..).unwrap_or_default();
            start..memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| start + end)
        };
        let start_of = |at: usize| {
            let before = bytes.get(..at).unwrap_or_default();
            memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
        };
        if self.search(bytes, |at| (start_of(at), line(at).end)) {
            let candidates = std::mem::take(&mut self.candidates);
            candidates.iter().for_each(|start| self.line(line(*start), &mut findings));
            // The list serves the next block too.
            self.candidates = candidates;
            return findings.events;
        }
        let mut at = 0;
        while at < bytes.len() {
            let line = line(at);
            at = line.end + 1;
            self.line(line, &mut findings);
        }
        findings.events
    }

    /// Looks at the objects of an array.
    pub(super) fn items(&mut self, bytes: &[u8], objects: &[Range<usize>]) -> Vec<Event> {
        let mut findings = Findings::new(bytes);
        let object_at = |at: usize| {
            let after = objects.partition_point(|object| object.start <= at);
            let number = after.saturating_sub(1);
            (number, objects.get(number).map_or(bytes.len(), |object| object.end))
        };
        if self.search(bytes, object_at) {
            let candidates = std::mem::take(&mut self.candidates);
            for object in candidates.iter().filter_map(|number| objects.get(*number)) {
                self.item(object.clone(), &mut findings);
            }
            self.candidates = candidates;
            return findings.events;
        }
        for object in objects {
            self.item(object.clone(), &mut findings);
        }
        findings.events
    }

    /// Puts the candidates in order into their list; false if every record is one. `record`
    /// gives the record that a place is in, and its end.
    fn search(&mut self, bytes: &[u8], record: impl Fn(usize) -> (usize, usize)) -> bool {
        let Some(necessary) = &mut self.necessary else { return false };
        if self.learned_for == 0 {
            self.learned_for = BLOCKS;
            self.pays = necessary.learn(bytes.get(..SAMPLE.min(bytes.len())).unwrap_or_default());
        }
        self.learned_for -= 1;
        if !self.pays {
            return false;
        }
        self.candidates.clear();
        let candidates = &mut self.candidates;
        let complete = necessary.find(bytes, |at| {
            let (record, end) = record(at);
            candidates.push(record);
            end
        });
        candidates.sort_unstable();
        candidates.dedup();
        complete
    }

    fn line(&mut self, line: Range<usize>, findings: &mut Findings<'_>) {
        let text = findings.bytes.get(line.clone()).unwrap_or_default();
        if text.len() > self.options.read.max_record_bytes {
            return findings.too_large(line.start, self.options.read.max_record_bytes);
        }
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if skip_blank(text) == text.len() {
            return;
        }
        let found = line.start..line.start + text.len();
        if self.quick(text, found, true, findings) {
            return;
        }
        let mut found = VecDeque::new();
        let (max, shape) = (self.options.read.max_record_bytes, self.options.read.shape);
        let source = &mut Source::new(text, findings.place(line.start));
        // Reading from memory does not fail.
        let _ = lines::read(source, max, shape, &mut found, &mut None);
        for record in found {
            self.careful(record, findings);
        }
    }

    fn item(&mut self, item: Range<usize>, findings: &mut Findings<'_>) {
        let text = findings.bytes.get(item.clone()).unwrap_or_default();
        if text.len() > self.options.read.max_record_bytes {
            return findings.too_large(item.start, self.options.read.max_record_bytes);
        }
        if !self.quick(text, item.clone(), false, findings) {
            let place = findings.place(item.start);
            let record = Record::read(text.to_vec(), place, true, self.options.read.shape);
            self.careful(record, findings);
        }
    }

    /// Asks a record that is plainly one; false for every other.
    fn quick(
        &mut self,
        text: &[u8],
        found: Range<usize>,
        is_line: bool,
        findings: &mut Findings<'_>,
    ) -> bool {
        let Some((record, length)) = self.records.read(text) else { return false };
        let rest = text.get(length..).unwrap_or_default();
        let Some(event) = event(record, is_line, self.options.read.shape) else { return false };
        if skip_blank(rest) < rest.len() {
            return false;
        }
        let subject = match self.options.subject {
            Subject::Event => event,
            Subject::Record => record,
        };
        match self.predicate.evaluate(subject) {
            Ok(Some(true)) => findings.events.push(Event::Match(found, !is_line)),
            Ok(_) => {}
            Err(error) => {
                let place = findings.place(found.start + skip_blank(text));
                findings.events.push(Event::Failed(place, error));
            }
        }
        true
    }

    fn careful(&self, record: Result<Record, ReadError>, findings: &mut Findings<'_>) {
        findings.events.extend(look_at(record, self.predicate, self.options.subject));
    }
}

/// Asks a record that was read by itself; nothing if it does not match.
pub(super) fn look_at(
    record: Result<Record, ReadError>,
    predicate: &Predicate,
    subject: Subject,
) -> Option<Event> {
    let record = match record {
        Ok(record) => record,
        Err(error) => return Some(Event::Unread(error)),
    };
    let answer = predicate.evaluate(match subject {
        Subject::Event => record.event(),
        Subject::Record => record.value(),
    });
    match answer {
        Ok(Some(true)) => Some(Event::Whole(Box::new(record))),
        Ok(_) => None,
        Err(error) => Some(Event::Failed(record.place(), error)),
    }
}

/// The event in a record, if the record is plainly one: no page, no error of the service, of
/// the shape that it should have, its names written without escapes.
fn event(record: RawJson<'_>, is_line: bool, shape: Shape) -> Option<RawJson<'_>> {
    let (mut id, mut error, mut told, mut properties) = (false, false, false, None);
    for (name, value) in record.members() {
        match name {
            b"id" => id = true,
            b"error" => error = true,
            b"category" | b"operationName" => told = true,
            b"properties" if value.first_byte() == Some(b'{') => properties = Some(value),
            b"value" | b"records" if is_line && value.first_byte() == Some(b'[') => return None,
            name if memchr::memchr(b'\\', name).is_some() => return None,
            _ => {}
        }
    }
    let wrapped = shape.is_wrapped();
    let refused = (error && !id) || (wrapped && properties.is_none());
    // A line has to be a container if one was asked for.
    let refused = refused || (is_line && shape.container().is_some());
    (!refused).then(|| properties.filter(|_| told || wrapped).unwrap_or(record))
}

impl<'b> Findings<'b> {
    const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, events: Vec::new(), known: (Place::START, 0) }
    }

    /// The place of a byte that is not before one that was asked for already.
    fn place(&mut self, at: usize) -> Place {
        let (place, known) = self.known;
        let place = place.after(self.bytes.get(known..at).unwrap_or_default());
        self.known = (place, at.max(known));
        place
    }

    fn too_large(&mut self, at: usize, max: usize) {
        let error = ReadError::new(self.place(at), ReadErrorKind::TooLarge(max));
        self.events.push(Event::Unread(error));
    }
}
