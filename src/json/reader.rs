//! Validates the objects of a log.

use fearless_simd::Level;

use super::index;
use super::object::Member;
use super::template::Templates;

/// Validates objects, one after another, and keeps the members of the last one.
#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectReader {
    members: Vec<Member>,
    templates: Templates,
}

/// An object that is valid JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadObject<'a> {
    pub(crate) members: &'a [Member],
    pub(crate) end: usize,
    /// Whether no name of a member has an escape.
    pub(crate) names_unescaped: bool,
}

impl ObjectReader {
    /// The object that starts at `at`; with `LINE`, only if it has no line feed in it. None also
    /// where only a full parser can decide whether it is valid.
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
                self.templates.train(bytes.get(at..object.end)?);
                object
            }
        };
        // Members have 32-bit positions.
        u32::try_from(object.end).ok()?;
        let index::Object { end, names_unescaped } = object;
        Some(ReadObject { members: &self.members, end, names_unescaped })
    }
}
