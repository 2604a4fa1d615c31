//! The text between two scalar values.

use fearless_simd::Simd;

use crate::json::bitmap::{TextBitmaps, differing, padded, through_lowest};
use crate::json::object::Member;

/// The text from the end of a scalar value, or the start of the object, to the start of the next
/// scalar value, or the end of the object: brackets, commas, names, colons and white space. The
/// brackets of inner objects and arrays, empty ones too, are part of it.
#[derive(Clone, Debug)]
pub(super) struct Separator {
    /// The first 64 bytes,
    start: [u8; 64],
    /// a bit for each of them that belongs to the text,
    used: u64,
    /// and the bytes after them.
    rest: Box<[u8]>,
    pub(super) length: u32,
    /// The flags below, in one number because they are read for every separator.
    pub(super) flags: u32,
    /// In a chunk that starts with the separator, the first byte of the value; 0 if there is no
    /// value, or it starts in another chunk.
    value: u64,
    /// The bytes of that chunk behind it.
    inside: u64,
    /// The members of the object itself, positions relative to the separator.
    members: Box<[Member]>,
}

/// The object ends with the separator.
pub(super) const LAST: u32 = 1;
/// It has members of the object itself.
pub(super) const MEMBERS: u32 = 2;
/// Some of their names have escapes.
pub(super) const ESCAPED_NAME: u32 = 4;
/// It has a line feed.
pub(super) const LINE_FEED: u32 = 8;

impl Separator {
    pub(super) fn new(text: &[u8], members: &[Member], is_last: bool) -> Self {
        let (first, rest) = text.split_at_checked(64).unwrap_or((text, &[]));
        let is_escaped = members.iter().any(|member| member.name(text).contains(&b'\\'));
        let flags = [
            (LAST, is_last),
            (MEMBERS, !members.is_empty()),
            (ESCAPED_NAME, is_escaped),
            (LINE_FEED, text.contains(&b'\n')),
        ];
        let length = text.len() as u32;
        let from = |bit| u64::MAX.checked_shl(bit).unwrap_or(0);
        let value = if is_last { 0 } else { from(length) & !from(length + 1) };
        Self {
            start: padded(first, 0),
            used: !from(length),
            rest: rest.into(),
            length,
            flags: flags.iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag).sum(),
            value,
            inside: from(length + 1),
            members: members.into(),
        }
    }

    /// Whether a chunk starts with the first 64 bytes of it.
    #[inline(always)]
    pub(super) fn starts<S: Simd>(&self, simd: S, chunk: &[u8; 64]) -> bool {
        differing(simd, chunk, &self.start) & self.used == 0
    }

    /// Whether the bytes behind the first 64 match too.
    #[inline(always)]
    pub(super) fn continues(&self, bytes: &[u8]) -> bool {
        self.rest.is_empty() || self.has_rest(bytes)
    }

    #[inline(never)]
    fn has_rest(&self, bytes: &[u8]) -> bool {
        bytes.get(64..).is_some_and(|bytes| bytes.starts_with(&self.rest))
    }

    /// The end of the string behind the separator, if the string is unescaped ASCII and ends in the
    /// chunk, as most do.
    #[inline(always)]
    pub(super) fn end_of_string(&self, bitmaps: &TextBitmaps) -> Option<usize> {
        let quotes = bitmaps.quotes & self.inside;
        let is_fast = bitmaps.needs_slow_path & self.inside & through_lowest(quotes) == 0;
        let is_string = bitmaps.quotes & self.value != 0 && quotes != 0 && is_fast;
        is_string.then(|| quotes.trailing_zeros() as usize + 1)
    }

    /// Appends the members of a separator that starts at `at`. Their positions are wrong in an
    /// object that ends beyond 4 GiB, which the caller rejects.
    #[inline(always)]
    pub(super) fn append_members(&self, at: usize, members: &mut Vec<Member>) {
        let moved = |to: u32| to.wrapping_add(at as u32);
        for &Member { name, name_end, value } in &self.members {
            let [name, name_end, value] = [name, name_end, value].map(moved);
            members.push(Member { name, name_end, value });
        }
    }
}
