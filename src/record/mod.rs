//! The shapes in which records arrive: readers that hand them on one by one, and the serde
//! model of a record.
//!
//! A reader takes a page of Microsoft Graph (`{"value":[…]}`), a JSON array, JSON Lines, the
//! `records` of Event Hub, or a single object, and tells them apart by their content. Each
//! [`Record`] keeps the exact bytes it came in and the place where it stood. What is wrong with
//! one record is reported and does not keep the others from being read.
//!
//! ```
//! use odata_query::record::Records;
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

mod bulk;
mod document;
mod entry;
mod enums;
mod error;
mod fault;
mod graph;
mod guess;
mod lines;
mod model;
mod node;
mod reader;
mod scan;
mod shape;
mod shortest;
mod source;

pub use self::bulk::{Batch, Check, Found, Match, ScanOptions, Subject, scan};
pub(crate) use self::entry::service_error;
pub use self::entry::{Place, Record};
pub use self::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};
pub use self::error::{ReadError, ReadErrorKind};
pub use self::graph::ToGraph;
pub use self::model::{
    Identity, Initiator, ModifiedProperty, OneOrMany, ProvisionedIdentity, ProvisioningErrorInfo,
    ProvisioningObjectSummary, ProvisioningStatusInfo, ProvisioningStep, ProvisioningSystem,
};
pub use self::node::EventNode;
pub use self::reader::{ReadOptions, Records};
pub use self::shape::Shape;
