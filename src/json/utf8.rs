//! UTF-8 validation of 64 bytes at a time (RFC 3629, section 4).

use fearless_simd::Simd;

use super::bitmap::Utf8Bitmaps;

/// What is carried from one chunk to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Utf8 {
    /// The bytes of the next chunk that must be continuation bytes.
    pub(super) carry: u64,
    /// Whether a lead byte was seen after which not every continuation byte is valid, so that a
    /// full validation has to decide.
    pub(super) needs_full_check: bool,
}

impl Utf8 {
    /// Whether the bytes of `seen` are certainly not UTF-8.
    #[inline(always)]
    pub(super) fn is_invalid<S: Simd>(
        &mut self,
        simd: S,
        chunk: &[u8; 64],
        not_ascii: u64,
        seen: u64,
    ) -> bool {
        let Utf8Bitmaps { lead2, lead3, lead4, invalid, restricted } = Utf8Bitmaps::of(simd, chunk);
        let expected = lead2 << 1 | lead3 << 2 | lead4 << 3 | self.carry;
        self.carry = lead2 >> 63 | lead3 >> 62 | lead4 >> 61;
        self.needs_full_check |= restricted & seen != 0;
        let continuation = not_ascii & !lead2;
        (continuation ^ expected | invalid) & seen != 0
    }
}
