//! A filter made ready for records: names resolved, literals converted, constants folded.

use super::coerce::Coercion;
use super::fastpath::{FastPath, PathTest};
use super::geo::GeoIr;
use super::pattern::{Pattern, PatternIr};
use super::value::Constant;
use crate::ast::{BinaryOp, Function, LambdaOp, Text};
pub(crate) use crate::semantic::Root;
use crate::span::Span;

/// One part of a compiled expression, with its place in the source.
#[derive(Clone, Debug)]
pub(crate) struct Ir {
    pub(crate) op: Op,
    pub(crate) span: Span,
    /// How most records are decided without the interpreter.
    pub(crate) fast_path: Option<Box<FastPath>>,
}

/// Small, so that the frames of compiling and evaluating are.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Constant(Box<Constant>),
    Path(Box<PathIr>),
    And(Vec<Ir>),
    Or(Vec<Ir>),
    Not(Box<Ir>),
    Negate(Box<Ir>),
    Compare(BinaryOp, Box<[Ir; 2]>),
    Arithmetic(BinaryOp, Box<[Ir; 2]>),
    /// The operand equals one of these.
    InList(Box<Ir>, Vec<Constant>),
    /// The left operand equals a member of the right one, a collection, whose strings are read
    /// as the type of the left operand.
    InCollection(Box<[Ir; 2]>, Coercion),
    /// The flags of the right operand are set in the left one.
    Has(Box<[Ir; 2]>),
    Call(Function, Vec<Ir>),
    Matches(Box<PatternIr>),
    #[cfg_attr(not(feature = "geo"), expect(dead_code, reason = "compiling refuses it"))]
    Geo(Box<GeoIr>),
    Case(Vec<(Ir, Ir)>),
    Cast(Box<Ir>, Target),
    IsOf(Box<Ir>, Target),
    Lambda(Box<LambdaIr>),
    Count(Box<CollectionIr>),
    /// The value, its strings read as another type.
    Coerce(Box<(Ir, Coercion)>),
    /// A collection whose members are computed.
    Array(Vec<Ir>),
}

/// A path: where it starts, the members it goes through, what its value is read as.
#[derive(Clone, Debug)]
pub(crate) struct PathIr {
    pub(crate) root: Root,
    pub(crate) steps: Vec<PathStep>,
    pub(crate) coercion: Coercion,
}

/// One member: the names under which records may have it, of which the first counts under which
/// there is a value.
#[derive(Clone, Debug)]
pub(crate) struct PathStep {
    pub(crate) names: Vec<Text>,
    pub(crate) span: Span,
}

/// A collection of the record, and what its members must meet: `path/$filter(…)`.
#[derive(Clone, Debug)]
pub(crate) struct CollectionIr {
    pub(crate) path: PathIr,
    pub(crate) span: Span,
    pub(crate) filters: Vec<Ir>,
}

#[derive(Clone, Debug)]
pub(crate) struct LambdaIr {
    pub(crate) op: LambdaOp,
    pub(crate) collection: CollectionIr,
    /// None for `any()`.
    pub(crate) predicate: Option<Ir>,
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

impl Ir {
    pub(crate) fn new(op: Op, span: Span) -> Self {
        let fast_path = FastPath::of(&op);
        Self { op, span, fast_path }
    }

    /// The fast path of a condition on one path.
    pub(crate) fn path_test(&self) -> Option<&PathTest> {
        match self.fast_path.as_deref() {
            Some(FastPath::PathTest(leaf)) => Some(leaf),
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
            Op::Coerce(read) => one = Some(&read.0),
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

impl PathIr {
    /// Whether both paths lead to the same value, whatever its strings are read as.
    pub(crate) fn same_path(&self, other: &Self) -> bool {
        self.root == other.root
            && self.steps.len() == other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(own, others)| own.names == others.names)
    }
}
