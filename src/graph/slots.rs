//! The paths of an event that are found without comparing names.

use super::model::{OneOrMany, ProvisioningObjectSummary};
use super::node::{Part, part};

/// Goes from field to field. One that is not there may be among the undeclared members, under
/// this name or another; if there are none of those, there is nothing.
macro_rules! follow {
    ($object:expr $(, $field:ident)+) => {{
        let object = $object;
        $(let Some(object) = &object.$field else {
            return if object.other.is_empty() { Some(Part::Nothing) } else { None };
        };)+
        Some(part(object))
    }};
}

/// A field of the service principal, if there is one and no collection of them.
macro_rules! principal {
    ($event:ident, $field:ident) => {
        match &$event.service_principal {
            Some(OneOrMany::One(principal)) => follow!(principal, $field),
            _ => None,
        }
    };
}

macro_rules! paths {
    ($(
        $path:ident [$($name:literal)+] = |$event:ident| $found:expr,
    )+) => {
        enum Path { $($path,)+ }

        /// The paths, in the order of their numbers.
        pub(super) static PATHS: &[&[&str]] = &[$(&[$($name),+],)+];

        /// What the path of this number leads to.
        #[inline(always)]
        pub(super) fn at(event: &ProvisioningObjectSummary, path: usize) -> Option<Part<'_>> {
            match path {
                $(number if number == Path::$path as usize => {
                    let $event = event;
                    $found
                })+
                _ => None,
            }
        }
    };
}

paths! {
    Id ["id"] = |event| follow!(event, id),
    ActivityDateTime ["activityDateTime"] = |event| follow!(event, activity_date_time),
    TenantId ["tenantId"] = |event| follow!(event, tenant_id),
    JobId ["jobId"] = |event| follow!(event, job_id),
    CycleId ["cycleId"] = |event| follow!(event, cycle_id),
    ChangeId ["changeId"] = |event| follow!(event, change_id),
    Action ["provisioningAction"] = |event| follow!(event, provisioning_action),
    Duration ["durationInMilliseconds"] = |event| follow!(event, duration_in_milliseconds),
    Status ["provisioningStatusInfo" "status"] =
        |event| follow!(event, provisioning_status_info, status),
    ErrorCode ["provisioningStatusInfo" "errorInformation" "errorCode"] =
        |event| follow!(event, provisioning_status_info, error_information, error_code),
    Reason ["provisioningStatusInfo" "errorInformation" "reason"] =
        |event| follow!(event, provisioning_status_info, error_information, reason),
    ErrorCategory ["provisioningStatusInfo" "errorInformation" "errorCategory"] =
        |event| follow!(event, provisioning_status_info, error_information, error_category),
    SourceSystemId ["sourceSystem" "id"] = |event| follow!(event, source_system, id),
    SourceSystemName ["sourceSystem" "displayName"] =
        |event| follow!(event, source_system, display_name),
    TargetSystemId ["targetSystem" "id"] = |event| follow!(event, target_system, id),
    TargetSystemName ["targetSystem" "displayName"] =
        |event| follow!(event, target_system, display_name),
    InitiatorId ["initiatedBy" "id"] = |event| follow!(event, initiated_by, id),
    InitiatorName ["initiatedBy" "displayName"] =
        |event| follow!(event, initiated_by, display_name),
    InitiatorType ["initiatedBy" "initiatorType"] =
        |event| follow!(event, initiated_by, initiator_type),
    PrincipalId ["servicePrincipal" "id"] = |event| principal!(event, id),
    PrincipalName ["servicePrincipal" "displayName"] = |event| principal!(event, display_name),
    SourceId ["sourceIdentity" "id"] = |event| follow!(event, source_identity, id),
    SourceName ["sourceIdentity" "displayName"] =
        |event| follow!(event, source_identity, display_name),
    SourceType ["sourceIdentity" "identityType"] =
        |event| follow!(event, source_identity, identity_type),
    TargetId ["targetIdentity" "id"] = |event| follow!(event, target_identity, id),
    TargetName ["targetIdentity" "displayName"] =
        |event| follow!(event, target_identity, display_name),
    TargetType ["targetIdentity" "identityType"] =
        |event| follow!(event, target_identity, identity_type),
}
