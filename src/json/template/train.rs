//! Learning from objects.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU16;

use super::separator::Phrase;
use super::{Familiar, MAX_NEXT, MAX_PLACES, Place};
use crate::json::{Member, skip};

/// Longer phrases are not learned.
const MAX_LENGTH: usize = 1024;

/// What has a number already.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The numbers of texts, each with the brackets that are open before it.
    texts: BTreeMap<(Box<[u8]>, u64), u32>,
    /// The places, by the number of the text before and that of their own.
    places: BTreeMap<[u32; 2], NonZeroU16>,
}

impl Familiar {
    /// Learns from an object that was not familiar, and is JSON.
    #[cold]
    pub(in crate::json) fn learn(&mut self, object: &[u8]) {
        if self.patience.rests() {
            return;
        }
        if self.patience.lose() || self.places.len() >= MAX_PLACES {
            // A log may come to be written in another way.
            self.places.clear();
            self.known = Known::default();
        }
        if self.places.is_empty() {
            // Before every object; it is no place that is come to.
            let phrase = Phrase::new(&[], &[], false);
            self.places.push(Place { phrase, number: 0, next: [None; MAX_NEXT] });
        }
        let (mut at, mut open, mut place) = (0, Piece::NONE_OPEN, 0);
        while let Some(piece) = Piece::read(object, at, open)
            && let Some(next) = self.place_after(place, open, &piece)
            && !piece.is_last()
            && let Some(end) = skip::value(object, at + piece.text.len())
        {
            (at, open, place) = (end, piece.open, next);
        }
    }

    /// The place of a phrase after another place; none if there is no room for it.
    fn place_after(&mut self, place: usize, open: u64, piece: &Piece<'_>) -> Option<usize> {
        let new = self.known.texts.len() as u32 + 1;
        let number = *self.known.texts.entry((piece.text.into(), open)).or_insert(new);
        let before = self.places.get(place)?.number;
        let next = match self.known.places.entry([before, number]) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if self.places.len() >= MAX_PLACES => return None,
            Entry::Vacant(vacant) => {
                let next = NonZeroU16::new(u16::try_from(self.places.len()).ok()?)?;
                let phrase = Phrase::new(piece.text, &piece.members, piece.is_last());
                self.places.push(Place { phrase, number, next: [None; MAX_NEXT] });
                *vacant.insert(next)
            }
        };
        let followed = &mut self.places.get_mut(place)?.next;
        if !followed.contains(&Some(next)) {
            let free = followed.iter().position(Option::is_none).unwrap_or(MAX_NEXT - 1);
            *followed.get_mut(free)? = Some(next);
        }
        Some(next.get().into())
    }
}

/// A phrase of an object that is JSON.
struct Piece<'o> {
    text: &'o [u8],
    /// The members of the object itself, their places counted from the start of the text.
    members: Vec<Member>,
    /// The brackets that are open after it, the innermost in the lowest bit: 1 for an object, 0 for
    /// an array; above them a 1.
    open: u64,
}

impl<'o> Piece<'o> {
    const NONE_OPEN: u64 = 1;
    /// Only the object itself.
    const TOP: u64 = 0b11;

    const fn is_last(&self) -> bool {
        self.open == Self::NONE_OPEN
    }

    /// The phrase that starts at a byte, with such brackets open; none if it is too long.
    fn read(object: &'o [u8], start: usize, mut open: u64) -> Option<Self> {
        let (mut at, mut members, mut is_name) = (start, Vec::new(), false);
        loop {
            at = skip::whitespace::<false>(object, at);
            match object.get(at)? {
                bracket @ (b'{' | b'[') => {
                    is_name = *bracket == b'{';
                    open = open.checked_mul(2)? | u64::from(is_name);
                }
                b'}' | b']' => open >>= 1,
                b',' => is_name = open & 1 == 1,
                b'"' if is_name => {
                    let name_end = skip::string(object, at + 1)?;
                    let colon = skip::whitespace::<false>(object, name_end);
                    let value = skip::whitespace::<false>(object, colon + 1);
                    if open == Self::TOP {
                        let counted = |at: usize| u32::try_from(at - start).ok();
                        let (name, name_end) = (counted(at)?, counted(name_end)?);
                        members.push(Member { name, name_end, value: counted(value)? });
                    }
                    (at, is_name) = (value, false);
                    continue;
                }
                _ => break,
            }
            at += 1;
            if open == Self::NONE_OPEN {
                break;
            }
        }
        let text = object.get(start..at).filter(|text| text.len() <= MAX_LENGTH)?;
        Some(Self { text, members, open })
    }
}
