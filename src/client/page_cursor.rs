//! The position in a sequence of pages, without fetching.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use super::origin::Origin;
use super::{LinkError, NextLink, Page, PageError};

/// The position in the pages of an answer: the URL to fetch next, and the records of each page.
///
/// ```
/// use odata_query::client::{Page, PageCursor};
///
/// let first = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";
/// let mut cursor = PageCursor::new(first).unwrap();
/// while let Some(url) = cursor.next_url() {
///     // In place of a request to `url`:
///     let page: Page = serde_json::from_str(r#"{"value": [{"id": "a"}]}"#).unwrap();
///     let entries = cursor.take(page);
///     assert_eq!(entries.len(), 1);
/// }
/// ```
#[derive(Clone, Debug)]
pub struct PageCursor {
    first: String,
    next: Option<String>,
    left: Option<u64>,
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl PageCursor {
    /// A cursor that starts at a URL: that of a query, or a next link kept from before.
    ///
    /// # Errors
    /// [`LinkError::First`] when it is no absolute `http` or `https` URL, has a user or a
    /// password in front of its host, or a character that cannot stand in a URL.
    pub fn new(first: impl Into<String>) -> Result<Self, LinkError> {
        let first = first.into();
        Origin::of(&first).map_err(LinkError::First)?;
        let hasher = RandomState::new();
        let seen = HashSet::from([hasher.hash_one(first.as_str())]);
        Ok(Self { next: Some(first.clone()), first, left: None, seen, hasher })
    }

    /// Stops after so many records; no page is fetched after the last of them.
    #[must_use]
    pub const fn limit(mut self, records: u64) -> Self {
        self.left = Some(records);
        self
    }

    /// The URL to fetch now, the same until its page is taken; `None` at the end.
    #[must_use]
    pub fn next_url(&self) -> Option<&str> {
        if self.left == Some(0) { None } else { self.next.as_deref() }
    }

    /// Takes the page of [`next_url`](Self::next_url), and returns its records in their order.
    ///
    /// An error that the service put among the records keeps its place. If the next link cannot
    /// be followed, the last entry is an error and there is no next page. Records beyond the
    /// limit are left out.
    pub fn take<T>(&mut self, page: Page<T>) -> Vec<Result<T, PageError>> {
        if self.next_url().is_none() {
            return Vec::new();
        }
        let mut page = page;
        let link = page.next_link.take();
        let mut taken = Vec::with_capacity(page.value.len());
        for entry in page.into_entries() {
            if let (Ok(_), Some(left)) = (&entry, &mut self.left) {
                *left -= 1;
            }
            taken.push(entry.map_err(PageError::Service));
            if self.left == Some(0) {
                self.next = None;
                return taken;
            }
        }
        match link.map(|link| self.check(link)).transpose() {
            Ok(next) => self.next = next,
            Err(error) => {
                self.next = None;
                taken.push(Err(error.into()));
            }
        }
        taken
    }

    /// The link, if it is to be followed.
    fn check(&mut self, link: NextLink) -> Result<String, LinkError> {
        let url = link.within(&self.first)?;
        // Only the hash of a link is kept, so that memory stays small over many pages.
        if !self.seen.insert(self.hasher.hash_one(url)) {
            return Err(LinkError::Repeated);
        }
        Ok(link.into())
    }
}
