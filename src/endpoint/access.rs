//! Who may send requests to an endpoint, and for how long its records are kept.

use serde::{Deserialize, Serialize};

use crate::ast::Text;

/// What a caller of an endpoint needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Access {
    /// Permissions; each suffices.
    pub permissions: Vec<Text>,
    /// Roles; a delegated caller needs one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Text>,
}

/// For how long the records of an endpoint are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The path of the property that holds the age of a record.
    pub path: Text,
    /// The periods, the longest first.
    pub periods: Vec<RetentionPeriod>,
}

/// A number of days, and the subscribers whose records are kept that long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionPeriod {
    /// The number of days.
    pub days: u16,
    /// The subscribers, such as `with a premium licence`.
    pub subscribers: Text,
}
