//! A test of the value at one path.

use super::instant::Instant;
use super::path_access::PathAccess;
use super::slot_cache::SlotCache;
use super::test::Test;
use crate::eval::answer::{Answer, Kleene, Wanted};
use crate::eval::interpret::Env;
use crate::eval::ir::PathIr;
use crate::eval::node::{FastNode, Plain, View};

#[derive(Clone, Debug)]
pub(crate) struct PathTest {
    way: PathAccess,
    /// The answer for null, and where the path leads to nothing.
    on_null: Answer,
    test: Test,
    /// Which slot of each record type holds the value.
    slots: SlotCache,
}

impl PathTest {
    pub(crate) fn new(path: &PathIr, on_null: Answer, test: Test) -> Self {
        let way = PathAccess::of(path);
        Self { way, on_null, test, slots: SlotCache::default() }
    }

    /// The answer, if the test decides.
    #[inline]
    pub(crate) fn answer<'a, N: FastNode<'a>>(&self, env: Env<'_, N>) -> Option<Answer> {
        match self.way.start(env) {
            Some(node) => self.answer_from(node),
            None => Some(self.on_null),
        }
    }

    /// The same, from where the path starts.
    #[inline(always)]
    pub(crate) fn answer_from<'a, N: FastNode<'a>>(&self, node: N) -> Option<Answer> {
        if N::PATHS.is_empty() {
            return self.by_names(node);
        }
        match node.at(self.slots.of(N::PATHS, &self.way)) {
            Some(found) => self.of_value(found),
            None => self.by_names(node),
        }
    }

    #[inline(always)]
    fn by_names<'a, N: FastNode<'a>>(&self, node: N) -> Option<Answer> {
        match self.way.follow(node)? {
            Some(found) => self.of_value(found),
            None => Some(self.on_null),
        }
    }

    #[inline(always)]
    fn of_value<'a, N: FastNode<'a>>(&self, node: N) -> Option<Answer> {
        match node.plain() {
            Plain::Other => self.of_another(node),
            plain => self.answer_to(plain),
        }
    }

    /// The answer for a value at the path, if the test decides.
    #[inline(always)]
    pub(crate) fn answer_to(&self, value: Plain<'_>) -> Option<Answer> {
        match value {
            Plain::Null => Some(self.on_null),
            Plain::Text(text) => self.test.of_text(text),
            Plain::Integer(number) => self.test.of_integer(number.into()),
            Plain::Other => None,
        }
    }

    #[inline(never)]
    fn of_another<'a, N: FastNode<'a>>(&self, node: N) -> Option<Answer> {
        match node.view() {
            View::Null => Some(self.on_null),
            View::String(text) => self.test.of_text(&text),
            // What is beyond them counts as a double.
            View::Integer(number) if (i64::MIN.into()..=u64::MAX.into()).contains(&number) => {
                self.test.of_integer(number)
            }
            other => self.test.of_another(&other),
        }
    }

    /// What the path leads to from the value of its first step, by the first name of each other step.
    pub(crate) fn below_first_step<'a, N: FastNode<'a>>(&self, value: N) -> Option<N> {
        self.way.below_first_step(value)
    }

    /// Whether strings are compared as points in time.
    pub(crate) const fn is_of_instants(&self) -> bool {
        matches!(self.test, Test::Instants(..))
    }

    /// The answer for a string that is this point in time, if it is compared as one.
    pub(crate) fn answer_at(&self, time: &Instant) -> Option<Answer> {
        self.test.of_instant(time)
    }

    pub(crate) fn same_path(&self, other: &Self) -> bool {
        self.way.is(&other.way)
    }

    /// Adds a condition on what the same path leads to; `absorbing` is that of the `and` or `or`
    /// that joins them.
    pub(crate) fn join(&mut self, other: Self, absorbing: bool) {
        let mut on_null = Kleene::new(absorbing, Wanted::Exact);
        let _ = on_null.push(self.on_null) || on_null.push(other.on_null);
        self.on_null = on_null.finish();
        self.test.join(other.test, absorbing);
    }
}
