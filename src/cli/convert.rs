//! `odq convert`: exports in Graph's shape and names.

use clap::ValueEnum;
use odata_query::graph::ToGraph;
use odata_query::schema::Schema;

use super::Outcome;
use super::columns::Columns;
use super::csv::CsvLine;
use super::exit::{ExitStatus, Failure};
use super::input::{Control, Input, InputArgs};
use super::interrupt;
use super::output::Output;
use super::records::{Layout, Printer};

/// Convert exports of diagnostic settings, Event Hub, Log Analytics, PowerShell and the portal to
/// Graph's record format
///
/// Names become Graph's, numbers of enumerations become members, JSON in strings becomes objects,
/// the envelope is dropped; what Graph does not know is kept, and its own records stay as they
/// are. Exit status: 0 converted, also if there is no record; 2 an error.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to write
    #[arg(long, value_enum)]
    to: To,

    /// The columns of CSV, such as `id,targetSystem/displayName`; the members of a collection
    /// are joined by `; `
    #[arg(long, value_name = "PATHS")]
    select: Option<String>,

    #[command(flatten)]
    csv: CsvLine,

    #[command(flatten)]
    input: InputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// One page: {"@odata.context":…,"value":[…]}
    Graph,
    /// One event a line
    Jsonl,
    /// One JSON array
    Json,
    /// Comma-separated values; what is one value in an event, unless --select says otherwise
    Csv,
}

const PAGE: Layout = Layout::Document(
    r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/provisioning","value":["#,
    "]}",
);

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    if args.select.is_some() && args.to != To::Csv {
        return Err(Failure::message(
            "--select is for --to csv: elsewhere records are written whole",
        ));
    }
    let schema = Schema::provisioning_any();
    let layout = match (args.to, &args.select) {
        (To::Graph, _) => PAGE,
        (To::Jsonl, _) => Layout::Lines,
        (To::Json, _) => Layout::ARRAY,
        (To::Csv, None) => Layout::Csv(Columns::of_csv(), args.csv),
        (To::Csv, Some(paths)) => Layout::Csv(Columns::select(paths, Some(schema))?, args.csv),
    };
    interrupt::watch(output);
    let mut printer = Printer::new(layout, Some(ToGraph::new(schema)));
    let mut input = Input::new(&args.input, !output.is_terminal());
    input.each(schema, &mut |record| {
        printer.print(&record, output)?;
        Ok(Control::More)
    })?;
    printer.finish(output)?;
    // Nothing to convert is no failure.
    Ok(if input.failed { ExitStatus::Error } else { ExitStatus::Match })
}
