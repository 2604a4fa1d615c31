//! The types of expressions, and which of them compare.

use crate::ast::{Expr, Literal};
use crate::schema::{Primitive, Schema, Type};

/// The type of an expression's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// `null`, which has every type.
    Null,
    /// Not known, or its fault has been reported.
    Unknown,
    /// A value of the type.
    One(Type<'a>),
    /// A collection of values of the type.
    Many(Type<'a>),
    /// A collection of collections.
    Nested,
    /// A JSON object.
    Object,
}

/// Types whose values compare with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class<'a> {
    Number,
    Text,
    Boolean,
    Date,
    Instant,
    TimeOfDay,
    Duration,
    Guid,
    Binary,
    Geo,
    Member(&'a str),
    Struct(&'a str),
    /// Not declared.
    Any,
}

/// Which types go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    /// As declared: what a service compares.
    Declared,
    /// As JSON holds the values: a member of an enumeration is a string, and a date is as good
    /// as a date and time.
    Json,
}

/// What expressions are analysed against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The types; without them only literals have one.
    pub(crate) schema: Option<&'a Schema>,
    /// The text that was parsed, for suggestions that keep a spelling.
    pub(crate) source: Option<&'a str>,
    pub(crate) typing: Typing,
}

/// An operand or argument, with its type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand<'a> {
    pub(crate) expr: &'a Expr,
    pub(crate) kind: Kind<'a>,
    /// The literal that it is, or that a parameter alias has as its value.
    pub(crate) literal: Option<&'a Literal>,
}

impl<'a> Kind<'a> {
    pub(crate) const BOOLEAN: Self = Self::One(Type::Primitive(Primitive::Boolean));
    pub(crate) const NUMBER: Self = Self::One(Type::Primitive(Primitive::Decimal));
    pub(crate) const STRING: Self = Self::One(Type::Primitive(Primitive::String));
    pub(crate) const DATE: Self = Self::One(Type::Primitive(Primitive::Date));
    pub(crate) const INSTANT: Self = Self::One(Type::Primitive(Primitive::DateTimeOffset));
    pub(crate) const DURATION: Self = Self::One(Type::Primitive(Primitive::Duration));

    pub(crate) fn of_literal(literal: &Literal, schema: Option<&'a Schema>) -> Self {
        let primitive = match literal {
            Literal::Null => return Self::Null,
            Literal::Enum(literal) => {
                let named = schema.and_then(|schema| schema.enum_type(literal.type_name()));
                return Self::One(named.map_or(Type::Dynamic, Type::Enum));
            }
            Literal::Boolean(_) => Primitive::Boolean,
            Literal::Int64(_) => Primitive::Int64,
            Literal::Decimal(_) => Primitive::Decimal,
            Literal::Double(_) => Primitive::Double,
            Literal::String(_) => Primitive::String,
            Literal::Date(_) => Primitive::Date,
            Literal::DateTimeOffset(_) => Primitive::DateTimeOffset,
            Literal::TimeOfDay(_) => Primitive::TimeOfDay,
            Literal::Duration(_) => Primitive::Duration,
            Literal::Guid(_) => Primitive::Guid,
            Literal::Binary(_) => Primitive::Binary,
            Literal::Geo(_) => Primitive::Geography,
        };
        Self::One(Type::Primitive(primitive))
    }

    /// The type that a path leads to.
    pub(crate) const fn of_schema(ty: Type<'a>, collection: bool) -> Self {
        match ty {
            ty if collection => Self::Many(ty),
            Type::Dynamic => Self::Unknown,
            ty => Self::One(ty),
        }
    }

    /// The type of each value of a collection; none for what is no collection.
    pub(crate) const fn member(self) -> Option<Self> {
        match self {
            Self::Many(ty) => Some(Self::of_schema(ty, false)),
            Self::Nested => Some(Self::Many(Type::Dynamic)),
            Self::Unknown | Self::Null => Some(Self::Unknown),
            Self::One(Type::Dynamic) => Some(Self::Unknown),
            Self::One(_) | Self::Object => None,
        }
    }

    /// The type of a collection of such values.
    pub(crate) const fn collection(self) -> Self {
        match self {
            Self::One(ty) => Self::Many(ty),
            Self::Many(_) | Self::Nested => Self::Nested,
            Self::Null | Self::Unknown | Self::Object => Self::Many(Type::Dynamic),
        }
    }

    /// Whether the type of the value is not known.
    pub(crate) const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown | Self::One(Type::Dynamic))
    }

    /// Whether it is a collection, of whatever.
    pub(crate) const fn is_collection(self) -> bool {
        matches!(self, Self::Many(_) | Self::Nested)
    }

    /// The class of a single value of a known type.
    pub(crate) fn class(self) -> Option<Class<'a>> {
        match self {
            Self::One(ty) => Some(class(ty)).filter(|class| *class != Class::Any),
            _ => None,
        }
    }

    /// Whether a condition may be of the type.
    pub(crate) fn is_condition(self) -> bool {
        match self {
            Self::Null | Self::Unknown => true,
            Self::One(ty) => matches!(class(ty), Class::Boolean | Class::Any),
            _ => false,
        }
    }

    /// What a value is, for people.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unknown => "a value",
            Self::One(ty) => class(ty).noun(),
            Self::Many(_) | Self::Nested => "a collection",
            Self::Object => "an object",
        }
    }
}

pub(crate) fn class(ty: Type<'_>) -> Class<'_> {
    match ty {
        Type::Primitive(primitive) => match primitive {
            Primitive::String => Class::Text,
            Primitive::Boolean => Class::Boolean,
            Primitive::Date => Class::Date,
            Primitive::DateTimeOffset => Class::Instant,
            Primitive::TimeOfDay => Class::TimeOfDay,
            Primitive::Duration => Class::Duration,
            Primitive::Guid => Class::Guid,
            Primitive::Binary | Primitive::Stream => Class::Binary,
            Primitive::Geography | Primitive::Geometry => Class::Geo,
            _ => Class::Number,
        },
        Type::Enum(ty) => Class::Member(&ty.name),
        Type::Struct(ty) => Class::Struct(&ty.name),
        Type::Dynamic => Class::Any,
    }
}

impl Class<'_> {
    /// What a value is, for people.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Text => "a string",
            Self::Boolean => "true or false",
            Self::Date => "a date",
            Self::Instant => "a date and time",
            Self::TimeOfDay => "a time of day",
            Self::Duration => "a duration",
            Self::Guid => "a guid",
            Self::Binary => "binary data",
            Self::Geo => "a place",
            Self::Member(_) => "a member of an enumeration",
            Self::Struct(_) => "an object with properties",
            Self::Any => "a value",
        }
    }

    /// Whether values of the two can be equal.
    pub(crate) fn compares(self, other: Self, typing: Typing) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (one, other) if typing == Typing::Declared => one == other,
            // JSON has no value of its own for these, and records hold them in several ways.
            (Self::Geo, _) | (_, Self::Geo) => true,
            (Self::Struct(_), _) | (_, Self::Struct(_)) => false,
            (Self::Member(_), Self::Text) | (Self::Text, Self::Member(_)) => true,
            (Self::Date | Self::Instant, Self::Date | Self::Instant) => true,
            (one, other) => one == other,
        }
    }
}
