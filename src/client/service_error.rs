//! Graph's error envelope.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An error of Graph: `{"error": {"code", "message", "innerError": {…}}}`.
///
/// Every member is kept; `error` must be an object.
///
/// ```
/// use odata_query::client::ServiceError;
///
/// let body = r#"{"error": {"code": "BadRequest", "message": "Invalid filter clause",
///     "innerError": {"request-id": "7", "date": "2024-05-01T00:00:00"}}}"#;
/// let error: ServiceError = serde_json::from_str(body).unwrap();
/// assert_eq!(error.request_id(), Some("7"));
/// assert_eq!(error.to_string(), "BadRequest: Invalid filter clause (request 7)");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct ServiceError {
    error: Map<String, Value>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl ServiceError {
    /// An error of this code and message.
    #[must_use]
    pub fn new(code: &str, message: &str) -> Self {
        let error = [("code", code), ("message", message)]
            .map(|(name, text)| (name.to_owned(), Value::from(text)))
            .into_iter()
            .collect();
        Self { error, other: Map::new() }
    }

    /// The service's name for the error; empty if it gave none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.text("code").unwrap_or_default()
    }

    /// The message of the service; empty if there is none.
    #[must_use]
    pub fn message(&self) -> &str {
        self.text("message").unwrap_or_default()
    }

    /// The service's name for the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner_text("request-id")
    }

    /// The caller's name for the request.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.inner_text("client-request-id")
    }

    /// When it happened, as the service writes it.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.inner_text("date")
    }

    /// The members of `error`.
    #[must_use]
    pub const fn members(&self) -> &Map<String, Value> {
        &self.error
    }

    /// The members of `innerError`, or `innererror` as OData spells it.
    #[must_use]
    pub fn inner_error(&self) -> Option<&Map<String, Value>> {
        ["innerError", "innererror"].iter().find_map(|name| self.error.get(*name)?.as_object())
    }

    /// The members beside `error`.
    #[must_use]
    pub const fn other(&self) -> &Map<String, Value> {
        &self.other
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.error.get(name)?.as_str()
    }

    fn inner_text(&self, name: &str) -> Option<&str> {
        self.inner_error()?.get(name)?.as_str()
    }
}

impl TryFrom<Map<String, Value>> for ServiceError {
    type Error = &'static str;

    fn try_from(mut members: Map<String, Value>) -> Result<Self, Self::Error> {
        match members.remove("error") {
            Some(Value::Object(error)) => Ok(Self { error, other: members }),
            _ => Err("an error of the service has an object `error`"),
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.message()) {
            ("", "") => f.write_str("the service gives no reason")?,
            (code, "") => f.write_str(code)?,
            ("", message) => f.write_str(message)?,
            (code, message) => write!(f, "{code}: {message}")?,
        }
        self.request_id().map_or(Ok(()), |id| write!(f, " (request {id})"))
    }
}

impl std::error::Error for ServiceError {}
