//! The stable names of all findings.

use std::fmt;

use serde::{Serialize, Serializer};

/// Whether a finding makes the query unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The query is not in the language, or the endpoint would reject it.
    Error,
    /// The query would be accepted, but a part of it may be a mistake.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($severity:ident { $($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+ })+) => {
        /// Which fault a finding names; the text of each is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($($(#[doc = $doc])+ $name,)+)+
        }

        impl Code {
            /// Every code, errors first.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)+)+];

            /// The stable name, such as `unknown-property`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$name => $text,)+)+ }
            }

            /// What the code is for, in one sentence.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $($(Self::$name => concat!($($doc),+).trim_ascii(),)+)+ }
            }

            /// Whether the code is that of an error or of a warning.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $($(Self::$name => Severity::$severity,)+)+ }
            }
        }
    };
}

codes! {
    Error {
        /// Not in the language.
        Syntax = "syntax",
        /// Nested more deeply than the limits allow.
        TooDeep = "too-deep",
        /// More bytes, nodes, list items or characters of a name than the limits allow.
        TooLong = "too-long",
        /// Percent-encoding or UTF-8 is broken.
        BadEncoding = "bad-encoding",
        /// An operator that the endpoint does not accept, or not on this property.
        UnsupportedOperator = "unsupported-operator",
        /// A function that the endpoint does not accept, or not on this property.
        UnsupportedFunction = "unsupported-function",
        /// A system query option or parameter alias that the endpoint does not accept.
        UnsupportedOption = "unsupported-option",
        /// A parameter alias that has no value.
        UnboundAlias = "unbound-alias",
        /// A name that is not in the schema.
        UnknownProperty = "unknown-property",
        /// A property that is in the schema, but not for `$filter`.
        NotFilterable = "not-filterable",
        /// A property that is in the schema, but not for `$orderby`.
        NotSortable = "not-sortable",
        /// Operands whose types do not go together.
        TypeMismatch = "type-mismatch",
        /// A string that names no member of the enumeration.
        UnknownEnumMember = "unknown-enum-member",
        /// A query option that is given twice.
        DuplicateOption = "duplicate-option",
        /// `$top` outside the range of the endpoint.
        TopOutOfRange = "top-out-of-range",
        /// A URL of another host than those that offer the endpoint.
        ForeignHost = "foreign-host",
        /// A URL of another path than that of the endpoint.
        ForeignPath = "foreign-path",
        /// A part that depends on no record and has no value, such as `1 div 0`.
        ConstantFault = "constant-fault",
    }
    Warning {
        /// Taken by the service, but not documented.
        Undocumented = "undocumented",
        /// A name in another case than the schema's.
        Case = "case",
        /// Another name for a property.
        Alias = "alias",
        /// A date alone, which is read as midnight UTC.
        DatePromoted = "date-promoted",
        /// An enumeration member with its type in front.
        QualifiedEnum = "qualified-enum",
        /// A URL with characters that should have been percent-encoded.
        Unencoded = "unencoded",
        /// A condition that does not depend on the record.
        ConstantFilter = "constant-filter",
        /// A condition that no record meets.
        NeverTrue = "never-true",
        /// A page size that has never been seen to work.
        LargeTop = "large-top",
        /// A token without the page size it was made with.
        SkiptokenWithoutTop = "skiptoken-without-top",
        /// A query option that OData does not define.
        CustomOption = "custom-option",
        /// A query option that has no effect on records evaluated here.
        IgnoredOption = "ignored-option",
        /// `not a eq b`, which reads as `(not a) eq b`.
        NotPrecedence = "not-precedence",
        /// A URL of this machine, such as that of a test server.
        LoopbackHost = "loopback-host",
        /// A URL longer than some clients and proxies take.
        LongUrl = "long-url",
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
