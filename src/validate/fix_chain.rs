//! Fixes of syntax errors, followed by further fixes until the endpoint accepts the text.

use super::fix::applied;
use super::reject::LONGEST_IN_HELP;
use super::{Report, Validator};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::span::Span;
use crate::url::{Form, ParsedRequest, ReadOptions};

/// The largest number of fixes in a row.
const ROUNDS: usize = 16;

/// A text with fixes applied.
struct FixAttempt {
    text: String,
    /// The span of the option that is fixed; faults of other options are ignored.
    option: Span,
    /// Whether every fix so far is certain.
    certain: bool,
    /// The findings whose suggestions have been applied.
    diagnostics: Vec<Diagnostic>,
}

impl Validator<'_> {
    /// The findings of a text with syntax errors, each with a fix that the endpoint accepts, or
    /// with the reason why it accepts none.
    pub(super) fn with_fix_chains(
        &self,
        text: &str,
        form: Form,
        options: &ReadOptions,
        mut report: Report,
    ) -> Report {
        if report.canonical.is_none() {
            let found = report.diagnostics.into_iter();
            let found = found.map(|found| self.with_fix_chain(text, form, options, found));
            report.diagnostics = found.collect();
        }
        report
    }

    fn with_fix_chain(
        &self,
        text: &str,
        form: Form,
        options: &ReadOptions,
        fault: Diagnostic,
    ) -> Diagnostic {
        let unreadable = fault.is_error()
            && (fault.code() == Code::Syntax || !matches!(form, Form::Query | Form::Url));
        let Some(change) = fault.suggestion().filter(|_| unreadable) else { return fault };
        let Some((mended, _)) = applied(text, vec![change]) else { return fault };
        let option = option_around(text, form, change.span);
        let mut attempt = FixAttempt {
            option: grown(option, text, &mended),
            text: mended,
            certain: change.certain,
            diagnostics: Vec::new(),
        };
        let first = attempt.text.clone();
        let left = self.apply_on(&mut attempt, form, options);
        match left {
            // A syntax error that remains has a fix of its own.
            Some(left) if left.code() == Code::Syntax => fault,
            Some(left) => {
                let (message, help) = (left.message(), left.help().unwrap_or_default());
                let Some(shown) = shown(&first, form, option, options) else { return fault };
                let help = format!("`{shown}` would be OData, but is refused: {message}; {help}");
                let end = change.span.start as usize + change.replacement.len();
                let mended = Span::new(change.span.start, u32::try_from(end).unwrap_or(u32::MAX));
                let concerned = !attempt.diagnostics.is_empty() || overlap(left.span(), mended);
                let fault = fault.clone().with_help(help);
                if concerned { fault.without_suggestion() } else { fault }
            }
            None if attempt.diagnostics.is_empty() => fault,
            None => {
                let shown = shown(&attempt.text, form, attempt.option, options);
                let shown = shown.map_or_else(
                    || "what is suggested, which is long".to_owned(),
                    |shown| format!("`{shown}`"),
                );
                let note = match attempt.diagnostics.as_slice() {
                    [only] => note(only.help().unwrap_or_default()),
                    _ => "",
                };
                let change = between(text, &attempt.text, attempt.certain);
                fault.with_help(format!("write {shown}{note}")).with_suggestion(change)
            }
        }
    }

    /// Applies suggestions until the endpoint accepts the option; returns the first error that
    /// is left.
    fn apply_on(
        &self,
        attempt: &mut FixAttempt,
        form: Form,
        options: &ReadOptions,
    ) -> Option<Diagnostic> {
        let mut left = None;
        for _ in 0..ROUNDS {
            let report = self.check_as_it_is(&attempt.text, form, options);
            let here = |found: &Diagnostic| overlap(found.span(), attempt.option);
            let errors = report.diagnostics.into_iter().filter(|f| f.is_error() && here(f));
            let errors: Vec<Diagnostic> = errors.collect();
            let changes: Vec<&Suggestion> =
                errors.iter().filter_map(Diagnostic::suggestion).collect();
            let certain = changes.iter().all(|change| change.certain);
            let mended = applied(&attempt.text, changes);
            left = errors.first().cloned();
            let (Some(_), Some((mended, _))) = (&left, mended) else { break };
            attempt.option = grown(attempt.option, &attempt.text, &mended);
            attempt.text = mended;
            attempt.certain &= certain;
            attempt.diagnostics.extend(errors.into_iter().filter(|f| f.suggestion().is_some()));
        }
        left
    }
}

/// The option that a place belongs to; the whole text, if it is an expression.
fn option_around(text: &str, form: Form, place: Span) -> Span {
    let whole = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    if matches!(form, Form::Filter | Form::OrderBy) {
        return whole;
    }
    let Span { start, end } = place;
    let before = text.get(..start as usize).unwrap_or_default();
    let after = text.get(end as usize..).unwrap_or_default();
    let from = before.rfind(['?', '&']).map_or(0, |at| at + 1);
    let to = after.find(['&', '#']).map_or(text.len(), |at| end as usize + at);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(from), offset(to))
}

/// The span of an option after a change inside it.
fn grown(option: Span, before: &str, after: &str) -> Span {
    let behind = before.len().saturating_sub(option.end as usize);
    let end = u32::try_from(after.len().saturating_sub(behind)).unwrap_or(u32::MAX);
    Span::new(option.start, end.max(option.start))
}

const fn overlap(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// The expression in an option, as people write it; none if it is too long for a help.
fn shown(text: &str, form: Form, option: Span, options: &ReadOptions) -> Option<String> {
    let shown = match form {
        Form::Filter | Form::OrderBy => text.to_owned(),
        Form::Query | Form::Url => {
            let query = ParsedRequest::of_query_string(option.slice(text)?, options).query;
            let filter = query.filter().map(ToString::to_string);
            filter.or_else(|| query.order_by().map(ToString::to_string))?
        }
    };
    (shown.len() <= LONGEST_IN_HELP).then_some(shown)
}

/// The note after the suggested text in a help: `, which gives more records…`.
fn note(help: &str) -> &str {
    let rest = help.strip_prefix("write `").and_then(|rest| rest.split_once('`'));
    rest.map(|(_, note)| note).filter(|note| note.starts_with([',', ';'])).unwrap_or_default()
}

/// The change that makes one text another, no larger than it must be.
fn between(text: &str, other: &str, certain: bool) -> Suggestion {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum::<usize>()
    };
    let start = same(&mut text.chars().zip(other.chars()));
    let (rest, new) = (text.get(start..), other.get(start..));
    let (rest, new) = (rest.unwrap_or_default(), new.unwrap_or_default());
    let end = same(&mut rest.chars().rev().zip(new.chars().rev()));
    let replacement = new.get(..new.len() - end).unwrap_or_default().to_owned();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Suggestion { span: Span::new(offset(start), offset(text.len() - end)), replacement, certain }
}
