//! Printing records.

use clap::ValueEnum;
use comfy_table::{Table, presets};
use odata_query::record::Record;
use serde_json::Value;

use super::exit::Failure;
use super::output::Output;

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One record a line, byte for byte as it came in
    Jsonl,
    /// One JSON array
    Json,
    /// The most important properties, for people
    Table,
}

/// The columns of a table: heading, and the names of the property on the way to it, with the
/// other names that exports have for them.
const COLUMNS: &[(&str, &[&[&str]])] = &[
    ("activityDateTime", &[&["activityDateTime"]]),
    ("action", &[&["provisioningAction", "action"]]),
    ("status", &[&["provisioningStatusInfo", "statusInfo"], &["status", "Status"]]),
    ("source", &[&["sourceIdentity"], &["displayName", "Name"]]),
    ("target system", &[&["targetSystem"], &["displayName", "Name"]]),
    ("id", &[&["id"]]),
];

/// Where records go; nowhere if only their number is asked for.
pub(crate) struct Printer<'o> {
    format: Option<Format>,
    output: &'o mut Output,
    table: Table,
    printed: usize,
}

impl<'o> Printer<'o> {
    pub(crate) fn new(format: Option<Format>, output: &'o mut Output) -> Self {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(COLUMNS.iter().map(|(heading, _)| *heading));
        Self { format, output, table, printed: 0 }
    }

    pub(crate) fn print(&mut self, record: &Record) -> Result<(), Failure> {
        match self.format {
            None => {}
            Some(Format::Jsonl) => self.output.line(record.line())?,
            Some(Format::Json) => {
                self.output.text(if self.printed == 0 { "[\n" } else { ",\n" })?;
                self.output.text(record.line())?;
            }
            Some(Format::Table) => {
                self.table.add_row(COLUMNS.iter().map(|(_, path)| cell(record.event(), path)));
            }
        }
        self.printed += 1;
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self.format {
            Some(Format::Json) if self.printed == 0 => self.output.line("[]"),
            Some(Format::Json) => self.output.text("\n]\n"),
            Some(Format::Table) if self.printed > 0 => self.output.line(self.table.to_string()),
            _ => Ok(()),
        }
    }
}

fn cell(event: &Value, path: &[&[&str]]) -> String {
    let step = |value: &'_ Value, names: &[&str]| -> Option<Value> {
        names.iter().find_map(|name| value.get(name)).cloned()
    };
    let found = path.iter().try_fold(event.clone(), |value, names| step(&value, names));
    match found {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => {
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
        }
        Some(other) => other.to_string(),
    }
}
