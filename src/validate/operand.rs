//! What is known of an operand: its type, and what it is made of.

use crate::ast::{Expr, Literal};
use crate::endpoint::PropertyRule;
use crate::schema::Schema;
use crate::semantic;
pub(super) use crate::semantic::{Class, Kind, class};

/// What an expression gives, and what it is made of.
pub(super) struct Operand<'a> {
    pub(super) kind: Kind<'a>,
    pub(super) subject: Subject<'a>,
    /// Whether it is the same for every record.
    pub(super) constant: bool,
}

/// What a value is made of.
pub(super) enum Subject<'a> {
    /// A literal.
    Literal(&'a Literal),
    /// A property that filters may use, or a function of one that may replace it.
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

impl<'a> Operand<'a> {
    pub(super) const fn computed(kind: Kind<'a>) -> Self {
        Self { kind, subject: Subject::Computed, constant: false }
    }

    /// A condition: true, false or null.
    pub(super) const fn condition() -> Self {
        Self::computed(Kind::BOOLEAN)
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
        let kind = Kind::of_literal(literal, Some(schema));
        Self { kind, subject: Subject::Literal(literal), constant: true }
    }

    /// The operand as the analysis of types takes it.
    pub(super) const fn typed(&self, expr: &'a Expr) -> semantic::Operand<'a> {
        semantic::Operand { expr, kind: self.kind, literal: self.as_literal() }
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

    /// An unknown name, whose finding is at this index of the faults.
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
