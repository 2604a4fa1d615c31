//! The lines of a source: what stands near what, and where.

use std::cell::{Cell, OnceCell};

use odata_query::schema::ApiVersion;

/// How clients in all languages name the endpoint, in lower case.
const MENTIONS: &[&str] = &[
    super::PATH,
    "auditlogprovisioning",
    "auditlogs.provisioning",
    "audit_logs.provisioning",
    "auditlogs().provisioning",
];

/// What names another endpoint, or a client of one, in lower case. Ours, `odq filter`, takes the
/// whole language.
const OTHERS: &[&str] = &[
    "odq filter",
    "get-mg",
    "get-azuread",
    "get-ad",
    "graph.microsoft.",
    "/v1.0/",
    "/beta/",
    ".api(",
    "getasync(",
    "az ad ",
    "az resource ",
    "get-azad",
];

/// What names the beta version, in lower case.
const BETA: &[&str] = &["getmgbeta", "get-mgbeta", "version('beta')", "version(\"beta\")"];

/// How many lines before a filter, and after it, the endpoint may be named.
const LINES_BEFORE: usize = 10;
const LINES_AFTER: usize = 5;

/// The lines of a source, for what stands near what and where.
pub(crate) struct Lines<'s> {
    lines: Vec<Line<'s>>,
}

struct Line<'s> {
    /// The offset at which it starts.
    start: usize,
    text: &'s str,
    /// What it names, once that has been asked: a line can be long, and hold many queries.
    names: Cell<Option<Names>>,
    /// The characters before every `STRIDE`th byte of a long line, once that has been asked.
    columns: OnceCell<Vec<usize>>,
}

/// What a line names.
#[derive(Clone, Copy)]
struct Names {
    ours: bool,
    others: bool,
    beta: bool,
}

impl<'s> Lines<'s> {
    pub(crate) fn of(source: &'s str) -> Self {
        let mut at = 0;
        let lines = source.split('\n').map(|text| {
            let start = at;
            at += text.len() + 1;
            Line { start, text, names: Cell::new(None), columns: OnceCell::new() }
        });
        Self { lines: lines.collect() }
    }

    /// The line and the column of an offset, both from 1; a column is a character.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let at = self.index(offset);
        let Some(line) = self.lines.get(at) else { return (at + 1, 1) };
        (at + 1, 1 + line.characters_before(offset.saturating_sub(line.start)))
    }

    /// The part of the line of an offset that a drawing of a finding there shows, where it
    /// starts, and the number of the line.
    pub(crate) fn window(&self, offset: usize) -> (&'s str, usize, usize) {
        let at = self.index(offset);
        let Some(line) = self.lines.get(at) else { return ("", offset, at + 1) };
        let within = offset.saturating_sub(line.start);
        let from = floor_boundary(line.text, within.saturating_sub(WINDOW));
        let to = floor_boundary(line.text, within.saturating_add(WINDOW));
        (line.text.get(from..to).unwrap_or_default(), line.start + from, at + 1)
    }

    /// Which line holds an offset, from 0.
    fn index(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// Whether an offset is about the endpoint: it is named on the same line, or nearer than any
    /// other is. Gives the version of the API, where that is named too.
    pub(super) fn near_a_mention(&self, offset: usize) -> Option<Option<ApiVersion>> {
        let at = self.index(offset);
        let first = at.saturating_sub(LINES_BEFORE);
        let before = self.lines.get(first..=at)?;
        let after = self.lines.get(at + 1..(at + LINES_AFTER + 1).min(self.lines.len()))?;
        // What stands before it counts first, from the nearest line on.
        let mut near = before.iter().rev().chain(after).map(Line::names);
        let named = near.find(|names| names.ours || names.others)?;
        let beta = before.iter().chain(after).any(|line| line.names().beta);
        named.ours.then_some(beta.then_some(ApiVersion::Beta))
    }
}

/// As many bytes of a line are shown on either side of an offset, or fewer.
const WINDOW: usize = 2048;

/// How many bytes of a line are read to count a column.
const STRIDE: usize = 1024;

fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

impl Line<'_> {
    /// How many characters start before a byte of the line.
    fn characters_before(&self, within: usize) -> usize {
        let starts = |bytes: &[u8]| bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count();
        let bytes = self.text.as_bytes();
        let within = within.min(bytes.len());
        let columns = self.columns.get_or_init(|| {
            let mut before = 0;
            let counted = bytes.chunks(STRIDE).map(|chunk| {
                let at_start = before;
                before += starts(chunk);
                at_start
            });
            counted.collect()
        });
        let stride = within / STRIDE;
        let (stride, before) = match columns.get(stride) {
            Some(before) => (stride, *before),
            None => (0, 0),
        };
        before + starts(bytes.get(stride * STRIDE..within).unwrap_or_default())
    }

    fn names(&self) -> Names {
        if let Some(names) = self.names.get() {
            return names;
        }
        let has = |name: &&str| self.text.contains(*name);
        let ours = MENTIONS.iter().any(has);
        let names = Names {
            ours,
            others: OTHERS.iter().any(has),
            beta: BETA.iter().any(has) || (ours && has(&"/beta/")),
        };
        self.names.set(Some(names));
        names
    }
}
