//! One string of a script, decoded, with where each byte stood and what is filled in when the
//! script runs.

use super::hole::hole_len;

/// The text of a string as the script would send it.
#[derive(Debug, Default)]
pub(crate) struct ScriptText {
    pub(crate) text: String,
    /// The offset in the script of each byte of the text, and of the end.
    offsets: Vec<usize>,
    holes: Vec<Hole>,
}

/// A part of a text that is filled in when the script runs, such as `$start` or `{id}`.
#[derive(Clone, Copy, Debug)]
struct Hole {
    start: usize,
    end: usize,
    /// Whether it stands within a string of OData, so that it is known to be a string.
    quoted: bool,
}

/// Where a string ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At this quote, which can be escaped.
    Quote(u8),
    /// At this closing bracket, unless it closes one within.
    Bracket(u8, u8),
    /// At white space.
    Space,
    /// At the end of the line.
    Line,
}

impl ScriptText {
    /// The text that stands in `source` between two offsets as it is.
    pub(crate) fn plain(source: &str, start: usize, end: usize) -> Self {
        let text = source.get(start..end).unwrap_or_default().to_owned();
        Self { text, offsets: (start..=end).collect(), holes: Vec::new() }
    }

    /// Reads on from `at` to the end of the string; never past the end of a line, unless the
    /// string is joined to another.
    pub(crate) fn read(source: &str, at: usize, end: End) -> Self {
        let mut read = Self::default();
        let last = read.fill(source, at, end);
        if matches!(end, End::Quote(_)) && read.text.ends_with('=') {
            // `"…?$filter=", value`: the value is made elsewhere.
            read.push_hole("value", last);
        }
        read.offsets.push(last);
        read
    }

    /// The offset in the script at which a byte of the text stands.
    pub(crate) fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or_default()
    }

    /// Whether a range of the text stands in the script byte for byte.
    pub(crate) fn is_verbatim(&self, start: usize, end: usize) -> bool {
        let whole = self.offset(end) - self.offset(start) == end - start;
        whole && !self.holes.iter().any(|hole| hole.start < end && start < hole.end)
    }

    /// Whether a range touches a part that is filled in; if so, whether that is always a
    /// string, and whether it is the whole range.
    pub(crate) fn filled_in(&self, start: usize, end: usize) -> Option<(bool, bool)> {
        let hole = self.holes.iter().find(|hole| hole.start <= end && start <= hole.end)?;
        Some((hole.quoted, hole.start <= start && end <= hole.end))
    }

    /// Leaves out what is before `at`.
    pub(crate) fn cut_front(&mut self, at: usize) {
        self.text.drain(..at);
        self.offsets.drain(..at);
        for hole in &mut self.holes {
            hole.start = hole.start.saturating_sub(at);
            hole.end = hole.end.saturating_sub(at);
        }
    }

    /// Leaves out what is from `length` on.
    pub(crate) fn cut_back(mut self, length: usize) -> Self {
        self.text.truncate(length);
        self.offsets.truncate(length + 1);
        self.holes.retain(|hole| hole.start < length);
        self
    }

    fn push(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.extend((0..text.len()).map(|within| at + within));
    }

    /// Puts something in the place of a part that is filled in: within a string what the script
    /// has there, elsewhere an alias, which may be of any type.
    fn push_hole(&mut self, raw: &str, at: usize) {
        let start = self.text.len();
        let quotes = self.text.matches('\'').count() + self.text.matches("%27").count();
        let quoted = quotes % 2 == 1;
        let filler = if quoted {
            raw.trim_matches([' ', '+', '"', '\'']).replace(['\'', '"', '&', '%', '#', '+'], "_")
        } else {
            let name =
                raw.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            let name = name.collect::<Vec<_>>().join("_");
            let first = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "_" };
            format!("@{first}{name}")
        };
        self.text.push_str(&filler);
        self.offsets.extend(filler.bytes().map(|_| at));
        self.holes.push(Hole { start, end: self.text.len(), quoted });
    }

    /// Reads to the end, and gives the offset of it.
    fn fill(&mut self, source: &str, mut at: usize, end: End) -> usize {
        let mut open = 0_usize;
        loop {
            let rest = source.get(at..).unwrap_or_default();
            let Some(c) = rest.chars().next().filter(|c| !matches!(c, '\n' | '\r')) else {
                return at;
            };
            match end {
                End::Space if c.is_whitespace() => return at,
                End::Bracket(opening, _) if c == char::from(opening) => open += 1,
                End::Bracket(_, closing) if c == char::from(closing) => {
                    if open == 0 {
                        return at;
                    }
                    open -= 1;
                }
                End::Quote(quote) => {
                    if let Some((text, length)) = escape(rest, quote, self.text.is_empty()) {
                        self.push(&text, at);
                        at += length;
                        continue;
                    }
                    if c == char::from(quote) {
                        let (length, goes_on) = match joined(rest, quote) {
                            Join::None => return at,
                            Join::Reopened(length) => (length, true),
                            Join::Open(length) => (length, false),
                        };
                        self.push_hole(rest.get(1..length).unwrap_or_default(), at);
                        if !goes_on {
                            return at;
                        }
                        at += length;
                        continue;
                    }
                }
                End::Space | End::Line | End::Bracket(..) => {}
            }
            if let Some(length) = hole_len(rest, &self.text) {
                self.push_hole(rest.get(..length).unwrap_or_default(), at);
                at += length;
                continue;
            }
            self.push(rest.get(..c.len_utf8()).unwrap_or_default(), at);
            at += c.len_utf8();
        }
    }
}

/// An escape at the start of `rest`, as shells, PowerShell, C, C#, JSON and their like write
/// them: what it stands for, and its length.
fn escape(rest: &str, quote: u8, at_start: bool) -> Option<(String, usize)> {
    let quote = char::from(quote);
    // A quote within single quotes, in a shell.
    for idiom in [r"'\''", r#"'"'"'"#] {
        if quote == '\'' && rest.starts_with(idiom) {
            return Some(("'".to_owned(), idiom.len()));
        }
    }
    let mut chars = rest.chars();
    match (chars.next()?, chars.next()?) {
        ('\\', 'u') => {
            let code = u32::from_str_radix(rest.get(2..6)?, 16).ok()?;
            Some((char::from_u32(code)?.to_string(), 6))
        }
        ('\\', next @ ('"' | '\'' | '`' | '$' | '\\' | '/')) => Some((next.to_string(), 2)),
        ('`', next @ ('"' | '$' | '`')) if quote == '"' => Some((next.to_string(), 2)),
        (first, second) if first == quote && second == quote && quote != '`' && !at_start => {
            Some((quote.to_string(), 2))
        }
        _ => None,
    }
}

/// What follows the quote that ends a string.
enum Join {
    /// Nothing that belongs to it.
    None,
    /// Something joined to it, and another string after that (`" + id + "`, `'"$ID"'`): how far
    /// it is to after the quote that starts that one.
    Reopened(usize),
    /// Something joined to it that is no string, to this length.
    Open(usize),
}

/// Tells what is joined to a string, whose last quote is at the start of `rest`.
fn joined(rest: &str, quote: u8) -> Join {
    /// Longer expressions are not read as one.
    const LONGEST: usize = 200;
    let quote = char::from(quote);
    let after = rest.get(1..).unwrap_or_default();
    if let Some(length) = touching(after, quote) {
        return Join::Reopened(1 + length);
    }
    let operator = after.trim_start();
    let Some(join) = operator.chars().next().filter(|c| matches!(c, '+' | '&')) else {
        return Join::None;
    };
    let expression = operator.get(1..).unwrap_or_default();
    if expression.starts_with(['&', '+', '=']) {
        return Join::None;
    }
    let from = rest.len() - expression.len();
    let reopened = expression.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(at, c)| {
        let before = expression.get(..*at).unwrap_or_default().trim_end();
        *c == quote && (before.is_empty() || before.ends_with(join)) && one_statement(before, join)
    });
    match reopened {
        Some((at, _)) => Join::Reopened(from + at + 1),
        None => {
            let end = |c: char| c.is_whitespace() || matches!(c, ')' | ';' | ',');
            let expression = expression.trim_start();
            let length = expression.find(end).unwrap_or(expression.len());
            Join::Open(rest.len() - expression.len() + length)
        }
    }
}

/// Whether a line of an expression ends only where an operator says that it goes on.
fn one_statement(text: &str, join: char) -> bool {
    text.match_indices('\n').all(|(at, _)| {
        let (line, next) = text.split_at_checked(at).unwrap_or_default();
        let line = line.trim_end();
        line.is_empty() || line.ends_with(join) || next.trim_start().starts_with(join)
    })
}

/// A shell joins strings that touch: how far it is to after the quote that starts the next.
fn touching(after: &str, quote: char) -> Option<usize> {
    let other = after.chars().next().filter(|c| matches!(c, '"' | '\'') && *c != quote)?;
    let inner = after.get(1..)?;
    let closing = inner.find(other)?;
    let reopened = inner.get(closing + 1..)?.starts_with(quote);
    (reopened && !inner.get(..closing)?.contains('\n')).then_some(closing + 3)
}
