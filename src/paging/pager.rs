//! Records over pages.

use std::fmt;
use std::vec;

use super::{LinkError, Page, PageError, PagerError, Walk};
use crate::record::ProvisioningObjectSummary;

/// The records of all pages of an answer, each page fetched when its first record is wanted.
///
/// After an error that the fetch function gave, the next call asks for the same page again, so
/// that a caller may wait and go on; one who never gives up on errors asks for ever. Every
/// other error is about a page that was fetched, and the next call goes on after it.
///
/// ```
/// use odata_query::paging::{Page, Pager, PagerError};
///
/// let mut tries = 0;
/// let mut pager = Pager::new("https://graph.microsoft.com/v1.0/auditLogs/provisioning", |_| {
///     tries += 1;
///     match tries {
///         1 => Err("429 Too Many Requests"),
///         _ => Ok(serde_json::from_str::<Page>(r#"{"value": [{"id": "a"}]}"#).unwrap()),
///     }
/// })
/// .unwrap();
/// assert_eq!(pager.next(), Some(Err(PagerError::Fetch("429 Too Many Requests"))));
/// assert!(pager.next_url().is_some());
/// assert!(matches!(pager.next(), Some(Ok(_))));
/// assert_eq!(pager.next(), None);
/// ```
pub struct Pager<F, T = ProvisioningObjectSummary> {
    walk: Walk,
    fetch: F,
    entries: vec::IntoIter<Result<T, PageError>>,
}

impl<F, T, E> Pager<F, T>
where
    F: FnMut(&str) -> Result<Page<T>, E>,
{
    /// The records from a first URL on; `fetch` asks a URL for its page.
    ///
    /// # Errors
    /// Those of [`Walk::new`].
    pub fn new(first: impl Into<String>, fetch: F) -> Result<Self, LinkError> {
        Ok(Self { walk: Walk::new(first)?, fetch, entries: Vec::new().into_iter() })
    }

    /// The same for at most so many records: no page is fetched after the last of them.
    #[must_use]
    pub fn limit(mut self, records: u64) -> Self {
        self.walk = self.walk.limit(records);
        self
    }
}

impl<F, T> Pager<F, T> {
    /// The URL of the page that is fetched next, or again; `None` if no more is fetched.
    #[must_use]
    pub fn next_url(&self) -> Option<&str> {
        self.walk.next_url()
    }
}

impl<F, T, E> Iterator for Pager<F, T>
where
    F: FnMut(&str) -> Result<Page<T>, E>,
{
    type Item = Result<T, PagerError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Some(entry.map_err(PagerError::Page));
            }
            match (self.fetch)(self.walk.next_url()?) {
                Ok(page) => self.entries = self.walk.take(page).into_iter(),
                Err(error) => return Some(Err(PagerError::Fetch(error))),
            }
        }
    }
}

impl<F, T> fmt::Debug for Pager<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("walk", &self.walk).finish_non_exhaustive()
    }
}
