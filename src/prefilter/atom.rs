//! One thing that a match may be required to contain.

use super::gap_cache::GapCache;
use crate::ast::Text;
use crate::eval::LazyIndex;
use crate::eval::answer::{Answer, Wanted};
use crate::eval::interpret::{Env, answer};
use crate::eval::ir::Ir;
use crate::json::object::Member;

/// What is searched for, and what is checked where it is found.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    /// A part of a string value.
    Literal(Box<[u8]>),
    /// A member whose value makes a part of the filter neither false nor null.
    Key(Box<Key>),
}

/// A member, and the part of the filter that depends on it alone.
#[derive(Clone, Debug)]
pub(super) struct Key {
    /// The names of the member in quotes.
    quoted: Vec<Box<[u8]>>,
    /// What is searched for: the common end of the names, or each of them.
    needles: Vec<Box<[u8]>>,
    part: Ir,
    /// What is between the name and the value, if the part compares one value.
    gaps: GapCache,
}

/// A shorter common end would also be that of many other names, each of which would be checked.
const MIN_COMMON_END: usize = 8;

impl Atom {
    /// Whether the needle that ends before `after` is what the filter requires.
    pub(super) fn is_met(&self, bytes: &[u8], after: usize, index: &LazyIndex) -> bool {
        match self {
            Self::Literal(_) => true,
            Self::Key(key) => key.is_met(bytes, after, index),
        }
    }

    /// Learns from sample records where the value is.
    pub(super) fn train(&mut self, bytes: &[u8]) {
        if let Self::Key(key) = self {
            key.train(bytes);
        }
    }

    /// What is searched for, as it is written without escapes.
    pub(super) fn needles(&self) -> impl Iterator<Item = &[u8]> {
        self.texts(|key| &key.needles)
    }

    /// The literal, or the names of the member in quotes.
    pub(super) fn whole(&self) -> impl Iterator<Item = &[u8]> {
        self.texts(|key| &key.quoted)
    }

    fn texts(&self, of: fn(&Key) -> &[Box<[u8]>]) -> impl Iterator<Item = &[u8]> {
        let texts = match self {
            Self::Literal(text) => std::slice::from_ref(text),
            Self::Key(key) => of(key),
        };
        texts.iter().map(|text| &**text)
    }
}

impl Key {
    pub(super) fn new(names: &[Text], part: &Ir) -> Self {
        let quoted = names.iter().map(|name| format!("\"{name}\"").into_bytes().into());
        let quoted: Vec<Box<[u8]>> = quoted.collect();
        let common = quoted.split_first().map(|(first, others)| {
            others.iter().fold(&**first, |end, other| common_end(end, other))
        });
        let needles = match common.filter(|end| end.len() >= MIN_COMMON_END) {
            Some(end) => vec![end.into()],
            None => quoted.clone(),
        };
        Self { quoted, needles, part: part.clone(), gaps: GapCache::default() }
    }

    fn train(&mut self, bytes: &[u8]) {
        let Some(test) = self.part.path_test() else { return };
        self.gaps = GapCache::default();
        for quoted in &self.quoted {
            self.gaps.train(quoted, test, bytes);
        }
    }

    fn is_met(&self, bytes: &[u8], after: usize, index: &LazyIndex) -> bool {
        let before = bytes.get(..after).unwrap_or_default();
        let Some(name) = self.quoted.iter().find(|name| before.ends_with(name)) else {
            return false;
        };
        let known = self.part.path_test().and_then(|test| self.gaps.answer(test, bytes, after));
        if let Some(answer) = known {
            return !matches!(answer, Answer::False | Answer::Null);
        }
        // Without a colon behind it, it is no name.
        let Some(member) = Member::with_name(bytes, after - name.len(), after) else {
            return false;
        };
        let env = Env { record: index.record_of(bytes, member), locals: None };
        !matches!(answer(&self.part, env, Wanted::Exact, &mut None), Answer::False | Answer::Null)
    }
}

/// The longest common end of two texts.
fn common_end<'t>(one: &'t [u8], other: &[u8]) -> &'t [u8] {
    let pairs = one.iter().rev().zip(other.iter().rev());
    let length = pairs.take_while(|(one, other)| one == other).count();
    one.get(one.len() - length..).unwrap_or_default()
}
