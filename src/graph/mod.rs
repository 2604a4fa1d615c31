//! Microsoft Graph's own types: the model of a provisioning event, and the names that exports
//! give its properties.
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
//! | any of these in a [`ColumnStore`](crate::store::ColumnStore), the second time a property is asked | 1–110 more | 2–12 ns | as without |
//!
//! So where filters are asked again and again, keep records in a `ColumnStore`: of typed records if
//! filters look into collections, else of lines of text (`ColumnStore<Box<RawValue>>`), which take the
//! least memory. `benches/README.md` has the figures. Alone, the properties of a typed record
//! stand at fixed places, and a filter goes to them by number.
//!
//! ```
//! use odata_query::Filter;
//! use odata_query::eval::{Compile, RawJson};
//! use odata_query::graph::ProvisioningObjectSummary;
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

mod enums;
pub mod field;
mod graph_names;
mod model;
mod node;
mod schema;
mod slots;
mod typed;

pub use self::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};
pub use self::graph_names::ToGraph;
pub use self::model::{
    Identity, Initiator, ModifiedProperty, OneOrMany, ProvisionedIdentity, ProvisioningErrorInfo,
    ProvisioningObjectSummary, ProvisioningStatusInfo, ProvisioningStep, ProvisioningSystem,
};
pub use self::node::EventNode;
