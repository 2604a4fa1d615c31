//! The client side of a request: pages, next links, waiting before a retry, and reports on
//! failures.
//!
//! There is no HTTP client in it. [`Pager`] and [`AsyncPager`] take a function that fetches a
//! URL; [`PageCursor`] takes none, for programs that fetch by themselves. A next link is sent
//! back byte for byte, and only to the origin of the first request. Redirects are up to the HTTP
//! client.
//!
//! ```
//! use odata_query::client::{Page, Pager};
//!
//! let first = "https://graph.microsoft.com/v1.0/auditLogs/provisioning?$top=1";
//! let second = format!("{first}&$skiptoken=2");
//! // In place of an HTTP client:
//! let fetch = |url: &str| match url == first {
//!     true => serde_json::from_str::<Page>(&format!(
//!         r#"{{"@odata.nextLink": "{second}", "value": [{{"id": "a"}}]}}"#
//!     )),
//!     false => serde_json::from_str(r#"{"value": [{"id": "b"}]}"#),
//! };
//! let events: Result<Vec<_>, _> = Pager::new(first, fetch).unwrap().collect();
//! let ids: Vec<_> = events.unwrap().into_iter().filter_map(|event| event.id).collect();
//! assert_eq!(ids, ["a", "b"]);
//! ```

mod error;
mod failure;
mod failure_report;
mod link;
mod origin;
mod page;
mod page_cursor;
mod pager;
mod pager_async;
mod retention;
mod retry_after;
mod service_error;

pub use self::error::{PageError, PagerError};
pub use self::failure::Failure;
pub use self::failure_report::{Advice, FailureReport, Request};
pub use self::link::{LinkError, NextLink};
pub use self::page::{InlineError, Page};
pub use self::page_cursor::PageCursor;
pub use self::pager::Pager;
pub use self::pager_async::AsyncPager;
pub use self::retry_after::{RetryAfter, RetryAfterError};
pub use self::service_error::ServiceError;
