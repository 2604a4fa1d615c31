//! Worker threads: they scan blocks in parallel and deliver the results in input order.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::batch::{Batch, BlockItem};
use super::block_scanner::{BlockResult, BlockScanner};
use super::block_source::{Block, BlockSource, Work};
use super::buffer::Buffer;
use super::evaluator::Evaluator;
use super::ordered::Ordered;
use super::position::{LineCounter, PositionBase};
use super::{ScanOptions, ScanSummary};
use crate::eval::Predicate;
use crate::input::LineColumn;
use crate::input::reader::{Records, ResumeAt};
use crate::input::source::Source;
use crate::input::{ReadError, ReadErrorKind};

/// State shared by the workers.
struct Shared<'s, R, F> {
    predicate: &'s Predicate,
    options: &'s ScanOptions,
    source: BlockSource<R>,
    output: Ordered<Output<F>>,
    stopped: AtomicBool,
}

/// Where results are delivered.
struct Output<F> {
    /// Where the next block starts.
    start: LineColumn,
    summary: ScanSummary,
    on_batch: F,
}

pub(super) fn run<R: BufRead + Send>(
    input: R,
    predicate: &Predicate,
    options: &ScanOptions,
    on_batch: impl FnMut(Batch<'_>) -> ControlFlow<()> + Send,
) -> ScanSummary {
    let shared = Shared {
        predicate,
        options,
        source: BlockSource::new(input, *options),
        output: Ordered::new(Output {
            start: LineColumn::START,
            summary: ScanSummary::default(),
            on_batch,
        }),
        stopped: AtomicBool::new(false),
    };
    thread::scope(|scope| {
        for _ in 1..options.threads.get() {
            // If a thread cannot be started, the others do the work.
            let started = thread::Builder::new().spawn_scoped(scope, || shared.work());
            if started.is_err() {
                break;
            }
        }
        shared.work();
    });
    shared.output.into_inner().summary
}

impl<R: BufRead, F: FnMut(Batch<'_>) -> ControlFlow<()>> Shared<'_, R, F> {
    /// Scans blocks until there are no more.
    fn work(&self) {
        let _ending = Ending(self);
        let mut scanner = BlockScanner::new(self.predicate, self.options);
        let mut buffer = Buffer::default();
        while !self.stopped.load(Ordering::Acquire) {
            let Some(block) = self.source.next(&mut buffer) else { return };
            let Block { number, start, work } = block;
            let bytes = buffer.bytes();
            let mut rest = None;
            let found = match work {
                Work::Lines => scanner.lines(bytes),
                Work::Items(objects) => scanner.items(bytes, &objects),
                Work::LongLine => {
                    let max = self.options.read.max_record_bytes;
                    let kind = ReadErrorKind::TooLarge(max);
                    let error = ReadError::new(LineColumn::START, kind);
                    let end = LineColumn { line: 2, column: 1 };
                    BlockResult {
                        items: vec![BlockItem::ReadError(error)],
                        end,
                        ..BlockResult::default()
                    }
                }
                Work::Refused(error) => BlockResult {
                    items: vec![BlockItem::ReadError(error)],
                    ..BlockResult::default()
                },
                Work::LineTail(document) => scanner.line_tail(*document, bytes),
                Work::Rest(from) => {
                    rest = Some(*from);
                    BlockResult::default()
                }
            };
            let stopped = || self.stopped.load(Ordering::Acquire);
            let Some(mut output) = self.output.wait_for(number, stopped) else { return };
            let placed = PositionBase { start: start.unwrap_or(output.start) };
            let BlockResult { items, summary, end } = found;
            output.start = placed.place(end);
            output.summary.add(summary, |place| placed.place(place));
            let mut flow = ControlFlow::Continue(());
            if !items.is_empty() {
                let lines = LineCounter::default();
                flow = (output.on_batch)(Batch::new(
                    bytes,
                    &lines,
                    items,
                    placed,
                    self.options.read.format,
                ));
            }
            if let Some((source, at)) = rest {
                flow = self.rest(source, at, (bytes, placed.start), &mut output);
            }
            if flow.is_break() {
                self.stopped.store(true, Ordering::Release);
            }
            self.output.release(output);
        }
    }

    /// Reads the rest of the input record by record.
    fn rest(
        &self,
        mut source: Source<R>,
        at: ResumeAt,
        (ahead, start): (&[u8], LineColumn),
        output: &mut Output<F>,
    ) -> ControlFlow<()> {
        source.put_back(ahead, start);
        // These positions are already relative to the input.
        let placed = PositionBase { start: LineColumn::START };
        let lines = LineCounter::default();
        let evaluator = Evaluator::new(self.predicate, self.options);
        let mut summary = ScanSummary::default();
        let mut flow = ControlFlow::Continue(());
        for record in Records::resume(source, self.options.read, at) {
            if let Some(item) = evaluator.evaluate(record, &mut summary) {
                flow = (output.on_batch)(Batch::new(
                    &[],
                    &lines,
                    vec![item],
                    placed,
                    self.options.read.format,
                ));
                if flow.is_break() {
                    break;
                }
            }
        }
        output.summary.add(summary, |place| place);
        flow
    }
}

/// Stops the other workers if the callback panics in this one.
struct Ending<'a, 's, R, F>(&'a Shared<'s, R, F>);

impl<R, F> Drop for Ending<'_, '_, R, F> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.output.wake(|| self.0.stopped.store(true, Ordering::Release));
        }
    }
}
