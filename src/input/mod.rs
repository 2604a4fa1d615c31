//! Readers of the formats in which records arrive.
//!
//! A reader takes a page of Microsoft Graph (`{"value":[…]}`), a JSON array, JSON Lines, the
//! `records` of Event Hub, or a single object, and tells them apart by their content. Each
//! [`Record`] keeps the exact bytes it came in and the place where it stood. What is wrong with
//! one record is reported and does not keep the others from being read.
//!
//! ```
//! use odata_query::input::Records;
//!
//! let log = "{\"id\":\"a\"}\n{\"id\":\"b\",}\n{\"id\":\"c\"}\n";
//! let (mut ids, mut faults) = (Vec::new(), Vec::new());
//! for record in Records::new(log.as_bytes()) {
//!     match record {
//!         Ok(record) => ids.push(record.event()["id"].clone()),
//!         Err(error) => faults.push(error.to_string()),
//!     }
//! }
//! assert_eq!(ids, ["a", "c"]);
//! assert_eq!(faults, ["2:10: a comma before `}`: JSON has no trailing comma"]);
//! ```

mod detect;
pub(crate) mod document;
pub(crate) mod envelope;
mod error;
pub(crate) mod format;
pub(crate) mod lines;
pub(crate) mod reader;
mod record;
pub(crate) mod source;

pub use self::error::{ReadError, ReadErrorKind};
pub use self::format::InputFormat;
pub use self::reader::{ReadOptions, Records};
pub use self::record::{LineColumn, Record};
