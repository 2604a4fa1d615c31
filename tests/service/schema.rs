//! The schema is what the documentation of provisioningObjectSummary says, and names are found
//! in it the way people and exports write them.

#![expect(clippy::unwrap_used, reason = "a test that fails to set up fails")]

use odata_query::ast::Path;
use odata_query::schema::{AliasKind, ApiVersion, Lookup, ResolveFault, Schema, StepMatch, Type};

fn path(text: &str) -> Path {
    Path::of(text.split('/')).unwrap()
}

#[test]
fn every_documented_path_has_its_documented_type() {
    for (text, type_name, nullable) in [
        ("id", "Edm.String", false),
        ("activityDateTime", "Edm.DateTimeOffset", false),
        ("changeId", "Edm.String", true),
        ("cycleId", "Edm.String", true),
        ("jobId", "Edm.String", true),
        ("tenantId", "Edm.String", true),
        ("durationInMilliseconds", "Edm.Int32", true),
        ("provisioningAction", "provisioningAction", true),
        ("provisioningStatusInfo/status", "provisioningResult", true),
        (
            "provisioningStatusInfo/errorInformation/errorCategory",
            "provisioningStatusErrorCategory",
            true,
        ),
        ("servicePrincipal/id", "Edm.String", true),
        ("servicePrincipal/displayName", "Edm.String", true),
        ("initiatedBy/initiatorType", "initiatorType", true),
        ("sourceIdentity/identityType", "Edm.String", true),
        ("targetSystem/details", "detailsInfo", true),
        ("targetSystem/details/anything/below", "Edm.Untyped", true),
        ("modifiedProperties", "modifiedProperty", true),
        ("provisioningSteps", "provisioningStep", true),
    ] {
        for api in ApiVersion::ALL {
            let path = path(text);
            let resolved = Schema::provisioning(*api).resolve(&path).unwrap();
            assert_eq!(resolved.ty.name(), type_name, "{text}");
            assert_eq!(resolved.is_nullable(), nullable, "{text}");
            assert_eq!(resolved.to_string(), text);
        }
    }
}

#[test]
fn deprecated_names_are_properties_of_beta_alone() {
    for text in ["action", "statusInfo/status"] {
        let path = path(text);
        let v1 = Schema::provisioning(ApiVersion::V1_0).resolve(&path).unwrap();
        assert!(matches!(v1.steps[0].matched, StepMatch::Alias(_, AliasKind::Wire)), "{text}");
        for schema in [Schema::provisioning(ApiVersion::Beta), Schema::provisioning_any()] {
            let resolved = schema.resolve(&path).unwrap();
            assert!(matches!(resolved.steps[0].matched, StepMatch::Exact(_)), "{text}");
        }
    }
}

#[test]
fn names_are_found_exactly_in_another_case_and_under_aliases() {
    let schema = Schema::provisioning(ApiVersion::V1_0);
    let kind = |ty: &str, name: &str| {
        let lookup = schema.lookup(schema.struct_type(ty).unwrap(), name);
        let how = match lookup {
            Lookup::Exact(_) => "exact",
            Lookup::OtherCase(_) => "case",
            Lookup::Alias(_, AliasKind::Documented) => "documented",
            Lookup::Alias(_, AliasKind::Wire) => "wire",
            Lookup::Unknown => "unknown",
        };
        (how, lookup.property().map_or("", |property| property.name.as_str()).to_owned())
    };
    for (ty, name, how, property) in [
        ("provisioningObjectSummary", "jobId", "exact", "jobId"),
        ("provisioningObjectSummary", "jobid", "case", "jobId"),
        ("provisioningObjectSummary", "nope", "unknown", ""),
        ("provisioningServicePrincipal", "displayName", "exact", "displayName"),
        ("provisioningServicePrincipal", "name", "documented", "displayName"),
        ("provisioningServicePrincipal", "Id", "case", "id"),
        ("provisioningSystem", "Name", "wire", "displayName"),
        ("initiator", "Type", "wire", "initiatorType"),
        ("initiator", "initiatingType", "wire", "initiatorType"),
        ("provisioningStatusInfo", "Status", "case", "status"),
        ("modifiedProperty", "name", "unknown", ""),
    ] {
        assert_eq!(kind(ty, name), (how, property.to_owned()), "{ty}/{name}");
    }
    let system = schema.struct_type("provisioningSystem").unwrap();
    assert_eq!(schema.wire_names(system, "displayName").collect::<Vec<_>>(), ["Name"]);
}

#[test]
fn an_enumeration_maps_numbers_to_members() {
    let schema = Schema::provisioning_any();
    for (name, value, member) in [
        ("provisioningAction", 5, Some("stagedDelete")),
        ("provisioningResult", 2, Some("skipped")),
        ("provisioningStepType", 4, Some("referenceResolution")),
        ("provisioningStatusErrorCategory", 3, Some("unknownFutureValue")),
        ("microsoft.graph.initiatorType", 0, Some("user")),
        ("initiatorType", 4, None),
    ] {
        let found = schema.enum_type(name).unwrap().by_value(value);
        assert_eq!(found.map(|m| m.name.as_str()), member, "{name} {value}");
    }
}

#[test]
fn a_wrong_name_leads_to_the_path_that_was_meant_and_garbage_to_none() {
    let schema = Schema::provisioning(ApiVersion::V1_0);
    let root = schema.root_type().unwrap();
    for (name, meant) in [
        ("servicePrincipalId", Some("servicePrincipal/id")),
        ("servicePrincipalName", Some("servicePrincipal/displayName")),
        ("createdDateTime", Some("activityDateTime")),
        ("status", Some("provisioningStatusInfo/status")),
        ("action", Some("provisioningAction")),
        ("initiatorType", Some("initiatedBy/initiatorType")),
        ("targetSystemDisplayName", Some("targetSystem/displayName")),
        ("jbId", Some("jobId")),
        ("activtyDateTime", Some("activityDateTime")),
        // In more than one place.
        ("identityType", None),
        ("displayName", None),
        ("xyzzy", None),
        ("_", None),
    ] {
        assert_eq!(schema.suggest(root, name).as_deref(), meant, "{name}");
    }
    // Whatever is suggested is a path.
    for ty in &schema.types {
        for rename in &ty.renames {
            let path = path(&rename.to);
            assert!(schema.resolve(&path).is_ok(), "{}", rename.to);
        }
    }
}

#[test]
fn a_path_that_leads_nowhere_says_where_and_why() {
    let schema = Schema::provisioning(ApiVersion::V1_0);
    let fault = |text: &str| {
        let path = path(text);
        let error = schema.resolve(&path).unwrap_err();
        let why = match error.fault {
            ResolveFault::Unknown { open: false, .. } => "unknown",
            ResolveFault::Unknown { open: true, .. } => "unknown in an open type",
            ResolveFault::NotStructured { ty: Type::Primitive(_), .. } => "not structured",
            ResolveFault::IntoCollection { .. } => "into a collection",
            _ => "other",
        };
        (error.at, why)
    };
    assert_eq!(fault("nope"), (0, "unknown"));
    assert_eq!(fault("servicePrincipal/nope"), (1, "unknown in an open type"));
    assert_eq!(fault("jobId/nope"), (1, "not structured"));
    assert_eq!(fault("modifiedProperties/displayName"), (1, "into a collection"));
}

#[test]
fn a_schema_survives_json() {
    let schema = Schema::provisioning_any();
    let text = serde_json::to_string(schema).unwrap();
    assert_eq!(&serde_json::from_str::<Schema>(&text).unwrap(), schema);
}
