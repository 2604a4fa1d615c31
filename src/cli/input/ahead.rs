//! Reading ahead on a thread of its own, which has a few blocks ready and no more.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// How large a block is,
const BLOCK: usize = 256 * 1024;
/// and how many there are: one is read, one is written, one is ready.
const BLOCKS: usize = 3;

/// What another thread reads.
struct Ahead {
    filled: Receiver<io::Result<Vec<u8>>>,
    emptied: Sender<Vec<u8>>,
    block: Vec<u8>,
    taken: usize,
    ended: bool,
}

/// Reads on a thread of its own; on that of the caller where none can be started.
pub(super) fn ahead(inner: Box<dyn Read + Send>) -> Box<dyn BufRead + Send> {
    let (give, take) = sync_channel::<Box<dyn Read + Send>>(1);
    let (full, filled) = sync_channel(BLOCKS);
    let (emptied, empty) = channel();
    let started = thread::Builder::new().spawn(move || {
        if let Ok(inner) = take.recv() {
            fill(inner, &empty, &full);
        }
    });
    if started.is_err() {
        return Box::new(io::BufReader::with_capacity(BLOCK, inner));
    }
    for _ in 0..BLOCKS {
        // It fails where the other thread is gone, which the first read tells.
        let _ = emptied.send(Vec::new());
    }
    let _ = give.send(inner);
    Box::new(Ahead { filled, emptied, block: Vec::new(), taken: 0, ended: false })
}

/// Fills blocks until the input or the wish for more ends; an empty block is the end.
fn fill(
    mut inner: Box<dyn Read + Send>,
    empty: &Receiver<Vec<u8>>,
    full: &SyncSender<io::Result<Vec<u8>>>,
) {
    while let Ok(mut block) = empty.recv() {
        block.resize(BLOCK, 0);
        let read = loop {
            match inner.read(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let goes_on = matches!(read, Ok(1..));
        let block = read.map(|length| {
            block.truncate(length);
            block
        });
        if full.send(block).is_err() || !goes_on {
            return;
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.block.len() && !self.ended {
            let lost = |_| Err(io::Error::other("the thread that reads ahead has ended"));
            let next = self.filled.recv().unwrap_or_else(lost);
            self.ended = !matches!(&next, Ok(block) if !block.is_empty());
            self.taken = 0;
            // What comes after an error is the end.
            let last = std::mem::take(&mut self.block);
            self.block = next?;
            // Nobody wants it after the end.
            let _ = self.emptied.send(last);
        }
        Ok(self.block.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count).min(self.block.len());
    }
}
