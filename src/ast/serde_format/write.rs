//! Tree to serde.

use std::fmt;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::ast::lexical::GeoShapeKind;
use crate::ast::{
    Alias, BinaryOp, Direction, EnumLiteral, EnumMember, Expr, ExprKind, Filter, Function, Geo,
    GeoFamily, GeoShape, KeyPredicate, Lambda, LambdaOp, Literal, Name, OrderBy, OrderByItem, Path,
    Position, QualifiedName, Query, Segment, SegmentKind, SkipToken, Text, TypeName, TypeTest,
};

/// A map of one entry: what the thing is, and its parts.
fn tagged<S, T>(serializer: S, tag: &'static str, content: &T) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: Serialize + ?Sized,
{
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, content)?;
    map.end()
}

/// A value as its canonical text.
struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

macro_rules! as_text {
    ($($type:ty)+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+};
}

as_text! { Name QualifiedName TypeName SkipToken }

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            ExprKind::Literal(literal) => literal.serialize(serializer),
            ExprKind::Path(path) => tagged(serializer, "path", path),
            ExprKind::And(operands) => tagged(serializer, "and", operands),
            ExprKind::Or(operands) => tagged(serializer, "or", operands),
            ExprKind::Not(operand) => tagged(serializer, "not", operand),
            ExprKind::Negate(operand) => tagged(serializer, "negate", operand),
            ExprKind::Binary(op, operands) => {
                tagged(serializer, BinaryOp::keyword(*op), &**operands)
            }
            ExprKind::List(items) => tagged(serializer, "list", items),
            ExprKind::Call(function, arguments) => {
                tagged(serializer, "call", &CallParts(*function, arguments))
            }
            ExprKind::Cast(test) => tagged(serializer, "cast", &**test),
            ExprKind::IsOf(test) => tagged(serializer, "isof", &**test),
            ExprKind::Case(branches) => tagged(serializer, "case", branches),
            ExprKind::Lambda(lambda) => tagged(serializer, LambdaOp::name(lambda.op), &**lambda),
            ExprKind::Array(items) => tagged(serializer, "array", items),
            ExprKind::Object(members) => tagged(serializer, "object", members),
        }
    }
}

/// The name of a function, then its arguments.
struct CallParts<'a>(Function, &'a [Expr]);

impl Serialize for CallParts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.1.len() + 1))?;
        seq.serialize_element(self.0.name())?;
        self.1.iter().try_for_each(|argument| seq.serialize_element(argument))?;
        seq.end()
    }
}

impl Serialize for TypeTest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(operand) = &self.operand {
            map.serialize_entry("operand", operand)?;
        }
        map.serialize_entry("type", &self.type_name)?;
        map.end()
    }
}

impl Serialize for Lambda {
    /// Without the operator, which is the tag.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("collection", &self.collection)?;
        if let Some((variable, predicate)) = &self.predicate {
            map.serialize_entry("variable", variable)?;
            map.serialize_entry("predicate", predicate)?;
        }
        map.end()
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.segments())
    }
}

impl Serialize for Segment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            SegmentKind::It
            | SegmentKind::This
            | SegmentKind::Root
            | SegmentKind::Alias(_)
            | SegmentKind::Property(_)
            | SegmentKind::Count(None) => serializer.collect_str(self),
            SegmentKind::Cast(name) => tagged(serializer, "cast", name),
            SegmentKind::Annotation(annotation) => {
                let parts = AnnotationParts {
                    term: &annotation.term,
                    qualifier: annotation.qualifier.as_ref(),
                };
                tagged(serializer, "annotation", &parts)
            }
            SegmentKind::Call(call) => {
                let parts = ServiceCallParts { name: &call.name, parameters: &call.parameters };
                tagged(serializer, "call", &parts)
            }
            SegmentKind::Key(key) => match &**key {
                KeyPredicate::Simple(value) => tagged(serializer, "key", value),
                KeyPredicate::Compound(values) => tagged(serializer, "key", values),
            },
            SegmentKind::Count(Some(options)) => {
                let parts = CountParts { filter: options.filter(), search: options.search() };
                tagged(serializer, "count", &parts)
            }
            SegmentKind::Filter(condition) => tagged(serializer, "filter", condition),
        }
    }
}

#[derive(serde::Serialize)]
struct AnnotationParts<'a> {
    term: &'a QualifiedName,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'a Name>,
}

#[derive(serde::Serialize)]
struct ServiceCallParts<'a> {
    name: &'a QualifiedName,
    parameters: &'a [(Name, Expr)],
}

#[derive(serde::Serialize)]
struct CountParts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<&'a Expr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<&'a Text>,
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => tagged(serializer, "null", &()),
            Self::Boolean(value) => tagged(serializer, "boolean", value),
            Self::Int64(value) => tagged(serializer, "int64", value),
            Self::Decimal(value) => tagged(serializer, "decimal", &Shown(value)),
            Self::Double(value) => tagged(serializer, "double", &Shown(value)),
            Self::String(value) => tagged(serializer, "string", value),
            Self::Date(value) => tagged(serializer, "date", &Shown(value)),
            Self::DateTimeOffset(value) => tagged(serializer, "dateTimeOffset", &Shown(value)),
            Self::TimeOfDay(value) => tagged(serializer, "timeOfDay", &Shown(value)),
            Self::Duration(value) => tagged(serializer, "duration", &Shown(value)),
            Self::Guid(value) => tagged(serializer, "guid", &Shown(value)),
            Self::Binary(value) => tagged(serializer, "binary", &Shown(value)),
            Self::Enum(value) => tagged(serializer, "enum", &EnumParts::of(value)),
            Self::Geo(value) => match value.family() {
                GeoFamily::Geography => tagged(serializer, "geography", &GeoParts::of(value)),
                GeoFamily::Geometry => tagged(serializer, "geometry", &GeoParts::of(value)),
            },
        }
    }
}

#[derive(serde::Serialize)]
struct EnumParts<'a> {
    r#type: &'a QualifiedName,
    members: Vec<MemberPart<'a>>,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum MemberPart<'a> {
    Name(&'a Name),
    Value(i64),
}

impl<'a> EnumParts<'a> {
    fn of(literal: &'a EnumLiteral) -> Self {
        let members = literal.members().iter().map(|member| match member {
            EnumMember::Name(name) => MemberPart::Name(name),
            EnumMember::Value(value) => MemberPart::Value(*value),
        });
        Self { r#type: literal.type_name(), members: members.collect() }
    }
}

#[derive(serde::Serialize)]
struct GeoParts<'a> {
    srid: u32,
    shape: &'a GeoShape,
}

impl<'a> GeoParts<'a> {
    const fn of(geo: &'a Geo) -> Self {
        Self { srid: geo.srid(), shape: geo.shape() }
    }
}

impl Serialize for GeoShape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            GeoShapeKind::Point(position) => tagged(serializer, "point", position),
            GeoShapeKind::LineString(line) => tagged(serializer, "lineString", line),
            GeoShapeKind::Polygon(rings) => tagged(serializer, "polygon", rings),
            GeoShapeKind::MultiPoint(points) => tagged(serializer, "multiPoint", points),
            GeoShapeKind::MultiLineString(lines) => tagged(serializer, "multiLineString", lines),
            GeoShapeKind::MultiPolygon(polygons) => tagged(serializer, "multiPolygon", polygons),
            GeoShapeKind::Collection(shapes) => tagged(serializer, "collection", shapes),
        }
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = [Some(self.x), Some(self.y), self.z, self.m];
        serializer.collect_seq(all.into_iter().flatten().map(|number| Shown(number.plain())))
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.expr().serialize(serializer)
    }
}

impl Serialize for OrderBy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.items())
    }
}

impl Serialize for OrderByItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("expr", &self.expr)?;
        map.serialize_entry("direction", &self.direction)?;
        map.end()
    }
}

impl Serialize for Direction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        })
    }
}

impl Serialize for Query {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(filter) = self.filter() {
            map.serialize_entry("filter", filter)?;
        }
        if let Some(orderby) = self.order_by() {
            map.serialize_entry("orderby", orderby)?;
        }
        if let Some(top) = self.top() {
            map.serialize_entry("top", &top)?;
        }
        if let Some(token) = self.skip_token() {
            map.serialize_entry("skiptoken", token)?;
        }
        if !self.aliases().is_empty() {
            let pairs = self.aliases().iter().map(|Alias { name, value, .. }| (name, value));
            map.serialize_entry("aliases", &pairs.collect::<Vec<_>>())?;
        }
        if !self.other_options().is_empty() {
            let options = self.other_options().iter();
            let parts = options.map(|o| OtherParts { name: &o.name, value: o.value.as_ref() });
            map.serialize_entry("other", &parts.collect::<Vec<_>>())?;
        }
        map.end()
    }
}

#[derive(serde::Serialize)]
struct OtherParts<'a> {
    name: &'a Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a Text>,
}
