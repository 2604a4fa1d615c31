//! Whether a text is a JSON object, byte for byte (RFC 8259), and where its members stand.
//!
//! It says yes only where serde_json would say so too. What is rare and takes long to judge
//! (exponents, deep nesting) is left to serde_json.
//!
//! 64 bytes are looked at together: what stands where in them are numbers of 64 bits, and what may
//! follow what is computed with these. Only brackets, numbers, words, escapes and the names of
//! members are gone through one by one.

mod grammar;
#[cfg(test)]
mod tests;

use fearless_simd::{Level, Simd, dispatch};

use self::grammar::{Follow, Pieces};
use super::skip::whitespace;
use super::utf8::Utf8;
use super::{Member, scalar};
use crate::json::bitmap::{Masks, Quotes, bits, padded};

/// An object that was read.
pub(super) struct Object {
    pub(super) end: usize,
    /// Whether the names of its members are written without escapes.
    pub(super) has_plain_names: bool,
}

/// The object that starts at `start`; with `LINE`, of one that has no line break in it.
pub(super) fn object<const LINE: bool>(
    level: Level,
    bytes: &[u8],
    start: usize,
    members: &mut Vec<Member>,
) -> Option<Object> {
    members.clear();
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    dispatch!(level, simd => object_with::<_, LINE>(simd, bytes, start, members))
}

#[inline(always)]
fn object_with<S: Simd, const LINE: bool>(
    simd: S,
    bytes: &[u8],
    start: usize,
    members: &mut Vec<Member>,
) -> Option<Object> {
    let mut walk = Walk::new(start);
    let (chunks, rest) = bytes.get(start..)?.as_chunks::<64>();
    let mut end = None;
    for chunk in chunks {
        end = walk.chunk::<S, LINE>(simd, bytes, chunk, members)?;
        if end.is_some() {
            break;
        }
    }
    if end.is_none() {
        end = walk.chunk::<S, LINE>(simd, bytes, &padded(rest, b' '), members)?;
    }
    let end = end?;
    if walk.utf8.is_left && simdutf8::basic::from_utf8(bytes.get(start..end)?).is_err() {
        return None;
    }
    let is_plain = |member: &Member| memchr::memchr(b'\\', member.name(bytes)).is_none();
    let has_plain_names = !walk.has_escapes || members.iter().all(is_plain);
    Some(Object { end, has_plain_names })
}

/// What is known when a chunk is come to.
struct Walk {
    /// Where the chunk starts.
    at: usize,
    quotes: Quotes,
    follow: Follow,
    /// 1 if a number or a word may go on.
    in_scalar: u64,
    /// Up to where escapes have been judged.
    escapes_end: usize,
    /// Whether there are escapes in names of members, or in strings that are their values.
    has_escapes: bool,
    utf8: Utf8,
    /// The open brackets, the innermost in the lowest bit: 1 for an object, 0 for an array; above
    /// them a 1.
    open: u64,
    /// Where the last opening quote stands.
    quote: usize,
}

/// What the brackets of a chunk tell.
struct Nesting {
    /// The bytes that stand directly in an object.
    in_object: u64,
    /// The bytes that stand directly in the object that is read.
    at_top: u64,
    /// The bytes up to the end of the object.
    seen: u64,
}

impl Walk {
    fn new(start: usize) -> Self {
        Self {
            at: start,
            quotes: Quotes::default(),
            follow: Follow::value(),
            in_scalar: 0,
            escapes_end: 0,
            has_escapes: false,
            utf8: Utf8::default(),
            open: 1,
            quote: start,
        }
    }

    /// Goes over the next 64 bytes: the end of the object if it is there, and none if it is not
    /// certain that it is one.
    #[inline(always)]
    fn chunk<S: Simd, const LINE: bool>(
        &mut self,
        simd: S,
        bytes: &[u8],
        chunk: &[u8; 64],
        members: &mut Vec<Member>,
    ) -> Option<Option<usize>> {
        let masks = Masks::of(simd, chunk);
        let strings = self.quotes.strings(simd, &masks);
        let outside = !(strings.inside | strings.quotes);
        let (opening, closing) = (masks.opening & outside, masks.closing & outside);
        let nesting = self.brackets(opening, closing, masks.curly)?;
        let seen = nesting.seen;

        let separators = masks.commas | masks.colons;
        let in_scalars = outside & !(masks.opening | masks.closing | separators | masks.blanks);
        let scalars = in_scalars & !(in_scalars << 1 | self.in_scalar);
        self.in_scalar = in_scalars >> 63;
        let colons = masks.colons & outside;
        let opening_quotes = strings.quotes & strings.inside;
        let wrong = self.follow.wrong(&Pieces {
            opening,
            closing,
            commas: masks.commas & outside,
            colons,
            scalars,
            opening_quotes,
            closing_quotes: strings.quotes & !strings.inside,
            blanks: masks.blanks & outside,
            in_object: nesting.in_object,
        });
        if wrong & seen != 0 {
            return None;
        }
        if masks.not_ascii | self.utf8.due != 0
            && self.utf8.wrong(simd, chunk, masks.not_ascii, seen)
        {
            return None;
        }
        let controls = masks.controls & seen;
        let (scalars, escapes) = (scalars & seen, strings.escapes & seen);
        // Most chunks have none of them.
        if controls | scalars | escapes != 0 {
            let line_ends = if LINE { 0 } else { masks.line_ends };
            let allowed = masks.tabs | masks.carriage_returns | line_ends;
            if controls & !(allowed & outside) != 0 {
                return None;
            }
            self.has_escapes |= escapes & nesting.at_top != 0;
            self.singly(bytes, scalars, escapes)?;
        }
        for bit in bits(colons & nesting.at_top & seen) {
            let before = opening_quotes & ((1 << bit) - 1);
            if before != 0 {
                self.quote = self.at + before.ilog2() as usize;
            }
            members.push(member::<LINE>(bytes, self.quote, self.at + bit));
        }
        if opening_quotes != 0 {
            self.quote = self.at + opening_quotes.ilog2() as usize;
        }
        if self.open == 1 {
            return Some(Some(self.at + 64 - seen.leading_zeros() as usize));
        }
        self.at += 64;
        Some(None)
    }

    /// Judges what has to be judged one by one.
    #[inline(always)]
    fn singly(&mut self, bytes: &[u8], scalars: u64, escapes: u64) -> Option<()> {
        if !bits(scalars).all(|bit| scalar::is_scalar(bytes, self.at + bit)) {
            return None;
        }
        for bit in bits(escapes) {
            let at = self.at + bit;
            if at >= self.escapes_end {
                self.escapes_end = scalar::escape(bytes, at)?;
            }
        }
        Some(())
    }

    /// Goes over the brackets of a chunk; none if they do not fit each other.
    #[inline(always)]
    fn brackets(&mut self, opening: u64, closing: u64, curly: u64) -> Option<Nesting> {
        let kind = |open: u64| all(open & 1);
        let is_top = |open: u64| all(u64::from(open < 4));
        let (mut in_object, mut at_top) = (kind(self.open), is_top(self.open));
        let mut nesting = Nesting { in_object, at_top, seen: u64::MAX };
        let mut left = opening | closing;
        while left != 0 {
            let behind = left ^ left.wrapping_neg();
            let bit = left & left.wrapping_neg();
            left &= left - 1;
            let is_object = curly & bit != 0;
            if opening & bit != 0 {
                // There is no place for a level more than 63.
                if self.open >> 63 != 0 {
                    return None;
                }
                self.open = self.open << 1 | u64::from(is_object);
            } else {
                if (self.open & 1 == 1) != is_object {
                    return None;
                }
                self.open >>= 1;
                if self.open == 1 {
                    nesting.seen = !behind;
                    break;
                }
            }
            let before = (in_object, at_top);
            (in_object, at_top) = (kind(self.open), is_top(self.open));
            nesting.in_object ^= behind & (before.0 ^ in_object);
            nesting.at_top ^= behind & (before.1 ^ at_top);
        }
        Some(nesting)
    }
}

/// The member whose name opens with that quote, and whose colon stands there.
#[inline(always)]
fn member<const LINE: bool>(bytes: &[u8], quote: usize, colon: usize) -> Member {
    let mut name_end = colon;
    while name_end > quote && bytes.get(name_end - 1) != Some(&b'"') {
        name_end -= 1;
    }
    let value = whitespace::<LINE>(bytes, colon + 1);
    let [name, name_end, value] = [quote, name_end, value].map(|at| at as u32);
    Member { name, name_end, value }
}

/// The lowest bit, the only one that may be set, in all places.
#[inline(always)]
const fn all(bit: u64) -> u64 {
    0_u64.wrapping_sub(bit)
}
