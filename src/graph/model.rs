//! The serde model of `provisioningObjectSummary`, as Graph writes it.
//!
//! Every type keeps the members that it does not declare, so that a record which is read and
//! written loses nothing. A member that is missing is not written either, and one that is null
//! counts as missing.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[cfg(feature = "eval")]
use super::node::{Members, Part, part};

use super::enums::{
    InitiatorType, ProvisioningAction, ProvisioningResult, ProvisioningStepType,
    StatusErrorCategory,
};

macro_rules! model {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty = $json:literal,)+ }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[serde(rename = $json, default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )+
            /// The members that are not declared.
            #[serde(flatten)]
            pub other: Map<String, Value>,
        }

        #[cfg(feature = "eval")]
        impl Members for $name {
            fn member<'a>(&'a self, name: &str) -> Option<Part<'a>> {
                let declared = match name {
                    $($json => self.$field.as_ref().map(part),)+
                    _ => None,
                };
                declared.or_else(|| self.other.get(name).map(Part::Json))
            }
        }
    )+};
}

model! {
    /// What happened to one object in one provisioning cycle.
    ///
    /// ```
    /// use odata_query::graph::{ProvisioningObjectSummary, ProvisioningResult};
    ///
    /// let text = r#"{"id":"a","provisioningStatusInfo":{"status":"failure"},"new":1}"#;
    /// let event: ProvisioningObjectSummary = serde_json::from_str(text).unwrap();
    /// let status = event.provisioning_status_info.as_ref().and_then(|info| info.status.clone());
    /// assert_eq!(status, Some(ProvisioningResult::Failure));
    /// assert_eq!(serde_json::to_string(&event).unwrap(), text);
    /// ```
    ProvisioningObjectSummary {
        /// The key of the event.
        id: String = "id",
        /// When it happened, as the service writes it; an `Edm.DateTimeOffset`.
        activity_date_time: String = "activityDateTime",
        /// The tenant.
        tenant_id: String = "tenantId",
        /// The job.
        job_id: String = "jobId",
        /// The cycle of the job.
        cycle_id: String = "cycleId",
        /// The change within the cycle.
        change_id: String = "changeId",
        /// What was done to the object.
        provisioning_action: ProvisioningAction = "provisioningAction",
        /// How long it took, in milliseconds.
        duration_in_milliseconds: i64 = "durationInMilliseconds",
        /// The system that the object came from.
        source_system: ProvisioningSystem = "sourceSystem",
        /// The system that the object went to.
        target_system: ProvisioningSystem = "targetSystem",
        /// Who or what started it.
        initiated_by: Initiator = "initiatedBy",
        /// The service principal of the application.
        service_principal: OneOrMany<Identity> = "servicePrincipal",
        /// The object in the source system.
        source_identity: ProvisionedIdentity = "sourceIdentity",
        /// The object in the target system.
        target_identity: ProvisionedIdentity = "targetIdentity",
        /// How it ended.
        provisioning_status_info: ProvisioningStatusInfo = "provisioningStatusInfo",
        /// The steps, in their order.
        provisioning_steps: Vec<ProvisioningStep> = "provisioningSteps",
        /// The properties that were changed.
        modified_properties: Vec<ModifiedProperty> = "modifiedProperties",
    }

    /// Someone or something with an id and a name.
    Identity {
        /// The id; the empty text where the service does not know it.
        id: String = "id",
        /// The name.
        display_name: String = "displayName",
    }

    /// Who or what started a provisioning event.
    Initiator {
        /// The id; the empty text where the service does not know it.
        id: String = "id",
        /// The name.
        display_name: String = "displayName",
        /// What kind of initiator it is.
        initiator_type: InitiatorType = "initiatorType",
    }

    /// A system that objects come from or go to.
    ProvisioningSystem {
        /// The id.
        id: String = "id",
        /// The name.
        display_name: String = "displayName",
        /// What else the system says of itself.
        details: Map<String, Value> = "details",
    }

    /// An object in a system.
    ProvisionedIdentity {
        /// The id; the empty text where there is none yet.
        id: String = "id",
        /// The name.
        display_name: String = "displayName",
        /// What kind of object it is, in the words of its system.
        identity_type: String = "identityType",
        /// What else the system says of it.
        details: Map<String, Value> = "details",
    }

    /// How an event ended.
    ProvisioningStatusInfo {
        /// The result.
        status: ProvisioningResult = "status",
        /// What went wrong, if something did.
        error_information: ProvisioningErrorInfo = "errorInformation",
    }

    /// What went wrong.
    ProvisioningErrorInfo {
        /// A name for the error.
        error_code: String = "errorCode",
        /// What happened, for people.
        reason: String = "reason",
        /// More about it.
        additional_details: String = "additionalDetails",
        /// Whose fault it was.
        error_category: StatusErrorCategory = "errorCategory",
        /// What to do about it.
        recommended_action: String = "recommendedAction",
    }

    /// One step on the way from source to target.
    ProvisioningStep {
        /// The name.
        name: String = "name",
        /// Which kind of step it is.
        provisioning_step_type: ProvisioningStepType = "provisioningStepType",
        /// How it ended.
        status: ProvisioningResult = "status",
        /// What was done, for people.
        description: String = "description",
        /// What else is known of it.
        details: Map<String, Value> = "details",
    }

    /// A property before and after.
    ModifiedProperty {
        /// The name of the property.
        display_name: String = "displayName",
        /// Its value before.
        old_value: String = "oldValue",
        /// Its value after.
        new_value: String = "newValue",
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
