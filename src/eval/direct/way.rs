//! A path, followed by names, or by a number where the record has one for it.

use crate::ast::Text;
use crate::eval::node::{Node, View};
use crate::eval::plan::{PathPlan, Start};
use crate::eval::run::Env;

#[derive(Clone, Debug)]
pub(super) struct Way {
    start: Start,
    /// The names of each step; the first that is there counts.
    steps: Box<[Box<[Text]>]>,
}

impl Way {
    pub(super) fn of(path: &PathPlan) -> Self {
        let steps = path.steps.iter().map(|step| step.names.clone().into()).collect();
        Self { start: path.start, steps }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.start == other.start && self.steps == other.steps
    }

    /// Where the path starts; nothing for a variable that is not there.
    #[inline]
    pub(super) fn start<'a, N: Node<'a>>(&self, env: Env<'_, N>) -> Option<N> {
        match self.start {
            Start::Record => Some(env.record),
            Start::Variable(distance) => env.variable(distance),
        }
    }

    /// What the path leads to: nothing through a missing or null step. The outer `None` says
    /// that the rules have to tell.
    #[inline(always)]
    pub(super) fn follow<'a, N: Node<'a>>(&self, mut node: N) -> Option<Option<N>> {
        for names in &self.steps {
            match names.iter().find_map(|name| node.member(name)) {
                Some(member) => node = member,
                None => return matches!(node.view(), View::Object | View::Null).then_some(None),
            }
        }
        Some(Some(node))
    }

    /// The place of the path among these, or one beyond them. A record that has the first name
    /// of each step has what the path leads to there.
    pub(super) fn place_in(&self, paths: &[&[&str]]) -> usize {
        let names = || self.steps.iter().map(|names| names.first().map(Text::as_str));
        let place = paths.iter().position(|path| path.iter().copied().map(Some).eq(names()));
        place.unwrap_or(paths.len())
    }
}
