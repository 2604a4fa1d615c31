//! `odq filter`: the records that match.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use odata_query::eval::{Compile, Order, Predicate};
use odata_query::record::{Record, Records};
use odata_query::schema::Schema;
use odata_query::{Diagnostic, Filter, OrderBy};

use super::Outcome;
use super::exit::{Exit, Failure, tell};
use super::output::Output;
use super::records::{Format, Printer};

/// Print the records that match
///
/// Reads Graph pages, JSON arrays, JSON Lines, single objects, and the exports of diagnostic
/// settings and Event Hub. Exit status: 0 a match, 1 none, 2 an error.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The condition, as in `$filter`
    filter: String,

    /// The files to read; `-`, or none, is standard input
    files: Vec<PathBuf>,

    /// Print in this order, as in `$orderby`; holds the matches in memory, or with --top only
    /// that many
    #[arg(long, value_name = "ORDER")]
    orderby: Option<String>,

    /// Print at most this many
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = digits)]
    top: Option<usize>,

    /// Print only how many there are
    #[arg(long)]
    count: bool,

    /// How to print; a table on a terminal, else JSON Lines
    #[arg(long, value_enum)]
    output: Option<Format>,

    /// What the names are checked against
    #[arg(long, value_enum, default_value_t)]
    schema: SchemaArg,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum SchemaArg {
    /// The properties of provisioningObjectSummary, of both versions of the API
    #[default]
    Provisioning,
    /// Nothing: any JSON; a name that no record has is null
    None,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let (Some(predicate), Some(order)) = (compile_filter(args), compile_order(args)) else {
        return Ok(Exit::Error);
    };
    let mut run = Run {
        predicate: &predicate,
        whole: args.schema == SchemaArg::None,
        left: args.top,
        matches: 0,
        failed: false,
    };
    let format =
        args.output.unwrap_or(if output.is_terminal() { Format::Table } else { Format::Jsonl });
    let mut printer = Printer::new(if args.count { None } else { Some(format) }, output);
    match &order {
        None => run.each(&args.files, &mut |record| printer.print(&record).map(|()| true))?,
        Some(order) => {
            let mut sorted = order.collect(args.top);
            let mut unordered = false;
            let left = run.left.take();
            run.each(&args.files, &mut |record| {
                let key = order.key(record.event()).unwrap_or_else(|error| {
                    tell(&format!("odq: {}: {error}\n", record.place()));
                    unordered = true;
                    order.null_key()
                });
                sorted.push(key, record);
                Ok(true)
            })?;
            run.failed |= unordered;
            run.matches = run.matches.min(left.unwrap_or(usize::MAX));
            for record in sorted.into_sorted() {
                printer.print(&record)?;
            }
        }
    }
    printer.finish()?;
    if args.count {
        output.line(run.matches.to_string())?;
    }
    Ok(match (run.failed, run.matches) {
        (true, _) => Exit::Error,
        (false, 0) => Exit::No,
        (false, _) => Exit::Yes,
    })
}

/// A number in plain digits, as in `$top`.
fn digits(text: &str) -> Result<usize, String> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = if plain { text.parse().ok() } else { None };
    number.ok_or_else(|| "write a whole number in plain digits, such as 50".to_owned())
}

impl SchemaArg {
    fn options(self) -> Compile<'static> {
        match self {
            Self::Provisioning => Compile::with_schema(Schema::provisioning_any()),
            Self::None => Compile::default(),
        }
    }
}

fn compile_filter(args: &Args) -> Option<Predicate> {
    let compile = |filter: Filter| filter.compile(&args.schema.options()).map_err(Diagnostic::from);
    let predicate = told(&args.filter, args.filter.parse().and_then(compile))?;
    predicate.warnings().iter().for_each(|found| tell(&found.render(&args.filter)));
    Some(predicate)
}

/// The order, if one is asked for; `None` if it is at fault.
fn compile_order(args: &Args) -> Option<Option<Order>> {
    let Some(text) = &args.orderby else { return Some(None) };
    let compile = |order: OrderBy| order.compile(&args.schema.options()).map_err(Diagnostic::from);
    let order = told(text, text.parse().and_then(compile))?;
    order.warnings().iter().for_each(|found| tell(&found.render(text)));
    Some(Some(order))
}

fn told<T>(source: &str, result: Result<T, Diagnostic>) -> Option<T> {
    result.map_err(|fault| tell(&fault.render(source))).ok()
}

/// What is done with a match; whether to go on.
type Take<'t> = &'t mut dyn FnMut(Record) -> Result<bool, Failure>;

/// One run over all files.
struct Run<'p> {
    predicate: &'p Predicate,
    /// Whether the filter is about whole records, not the events in their envelopes.
    whole: bool,
    /// How many matches are still wanted; no limit if `None`.
    left: Option<usize>,
    matches: usize,
    failed: bool,
}

impl Run<'_> {
    fn each(&mut self, files: &[PathBuf], take: Take<'_>) -> Result<(), Failure> {
        let stdin = [PathBuf::from("-")];
        for file in if files.is_empty() { &stdin } else { files } {
            if self.left == Some(0) {
                break;
            }
            if file == Path::new("-") {
                self.read("<stdin>", io::stdin().lock(), take)?;
                continue;
            }
            let name = file.display().to_string();
            match File::open(file) {
                Ok(opened) => {
                    self.read(&name, BufReader::with_capacity(256 * 1024, opened), take)?
                }
                Err(error) => self.fail(&format!("{name}: {error}")),
            }
        }
        Ok(())
    }

    fn read(&mut self, name: &str, input: impl BufRead, take: Take<'_>) -> Result<(), Failure> {
        for record in Records::new(input) {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.fail(&format!("{name}:{error}"));
                    continue;
                }
            };
            let subject = if self.whole { record.value() } else { record.event() };
            match self.predicate.evaluate(subject) {
                Ok(Some(true)) => {}
                Ok(_) => continue,
                Err(error) => {
                    self.fail(&format!("{name}:{}: {error}", record.place()));
                    continue;
                }
            }
            self.matches += 1;
            self.left = self.left.map(|left| left.saturating_sub(1));
            if !take(record)? || self.left == Some(0) {
                break;
            }
        }
        Ok(())
    }

    fn fail(&mut self, message: &str) {
        self.failed = true;
        tell(&format!("odq: {message}\n"));
    }
}
