//! The bytes of a block.

use std::io::BufRead;

use crate::input::source::Source;

/// Bytes that were read, with room before them for what is left of the block before. What is
/// allocated for one block serves the next.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    /// Those before `start` and from `end` on are of no account.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

/// Files are read in pages of so many bytes. Where a read starts a few bytes further on in a page
/// than what is copied, as in memory that was just allocated, processors wait at every step for
/// what they have just written, and copy at half their speed.
const PAGE: usize = 4096;

impl Buffer {
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads `wanted` bytes in the place of those that are there; where the input gives less at a
    /// time, up to the end of a line or of an object. True at the end of the input, or at an
    /// error, which the source keeps.
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

    /// Makes room for so many bytes, and for what may be put before them.
    pub(super) fn clear(&mut self, wanted: usize) {
        let before = wanted / 8;
        let most = before + PAGE + wanted;
        // What a single large record took is given back.
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

    /// Puts bytes before those that are there, and leaves none.
    pub(super) fn prepend(&mut self, before: &mut Vec<u8>) {
        match self.start.checked_sub(before.len()) {
            Some(start) => {
                let room = self.bytes.get_mut(start..self.start).unwrap_or_default();
                room.copy_from_slice(before);
                self.start = start;
            }
            // A record that goes on for several blocks is not copied for each.
            None => {
                before.extend_from_slice(self.bytes());
                std::mem::swap(&mut self.bytes, before);
                (self.start, self.end) = (0, self.bytes.len());
            }
        }
        before.clear();
    }

    /// Drops so many of the first bytes.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count.min(self.end - self.start);
    }

    /// Takes the bytes from a place on away, into `rest`, which is empty.
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
