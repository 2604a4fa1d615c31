//! Finding the ends of the objects in a JSON array, 64 bytes at a time.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use crate::record::masks::{Masks, Quotes, dense};

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

/// Splits what follows the opening bracket of an array, or with `after_item` an object in it.
///
/// The brackets of each object that is given fit each other, and none of its strings has a line
/// break in it. Whether it is JSON otherwise is not looked at.
pub(super) fn split(level: Level, bytes: &[u8], after_item: bool) -> Split {
    dispatch!(level, simd => split_with(simd, bytes, after_item))
}

#[inline(always)]
fn split_with<S: Simd>(simd: S, bytes: &[u8], after_item: bool) -> Split {
    let mut split = Split { objects: Vec::new(), stopped: false };
    let mut walk = Walk { after_item, ..Walk::default() };
    let mut quotes = Quotes::default();
    let (chunks, rest) = bytes.as_chunks::<64>();
    let mut last = [b' '; 64];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let masks = Masks::of(simd, chunk);
        let in_string = quotes.in_string(&masks);
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
            let at = number * 64 + bit as usize;
            if walk.depth == 0 {
                if !bytes.get(at).is_some_and(|byte| walk.between(*byte, at)) {
                    split.stopped = true;
                    return split;
                }
                if walk.depth > 0 {
                    left = brackets & (!1_u64) << bit;
                }
                continue;
            }
            let is_curly = masks.curly >> bit & 1;
            if !walk.bracket(masks.opening >> bit & 1 == 1, is_curly) {
                split.stopped = true;
                return split;
            }
            if walk.depth == 0 {
                split.objects.push(walk.start..at + 1);
                left = dense(simd, chunk) & outside & (!1_u64) << bit;
            }
        }
        if broken != 0 {
            split.stopped = true;
            return split;
        }
    }
    split
}

/// Where in the array the splitter is.
#[derive(Debug, Default)]
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
    use fearless_simd::Level;

    use super::{Split, split};

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

    /// What this processor can do, and less.
    fn levels() -> Vec<Level> {
        let level = Level::new();
        let mut levels = vec![level, Level::baseline()];
        #[cfg(target_arch = "x86_64")]
        {
            levels.extend(level.as_avx2().map(Level::Avx2));
            levels.extend(level.as_sse4_2().map(Level::Sse4_2));
        }
        levels
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
        let (mut seed, mut found, mut stopped) = (1_u64, 0, 0);
        let mut random = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
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
                let split = split(level, text.as_bytes(), after_item);
                assert_eq!(split, expected, "{level:?}, {after_item}: {text:?}");
            }
        }
        assert!(found > 10_000 && stopped > 1_000, "{found} objects, {stopped} stopped");
    }
}
