//! The properties of the provisioning endpoint as typed fields, each with the operators that
//! are documented for it.
//!
//! Generated from the endpoint's data by `tests/service/typed_fields.rs`, which says how to write it
//! anew; do not edit it.

use super::typed::{fields, group, property_type};
use super::{InitiatorType, ProvisioningAction, ProvisioningResult};
use crate::build::{
    DateTimeKind, EnumKind, Field, Nullable, NumberKind, Property, SupportsContains, SupportsEq,
    SupportsGt, SupportsLt, SupportsOrderBy, TextKind,
};

fields! {
    id: IdProperty = "id", TextKind [SupportsEq SupportsContains];
    activity_date_time: ActivityDateTimeProperty = "activityDateTime", DateTimeKind [SupportsEq SupportsGt SupportsLt SupportsOrderBy];
    change_id: ChangeIdProperty = "changeId", TextKind [SupportsEq SupportsContains Nullable];
    cycle_id: CycleIdProperty = "cycleId", TextKind [SupportsEq SupportsContains Nullable];
    job_id: JobIdProperty = "jobId", TextKind [SupportsEq SupportsContains Nullable];
    tenant_id: TenantIdProperty = "tenantId", TextKind [SupportsEq SupportsContains Nullable];
    duration_in_milliseconds: DurationInMillisecondsProperty = "durationInMilliseconds", NumberKind [SupportsEq SupportsGt SupportsLt Nullable];
    provisioning_action: ProvisioningActionProperty = "provisioningAction", EnumKind<ProvisioningAction> [SupportsEq SupportsContains Nullable];
}

group! {
    initiated_by: InitiatedByFields = "initiatedBy";
    display_name: InitiatedByDisplayName = "initiatedBy/displayName", TextKind [SupportsEq SupportsContains Nullable];
    id: InitiatedById = "initiatedBy/id", TextKind [SupportsEq SupportsContains Nullable];
    initiator_type: InitiatedByInitiatorType = "initiatedBy/initiatorType", EnumKind<InitiatorType> [SupportsEq SupportsContains Nullable];
}

group! {
    provisioning_status_info: ProvisioningStatusInfoFields = "provisioningStatusInfo";
    status: ProvisioningStatusInfoStatus = "provisioningStatusInfo/status", EnumKind<ProvisioningResult> [SupportsEq SupportsContains Nullable];
}

group! {
    service_principal: ServicePrincipalFields = "servicePrincipal";
    id: ServicePrincipalId = "servicePrincipal/id", TextKind [SupportsEq Nullable];
    display_name: ServicePrincipalDisplayName = "servicePrincipal/displayName", TextKind [SupportsEq Nullable];
}

group! {
    source_identity: SourceIdentityFields = "sourceIdentity";
    identity_type: SourceIdentityIdentityType = "sourceIdentity/identityType", TextKind [SupportsEq SupportsContains Nullable];
    id: SourceIdentityId = "sourceIdentity/id", TextKind [SupportsEq SupportsContains Nullable];
    display_name: SourceIdentityDisplayName = "sourceIdentity/displayName", TextKind [SupportsEq SupportsContains Nullable];
}

group! {
    source_system: SourceSystemFields = "sourceSystem";
    display_name: SourceSystemDisplayName = "sourceSystem/displayName", TextKind [SupportsEq SupportsContains Nullable];
    id: SourceSystemId = "sourceSystem/id", TextKind [SupportsEq SupportsContains Nullable];
}

group! {
    target_identity: TargetIdentityFields = "targetIdentity";
    identity_type: TargetIdentityIdentityType = "targetIdentity/identityType", TextKind [SupportsEq SupportsContains Nullable];
    id: TargetIdentityId = "targetIdentity/id", TextKind [SupportsEq SupportsContains Nullable];
    display_name: TargetIdentityDisplayName = "targetIdentity/displayName", TextKind [SupportsEq SupportsContains Nullable];
}

group! {
    target_system: TargetSystemFields = "targetSystem";
    display_name: TargetSystemDisplayName = "targetSystem/displayName", TextKind [SupportsEq SupportsContains Nullable];
    id: TargetSystemId = "targetSystem/id", TextKind [SupportsEq SupportsContains Nullable];
}

/// What only beta has; deprecated.
pub mod beta {
    use super::*;

    fields! {
        action: ActionProperty = "action", TextKind [SupportsEq SupportsContains Nullable];
    }

    group! {
        status_info: StatusInfoFields = "statusInfo";
        status: StatusInfoStatus = "statusInfo/status", EnumKind<ProvisioningResult> [SupportsEq SupportsContains Nullable];
    }
}
