//! Serde to literals.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::tagged::{FromText, Reader, Tagged, content, tagged};
use crate::ast::lexical::GeoShapeKind;
use crate::ast::{
    Double, EnumLiteral, EnumMember, Geo, GeoFamily, GeoShape, Literal, LiteralError, Name,
    Position, QualifiedName,
};

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tagged(deserializer)
    }
}

impl<'de> Tagged<'de> for Literal {
    const WHAT: &'static str = "a literal";

    fn reader<A: MapAccess<'de>>(tag: &str) -> Option<Reader<A, Self, A::Error>> {
        Some(match tag {
            "null" => |_, map| map.next_value().map(|()| Self::Null),
            "boolean" => |_, map| map.next_value().map(Self::Boolean),
            "int64" => |_, map| map.next_value().map(Self::Int64),
            "decimal" => |_, map| from_text(map).map(Self::Decimal),
            "double" => |_, map| from_text(map).map(|Number(value)| Self::Double(value)),
            "string" => |_, map| map.next_value().map(Self::String),
            "date" => |_, map| from_text(map).map(Self::Date),
            "dateTimeOffset" => |_, map| from_text(map).map(Self::DateTimeOffset),
            "timeOfDay" => |_, map| from_text(map).map(Self::TimeOfDay),
            "duration" => |_, map| from_text(map).map(Self::Duration),
            "guid" => |_, map| from_text(map).map(Self::Guid),
            "binary" => |_, map| from_text(map).map(Self::Binary),
            "enum" => enumeration,
            "geography" => |_, map| geo(GeoFamily::Geography, map),
            "geometry" => |_, map| geo(GeoFamily::Geometry, map),
            _ => return None,
        })
    }
}

fn from_text<'de, A, T>(map: &mut A) -> Result<T, A::Error>
where
    A: MapAccess<'de>,
    T: FromStr<Err = LiteralError>,
{
    map.next_value().map(|FromText(value)| value)
}

/// A double in text, since readers of JSON may round one.
struct Number(Double);

impl FromStr for Number {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Self, LiteralError> {
        const SHAPE: LiteralError =
            LiteralError::Shape("a double is `1.5e0`, `NaN`, `INF`, `-INF`");
        let value = match text {
            "NaN" => f64::NAN,
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            // Rust's own parser takes words, too.
            _ if text.bytes().any(|b| !b.is_ascii_digit() && !b"+-.eE".contains(&b)) => {
                return Err(SHAPE);
            }
            _ => text.parse().map_err(|_| SHAPE)?,
        };
        if value.is_infinite() && !text.ends_with("INF") {
            return Err(LiteralError::OutOfRange("a double"));
        }
        Ok(Self(Double(value)))
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct EnumParts {
    r#type: QualifiedName,
    members: Vec<EnumMember>,
}

fn enumeration<'de, A: MapAccess<'de>>(_: &str, map: &mut A) -> Result<Literal, A::Error> {
    let EnumParts { r#type, members } = content(1, map)?;
    EnumLiteral::new(r#type, members).map(Literal::from).map_err(de::Error::custom)
}

impl<'de> Deserialize<'de> for EnumMember {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MemberVisitor)
    }
}

struct MemberVisitor;

impl Visitor<'_> for MemberVisitor {
    type Value = EnumMember;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member of an enumeration: a name or a 64-bit number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<EnumMember, E> {
        Name::new(text).map(EnumMember::Name).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<EnumMember, E> {
        Ok(EnumMember::Value(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<EnumMember, E> {
        i64::try_from(value)
            .map(EnumMember::Value)
            .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct GeoParts {
    srid: u32,
    shape: GeoShape,
}

fn geo<'de, A: MapAccess<'de>>(family: GeoFamily, map: &mut A) -> Result<Literal, A::Error> {
    let GeoParts { srid, shape } = content(1, map)?;
    Geo::new(family, srid, shape).map(Literal::from).map_err(de::Error::custom)
}

impl<'de> Deserialize<'de> for GeoShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(tagged(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Tagged<'de> for GeoShapeKind {
    const WHAT: &'static str = "a shape";

    fn reader<A: MapAccess<'de>>(tag: &str) -> Option<Reader<A, Self, A::Error>> {
        Some(match tag {
            "point" => |_, map| map.next_value().map(Self::Point),
            "lineString" => |_, map| map.next_value().map(Self::LineString),
            "polygon" => |_, map| map.next_value().map(Self::Polygon),
            "multiPoint" => |_, map| map.next_value().map(Self::MultiPoint),
            "multiLineString" => |_, map| map.next_value().map(Self::MultiLineString),
            "multiPolygon" => |_, map| map.next_value().map(Self::MultiPolygon),
            "collection" => |_, map| content(1, map).map(Self::Collection),
            _ => return None,
        })
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers: Vec<FromText<Number>> = Vec::deserialize(deserializer)?;
        let mut numbers = numbers.into_iter().map(|FromText(Number(value))| value);
        match (numbers.next(), numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
            (Some(x), Some(y), z, m, None) => Ok(Self { x, y, z, m }),
            _ => Err(de::Error::custom("a position has two to four numbers")),
        }
    }
}
