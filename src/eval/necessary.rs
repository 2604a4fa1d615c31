//! What the text of a record must have for a filter to be true of it: bytes that are found much
//! faster than a record is read ("filter before you parse", Palkar et al., VLDB 2018).
//!
//! A condition is necessary, not sufficient: what it finds is a candidate, of which the whole
//! filter is asked. It misses no record, whatever escapes the text is written with: those that
//! have a `\u`, by which every letter can be written, are candidates too.

use memchr::memmem::Finder;

use super::node::{Node, View};
use super::plan::{CollectionPlan, Op, PathPlan, Plan, Start, Step};
use super::raw::RawJson;
use super::read::Read;
use super::run::{Env, truth};
use super::value::{Constant, Value};
use crate::ast::{BinaryOp, Function, LambdaOp, Text};

/// Conditions of which each is necessary; the one that finds the least is used.
#[derive(Clone, Debug)]
pub(crate) struct Necessary {
    conditions: Vec<Condition>,
    /// Which of them is used.
    chosen: usize,
    escape: Finder<'static>,
}

/// One of these must be found.
type Condition = Vec<Need>;

#[derive(Clone, Debug)]
enum Need {
    /// A part of a string that the record must hold.
    Bytes(Finder<'static>),
    /// A member of one of these names, of whose value the part of the filter is not false.
    Member { names: Vec<Finder<'static>>, record: Vec<Text>, part: Plan },
}

/// Most filters have no more parts worth looking for.
const MAX_CONDITIONS: usize = 8;
/// No more places are looked at than one for so many bytes, and these,
const MIN_BYTES_A_LOOK: usize = 32;
const MIN_LOOKS: usize = 64;
/// nor in a larger block, which holds a record as large: each look may go over all of it.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// More searches than this over the same text cost more than they save.
const MAX_NEEDS: usize = 6;

impl Necessary {
    /// The conditions that a filter has; none if there are none.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let mut conditions = conditions(plan);
        conditions.truncate(MAX_CONDITIONS);
        let escape = Finder::new(b"\\u");
        (!conditions.is_empty()).then_some(Self { conditions, chosen: 0, escape })
    }

    /// Chooses the condition that costs least over these records. Gives false if even that one
    /// finds most of them, so that reading each is as well.
    pub(crate) fn learn(&mut self, sample: &[u8]) -> bool {
        let costs = self.conditions.iter().map(|condition| Cost::of(condition, sample).total());
        let least = costs.enumerate().min_by_key(|(_, cost)| *cost);
        let Some((chosen, cost)) = least else { return false };
        self.chosen = chosen;
        cost < Cost::of_reading(sample)
    }

    /// Finds the records that may meet the filter: `found` is given a place in one, and gives
    /// the place from which the search goes on. One record may be found several times.
    ///
    /// False if looking would take longer than reading: each record may meet it then.
    pub(crate) fn find(&self, bytes: &[u8], mut found: impl FnMut(usize) -> usize) -> bool {
        // What is looked at can be as long as what is searched, so it must not be often.
        let mut looks = bytes.len() / MIN_BYTES_A_LOOK + MIN_LOOKS;
        if bytes.len() > MAX_BYTES {
            return false;
        }
        each(&self.escape, bytes, &mut found);
        let condition = self.conditions.get(self.chosen);
        condition.into_iter().flatten().all(|need| need.find(bytes, &mut found, &mut looks))
    }
}

impl Need {
    /// Calls `found` with each place, and takes off `looks` what had to be looked at; false if
    /// that was too much.
    fn find(
        &self,
        bytes: &[u8],
        found: &mut impl FnMut(usize) -> usize,
        looks: &mut usize,
    ) -> bool {
        match self {
            Self::Bytes(finder) => each(finder, bytes, |at| {
                *looks = looks.saturating_sub(1);
                found(at)
            }),
            Self::Member { names, record, part } => {
                for name in names {
                    let after = name.needle().len();
                    each(name, bytes, |at| {
                        *looks = looks.saturating_sub(1);
                        if *looks == 0 {
                            return bytes.len();
                        }
                        let value = RawJson::value_after_name(bytes, at + after);
                        let holds = value.is_none_or(|value| {
                            let env = Env { record: Part::Record(record, value), innermost: None };
                            !matches!(truth(part, env), Ok(Some(false) | None))
                        });
                        // What is followed by no colon is no name.
                        if holds && value.is_some() { found(at) } else { at + after }
                    });
                }
            }
        }
        *looks > 0
    }

    const fn searches(&self) -> usize {
        match self {
            Self::Bytes(_) => 1,
            Self::Member { names, .. } => names.len(),
        }
    }
}

/// Calls `found` for each place of what is sought, from where the last call said.
fn each(finder: &Finder<'_>, bytes: &[u8], mut found: impl FnMut(usize) -> usize) {
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        from = found(from + at).max(from + at + 1);
    }
}

/// What a condition costs over a sample, in picoseconds: rough figures, of which only the
/// proportion counts.
struct Cost {
    bytes: u64,
    searches: u64,
    looked_at: u64,
    candidate_bytes: u64,
}

impl Cost {
    /// To search one byte.
    const SEARCHED: u64 = 60;
    /// To look at one place.
    const LOOKED_AT: u64 = 40_000;
    /// To read one byte of a candidate.
    const READ: u64 = 400;

    fn of(condition: &Condition, sample: &[u8]) -> Self {
        let (mut looks, mut candidate_bytes) = (usize::MAX, 0);
        let line = |at: usize| {
            let (before, after) = sample.split_at_checked(at).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', after).map_or(sample.len(), |end| at + end);
            start..end
        };
        for need in condition {
            let mut found = |at| {
                let line = line(at);
                candidate_bytes += line.len() as u64;
                line.end
            };
            need.find(sample, &mut found, &mut looks);
        }
        let searches = condition.iter().map(Need::searches).sum::<usize>() as u64;
        let looked_at = (usize::MAX - looks) as u64;
        Self { bytes: sample.len() as u64, searches, looked_at, candidate_bytes }
    }

    const fn total(&self) -> u64 {
        let searched = self.bytes * self.searches * Self::SEARCHED;
        searched + self.looked_at * Self::LOOKED_AT + self.candidate_bytes * Self::READ
    }

    const fn of_reading(sample: &[u8]) -> u64 {
        sample.len() as u64 * Self::READ
    }
}

/// The conditions that a part of a filter has, each necessary by itself.
fn conditions(plan: &Plan) -> Vec<Condition> {
    match &plan.op {
        // Every operand must hold, so each condition of any of them will do.
        Op::And(operands) => operands.iter().flat_map(conditions).collect(),
        Op::Or(operands) => united(operands),
        _ => {
            let bytes = bytes(plan).into_iter();
            bytes.chain(member(plan).map(|need| vec![need])).collect()
        }
    }
}

/// One operand must hold, so each must have a condition, and one of these must be found.
fn united(operands: &[Plan]) -> Vec<Condition> {
    let of_each: Vec<_> = operands.iter().map(conditions).collect();
    // Bytes come first where an operand has both; members last.
    let pick = |choose: fn(&[Condition]) -> Option<&Condition>| {
        let picked: Option<Vec<_>> = of_each.iter().map(|all| choose(all).cloned()).collect();
        picked.map(|conditions| conditions.into_iter().flatten().collect::<Condition>())
    };
    let united = [pick(|all| all.first()), pick(|all| all.last())].into_iter().flatten();
    let few =
        |condition: &Condition| condition.iter().map(Need::searches).sum::<usize>() <= MAX_NEEDS;
    united.filter(few).collect()
}

/// The string, or one of the strings, that a comparison is true of only where it stands there.
fn bytes(plan: &Plan) -> Option<Condition> {
    match &plan.op {
        Op::Compare(BinaryOp::Eq, operands) => match &**operands {
            [path, text] | [text, path] if is_text(path) => one(text.as_constant()?),
            _ => None,
        },
        Op::InList(path, texts) if is_text(path) => {
            let needs: Option<Condition> =
                texts.iter().map(|text| one(text).and_then(|mut one| one.pop())).collect();
            needs.filter(|needs| needs.len() <= MAX_NEEDS)
        }
        Op::Call(Function::Contains | Function::StartsWith | Function::EndsWith, operands) => {
            match &**operands {
                [path, text] if is_text(path) => one(text.as_constant()?),
                _ => None,
            }
        }
        Op::Lambda(lambda) if lambda.op == LambdaOp::Any => bytes(lambda.predicate.as_ref()?),
        _ => None,
    }
}

/// Whether the part is a path whose strings are taken as they are.
const fn is_text(plan: &Plan) -> bool {
    match &plan.op {
        Op::Path(path) => matches!(path.read, Read::AsIs),
        _ => false,
    }
}

/// The longest piece of a string that stands in the text as it is, unless it is written with `\u`.
fn one(text: &Constant) -> Option<Condition> {
    let Value::String(text) = text else { return None };
    let escaped = |c: char| matches!(c, '"' | '\\' | '/') || c.is_control();
    let longest = text.split(escaped).max_by_key(|piece| piece.len())?;
    let need = || Need::Bytes(Finder::new(longest.as_bytes()).into_owned());
    (!longest.is_empty()).then(|| vec![need()])
}

/// The member of the record that a part depends on, if it is one alone, and the part is not true
/// of a record that has no such member.
fn member(plan: &Plan) -> Option<Need> {
    let mut names = None;
    if !depends_on_one(plan, &mut names) {
        return None;
    }
    let record = names?.to_vec();
    let nothing = Env { record: Part::Nothing, innermost: None };
    matches!(truth(plan, nothing), Ok(Some(false) | None)).then(|| {
        let finder = |name: &Text| Finder::new(format!("\"{name}\"").as_bytes()).into_owned();
        Need::Member { names: record.iter().map(finder).collect(), record, part: plan.clone() }
    })
}

/// Whether all paths from the record start with the same names, which are put in `names`.
fn depends_on_one<'p>(plan: &'p Plan, names: &mut Option<&'p [Text]>) -> bool {
    let mut all = |plans: &'p [Plan]| plans.iter().all(|plan| depends_on_one(plan, names));
    match &plan.op {
        Op::Constant(_) => true,
        // Rare, and slow in themselves.
        Op::Matches(_) | Op::Geo(_) => false,
        Op::Path(path) => starts_with(path, names),
        Op::And(parts) | Op::Or(parts) | Op::Call(_, parts) | Op::Array(parts) => all(parts),
        Op::Compare(_, parts)
        | Op::Arithmetic(_, parts)
        | Op::InCollection(parts, _)
        | Op::Has(parts) => all(&**parts),
        Op::Not(part)
        | Op::Negate(part)
        | Op::InList(part, _)
        | Op::Cast(part, _)
        | Op::IsOf(part, _) => depends_on_one(part, names),
        Op::Read(read) => depends_on_one(&read.0, names),
        Op::Case(branches) => branches
            .iter()
            .all(|(when, then)| depends_on_one(when, names) && depends_on_one(then, names)),
        Op::Count(collection) => collection_on_one(collection, names),
        Op::Lambda(lambda) => {
            collection_on_one(&lambda.collection, names)
                && lambda.predicate.as_ref().is_none_or(|plan| depends_on_one(plan, names))
        }
    }
}

fn collection_on_one<'p>(plan: &'p CollectionPlan, names: &mut Option<&'p [Text]>) -> bool {
    starts_with(&plan.path, names) && plan.filters.iter().all(|plan| depends_on_one(plan, names))
}

fn starts_with<'p>(path: &'p PathPlan, names: &mut Option<&'p [Text]>) -> bool {
    match (path.start, path.steps.first()) {
        (Start::Variable(_), _) => true,
        (Start::Record, None) => false,
        (Start::Record, Some(Step { names: first, .. })) => {
            let same = names.is_none_or(|names| *names == **first);
            *names = Some(first);
            // A name that is written with escapes whatever its letters.
            same && !first.iter().any(|name| name.contains(['"', '\\', '/']))
        }
    }
}

/// A record of which one member alone is known.
#[derive(Clone, Copy, Debug)]
enum Part<'a> {
    Nothing,
    /// The member has one of these names.
    Record(&'a [Text], RawJson<'a>),
    Value(RawJson<'a>),
}

impl<'a> Node<'a> for Part<'a> {
    fn view(self) -> View<'a> {
        match self {
            Self::Nothing | Self::Record(..) => View::Object,
            Self::Value(value) => value.view(),
        }
    }

    fn member(self, name: &str) -> Option<Self> {
        match self {
            Self::Nothing => None,
            Self::Record(names, value) => {
                names.iter().any(|known| &**known == name).then_some(Self::Value(value))
            }
            Self::Value(value) => value.member(name).map(Self::Value),
        }
    }

    fn items(self) -> impl Iterator<Item = Self> {
        let items = match self {
            Self::Value(value) => Some(value.items()),
            _ => None,
        };
        items.into_iter().flatten().map(Self::Value)
    }
}
