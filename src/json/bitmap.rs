//! Bitmaps of 64 bytes of JSON: one bit a byte, the lowest for the first. Uses AVX-512 or AVX2 where
//! the processor has them.

use fearless_simd::{Simd, kernel, prelude::*, u8x64};

/// One bitmap for each class of bytes that structures JSON.
pub(crate) struct Bitmaps {
    pub(crate) quotes: u64,
    pub(crate) backslashes: u64,
    /// `{` and `[`.
    pub(crate) opening: u64,
    /// `}` and `]`.
    pub(crate) closing: u64,
    /// `{` and `}`, among the brackets.
    pub(crate) curly: u64,
    pub(crate) commas: u64,
    pub(crate) colons: u64,
    /// Bytes up to and including the space: white space, and control characters, which JSON does not
    /// allow outside of strings.
    pub(crate) whitespace_or_control: u64,
    pub(crate) spaces: u64,
    pub(crate) tabs: u64,
    pub(crate) line_ends: u64,
    pub(crate) carriage_returns: u64,
    /// Bytes below the space, tabs and line breaks included.
    pub(crate) controls: u64,
    pub(crate) not_ascii: u64,
}

/// The strings of a chunk.
pub(crate) struct StringBits {
    /// From each opening quote up to the byte before its closing quote.
    pub(crate) inside: u64,
    /// Quotes that open or close a string.
    pub(crate) quotes: u64,
    /// Backslashes that start an escape.
    pub(crate) escapes: u64,
}

impl Bitmaps {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        // Only this bit tells `[` from `{` and `]` from `}`; setting it makes no other byte a bracket.
        let bit = u8x64::splat(simd, 0x20);
        let folded = bytes | bit;
        let space = u8x64::splat(simd, b' ');
        Self {
            quotes: equal(simd, bytes, b'"'),
            backslashes: equal(simd, bytes, b'\\'),
            opening: equal(simd, folded, b'{'),
            closing: equal(simd, folded, b'}'),
            curly: bytes.simd_eq(folded).to_bitmask(),
            commas: equal(simd, bytes, b','),
            colons: equal(simd, bytes, b':'),
            whitespace_or_control: bytes.simd_le(space).to_bitmask(),
            spaces: equal(simd, bytes, b' '),
            tabs: equal(simd, bytes, b'\t'),
            line_ends: equal(simd, bytes, b'\n'),
            carriage_returns: equal(simd, bytes, b'\r'),
            controls: bytes.simd_lt(space).to_bitmask(),
            not_ascii: bytes.simd_ge(u8x64::splat(simd, 0x80)).to_bitmask(),
        }
    }
}

/// The bytes that decide whether a text is UTF-8 (RFC 3629, section 4).
pub(crate) struct Utf8Bitmaps {
    /// Bytes that lead a character of two bytes or more, the invalid ones included.
    pub(crate) lead2: u64,
    /// Among them, those of three bytes or more.
    pub(crate) lead3: u64,
    /// Among them, those of four bytes.
    pub(crate) lead4: u64,
    /// Bytes that no UTF-8 contains.
    pub(crate) invalid: u64,
    /// Lead bytes after which only some continuation bytes are valid.
    pub(crate) restricted: u64,
}

impl Utf8Bitmaps {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        let from = |byte| bytes.simd_ge(u8x64::splat(simd, byte)).to_bitmask();
        let [lead2, lead3, lead4] = [0xC0, 0xE0, 0xF0].map(from);
        let restricted = [0xE0, 0xED, 0xF0, 0xF4].map(|byte| equal(simd, bytes, byte));
        Self {
            lead2,
            lead3,
            lead4,
            // The first valid lead byte is 0xC2, the last 0xF4.
            invalid: lead2 & !from(0xC2) | from(0xF5),
            restricted: restricted.into_iter().fold(0, |any, mask| any | mask),
        }
    }
}

/// The bytes that decide where a string of unescaped ASCII ends.
pub(crate) struct TextBitmaps {
    pub(crate) quotes: u64,
    /// Backslashes, control characters and bytes beyond ASCII.
    pub(crate) needs_slow_path: u64,
}

impl TextBitmaps {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        let not_ascii = bytes.simd_ge(u8x64::splat(simd, 0x80));
        let controls = bytes.simd_lt(u8x64::splat(simd, b' '));
        let backslashes = bytes.simd_eq(u8x64::splat(simd, b'\\'));
        Self {
            quotes: equal(simd, bytes, b'"'),
            needs_slow_path: (not_ascii | controls | backslashes).to_bitmask(),
        }
    }
}

/// The bytes in which two chunks differ.
#[inline(always)]
pub(crate) fn differing<S: Simd>(simd: S, a: &[u8; 64], b: &[u8; 64]) -> u64 {
    !u8x64::simd_from(simd, *a).simd_eq(u8x64::simd_from(simd, *b)).to_bitmask()
}

/// All bytes but white space. Takes the chunk, not its [`Bitmaps`], so that the compiler computes it
/// only on the branch that uses it: splitting a page took a tenth more instructions otherwise.
#[inline(always)]
pub(crate) fn not_whitespace<S: Simd>(simd: S, chunk: &[u8; 64]) -> u64 {
    let bitmaps = Bitmaps::of(simd, chunk);
    !(bitmaps.spaces | bitmaps.tabs | bitmaps.line_ends | bitmaps.carriage_returns)
}

/// The last bytes of a text, at most 64, filled up with a byte.
#[inline(always)]
pub(crate) fn padded(rest: &[u8], with: u8) -> [u8; 64] {
    let mut last = [with; 64];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    last
}

/// The bits up to and including the lowest that is set; all if none is.
#[inline(always)]
pub(crate) const fn through_lowest(bits: u64) -> u64 {
    bits ^ bits.wrapping_sub(1)
}

/// The positions of the bits that are set, in ascending order.
#[inline(always)]
pub(crate) fn bits(mut bitmap: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bitmap.trailing_zeros();
        bitmap &= bitmap.wrapping_sub(1);
        (bit < 64).then_some(bit as usize)
    })
}

#[inline(always)]
fn equal<S: Simd>(simd: S, bytes: u8x64<S>, byte: u8) -> u64 {
    bytes.simd_eq(u8x64::splat(simd, byte)).to_bitmask()
}

/// Whether a string or an escape is open at the end of a chunk: carried from one to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StringState {
    /// All bits set if a string is open.
    open: u64,
    /// 1 if the next byte is escaped.
    escaped: u64,
}

impl StringState {
    /// Finds the strings of the next chunk.
    #[inline(always)]
    pub(crate) fn strings<S: Simd>(&mut self, simd: S, bitmaps: &Bitmaps) -> StringBits {
        let escaped = self.escaped(bitmaps.backslashes);
        let quotes = bitmaps.quotes & !escaped;
        let inside = prefix_xor(simd, quotes) ^ self.open;
        // Copies the highest bit to all others.
        self.open = (inside as i64 >> 63) as u64;
        StringBits { inside, quotes, escapes: bitmaps.backslashes & !escaped }
    }

    /// The bytes that a backslash escapes: each follows an odd number of backslashes (Langdale and
    /// Lemire, "Parsing gigabytes of JSON per second", section 3.1.1).
    #[inline(always)]
    fn escaped(&mut self, backslashes: u64) -> u64 {
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

/// Sets each bit to the exclusive or of all bits up to it.
#[inline(always)]
fn prefix_xor<S: Simd>(simd: S, bits: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = simd.level().as_avx512() {
        return prefix_xor_clmul(avx512, bits);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = simd;
    [1, 2, 4, 8, 16, 32].iter().fold(bits, |sum, distance| sum ^ sum << distance)
}

#[cfg(target_arch = "x86_64")]
kernel!(
    /// One carry-less multiplication by all ones instead of twelve shifts and exclusive ors.
    #[inline(always)]
    fn prefix_xor_clmul(avx512: Avx512, bits: u64) -> u64 {
        use std::arch::x86_64::{
            _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
        };
        let _ = avx512;
        let bits = _mm_cvtsi64_si128(bits as i64);
        _mm_cvtsi128_si64(_mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1))) as u64
    }
);

/// The instruction sets that this processor supports, for tests.
#[cfg(test)]
pub(crate) fn simd_levels() -> Vec<fearless_simd::Level> {
    use fearless_simd::Level;
    let level = Level::new();
    let mut levels = vec![level, Level::baseline()];
    #[cfg(target_arch = "x86_64")]
    {
        levels.extend(level.as_avx2().map(Level::Avx2));
        levels.extend(level.as_sse4_2().map(Level::Sse4_2));
    }
    levels
}
