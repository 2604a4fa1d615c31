//! Geography and geometry literals (ABNF `geographyCollection` and following).

use nom::Parser as _;
use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case, take_while_m_n};
use nom::character::complete::{char, digit1, one_of, space1};
use nom::combinator::{map, opt, recognize, value};
use nom::multi::{separated_list0, separated_list1};
use nom::sequence::{delimited, preceded};

use super::context::{Context, Fault, Parsed};
use super::lex::after_byte;
use crate::ast::lexical::GeoShapeKind;
use crate::ast::{Double, Geo, GeoFamily, GeoShape, Position};

/// `'SRID=0;Point(142.1 64.1)'`: what follows the family. The input starts at the quote.
pub(super) fn geo<'a>(cx: Context<'a>, family: GeoFamily, input: &'a str) -> Parsed<'a, Geo> {
    let body = after_byte(input, b'\'').unwrap_or_default();
    let (rest, srid) = srid(body).map_err(|_| {
        cx.unexpected(body, "in a geo literal", &["`SRID=`, up to five digits and `;`"])
    })?;
    let (rest, shape) = shape(cx, rest)?;
    let after = after_byte(rest, b'\'')
        .ok_or_else(|| cx.unexpected(rest, "in a geo literal", &["the closing quote"]))?;
    let (start, end) = (cx.offset(input), cx.offset(after));
    let geo = Geo::new(family, srid, shape).map_err(|e| cx.tree_fault(&e, start, end))?;
    Ok((after, geo))
}

fn srid(input: &str) -> Parsed<'_, u32> {
    let digits = take_while_m_n(1, 5, |c: char| c.is_ascii_digit());
    let (rest, digits) = delimited(tag_no_case("SRID="), digits, tag(";")).parse(input)?;
    Ok((rest, digits.parse().map_err(|_| nom::Err::Error(Fault(None)))?))
}

/// ABNF `geoLiteral`.
fn shape<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, GeoShape> {
    let (rest, kind) = match preceded(tag_no_case("GeometryCollection"), tag("(")).parse(input) {
        Ok((rest, _)) => collection(cx, input, rest)?,
        Err(nom::Err::<Fault>::Error(_)) => simple_shape(input).map_err(|_| {
            cx.unexpected(input, "in a geo literal", &["a shape such as `Point(142.1 64.1)`"])
        })?,
        Err(other) => return Err(other),
    };
    let (start, end) = (cx.offset(input), cx.offset(rest));
    let shape = GeoShape::new(kind).map_err(|error| cx.tree_fault(&error, start, end))?;
    Ok((rest, shape))
}

/// The shapes of a collection, and the closing parenthesis.
fn collection<'a>(cx: Context<'a>, input: &str, mut rest: &'a str) -> Parsed<'a, GeoShapeKind> {
    let inner = cx.deeper(1, input)?;
    let mut shapes = Vec::new();
    loop {
        let shape;
        (rest, shape) = self::shape(inner, rest)?;
        shapes.push(shape);
        cx.check_items(shapes.len(), rest)?;
        if let Some(after) = after_byte(rest, b')') {
            return Ok((after, GeoShapeKind::Collection(shapes)));
        }
        rest = after_byte(rest, b',')
            .ok_or_else(|| cx.unexpected(rest, "in a geo collection", &["`,`", "`)`"]))?;
    }
}

/// Every shape but collections.
fn simple_shape(input: &str) -> Parsed<'_, GeoShapeKind> {
    alt((
        map(preceded(tag_no_case("Point"), point), GeoShapeKind::Point),
        map(preceded(tag_no_case("LineString"), line), GeoShapeKind::LineString),
        map(preceded(tag_no_case("Polygon"), polygon), GeoShapeKind::Polygon),
        map(preceded(tag_no_case("MultiPoint"), list0(point)), GeoShapeKind::MultiPoint),
        map(preceded(tag_no_case("MultiLineString"), list0(line)), GeoShapeKind::MultiLineString),
        map(preceded(tag_no_case("MultiPolygon"), list0(polygon)), GeoShapeKind::MultiPolygon),
    ))
    .parse(input)
}

/// Items with commas between them, in parentheses; maybe none.
fn list0<'a, T>(
    item: impl Fn(&'a str) -> Parsed<'a, T>,
) -> impl FnMut(&'a str) -> Parsed<'a, Vec<T>> {
    move |input| delimited(char('('), separated_list0(char(','), &item), char(')')).parse(input)
}

/// ABNF `pointData`.
fn point(input: &str) -> Parsed<'_, Position> {
    delimited(char('('), position, char(')')).parse(input)
}

/// ABNF `lineStringData`, `ringLiteral`; how many positions a line needs, its shape knows.
fn line(input: &str) -> Parsed<'_, Vec<Position>> {
    delimited(char('('), separated_list1(char(','), position), char(')')).parse(input)
}

/// ABNF `polygonData`.
fn polygon(input: &str) -> Parsed<'_, Vec<Vec<Position>>> {
    delimited(char('('), separated_list1(char(','), line), char(')')).parse(input)
}

/// ABNF `positionLiteral`: two to four numbers.
fn position(input: &str) -> Parsed<'_, Position> {
    let (rest, x) = double(input)?;
    let (rest, y) = preceded(space1, double).parse(rest)?;
    let (rest, z) = opt(preceded(space1, double)).parse(rest)?;
    let (rest, m) = opt(preceded(space1, double)).parse(rest)?;
    Ok((rest, Position { x, y, z, m }))
}

/// ABNF `doubleValue`.
fn double(input: &str) -> Parsed<'_, Double> {
    let finite = recognize((
        opt(one_of("+-")),
        digit1,
        opt((char('.'), digit1)),
        opt((one_of("eE"), opt(one_of("+-")), digit1)),
    ));
    alt((
        value(Double(f64::NAN), tag("NaN")),
        value(Double(f64::INFINITY), tag("INF")),
        value(Double(f64::NEG_INFINITY), tag("-INF")),
        nom::combinator::map_opt(finite, |text: &str| {
            text.parse().ok().filter(|value: &f64| value.is_finite()).map(Double)
        }),
    ))
    .parse(input)
}
