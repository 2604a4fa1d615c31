//! The records of the files that are named on the command line.

mod ahead;
mod files;
mod open;
mod progress;

use std::io::{self, BufRead, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use odata_query::eval::Predicate;
use odata_query::input::{CsvTable, InputFormat, LineColumn, ReadOptions, Record, Records};
use odata_query::scan::{Match, ScanItem, ScanOptions, ScanSummary, scan};
use odata_query::schema::Schema;

use self::files::FileToRead;
use self::progress::Progress;
use super::exit::Failure;
use super::output::Output;

/// What to read.
#[derive(clap::Args)]
pub(crate) struct InputArgs {
    /// The files to read, optionally compressed with gzip or zstd; of a directory all files in it
    /// and below, in the order of their paths; `-`, or none, is standard input
    files: Vec<PathBuf>,

    /// Of directories, read only the files whose name matches, such as `*.json`; or whose path in
    /// the directory does, if the pattern has a `/`, such as `y=2024/**/*.json`
    #[arg(long, value_name = "PATTERN")]
    glob: Option<String>,

    /// Input format (default: detected)
    #[arg(long, alias = "shape", value_enum, default_value_t)]
    input_format: FormatArg,

    /// Maximum record size in bytes; a larger record is an error, and reading continues after it
    #[arg(long, value_name = "BYTES", value_parser = digits,
        default_value_t = ReadOptions::default().max_record_bytes)]
    max_record_bytes: usize,

    /// Stop at the first error instead of continuing with the other records
    #[arg(long)]
    fail_fast: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Detect the format
    #[default]
    Auto,
    /// Pages of Graph: {"value":[…]}
    Page,
    /// A JSON array of events, as the portal downloads
    Array,
    /// Comma-separated values with a heading, as the portal downloads
    Csv,
    /// JSON Lines
    Jsonl,
    /// A JSON document: a page, an array or an object
    Json,
    /// Objects: each is a record, even if it looks like a page
    Object,
    /// Diagnostic settings, as lines or as a document: the event is in `properties`
    Diagnostic,
    /// Event Hub, as lines or as a document: such records in `records`
    Eventhub,
}

/// A number in plain digits, as in `$top`.
pub(crate) fn digits(text: &str) -> Result<usize, String> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = if plain { text.parse().ok() } else { None };
    number.ok_or_else(|| "write a whole number in plain digits, such as 50".to_owned())
}

/// Result of processing a record.
pub(crate) enum Control {
    /// Continue.
    More,
    /// Stop: no other record is wanted.
    Enough,
    /// There is something wrong with it.
    Fault(String),
}

/// One run over all files.
pub(crate) struct Input<'a> {
    args: &'a InputArgs,
    files: Vec<FileToRead>,
    /// CSV files that are read before each other CSV file.
    details: Vec<PathBuf>,
    progress: Progress,
    /// Whether something could not be read, or was at fault.
    pub(crate) failed: bool,
}

/// What is done with a file: its name and what it holds; whether to go on with the next.
type EachFile<'f> = &'f mut dyn FnMut(
    &mut Input<'_>,
    &str,
    Box<dyn BufRead + Send>,
) -> Result<ControlFlow<()>, Failure>;

/// What is done with a match: the name of its file, the match, and where to print it.
type Take<'t> =
    &'t mut (dyn FnMut(&str, &Match<'_>, &mut Output) -> Result<Control, Failure> + Send);

impl<'a> Input<'a> {
    /// `quiet`: nothing is printed to a terminal before the end, which progress could disturb.
    pub(crate) fn new(args: &'a InputArgs, quiet: bool) -> Self {
        let mut files = files::files(&args.files, args.glob.as_deref());
        let details = files::take_csv_details(&mut files, csv_table);
        let progress = Progress::new(files.iter().flatten(), quiet);
        Self { args, files, details, progress, failed: false }
    }

    /// Processes record by record, and reports errors of the others.
    pub(crate) fn each(
        &mut self,
        schema: &'static Schema,
        take: &mut dyn FnMut(Record) -> Result<Control, Failure>,
    ) -> Result<(), Failure> {
        self.each_file(&mut |input, name, opened| {
            let mut unrecognized = Unrecognized::default();
            for record in Records::with_options(opened, input.options()) {
                let next = match record {
                    Err(error) => input.fail(&format!("{name}:{error}")),
                    Ok(record) if !record.has_property_of(schema) => {
                        unrecognized.note(record.place());
                        ControlFlow::Continue(())
                    }
                    Ok(record) => {
                        unrecognized.records += 1;
                        let place = record.place();
                        let taken = take(record)?;
                        input.taken(taken, name, || place)
                    }
                };
                if next.is_break() {
                    return Ok(next);
                }
            }
            Ok(input.unrecognized(name, Some(schema), &unrecognized))
        })
    }

    /// Processes the matches, each with the name of its file, and reports errors of
    /// the others. Output is flushed before more input is waited for.
    pub(crate) fn scan(
        &mut self,
        predicate: &Predicate,
        options: ScanOptions,
        output: &mut Output,
        take: Take<'_>,
    ) -> Result<(), Failure> {
        self.each_file(&mut |input, name, opened| {
            let options = ScanOptions { read: input.options(), ..options };
            let (mut failure, mut last) = (None, ControlFlow::Continue(()));
            let summary = scan(opened, predicate, &options, |batch| {
                for found in batch {
                    last = match found {
                        ScanItem::ReadError(error) => input.fail(&format!("{name}:{error}")),
                        ScanItem::Failed(place, error) => {
                            input.fail(&format!("{name}:{place}: {error}"))
                        }
                        ScanItem::Match(found) => match take(name, &found, output) {
                            Ok(taken) => input.taken(taken, name, || found.place()),
                            Err(error) => {
                                failure = Some(error);
                                ControlFlow::Break(())
                            }
                        },
                    };
                    last?;
                }
                if let Err(error) = output.flush() {
                    failure = Some(error);
                    last = ControlFlow::Break(());
                }
                last
            });
            if let Some(failure) = failure {
                return Err(failure);
            }
            let flow = input.unrecognized(name, options.schema, &summary.into());
            Ok(if last.is_break() { last } else { flow })
        })
    }

    fn each_file(&mut self, read: EachFile<'_>) -> Result<(), Failure> {
        for file in std::mem::take(&mut self.files) {
            let file = match file {
                Ok(file) => file,
                Err(error) => {
                    if self.fail(&error).is_break() {
                        break;
                    }
                    continue;
                }
            };
            let is_stdin = file == Path::new("-");
            let name = if is_stdin { "<stdin>".to_owned() } else { file.display().to_string() };
            let flow = match self.open(&file) {
                Ok(opened) => read(self, &name, opened)?,
                Err(error) => self.fail(&format!("{name}: {error}")),
            };
            if flow.is_break() {
                break;
            }
        }
        self.progress.clear();
        Ok(())
    }

    /// Opens a file; a CSV file together with what belongs to its events.
    fn open(&self, file: &Path) -> io::Result<Box<dyn BufRead + Send>> {
        let mut opened = open::open(file, &self.progress)?;
        if !self.details.is_empty() && csv_table(file) == Some(CsvTable::Events) {
            for details in self.details.iter().rev() {
                let details = open::open(details, &self.progress)?;
                opened = Box::new(details.chain(&b"\n"[..]).chain(opened));
            }
        }
        Ok(opened)
    }

    /// Reports once for a file that records in it have no property of the schema: an error if
    /// none has.
    fn unrecognized(
        &mut self,
        name: &str,
        schema: Option<&Schema>,
        found: &Unrecognized,
    ) -> ControlFlow<()> {
        let (Some(place), Some(schema)) = (found.first, schema) else {
            return ControlFlow::Continue(());
        };
        let Unrecognized { records, count, .. } = *found;
        let root = &schema.root;
        let advice = format!("is this a log of provisioning? {ANY_JSON}");
        if count < records {
            let message = format!(
                "{name}:{place}: no property of {root} in {count} of {records} records, of \
                 which this is the first; they are left out"
            );
            self.progress.eprint(&message);
            return ControlFlow::Continue(());
        }
        let which = match records {
            1 => "this record".to_owned(),
            records => format!("any of {records} records"),
        };
        self.fail(&format!("{name}:{place}: no property of {root} in {which}: {advice}"))
    }

    fn options(&self) -> ReadOptions {
        let InputArgs { input_format, max_record_bytes, .. } = *self.args;
        ReadOptions { format: input_format.into(), max_record_bytes }
    }

    fn taken(
        &mut self,
        taken: Control,
        name: &str,
        place: impl FnOnce() -> LineColumn,
    ) -> ControlFlow<()> {
        match taken {
            Control::More => ControlFlow::Continue(()),
            Control::Enough => ControlFlow::Break(()),
            Control::Fault(fault) => self.fail(&format!("{name}:{}: {fault}", place())),
        }
    }

    fn fail(&mut self, message: &str) -> ControlFlow<()> {
        self.failed = true;
        self.progress.eprint(message);
        if self.args.fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// What takes other records.
const ANY_JSON: &str = "`--schema none` takes any JSON";

/// Which of the portal's CSV files a file is, by its heading.
fn csv_table(file: &Path) -> Option<CsvTable> {
    const MOST: u64 = 64 * 1024;
    let opened = open::open(file, &Progress::new(std::iter::empty(), false)).ok()?;
    let mut heading = Vec::new();
    opened.take(MOST).read_until(b'\n', &mut heading).ok()?;
    CsvTable::of_heading(std::str::from_utf8(&heading).ok()?.trim_start_matches('\u{feff}'))
}

/// The records that have no property of the schema.
#[derive(Default)]
struct Unrecognized {
    /// How many records there are,
    records: u64,
    /// and how many of these.
    count: u64,
    first: Option<LineColumn>,
}

impl Unrecognized {
    fn note(&mut self, place: LineColumn) {
        self.records += 1;
        self.count += 1;
        self.first.get_or_insert(place);
    }
}

impl From<ScanSummary> for Unrecognized {
    fn from(summary: ScanSummary) -> Self {
        let ScanSummary { records, unrecognized, first_unrecognized, .. } = summary;
        Self { records, count: unrecognized, first: first_unrecognized }
    }
}

impl From<FormatArg> for InputFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Auto => Self::Auto,
            FormatArg::Page => Self::Page,
            FormatArg::Array => Self::Array,
            FormatArg::Csv => Self::Csv,
            FormatArg::Jsonl => Self::Lines,
            FormatArg::Json => Self::Document,
            FormatArg::Object => Self::Object,
            FormatArg::Diagnostic => Self::Diagnostic,
            FormatArg::Eventhub => Self::EventHub,
        }
    }
}
