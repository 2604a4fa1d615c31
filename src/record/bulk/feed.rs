//! The input, cut into blocks that each end with a record.

use std::io::BufRead;
use std::ops::Range;

use fearless_simd::Level;

use super::ScanOptions;
use super::split::{Split, split};
use crate::record::document::Document;
use crate::record::entry::Place;
use crate::record::error::ReadError;
use crate::record::reader;
use crate::record::shape::Shape;
use crate::record::source::Source;

/// The part of an input that has not been handed out.
#[derive(Debug)]
pub(super) struct Feed<R> {
    /// None once the rest has been handed out.
    source: Option<Source<R>>,
    options: ScanOptions,
    mode: Mode,
    /// The start of a record whose end has not been read.
    carry: Vec<u8>,
    number: u64,
    /// What the processor can do.
    level: Level,
}

#[derive(Debug)]
enum Mode {
    Start,
    Lines,
    /// The array of a document, with an item before or not.
    Items(Document, bool),
    /// What only the careful reader can tell; none of lines.
    Rest(Option<Document>),
    Done,
}

/// A part of the input.
#[derive(Debug)]
pub(super) struct Block<R> {
    /// Counted from 0.
    pub(super) number: u64,
    /// Where it starts, if that is not where the block before it ends.
    pub(super) start: Option<Place>,
    pub(super) work: Work<R>,
}

/// What a block holds; the bytes are those of the buffer.
#[derive(Debug)]
pub(super) enum Work<R> {
    /// Whole lines.
    Lines,
    /// Objects of an array, and what stands between them.
    Items(Vec<Range<usize>>),
    /// A line that is larger than a record may be. The buffer holds a part of it.
    LongLine,
    /// An input that cannot be read.
    Refused(ReadError),
    /// What is left, after the bytes in the buffer, to be read record by record.
    Rest(Source<R>, Option<Document>),
}

impl<R: BufRead> Feed<R> {
    pub(super) fn new(input: R, options: ScanOptions) -> Self {
        let source = Some(Source::new(input, Place::START));
        let level = Level::new();
        Self { source, options, mode: Mode::Start, carry: Vec::new(), number: 0, level }
    }

    /// The next block, whose bytes are put in the buffer; none at the end of the input.
    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Option<Block<R>> {
        buffer.clear();
        let mut start = None;
        if matches!(self.mode, Mode::Start) {
            let refused = self.start()?;
            if let Some(error) = refused {
                self.mode = Mode::Done;
                return Some(self.block(None, Work::Refused(error)));
            }
            start = self.source.as_ref().map(Source::place);
        }
        buffer.extend(&self.carry);
        self.carry.clear();
        let work = match std::mem::replace(&mut self.mode, Mode::Done) {
            Mode::Lines => self.lines(buffer)?,
            Mode::Items(document, after_item) => self.items(document, after_item, buffer)?,
            Mode::Rest(document) => Work::Rest(self.source.take()?, document),
            Mode::Start | Mode::Done => return None,
        };
        Some(self.block(start, work))
    }

    const fn block(&mut self, start: Option<Place>, work: Work<R>) -> Block<R> {
        self.number += 1;
        Block { number: self.number - 1, start, work }
    }

    /// Tells what the input holds; what is wrong with it, if it cannot be read at all.
    fn start(&mut self) -> Option<Option<ReadError>> {
        let source = self.source.as_mut()?;
        let max = self.options.read.max_record_bytes;
        let mode = match reader::shape(source, &self.options.read) {
            Ok(Ok(Shape::Lines)) => Mode::Lines,
            Ok(Ok(_)) => {
                let mut document = Document::new(self.options.read.shape);
                match document.enter(source, max) {
                    Ok(true) => Mode::Items(document, false),
                    Ok(false) => Mode::Rest(Some(document)),
                    Err(error) => {
                        source.fail(error);
                        Mode::Rest(Some(document))
                    }
                }
            }
            Ok(Err(refused)) => return Some(Some(ReadError::new(Place::START, refused))),
            Err(error) => {
                source.fail(error);
                Mode::Rest(None)
            }
        };
        self.mode = mode;
        Some(None)
    }

    fn lines(&mut self, buffer: &mut Buffer) -> Option<Work<R>> {
        let (source, max) = (self.source.as_mut()?, self.options.read.max_record_bytes);
        // After the carry a whole block is read, so that no buffer below has a part of it left.
        let first = buffer.len + self.options.block_bytes.max(1);
        let mut wanted = first;
        loop {
            let ended = buffer.fill(source, wanted, wanted == first);
            if let Some(last) = memchr::memrchr(b'\n', buffer.bytes()) {
                self.carry.extend_from_slice(buffer.bytes().get(last + 1..).unwrap_or_default());
                buffer.truncate(last + 1);
                self.mode = match ended {
                    true if self.carry.is_empty() && !source.has_failed() => Mode::Done,
                    true => Mode::Rest(None),
                    false => Mode::Lines,
                };
                return Some(Work::Lines);
            }
            if ended {
                return match source.has_failed() {
                    true => Some(Work::Rest(self.source.take()?, None)),
                    false => (!buffer.bytes().is_empty()).then_some(Work::Lines),
                };
            }
            if buffer.bytes().len() > max {
                self.mode = Mode::Lines;
                if let Err(error) = source.pass_over_line() {
                    source.fail(error);
                    self.mode = Mode::Rest(None);
                }
                return Some(Work::LongLine);
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    fn items(
        &mut self,
        document: Document,
        after_item: bool,
        buffer: &mut Buffer,
    ) -> Option<Work<R>> {
        let (source, max) = (self.source.as_mut()?, self.options.read.max_record_bytes);
        let first = buffer.len + self.options.block_bytes.max(1);
        let mut wanted = first;
        loop {
            let ended = buffer.fill(source, wanted, wanted == first);
            let Split { objects, stopped } = split(self.level, buffer.bytes(), after_item);
            let is_last = ended || stopped;
            if let Some(last) = objects.last() {
                let document = document.after_item();
                self.carry.extend_from_slice(buffer.bytes().get(last.end..).unwrap_or_default());
                buffer.truncate(last.end);
                self.mode =
                    if is_last { Mode::Rest(Some(document)) } else { Mode::Items(document, true) };
                return Some(Work::Items(objects));
            }
            if is_last || buffer.bytes().len() > max {
                return Some(Work::Rest(self.source.take()?, Some(document)));
            }
            wanted = wanted.saturating_mul(2);
        }
    }
}

/// Bytes that were read. What is allocated for one block serves the next.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// Those after `len` are of no account.
    bytes: Vec<u8>,
    len: usize,
}

impl Buffer {
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn clear(&mut self) {
        // What a single large record took is given back.
        if self.bytes.len() > 4 * self.len.max(64 * 1024) {
            self.bytes = Vec::new();
        }
        self.len = 0;
    }

    fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    fn extend(&mut self, bytes: &[u8]) {
        self.make_room(self.len + bytes.len());
        let room = self.bytes.get_mut(self.len..self.len + bytes.len());
        room.unwrap_or_default().copy_from_slice(bytes);
        self.len += bytes.len();
    }

    /// Reads until there are `wanted` bytes; if `eager`, and the input gives less at a time, until
    /// there is the end of a line or of an object. True at the end of the input, or at an error,
    /// which the source keeps.
    fn fill<R: BufRead>(&mut self, source: &mut Source<R>, wanted: usize, eager: bool) -> bool {
        self.make_room(wanted);
        while self.len < wanted {
            let room = self.bytes.get_mut(self.len..wanted).unwrap_or_default();
            let (asked, count) = (room.len(), source.read(room));
            if count == 0 {
                return true;
            }
            let found = self.bytes.get(self.len..self.len + count).unwrap_or_default();
            self.len += count;
            if eager && count < asked && memchr::memchr2(b'\n', b'}', found).is_some() {
                break;
            }
        }
        false
    }

    fn make_room(&mut self, wanted: usize) {
        if self.bytes.len() < wanted {
            self.bytes.resize(wanted, 0);
        }
    }
}
