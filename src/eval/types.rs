//! What is known of a value before there is a record.

use super::coerce::Coercion;
use crate::ast::Literal;
use crate::schema::{self, EnumType, Primitive, StructType};

/// The type of a part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type<'s> {
    /// Whatever the record has.
    Any,
    /// The literal `null`.
    Null,
    Boolean,
    /// Any numeric type: how numbers meet is decided by their values.
    Number,
    String,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Guid,
    Binary,
    Enum(&'s EnumType),
    Struct(&'s StructType),
    Collection(Box<Self>),
}

impl<'s> Type<'s> {
    pub(super) const fn of_literal(literal: &Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Boolean(_) => Self::Boolean,
            Literal::Int64(_) | Literal::Decimal(_) | Literal::Double(_) => Self::Number,
            Literal::String(_) | Literal::Enum(_) => Self::String,
            Literal::Date(_) => Self::Date,
            Literal::DateTimeOffset(_) => Self::DateTimeOffset,
            Literal::TimeOfDay(_) => Self::TimeOfDay,
            Literal::Duration(_) => Self::Duration,
            Literal::Guid(_) => Self::Guid,
            Literal::Binary(_) => Self::Binary,
            Literal::Geo(_) => Self::Any,
        }
    }

    /// The type that a schema declares.
    pub(super) fn of_schema(ty: schema::Type<'s>, collection: bool) -> Self {
        let ty = match ty {
            schema::Type::Dynamic => Self::Any,
            schema::Type::Enum(ty) => Self::Enum(ty),
            schema::Type::Struct(ty) => Self::Struct(ty),
            schema::Type::Primitive(primitive) => match primitive {
                Primitive::Binary => Self::Binary,
                Primitive::Boolean => Self::Boolean,
                Primitive::Date => Self::Date,
                Primitive::DateTimeOffset => Self::DateTimeOffset,
                Primitive::Duration => Self::Duration,
                Primitive::Guid => Self::Guid,
                Primitive::String => Self::String,
                Primitive::TimeOfDay => Self::TimeOfDay,
                number if number.is_number() => Self::Number,
                _ => Self::Any,
            },
        };
        if collection { Self::Collection(Box::new(ty)) } else { ty }
    }

    /// What the string of a record is read as where it meets a value of this type.
    pub(super) fn reading(&self) -> Coercion {
        match self {
            Self::Number => Coercion::Number,
            Self::Date => Coercion::DateOrDateTime,
            Self::DateTimeOffset => Coercion::DateTimeOffset,
            Self::TimeOfDay => Coercion::TimeOfDay,
            Self::Duration => Coercion::Duration,
            Self::Guid => Coercion::Guid,
            Self::Binary => Coercion::Binary,
            Self::Enum(ty) => Coercion::enumeration(ty),
            _ => Coercion::AsIs,
        }
    }

    /// Whether `eq` can be asked of the two.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any | Self::Null, _) | (_, Self::Any | Self::Null) => true,
            (Self::Collection(_) | Self::Struct(_), _)
            | (_, Self::Collection(_) | Self::Struct(_)) => false,
            (Self::Enum(_), Self::String) | (Self::String, Self::Enum(_)) => true,
            (Self::Date | Self::DateTimeOffset, Self::Date | Self::DateTimeOffset) => true,
            (a, b) => a == b,
        }
    }

    /// Whether a value of this type can be where one of `wanted` is needed.
    pub(super) fn fits(&self, wanted: &[Self]) -> bool {
        match self {
            Self::Any | Self::Null => true,
            // An enumeration's value is its member's name.
            Self::Enum(_) => wanted.contains(&Self::String),
            other => wanted.contains(other),
        }
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Null => "null",
            Self::Boolean => "a Boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Date => "a date",
            Self::DateTimeOffset => "a DateTimeOffset",
            Self::TimeOfDay => "a time of day",
            Self::Duration => "a duration",
            Self::Guid => "a guid",
            Self::Binary => "binary data",
            Self::Enum(_) => "an enumeration member",
            Self::Struct(_) => "a complex value",
            Self::Collection(_) => "a collection",
        }
    }
}
