//! Building queries in code, from values instead of text.
//!
//! [`graph::field`](crate::graph::field) has a function for each property of the provisioning endpoint, and each with only
//! the operators documented for it: `contains` on a date does not compile. [`path`] is for other
//! endpoints and for what is not documented; names are checked when the filter is
//! built, and the [validator](crate::validate) checks it against an endpoint.
//!
//! ```
//! use chrono::{TimeZone, Utc};
//! use odata_query::build::query;
//! use odata_query::graph::{ProvisioningResult, field};
//!
//! let start = Utc.with_ymd_and_hms(2024, 5, 1, 0, 0, 0).unwrap();
//! let failed = field::provisioning_status_info().status().eq(ProvisioningResult::Failure);
//! let query = query()
//!     .filter(field::activity_date_time().gt(start).and(failed))
//!     .order_by(field::activity_date_time().desc())
//!     .top(50)
//!     .build()
//!     .unwrap();
//! assert_eq!(
//!     query.filter().unwrap().to_string(),
//!     "activityDateTime gt 2024-05-01T00:00:00Z and provisioningStatusInfo/status eq 'failure'",
//! );
//! ```

mod condition;
mod measure;
mod operand;
mod property;
mod request;
mod value;

pub use self::condition::{Condition, all_of, any_of};
pub use self::operand::{Operand, path};
pub use self::property::{
    Field, Nullable, Property, SupportsContains, SupportsEq, SupportsGt, SupportsLt,
    SupportsOrderBy,
};
pub use self::request::{OrderKey, QueryBuilder, query};
pub use self::value::{DateTimeKind, EnumKind, NumberKind, TextKind, ValueOf};
use crate::ast::{PathError, TreeError};

/// Why a query could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A name is not an identifier, or the names make no path.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The parts make no expression.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// There is more of something than the limits allow.
    #[error("{count} {what} are more than the limit of {limit}")]
    TooLong {
        /// What there is too much of: `levels`, `parts`, `items in one list`, `bytes`.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
}
