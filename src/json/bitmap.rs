//! What stands where in 64 bytes of JSON, as numbers whose lowest bit is for the first byte. With
//! AVX-512 or AVX2, where the processor has them, that takes a few instructions.

use fearless_simd::{Simd, kernel, prelude::*, u8x64};

/// The bytes that tell the structure of a JSON text.
pub(crate) struct Masks {
    pub(crate) quotes: u64,
    pub(crate) backslashes: u64,
    /// `{` and `[`.
    pub(crate) opening: u64,
    /// `}` and `]`.
    pub(crate) closing: u64,
    /// Of the brackets, `{` and `}`.
    pub(crate) curly: u64,
    pub(crate) commas: u64,
    pub(crate) colons: u64,
    /// Up to the space in ASCII: white space, and what cannot stand in JSON at all.
    pub(crate) blanks: u64,
    pub(crate) spaces: u64,
    pub(crate) tabs: u64,
    pub(crate) line_ends: u64,
    pub(crate) carriage_returns: u64,
    /// What is before the space in ASCII, tabs and line breaks included.
    pub(crate) controls: u64,
    pub(crate) not_ascii: u64,
}

/// Where the strings are among them.
pub(crate) struct Strings {
    /// The opening quote of each and what follows it up to the closing one.
    pub(crate) inside: u64,
    /// Those that open or close a string.
    pub(crate) quotes: u64,
    /// The backslashes that escape something.
    pub(crate) escapes: u64,
}

impl Masks {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        // `[` and `{`, `]` and `}` differ in this bit alone, and no other byte becomes one.
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
            blanks: bytes.simd_le(space).to_bitmask(),
            spaces: equal(simd, bytes, b' '),
            tabs: equal(simd, bytes, b'\t'),
            line_ends: equal(simd, bytes, b'\n'),
            carriage_returns: equal(simd, bytes, b'\r'),
            controls: bytes.simd_lt(space).to_bitmask(),
            not_ascii: bytes.simd_ge(u8x64::splat(simd, 0x80)).to_bitmask(),
        }
    }
}

/// The bytes that tell whether a text is UTF-8 (RFC 3629, section 4).
pub(crate) struct Utf8Masks {
    /// The first bytes of characters of two bytes and more; and such as are in no text.
    pub(crate) two: u64,
    /// Of these, those of three bytes and more,
    pub(crate) three: u64,
    /// and of four.
    pub(crate) four: u64,
    /// What is in no text.
    pub(crate) never: u64,
    /// First bytes behind which not every other may stand.
    pub(crate) narrow: u64,
}

impl Utf8Masks {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        let from = |byte| bytes.simd_ge(u8x64::splat(simd, byte)).to_bitmask();
        let [two, three, four] = [0xC0, 0xE0, 0xF0].map(from);
        let narrow = [0xE0, 0xED, 0xF0, 0xF4].map(|byte| equal(simd, bytes, byte));
        Self {
            two,
            three,
            four,
            // Those of two bytes start with 0xC2.
            never: two & !from(0xC2) | from(0xF5),
            narrow: narrow.into_iter().fold(0, |any, mask| any | mask),
        }
    }
}

/// What ends a plain string, and what is in no string or not plain.
pub(crate) struct TextMasks {
    pub(crate) quotes: u64,
    /// Backslashes, control characters and what is not ASCII.
    pub(crate) others: u64,
}

impl TextMasks {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, chunk: &[u8; 64]) -> Self {
        let bytes = u8x64::simd_from(simd, *chunk);
        let not_ascii = bytes.simd_ge(u8x64::splat(simd, 0x80));
        let controls = bytes.simd_lt(u8x64::splat(simd, b' '));
        let backslashes = bytes.simd_eq(u8x64::splat(simd, b'\\'));
        Self {
            quotes: equal(simd, bytes, b'"'),
            others: (not_ascii | controls | backslashes).to_bitmask(),
        }
    }
}

/// Where two texts differ.
#[inline(always)]
pub(crate) fn differing<S: Simd>(simd: S, a: &[u8; 64], b: &[u8; 64]) -> u64 {
    !u8x64::simd_from(simd, *a).simd_eq(u8x64::simd_from(simd, *b)).to_bitmask()
}

/// All but white space. Of the chunk, not of masks that there are already: so it costs nothing where
/// it is not asked for. Otherwise a page takes a tenth more instructions.
#[inline(always)]
pub(crate) fn dense<S: Simd>(simd: S, chunk: &[u8; 64]) -> u64 {
    let masks = Masks::of(simd, chunk);
    !(masks.spaces | masks.tabs | masks.line_ends | masks.carriage_returns)
}

/// The last bytes of a text, at most 64, and behind them the byte that is given.
#[inline(always)]
pub(crate) fn padded(rest: &[u8], with: u8) -> [u8; 64] {
    let mut last = [with; 64];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    last
}

/// The bits up to the lowest that is set; all if none is.
#[inline(always)]
pub(crate) const fn up_to(bits: u64) -> u64 {
    bits ^ bits.wrapping_sub(1)
}

/// The places of the bits that are set, from the lowest on.
#[inline(always)]
pub(crate) fn bits(mut left: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros();
        left &= left.wrapping_sub(1);
        (bit < 64).then_some(bit as usize)
    })
}

#[inline(always)]
fn equal<S: Simd>(simd: S, bytes: u8x64<S>, byte: u8) -> u64 {
    bytes.simd_eq(u8x64::splat(simd, byte)).to_bitmask()
}

/// What the chunks before tell of the next.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Quotes {
    /// All bits set in a string.
    open: u64,
    /// 1 if the first byte is escaped.
    escaped: u64,
}

impl Quotes {
    /// Where the strings are in the next chunk.
    #[inline(always)]
    pub(crate) fn strings<S: Simd>(&mut self, simd: S, masks: &Masks) -> Strings {
        let escaped = self.escaped(masks.backslashes);
        let quotes = masks.quotes & !escaped;
        let inside = odd_up_to(simd, quotes) ^ self.open;
        // The sign bit everywhere.
        self.open = (inside as i64 >> 63) as u64;
        Strings { inside, quotes, escapes: masks.backslashes & !escaped }
    }

    /// Which bytes a backslash escapes: those after a run of an odd number of them (Langdale and
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

/// Each bit becomes whether an odd number of bits are set up to it.
#[inline(always)]
fn odd_up_to<S: Simd>(simd: S, bits: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = simd.level().as_avx512() {
        return odd_by_multiplying(avx512, bits);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = simd;
    [1, 2, 4, 8, 16, 32].iter().fold(bits, |odd, distance| odd ^ odd << distance)
}

#[cfg(target_arch = "x86_64")]
kernel!(
    /// By one instruction instead of twelve: a multiplication in which nothing is carried, by all
    /// bits set.
    #[inline(always)]
    fn odd_by_multiplying(avx512: Avx512, bits: u64) -> u64 {
        use std::arch::x86_64::{
            _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
        };
        let _ = avx512;
        let bits = _mm_cvtsi64_si128(bits as i64);
        _mm_cvtsi128_si64(_mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1))) as u64
    }
);

/// What this processor can do, and less.
#[cfg(test)]
pub(crate) fn levels() -> Vec<fearless_simd::Level> {
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
