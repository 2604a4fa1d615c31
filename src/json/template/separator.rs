//! What stands between two values.

use fearless_simd::Simd;

use crate::json::Member;
use crate::json::bitmap::{TextMasks, differing, padded, up_to};

/// The text from the end of a value, or the start of an object, to the start of the next value,
/// or the end of the object: brackets, commas, names, colons and white space. Values are strings,
/// numbers and words here; objects and arrays, also empty ones, are made of phrases and these.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The first 64 bytes,
    start: [u8; 64],
    /// a bit for each that there is,
    counts: u64,
    /// and those after them.
    rest: Box<[u8]>,
    pub(super) length: u32,
    /// What is to be known of it, in one number, because it is asked so often: see below.
    pub(super) marks: u32,
    /// Where in the chunk that starts with it the value starts; nowhere if there is no value, or it
    /// starts in another chunk.
    value: u64,
    /// The bytes of the chunk behind that.
    inside: u64,
    /// Where members of the object itself stand in the text.
    members: Box<[Member]>,
}

/// The object ends with the phrase.
pub(super) const LAST: u32 = 1;
/// There are members of the object in it.
pub(super) const MEMBERS: u32 = 2;
/// Some of them are written with escapes.
pub(super) const ESCAPED_NAME: u32 = 4;
pub(super) const LINE_BREAK: u32 = 8;

impl Phrase {
    pub(super) fn new(text: &[u8], members: &[Member], is_last: bool) -> Self {
        let (first, rest) = text.split_at_checked(64).unwrap_or((text, &[]));
        let is_escaped = members.iter().any(|member| member.name(text).contains(&b'\\'));
        let marks = [
            (LAST, is_last),
            (MEMBERS, !members.is_empty()),
            (ESCAPED_NAME, is_escaped),
            (LINE_BREAK, text.contains(&b'\n')),
        ];
        let length = text.len() as u32;
        let from = |bit| u64::MAX.checked_shl(bit).unwrap_or(0);
        let value = if is_last { 0 } else { from(length) & !from(length + 1) };
        Self {
            start: padded(first, 0),
            counts: !from(length),
            rest: rest.into(),
            length,
            marks: marks.iter().filter(|(_, is)| *is).map(|(mark, _)| mark).sum(),
            value,
            inside: from(length + 1),
            members: members.into(),
        }
    }

    /// Whether a chunk starts with it, as far as it is in it.
    #[inline(always)]
    pub(super) fn starts<S: Simd>(&self, simd: S, chunk: &[u8; 64]) -> bool {
        differing(simd, chunk, &self.start) & self.counts == 0
    }

    /// Whether these bytes start with all of it, if the first 64 of them do so.
    #[inline(always)]
    pub(super) fn goes_on(&self, bytes: &[u8]) -> bool {
        self.rest.is_empty() || self.has_rest(bytes)
    }

    #[inline(never)]
    fn has_rest(&self, bytes: &[u8]) -> bool {
        bytes.get(64..).is_some_and(|bytes| bytes.starts_with(&self.rest))
    }

    /// The end of the string behind it, if it is plain and ends in the chunk, which most do.
    #[inline(always)]
    pub(super) fn end_of_string(&self, masks: &TextMasks) -> Option<usize> {
        let quotes = masks.quotes & self.inside;
        let is_plain = masks.others & self.inside & up_to(quotes) == 0;
        let is_string = masks.quotes & self.value != 0 && quotes != 0 && is_plain;
        is_string.then(|| quotes.trailing_zeros() as usize + 1)
    }

    /// Adds the members of a phrase that starts at a place. Where the object ends beyond 4 GiB, as
    /// whoever reads it has to see, they are wrong.
    #[inline(always)]
    pub(super) fn put_members(&self, at: usize, members: &mut Vec<Member>) {
        let moved = |to: u32| to.wrapping_add(at as u32);
        for &Member { name, name_end, value } in &self.members {
            let [name, name_end, value] = [name, name_end, value].map(moved);
            members.push(Member { name, name_end, value });
        }
    }
}
