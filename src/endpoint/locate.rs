//! Where a value stands in a JSON text.

use super::load::Step;

/// The offset of the value that the steps lead to; of the last one that is there. The text is
/// one that `serde_json` has read, so that brackets match and strings end.
pub(super) fn offset(text: &str, steps: &[Step]) -> usize {
    let mut at = space(text, 0);
    for step in steps {
        match enter(text, at, *step) {
            Some(inner) => at = inner,
            None => break,
        }
    }
    at
}

/// The offset of a member or item of the object or array at `at`.
fn enter(text: &str, at: usize, step: Step) -> Option<usize> {
    let mut at = space(text, at + 1);
    let mut index = 0;
    while !matches!(byte(text, at), None | Some(b'}' | b']')) {
        let value = match step {
            Step::Item(wanted) if index == wanted => return Some(at),
            Step::Item(_) => at,
            Step::Member(wanted) => {
                let after = skip(text, at);
                let value = space(text, space(text, after) + 1);
                let name = serde_json::from_str::<String>(text.get(at..after)?).ok()?;
                if name == wanted {
                    return Some(value);
                }
                value
            }
        };
        at = space(text, skip(text, value));
        if byte(text, at) == Some(b',') {
            at = space(text, at + 1);
        }
        index += 1;
    }
    None
}

/// The offset after the value at `at`.
fn skip(text: &str, mut at: usize) -> usize {
    let mut open = 0_usize;
    loop {
        match byte(text, at) {
            None => return at,
            Some(b'"') => at = after_string(text, at),
            Some(b'{' | b'[') => {
                open += 1;
                at += 1;
            }
            Some(b'}' | b']') => {
                open = open.saturating_sub(1);
                at += 1;
            }
            Some(_) if open > 0 => {
                at += 1;
                continue;
            }
            // A number or a word.
            Some(_) => {
                let rest = text.get(at..).unwrap_or_default();
                return at
                    + rest.find([',', '}', ']', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
            }
        }
        if open == 0 {
            return at;
        }
    }
}

fn after_string(text: &str, at: usize) -> usize {
    let mut at = at + 1;
    loop {
        match byte(text, at) {
            None => return at,
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

fn space(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count()
}

fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}
