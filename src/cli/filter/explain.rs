//! `--explain`: why a record matches, or does not.

use std::num::NonZeroUsize;

use odata_query::Filter;
use odata_query::ast::Literal;
use odata_query::eval::{Compile, Explanation, Predicate};
use odata_query::input::{LineColumn, Record};
use serde::Serialize;
use serde_json::Value;

use super::Args;
use crate::Outcome;
use crate::columns::{Columns, text};
use crate::exit::{ExitStatus, Failure};
use crate::input::{Control, Input};
use crate::interrupt;
use crate::output::Output;
use crate::records::Format;
use crate::terminal::eprint;

pub(super) fn run(args: &Args, predicate: &Predicate, output: &mut Output) -> Outcome {
    let drawing = Drawing::of(args, output)?;
    let wanted = wanted(args)?;
    interrupt::watch(output);
    let mut input = Input::new(&args.input, true);
    let mut answer = None;
    let mut options = args.scan_options();
    if args.id.is_none() {
        // The first record is there before the threads are.
        options.threads = NonZeroUsize::MIN;
    }
    input.scan(&wanted, options, output, &mut |file, found, _| {
        let record = found.to_record().map_err(|error| Failure::message(error.to_string()))?;
        let explanation = predicate.explain(args.schema.subject_of(&record));
        let LineColumn { line, column } = found.place();
        answer = Some(Answer {
            file: file.to_owned(),
            line,
            column,
            id: id(args, &record)?,
            matches: explanation.truth() == Ok(Some(true)),
            filter: &args.filter,
            explanation,
        });
        Ok(Control::Enough)
    })?;
    let Some(answer) = answer else {
        match &args.id {
            Some(id) => eprint(&format!("no record has the id `{id}`")),
            None => eprint("there is no record to explain"),
        }
        return Ok(if input.failed { ExitStatus::Error } else { ExitStatus::NoMatch });
    };
    drawing.draw(&answer, output)?;
    Ok(match (input.failed || answer.explanation.value().is_err(), answer.matches) {
        (true, _) => ExitStatus::Error,
        (false, true) => ExitStatus::Match,
        (false, false) => ExitStatus::NoMatch,
    })
}

/// A record, and why it matches or does not.
#[derive(Serialize)]
struct Answer<'q> {
    file: String,
    line: u64,
    column: u64,
    id: Value,
    matches: bool,
    filter: &'q str,
    explanation: Explanation,
}

/// What is true of the record that is to be explained.
fn wanted(args: &Args) -> Result<Predicate, Failure> {
    let source = match &args.id {
        // Where there is no schema an `id` may also be a number.
        Some(id) => format!("cast(id,Edm.String) eq {}", Literal::String(id.as_str().into())),
        None => "true".to_owned(),
    };
    let options = args.schema.schema().map_or_else(Compile::default, Compile::with_schema);
    let filter: Filter = source
        .parse()
        .map_err(|error| Failure::message(format!("the id cannot be looked for: {error}")))?;
    filter.compile(&options).map_err(|error| Failure::message(error.to_string()))
}

/// By the names of the schema, whatever the shape.
fn id(args: &Args, record: &Record) -> Result<Value, Failure> {
    let values = Columns::select("id", args.schema.schema())?.first(record);
    Ok(values.into_iter().next().unwrap_or_default())
}

enum Drawing {
    Text { colour: bool },
    Json,
    Jsonl,
}

impl Drawing {
    fn of(args: &Args, output: &Output) -> Result<Self, Failure> {
        match args.output {
            None | Some(Format::Table) => {
                Ok(Self::Text { colour: args.color.is_on(output.is_terminal()) })
            }
            Some(Format::Json) => Ok(Self::Json),
            Some(Format::Jsonl) => Ok(Self::Jsonl),
            Some(Format::Csv) => Err(Failure::message(
                "--explain gives a tree, which is no CSV; leave --output out, or take `json`",
            )),
        }
    }

    fn draw(&self, answer: &Answer<'_>, output: &mut Output) -> Result<(), Failure> {
        let Answer { file, line, column, id, filter, explanation, .. } = answer;
        match self {
            Self::Json => output.json(answer),
            Self::Jsonl => {
                let text = serde_json::to_string(answer);
                output.line(text.map_err(|error| Failure::message(error.to_string()))?)
            }
            Self::Text { colour } => {
                let verdict = match explanation.truth() {
                    Ok(Some(true)) => "matches".to_owned(),
                    Ok(Some(false)) => "does not match".to_owned(),
                    Ok(None) => "does not match: the filter is null for it".to_owned(),
                    Err(error) => format!("does not match: {error}"),
                };
                let named = match &*text(id) {
                    "" => "a record without an id".to_owned(),
                    id => id.to_owned(),
                };
                output.message(&format!("{file}:{line}:{column}: {named} {verdict}"))?;
                output.drawing(&match colour {
                    true => explanation.render_in_colour(filter),
                    false => explanation.render(filter),
                })
            }
        }
    }
}
