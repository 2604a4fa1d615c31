//! One answer of the service.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{NextLink, ServiceError};
use crate::graph::{ProvisioningObjectSummary, is_service_error};

/// A page of records.
///
/// Where the service failed in the middle, it may put an error in the place of a record: that
/// one is kept apart in `errors`, and the records around it are read. The members that are not
/// declared are kept, so that reading and writing a page is lossless. A record that `T`
/// cannot hold is a fault of the whole page; a `Page<serde_json::Value>` holds any.
///
/// ```
/// use odata_query::client::Page;
///
/// let text = r#"{"@odata.nextLink":"https://graph.microsoft.com/…","value":[{"id":"a"}]}"#;
/// let page: Page = serde_json::from_str(text).unwrap();
/// assert!(page.next_link.is_some());
/// assert_eq!(page.value[0].id.as_deref(), Some("a"));
/// assert_eq!(serde_json::to_string(&page).unwrap(), text);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T = ProvisioningObjectSummary> {
    /// What the page is of.
    pub context: Option<String>,
    /// The link to the next page.
    pub next_link: Option<NextLink>,
    /// The records; may be empty although there is a next page.
    pub value: Vec<T>,
    /// The errors in the place of a record, in their order.
    pub errors: Vec<InlineError>,
    /// The members that are not declared.
    pub other: Map<String, Value>,
}

/// An error in the place of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct InlineError {
    /// The number of records before it.
    pub after: usize,
    /// The error.
    pub error: ServiceError,
}

impl<T> Page<T> {
    /// The records and the errors between them, in the order of the page; last the error that
    /// stood beside the records, if one did.
    pub fn into_entries(self) -> impl Iterator<Item = Result<T, ServiceError>> {
        let entries = weave(self.value, self.errors, |spliced| spliced.after);
        let entries = entries.into_iter().map(|entry| entry.map_err(|spliced| spliced.error));
        entries.chain(beside(self.other).map(Err))
    }
}

/// The error beside the records, or in their place.
fn beside(other: Map<String, Value>) -> Option<ServiceError> {
    ServiceError::try_from(other).ok()
}

/// Puts what was spliced back between the values.
fn weave<T, S>(
    values: impl IntoIterator<Item = T>,
    spliced: impl IntoIterator<Item = S>,
    after: impl Fn(&S) -> usize,
) -> Vec<Result<T, S>> {
    let mut spliced = spliced.into_iter().peekable();
    let mut woven = Vec::new();
    for (before, value) in values.into_iter().enumerate() {
        while let Some(found) = spliced.next_if(|found| after(found) <= before) {
            woven.push(Err(found));
        }
        woven.push(Ok(value));
    }
    woven.extend(spliced.map(Err));
    woven
}

/// A page as it is written.
#[derive(Serialize, Deserialize)]
struct Written<C, L, I, O> {
    #[serde(rename = "@odata.context", skip_serializing_if = "Option::is_none")]
    context: Option<C>,
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    next_link: Option<L>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Vec<I>>,
    #[serde(flatten)]
    other: O,
}

/// An item of `value`.
#[derive(Serialize)]
#[serde(untagged)]
enum Item<T, E> {
    Record(T),
    Error(E),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Item<T, ServiceError> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(members) if is_service_error(&members) => {
                ServiceError::try_from(members).map(Self::Error).map_err(D::Error::custom)
            }
            value => T::deserialize(value).map(Self::Record).map_err(D::Error::custom),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { context, next_link, value, other } =
            Written::<String, NextLink, Item<T, ServiceError>, Map<String, Value>>::deserialize(
                deserializer,
            )?;
        let Some(items) = value else {
            return Err(match beside(other) {
                Some(error) => D::Error::custom(format!("an error instead of a page: {error}")),
                None => D::Error::missing_field("value"),
            });
        };
        let mut page = Self { context, next_link, other, ..Self::default() };
        for item in items {
            match item {
                Item::Record(record) => page.value.push(record),
                Item::Error(error) => {
                    page.errors.push(InlineError { after: page.value.len(), error });
                }
            }
        }
        Ok(page)
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = weave(&self.value, &self.errors, |spliced| spliced.after);
        let items = items.into_iter().map(|item| match item {
            Ok(record) => Item::Record(record),
            Err(spliced) => Item::Error(&spliced.error),
        });
        Written {
            context: self.context.as_ref(),
            next_link: self.next_link.as_ref(),
            value: Some(items.collect()),
            other: &self.other,
        }
        .serialize(serializer)
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            context: None,
            next_link: None,
            value: Vec::new(),
            errors: Vec::new(),
            other: Map::new(),
        }
    }
}
