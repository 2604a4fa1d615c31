//! What people type instead, and what they meant.
//!
//! Runs only on refused texts, so speed matters less: a bounded number of linear passes. A fix is tried by parsing the fixed text before it is proposed.

mod brackets;
mod encoding;
mod operands;
mod quotes;
mod symbols;
mod values;
mod words;

use crate::diagnostic::{Diagnostic, Suggestion};
use crate::span::Span;

/// How many mistakes of one text are followed up for showing it repaired as a whole.
const MISTAKES: usize = 8;

/// The longest repaired text that a help shows.
const SHOWN: usize = 160;

/// A text that was refused, and where.
struct Refused<'a> {
    text: &'a str,
    /// The fault that the grammar reported, in bytes of `text`.
    start: usize,
    end: usize,
    /// Whether another text would be taken.
    parse: Parse<'a>,
}

/// Parses a text, giving the span of the fault if it is refused.
type Parse<'a> = &'a dyn Fn(&str) -> Result<(), Span>;

/// A mistake that is recognised.
struct Mistake {
    /// What is wrong, if that can be said better than by the grammar.
    message: Option<String>,
    /// Where: the place at which the author must type.
    span: (usize, usize),
    /// What to do, as an order: "write `eq`".
    help: String,
    /// What to replace with what; none where the author alone knows.
    edit: Option<Edit>,
    /// Whether this is the only possible meaning.
    certain: bool,
}

/// A change of a text.
#[derive(Clone)]
struct Edit {
    start: usize,
    end: usize,
    replacement: String,
}

impl Edit {
    fn new(start: usize, end: usize, replacement: impl Into<String>) -> Self {
        Self { start, end, replacement: replacement.into() }
    }

    /// The change that makes one text another, no larger than it must be.
    fn between(text: &str, other: &str) -> Self {
        let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
            pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum::<usize>()
        };
        let start = same(&mut text.chars().zip(other.chars()));
        let (rest, new) = (text.get(start..), other.get(start..));
        let (rest, new) = (rest.unwrap_or_default(), new.unwrap_or_default());
        let end = same(&mut rest.chars().rev().zip(new.chars().rev()));
        let replacement = new.get(..new.len() - end).unwrap_or_default();
        Self::new(start, text.len() - end, replacement)
    }

    fn apply(&self, text: &str) -> Option<String> {
        let (before, after) = (text.get(..self.start)?, text.get(self.end..)?);
        Some(format!("{before}{}{after}", self.replacement))
    }
}

impl<'a> Refused<'a> {
    fn new(text: &'a str, span: Span, parse: Parse<'a>) -> Self {
        Self { text, start: span.start as usize, end: span.end as usize, parse }
    }

    /// The text from the fault on.
    fn rest(&self) -> &'a str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// The text before the fault.
    fn before(&self) -> &'a str {
        self.text.get(..self.start).unwrap_or_default()
    }

    /// What the fault covers.
    fn covered(&self) -> &'a str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the text is taken once it is changed.
    fn would_parse(&self, edit: &Edit) -> bool {
        edit.apply(self.text).is_some_and(|text| (self.parse)(&text).is_ok())
    }

    /// The mistake, if it is one that is known.
    fn mistake(&self) -> Option<Mistake> {
        const KNOWN: &[fn(&Refused<'_>) -> Option<Mistake>] = &[
            words::option_in_front,
            encoding::encoded,
            quotes::around_the_whole,
            values::unquoted_id,
            values::space_in_date_time,
            values::slashed_date,
            symbols::symbol,
            quotes::json_string,
            quotes::other_quotes,
            words::missing_space_before,
            operands::missing,
            words::list_without_brackets,
            quotes::string,
            words::missing_space_after_member,
            words::qualified_call,
            values::dotted_path,
            values::without_zone,
            values::old_literal,
            values::number,
            words::direction,
            words::like,
            words::is_null,
            words::not_in,
            words::missing_space,
            words::call_with_space,
            words::unknown_function,
            words::trailing,
            brackets::missing,
            brackets::extra,
        ];
        KNOWN.iter().find_map(|known| known(self))
    }
}

/// The fault, worded by what the author seems to have meant. Its span is in bytes of `text`.
pub(super) fn explain(
    text: &str,
    fault: Diagnostic,
    parse: impl Fn(&str) -> Result<(), Diagnostic>,
) -> Diagnostic {
    let parse = |text: &str| parse(text).map_err(|fault| fault.span());
    let Some(mistake) = Refused::new(text, fault.span(), &parse).mistake() else {
        return with_any_help(fault);
    };

    let mut repaired = mistake.edit.as_ref().and_then(|edit| edit.apply(text));
    let (mut taken, mut certain, mut alone) = (false, mistake.certain, true);
    for _ in 0..MISTAKES {
        let Some(text) = &repaired else { break };
        match parse(text) {
            Ok(()) => {
                taken = true;
                break;
            }
            Err(span) => {
                let next = Refused::new(text, span, &parse).mistake();
                certain &= next.as_ref().is_some_and(|next| next.certain);
                alone = false;
                repaired = next.and_then(|next| next.edit?.apply(text));
            }
        }
    }
    // What is suggested mends the whole text, where that can be done.
    let whole = repaired.as_deref().filter(|_| taken && !alone);
    let edit = whole.map(|repaired| Edit::between(text, repaired)).or_else(|| mistake.edit.clone());
    let shown = repaired.filter(|text| taken && text.len() <= SHOWN);
    let help = match shown.map(|text| format!("`{text}`")) {
        Some(text) if !mistake.help.contains(&text) => format!("{}: {text}", mistake.help),
        _ => mistake.help,
    };
    let place = |(start, end): (usize, usize)| {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(offset(start), offset(end))
    };
    let message = mistake.message.unwrap_or_else(|| fault.message().to_owned());
    let finding = Diagnostic::new(fault.code(), place(mistake.span), message)
        .with_expected(fault.expected().iter().cloned())
        .with_help(help);
    match edit {
        None => finding,
        Some(edit) => finding.with_suggestion(Suggestion {
            span: place((edit.start, edit.end)),
            replacement: edit.replacement,
            certain: taken && certain,
        }),
    }
}

/// Every error has a help, if only what the grammar would take.
fn with_any_help(fault: Diagnostic) -> Diagnostic {
    if fault.help().is_some() {
        return fault;
    }
    let help = match fault.expected().split_last() {
        None => "mend what is marked, or leave it out".to_owned(),
        Some((only, [])) => format!("write {only} here, or leave out what is marked"),
        Some((last, others)) if last == "the end" => {
            format!("write {} here, or leave out what is marked", others.join(" or "))
        }
        Some((last, others)) => format!("write {} or {last} here", others.join(", ")),
    };
    fault.with_help(help)
}
