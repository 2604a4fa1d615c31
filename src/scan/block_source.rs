//! The input, cut into blocks that each end with a record.
//!
//! Reading and splitting are separate steps, so that one worker reads while another splits:
//! each reads a chunk, then splits it once the chunks before it have been split.

use std::io::BufRead;
use std::sync::Mutex;

use super::ScanOptions;
use super::buffer::Buffer;
use super::chunker::{BlockCut, Chunker, Mode};
use super::ordered::{Ordered, lock, lock_soon};
use crate::input::LineColumn;
use crate::input::ReadError;
use crate::input::document::Document;
use crate::input::format::InputFormat;
use crate::input::reader::{self, ResumeAt};
use crate::input::source::Source;
use std::ops::Range;

/// The queue from which workers take blocks.
#[derive(Debug)]
pub(super) struct BlockSource<R> {
    input: Mutex<Input<R>>,
    chunker: Ordered<Chunker>,
    options: ScanOptions,
}

/// The part of the input that has not been read.
#[derive(Debug)]
struct Input<R> {
    /// None once a worker has taken it over to read the rest.
    source: Option<Source<R>>,
    /// Number of chunks read, including empty ones.
    chunks: u64,
    /// Number of the first chunk from which on all are empty.
    filled: u64,
    /// Whether reading has ended.
    is_closed: bool,
}

/// A part of the input, as it was read into a buffer.
#[derive(Debug)]
pub(super) struct Chunk {
    number: u64,
    /// Set on the first chunk: the format of the input, and where its records start.
    pub(super) opening: Option<(Mode, Option<LineColumn>)>,
    /// Whether this is the last chunk.
    pub(super) is_last: bool,
    /// Whether it is the last because reading failed.
    pub(super) has_failed: bool,
}

/// A part of the input.
#[derive(Debug)]
pub(super) struct Block<R> {
    /// Counted from 0.
    pub(super) number: u64,
    /// Where it starts, if that is not where the block before it ends.
    pub(super) start: Option<LineColumn>,
    pub(super) work: Work<R>,
}

/// What a block holds; the bytes are those of the buffer.
#[derive(Debug)]
pub(super) enum Work<R> {
    /// Whole lines.
    Lines,
    /// Objects of an array, and the bytes between them.
    Items(Vec<Range<usize>>),
    /// A line that is larger than a record may be. The buffer holds a part of it.
    LongLine,
    /// An input that cannot be read.
    Refused(ReadError),
    /// What follows the last whole object of a container on a long line, with the line's end.
    LineTail(Box<Document>),
    /// The rest of the input, after the bytes in the buffer, to be read record by record.
    Rest(Box<(Source<R>, ResumeAt)>),
}

impl<R: BufRead> BlockSource<R> {
    pub(super) fn new(input: R, options: ScanOptions) -> Self {
        let source = Some(Source::new(input, LineColumn::START));
        let input = Input { source, chunks: 0, filled: 0, is_closed: false };
        let chunker = Ordered::new(Chunker::new());
        Self { input: Mutex::new(input), chunker, options }
    }

    /// The next block, whose bytes are put in the buffer; none at the end of the input.
    pub(super) fn next(&self, buffer: &mut Buffer) -> Option<Block<R>> {
        loop {
            let chunk = lock_soon(&self.input).read(buffer, &self.options);
            let number = chunk.number;
            // Every chunk must be split by its holder, or the next one would wait forever.
            let mut chunker = self.chunker.wait_for(number, || false)?;
            let work = match chunker.cut(chunk, buffer, &self.options) {
                BlockCut::Block(work) => Some(work),
                BlockCut::Rest => {
                    let source = lock(&self.input).close(number);
                    source.map(|source| Work::Rest(Box::new((source, chunker.take_rest(buffer)))))
                }
                BlockCut::Nothing => None,
                BlockCut::End => {
                    self.chunker.release(chunker);
                    return None;
                }
            };
            let block = work.map(|work| {
                let (number, start) = chunker.count();
                Block { number, start, work }
            });
            self.chunker.release(chunker);
            if block.is_some() {
                return block;
            }
        }
    }
}

impl<R: BufRead> Input<R> {
    fn read(&mut self, buffer: &mut Buffer, options: &ScanOptions) -> Chunk {
        let number = self.chunks;
        let mut chunk = Chunk { number, opening: None, is_last: true, has_failed: false };
        match self.source.as_mut().filter(|_| !self.is_closed) {
            None => buffer.clear(0),
            Some(source) => {
                if number == 0 {
                    chunk.opening = Some(open(source, options));
                }
                self.is_closed = buffer.fill(source, options.block_bytes.max(1));
                self.filled = number + 1;
                (chunk.is_last, chunk.has_failed) = (self.is_closed, source.has_failed());
            }
        }
        // Counted last, so that a panicking input leaves no gap in the numbers.
        self.chunks += 1;
        chunk
    }

    /// Ends reading, and hands the source to the holder of the last chunk.
    fn close(&mut self, number: u64) -> Option<Source<R>> {
        self.is_closed = true;
        if number + 1 >= self.filled { self.source.take() } else { None }
    }
}

/// Detects the format of the input, and where its records start.
fn open<R: BufRead>(source: &mut Source<R>, options: &ScanOptions) -> (Mode, Option<LineColumn>) {
    let mode = match reader::shape(source, &options.read) {
        Ok(Ok(InputFormat::Lines)) => Mode::Lines,
        Ok(Ok(InputFormat::Csv)) => Mode::Rest(ResumeAt::Csv),
        Ok(Ok(_)) => {
            let mut document = Document::new(options.read.format);
            match document.enter(source, options.read.max_record_bytes) {
                Ok(true) => Mode::items(document, false),
                Ok(false) => Mode::Rest(ResumeAt::Document(document)),
                Err(error) => {
                    source.fail(error);
                    Mode::Rest(ResumeAt::Document(document))
                }
            }
        }
        Ok(Err(refused)) => {
            return (Mode::Refused(ReadError::new(LineColumn::START, refused)), None);
        }
        Err(error) => {
            source.fail(error);
            Mode::Rest(ResumeAt::Lines)
        }
    };
    (mode, Some(source.place()))
}
