//! Rewrites an event into Graph's form.
//!
//! Works on the text, not on a tree of values: whatever needs no renaming stays byte
//! for byte as it is, including the order of members and the spelling of numbers.

use serde_json::value::RawValue;

use super::members::{members, string};
use crate::input::Record;
use crate::json::compact::without_whitespace;
use crate::schema::{MemberLookup, Property, Schema, Type};

/// Rewrites records into the form in which Graph returns them.
///
/// Drops the envelope of diagnostic settings, renames members that have the name of an
/// export, and writes members of enumerations by name. Members that the
/// schema does not know are kept. An event already in this form is unchanged, except for
/// white space.
///
/// ```
/// use odata_query::{graph::ToGraph, input::Records};
/// use odata_query::schema::Schema;
///
/// let settings = r#"{"category": "ProvisioningLogs", "properties": {
///     "id": "a", "sourceSystem": {"Id": "s", "size": 1.50}, "provisioningStatusInfo": {"Status": 1}}}"#;
/// let record = Records::new(settings.as_bytes()).next().unwrap().unwrap();
/// assert_eq!(
///     ToGraph::new(Schema::provisioning_any()).line(&record),
///     r#"{"id":"a","sourceSystem":{"id":"s","size":1.50},"provisioningStatusInfo":{"status":"failure"}}"#,
/// );
/// ```
#[derive(Clone, Debug)]
pub struct ToGraph<'s> {
    /// For each type of the schema, its properties.
    types: Vec<(&'s str, Vec<Slot<'s>>)>,
    root: &'s str,
}

/// A property, and the names that exports have for it.
#[derive(Clone, Debug)]
struct Slot<'s> {
    property: &'s Property,
    ty: Type<'s>,
    wire_names: Vec<&'s str>,
}

impl<'s> ToGraph<'s> {
    /// Rewrites to the names of this schema.
    #[must_use]
    pub fn new(schema: &'s Schema) -> Self {
        let slots = |ty| {
            let properties = schema.properties(ty).into_iter();
            let slots = properties.map(|property| Slot {
                property,
                ty: schema.type_of(property),
                wire_names: schema.wire_names(ty, &property.name).collect(),
            });
            slots.collect()
        };
        let types = schema.types.iter().map(|ty| (ty.name.as_str(), slots(ty))).collect();
        let root = schema.root_type().map_or("", |ty| ty.name.as_str());
        Self { types, root }
    }

    /// The event of a record, as one line of JSON without its end.
    ///
    /// A member that Graph has under this very name as well (`action` of beta beside
    /// `provisioningAction`) is kept beside the one that is added.
    #[must_use]
    pub fn line(&self, record: &Record) -> String {
        let mut out = Vec::with_capacity(record.bytes().len());
        match record.event_json() {
            Some(event) => self.structured(&mut out, &event, self.root),
            // Not reached: the record has been read before.
            None => out = without_whitespace(record.bytes()).into_owned(),
        }
        String::from_utf8_lossy(&out).into_owned()
    }

    /// A value of a type, or each value of a collection.
    fn value(&self, out: &mut Vec<u8>, json: &str, ty: Type<'s>) {
        if json.starts_with('[')
            && !matches!(ty, Type::Dynamic | Type::Primitive(_))
            && let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(json)
        {
            out.push(b'[');
            for (at, item) in items.into_iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                self.value(out, item.get(), ty);
            }
            out.push(b']');
            return;
        }
        match ty {
            Type::Struct(ty) => self.structured(out, json, &ty.name),
            Type::Enum(ty) => match json.parse().ok().and_then(|value| ty.by_value(value)) {
                Some(member) => string(out, &member.name),
                None => match serde_json::from_str::<String>(json).map(|name| ty.lookup(&name)) {
                    Ok(MemberLookup::OtherCase(member)) => string(out, &member.name),
                    _ => out.extend_from_slice(&without_whitespace(json.as_bytes())),
                },
            },
            Type::Dynamic | Type::Primitive(_) => {
                out.extend_from_slice(&without_whitespace(json.as_bytes()))
            }
        }
    }

    fn structured(&self, out: &mut Vec<u8>, json: &str, ty: &str) {
        let slots = self.types.iter().find(|(name, _)| *name == ty).map(|(_, slots)| slots);
        let (Some(slots), Some(members)) = (slots, members(json)) else {
            out.extend_from_slice(&without_whitespace(json.as_bytes()));
            return;
        };
        let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
        // As in evaluation: the first name that is present counts.
        let absent = slots.iter().filter(|slot| !has(&slot.property.name));
        let renamed: Vec<(&str, &Slot<'_>)> = absent
            .filter_map(|slot| Some((slot.wire_names.iter().find(|name| has(name))?, slot)))
            .map(|(under, slot)| (*under, slot))
            .collect();
        out.push(b'{');
        let start = out.len();
        let mut put = |name: &str, json: &RawValue, ty| {
            if out.len() > start {
                out.push(b',');
            }
            string(out, name);
            out.push(b':');
            self.value(out, json.get(), ty);
        };
        for (name, json) in &members {
            let mut moved = false;
            for (_, slot) in renamed.iter().filter(|(under, _)| under == name) {
                put(&slot.property.name, json, slot.ty);
                moved = true;
            }
            match slots.iter().find(|slot| slot.property.name.as_str() == name) {
                Some(slot) => put(name, json, slot.ty),
                None if moved => {}
                None => put(name, json, Type::Dynamic),
            }
        }
        out.push(b'}');
    }
}
