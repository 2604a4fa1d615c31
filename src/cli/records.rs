//! Printing records.

use clap::ValueEnum;
use comfy_table::{Table, presets};
use odata_query::graph::ToGraph;
use odata_query::input::Record;

use super::columns::Columns;
use super::csv::CsvLine;
use super::exit::Failure;
use super::output::Output;
use super::terminal::one_line;

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One record a line: JSON Lines input is copied byte for byte, other input without
    /// white space
    Jsonl,
    /// One JSON array
    Json,
    /// The most important properties, for people; held in memory up to the last record
    Table,
    /// Comma-separated values, with a heading
    Csv,
}

/// Prints record by record.
pub(crate) struct Printer {
    layout: Layout,
    /// Records are rewritten into Graph's shape.
    to_graph: Option<ToGraph<'static>>,
    printed: usize,
}

/// A record made ready to be printed.
pub(crate) enum Rendered {
    Text(Vec<u8>),
    Cells(Vec<String>),
}

/// What stands around the records.
pub(crate) enum Layout {
    Lines,
    /// A JSON document with these before the first and after the last record.
    Document(&'static str, &'static str),
    Table(Columns, Box<Table>),
    Csv(Columns, CsvLine),
}

impl Layout {
    pub(crate) const ARRAY: Self = Self::Document("[", "]");

    pub(crate) fn table(columns: Columns) -> Self {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(columns.headings().map(|heading| one_line(heading).into_owned()));
        Self::Table(columns, Box::new(table))
    }
}

impl Printer {
    pub(crate) const fn new(layout: Layout, to_graph: Option<ToGraph<'static>>) -> Self {
        Self { layout, to_graph, printed: 0 }
    }

    pub(crate) fn print(&mut self, record: &Record, output: &mut Output) -> Result<(), Failure> {
        self.put(self.render(record)?, output)
    }

    /// What is to be printed of a record: less to keep than the record.
    pub(crate) fn render(&self, record: &Record) -> Result<Rendered, Failure> {
        Ok(match &self.layout {
            Layout::Lines | Layout::Document(..) => Rendered::Text(match &self.to_graph {
                Some(to_graph) => to_graph.line(record).into_bytes(),
                None => record.line().into_owned(),
            }),
            Layout::Csv(columns, csv) => Rendered::Text(csv.of(columns.cells(record))),
            Layout::Table(columns, _) => {
                let cells = columns.cells(record);
                Rendered::Cells(cells.iter().map(|cell| one_line(cell).into_owned()).collect())
            }
        })
    }

    pub(crate) fn put(&mut self, record: Rendered, output: &mut Output) -> Result<(), Failure> {
        match (&mut self.layout, record) {
            (Layout::Table(_, table), Rendered::Cells(cells)) => {
                table.add_row(cells);
            }
            (Layout::Document(open, _), Rendered::Text(text)) => {
                output.text(if self.printed == 0 { open } else { "," })?;
                output.text([b"\n", &*text].concat())?;
            }
            (Layout::Csv(columns, csv), Rendered::Text(text)) => {
                if self.printed == 0 {
                    output.text(csv.of(columns.headings()))?;
                }
                output.text(text)?;
            }
            (_, Rendered::Text(text)) => output.line(text)?,
            (_, Rendered::Cells(cells)) => output.message(&cells.join("\t"))?,
        }
        self.printed += 1;
        Ok(())
    }

    /// Whether each record is printed as a line, as it came in.
    pub(crate) const fn prints_lines(&self) -> bool {
        matches!(self.layout, Layout::Lines) && self.to_graph.is_none()
    }

    /// Whether nothing is printed before the last record.
    pub(crate) const fn prints_at_the_end(&self) -> bool {
        matches!(self.layout, Layout::Table(..))
    }

    pub(crate) fn finish(&self, output: &mut Output) -> Result<(), Failure> {
        match &self.layout {
            Layout::Lines => Ok(()),
            Layout::Document(open, close) if self.printed == 0 => {
                output.line([*open, close].concat())
            }
            Layout::Document(_, close) => output.line(["\n", close].concat()),
            Layout::Table(..) if self.printed == 0 => Ok(()),
            Layout::Table(_, table) => output.layout(&format!("{table}\n")),
            Layout::Csv(columns, csv) if self.printed == 0 => {
                output.text(csv.of(columns.headings()))
            }
            Layout::Csv(..) => Ok(()),
        }
    }
}
