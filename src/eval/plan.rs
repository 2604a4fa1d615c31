//! A filter made ready for records: names resolved, literals converted, constants folded.

use super::direct::{Direct, Leaf};
use super::geo::GeoPlan;
use super::pattern::{Pattern, PatternPlan};
use super::read::Read;
use super::value::Constant;
use crate::ast::{BinaryOp, Function, LambdaOp, Text};
use crate::span::Span;

/// One part of a compiled expression, and where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) op: Op,
    pub(crate) span: Span,
    /// How most records are answered sooner.
    pub(crate) direct: Option<Box<Direct>>,
}

/// Small, so that the frames of compiling and evaluating are.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Constant(Box<Constant>),
    Path(Box<PathPlan>),
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    Negate(Box<Plan>),
    Compare(BinaryOp, Box<[Plan; 2]>),
    Arithmetic(BinaryOp, Box<[Plan; 2]>),
    /// The operand equals one of these.
    InList(Box<Plan>, Vec<Constant>),
    /// The left operand equals a member of the right one, which is a collection; its strings
    /// are read as what stands on the left.
    InCollection(Box<[Plan; 2]>, Read),
    /// The flags of the right operand are set in the left one.
    Has(Box<[Plan; 2]>),
    Call(Function, Vec<Plan>),
    Matches(Box<PatternPlan>),
    #[cfg_attr(not(feature = "geo"), expect(dead_code, reason = "compiling refuses it"))]
    Geo(Box<GeoPlan>),
    Case(Vec<(Plan, Plan)>),
    Cast(Box<Plan>, Target),
    IsOf(Box<Plan>, Target),
    Lambda(Box<LambdaPlan>),
    Count(Box<CollectionPlan>),
    /// The value, its strings read as another type.
    Read(Box<(Plan, Read)>),
    /// A collection whose members are computed.
    Array(Vec<Plan>),
}

/// A path: where it starts, the members it goes through, what its value is read as.
#[derive(Clone, Debug)]
pub(crate) struct PathPlan {
    pub(crate) start: Start,
    pub(crate) steps: Vec<Step>,
    pub(crate) read: Read,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Record,
    /// A lambda variable, counted from the innermost one outwards.
    Variable(usize),
}

/// One member: the names under which records may have it, of which the first counts under which
/// there is a value.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) names: Vec<Text>,
    pub(crate) span: Span,
}

/// A collection of the record, and what its members must meet: `path/$filter(…)`.
#[derive(Clone, Debug)]
pub(crate) struct CollectionPlan {
    pub(crate) path: PathPlan,
    pub(crate) span: Span,
    pub(crate) filters: Vec<Plan>,
}

#[derive(Clone, Debug)]
pub(crate) struct LambdaPlan {
    pub(crate) op: LambdaOp,
    pub(crate) collection: CollectionPlan,
    /// None for `any()`.
    pub(crate) predicate: Option<Plan>,
}

/// The primitive types of `cast` and `isof`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Boolean,
    /// An integer type with its smallest and largest value.
    Integer(i64, i64),
    Decimal,
    Double,
    Single,
    String,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Guid,
    Binary,
    /// Some type of objects; only for `isof`.
    Object,
}

impl Plan {
    pub(crate) fn new(op: Op, span: Span) -> Self {
        let direct = Direct::of(&op);
        Self { op, span, direct }
    }

    /// The short cut of a condition on a path.
    pub(crate) fn leaf(&self) -> Option<&Leaf> {
        match self.direct.as_deref() {
            Some(Direct::Leaf(leaf)) => Some(leaf),
            _ => None,
        }
    }

    /// The parts that it is made of, but those that are about the members of a collection, and
    /// the shapes of geography.
    pub(crate) fn operands(&self) -> impl Iterator<Item = &Self> {
        let (mut one, mut several, mut branches): (Option<&Self>, &[Self], &[(Self, Self)]) =
            (None, &[], &[]);
        match &self.op {
            Op::And(parts) | Op::Or(parts) | Op::Call(_, parts) | Op::Array(parts) => {
                several = parts;
            }
            Op::Compare(_, parts)
            | Op::Arithmetic(_, parts)
            | Op::InCollection(parts, _)
            | Op::Has(parts) => several = &**parts,
            Op::Not(part)
            | Op::Negate(part)
            | Op::InList(part, _)
            | Op::Cast(part, _)
            | Op::IsOf(part, _) => one = Some(part),
            Op::Read(read) => one = Some(&read.0),
            Op::Case(all) => branches = all,
            Op::Matches(matches) => {
                several = std::slice::from_ref(&matches.text);
                if let Pattern::Computed(pattern) = &matches.pattern {
                    one = Some(pattern);
                }
            }
            Op::Constant(_) | Op::Path(_) | Op::Lambda(_) | Op::Count(_) | Op::Geo(_) => {}
        }
        let branches = branches.iter().flat_map(|(when, then)| [when, then]);
        several.iter().chain(one).chain(branches)
    }

    /// The constant that the part is.
    pub(crate) const fn as_constant(&self) -> Option<&Constant> {
        match &self.op {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }
}

impl PathPlan {
    /// Whether it goes where another goes, whatever its value is read as there.
    pub(crate) fn is_the_way_of(&self, other: &Self) -> bool {
        self.start == other.start
            && self.steps.len() == other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(own, others)| own.names == others.names)
    }
}
