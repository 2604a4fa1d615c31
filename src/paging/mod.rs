//! From page to page: what a service answers, the way along its next links, and what can be
//! said when it refuses.
//!
//! No HTTP client is part of it. [`Pager`] and [`AsyncPager`] are given a function that fetches
//! a URL; [`Walk`] is the same without any function, for programs that drive it themselves. A
//! next link is sent back byte for byte, and only to where the first request went; a client
//! that follows redirects by itself must see to those by itself.
//!
//! ```
//! use odata_query::paging::{Page, Pager};
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

mod access;
mod error;
mod explain;
mod failure;
mod link;
mod origin;
mod page;
mod pager;
mod pager_async;
mod retention;
mod retry_after;
mod service_error;
mod walk;

pub use self::error::{PageError, PagerError};
pub use self::explain::{Advice, Explanation, Request};
pub use self::failure::Failure;
pub use self::link::{LinkError, NextLink};
pub use self::page::{Page, Spliced};
pub use self::pager::Pager;
pub use self::pager_async::AsyncPager;
pub use self::retry_after::{RetryAfter, RetryAfterError};
pub use self::service_error::ServiceError;
pub use self::walk::Walk;
