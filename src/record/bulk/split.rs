//! Finding the ends of the objects in a JSON array, 64 bytes at a time.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use super::masks::{Masks, Quotes, dense};

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
