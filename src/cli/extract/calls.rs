//! What the clients of some languages are given in calls and parameters of their own.

use super::script::{End, ScriptText, find_near};

/// The commands of PowerShell, in lower case.
const COMMANDS: [&str; 2] = ["get-mgauditlogprovisioning", "get-mgbetaauditlogprovisioning"];

/// The options that a chain of calls gives, in lower case.
const METHODS: &[(&str, &str)] = &[
    ("select", "$select="),
    ("expand", "$expand="),
    ("top", "$top="),
    ("skip", "$skip="),
    ("count", "$count="),
    ("search", "$search="),
];

/// How many bytes a statement or an argument may have.
const LONGEST: usize = 2000;

/// How many bytes the argument of `.api(…)` may have.
const LONGEST_PATH: usize = 200;

/// How many calls of a chain are followed.
const CALLS: usize = 16;

/// The statements of a script that start with one of the commands.
pub(super) struct Statements {
    /// Where each of the commands is, in order.
    commands: Vec<usize>,
    /// Where a statement ends at the latest: a line that is not continued, `|`, `;`, `#`.
    ends: Vec<usize>,
}

impl Statements {
    pub(super) fn of(lower: &str) -> Self {
        let mut commands: Vec<usize> = COMMANDS
            .iter()
            .flat_map(|command| lower.match_indices(command).map(|(at, _)| at))
            .collect();
        commands.sort_unstable();
        let is_end = |(at, c): &(usize, char)| match c {
            '|' | ';' | '#' => true,
            '\n' => {
                let line = lower.get(..*at).unwrap_or_default();
                !line.trim_end_matches([' ', '\t', '\r']).ends_with('`')
            }
            _ => false,
        };
        // Where no command is, no statement has to end.
        let ends = if commands.is_empty() {
            Vec::new()
        } else {
            lower.char_indices().filter(is_end).map(|(at, _)| at).collect()
        };
        Self { commands, ends }
    }

    /// Whether a word is a parameter of one of the commands, as `-Sort` is.
    pub(super) fn has_parameter(&self, lower: &str, at: usize) -> bool {
        let before = lower.get(..at).unwrap_or_default();
        let is_parameter =
            before.strip_suffix('-').is_some_and(|before| before.ends_with([' ', '\t']));
        let Some(command) = last_before(&self.commands, at) else { return false };
        let ended = last_before(&self.ends, at).is_some_and(|end| end > command);
        // A statement is not long.
        is_parameter && !ended && at - command <= LONGEST
    }
}

fn last_before(places: &[usize], at: usize) -> Option<usize> {
    let before = places.partition_point(|place| *place < at);
    before.checked_sub(1).and_then(|last| places.get(last)).copied()
}

/// Every option that is given by itself: `-Top 5`, `.top(5)`, `QueryParameters.Top = 5`.
pub(super) fn options(
    source: &str,
    lower: &str,
    statements: &Statements,
) -> Vec<(usize, ScriptText)> {
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("-top") {
        let after = lower.get(at + "-top".len()..).unwrap_or_default();
        if after.starts_with([' ', ':']) && statements.has_parameter(lower, at + 1) {
            let value = after.trim_start_matches([' ', ':']);
            found.extend(number(source, lower.len() - value.len()));
        }
    }
    for (at, word) in lower.match_indices("queryparameters.top") {
        let after = lower.get(at + word.len()..).unwrap_or_default();
        if let Some(value) = after.trim_start().strip_prefix('=') {
            found.extend(number(source, lower.len() - value.trim_start().len()));
        }
    }
    for (at, _) in lower.match_indices(".api(") {
        chain(source, lower, at + ".api(".len(), &mut found);
    }
    found
}

/// The calls that follow `.api('…/auditLogs/provisioning')`, whose arguments start at `at`.
fn chain(source: &str, lower: &str, mut at: usize, found: &mut Vec<(usize, ScriptText)>) {
    for call in 0..CALLS {
        let rest = lower.get(at..).unwrap_or_default();
        // A path is short, and most of what looks like a chain has none.
        let longest = if call == 0 { LONGEST_PATH } else { LONGEST };
        let Some(end) = closing(rest, longest) else { return };
        let path = rest.get(..end).unwrap_or_default();
        let path = path.trim().trim_matches(['\'', '"', '`']).trim_end_matches('/');
        if call == 0 && !path.ends_with(super::PATH) {
            return;
        }
        at += end + 1;
        let after = lower.get(at..).unwrap_or_default();
        let Some(next) = after.trim_start().strip_prefix('.') else { return };
        let Some(open) = find_near(next, |c| c == '(') else { return };
        let name = next.get(..open).unwrap_or_default();
        at = lower.len() - next.len() + open + 1;
        if let Some((_, option)) = METHODS.iter().find(|(method, _)| *method == name) {
            found.extend(argument(source, at, option));
        }
    }
}

/// The option that a call with one written argument gives.
fn argument(source: &str, at: usize, option: &str) -> Option<(usize, ScriptText)> {
    let argument = source.get(at..)?;
    let inner = argument.trim_start().trim_start_matches('[').trim_start();
    let start = source.len() - inner.len();
    match inner.chars().next()? {
        quote @ ('"' | '\'' | '`') => {
            let end = End::Quote(u8::try_from(quote).ok()?);
            let script = ScriptText::read(source, start + 1, end);
            Some((start + 1, script.with_option(option)))
        }
        c if c.is_ascii_digit() => {
            let (at, script) = digits(source, start)?;
            Some((at, script.with_option(option)))
        }
        _ if inner.starts_with("true)") || inner.starts_with("false)") => {
            let length = inner.find(')')?;
            Some((start, ScriptText::plain(source, start, start + length).with_option(option)))
        }
        _ => None,
    }
}

fn number(source: &str, at: usize) -> Option<(usize, ScriptText)> {
    let (at, script) = digits(source, at)?;
    Some((at, script.with_option("$top=")))
}

/// A whole number, not a part of something longer.
fn digits(source: &str, at: usize) -> Option<(usize, ScriptText)> {
    let rest = source.get(at..)?;
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let whole =
        !rest.get(length..)?.starts_with(|c: char| c.is_alphanumeric() || "._$(+-*/".contains(c));
    (length > 0 && whole).then(|| (at, ScriptText::plain(source, at, at + length)))
}

/// Where the bracket closes that a call has opened; strings skipped.
fn closing(rest: &str, longest: usize) -> Option<usize> {
    let (mut open, mut quote) = (0_usize, None);
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < longest) {
        match (quote, c) {
            (None, '"' | '\'' | '`') => quote = Some(c),
            (Some(opened), c) if opened == c => quote = None,
            (None, '(') => open += 1,
            (None, ')') if open == 0 => return Some(at),
            (None, ')') => open -= 1,
            _ => {}
        }
    }
    None
}

/// What a list of orders starts with: `new[] { `, `[]string{`, `@(`, `[`.
pub(super) fn in_list(rest: &str) -> &str {
    const OPENINGS: &[&str] = &[
        "new string [] {",
        "new string[] {",
        "new string[]{",
        "new[] {",
        "new [] {",
        "new []{",
        "new[]{",
        "[]string {",
        "[]string{",
        "@(",
        "[",
    ];
    let opening = OPENINGS.iter().find(|opening| rest.starts_with(**opening));
    opening.map_or(rest, |opening| rest.get(opening.len()..).unwrap_or_default().trim_start())
}

/// What stands in brackets that only go over several lines: `(\n "…"`.
pub(super) fn in_brackets(rest: &str) -> &str {
    let inner = rest.trim_start_matches('(').trim_start();
    match inner.starts_with(['"', '\'', '`'])
        || inner.get(1..).is_some_and(|i| i.starts_with(['"', '\'']))
    {
        true => inner,
        false => rest,
    }
}
