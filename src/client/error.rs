//! Errors between one page and the next.

use super::{LinkError, ServiceError};

/// What is wrong with a page that was fetched.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The service put an error in the place of a record; the records around it are there.
    #[error("the service reported an error instead of a record: {0}")]
    Service(#[source] ServiceError),
    /// The link to the next page is not followed; this page is the last.
    #[error(transparent)]
    Link(#[from] LinkError),
}

/// The error of a pager.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PagerError<E> {
    /// The page could not be fetched.
    #[error(transparent)]
    Fetch(E),
    /// A page was fetched, and something is wrong with it; the next call goes on after that.
    #[error(transparent)]
    Page(PageError),
}
