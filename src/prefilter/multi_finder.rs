//! Searches for a few needles in one pass, and counts line feeds in it.

use std::ops::ControlFlow;

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x64};
use memchr::memmem::Finder;

/// Needles to search for, none of them empty.
#[derive(Clone, Debug)]
pub(super) struct MultiFinder {
    needles: Vec<Needle>,
}

#[derive(Clone, Debug)]
struct Needle {
    text: Box<[u8]>,
    /// Two bytes of it that are rare, with their positions in it.
    rare_bytes: [(usize, u8); 2],
}

/// Called with the number of a needle and each of its positions; gives the position from which the
/// search continues, for all needles, or stops it.
pub(super) type Found<'f> = &'f mut dyn FnMut(usize, usize) -> ControlFlow<(), usize>;

/// How many bytes may be compared in vain for each byte that is searched. Where the rare bytes of a
/// long needle are everywhere, each needle is searched for by itself, in linear time.
const COMPARED_PER_BYTE: usize = 2;

impl MultiFinder {
    pub(super) fn new<'t>(needles: impl Iterator<Item = &'t [u8]>) -> Self {
        Self { needles: needles.map(Needle::new).collect() }
    }

    /// Searches the bytes; the number of line feeds, or none if `found` has stopped the search.
    pub(super) fn find(&self, bytes: &[u8], found: Found<'_>) -> Option<usize> {
        let left = bytes.len().saturating_mul(COMPARED_PER_BYTE);
        let needles = &self.needles;
        let mut pass = Pass { bytes, needles, from: 0, left, found, stop: None };
        let line_ends = match needles.as_slice() {
            [a, b] => dispatched(&mut pass, [a, b]),
            [a, b, c] => dispatched(&mut pass, [a, b, c]),
            [a, b, c, d] => dispatched(&mut pass, [a, b, c, d]),
            _ => return self.one_by_one(bytes, found),
        };
        match pass.stop {
            None => Some(line_ends),
            Some(Stop::Caller) => None,
            Some(Stop::Budget) => self.one_by_one(bytes, found),
        }
    }

    fn one_by_one(&self, bytes: &[u8], found: Found<'_>) -> Option<usize> {
        for (number, Needle { text, .. }) in self.needles.iter().enumerate() {
            let (finder, mut from) = (Finder::new(text), 0);
            while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
                match found(number, from + at) {
                    ControlFlow::Continue(next) => from = next.max(from + at + 1),
                    ControlFlow::Break(()) => return None,
                }
            }
        }
        Some(memchr::memchr_iter(b'\n', bytes).count())
    }
}

/// The most frequent bytes of provisioning logs as Graph writes them, in descending order.
const FREQUENT: &[u8] =
    b"\"eaidtnscor: l,-pyufm02b18694375g{}vASINhTVDw.Pz'Uj\xC3ERC\\B@MkZ/[]()FOG";

impl Needle {
    fn new(text: &[u8]) -> Self {
        // One of each half: neighbours often occur together.
        let middle = text.len() / 2;
        let rarity = |(_, byte): &(usize, u8)| {
            FREQUENT.iter().position(|one| one == byte).unwrap_or(FREQUENT.len())
        };
        let bytes = || text.iter().copied().enumerate();
        let last = bytes().skip(middle).max_by_key(rarity).unwrap_or_default();
        // Of equally rare bytes, the one farthest from the other half.
        let first = bytes().take(middle).rev().max_by_key(rarity).unwrap_or(last);
        Self { text: text.into(), rare_bytes: [first, last] }
    }
}

/// A pass over bytes.
struct Pass<'w, 'f> {
    bytes: &'w [u8],
    needles: &'w [Needle],
    /// Needles that start before this position are not reported.
    from: usize,
    /// How many bytes may still be compared in vain.
    left: usize,
    found: &'w mut (dyn FnMut(usize, usize) -> ControlFlow<(), usize> + 'f),
    stop: Option<Stop>,
}

/// Why a pass has stopped before the end of the bytes.
#[derive(Clone, Copy)]
enum Stop {
    /// The caller said so.
    Caller,
    /// Searching for one needle after another is faster.
    Budget,
}

fn dispatched<const N: usize>(pass: &mut Pass<'_, '_>, needles: [&Needle; N]) -> usize {
    let pairs = needles.map(|needle| needle.rare_bytes);
    dispatch!(Level::new(), simd => search(simd, pass, pairs))
}

/// The number of line feeds; meaningless if the pass has stopped.
#[inline(always)]
fn search<S: Simd, const N: usize>(
    simd: S,
    pass: &mut Pass<'_, '_>,
    pairs: [[(usize, u8); 2]; N],
) -> usize {
    // With narrower registers, one needle after another is faster. Tests run the wide path anyway.
    if size_of::<S::u8s>() < 64 && !cfg!(test) {
        pass.stop = Some(Stop::Budget);
        return 0;
    }
    // As many chunks at a time as there are registers for, then one by one.
    let (mut at, mut line_ends) = (0, 0);
    steps::<S, N, 4>(simd, pass, pairs, &mut at, &mut line_ends);
    steps::<S, N, 1>(simd, pass, pairs, &mut at, &mut line_ends);
    let bytes = pass.bytes;
    for place in at..bytes.len() {
        line_ends += usize::from(bytes.get(place) == Some(&b'\n'));
        let (mut masks, mut any) = ([0; N], false);
        for (mask, pair) in masks.iter_mut().zip(pairs) {
            let may_be = pair.iter().all(|(at, byte)| bytes.get(place + at) == Some(byte));
            *mask = u64::from(may_be);
            any |= may_be;
        }
        if pass.stop.is_none() && any {
            pass.report(place, &masks);
        }
    }
    line_ends
}

/// Searches `W` chunks of 64 bytes at a time while there are as many.
#[inline(always)]
fn steps<S: Simd, const N: usize, const W: usize>(
    simd: S,
    pass: &mut Pass<'_, '_>,
    pairs: [[(usize, u8); 2]; N],
    at: &mut usize,
    line_ends: &mut usize,
) {
    // No closures: their bodies would not be compiled for the dispatched instruction set.
    let bytes = pass.bytes;
    'steps: while pass.stop.is_none() {
        let Some(lines) = chunks::<W>(bytes, *at) else { return };
        let (mut masks, mut any) = ([[0; N]; W], 0);
        for (n, [(first_at, first), (second_at, second)]) in pairs.iter().enumerate() {
            let Some(firsts) = chunks::<W>(bytes, *at + first_at) else { break 'steps };
            let Some(seconds) = chunks::<W>(bytes, *at + second_at) else { break 'steps };
            for ((masks, of_first), of_second) in masks.iter_mut().zip(firsts).zip(seconds) {
                let both = equal(simd, of_first, *first) & equal(simd, of_second, *second);
                let both = both.to_bitmask();
                any |= both;
                if let Some(mask) = masks.get_mut(n) {
                    *mask = both;
                }
            }
        }
        for chunk in lines {
            *line_ends += equal(simd, chunk, b'\n').to_bitmask().count_ones() as usize;
        }
        if any != 0 {
            for (number, masks) in masks.iter().enumerate() {
                pass.report(*at + 64 * number, masks);
            }
        }
        *at += 64 * W;
    }
}

#[inline(always)]
fn chunks<const W: usize>(bytes: &[u8], at: usize) -> Option<&[[u8; 64]; W]> {
    match bytes.get(at..) {
        Some(rest) => rest.as_chunks::<64>().0.first_chunk::<W>(),
        None => None,
    }
}

#[inline(always)]
fn equal<S: Simd>(simd: S, chunk: &[u8; 64], byte: u8) -> <u8x64<S> as SimdBase<S>>::Mask {
    u8x64::simd_from(simd, *chunk).simd_eq(u8x64::splat(simd, byte))
}

impl Pass<'_, '_> {
    /// Reports the needles among the candidates of the 64 positions from `start` on.
    #[inline(never)]
    fn report(&mut self, start: usize, masks: &[u64]) {
        let mut places = masks.iter().fold(0, |any, mask| any | mask);
        while places != 0 && self.stop.is_none() {
            let bit = places.trailing_zeros();
            places &= places - 1;
            let place = start + bit as usize;
            for (number, (needle, mask)) in self.needles.iter().zip(masks).enumerate() {
                if place < self.from {
                    break;
                }
                if mask >> bit & 1 == 0 {
                    continue;
                }
                // Its rare bytes are all of a needle of two bytes.
                let is_it = needle.text.len() == 2
                    || self.bytes.get(place..).is_some_and(|rest| rest.starts_with(&needle.text));
                if is_it {
                    match (self.found)(number, place) {
                        ControlFlow::Continue(next) => self.from = next.max(self.from),
                        ControlFlow::Break(()) => return self.stop = Some(Stop::Caller),
                    }
                } else {
                    match self.left.checked_sub(needle.text.len()) {
                        Some(left) => self.left = left,
                        None => return self.stop = Some(Stop::Budget),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{COMPARED_PER_BYTE, MultiFinder};
    use crate::random::random;

    /// Every position of every needle, found byte by byte, that is not before the one from which the
    /// search continues; at most `most` of them.
    fn slowly(texts: &[&[u8]], bytes: &[u8], step: usize, most: usize) -> Vec<(usize, usize)> {
        let (mut all, mut from) = (Vec::new(), 0);
        for at in 0..bytes.len() {
            for (number, text) in texts.iter().enumerate() {
                if at >= from && bytes.get(at..).is_some_and(|rest| rest.starts_with(text)) {
                    all.push((number, at));
                    from = at + step;
                }
            }
        }
        all.truncate(most);
        all
    }

    #[test]
    fn needles_and_line_feeds_are_found_at_every_offset() {
        let lots: &[&[&[u8]]] = &[
            &[b"\\u"],
            &[b"\\u", b"\"status\""],
            &[b"\\u", b"a", b"\"ab\""],
            &[b"\\u", b"abcabc", b"ca", b"\n"],
            &[b"\\u", b"a", b"b", b"c", b"d"],
        ];
        let pieces: &[&[u8]] =
            &[b"\\u", b"\"status\"", b"a", b"\"ab\"", b"abcabc", b"ca", b"\n", b"d", b" ", b"\\"];
        let (mut random, mut found_in_all) = (random(), 0);
        for round in 0..3_000 {
            let texts = lots.get(round % lots.len()).copied().unwrap_or_default();
            let mut bytes = Vec::new();
            for _ in 0..random(12) {
                let times = [1, 1, 1, 63, 64, 65][random(6)];
                bytes.extend_from_slice(&pieces[random(pieces.len())].repeat(times));
                bytes.extend_from_slice(&b" ".repeat(random(80)));
            }
            let (step, most) = (random(3) * 100, [usize::MAX, 1, 5][random(3)]);
            let finder = MultiFinder::new(texts.iter().copied());
            let mut found = Vec::new();
            let mut note = |number, at| {
                found.push((number, at));
                if found.len() == most {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(at + step)
                }
            };
            let line_ends = finder.find(&bytes, &mut note);
            let mut expected = slowly(texts, &bytes, step, most);
            if texts.len() > 4 {
                // One needle after another.
                expected = texts
                    .iter()
                    .enumerate()
                    .flat_map(|(number, text)| {
                        slowly(&[text], &bytes, step, usize::MAX)
                            .into_iter()
                            .map(move |(_, at)| (number, at))
                    })
                    .collect();
                expected.truncate(most);
            }
            assert_eq!(found, expected, "{texts:?} in {:?}", String::from_utf8_lossy(&bytes));
            let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(line_ends, (found.len() < most).then_some(ends));
            found_in_all += found.len();
        }
        assert!(found_in_all > 10_000, "{found_in_all}");
    }

    /// As in hostile bytes.
    #[test]
    fn a_long_needle_that_is_nearly_everywhere_is_found_in_linear_time() {
        let text = [b"x".repeat(2_000), b"y".to_vec(), b"x".repeat(2_000)].concat();
        let mut bytes = b"x".repeat(100_000);
        bytes.extend_from_slice(&text);
        let mut found = Vec::new();
        let line_ends =
            MultiFinder::new([&b"\\u"[..], &text].into_iter()).find(&bytes, &mut |number, at| {
                found.push((number, at));
                ControlFlow::Continue(at + 1)
            });
        assert_eq!((found, line_ends), (vec![(1, 100_000)], Some(0)));
        assert!(COMPARED_PER_BYTE < text.len() / 100);
    }
}
