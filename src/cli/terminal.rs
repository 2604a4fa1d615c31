//! Text for people, and standard error: the one place that decides what a terminal gets to see.
//!
//! Logs, file names, arguments and endpoint files can hold anything: escape sequences that
//! retitle or clear a terminal, line breaks that forge a message, characters that reorder a
//! line. All text for people passes through [`escape`]; standard output does in
//! [`Output`](crate::output::Output), standard error here.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::hidden::is_hidden;

/// Which hidden characters of a text are the command's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// None: one line, all of it from elsewhere.
    Nothing,
    /// Line breaks and tabs, which are the layout.
    Layout,
    /// The layout, and the escape sequences that set a colour.
    Colours,
}

/// The text with every hidden character as an escape, such as `\n` or `\u{1b}`.
pub(crate) fn escape(text: &str, keep: Keep) -> Cow<'_, str> {
    let Some(first) = text.find(is_hidden) else { return Cow::Borrowed(text) };
    let (clean, mut rest) = text.split_at_checked(first).unwrap_or((text, ""));
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(clean);
    while let Some(c) = rest.chars().next() {
        let length = match keep {
            _ if !is_hidden(c) => rest.find(is_hidden).unwrap_or(rest.len()),
            Keep::Layout | Keep::Colours if matches!(c, '\n' | '\t') => 1,
            Keep::Layout | Keep::Colours if rest.starts_with("\r\n") => 2,
            Keep::Colours => colour_len(rest),
            _ => 0,
        };
        let (kept, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        out.push_str(kept);
        rest = after;
        if length == 0 {
            let _ = match c {
                '\n' | '\r' | '\t' => write!(out, "{}", c.escape_default()),
                c => write!(out, "{}", c.escape_unicode()),
            };
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    Cow::Owned(out)
}

/// The length of the sequence at the start that sets a colour (`ESC [ … m`), or 0.
fn colour_len(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 0 };
    let end = parameters.find(|c: char| !(c.is_ascii_digit() || c == ';'));
    let end = end.filter(|end| parameters.get(*end..).is_some_and(|rest| rest.starts_with('m')));
    end.map_or(0, |end| "\u{1b}[".len() + end + "m".len())
}

/// Text from elsewhere on one line, to be laid out with other text.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    escape(text, Keep::Nothing)
}

/// Writes a message to standard error, on one line.
pub(crate) fn eprint(message: &str) {
    write_error(&format!("odq: {}\n", one_line(message)));
}

/// Writes lines to standard error that the library or clap drew: whatever they quote is without
/// escape sequences, so that those which are there are their own.
pub(crate) fn eprint_drawn(drawing: &str) {
    write_error(&escape(drawing, Keep::Colours));
}

/// Where even this fails, there is no one left to report to.
fn write_error(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{Keep, escape};

    /// What a terminal obeys, what reorders a line, and what is not seen.
    const HIDDEN: &[char] = &[
        '\0',
        '\u{7}',
        '\u{8}',
        '\u{b}',
        '\u{c}',
        '\u{1b}',
        '\u{7f}',
        '\u{80}',
        '\u{9b}',
        '\u{9d}',
        '\u{85}',
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{2029}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{3164}',
        '\u{e0041}',
    ];

    #[test]
    fn every_hidden_character_is_shown_as_an_escape() {
        for c in HIDDEN {
            let shown = format!("a{}b", c.escape_unicode());
            for keep in [Keep::Nothing, Keep::Layout, Keep::Colours] {
                assert_eq!(escape(&format!("a{c}b"), keep), shown, "{keep:?}");
            }
        }
        assert_eq!(escape("a\nb\tc\rd", Keep::Nothing), r"a\nb\tc\rd");
        assert_eq!(escape("a\nb\tc\rd\r\n", Keep::Layout), "a\nb\tc\\rd\r\n");
    }

    #[test]
    fn text_that_is_seen_stays() {
        for text in ["", "Zoë O'Brien", "日本語", "a😀b", "└─ │ … █", "ΑΣ é"] {
            for keep in [Keep::Nothing, Keep::Layout, Keep::Colours] {
                assert_eq!(escape(text, keep), text);
            }
        }
    }

    #[test]
    fn only_sequences_that_set_a_colour_stay_in_drawings() {
        let coloured = "\u{1b}[1;31merror\u{1b}[0m: x\n";
        assert_eq!(escape(coloured, Keep::Colours), coloured);
        assert_eq!(escape("\u{1b}[1m", Keep::Layout), r"\u{1b}[1m");
        for hostile in
            ["\u{1b}]0;title\u{7}", "\u{1b}[2J", "\u{1b}[1", "\u{1b}[", "\u{1b}", "\u{1b}c"]
        {
            assert!(!escape(hostile, Keep::Colours).contains('\u{1b}'), "{hostile:?}");
        }
    }
}
