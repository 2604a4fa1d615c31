//! Comma-separated values (RFC 4180), as exports write them.
//!
//! The portal downloads the steps and the modified properties of events in files of their own. An
//! input may be several such tables, one after the other: what is known of a change when an event
//! of it is read becomes a part of that event.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::error::{ReadError, ReadErrorKind};
use super::format::InputFormat;
use super::lines::ReadResult;
use super::record::Record;
use super::source::Source;
use crate::graph::headings::Heading;

/// Reads the rows after the heading.
#[derive(Debug, Default)]
pub(crate) struct CsvReader {
    columns: Option<(Heading, u8)>,
    /// By the change and the property: JSON, separated by commas.
    details: HashMap<(String, &'static str), Vec<u8>>,
    has_events: bool,
    is_over: bool,
}

/// Which of the portal's three CSV files one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CsvTable {
    /// One event a row.
    Events,
    /// One step, or one modified property, of an event a row.
    Details,
}

impl CsvTable {
    /// Which file has this heading, its first line; none if it is not known.
    ///
    /// ```
    /// use odata_query::input::CsvTable;
    ///
    /// assert_eq!(CsvTable::of_heading("id,jobId,changeId"), Some(CsvTable::Events));
    /// let properties = "changeId,displayName,oldValue,newValue";
    /// assert_eq!(CsvTable::of_heading(properties), Some(CsvTable::Details));
    /// assert_eq!(CsvTable::of_heading("title,author"), None);
    /// ```
    #[must_use]
    pub fn of_heading(line: &str) -> Option<Self> {
        heading_of(line).map(|(heading, _)| match heading {
            Heading::Details(_) => Self::Details,
            _ => Self::Events,
        })
    }
}

impl CsvReader {
    /// The next row that is not blank; none at the end of the input.
    pub(crate) fn next<R: BufRead>(
        &mut self,
        source: &mut Source<R>,
        max: usize,
    ) -> io::Result<Option<ReadResult>> {
        loop {
            if source.chunk()?.is_empty() {
                let lacks_events = !self.has_events && !self.details.is_empty() && !self.is_over;
                self.is_over = true;
                let error = || ReadError::new(source.place(), ReadErrorKind::CsvWithoutEvents);
                return Ok(lacks_events.then(|| Err(error())));
            }
            let place = source.place();
            let Some(row) = row(source, max)? else {
                return Ok(Some(Err(ReadError::new(place, ReadErrorKind::TooLarge(max)))));
            };
            if row.trim_ascii().is_empty() {
                continue;
            }
            let Ok(row) = std::str::from_utf8(&row) else {
                return Ok(Some(Err(ReadError::syntax(place, "bytes that are not UTF-8"))));
            };
            let row = row.trim_start_matches('\u{feff}');
            let Some((heading, separator)) = &self.columns else {
                match heading_of(row) {
                    Some(columns) => self.start(columns),
                    // Without a heading that is known no row has a meaning.
                    None => {
                        while !source.chunk()?.is_empty() {
                            let rest = source.chunk()?.len();
                            source.take(rest)?;
                        }
                        return Ok(Some(Err(ReadError::new(place, ReadErrorKind::Csv))));
                    }
                }
                continue;
            };
            let cells = cells(row, *separator);
            let names_change = |cell: &String| {
                cell.eq_ignore_ascii_case("changeId") || cell.eq_ignore_ascii_case("change id")
            };
            if matches!(heading, Heading::Details(_))
                && cells.iter().any(names_change)
                && let Some(columns) = heading_of(row)
            {
                // Another file, in which lines are counted from its start.
                self.start(columns);
                source.restart_lines();
                continue;
            }
            if cells.len() != heading.len() {
                let kind = ReadErrorKind::NotARow("a line with a value for each column");
                return Ok(Some(Err(ReadError::new(place, kind))));
            }
            if let Heading::Details(details) = heading {
                if let Some((change, item)) = details.item(&cells) {
                    let items = self.details.entry((change, details.property)).or_default();
                    if !items.is_empty() {
                        items.push(b',');
                    }
                    items.extend(item);
                }
                continue;
            }
            let mut record = heading.record(&cells);
            if let Some(change) = heading.change(&cells) {
                for property in ["provisioningSteps", "modifiedProperties"] {
                    let key = (change.to_owned(), property);
                    if let Some(items) = self.details.get(&key) {
                        // The change is a member too, so that there is one before it.
                        record.pop();
                        record.extend(format!(",\"{property}\":[").as_bytes());
                        record.extend(items);
                        record.extend(b"]}");
                    }
                }
            }
            return Ok(Some(Record::read(record, place, true, InputFormat::Object)));
        }
    }

    fn start(&mut self, columns: (Heading, u8)) {
        self.has_events |= !matches!(columns.0, Heading::Details(_));
        self.columns = Some(columns);
    }
}

/// What the columns are, and what separates them; none if they are not those of an event.
pub(crate) fn heading_of(line: &str) -> Option<(Heading, u8)> {
    let line = line.trim_end_matches(['\r', '\n']);
    [b',', b';', b'\t'].into_iter().find_map(|separator| {
        let cells = cells(line, separator);
        Some((Heading::of(&cells)?, separator))
    })
}

/// A row with its line end: more than one line where a cell in quotes has line ends. None if it is
/// larger than `max` bytes.
fn row<R: BufRead>(source: &mut Source<R>, max: usize) -> io::Result<Option<Vec<u8>>> {
    let (mut row, mut quotes) = (Vec::new(), 0);
    loop {
        let before = row.len();
        if !source.line(&mut row, max)? {
            return Ok(None);
        }
        let line = row.get(before..).unwrap_or_default();
        quotes += memchr::memchr_iter(b'"', line).count();
        if quotes % 2 == 0 || line.is_empty() {
            return Ok(Some(row));
        }
    }
}

fn cells(row: &str, separator: u8) -> Vec<String> {
    let separator = char::from(separator);
    let row = row.trim_end_matches(['\r', '\n']);
    let (mut cells, mut cell, mut in_quotes) = (Vec::new(), String::new(), false);
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if in_quotes && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => in_quotes = !in_quotes,
            c if c == separator && !in_quotes => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}
