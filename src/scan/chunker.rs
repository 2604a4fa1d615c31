//! Splits chunks of the input after their last complete record.

use fearless_simd::Level;

use super::ScanOptions;
use super::block_source::{Chunk, Work};
use super::buffer::Buffer;
use crate::input::LineColumn;
use crate::input::document::Document;
use crate::input::opening::{Context, Items, MIN_OPENING, Opening, opening_within};
use crate::input::reader::ResumeAt;
use crate::input::{ReadError, ReadOptions};
use crate::json::skip::leading_whitespace;
use crate::json::split::{Split, Splitter};

/// Splits chunks one after another, carrying the incomplete record at the end of each.
#[derive(Debug)]
pub(super) struct Chunker {
    mode: Mode,
    /// The start of a record whose end has not been read yet.
    carry: Vec<u8>,
    /// Whether the carry may contain whole lines.
    carries_lines: bool,
    /// Length of a long line at which it was last undecided whether it is a container.
    undecided: usize,
    /// Number of blocks produced so far.
    blocks: u64,
    /// Where the next block starts, if not where the last one ends.
    start: Option<LineColumn>,
    /// SIMD level of the processor.
    level: Level,
}

/// What the next chunk contains.
#[derive(Debug)]
pub(super) enum Mode {
    Lines,
    /// The rest of a line that is larger than a record may be.
    InLongLine,
    /// The array of a document.
    Items(Document, Splitter),
    /// The array of a container on one long line.
    LineItems(Document, Splitter),
    /// What follows the last object of such an array, up to the end of the line.
    LineTail(Document),
    /// What is read record by record from here on.
    Rest(ResumeAt),
    /// What cannot be read.
    Refused(ReadError),
    Done,
}

/// Result of splitting a chunk.
#[derive(Debug)]
pub(super) enum BlockCut<R> {
    Block(Work<R>),
    /// No complete record yet.
    Nothing,
    /// What is read record by record from here on.
    Rest,
    End,
}

impl Mode {
    /// An array, after its bracket or after an item.
    pub(super) fn items(document: Document, after_item: bool) -> Self {
        Self::Items(document, Splitter::new(after_item))
    }
}

impl Chunker {
    pub(super) fn new() -> Self {
        Self {
            mode: Mode::Done,
            carry: Vec::new(),
            carries_lines: false,
            undecided: 0,
            blocks: 0,
            start: None,
            level: Level::new(),
        }
    }

    /// Splits the buffer after its last complete record.
    pub(super) fn cut<R>(
        &mut self,
        chunk: Chunk,
        buffer: &mut Buffer,
        options: &ScanOptions,
    ) -> BlockCut<R> {
        if let Some((mode, start)) = chunk.opening {
            (self.mode, self.start) = (mode, start);
        }
        let max = options.read.max_record_bytes;
        let ended = chunk.is_last.then_some(chunk.has_failed);
        match std::mem::replace(&mut self.mode, Mode::Done) {
            Mode::Lines => self.lines(buffer, ended, &options.read),
            Mode::InLongLine => self.in_long_line(buffer, ended, &options.read),
            Mode::Items(document, splitter) => self.items(document, splitter, buffer, ended, max),
            Mode::LineItems(document, splitter) => {
                self.line_items(document, splitter, buffer, ended, max)
            }
            Mode::LineTail(document) => {
                buffer.prepend(&mut self.carry);
                self.line_tail(document, buffer, ended, max)
            }
            Mode::Rest(at) => self.rest(at, buffer),
            Mode::Refused(error) => BlockCut::Block(Work::Refused(error)),
            Mode::Done => BlockCut::End,
        }
    }

    /// The number of the next block, and where it starts.
    pub(super) const fn count(&mut self) -> (u64, Option<LineColumn>) {
        self.blocks += 1;
        (self.blocks - 1, self.start.take())
    }

    /// Puts everything that was read and not yet scanned into the buffer.
    pub(super) fn take_rest(&mut self, buffer: &mut Buffer) -> ResumeAt {
        buffer.prepend(&mut self.carry);
        match std::mem::replace(&mut self.mode, Mode::Done) {
            Mode::Rest(at) => at,
            _ => ResumeAt::Lines,
        }
    }

    fn lines<R>(
        &mut self,
        buffer: &mut Buffer,
        ended: Option<bool>,
        read: &ReadOptions,
    ) -> BlockCut<R> {
        let mut before = self.carry.len();
        if std::mem::take(&mut self.carries_lines) {
            buffer.prepend(&mut self.carry);
            before = 0;
        }
        let last = memchr::memrchr(b'\n', buffer.bytes()).map(|last| last + 1 + before);
        buffer.prepend(&mut self.carry);
        if let Some(end) = last {
            self.undecided = 0;
            buffer.split_off(end, &mut self.carry);
            self.mode = match ended {
                Some(false) if self.carry.is_empty() => Mode::Done,
                Some(_) => Mode::Rest(ResumeAt::Lines),
                None => Mode::Lines,
            };
            return BlockCut::Block(Work::Lines);
        }
        match ended {
            Some(true) => self.rest(ResumeAt::Lines, buffer),
            Some(false) if buffer.bytes().is_empty() => BlockCut::End,
            Some(false) => BlockCut::Block(Work::Lines),
            None if let Some(cut) = self.long_container(buffer, read) => cut,
            None if buffer.bytes().len() > longest_undecided(read) => {
                self.mode = Mode::InLongLine;
                BlockCut::Block(Work::LongLine)
            }
            None => {
                self.mode = Mode::Lines;
                self.keep(buffer);
                BlockCut::Nothing
            }
        }
    }

    /// If the unfinished line in the buffer is a container, splits it into its records, as a
    /// document is, so that the line need not fit in memory.
    fn long_container<R>(
        &mut self,
        buffer: &mut Buffer,
        read: &ReadOptions,
    ) -> Option<BlockCut<R>> {
        let bytes = buffer.bytes();
        // Each test reads the whole buffer, so it is repeated only when that has doubled.
        // Beyond the largest record the test decides.
        let is_final = bytes.len() > longest_undecided(read) && self.undecided < usize::MAX;
        if bytes.len() < self.undecided.saturating_mul(2) && !is_final {
            return None;
        }
        let found = opening_within(bytes, false, read.max_record_bytes, read.format, Context::Top);
        let Opening::Container(container) = found else {
            self.undecided = if found == Opening::Unsure { bytes.len() } else { usize::MAX };
            return None;
        };
        self.undecided = 0;
        let found = Opening::Container(container.clone());
        if container.items != Items::Records || !read.format.allows(&found) {
            return Some(self.rest(ResumeAt::Lines, buffer));
        }
        let first = leading_whitespace(bytes) + container.prefix;
        buffer.split_off(first, &mut self.carry);
        self.mode = Mode::LineItems(Document::inside(read.format, container), Splitter::new(false));
        Some(BlockCut::Block(Work::Items(Vec::new())))
    }

    fn line_items<R>(
        &mut self,
        document: Document,
        mut splitter: Splitter,
        buffer: &mut Buffer,
        ended: Option<bool>,
        max: usize,
    ) -> BlockCut<R> {
        buffer.prepend(&mut self.carry);
        let line_end = memchr::memchr(b'\n', buffer.bytes());
        let line = buffer.bytes().get(..line_end.unwrap_or(usize::MAX));
        let Split { objects, stopped } = splitter.split(self.level, line.unwrap_or(buffer.bytes()));
        let is_last = stopped || ended.is_some() || line_end.is_some();
        if let Some(last) = objects.last() {
            buffer.split_off(last.end, &mut self.carry);
            let document = document.after_item();
            self.mode = match is_last {
                true => Mode::LineTail(document),
                false => Mode::LineItems(document, Splitter::new(true)),
            };
            return BlockCut::Block(Work::Items(objects));
        }
        if is_last {
            return self.line_tail(document, buffer, ended, max);
        }
        if buffer.bytes().len() > max {
            return self.rest(ResumeAt::LineDocument(document), buffer);
        }
        self.mode = Mode::LineItems(document, splitter);
        self.keep(buffer);
        BlockCut::Nothing
    }

    fn line_tail<R>(
        &mut self,
        document: Document,
        buffer: &mut Buffer,
        ended: Option<bool>,
        max: usize,
    ) -> BlockCut<R> {
        if let Some(end) = memchr::memchr(b'\n', buffer.bytes()) {
            buffer.split_off(end + 1, &mut self.carry);
            self.carries_lines = true;
            self.mode = Mode::Lines;
            return BlockCut::Block(Work::LineTail(Box::new(document)));
        }
        match ended {
            Some(false) => BlockCut::Block(Work::LineTail(Box::new(document))),
            None if buffer.bytes().len() <= max => {
                self.mode = Mode::LineTail(document);
                self.keep(buffer);
                BlockCut::Nothing
            }
            _ => self.rest(ResumeAt::LineDocument(document), buffer),
        }
    }

    fn in_long_line<R>(
        &mut self,
        buffer: &mut Buffer,
        ended: Option<bool>,
        read: &ReadOptions,
    ) -> BlockCut<R> {
        if let Some(end) = memchr::memchr(b'\n', buffer.bytes()) {
            buffer.consume(end + 1);
            return self.lines(buffer, ended, read);
        }
        buffer.consume(usize::MAX);
        match ended {
            Some(true) => self.rest(ResumeAt::Lines, buffer),
            Some(false) => BlockCut::End,
            None => {
                self.mode = Mode::InLongLine;
                BlockCut::Nothing
            }
        }
    }

    fn items<R>(
        &mut self,
        document: Document,
        mut splitter: Splitter,
        buffer: &mut Buffer,
        ended: Option<bool>,
        max: usize,
    ) -> BlockCut<R> {
        buffer.prepend(&mut self.carry);
        let Split { objects, stopped } = splitter.split(self.level, buffer.bytes());
        let is_last = stopped || ended.is_some();
        if let Some(last) = objects.last() {
            buffer.split_off(last.end, &mut self.carry);
            let document = document.after_item();
            self.mode = match is_last {
                true => Mode::Rest(ResumeAt::Document(document)),
                false => Mode::items(document, true),
            };
            return BlockCut::Block(Work::Items(objects));
        }
        if is_last || buffer.bytes().len() > max {
            return self.rest(ResumeAt::Document(document), buffer);
        }
        self.mode = Mode::Items(document, splitter);
        self.keep(buffer);
        BlockCut::Nothing
    }

    fn rest<R>(&mut self, at: ResumeAt, buffer: &mut Buffer) -> BlockCut<R> {
        self.mode = Mode::Rest(at);
        self.keep(buffer);
        BlockCut::Rest
    }

    /// Keeps all of the buffer for the next chunk.
    fn keep(&mut self, buffer: &mut Buffer) {
        buffer.prepend(&mut self.carry);
        buffer.split_off(0, &mut self.carry);
    }
}

/// Length beyond which a line that is no container is known to be too large: containers are
/// recognized within as many bytes.
const fn longest_undecided(read: &ReadOptions) -> usize {
    if read.max_record_bytes > MIN_OPENING { read.max_record_bytes } else { MIN_OPENING }
}
