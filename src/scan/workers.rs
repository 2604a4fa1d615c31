//! Threads that look at blocks at the same time and hand on what they found in turns.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::ScanOptions;
use super::batch::{Batch, BlockItem};
use super::block_scanner::{BlockScanner, evaluate};
use super::block_source::{Block, BlockSource, Work};
use super::buffer::Buffer;
use super::ordered::Ordered;
use crate::eval::Predicate;
use crate::input::LineColumn;
use crate::input::document::Document;
use crate::input::reader::Records;
use crate::input::source::Source;
use crate::input::{ReadError, ReadErrorKind};

/// How places that are counted from the start of a block become places in the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct PositionBase {
    start: LineColumn,
}

impl PositionBase {
    pub(super) const fn place(self, place: LineColumn) -> LineColumn {
        let LineColumn { line, column } = self.start;
        match place.line {
            1 => LineColumn { line, column: column + place.column - 1 },
            _ => LineColumn { line: line + place.line - 1, column: place.column },
        }
    }
}

/// What the threads share.
struct Shared<'s, R, F> {
    predicate: &'s Predicate,
    options: &'s ScanOptions,
    source: BlockSource<R>,
    output: Ordered<Output<F>>,
    stopped: AtomicBool,
}

/// Where what was found is handed on.
struct Output<F> {
    /// Where the next block starts.
    start: LineColumn,
    on_batch: F,
}

pub(super) fn run<R: BufRead + Send>(
    input: R,
    predicate: &Predicate,
    options: &ScanOptions,
    on_batch: impl FnMut(Batch<'_>) -> ControlFlow<()> + Send,
) {
    let shared = Shared {
        predicate,
        options,
        source: BlockSource::new(input, *options),
        output: Ordered::new(Output { start: LineColumn::START, on_batch }),
        stopped: AtomicBool::new(false),
    };
    thread::scope(|scope| {
        for _ in 1..options.threads.get() {
            // Where no thread can be started, the others do the work.
            let started = thread::Builder::new().spawn_scoped(scope, || shared.work());
            if started.is_err() {
                break;
            }
        }
        shared.work();
    });
}

impl<R: BufRead, F: FnMut(Batch<'_>) -> ControlFlow<()>> Shared<'_, R, F> {
    /// Looks at blocks until there are no more.
    fn work(&self) {
        let _ending = Ending(self);
        let mut scanner = BlockScanner::new(self.predicate, self.options);
        let mut buffer = Buffer::default();
        while !self.stopped.load(Ordering::Acquire) {
            let Some(block) = self.source.next(&mut buffer) else { return };
            let Block { number, start, work } = block;
            let bytes = buffer.bytes();
            let mut rest = None;
            let (events, end) = match work {
                Work::Lines => scanner.lines(bytes),
                Work::Items(objects) => scanner.items(bytes, &objects),
                Work::LongLine => {
                    let max = self.options.read.max_record_bytes;
                    let kind = ReadErrorKind::TooLarge(max);
                    let error = ReadError::new(LineColumn::START, kind);
                    (vec![BlockItem::ReadError(error)], LineColumn { line: 2, column: 1 })
                }
                Work::Refused(error) => (vec![BlockItem::ReadError(error)], LineColumn::START),
                Work::Rest(source, document) => {
                    rest = Some((source, document));
                    (Vec::new(), LineColumn::START)
                }
            };
            let stopped = || self.stopped.load(Ordering::Acquire);
            let Some(mut output) = self.output.wait_for(number, stopped) else { return };
            let placed = PositionBase { start: start.unwrap_or(output.start) };
            output.start = placed.place(end);
            let mut flow = ControlFlow::Continue(());
            if !events.is_empty() {
                flow =
                    (output.on_batch)(Batch::new(bytes, events, placed, self.options.read.format));
            }
            if let Some((source, document)) = rest {
                flow = self.rest(source, document, bytes, placed.start, &mut output.on_batch);
            }
            if flow.is_break() {
                self.stopped.store(true, Ordering::Release);
            }
            self.output.release(output);
        }
    }

    /// Reads what is left record by record.
    fn rest(
        &self,
        mut source: Source<R>,
        document: Option<Document>,
        ahead: &[u8],
        start: LineColumn,
        take: &mut F,
    ) -> ControlFlow<()> {
        source.put_back(ahead, start);
        // What is read so has its place in the input already.
        let placed = PositionBase { start: LineColumn::START };
        for record in Records::resume(source, self.options.read, document) {
            if let Some(event) = evaluate(record, self.predicate, self.options.unwrap) {
                take(Batch::new(&[], vec![event], placed, self.options.read.format))?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Lets the other threads go when one ends in a panic of what takes the records.
struct Ending<'a, 's, R, F>(&'a Shared<'s, R, F>);

impl<R, F> Drop for Ending<'_, '_, R, F> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.output.wake(|| self.0.stopped.store(true, Ordering::Release));
        }
    }
}
