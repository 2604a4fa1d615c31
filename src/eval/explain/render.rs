//! An explanation as lines of text.

use super::Explanation;

/// Characters of a value, and of the text of a part, that are shown.
const VALUE: usize = 60;
const TEXT: usize = 100;

pub(super) fn render(root: &Explanation, source: &str) -> String {
    let mut out = String::new();
    line(root, source, "", &mut out);
    below(root, source, "", &mut out);
    out
}

fn below(part: &Explanation, source: &str, indent: &str, out: &mut String) {
    let shown: Vec<_> = part.children.iter().filter(|child| !says_itself(child, source)).collect();
    for (at, child) in shown.iter().enumerate() {
        let (branch, bar) =
            if at + 1 == shown.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        out.push_str(indent);
        line(child, source, branch, out);
        below(child, source, &format!("{indent}{bar}"), out);
    }
}

/// Whether the text of a part is its value.
fn says_itself(part: &Explanation, source: &str) -> bool {
    let text = part.span.slice(source).unwrap_or_default();
    let value = part.value.as_ref().map(|value| value.text.as_str()).unwrap_or_default();
    part.literal && part.member.is_none() && (text.is_empty() || text.eq_ignore_ascii_case(value))
}

fn line(part: &Explanation, source: &str, branch: &str, out: &mut String) {
    let value = match &part.value {
        Ok(value) => shortened(&value.text, VALUE),
        Err(error) => format!("error: {error}"),
    };
    // A filter that was built has no source.
    let text = part.span.slice(source).filter(|text| !text.is_empty()).unwrap_or(part.part);
    let member = part.member.map(|at| format!("[{at}] ")).unwrap_or_default();
    out.push_str(&format!("{branch}{value}   {member}{}\n", shortened(text, TEXT)));
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
