//! The paths of an event that are found without comparing names.

use super::enums::{InitiatorType, ProvisioningAction, ProvisioningResult, StatusErrorCategory};
use super::model::{OneOrMany, ProvisioningObjectSummary};
use super::node::{AsPart, Part, part};
use crate::eval::{Holds, Seen};

/// What is made of what a path leads to: a handle of it, or what it is.
pub(super) trait Found<'a> {
    /// Nothing is there.
    const NOTHING: Self;
    /// The names have to tell.
    const BY_NAMES: Self;

    fn found<T: AsPart>(value: &'a T) -> Self;
}

impl<'a> Found<'a> for Option<Part<'a>> {
    const NOTHING: Self = Some(Part::Nothing);
    const BY_NAMES: Self = None;

    #[inline(always)]
    fn found<T: AsPart>(value: &'a T) -> Self {
        Some(part(value))
    }
}

impl<'a> Found<'a> for Seen<'a> {
    const NOTHING: Self = Self::Nothing;
    const BY_NAMES: Self = Self::Else;

    #[inline(always)]
    fn found<T: AsPart>(value: &'a T) -> Self {
        value.seen()
    }
}

/// Goes from field to field. One that is not there may be among the undeclared members, under
/// this name or another; if there are none of those, there is nothing.
macro_rules! follow {
    ($object:expr $(, $field:ident)+) => {{
        let object = $object;
        $(let Some(object) = &object.$field else {
            return if object.other.is_empty() { F::NOTHING } else { F::BY_NAMES };
        };)+
        F::found(object)
    }};
}

/// A field of the service principal, if there is one and no collection of them.
macro_rules! principal {
    ($event:ident, $field:ident) => {
        match &$event.service_principal {
            Some(OneOrMany::One(principal)) => follow!(principal, $field),
            _ => F::BY_NAMES,
        }
    };
}

macro_rules! paths {
    ($(
        $path:ident: $type:ident [$($name:literal)+] = |$event:ident| $found:expr,
    )+) => {
        enum Path { $($path,)+ }

        /// The paths, in the order of their numbers.
        pub(super) static PATHS: &[&[&str]] = &[$(&[$($name),+],)+];

        /// What the path of this number leads to.
        #[inline(always)]
        pub(super) fn at<'a, F: Found<'a>>(event: &'a ProvisioningObjectSummary, path: usize) -> F {
            match path {
                $(number if number == Path::$path as usize => {
                    let $event = event;
                    $found
                })+
                _ => F::BY_NAMES,
            }
        }

        /// As what that is seen.
        pub(super) fn holds_at(path: usize) -> Holds {
            match path {
                $(number if number == Path::$path as usize => $type::HOLDS,)+
                _ => Holds::Else,
            }
        }
    };
}

paths! {
    Id: String ["id"] = |event| follow!(event, id),
    ActivityDateTime: String ["activityDateTime"] = |event| follow!(event, activity_date_time),
    TenantId: String ["tenantId"] = |event| follow!(event, tenant_id),
    JobId: String ["jobId"] = |event| follow!(event, job_id),
    CycleId: String ["cycleId"] = |event| follow!(event, cycle_id),
    ChangeId: String ["changeId"] = |event| follow!(event, change_id),
    Action: ProvisioningAction ["provisioningAction"] = |event| follow!(event, provisioning_action),
    Duration: i64 ["durationInMilliseconds"] = |event| follow!(event, duration_in_milliseconds),
    Status: ProvisioningResult ["provisioningStatusInfo" "status"] =
        |event| follow!(event, provisioning_status_info, status),
    ErrorCode: String ["provisioningStatusInfo" "errorInformation" "errorCode"] =
        |event| follow!(event, provisioning_status_info, error_information, error_code),
    Reason: String ["provisioningStatusInfo" "errorInformation" "reason"] =
        |event| follow!(event, provisioning_status_info, error_information, reason),
    ErrorCategory: StatusErrorCategory ["provisioningStatusInfo" "errorInformation" "errorCategory"] =
        |event| follow!(event, provisioning_status_info, error_information, error_category),
    SourceSystemId: String ["sourceSystem" "id"] = |event| follow!(event, source_system, id),
    SourceSystemName: String ["sourceSystem" "displayName"] =
        |event| follow!(event, source_system, display_name),
    TargetSystemId: String ["targetSystem" "id"] = |event| follow!(event, target_system, id),
    TargetSystemName: String ["targetSystem" "displayName"] =
        |event| follow!(event, target_system, display_name),
    InitiatorId: String ["initiatedBy" "id"] = |event| follow!(event, initiated_by, id),
    InitiatorName: String ["initiatedBy" "displayName"] =
        |event| follow!(event, initiated_by, display_name),
    InitiatorType: InitiatorType ["initiatedBy" "initiatorType"] =
        |event| follow!(event, initiated_by, initiator_type),
    PrincipalId: String ["servicePrincipal" "id"] = |event| principal!(event, id),
    PrincipalName: String ["servicePrincipal" "displayName"] = |event| principal!(event, display_name),
    SourceId: String ["sourceIdentity" "id"] = |event| follow!(event, source_identity, id),
    SourceName: String ["sourceIdentity" "displayName"] =
        |event| follow!(event, source_identity, display_name),
    SourceType: String ["sourceIdentity" "identityType"] =
        |event| follow!(event, source_identity, identity_type),
    TargetId: String ["targetIdentity" "id"] = |event| follow!(event, target_identity, id),
    TargetName: String ["targetIdentity" "displayName"] =
        |event| follow!(event, target_identity, display_name),
    TargetType: String ["targetIdentity" "identityType"] =
        |event| follow!(event, target_identity, identity_type),
}
