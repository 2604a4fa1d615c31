//! A condition on what one path leads to.

use super::instant::Instant;
use super::test::Test;
use super::way::Way;
use crate::eval::answer::{Answer, Gathered};
use crate::eval::node::{Node, Plain, View};
use crate::eval::run::Env;

#[derive(Clone, Debug)]
pub(in crate::eval) struct Leaf {
    pub(super) way: Way,
    /// The answer for null, and where the path leads to nothing.
    pub(super) nothing: Answer,
    pub(super) test: Test,
}

impl Leaf {
    /// The answer, if it is plain.
    #[inline]
    pub(in crate::eval) fn answer<'a, N: Node<'a>>(&self, env: Env<'_, N>) -> Option<Answer> {
        match self.way.start(env) {
            Some(node) => self.answer_from(node),
            None => Some(self.nothing),
        }
    }

    /// The same, from where the path starts.
    #[inline]
    pub(super) fn answer_from<'a, N: Node<'a>>(&self, node: N) -> Option<Answer> {
        let Some(node) = self.way.follow(node)? else { return Some(self.nothing) };
        match node.plain() {
            Plain::Other => self.of_another(node),
            plain => self.answer_to(plain),
        }
    }

    /// The answer for what the path leads to, if it is plain.
    #[inline(always)]
    pub(in crate::eval) fn answer_to(&self, value: Plain<'_>) -> Option<Answer> {
        match value {
            Plain::Null => Some(self.nothing),
            Plain::Text(text) => self.test.of_text(text),
            Plain::Integer(number) => self.test.of_integer(number.into()),
            Plain::Other => None,
        }
    }

    #[inline(never)]
    fn of_another<'a, N: Node<'a>>(&self, node: N) -> Option<Answer> {
        match node.view() {
            View::Null => Some(self.nothing),
            View::String(text) => self.test.of_text(&text),
            View::Integer(number) => self.test.of_integer(number),
            other => self.test.of_another(&other),
        }
    }

    /// Whether a text is asked as a point in time.
    pub(in crate::eval) const fn is_of_instants(&self) -> bool {
        matches!(self.test, Test::Instants(..))
    }

    /// The answer for a text that is this point in time, if that is what it is asked.
    pub(in crate::eval) fn answer_at(&self, time: &Instant) -> Option<Answer> {
        self.test.of_instant(time)
    }

    pub(super) fn has_the_way_of(&self, other: &Self) -> bool {
        self.way.is(&other.way)
    }

    /// Adds a condition on what the same path leads to; `decisive` is that of the `and` or `or`
    /// that joins them.
    pub(super) fn join(&mut self, other: Self, decisive: bool) {
        let mut together = Gathered::new(decisive);
        let decides = [self.nothing, other.nothing]
            .into_iter()
            // Null alone is not an error.
            .any(|answer| together.add(answer, None));
        self.nothing = if decides { Answer::of(decisive) } else { together.undecided(&mut None) };
        self.test.join(other.test, decisive);
    }
}
