//! `odq check`: what the endpoint would say.

use clap::ValueEnum;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ReadOptions, Reading};
use odata_query::validate::{Report, Validator};

use super::Outcome;
use super::exit::Exit;
use super::output::Output;
use super::text::TextArgs;

/// Validate a query before it is sent: every error and warning, and what to write instead
///
/// Exit status: 0 accepted, 1 rejected, 2 where the text cannot be read.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    text: TextArgs,

    #[command(flatten)]
    target: TargetArgs,

    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    output: Format,
}

/// What the query is for.
#[derive(clap::Args)]
pub(crate) struct TargetArgs {
    /// What may be used: `documented`, or also what is `observed` to work
    #[arg(long, default_value_t)]
    tier: Tier,

    /// The version of the API: `v1.0` or `beta`; that of a URL wins
    #[arg(long, default_value_t)]
    pub(crate) api: ApiVersion,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

impl TargetArgs {
    /// The URL without options.
    pub(crate) fn url(&self) -> String {
        Endpoint::provisioning(self.api).url()
    }

    /// What the endpoint says of a text.
    pub(crate) fn check(&self, text: &str, form: Form) -> Report {
        let options = ReadOptions::default();
        let api = match form {
            Form::Url => Reading::of_url(text, &options).url.and_then(|url| version_of(&url.path)),
            _ => None,
        };
        let endpoint = Endpoint::provisioning(api.unwrap_or(self.api));
        Validator::new(&endpoint, self.tier).check(text, form, &options)
    }
}

/// The version that a path starts with.
fn version_of(path: &str) -> Option<ApiVersion> {
    path.trim_start_matches('/').split('/').next()?.parse().ok()
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    let text = args.text.read()?;
    let report = args.target.check(&text, args.text.form.resolve(&text));
    match args.output {
        Format::Json => output.json(&report)?,
        Format::Text => print(&report, &text, output)?,
    }
    Ok(if report.accepted { Exit::Yes } else { Exit::No })
}

fn print(report: &Report, text: &str, output: &mut Output) -> Result<(), super::exit::Failure> {
    for found in &report.diagnostics {
        output.line(found.render(text))?;
    }
    let errors = report.diagnostics.iter().filter(|found| found.is_error()).count();
    let warnings = report.diagnostics.len() - errors;
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let counts: Vec<_> =
        [counted(errors, "error"), counted(warnings, "warning")].into_iter().flatten().collect();
    let verdict = if report.accepted { "accepted" } else { "rejected" };
    output.line(match counts.as_slice() {
        [] => verdict.to_owned(),
        counts => format!("{verdict}: {}", counts.join(", ")),
    })
}
