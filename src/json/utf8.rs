//! Whether 64 bytes are UTF-8 (RFC 3629, section 4), and those before and after them.

use fearless_simd::Simd;

use crate::json::bitmap::Utf8Masks;

/// What the chunks before tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Utf8 {
    /// Which bytes of the next chunk have to be inside a character.
    pub(super) due: u64,
    /// Whether there are characters that have to be looked at again, more carefully.
    pub(super) is_left: bool,
}

impl Utf8 {
    /// Whether the bytes that count are not UTF-8. The structure of JSON is ASCII, so it is read
    /// rightly whatever stands in the strings.
    #[inline(always)]
    pub(super) fn wrong<S: Simd>(
        &mut self,
        simd: S,
        chunk: &[u8; 64],
        not_ascii: u64,
        seen: u64,
    ) -> bool {
        let Utf8Masks { two, three, four, never, narrow } = Utf8Masks::of(simd, chunk);
        let due = two << 1 | three << 2 | four << 3 | self.due;
        self.due = two >> 63 | three >> 62 | four >> 61;
        self.is_left |= narrow & seen != 0;
        let inside = not_ascii & !two;
        (inside ^ due | never) & seen != 0
    }
}
