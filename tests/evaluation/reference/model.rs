//! The part of the model of provisioning logs that the generated filters ask for.

use super::types::Kind;
use super::value::{Fault, Result};

const ACTION: Kind = Kind::Enum(&[
    "other",
    "create",
    "delete",
    "disable",
    "update",
    "stagedDelete",
    "unknownFutureValue",
]);
const RESULT: Kind =
    Kind::Enum(&["success", "failure", "skipped", "warning", "unknownFutureValue"]);

/// type, the names that records have the property by, what it is
fn properties() -> Vec<(&'static str, &'static [&'static str], Kind)> {
    let list = |of| Kind::List(Box::new(Kind::Obj(of)));
    vec![
        ("root", &["jobId"], Kind::Str),
        ("root", &["tenantId"], Kind::Str),
        ("root", &["activityDateTime"], Kind::Stamp),
        ("root", &["durationInMilliseconds"], Kind::Num),
        ("root", &["provisioningAction", "action"], ACTION),
        ("root", &["provisioningStatusInfo", "statusInfo"], Kind::Obj("status")),
        ("root", &["servicePrincipal"], Kind::Obj("identity")),
        ("root", &["sourceIdentity"], Kind::Obj("source")),
        ("root", &["provisioningSteps"], list("step")),
        ("status", &["status", "Status"], RESULT),
        ("identity", &["id", "Id"], Kind::Str),
        ("identity", &["displayName", "Name"], Kind::Str),
        ("source", &["details"], Kind::Obj("open")),
        ("step", &["name"], Kind::Str),
        ("step", &["status"], RESULT),
        ("step", &["details"], Kind::Obj("open")),
    ]
}

/// The names under which a property is looked for, and what it is.
pub(crate) fn property(owner: &Kind, name: &str) -> Result<(Vec<String>, Kind)> {
    match owner {
        Kind::Any | Kind::Obj("open") => Ok((vec![name.to_owned()], Kind::Any)),
        Kind::Obj(owner) => {
            let known =
                properties().into_iter().find(|(of, names, _)| of == owner && names[0] == name);
            let (_, names, kind) = known.ok_or(Fault)?;
            Ok((names.iter().map(|name| (*name).to_owned()).collect(), kind))
        }
        _ => Err(Fault),
    }
}
