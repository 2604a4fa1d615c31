//! Looking at the records of a block.

use std::collections::VecDeque;
use std::ops::Range;

use super::batch::BlockItem;
use super::strategy::{Strategy, StrategySelector};
use super::{ScanOptions, Unwrap};
use crate::eval::{Predicate, RawJson, RawRecords, ReadJson};
use crate::input::envelope::Envelope;
use crate::input::format::InputFormat;
use crate::input::lines;
use crate::input::source::Source;
use crate::input::{LineColumn, Record};
use crate::input::{ReadError, ReadErrorKind};
use crate::json::skip::{leading_whitespace, whitespace};

/// What one thread looks at blocks with.
pub(super) struct BlockScanner<'p> {
    predicate: &'p Predicate,
    options: &'p ScanOptions,
    choice: StrategySelector<'p>,
    records: RawRecords,
    candidates: Vec<usize>,
}

/// What was found in a block, with the places counted from its start.
struct Findings<'b> {
    bytes: &'b [u8],
    events: Vec<BlockItem>,
    /// A place that is known, and how many bytes are before it.
    known: (LineColumn, usize),
}

impl<'p> BlockScanner<'p> {
    pub(super) fn new(predicate: &'p Predicate, options: &'p ScanOptions) -> Self {
        Self {
            predicate,
            options,
            choice: StrategySelector::new(predicate, options),
            records: RawRecords::default(),
            candidates: Vec::new(),
        }
    }

    /// Looks at whole lines; what was found, and the place after them.
    pub(super) fn lines(&mut self, bytes: &[u8]) -> (Vec<BlockItem>, LineColumn) {
        let mut findings = Findings::new(bytes);
        let start_of = |at: usize| {
            let before = bytes.get(..at).unwrap_or_default();
            memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
        };
        let way = self.choice.way(bytes, true, |length| lines_before(bytes, length));
        let record = |at| (start_of(at), end_of_line(bytes, at));
        if way == Strategy::Prefilter
            && let Some(line_ends) = self.search(bytes, record)
        {
            let candidates = std::mem::take(&mut self.candidates);
            for start in &candidates {
                self.candidate(*start, || end_of_line(bytes, *start), true, &mut findings);
            }
            // The list serves the next block too.
            self.candidates = candidates;
            return (findings.events, LineColumn::START.after_lines(bytes, line_ends));
        }
        let (mut at, mut line_ends) = (0, 0);
        if way == Strategy::LazyEval {
            let may_be_in_envelope = self.choice.may_be_in_envelope(bytes);
            while at < bytes.len() {
                let end = end_of_line(bytes, at);
                let text = bytes.get(at..end).unwrap_or_default();
                if self.choice.may_match(text, true, may_be_in_envelope) {
                    self.line(at, &mut findings);
                }
                (at, line_ends) = (end + 1, line_ends + usize::from(end < bytes.len()));
            }
        } else {
            while at < bytes.len() {
                let end = self.line(at, &mut findings);
                (at, line_ends) = (end + 1, line_ends + usize::from(end < bytes.len()));
            }
        }
        (findings.events, LineColumn::START.after_lines(bytes, line_ends))
    }

    /// Looks at the objects of an array; what was found, and the place after them.
    pub(super) fn items(
        &mut self,
        bytes: &[u8],
        objects: &[Range<usize>],
    ) -> (Vec<BlockItem>, LineColumn) {
        let mut findings = Findings::new(bytes);
        let object_at = |at: usize| {
            let after = objects.partition_point(|object| object.start <= at);
            let number = after.saturating_sub(1);
            (number, objects.get(number).map_or(bytes.len(), |object| object.end))
        };
        let way = self.choice.way(bytes, false, |length| {
            objects.iter().take_while(|object| object.end <= length).cloned().collect()
        });
        if way == Strategy::Prefilter
            && let Some(line_ends) = self.search(bytes, object_at)
        {
            let candidates = std::mem::take(&mut self.candidates);
            for object in candidates.iter().filter_map(|number| objects.get(*number)) {
                self.candidate(object.start, || object.end, false, &mut findings);
            }
            self.candidates = candidates;
            return (findings.events, LineColumn::START.after_lines(bytes, line_ends));
        }
        if way == Strategy::LazyEval {
            let may_be_in_envelope = self.choice.may_be_in_envelope(bytes);
            for object in objects {
                let text = bytes.get(object.clone()).unwrap_or_default();
                if self.choice.may_match(text, false, may_be_in_envelope) {
                    self.item(object.clone(), &mut findings);
                }
            }
        } else {
            for object in objects {
                self.item(object.clone(), &mut findings);
            }
        }
        (findings.events, LineColumn::START.after(bytes))
    }

    /// Puts the candidates in order into their list, and counts the ends of lines; none if every
    /// record is a candidate. `record` gives the record that a place is in, and its end.
    fn search(&mut self, bytes: &[u8], record: impl Fn(usize) -> (usize, usize)) -> Option<usize> {
        self.candidates.clear();
        let candidates = &mut self.candidates;
        let line_ends = self.choice.necessary.as_ref()?.find(bytes, |at| {
            let (record, end) = record(at);
            candidates.push(record);
            end
        })?;
        candidates.sort_unstable();
        candidates.dedup();
        Some(line_ends)
    }

    /// Looks at a record that has what every match must have; the end of a line is looked for only
    /// where it is needed.
    fn candidate(
        &mut self,
        start: usize,
        end: impl Fn() -> usize,
        is_line: bool,
        findings: &mut Findings<'_>,
    ) {
        let before = findings.events.len();
        let is_passed = self.choice.asks_candidates(is_line) && {
            let may_be_in_envelope = true;
            let text = findings.bytes.get(start..end()).unwrap_or_default();
            !self.choice.may_match(text, is_line, may_be_in_envelope)
        };
        match (is_passed, is_line) {
            (true, _) => {}
            (false, true) => _ = self.line(start, findings),
            (false, false) => self.item(start..end(), findings),
        }
        self.choice.note(findings.events.len() > before);
    }

    /// Looks at the line that starts at a byte; where it ends.
    fn line(&mut self, start: usize, findings: &mut Findings<'_>) -> usize {
        if let Some(end) = self.quick_line(start, findings) {
            return end;
        }
        let end = end_of_line(findings.bytes, start);
        let text = findings.bytes.get(start..end).unwrap_or_default();
        let (max, shape) = (self.options.read.max_record_bytes, self.options.read.format);
        if text.len() > max {
            findings.too_large(start, max);
            return end;
        }
        if leading_whitespace(text) == text.len() {
            return end;
        }
        let mut found = VecDeque::new();
        let source = &mut Source::new(text, findings.place(start));
        // Reading from memory does not fail.
        let _ = lines::read(source, max, shape, &mut found, &mut None);
        for record in found {
            self.slow_path(record, findings);
        }
        end
    }

    fn item(&mut self, item: Range<usize>, findings: &mut Findings<'_>) {
        let text = findings.bytes.get(item.clone()).unwrap_or_default();
        if text.len() > self.options.read.max_record_bytes {
            return findings.too_large(item.start, self.options.read.max_record_bytes);
        }
        if self.quick_item(item.clone(), findings).is_none() {
            let place = findings.place(item.start);
            let record = Record::read(text.to_vec(), place, true, self.options.read.format);
            self.slow_path(record, findings);
        }
    }

    /// Asks a record that is plainly a line, of which only the start is known; none for every
    /// other. Finding the end of a record that is read anyway would be work done twice.
    fn quick_line(&mut self, start: usize, findings: &mut Findings<'_>) -> Option<usize> {
        let bytes = findings.bytes;
        let at = whitespace::<true>(bytes, start);
        let read = self.records.read_at::<true>(bytes, at)?;
        let end = whitespace::<true>(bytes, read.end);
        let is_line = matches!(bytes.get(end), Some(b'\n') | None)
            && end - start <= self.options.read.max_record_bytes;
        let event = is_line.then(|| event(&read, true, self.options.read.format))??;
        // The carriage return is a part of the line's end.
        let text = bytes.get(start..end)?;
        let text = start..start + text.strip_suffix(b"\r").unwrap_or(text).len();
        let subject = self.options.unwrap.of(event, read.record);
        findings.ask(self.predicate, subject, at, BlockItem::Match(text, false));
        Some(end)
    }

    /// Asks a record that is plainly one; none for every other.
    fn quick_item(&mut self, item: Range<usize>, findings: &mut Findings<'_>) -> Option<()> {
        let bytes = findings.bytes;
        let read = self.records.read_at::<false>(bytes, item.start)?;
        let is_item = read.end == item.end;
        let event = is_item.then(|| event(&read, false, self.options.read.format))??;
        let subject = self.options.unwrap.of(event, read.record);
        findings.ask(self.predicate, subject, item.start, BlockItem::Match(item, true));
        Some(())
    }

    fn slow_path(&self, record: Result<Record, ReadError>, findings: &mut Findings<'_>) {
        findings.events.extend(evaluate(record, self.predicate, self.options.unwrap));
    }
}

/// Asks a record that was read by itself; nothing if it does not match.
pub(super) fn evaluate(
    record: Result<Record, ReadError>,
    predicate: &Predicate,
    subject: Unwrap,
) -> Option<BlockItem> {
    let record = match record {
        Ok(record) => record,
        Err(error) => return Some(BlockItem::ReadError(error)),
    };
    // The event is looked for only if it is asked.
    let asked = match subject {
        Unwrap::Envelope => record.event(),
        Unwrap::None => record.value(),
    };
    match predicate.evaluate(asked) {
        Ok(Some(true)) => Some(BlockItem::Owned(Box::new(record))),
        Ok(_) => None,
        Err(error) => Some(BlockItem::Failed(record.place(), error)),
    }
}

/// The lines that end before a place.
fn lines_before(bytes: &[u8], length: usize) -> Vec<Range<usize>> {
    let ends = memchr::memchr_iter(b'\n', bytes.get(..length).unwrap_or(bytes));
    let mut start = 0;
    ends.map(|end| std::mem::replace(&mut start, end + 1)..end).collect()
}

fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end)
}

/// The event in a record, if the record is plainly one: no page, no error of the service, of
/// the shape that it should have, its names written without escapes.
fn event<'a>(read: &ReadJson<'a>, is_line: bool, shape: InputFormat) -> Option<RawJson<'a>> {
    if !read.names_unescaped {
        return None;
    }
    let record = read.record;
    let members = record.members();
    let envelope =
        Envelope::of(members.map(|(name, value)| (name, value.first_byte().unwrap_or(0), value)));
    // A line has to be a container if one was asked for.
    let is_container = is_line && (envelope.may_be_page() || shape.container().is_some());
    let refused = is_container || envelope.error().is_some() || envelope.lacks_envelope(shape);
    (!refused).then(|| envelope.event(shape).unwrap_or(record))
}

impl<'b> Findings<'b> {
    const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, events: Vec::new(), known: (LineColumn::START, 0) }
    }

    /// The place of a byte that is not before one that was asked for already.
    fn place(&mut self, at: usize) -> LineColumn {
        let (place, known) = self.known;
        let place = place.after(self.bytes.get(known..at).unwrap_or_default());
        self.known = (place, at.max(known));
        place
    }

    /// Asks a record that starts at a byte.
    fn ask(&mut self, predicate: &Predicate, subject: RawJson<'_>, start: usize, found: BlockItem) {
        match predicate.evaluate(subject) {
            Ok(Some(true)) => self.events.push(found),
            Ok(_) => {}
            Err(error) => {
                let place = self.place(start);
                self.events.push(BlockItem::Failed(place, error));
            }
        }
    }

    fn too_large(&mut self, at: usize, max: usize) {
        let error = ReadError::new(self.place(at), ReadErrorKind::TooLarge(max));
        self.events.push(BlockItem::ReadError(error));
    }
}
