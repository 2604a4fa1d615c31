//! What holds of every finding, whatever it is about.

use odata_query::Diagnostic;

/// It lies in the text, draws itself, and what it suggests can be put in its place.
pub(crate) fn check(text: &str, found: &Diagnostic) {
    let context = || format!("{text:?}: {found:?}");
    assert!(found.span().slice(text).is_some(), "its place is outside: {}", context());
    assert_eq!(found.to_string().lines().count(), 1, "{}", context());
    // The finding, a line above the source, the source, the caret, and one line a note.
    let notes = usize::from(found.help().is_some()) + usize::from(!found.expected().is_empty());
    assert_eq!(found.render(text).lines().count(), 4 + notes, "{}", context());
    if found.suggestion().is_some() {
        assert_ne!(applied(text, found), text, "it suggests what is there: {}", context());
    }
}

/// The text with the suggestion of a finding in its place.
pub(crate) fn applied(text: &str, found: &Diagnostic) -> String {
    let suggestion = found.suggestion().expect("a suggestion");
    assert!(
        suggestion.span.slice(text).is_some(),
        "it changes what is outside: {text:?} {found:?}"
    );
    let mut applied = text.to_owned();
    applied.replace_range(suggestion.span.range(), &suggestion.replacement);
    applied
}
