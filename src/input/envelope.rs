//! Tells pages, envelopes and service errors from events by their top-level members.

use serde_json::{Map, Value};

use super::format::InputFormat;

/// The member that holds the event in the envelope of diagnostic settings.
pub(crate) const EVENT_MEMBER: &str = "properties";
const EVENT: &[u8] = EVENT_MEMBER.as_bytes();
/// Diagnostic settings write these around an event; an event itself has neither.
const CATEGORY: &[u8] = b"category";
const OPERATION: &[u8] = b"operationName";
/// The members whose array holds the records of a page: Graph's and Event Hub's.
const VALUE: &[u8] = b"value";
const RECORDS: &[u8] = b"records";
/// The members in which tools keep the body of an answer, `data` also its records.
const RESPONSE: &[u8] = b"response";
const BODY: &[u8] = b"body";
const DATA: &[u8] = b"data";
/// The members whose array holds containers, or the rows of a table.
const RESPONSES: &[u8] = b"responses";
const TABLES: [&[u8]; 2] = [b"tables", b"Tables"];
const ROWS: [&[u8]; 2] = [b"rows", b"Rows"];

/// What the top-level members of an object say about it. `V` is a handle of a member's value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope<V> {
    has_id: bool,
    error: Option<V>,
    has_envelope_member: bool,
    /// The value of `properties`, if it is an object.
    properties: Option<V>,
    has_page_member: bool,
    /// The value of `body` and the like, if it is an object.
    body: Option<(&'static str, V)>,
}

impl<V: Copy> Envelope<V> {
    /// Of members given as their names, the first bytes of their values, and the values.
    #[inline]
    pub(crate) fn of<'n>(members: impl Iterator<Item = (&'n [u8], u8, V)>) -> Self {
        let mut found = Self {
            has_id: false,
            error: None,
            has_envelope_member: false,
            properties: None,
            has_page_member: false,
            body: None,
        };
        for (name, first_byte, value) in members {
            match (name, first_byte) {
                (b"id", _) => found.has_id = true,
                (b"error", _) => found.error = Some(value),
                (EVENT, b'{') => found.properties = Some(value),
                (CATEGORY | OPERATION, _) => found.has_envelope_member = true,
                (VALUE | RECORDS | DATA | RESPONSES, b'[') => found.has_page_member = true,
                (BODY, b'{') => found.body = Some(("body", value)),
                (RESPONSE, b'{') => found.body = Some(("response", value)),
                (DATA, b'{') => found.body = Some(("data", value)),
                (name, b'[') if TABLES.contains(&name) || ROWS.contains(&name) => {
                    found.has_page_member = true;
                }
                _ => {}
            }
        }
        found
    }

    /// The event, where it is only a part of the record.
    pub(crate) fn event(&self, format: InputFormat) -> Option<V> {
        self.properties.filter(|_| self.has_envelope_member || format.is_wrapped())
    }

    /// Whether the format asks for an envelope that the record does not have.
    pub(crate) const fn lacks_envelope(&self, format: InputFormat) -> bool {
        format.is_wrapped() && self.properties.is_none()
    }

    /// The value of `error`, where the record may be an error of the service.
    pub(crate) fn error(&self) -> Option<V> {
        self.error.filter(|_| !self.has_id)
    }

    /// Whether it has a member that could hold the records of a page, or a page.
    pub(crate) const fn may_be_page(&self) -> bool {
        self.has_page_member || self.body.is_some()
    }

    /// The name and the value of the member that could be the body of an answer.
    pub(crate) const fn body(&self) -> Option<(&'static str, V)> {
        self.body
    }
}

impl<'v> Envelope<&'v Value> {
    pub(crate) fn of_map(members: &'v Map<String, Value>) -> Self {
        Self::of(members.iter().map(|(name, value)| {
            let first_byte = match value {
                Value::Object(_) => b'{',
                Value::Array(_) => b'[',
                _ => 0,
            };
            (name.as_bytes(), first_byte, value)
        }))
    }
}

/// Whether a line may be a container of records although nothing but its first name has been read.
pub(crate) fn may_start_page(line: &[u8]) -> bool {
    let Some(inside) = line.strip_prefix(b"{") else { return true };
    let Some(name) = inside.trim_ascii_start().strip_prefix(b"\"") else { return false };
    let Some(end) = memchr::memchr2(b'"', b'\\', name.get(..32).unwrap_or(name)) else {
        return false;
    };
    // A name with an escape may be any.
    let name = name.get(..end).filter(|_| name.get(end) == Some(&b'"'));
    name.is_none_or(|name| {
        name.starts_with(b"@")
            || matches!(name, VALUE | RECORDS | DATA | RESPONSES | RESPONSE | BODY)
            || TABLES.contains(&name)
            || ROWS.contains(&name)
            || BEFORE_A_BODY.contains(&name)
    })
}

/// Members that come before the others in what tools wrap around a page.
const BEFORE_A_BODY: [&[u8]; 10] = [
    b"status",
    b"statusCode",
    b"headers",
    b"count",
    b"Count",
    b"nextLink",
    b"odata.metadata",
    b"columns",
    b"Columns",
    b"request",
];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Envelope, InputFormat, may_start_page};

    fn check(record: &Value, check: impl Fn(Envelope<&Value>) -> bool) -> bool {
        check(Envelope::of_map(record.as_object().expect("an object")))
    }

    #[test]
    fn an_event_is_in_properties_where_the_envelope_or_the_format_says_so() {
        let bare = json!({"properties": {}, "id": "a"});
        assert!(!check(&bare, |envelope| envelope.event(InputFormat::Auto).is_some()));
        assert!(check(&bare, |envelope| envelope.event(InputFormat::Diagnostic).is_some()));
        for name in ["category", "operationName"] {
            let wrapped = json!({"properties": {}, name: null});
            assert!(check(&wrapped, |envelope| envelope.event(InputFormat::Auto).is_some()));
            let text = json!({"properties": "x", name: null});
            assert!(!check(&text, |envelope| envelope.event(InputFormat::Auto).is_some()));
            assert!(check(&text, |envelope| envelope.lacks_envelope(InputFormat::EventHub)));
            assert!(!check(&text, |envelope| envelope.lacks_envelope(InputFormat::Auto)));
        }
    }

    #[test]
    fn an_array_of_records_makes_a_page_and_an_error_without_id_a_service_error() {
        for name in ["value", "records"] {
            assert!(check(&json!({ name: [] }), |envelope| envelope.may_be_page()));
            assert!(!check(&json!({ name: {} }), |envelope| envelope.may_be_page()));
            assert!(may_start_page(format!("{{ \"{name}\":").as_bytes()));
            assert!(!may_start_page(format!("{{ \"{name}s\":").as_bytes()));
        }
        assert!(may_start_page(b"{\"@odata.context\"") && may_start_page(b"[{"));
        assert!(!may_start_page(b"{}"));
        assert!(check(&json!({"error": {}}), |envelope| envelope.error().is_some()));
        assert!(!check(&json!({"error": {}, "id": 1}), |envelope| envelope.error().is_some()));
    }
}
