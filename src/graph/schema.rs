//! The model of `provisioningObjectSummary`, as tables.

use std::sync::LazyLock;

use crate::ast::Text;
use crate::schema::{
    AliasKind, ApiVersion, EnumType, EnumTypeMember, Property, PropertyAlias, Rename, Schema,
    StructType,
};

impl Schema {
    /// The model of `provisioningObjectSummary` in one version of the API.
    #[must_use]
    pub fn provisioning(api: ApiVersion) -> &'static Self {
        static V1_0: LazyLock<Schema> = LazyLock::new(|| build(Some(ApiVersion::V1_0)));
        static BETA: LazyLock<Schema> = LazyLock::new(|| build(Some(ApiVersion::Beta)));
        match api {
            ApiVersion::V1_0 => &V1_0,
            ApiVersion::Beta => &BETA,
        }
    }

    /// The model of `provisioningObjectSummary` with the properties of every version.
    #[must_use]
    pub fn provisioning_any() -> &'static Self {
        static ANY: LazyLock<Schema> = LazyLock::new(|| build(None));
        &ANY
    }
}

use AliasKind::{Documented, Wire};

const ROOT: &str = "provisioningObjectSummary";

/// name, base, open
const TYPES: &[(&str, Option<&str>, bool)] = &[
    (ROOT, None, false),
    ("identity", None, true),
    ("initiator", Some("identity"), false),
    ("provisionedIdentity", Some("identity"), false),
    ("provisioningSystem", Some("identity"), false),
    ("provisioningServicePrincipal", Some("identity"), false),
    ("detailsInfo", None, true),
    ("modifiedProperty", None, false),
    ("provisioningStep", None, false),
    ("provisioningStatusInfo", None, false),
    ("provisioningErrorInfo", None, false),
    ("statusBase", None, false),
];

/// type, name, type of the value, marks: `!` not nullable, `k` the key, `b` only in beta
const PROPERTIES: &[(&str, &str, &str, &str)] = &[
    (ROOT, "id", "Edm.String", "!k"),
    (ROOT, "activityDateTime", "Edm.DateTimeOffset", "!"),
    (ROOT, "changeId", "Edm.String", ""),
    (ROOT, "cycleId", "Edm.String", ""),
    (ROOT, "jobId", "Edm.String", ""),
    (ROOT, "tenantId", "Edm.String", ""),
    (ROOT, "durationInMilliseconds", "Edm.Int32", ""),
    (ROOT, "provisioningAction", "provisioningAction", ""),
    (ROOT, "provisioningStatusInfo", "provisioningStatusInfo", ""),
    (ROOT, "servicePrincipal", "provisioningServicePrincipal", ""),
    (ROOT, "initiatedBy", "initiator", ""),
    (ROOT, "sourceIdentity", "provisionedIdentity", ""),
    (ROOT, "targetIdentity", "provisionedIdentity", ""),
    (ROOT, "sourceSystem", "provisioningSystem", ""),
    (ROOT, "targetSystem", "provisioningSystem", ""),
    (ROOT, "modifiedProperties", "Collection(modifiedProperty)", ""),
    (ROOT, "provisioningSteps", "Collection(provisioningStep)", ""),
    (ROOT, "action", "Edm.String", "b"),
    (ROOT, "statusInfo", "statusBase", "b"),
    ("identity", "displayName", "Edm.String", ""),
    ("identity", "id", "Edm.String", ""),
    ("initiator", "initiatorType", "initiatorType", ""),
    ("provisionedIdentity", "details", "detailsInfo", ""),
    ("provisionedIdentity", "identityType", "Edm.String", ""),
    ("provisioningSystem", "details", "detailsInfo", ""),
    ("modifiedProperty", "displayName", "Edm.String", ""),
    ("modifiedProperty", "newValue", "Edm.String", ""),
    ("modifiedProperty", "oldValue", "Edm.String", ""),
    ("provisioningStep", "description", "Edm.String", ""),
    ("provisioningStep", "details", "detailsInfo", ""),
    ("provisioningStep", "name", "Edm.String", ""),
    ("provisioningStep", "provisioningStepType", "provisioningStepType", ""),
    ("provisioningStep", "status", "provisioningResult", ""),
    ("provisioningStatusInfo", "errorInformation", "provisioningErrorInfo", ""),
    ("provisioningStatusInfo", "status", "provisioningResult", ""),
    ("provisioningErrorInfo", "additionalDetails", "Edm.String", ""),
    ("provisioningErrorInfo", "errorCategory", "provisioningStatusErrorCategory", ""),
    ("provisioningErrorInfo", "errorCode", "Edm.String", ""),
    ("provisioningErrorInfo", "reason", "Edm.String", ""),
    ("provisioningErrorInfo", "recommendedAction", "Edm.String", ""),
    ("statusBase", "status", "provisioningResult", "b"),
];

/// type, property, another name, where that comes from
const ALIASES: &[(&str, &str, &str, AliasKind)] = &[
    // The table of supported filters names it so.
    ("provisioningServicePrincipal", "displayName", "name", Documented),
    // Diagnostic settings.
    ("identity", "id", "Id", Wire),
    ("identity", "displayName", "Name", Wire),
    ("initiator", "initiatorType", "Type", Wire),
    ("provisioningStatusInfo", "status", "Status", Wire),
    ("statusBase", "status", "Status", Wire),
    // The first published samples.
    ("initiator", "initiatorType", "initiatingType", Wire),
    // The portal, and diagnostic settings beside the new names.
    (ROOT, "provisioningAction", "action", Wire),
    (ROOT, "provisioningStatusInfo", "statusInfo", Wire),
];

/// type, what people write, what they mean
const RENAMES: &[(&str, &str, &str)] = &[
    // Names from the other logs of Microsoft Entra.
    (ROOT, "createdDateTime", "activityDateTime"),
    (ROOT, "activityDate", "activityDateTime"),
    (ROOT, "timestamp", "activityDateTime"),
    (ROOT, "timeGenerated", "activityDateTime"),
    (ROOT, "time", "activityDateTime"),
    (ROOT, "dateTime", "activityDateTime"),
    (ROOT, "date", "activityDateTime"),
    (ROOT, "correlationId", "changeId"),
    (ROOT, "durationMs", "durationInMilliseconds"),
    (ROOT, "duration", "durationInMilliseconds"),
    (ROOT, "appId", "servicePrincipal/id"),
    (ROOT, "appDisplayName", "servicePrincipal/displayName"),
    // Names without the complex type that holds them.
    (ROOT, "status", "provisioningStatusInfo/status"),
    (ROOT, "result", "provisioningStatusInfo/status"),
    (ROOT, "resultType", "provisioningStatusInfo/status"),
    (ROOT, "provisioningStatus", "provisioningStatusInfo/status"),
    (ROOT, "errorCode", "provisioningStatusInfo/errorInformation/errorCode"),
    (ROOT, "errorCategory", "provisioningStatusInfo/errorInformation/errorCategory"),
    // Names of this log that have changed.
    (ROOT, "action", "provisioningAction"),
    (ROOT, "statusInfo", "provisioningStatusInfo"),
    (ROOT, "initiator", "initiatedBy"),
];

/// enumeration, its members in the order of their numbers, from 0
const ENUMS: &[(&str, &[&str])] = &[
    (
        "provisioningAction",
        &["other", "create", "delete", "disable", "update", "stagedDelete", "unknownFutureValue"],
    ),
    ("provisioningResult", &["success", "failure", "skipped", "warning", "unknownFutureValue"]),
    (
        "provisioningStepType",
        &[
            "import",
            "scoping",
            "matching",
            "processing",
            "referenceResolution",
            "export",
            "unknownFutureValue",
        ],
    ),
    (
        "provisioningStatusErrorCategory",
        &["failure", "nonServiceFailure", "success", "unknownFutureValue"],
    ),
    ("initiatorType", &["user", "application", "system", "unknownFutureValue"]),
];

fn build(api: Option<ApiVersion>) -> Schema {
    let types = TYPES.iter().map(|&(name, base, open)| StructType {
        name: name.into(),
        base: base.map(Into::into),
        open,
        properties: properties_of(name, api),
        aliases: aliases_of(name, api),
        renames: renames_of(name),
    });
    // A type of beta alone is left with no properties elsewhere.
    let types = types.filter(|ty| ty.open || ty.base.is_some() || !ty.properties.is_empty());
    Schema {
        namespace: "microsoft.graph".into(),
        root: ROOT.into(),
        types: types.collect(),
        enums: ENUMS.iter().map(|&(name, members)| enum_type(name, members)).collect(),
    }
}

fn properties_of(owner: &str, api: Option<ApiVersion>) -> Vec<Property> {
    let own = PROPERTIES.iter().filter(|row| row.0 == owner);
    let own = own.filter(|row| !row.3.contains('b') || api != Some(ApiVersion::V1_0));
    own.map(|&(_, name, type_name, marks)| Property {
        name: name.into(),
        type_ref: Text::from(type_name).into(),
        nullable: !marks.contains('!'),
        key: marks.contains('k'),
    })
    .collect()
}

fn aliases_of(owner: &str, api: Option<ApiVersion>) -> Vec<PropertyAlias> {
    let rows = ALIASES.iter().filter(|row| row.0 == owner);
    let rows = rows.filter(|row| row.0 != "statusBase" || api != Some(ApiVersion::V1_0));
    rows.map(|&(_, property, name, kind)| PropertyAlias {
        name: name.into(),
        property: property.into(),
        kind,
    })
    .collect()
}

fn renames_of(owner: &str) -> Vec<Rename> {
    let rows = RENAMES.iter().filter(|row| row.0 == owner);
    rows.map(|row| Rename { from: row.1.into(), to: row.2.into() }).collect()
}

fn enum_type(name: &str, members: &[&str]) -> EnumType {
    let members =
        (0..).zip(members).map(|(value, &name)| EnumTypeMember { name: name.into(), value });
    EnumType { name: name.into(), members: members.collect() }
}
