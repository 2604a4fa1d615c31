//! Characters that a terminal obeys, that reorder the text around them, or that are not seen.
//!
//! The command reads this file too, so that there is one list.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// Whether text for people must show a character as something else: controls, line and
/// paragraph separators, bidirectional controls, and characters without a width.
pub(crate) fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    // Letters and marks by their category, but drawn as nothing.
    const BLANK: &[char] =
        &['\u{34f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{3164}', '\u{ffa0}'];
    let hidden = matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    );
    hidden || BLANK.contains(&c)
}
