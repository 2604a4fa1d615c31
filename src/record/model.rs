//! The serde model of `provisioningObjectSummary`, as Graph writes it.
//!
//! Every type keeps the members that it does not declare, so that a record which is read and
//! written loses nothing. A member that is missing is not written either, and one that is null
//! counts as missing.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};

macro_rules! model {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)+ }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )+
            /// The members that are not declared.
            #[serde(flatten)]
            pub other: Map<String, Value>,
        }
    )+};
}

model! {
    /// What happened to one object in one provisioning cycle.
    ///
    /// ```
    /// use odata_query::record::{ProvisioningObjectSummary, ProvisioningResult};
    ///
    /// let text = r#"{"id":"a","provisioningStatusInfo":{"status":"failure"},"new":1}"#;
    /// let event: ProvisioningObjectSummary = serde_json::from_str(text).unwrap();
    /// let status = event.provisioning_status_info.as_ref().and_then(|info| info.status.clone());
    /// assert_eq!(status, Some(ProvisioningResult::Failure));
    /// assert_eq!(serde_json::to_string(&event).unwrap(), text);
    /// ```
    ProvisioningObjectSummary {
        /// The key of the event.
        id: String,
        /// When it happened, as the service writes it; an `Edm.DateTimeOffset`.
        activity_date_time: String,
        /// The tenant.
        tenant_id: String,
        /// The job.
        job_id: String,
        /// The cycle of the job.
        cycle_id: String,
        /// The change within the cycle.
        change_id: String,
        /// What was done to the object.
        provisioning_action: ProvisioningAction,
        /// How long it took, in milliseconds.
        duration_in_milliseconds: i64,
        /// The system that the object came from.
        source_system: ProvisioningSystem,
        /// The system that the object went to.
        target_system: ProvisioningSystem,
        /// Who or what started it.
        initiated_by: Initiator,
        /// The service principal of the application.
        service_principal: OneOrMany<Identity>,
        /// The object in the source system.
        source_identity: ProvisionedIdentity,
        /// The object in the target system.
        target_identity: ProvisionedIdentity,
        /// How it ended.
        provisioning_status_info: ProvisioningStatusInfo,
        /// The steps, in their order.
        provisioning_steps: Vec<ProvisioningStep>,
        /// The properties that were changed.
        modified_properties: Vec<ModifiedProperty>,
    }

    /// Someone or something with an id and a name.
    Identity {
        /// The id; the empty text where the service does not know it.
        id: String,
        /// The name.
        display_name: String,
    }

    /// Who or what started a provisioning event.
    Initiator {
        /// The id; the empty text where the service does not know it.
        id: String,
        /// The name.
        display_name: String,
        /// What kind of initiator it is.
        initiator_type: InitiatorType,
    }

    /// A system that objects come from or go to.
    ProvisioningSystem {
        /// The id.
        id: String,
        /// The name.
        display_name: String,
        /// What else the system says of itself.
        details: Map<String, Value>,
    }

    /// An object in a system.
    ProvisionedIdentity {
        /// The id; the empty text where there is none yet.
        id: String,
        /// The name.
        display_name: String,
        /// What kind of object it is, in the words of its system.
        identity_type: String,
        /// What else the system says of it.
        details: Map<String, Value>,
    }

    /// How an event ended.
    ProvisioningStatusInfo {
        /// The result.
        status: ProvisioningResult,
        /// What went wrong, if something did.
        error_information: ProvisioningErrorInfo,
    }

    /// What went wrong.
    ProvisioningErrorInfo {
        /// A name for the error.
        error_code: String,
        /// What happened, for people.
        reason: String,
        /// More about it.
        additional_details: String,
        /// Whose fault it was.
        error_category: StatusErrorCategory,
        /// What to do about it.
        recommended_action: String,
    }

    /// One step on the way from source to target.
    ProvisioningStep {
        /// The name.
        name: String,
        /// Which kind of step it is.
        provisioning_step_type: ProvisioningStepType,
        /// How it ended.
        status: ProvisioningResult,
        /// What was done, for people.
        description: String,
        /// What else is known of it.
        details: Map<String, Value>,
    }

    /// A property before and after.
    ModifiedProperty {
        /// The name of the property.
        display_name: String,
        /// Its value before.
        old_value: String,
        /// Its value after.
        new_value: String,
    }
}

/// One value, or several: pages of the documentation disagree on `servicePrincipal`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One value, as the service writes it.
    One(Box<T>),
    /// A collection.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The first value.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        match self {
            Self::One(value) => Some(value),
            Self::Many(values) => values.first(),
        }
    }
}
