//! Trees of the whole language out of bytes, through the constructors: what one refuses is a
//! plain leaf instead.

use odata_query::Span;
use odata_query::ast::{
    Annotation, BinaryOp, CountOptions, EnumLiteral, EnumMember, Expr, ExprKind, Function, Geo,
    GeoFamily, GeoShape, KeyPredicate, Lambda, LambdaOp, Literal, Name, Path, Position,
    QualifiedName, Segment, SegmentKind, ServiceCall, TypeName, TypeTest,
};

use super::input::Input;
use super::literal;

/// Names that mean something else at another place.
const NAMES: &[&str] = &[
    "a",
    "and",
    "or",
    "not",
    "eq",
    "in",
    "has",
    "asc",
    "desc",
    "any",
    "all",
    "case",
    "cast",
    "isof",
    "null",
    "true",
    "NaN",
    "INF",
    "nullx",
    "NOT",
    "e5",
    "T",
    "T11",
    "P1D",
    "duration",
    "binary",
    "geography",
    "datetime",
    "guid",
    "geo",
    "Edm",
    "Collection",
    "SRID",
    "filter",
    "count",
    "it",
    "contains",
    "date",
    "now",
    "deadbeef",
    "_",
    "Größe",
    "ⅷ",
    "a\u{301}",
    "z٣",
];

pub(crate) struct Trees<'i, 'a> {
    input: &'i mut Input<'a>,
    /// How many parts there may still be.
    left: usize,
}

impl<'i, 'a> Trees<'i, 'a> {
    pub(crate) fn new(input: &'i mut Input<'a>) -> Self {
        Self { input, left: 150 }
    }

    /// An expression of at most so many levels.
    pub(crate) fn expr(&mut self, depth: usize) -> Expr {
        self.left = self.left.saturating_sub(1);
        if depth == 0 || self.left == 0 || self.input.is_empty() {
            return self.leaf();
        }
        let depth = depth - 1;
        let kind = match self.input.below(24) {
            0 => ExprKind::Not(self.boxed(depth)),
            1 => ExprKind::Negate(self.boxed(depth)),
            2 | 3 => ExprKind::And(self.several(2, depth)),
            4 | 5 => ExprKind::Or(self.several(2, depth)),
            6..11 => {
                let operator = self.input.one(BinaryOp::ALL);
                ExprKind::Binary(operator, Box::new([self.expr(depth), self.expr(depth)]))
            }
            11 => {
                let count = self.input.below(4);
                let items = (0..count).map(|_| literal::any(self.input).into()).collect();
                let Ok(list) = Expr::new(ExprKind::List(items), Span::default()) else {
                    return self.leaf();
                };
                ExprKind::Binary(BinaryOp::In, Box::new([self.expr(depth), list]))
            }
            12 => {
                let flags = self.enumeration();
                ExprKind::Binary(BinaryOp::Has, Box::new([self.expr(depth), flags.into()]))
            }
            13..16 => {
                let function = self.input.one(Function::ALL);
                let arity = function.arity();
                let more = self.input.below(arity.max.min(arity.min + 3) - arity.min + 1);
                let arguments = (0..arity.min + more).map(|_| self.expr(depth)).collect();
                ExprKind::Call(function, arguments)
            }
            16 => ExprKind::Cast(self.type_test(depth)),
            17 => ExprKind::IsOf(self.type_test(depth)),
            18 => {
                let count = 1 + self.input.below(2);
                let branches = (0..count).map(|_| (self.expr(depth), self.expr(depth))).collect();
                ExprKind::Case(branches)
            }
            19 => {
                let op = if self.input.flag() { LambdaOp::Any } else { LambdaOp::All };
                let collection = self.path(depth);
                let predicate = match self.input.below(4) {
                    0 => None,
                    _ => Some((self.name(), self.expr(depth))),
                };
                ExprKind::Lambda(Box::new(Lambda { op, collection, predicate }))
            }
            20 => ExprKind::Array(self.several(0, depth)),
            21 => {
                let count = self.input.below(3);
                let members = (0..count).map(|_| (self.input.text(8).into(), self.expr(depth)));
                ExprKind::Object(members.collect())
            }
            22 => ExprKind::Path(self.path(depth)),
            _ => return self.leaf(),
        };
        Expr::new(kind, Span::default()).unwrap_or_else(|_| self.leaf())
    }

    fn boxed(&mut self, depth: usize) -> Box<Expr> {
        Box::new(self.expr(depth))
    }

    fn several(&mut self, least: usize, depth: usize) -> Vec<Expr> {
        let count = least + self.input.below(3);
        (0..count).map(|_| self.expr(depth)).collect()
    }

    fn leaf(&mut self) -> Expr {
        match self.input.below(10) {
            0..4 => literal::any(self.input).into(),
            4 => self.enumeration().into(),
            5 => self.geo().into(),
            _ => Expr::from(self.path(0)),
        }
    }

    fn name(&mut self) -> Name {
        let own = if self.input.below(4) == 0 { self.input.text(6) } else { String::new() };
        let name = Name::new(own).or_else(|_| Name::new(self.input.one(NAMES)));
        name.expect("one of them is a name")
    }

    fn qualified_name(&mut self, least: usize) -> Option<QualifiedName> {
        let count = least + self.input.below(3);
        let parts: Vec<_> = (0..count).map(|_| self.name()).collect();
        let parts: Vec<_> = parts.iter().map(Name::as_str).collect();
        QualifiedName::new(parts.join(".")).ok()
    }

    fn type_test(&mut self, depth: usize) -> Box<TypeTest> {
        let operand = self.input.flag().then(|| self.expr(depth));
        let plain = || QualifiedName::new("Ns.T").expect("a name");
        let name = self.qualified_name(1).unwrap_or_else(plain);
        let type_name = TypeName { collection: self.input.flag(), name };
        Box::new(TypeTest { operand, type_name })
    }

    fn enumeration(&mut self) -> Literal {
        let count = 1 + self.input.below(3);
        let members = (0..count).map(|_| match self.input.below(3) {
            0 => EnumMember::Value(self.input.number()),
            _ => EnumMember::Name(self.name()),
        });
        let members = members.collect();
        let literal = self.qualified_name(2).and_then(|n| EnumLiteral::new(n, members).ok());
        literal.map_or_else(|| self.input.text(10).into(), Literal::from)
    }

    fn geo(&mut self) -> Literal {
        let family = if self.input.flag() { GeoFamily::Geography } else { GeoFamily::Geometry };
        let srid = self.input.number().unsigned_abs() % 100_000;
        let Some(shape) = self.shape(3) else { return Literal::Null };
        Geo::new(family, srid as u32, shape).map_or(Literal::Null, Literal::from)
    }

    fn shape(&mut self, depth: usize) -> Option<GeoShape> {
        match self.input.below(7) {
            0 | 1 => Some(GeoShape::point(self.position())),
            2 => GeoShape::line_string(self.positions(2)).ok(),
            3 => GeoShape::polygon(vec![self.ring()]).ok(),
            4 => Some(GeoShape::multi_point(self.positions(0))),
            5 => GeoShape::multi_polygon(vec![vec![self.ring()]]).ok(),
            _ if depth > 0 => {
                let count = 1 + self.input.below(2);
                let shapes = (0..count).filter_map(|_| self.shape(depth - 1)).collect();
                GeoShape::collection(shapes).ok()
            }
            _ => None,
        }
    }

    /// A measure only after an elevation: that is the only way to write one.
    fn position(&mut self) -> Position {
        let (x, y) = (literal::double(self.input), literal::double(self.input));
        let z = self.input.flag().then(|| literal::double(self.input));
        let m = (z.is_some() && self.input.flag()).then(|| literal::double(self.input));
        Position { x, y, z, m }
    }

    fn positions(&mut self, least: usize) -> Vec<Position> {
        let count = least + self.input.below(3);
        (0..count).map(|_| self.position()).collect()
    }

    fn ring(&mut self) -> Vec<Position> {
        let mut ring = self.positions(1);
        ring.extend(ring.first().cloned());
        ring
    }

    /// The longest start of some segments that is a path.
    fn path(&mut self, depth: usize) -> Path {
        let mut segments = match self.input.below(10) {
            0 => vec![SegmentKind::It],
            1 => vec![SegmentKind::This],
            2 => vec![SegmentKind::Alias(self.name())],
            3 => vec![SegmentKind::Root, SegmentKind::Property(self.name())],
            4 => self.segment(depth).into_iter().collect(),
            _ => vec![SegmentKind::Property(self.name())],
        };
        for _ in 0..self.input.below(4) {
            segments.extend(self.segment(depth));
        }
        let path = (1..=segments.len()).rev().find_map(|length| {
            let start = segments.iter().take(length).cloned().map(Segment::from);
            Path::new(start.collect()).ok()
        });
        path.unwrap_or_else(|| Path::of(["a"]).expect("a path"))
    }

    fn segment(&mut self, depth: usize) -> Option<SegmentKind> {
        let inside = depth.saturating_sub(1);
        Some(match self.input.below(12) {
            0 => SegmentKind::Cast(self.qualified_name(2)?),
            1 => {
                let qualifier = self.input.flag().then(|| self.name());
                let annotation = Annotation { term: self.qualified_name(1)?, qualifier };
                SegmentKind::Annotation(Box::new(annotation))
            }
            2 => SegmentKind::Count(None),
            3 => SegmentKind::Key(Box::new(self.key())),
            4 if depth > 0 => {
                let name = self.qualified_name(1)?;
                let count = self.input.below(3);
                let parameters = (0..count).map(|_| (self.name(), self.expr(inside))).collect();
                SegmentKind::Call(Box::new(ServiceCall { name, parameters }))
            }
            5 | 6 if depth > 0 => SegmentKind::Filter(self.boxed(inside)),
            7 if depth > 0 => {
                let filter = self.input.flag().then(|| self.expr(inside));
                let search = self.input.flag().then(|| self.input.text(10).into());
                SegmentKind::Count(Some(Box::new(CountOptions::new(filter, search).ok()?)))
            }
            _ => SegmentKind::Property(self.name()),
        })
    }

    fn key(&mut self) -> KeyPredicate {
        if self.input.below(3) > 0 {
            return KeyPredicate::Simple(literal::any(self.input).into());
        }
        let count = 1 + self.input.below(2);
        let parts = (0..count).map(|_| (self.name(), literal::any(self.input).into()));
        KeyPredicate::Compound(parts.collect())
    }
}
