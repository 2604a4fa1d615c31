//! Primitive literals (ABNF `primitiveLiteral`).

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Geo, Guid, Name, QualifiedName, Text,
    TimeOfDay, TreeError,
};

/// A value written in a query, exact.
///
/// Equality is that of the written value: `NaN` equals `NaN`, `5.0` differs from `5.00`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// Digits only, within 64 bits.
    Int64(i64),
    /// Digits with a point, or beyond 64 bits.
    Decimal(Decimal),
    /// A number with an exponent, `NaN`, `INF`, `-INF`.
    Double(Double),
    /// `'O''Brien'`
    String(Text),
    /// `2012-09-03`
    Date(Date),
    /// `2012-09-03T22:09:02Z`
    DateTimeOffset(DateTimeOffset),
    /// `11:22:33`
    TimeOfDay(TimeOfDay),
    /// `duration'P1DT2H'`
    Duration(Duration),
    /// `01234567-89ab-cdef-0123-456789abcdef`
    Guid(Guid),
    /// `binary'Zm9v'`
    Binary(Binary),
    /// `Ns.Type'A,B'`
    Enum(Box<EnumLiteral>),
    /// `geography'SRID=0;Point(142.1 64.1)'`
    Geo(Box<Geo>),
}

/// Members of an enumeration with the type in front: `Sales.Pattern'Solid,Yellow'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumLiteral {
    type_name: QualifiedName,
    members: Vec<EnumMember>,
}

/// One member of an enumeration, by name or by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnumMember {
    /// By name.
    Name(Name),
    /// By its number.
    Value(i64),
}

/// A 64-bit floating-point number, equal to another if it has the same bits; all NaN are one.
#[derive(Clone, Copy, Debug)]
pub struct Double(pub f64);

/// Why a text is not a literal of some type, or values make none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LiteralError {
    /// It has another form; the text describes the right one.
    #[error("{0}")]
    Shape(&'static str),
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// An hour above 23, a minute above 59, a second above 60.
    #[error("hours go to 23, minutes to 59, seconds to 60")]
    NoSuchTime,
    /// More than 12 fraction digits.
    #[error("a second has at most 12 fraction digits")]
    TooPrecise,
    /// More than 28 digits.
    #[error("a decimal has at most 28 digits")]
    TooManyDigits,
    /// A date and a time without a zone.
    #[error("a DateTimeOffset ends in `Z` or an offset such as `+01:00`")]
    MissingZone {
        /// The bytes of the date and the time.
        length: usize,
    },
    /// Beyond what the type holds.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
}

impl EnumLiteral {
    /// Members of an enumeration.
    ///
    /// # Errors
    /// When the type has no namespace, or there is no member.
    pub fn new(type_name: QualifiedName, members: Vec<EnumMember>) -> Result<Self, TreeError> {
        if !type_name.is_qualified() {
            return Err(TreeError::Malformed("the type of an enumeration literal has a namespace"));
        }
        if members.is_empty() {
            return Err(TreeError::Malformed("an enumeration literal has at least one member"));
        }
        Ok(Self { type_name, members })
    }

    /// The enumeration, with its namespace.
    #[must_use]
    pub const fn type_name(&self) -> &QualifiedName {
        &self.type_name
    }

    /// The members, at least one.
    #[must_use]
    pub fn members(&self) -> &[EnumMember] {
        &self.members
    }
}

impl Literal {
    /// The name of the literal's type, such as `Edm.String`; `null` has none.
    #[must_use]
    pub fn type_name(&self) -> Option<&str> {
        Some(match self {
            Self::Null => return None,
            Self::Boolean(_) => "Edm.Boolean",
            Self::Int64(_) => "Edm.Int64",
            Self::Decimal(_) => "Edm.Decimal",
            Self::Double(_) => "Edm.Double",
            Self::String(_) => "Edm.String",
            Self::Date(_) => "Edm.Date",
            Self::DateTimeOffset(_) => "Edm.DateTimeOffset",
            Self::TimeOfDay(_) => "Edm.TimeOfDay",
            Self::Duration(_) => "Edm.Duration",
            Self::Guid(_) => "Edm.Guid",
            Self::Binary(_) => "Edm.Binary",
            Self::Enum(literal) => literal.type_name.as_str(),
            Self::Geo(geo) => geo.type_name(),
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Int64(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
            Self::String(value) => write_quoted(f, value),
            Self::Date(value) => value.fmt(f),
            Self::DateTimeOffset(value) => value.fmt(f),
            Self::TimeOfDay(value) => value.fmt(f),
            Self::Duration(value) => write!(f, "duration'{value}'"),
            Self::Guid(value) => value.fmt(f),
            Self::Binary(value) => write!(f, "binary'{value}'"),
            Self::Enum(value) => value.fmt(f),
            Self::Geo(value) => write!(f, "{}'{value}'", value.family),
        }
    }
}

/// A string in single quotes, the quotes in it doubled.
fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('\'')?;
    for (at, part) in text.split('\'').enumerate() {
        if at > 0 {
            f.write_str("''")?;
        }
        f.write_str(part)?;
    }
    f.write_char('\'')
}

impl fmt::Display for EnumLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}'", self.type_name)?;
        for (at, member) in self.members.iter().enumerate() {
            if at > 0 {
                f.write_char(',')?;
            }
            match member {
                EnumMember::Name(name) => name.fmt(f)?,
                EnumMember::Value(value) => value.fmt(f)?,
            }
        }
        f.write_char('\'')
    }
}

impl Double {
    /// The number as a coordinate: with an exponent only where it is very large or small.
    pub(crate) const fn plain(self) -> Plain {
        Plain(self)
    }
}

/// See [`Double::plain`].
pub(crate) struct Plain(Double);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Double(value)) = self;
        if *value == 0.0 || (1e-5..1e16).contains(&value.abs()) {
            value.fmt(f)
        } else {
            self.0.fmt(f)
        }
    }
}

impl PartialEq for Double {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits() || (self.0.is_nan() && other.0.is_nan())
    }
}

impl Eq for Double {}

impl fmt::Display for Double {
    /// Always with an exponent, since without one it would be read as a decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            value if value.is_nan() => f.write_str("NaN"),
            f64::INFINITY => f.write_str("INF"),
            f64::NEG_INFINITY => f.write_str("-INF"),
            value => write!(f, "{value:e}"),
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident,)+) => {$(
        impl From<$type> for Literal {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

from! {
    bool => Boolean,
    i64 => Int64,
    i32 => Int64,
    i16 => Int64,
    u32 => Int64,
    u16 => Int64,
    u8 => Int64,
    Decimal => Decimal,
    Double => Double,
    f64 => Double,
    &str => String,
    String => String,
    Text => String,
    Date => Date,
    chrono::NaiveDate => Date,
    DateTimeOffset => DateTimeOffset,
    TimeOfDay => TimeOfDay,
    chrono::NaiveTime => TimeOfDay,
    Duration => Duration,
    chrono::TimeDelta => Duration,
    Guid => Guid,
    Binary => Binary,
    EnumLiteral => Enum,
    Geo => Geo,
}

impl From<&String> for Literal {
    fn from(value: &String) -> Self {
        Self::from(value.as_str())
    }
}

impl From<Cow<'_, str>> for Literal {
    fn from(value: Cow<'_, str>) -> Self {
        Self::from(&*value)
    }
}

impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Literal {
    fn from(value: chrono::DateTime<Tz>) -> Self {
        Self::DateTimeOffset(value.into())
    }
}

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self(value)
    }
}
