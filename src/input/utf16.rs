//! UTF-16, as Windows PowerShell writes it, made UTF-8 while it is read.

use std::io::{self, BufRead};

use super::source::retry;

/// So many bytes are decoded at a time.
const BLOCK: usize = 64 * 1024;

/// A decoder. Half of a surrogate pair becomes U+FFFD.
#[derive(Debug)]
pub(super) struct Utf16 {
    big_endian: bool,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    decoded: String,
    taken: usize,
}

impl Utf16 {
    /// Decodes these bytes and what comes after them.
    pub(super) const fn new(big_endian: bool, raw: Vec<u8>) -> Self {
        Self { big_endian, raw, decoded: String::new(), taken: 0 }
    }

    /// The bytes at hand as UTF-8; none at the end of the input.
    pub(super) fn fill<R: BufRead>(&mut self, inner: &mut R) -> io::Result<&[u8]> {
        while self.taken >= self.decoded.len() {
            (self.taken, self.decoded) = (0, String::new());
            let more = retry(inner)?;
            let count = more.len().min(BLOCK);
            self.raw.extend_from_slice(more.get(..count).unwrap_or_default());
            inner.consume(count);
            if !self.decode(count == 0) {
                return Ok(&[]);
            }
        }
        Ok(self.decoded.as_bytes().get(self.taken..).unwrap_or_default())
    }

    /// Takes bytes into a buffer; how many, 0 at the end of the input.
    pub(super) fn read<R: BufRead>(
        &mut self,
        inner: &mut R,
        buffer: &mut [u8],
    ) -> io::Result<usize> {
        let bytes = self.fill(inner)?;
        let count = bytes.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.consume(count);
        Ok(count)
    }

    pub(super) const fn consume(&mut self, count: usize) {
        self.taken += count;
    }

    /// Decodes what is there, but for a unit or a pair that is not whole; false at the end.
    fn decode(&mut self, is_end: bool) -> bool {
        let (pairs, rest) = self.raw.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| match self.big_endian {
            true => u16::from_be_bytes(*pair),
            false => u16::from_le_bytes(*pair),
        };
        let mut units: Vec<u16> = pairs.iter().map(unit).collect();
        let mut left = rest.to_vec();
        if !is_end && matches!(units.last(), Some(0xD800..=0xDBFF)) {
            units.pop();
            left = pairs.last().into_iter().flatten().chain(rest).copied().collect();
        }
        if is_end && !left.is_empty() {
            // A byte is missing.
            units.push(0xFFFD);
            left.clear();
        }
        let is_done = is_end && units.is_empty();
        self.decoded = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        self.raw = left;
        !is_done
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::Utf16;

    /// Whatever the sizes in which the input comes.
    #[test]
    fn text_is_the_same_wherever_a_read_ends() {
        let text = "{\"id\":\"ä😀\"}\r\n".repeat(5);
        for big_endian in [false, true] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            for size in 1..9 {
                for ahead in [0, 1, 2, 3] {
                    let (raw, rest) = bytes.split_at(ahead);
                    let mut inner = BufReader::with_capacity(size, rest);
                    let mut utf16 = Utf16::new(big_endian, raw.to_vec());
                    let mut out = Vec::new();
                    loop {
                        let found = utf16.fill(&mut inner).expect("memory");
                        if found.is_empty() {
                            break;
                        }
                        // Not all that there is.
                        let count = found.len().min(3);
                        out.extend_from_slice(&found[..count]);
                        utf16.consume(count);
                    }
                    assert_eq!(String::from_utf8(out).expect("UTF-8"), text, "{size} {ahead}");
                }
            }
        }
    }

    #[test]
    fn what_is_cut_off_or_half_is_a_replacement_character() {
        for (bytes, expected) in [
            (&b"a\0b"[..], "a\u{fffd}"),
            (b"\x00\xd8a\0", "\u{fffd}a"),
            (b"\x00\xd8", "\u{fffd}"),
            (b"", ""),
        ] {
            let mut utf16 = Utf16::new(false, Vec::new());
            let mut inner = bytes;
            let mut out = Vec::new();
            loop {
                let found = utf16.fill(&mut inner).expect("memory").to_vec();
                if found.is_empty() {
                    break;
                }
                utf16.consume(found.len());
                out.extend(found);
            }
            assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
        }
    }
}
