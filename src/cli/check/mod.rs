//! `odq check`: what the endpoint would say.

mod batch;
mod sarif;

use std::path::PathBuf;

use clap::ValueEnum;
use odata_query::Diagnostic;

use self::sarif::Log;
use super::Outcome;
use super::colour::ColourArg;
use super::exit::ExitStatus;
use super::extract::Lines;
use super::output::Output;
use super::parse::eprint_all;
use super::target::TargetArgs;
use super::text::TextArgs;

/// Validate a query before it is sent: every error and warning, and what to write instead
///
/// Exit status: 0 accepted, 1 rejected, 2 where a text cannot be read.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    text: TextArgs,

    /// Check each line of files (`-` is standard input); JSON Lines when the output is not a
    /// terminal
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["text", "from_file"])]
    lines: Vec<PathBuf>,

    /// Check what scripts and documents send: the URLs of provisioning logs, and the filters
    /// and orders near where the endpoint is named; values filled in at run time are assumed
    /// valid
    ///
    /// Strings that are joined, here-strings of one line, what functions such as quote() and
    /// encodeURIComponent() are given, the parameters of Get-MgAuditLogProvisioning and the
    /// calls after .api('/auditLogs/provisioning') are read too. No language is parsed, so
    /// that these are not found: a text in a variable that nothing near it calls a filter, a
    /// here-string of several lines, the arguments of Sprintf and String.Format, a filter in
    /// prose without `$filter=` before it, raw spaces in a URL that has no quotes around it,
    /// and what is wrong with an `in` list of which a part is filled in.
    #[arg(long, value_name = "FILE", num_args = 1..,
        conflicts_with_all = ["text", "from_file", "lines", "form"])]
    from_source: Vec<PathBuf>,

    #[command(flatten)]
    target: TargetArgs,

    /// Fix errors that have only one possible correction, and print the text if it is accepted
    /// then; what is left goes to standard error
    #[arg(long, conflicts_with_all = ["output", "lines", "from_source"])]
    fix: bool,

    /// How to print what is found; text if not given
    #[arg(long, value_enum)]
    output: Option<Format>,

    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    color: ColourArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// For code scanning (SARIF 2.1.0)
    Sarif,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let target = args.target.load()?;
    if !args.lines.is_empty() || !args.from_source.is_empty() {
        return batch::run(args, &target, output);
    }
    let text = args.text.read(args.target.limit)?;
    let form = args.text.form.resolve(&text);
    if args.fix {
        let fixed = target.fix(&text, form);
        eprint_all(&fixed.report.diagnostics, &fixed.text);
        if !fixed.report.accepted {
            return Ok(ExitStatus::NoMatch);
        }
        output.line(fixed.text)?;
        return Ok(ExitStatus::Match);
    }
    let report = target.check(&text, form);
    match args.output.unwrap_or(Format::Text) {
        Format::Json => output.json(&report)?,
        Format::Sarif => {
            let mut log = Log::new();
            let name = args.text.name();
            let lines = Lines::of(&text);
            report.diagnostics.iter().for_each(|found| log.push(&name, &lines, found));
            output.json(&log.finish())?;
        }
        Format::Text => {
            let draw = args.color.drawing(output.is_terminal());
            for found in &report.diagnostics {
                output.drawing(&draw(found, &text))?;
                output.layout("\n")?;
            }
            let verdict = if report.accepted { "accepted" } else { "rejected" };
            output.message(&match counts(&report.diagnostics) {
                counts if counts.is_empty() => verdict.to_owned(),
                counts => format!("{verdict}: {counts}"),
            })?;
        }
    }
    Ok(if report.accepted { ExitStatus::Match } else { ExitStatus::NoMatch })
}

/// `1 error, 2 warnings`; empty where there are none.
fn counts<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> String {
    let (errors, warnings): (Vec<_>, Vec<_>) = found.into_iter().partition(|d| d.is_error());
    let counted = [(errors.len(), "error"), (warnings.len(), "warning")];
    let parts = counted.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(count, what)| plural(count, what)).collect::<Vec<_>>().join(", ")
}

/// `1 error`, `2 errors`; `3 queries`.
fn plural(count: usize, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}
