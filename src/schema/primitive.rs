//! The primitive types of EDM (CSDL section 3.3).

use std::fmt;
use std::str::FromStr;

macro_rules! primitives {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// A primitive type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Primitive {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Primitive {
            /// Every primitive type.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name, such as `Edm.String`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The type that is spelled exactly so.
            fn spelled(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

primitives! {
    /// Bytes.
    Binary = "Edm.Binary",
    /// True or false.
    Boolean = "Edm.Boolean",
    /// 8 bits without a sign.
    Byte = "Edm.Byte",
    /// A day of the calendar.
    Date = "Edm.Date",
    /// An instant and its offset from UTC.
    DateTimeOffset = "Edm.DateTimeOffset",
    /// A number with decimal places.
    Decimal = "Edm.Decimal",
    /// 64 bits of floating point.
    Double = "Edm.Double",
    /// Days, hours, minutes and seconds.
    Duration = "Edm.Duration",
    /// A place or shape on the Earth.
    Geography = "Edm.Geography",
    /// A place or shape on a plane.
    Geometry = "Edm.Geometry",
    /// 128 bits that identify something.
    Guid = "Edm.Guid",
    /// 16 bits with a sign.
    Int16 = "Edm.Int16",
    /// 32 bits with a sign.
    Int32 = "Edm.Int32",
    /// 64 bits with a sign.
    Int64 = "Edm.Int64",
    /// 8 bits with a sign.
    SByte = "Edm.SByte",
    /// 32 bits of floating point.
    Single = "Edm.Single",
    /// A resource of bytes.
    Stream = "Edm.Stream",
    /// Text.
    String = "Edm.String",
    /// A time without a day.
    TimeOfDay = "Edm.TimeOfDay",
}

impl Primitive {
    /// Whether values are numbers, which compare with each other whatever their type.
    #[must_use]
    pub const fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::Decimal | Self::Double | Self::Single)
    }

    /// Whether values are whole numbers.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::Byte | Self::SByte | Self::Int16 | Self::Int32 | Self::Int64)
    }

    /// The type of this name, in whatever shape of `Edm.Geography` or `Edm.Geometry`.
    pub(super) fn named(name: &str) -> Option<Self> {
        // Most types of properties are not primitive, and no other name starts like that.
        if !name.starts_with("Edm.") {
            return None;
        }
        let shape =
            || [Self::Geography, Self::Geometry].into_iter().find(|p| name.starts_with(p.name()));
        Self::spelled(name).or_else(shape)
    }
}

impl fmt::Display for Primitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text is not the name of a primitive type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no primitive type")]
pub struct UnknownPrimitive(String);

impl FromStr for Primitive {
    type Err = UnknownPrimitive;

    /// Reads the name; the many shapes of `Edm.Geography` and `Edm.Geometry` are one type.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::named(text).ok_or_else(|| UnknownPrimitive(text.to_owned()))
    }
}
