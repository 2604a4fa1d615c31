//! Shapes, out of literals and out of GeoJSON.

use geo::{Coord, LineString, Point, Polygon};

use crate::ast::lexical::GeoShapeKind;
use crate::ast::{Geo, GeoFamily, Position};
use crate::eval::node::{FastNode, View};

#[derive(Clone, Debug)]
pub(super) enum Shape {
    Point(Point),
    Line(LineString),
    Polygon(Polygon),
}

/// The shapes that the functions take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Point,
    Line,
    Polygon,
}

impl Kind {
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Point => "a point",
            Self::Line => "a line",
            Self::Polygon => "a polygon",
        }
    }

    pub(super) const fn in_a_record(self) -> &'static str {
        match self {
            Self::Point => "a GeoJSON Point",
            Self::Line => "a GeoJSON LineString",
            Self::Polygon => "a GeoJSON Polygon",
        }
    }

    /// The `type` of the object.
    const fn name(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::Line => "LineString",
            Self::Polygon => "Polygon",
        }
    }
}

/// What coordinates mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct System {
    pub(super) family: GeoFamily,
    srid: u32,
}

const WGS_84: u32 = 4326;

impl System {
    pub(super) const WGS_84: Self = Self { family: GeoFamily::Geography, srid: WGS_84 };

    /// The system of a literal. The Earth has one shape here; 0 stands for no statement.
    pub(super) fn of(literal: &Geo) -> Result<Self, &'static str> {
        match (literal.family(), literal.srid()) {
            (GeoFamily::Geography, 0 | WGS_84) => Ok(Self::WGS_84),
            (GeoFamily::Geography, _) => Err("a geography is evaluated in WGS 84 only"),
            (family, srid) => Ok(Self { family, srid }),
        }
    }

    /// Whether the `crs` of a GeoJSON object, which it need not have, names this system.
    fn is_that_of<'a, N: FastNode<'a>>(self, object: N) -> bool {
        let Some(crs) = object.member("crs").filter(|crs| crs.view() != View::Null) else {
            return true;
        };
        let name = crs.member("properties").and_then(|properties| properties.member("name"));
        match name.map(|name| name.view()) {
            Some(View::String(name)) => match name.rsplit(':').next() {
                Some("CRS84") => self.srid == WGS_84,
                last => last.and_then(|number| number.parse().ok()) == Some(self.srid),
            },
            _ => false,
        }
    }

    /// A position with coordinates that exist.
    fn coordinate(self, x: f64, y: f64) -> Option<Coord> {
        let on_earth = self.family == GeoFamily::Geometry || (x.abs() <= 360.0 && y.abs() <= 90.0);
        (x.is_finite() && y.is_finite() && on_earth).then_some(Coord { x, y })
    }
}

pub(super) fn from_literal(literal: &Geo, kind: Kind) -> Option<Shape> {
    let system = System::of(literal).ok()?;
    let at = |position: &Position| system.coordinate(position.x.0, position.y.0);
    let line = |line: &Vec<Position>| line.iter().map(at).collect::<Option<Vec<_>>>();
    match (kind, literal.shape().kind()) {
        (Kind::Point, GeoShapeKind::Point(position)) => at(position).map(point),
        (Kind::Line, GeoShapeKind::LineString(positions)) => line(positions).map(line_string),
        (Kind::Polygon, GeoShapeKind::Polygon(rings)) => {
            polygon(rings.iter().map(line).collect::<Option<_>>()?)
        }
        _ => None,
    }
}

/// The shape of a GeoJSON object; none if it is another or not well formed.
pub(super) fn from_record<'a, N: FastNode<'a>>(
    object: N,
    kind: Kind,
    system: System,
) -> Option<Shape> {
    let is = |view| matches!(view, View::String(name) if name == kind.name());
    if !is(object.member("type")?.view()) || !system.is_that_of(object) {
        return None;
    }
    let coordinates = object.member("coordinates")?;
    match kind {
        Kind::Point => position(coordinates, system).map(point),
        Kind::Line => {
            let positions = positions(coordinates, system)?;
            (positions.len() >= 2).then(|| line_string(positions))
        }
        Kind::Polygon => {
            polygon(coordinates.items().map(|ring| positions(ring, system)).collect::<Option<_>>()?)
        }
    }
}

fn position<'a, N: FastNode<'a>>(node: N, system: System) -> Option<Coord> {
    let mut numbers = node.items().map(|number| match number.view() {
        View::Integer(value) => Some(value as f64),
        View::Double(value) => Some(value),
        View::Decimal(value) => value.to_string().parse().ok(),
        _ => None,
    });
    system.coordinate(numbers.next()??, numbers.next()??)
}

fn positions<'a, N: FastNode<'a>>(node: N, system: System) -> Option<Vec<Coord>> {
    node.items().map(|node| position(node, system)).collect()
}

fn point(coordinate: Coord) -> Shape {
    Shape::Point(coordinate.into())
}

const fn line_string(positions: Vec<Coord>) -> Shape {
    Shape::Line(LineString(positions))
}

/// A polygon of closed rings, the outer one first.
fn polygon(rings: Vec<Vec<Coord>>) -> Option<Shape> {
    let closed = |ring: &Vec<Coord>| ring.len() >= 4 && ring.first() == ring.last();
    if !rings.iter().all(closed) {
        return None;
    }
    let mut rings = rings.into_iter().map(LineString);
    Some(Shape::Polygon(Polygon::new(rings.next()?, rings.collect())))
}
