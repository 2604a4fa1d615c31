//! `odq parse`: the tree of a text.

use clap::ValueEnum;
use odata_query::url::{Form, ParsedRequest, ReadOptions};
use odata_query::{Diagnostic, Filter, OrderBy, Query};

use super::exit::ExitStatus;
use super::file::LimitArgs;
use super::output::Output;
use super::terminal::eprint_drawn;
use super::text::TextArgs;
use super::{Outcome, tree};

/// Print the tree of a filter, an order, a query string or a URL
///
/// Exit status: 0, or 1 where the text is not in the language, or 2 where it cannot be read.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    text: TextArgs,

    #[command(flatten)]
    limit: LimitArgs,

    /// How to print the tree
    #[arg(long, value_enum, default_value_t)]
    output: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A drawing for people
    #[default]
    Text,
    /// JSON, as the library's serde has it
    Json,
}

/// A text that is in the language.
pub(crate) enum Parsed {
    Filter(Filter),
    OrderBy(OrderBy),
    Query(Query),
    /// What stands before the `?`, and the query.
    Url(String, Query),
}

/// Reads a text of some form; the faults if it is not in the language.
pub(crate) fn read(text: &str, form: Form) -> Result<Parsed, Vec<Diagnostic>> {
    let whole = |reading: ParsedRequest| {
        if reading.diagnostics.iter().any(Diagnostic::is_error) {
            return Err(reading.diagnostics);
        }
        Ok(reading.query)
    };
    let options = ReadOptions::default();
    match form {
        Form::Filter => text.parse().map(Parsed::Filter).map_err(|fault| vec![fault]),
        Form::OrderBy => text.parse().map(Parsed::OrderBy).map_err(|fault| vec![fault]),
        Form::Query => whole(ParsedRequest::of_query_string(text, &options)).map(Parsed::Query),
        Form::Url => {
            let head = text.split(['?', '#']).next().unwrap_or_default().to_owned();
            whole(ParsedRequest::of_url(text, &options)).map(|query| Parsed::Url(head, query))
        }
    }
}

/// Draws findings on standard error.
pub(crate) fn eprint_all(diagnostics: &[Diagnostic], source: &str) {
    diagnostics.iter().for_each(|found| eprint_drawn(&found.render(source)));
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let text = args.text.read(args.limit)?;
    let parsed = match read(&text, args.text.form.resolve(&text)) {
        Ok(parsed) => parsed,
        Err(faults) => {
            eprint_all(&faults, &text);
            return Ok(ExitStatus::NoMatch);
        }
    };
    match (args.output, &parsed) {
        (Format::Json, Parsed::Filter(filter)) => output.json(filter)?,
        (Format::Json, Parsed::OrderBy(order)) => output.json(order)?,
        (Format::Json, Parsed::Query(query) | Parsed::Url(_, query)) => output.json(query)?,
        (Format::Text, Parsed::Filter(filter)) => output.layout(&tree::of_filter(filter))?,
        (Format::Text, Parsed::OrderBy(order)) => output.layout(&tree::of_order_by(order))?,
        (Format::Text, Parsed::Query(query) | Parsed::Url(_, query)) => {
            output.layout(&tree::of_query(query))?;
        }
    }
    Ok(ExitStatus::Match)
}
