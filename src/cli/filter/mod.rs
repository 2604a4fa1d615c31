//! `odq filter`: the records that match.

mod aggregate;
mod chart;
mod explain;
mod query;
mod sink;

use std::num::NonZeroUsize;
use std::path::Path;
use std::thread;

use clap::ValueEnum;
use odata_query::endpoint::Tier;
use odata_query::input::Record;
use odata_query::scan::{ScanOptions, Unwrap, Validation};
use odata_query::schema::{ApiVersion, Schema};
use serde_json::Value;

use self::aggregate::Period;
use self::query::Query;
use self::sink::Sink;
use super::Outcome;
use super::colour::ColourArg;
use super::csv::CsvLine;
use super::exit::ExitStatus;
use super::input::{Control, Input, InputArgs, digits};
use super::interrupt;
use super::output::Output;
use super::records::Format;
use super::terminal::eprint;

/// Print the records that match
///
/// Reads Graph pages, JSON arrays, JSON Lines, single objects, and the exports of diagnostic
/// settings and Event Hub, optionally compressed with gzip or zstd. Exit status: 0 a match, 1 none, 2 an
/// error.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The condition, as in `$filter`
    filter: String,

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

    /// Print how many there are of each value, the most frequent first; holds the different
    /// values in memory
    #[arg(long, value_name = "PATH", conflicts_with_all = ["count", "orderby", "select"])]
    count_by: Option<String>,

    /// Print how many there are in each hour or day (UTC) of activityDateTime
    #[arg(long, value_enum, value_name = "PERIOD",
        conflicts_with_all = ["count", "count_by", "orderby", "select", "top"])]
    histogram: Option<Period>,

    /// Show why the first record, or the one given by --id, matches or not: the value of each part
    /// of the filter. Exit status: 0 it matches, 1 it does not or is not there, 2 an error
    #[arg(long, conflicts_with_all =
        ["count", "count_by", "csv_as_is", "histogram", "orderby", "select", "top"])]
    explain: bool,

    /// The `id` of the event that --explain is about
    #[arg(long, value_name = "ID", requires = "explain")]
    id: Option<String>,

    /// How to print; a table on a terminal, else JSON Lines, or CSV with --select; with
    /// --explain a tree for people, of which `json` and `jsonl` are the data
    #[arg(long, value_enum)]
    output: Option<Format>,

    /// The columns of a table or of CSV, such as `id,targetSystem/displayName`; the members of a
    /// collection are joined by `; `
    #[arg(long, value_name = "PATHS", conflicts_with = "count")]
    select: Option<String>,

    #[command(flatten)]
    csv: CsvLine,

    /// What the names are checked against
    #[arg(long, value_enum, default_value_t)]
    schema: SchemaArg,

    /// Check first that the endpoint accepts the filter and the order: `documented`, or also what
    /// is `observed` to work
    #[arg(long)]
    tier: Option<Tier>,

    /// The version of the API that --tier checks: `v1.0` or `beta`
    #[arg(long, requires = "tier", default_value_t)]
    api: ApiVersion,

    /// Skip validating records that cannot match; errors in them are not reported. Several times
    /// as fast; which records are validated can vary with several threads
    #[arg(long)]
    fast: bool,

    /// Number of threads (default: one per core)
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = at_least_one)]
    threads: Option<NonZeroUsize>,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: ColourArg,

    #[command(flatten)]
    input: InputArgs,
}

fn at_least_one(text: &str) -> Result<NonZeroUsize, String> {
    NonZeroUsize::new(digits(text)?).ok_or_else(|| "use 1 or more threads".to_owned())
}

impl Args {
    fn scan_options(&self) -> ScanOptions {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        ScanOptions {
            validation: if self.fast { Validation::Skip } else { Validation::Full },
            unwrap: self.schema.subject(),
            schema: self.schema.schema(),
            threads: self.threads.unwrap_or_else(cores),
            ..ScanOptions::default()
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum SchemaArg {
    /// The properties of provisioningObjectSummary, of both versions of the API
    #[default]
    Provisioning,
    /// Nothing: any JSON; a name that no record has is null
    None,
}

impl SchemaArg {
    fn schema(self) -> Option<&'static Schema> {
        (self == Self::Provisioning).then(Schema::provisioning_any)
    }

    const fn subject(self) -> Unwrap {
        match self {
            Self::Provisioning => Unwrap::Envelope,
            Self::None => Unwrap::None,
        }
    }

    /// What the filter, and so the order, is about.
    fn subject_of(self, record: &Record) -> &Value {
        match self.subject() {
            Unwrap::Envelope => record.event(),
            Unwrap::None => record.value(),
        }
    }
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let Some(query) = Query::compile(args)? else {
        if Path::new(&args.filter).is_file() {
            let file = &args.filter;
            eprint(&format!("`{file}` is a file; the filter comes before the files"));
        }
        return Ok(ExitStatus::Error);
    };
    if args.explain {
        return explain::run(args, &query.predicate, output);
    }
    let mut sink = Sink::new(args, query.order, output)?;
    interrupt::watch(output);
    // A terminal that shows matches as they come has no place for anything else.
    let quiet = !output.is_terminal() || sink.prints_at_the_end();
    let mut input = Input::new(&args.input, quiet);
    let wanted = args.top.filter(|_| sink.takes_the_first());
    let mut matches = 0;
    if wanted != Some(0) {
        input.scan(&query.predicate, args.scan_options(), output, &mut |_, found, output| {
            matches += 1;
            Ok(match sink.take(found, output)? {
                Some(fault) => Control::Fault(fault),
                None if wanted == Some(matches) => Control::Enough,
                None => Control::More,
            })
        })?;
    }
    let matches = matches.min(args.top.unwrap_or(usize::MAX));
    sink.finish(matches, output)?;
    Ok(match (input.failed, matches) {
        (true, _) => ExitStatus::Error,
        (false, 0) => ExitStatus::NoMatch,
        (false, _) => ExitStatus::Match,
    })
}
