//! Threads that look at blocks at the same time and hand on what they found in turns.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::ScanOptions;
use super::batch::{Batch, Event};
use super::block::{Looker, look_at};
use super::buffer::Buffer;
use super::feed::{Block, Feed, Work};
use super::in_turn::InTurn;
use crate::eval::Predicate;
use crate::record::document::Document;
use crate::record::entry::Place;
use crate::record::error::{ReadError, ReadErrorKind};
use crate::record::reader::Records;
use crate::record::source::Source;

/// How places that are counted from the start of a block become places in the input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    start: Place,
}

impl Placed {
    pub(super) const fn place(self, place: Place) -> Place {
        let Place { line, column } = self.start;
        match place.line {
            1 => Place { line, column: column + place.column - 1 },
            _ => Place { line: line + place.line - 1, column: place.column },
        }
    }
}

/// What the threads share.
struct Shared<'s, R, F> {
    predicate: &'s Predicate,
    options: &'s ScanOptions,
    feed: Feed<R>,
    output: InTurn<Output<F>>,
    stopped: AtomicBool,
}

/// Where what was found is handed on.
struct Output<F> {
    /// Where the next block starts.
    start: Place,
    take: F,
}

pub(super) fn run<R: BufRead + Send>(
    input: R,
    predicate: &Predicate,
    options: &ScanOptions,
    take: impl FnMut(Batch<'_>) -> ControlFlow<()> + Send,
) {
    let shared = Shared {
        predicate,
        options,
        feed: Feed::new(input, *options),
        output: InTurn::new(Output { start: Place::START, take }),
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
        let mut looker = Looker::new(self.predicate, self.options);
        let mut buffer = Buffer::default();
        while !self.stopped.load(Ordering::Acquire) {
            let Some(block) = self.feed.next(&mut buffer) else { return };
            let Block { number, start, work } = block;
            let bytes = buffer.bytes();
            let mut rest = None;
            let (events, end) = match work {
                Work::Lines => looker.lines(bytes),
                Work::Items(objects) => looker.items(bytes, &objects),
                Work::LongLine => {
                    let max = self.options.read.max_record_bytes;
                    let kind = ReadErrorKind::TooLarge(max);
                    let error = ReadError::new(Place::START, kind);
                    (vec![Event::Unread(error)], Place { line: 2, column: 1 })
                }
                Work::Refused(error) => (vec![Event::Unread(error)], Place::START),
                Work::Rest(source, document) => {
                    rest = Some((source, document));
                    (Vec::new(), Place::START)
                }
            };
            let stopped = || self.stopped.load(Ordering::Acquire);
            let Some(mut output) = self.output.wait_for(number, stopped) else { return };
            let placed = Placed { start: start.unwrap_or(output.start) };
            output.start = placed.place(end);
            let mut flow = ControlFlow::Continue(());
            if !events.is_empty() {
                flow = (output.take)(Batch::new(bytes, events, placed, self.options.read.shape));
            }
            if let Some((source, document)) = rest {
                flow = self.rest(source, document, bytes, placed.start, &mut output.take);
            }
            if flow.is_break() {
                self.stopped.store(true, Ordering::Release);
            }
            self.output.pass_on(output);
        }
    }

    /// Reads what is left record by record.
    fn rest(
        &self,
        mut source: Source<R>,
        document: Option<Document>,
        ahead: &[u8],
        start: Place,
        take: &mut F,
    ) -> ControlFlow<()> {
        source.put_back(ahead, start);
        // What is read so has its place in the input already.
        let placed = Placed { start: Place::START };
        for record in Records::going_on(source, self.options.read, document) {
            if let Some(event) = look_at(record, self.predicate, self.options.subject) {
                take(Batch::new(&[], vec![event], placed, self.options.read.shape))?;
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
