//! Building conditions in code, from values instead of text.
//!
//! ```
//! use odata_query::build::path;
//!
//! let failed = path("provisioningStatusInfo/status").eq("failure");
//! let filter = failed.and(path("jobId").eq("O'Brien")).build().unwrap();
//! assert_eq!(
//!     filter.to_string(),
//!     "provisioningStatusInfo/status eq 'failure' and jobId eq 'O''Brien'",
//! );
//! ```

use crate::ast::{BinaryOp, Expr, ExprKind, Filter, Function, Literal, Path, PathError, TreeError};
use crate::span::Span;

/// Why a condition could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A name is not an identifier, or the names make no path.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The parts make no expression.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// A property path with `/` between its names; checked when the condition is built.
#[must_use]
pub fn path(names: &str) -> Operand {
    Operand(Path::of(names.split('/')).map(Expr::from).map_err(BuildError::from))
}

/// Something that a condition is about.
#[derive(Clone, Debug)]
pub struct Operand(Result<Expr, BuildError>);

/// A condition on its way; what is wrong with it is said by [`build`](Condition::build).
#[derive(Clone, Debug)]
pub struct Condition(Result<Expr, BuildError>);

macro_rules! comparisons {
    ($($(#[doc = $doc:literal])+ $name:ident = $op:ident;)+) => {
        impl Operand {
            $($(#[doc = $doc])+
            #[must_use]
            pub fn $name(self, value: impl Into<Literal>) -> Condition {
                let value = Expr::from(value.into());
                Condition(self.0.and_then(|path| Ok(Expr::binary(BinaryOp::$op, path, value)?)))
            })+
        }
    };
}

comparisons! {
    /// Equal to a value.
    eq = Eq;
    /// Not equal to a value.
    ne = Ne;
    /// Greater than a value.
    gt = Gt;
    /// Greater than a value, or equal.
    ge = Ge;
    /// Less than a value.
    lt = Lt;
    /// Less than a value, or equal.
    le = Le;
}

impl Operand {
    /// Contains a text.
    #[must_use]
    pub fn contains(self, text: &str) -> Condition {
        Condition(self.0.and_then(|path| {
            let arguments = vec![path, Expr::from(Literal::from(text))];
            Ok(Expr::new(ExprKind::Call(Function::Contains, arguments), Span::default())?)
        }))
    }
}

impl Condition {
    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.joined(
            other,
            |kind| match kind {
                ExprKind::And(operands) => Ok(operands),
                other => Err(other),
            },
            ExprKind::And,
        )
    }

    /// One of the conditions.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.joined(
            other,
            |kind| match kind {
                ExprKind::Or(operands) => Ok(operands),
                other => Err(other),
            },
            ExprKind::Or,
        )
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        let not = |expr| Expr::new(ExprKind::Not(Box::new(expr)), Span::default());
        Self(self.0.and_then(|expr| Ok(not(expr)?)))
    }

    /// The filter.
    ///
    /// # Errors
    /// When a name was no identifier, or the condition is nested too deeply.
    pub fn build(self) -> Result<Filter, BuildError> {
        Ok(Filter::new(self.0?)?)
    }

    /// A chain goes on, so that a long one is wide, not deep.
    fn joined(
        self,
        other: Self,
        open: impl Fn(ExprKind) -> Result<Vec<Expr>, ExprKind>,
        close: impl Fn(Vec<Expr>) -> ExprKind,
    ) -> Self {
        Self(self.0.and_then(|left| {
            let right = other.0?;
            let mut operands = match open(left.into_kind()) {
                Ok(operands) => operands,
                Err(kind) => vec![Expr::new(kind, Span::default())?],
            };
            operands.push(right);
            Ok(Expr::new(close(operands), Span::default())?)
        }))
    }
}
