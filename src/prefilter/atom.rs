//! One thing that a record may be needed to have.

use super::gap_cache::GapCache;
use super::partial::{PartialRecord, Passed};
use crate::ast::Text;
use crate::eval::RawJson;
use crate::eval::answer::{Answer, Wanted};
use crate::eval::interpret::{Env, answer};
use crate::eval::ir::Ir;

/// What is searched for, and asked where it is found.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    /// A part of a string that the record must hold.
    Bytes(Box<[u8]>),
    /// A member of one of these names, of whose value the part of the filter is
    /// neither false nor null.
    Member(Box<Member>),
}

/// A member that is found by its name, and the part of the filter that it decides.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// In their quotes.
    quoted: Vec<Box<[u8]>>,
    /// What is searched for: the end that they have in common, or each of them.
    sought: Vec<Box<[u8]>>,
    names: Vec<Text>,
    part: Ir,
    /// What stands between the name and the value, where the part asks one.
    between: GapCache,
}

/// A shorter end of names is of many other names too, and each would be looked at.
const MIN_COMMON: usize = 8;

impl Atom {
    /// Whether what a text of it was found before is what is needed.
    pub(super) fn is_met(&self, bytes: &[u8], after: usize, passed: Passed<'_>) -> bool {
        match self {
            Self::Bytes(_) => true,
            Self::Member(member) => member.is_met(bytes, after, passed),
        }
    }

    /// Learns from records how the value that is asked is found soonest.
    pub(super) fn learn(&mut self, bytes: &[u8]) {
        if let Self::Member(member) = self {
            member.learn(bytes);
        }
    }

    /// What is searched for, as it is written without escapes.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.texts_of(|member| &member.sought)
    }

    /// The whole of what the record must have one of.
    pub(super) fn whole(&self) -> impl Iterator<Item = &[u8]> {
        self.texts_of(|member| &member.quoted)
    }

    fn texts_of(&self, of: fn(&Member) -> &[Box<[u8]>]) -> impl Iterator<Item = &[u8]> {
        let texts = match self {
            Self::Bytes(text) => std::slice::from_ref(text),
            Self::Member(member) => of(member),
        };
        texts.iter().map(|text| &**text)
    }
}

impl Member {
    pub(super) fn new(names: &[Text], part: &Ir) -> Self {
        let quoted = names.iter().map(|name| format!("\"{name}\"").into_bytes().into());
        let quoted: Vec<Box<[u8]>> = quoted.collect();
        let common = quoted.split_first().map(|(first, others)| {
            others.iter().fold(&**first, |end, other| common_end(end, other))
        });
        let sought = match common.filter(|end| end.len() >= MIN_COMMON) {
            Some(end) => vec![end.into()],
            None => quoted.clone(),
        };
        let between = GapCache::default();
        Self { quoted, sought, names: names.to_vec(), part: part.clone(), between }
    }

    fn learn(&mut self, bytes: &[u8]) {
        let Some(leaf) = self.part.path_test() else { return };
        self.between = GapCache::default();
        for quoted in &self.quoted {
            self.between.learn(quoted, &self.names, leaf, bytes);
        }
    }

    fn is_met(&self, bytes: &[u8], after: usize, passed: Passed<'_>) -> bool {
        let before = bytes.get(..after).unwrap_or_default();
        if !self.quoted.iter().any(|name| before.ends_with(name)) {
            return false;
        }
        let known = self.part.path_test().and_then(|leaf| self.between.answer(leaf, bytes, after));
        let answer = known.or_else(|| {
            // What is followed by no colon is no name.
            let value = RawJson::value_after_name(bytes, after)?;
            let env =
                Env { record: PartialRecord::Record(&self.names, value, passed), locals: None };
            Some(answer(&self.part, env, Wanted::Exact, &mut None))
        });
        !matches!(answer, None | Some(Answer::False | Answer::Null))
    }
}

/// What two texts have in common at their ends.
fn common_end<'t>(one: &'t [u8], other: &[u8]) -> &'t [u8] {
    let pairs = one.iter().rev().zip(other.iter().rev());
    let length = pairs.take_while(|(one, other)| one == other).count();
    one.get(one.len() - length..).unwrap_or_default()
}
