//! Validates an object byte for byte (RFC 8259), and indexes its members.
//!
//! Accepts only what serde_json accepts. Rejects what is rare and slow to decide, such as exponents
//! and deep nesting: a full parser decides there.
//!
//! Works on bitmaps of 64 bytes, with which the grammar is checked in a few operations. Only
//! brackets, numbers, words, escapes and the names of members are visited one by one.

mod grammar;
#[cfg(test)]
mod tests;

use fearless_simd::{Level, Simd, dispatch};

use self::grammar::{Grammar, Tokens};
use super::object::Member;
use super::skip::whitespace;
use super::utf8::Utf8;
use super::{number, string};
use crate::json::bitmap::{Bitmaps, StringState, bits, padded};

/// A valid object.
pub(super) struct Object {
    pub(super) end: usize,
    /// Whether no name of its members has an escape.
    pub(super) names_unescaped: bool,
}

/// The object that starts at `start`; with `LINE`, only if it has no line feed in it.
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
    let mut indexer = Indexer::new(start);
    let (chunks, rest) = bytes.get(start..)?.as_chunks::<64>();
    let mut end = None;
    for chunk in chunks {
        end = indexer.chunk::<S, LINE>(simd, bytes, chunk, members)?;
        if end.is_some() {
            break;
        }
    }
    if end.is_none() {
        end = indexer.chunk::<S, LINE>(simd, bytes, &padded(rest, b' '), members)?;
    }
    let end = end?;
    if indexer.utf8.needs_full_check && simdutf8::basic::from_utf8(bytes.get(start..end)?).is_err()
    {
        return None;
    }
    let is_unescaped = |member: &Member| memchr::memchr(b'\\', member.name(bytes)).is_none();
    let names_unescaped = !indexer.has_escapes || members.iter().all(is_unescaped);
    Some(Object { end, names_unescaped })
}

/// The state between two chunks.
struct Indexer {
    /// Where the next chunk starts.
    at: usize,
    strings: StringState,
    grammar: Grammar,
    /// 1 if the last byte is part of a number or a word.
    in_scalar: u64,
    /// The end of the last escape that was checked.
    escapes_end: usize,
    /// Whether a member's name or its string value has an escape.
    has_escapes: bool,
    utf8: Utf8,
    /// The open brackets, the innermost in the lowest bit: 1 for an object, 0 for an array; above
    /// them a 1.
    open: u64,
    /// The position of the last opening quote.
    quote: usize,
}

/// How the bytes of a chunk are nested.
struct Nesting {
    /// The bytes whose innermost bracket is that of an object.
    in_object: u64,
    /// The bytes whose innermost bracket is that of the indexed object.
    at_top: u64,
    /// The bytes up to the end of the indexed object.
    seen: u64,
}

impl Indexer {
    fn new(start: usize) -> Self {
        Self {
            at: start,
            strings: StringState::default(),
            grammar: Grammar::value(),
            in_scalar: 0,
            escapes_end: 0,
            has_escapes: false,
            utf8: Utf8::default(),
            open: 1,
            quote: start,
        }
    }

    /// Indexes the next 64 bytes: the end of the object if it is in them; none if the object is
    /// invalid, or only a full parser can decide.
    #[inline(always)]
    fn chunk<S: Simd, const LINE: bool>(
        &mut self,
        simd: S,
        bytes: &[u8],
        chunk: &[u8; 64],
        members: &mut Vec<Member>,
    ) -> Option<Option<usize>> {
        let bitmaps = Bitmaps::of(simd, chunk);
        let strings = self.strings.strings(simd, &bitmaps);
        let outside = !(strings.inside | strings.quotes);
        let (opening, closing) = (bitmaps.opening & outside, bitmaps.closing & outside);
        let nesting = self.brackets(opening, closing, bitmaps.curly)?;
        let seen = nesting.seen;

        let separators = bitmaps.commas | bitmaps.colons;
        let in_scalars = outside
            & !(bitmaps.opening | bitmaps.closing | separators | bitmaps.whitespace_or_control);
        let scalars = in_scalars & !(in_scalars << 1 | self.in_scalar);
        self.in_scalar = in_scalars >> 63;
        let colons = bitmaps.colons & outside;
        let opening_quotes = strings.quotes & strings.inside;
        let violations = self.grammar.violations(&Tokens {
            opening,
            closing,
            commas: bitmaps.commas & outside,
            colons,
            scalars,
            opening_quotes,
            closing_quotes: strings.quotes & !strings.inside,
            blanks: bitmaps.whitespace_or_control & outside,
            in_object: nesting.in_object,
        });
        if violations & seen != 0 {
            return None;
        }
        if bitmaps.not_ascii | self.utf8.carry != 0
            && self.utf8.is_invalid(simd, chunk, bitmaps.not_ascii, seen)
        {
            return None;
        }
        let controls = bitmaps.controls & seen;
        let (scalars, escapes) = (scalars & seen, strings.escapes & seen);
        // Most chunks have none of them.
        if controls | scalars | escapes != 0 {
            let line_ends = if LINE { 0 } else { bitmaps.line_ends };
            let allowed = bitmaps.tabs | bitmaps.carriage_returns | line_ends;
            if controls & !(allowed & outside) != 0 {
                return None;
            }
            self.has_escapes |= escapes & nesting.at_top != 0;
            self.check_scalars(bytes, scalars, escapes)?;
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

    /// Checks numbers, words and escapes one by one.
    #[inline(always)]
    fn check_scalars(&mut self, bytes: &[u8], scalars: u64, escapes: u64) -> Option<()> {
        if !bits(scalars).all(|bit| number::is_finite_scalar(bytes, self.at + bit)) {
            return None;
        }
        for bit in bits(escapes) {
            let at = self.at + bit;
            if at >= self.escapes_end {
                self.escapes_end = string::escape_end(bytes, at).ok()?;
            }
        }
        Some(())
    }

    /// Opens and closes the brackets of a chunk; none if they do not match.
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
                // 63 levels fill the 64 bits.
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

/// The member with its opening quote at `quote` and its colon at `colon`.
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

/// Copies the lowest bit, the only one that may be set, to all others.
#[inline(always)]
const fn all(bit: u64) -> u64 {
    0_u64.wrapping_sub(bit)
}
