//! Whole queries.

use super::{BuildError, Condition, measure};
use crate::ast::{Direction, Expr, OrderBy, OrderByItem, Query, SkipToken};
use crate::limits::Limits;
use crate::span::Span;

/// Starts a query without options.
///
/// ```
/// use odata_query::SkipToken;
/// use odata_query::build::query;
/// use odata_query::graph::field;
///
/// let query = query()
///     .filter(field::job_id().eq("Mike & Doe"))
///     .filter(field::source_system().display_name().contains("Workday"))
///     .top(50)
///     .skip_token(SkipToken::from_decoded("a+b").unwrap())
///     .build()
///     .unwrap();
/// assert_eq!(
///     query.to_url("https://graph.microsoft.com/v1.0/auditLogs/provisioning"),
///     "https://graph.microsoft.com/v1.0/auditLogs/provisioning\
///      ?$filter=jobId%20eq%20%27Mike%20%26%20Doe%27%20and%20\
///      contains(sourceSystem/displayName,%27Workday%27)&$top=50&$skiptoken=a%2Bb",
/// );
/// ```
#[must_use]
pub fn query() -> QueryBuilder {
    QueryBuilder::default()
}

/// A query that is being built; [`build`](QueryBuilder::build) reports what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct QueryBuilder {
    filter: Option<Condition>,
    order: Vec<OrderKey>,
    top: Option<u32>,
    skip_token: Option<SkipToken>,
}

/// What to order by, and which way.
#[derive(Clone, Debug)]
pub struct OrderKey(Result<OrderByItem, BuildError>);

impl OrderKey {
    pub(super) fn new(expr: Result<Expr, BuildError>, direction: Direction) -> Self {
        Self(expr.map(|expr| OrderByItem { expr, direction, span: Span::default() }))
    }
}

impl QueryBuilder {
    /// Only records that meet a condition; a second one is joined to the first with `and`.
    #[must_use]
    pub fn filter(mut self, condition: Condition) -> Self {
        self.filter = Some(match self.filter {
            None => condition,
            Some(earlier) => earlier.and(condition),
        });
        self
    }

    /// Ordered by a key, within what earlier keys have ordered.
    #[must_use]
    pub fn order_by(mut self, key: OrderKey) -> Self {
        self.order.push(key);
        self
    }

    /// At most this many records a page.
    #[must_use]
    pub fn top(mut self, records: u32) -> Self {
        self.top = Some(records);
        self
    }

    /// The page of a token.
    #[must_use]
    pub fn skip_token(mut self, token: SkipToken) -> Self {
        self.skip_token = Some(token);
        self
    }

    /// The query, within the default limits.
    ///
    /// # Errors
    /// When a name is no identifier, or there is more of something than the limits allow.
    pub fn build(self) -> Result<Query, BuildError> {
        self.build_within(&Limits::default())
    }

    /// The query, within limits.
    ///
    /// # Errors
    /// When a name is no identifier, or there is more of something than the limits allow.
    pub fn build_within(self, limits: &Limits) -> Result<Query, BuildError> {
        let mut query = Query::new();
        if let Some(condition) = self.filter.filter(|condition| !condition.is(true)) {
            query = query.with_filter(condition.build_within(limits)?);
        }
        if !self.order.is_empty() {
            let items = self.order.into_iter().map(|key| key.0).collect::<Result<Vec<_>, _>>()?;
            let order = OrderBy::new(items)?;
            measure::check_order(&order, limits)?;
            query = query.with_order_by(order);
        }
        if let Some(top) = self.top {
            query = query.with_top(top.into());
        }
        Ok(match self.skip_token {
            Some(token) => query.with_skip_token(token),
            None => query,
        })
    }
}
