//! Records over pages, where fetching is asynchronous.

use std::fmt;
use std::vec;

use super::{LinkError, Page, PageCursor, PageError, PagerError};
use crate::graph::ProvisioningObjectSummary;

/// A [`Pager`](super::Pager) whose fetch function is asynchronous, on any runtime.
///
/// ```
/// use odata_query::client::{AsyncPager, Page, PagerError};
///
/// async fn ids(first: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
///     let fetch = async |url: &str| -> Result<Page, serde_json::Error> {
///         // In place of an HTTP client:
///         serde_json::from_str(r#"{"value": [{"id": "a"}]}"#)
///     };
///     let mut pager = AsyncPager::new(first, fetch)?.limit(100);
///     let mut ids = Vec::new();
///     while let Some(event) = pager.next().await {
///         ids.extend(event?.id);
///     }
///     Ok(ids)
/// }
/// ```
pub struct AsyncPager<F, T = ProvisioningObjectSummary> {
    cursor: PageCursor,
    fetch: F,
    entries: vec::IntoIter<Result<T, PageError>>,
    /// Whether a fetch failed and was not retried.
    failed: bool,
}

impl<F, T, E> AsyncPager<F, T>
where
    F: AsyncFnMut(&str) -> Result<Page<T>, E>,
{
    /// The records from a first URL on; `fetch` fetches the page of a URL.
    ///
    /// # Errors
    /// Those of [`PageCursor::new`].
    pub fn new(first: impl Into<String>, fetch: F) -> Result<Self, LinkError> {
        Ok(Self {
            cursor: PageCursor::new(first)?,
            fetch,
            entries: Vec::new().into_iter(),
            failed: false,
        })
    }

    /// The same for at most so many records: no page is fetched after the last of them. Records of
    /// a page that has been fetched already do not count.
    #[must_use]
    pub fn limit(mut self, records: u64) -> Self {
        self.cursor = self.cursor.limit(records);
        self
    }

    /// The next record. A future that is dropped loses nothing: the next one asks for the same
    /// page again. An error of the fetch function ends it until [`retry`](Self::retry).
    pub async fn next(&mut self) -> Option<Result<T, PagerError<E>>> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Some(entry.map_err(PagerError::Page));
            }
            if self.failed {
                return None;
            }
            match (self.fetch)(self.cursor.next_url()?).await {
                Ok(page) => self.entries = self.cursor.take(page).into_iter(),
                Err(error) => {
                    self.failed = true;
                    return Some(Err(PagerError::Fetch(error)));
                }
            }
        }
    }
}

impl<F, T> AsyncPager<F, T> {
    /// After an error of the fetch function: the next call fetches the same page again.
    pub const fn retry(&mut self) {
        self.failed = false;
    }

    /// The URL of the page that is fetched next, or again; `None` if no more is fetched.
    #[must_use]
    pub fn next_url(&self) -> Option<&str> {
        self.cursor.next_url()
    }
}

impl<F, T> fmt::Debug for AsyncPager<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncPager").field("cursor", &self.cursor).finish_non_exhaustive()
    }
}
