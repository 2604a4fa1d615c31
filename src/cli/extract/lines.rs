//! The lines of a source: what stands near what, and where.

use std::cell::Cell;

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
    /// The line, offset and column that were asked for last: they are asked for in order.
    last: Cell<(usize, usize, usize)>,
}

struct Line<'s> {
    /// The offset at which it starts.
    start: usize,
    text: &'s str,
    /// What it names, once that has been asked: a line can be long, and hold many queries.
    names: Cell<Option<Names>>,
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
            Line { start, text, names: Cell::new(None) }
        });
        Self { lines: lines.collect(), last: Cell::default() }
    }

    /// The line and the column of an offset, both from 1; a column is a character.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let at = self.index(offset);
        let Some(line) = self.lines.get(at) else { return (at + 1, 1) };
        let within = offset.saturating_sub(line.start);
        let (from, column) = match self.last.get() {
            (last, from, column) if last == at && from <= within => (from, column),
            _ => (0, 0),
        };
        let column = column + line.text.get(from..within).unwrap_or_default().chars().count();
        self.last.set((at, within, column));
        (at + 1, column + 1)
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

impl Line<'_> {
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
