//! Geography and geometry values (ABNF section 7, `geographyCollection` and following).

use std::fmt;

use super::{Double, TreeError};
use crate::limits::Limits;

/// A geographic or geometric value with its coordinate system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Geo {
    pub(super) family: GeoFamily,
    srid: u32,
    shape: GeoShape,
}

/// Whether coordinates are on the round earth or on a plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GeoFamily {
    /// `geography'…'`
    Geography,
    /// `geometry'…'`
    Geometry,
}

/// A shape. Collections may hold collections, at most [`Limits::DEPTH_CEILING`] deep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeoShape {
    kind: GeoShapeKind,
    height: u8,
}

/// A line, or a ring of a polygon.
pub(crate) type Line = Vec<Position>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GeoShapeKind {
    Point(Position),
    LineString(Line),
    Polygon(Vec<Line>),
    MultiPoint(Vec<Position>),
    MultiLineString(Vec<Line>),
    MultiPolygon(Vec<Vec<Line>>),
    Collection(Vec<GeoShape>),
}

/// Longitude and latitude, or x and y; then elevation and measure if given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Longitude or x.
    pub x: Double,
    /// Latitude or y.
    pub y: Double,
    /// Elevation.
    pub z: Option<Double>,
    /// The measure of linear referencing; only with an elevation before it.
    pub m: Option<Double>,
}

impl Geo {
    /// A shape in the coordinate system `srid`, at most 99999.
    ///
    /// # Errors
    /// When the identifier has more than five digits.
    pub fn new(family: GeoFamily, srid: u32, shape: GeoShape) -> Result<Self, TreeError> {
        if srid > 99_999 {
            return Err(TreeError::Malformed("a spatial reference identifier has five digits"));
        }
        Ok(Self { family, srid, shape })
    }

    /// On the round earth or on a plane.
    #[must_use]
    pub const fn family(&self) -> GeoFamily {
        self.family
    }

    /// The spatial reference identifier.
    #[must_use]
    pub const fn srid(&self) -> u32 {
        self.srid
    }

    /// The shape.
    #[must_use]
    pub const fn shape(&self) -> &GeoShape {
        &self.shape
    }

    /// The name of the value's type, such as `Edm.GeographyPoint`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        use GeoShapeKind as S;
        match (self.family, self.shape.kind()) {
            (GeoFamily::Geography, S::Point(_)) => "Edm.GeographyPoint",
            (GeoFamily::Geography, S::LineString(_)) => "Edm.GeographyLineString",
            (GeoFamily::Geography, S::Polygon(_)) => "Edm.GeographyPolygon",
            (GeoFamily::Geography, S::MultiPoint(_)) => "Edm.GeographyMultiPoint",
            (GeoFamily::Geography, S::MultiLineString(_)) => "Edm.GeographyMultiLineString",
            (GeoFamily::Geography, S::MultiPolygon(_)) => "Edm.GeographyMultiPolygon",
            (GeoFamily::Geography, S::Collection(_)) => "Edm.GeographyCollection",
            (GeoFamily::Geometry, S::Point(_)) => "Edm.GeometryPoint",
            (GeoFamily::Geometry, S::LineString(_)) => "Edm.GeometryLineString",
            (GeoFamily::Geometry, S::Polygon(_)) => "Edm.GeometryPolygon",
            (GeoFamily::Geometry, S::MultiPoint(_)) => "Edm.GeometryMultiPoint",
            (GeoFamily::Geometry, S::MultiLineString(_)) => "Edm.GeometryMultiLineString",
            (GeoFamily::Geometry, S::MultiPolygon(_)) => "Edm.GeometryMultiPolygon",
            (GeoFamily::Geometry, S::Collection(_)) => "Edm.GeometryCollection",
        }
    }
}

impl GeoShape {
    /// One position.
    #[must_use]
    pub const fn point(position: Position) -> Self {
        Self { kind: GeoShapeKind::Point(position), height: 0 }
    }

    /// A line through positions.
    ///
    /// # Errors
    /// When there are fewer than two.
    pub fn line_string(positions: Vec<Position>) -> Result<Self, TreeError> {
        Self::new(GeoShapeKind::LineString(positions))
    }

    /// A polygon with its outer ring, then its holes.
    ///
    /// # Errors
    /// When there is no ring, or one does not end where it starts.
    pub fn polygon(rings: Vec<Vec<Position>>) -> Result<Self, TreeError> {
        Self::new(GeoShapeKind::Polygon(rings))
    }

    /// Positions.
    #[must_use]
    pub const fn multi_point(positions: Vec<Position>) -> Self {
        Self { kind: GeoShapeKind::MultiPoint(positions), height: 0 }
    }

    /// Lines.
    ///
    /// # Errors
    /// When one has fewer than two positions.
    pub fn multi_line_string(lines: Vec<Vec<Position>>) -> Result<Self, TreeError> {
        Self::new(GeoShapeKind::MultiLineString(lines))
    }

    /// Polygons, each a list of rings.
    ///
    /// # Errors
    /// When one has no ring, or a ring does not end where it starts.
    pub fn multi_polygon(polygons: Vec<Vec<Vec<Position>>>) -> Result<Self, TreeError> {
        Self::new(GeoShapeKind::MultiPolygon(polygons))
    }

    /// Shapes of any kind.
    ///
    /// # Errors
    /// When there is none, or collections would nest deeper than [`Limits::DEPTH_CEILING`].
    pub fn collection(shapes: Vec<Self>) -> Result<Self, TreeError> {
        Self::new(GeoShapeKind::Collection(shapes))
    }

    pub(crate) fn new(kind: GeoShapeKind) -> Result<Self, TreeError> {
        let malformed = match &kind {
            GeoShapeKind::LineString(line) if line.len() < 2 => {
                Some("a line has at least two positions")
            }
            GeoShapeKind::MultiLineString(lines) if lines.iter().any(|l| l.len() < 2) => {
                Some("a line has at least two positions")
            }
            GeoShapeKind::Polygon(rings) => ring_fault(rings),
            GeoShapeKind::MultiPolygon(polygons) => polygons.iter().find_map(|p| ring_fault(p)),
            GeoShapeKind::Collection(shapes) if shapes.is_empty() => {
                Some("a collection holds at least one shape")
            }
            _ => None,
        };
        if let Some(why) = malformed {
            return Err(TreeError::Malformed(why));
        }
        let height = match &kind {
            GeoShapeKind::Collection(shapes) => {
                shapes.iter().map(|shape| usize::from(shape.height) + 1).max().unwrap_or(0)
            }
            _ => 0,
        };
        match u8::try_from(height) {
            Ok(height) if usize::from(height) <= Limits::DEPTH_CEILING => Ok(Self { kind, height }),
            _ => Err(TreeError::TooDeep),
        }
    }

    /// How deep collections nest; 0 for a shape without a collection.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.height)
    }

    pub(crate) const fn kind(&self) -> &GeoShapeKind {
        &self.kind
    }
}

/// "The first and last positionLiteral elements MUST be an exact match" (ABNF `ringLiteral`).
fn ring_fault(rings: &[Line]) -> Option<&'static str> {
    if rings.is_empty() {
        return Some("a polygon has at least one ring");
    }
    let open = rings.iter().any(|ring| ring.is_empty() || ring.first() != ring.last());
    open.then_some("a ring of a polygon ends where it starts")
}

impl fmt::Display for Geo {
    /// The text between the quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SRID={};{}", self.srid, self.shape)
    }
}

impl fmt::Display for GeoFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Geography => "geography",
            Self::Geometry => "geometry",
        })
    }
}

impl fmt::Display for GeoShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            GeoShapeKind::Point(position) => write!(f, "Point({position})"),
            GeoShapeKind::LineString(line) => write!(f, "LineString{}", Parens(line)),
            GeoShapeKind::Polygon(rings) => write!(f, "Polygon{}", Parens2(rings)),
            GeoShapeKind::MultiPoint(points) => {
                f.write_str("MultiPoint(")?;
                separated(f, points, |f, point| write!(f, "({point})"))
            }
            GeoShapeKind::MultiLineString(lines) => write!(f, "MultiLineString{}", Parens2(lines)),
            GeoShapeKind::MultiPolygon(polygons) => {
                f.write_str("MultiPolygon(")?;
                separated(f, polygons, |f, polygon| Parens2(polygon).fmt(f))
            }
            GeoShapeKind::Collection(shapes) => {
                f.write_str("GeometryCollection(")?;
                separated(f, shapes, |f, shape| shape.fmt(f))
            }
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.x.plain(), self.y.plain())?;
        for more in [self.z, self.m].into_iter().flatten() {
            write!(f, " {}", more.plain())?;
        }
        Ok(())
    }
}

/// `(1 2,3 4)`
struct Parens<'a>(&'a [Position]);

impl fmt::Display for Parens<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        separated(f, self.0, |f, position| position.fmt(f))
    }
}

/// `((1 2,3 4),(5 6,7 8))`
struct Parens2<'a>(&'a [Line]);

impl fmt::Display for Parens2<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        separated(f, self.0, |f, line| Parens(line).fmt(f))
    }
}

/// Items with commas between them, and the closing parenthesis.
fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    mut write: impl FnMut(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        write(f, item)?;
    }
    f.write_str(")")
}
