//! Finding the ends of the objects in a JSON array, 64 bytes at a time.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use crate::json::bitmap::{Masks, Quotes, bits, dense, padded};

/// The objects that were found in a part of an array.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// Where the objects stand, each of which is whole.
    pub(crate) objects: Vec<Range<usize>>,
    /// Whether what follows them is no comma and no object, or cannot be: whoever reads more
    /// carefully has to go on there.
    pub(crate) stopped: bool,
}

/// Deeper objects are left to whoever reads more carefully.
const MAX_DEPTH: u32 = 127;

/// Splits what follows the opening bracket of an array, or an object in it.
///
/// The brackets of each object that is given fit each other, and none of its strings has a line
/// break in it. Whether it is JSON otherwise is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Splitter {
    walk: Walk,
    quotes: Quotes,
    /// How many bytes have been looked at.
    seen: usize,
}

impl Splitter {
    pub(crate) fn new(after_item: bool) -> Self {
        Self { walk: Walk { after_item, ..Walk::default() }, ..Self::default() }
    }

    /// The objects in the bytes. If there are none, and nothing has stopped it, the splitter goes
    /// on where it is when it is given the same bytes with more after them.
    pub(crate) fn split(&mut self, level: Level, bytes: &[u8]) -> Split {
        dispatch!(level, simd => self.split_with(simd, bytes))
    }

    #[inline(always)]
    fn split_with<S: Simd>(&mut self, simd: S, bytes: &[u8]) -> Split {
        let mut split = Split { objects: Vec::new(), stopped: false };
        let (chunks, rest) = bytes.get(self.seen..).unwrap_or_default().as_chunks::<64>();
        // A copy stays in registers.
        let mut here = *self;
        for chunk in chunks {
            split.stopped = !here.chunk(simd, bytes, chunk, &mut split.objects);
            if split.stopped {
                return split;
            }
        }
        *self = here;
        // With more bytes after them, these are looked at again.
        split.stopped = !here.chunk(simd, bytes, &padded(rest, b' '), &mut split.objects);
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
        let masks = Masks::of(simd, chunk);
        let in_string = self.quotes.strings(simd, &masks).inside;
        // No string has a line break in it, and nothing else has a backslash, after which the
        // quotes would have been counted wrongly.
        let broken = masks.line_ends & in_string | masks.backslashes & !in_string;
        let brackets = Brackets {
            braces: [masks.opening & masks.curly, masks.closing & masks.curly],
            squares: [masks.opening & !masks.curly, masks.closing & !masks.curly],
        };
        // Most chunks have nothing but braces, and the end of no object.
        let squares = brackets.squares[0] | brackets.squares[1];
        let is_plain = broken | squares & !in_string == 0
            && self.walk.braces(brackets.braces.map(|of| of & !in_string));
        let goes_on = is_plain || {
            let before = broken & broken.wrapping_neg();
            let outside = !in_string & before.wrapping_sub(1);
            let places = Places { bytes, start: self.seen, dense: dense(simd, chunk) };
            self.walk.step_by_step(places, &brackets, outside, objects) && broken == 0
        };
        self.seen += chunk.len();
        goes_on
    }
}

/// Where the brackets are in a chunk, the opening and the closing ones.
struct Brackets {
    braces: [u64; 2],
    squares: [u64; 2],
}

/// What is behind the bits of a chunk.
struct Places<'b> {
    bytes: &'b [u8],
    start: usize,
    /// All but white space.
    dense: u64,
}

/// Where in the array the splitter is.
#[derive(Clone, Copy, Debug, Default)]
struct Walk {
    after_item: bool,
    after_comma: bool,
    /// How many `{` are open in the innermost `[`, or in the object where there is none.
    braces: u32,
    /// How many brackets are open besides,
    outer_depth: u32,
    /// and which, the innermost in the lowest bit: 1 for `{`.
    outer: u128,
    start: usize,
}

impl Walk {
    const fn depth(&self) -> u32 {
        self.outer_depth + self.braces
    }

    /// Goes over what is `left` of a chunk; false where something cannot stand there.
    #[inline(always)]
    fn step_by_step(
        &mut self,
        places: Places<'_>,
        brackets: &Brackets,
        mut left: u64,
        objects: &mut Vec<Range<usize>>,
    ) -> bool {
        let Brackets { braces, squares: [opening, closing] } = *brackets;
        'all: loop {
            // Between objects everything counts.
            while self.depth() == 0 {
                let dense = places.dense & left;
                let bit = dense.trailing_zeros();
                let at = places.start + bit as usize;
                match places.bytes.get(at) {
                    _ if dense == 0 => return true,
                    Some(byte) if self.between(*byte, at) => left &= (!1_u64) << bit,
                    _ => return false,
                }
            }
            // In an object the brackets do: braces, up to a square one, together.
            let squares = (opening | closing) & left;
            let here = left & squares.wrapping_sub(1) & !squares;
            if !self.braces(braces.map(|of| of & here)) {
                for bit in bits((braces[0] | braces[1]) & here) {
                    if !self.brace(braces[0] >> bit & 1 == 1) {
                        return false;
                    }
                    if self.depth() == 0 {
                        objects.push(self.start..places.start + bit + 1);
                        left &= (!1_u64) << bit;
                        continue 'all;
                    }
                }
            }
            let square = squares & squares.wrapping_neg();
            if square == 0 {
                return true;
            }
            if !self.square(opening & square != 0) {
                return false;
            }
            left &= !here & !square;
        }
    }

    /// Goes over the opening and the closing braces of a part of a chunk together, if it is plain
    /// that they fit and that the object does not end with one of them. False, and nothing is done,
    /// if it is not: [`Self::brace`] has to tell.
    #[inline(always)]
    const fn braces(&mut self, [opening, closing]: [u64; 2]) -> bool {
        let more = opening.count_ones();
        // At least as many as close what is around this part: an opening one, or several without
        // a closing one between them, take the next closing one out of the difference.
        let outward = (closing & closing.wrapping_sub(opening)).count_ones();
        let inmost = (self.outer_depth == 0) as u32;
        let stays = self.braces >= outward + inmost && self.depth() + more <= MAX_DEPTH;
        if stays {
            self.braces = self.braces + more - closing.count_ones();
        }
        stays
    }

    /// Goes over what is not white space between two objects, or over the bracket that opens
    /// one; false where it cannot stand there.
    #[inline(always)]
    const fn between(&mut self, byte: u8, at: usize) -> bool {
        match byte {
            b',' if self.after_item && !self.after_comma => self.after_comma = true,
            b'{' if self.after_comma || !self.after_item => {
                (self.braces, self.start) = (1, at);
            }
            _ => return false,
        }
        true
    }

    /// Goes over a brace in an object; false where it cannot stand there.
    #[inline(always)]
    const fn brace(&mut self, is_opening: bool) -> bool {
        if is_opening {
            self.braces += 1;
            return self.depth() <= MAX_DEPTH;
        }
        if self.braces == 0 {
            return false;
        }
        self.braces -= 1;
        if self.depth() == 0 {
            (self.after_item, self.after_comma) = (true, false);
        }
        true
    }

    /// Goes over a square bracket in an object; false where it cannot stand there.
    #[inline(always)]
    const fn square(&mut self, is_opening: bool) -> bool {
        if is_opening {
            // One bit lower, the braces, and the bracket.
            self.outer = (self.outer << self.braces | !(u128::MAX << self.braces)) << 1;
            self.outer_depth += self.braces + 1;
            self.braces = 0;
            return self.depth() <= MAX_DEPTH;
        }
        if self.braces > 0 {
            return false;
        }
        // No brace is open in it, so it is the innermost.
        self.outer >>= 1;
        self.braces = self.outer.trailing_ones();
        self.outer >>= self.braces;
        self.outer_depth -= self.braces + 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, Splitter};
    use crate::json::bitmap::levels;
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

    /// Objects of brackets, and of some more bytes, which fit each other as a rule.
    fn nested(random: &mut impl FnMut(usize) -> usize) -> String {
        let (mut text, mut open) = (String::new(), Vec::new());
        let (depth, misfits) = ([2, 4, 140][random(3)], [10, 100, 1_000][random(3)]);
        for _ in 0..random(300) {
            match open.last() {
                None => {
                    text.push_str(if text.is_empty() { "{" } else { ",{" });
                    open.push('}');
                }
                Some(_) if 2 * random(depth) > open.len() => {
                    let (opening, closing) = [('{', '}'), ('[', ']')][random(3) / 2];
                    text.push(opening);
                    open.push(closing);
                }
                Some(&closing) => {
                    let misfit = if closing == '}' { ']' } else { '}' };
                    text.push(if random(misfits) == 0 { misfit } else { closing });
                    open.pop();
                }
            }
            text.push_str(["", "", "0", "\"}\"", "\"[\\\"\""][random(5)]);
        }
        text.extend(open.iter().rev());
        text
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
            if random(3) == 0 {
                text = nested(&mut random);
            }
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
                    assert_eq!(splitter.seen, end / 64 * 64, "looked at once: {text:?}");
                }
            }
        }
        assert!(found > 10_000 && stopped > 1_000, "{found} objects, {stopped} stopped");
    }
}
