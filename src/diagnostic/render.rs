//! Drawing a finding for people.

use std::fmt::{Display, Write as _};

use super::hidden::is_hidden;
use super::{Diagnostic, Severity};
use crate::span::Span;

/// Characters of the source line that are shown on either side of the fault.
const CONTEXT: usize = 72;

/// Whether text is drawn in colours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Ansi,
}

/// What is drawn, each in a colour of its own.
enum Part {
    Mark(Severity),
    Frame,
    Help,
}

impl Paint {
    fn on(self, part: Part, text: impl Display) -> String {
        let colour = match (self, part) {
            (Self::Plain, _) => return text.to_string(),
            (Self::Ansi, Part::Mark(Severity::Error)) => "1;31",
            (Self::Ansi, Part::Mark(Severity::Warning)) => "1;33",
            (Self::Ansi, Part::Frame) => "1;34",
            (Self::Ansi, Part::Help) => "1;36",
        };
        format!("\u{1b}[{colour}m{text}\u{1b}[0m")
    }
}

/// `before`: how many lines are before those of the source.
pub(super) fn render(diagnostic: &Diagnostic, source: &str, before: usize, paint: Paint) -> String {
    let mut line = Line::around(diagnostic.span(), source);
    line.number += before;
    let severity = diagnostic.severity();
    let name = paint.on(Part::Mark(severity), format!("{severity}[{}]", diagnostic.code()));
    let mut out = format!("{name}: {}\n", on_one_line(diagnostic.message()));
    let gutter = line.number.to_string().len();
    let bar = paint.on(Part::Frame, format!("{:gutter$} |", ""));
    let _ = writeln!(out, "{bar}");
    let numbered = paint.on(Part::Frame, format!("{} |", line.number));
    let _ = writeln!(out, "{numbered} {}", line.text);
    let carets = paint.on(Part::Mark(severity), "^".repeat(line.carets));
    let _ = writeln!(out, "{bar} {}{carets}", line.indent);
    let mut note = |label: &str, text: &str| {
        let label = paint.on(Part::Help, format!("{:gutter$} = {label}:", ""));
        let _ = writeln!(out, "{label} {}", on_one_line(text));
    };
    if let Some((last, others)) = diagnostic.expected().split_last() {
        let list = if others.is_empty() {
            last.to_string()
        } else {
            format!("{} or {last}", others.join(", "))
        };
        note("expected", &list);
    }
    if let Some(help) = diagnostic.help() {
        note("help", help);
    }
    out
}

/// The line of the source that holds the start of a span, cut to a readable width.
struct Line {
    number: usize,
    text: String,
    indent: String,
    carets: usize,
}

impl Line {
    fn around(span: Span, source: &str) -> Self {
        let start = floor_char_boundary(source, span.start as usize);
        let (before, after) = source.split_at(start);
        let number = before.matches('\n').count() + 1;
        let head = before.rsplit('\n').next().unwrap_or_default();
        let tail = after.split('\n').next().unwrap_or_default();

        let length = floor_char_boundary(tail, span.len().min(tail.len()));
        let (marked, rest) = tail.split_at(length);

        let skipped = head.chars().count().saturating_sub(CONTEXT);
        let shown_head: String = head.chars().skip(skipped).map(printable).collect();
        let lead = if skipped > 0 { "…" } else { "" };
        let shown_marked: String = marked.chars().take(CONTEXT).map(printable).collect();
        let mut text = format!("{lead}{shown_head}{shown_marked}");
        let room = CONTEXT.saturating_sub(shown_marked.chars().count());
        text.extend(rest.chars().take(room).map(printable));
        if marked.chars().count() > CONTEXT || rest.chars().count() > room {
            text.push('…');
        }
        Self {
            number,
            text,
            indent: " ".repeat(lead.chars().count() + shown_head.chars().count()),
            carets: shown_marked.chars().count().max(1),
        }
    }
}

/// What quotes the source may hold its line breaks.
pub(super) fn on_one_line(text: &str) -> String {
    text.chars().map(printable).collect()
}

/// A control character could move the cursor of a terminal and a bidirectional one reorder the
/// line, so each hidden character is shown as one cell.
fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
