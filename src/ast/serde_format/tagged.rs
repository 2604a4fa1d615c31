//! What all parts of the reading share: maps of one key, texts, and the depth.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use crate::ast::{LiteralError, Text};

/// A type written as a map of one key, the tag.
pub(super) trait Tagged<'de>: Sized {
    /// What it is, for people: "an expression".
    const WHAT: &'static str;

    /// What reads the content below a tag, if there is such a tag.
    ///
    /// One function for each, rather than one `match` over the content, so that the frames
    /// stay small: they add up over the levels of a tree.
    fn reader<A: MapAccess<'de>>(tag: &str) -> Option<Reader<A, Self, A::Error>>;
}

/// Reads the content below a tag, which it is given, too.
pub(super) type Reader<A, T, E> = fn(&str, &mut A) -> Result<T, E>;

/// Reads a map of one key.
pub(super) fn tagged<'de, D: Deserializer<'de>, T: Tagged<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let _level = Levels::enter(1)?;
    deserializer.deserialize_map(TaggedVisitor(PhantomData))
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged<'de>> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, a map of one key", T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let tag = first_key(&mut map, T::WHAT)?;
        let reader = T::reader::<A>(&tag).ok_or_else(|| unknown(&tag, T::WHAT))?;
        let value = reader(&tag, &mut map)?;
        match map.next_key::<Text>()? {
            None => Ok(value),
            Some(more) => Err(second_key(&tag, &more, T::WHAT)),
        }
    }
}

fn first_key<'de, A: MapAccess<'de>>(map: &mut A, what: &str) -> Result<Text, A::Error> {
    map.next_key()?.ok_or_else(|| {
        de::Error::custom(format_args!(
            "{what} has one key that says what it is; this one has none"
        ))
    })
}

#[cold]
fn unknown<E: de::Error>(tag: &str, what: &str) -> E {
    E::custom(format_args!(
        "`{tag}` is no kind of {}",
        what.trim_start_matches("an ").trim_start_matches("a ")
    ))
}

#[cold]
fn second_key<E: de::Error>(tag: &str, more: &str, what: &str) -> E {
    E::custom(format_args!("{what} has one key; this one has `{tag}` and `{more}`"))
}

/// A value read from its canonical text.
pub(super) struct FromText<T>(pub(super) T);

impl<'de, T: FromStr<Err = LiteralError>> Deserialize<'de> for FromText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let value = text.parse();
        value.map(Self).map_err(|error| de::Error::custom(format_args!("`{text}`: {error}")))
    }
}

/// Reads the content below a tag where it is itself so many maps and lists, one in the other.
pub(super) fn content<'de, A, T>(levels: usize, map: &mut A) -> Result<T, A::Error>
where
    A: MapAccess<'de>,
    T: Deserialize<'de>,
{
    let _levels = Levels::enter(levels)?;
    map.next_value()
}

/// A node of a tree is up to three maps and lists deep, so this is more than the height of a tree.
const MOST_LEVELS: usize = 128;

thread_local! {
    /// The maps and lists that this thread is in the middle of reading.
    static OPEN: Cell<usize> = const { Cell::new(0) };
}

/// Maps and lists that are being read.
///
/// What the constructors refuse as too deep they see only when it has been read; a reader with
/// no limit of its own would have used up the stack by then. The count is the same as that of
/// `serde_json`, so what that takes by default comes through.
pub(super) struct Levels(usize);

impl Levels {
    /// Whether this thread is reading no map or list of a tree yet.
    pub(super) fn are_closed() -> bool {
        OPEN.with(|open| open.get() == 0)
    }

    /// Goes down by so many levels.
    pub(super) fn enter<E: de::Error>(levels: usize) -> Result<Self, E> {
        OPEN.with(|open| match open.get() + levels {
            too_many if too_many > MOST_LEVELS => Err(E::custom(format_args!(
                "more than {MOST_LEVELS} maps and lists, one in the other"
            ))),
            more => {
                open.set(more);
                Ok(Self(levels))
            }
        })
    }
}

impl Drop for Levels {
    fn drop(&mut self) {
        OPEN.with(|open| open.set(open.get().saturating_sub(self.0)));
    }
}
