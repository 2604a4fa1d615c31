//! Telling an error of the service from a record.

use serde_json::{Map, Value};

/// Whether these are the members of `{"error": {"code": …}}`. A record with an `id` may have a
/// property `error` of its own.
pub(crate) fn is_service_error(members: &Map<String, Value>) -> bool {
    let code = members.get("error").and_then(|error| error.get("code"));
    code.is_some_and(Value::is_string) && !members.contains_key("id")
}
