//! `odq`: OData queries for Microsoft Graph's provisioning logs, from the command line.

mod check;
mod colour;
mod columns;
mod completions;
mod convert;
mod csv;
mod exit;
mod extract;
mod filter;
mod fmt;
mod form;
mod input;
mod interrupt;
mod output;
mod parse;
mod records;
mod schema;
mod target;
mod text;
mod tree;
mod url;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::exit::{ExitStatus, Failure};
use self::output::Output;

/// OData queries for Microsoft Graph's provisioning logs: check them before sending, send them
/// encoded, and run them on logs that you already hold.
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
    let args = Args::parse();
    let mut output = Output::stdout();
    let result = match args.command {
        Command::Filter(args) => filter::run(&args, &mut output),
        Command::Convert(args) => convert::run(&args, &mut output),
        Command::Check(args) => check::run(&args, &mut output),
        Command::Completions(args) => completions::run(&args, &mut output),
        Command::Parse(args) => parse::run(&args, &mut output),
        Command::Fmt(args) => fmt::run(&args, &mut output),
        Command::Schema(args) => schema::run(&args, &mut output),
        Command::Url(args) => url::run(&args, &mut output),
    };
    exit::finish(result.and_then(|exit| output.flush().map(|()| exit)))
}

/// What a subcommand gives.
type Outcome = Result<ExitStatus, Failure>;
