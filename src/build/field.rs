//! The properties of the provisioning endpoint, each with what is documented for it.
//!
//! Generated from the endpoint's data by `tests/service/typed_fields.rs`, which says how to write it
//! anew; do not edit it.

use super::{Contains, Equals, Field, Greater, Instant, Less, Member, Nullable, Number, Property};
use super::{Sorts, Text};
use crate::graph::{InitiatorType, ProvisioningAction, ProvisioningResult};

/// `id`
#[derive(Clone, Copy, Debug)]
pub enum IdProperty {}
impl Property for IdProperty {
    const PATH: &'static str = "id";
    type Kind = Text;
}
impl Equals for IdProperty {}
impl Contains for IdProperty {}

/// `activityDateTime`
#[derive(Clone, Copy, Debug)]
pub enum ActivityDateTimeProperty {}
impl Property for ActivityDateTimeProperty {
    const PATH: &'static str = "activityDateTime";
    type Kind = Instant;
}
impl Equals for ActivityDateTimeProperty {}
impl Greater for ActivityDateTimeProperty {}
impl Less for ActivityDateTimeProperty {}
impl Sorts for ActivityDateTimeProperty {}

/// `changeId`
#[derive(Clone, Copy, Debug)]
pub enum ChangeIdProperty {}
impl Property for ChangeIdProperty {
    const PATH: &'static str = "changeId";
    type Kind = Text;
}
impl Equals for ChangeIdProperty {}
impl Contains for ChangeIdProperty {}
impl Nullable for ChangeIdProperty {}

/// `cycleId`
#[derive(Clone, Copy, Debug)]
pub enum CycleIdProperty {}
impl Property for CycleIdProperty {
    const PATH: &'static str = "cycleId";
    type Kind = Text;
}
impl Equals for CycleIdProperty {}
impl Contains for CycleIdProperty {}
impl Nullable for CycleIdProperty {}

/// `jobId`
#[derive(Clone, Copy, Debug)]
pub enum JobIdProperty {}
impl Property for JobIdProperty {
    const PATH: &'static str = "jobId";
    type Kind = Text;
}
impl Equals for JobIdProperty {}
impl Contains for JobIdProperty {}
impl Nullable for JobIdProperty {}

/// `tenantId`
#[derive(Clone, Copy, Debug)]
pub enum TenantIdProperty {}
impl Property for TenantIdProperty {
    const PATH: &'static str = "tenantId";
    type Kind = Text;
}
impl Equals for TenantIdProperty {}
impl Contains for TenantIdProperty {}
impl Nullable for TenantIdProperty {}

/// `durationInMilliseconds`
#[derive(Clone, Copy, Debug)]
pub enum DurationInMillisecondsProperty {}
impl Property for DurationInMillisecondsProperty {
    const PATH: &'static str = "durationInMilliseconds";
    type Kind = Number;
}
impl Equals for DurationInMillisecondsProperty {}
impl Greater for DurationInMillisecondsProperty {}
impl Less for DurationInMillisecondsProperty {}
impl Nullable for DurationInMillisecondsProperty {}

/// `provisioningAction`
#[derive(Clone, Copy, Debug)]
pub enum ProvisioningActionProperty {}
impl Property for ProvisioningActionProperty {
    const PATH: &'static str = "provisioningAction";
    type Kind = Member<ProvisioningAction>;
}
impl Equals for ProvisioningActionProperty {}
impl Contains for ProvisioningActionProperty {}
impl Nullable for ProvisioningActionProperty {}

/// `id`
#[must_use]
pub const fn id() -> Field<IdProperty> {
    Field::new()
}

/// `activityDateTime`
#[must_use]
pub const fn activity_date_time() -> Field<ActivityDateTimeProperty> {
    Field::new()
}

/// `changeId`
#[must_use]
pub const fn change_id() -> Field<ChangeIdProperty> {
    Field::new()
}

/// `cycleId`
#[must_use]
pub const fn cycle_id() -> Field<CycleIdProperty> {
    Field::new()
}

/// `jobId`
#[must_use]
pub const fn job_id() -> Field<JobIdProperty> {
    Field::new()
}

/// `tenantId`
#[must_use]
pub const fn tenant_id() -> Field<TenantIdProperty> {
    Field::new()
}

/// `durationInMilliseconds`
#[must_use]
pub const fn duration_in_milliseconds() -> Field<DurationInMillisecondsProperty> {
    Field::new()
}

/// `provisioningAction`
#[must_use]
pub const fn provisioning_action() -> Field<ProvisioningActionProperty> {
    Field::new()
}

/// `initiatedBy/displayName`
#[derive(Clone, Copy, Debug)]
pub enum InitiatedByDisplayName {}
impl Property for InitiatedByDisplayName {
    const PATH: &'static str = "initiatedBy/displayName";
    type Kind = Text;
}
impl Equals for InitiatedByDisplayName {}
impl Contains for InitiatedByDisplayName {}
impl Nullable for InitiatedByDisplayName {}

/// `initiatedBy/id`
#[derive(Clone, Copy, Debug)]
pub enum InitiatedById {}
impl Property for InitiatedById {
    const PATH: &'static str = "initiatedBy/id";
    type Kind = Text;
}
impl Equals for InitiatedById {}
impl Contains for InitiatedById {}
impl Nullable for InitiatedById {}

/// `initiatedBy/initiatorType`
#[derive(Clone, Copy, Debug)]
pub enum InitiatedByInitiatorType {}
impl Property for InitiatedByInitiatorType {
    const PATH: &'static str = "initiatedBy/initiatorType";
    type Kind = Member<InitiatorType>;
}
impl Equals for InitiatedByInitiatorType {}
impl Contains for InitiatedByInitiatorType {}
impl Nullable for InitiatedByInitiatorType {}

/// What stands in `initiatedBy`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct InitiatedBy;

/// `initiatedBy`
#[must_use]
pub const fn initiated_by() -> InitiatedBy {
    InitiatedBy
}

impl InitiatedBy {
    /// `initiatedBy/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<InitiatedByDisplayName> {
        Field::new()
    }

    /// `initiatedBy/id`
    #[must_use]
    pub const fn id(self) -> Field<InitiatedById> {
        Field::new()
    }

    /// `initiatedBy/initiatorType`
    #[must_use]
    pub const fn initiator_type(self) -> Field<InitiatedByInitiatorType> {
        Field::new()
    }
}

/// `provisioningStatusInfo/status`
#[derive(Clone, Copy, Debug)]
pub enum ProvisioningStatusInfoStatus {}
impl Property for ProvisioningStatusInfoStatus {
    const PATH: &'static str = "provisioningStatusInfo/status";
    type Kind = Member<ProvisioningResult>;
}
impl Equals for ProvisioningStatusInfoStatus {}
impl Contains for ProvisioningStatusInfoStatus {}
impl Nullable for ProvisioningStatusInfoStatus {}

/// What stands in `provisioningStatusInfo`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProvisioningStatusInfo;

/// `provisioningStatusInfo`
#[must_use]
pub const fn provisioning_status_info() -> ProvisioningStatusInfo {
    ProvisioningStatusInfo
}

impl ProvisioningStatusInfo {
    /// `provisioningStatusInfo/status`
    #[must_use]
    pub const fn status(self) -> Field<ProvisioningStatusInfoStatus> {
        Field::new()
    }
}

/// `servicePrincipal/id`
#[derive(Clone, Copy, Debug)]
pub enum ServicePrincipalId {}
impl Property for ServicePrincipalId {
    const PATH: &'static str = "servicePrincipal/id";
    type Kind = Text;
}
impl Equals for ServicePrincipalId {}
impl Nullable for ServicePrincipalId {}

/// `servicePrincipal/displayName`
#[derive(Clone, Copy, Debug)]
pub enum ServicePrincipalDisplayName {}
impl Property for ServicePrincipalDisplayName {
    const PATH: &'static str = "servicePrincipal/displayName";
    type Kind = Text;
}
impl Equals for ServicePrincipalDisplayName {}
impl Nullable for ServicePrincipalDisplayName {}

/// What stands in `servicePrincipal`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServicePrincipal;

/// `servicePrincipal`
#[must_use]
pub const fn service_principal() -> ServicePrincipal {
    ServicePrincipal
}

impl ServicePrincipal {
    /// `servicePrincipal/id`
    #[must_use]
    pub const fn id(self) -> Field<ServicePrincipalId> {
        Field::new()
    }

    /// `servicePrincipal/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<ServicePrincipalDisplayName> {
        Field::new()
    }
}

/// `sourceIdentity/identityType`
#[derive(Clone, Copy, Debug)]
pub enum SourceIdentityIdentityType {}
impl Property for SourceIdentityIdentityType {
    const PATH: &'static str = "sourceIdentity/identityType";
    type Kind = Text;
}
impl Equals for SourceIdentityIdentityType {}
impl Contains for SourceIdentityIdentityType {}
impl Nullable for SourceIdentityIdentityType {}

/// `sourceIdentity/id`
#[derive(Clone, Copy, Debug)]
pub enum SourceIdentityId {}
impl Property for SourceIdentityId {
    const PATH: &'static str = "sourceIdentity/id";
    type Kind = Text;
}
impl Equals for SourceIdentityId {}
impl Contains for SourceIdentityId {}
impl Nullable for SourceIdentityId {}

/// `sourceIdentity/displayName`
#[derive(Clone, Copy, Debug)]
pub enum SourceIdentityDisplayName {}
impl Property for SourceIdentityDisplayName {
    const PATH: &'static str = "sourceIdentity/displayName";
    type Kind = Text;
}
impl Equals for SourceIdentityDisplayName {}
impl Contains for SourceIdentityDisplayName {}
impl Nullable for SourceIdentityDisplayName {}

/// What stands in `sourceIdentity`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SourceIdentity;

/// `sourceIdentity`
#[must_use]
pub const fn source_identity() -> SourceIdentity {
    SourceIdentity
}

impl SourceIdentity {
    /// `sourceIdentity/identityType`
    #[must_use]
    pub const fn identity_type(self) -> Field<SourceIdentityIdentityType> {
        Field::new()
    }

    /// `sourceIdentity/id`
    #[must_use]
    pub const fn id(self) -> Field<SourceIdentityId> {
        Field::new()
    }

    /// `sourceIdentity/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<SourceIdentityDisplayName> {
        Field::new()
    }
}

/// `sourceSystem/displayName`
#[derive(Clone, Copy, Debug)]
pub enum SourceSystemDisplayName {}
impl Property for SourceSystemDisplayName {
    const PATH: &'static str = "sourceSystem/displayName";
    type Kind = Text;
}
impl Equals for SourceSystemDisplayName {}
impl Contains for SourceSystemDisplayName {}
impl Nullable for SourceSystemDisplayName {}

/// `sourceSystem/id`
#[derive(Clone, Copy, Debug)]
pub enum SourceSystemId {}
impl Property for SourceSystemId {
    const PATH: &'static str = "sourceSystem/id";
    type Kind = Text;
}
impl Equals for SourceSystemId {}
impl Contains for SourceSystemId {}
impl Nullable for SourceSystemId {}

/// What stands in `sourceSystem`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SourceSystem;

/// `sourceSystem`
#[must_use]
pub const fn source_system() -> SourceSystem {
    SourceSystem
}

impl SourceSystem {
    /// `sourceSystem/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<SourceSystemDisplayName> {
        Field::new()
    }

    /// `sourceSystem/id`
    #[must_use]
    pub const fn id(self) -> Field<SourceSystemId> {
        Field::new()
    }
}

/// `targetIdentity/identityType`
#[derive(Clone, Copy, Debug)]
pub enum TargetIdentityIdentityType {}
impl Property for TargetIdentityIdentityType {
    const PATH: &'static str = "targetIdentity/identityType";
    type Kind = Text;
}
impl Equals for TargetIdentityIdentityType {}
impl Contains for TargetIdentityIdentityType {}
impl Nullable for TargetIdentityIdentityType {}

/// `targetIdentity/id`
#[derive(Clone, Copy, Debug)]
pub enum TargetIdentityId {}
impl Property for TargetIdentityId {
    const PATH: &'static str = "targetIdentity/id";
    type Kind = Text;
}
impl Equals for TargetIdentityId {}
impl Contains for TargetIdentityId {}
impl Nullable for TargetIdentityId {}

/// `targetIdentity/displayName`
#[derive(Clone, Copy, Debug)]
pub enum TargetIdentityDisplayName {}
impl Property for TargetIdentityDisplayName {
    const PATH: &'static str = "targetIdentity/displayName";
    type Kind = Text;
}
impl Equals for TargetIdentityDisplayName {}
impl Contains for TargetIdentityDisplayName {}
impl Nullable for TargetIdentityDisplayName {}

/// What stands in `targetIdentity`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TargetIdentity;

/// `targetIdentity`
#[must_use]
pub const fn target_identity() -> TargetIdentity {
    TargetIdentity
}

impl TargetIdentity {
    /// `targetIdentity/identityType`
    #[must_use]
    pub const fn identity_type(self) -> Field<TargetIdentityIdentityType> {
        Field::new()
    }

    /// `targetIdentity/id`
    #[must_use]
    pub const fn id(self) -> Field<TargetIdentityId> {
        Field::new()
    }

    /// `targetIdentity/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<TargetIdentityDisplayName> {
        Field::new()
    }
}

/// `targetSystem/displayName`
#[derive(Clone, Copy, Debug)]
pub enum TargetSystemDisplayName {}
impl Property for TargetSystemDisplayName {
    const PATH: &'static str = "targetSystem/displayName";
    type Kind = Text;
}
impl Equals for TargetSystemDisplayName {}
impl Contains for TargetSystemDisplayName {}
impl Nullable for TargetSystemDisplayName {}

/// `targetSystem/id`
#[derive(Clone, Copy, Debug)]
pub enum TargetSystemId {}
impl Property for TargetSystemId {
    const PATH: &'static str = "targetSystem/id";
    type Kind = Text;
}
impl Equals for TargetSystemId {}
impl Contains for TargetSystemId {}
impl Nullable for TargetSystemId {}

/// What stands in `targetSystem`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TargetSystem;

/// `targetSystem`
#[must_use]
pub const fn target_system() -> TargetSystem {
    TargetSystem
}

impl TargetSystem {
    /// `targetSystem/displayName`
    #[must_use]
    pub const fn display_name(self) -> Field<TargetSystemDisplayName> {
        Field::new()
    }

    /// `targetSystem/id`
    #[must_use]
    pub const fn id(self) -> Field<TargetSystemId> {
        Field::new()
    }
}

/// What only beta has; deprecated.
pub mod beta {
    use super::*;

    /// `action`
    #[derive(Clone, Copy, Debug)]
    pub enum ActionProperty {}
    impl Property for ActionProperty {
        const PATH: &'static str = "action";
        type Kind = Text;
    }
    impl Equals for ActionProperty {}
    impl Contains for ActionProperty {}
    impl Nullable for ActionProperty {}

    /// `action`
    #[must_use]
    pub const fn action() -> Field<ActionProperty> {
        Field::new()
    }

    /// `statusInfo/status`
    #[derive(Clone, Copy, Debug)]
    pub enum StatusInfoStatus {}
    impl Property for StatusInfoStatus {
        const PATH: &'static str = "statusInfo/status";
        type Kind = Member<ProvisioningResult>;
    }
    impl Equals for StatusInfoStatus {}
    impl Contains for StatusInfoStatus {}
    impl Nullable for StatusInfoStatus {}

    /// What stands in `statusInfo`.
    #[derive(Clone, Copy, Debug)]
    #[non_exhaustive]
    pub struct StatusInfo;

    /// `statusInfo`
    #[must_use]
    pub const fn status_info() -> StatusInfo {
        StatusInfo
    }

    impl StatusInfo {
        /// `statusInfo/status`
        #[must_use]
        pub const fn status(self) -> Field<StatusInfoStatus> {
            Field::new()
        }
    }
}
