//! `odq url`: a request URL from its parts, and the parts of a URL.

use odata_query::Diagnostic;
use odata_query::graph::Cloud;
use odata_query::url::{Form, ParsedRequest, ReadOptions, check_length, encode};

use super::Outcome;
use super::exit::{ExitStatus, Failure};
use super::output::Output;
use super::parse::eprint_all;
use super::target::TargetArgs;
use super::terminal::one_line;

/// Build an encoded request URL, or decode one (`--decode`)
///
/// Exit status: 0, or 1 where the endpoint would reject the query, or 2 on a usage error.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The condition on records
    #[arg(long, value_name = "FILTER")]
    filter: Option<String>,

    /// The order of records
    #[arg(long, value_name = "ORDER")]
    orderby: Option<String>,

    /// The largest number of records of a page
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    top: Option<String>,

    /// The page token, copied from a next link
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    skiptoken: Option<String>,

    #[command(flatten)]
    target: TargetArgs,

    /// The cloud to send it to: `global`, `us-gov-l4`, `us-gov-l5` or `china`
    #[arg(long, default_value_t, conflicts_with = "endpoint")]
    cloud: Cloud,

    /// Print the URL even if the endpoint would reject it
    #[arg(long)]
    no_check: bool,

    /// Print the options that this URL holds instead
    #[arg(long, value_name = "URL",
        conflicts_with_all = ["filter", "orderby", "top", "skiptoken", "no_check", "cloud"])]
    decode: Option<String>,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Outcome {
    match &args.decode {
        Some(url) => decode(url, output),
        None => encode_parts(args, output),
    }
}

/// What can be checked on its own, in the words in which it was given.
struct Part {
    /// What to write before the canonical text of an expression.
    option: &'static str,
    form: Form,
    text: String,
}

impl Args {
    fn parts(&self) -> Vec<Part> {
        let expression = |option, form, given: &Option<String>| {
            given.clone().map(|text| Part { option, form, text })
        };
        let top = self.top.as_ref().map(|top| format!("$top={}", encode(top)));
        // A token comes as it is spelled in a link.
        let token = self.skiptoken.as_ref().map(|token| format!("$skiptoken={token}"));
        let page: Vec<_> = [top, token].into_iter().flatten().collect();
        [
            expression("$filter=", Form::Filter, &self.filter),
            expression("$orderby=", Form::OrderBy, &self.orderby),
            (!page.is_empty()).then(|| Part {
                option: "",
                form: Form::Query,
                text: page.join("&"),
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn encode_parts(args: &Args, output: &mut Output) -> Outcome {
    if let Some(token) = args.skiptoken.as_deref().filter(|token| token.contains(['&', '#'])) {
        return Err(Failure::message(format!(
            "`{token}` is not a page token copied from a next link: it holds a raw `&` or `#`"
        )));
    }
    let target = args.target.load()?;
    let mut options = Vec::new();
    let mut refused = false;
    for Part { option, form, text } in args.parts() {
        let report = target.check(&text, form);
        match report.canonical {
            Some(canonical) if form == Form::Query => options.push(canonical),
            Some(canonical) => options.push(format!("{option}{}", encode(&canonical))),
            // What is not in the language cannot be written at all.
            None => refused = true,
        }
        if !args.no_check || refused {
            refused |= !report.accepted;
            eprint_all(&report.diagnostics, &text);
        }
    }
    if refused {
        return Ok(ExitStatus::NoMatch);
    }
    let endpoint = target.endpoint(None);
    let base = match args.target.is_own() {
        true => endpoint.url(),
        false => {
            endpoint.url_in(args.cloud).map_err(|error| Failure::message(error.to_string()))?
        }
    };
    let url = if options.is_empty() { base } else { format!("{base}?{}", options.join("&")) };
    eprint_all(check_length(&url).as_slice(), &url);
    output.line(url)?;
    Ok(ExitStatus::Match)
}

/// One option a line, decoded; a token as `--skiptoken` takes it, since it is opaque.
fn decode(url: &str, output: &mut Output) -> Outcome {
    let reading = ParsedRequest::of_url(url, &ReadOptions::default());
    eprint_all(&reading.diagnostics, url);
    let query = &reading.query;
    let bare = |name: &str| {
        query.other_options().iter().any(|o| o.name.as_str() == name && o.value.is_none())
    };
    for (name, value) in query.to_pairs() {
        output.line(match query.skip_token().filter(|_| name == "$skiptoken") {
            Some(token) => format!("{name}={}", one_line(&token.to_string())),
            None if bare(&name) => one_line(&name).into_owned(),
            None => format!("{}={}", one_line(&name), one_line(&value)),
        })?;
    }
    let faults = reading.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if faults { ExitStatus::NoMatch } else { ExitStatus::Match })
}
