//! `--count-by` and `--histogram`: how many matches there are of each kind.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::DateTime;
use clap::ValueEnum;
use odata_query::ast::DateTimeOffset;
use odata_query::input::Record;
use serde_json::{Value, json};

use super::Args;
use super::chart::{self, Bar};
use crate::columns::{Columns, text};
use crate::csv::CsvLine;
use crate::exit::Failure;
use crate::output::Output;
use crate::records::Format;
use crate::terminal::one_line;

/// Counts matches.
pub(super) struct Aggregate {
    kind: Kind,
    columns: Columns,
    counts: HashMap<Value, u64>,
    top: usize,
    format: Format,
    terminal: bool,
    csv: CsvLine,
}

enum Kind {
    /// By the values of a path.
    Value,
    /// By the time of the event.
    Time(Period),
}

/// The width of a histogram's bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Period {
    /// Hour by hour
    Hour,
    /// Day by day
    Day,
}

impl Aggregate {
    /// None where no count is asked for.
    pub(super) fn new(args: &Args, terminal: bool) -> Result<Option<Self>, Failure> {
        let (kind, path) = match (&args.count_by, args.histogram) {
            (Some(path), _) if path.contains(',') => {
                return Err(Failure::message("--count-by takes one path, as in `targetSystem/id`"));
            }
            (Some(path), _) => (Kind::Value, path.as_str()),
            (None, Some(period)) => (Kind::Time(period), "activityDateTime"),
            (None, None) => return Ok(None),
        };
        Ok(Some(Self {
            kind,
            columns: Columns::select(path, args.schema.schema())?,
            counts: HashMap::new(),
            top: args.top.unwrap_or(usize::MAX),
            format: args.output.unwrap_or(Format::Table),
            terminal,
            csv: args.csv,
        }))
    }

    pub(super) fn take(&mut self, record: &Record) {
        let mut values = self.columns.first(record);
        if values.is_empty() {
            values.push(Value::Null);
        }
        for value in values {
            let key = match self.kind {
                Kind::Value => value,
                Kind::Time(period) => value.as_str().and_then(|time| period.number(time)).into(),
            };
            *self.counts.entry(key).or_default() += 1;
        }
    }

    pub(super) fn print(self, output: &mut Output) -> Result<(), Failure> {
        let Self { kind, counts, top, format, terminal, csv, columns } = self;
        let mut rows: Vec<(Value, u64)> = counts.into_iter().collect();
        match kind {
            Kind::Value => {
                // No value comes first, and a text after a number that looks the same.
                let key =
                    |value: &Value| (!value.is_null(), text(value).into_owned(), value.is_string());
                rows.sort_by_cached_key(|(value, count)| (Reverse(*count), key(value)));
            }
            // An event without a time comes first.
            Kind::Time(_) => rows.sort_by_key(|row| row.0.as_i64()),
        }
        rows.truncate(top);
        let label = |value: &Value| kind.label(value);
        let name = match kind {
            Kind::Value => columns.headings().next().unwrap_or_default(),
            Kind::Time(Period::Hour) => "hour",
            Kind::Time(Period::Day) => "day",
        };
        let key = if matches!(kind, Kind::Value) { "value" } else { name };
        let object = |(value, count): &(Value, u64)| json!({key: label(value), "count": count});
        match format {
            Format::Json => output.json(&rows.iter().map(object).collect::<Vec<_>>()),
            Format::Jsonl => rows.iter().try_for_each(|row| output.line(object(row).to_string())),
            Format::Csv => {
                output.text(csv.of([name, "count"]))?;
                rows.iter().try_for_each(|(value, count)| {
                    output.text(csv.of([&*text(&label(value)), &count.to_string()]))
                })
            }
            // For programs: nothing is cut off to fit a width.
            Format::Table if !terminal => rows.iter().try_for_each(|(value, count)| {
                output.layout(&format!("{}\t{count}\n", shown(&label(value))))
            }),
            Format::Table => output.layout(&chart::draw(&bars(&kind, &rows), chart::width())),
        }
    }
}

/// A bar for each row, and for the empty periods between two.
fn bars(kind: &Kind, rows: &[(Value, u64)]) -> Vec<Bar> {
    let mut bars = Vec::with_capacity(rows.len());
    let mut before = None;
    for (value, count) in rows {
        if let Kind::Time(period) = kind {
            let number = value.as_i64();
            bars.extend(before.zip(number).into_iter().flat_map(|(a, b)| period.gap(a, b)));
            before = number;
        }
        bars.push(Bar { label: shown(&kind.label(value)), count: Some(*count) });
    }
    bars
}

impl Kind {
    /// What a row is called.
    fn label(&self, value: &Value) -> Value {
        match self {
            Self::Value => value.clone(),
            Self::Time(period) => value.as_i64().map(|number| period.label(number)).into(),
        }
    }
}

/// A value where people read it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        value => one_line(&text(value)).into_owned(),
    }
}

impl Period {
    const fn seconds(self) -> i64 {
        match self {
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }

    /// The number of the period, from 1970 on, that a time is in.
    fn number(self, time: &str) -> Option<i64> {
        const PICOS: i128 = 1_000_000_000_000;
        let time: DateTimeOffset = time.parse().ok()?;
        i64::try_from(time.instant().div_euclid(i128::from(self.seconds()) * PICOS)).ok()
    }

    fn label(self, number: i64) -> String {
        let start = number.checked_mul(self.seconds()).and_then(|s| DateTime::from_timestamp(s, 0));
        let format = match self {
            Self::Hour => "%Y-%m-%dT%H:00Z",
            Self::Day => "%Y-%m-%d",
        };
        start.map(|start| start.format(format).to_string()).unwrap_or_default()
    }

    /// The empty periods between two; many of them in one.
    fn gap(self, before: i64, after: i64) -> Vec<Bar> {
        const MOST: i64 = 24;
        let empty = after.saturating_sub(before).saturating_sub(1);
        if empty > MOST {
            let periods = match self {
                Self::Hour => "hours",
                Self::Day => "days",
            };
            return vec![Bar { label: format!("({empty} empty {periods})"), count: None }];
        }
        let between = (1..=empty).map(|at| before.saturating_add(at));
        between.map(|number| Bar { label: self.label(number), count: Some(0) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Kind, Period, bars};
    use crate::filter::chart::draw;

    #[test]
    fn values_are_drawn_as_bars() {
        let rows = [(json!("create"), 2), (Value::Null, 1), (json!(""), 1), (json!("a\nb"), 1)];
        let blocks = |count| "█".repeat(count);
        assert_eq!(
            draw(&bars(&Kind::Value, &rows), 80),
            format!(
                "create   2  {}\n(none)   1  {}\n(empty)  1  {}\na\\nb     1  {}\n",
                blocks(68),
                blocks(34),
                blocks(34),
                blocks(34),
            )
        );
        // A long or wide label leaves room for the bar.
        let line = draw(&bars(&Kind::Value, &[(json!("世".repeat(100)), 1)]), 80);
        assert!(line.starts_with("世世") && line.contains("…   1  █"), "{line}");
    }

    #[test]
    fn a_histogram_shows_the_empty_hours_between() {
        let hour = |time: &str| json!(Period::Hour.number(time));
        let rows = [
            (Value::Null, 1),
            (hour("2024-05-01T23:30:00Z"), 2),
            (hour("2024-05-02T03:00:00Z"), 1),
            (hour("2024-06-02T00:00:00Z"), 1),
        ];
        let hours = draw(&bars(&Kind::Time(Period::Hour), &rows), 80);
        let labels: Vec<_> =
            hours.lines().map(|line| line.split("  ").next().unwrap_or("")).collect();
        assert_eq!(
            labels,
            [
                "(none)",
                "2024-05-01T23:00Z",
                "2024-05-02T00:00Z",
                "2024-05-02T01:00Z",
                "2024-05-02T02:00Z",
                "2024-05-02T03:00Z",
                "(740 empty hours)",
                "2024-06-02T00:00Z",
            ]
        );
        assert!(hours.lines().all(|line| line.chars().count() <= 80), "{hours}");
        assert_eq!(hours.lines().nth(2), Some("2024-05-02T00:00Z  0"));
    }
}
