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
//!
//! # Records kept in memory
//!
//! Of a hundred thousand records of 2.6 KB, far more than the cache holds, a filter takes for
//! each, with one thread:
//!
//! | kept as | bytes | a property is compared | a collection is looked into |
//! |---|---|---|---|
//! | [`ProvisioningObjectSummary`] | 5,900 | 20–120 ns | 430 ns |
//! | its text, as it arrived, asked as [`RawJson`](crate::eval::RawJson) | 2,600 | 370–1,500 ns | 1,900 ns |
//! | `serde_json::Value` | 15,900 | 340–830 ns | 1,500 ns |
//! | any of these in a [`Store`](crate::eval::Store), the second time a property is asked | 1–110 more | 2–12 ns | as without |
//!
//! So where filters are asked again and again, keep records in a `Store`: of typed records if
//! filters look into collections, else of lines of text (`Store<Box<RawValue>>`), which take the
//! least memory. `benches/README.md` has the figures. Alone, the properties of a typed record
//! stand at fixed places, and a filter goes to them by number.
//!
//! ```
//! use odata_query::Filter;
//! use odata_query::eval::{Compile, RawJson};
//! use odata_query::record::ProvisioningObjectSummary;
//! use odata_query::schema::Schema;
//!
//! let log = r#"{"id":"a","provisioningStatusInfo":{"status":"failure"}}
//! {"id":"b","provisioningStatusInfo":{"status":"success"}}"#;
//! let lines: Vec<&str> = log.lines().collect();
//! let events: Vec<ProvisioningObjectSummary> =
//!     lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
//!
//! let filter: Filter = "provisioningStatusInfo/status eq 'failure'".parse()?;
//! let predicate = filter.compile(&Compile::with_schema(Schema::provisioning_any()))?;
//! let failed = events.iter().filter(|event| predicate.matches(event.node()));
//! assert_eq!(failed.count(), 1);
//! let failed = lines.iter().filter(|line| predicate.matches(RawJson::new(line.as_bytes())));
//! assert_eq!(failed.collect::<Vec<_>>(), [&lines[0]]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bulk;
mod compact;
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
