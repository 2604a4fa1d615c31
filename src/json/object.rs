//! The members of a JSON object in its text.

use fearless_simd::Level;

use super::template::Familiar;
use super::{index, skip, string};

/// Where a member of an object stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// From its quote on.
    pub(crate) name: u32,
    /// After its quote.
    pub(crate) name_end: u32,
    pub(crate) value: u32,
}

impl Member {
    /// The member whose name starts at `at`.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        if bytes.get(at) != Some(&b'"') {
            return None;
        }
        let end = skip::string(bytes, at + 1)?;
        let value = after(bytes, end, b':')?;
        let [name, name_end, value] = [at, end, value].map(|at| u32::try_from(at).ok());
        Some(Self { name: name?, name_end: name_end?, value: value? })
    }

    /// The name as it is written between the quotes.
    pub(crate) fn name(self, bytes: &[u8]) -> &[u8] {
        let end = (self.name_end as usize).saturating_sub(1);
        bytes.get(self.name as usize + 1..end).unwrap_or_default()
    }

    /// Whether its name is this one, with or without escapes.
    #[inline]
    pub(crate) fn is_named(self, bytes: &[u8], name: &str) -> bool {
        let written = self.name(bytes);
        if written == name.as_bytes() {
            return true;
        }
        // An escape makes a name longer, never shorter.
        written.len() > name.len()
            && memchr::memchr(b'\\', written).is_some()
            && string::read(bytes, self.name as usize).is_some_and(|written| written == name)
    }
}

/// The first byte after white space, a comma or colon, and white space.
#[inline]
pub(crate) fn after(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = skip::whitespace::<false>(bytes, at);
    (bytes.get(at) == Some(&byte)).then(|| skip::whitespace::<false>(bytes, at + 1))
}

/// Validates objects, one after the other, and remembers where the members of the last one stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectReader {
    members: Vec<Member>,
    templates: Familiar,
}

/// An object that was validated.
pub(crate) struct ReadObject<'a> {
    pub(crate) members: &'a [Member],
    pub(crate) end: usize,
    /// Whether the names of its members are written without escapes.
    pub(crate) names_unescaped: bool,
}

impl ObjectReader {
    /// The object that starts at a byte; with `LINE` only if it has no line break in it.
    pub(crate) fn read_at<const LINE: bool>(
        &mut self,
        bytes: &[u8],
        at: usize,
    ) -> Option<ReadObject<'_>> {
        let (level, members) = (Level::new(), &mut self.members);
        let object = match self.templates.object::<LINE>(level, bytes, at, members) {
            Some(object) => object,
            None => {
                let object = index::object::<LINE>(level, bytes, at, members)?;
                self.templates.learn(bytes.get(at..object.end)?);
                object
            }
        };
        // The places of members are numbers of 32 bits.
        u32::try_from(object.end).ok()?;
        let names_unescaped = object.has_plain_names;
        Some(ReadObject { members: &self.members, end: object.end, names_unescaped })
    }
}
