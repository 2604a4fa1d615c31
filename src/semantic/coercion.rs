//! What strings are read as where another type is needed: JSON has no dates, and a query may
//! write a duration or a member of an enumeration as a string.

use std::sync::Arc;

use super::types::{Class, Kind, class};
use crate::ast::Text;
use crate::schema::{EnumType, Type};

/// What a value of a record is taken for, as the rest of the expression or the schema says.
/// A string that cannot be read is null; a value that is not a string stays what it is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Coercion {
    /// As the record has it.
    #[default]
    AsIs,
    Number,
    /// A DateTimeOffset; a date alone means midnight UTC.
    DateTimeOffset,
    /// A date or a DateTimeOffset, whichever it is written as.
    DateOrDateTime,
    Date,
    TimeOfDay,
    /// A time of day, or a DateTimeOffset that has one.
    TimeOrDateTime,
    Duration,
    Guid,
    Binary,
    /// What arithmetic with a duration or a date takes.
    Temporal,
    /// What can be multiplied.
    NumberOrDuration,
    /// What can be added.
    NumberOrTemporal,
    /// A member's name, where the record may have its number, or its name in another case, as
    /// the portal's downloads do. Applied to records; the filter is taken as it is.
    Enum(Arc<[(i64, Text)]>),
    /// A member by its exact name or its number.
    Member(Arc<[(i64, Text)]>),
}

impl Coercion {
    /// What a string is read as where it meets a value of this type.
    pub(crate) fn of(kind: Kind<'_>) -> Self {
        let Kind::One(ty) = kind else { return Self::AsIs };
        if let Type::Enum(ty) = ty {
            return Self::Enum(members(ty));
        }
        match class(ty) {
            Class::Number => Self::Number,
            Class::Date => Self::DateOrDateTime,
            Class::Instant => Self::DateTimeOffset,
            Class::TimeOfDay => Self::TimeOfDay,
            Class::Duration => Self::Duration,
            Class::Guid => Self::Guid,
            Class::Binary => Self::Binary,
            _ => Self::AsIs,
        }
    }

    /// For a value that is cast to an enumeration.
    pub(crate) fn member(ty: &EnumType) -> Self {
        Self::Member(members(ty))
    }
}

fn members(ty: &EnumType) -> Arc<[(i64, Text)]> {
    ty.members.iter().map(|member| (member.value, member.name.clone())).collect()
}
