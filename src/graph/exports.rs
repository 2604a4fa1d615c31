//! The forms in which exports hold a provisioning event, and their translation into Graph's.
//!
//! - Log Analytics: the columns of the table `AADProvisioningLogs`, objects as JSON in strings.
//! - The PowerShell module of Graph: names in Pascal case at every level, `AdditionalProperties`,
//!   and dates as `\/Date(…)\/` in Windows PowerShell.
//! - Graph itself, where `servicePrincipal` is a collection of one.
//!
//! Diagnostic settings need no translation: the schema knows the names that they use.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDateTime, SecondsFormat};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::members::{members, string};
use crate::json::compact::without_whitespace;
use crate::schema::{AliasKind, EnumType, MemberLookup, Primitive, Schema, Type};

/// Which translation an event needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    LogAnalytics,
    /// Names in Pascal case, or a value that Graph writes otherwise.
    Other,
}

/// The columns of Log Analytics, and the properties that they are. Of two columns for one
/// property the first that has a value counts: the table had other names once.
const COLUMNS: &[(&str, &str)] = &[
    ("Id", "id"),
    ("TimeGenerated", "activityDateTime"),
    ("AADTenantId", "tenantId"),
    ("JobId", "jobId"),
    ("CycleId", "cycleId"),
    ("ChangeId", "changeId"),
    ("ProvisioningAction", "provisioningAction"),
    ("Action", "provisioningAction"),
    ("DurationMs", "durationInMilliseconds"),
    ("ProvisioningStatusInfo", "provisioningStatusInfo"),
    ("StatusInfo", "provisioningStatusInfo"),
    ("ProvisioningSteps", "provisioningSteps"),
    ("ModifiedProperties", "modifiedProperties"),
    ("ServicePrincipal", "servicePrincipal"),
    ("InitiatedBy", "initiatedBy"),
    ("SourceIdentity", "sourceIdentity"),
    ("SourceSystem", "sourceSystem"),
    ("TargetIdentity", "targetIdentity"),
    ("TargetSystem", "targetSystem"),
];

/// Columns that show that names in Pascal case are those of Log Analytics.
pub(super) const TABLE_ONLY: &[&str] =
    &["TimeGenerated", "AADTenantId", "ResultType", "ResultSignature", "DurationMs"];

/// Columns of Log Analytics that are no part of the event: those of every table, and those that
/// repeat the status.
const NOT_OF_THE_EVENT: &[&str] = &[
    "TenantId",
    "OperationName",
    "OperationVersion",
    "Category",
    "ResultType",
    "ResultSignature",
    "ResultDescription",
    "CorrelationId",
    "Type",
    "TableName",
    "MG",
    "ManagementGroupName",
    "_ResourceId",
    "_SubscriptionId",
    "_TimeReceived",
    "_Internal_WorkspaceResourceId",
];

/// Members of the envelope of diagnostic settings.
const ENVELOPE: &[&str] = &["time", "category", "operationName", "properties"];

/// Where the PowerShell module puts what it does not know.
const MORE: &str = "AdditionalProperties";

/// The model, with the names of each type at hand.
struct Model {
    types: Vec<(&'static str, Vec<Slot>)>,
    root: &'static str,
}

pub(super) struct Slot {
    pub(super) name: &'static str,
    pub(super) ty: Type<'static>,
    pub(super) is_collection: bool,
    other_names: Vec<&'static str>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let schema = Schema::provisioning_any();
    let slots = |ty: &'static crate::schema::StructType| {
        let chain = |name: &'static str| {
            let own = ty.aliases.iter();
            let base = ty.base.as_deref().and_then(|base| schema.struct_type(base));
            own.chain(base.into_iter().flat_map(|base| &base.aliases))
                .filter(move |alias| alias.property.as_str() == name)
                .filter(|alias| matches!(alias.kind, AliasKind::Wire | AliasKind::Documented))
                .map(|alias| alias.name.as_str())
                .collect()
        };
        let slot = |property: &'static crate::schema::Property| Slot {
            name: &property.name,
            ty: schema.type_of(property),
            is_collection: property.type_ref.collection,
            other_names: chain(&property.name),
        };
        schema.properties(ty).into_iter().map(slot).collect::<Vec<_>>()
    };
    let types = schema.types.iter().map(|ty| (ty.name.as_str(), slots(ty))).collect();
    Model { types, root: &schema.root }
});

impl Model {
    fn slots(&self, ty: &str) -> &[Slot] {
        let found = self.types.iter().find(|(name, _)| *name == ty);
        found.map(|(_, slots)| slots.as_slice()).unwrap_or_default()
    }

    fn root(&self) -> &[Slot] {
        self.slots(self.root)
    }
}

/// The properties of an event.
pub(super) fn root() -> &'static [Slot] {
    MODEL.root()
}

/// The properties of a property's values.
pub(super) fn slots_of(slot: &Slot) -> &'static [Slot] {
    match slot.ty {
        Type::Struct(ty) => MODEL.slots(&ty.name),
        _ => &[],
    }
}

/// The property that a name is: in Graph's spelling, in Pascal case, or under another name.
fn slot_of<'m>(slots: &'m [Slot], name: &str) -> Option<&'m Slot> {
    let exact = slots.iter().find(|slot| slot.name == name);
    exact
        .or_else(|| slots.iter().find(|slot| is_pascal_of(name, slot.name)))
        .or_else(|| slots.iter().find(|slot| slot.other_names.contains(&name)))
}

/// Whether `name` is `camel` with a capital at the start.
fn is_pascal_of(name: &str, camel: &str) -> bool {
    let (mut pascal, mut camel) = (name.chars(), camel.chars());
    match (pascal.next(), camel.next()) {
        (Some(first), Some(lower)) => {
            first.is_ascii_uppercase()
                && first.to_ascii_lowercase() == lower
                && pascal.as_str() == camel.as_str()
        }
        _ => false,
    }
}

/// Whether a name other than `id` belongs to an event or to its envelope, in some form, and so
/// not to a page or to what tools wrap around one.
pub(crate) fn is_event_name(name: &str) -> bool {
    let is_property =
        || MODEL.root().iter().any(|slot| slot.name == name || is_pascal_of(name, slot.name));
    name != "id"
        && (is_property()
            || COLUMNS.iter().any(|(column, _)| *column == name)
            || NOT_OF_THE_EVENT.contains(&name)
            || ENVELOPE.contains(&name))
}

/// The translation that an event with these members needs; none if it is in Graph's form, or is
/// no event.
pub(crate) fn form_of(event: &Map<String, Value>) -> Option<Form> {
    let has = |name: &str| event.contains_key(name);
    let is_quirk = |name: &str, value: &Value| match name {
        "servicePrincipal" => value.is_array(),
        "activityDateTime" => value.as_str().is_none_or(is_script_date) && !value.is_null(),
        _ => false,
    };
    if event.iter().any(|(name, value)| is_quirk(name, value)) {
        return Some(Form::Other);
    }
    let is_table = TABLE_ONLY.iter().any(|name| has(name))
        && COLUMNS.iter().any(|(column, _)| has(column) && !TABLE_ONLY.contains(column));
    let is_pascal = |slot: &Slot| event.keys().any(|name| is_pascal_of(name, slot.name));
    let root = MODEL.root();
    if is_table {
        Some(Form::LogAnalytics)
    } else if !root.iter().any(|slot| has(slot.name))
        && root.iter().filter(|slot| is_pascal(slot)).count() > 1
    {
        Some(Form::Other)
    } else {
        None
    }
}

/// Whether a member of this name, whose value starts so, may make [`form_of`] find something.
/// Cheap, for those who have not read the event.
#[inline]
pub(crate) fn may_need_translation<'v>(
    name: &[u8],
    value: impl FnOnce() -> Option<&'v [u8]>,
) -> bool {
    match name {
        [b'A'..=b'Z', ..] => true,
        b"servicePrincipal" => value().is_none_or(|value| value.starts_with(b"[")),
        b"activityDateTime" => !matches!(value(), Some([b'"', b'0'..=b'9', ..] | [b'n', ..])),
        _ => false,
    }
}

/// Whether a record may have to be translated, as far as a look at its first name and a search for
/// what Graph does not write show.
pub(crate) fn needs_translation(record: &[u8]) -> bool {
    let first =
        record.iter().position(|byte| !matches!(byte, b'{' | b'"' | b' ' | b'\t' | b'\r' | b'\n'));
    let has_other_names = first
        .and_then(|at| record.get(at))
        .is_some_and(|byte| matches!(byte, b'A'..=b'Z' | b'_' | b'\\'));
    has_other_names
        || memchr::memmem::find(record, b"/Date(").is_some()
        || memchr::memmem::find_iter(record, b"\"servicePrincipal\"").any(|at| {
            let after = record.get(at + b"\"servicePrincipal\"".len()..).unwrap_or_default();
            let value = after.trim_ascii_start().strip_prefix(b":").unwrap_or_default();
            value.trim_ascii_start().starts_with(b"[")
        })
}

/// The event in Graph's form, as JSON without white space; none for what is no object.
pub(crate) fn to_graph_form(event: &str, form: Form) -> Option<Vec<u8>> {
    let event = members(event)?;
    let mut out = Object::default();
    match form {
        Form::LogAnalytics => from_table(&mut out, &event),
        Form::Other => from_members(&mut out, &event, MODEL.root()),
    }
    Some(out.into_json())
}

/// The members of an object that is being made, each with its value as JSON.
#[derive(Default)]
pub(super) struct Object<'n> {
    members: Vec<(Cow<'n, str>, Vec<u8>)>,
}

impl<'n> Object<'n> {
    /// Adds a member; one that is there already stays, unless it is null.
    pub(super) fn put(&mut self, name: impl Into<Cow<'n, str>>, json: Vec<u8>) {
        let name = name.into();
        match self.members.iter_mut().find(|(there, _)| *there == name) {
            Some((_, there)) if there == b"null" => *there = json,
            Some(_) => {}
            None => self.members.push((name, json)),
        }
    }

    fn get(&self, name: &str) -> Option<&[u8]> {
        self.members.iter().find(|(there, _)| there == name).map(|(_, json)| json.as_slice())
    }

    pub(super) fn into_json(self) -> Vec<u8> {
        let mut json = vec![b'{'];
        for (at, (name, value)) in self.members.into_iter().enumerate() {
            if at > 0 {
                json.push(b',');
            }
            string(&mut json, &name);
            json.push(b':');
            json.extend_from_slice(&value);
        }
        json.push(b'}');
        json
    }
}

type Event<'e> = [(String, &'e RawValue)];

fn from_table<'n>(out: &mut Object<'n>, event: &'n Event<'_>) {
    let slots = MODEL.root();
    let named =
        |wanted: &str| event.iter().rfind(|(name, _)| name == wanted).map(|(_, json)| json.get());
    for (column, property) in COLUMNS {
        let slot = slots.iter().find(|slot| slot.name == *property);
        if let (Some(json), Some(slot)) = (named(column), slot) {
            out.put(slot.name, value(json, slot));
        }
    }
    if let Some(info) = status_info(out.get("provisioningStatusInfo"), named) {
        out.members.retain(|(name, _)| name != "provisioningStatusInfo");
        out.put("provisioningStatusInfo", info);
    }
    let is_known = |name: &str| {
        COLUMNS.iter().any(|(column, _)| *column == name) || NOT_OF_THE_EVENT.contains(&name)
    };
    for (name, json) in event.iter().filter(|(name, _)| !is_known(name)) {
        out.put(name.as_str(), compact(json.get()));
    }
}

/// The status and the error, where only the columns of every table have them.
fn status_info<'e>(
    info: Option<&[u8]>,
    column: impl Fn(&str) -> Option<&'e str>,
) -> Option<Vec<u8>> {
    let text = |name: &str| {
        let text: String = serde_json::from_str(column(name)?).ok()?;
        (!text.is_empty() && text != "None").then_some(text)
    };
    let mut info: Map<String, Value> = match info {
        None | Some(b"null") => Map::new(),
        Some(json) => serde_json::from_slice(json).ok()?,
    };
    let has =
        |object: &Map<String, Value>, name| object.get(name).is_some_and(|value| !value.is_null());
    let mut changed = false;
    if !has(&info, "status")
        && let Some(result) = text("ResultType")
    {
        info.insert("status".into(), lower_first(&result).into());
        changed = true;
    }
    let is_success = matches!(info.get("status"), Some(Value::String(s)) if s == "success")
        || matches!(info.get("status"), Some(Value::Number(n)) if n.as_i64() == Some(0));
    if !is_success && !has(&info, "errorInformation") {
        let parts = [("errorCode", "ResultSignature"), ("reason", "ResultDescription")];
        let parts = parts.into_iter().filter_map(|(name, column)| Some((name, text(column)?)));
        let error: Map<String, Value> =
            parts.map(|(name, text)| (name.to_owned(), Value::String(text))).collect();
        changed |= !error.is_empty();
        if !error.is_empty() {
            info.insert("errorInformation".into(), Value::Object(error));
        }
    }
    if changed { serde_json::to_vec(&info).ok() } else { None }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

fn from_members<'n>(out: &mut Object<'n>, event: &'n Event<'_>, slots: &'static [Slot]) {
    for (name, json) in event.iter().filter(|(name, _)| name != MORE) {
        match slot_of(slots, name) {
            Some(slot) => out.put(slot.name, value(json.get(), slot)),
            None => out.put(name.as_str(), compact(json.get())),
        }
    }
    let more = event.iter().filter(|(name, _)| name == MORE);
    for (name, json) in more.filter_map(|(_, json)| members(json.get())).flatten() {
        match slot_of(slots, &name) {
            Some(slot) => out.put(slot.name, value(json.get(), slot)),
            None => out.put(name, compact(json.get())),
        }
    }
}

/// A value in the form that Graph gives a property.
pub(super) fn value(json: &str, slot: &Slot) -> Vec<u8> {
    let json = json.trim();
    if json == "null" {
        return b"null".to_vec();
    }
    if let Type::Struct(ty) = slot.ty {
        if let Some(text) = text_of(json) {
            let text = text.trim();
            // A nested object that ConvertTo-Json had no depth for is the name of its type.
            return match text.starts_with(['{', '[']) && is_json(text) {
                true => value(text, slot),
                false => b"null".to_vec(),
            };
        }
        return match (json.starts_with('['), slot.is_collection) {
            (false, false) => structured(json, &ty.name),
            (false, true) => [b"[", &*structured(json, &ty.name), b"]"].concat(),
            (true, is_collection) => {
                let items: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
                let mut items = items.into_iter().map(|item| structured(item.get(), &ty.name));
                match (is_collection, items.len()) {
                    (false, 0) => b"null".to_vec(),
                    (false, 1) => items.next().unwrap_or_default(),
                    _ => [b"[", &*items.collect::<Vec<_>>().join(&b","[..]), b"]"].concat(),
                }
            }
        };
    }
    match slot.ty {
        Type::Enum(ty) => member_of(json, ty),
        Type::Primitive(Primitive::DateTimeOffset) => date(json),
        Type::Primitive(Primitive::String) | Type::Dynamic => compact(json),
        // A number in a string.
        _ => match text_of(json) {
            Some(text) if text.trim().is_empty() => b"null".to_vec(),
            Some(text) if is_json(text.trim()) => text.trim().as_bytes().to_vec(),
            _ => compact(json),
        },
    }
}

/// An object of a type.
fn structured(json: &str, ty: &str) -> Vec<u8> {
    match members(json) {
        Some(members) => {
            let mut out = Object::default();
            from_members(&mut out, &members, MODEL.slots(ty));
            out.into_json()
        }
        None => compact(json),
    }
}

/// A member of an enumeration in Graph's spelling.
fn member_of(json: &str, ty: &EnumType) -> Vec<u8> {
    let Some(text) = text_of(json) else { return compact(json) };
    if text.is_empty() {
        return b"null".to_vec();
    }
    let mut out = Vec::new();
    match ty.lookup(&text) {
        MemberLookup::OtherCase(member) => string(&mut out, &member.name),
        _ => string(&mut out, &text),
    }
    out
}

/// A date as ISO 8601.
fn date(json: &str) -> Vec<u8> {
    // Windows PowerShell may write a date as an object with the date in `value`.
    let text = match members(json) {
        Some(members) => {
            let value = members.into_iter().find(|(name, _)| name == "value");
            value.and_then(|(_, json)| text_of(json.get()))
        }
        None => text_of(json),
    };
    let mut out = Vec::new();
    match text.as_deref().map(|text| (text, script_date(text).or_else(|| table_date(text)))) {
        Some((_, Some(iso))) => string(&mut out, &iso),
        Some((text, None)) => string(&mut out, text),
        None => return compact(json),
    }
    out
}

fn is_script_date(text: &str) -> bool {
    text.starts_with("/Date(")
}

/// `/Date(1714521600000)/` and `/Date(1714521600000+0200)/`: milliseconds since 1970 in UTC.
fn script_date(text: &str) -> Option<String> {
    let inside = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inside.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-'));
    let millis = inside.get(..end.map_or(inside.len(), |(at, _)| at))?;
    let time = DateTime::from_timestamp_millis(millis.parse().ok()?)?;
    Some(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// `8/23/2022, 1:36:50.353 PM`, as CSV exports write a time in UTC.
fn table_date(text: &str) -> Option<String> {
    const FORMATS: &[&str] = &[
        "%m/%d/%Y, %I:%M:%S%.f %p",
        "%m/%d/%Y %I:%M:%S%.f %p",
        "%m/%d/%Y, %H:%M:%S%.f",
        "%m/%d/%Y %H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
    ];
    let time = FORMATS.iter().find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())?;
    Some(time.and_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

fn text_of(json: &str) -> Option<String> {
    if json.starts_with('"') { serde_json::from_str(json).ok() } else { None }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn compact(json: &str) -> Vec<u8> {
    without_whitespace(json.as_bytes()).into_owned()
}
