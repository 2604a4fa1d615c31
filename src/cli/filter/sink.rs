//! What is done with the matches.

use odata_query::eval::{Order, Sorted};
use odata_query::scan::Match;

use super::aggregate::Aggregate;
use super::{Args, SchemaArg};
use crate::columns::Columns;
use crate::exit::Failure;
use crate::output::Output;
use crate::records::{Format, Layout, Printer, Rendered};

/// Where the matches go.
pub(super) enum Sink {
    /// Only their number counts.
    Count,
    Print(Printer),
    Sort(Order, SchemaArg, Sorted<Result<Rendered, Failure>>, Printer),
    Aggregate(Aggregate),
}

impl Sink {
    pub(super) fn new(args: &Args, order: Option<Order>, output: &Output) -> Result<Self, Failure> {
        if let Some(aggregate) = Aggregate::new(args, output.is_terminal())? {
            return Ok(Self::Aggregate(aggregate));
        }
        if args.count {
            return Ok(Self::Count);
        }
        let printer = printer(args, output)?;
        Ok(match order {
            Some(order) => {
                let sorted = order.collect(args.top);
                Self::Sort(order, args.schema, sorted, printer)
            }
            None => Self::Print(printer),
        })
    }

    /// Whether `--top` ends the reading.
    pub(super) const fn takes_the_first(&self) -> bool {
        matches!(self, Self::Count | Self::Print(_))
    }

    /// Whether nothing is printed while records are read.
    pub(super) const fn prints_at_the_end(&self) -> bool {
        match self {
            Self::Print(printer) => printer.prints_at_the_end(),
            _ => true,
        }
    }

    /// Takes a match; what is wrong with it, if something is.
    pub(super) fn take(
        &mut self,
        found: &Match<'_>,
        output: &mut Output,
    ) -> Result<Option<String>, Failure> {
        // Not before it is needed: a record that is only copied is never parsed.
        let record = || found.to_record().map_err(|error| Failure::message(error.to_string()));
        match self {
            Self::Count => {}
            Self::Print(printer) if printer.prints_lines() => output.line(found.line())?,
            Self::Print(printer) => printer.print(&record()?, output)?,
            Self::Sort(order, schema, sorted, printer) => {
                let record = record()?;
                // A record that has no place in the order is printed all the same.
                let (key, fault) = match order.key(schema.subject_of(&record)) {
                    Ok(key) => (key, None),
                    Err(error) => (order.null_key(), Some(error.to_string())),
                };
                // What is kept is rendered: a tree of values takes ten times the memory.
                sorted.push_with(key, || printer.render(&record));
                return Ok(fault);
            }
            Self::Aggregate(aggregate) => aggregate.take(&record()?),
        }
        Ok(None)
    }

    pub(super) fn finish(self, matches: usize, output: &mut Output) -> Result<(), Failure> {
        match self {
            Self::Count => output.line(matches.to_string()),
            Self::Print(printer) => printer.finish(output),
            Self::Sort(_, _, sorted, mut printer) => {
                for record in sorted.into_sorted() {
                    printer.put(record?, output)?;
                }
                printer.finish(output)
            }
            Self::Aggregate(aggregate) => aggregate.print(output),
        }
    }
}

fn printer(args: &Args, output: &Output) -> Result<Printer, Failure> {
    let format = args.output.unwrap_or(match (output.is_terminal(), &args.select) {
        (true, _) => Format::Table,
        (false, Some(_)) => Format::Csv,
        (false, None) => Format::Jsonl,
    });
    let selected = match &args.select {
        Some(_) if matches!(format, Format::Jsonl | Format::Json) => {
            let message = "--select is for --output table and csv: elsewhere records are whole";
            return Err(Failure::message(message));
        }
        Some(paths) => Some(Columns::select(paths, args.schema.schema())?),
        None => None,
    };
    let layout = match format {
        Format::Jsonl => Layout::Lines,
        Format::Json => Layout::ARRAY,
        Format::Table => Layout::table(selected.unwrap_or_else(Columns::of_table)),
        Format::Csv => Layout::Csv(selected.unwrap_or_else(Columns::of_csv), args.csv),
    };
    Ok(Printer::new(layout, None))
}
