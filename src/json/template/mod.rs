//! JSON objects that are written like those before them.
//!
//! The records of a log are written by one program: what stands between their values, names and
//! brackets and white space, is much the same in all. Where it is what stood there before, and was
//! JSON, it need not be judged again, only compared, 64 bytes at a time. The values are judged as
//! ever. So every byte is looked at, in less time.
//!
//! What is not familiar is no fault: it is left to whoever judges anything, and learned from.

mod backoff;
mod separator;
#[cfg(test)]
mod tests;
mod train;
mod value;

use std::num::NonZeroU16;

use fearless_simd::{Level, Simd, dispatch};

use self::backoff::Patience;
use self::separator::{ESCAPED_NAME, LAST, LINE_BREAK, MEMBERS, Phrase};
use self::train::Known;
use super::index::Object;
use crate::json::Member;
use crate::json::bitmap::{TextMasks, padded};

/// How many places are remembered.
const MAX_PLACES: usize = 2048;
/// How many phrases may follow a place.
const MAX_NEXT: usize = 8;

/// What is known of the objects before.
#[derive(Clone, Debug, Default)]
pub(super) struct Familiar {
    /// The first is before every object.
    places: Vec<Place>,
    known: Known,
    patience: Patience,
}

/// A phrase after another: what may follow depends on both.
///
/// Whenever a place is come to, the same brackets are open, since they are a part of what phrases
/// are told apart by where they are learned. So what followed there once, may follow again.
#[derive(Clone, Debug)]
struct Place {
    phrase: Phrase,
    /// That of the phrase, with the brackets that are open before it; 0 before every object.
    number: u32,
    /// The places that followed. In which order makes no difference but to speed.
    next: [Option<NonZeroU16>; MAX_NEXT],
}

impl Familiar {
    /// The object that starts at `start`, if it is familiar; with `LINE`, one that has no line
    /// break in it.
    pub(super) fn object<const LINE: bool>(
        &mut self,
        level: Level,
        bytes: &[u8],
        start: usize,
        members: &mut Vec<Member>,
    ) -> Option<Object> {
        members.clear();
        if !self.patience.tries() {
            return None;
        }
        let places = self.places.as_slice();
        let object =
            dispatch!(level, simd => object_with::<_, LINE>(simd, places, bytes, start, members))?;
        self.patience.gain();
        Some(object)
    }
}

#[inline(always)]
fn object_with<S: Simd, const LINE: bool>(
    simd: S,
    places: &[Place],
    bytes: &[u8],
    start: usize,
    members: &mut Vec<Member>,
) -> Option<Object> {
    let mut left = bytes.get(start..)?;
    let mut here = places.first()?;
    let mut marks = 0;
    loop {
        let last;
        let chunk = match left.first_chunk() {
            Some(chunk) => chunk,
            None => {
                last = last_chunk(left);
                &last
            }
        };
        let masks = TextMasks::of(simd, chunk);
        let mut candidates = here.next.iter();
        let (next, after) = loop {
            let number = (*candidates.next()?)?.get();
            let next = places.get(usize::from(number))?;
            let phrase = &next.phrase;
            if !phrase.starts(simd, chunk) {
                continue;
            }
            if let Some(end) = phrase.end_of_string(&masks) {
                break (next, left.get(end..)?);
            }
            if !phrase.goes_on(left) {
                continue;
            }
            let Some(after) = left.get(phrase.length as usize..) else { continue };
            if phrase.marks & LAST != 0 {
                break (next, after);
            }
            // Where a longer phrase goes on with brackets, a shorter one has no value behind it.
            if let Some(after) = value::after(simd, after) {
                break (next, after);
            }
        };
        let phrase = &next.phrase;
        marks |= phrase.marks;
        if phrase.marks & (MEMBERS | LAST) != 0 {
            phrase.put_members(bytes.len() - left.len(), members);
            if phrase.marks & LAST != 0 {
                let end = bytes.len() - after.len();
                let has_plain_names = marks & ESCAPED_NAME == 0;
                let is_line = !(LINE && marks & LINE_BREAK != 0);
                return is_line.then_some(Object { end, has_plain_names });
            }
        }
        (left, here) = (after, next);
    }
}

#[cold]
#[inline(never)]
fn last_chunk(rest: &[u8]) -> [u8; 64] {
    padded(rest, 0)
}
