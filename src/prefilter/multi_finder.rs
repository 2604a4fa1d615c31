//! A few texts that are searched for at once, while the ends of lines are counted: one pass over
//! the bytes where each text, and the lines, would take one of their own.

use std::ops::ControlFlow;

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x64};
use memchr::memmem::Finder;

/// Texts to search for, none of them empty.
#[derive(Clone, Debug)]
pub(super) struct MultiFinder {
    sought: Vec<Needle>,
}

#[derive(Clone, Debug)]
struct Needle {
    text: Box<[u8]>,
    /// Two bytes of it that are rare, and where in it they stand.
    pair: [(usize, u8); 2],
}

/// What is called with the number of a text and each place of it. It gives the place from which
/// the search goes on, which is the same for the texts that are found there too, or ends it.
pub(super) type Found<'f> = &'f mut dyn FnMut(usize, usize) -> ControlFlow<(), usize>;

/// How many bytes may be compared with a text in vain, for each byte that is searched. Where the
/// pairs of a long text are everywhere, each text is searched for by itself, which is linear.
const COMPARED: usize = 2;

impl MultiFinder {
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        Self { sought: texts.map(Needle::new).collect() }
    }

    /// Goes over the bytes; how many ends of lines there are, or none where `found` has ended it.
    pub(super) fn over(&self, bytes: &[u8], found: Found<'_>) -> Option<usize> {
        let left = bytes.len().saturating_mul(COMPARED);
        let mut walk = Walk { bytes, sought: &self.sought, from: 0, left, found, end: None };
        let line_ends = match self.sought.as_slice() {
            [a, b] => dispatched(&mut walk, [a, b]),
            [a, b, c] => dispatched(&mut walk, [a, b, c]),
            [a, b, c, d] => dispatched(&mut walk, [a, b, c, d]),
            _ => return self.one_by_one(bytes, found),
        };
        match walk.end {
            None => Some(line_ends),
            Some(End::Wanted) => None,
            Some(End::TooSlow) => self.one_by_one(bytes, found),
        }
    }

    fn one_by_one(&self, bytes: &[u8], found: Found<'_>) -> Option<usize> {
        for (number, Needle { text, .. }) in self.sought.iter().enumerate() {
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

/// The bytes that are most frequent in logs of provisioning as Graph writes them, in that order:
/// quotes are of those, as in any JSON.
const FREQUENT: &[u8] =
    b"\"eaidtnscor: l,-pyufm02b18694375g{}vASINhTVDw.Pz'Uj\xC3ERC\\B@MkZ/[]()FOG";

impl Needle {
    fn new(text: &[u8]) -> Self {
        // One of each half: neighbours are seldom independent of each other.
        let middle = text.len() / 2;
        let rarity = |(_, byte): &(usize, u8)| {
            FREQUENT.iter().position(|one| one == byte).unwrap_or(FREQUENT.len())
        };
        let bytes = || text.iter().copied().enumerate();
        let last = bytes().skip(middle).max_by_key(rarity).unwrap_or_default();
        // Of those that are as rare, the one that is furthest from the other.
        let first = bytes().take(middle).rev().max_by_key(rarity).unwrap_or(last);
        Self { text: text.into(), pair: [first, last] }
    }
}

/// A pass over bytes.
struct Walk<'w, 'f> {
    bytes: &'w [u8],
    sought: &'w [Needle],
    /// What is before this place is not looked at.
    from: usize,
    /// How many bytes may yet be compared in vain.
    left: usize,
    found: &'w mut (dyn FnMut(usize, usize) -> ControlFlow<(), usize> + 'f),
    end: Option<End>,
}

/// Why a pass has ended before the bytes did.
#[derive(Clone, Copy)]
enum End {
    Wanted,
    TooSlow,
}

fn dispatched<const N: usize>(walk: &mut Walk<'_, '_>, sought: [&Needle; N]) -> usize {
    let pairs = sought.map(|sought| sought.pair);
    dispatch!(Level::new(), simd => sweep(simd, walk, pairs))
}

/// How many ends of lines there are; the number is of no account where the walk has an end.
#[inline(always)]
fn sweep<S: Simd, const N: usize>(
    simd: S,
    walk: &mut Walk<'_, '_>,
    pairs: [[(usize, u8); 2]; N],
) -> usize {
    // With registers of half that width, to search for one text after another is faster.
    // A test sees what is done with wide ones wherever it runs.
    if size_of::<S::u8s>() < 64 && !cfg!(test) {
        walk.end = Some(End::TooSlow);
        return 0;
    }
    // As many at a time as there are registers for, then one by one.
    let (mut at, mut line_ends) = (0, 0);
    steps::<S, N, 4>(simd, walk, pairs, &mut at, &mut line_ends);
    steps::<S, N, 1>(simd, walk, pairs, &mut at, &mut line_ends);
    let bytes = walk.bytes;
    for place in at..bytes.len() {
        line_ends += usize::from(bytes.get(place) == Some(&b'\n'));
        let (mut masks, mut any) = ([0; N], false);
        for (mask, pair) in masks.iter_mut().zip(pairs) {
            let may_be = pair.iter().all(|(at, byte)| bytes.get(place + at) == Some(byte));
            *mask = u64::from(may_be);
            any |= may_be;
        }
        if walk.end.is_none() && any {
            walk.look(place, &masks);
        }
    }
    line_ends
}

/// Takes steps of `W` times 64 bytes as long as there are enough for one.
#[inline(always)]
fn steps<S: Simd, const N: usize, const W: usize>(
    simd: S,
    walk: &mut Walk<'_, '_>,
    pairs: [[(usize, u8); 2]; N],
    at: &mut usize,
    line_ends: &mut usize,
) {
    // No closures: what is in them is not compiled for what the processor can do.
    let bytes = walk.bytes;
    'steps: while walk.end.is_none() {
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
                walk.look(*at + 64 * number, masks);
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

impl Walk<'_, '_> {
    /// Looks at the places where a text may be, 64 of them from `start` on.
    #[inline(never)]
    fn look(&mut self, start: usize, masks: &[u64]) {
        let mut places = masks.iter().fold(0, |any, mask| any | mask);
        while places != 0 && self.end.is_none() {
            let bit = places.trailing_zeros();
            places &= places - 1;
            let place = start + bit as usize;
            for (number, (sought, mask)) in self.sought.iter().zip(masks).enumerate() {
                if place < self.from {
                    break;
                }
                if mask >> bit & 1 == 0 {
                    continue;
                }
                // Where a pair is, a text of two bytes is.
                let is_it = sought.text.len() == 2
                    || self.bytes.get(place..).is_some_and(|rest| rest.starts_with(&sought.text));
                if is_it {
                    match (self.found)(number, place) {
                        ControlFlow::Continue(next) => self.from = next.max(self.from),
                        ControlFlow::Break(()) => return self.end = Some(End::Wanted),
                    }
                } else {
                    match self.left.checked_sub(sought.text.len()) {
                        Some(left) => self.left = left,
                        None => return self.end = Some(End::TooSlow),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{COMPARED, MultiFinder};
    use crate::random::random;

    /// Every place of every text, by looking at each byte; a place before which the last found
    /// one said to go on is left out, as is everything after the `most`th.
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
    fn texts_and_ends_of_lines_are_found_wherever_they_stand() {
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
            let sweep = MultiFinder::new(texts.iter().copied());
            let mut found = Vec::new();
            let mut note = |number, at| {
                found.push((number, at));
                if found.len() == most {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(at + step)
                }
            };
            let line_ends = sweep.over(&bytes, &mut note);
            let mut expected = slowly(texts, &bytes, step, most);
            if texts.len() > 4 {
                // One text after another, each going on by itself.
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

    /// Where one is everywhere, as it would be in hostile bytes, each text is still found.
    #[test]
    fn a_long_text_that_is_nearly_everywhere_is_searched_for_in_linear_time() {
        let text = [b"x".repeat(2_000), b"y".to_vec(), b"x".repeat(2_000)].concat();
        let mut bytes = b"x".repeat(100_000);
        bytes.extend_from_slice(&text);
        let mut found = Vec::new();
        let line_ends =
            MultiFinder::new([&b"\\u"[..], &text].into_iter()).over(&bytes, &mut |number, at| {
                found.push((number, at));
                ControlFlow::Continue(at + 1)
            });
        assert_eq!((found, line_ends), (vec![(1, 100_000)], Some(0)));
        assert!(COMPARED < text.len() / 100);
    }
}
