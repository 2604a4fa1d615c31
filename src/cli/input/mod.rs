//! The records of the files that are named on the command line.

mod ahead;
mod open;
mod progress;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use odata_query::eval::Predicate;
use odata_query::input::{InputFormat, LineColumn, ReadOptions, Record, Records};
use odata_query::scan::{Match, ScanItem, ScanOptions, scan};

use self::progress::Progress;
use super::exit::Failure;
use super::output::Output;

/// What to read.
#[derive(clap::Args)]
pub(crate) struct InputArgs {
    /// The files to read, also when packed by gzip or zstd; `-`, or none, is standard input
    files: Vec<PathBuf>,

    /// What the files hold; told by their content unless given
    #[arg(long, alias = "shape", value_enum, default_value_t)]
    input_format: FormatArg,

    /// The largest record in bytes; one that is larger is an error, and reading goes on after it
    #[arg(long, value_name = "BYTES", value_parser = digits,
        default_value_t = ReadOptions::default().max_record_bytes)]
    max_record_bytes: usize,

    /// Stop at the first error; without it the other records are still read
    #[arg(long)]
    fail_fast: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// Whatever the content says
    #[default]
    Auto,
    /// Pages of Graph: {"value":[…]}
    Page,
    /// A JSON array of events, as the portal downloads
    Array,
    /// JSON Lines
    Jsonl,
    /// A JSON document: a page, an array or an object
    Json,
    /// Objects, each of which is a record, also one that looks like a page
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

/// What is said of a record that was handed out.
pub(crate) enum Control {
    /// Go on.
    More,
    /// No other record is wanted.
    Enough,
    /// There is something wrong with it.
    Fault(String),
}

/// One run over all files.
pub(crate) struct Input<'a> {
    args: &'a InputArgs,
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
        Self { args, progress: Progress::new(&args.files, quiet), failed: false }
    }

    /// Hands out record by record; tells what is wrong with the others.
    pub(crate) fn each(
        &mut self,
        take: &mut dyn FnMut(Record) -> Result<Control, Failure>,
    ) -> Result<(), Failure> {
        self.each_file(&mut |input, name, opened| {
            for record in Records::with_options(opened, input.options()) {
                let next = match record {
                    Err(error) => input.fail(&format!("{name}:{error}")),
                    Ok(record) => {
                        let place = record.place();
                        let taken = take(record)?;
                        input.taken(taken, name, || place)
                    }
                };
                if next.is_break() {
                    return Ok(next);
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Hands out the records that match, each with the name of its file; tells what is wrong with
    /// the others. What is printed of them goes out before more is read, which may take a while
    /// to come.
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
            scan(opened, predicate, &options, |batch| {
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
            failure.map_or(Ok(last), Err)
        })
    }

    fn each_file(&mut self, read: EachFile<'_>) -> Result<(), Failure> {
        let stdin = [PathBuf::from("-")];
        let files = if self.args.files.is_empty() { &stdin } else { self.args.files.as_slice() };
        for file in files {
            let is_stdin = file == Path::new("-");
            let name = if is_stdin { "<stdin>".to_owned() } else { file.display().to_string() };
            let flow = match open::open(file, &self.progress) {
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
        self.progress.eprint(&format!("odq: {message}\n"));
        if self.args.fail_fast { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl From<FormatArg> for InputFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Auto => Self::Auto,
            FormatArg::Page => Self::Page,
            FormatArg::Array => Self::Array,
            FormatArg::Jsonl => Self::Lines,
            FormatArg::Json => Self::Document,
            FormatArg::Object => Self::Object,
            FormatArg::Diagnostic => Self::Diagnostic,
            FormatArg::Eventhub => Self::EventHub,
        }
    }
}
