//! Readers of the formats in which records arrive.
//!
//! [`Records`] detects and reads pages of Microsoft Graph (`{"value":[…]}`), JSON arrays, JSON Lines,
//! single objects, diagnostic settings, Event Hub, answers and exports of Log Analytics, the output of
//! Graph's PowerShell module, the portal's CSV, and pages in the wrappers that tools put around them.
//! Each [`Record`] keeps its bytes and its position. An error in one record does not keep the others
//! from being read.
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

mod csv;
mod detect;
pub(crate) mod document;
pub(crate) mod envelope;
mod error;
pub(crate) mod format;
pub(crate) mod lines;
pub(crate) mod opening;
pub(crate) mod reader;
pub(crate) mod record;
pub(crate) mod source;
mod utf16;

pub use self::csv::CsvTable;
pub use self::error::{ReadError, ReadErrorKind};
pub use self::format::InputFormat;
pub use self::reader::{ReadOptions, Records};
pub use self::record::{LineColumn, Record};
