//! What a script fills in when it runs.

use super::script::find_near;

/// System query options and segments that start with `$` and are no variables.
const OPTIONS: &[&str] = &[
    "filter",
    "orderby",
    "top",
    "skiptoken",
    "select",
    "expand",
    "count",
    "search",
    "skip",
    "format",
    "apply",
    "compute",
];

/// The length of what stands at the start of `rest` if a script fills it in, as in `$start`,
/// `${id}`, `$(Get-Date)`, `{id}`, `#{id}`, `{{id}}`, `%s`, `<jobId>` and `…`. `before` is the
/// text so far.
pub(super) fn interpolation_len(rest: &str, before: &str) -> Option<usize> {
    let mut chars = rest.chars();
    match (chars.next()?, chars.next()) {
        ('$' | '#', Some('{')) => Some(1 + closed(rest.get(1..)?, '{', '}')?),
        ('$', Some('(')) => Some(1 + closed(rest.get(1..)?, '(', ')')?),
        ('$', Some(c)) if c.is_alphabetic() || c == '_' => variable(rest, before),
        ('{', Some(_)) => closed(rest, '{', '}'),
        ('%', Some('s' | 'v' | 'q')) => Some(2),
        ('%', Some('d')) if !rest.get(2..)?.starts_with(|c: char| c.is_ascii_hexdigit()) => Some(2),
        ('%', Some('(')) => Some(2 + closed(rest.get(1..)?, '(', ')')?),
        ('<', Some(c)) if c.is_alphabetic() => {
            let end = find_near(rest, |c| c == '>')?;
            let name = rest.get(1..end)?;
            let is_name = |c: char| c.is_alphanumeric() || " _-".contains(c);
            name.chars().all(is_name).then_some(end + 1)
        }
        ('…', _) => Some('…'.len_utf8()),
        ('.', _) if rest.starts_with("...") => Some(3),
        _ => None,
    }
}

/// `$name`, also `$env:NAME`, unless it is a word of OData.
fn variable(rest: &str, before: &str) -> Option<usize> {
    let word =
        |text: &str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let length = 1 + word(rest.get(1..)?);
    let (name, after) = (rest.get(1..length)?, rest.get(length..)?);
    let is_option = (before.is_empty() || before.ends_with(['?', '&']))
        && after.starts_with('=')
        && OPTIONS.iter().any(|option| option.eq_ignore_ascii_case(name));
    let is_word = match name {
        "count" | "filter" => before.ends_with('/'),
        "it" | "this" | "root" => after.starts_with(['/', ' ', ')', ',']),
        _ => false,
    };
    if is_option || is_word {
        return None;
    }
    match after.strip_prefix(':') {
        Some(scoped) if word(scoped) > 0 && !after.starts_with("::") => {
            Some(length + 1 + word(scoped))
        }
        _ => Some(length),
    }
}

/// The length of what is in brackets, on one line and not long.
fn closed(rest: &str, opening: char, closing: char) -> Option<usize> {
    const LONGEST: usize = 120;
    let mut open = 0_usize;
    for (at, c) in rest.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n') {
        if c == opening {
            open += 1;
        } else if c == closing {
            open = open.saturating_sub(1);
            if open == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}
