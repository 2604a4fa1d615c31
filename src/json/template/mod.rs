//! Reads objects by the layout of those before them.
//!
//! The records of a log are written by one program, so the text between their values (names,
//! brackets and white space) repeats. Where it equals a text that was valid in the same place
//! before, comparing 64 bytes at a time replaces parsing it. Values are validated as ever, so every
//! byte is checked, in less time.
//!
//! An object that no template fits is left to the general validator, and trains a new template.

mod backoff;
mod separator;
#[cfg(test)]
mod tests;
mod train;
mod value;

use std::num::NonZeroU16;

use fearless_simd::{Level, Simd, dispatch};

use self::backoff::Backoff;
use self::separator::{ESCAPED_NAME, LAST, LINE_FEED, MEMBERS, Separator};
use self::train::Lookup;
use super::bitmap::{TextBitmaps, padded};
use super::index::Object;
use super::object::Member;

/// How many nodes are stored.
const MAX_NODES: usize = 2048;
/// How many nodes may follow a node.
const MAX_NEXT: usize = 8;

/// The layouts of the objects before.
#[derive(Clone, Debug, Default)]
pub(super) struct Templates {
    /// The first is the root, before every object.
    nodes: Vec<TemplateNode>,
    lookup: Lookup,
    backoff: Backoff,
}

/// A separator after another: what may follow depends on both.
///
/// The same brackets are open whenever a node is reached, since training tells separators apart by
/// the brackets that are open before them. So what followed once is valid again.
#[derive(Clone, Debug)]
struct TemplateNode {
    separator: Separator,
    /// Of the separator and the brackets that are open before it; 0 for the root.
    id: u32,
    /// The nodes that followed; their order affects only speed.
    next: [Option<NonZeroU16>; MAX_NEXT],
}

impl Templates {
    /// The object that starts at `start`, if a template fits it; with `LINE`, only if it has no line
    /// feed in it.
    pub(super) fn object<const LINE: bool>(
        &mut self,
        level: Level,
        bytes: &[u8],
        start: usize,
        members: &mut Vec<Member>,
    ) -> Option<Object> {
        members.clear();
        if !self.backoff.tries() {
            return None;
        }
        let nodes = self.nodes.as_slice();
        let object =
            dispatch!(level, simd => object_with::<_, LINE>(simd, nodes, bytes, start, members))?;
        self.backoff.hit();
        Some(object)
    }
}

#[inline(always)]
fn object_with<S: Simd, const LINE: bool>(
    simd: S,
    nodes: &[TemplateNode],
    bytes: &[u8],
    start: usize,
    members: &mut Vec<Member>,
) -> Option<Object> {
    let mut left = bytes.get(start..)?;
    let mut here = nodes.first()?;
    let mut flags = 0;
    loop {
        let last;
        let chunk = match left.first_chunk() {
            Some(chunk) => chunk,
            None => {
                last = last_chunk(left);
                &last
            }
        };
        let bitmaps = TextBitmaps::of(simd, chunk);
        let mut candidates = here.next.iter();
        let (next, after) = loop {
            let number = (*candidates.next()?)?.get();
            let next = nodes.get(usize::from(number))?;
            let separator = &next.separator;
            if !separator.starts(simd, chunk) {
                continue;
            }
            if let Some(end) = separator.end_of_string(&bitmaps) {
                break (next, left.get(end..)?);
            }
            if !separator.continues(left) {
                continue;
            }
            let Some(after) = left.get(separator.length as usize..) else { continue };
            if separator.flags & LAST != 0 {
                break (next, after);
            }
            // No value follows a separator that is only the start of the right one.
            if let Some(after) = value::after(simd, after) {
                break (next, after);
            }
        };
        let separator = &next.separator;
        flags |= separator.flags;
        if separator.flags & (MEMBERS | LAST) != 0 {
            separator.append_members(bytes.len() - left.len(), members);
            if separator.flags & LAST != 0 {
                let end = bytes.len() - after.len();
                let names_unescaped = flags & ESCAPED_NAME == 0;
                let is_line = !(LINE && flags & LINE_FEED != 0);
                return is_line.then_some(Object { end, names_unescaped });
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
