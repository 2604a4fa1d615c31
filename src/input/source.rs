//! A buffered input with positions and lookahead.

use std::io::{self, BufRead};

use super::record::LineColumn;
use super::utf16::Utf16;
use crate::json::skip::leading_whitespace;

/// An input that tracks its position.
#[derive(Debug)]
pub(crate) struct Source<R> {
    inner: R,
    /// Bytes that were read ahead, from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    place: LineColumn,
    /// An error met during lookahead: reported after the bytes before it.
    failed: Option<io::Error>,
    /// Whether the input appears to end at the next line end.
    ends_with_line: bool,
    /// Number of next bytes known to be in the current line.
    in_line: usize,
    /// The decoder, if the input is UTF-16.
    utf16: Option<Utf16>,
}

impl<R: BufRead> Source<R> {
    pub(crate) const fn new(inner: R, place: LineColumn) -> Self {
        Self {
            inner,
            ahead: Vec::new(),
            taken: 0,
            place,
            failed: None,
            ends_with_line: false,
            in_line: 0,
            utf16: None,
        }
    }

    /// The place of the next byte.
    pub(crate) const fn place(&self) -> LineColumn {
        self.place
    }

    /// Makes the input appear to end at the next line end, or not.
    pub(crate) const fn end_with_line(&mut self, ends_with_line: bool) {
        (self.ends_with_line, self.in_line) = (ends_with_line, 0);
    }

    /// The buffered bytes; empty only at the end of the input.
    pub(crate) fn chunk(&mut self) -> io::Result<&[u8]> {
        if !self.ends_with_line {
            return self.next_bytes();
        }
        let mut known = self.in_line;
        let bytes = self.next_bytes()?;
        if known == 0 {
            known = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        }
        // The borrow checker requires a second call after this is stored.
        self.in_line = known;
        let bytes = self.next_bytes()?;
        Ok(bytes.get(..known.min(bytes.len())).unwrap_or_default())
    }

    /// Whether the buffered bytes reach the line end at which the input appears to end.
    pub(crate) fn is_at_line_end(&mut self) -> io::Result<bool> {
        let in_line = self.chunk()?.len();
        Ok(self.ends_with_line && self.next_bytes()?.get(in_line) == Some(&b'\n'))
    }

    fn next_bytes(&mut self) -> io::Result<&[u8]> {
        if self.taken < self.ahead.len() {
            return Ok(self.ahead.get(self.taken..).unwrap_or_default());
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => fill(&mut self.inner, &mut self.utf16),
        }
    }

    /// Consumes buffered bytes.
    pub(crate) fn take(&mut self, count: usize) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let place = self.place;
        let chunk = self.chunk()?;
        let count = count.min(chunk.len());

        let place = place.after(chunk.get(..count).unwrap_or_default());
        self.place = place;
        self.in_line = self.in_line.saturating_sub(count);
        if self.taken < self.ahead.len() {
            self.taken += count;
            if self.taken >= self.ahead.len() {
                self.ahead.clear();
                self.taken = 0;
            }
        } else {
            consume(&mut self.inner, &mut self.utf16, count);
        }
        Ok(())
    }

    /// Lookahead of at least `count` bytes, or up to the end of the input.
    pub(crate) fn look(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.taken > 0 && self.ahead.len() - self.taken < count {
            self.ahead.drain(..self.taken);
            self.taken = 0;
        }
        while self.failed.is_none()
            && self.ahead.len() - self.taken < count
            && !(self.ends_with_line
                && self.ahead.get(self.taken..).unwrap_or_default().contains(&b'\n'))
        {
            let more = match fill(&mut self.inner, &mut self.utf16) {
                Ok(more) => more,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            };
            if more.is_empty() {
                break;
            }
            // No more than needed, so that a large inner buffer is not copied.
            let wanted = (count + self.taken - self.ahead.len()).min(more.len());
            // More of the line may be known now.
            self.in_line = 0;
            self.ahead.extend_from_slice(more.get(..wanted).unwrap_or_default());
            consume(&mut self.inner, &mut self.utf16, wanted);
        }
        let ahead = self.ahead.get(self.taken..).unwrap_or_default();
        match memchr::memchr(b'\n', ahead).filter(|_| self.ends_with_line) {
            Some(end) => Ok(ahead.get(..end).unwrap_or_default()),
            None => Ok(ahead),
        }
    }

    /// Lookahead of more than `count` bytes, but no more than the input has buffered, so
    /// that a slow writer is not waited for; at the end of the input, the rest
    /// and `true`.
    pub(crate) fn look_beyond(&mut self, count: usize) -> io::Result<(&[u8], bool)> {
        let mut ended = false;
        if self.ahead.len() - self.taken <= count {
            let mut length = 0;
            if self.failed.is_none() {
                match fill(&mut self.inner, &mut self.utf16) {
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

    /// Reads into a buffer without tracking positions; 0 at the end of the
    /// input or at an error, which is kept for the next call.
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
            let read = match &mut self.utf16 {
                Some(utf16) => utf16.read(&mut self.inner, buffer),
                None => self.inner.read(buffer),
            };
            match read {
                Ok(count) => return count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        0
    }

    /// Reads the rest of the input as UTF-16, what was looked at included.
    pub(crate) fn decode_utf16(&mut self, big_endian: bool) {
        let raw = self.ahead.get(self.taken..).unwrap_or_default().to_vec();
        (self.ahead, self.taken) = (Vec::new(), 0);
        self.utf16 = Some(Utf16::new(big_endian, raw));
    }

    /// Whether an error is kept.
    pub(crate) const fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Keeps an error for the next call.
    pub(crate) fn fail(&mut self, error: io::Error) {
        self.failed = Some(error);
    }

    /// Puts bytes back; `place` is the position of the first.
    pub(crate) fn put_back(&mut self, bytes: &[u8], place: LineColumn) {
        self.ahead.splice(..self.taken, bytes.iter().copied());
        self.taken = 0;
        self.in_line = 0;
        self.place = place;
    }

    /// Resets the position, after a byte order mark.
    pub(crate) const fn restart(&mut self) {
        self.place = LineColumn::START;
    }

    /// Counts lines anew, as if the line before had been the first.
    pub(crate) const fn restart_lines(&mut self) {
        self.place = LineColumn { line: 2, column: 1 };
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
    /// `max` bytes; the rest is skipped.
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
            // The line end is not part of the record.
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

fn fill<'s, R: BufRead>(inner: &'s mut R, utf16: &'s mut Option<Utf16>) -> io::Result<&'s [u8]> {
    match utf16 {
        Some(utf16) => utf16.fill(inner),
        None => retry(inner),
    }
}

fn consume<R: BufRead>(inner: &mut R, utf16: &mut Option<Utf16>, count: usize) {
    match utf16 {
        Some(utf16) => utf16.consume(count),
        None => inner.consume(count),
    }
}

pub(super) fn retry<R: BufRead>(inner: &mut R) -> io::Result<&[u8]> {
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
