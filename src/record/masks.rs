//! What stands where in 64 bytes, as numbers whose lowest bit is for the first byte. With AVX-512
//! or AVX2, where the processor has them, that takes a few instructions.

use fearless_simd::{Simd, prelude::*, u8x64};

/// The bytes that tell the structure of a JSON text.
pub(super) struct Masks {
    pub(super) quotes: u64,
    pub(super) backslashes: u64,
    /// `{` and `[`.
    pub(super) opening: u64,
    /// `}` and `]`.
    pub(super) closing: u64,
    /// Of the brackets, `{` and `}`.
    pub(super) curly: u64,
    pub(super) line_ends: u64,
}

impl Masks {
    #[inline(always)]
    pub(super) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        // `[` and `{`, `]` and `}` differ in this bit alone, and no other byte becomes one.
        let bit = u8x64::splat(simd, 0x20);
        let folded = bytes | bit;
        Self {
            quotes: equal(simd, bytes, b'"'),
            backslashes: equal(simd, bytes, b'\\'),
            opening: equal(simd, folded, b'{'),
            closing: equal(simd, folded, b'}'),
            curly: bytes.simd_eq(folded).to_bitmask(),
            line_ends: equal(simd, bytes, b'\n'),
        }
    }
}

/// All but white space.
#[inline(always)]
pub(super) fn dense<S: Simd>(simd: S, chunk: &[u8; 64]) -> u64 {
    let bytes = u8x64::simd_from(simd, *chunk);
    let blank = |byte| equal(simd, bytes, byte);
    !(blank(b' ') | blank(b'\n') | blank(b'\r') | blank(b'\t'))
}

#[inline(always)]
fn equal<S: Simd>(simd: S, bytes: u8x64<S>, byte: u8) -> u64 {
    bytes.simd_eq(u8x64::splat(simd, byte)).to_bitmask()
}

/// What the chunks before tell of the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Quotes {
    /// All bits set in a string.
    open: u64,
    /// 1 if the first byte is escaped.
    escaped: u64,
}

impl Quotes {
    /// Which bytes are in a string, its opening quote included.
    #[inline(always)]
    pub(super) fn in_string(&mut self, masks: &Masks) -> u64 {
        let mut inside = masks.quotes & !self.escapes(masks.backslashes);
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
