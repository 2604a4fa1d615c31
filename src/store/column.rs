//! What a path leads to in each record, every value kept once.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::OnceLock;

use super::codes::DictCodes;
use super::program::{ColumnTest, Join};
use super::truth_bounds::TruthBounds;
use super::value::{SingleValueRecord, Value};
use crate::eval::answer::{Kleene, Wanted};
use crate::eval::fastpath::Instant;
use crate::eval::interpret::{self, Env, node_at};
use crate::eval::ir::PathIr;
use crate::eval::node::{AsNode, Node, View};

/// The column of a path from the record.
#[derive(Clone, Debug)]
pub(super) struct Column {
    path: PathIr,
    /// For each record the number of its value.
    codes: DictCodes,
    /// None of what only the record tells: another kind of value, an error on the way to it, or
    /// a long text.
    values: Vec<Option<Value<Range<usize>>>>,
    /// The texts of the values, one behind the other.
    texts: String,
    /// The numbers of the values by their hashes. Where two have the same, the second gets a new
    /// number for each of its records.
    numbers: HashMap<u64, u32>,
    hasher: RandomState,
    /// The points in time that the texts are, from when they are first asked as that.
    instants: OnceLock<Vec<Option<Instant>>>,
}

/// Longer texts are not kept twice.
const MAX_TEXT: usize = 1024;

impl Column {
    pub(super) fn new(path: &PathIr) -> Self {
        Self {
            path: path.clone(),
            codes: DictCodes::default(),
            // The number 0 is that of what only the record tells.
            values: vec![None],
            texts: String::new(),
            numbers: HashMap::new(),
            hasher: RandomState::new(),
            instants: OnceLock::new(),
        }
    }

    pub(super) fn is_of(&self, path: &PathIr) -> bool {
        self.path.same_path(path)
    }

    /// How many records are in it.
    pub(super) const fn len(&self) -> usize {
        self.codes.len()
    }

    /// Adds the values of records.
    pub(super) fn extend<R: AsNode>(&mut self, records: &[R]) {
        self.instants = OnceLock::new();
        for record in records {
            let env = Env { record: record.as_node().fast(), locals: None };
            let node = node_at(&self.path, env);
            let value = node.ok().and_then(|node| Value::of(node.map_or(View::Null, Node::view)));
            let number = value.as_ref().and_then(|value| value.try_map(|text| short(text)));
            let number = number.map_or(0, |value| self.number_of(value));
            self.codes.push(number);
        }
    }

    /// What is known of a condition on the path, for each value by its number.
    pub(super) fn answers(&self, asked: ColumnTest<'_>) -> Vec<TruthBounds> {
        let leaf = match asked {
            ColumnTest::Part(part) => part.path_test(),
            ColumnTest::Fused(fused, ..) => Some(fused.test()),
        };
        let instants =
            leaf.filter(|leaf| leaf.is_of_instants()).map(|leaf| (leaf, self.instants()));
        let answer = |number| {
            if let Some((leaf, instants)) = instants
                && let Some(Some(instant)) = instants.get(number)
                && let Some(answer) = leaf.answer_at(instant)
            {
                return TruthBounds::of(answer);
            }
            let Some(value) = self.value(number) else { return TruthBounds::UNKNOWN };
            if let Some(answer) = leaf.and_then(|leaf| leaf.answer_to(value.plain())) {
                return TruthBounds::of(answer);
            }
            let record = SingleValueRecord { steps: &self.path.steps, value };
            let env = Env { record, locals: None };
            let answer = |part| interpret::answer(part, env, Wanted::Exact, &mut None);
            TruthBounds::of(match asked {
                ColumnTest::Part(part) => answer(part),
                ColumnTest::Fused(fused, operands, join) => {
                    let mut kleene = Kleene::new(join == Join::Or, Wanted::Exact);
                    let _ = fused.operands(operands).any(|part| kleene.push(answer(part)));
                    kleene.finish()
                }
            })
        };
        (0..self.values.len()).map(answer).collect()
    }

    fn instants(&self) -> &[Option<Instant>] {
        let instant = |number| match self.value(number) {
            Some(Value::Text(text)) => Instant::read(text),
            _ => None,
        };
        self.instants.get_or_init(|| (0..self.values.len()).map(instant).collect())
    }

    /// How many values it has.
    pub(super) const fn count_values(&self) -> usize {
        self.values.len()
    }

    pub(super) const fn codes(&self) -> &DictCodes {
        &self.codes
    }

    fn value(&self, number: usize) -> Option<Value<&str>> {
        self.values.get(number)?.as_ref()?.try_map(|range| self.texts.get(range.clone()))
    }

    /// The number of a value; 0 if there are too many.
    fn number_of(&mut self, value: Value<&str>) -> u32 {
        // Each kind with a number of its own, so that `5` and `'5'` differ.
        let hash = match value {
            Value::Null => self.hasher.hash_one(0),
            Value::Boolean(value) => self.hasher.hash_one((1, value)),
            Value::Integer(number) => self.hasher.hash_one((2, number)),
            Value::Double(number) => self.hasher.hash_one((3, number.to_bits())),
            Value::Text(text) => self.hasher.hash_one((4, text)),
        };
        let known = self.numbers.get(&hash).copied();
        if let Some(known) = known
            && self.value(known as usize) == Some(value)
        {
            return known;
        }
        let Ok(number) = u32::try_from(self.values.len()) else { return 0 };
        let start = self.texts.len();
        let kept = value.try_map(|text| {
            self.texts.push_str(text);
            Some(start..self.texts.len())
        });
        self.values.push(kept);
        if known.is_none() {
            self.numbers.insert(hash, number);
        }
        number
    }
}

/// A text, if it is not long.
fn short(text: &str) -> Option<&str> {
    (text.len() <= MAX_TEXT).then_some(text)
}
