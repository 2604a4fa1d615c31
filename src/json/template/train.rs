//! Adds the layout of an object to the templates.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU16;

use super::separator::Separator;
use super::{MAX_NEXT, MAX_NODES, TemplateNode, Templates};
use crate::json::object::Member;
use crate::json::skip;

/// Longer separators are not stored.
const MAX_LENGTH: usize = 1024;

/// Finds the separators and nodes that are stored already.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    /// The ids of texts, each with the brackets that are open before it.
    texts: BTreeMap<(Box<[u8]>, u64), u32>,
    /// The nodes, by the id of the separator before and that of their own.
    nodes: BTreeMap<[u32; 2], NonZeroU16>,
}

impl Templates {
    /// Learns the layout of a valid object that did not match.
    #[cold]
    pub(in crate::json) fn train(&mut self, object: &[u8]) {
        if self.backoff.is_paused() {
            return;
        }
        if self.backoff.miss() || self.nodes.len() >= MAX_NODES {
            // The layout of a log may change.
            self.nodes.clear();
            self.lookup = Lookup::default();
        }
        if self.nodes.is_empty() {
            // The root, before every object.
            let separator = Separator::new(&[], &[], false);
            self.nodes.push(TemplateNode { separator, id: 0, next: [None; MAX_NEXT] });
        }
        let (mut at, mut open, mut node) = (0, Found::NONE_OPEN, 0);
        while let Some(found) = Found::read(object, at, open)
            && let Some(next) = self.node_after(node, open, &found)
            && !found.is_last()
            && let Some(end) = skip::value(object, at + found.text.len())
        {
            (at, open, node) = (end, found.open, next);
        }
    }

    /// The node of a separator that follows another node; none if there is no room for it.
    fn node_after(&mut self, node: usize, open: u64, found: &Found<'_>) -> Option<usize> {
        let new = self.lookup.texts.len() as u32 + 1;
        let id = *self.lookup.texts.entry((found.text.into(), open)).or_insert(new);
        let before = self.nodes.get(node)?.id;
        let next = match self.lookup.nodes.entry([before, id]) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if self.nodes.len() >= MAX_NODES => return None,
            Entry::Vacant(vacant) => {
                let next = NonZeroU16::new(u16::try_from(self.nodes.len()).ok()?)?;
                let separator = Separator::new(found.text, &found.members, found.is_last());
                self.nodes.push(TemplateNode { separator, id, next: [None; MAX_NEXT] });
                *vacant.insert(next)
            }
        };
        let successors = &mut self.nodes.get_mut(node)?.next;
        if !successors.contains(&Some(next)) {
            let free = successors.iter().position(Option::is_none).unwrap_or(MAX_NEXT - 1);
            *successors.get_mut(free)? = Some(next);
        }
        Some(next.get().into())
    }
}

/// A separator in a valid object.
struct Found<'o> {
    text: &'o [u8],
    /// The members of the object itself, positions relative to the text.
    members: Vec<Member>,
    /// The brackets that are open after it, the innermost in the lowest bit: 1 for an object, 0 for
    /// an array; above them a 1.
    open: u64,
}

impl<'o> Found<'o> {
    const NONE_OPEN: u64 = 1;
    /// Only the object itself.
    const TOP: u64 = 0b11;

    const fn is_last(&self) -> bool {
        self.open == Self::NONE_OPEN
    }

    /// The separator that starts at `start`, with such brackets open; none if it is too long.
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
                    let value = skip::separator(object, name_end, b':')?;
                    if open == Self::TOP {
                        let relative = |at: usize| u32::try_from(at - start).ok();
                        let (name, name_end) = (relative(at)?, relative(name_end)?);
                        members.push(Member { name, name_end, value: relative(value)? });
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
