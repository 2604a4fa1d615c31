//! Conditions, and what joins them.

use super::{BuildError, measure};
use crate::ast::{Expr, ExprKind, Filter, Function, Literal};
use crate::limits::Limits;
use crate::span::Span;

/// A condition that is being built; [`build`](Condition::build) reports what is wrong with it.
#[derive(Clone, Debug)]
pub struct Condition(pub(super) Result<Expr, BuildError>);

/// All of some conditions. None at all is `true`, which a query does not send.
///
/// ```
/// use odata_query::build::{all_of, any_of, query};
/// use odata_query::graph::field;
///
/// let ids = ["a", "b"].map(|id| field::job_id().eq(id));
/// let conditions = vec![any_of(ids), field::tenant_id().eq("t")];
/// let filter = all_of(conditions).build().unwrap();
/// assert_eq!(filter.to_string(), "(jobId eq 'a' or jobId eq 'b') and tenantId eq 't'");
///
/// assert_eq!(query().filter(all_of([])).build().unwrap().to_query_string(), "");
/// ```
#[must_use]
pub fn all_of(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    join(conditions, true, ExprKind::And, |kind| match kind {
        ExprKind::And(operands) => Ok(operands),
        other => Err(other),
    })
}

/// At least one of some conditions. None at all is `false`, which no record is.
#[must_use]
pub fn any_of(conditions: impl IntoIterator<Item = Condition>) -> Condition {
    join(conditions, false, ExprKind::Or, |kind| match kind {
        ExprKind::Or(operands) => Ok(operands),
        other => Err(other),
    })
}

impl Condition {
    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        all_of([self, other])
    }

    /// One of the conditions.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        any_of([self, other])
    }

    /// Both conditions if there is another one, else this one.
    ///
    /// ```
    /// use odata_query::graph::field;
    ///
    /// let since = None;
    /// let recent = since.map(|since: chrono::DateTime<chrono::Utc>| field::activity_date_time().gt(since));
    /// let filter = field::job_id().eq("a").and_maybe(recent).build().unwrap();
    /// assert_eq!(filter.to_string(), "jobId eq 'a'");
    /// ```
    #[must_use]
    pub fn and_maybe(self, other: Option<Self>) -> Self {
        all_of([Some(self), other].into_iter().flatten())
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        let not = |expr| Expr::new(ExprKind::Not(Box::new(expr)), Span::default());
        Self(self.0.and_then(|expr| Ok(not(expr)?)))
    }

    /// The filter, within the default limits.
    ///
    /// # Errors
    /// When a name is no identifier, or there is more of something than the limits allow.
    pub fn build(self) -> Result<Filter, BuildError> {
        self.build_within(&Limits::default())
    }

    /// The filter, within limits: what is built is read again under the same.
    ///
    /// # Errors
    /// When a name is no identifier, or there is more of something than the limits allow.
    pub fn build_within(self, limits: &Limits) -> Result<Filter, BuildError> {
        let expr = self.0?;
        measure::check(&expr, limits)?;
        Ok(Filter::new(expr)?)
    }

    /// Whether this is the constant, as of no conditions at all.
    pub(super) fn is(&self, constant: bool) -> bool {
        let literal = self.0.as_ref().ok().and_then(Expr::as_literal);
        matches!(literal, Some(Literal::Boolean(value)) if *value == constant)
    }
}

/// Raw text comes in through the parser alone.
impl From<Filter> for Condition {
    fn from(filter: Filter) -> Self {
        Self(Ok(filter.into_expr()))
    }
}

/// A call of a function.
pub(super) fn call(function: Function, arguments: Vec<Expr>) -> Result<Expr, BuildError> {
    Ok(Expr::new(ExprKind::Call(function, arguments), Span::default())?)
}

/// One chain of all conditions: a long one is wide, not deep.
fn join(
    conditions: impl IntoIterator<Item = Condition>,
    of_none: bool,
    close: impl Fn(Vec<Expr>) -> ExprKind,
    open: impl Fn(ExprKind) -> Result<Vec<Expr>, ExprKind>,
) -> Condition {
    let mut operands: Vec<Expr> = Vec::new();
    for condition in conditions {
        if condition.is(of_none) {
            continue;
        }
        match condition.0.map(|expr| open(expr.into_kind())) {
            Err(error) => return Condition(Err(error)),
            Ok(Ok(chained)) => operands.extend(chained),
            Ok(Err(kind)) => match Expr::new(kind, Span::default()) {
                Ok(expr) => operands.push(expr),
                Err(error) => return Condition(Err(error.into())),
            },
        }
    }
    let Some(last) = operands.pop() else {
        return Condition(Ok(Literal::Boolean(of_none).into()));
    };
    if operands.is_empty() {
        return Condition(Ok(last));
    }
    operands.push(last);
    Condition(Expr::new(close(operands), Span::default()).map_err(BuildError::from))
}
