//! Finds the objects of an array, 64 bytes at a time.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use super::bitmap::{Bitmaps, StringState, bits, not_whitespace, padded};

/// The objects of a part of an array.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// The whole objects.
    pub(crate) objects: Vec<Range<usize>>,
    /// Whether something else than a comma or an object follows them, or an object is broken: a
    /// parser has to continue there.
    pub(crate) stopped: bool,
}

/// Objects that are nested deeper are left to a parser.
const MAX_DEPTH: u32 = 127;

/// Splits the items of an array into objects, starting after its opening bracket or after an item.
///
/// Checks that the brackets of an object match and that its strings have no line feeds, not that it
/// is JSON.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Splitter {
    nesting: Nesting,
    strings: StringState,
    /// How many bytes have been processed.
    seen: usize,
}

impl Splitter {
    pub(crate) fn new(after_item: bool) -> Self {
        Self { nesting: Nesting { after_item, ..Nesting::default() }, ..Self::default() }
    }

    /// The objects in the bytes. Where there are none, the next call may give the same bytes with
    /// more behind them, and continues where this one ended.
    pub(crate) fn split(&mut self, level: Level, bytes: &[u8]) -> Split {
        dispatch!(level, simd => self.split_with(simd, bytes))
    }

    #[inline(always)]
    fn split_with<S: Simd>(&mut self, simd: S, bytes: &[u8]) -> Split {
        let mut split = Split { objects: Vec::new(), stopped: false };
        let (chunks, rest) = bytes.get(self.seen..).unwrap_or_default().as_chunks::<64>();
        // A local copy stays in registers.
        let mut here = *self;
        for chunk in chunks {
            split.stopped = !here.chunk(simd, bytes, chunk, &mut split.objects);
            if split.stopped {
                return split;
            }
        }
        *self = here;
        // Not stored: with more bytes behind them, these are processed again.
        split.stopped = !here.chunk(simd, bytes, &padded(rest, b' '), &mut split.objects);
        split
    }

    /// Processes the next 64 bytes; false where a parser has to continue.
    #[inline(always)]
    fn chunk<S: Simd>(
        &mut self,
        simd: S,
        bytes: &[u8],
        chunk: &[u8; 64],
        objects: &mut Vec<Range<usize>>,
    ) -> bool {
        let bitmaps = Bitmaps::of(simd, chunk);
        let in_string = self.strings.strings(simd, &bitmaps).inside;
        // No string has a line feed. A backslash outside strings would have hidden a quote.
        let broken = bitmaps.line_ends & in_string | bitmaps.backslashes & !in_string;
        let brackets = Brackets {
            braces: [bitmaps.opening & bitmaps.curly, bitmaps.closing & bitmaps.curly],
            squares: [bitmaps.opening & !bitmaps.curly, bitmaps.closing & !bitmaps.curly],
        };
        // Most chunks have braces only, and no end of an object.
        let squares = brackets.squares[0] | brackets.squares[1];
        let is_fast = broken | squares & !in_string == 0
            && self.nesting.braces(brackets.braces.map(|of| of & !in_string));
        let continues = is_fast || {
            let before = broken & broken.wrapping_neg();
            let outside = !in_string & before.wrapping_sub(1);
            let chunk =
                Chunk { bytes, start: self.seen, not_whitespace: not_whitespace(simd, chunk) };
            self.nesting.step_by_step(chunk, &brackets, outside, objects) && broken == 0
        };
        self.seen += chunk.len();
        continues
    }
}

/// The opening and closing brackets of a chunk.
struct Brackets {
    braces: [u64; 2],
    squares: [u64; 2],
}

/// The bytes behind the bits of a chunk.
struct Chunk<'b> {
    bytes: &'b [u8],
    start: usize,
    /// All but white space.
    not_whitespace: u64,
}

/// The nesting at the current byte.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    after_item: bool,
    after_comma: bool,
    /// How many `{` are open inside the innermost `[`, or in the object if there is none.
    braces: u32,
    /// How many brackets are open around them,
    outer_depth: u32,
    /// and which, the innermost in the lowest bit: 1 for `{`.
    outer: u128,
    start: usize,
}

impl Nesting {
    const fn depth(&self) -> u32 {
        self.outer_depth + self.braces
    }

    /// Processes the bytes `left` of a chunk one bracket at a time; false at a byte that is not
    /// allowed there.
    #[inline(always)]
    fn step_by_step(
        &mut self,
        chunk: Chunk<'_>,
        brackets: &Brackets,
        mut left: u64,
        objects: &mut Vec<Range<usize>>,
    ) -> bool {
        let Brackets { braces, squares: [opening, closing] } = *brackets;
        'all: loop {
            // Between objects every byte counts.
            while self.depth() == 0 {
                let not_whitespace = chunk.not_whitespace & left;
                let bit = not_whitespace.trailing_zeros();
                let at = chunk.start + bit as usize;
                match chunk.bytes.get(at) {
                    _ if not_whitespace == 0 => return true,
                    Some(byte) if self.between(*byte, at) => left &= (!1_u64) << bit,
                    _ => return false,
                }
            }
            // In an object only brackets do: braces up to a square bracket at once.
            let squares = (opening | closing) & left;
            let here = left & squares.wrapping_sub(1) & !squares;
            if !self.braces(braces.map(|of| of & here)) {
                for bit in bits((braces[0] | braces[1]) & here) {
                    if !self.brace(braces[0] >> bit & 1 == 1) {
                        return false;
                    }
                    if self.depth() == 0 {
                        objects.push(self.start..chunk.start + bit + 1);
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

    /// Counts the braces of a part of a chunk at once, if they certainly match and end no object.
    /// False, with nothing counted, where [`Self::brace`] has to decide.
    #[inline(always)]
    const fn braces(&mut self, [opening, closing]: [u64; 2]) -> bool {
        let more = opening.count_ones();
        // An upper bound of the braces that close those opened before this part: the subtraction
        // removes the next closing brace behind each run of opening ones.
        let outward = (closing & closing.wrapping_sub(opening)).count_ones();
        let inmost = (self.outer_depth == 0) as u32;
        let stays = self.braces >= outward + inmost && self.depth() + more <= MAX_DEPTH;
        if stays {
            self.braces = self.braces + more - closing.count_ones();
        }
        stays
    }

    /// Processes a byte between objects that is not white space; false if it is not allowed there.
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

    /// Opens or closes a brace in an object; false if it is not allowed there.
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

    /// Opens or closes a square bracket in an object; false if it is not allowed there.
    #[inline(always)]
    const fn square(&mut self, is_opening: bool) -> bool {
        if is_opening {
            // Pushes the braces, and the bracket below them.
            self.outer = (self.outer << self.braces | !(u128::MAX << self.braces)) << 1;
            self.outer_depth += self.braces + 1;
            self.braces = 0;
            return self.depth() <= MAX_DEPTH;
        }
        if self.braces > 0 {
            return false;
        }
        // No brace is open inside it, so it is the innermost.
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
    use crate::json::bitmap::simd_levels;
    use crate::random::random;

    /// Byte by byte.
    fn by_byte(bytes: &[u8], mut after_item: bool) -> Split {
        let mut objects = Vec::new();
        let (mut open, mut start, mut after_comma) = (Vec::new(), 0, false);
        let (mut in_string, mut escaped) = (false, false);
        for (at, &byte) in bytes.iter().enumerate() {
            let continues = match (in_string, byte) {
                (true, b'\n') => false,
                (true, _) if escaped => {
                    escaped = false;
                    true
                }
                (true, b'\\') => {
                    escaped = true;
                    true
                }
                // A string between objects stops at its end.
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
            if !continues {
                return Split { objects, stopped: true };
            }
        }
        Split { objects, stopped: false }
    }

    /// Objects of brackets and a few other bytes; most brackets match.
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

    /// Texts of structural bytes, with runs as long as a chunk and longer.
    #[test]
    fn objects_are_found_at_every_offset() {
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
                // Mostly whole objects, so that not every text stops early.
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
            let expected = by_byte(text.as_bytes(), after_item);
            found += expected.objects.len();
            stopped += usize::from(expected.stopped);
            for level in simd_levels() {
                let split = Splitter::new(after_item).split(level, text.as_bytes());
                assert_eq!(split, expected, "{level:?}, {after_item}: {text:?}");
                // As the text arrives, up to the first part with an object.
                let mut splitter = Splitter::new(after_item);
                for end in (0..text.len()).step_by(1 + random(150)) {
                    let split = splitter.split(level, &text.as_bytes()[..end]);
                    let by_byte = by_byte(&text.as_bytes()[..end], after_item);
                    assert_eq!(split, by_byte, "{level:?}, {after_item}, to {end}: {text:?}");
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
