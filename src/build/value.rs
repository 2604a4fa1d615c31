//! What values a property can be compared with, checked by the compiler.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::{DateTime, TimeZone};

use crate::ast::{DateTimeOffset, Literal};
use crate::graph::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};

/// The kind of a property whose values are strings.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

/// The kind of a property whose values are points in time.
#[derive(Clone, Copy, Debug)]
pub enum Instant {}

/// The kind of a property whose values are integers.
#[derive(Clone, Copy, Debug)]
pub enum Number {}

/// The kind of a property whose values are members of an enumeration.
#[derive(Clone, Copy, Debug)]
pub struct Member<E>(PhantomData<E>);

/// A value that can be compared with a property of some kind.
///
/// ```compile_fail
/// odata_query::build::field::job_id().eq(5);
/// ```
pub trait Value<Kind> {
    /// The literal that a query has for the value.
    fn into_literal(self) -> Literal;
}

macro_rules! values {
    ($($kind:ty { $($value:ty => $literal:expr,)+ })+) => {$($(
        impl Value<$kind> for $value {
            fn into_literal(self) -> Literal {
                let literal: fn($value) -> Literal = $literal;
                literal(self)
            }
        }
    )+)+};
}

values! {
    Text {
        &str => |text| text.into(),
        &&str => |text| (*text).into(),
        String => |text| text.into(),
        &String => |text| text.as_str().into(),
        Cow<'_, str> => |text| text.into_owned().into(),
    }
    Number {
        i64 => |number| number.into(),
        i32 => |number| number.into(),
        i16 => |number| number.into(),
        u32 => |number| number.into(),
        u16 => |number| number.into(),
        u8 => |number| number.into(),
    }
    Instant {
        DateTimeOffset => |time| time.into(),
    }
    Member<ProvisioningAction> {
        ProvisioningAction => |member| member.into(),
        &ProvisioningAction => |member| member.as_str().into(),
    }
    Member<ProvisioningResult> {
        ProvisioningResult => |member| member.into(),
        &ProvisioningResult => |member| member.as_str().into(),
    }
    Member<ProvisioningStepType> {
        ProvisioningStepType => |member| member.into(),
        &ProvisioningStepType => |member| member.as_str().into(),
    }
    Member<StatusErrorCategory> {
        StatusErrorCategory => |member| member.into(),
        &StatusErrorCategory => |member| member.as_str().into(),
    }
    Member<InitiatorType> {
        InitiatorType => |member| member.into(),
        &InitiatorType => |member| member.as_str().into(),
    }
}

impl<Tz: TimeZone> Value<Instant> for &DateTime<Tz> {
    fn into_literal(self) -> Literal {
        self.clone().into()
    }
}

impl<Tz: TimeZone> Value<Instant> for DateTime<Tz> {
    fn into_literal(self) -> Literal {
        self.into()
    }
}
