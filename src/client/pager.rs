//! Records over pages.

use std::fmt;
use std::vec;

use super::{LinkError, Page, PageCursor, PageError, PagerError};
use crate::graph::ProvisioningObjectSummary;

/// The records of all pages of an answer, each page fetched when its first record is wanted.
///
/// An error that the fetch function gave ends it, so that whatever consumes it comes to an end;
/// a caller that has waited calls [`retry`](Self::retry), and it goes on with the same page.
/// Every other error is about a page that was fetched, and the next call goes on after it.
///
/// ```
/// use odata_query::client::{Page, Pager, PagerError};
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
/// assert_eq!(pager.next(), None);
/// pager.retry();
/// assert!(matches!(pager.next(), Some(Ok(_))));
/// assert_eq!(pager.next(), None);
/// ```
pub struct Pager<F, T = ProvisioningObjectSummary> {
    cursor: PageCursor,
    fetch: F,
    entries: vec::IntoIter<Result<T, PageError>>,
    /// Whether a fetch failed and was not retried.
    failed: bool,
}

impl<F, T, E> Pager<F, T>
where
    F: FnMut(&str) -> Result<Page<T>, E>,
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
}

impl<F, T> Pager<F, T> {
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
            if self.failed {
                return None;
            }
            match (self.fetch)(self.cursor.next_url()?) {
                Ok(page) => self.entries = self.cursor.take(page).into_iter(),
                Err(error) => {
                    self.failed = true;
                    return Some(Err(PagerError::Fetch(error)));
                }
            }
        }
    }
}

impl<F, T> fmt::Debug for Pager<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("cursor", &self.cursor).finish_non_exhaustive()
    }
}
