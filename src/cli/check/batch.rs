//! `odq check` on many queries: each line of a file, or what stands in scripts.

use std::io;
use std::path::Path;

use odata_query::validate::Report;
use odata_query::{Code, Diagnostic, Span};
use serde::Serialize;

use super::{Args, Format, Log, counts, plural};
use crate::Outcome;
use crate::exit::{ExitStatus, Failure};
use crate::extract::{self, EmbeddedQuery, Lines, ScriptText};
use crate::output::Output;
use crate::target::Target;
use crate::terminal::{eprint, one_line};

/// What is said of one query, as a line of JSON.
#[derive(Serialize)]
struct Row<'r> {
    file: &'r str,
    line: usize,
    column: usize,
    text: &'r str,
    #[serde(flatten)]
    report: &'r Report,
}

/// How many there were.
#[derive(Default)]
struct Summary {
    queries: usize,
    rejected: usize,
    files: usize,
    unread: bool,
    found: Vec<Diagnostic>,
}

pub(super) fn run(args: &Args, target: &Target, output: &mut Output) -> Outcome {
    let in_scripts = !args.from_source.is_empty();
    let default = if in_scripts || output.is_terminal() { Format::Text } else { Format::Json };
    let format = args.output.unwrap_or(default);
    let colours = args.color.is_on(output.is_terminal());
    let mut log = Log::new();
    let mut summary = Summary::default();
    for path in args.lines.iter().chain(&args.from_source) {
        let name =
            if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
        let source = match read(args, path, in_scripts) {
            Ok(Some(source)) => source,
            Ok(None) => continue,
            Err(error) => {
                eprint(&format!("{name}: {error}"));
                summary.unread = true;
                continue;
            }
        };
        summary.files += 1;
        let queries = if in_scripts { extract::queries(&source) } else { lines(args, &source) };
        // Counting lines anew for each query would take quadratic time.
        let places = Lines::of(&source);
        for query in queries {
            let report = check(target, &query, in_scripts);
            summary.queries += 1;
            summary.rejected += usize::from(!report.accepted);
            match format {
                Format::Json => {
                    let (line, column) = places.place(query.script.offset(0));
                    let text = query.script.text.as_str();
                    let row = Row { file: &name, line, column, text, report: &report };
                    let row =
                        serde_json::to_string(&row).map_err(|e| Failure::message(e.to_string()))?;
                    output.line(row)?;
                }
                Format::Sarif | Format::Text => {
                    for found in report.diagnostics {
                        let found = in_source(found, &query.script);
                        if format == Format::Sarif {
                            log.push(&name, &places, &found);
                            continue;
                        }
                        let (line, column) = places.place(found.span().start as usize);
                        output.layout(&format!("{}:{line}:{column}: ", one_line(&name)))?;
                        output.drawing(&draw(&found, &places, colours))?;
                        output.layout("\n")?;
                        summary.found.push(found);
                    }
                }
            }
        }
    }
    match format {
        Format::Json => {}
        Format::Sarif => output.json(&log.finish())?,
        Format::Text => {
            let Summary { queries, files, rejected, .. } = summary;
            let counts = counts(&summary.found);
            let counts = if counts.is_empty() { counts } else { format!(" ({counts})") };
            let (queries, files) = (plural(queries, "query"), plural(files, "file"));
            output.message(&format!("{queries} in {files}: {rejected} rejected{counts}"))?;
        }
    }
    Ok(match (summary.unread, summary.rejected) {
        (true, _) => ExitStatus::Error,
        (false, 0) => ExitStatus::Match,
        (false, _) => ExitStatus::NoMatch,
    })
}

/// The text of a file; `None` for a file that cannot be a script of ours, such as a picture.
fn read(args: &Args, path: &Path, in_scripts: bool) -> io::Result<Option<String>> {
    let limit = args.target.limit;
    let bytes = match in_scripts {
        false => limit.read(path)?,
        true => match limit.read_unless_binary(path)? {
            Some(bytes) => bytes,
            None => return Ok(None),
        },
    };
    // A line that is not UTF-8 is no query, and costs no other.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if u32::try_from(text.len()).is_err() {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 4 GiB"));
    }
    Ok(Some(text))
}

/// The lines of a file that are not blank.
fn lines(args: &Args, source: &str) -> Vec<EmbeddedQuery> {
    let mut at = 0;
    let mut queries = Vec::new();
    for line in source.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let bom = if at == 0 && text.starts_with('\u{feff}') { 3 } else { 0 };
        let script = ScriptText::plain(source, at + bom, at + text.len());
        at += line.len();
        if !script.text.trim().is_empty() {
            let form = args.text.form.resolve(&script.text);
            queries.push(EmbeddedQuery { script, form, in_url: true, api: None });
        }
    }
    queries
}

/// What the endpoint says of a query, save what hangs on what a script fills in.
fn check(target: &Target, query: &EmbeddedQuery, in_script: bool) -> Report {
    let text = &query.script.text;
    let mut report = match in_script {
        false => target.check(text, query.form),
        true => target.check_script(text, query.form, query.api),
    };
    report.diagnostics.retain(|found| {
        if !query.in_url && found.code() == Code::Unencoded {
            return false;
        }
        let range = found.span().range();
        match query.script.filled_in(range.start, range.end) {
            None => true,
            // All that is not known of a string is its text.
            Some((true, _)) => !matches!(
                found.code(),
                Code::UnknownEnumMember | Code::NeverTrue | Code::BadEncoding | Code::Unencoded
            ),
            Some((false, whole)) => !whole && !is_about_values(found.code()),
        }
    });
    let found = std::mem::take(&mut report.diagnostics).into_iter();
    let found = found.map(|found| in_its_words(applicable(found, &query.script), &query.script));
    report.diagnostics = found.collect();
    report.accepted = !report.diagnostics.iter().any(Diagnostic::is_error);
    report
}

/// Whether a finding may not hold for another value or name in the same place.
const fn is_about_values(code: Code) -> bool {
    !matches!(
        code,
        Code::UnsupportedOperator
            | Code::UnsupportedFunction
            | Code::UnsupportedOption
            | Code::DuplicateOption
            | Code::NotSortable
            | Code::NotPrecedence
            | Code::SkiptokenWithoutTop
            | Code::Undocumented
    )
}

/// A finding without a suggestion for text that stands in the file in another way.
fn applicable(found: Diagnostic, script: &ScriptText) -> Diagnostic {
    let verbatim = |span: Span| script.is_verbatim(span.start as usize, span.end as usize);
    match found.suggestion().is_some_and(|suggestion| !verbatim(suggestion.span)) {
        true => found.without_suggestion(),
        false => found,
    }
}

/// A finding with what the script has where the query has an alias.
fn in_its_words(found: Diagnostic, script: &ScriptText) -> Diagnostic {
    let help = found.help().map(|help| script.in_its_words(help));
    let message = script.in_its_words(found.message());
    let mut reworded = Diagnostic::new(found.code(), found.span(), message)
        .with_expected(found.expected().iter().cloned());
    if let Some(help) = help {
        reworded = reworded.with_help(help);
    }
    match found.suggestion() {
        Some(suggestion) => reworded.with_suggestion(suggestion.clone()),
        None => reworded,
    }
}

/// A drawing of a finding, of the part of its line that can be seen of it.
fn draw(found: &Diagnostic, places: &Lines<'_>, colours: bool) -> String {
    let (part, start, line) = places.window(found.span().start as usize);
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    let within = |at: u32| at.saturating_sub(start);
    let found = found
        .clone()
        .relocated(|span| Span::new(within(span.start), within(span.end)), str::to_owned);
    found.render_part(part, line - 1, colours)
}

/// A finding about a query, as one about the file that it stands in.
fn in_source(found: Diagnostic, script: &ScriptText) -> Diagnostic {
    let place = |at: u32| offset(script, at as usize);
    found.relocated(|span| Span::new(place(span.start), place(span.end)), str::to_owned)
}

/// The offset in the file of a byte of a query.
fn offset(script: &ScriptText, at: usize) -> u32 {
    u32::try_from(script.offset(at)).unwrap_or(u32::MAX)
}
