//! The binary operators and how tightly they bind.

use std::fmt;

/// How tightly an expression holds its operands (URL Conventions section 5.1.1.15), loosest
/// first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precedence {
    /// `or`
    Or,
    /// `and`
    And,
    /// `eq`, `ne`
    Equality,
    /// `gt`, `ge`, `lt`, `le`
    Relational,
    /// `add`, `sub`
    Additive,
    /// `mul`, `div`, `divby`, `mod`
    Multiplicative,
    /// `not`, `-`
    Unary,
    /// `has`, `in`
    Membership,
    /// literals, paths, calls
    Primary,
}

impl Precedence {
    /// The next tighter level.
    #[must_use]
    pub const fn tighter(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Equality,
            Self::Equality => Self::Relational,
            Self::Relational => Self::Additive,
            Self::Additive => Self::Multiplicative,
            Self::Multiplicative => Self::Unary,
            Self::Unary => Self::Membership,
            Self::Membership | Self::Primary => Self::Primary,
        }
    }
}

macro_rules! operators {
    ($($(#[doc = $doc:literal])+ $name:ident = $keyword:literal, $precedence:ident;)+) => {
        /// An operator between two operands; all associate to the left. `and` and `or` are
        /// not among them: they take any number of operands.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum BinaryOp {
            $($(#[doc = $doc])+ $name,)+
        }

        impl BinaryOp {
            /// Every operator.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The keyword, as canonical text writes it.
            #[must_use]
            pub const fn keyword(self) -> &'static str {
                match self { $(Self::$name => $keyword,)+ }
            }

            /// How tightly the operator binds.
            #[must_use]
            pub const fn precedence(self) -> Precedence {
                match self { $(Self::$name => Precedence::$precedence,)+ }
            }
        }
    };
}

operators! {
    /// Equal; null equals null.
    Eq = "eq", Equality;
    /// Not equal.
    Ne = "ne", Equality;
    /// Greater than.
    Gt = "gt", Relational;
    /// Greater than or equal.
    Ge = "ge", Relational;
    /// Less than.
    Lt = "lt", Relational;
    /// Less than or equal.
    Le = "le", Relational;
    /// The enumeration value has the flags.
    Has = "has", Membership;
    /// The value is a member of the list or collection.
    In = "in", Membership;
    /// Addition.
    Add = "add", Additive;
    /// Subtraction.
    Sub = "sub", Additive;
    /// Multiplication.
    Mul = "mul", Multiplicative;
    /// Division; of integers it truncates.
    Div = "div", Multiplicative;
    /// Division that promotes integers to decimals.
    DivBy = "divby", Multiplicative;
    /// Remainder, with the sign of the left operand.
    Mod = "mod", Multiplicative;
}

impl BinaryOp {
    /// Whether the operator compares: `eq`, `ne`, `gt`, `ge`, `lt`, `le`.
    #[must_use]
    pub const fn is_comparison(self) -> bool {
        matches!(self.precedence(), Precedence::Equality | Precedence::Relational)
    }

    /// Whether the operator calculates: `add`, `sub`, `mul`, `div`, `divby`, `mod`.
    #[must_use]
    pub const fn is_arithmetic(self) -> bool {
        matches!(self.precedence(), Precedence::Additive | Precedence::Multiplicative)
    }

    /// The comparison that gives the same answer with its operands exchanged: `gt` for `lt`.
    ///
    /// Operators that do not compare are given back as they are.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            other => other,
        }
    }
}

impl fmt::Display for BinaryOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}
