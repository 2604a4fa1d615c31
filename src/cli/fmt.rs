//! `odq fmt`: the canonical text.

use super::Outcome;
use super::exit::ExitStatus;
use super::file::LimitArgs;
use super::output::Output;
use super::parse::{Parsed, eprint_all, read};
use super::text::TextArgs;

/// Format a query in its standard form
///
/// Exit status: 0, or 1 where the text is not in the language, or 2 where it cannot be read.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    text: TextArgs,

    #[command(flatten)]
    limit: LimitArgs,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let text = args.text.read(args.limit)?;
    match read(&text, args.text.form.resolve(&text)) {
        Ok(Parsed::Filter(filter)) => output.line(filter.to_string())?,
        Ok(Parsed::OrderBy(order)) => output.line(order.to_string())?,
        Ok(Parsed::Query(query)) => output.line(query.to_query_string())?,
        Ok(Parsed::Url(base, query)) => output.line(query.to_url(&base))?,
        Err(faults) => {
            eprint_all(&faults, &text);
            return Ok(ExitStatus::NoMatch);
        }
    }
    Ok(ExitStatus::Match)
}
