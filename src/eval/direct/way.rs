//! A path, followed by names, or by a number where the record has one for it.

use std::sync::OnceLock;

use crate::ast::Text;
use crate::eval::node::{Node, View};
use crate::eval::plan::{PathPlan, Start};
use crate::eval::run::Env;

/// Paths as types of records list them.
type Paths = &'static [&'static [&'static str]];

#[derive(Clone, Debug)]
pub(super) struct Way {
    start: Start,
    /// The names of each step; the first that is there counts.
    steps: Box<[Box<[Text]>]>,
    /// The place of the path among those that a type of records lists, found at its first record.
    place: OnceLock<Place>,
}

/// Where a list of paths has one.
#[derive(Clone, Debug)]
struct Place {
    paths: Paths,
    index: Option<usize>,
    /// The same for the next type of records that is asked.
    next: OnceLock<Box<Self>>,
}

impl Way {
    pub(super) fn of(path: &PathPlan) -> Self {
        let steps = path.steps.iter().map(|step| step.names.clone().into()).collect();
        Self { start: path.start, steps, place: OnceLock::new() }
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
    pub(super) fn follow<'a, N: Node<'a>>(&self, node: N) -> Option<Option<N>> {
        if !N::PATHS.is_empty()
            && let Some(index) = self.index(N::PATHS)
            && let Some(found) = node.at(index)
        {
            return Some(Some(found));
        }
        self.by_names(node)
    }

    #[inline]
    fn by_names<'a, N: Node<'a>>(&self, mut node: N) -> Option<Option<N>> {
        for names in &self.steps {
            match names.iter().find_map(|name| node.member(name)) {
                Some(member) => node = member,
                None => return matches!(node.view(), View::Object | View::Null).then_some(None),
            }
        }
        Some(Some(node))
    }

    #[inline(always)]
    fn index(&self, paths: Paths) -> Option<usize> {
        match self.place.get() {
            Some(place) if std::ptr::eq(place.paths, paths) => place.index,
            _ => self.index_of_another(paths),
        }
    }

    #[cold]
    fn index_of_another(&self, paths: Paths) -> Option<usize> {
        let mut place = self.place.get_or_init(|| self.find(paths));
        while !std::ptr::eq(place.paths, paths) {
            place = place.next.get_or_init(|| Box::new(self.find(paths)));
        }
        place.index
    }

    /// A record that has the first name of each step has what the path leads to there.
    fn find(&self, paths: Paths) -> Place {
        let names = || self.steps.iter().map(|names| names.first().map(Text::as_str));
        let index = paths.iter().position(|path| path.iter().copied().map(Some).eq(names()));
        Place { paths, index, next: OnceLock::new() }
    }
}
