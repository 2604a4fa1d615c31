//! Microsoft Graph's own types: the model of a provisioning event, and the names that exports
//! give its properties.

mod cloud;
mod endpoint;
mod enums;
#[cfg(feature = "eval")]
pub(crate) mod exports;
pub mod field;
#[cfg(feature = "eval")]
mod graph_names;
#[cfg(feature = "eval")]
pub(crate) mod headings;
#[cfg(feature = "eval")]
pub(crate) mod members;
mod model;
#[cfg(feature = "eval")]
mod node;
mod schema;
mod service_error;
#[cfg(feature = "eval")]
mod slots;
mod typed;

pub use self::cloud::{Cloud, CloudNotSupported, UnknownCloud};
pub use self::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};
#[cfg(feature = "eval")]
pub use self::graph_names::ToGraph;
pub use self::model::{
    Identity, Initiator, ModifiedProperty, OneOrMany, ProvisionedIdentity, ProvisioningErrorInfo,
    ProvisioningObjectSummary, ProvisioningStatusInfo, ProvisioningStep, ProvisioningSystem,
};
#[cfg(feature = "eval")]
pub use self::node::EventNode;
pub(crate) use self::service_error::is_service_error;
