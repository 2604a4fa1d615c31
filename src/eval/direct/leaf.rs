//! A condition on what one path leads to.

use super::instant::Instant;
use super::place::Places;
use super::quick::Quick;
use super::test::Test;
use super::way::Way;
use crate::eval::answer::{Answer, Gathered};
use crate::eval::node::{Node, Plain, Seen, View};
use crate::eval::plan::PathPlan;
use crate::eval::run::Env;

#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    way: Way,
    /// The answer for null, and where the path leads to nothing.
    nothing: Answer,
    test: Test,
    /// How events are asked.
    quick: Quick,
    /// Where types of records have it.
    places: Places,
}

impl Leaf {
    pub(super) fn new(path: &PathPlan, nothing: Answer, test: Test) -> Self {
        let way = Way::of(path);
        let quick = Quick::of(&way, nothing, &test);
        Self { way, nothing, test, quick, places: Places::default() }
    }

    pub(super) const fn quick(&self) -> &Quick {
        &self.quick
    }

    /// The answer, if it is plain.
    #[inline]
    pub(in crate::eval) fn answer<'a, N: Node<'a>>(&self, env: Env<'_, N>) -> Option<Answer> {
        match self.way.start(env) {
            Some(node) => self.answer_from(node),
            None => Some(self.nothing),
        }
    }

    /// The same, from where the path starts.
    #[inline(always)]
    pub(super) fn answer_from<'a, N: Node<'a>>(&self, node: N) -> Option<Answer> {
        if N::PATHS.is_empty() {
            return self.by_names(node);
        }
        let place = self.places.of(N::PATHS, &self.way);
        match node.seen_at(place) {
            Seen::Nothing => Some(self.nothing),
            Seen::Text(text) => self.test.of_text(text),
            Seen::Integer(number) => self.test.of_integer(number.into()),
            Seen::Member(_) | Seen::Else => self.by_place(node, place),
        }
    }

    #[inline(never)]
    fn by_place<'a, N: Node<'a>>(&self, node: N, index: usize) -> Option<Answer> {
        match node.at(index) {
            Some(found) => self.of_value(found),
            None => self.by_names(node),
        }
    }

    #[inline(always)]
    fn by_names<'a, N: Node<'a>>(&self, node: N) -> Option<Answer> {
        match self.way.follow(node)? {
            Some(found) => self.of_value(found),
            None => Some(self.nothing),
        }
    }

    #[inline(always)]
    fn of_value<'a, N: Node<'a>>(&self, node: N) -> Option<Answer> {
        match node.plain() {
            Plain::Other => self.of_another(node),
            plain => self.answer_to(plain),
        }
    }

    /// The answer for what the path leads to, if it is plain.
    #[inline(always)]
    pub(crate) fn answer_to(&self, value: Plain<'_>) -> Option<Answer> {
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
            // What is beyond them counts as a double.
            View::Integer(number) if (i64::MIN.into()..=u64::MAX.into()).contains(&number) => {
                self.test.of_integer(number)
            }
            other => self.test.of_another(&other),
        }
    }

    /// What the path leads to by the first name of each step, if something is there.
    pub(crate) fn found_under_first_names<'a, N: Node<'a>>(&self, env: Env<'_, N>) -> Option<N> {
        self.way.follow_first_names(self.way.start(env)?)
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

    /// To be said when no more conditions are added.
    pub(super) fn joined(&mut self) {
        self.quick = Quick::of(&self.way, self.nothing, &self.test);
    }
}
