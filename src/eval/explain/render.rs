//! An explanation as lines of text.

use super::{ExplainedValue, Explanation};
use crate::eval::error::ValueKind;

/// Characters of a value, and of the text of a part, that are shown.
const VALUE: usize = 60;
const TEXT: usize = 100;

/// Members of a collection that are shown.
const MEMBERS: usize = 12;

/// Whether there are colours.
#[derive(Clone, Copy)]
pub(super) enum Paint {
    Plain,
    Ansi,
}

impl Paint {
    fn on(self, colour: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Ansi => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        }
    }
}

pub(super) fn render(root: &Explanation, source: &str, paint: Paint) -> String {
    let mut out = String::new();
    line(root, source, paint, &mut out);
    below(root, source, "", paint, &mut out);
    out
}

fn below(part: &Explanation, source: &str, indent: &str, paint: Paint, out: &mut String) {
    let (shown, left_out) = shown(part, source);
    for (at, child) in shown.iter().enumerate() {
        let is_last = at + 1 == shown.len() && left_out == 0;
        let (branch, bar) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        out.push_str(&paint.on(FRAME, &format!("{indent}{branch}")));
        line(child, source, paint, out);
        below(child, source, &format!("{indent}{bar}"), paint, out);
    }
    if left_out > 0 {
        let branch = paint.on(FRAME, &format!("{indent}└─ "));
        out.push_str(&format!("{branch}… {left_out} more\n"));
    }
}

/// The parts to show, in their order, and how many are left out: of many members of a
/// collection those that decide stay.
fn shown<'e>(part: &'e Explanation, source: &str) -> (Vec<&'e Explanation>, usize) {
    let children = part.children.iter().filter(|child| !says_itself(child, source));
    let decides = |child: &Explanation| match child.truth() {
        Ok(truth) => (truth == Some(true)) != (part.part == "all"),
        Err(_) => true,
    };
    let members = children.clone().filter(|child| child.member.is_some());
    let mut deciding = members.filter(|child| decides(child)).count().min(MEMBERS);
    let mut others = MEMBERS.saturating_sub(deciding);
    let mut left_out = 0;
    let shown = children.filter(|child| {
        let room = match (child.member, decides(child)) {
            (None, _) => return true,
            (Some(_), true) => &mut deciding,
            (Some(_), false) => &mut others,
        };
        let fits = *room > 0;
        *room = room.saturating_sub(1);
        left_out += usize::from(!fits);
        fits
    });
    (shown.collect(), left_out)
}

/// Whether the text of a part is its value.
fn says_itself(part: &Explanation, source: &str) -> bool {
    let text = part.span.slice(source).unwrap_or_default();
    let value = part.value.as_ref().map(|value| value.text.as_str()).unwrap_or_default();
    part.literal && part.member.is_none() && (text.is_empty() || text.eq_ignore_ascii_case(value))
}

fn line(part: &Explanation, source: &str, paint: Paint, out: &mut String) {
    let (colour, value) = match &part.value {
        Ok(value) => (colour_of(value), shortened(&value.text, VALUE)),
        // What went wrong is said once, where it did.
        Err(_) if comes_from_below(part) => (ERROR, "error".to_owned()),
        Err(error) => (ERROR, format!("error: {error}")),
    };
    // A filter that was built has no source.
    let text = match part.part {
        "found" => "as the record has it",
        name => part.span.slice(source).filter(|text| !text.is_empty()).unwrap_or(name),
    };
    let member = part.member.map(|at| format!("[{at}] ")).unwrap_or_default();
    let value = paint.on(colour, &value);
    out.push_str(&format!("{value}   {member}{}\n", shortened(text, TEXT)));
}

const FRAME: &str = "1;34";
const ERROR: &str = "1;31";

fn colour_of(value: &ExplainedValue) -> &'static str {
    match (value.kind, value.truth()) {
        (_, Some(true)) => "32",
        (_, Some(false)) => "31",
        (ValueKind::Null, None) => "33",
        (_, None) => "36",
    }
}

/// Whether the part is an error because a part of it is.
fn comes_from_below(part: &Explanation) -> bool {
    part.children.iter().any(|child| child.value.is_err() && child.value == part.value)
}

/// On one line, without anything that a terminal would obey.
fn shortened(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == limit {
            out.push('…');
            break;
        }
        match c {
            '\t' => out.push(' '),
            c if c.is_control()
                || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}
