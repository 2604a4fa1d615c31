//! What values a property can be compared with, checked by the compiler.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::{DateTime, TimeZone};

use crate::ast::{DateTimeOffset, Literal};

/// The kind of a property whose values are strings.
#[derive(Clone, Copy, Debug)]
pub enum TextKind {}

/// The kind of a property whose values are points in time.
#[derive(Clone, Copy, Debug)]
pub enum DateTimeKind {}

/// The kind of a property whose values are integers.
#[derive(Clone, Copy, Debug)]
pub enum NumberKind {}

/// The kind of a property whose values are members of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct EnumKind<E>(PhantomData<E>);

/// A value that can be compared with a property of some kind.
///
/// ```compile_fail
/// odata_query::graph::field::job_id().eq(5);
/// ```
pub trait ValueOf<Kind> {
    /// The literal that a query has for the value.
    fn into_literal(self) -> Literal;
}

macro_rules! values {
    ($($kind:ty { $($value:ty => $literal:expr,)+ })+) => {$($(
        impl ValueOf<$kind> for $value {
            fn into_literal(self) -> Literal {
                let literal: fn($value) -> Literal = $literal;
                literal(self)
            }
        }
    )+)+};
}

values! {
    TextKind {
        &str => |text| text.into(),
        &&str => |text| (*text).into(),
        String => |text| text.into(),
        &String => |text| text.as_str().into(),
        Cow<'_, str> => |text| text.into_owned().into(),
    }
    NumberKind {
        i64 => |number| number.into(),
        i32 => |number| number.into(),
        i16 => |number| number.into(),
        u32 => |number| number.into(),
        u16 => |number| number.into(),
        u8 => |number| number.into(),
    }
    DateTimeKind {
        DateTimeOffset => |time| time.into(),
    }
}

impl<Tz: TimeZone> ValueOf<DateTimeKind> for &DateTime<Tz> {
    fn into_literal(self) -> Literal {
        self.clone().into()
    }
}

impl<Tz: TimeZone> ValueOf<DateTimeKind> for DateTime<Tz> {
    fn into_literal(self) -> Literal {
        self.into()
    }
}
