//! What is known of a part of an expression.

use crate::ast::Literal;
use crate::endpoint::PropertyRule;
use crate::schema::{Primitive, Schema, Type};

/// What an expression gives, and what it is made of.
pub(super) struct Operand<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) subject: Subject<'a>,
    /// Whether it is the same for every record.
    pub(super) constant: bool,
}

/// The type of a value.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    /// `null` has every type.
    Null,
    /// Nothing is known, or what is wrong has been said.
    Unknown,
    /// A value of the type.
    One(Type<'a>),
    /// Any number of values of the type.
    Many(Type<'a>),
    /// A JSON object.
    Object,
}

/// What a value is made of.
pub(super) enum Subject<'a> {
    /// A literal.
    Literal(&'a Literal),
    /// A property that filters may use, or a function of one that may stand for it.
    Property(Subjected<'a>),
    /// A name that is unknown.
    UnknownName {
        /// Where the finding is among the faults.
        at: usize,
        /// The property that was meant, where that is known.
        meant: Option<Subjected<'a>>,
    },
    /// A property that the endpoint never filters or orders by.
    Unusable,
    /// What an operator or a function gave.
    Computed,
}

/// A property that filters may use.
pub(super) struct Subjected<'a> {
    pub(super) rule: &'a PropertyRule,
    pub(super) nullable: bool,
    /// Whether it is in lower case, by `tolower`.
    pub(super) lowered: bool,
}

/// Types whose values compare with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class<'a> {
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

impl<'a> Operand<'a> {
    pub(super) const fn computed(kind: Kind<'a>) -> Self {
        Self { kind, subject: Subject::Computed, constant: false }
    }

    /// A condition: true, false or null.
    pub(super) const fn condition() -> Self {
        Self::computed(Kind::One(Type::Primitive(Primitive::Boolean)))
    }

    /// A part about which everything has been said.
    pub(super) const fn settled(subject: Subject<'a>) -> Self {
        Self { kind: Kind::Unknown, subject, constant: false }
    }

    pub(super) const fn and_constant(mut self, constant: bool) -> Self {
        self.constant = constant;
        self
    }

    pub(super) fn literal(literal: &'a Literal, schema: &'a Schema) -> Self {
        Self { kind: kind_of(literal, schema), subject: Subject::Literal(literal), constant: true }
    }

    pub(super) const fn property(&self) -> Option<&Subjected<'a>> {
        match &self.subject {
            Subject::Property(property) => Some(property),
            _ => None,
        }
    }

    /// The property, also one whose name is written wrong.
    pub(super) const fn meant(&self) -> Option<&Subjected<'a>> {
        match &self.subject {
            Subject::Property(property) => Some(property),
            Subject::UnknownName { meant, .. } => meant.as_ref(),
            _ => None,
        }
    }

    /// A name of which nothing is known but the finding about it.
    pub(super) const fn unknown(at: usize) -> Self {
        Self::settled(Subject::UnknownName { at, meant: None })
    }

    pub(super) const fn is_unknown(&self) -> bool {
        matches!(self.subject, Subject::UnknownName { .. })
    }

    pub(super) const fn as_literal(&self) -> Option<&'a Literal> {
        match &self.subject {
            Subject::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    pub(super) const fn is_unusable(&self) -> bool {
        matches!(self.subject, Subject::Unusable)
    }
}

pub(super) fn kind_of<'a>(literal: &'a Literal, schema: &'a Schema) -> Kind<'a> {
    let primitive = match literal {
        Literal::Null => return Kind::Null,
        Literal::Enum(literal) => {
            let ty = schema.enum_type(literal.type_name()).map_or(Type::Dynamic, Type::Enum);
            return Kind::One(ty);
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
    Kind::One(Type::Primitive(primitive))
}

pub(super) fn class(ty: Type<'_>) -> Class<'_> {
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
    pub(super) const fn noun(self) -> &'static str {
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
}

impl Kind<'_> {
    /// What a value is, for people.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unknown => "a value",
            Self::One(ty) => class(ty).noun(),
            Self::Many(_) => "a collection",
            Self::Object => "an object",
        }
    }
}
