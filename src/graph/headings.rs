//! The headings of CSV exports, and the events in their rows.

use super::exports::{self, Object, Slot, TABLE_ONLY};
use super::members::string;
use crate::schema::Type;

/// What the columns of a file are.
#[derive(Debug)]
pub(crate) enum Heading {
    /// Columns of Log Analytics or of the PowerShell module, whose names are kept.
    Names(Vec<String>),
    /// Columns for people: for each the path of a property, or the heading where it is unknown.
    Paths(Vec<Result<Path, String>>),
    /// Steps or modified properties of events that are in another file.
    Details(Details),
}

/// The columns of a file of details.
#[derive(Debug)]
pub(crate) struct Details {
    /// The property of an event that has them.
    pub(crate) property: &'static str,
    /// Which column has the change that joins them with an event.
    change: usize,
    /// For each column the property of a step or of a modified property.
    names: Vec<Option<&'static str>>,
}

/// A property, what each heading is in it, and the names that only its file has.
type DetailsTable =
    (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// For each property of an event that may be in a file of its own: the headings of its columns,
/// and those of them that no file of events has.
const DETAILS: &[DetailsTable] = &[
    (
        "provisioningSteps",
        &[
            ("name", "name"),
            ("stepname", "name"),
            ("step", "name"),
            ("provisioningsteptype", "provisioningStepType"),
            ("steptype", "provisioningStepType"),
            ("type", "provisioningStepType"),
            ("status", "status"),
            ("stepstatus", "status"),
            ("description", "description"),
            ("details", "details"),
        ],
        &["provisioningStepType", "description"],
    ),
    (
        "modifiedProperties",
        &[
            ("displayname", "displayName"),
            ("name", "displayName"),
            ("property", "displayName"),
            ("propertyname", "displayName"),
            ("attribute", "displayName"),
            ("attributename", "displayName"),
            ("oldvalue", "oldValue"),
            ("newvalue", "newValue"),
        ],
        &["oldValue", "newValue"],
    ),
];

impl Details {
    fn of(headings: &[String]) -> Option<Self> {
        let change = headings.iter().position(|heading| heading == "changeid")?;
        let of_event = |heading: &str| {
            matches!(
                path_of(heading).as_deref(),
                Some(["id" | "activityDateTime" | "sourceSystem", ..])
            )
        };
        if headings.iter().any(|heading| of_event(heading)) {
            return None;
        }
        DETAILS.iter().find_map(|(property, columns, own)| {
            let prefixes =
                [property.to_lowercase(), property.to_lowercase().replace("steps", "step")];
            let name_of = |heading: &String| {
                let bare = prefixes.iter().find_map(|prefix| heading.strip_prefix(prefix.as_str()));
                let of = |text: &str| columns.iter().find(|(known, _)| *known == text);
                of(heading).or_else(|| of(bare?)).map(|(_, name)| *name)
            };
            let names: Vec<_> = headings.iter().map(name_of).collect();
            let is_own = names.iter().flatten().any(|name| own.contains(name));
            is_own.then_some(Self { property, change, names })
        })
    }

    /// The change, and the step or the modified property of a row.
    pub(crate) fn item(&self, row: &[String]) -> Option<(String, Vec<u8>)> {
        let slots = exports::root().iter().find(|slot| slot.name == self.property)?;
        let mut item = Node::default();
        for (name, cell) in self.names.iter().zip(row) {
            if let Some(name) = name.filter(|_| !cell.is_empty()) {
                item.put(exports::slots_of(slots), &[name], cell);
            }
        }
        Some((row.get(self.change)?.clone(), item.into_json()))
    }
}

/// The names of the properties on a path of one or more.
type Path = Vec<&'static str>;

/// Headings that are not spelled as the path of a property: lower case, letters and digits.
const HEADINGS: &[(&str, &[&str])] = &[
    ("date", &["activityDateTime"]),
    ("dateutc", &["activityDateTime"]),
    ("time", &["activityDateTime"]),
    ("activitydate", &["activityDateTime"]),
    ("activitydatetimeutc", &["activityDateTime"]),
    ("action", &["provisioningAction"]),
    ("duration", &["durationInMilliseconds"]),
    ("durationms", &["durationInMilliseconds"]),
    ("durationinms", &["durationInMilliseconds"]),
    ("status", &["provisioningStatusInfo", "status"]),
    ("result", &["provisioningStatusInfo", "status"]),
    ("statusinfo", &["provisioningStatusInfo", "status"]),
    ("statusinfostatus", &["provisioningStatusInfo", "status"]),
    ("provisioningstatus", &["provisioningStatusInfo", "status"]),
    ("errorcode", &["provisioningStatusInfo", "errorInformation", "errorCode"]),
    ("statuserrorcode", &["provisioningStatusInfo", "errorInformation", "errorCode"]),
    ("errorcategory", &["provisioningStatusInfo", "errorInformation", "errorCategory"]),
    ("reason", &["provisioningStatusInfo", "errorInformation", "reason"]),
    ("statusreason", &["provisioningStatusInfo", "errorInformation", "reason"]),
    ("failurereason", &["provisioningStatusInfo", "errorInformation", "reason"]),
    ("errorreason", &["provisioningStatusInfo", "errorInformation", "reason"]),
    ("recommendedaction", &["provisioningStatusInfo", "errorInformation", "recommendedAction"]),
    ("additionaldetails", &["provisioningStatusInfo", "errorInformation", "additionalDetails"]),
    ("initiatedby", &["initiatedBy", "displayName"]),
    ("initiator", &["initiatedBy", "displayName"]),
    ("initiatedbytype", &["initiatedBy", "initiatorType"]),
    ("identity", &["sourceIdentity", "displayName"]),
    ("identityname", &["sourceIdentity", "displayName"]),
    ("sourceid", &["sourceIdentity", "id"]),
    ("targetid", &["targetIdentity", "id"]),
    ("sourceidentity", &["sourceIdentity", "displayName"]),
    ("targetidentity", &["targetIdentity", "displayName"]),
    ("sourceidentitytype", &["sourceIdentity", "identityType"]),
    ("targetidentitytype", &["targetIdentity", "identityType"]),
    ("sourcesystem", &["sourceSystem", "displayName"]),
    ("targetsystem", &["targetSystem", "displayName"]),
    ("serviceprincipal", &["servicePrincipal", "displayName"]),
    ("application", &["servicePrincipal", "displayName"]),
    ("applicationname", &["servicePrincipal", "displayName"]),
];

impl Heading {
    /// What a heading names; none if fewer than two columns are of an event.
    pub(crate) fn of(cells: &[String]) -> Option<Self> {
        let names: Vec<String> = cells
            .iter()
            .map(|cell| cell.strip_suffix(" [UTC]").unwrap_or(cell).to_owned())
            .collect();
        let has = |name: &str| names.iter().any(|cell| cell == name);
        let is_export = TABLE_ONLY.iter().any(|name| has(name)) || has("AdditionalProperties");
        if is_export && names.iter().filter(|name| exports::is_event_name(name)).count() > 1 {
            return Some(Self::Names(names));
        }
        let plain: Vec<String> = cells.iter().map(|cell| letters(cell)).collect();
        if let Some(details) = Details::of(&plain) {
            return Some(Self::Details(details));
        }
        let paths: Vec<_> =
            cells.iter().map(|cell| path_of(cell).ok_or_else(|| cell.clone())).collect();
        (paths.iter().flatten().count() > 1).then_some(Self::Paths(paths))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Names(names) => names.len(),
            Self::Paths(paths) => paths.len(),
            Self::Details(details) => details.names.len(),
        }
    }

    /// The change that an event of a row belongs to.
    pub(crate) fn change<'r>(&self, row: &'r [String]) -> Option<&'r str> {
        let column = match self {
            Self::Names(names) => names.iter().position(|name| name == "ChangeId"),
            Self::Paths(paths) => {
                paths.iter().position(|path| path.as_ref().is_ok_and(|path| path == &["changeId"]))
            }
            Self::Details(_) => None,
        };
        row.get(column?).map(String::as_str)
    }

    /// The record of a row: with the names of its export, or as Graph would write it.
    pub(crate) fn record(&self, row: &[String]) -> Vec<u8> {
        match self {
            Self::Names(names) => {
                let mut record = Object::default();
                for (name, cell) in names.iter().zip(row) {
                    record.put(name.as_str(), text(cell));
                }
                record.into_json()
            }
            Self::Paths(paths) => {
                let mut record = Node::default();
                for (path, cell) in paths.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                    match path {
                        Ok(path) => record.put(exports::root(), path, cell),
                        Err(heading) => record.values.push((heading, text(cell))),
                    }
                }
                record.into_json()
            }
            Self::Details(details) => details.item(row).unwrap_or_default().1,
        }
    }
}

/// An object that is filled path by path.
#[derive(Default)]
struct Node<'c> {
    values: Vec<(&'c str, Vec<u8>)>,
    objects: Vec<(&'c str, Self)>,
}

impl<'c> Node<'c> {
    fn put(&mut self, slots: &[Slot], path: &[&'c str], cell: &str) {
        let Some((name, rest)) = path.split_first() else { return };
        let Some(slot) = slots.iter().find(|slot| slot.name == *name) else { return };
        if rest.is_empty() {
            let json = text(cell);
            let json = String::from_utf8_lossy(&json);
            return self.values.push((name, exports::value(&json, slot)));
        }
        let at = match self.objects.iter().position(|(there, _)| there == name) {
            Some(at) => at,
            None => {
                self.objects.push((name, Self::default()));
                self.objects.len() - 1
            }
        };
        if let Some((_, object)) = self.objects.get_mut(at) {
            object.put(exports::slots_of(slot), rest, cell);
        }
    }

    fn into_json(self) -> Vec<u8> {
        let mut out = Object::default();
        for (name, json) in self.values {
            out.put(name, json);
        }
        for (name, object) in self.objects {
            out.put(name, object.into_json());
        }
        out.into_json()
    }
}

fn text(cell: &str) -> Vec<u8> {
    let mut json = Vec::new();
    string(&mut json, cell);
    json
}

/// The path that a heading names, however it is spaced and cased: `sourceIdentity.displayName`,
/// `Source Identity Name`.
fn path_of(heading: &str) -> Option<Path> {
    let plain: String =
        heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if let Some((_, path)) = HEADINGS.iter().find(|(known, _)| *known == plain) {
        return Some(path.to_vec());
    }
    find(exports::root(), &plain, 0)
}

/// The letters and digits of a heading, in lower case.
fn letters(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn find(slots: &'static [Slot], plain: &str, depth: usize) -> Option<Path> {
    slots.iter().filter(|slot| depth > 0 || !matches!(slot.name, "action" | "statusInfo")).find_map(
        |slot| {
            let names = [slot.name, if slot.name == "displayName" { "name" } else { slot.name }];
            let rest =
                names.iter().find_map(|name| plain.strip_prefix(name.to_lowercase().as_str()))?;
            match (rest, slot.ty, slot.is_collection) {
                ("", Type::Struct(_), false) => None,
                ("", ..) => Some(vec![slot.name]),
                (rest, Type::Struct(_), false) if depth < 3 => {
                    let path = find(exports::slots_of(slot), rest, depth + 1)?;
                    Some(std::iter::once(slot.name).chain(path).collect())
                }
                _ => None,
            }
        },
    )
}
