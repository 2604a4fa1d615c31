//! Finding the ends of the objects in a JSON array, 64 bytes at a time.

use std::ops::Range;

use wide::u8x16;

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
pub(super) fn split(bytes: &[u8], after_item: bool) -> Split {
    let mut split = Split { objects: Vec::new(), stopped: false };
    let mut walk = Walk { after_item, ..Walk::default() };
    let mut quotes = Quotes::default();
    let (chunks, rest) = bytes.as_chunks::<64>();
    let mut last = [b' '; 64];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    for (number, chunk) in chunks.iter().chain([&last]).enumerate() {
        let found = Found::in_chunk(chunk);
        let in_string = quotes.in_string(&found);
        let outside = !in_string;
        // No string has a line break in it, and nothing else has a backslash, after which the
        // quotes would have been counted wrongly.
        let broken = found.line_ends & in_string | found.backslashes & outside;
        // In an object the brackets count, between objects everything does.
        let inside = found.brackets & outside | broken;
        let mut left = if walk.depth == 0 { inside | dense(chunk) & outside } else { inside };
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            let at = number * 64 + bit as usize;
            let Some(&byte) = bytes.get(at) else { break };
            let was_inside = walk.depth > 0;
            if broken >> bit & 1 == 1 || !walk.step(byte, at, &mut split.objects) {
                split.stopped = true;
                return split;
            }
            let after = (!1_u64) << bit;
            match (was_inside, walk.depth > 0) {
                (true, false) => left |= dense(chunk) & outside & after,
                (false, true) => left = inside & after,
                _ => {}
            }
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
    /// Goes over a byte that is in no string; false where it cannot stand there.
    #[inline]
    fn step(&mut self, byte: u8, at: usize, objects: &mut Vec<Range<usize>>) -> bool {
        if self.depth == 0 {
            return match byte {
                b' ' | b'\t' | b'\r' | b'\n' => true,
                b',' if self.after_item && !self.after_comma => {
                    self.after_comma = true;
                    true
                }
                b'{' if self.after_comma || !self.after_item => {
                    (self.depth, self.open, self.start) = (1, 1, at);
                    true
                }
                _ => false,
            };
        }
        match byte {
            b'{' | b'[' => {
                self.depth += 1;
                self.open = self.open << 1 | u128::from(byte == b'{');
                self.depth <= MAX_DEPTH
            }
            b'}' | b']' => {
                let fits = (self.open & 1 == 1) == (byte == b'}');
                (self.depth, self.open) = (self.depth - 1, self.open >> 1);
                if self.depth == 0 && fits {
                    objects.push(self.start..at + 1);
                    (self.after_item, self.after_comma) = (true, false);
                }
                fits
            }
            _ => true,
        }
    }
}

/// What stands where in 64 bytes, the first of them in the lowest bit.
struct Found {
    quotes: u64,
    backslashes: u64,
    brackets: u64,
    line_ends: u64,
}

impl Found {
    #[inline(always)]
    fn in_chunk(chunk: &[u8; 64]) -> Self {
        let mut found = Self { quotes: 0, backslashes: 0, brackets: 0, line_ends: 0 };
        let (parts, _) = chunk.as_chunks::<16>();
        for (number, part) in parts.iter().enumerate() {
            let bytes = u8x16::new(*part);
            let equal = |byte| bytes.simd_eq(u8x16::splat(byte));
            // `[` and `{`, `]` and `}` differ in this bit alone, and no other byte becomes one.
            let folded = bytes | u8x16::splat(0x20);
            let bracket = folded.simd_eq(u8x16::splat(b'{')) | folded.simd_eq(u8x16::splat(b'}'));
            let bits = |mask: u8x16| u64::from(mask.to_bitmask()) << (number * 16);
            found.quotes |= bits(equal(b'"'));
            found.backslashes |= bits(equal(b'\\'));
            found.brackets |= bits(bracket);
            found.line_ends |= bits(equal(b'\n'));
        }
        found
    }
}

/// All but white space.
fn dense(chunk: &[u8; 64]) -> u64 {
    let (mut dense, (parts, _)) = (0, chunk.as_chunks::<16>());
    for (number, part) in parts.iter().enumerate() {
        let bytes = u8x16::new(*part);
        let equal = |byte| bytes.simd_eq(u8x16::splat(byte));
        let blank = equal(b' ') | equal(b'\n') | equal(b'\r') | equal(b'\t');
        dense |= u64::from((!blank).to_bitmask()) << (number * 16);
    }
    dense
}

/// What the chunks before tell of the next.
#[derive(Debug, Default)]
struct Quotes {
    /// All bits set in a string.
    open: u64,
    /// 1 if the first byte is escaped.
    escaped: u64,
}

impl Quotes {
    /// Which bytes are in a string, its opening quote included.
    #[inline(always)]
    fn in_string(&mut self, found: &Found) -> u64 {
        let mut inside = found.quotes & !self.escapes(found.backslashes);
        // Each bit becomes whether an odd number of quotes stand up to it.
        for distance in [1, 2, 4, 8, 16, 32] {
            inside ^= inside << distance;
        }
        inside ^= self.open;
        // The sign bit everywhere.
        self.open = (inside as i64 >> 63) as u64;
        inside
    }

    /// Which bytes a backslash escapes: those after a run of an odd number of them (Langdale and
    /// Lemire, "Parsing gigabytes of JSON per second", section 3.1.1).
    #[inline(always)]
    fn escapes(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.escaped);
        }
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let backslashes = backslashes & !self.escaped;
        let follows = backslashes << 1 | self.escaped;
        let odd_starts = backslashes & !EVEN & !follows;
        let (runs, carried) = odd_starts.overflowing_add(backslashes);
        self.escaped = u64::from(carried);
        (EVEN ^ (runs << 1)) & follows
    }
}
