//! The bytes of a block.

use std::io::BufRead;

use crate::input::source::Source;

/// The bytes of a block, with room before them for the carry of the previous block. Reused for
/// every block.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// Valid from `start` to `end`.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

/// Page size of files. A copy whose target starts a few bytes further into a page than its
/// source suffers 4K aliasing: every load waits for an earlier store, at half the
/// bandwidth.
const PAGE: usize = 4096;

impl Buffer {
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads `wanted` bytes, replacing the present ones; if the input delivers less at a
    /// time, up to the end of a line or of an object. True at the end of the input, or at an
    /// error, which the source keeps for later.
    pub(super) fn fill<R: BufRead>(&mut self, source: &mut Source<R>, wanted: usize) -> bool {
        self.clear(wanted);
        let wanted = self.start + wanted;
        while self.end < wanted {
            let room = self.bytes.get_mut(self.end..wanted).unwrap_or_default();
            let (asked, count) = (room.len(), source.read(room));
            if count == 0 {
                return true;
            }
            let found = self.bytes.get(self.end..self.end + count).unwrap_or_default();
            self.end += count;
            if count < asked && memchr::memchr2(b'\n', b'}', found).is_some() {
                break;
            }
        }
        false
    }

    /// Makes room for `wanted` bytes and for a carry before them.
    pub(super) fn clear(&mut self, wanted: usize) {
        let before = wanted / 8;
        let most = before + PAGE + wanted;
        // Memory taken by a single large record is freed.
        if self.bytes.len() > 4 * most {
            self.bytes = Vec::new();
        }
        if self.bytes.len() < most {
            self.bytes.resize(most, 0);
        }
        self.start = before;
        if wanted >= PAGE {
            let in_page = (self.bytes.as_ptr().addr() + before) % PAGE;
            self.start += (PAGE + PAGE / 2 - in_page) % PAGE;
        }
        self.end = self.start;
    }

    /// Puts bytes before the present ones, and clears `before`.
    pub(super) fn prepend(&mut self, before: &mut Vec<u8>) {
        match self.start.checked_sub(before.len()) {
            Some(start) => {
                let room = self.bytes.get_mut(start..self.start).unwrap_or_default();
                room.copy_from_slice(before);
                self.start = start;
            }
            // A record that spans several blocks is not copied for each of them.
            None => {
                before.extend_from_slice(self.bytes());
                std::mem::swap(&mut self.bytes, before);
                (self.start, self.end) = (0, self.bytes.len());
            }
        }
        before.clear();
    }

    /// Drops the first `count` bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count.min(self.end - self.start);
    }

    /// Moves the bytes from `at` on into `rest`, which must be empty.
    pub(super) fn split_off(&mut self, at: usize, rest: &mut Vec<u8>) {
        if at == 0 && self.start == 0 && self.end == self.bytes.len() {
            std::mem::swap(&mut self.bytes, rest);
            self.bytes.clear();
            self.end = 0;
            return;
        }
        rest.extend_from_slice(self.bytes().get(at..).unwrap_or_default());
        self.end = self.end.min(self.start + at);
    }
}
