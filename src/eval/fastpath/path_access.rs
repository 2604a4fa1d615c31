//! A path, followed name by name, or by the slot that a record type has for it.

use crate::ast::Text;
use crate::eval::interpret::{Env, member_under};
use crate::eval::ir::{PathIr, Root};
use crate::eval::node::{FastNode, View};

#[derive(Clone, Debug)]
pub(crate) struct PathAccess {
    start: Root,
    steps: Box<[PathStep]>,
}

/// The names of a member; the first under which there is a value counts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PathStep {
    /// The first, which most records have, where no detour is made to it.
    name: Box<str>,
    others: Box<[Text]>,
}

impl PathAccess {
    pub(crate) fn of(path: &PathIr) -> Self {
        let step = |names: &[Text]| PathStep {
            name: names.first().map(Text::as_str).unwrap_or_default().into(),
            others: names.get(1..).unwrap_or_default().into(),
        };
        let steps = path.steps.iter().map(|own| step(&own.names)).collect();
        Self { start: path.root, steps }
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.start == other.start && self.steps == other.steps
    }

    /// Where the path starts; nothing for a variable that is not there.
    #[inline]
    pub(crate) fn start<'a, N: FastNode<'a>>(&self, env: Env<'_, N>) -> Option<N> {
        match self.start {
            Root::Record => Some(env.record),
            Root::Variable(distance) => env.variable(distance),
        }
    }

    /// What the path leads to: nothing through a missing or null step. The outer `None` says
    /// that the rules have to tell.
    #[inline(always)]
    pub(crate) fn follow<'a, N: FastNode<'a>>(&self, mut node: N) -> Option<Option<N>> {
        for step in &self.steps {
            match member_under(node, &step.name, &step.others) {
                Some(member) => node = member,
                None => return matches!(node.view(), View::Object | View::Null).then_some(None),
            }
        }
        Some(Some(node))
    }

    /// What the first names of the steps behind the first lead to, from the value of the first.
    pub(crate) fn below_first_step<'a, N: FastNode<'a>>(&self, value: N) -> Option<N> {
        self.steps.iter().skip(1).try_fold(value, |node, step| node.member(&step.name))
    }

    /// The place of the path among these, or one beyond them. A record that has the first name
    /// of each step has what the path leads to there.
    pub(crate) fn slot_in(&self, paths: &[&[&str]]) -> usize {
        let names = || self.steps.iter().map(|step| &*step.name);
        let place = paths.iter().position(|path| path.iter().copied().eq(names()));
        place.unwrap_or(paths.len())
    }
}
