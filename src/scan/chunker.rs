//! Finding in a chunk of the input where its last whole record ends.

use fearless_simd::Level;

use super::ScanOptions;
use super::block_source::{Chunk, Work};
use super::buffer::Buffer;
use crate::input::LineColumn;
use crate::input::ReadError;
use crate::input::document::Document;
use crate::json::split::{Split, Splitter};

/// Cuts chunks, one after another.
#[derive(Debug)]
pub(super) struct Chunker {
    mode: Mode,
    /// The start of a record whose end has not been read.
    carry: Vec<u8>,
    /// How many blocks were given out,
    blocks: u64,
    /// and where the next starts, if that is not where the last ends.
    start: Option<LineColumn>,
    /// What the processor can do.
    level: Level,
}

/// What the input holds from the next chunk on.
#[derive(Debug)]
pub(super) enum Mode {
    Lines,
    /// The rest of a line that is larger than a record may be.
    InLongLine,
    /// The array of a document.
    Items(Document, Splitter),
    /// What only the slow_path reader can tell; none of lines.
    Rest(Option<Document>),
    /// What cannot be read.
    Refused(ReadError),
    Done,
}

/// What was made of a chunk.
#[derive(Debug)]
pub(super) enum BlockCut<R> {
    Block(Work<R>),
    /// Nothing, as yet.
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
        Self { mode: Mode::Done, carry: Vec::new(), blocks: 0, start: None, level: Level::new() }
    }

    /// Cuts what is in the buffer off after its last record.
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
            Mode::Lines => self.lines(buffer, ended, max),
            Mode::InLongLine => self.in_long_line(buffer, ended, max),
            Mode::Items(document, splitter) => self.items(document, splitter, buffer, ended, max),
            Mode::Rest(document) => self.rest(document, buffer),
            Mode::Refused(error) => BlockCut::Block(Work::Refused(error)),
            Mode::Done => BlockCut::End,
        }
    }

    /// The number of the next block, and where it starts.
    pub(super) const fn count(&mut self) -> (u64, Option<LineColumn>) {
        self.blocks += 1;
        (self.blocks - 1, self.start.take())
    }

    /// Puts all that is left of what was read into the buffer.
    pub(super) fn take_rest(&mut self, buffer: &mut Buffer) -> Option<Document> {
        buffer.prepend(&mut self.carry);
        match std::mem::replace(&mut self.mode, Mode::Done) {
            Mode::Rest(document) => document,
            _ => None,
        }
    }

    fn lines<R>(&mut self, buffer: &mut Buffer, ended: Option<bool>, max: usize) -> BlockCut<R> {
        let last = memchr::memrchr(b'\n', buffer.bytes()).map(|last| last + 1 + self.carry.len());
        buffer.prepend(&mut self.carry);
        if let Some(end) = last {
            buffer.split_off(end, &mut self.carry);
            self.mode = match ended {
                Some(false) if self.carry.is_empty() => Mode::Done,
                Some(_) => Mode::Rest(None),
                None => Mode::Lines,
            };
            return BlockCut::Block(Work::Lines);
        }
        match ended {
            Some(true) => self.rest(None, buffer),
            Some(false) if buffer.bytes().is_empty() => BlockCut::End,
            Some(false) => BlockCut::Block(Work::Lines),
            None if buffer.bytes().len() > max => {
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

    fn in_long_line<R>(
        &mut self,
        buffer: &mut Buffer,
        ended: Option<bool>,
        max: usize,
    ) -> BlockCut<R> {
        if let Some(end) = memchr::memchr(b'\n', buffer.bytes()) {
            buffer.consume(end + 1);
            return self.lines(buffer, ended, max);
        }
        buffer.consume(usize::MAX);
        match ended {
            Some(true) => self.rest(None, buffer),
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
                true => Mode::Rest(Some(document)),
                false => Mode::items(document, true),
            };
            return BlockCut::Block(Work::Items(objects));
        }
        if is_last || buffer.bytes().len() > max {
            return self.rest(Some(document), buffer);
        }
        self.mode = Mode::Items(document, splitter);
        self.keep(buffer);
        BlockCut::Nothing
    }

    fn rest<R>(&mut self, document: Option<Document>, buffer: &mut Buffer) -> BlockCut<R> {
        self.mode = Mode::Rest(document);
        self.keep(buffer);
        BlockCut::Rest
    }

    /// Keeps all of the buffer for the next chunk.
    fn keep(&mut self, buffer: &mut Buffer) {
        buffer.prepend(&mut self.carry);
        buffer.split_off(0, &mut self.carry);
    }
}
