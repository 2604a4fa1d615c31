//! Strings: other quotes, quotes that are missing, quotes that are not doubled.

use super::{Edit, Mistake, Refused};

/// Quotes that word processors and chats put in the place of `'`.
const SMART: [char; 10] = ['‘', '’', '‚', '‛', '“', '”', '„', '‟', '´', '`'];

/// The most places at which a missing quote is tried.
const TRIES: usize = 8;

/// `"…"` and `‘…’` where an operand should stand.
pub(super) fn other_quotes(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = refused.rest();
    let opening = rest.chars().next().filter(|c| *c == '"' || SMART.contains(c))?;
    let body = rest.get(opening.len_utf8()..)?;
    let closes = |c: char| if opening == '"' { c == '"' } else { SMART.contains(&c) || c == '\'' };
    let (content, closing) = match body.find(closes) {
        Some(at) => (body.get(..at)?, body.get(at..)?.chars().next()?.len_utf8()),
        None => (body, 0),
    };
    let end = refused.start + opening.len_utf8() + content.len() + closing;
    let replacement = format!("'{}'", content.replace('\'', "''"));
    Some(Mistake {
        message: Some(match opening {
            '"' => "a string is in single quotes".to_owned(),
            _ => format!("`{opening}` is not the quote of a string, `'` is"),
        }),
        span: (refused.start, end),
        help: format!("write `{replacement}`"),
        edit: Some(Edit::new(refused.start, end, replacement)),
        certain: closing > 0,
    })
}

/// `"jobId eq 'x'"`: the whole text in quotes, as from a script.
pub(super) fn around_the_whole(refused: &Refused<'_>) -> Option<Mistake> {
    let text = refused.text.trim();
    let opening = text.chars().next().filter(|c| *c == '"' || SMART.contains(c))?;
    let inner = text.get(opening.len_utf8()..)?;
    let closing = inner.chars().next_back().filter(|c| *c == '"' || SMART.contains(c))?;
    let inner = inner.get(..inner.len() - closing.len_utf8())?.trim();
    let start = refused.text.len() - refused.text.trim_start().len();
    let edit = Edit::new(start, start + text.len(), inner);
    // `"a"` alone is a string in other quotes.
    (inner.contains(' ') || inner.contains('(')).then_some(())?;
    refused.would_parse(&edit).then(|| Mistake {
        message: Some(
            "the quotes around the whole belong to a script, not to the query".to_owned(),
        ),
        span: (start, start + text.len()),
        help: format!("write `{inner}`"),
        edit: Some(edit),
        certain: true,
    })
}

/// `{"a":"x`: a JSON string that is never closed.
pub(super) fn json_string(refused: &Refused<'_>) -> Option<Mistake> {
    let open = super::brackets::open_brackets(refused.before());
    if !refused.rest().starts_with('"') || !open.iter().any(|(_, closing)| *closing != ')') {
        return None;
    }
    let end = refused.text.trim_end().len();
    let brackets = refused.text.get(..end)?.trim_end_matches([']', '}']).len();
    let closers: String = open.iter().rev().map(|(_, closing)| *closing).collect();
    let edits = [Edit::new(brackets, brackets, "\""), Edit::new(end, end, format!("\"{closers}"))];
    let edit = edits.into_iter().find(|edit| refused.would_parse(edit))?;
    Some(Mistake {
        message: None,
        span: (refused.start, refused.start + 1),
        help: "close the string".to_owned(),
        edit: Some(edit),
        certain: false,
    })
}

/// A string that is not closed, or closed too early: the fault is often seen far to the right
/// of the quote that is missing.
pub(super) fn string(refused: &Refused<'_>) -> Option<Mistake> {
    let open = match last_string(refused.text, refused.start) {
        // Something follows the closing quote at once.
        Some((open, Some(close))) if close + 1 == refused.start => {
            return missing_quote(refused, open, close).or_else(|| undoubled(refused, open, close));
        }
        // The string that is never closed, which is where the fault is.
        _ if refused.covered() == "'" && !stands_alone(refused) => refused.start,
        _ => return None,
    };
    let content = refused.text.get(open + 1..)?;
    if let Some(at) = content.find(SMART) {
        let start = open + 1 + at;
        let smart = content.get(at..)?.chars().next()?;
        let edit = Edit::new(start, start + smart.len_utf8(), "'");
        if refused.would_parse(&edit) {
            return Some(Mistake {
                message: Some(format!("`{smart}` does not close a string, `'` does")),
                span: (start, start + smart.len_utf8()),
                help: "write a `'`".to_owned(),
                edit: Some(edit),
                certain: true,
            });
        }
    }
    missing_quote(refused, open, refused.text.len())
        .or_else(|| extra_quote(refused, open))
        .or_else(|| Some(closed_at(open, refused.text.trim_end().len(), refused.text, false)))
}

/// Whether the fault is at a string that ends where a word could: nothing is wrong with it.
fn stands_alone(refused: &Refused<'_>) -> bool {
    let Some((open, Some(close))) = last_string(refused.text, refused.start + 1) else {
        return false;
    };
    let after = refused.text.get(close + 1..).unwrap_or_default();
    open == refused.start && (after.is_empty() || after.starts_with([' ', '\t', ')', ',']))
}

/// A quote before an `and`, an `or`, a comma or a parenthesis inside of what was read as the
/// string, if the text would be taken with it.
fn missing_quote(refused: &Refused<'_>, open: usize, close: usize) -> Option<Mistake> {
    let content = refused.text.get(open + 1..close)?;
    let words = [" and ", " or ", ",", ")", " desc", " asc"];
    let mut places: Vec<usize> = words
        .iter()
        .flat_map(|word| content.match_indices(word).take(TRIES))
        .map(|(at, _)| at)
        .collect();
    places.sort_unstable();
    if close == refused.text.len() {
        places.push(content.trim_end().len());
    }
    places.into_iter().take(TRIES).find_map(|place| {
        let at = open + 1 + content.get(..place)?.trim_end().len();
        let taken = refused.would_parse(&Edit::new(at, at, "'"));
        taken.then(|| closed_at(open, at, refused.text, true))
    })
}

fn closed_at(open: usize, at: usize, text: &str, certain: bool) -> Mistake {
    let content = text.get(open + 1..at).unwrap_or_default();
    let tail: String = match content.char_indices().rev().nth(39) {
        Some((from, _)) => format!("…{}", content.get(from..).unwrap_or_default()),
        None => content.to_owned(),
    };
    let message = match tail.as_str() {
        "" => "the closing quote of this string is missing".to_owned(),
        tail => format!("a quote is missing after `{tail}`"),
    };
    Mistake {
        message: Some(message),
        span: (open, at),
        help: "close the string".to_owned(),
        edit: Some(Edit::new(at, at, "'")),
        certain,
    }
}

/// A quote that belongs to the value: `'O'Brien'`.
fn undoubled(refused: &Refused<'_>, open: usize, close: usize) -> Option<Mistake> {
    let after = refused.text.get(close + 1..)?;
    let edit = Edit::new(close, close + 1, "''");
    // After a bracket or a comma the string may well be whole.
    if !after.starts_with(|c: char| c.is_alphanumeric()) && !refused.would_parse(&edit) {
        return None;
    }
    let next = after.find('\'').map_or(refused.text.len(), |at| close + 1 + at);
    let value = refused.text.get(open + 1..next).unwrap_or_default();
    Some(Mistake {
        message: Some(format!("the quote in `{value}` ends the string")),
        span: (close, close + 1),
        help: "double a quote that belongs to the value".to_owned(),
        edit: Some(edit),
        certain: false,
    })
}

/// A quote too many after a value: `5'`.
fn extra_quote(refused: &Refused<'_>, open: usize) -> Option<Mistake> {
    let edit = Edit::new(open, open + 1, "");
    refused.would_parse(&edit).then(|| Mistake {
        message: Some("this quote opens a string that is never closed".to_owned()),
        span: (open, open + 1),
        help: "leave the quote out".to_owned(),
        edit: Some(edit),
        certain: false,
    })
}

/// The last string that starts before `limit`: where it opens, and where it closes.
fn last_string(text: &str, limit: usize) -> Option<(usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut found = None;
    let mut at = 0;
    while at < limit.min(bytes.len()) {
        if bytes.get(at) != Some(&b'\'') {
            at += 1;
            continue;
        }
        let open = at;
        let mut close = None;
        at += 1;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            if *byte == b'\'' {
                if bytes.get(at) != Some(&b'\'') {
                    close = Some(at - 1);
                    break;
                }
                at += 1;
            }
        }
        found = Some((open, close));
    }
    found
}
