//! Bytes with a place, some of which may be looked at before they are taken.

use std::io::{self, BufRead};

use super::record::LineColumn;
use crate::json::skip::leading_whitespace;

/// An input that knows where it is.
#[derive(Debug)]
pub(crate) struct Source<R> {
    inner: R,
    /// Bytes that were read ahead, from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    place: LineColumn,
    /// An error met while looking ahead: it comes after the bytes that were read before it.
    failed: Option<io::Error>,
}

impl<R: BufRead> Source<R> {
    pub(crate) const fn new(inner: R, place: LineColumn) -> Self {
        Self { inner, ahead: Vec::new(), taken: 0, place, failed: None }
    }

    /// The place of the next byte.
    pub(crate) const fn place(&self) -> LineColumn {
        self.place
    }

    /// The bytes at hand, at least one unless the input has ended.
    pub(crate) fn chunk(&mut self) -> io::Result<&[u8]> {
        if self.taken < self.ahead.len() {
            return Ok(self.ahead.get(self.taken..).unwrap_or_default());
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => retry(&mut self.inner),
        }
    }

    /// Takes bytes of the chunk at hand.
    pub(crate) fn take(&mut self, count: usize) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let place = self.place;
        let chunk = self.chunk()?;
        let count = count.min(chunk.len());
        let place = place.after(chunk.get(..count).unwrap_or_default());
        self.place = place;
        if self.taken < self.ahead.len() {
            self.taken += count;
            if self.taken >= self.ahead.len() {
                self.ahead.clear();
                self.taken = 0;
            }
        } else {
            self.inner.consume(count);
        }
        Ok(())
    }

    /// Looks at the next bytes: at least `count` of them, or all there are.
    pub(crate) fn look(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.taken > 0 && self.ahead.len() - self.taken < count {
            self.ahead.drain(..self.taken);
            self.taken = 0;
        }
        while self.failed.is_none() && self.ahead.len() - self.taken < count {
            let more = match retry(&mut self.inner) {
                Ok(more) => more,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            };
            if more.is_empty() {
                break;
            }
            // Only what is asked for, so that a large buffer below is not copied whole.
            let wanted = (count + self.taken - self.ahead.len()).min(more.len());
            self.ahead.extend_from_slice(more.get(..wanted).unwrap_or_default());
            self.inner.consume(wanted);
        }
        Ok(self.ahead.get(self.taken..).unwrap_or_default())
    }

    /// Looks at the next bytes: more than `count`, and no more than the input has at hand, so
    /// that one who writes line by line is not waited for longer than needed; or all there are,
    /// and true.
    pub(crate) fn look_beyond(&mut self, count: usize) -> io::Result<(&[u8], bool)> {
        let mut ended = false;
        if self.ahead.len() - self.taken <= count {
            let mut length = 0;
            if self.failed.is_none() {
                match retry(&mut self.inner) {
                    Ok(more) => length = more.len(),
                    Err(error) => self.failed = Some(error),
                }
            }
            ended = length == 0;
            // Not all of a large buffer below is copied at once.
            let step = length.min(count.max(4096));
            self.look(self.ahead.len() - self.taken + step)?;
        }
        Ok((self.ahead.get(self.taken..).unwrap_or_default(), ended))
    }

    /// Takes bytes into a buffer, without counting the place on; how many, 0 at the end of the
    /// input or at an error, which is kept for the next who asks.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> usize {
        let ahead = self.ahead.get(self.taken..).unwrap_or_default();
        if !ahead.is_empty() {
            let count = ahead.len().min(buffer.len());
            for (to, from) in buffer.iter_mut().zip(ahead) {
                *to = *from;
            }
            self.taken += count;
            if self.taken >= self.ahead.len() {
                (self.ahead, self.taken) = (Vec::new(), 0);
            }
            return count;
        }
        while self.failed.is_none() {
            match self.inner.read(buffer) {
                Ok(count) => return count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        0
    }

    /// Whether an error is kept.
    pub(crate) const fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Keeps an error for the next who asks for bytes.
    pub(crate) fn fail(&mut self, error: io::Error) {
        self.failed = Some(error);
    }

    /// Gives bytes back, the first of which stood at `place`.
    pub(crate) fn put_back(&mut self, bytes: &[u8], place: LineColumn) {
        self.ahead.splice(..self.taken, bytes.iter().copied());
        self.taken = 0;
        self.place = place;
    }

    /// Starts counting anew, after a byte order mark.
    pub(crate) const fn restart(&mut self) {
        self.place = LineColumn::START;
    }

    /// The next byte that is not white space, not taken.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.chunk()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let blank = leading_whitespace(chunk);
            let next = chunk.get(blank).copied();
            self.take(blank)?;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Appends the rest of the line to `line`, its end included, and says whether all of it fits
    /// `max` bytes; the part that does not is passed over.
    pub(crate) fn line(&mut self, line: &mut Vec<u8>, max: usize) -> io::Result<bool> {
        let mut fits = true;
        loop {
            let chunk = self.chunk()?;
            if chunk.is_empty() {
                return Ok(fits);
            }
            let end = memchr::memchr(b'\n', chunk);
            let length = end.map_or(chunk.len(), |end| end + 1);
            let part = chunk.get(..length).unwrap_or_default();
            // The end of the line is not a part of the record.
            let content = end.unwrap_or(length);
            fits = fits && line.len() + content <= max;
            if fits {
                line.extend_from_slice(part);
            }
            self.take(length)?;
            if end.is_some() {
                return Ok(fits);
            }
        }
    }
}

fn retry<R: BufRead>(inner: &mut R) -> io::Result<&[u8]> {
    loop {
        match inner.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            // Not asked a second time: at a terminal that would wait for another end.
            Ok([]) => return Ok(&[]),
            Ok(_) => break,
        }
    }
    // The borrow checker does not let the buffer out of the loop; a second call returns it.
    inner.fill_buf()
}
