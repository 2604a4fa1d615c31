//! A query over records here, page by page, with tokens of our own.

mod bytes;
mod options;
mod token;

use std::cmp::Ordering;

use self::options::unsupported;
pub use self::token::TokenError;
use self::token::{Position, fingerprint};
use super::error::{CompileError, EvalError};
use super::node::Node;
use super::order::{Order, SortKey, Sorted};
use super::predicate::{CompileOptions, Predicate};
use crate::ast::{Query, SkipToken};
use crate::diagnostic::Diagnostic;

/// A query made ready for records, whose answer is given page by page.
///
/// The records are gone through once for each page; only those of one page are held. A page
/// ends with a token from which the next one goes on. The token holds what the last record
/// was ordered by, and how many records with an equal key were given already; it is bound to
/// the filter, the order and the aliases of the query, and another query refuses it. `$top`,
/// the size of a page, may change from page to page.
///
/// A page from a token has exactly the records that come after it, as long as the records
/// come in the same order each time; new ones do not shift it unless they are equal in all
/// keys to its last record. A query without `$orderby` keeps the order of the records.
///
/// Tokens are not secret: what the last record was ordered by can be read out of one.
///
/// ```
/// use odata_query::Query;
/// use odata_query::eval::CompileOptions;
/// use serde_json::json;
///
/// let records = [json!({"n": 3}), json!({"n": 1}), json!({"n": 2}), json!({"n": 0})];
/// let query: Query = "$filter=n gt 0&$orderby=n desc&$top=2".parse().unwrap();
/// let pages = query.compile(&CompileOptions::default()).unwrap();
///
/// let page = pages.over(&records, None).unwrap();
/// assert_eq!(page.items, [&records[0], &records[2]]);
/// let page = pages.over(&records, page.next.as_ref()).unwrap();
/// assert_eq!(page.items, [&records[1]]);
/// assert_eq!(page.next, None);
/// ```
#[derive(Clone, Debug)]
pub struct QueryRunner {
    predicate: Option<Predicate>,
    order: Order,
    top: Option<usize>,
    /// How many of the first records the first page leaves out.
    skip: usize,
    /// Where the first page starts, if the query has a token.
    start: Option<Position>,
    fingerprint: u64,
    warnings: Vec<Diagnostic>,
}

/// One page of an answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResultPage<T> {
    /// The records, in order.
    pub items: Vec<T>,
    /// From where the next page goes on; none on the last page.
    pub next: Option<SkipToken>,
    /// What has no answer: the number of the record among those that were asked, from 0, and
    /// why. Only [`QueryRunner::over`] fills it.
    pub errors: Vec<(usize, EvalError)>,
}

/// A page that records are put on; see [`QueryRunner::page`].
#[derive(Debug)]
pub struct PageBuilder<'p, T> {
    pages: &'p QueryRunner,
    after: Option<Position>,
    /// Records met so far that are equal to the one after which the page starts.
    equal: u64,
    candidates: usize,
    skip: usize,
    sorted: Sorted<T>,
}

impl Query {
    /// Makes the query ready for records: `$filter`, `$orderby`, `$skip`, the size of a page
    /// (`$top`), and the place where the first page starts (`$skiptoken`, one of a
    /// [`ResultPage`]).
    ///
    /// The aliases of the query are used where `options` give none. Options that change only what
    /// an answer shows of each record are [warnings](QueryRunner::warnings).
    ///
    /// # Errors
    /// As for [`Filter::compile`](crate::Filter::compile); an option that changes which records
    /// are the answer and is not evaluated (`$search`, `$apply`, `$compute`, `$deltatoken`); a
    /// `$skip` that is no number; a `$skiptoken` of a service or of another query.
    ///
    /// ```
    /// use odata_query::Query;
    /// use odata_query::eval::CompileOptions;
    /// use serde_json::json;
    ///
    /// let records = [json!({"n": 3}), json!({"n": 1}), json!({"n": 2})];
    /// let query: Query = "$orderby=n&$skip=1&$top=1".parse().unwrap();
    /// let page = query.compile(&CompileOptions::default()).unwrap().over(&records, None).unwrap();
    /// assert_eq!(page.items, [&records[2]]);
    ///
    /// let query: Query = "$search=contoso".parse().unwrap();
    /// assert!(query.compile(&CompileOptions::default()).is_err());
    /// ```
    pub fn compile(&self, options: &CompileOptions<'_>) -> Result<QueryRunner, CompileError> {
        let own = CompileOptions { aliases: self.aliases(), ..*options };
        let options = if options.aliases.is_empty() { &own } else { options };
        let predicate = self.filter().map(|filter| filter.compile(options)).transpose()?;
        let order = match self.order_by() {
            Some(order) => order.compile(options)?,
            None => Order::of_arrival(),
        };
        let top = self.top().map(|top| usize::try_from(top).unwrap_or(usize::MAX));
        let fingerprint = fingerprint(self, options.aliases);
        let read = |token| token::read(token, fingerprint, order.len());
        let start = self.skip_token().map(read).transpose().map_err(|error| {
            unsupported(self.skip_token_span(), error.to_string())
                .with_help("a page of this crate ends with a token to go on from")
        })?;
        let (skip, warnings) = options::read(self.other_options())?;
        Ok(QueryRunner { predicate, order, top, skip, start, fingerprint, warnings })
    }
}

impl QueryRunner {
    /// A page to put records on: the one after a token, or the first one.
    ///
    /// # Errors
    /// When the token is not one of ours, or belongs to another query.
    pub fn page<T>(&self, after: Option<&SkipToken>) -> Result<PageBuilder<'_, T>, TokenError> {
        let read = |token| token::read(token, self.fingerprint, self.order.len());
        let after = after.map(read).transpose()?.or_else(|| self.start.clone());
        // A page after another one starts behind what the first one left out.
        let skip = if after.is_some() { 0 } else { self.skip };
        Ok(PageBuilder {
            pages: self,
            after,
            equal: 0,
            candidates: 0,
            skip,
            sorted: self.order.collect(self.top.map(|top| top.saturating_add(skip))),
        })
    }

    /// The page of records that are all at hand; see [`page`](Self::page).
    ///
    /// # Errors
    /// As for [`page`](Self::page).
    pub fn over<'a, N: Node<'a>>(
        &self,
        records: impl IntoIterator<Item = N>,
        after: Option<&SkipToken>,
    ) -> Result<ResultPage<N>, TokenError> {
        let mut page = self.page(after)?;
        let mut errors = Vec::new();
        for (at, record) in records.into_iter().enumerate() {
            if let Err(error) = page.push(record, || record) {
                errors.push((at, error));
            }
        }
        Ok(ResultPage { errors, ..page.finish() })
    }

    /// The condition, if the query has one.
    #[must_use]
    pub const fn predicate(&self) -> Option<&Predicate> {
        self.predicate.as_ref()
    }

    /// What deserves attention in the filter, the order and the other options.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        let filter = self.predicate.iter().flat_map(|predicate| predicate.warnings());
        filter.chain(self.order.warnings()).chain(&self.warnings)
    }
}

impl<T> PageBuilder<'_, T> {
    /// Takes in a record, and what stands for it on the page; that is made only if the record
    /// may be on it. Whether the record meets the filter.
    ///
    /// # Errors
    /// When the filter or the order has no answer for the record. With a filter that fails it
    /// is left out; with an order that fails it is ordered as if it had none of its values.
    pub fn push<'a, N: Node<'a>>(
        &mut self,
        record: N,
        item: impl FnOnce() -> T,
    ) -> Result<bool, EvalError> {
        let pages = self.pages;
        if let Some(predicate) = &pages.predicate
            && predicate.evaluate(record)? != Some(true)
        {
            return Ok(false);
        }
        let (key, answer) = match pages.order.key(record) {
            Ok(key) => (key, Ok(true)),
            Err(error) => (pages.order.null_key(), Err(error)),
        };
        if self.is_after(&key) {
            self.candidates += 1;
            self.sorted.push_with(key, item);
        }
        answer
    }

    fn is_after(&mut self, key: &SortKey) -> bool {
        let Some(after) = &self.after else { return true };
        match self.pages.order.compare(key, &after.key) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => {
                self.equal += 1;
                self.equal > after.given
            }
        }
    }

    /// The page, once all records were taken in.
    #[must_use]
    pub fn finish(self) -> ResultPage<T> {
        let Self { pages, after, candidates, skip, sorted, .. } = self;
        let entries = sorted.into_entries();
        let more = pages.top.is_some_and(|top| top > 0 && top.saturating_add(skip) < candidates);
        let next = entries.last().filter(|_| more).map(|(last, _)| {
            let same = |key: &SortKey| pages.order.compare(key, last) == Ordering::Equal;
            let here = entries.iter().rev().take_while(|(key, _)| same(key)).count();
            let before = after.filter(|after| same(&after.key)).map_or(0, |after| after.given);
            let given = before.saturating_add(here as u64);
            token::write(&Position { key: last.clone(), given }, pages.fingerprint)
        });
        let items = entries.into_iter().skip(skip).map(|(_, item)| item).collect();
        ResultPage { items, next: next.flatten(), errors: Vec::new() }
    }
}
