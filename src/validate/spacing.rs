//! Suggestions that stay words of their own where they are put.

use crate::diagnostic::Diagnostic;

/// The finding with a space around what it suggests wherever that would run into a neighbour:
/// behind a bracket none is needed, so that `not (…)and b` is a filter.
pub(super) fn pad_suggestion(text: &str, space: &str, found: Diagnostic) -> Diagnostic {
    let Some(suggestion) = found.suggestion() else { return found };
    let range = suggestion.span.range();
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let new = suggestion.replacement.as_str();
    let runs_on = after.starts_with(is_word) && new.ends_with(is_word);
    let runs_in =
        before.ends_with(is_word) && !ends_with_escape(before) && new.starts_with(is_word);
    if !runs_on && !runs_in {
        return found;
    }
    let (head, tail) = (if runs_in { space } else { "" }, if runs_on { space } else { "" });
    found.relocated(|span| span, |new| format!("{head}{new}{tail}"))
}

/// A part of a name, a number or a string.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\'')
}

/// Whether the text ends with `%20` or the like, of which the digits are no word.
fn ends_with_escape(text: &str) -> bool {
    let mut last = text.chars().rev();
    let digits = last.by_ref().take(2).filter(char::is_ascii_hexdigit).count();
    digits == 2 && last.next() == Some('%')
}
