//! The evolvable enumerations of the model: a member that is not known is kept.

use std::fmt;

use crate::ast::Literal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! evolvable {
    ($($(#[doc = $doc:literal])+ $name:ident { $($member:ident = $text:literal,)+ })+) => {$(
        $(#[doc = $doc])+
        ///
        /// Read from a member's name, in whatever case, or from its number; written by name.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $member,)+
            /// A member that this crate does not know.
            Other(String),
        }

        impl $name {
            /// The known members, in the order of their numbers, from 0.
            const KNOWN: &'static [(&'static str, Self)] = &[$(($text, Self::$member),)+];

            /// The member's name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$member => $text,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<$name> for Literal {
            fn from(member: $name) -> Self {
                Self::from(member.as_str())
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                let known = Self::KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                known.map_or_else(|| Self::Other(name.to_owned()), |(_, member)| member.clone())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(match Spelled::deserialize(deserializer)? {
                    Spelled::Name(name) => Self::from(name.as_str()),
                    Spelled::Number(number) => {
                        let known = usize::try_from(number).ok().and_then(|n| Self::KNOWN.get(n));
                        known.map_or_else(|| Self::Other(number.to_string()), |(_, m)| m.clone())
                    }
                })
            }
        }
    )+};
}

/// Graph writes members by name, diagnostic settings some of them by number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelled {
    Name(String),
    Number(i64),
}

evolvable! {
    /// What was done to an object.
    ProvisioningAction {
        Unspecified = "other",
        Create = "create",
        Delete = "delete",
        Disable = "disable",
        Update = "update",
        StagedDelete = "stagedDelete",
        UnknownFutureValue = "unknownFutureValue",
    }

    /// How an event or a step ended.
    ProvisioningResult {
        Success = "success",
        Failure = "failure",
        Skipped = "skipped",
        Warning = "warning",
        UnknownFutureValue = "unknownFutureValue",
    }

    /// The kinds of steps.
    ProvisioningStepType {
        Import = "import",
        Scoping = "scoping",
        Matching = "matching",
        Processing = "processing",
        ReferenceResolution = "referenceResolution",
        Export = "export",
        UnknownFutureValue = "unknownFutureValue",
    }

    /// Whose fault an error was.
    StatusErrorCategory {
        Failure = "failure",
        NonServiceFailure = "nonServiceFailure",
        Success = "success",
        UnknownFutureValue = "unknownFutureValue",
    }

    /// The kinds of initiators.
    InitiatorType {
        User = "user",
        Application = "application",
        System = "system",
        UnknownFutureValue = "unknownFutureValue",
    }
}
