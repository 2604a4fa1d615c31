//! `--select`: which parts of a record go into a table or into CSV.

use std::borrow::Cow;

use odata_query::graph::ToGraph;
use odata_query::input::Record;
use odata_query::schema::{Schema, Type};
use serde_json::Value;

use super::exit::Failure;

/// Columns, and how the records are read for them.
pub(crate) struct Columns {
    columns: Vec<Column>,
    /// Names of the schema, on every shape; none where records are taken as they are.
    to_graph: Option<ToGraph<'static>>,
}

/// One column: its heading, and the names on the way to its value.
struct Column {
    heading: String,
    path: Vec<String>,
}

/// What people look at first.
const TABLE: &[(&str, &str)] = &[
    ("activityDateTime", "activityDateTime"),
    ("action", "provisioningAction"),
    ("status", "provisioningStatusInfo/status"),
    ("source", "sourceIdentity/displayName"),
    ("target system", "targetSystem/displayName"),
    ("id", "id"),
];

/// What is one value in an event, in the order in which people read it.
const CSV: &[&str] = &[
    "id",
    "activityDateTime",
    "provisioningAction",
    "provisioningStatusInfo/status",
    "provisioningStatusInfo/errorInformation/errorCode",
    "provisioningStatusInfo/errorInformation/errorCategory",
    "provisioningStatusInfo/errorInformation/reason",
    "sourceSystem/displayName",
    "sourceIdentity/identityType",
    "sourceIdentity/id",
    "sourceIdentity/displayName",
    "targetSystem/displayName",
    "targetIdentity/identityType",
    "targetIdentity/id",
    "targetIdentity/displayName",
    "servicePrincipal/id",
    "servicePrincipal/displayName",
    "initiatedBy/initiatorType",
    "initiatedBy/displayName",
    "durationInMilliseconds",
    "jobId",
    "cycleId",
    "changeId",
    "tenantId",
];

impl Columns {
    /// The columns of a table where none are asked for.
    pub(crate) fn of_table() -> Self {
        Self::of_graph(TABLE.iter().copied())
    }

    /// The columns of CSV where none are asked for.
    pub(crate) fn of_csv() -> Self {
        Self::of_graph(CSV.iter().map(|path| (*path, *path)))
    }

    fn of_graph(columns: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let column = |(heading, path): (&str, &str)| Column {
            heading: heading.to_owned(),
            path: path.split('/').map(str::to_owned).collect(),
        };
        let to_graph = Some(ToGraph::new(Schema::provisioning_any()));
        Self { columns: columns.map(column).collect(), to_graph }
    }

    /// The columns that are asked for: `id,provisioningStatusInfo/status`.
    pub(crate) fn select(paths: &str, schema: Option<&'static Schema>) -> Result<Self, Failure> {
        let column = |text: &str| {
            let path = match schema {
                Some(schema) => resolve(schema, text.trim())?,
                None => names(text.trim())?.into_iter().map(str::to_owned).collect(),
            };
            Ok(Column { heading: path.join("/"), path })
        };
        let columns: Result<_, String> = paths.split(',').map(column).collect();
        Ok(Self { columns: columns.map_err(Failure::message)?, to_graph: schema.map(ToGraph::new) })
    }

    pub(crate) fn headings(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.heading.as_str())
    }

    /// The cells of a record, as text.
    pub(crate) fn cells(&self, record: &Record) -> Vec<String> {
        let record = self.read(record);
        self.columns.iter().map(|column| text_of(&values(&record, &column.path))).collect()
    }

    /// The values of the first column: several if the path leads through a collection.
    pub(crate) fn first(&self, record: &Record) -> Vec<Value> {
        let record = self.read(record);
        let path = self.columns.first().map(|column| column.path.as_slice()).unwrap_or_default();
        values(&record, path).into_iter().cloned().collect()
    }

    fn read<'r>(&self, record: &'r Record) -> Cow<'r, Value> {
        let line = self.to_graph.as_ref().map(|to_graph| to_graph.line(record));
        match line.and_then(|line| serde_json::from_str(&line).ok()) {
            Some(value) => Cow::Owned(value),
            None => Cow::Borrowed(record.value()),
        }
    }
}

fn names(text: &str) -> Result<Vec<&str>, String> {
    let names: Vec<_> = text.split('/').collect();
    if names.contains(&"") {
        return Err(format!("`{text}` is no path; write one such as `targetSystem/displayName`"));
    }
    Ok(names)
}

/// The names of the schema on a path, whatever names of the schema's it is written in.
fn resolve(schema: &Schema, text: &str) -> Result<Vec<String>, String> {
    let mut path = Vec::new();
    let mut ty = schema.root_type().map_or(Type::Dynamic, Type::Struct);
    for name in names(text)? {
        let owner = match ty {
            Type::Struct(owner) => owner,
            Type::Dynamic => {
                path.push(name.to_owned());
                continue;
            }
            _ => {
                return Err(format!(
                    "`{name}` in `{text}` stands after a value that has no properties"
                ));
            }
        };
        match (schema.lookup(owner, name).property(), schema.suggest(owner, name)) {
            (Some(property), _) => {
                path.push(property.name.to_string());
                ty = schema.type_of(property);
            }
            // In an open type a name that nothing is near to may be the service's own.
            (None, None) if schema.is_open(owner) => {
                path.push(name.to_owned());
                ty = Type::Dynamic;
            }
            (None, meant) => {
                let help = match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None if name.contains('.') => {
                        format!(
                            "segments of a path have `/` between them: `{}`",
                            text.replace('.', "/")
                        )
                    }
                    None => "`odq schema` lists all".to_owned(),
                };
                return Err(format!("`{name}` is not a property of `{}`; {help}", owner.name));
            }
        }
    }
    Ok(path)
}

/// The values at the end of a path; of a collection on the way, those of each member.
fn values<'v>(value: &'v Value, path: &[String]) -> Vec<&'v Value> {
    match (value, path.split_first()) {
        (Value::Array(items), _) => items.iter().flat_map(|item| values(item, path)).collect(),
        (value, None) => vec![value],
        (value, Some((name, rest))) => {
            value.get(name).map(|value| values(value, rest)).unwrap_or_default()
        }
    }
}

fn text_of(values: &[&Value]) -> String {
    let texts: Vec<_> = values.iter().map(|value| text(value)).collect();
    texts.join("; ")
}

/// A value as a person reads it.
pub(crate) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}
