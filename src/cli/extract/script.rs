//! One string of a script, decoded, with where each byte stood and what is filled in when the
//! script runs.

use std::collections::HashMap;

use super::encoder;
use super::interpolation::interpolation_len;

/// The text of a string as the script would send it.
#[derive(Debug, Default)]
pub(crate) struct ScriptText {
    pub(crate) text: String,
    /// The offset in the script of each byte of the text, and of the end.
    offsets: Vec<usize>,
    interpolations: Vec<Interpolation>,
    aliases: Aliases,
    /// Whether an odd number of quotes of OData has been read: the end of the text is in a string.
    in_string: bool,
    /// How many bytes of the text `in_string` is about.
    counted: usize,
    /// Whether three quotes end it.
    triple: bool,
}

/// The aliases in the place of what is filled in, and what the script has there.
#[derive(Debug, Default)]
struct Aliases {
    /// What the script has, by alias.
    shown: HashMap<String, String>,
    /// The alias, by the name it is made of and what the script has.
    made: HashMap<(String, String), String>,
    /// How many aliases are made of a name.
    counts: HashMap<String, usize>,
}

/// How many bytes of a script one string may have: more than a query can have.
const LONGEST_STRING: usize = 64 * 1024;

/// A part of a text that is filled in when the script runs, such as `$start` or `{id}`.
#[derive(Clone, Copy, Debug)]
struct Interpolation {
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

impl Aliases {
    /// The alias for what the script has in a place, made of a name; no other has it.
    fn of(&mut self, name: String, shown: String) -> String {
        let key = (name, shown);
        if let Some(alias) = self.made.get(&key) {
            return alias.clone();
        }
        let count = self.counts.entry(key.0.clone()).or_default();
        let alias = loop {
            *count += 1;
            let alias = if *count == 1 { key.0.clone() } else { format!("{}_{count}", key.0) };
            if !self.shown.contains_key(&alias) {
                break alias;
            }
        };
        self.shown.insert(alias.clone(), key.1.clone());
        self.made.insert(key, alias.clone());
        alias
    }
}

impl ScriptText {
    /// The text that stands in `source` between two offsets as it is.
    pub(crate) fn plain(source: &str, start: usize, end: usize) -> Self {
        let text = source.get(start..end).unwrap_or_default().to_owned();
        Self { text, offsets: (start..=end).collect(), ..Self::default() }
    }

    /// Reads on from `at` to the end of the string; never past the end of a line, unless the
    /// string is joined to another.
    pub(crate) fn read(source: &str, at: usize, end: End) -> Self {
        Self::default().read_on(source, at, end)
    }

    /// As `read`, of a string that three quotes end (`"""…"""`).
    pub(crate) fn read_triple(source: &str, at: usize, quote: u8) -> Self {
        Self { triple: true, ..Self::default() }.read_on(source, at, End::Quote(quote))
    }

    fn read_on(self, source: &str, at: usize, end: End) -> Self {
        let mut read = self;
        let last = read.fill(source, at, end);
        if matches!(end, End::Quote(_)) && read.text.ends_with('=') {
            // `"…?$filter=", value`: the value is made elsewhere.
            read.push_interpolation("value", last);
        }
        read.offsets.push(last);
        read
    }

    /// A text with what the script has in the place of the aliases that stand for it.
    pub(crate) fn in_its_words(&self, text: &str) -> String {
        let mut words = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('@') {
            let (before, from) = rest.split_at(at);
            let name = from.get(1..).unwrap_or_default();
            let length = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            let (alias, after) = from.split_at(1 + length.unwrap_or(name.len()));
            words.push_str(before);
            words.push_str(self.aliases.shown.get(alias).map_or(alias, String::as_str));
            rest = after;
        }
        words.push_str(rest);
        words
    }

    /// The offset in the script at which a byte of the text stands.
    pub(crate) fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).or(self.offsets.last()).copied().unwrap_or_default()
    }

    /// Whether a range of the text stands in the script byte for byte.
    pub(crate) fn is_verbatim(&self, start: usize, end: usize) -> bool {
        let whole = self.offset(end).checked_sub(self.offset(start)) == end.checked_sub(start);
        whole
            && !self
                .interpolations
                .iter()
                .any(|interpolation| interpolation.start < end && start < interpolation.end)
    }

    /// Whether a range touches a part that is filled in; if so, whether that is always a
    /// string, and whether it is the whole range.
    pub(crate) fn filled_in(&self, start: usize, end: usize) -> Option<(bool, bool)> {
        let interpolation = self
            .interpolations
            .iter()
            .find(|interpolation| interpolation.start <= end && start <= interpolation.end)?;
        Some((interpolation.quoted, interpolation.start <= start && end <= interpolation.end))
    }

    /// Leaves out what is before `at`.
    pub(crate) fn cut_front(&mut self, at: usize) {
        self.text.drain(..at);
        self.offsets.drain(..at);
        for interpolation in &mut self.interpolations {
            interpolation.start = interpolation.start.saturating_sub(at);
            interpolation.end = interpolation.end.saturating_sub(at);
        }
    }

    /// Leaves out what is from `length` on.
    pub(crate) fn cut_back(mut self, length: usize) -> Self {
        self.text.truncate(length);
        self.offsets.truncate(length + 1);
        self.interpolations.retain(|interpolation| interpolation.start < length);
        self
    }

    fn push(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.offsets.extend((0..text.len()).map(|within| at + within));
    }

    /// Puts something in the place of a part that is filled in: within a string what the script
    /// has there, elsewhere an alias, which may be of any type.
    fn push_interpolation(&mut self, raw: &str, at: usize) {
        let start = self.text.len();
        let quoted = self.ends_in_string();
        let filler = if quoted {
            raw.trim_matches([' ', '+', '"', '\'']).replace(['\'', '"', '&', '%', '#', '+'], "_")
        } else {
            let name =
                raw.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
            let name = name.collect::<Vec<_>>().join("_");
            let first = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "_" };
            self.alias(format!("@{first}{name}"), raw)
        };
        self.text.push_str(&filler);
        self.offsets.extend(filler.bytes().map(|_| at));
        self.interpolations.push(Interpolation { start, end: self.text.len(), quoted });
    }

    /// An alias for what a script fills in, which no other has.
    fn alias(&mut self, name: String, raw: &str) -> String {
        let shown = match raw.trim_matches([' ', '+', '&', '"', '\'', '\t', '\r', '\n']) {
            bare if bare == raw => raw.to_owned(),
            joined => format!("{{{joined}}}"),
        };
        self.aliases.of(name, shown)
    }

    /// Whether the end of the text is in a string of OData. Each byte is counted once.
    fn ends_in_string(&mut self) -> bool {
        let new = self.text.get(self.counted..).unwrap_or_default();
        let quotes = new.matches('\'').count() + new.matches("%27").count();
        self.in_string ^= quotes % 2 == 1;
        // An escape may be only begun.
        let begun = ["%2", "%"].into_iter().find(|begun| new.ends_with(begun));
        self.counted = self.text.len() - begun.map_or(0, str::len);
        self.in_string
    }

    /// Puts a text in the place of an option that a script gives in its own way, as `-Top 5`.
    pub(crate) fn with_option(mut self, option: &str) -> Self {
        let at = self.offset(0);
        self.text.insert_str(0, option);
        self.offsets.splice(0..0, option.bytes().map(|_| at));
        for interpolation in &mut self.interpolations {
            interpolation.start += option.len();
            interpolation.end += option.len();
        }
        self
    }

    /// Text that a script percent-encodes when it runs.
    fn push_encoded(&mut self, text: &str, at: usize) {
        for (within, c) in text.char_indices() {
            let encoded = odata_query::url::encode(c.encode_utf8(&mut [0; 4]));
            self.text.push_str(&encoded);
            self.offsets.extend(encoded.bytes().map(|_| at + within));
        }
    }

    /// Puts what stands between two strings in its place: nothing where they are only joined,
    /// the text that an encoder is given, or something that is filled in.
    fn push_between(&mut self, raw: &str, at: usize) {
        let joint = |c: char| c.is_whitespace() || "+&\"'`".contains(c);
        let between = raw.trim_matches(joint);
        // Before a string `f`, `r` or `$` says how it is written.
        if between.is_empty() || PREFIXES.contains(&between) {
            return;
        }
        match encoder::literal_in(raw) {
            Some((from, text)) => self.push_encoded(text, at + from),
            None => self.push_interpolation(raw, at),
        }
    }

    /// Reads to the end, and gives the offset of it.
    fn fill(&mut self, source: &str, mut at: usize, end: End) -> usize {
        let mut open = 0_usize;
        let start = at;
        loop {
            #[cfg(test)]
            tests::count_step();
            if at - start > LONGEST_STRING {
                return at;
            }
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
                    let at_start = self.text.is_empty() || self.triple;
                    if let Some((text, length)) = escape(rest, quote, at_start) {
                        self.push(&text, at);
                        at += length;
                        continue;
                    }
                    if self.triple && rest.starts_with(&char::from(quote).to_string().repeat(3)) {
                        return at;
                    }
                    if c == char::from(quote) && !self.triple {
                        let (length, goes_on) = match joined(rest, quote) {
                            Join::None => return at,
                            Join::Reopened(length) => (length, true),
                            Join::Open(length) => (length, false),
                        };
                        self.push_between(rest.get(1..length).unwrap_or_default(), at + 1);
                        if !goes_on {
                            // An encoder's string lies further on.
                            return self.offsets.last().map_or(at, |last| at.max(last + 1));
                        }
                        at += length;
                        continue;
                    }
                }
                End::Space | End::Line | End::Bracket(..) => {}
            }
            if end == End::Space
                && let Some(escaped) = shell_escape(rest)
            {
                self.push(escaped, at);
                at += 1 + escaped.len();
                continue;
            }
            if let Some(length) = interpolation_len(rest, &self.text) {
                let raw = rest.get(..length).unwrap_or_default();
                match encoder::literal_in(raw) {
                    Some((from, text)) => self.push_encoded(text, at + from),
                    None => self.push_interpolation(raw, at),
                }
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

/// What stands right before the quote of a string in some languages.
const PREFIXES: &[&str] = &["f", "F", "r", "R", "$", "@"];

/// Longer expressions between two strings are not read as one.
const LONGEST_EXPRESSION: usize = 200;

/// Where the first such character is, if it is near.
pub(super) fn find_near(text: &str, is: impl Fn(char) -> bool) -> Option<usize> {
    let mut near = text.char_indices().take_while(|(at, _)| *at < LONGEST_EXPRESSION);
    near.find(|(_, c)| is(*c)).map(|(at, _)| at)
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
    let quote = char::from(quote);
    let after = rest.get(1..).unwrap_or_default();
    if let Some(length) = touching(after, quote).or_else(|| next_line(after, quote)) {
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
    if let Some(length) = encoder::call_len(expression) {
        let after = expression.get(length..).unwrap_or_default();
        let next = after.trim_start().strip_prefix(join).map(str::trim_start);
        return match next.and_then(|next| next.strip_prefix(quote)) {
            Some(inner) => Join::Reopened(rest.len() - inner.len()),
            None => Join::Open(from + length),
        };
    }
    let reopened =
        expression.char_indices().take_while(|(at, _)| *at < LONGEST_EXPRESSION).find(|(at, c)| {
            let before = expression.get(..*at).unwrap_or_default().trim_end();
            let prefix = PREFIXES.iter().find_map(|prefix| before.strip_suffix(prefix));
            let before = prefix.map_or(before, str::trim_end);
            *c == quote
                && (before.is_empty() || before.ends_with(join))
                && one_statement(before, join)
        });
    match reopened {
        Some((at, _)) => Join::Reopened(from + at + 1),
        None => {
            let end = |c: char| c.is_whitespace() || matches!(c, ')' | ';' | ',');
            let expression = expression.trim_start();
            let length = find_near(expression, end).unwrap_or_else(|| {
                let near = expression.char_indices().map(|(at, _)| at);
                near.take_while(|at| *at <= LONGEST_EXPRESSION).last().unwrap_or(0)
            });
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

/// A character that a shell would read as its own, were it not for the `\` before it.
fn shell_escape(rest: &str) -> Option<&str> {
    let escaped = rest.strip_prefix('\\')?;
    escaped.starts_with(['$', '&', '?', '\'', '"', '(', ')']).then(|| escaped.get(..1))?
}

/// Python joins strings that follow each other, each on its line; one of them has the space
/// between them at its end, which tells them from the items of a list.
fn next_line(after: &str, quote: char) -> Option<usize> {
    let rest = after.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n')?;
    let next = rest.trim_start_matches([' ', '\t']);
    let prefix = next.char_indices().take(2).find(|(_, c)| *c == quote)?.0;
    let inner = next.get(prefix + 1..)?;
    let is_prefix = prefix == 0 || PREFIXES.contains(&next.get(..prefix)?);
    let line = inner.lines().next().unwrap_or_default();
    let closes = line.rfind(quote)?;
    let is_key = line.get(closes + 1..)?.trim_start().starts_with([':', '=']);
    let goes_on = ["and ", "or ", " and ", " or "].iter().any(|word| inner.starts_with(word));
    (is_prefix && !is_key && goes_on).then(|| after.len() - inner.len())
}

/// A shell joins strings that touch: how far it is to after the quote that starts the next.
fn touching(after: &str, quote: char) -> Option<usize> {
    let other = after.chars().next().filter(|c| matches!(c, '"' | '\'') && *c != quote)?;
    let inner = after.get(1..)?;
    let closing = find_near(inner, |c| c == other)?;
    let reopened = inner.get(closing + 1..)?.starts_with(quote);
    (reopened && !inner.get(..closing)?.contains('\n')).then_some(closing + 3)
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count_step() {
        STEPS.set(STEPS.get() + 1);
    }

    /// How many characters of strings were read while `work` was done.
    pub(in super::super) fn steps(work: impl FnOnce()) -> usize {
        STEPS.set(0);
        work();
        STEPS.get()
    }
}
