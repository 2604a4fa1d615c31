//! Finding the ends of the objects in a JSON array, 64 bytes at a time.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use crate::masks::{Masks, Quotes, dense, padded};

/// The objects that were found in a part of an array.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Where the objects stand, each of which is whole.
    pub(super) objects: Vec<Range<usize>>,
    /// Whether what follows them is no comma and no object, or cannot be: whoever reads more
    /// carefully has to go on there.
    pub(super) stopped: bool,
}

/// Deeper objects are left to whoever reads more carefully.
const MAX_DEPTH: u32 = 127;

/// Splits what follows the opening bracket of an array, or an object in it.
///
/// The brackets of each object that is given fit each other, and none of its strings has a line
/// break in it. Whether it is JSON otherwise is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Splitter {
    walk: Walk,
    quotes: Quotes,
    /// How many bytes have been looked at.
    seen: usize,
}

impl Splitter {
    pub(super) fn new(after_item: bool) -> Self {
        Self { walk: Walk { after_item, ..Walk::default() }, ..Self::default() }
    }

    /// The objects in the bytes. If there are none, and nothing has stopped it, the splitter goes
    /// on where it is when it is given the same bytes with more after them.
    pub(super) fn split(&mut self, level: Level, bytes: &[u8]) -> Split {
        dispatch!(level, simd => self.split_with(simd, bytes))
    }

    #[inline(always)]
    fn split_with<S: Simd>(&mut self, simd: S, bytes: &[u8]) -> Split {
        let mut split = Split { objects: Vec::new(), stopped: false };
        let (chunks, rest) = bytes.get(self.seen..).unwrap_or_default().as_chunks::<64>();
        for chunk in chunks {
            split.stopped = !self.chunk(simd, bytes, chunk, &mut split.objects);
            if split.stopped {
                return split;
            }
        }
        // With more bytes after them, these are looked at again.
        let mut ahead = *self;
        split.stopped = !ahead.chunk(simd, bytes, &padded(rest, b' '), &mut split.objects);
        split
    }

    /// Looks at the next 64 bytes; false where what follows cannot stand there.
    #[inline(always)]
    fn chunk<S: Simd>(
        &mut self,
        simd: S,
        bytes: &[u8],
        chunk: &[u8; 64],
        objects: &mut Vec<Range<usize>>,
    ) -> bool {
        let walk = &mut self.walk;
        let masks = Masks::of(simd, chunk);
        let in_string = self.quotes.strings(simd, &masks).inside;
        // No string has a line break in it, and nothing else has a backslash, after which the
        // quotes would have been counted wrongly.
        let broken = masks.line_ends & in_string | masks.backslashes & !in_string;
        let outside = match broken {
            0 => !in_string,
            broken => !in_string & ((broken & broken.wrapping_neg()) - 1),
        };
        // In an object the brackets count, between objects everything does.
        let brackets = (masks.opening | masks.closing) & outside;
        let mut left = match walk.depth {
            0 => dense(simd, chunk) & outside,
            _ => brackets,
        };
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            let at = self.seen + bit as usize;
            if walk.depth == 0 {
                if !bytes.get(at).is_some_and(|byte| walk.between(*byte, at)) {
                    return false;
                }
                if walk.depth > 0 {
                    left = brackets & (!1_u64) << bit;
                }
                continue;
            }
            let is_curly = masks.curly >> bit & 1;
            if !walk.bracket(masks.opening >> bit & 1 == 1, is_curly) {
                return false;
            }
            if walk.depth == 0 {
                objects.push(walk.start..at + 1);
                left = dense(simd, chunk) & outside & (!1_u64) << bit;
            }
        }
        self.seen += chunk.len();
        broken == 0
    }
}

/// Where in the array the splitter is.
#[derive(Clone, Copy, Debug, Default)]
struct Walk {
    after_item: bool,
    after_comma: bool,
    depth: u32,
    /// The open brackets, the innermost in the lowest bit: 1 for `{`.
    open: u128,
    start: usize,
}

impl Walk {
    /// Goes over what is not white space between two objects, or over the bracket that opens
    /// one; false where it cannot stand there.
    #[inline(always)]
    fn between(&mut self, byte: u8, at: usize) -> bool {
        match byte {
            b',' if self.after_item && !self.after_comma => self.after_comma = true,
            b'{' if self.after_comma || !self.after_item => {
                (self.depth, self.open, self.start) = (1, 1, at);
            }
            _ => return false,
        }
        true
    }

    /// Goes over a bracket in an object; false where it cannot stand there.
    #[inline(always)]
    fn bracket(&mut self, is_opening: bool, is_curly: u64) -> bool {
        if is_opening {
            self.depth += 1;
            self.open = self.open << 1 | u128::from(is_curly);
            return self.depth <= MAX_DEPTH;
        }
        let fits = self.open as u64 & 1 == is_curly;
        (self.depth, self.open) = (self.depth - 1, self.open >> 1);
        if self.depth == 0 {
            (self.after_item, self.after_comma) = (true, false);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, Splitter};
    use crate::masks::levels;
    use crate::random::random;

    /// Byte by byte.
    fn slowly(bytes: &[u8], mut after_item: bool) -> Split {
        let mut objects = Vec::new();
        let (mut open, mut start, mut after_comma) = (Vec::new(), 0, false);
        let (mut in_string, mut escaped) = (false, false);
        for (at, &byte) in bytes.iter().enumerate() {
            let goes_on = match (in_string, byte) {
                (true, b'\n') => false,
                (true, _) if escaped => {
                    escaped = false;
                    true
                }
                (true, b'\\') => {
                    escaped = true;
                    true
                }
                // A string between objects is seen at its end.
                (true, b'"') => {
                    in_string = false;
                    !open.is_empty()
                }
                (true, _) | (false, b' ' | b'\t' | b'\r' | b'\n') => true,
                (false, b'\\') => false,
                (false, b'"') => {
                    in_string = true;
                    true
                }
                (false, b'{' | b'[') if !open.is_empty() => {
                    open.push(byte);
                    open.len() <= 127
                }
                (false, b'}' | b']') if !open.is_empty() => {
                    let fits = open.pop() == Some(byte - 2);
                    if fits && open.is_empty() {
                        objects.push(start..at + 1);
                        (after_item, after_comma) = (true, false);
                    }
                    fits
                }
                (false, _) if !open.is_empty() => true,
                (false, b',') if after_item && !after_comma => {
                    after_comma = true;
                    true
                }
                (false, b'{') if after_comma || !after_item => {
                    open.push(byte);
                    start = at;
                    true
                }
                _ => false,
            };
            if !goes_on {
                return Split { objects, stopped: true };
            }
        }
        Split { objects, stopped: false }
    }

    /// Texts of the bytes that count, with runs of them as long as a chunk and longer.
    #[test]
    fn objects_are_found_as_byte_by_byte_wherever_chunks_end() {
        const PIECES: &[&str] = &[
            "{",
            "}",
            "{}",
            "[",
            "]",
            "\"",
            "\\",
            "\\\"",
            "\\\\",
            ",",
            "\n",
            " ",
            "a",
            "\"{\"",
            "\"]\\\\\"",
            "{\"a\":[{}]}",
            ",{\"b\":\"\\\"}\"}",
            "{\"c\":\"\\\\\"},",
            "λ",
        ];
        let (mut random, mut found, mut stopped) = (random(), 0, 0);
        for _ in 0..20_000 {
            let mut text = String::new();
            let is_rough = random(4) == 0;
            for _ in 0..random(8) {
                // Mostly whole objects, so that not every text ends at once.
                let piece = match (is_rough, random(6)) {
                    (true, _) | (false, 0) => PIECES[random(PIECES.len())],
                    (false, 1) => "{\"d\":\"\"},",
                    (false, _) => "{\"e\":[\"\\\\\",{\"f\":{}}]} ,",
                };
                let times = [1, 1, 1, 1, 1, 63, 64, 65, 130][random(9)];
                match piece {
                    "\\" | "\\\\" | " " | "a" | "[" | "{" => text.push_str(&piece.repeat(times)),
                    _ => text.push_str(piece),
                }
                if random(3) == 0 {
                    text.push_str(&" ".repeat(random(70)));
                }
            }
            let after_item = random(2) == 0;
            let expected = slowly(text.as_bytes(), after_item);
            found += expected.objects.len();
            stopped += usize::from(expected.stopped);
            for level in levels() {
                let split = Splitter::new(after_item).split(level, text.as_bytes());
                assert_eq!(split, expected, "{level:?}, {after_item}: {text:?}");
                // As the text comes, up to the first part in which there is something.
                let mut splitter = Splitter::new(after_item);
                for end in (0..text.len()).step_by(1 + random(150)) {
                    let split = splitter.split(level, &text.as_bytes()[..end]);
                    let slowly = slowly(&text.as_bytes()[..end], after_item);
                    assert_eq!(split, slowly, "{level:?}, {after_item}, to {end}: {text:?}");
                    if split.stopped || !split.objects.is_empty() {
                        break;
                    }
                }
            }
        }
        assert!(found > 10_000 && stopped > 1_000, "{found} objects, {stopped} stopped");
    }
}
