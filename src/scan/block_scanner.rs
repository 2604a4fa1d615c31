//! Scans the records of a block.

use std::ops::Range;

use fearless_simd::Level;

use super::batch::BlockItem;
use super::evaluator::Evaluator;
use super::strategy::{Strategy, StrategySelector};
use super::{ScanOptions, ScanSummary, Unwrap};
use crate::eval::{Predicate, RawJson, RawRecords, ReadJson};
use crate::graph::exports::may_need_translation;
use crate::input::document::Document;
use crate::input::envelope::Envelope;
use crate::input::opening::{Container, Context, Items, Opening, opening_within};
use crate::input::reader::{Records, ResumeAt};
use crate::input::source::Source;
use crate::input::{LineColumn, ReadError, ReadErrorKind, Record};
use crate::json::skip::{leading_whitespace, whitespace};
use crate::json::split::Splitter;

/// The scanner of one worker.
pub(super) struct BlockScanner<'p> {
    options: &'p ScanOptions,
    choice: StrategySelector<'p>,
    records: RawRecords,
    candidates: Vec<usize>,
    evaluator: Evaluator<'p>,
    /// Whether a record had a property of the schema.
    has_recognized: bool,
    /// SIMD level of the processor.
    level: Level,
}

/// Results of a block, with positions relative to its start.
#[derive(Debug, Default)]
pub(super) struct BlockResult {
    pub(super) items: Vec<BlockItem>,
    pub(super) summary: ScanSummary,
    /// Position after the block.
    pub(super) end: LineColumn,
}

/// Results under construction.
struct Findings<'b> {
    bytes: &'b [u8],
    items: Vec<BlockItem>,
    summary: ScanSummary,
    /// A known position, and its offset in the block.
    known: (LineColumn, usize),
}

impl<'p> BlockScanner<'p> {
    pub(super) fn new(predicate: &'p Predicate, options: &'p ScanOptions) -> Self {
        Self {
            options,
            choice: StrategySelector::new(predicate, options),
            records: RawRecords::default(),
            candidates: Vec::new(),
            evaluator: Evaluator::new(predicate, options),
            has_recognized: false,
            level: Level::new(),
        }
    }

    /// Scans whole lines.
    pub(super) fn lines(&mut self, bytes: &[u8]) -> BlockResult {
        let mut findings = Findings::new(bytes);
        self.probe(bytes, 0..end_of_line(bytes, 0), &mut findings);
        let start_of = |at: usize| {
            let before = bytes.get(..at).unwrap_or_default();
            memchr::memrchr(b'\n', before).map_or(0, |end| end + 1)
        };
        let last = start_of(bytes.trim_ascii_end().len())..bytes.len();
        let ends = [0..end_of_line(bytes, 0), last];
        let way = self.choice.way(bytes, true, ends, |length| lines_before(bytes, length));
        let record = |at| (start_of(at), end_of_line(bytes, at));
        if way == Strategy::Prefilter
            && let Some(line_ends) = self.search(bytes, record)
        {
            let candidates = std::mem::take(&mut self.candidates);
            for start in &candidates {
                self.candidate(*start, || end_of_line(bytes, *start), true, &mut findings);
            }
            // Reused for the next block.
            self.candidates = candidates;
            return findings.finish(LineColumn::START.after_lines(bytes, line_ends));
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
        findings.finish(LineColumn::START.after_lines(bytes, line_ends))
    }

    /// Scans the objects of an array.
    pub(super) fn items(&mut self, bytes: &[u8], objects: &[Range<usize>]) -> BlockResult {
        let mut findings = Findings::new(bytes);
        let Some(first) = objects.first() else {
            return findings.finish(LineColumn::START.after(bytes));
        };
        self.probe(bytes, first.clone(), &mut findings);
        let object_at = |at: usize| {
            let after = objects.partition_point(|object| object.start <= at);
            let number = after.saturating_sub(1);
            (number, objects.get(number).map_or(bytes.len(), |object| object.end))
        };
        let last = objects.last().unwrap_or(first).clone();
        let way = self.choice.way(bytes, false, [first.clone(), last], |length| {
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
            return findings.finish(LineColumn::START.after_lines(bytes, line_ends));
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
        findings.finish(LineColumn::START.after(bytes))
    }

    /// When skipping: parses the first record of each block until one is recognized.
    fn probe(&mut self, bytes: &[u8], first: Range<usize>, findings: &mut Findings<'_>) {
        if self.has_recognized || !self.evaluator.skips_events() {
            return;
        }
        let text = bytes.get(first.clone()).unwrap_or_default();
        let source = Source::new(text, findings.place(first.start));
        let mut records = Records::resume(source, self.options.read, ResumeAt::Lines);
        if let Some(Ok(record)) = records.next() {
            self.has_recognized = self.evaluator.is_event_record(&record);
            if !self.has_recognized {
                findings.summary.records += 1;
                findings.summary.note_unrecognized(record.place());
            }
        }
    }

    /// Collects the candidates of the prefilter in order, and counts line ends; `None` if every
    /// record is a candidate. `record` maps an offset to its record and that record's end.
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

    /// Scans a candidate of the prefilter; the end of a line is searched for only
    /// where it is needed.
    fn candidate(
        &mut self,
        start: usize,
        end: impl Fn() -> usize,
        is_line: bool,
        findings: &mut Findings<'_>,
    ) {
        let before = findings.items.len();
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
        self.choice.note(findings.items.len() > before);
    }

    /// Scans the line that starts at an offset; returns its end.
    fn line(&mut self, start: usize, findings: &mut Findings<'_>) -> usize {
        if let Some(end) = self.quick_line(start, findings) {
            return end;
        }
        let end = end_of_line(findings.bytes, start);
        let text = findings.bytes.get(start..end).unwrap_or_default();
        let read = self.options.read;
        let blank = leading_whitespace(text);
        if blank == text.len() {
            return end;
        }
        let found = opening_within(text, true, read.max_record_bytes, read.format, Context::Top);
        let allowed = read.format.allows(&found);
        match found {
            Opening::Container(found) if allowed && found.items == Items::Records => {
                self.container(start + blank..end, found, findings);
            }
            Opening::Record | Opening::Unsure if allowed && text.len() > read.max_record_bytes => {
                findings.too_large(start, read.max_record_bytes);
            }
            _ => {
                let line = (allowed && !matches!(found, Opening::Container(_))).then(|| {
                    (start..start + text.strip_suffix(b"\r").unwrap_or(text).len(), false)
                });
                let source = Source::new(text, findings.place(start));
                for record in Records::resume(source, read, ResumeAt::Lines) {
                    self.slow_path(record, line.clone(), findings);
                }
            }
        }
        end
    }

    /// Evaluates the records of a container that is on one line.
    fn container(&mut self, line: Range<usize>, container: Container, findings: &mut Findings<'_>) {
        let bytes = findings.bytes;
        let mut rest = line.start + container.prefix;
        let mut document = Document::inside(self.options.read.format, container);
        let items = bytes.get(rest..line.end).unwrap_or_default();
        let objects = Splitter::new(false).split(self.level, items).objects;
        let first = rest;
        for object in objects {
            rest = first + object.end;
            self.item(first + object.start..rest, findings);
            document = document.after_item();
        }
        self.rest_of_line(document, rest..line.end, findings);
    }

    /// Evaluates what follows the last object of a container that is on one line.
    pub(super) fn line_tail(&mut self, document: Document, bytes: &[u8]) -> BlockResult {
        let mut findings = Findings::new(bytes);
        self.rest_of_line(document, 0..end_of_line(bytes, 0), &mut findings);
        findings.finish(LineColumn::START.after(bytes))
    }

    fn rest_of_line(
        &mut self,
        document: Document,
        rest: Range<usize>,
        findings: &mut Findings<'_>,
    ) {
        let text = findings.bytes.get(rest.clone()).unwrap_or_default();
        let source = Source::new(text, findings.place(rest.start));
        let at = ResumeAt::LineDocument(document);
        for record in Records::resume(source, self.options.read, at) {
            self.slow_path(record, None, findings);
        }
    }

    fn item(&mut self, item: Range<usize>, findings: &mut Findings<'_>) {
        let text = findings.bytes.get(item.clone()).unwrap_or_default();
        if text.len() > self.options.read.max_record_bytes {
            return findings.too_large(item.start, self.options.read.max_record_bytes);
        }
        if self.quick_item(item.clone(), findings).is_none() {
            let place = findings.place(item.start);
            let record = Record::read(text.to_vec(), place, true, self.options.read.format);
            self.slow_path(record, Some((item, true)), findings);
        }
    }

    /// Fast path for a line of which only the start is known; `None` if it does not apply.
    /// The parser finds the end of the line as it goes.
    fn quick_line(&mut self, start: usize, findings: &mut Findings<'_>) -> Option<usize> {
        let bytes = findings.bytes;
        let at = whitespace::<true>(bytes, start);
        let read = self.records.read_at::<true>(bytes, at)?;
        let end = whitespace::<true>(bytes, read.end);
        let is_line = matches!(bytes.get(end), Some(b'\n') | None)
            && end - start <= self.options.read.max_record_bytes;
        let event = is_line.then(|| event(&read, bytes, true, self.options))??;
        // A carriage return is part of the line end.
        let text = bytes.get(start..end)?;
        let text = start..start + text.strip_suffix(b"\r").unwrap_or(text).len();
        let subject = self.options.unwrap.of(event, read.record);
        findings.ask(&self.evaluator, (event, subject), at, BlockItem::Match(text, false));
        Some(end)
    }

    /// Fast path for an item of an array; `None` if it does not apply.
    fn quick_item(&mut self, item: Range<usize>, findings: &mut Findings<'_>) -> Option<()> {
        let bytes = findings.bytes;
        let read = self.records.read_at::<false>(bytes, item.start)?;
        let is_item = read.end == item.end;
        let event = is_item.then(|| event(&read, bytes, false, self.options))??;
        let subject = self.options.unwrap.of(event, read.record);
        findings.ask(&self.evaluator, (event, subject), item.start, BlockItem::Match(item, true));
        Some(())
    }

    /// Evaluates a record that was read by itself. `slice` is where it is in the block, if a match
    /// can be read again from there, which takes less memory than to keep it.
    fn slow_path(
        &self,
        record: Result<Record, ReadError>,
        slice: Option<(Range<usize>, bool)>,
        findings: &mut Findings<'_>,
    ) {
        let item = match (self.evaluator.evaluate(record, &mut findings.summary), slice) {
            (Some(BlockItem::Owned(_)), Some((slice, cut_out))) => BlockItem::Match(slice, cut_out),
            (Some(item), _) => item,
            (None, _) => return,
        };
        findings.items.push(item);
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

/// The event in a record, if no more than its names is needed to find it: none for a container, an
/// error of the service, what is to be translated, or names with escapes.
fn event<'a>(
    read: &ReadJson<'a>,
    bytes: &[u8],
    is_line: bool,
    options: &ScanOptions,
) -> Option<RawJson<'a>> {
    if !read.names_unescaped {
        return None;
    }
    let (record, format) = (read.record, options.read.format);
    let unwraps = options.unwrap == Unwrap::Envelope;
    let mut may_need = false;
    let envelope = Envelope::of(record.members().map(|(name, value)| {
        let first_byte = value.first_byte().unwrap_or(0);
        may_need |= may_need_translation(name, || bytes.get(value.start()..));
        (name, first_byte, value)
    }));
    // The format may demand that a line is a container.
    let is_container = is_line && (envelope.may_be_page() || format.container().is_some());
    if is_container
        || envelope.error().is_some()
        || envelope.lacks_envelope(format)
        || envelope.body().is_some()
    {
        return None;
    }
    let event = envelope.event(format);
    if let Some(event) = event {
        may_need = unwraps
            && event
                .members()
                .any(|(name, value)| may_need_translation(name, || bytes.get(value.start()..)));
    }
    (!(unwraps && may_need)).then(|| event.unwrap_or(record))
}

impl<'b> Findings<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            items: Vec::new(),
            summary: ScanSummary::default(),
            known: (LineColumn::START, 0),
        }
    }

    /// Position of an offset; offsets must not decrease.
    fn place(&mut self, at: usize) -> LineColumn {
        let (place, known) = self.known;
        let place = place.after(self.bytes.get(known..at).unwrap_or_default());
        self.known = (place, at.max(known));
        place
    }

    /// Evaluates a record that starts at a byte: its event, and the part that the filter is about.
    fn ask(
        &mut self,
        evaluator: &Evaluator<'_>,
        (event, subject): (RawJson<'_>, RawJson<'_>),
        start: usize,
        found: BlockItem,
    ) {
        self.summary.records += 1;
        if !evaluator.is_event(|| event.members().map(|(name, _)| name)) {
            let first = self.summary.unrecognized == 0;
            let place = if first { self.place(start) } else { LineColumn::START };
            return self.summary.note_unrecognized(place);
        }
        match evaluator.predicate.evaluate(subject) {
            Ok(Some(true)) => self.items.push(found),
            Ok(_) => {}
            Err(error) => {
                let place = self.place(start);
                self.items.push(BlockItem::Failed(place, error));
            }
        }
    }

    fn finish(self, end: LineColumn) -> BlockResult {
        BlockResult { items: self.items, summary: self.summary, end }
    }

    fn too_large(&mut self, at: usize, max: usize) {
        let error = ReadError::new(self.place(at), ReadErrorKind::TooLarge(max));
        self.items.push(BlockItem::ReadError(error));
    }
}
