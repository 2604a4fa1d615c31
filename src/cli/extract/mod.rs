//! The queries to the provisioning logs that stand in scripts and documents.
//!
//! No language is parsed. A URL is found by its path. A string is a filter or an order if a
//! name such as `filter` stands before it, it holds an operator or function of OData, and the
//! provisioning logs are named on the same line or a few lines away.

mod calls;
mod encoder;
mod interpolation;
mod lines;
mod script;

use std::collections::BTreeMap;

use odata_query::schema::ApiVersion;
use odata_query::url::Form;

pub(crate) use self::lines::Lines;
pub(crate) use self::script::{End, ScriptText};

/// A query in a script.
pub(crate) struct EmbeddedQuery {
    pub(crate) script: ScriptText,
    pub(crate) form: Form,
    /// Whether it is sent as it stands; else the client may encode it.
    pub(crate) in_url: bool,
    /// The version of the API that its URL names.
    pub(crate) api: Option<ApiVersion>,
}

/// What an expression is given to.
const WORDS: &[(&str, Form)] =
    &[("filter", Form::Filter), ("orderby", Form::OrderBy), ("sort", Form::OrderBy)];

/// The path of the endpoint, in lower case.
const PATH: &str = "auditlogs/provisioning";

/// Every query in a script, in the order in which they stand.
pub(crate) fn queries(source: &str) -> Vec<EmbeddedQuery> {
    // Only ASCII letters change, so that offsets stay what they are.
    let lower = source.to_ascii_lowercase();
    let lines = Lines::of(&lower);
    let statements = calls::Statements::of(&lower);
    let mut found: Vec<(usize, EmbeddedQuery)> = Vec::new();
    // Where each starts and ends.
    let mut taken = BTreeMap::new();
    let mut url_end = 0;
    for (at, _) in lower.match_indices(PATH) {
        // A path in the query of a URL is a part of that.
        if at < url_end {
            continue;
        }
        if let Some(located) = url(source, &lower, at, &mut url_end) {
            let start = located.script.offset(0);
            taken.insert(start, located.script.offset(located.script.text.len()));
            found.push((start, located));
        }
    }
    for (word, form) in WORDS {
        let mut read_to = 0;
        for (at, _) in lower.match_indices(word) {
            // In a string that has been read: it is a query with this word in it, or has nothing
            // of OData in it.
            if at < read_to {
                continue;
            }
            // In every language there are words like these: `-Sort` is one of the command's.
            if *word == "sort" && !statements.has_parameter(&lower, at) {
                continue;
            }
            let Some(api) = lines.near_a_mention(at) else { continue };
            for (start, located) in options(source, at, at + word.len(), *form, &mut read_to) {
                let end = located.script.offset(located.script.text.len());
                // What is there already starts before the end of this one, and ends after its start.
                let before = taken.range(..=end).next_back();
                if before.is_some_and(|(_, other)| start <= *other) {
                    continue;
                }
                taken.insert(start, end);
                found.push((start, EmbeddedQuery { api, ..located }));
            }
        }
    }
    for (at, script) in calls::options(source, &lower, &statements) {
        if let Some(api) = lines.near_a_mention(at) {
            found.push((at, EmbeddedQuery { script, form: Form::Query, in_url: false, api }));
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, located)| located).collect()
}

/// The options of a URL whose path is at `at`; `read_to` becomes the end of what is read.
fn url(source: &str, lower: &str, at: usize, read_to: &mut usize) -> Option<EmbeddedQuery> {
    let before = source.get(..at)?;
    let outside = |c: char| c.is_whitespace() || "\"'`<>([=,|*".contains(c);
    let near = before.char_indices().rev().take_while(|(start, _)| at - start <= LONGEST_HEAD);
    let head = near.take_while(|(_, c)| !outside(*c)).last().map_or(at, |(start, _)| start);
    let api = match before.get(head..)?.trim_end_matches('/').rsplit('/').next() {
        Some(version) => version.parse().ok(),
        None => None,
    };
    let lead = before.get(..head)?.trim_end_matches(' ');
    let lead = match lead.len().checked_sub(3).and_then(|at| lead.split_at_checked(at)) {
        // `GET https://…` in quotes is one string.
        Some((lead, method)) if method.eq_ignore_ascii_case("get") => lead.trim_end_matches(' '),
        _ => before.get(..head)?,
    };
    let end = match lead.chars().next_back() {
        Some(quote @ ('"' | '\'' | '`')) => End::Quote(u8::try_from(quote).ok()?),
        Some('(') => End::Bracket(b'(', b')'),
        Some('<') => End::Bracket(b'<', b'>'),
        Some('[') => End::Bracket(b'[', b']'),
        _ if starts_request(before.get(..head)?) => End::Line,
        _ => End::Space,
    };
    let path_end = at + PATH.len();
    let after = lower.get(path_end..)?;
    let query = path_end
        + after
            .strip_prefix("/?")
            .or(after.strip_prefix('?'))
            .map(|rest| after.len() - rest.len())?;
    let mut script = ScriptText::read(source, query, end);
    *read_to = script.offset(script.text.len());
    if end == End::Line {
        // The version of the protocol at the end of a request line.
        let line = script.text.trim_end();
        let line = line.rfind(" HTTP/").and_then(|at| line.get(..at)).unwrap_or(line).trim_end();
        let length = line.len();
        script = script.cut_back(length);
    }
    if end == End::Space {
        let text = script.text.trim_end_matches(['*', '.', ',', ';', ')', '_', '"', '\'']);
        let length = text.len();
        let next = source.get(script.offset(script.text.len())..).unwrap_or_default();
        let next = next.split_whitespace().next().unwrap_or_default();
        script = script.cut_back(length);
        // A URL in prose with raw spaces: nobody knows where it ends.
        if COMPARISONS.contains(&next) {
            return None;
        }
    }
    (!script.text.is_empty()).then_some(EmbeddedQuery {
        script,
        form: Form::Query,
        in_url: true,
        api,
    })
}

/// Whether a URL that follows is the rest of its line: nothing, or a method, is before it.
fn starts_request(before: &str) -> bool {
    let blank = [' ', '\t', '\r'];
    let before = before.trim_end_matches(blank);
    let method = before.len().checked_sub(3).and_then(|at| before.split_at_checked(at));
    let before = match method {
        Some((before, method)) if method.eq_ignore_ascii_case("get") => {
            before.trim_end_matches(blank)
        }
        _ => before,
    };
    before.is_empty() || before.ends_with('\n')
}

/// How many bytes the scheme, the host and the version of a URL may have.
const LONGEST_HEAD: usize = 1024;

/// The strings that a name such as `filter`, which ends at `end`, is given, and where each
/// starts: more than one in a list of orders. `read_to` becomes the end of what is read.
fn options(
    source: &str,
    start: usize,
    end: usize,
    form: Form,
    read_to: &mut usize,
) -> Vec<(usize, EmbeddedQuery)> {
    let Some(first) = option(source, start, end, form, read_to) else { return Vec::new() };
    let mut found = vec![first];
    let more = |found: &[(usize, EmbeddedQuery)]| {
        let (_, last) = found.last()?;
        let closing = last.script.offset(last.script.text.len());
        let after = source.get(closing + 1..)?;
        let next = after.trim_start().strip_prefix(',')?.trim_start();
        let quote = next.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let at = source.len() - next.len() + 1;
        let script = ScriptText::read(source, at, End::Quote(u8::try_from(quote).ok()?));
        let order = looks_like(&script.text, form) && !script.text.is_empty();
        order.then_some((at, EmbeddedQuery { script, form, in_url: false, api: None }))
    };
    let opening = source.get(end..found.first().map_or(end, |(at, _)| *at));
    while form == Form::OrderBy
        && opening.is_some_and(|opening| opening.contains(['[', '{', '(']))
        && found.len() < MOST_ORDERS
        && let Some(next) = more(&found)
    {
        found.push(next);
    }
    found
}

/// The most strings that are read of a list of orders.
const MOST_ORDERS: usize = 16;

/// The string that a name such as `filter`, which ends at `end`, is given; and where it starts.
fn option(
    source: &str,
    start: usize,
    end: usize,
    form: Form,
    read_to: &mut usize,
) -> Option<(usize, EmbeddedQuery)> {
    let after = source.get(end..)?;
    let before = source.get(..start)?;
    // `"$filter=…"`: the string has the name in it.
    let whole = before.trim_end_matches(['$', '\\', '`', '?']);
    let whole = whole.strip_suffix("%24").unwrap_or(whole);
    let quote = whole.chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let whole = match quote {
        Some(quote) => Some((whole.len(), quote)),
        None => inline(before).map(|at| (at, '`')),
    };
    if let (true, Some((at, quote))) = (after.starts_with('='), whole) {
        let mut script = ScriptText::read(source, at, End::Quote(u8::try_from(quote).ok()?));
        *read_to = script.offset(script.text.len());
        let skipped = usize::from(script.text.starts_with('?'));
        script.cut_front(skipped);
        let at = script.offset(0);
        return Some((at, EmbeddedQuery { script, form: Form::Query, in_url: false, api: None }));
    }
    // `'…?$filter=' + …`: the URL has been read.
    let in_url = before.trim_end_matches(['$', '\\', '`']).ends_with(['?', '&']);
    if after.starts_with('=') && in_url {
        return None;
    }
    // `-Filter "…"`, `filter="…"`, `"$filter": "…"`, `.filter("…")`, `Filter = $"…"`.
    let rest = after.trim_start_matches(['"', '\'', ']']);
    let quoted = rest.len() < after.len() && before.ends_with('$');
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = match rest.strip_prefix(',') {
        // `Set("$filter", "…")`
        Some(rest) if quoted => rest,
        _ => rest.trim_start_matches(['=', ':', '(', '>']),
    };
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = if form == Form::OrderBy { calls::in_list(rest) } else { rest };
    let rest = calls::in_brackets(rest);
    let rest = rest.trim_start_matches(['f', 'F', 'r', '$', '@']);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let at = source.len() - rest.len() + 1;
    if at <= end + 1 {
        return None;
    }
    let (at, script) = string(source, at, u8::try_from(quote).ok()?)?;
    *read_to = script.offset(script.text.len());
    if !looks_like(&script.text, form) {
        return None;
    }
    let form = match form {
        Form::Filter => Form::detect(&script.text),
        other => other,
    };
    matches!(form, Form::Filter | Form::OrderBy | Form::Query)
        .then_some((at, EmbeddedQuery { script, form, in_url: false, api: None }))
}

/// Where the text between backquotes starts that ends in `$`, as documents have it.
fn inline(before: &str) -> Option<usize> {
    let text = before.strip_suffix('$')?;
    let start = text.strip_suffix('?').unwrap_or(text);
    let opened = start.strip_suffix('`')?;
    let apart = opened.is_empty() || opened.ends_with([' ', '\t', '\n', '(', '|', '*']);
    apart.then_some(start.len())
}

/// The string that a quote before `at` starts: also one of several lines in a here-string, if
/// only one of them says something.
fn string(source: &str, at: usize, quote: u8) -> Option<(usize, ScriptText)> {
    let rest = source.get(at..)?;
    let c = char::from(quote);
    if let Some(inner) = rest.strip_prefix(c).and_then(|rest| rest.strip_prefix(c)) {
        let from = at + 2;
        let blank = inner.len() - inner.trim_start().len();
        let start = if inner.get(..blank)?.contains('\n') { from + blank } else { from };
        let script = ScriptText::read_triple(source, start, quote);
        let end = script.offset(script.text.len());
        let closed = source.get(end..)?.trim_start().starts_with(&c.to_string().repeat(3));
        return closed.then_some((start, script));
    }
    let before = source.get(..at - 1)?;
    if let (true, Some(body)) = (
        before.ends_with('@'),
        rest.trim_start_matches(' ').strip_prefix('\n').or_else(|| rest.strip_prefix("\r\n")),
    ) {
        let start = source.len() - body.len();
        let script = ScriptText::read(source, start, End::Line);
        let after = source.get(script.offset(script.text.len())..)?.trim_start();
        return after.strip_prefix(c)?.starts_with('@').then_some((start, script));
    }
    Some((at, ScriptText::read(source, at, End::Quote(quote))))
}

/// Whether a string may be meant as OData, and not as a pattern of file names or the like.
fn looks_like(text: &str, form: Form) -> bool {
    const WORDS: &[&str] = &["and", "or", "=", "==", "!=", "-eq"];
    let mut words = text.split([' ', '\t', '(']);
    match form {
        Form::OrderBy => {
            let mut names = text.split([',', ' ']).filter(|name| !name.is_empty()).peekable();
            let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '/');
            names.peek().is_some() && names.all(is_name)
        }
        _ => {
            let call = ["contains(", "startswith(", "endswith("];
            words.any(|word| COMPARISONS.contains(&word) || WORDS.contains(&word))
                || call.iter().any(|name| text.contains(name))
        }
    }
}

/// The operators that stand between a property and a value.
const COMPARISONS: &[&str] = &["eq", "ne", "gt", "ge", "lt", "le", "in", "has"];

#[cfg(test)]
mod tests {
    use super::queries;
    use super::script::tests::steps;

    /// What made reading take time by the square of the size: a start, and what is repeated.
    const REPEATED: &[(&str, &str)] = &[
        ("", "auditlogs/provisioning?"),
        ("auditlogs/provisioning\nfilter = \"", "auditlogs/provisioning?$filter=\" + \""),
        ("get-mgauditlogprovisioning -filter \"", "@p{auditlogs/provisioning?"),
        ("auditlogs/provisioning?$filter=", ".api(auditlogs/provisioning?"),
        ("auditlogs/provisioning filter=\"", "$a','"),
        ("auditlogs/provisioning filter=\"", "filter='"),
        ("auditlogs/provisioning filter=\"", "auditlogs/provisioning?\\\""),
        ("get-mgauditlogprovisioning ", "-sort \"a "),
    ];

    #[test]
    fn each_character_is_read_a_bounded_number_of_times() {
        for (start, repeated) in REPEATED {
            for size in [50_000, 400_000] {
                let source = format!("{start}{}", repeated.repeat(size / repeated.len()));
                let steps = steps(|| drop(queries(&source)));
                assert!(steps <= 4 * source.len(), "{steps} for {size}: {start} {repeated}");
            }
        }
    }
}
