//! `odq`: OData queries for Microsoft Graph's provisioning logs, from the command line.

mod check;
mod colour;
mod columns;
mod completions;
mod convert;
mod csv;
mod exit;
mod extract;
mod file;
mod filter;
mod fmt;
mod form;
#[path = "../diagnostic/hidden.rs"]
mod hidden;
mod input;
mod interrupt;
mod output;
mod parse;
mod records;
mod schema;
mod target;
mod terminal;
mod text;
mod tree;
mod url;
mod usage;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::exit::{ExitStatus, Failure};
use self::output::Output;

/// OData queries for Microsoft Graph's provisioning logs: check them before sending, send them
/// encoded, and run them on logs you have already downloaded.
#[derive(Parser)]
#[command(name = "odq", version, max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Filter(filter::Args),
    Convert(convert::Args),
    Check(check::Args),
    Url(url::Args),
    Schema(schema::Args),
    Parse(parse::Args),
    Fmt(fmt::Args),
    Completions(completions::Args),
}

fn main() -> ExitCode {
    let mut output = Output::stdout();
    let result = match usage::parse(&mut output) {
        Ok(args) => run(args, &mut output),
        Err(outcome) => outcome,
    };
    exit::finish(result.and_then(|exit| output.flush().map(|()| exit)))
}

fn run(args: Args, output: &mut Output) -> Outcome {
    match args.command {
        Command::Filter(args) => filter::run(&args, output),
        Command::Convert(args) => convert::run(&args, output),
        Command::Check(args) => check::run(&args, output),
        Command::Completions(args) => completions::run(&args, output),
        Command::Parse(args) => parse::run(&args, output),
        Command::Fmt(args) => fmt::run(&args, output),
        Command::Schema(args) => schema::run(&args, output),
        Command::Url(args) => url::run(&args, output),
    }
}

/// What a subcommand gives.
type Outcome = Result<ExitStatus, Failure>;
