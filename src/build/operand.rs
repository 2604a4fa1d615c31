//! Paths that are checked at run time, and what conditions can be made of them.

use super::condition::{Condition, call};
use super::{BuildError, OrderKey};
use crate::ast::{BinaryOp, Direction, Expr, ExprKind, Function, Literal, Path};
use crate::span::Span;

/// A property path with `/` between its names; checked when the condition is built.
///
/// ```
/// use odata_query::build::path;
///
/// let filter = path("a/b").ge(5).and(path("c").eq("O'Brien").negated()).build().unwrap();
/// assert_eq!(filter.to_string(), "a/b ge 5 and not (c eq 'O''Brien')");
/// assert!(path("a eq 1 or b").eq(5).build().is_err());
/// ```
#[must_use]
pub fn path(names: &str) -> Operand {
    Operand(Path::of(names.split('/')).map(Expr::from).map_err(BuildError::from))
}

/// A path or function to make conditions of.
#[derive(Clone, Debug)]
pub struct Operand(Result<Expr, BuildError>);

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

macro_rules! functions {
    ($($(#[doc = $doc:literal])+ $name:ident = $function:ident;)+) => {
        impl Operand {
            $($(#[doc = $doc])+
            #[must_use]
            pub fn $name(self, text: impl AsRef<str>) -> Condition {
                Condition(self.0.and_then(|path| {
                    let text = Literal::from(text.as_ref());
                    call(Function::$function, vec![path, text.into()])
                }))
            })+
        }
    };
}

functions! {
    /// Contains a text.
    contains = Contains;
    /// Starts with a text.
    starts_with = StartsWith;
    /// Ends with a text.
    ends_with = EndsWith;
}

impl Operand {
    /// Null, or missing.
    #[must_use]
    pub fn is_null(self) -> Condition {
        self.eq(Literal::Null)
    }

    /// One of some values; false for every record if there are none.
    #[must_use]
    pub fn is_in<T: Into<Literal>>(self, values: impl IntoIterator<Item = T>) -> Condition {
        let values = values.into_iter().map(|value| Expr::from(value.into())).collect();
        Condition(self.0.and_then(|path| {
            let list = Expr::new(ExprKind::List(values), Span::default())?;
            Ok(Expr::binary(BinaryOp::In, path, list)?)
        }))
    }

    /// The text in lower case.
    #[must_use]
    pub fn to_lower(self) -> Self {
        Self(self.0.and_then(|path| call(Function::ToLower, vec![path])))
    }

    /// The smallest first, null before all.
    #[must_use]
    pub fn asc(self) -> OrderKey {
        OrderKey::new(self.0, Direction::Asc)
    }

    /// The greatest first, null after all.
    #[must_use]
    pub fn desc(self) -> OrderKey {
        OrderKey::new(self.0, Direction::Desc)
    }
}
