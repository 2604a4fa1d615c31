//! Serde to expressions. Everything goes through the checking constructors.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::tagged::{Levels, Reader, Tagged, content, tagged};
use crate::ast::canonical_spans::respan;
use crate::ast::{
    BinaryOp, Direction, Expr, ExprKind, Filter, Function, Lambda, LambdaOp, Literal, Name,
    OrderBy, OrderByItem, Path, Text, TypeName, TypeTest,
};
use crate::span::Span;

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = Levels::are_closed();
        let expr = Self::new(tagged(deserializer)?, Span::default()).map_err(de::Error::custom)?;
        if whole { respan(expr).map_err(de::Error::custom) } else { Ok(expr) }
    }
}

impl<'de> Tagged<'de> for ExprKind {
    const WHAT: &'static str = "an expression";

    fn reader<A: MapAccess<'de>>(tag: &str) -> Option<Reader<A, Self, A::Error>> {
        Some(match tag {
            "path" => |_, map| map.next_value().map(Self::Path),
            "and" => |_, map| content(1, map).map(Self::And),
            "or" => |_, map| content(1, map).map(Self::Or),
            "not" => |_, map| map.next_value().map(Self::Not),
            "negate" => |_, map| map.next_value().map(Self::Negate),
            "list" => |_, map| content(1, map).map(Self::List),
            "array" => |_, map| content(1, map).map(Self::Array),
            "object" => |_, map| content(2, map).map(Self::Object),
            "case" => |_, map| content(2, map).map(Self::Case),
            "call" => |_, map| {
                content(1, map)
                    .map(|CallParts(function, arguments)| Self::Call(function, arguments))
            },
            "cast" => |_, map| type_test(map).map(Self::Cast),
            "isof" => |_, map| type_test(map).map(Self::IsOf),
            "any" => |_, map| lambda(LambdaOp::Any, map),
            "all" => |_, map| lambda(LambdaOp::All, map),
            _ if binary_op(tag).is_some() => binary,
            _ if Literal::reader::<A>(tag).is_some() => literal,
            _ => return None,
        })
    }
}

fn binary_op(tag: &str) -> Option<BinaryOp> {
    BinaryOp::ALL.iter().copied().find(|op| op.keyword() == tag)
}

fn binary<'de, A: MapAccess<'de>>(tag: &str, map: &mut A) -> Result<ExprKind, A::Error> {
    let operands = content(1, map)?;
    match binary_op(tag) {
        Some(op) => Ok(ExprKind::Binary(op, operands)),
        None => Err(de::Error::unknown_variant(tag, &[])),
    }
}

fn literal<'de, A: MapAccess<'de>>(tag: &str, map: &mut A) -> Result<ExprKind, A::Error> {
    match Literal::reader(tag) {
        Some(read) => read(tag, map).map(ExprKind::Literal),
        None => Err(de::Error::unknown_variant(tag, &[])),
    }
}

/// The name of a function, then its arguments.
struct CallParts(Function, Vec<Expr>);

impl<'de> Deserialize<'de> for CallParts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(CallVisitor)
    }
}

struct CallVisitor;

impl<'de> Visitor<'de> for CallVisitor {
    type Value = CallParts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a function and its arguments")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<CallParts, A::Error> {
        let function = function(&mut seq)?;
        let mut arguments = Vec::new();
        while let Some(argument) = seq.next_element()? {
            arguments.push(argument);
        }
        Ok(CallParts(function, arguments))
    }
}

fn function<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<Function, A::Error> {
    let name: Text =
        seq.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &CallVisitor))?;
    let function = Function::ALL.iter().copied().find(|function| function.name() == &*name);
    function.ok_or_else(|| {
        de::Error::custom(format_args!("`{name}` is not the name of a canonical function"))
    })
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeTestParts {
    #[serde(default)]
    operand: Present<Expr>,
    r#type: TypeName,
}

/// A part that may be left out, but is not `null`.
pub(super) struct Present<T>(pub(super) Option<T>);

impl<T> Default for Present<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Present<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(Some(value)))
    }
}

fn type_test<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Box<TypeTest>, A::Error> {
    let TypeTestParts { operand, r#type } = content(1, map)?;
    Ok(Box::new(TypeTest { operand: operand.0, type_name: r#type }))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LambdaParts {
    collection: Path,
    #[serde(default)]
    variable: Present<Name>,
    #[serde(default)]
    predicate: Present<Expr>,
}

fn lambda<'de, A: MapAccess<'de>>(op: LambdaOp, map: &mut A) -> Result<ExprKind, A::Error> {
    let LambdaParts { collection, variable, predicate } = content(1, map)?;
    let predicate = match (variable.0, predicate.0) {
        (Some(variable), Some(predicate)) => Some((variable, predicate)),
        (None, None) => None,
        (Some(_), None) => return Err(de::Error::missing_field("predicate")),
        (None, Some(_)) => return Err(de::Error::missing_field("variable")),
    };
    Ok(ExprKind::Lambda(Box::new(Lambda { op, collection, predicate })))
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Expr::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for OrderBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderByItemParts {
    expr: Expr,
    #[serde(default)]
    direction: Direction,
}

impl<'de> Deserialize<'de> for OrderByItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let OrderByItemParts { expr, direction } = OrderByItemParts::deserialize(deserializer)?;
        Ok(Self { expr, direction, span: Span::default() })
    }
}

impl<'de> Deserialize<'de> for Direction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        match &*text {
            "asc" => Ok(Self::Asc),
            "desc" => Ok(Self::Desc),
            other => Err(de::Error::unknown_variant(other, &["asc", "desc"])),
        }
    }
}
