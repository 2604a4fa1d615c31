//! Looks up members of `serde_json` objects.
//!
//! The map's own `get` compares the name with some seven keys, each by a call of memcmp. Here the
//! first eight bytes, as one number, tell most keys apart: a lookup takes up to a third less time on
//! records that do not fit the cache (`benches/README.md`).

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use serde_json::{Map, Value};

/// The same as [`Map::get`].
#[inline(always)]
pub(super) fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let wanted = Wanted { start: start(name), text: name };
    object.get::<dyn Name + '_>(&wanted)
}

/// A key of a map, compared and hashed as its text.
///
/// A trait object, because a `String` must be borrowed as one without a copy.
trait Name {
    fn text(&self) -> &str;
    fn start(&self) -> u64;
}

/// The name to look up.
struct Wanted<'n> {
    start: u64,
    text: &'n str,
}

impl Name for Wanted<'_> {
    #[inline(always)]
    fn text(&self) -> &str {
        self.text
    }

    #[inline(always)]
    fn start(&self) -> u64 {
        self.start
    }
}

impl Name for String {
    #[inline(always)]
    fn text(&self) -> &str {
        self
    }

    #[inline(always)]
    fn start(&self) -> u64 {
        start(self)
    }
}

impl<'n> Borrow<dyn Name + 'n> for String {
    #[inline(always)]
    fn borrow(&self) -> &(dyn Name + 'n) {
        self
    }
}

impl Ord for dyn Name + '_ {
    #[inline(always)]
    fn cmp(&self, other: &Self) -> Ordering {
        self.start().cmp(&other.start()).then_with(|| self.text().cmp(other.text()))
    }
}

impl PartialOrd for dyn Name + '_ {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for dyn Name + '_ {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for dyn Name + '_ {}

impl Hash for dyn Name + '_ {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// The first eight bytes as a number that is ordered as the text, padded with zeros.
#[inline(always)]
fn start(text: &str) -> u64 {
    let bytes = text.as_bytes();
    if let Some(first) = bytes.first_chunk() {
        return u64::from_be_bytes(*first);
    }
    let missing = 64 - 8 * bytes.len() as u32;
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // Bytes in the middle are in both halves.
        (Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|half| u64::from(u32::from_be_bytes(*half)));
            first << 32 | last << missing
        }
        // An empty text gives 0 for any shift.
        _ => bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)) << (missing % 64),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::{Name, member};

    /// Texts of which many begin alike, of every length around eight bytes and of none.
    fn names() -> Vec<String> {
        let mut names = vec![String::new()];
        for length in 1..12 {
            for last in ["\0", "a", "b", "B", "é", "\u{10ffff}"] {
                for first in ["a", "\0", "\u{7f}"] {
                    names.push(first.repeat(length - 1) + last);
                }
            }
        }
        names
    }

    #[test]
    fn names_have_the_order_of_their_texts() {
        for a in names() {
            for b in names() {
                let (one, other): (&dyn Name, &dyn Name) = (&a, &b);
                assert_eq!(one.cmp(other), a.cmp(&b), "{a:?} {b:?}");
                assert_eq!(one == other, a == b, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn what_a_map_has_is_found_and_nothing_else() {
        let names = names();
        let (in_it, others): (Vec<_>, Vec<_>) =
            names.iter().enumerate().partition(|(at, _)| at % 3 == 0);
        let map: Map<String, Value> =
            in_it.iter().map(|(at, name)| (String::clone(name), Value::from(*at))).collect();
        for (_, name) in in_it.iter().chain(&others) {
            assert_eq!(member(&map, name), map.get(name.as_str()), "{name:?}");
        }
    }
}
