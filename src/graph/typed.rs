//! What a typed field of Graph is made of: a hidden marker type, and a function that gives it.

use crate::ast::Literal;
use crate::build::{EnumKind, ValueOf};

use super::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};

/// Declares the properties at the root of a record: the function, its marker type, the path, the
/// kind of the values, and the traits for what the endpoint supports.
macro_rules! fields {
    ($($name:ident: $marker:ident = $path:literal, $kind:ty [$($supports:ident)*];)+) => {
        $(
            property_type! { $marker = $path, $kind [$($supports)*] }

            #[doc = concat!("`", $path, "`")]
            #[must_use]
            pub const fn $name() -> Field<$marker> {
                Field::new()
            }
        )+
    };
}

/// Declares the properties below a complex property, as methods of its type.
macro_rules! group {
    (
        $group:ident: $ty:ident = $outer:literal;
        $($name:ident: $marker:ident = $path:literal, $kind:ty [$($supports:ident)*];)+
    ) => {
        #[doc = concat!("The properties below `", $outer, "`.")]
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct $ty;

        #[doc = concat!("`", $outer, "`")]
        #[must_use]
        pub const fn $group() -> $ty {
            $ty
        }

        $(property_type! { $marker = $path, $kind [$($supports)*] })+

        impl $ty {
            $(
                #[doc = concat!("`", $path, "`")]
                #[must_use]
                pub const fn $name(self) -> Field<$marker> {
                    Field::new()
                }
            )+
        }
    };
}

/// The type that stands for a property in [`Field`](crate::build::Field).
macro_rules! property_type {
    ($marker:ident = $path:literal, $kind:ty [$($supports:ident)*]) => {
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug)]
        pub enum $marker {}

        impl Property for $marker {
            const PATH: &'static str = $path;
            type Kind = $kind;
        }

        $(impl $supports for $marker {})*
    };
}

/// A member of an enumeration is a value of the properties of that enumeration.
macro_rules! members {
    ($($type:ty)+) => {$(
        impl ValueOf<EnumKind<$type>> for $type {
            fn into_literal(self) -> Literal {
                self.into()
            }
        }

        impl ValueOf<EnumKind<$type>> for &$type {
            fn into_literal(self) -> Literal {
                self.as_str().into()
            }
        }
    )+};
}

members! {
    ProvisioningAction ProvisioningResult ProvisioningStepType StatusErrorCategory InitiatorType
}

pub(super) use {fields, group, property_type};
