//! Serde to paths and names.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::read::Present;
use super::tagged::{Levels, Reader, Tagged, content, tagged};
use crate::ast::{
    Annotation, CountOptions, Expr, KeyPredicate, Name, Path, QualifiedName, Segment, SegmentKind,
    ServiceCall, Text, TypeName,
};

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let _level = Levels::enter(1)?;
        Self::new(Vec::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Segment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SegmentVisitor)
    }
}

struct SegmentVisitor;

impl<'de> Visitor<'de> for SegmentVisitor {
    type Value = Segment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a segment of a path, a string or a map of one key")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Segment, E> {
        let kind = match text {
            "$it" => SegmentKind::It,
            "$this" => SegmentKind::This,
            "$root" => SegmentKind::Root,
            "$count" => SegmentKind::Count(None),
            _ => match text.strip_prefix('@') {
                Some(alias) => SegmentKind::Alias(Name::new(alias).map_err(E::custom)?),
                None => SegmentKind::Property(Name::new(text).map_err(E::custom)?),
            },
        };
        Ok(kind.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Segment, A::Error> {
        tagged::<_, SegmentKind>(MapAccessDeserializer::new(map)).map(Segment::from)
    }
}

impl<'de> Tagged<'de> for SegmentKind {
    const WHAT: &'static str = "a segment";

    fn reader<A: MapAccess<'de>>(tag: &str) -> Option<Reader<A, Self, A::Error>> {
        Some(match tag {
            "cast" => |_, map| map.next_value().map(Self::Cast),
            "annotation" => annotation,
            "call" => service_call,
            "key" => |_, map| map.next_value().map(|KeyParts(key)| Self::Key(key)),
            "count" => count,
            "filter" => |_, map| map.next_value().map(Self::Filter),
            _ => return None,
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnnotationParts {
    term: QualifiedName,
    #[serde(default)]
    qualifier: Present<Name>,
}

fn annotation<'de, A: MapAccess<'de>>(_: &str, map: &mut A) -> Result<SegmentKind, A::Error> {
    let AnnotationParts { term, qualifier } = content(1, map)?;
    Ok(SegmentKind::Annotation(Box::new(Annotation { term, qualifier: qualifier.0 })))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceCallParts {
    name: QualifiedName,
    parameters: Vec<(Name, Expr)>,
}

fn service_call<'de, A: MapAccess<'de>>(_: &str, map: &mut A) -> Result<SegmentKind, A::Error> {
    let ServiceCallParts { name, parameters } = content(3, map)?;
    Ok(SegmentKind::Call(Box::new(ServiceCall { name, parameters })))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CountParts {
    #[serde(default)]
    filter: Present<Expr>,
    #[serde(default)]
    search: Present<Text>,
}

fn count<'de, A: MapAccess<'de>>(_: &str, map: &mut A) -> Result<SegmentKind, A::Error> {
    let CountParts { filter, search } = content(1, map)?;
    let options = CountOptions::new(filter.0, search.0).map_err(de::Error::custom)?;
    Ok(SegmentKind::Count(Some(Box::new(options))))
}

struct KeyParts(Box<KeyPredicate>);

impl<'de> Deserialize<'de> for KeyParts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = KeyParts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key: an expression, or a list of names and expressions")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<KeyParts, A::Error> {
        let value = Expr::deserialize(MapAccessDeserializer::new(map))?;
        Ok(KeyParts(Box::new(KeyPredicate::Simple(value))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<KeyParts, A::Error> {
        let _levels = Levels::enter(2)?;
        let values = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(KeyParts(Box::new(KeyPredicate::Compound(values))))
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Text::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for QualifiedName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Text::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for TypeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        let member = text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let name = QualifiedName::new(member.unwrap_or(&text)).map_err(de::Error::custom)?;
        Ok(Self { collection: member.is_some(), name })
    }
}
