//! What the text of a record must have for a filter to be true of it: bytes that are found much
//! faster than a record is read ("filter before you parse", Palkar et al., VLDB 2018).
//!
//! A condition is necessary, not sufficient: what it finds is a candidate, of which the whole
//! filter is asked. It misses no record, whatever escapes the text is written with: a record in
//! which a letter of what is sought is written as `\u…` is a candidate too.

mod atom;
mod cost;
mod escape;
mod extract;
mod gap_cache;
mod multi_finder;
mod partial;

use std::cell::Cell;
use std::iter::once;
use std::ops::{ControlFlow, Range};

use self::atom::Atom;
pub(crate) use self::cost::CostModel;
use self::escape::{ESCAPE, EscapedChars};
use self::extract::conditions;
use self::multi_finder::MultiFinder;
use crate::eval::Predicate;

/// Conditions of which each is necessary; the one that finds the least is used.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    conditions: Vec<Clause>,
    /// Which of them is used.
    chosen: usize,
}

/// One of some needs must be met.
#[derive(Clone, Debug)]
struct Clause {
    needs: Vec<Atom>,
    letters: EscapedChars,
    /// An escape, and then the texts of all needs in order.
    sweep: MultiFinder,
    /// Which need each text is of, and how long the text is.
    texts: Vec<(usize, usize)>,
}

/// Most filters have no more parts worth looking for.
const MAX_CONDITIONS: usize = 8;
/// To look at a place takes as long as to go over so many bytes,
const BYTES_A_LOOK: usize = 32;
/// and all of it may take as long as to go so many times over the bytes,
const TIMES: usize = 2;
/// and over these.
const MORE_BYTES: usize = 2 * 1024;
/// A larger block holds a record as large, all of which each look may go over.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What was looked at.
#[derive(Debug, Default)]
struct Budget {
    places: usize,
    /// How many bytes were gone over from there.
    passed: Cell<usize>,
}

impl Budget {
    /// Whether to read the records would not have taken much longer. In nested values each look goes
    /// over those inside, so that it could take far longer.
    const fn is_too_much(&self, bytes: &[u8]) -> bool {
        self.places * BYTES_A_LOOK + self.passed.get() > TIMES * bytes.len() + MORE_BYTES
    }
}

impl Prefilter {
    /// The conditions that a filter has; none if there are none.
    pub(crate) fn of(predicate: &Predicate) -> Option<Self> {
        let conditions = conditions(predicate.ir()).into_iter().take(MAX_CONDITIONS);
        let conditions: Vec<_> = conditions.map(Clause::new).collect();
        (!conditions.is_empty()).then_some(Self { conditions, chosen: 0 })
    }

    /// Chooses the condition that costs least over these records; what it costs.
    pub(crate) fn learn(&mut self, bytes: &[u8], records: RecordSpans<'_>) -> u64 {
        let costs = self.conditions.iter().map(|of| CostModel::of_finding(of, bytes, records));
        let least = costs.enumerate().min_by_key(|(_, cost)| *cost);
        self.chosen = least.map_or(0, |(chosen, _)| chosen);
        self.learn_between(bytes);
        least.map_or(u64::MAX, |(_, cost)| cost)
    }

    fn learn_between(&mut self, bytes: &[u8]) {
        let chosen = self.conditions.get_mut(self.chosen);
        chosen.into_iter().flat_map(|of| &mut of.needs).for_each(|need| need.learn(bytes));
    }

    /// Finds the records that may meet the filter: `found` is given a place in one, and gives
    /// the place from which the search goes on. One record may be found several times.
    ///
    /// How many ends of lines there are; none if looking would take longer than reading: each
    /// record may meet the filter then.
    pub(crate) fn find(
        &self,
        bytes: &[u8],
        mut found: impl FnMut(usize) -> usize,
    ) -> Option<usize> {
        let condition = self.conditions.get(self.chosen)?;
        let looked = &mut Budget::default();
        (bytes.len() <= MAX_BYTES).then(|| condition.find(bytes, &mut found, looked))?
    }
}

impl Clause {
    fn new(needs: Vec<Atom>) -> Self {
        let letters = EscapedChars::of(needs.iter().flat_map(Atom::whole));
        let sweep = MultiFinder::new(once(ESCAPE).chain(needs.iter().flat_map(Atom::texts)));
        let numbered = needs.iter().enumerate();
        let texts =
            numbered.flat_map(|(n, need)| need.texts().map(move |text| (n, text.len()))).collect();
        Self { needs, letters, sweep, texts }
    }

    /// Calls `found` with each place, and notes what had to be looked at; how many ends of lines
    /// there are, or none if that was too much.
    fn find(
        &self,
        bytes: &[u8],
        found: &mut dyn FnMut(usize) -> usize,
        looked: &mut Budget,
    ) -> Option<usize> {
        self.sweep.over(bytes, &mut |number, at| {
            let text = number.checked_sub(1).and_then(|number| self.texts.get(number));
            let may_be = match text.and_then(|(n, length)| Some((self.needs.get(*n)?, length))) {
                // Of an escape.
                None => self.letters.may_be(bytes, at),
                Some((need, length)) => {
                    let is_met = need.is_met(bytes, at + length, &looked.passed);
                    looked.places += 1;
                    if looked.is_too_much(bytes) {
                        return ControlFlow::Break(());
                    }
                    is_met
                }
            };
            // Of what is not met here, another text may be.
            ControlFlow::Continue(if may_be { found(at) } else { at })
        })
    }
}

/// Where records stand, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordSpans<'a>(pub(crate) &'a [Range<usize>]);

impl RecordSpans<'_> {
    /// The record that a place is in, or the last before it.
    fn at(self, at: usize) -> Range<usize> {
        let after = self.0.partition_point(|record| record.start <= at);
        self.0.get(after.saturating_sub(1)).cloned().unwrap_or_default()
    }
}

/// A name that is looked for in the text of records.
#[derive(Clone, Debug)]
pub(crate) struct KeyFinder {
    /// An escape, and then the name in its quotes.
    sweep: MultiFinder,
    letters: EscapedChars,
}

impl KeyFinder {
    pub(crate) fn new(name: &str) -> Self {
        let quoted = format!("\"{name}\"");
        Self {
            sweep: MultiFinder::new([ESCAPE, quoted.as_bytes()].into_iter()),
            letters: EscapedChars::of(once(quoted.as_bytes())),
        }
    }

    /// Whether the name may be in the text, however it is written.
    pub(crate) fn may_be_in(&self, bytes: &[u8]) -> bool {
        let ended = self.sweep.over(bytes, &mut |number, at| {
            let is_name = number > 0 || self.letters.may_be(bytes, at);
            if is_name { ControlFlow::Break(()) } else { ControlFlow::Continue(at + 1) }
        });
        ended.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::{Atom, Budget, Clause, CostModel, MAX_BYTES, Prefilter, RecordSpans};
    use crate::Filter;
    use crate::eval::CompileOptions;
    use crate::random::random;

    fn necessary(filter: &str) -> Option<Prefilter> {
        let filter: Filter = filter.parse().expect("a filter");
        Prefilter::of(&filter.compile(&CompileOptions::default()).expect("it compiles"))
    }

    fn texts(condition: &Clause) -> String {
        let texts = condition.needs.iter().flat_map(Atom::texts);
        texts.map(String::from_utf8_lossy).collect::<Vec<_>>().join(" | ")
    }

    /// Filters, and what each of the conditions looks for: one text of each must be there.
    #[test]
    fn every_match_has_one_text_of_each_condition() {
        let six = "a eq '1' or b eq '2' or c eq '3' or d eq '4' or e eq '5' or f eq '6'";
        let seven = &format!("{six} or g eq '7'");
        let names = r#""a" | "b" | "c" | "d" | "e" | "f""#;
        let table: &[(&str, &[&str])] = &[
            ("a eq 'x'", &["x", r#""a""#]),
            ("'x' eq a", &["x", r#""a""#]),
            ("a/b eq 'x'", &["x", r#""a""#]),
            ("a ne 'x'", &[]),
            ("a gt 'x'", &[r#""a""#]),
            ("a eq 5", &[r#""a""#]),
            ("a eq ''", &[r#""a""#]),
            ("a ne null", &[r#""a""#]),
            ("a eq null", &[]),
            // What JSON may write with another escape than `\u` is not looked for.
            (r#"a eq 'x/y"long\z'"#, &["long", r#""a""#]),
            ("a eq 'x' and b eq 'y'", &["x", r#""a""#, "y", r#""b""#]),
            ("a eq 'x' or b eq 'y'", &["x | y", r#""a" | "b""#]),
            ("a eq 'x' or b eq null", &[]),
            ("a eq 'x' or not (b eq 'y')", &[]),
            ("not (a eq 'x')", &[]),
            ("not (a ne 'x')", &[r#""a""#]),
            ("a in ('x','y')", &["x | y", r#""a""#]),
            ("a in ('1','2','3','4','5','6')", &["1 | 2 | 3 | 4 | 5 | 6", r#""a""#]),
            ("a in ('1','2','3','4','5','6','7')", &[r#""a""#]),
            (six, &["1 | 2 | 3 | 4 | 5 | 6", names]),
            (seven, &[]),
            ("contains(a,'x') and endswith(b,'z')", &["x", r#""a""#, "z", r#""b""#]),
            ("startswith(a,'x')", &["x", r#""a""#]),
            ("tolower(a) eq 'x'", &[r#""a""#]),
            ("length(a) gt 3", &[r#""a""#]),
            ("a add 1 gt 3", &[r#""a""#]),
            ("-a gt 3", &[r#""a""#]),
            ("case(a eq 'x':true,true:false)", &[r#""a""#]),
            ("a eq b", &[]),
            ("a eq a", &[]),
            ("a/any(i:i/b eq 'x')", &["x", r#""a""#]),
            ("a/any(i:i/b eq c)", &[]),
            ("a/all(i:i/b eq 'x')", &[]),
            ("a/any()", &[r#""a""#]),
            ("a/$count gt 1", &[r#""a""#]),
            ("matchesPattern(a,'x')", &[]),
            ("true", &[]),
        ];
        for (filter, expected) in table {
            let found = necessary(filter).map(|found| found.conditions).unwrap_or_default();
            assert_eq!(found.iter().map(texts).collect::<Vec<_>>(), *expected, "{filter}");
        }
        let many: Vec<_> = (0..20).map(|n| format!("a{n} eq 'x{n}'")).collect();
        assert_eq!(necessary(&many.join(" and ")).map(|found| found.conditions.len()), Some(8));
    }

    /// A member of an enumeration is met in any case, and a time in any form.
    #[test]
    fn what_is_read_is_not_looked_for_as_it_is_spelled() {
        let schema = crate::schema::Schema::provisioning_any();
        for filter in [
            "provisioningStatusInfo/status eq 'failure'",
            "provisioningStatusInfo/status in ('failure','success')",
            "activityDateTime eq 2024-05-01T00:00:00Z",
        ] {
            let parsed: Filter = filter.parse().expect("a filter");
            let predicate =
                parsed.compile(&CompileOptions::with_schema(schema)).expect("it compiles");
            let conditions = Prefilter::of(&predicate).expect("conditions").conditions;
            let texts: Vec<_> = conditions.iter().map(texts).collect();
            // Nothing but names.
            assert!(texts.iter().all(|text| text.ends_with('"')), "{filter}: {texts:?}");
        }
    }

    #[test]
    fn names_that_end_alike_are_searched_for_by_their_end() {
        let schema = crate::schema::Schema::provisioning_any();
        let filter: Filter =
            "provisioningStatusInfo/status eq 'failure'".parse().expect("a filter");
        let predicate = filter.compile(&CompileOptions::with_schema(schema)).expect("it compiles");
        let necessary = Prefilter::of(&predicate).expect("conditions");
        assert_eq!(necessary.conditions.iter().map(texts).collect::<Vec<_>>(), ["tatusInfo\""]);
        for (text, is_found) in [
            (r#"{"provisioningStatusInfo":{"status":"failure"}}"#, true),
            (r#"{"statusInfo":{"status":"Failure"}}"#, true),
            (r#"{"\u0073tatusInfo":{"status":"failure"}}"#, true),
            // An escape in what is not searched for.
            (r#"{"\u0070rovisioningStatusInfo":{"status":"failure"}}"#, true),
            (r#"{"provisioningStatusInfo":{"status":"success"}}"#, false),
            (r#"{"errorStatusInfo":{"status":"failure"}}"#, false),
            (r#"{"other":"statusInfo"}"#, false),
        ] {
            let mut is_candidate = false;
            let _ = necessary.find(text.as_bytes(), |at| {
                is_candidate = true;
                at + 1
            });
            assert_eq!(is_candidate, is_found, "{text}");
        }
    }

    /// However the letters of what is sought are written, by themselves or with escapes, the
    /// record is found.
    #[test]
    fn no_spelling_hides_what_is_sought() {
        let mut random = random();
        let letters =
            ["D", "'", "r", "\u{fc}", "\u{1d11e}", "\u{e9}", "u", "0", "7", " ", "\u{2019}"];
        for _ in 0..5_000 {
            let text: String = (0..=random(6)).map(|_| letters[random(letters.len())]).collect();
            let filter = format!("contains(a,'{}')", text.replace('\'', "''"));
            let spelled: String = text
                .chars()
                .map(|c| {
                    let units = c.encode_utf16(&mut [0; 2]).to_vec();
                    match random(3) {
                        0 => units.iter().map(|unit| format!("\\u{unit:04x}")).collect(),
                        1 => units.iter().map(|unit| format!("\\u{unit:04X}")).collect(),
                        _ => String::from(c),
                    }
                })
                .collect();
            let around =
                [letters[random(letters.len())], ["", "\\n", "\\u00fc", "\\\\"][random(4)]];
            let record = format!(r#"{{"a":"{}{}{spelled}{}"}}"#, around[0], around[1], around[0]);
            let mut is_found = false;
            let _ = necessary(&filter).expect("conditions").find(record.as_bytes(), |at| {
                is_found = true;
                at + 1
            });
            assert!(is_found, "{filter} in {record}");
        }
    }

    /// The places of records, one line each.
    fn lines(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
        let mut start = 0;
        memchr::memchr_iter(b'\n', bytes)
            .map(|end| std::mem::replace(&mut start, end + 1)..end)
            .collect()
    }

    #[test]
    fn the_condition_is_chosen_that_finds_least() {
        let mut found = necessary("a eq 'x' and b eq 'rare'").expect("conditions");
        for (line, chosen) in [
            (r#"{"a":"x","b":"no"}"#, "rare"),
            (r#"{"a":"y","b":"rare","c":"xrare"}"#, r#""a""#),
            (r#"{"a":"x","b":"rare","c":"zzzz"}"#, "x"),
        ] {
            // A record that is long, so that reading it is what costs most.
            let line = line.replace("}", &format!(r#","long":"{}"}}{}"#, "-".repeat(3_000), "\n"));
            let sample = line.repeat(10).into_bytes();
            let cost = found.learn(&sample, RecordSpans(&lines(&sample)));
            assert_eq!(found.conditions.get(found.chosen).map(texts).as_deref(), Some(chosen));
            let read = CostModel::of_reading(sample.len());
            assert_eq!(cost < read, chosen != "x", "{cost} against {read} for {line:.50}");
        }
    }

    #[test]
    fn each_record_that_may_match_is_found_and_lines_are_counted() {
        let found = |filter: &str, bytes: &[u8]| {
            let mut places = Vec::new();
            let line_ends = necessary(filter).expect("conditions").find(bytes, |at| {
                places.push(at);
                at + 1
            });
            (places, line_ends)
        };
        let bytes = b"{\"a\":\"x\"}\n{\"a\":\"\\u0078\"}\n{\"b\":\"\\u0079\"}\n";
        assert_eq!(found("a eq 'x'", bytes), (vec![6, 16], Some(3)));
        // What is no name, or has another value, is none.
        let bytes = b"{\"a\" : 5}\n{\"a\":6}\n{\"b\":\"a\"}\n{\"b\":{\"a\":5}}\n";
        assert_eq!(found("a eq 5", bytes), (vec![1, 34], Some(4)));
        // Where what is sought is everywhere, or a block is as large as its one record, the
        // records are read.
        let often = b"x ".repeat(10_000);
        assert_eq!(found("a eq 'x'", &often).1, None);
        let seldom = [b" ".repeat(31), b"x".to_vec()].concat().repeat(10_000);
        assert_eq!(found("a eq 'x'", &seldom).1, Some(0));
        assert_eq!(found("a eq 'x'", &b" ".repeat(MAX_BYTES)).1, Some(0));
        assert_eq!(found("a eq 'x'", &b" ".repeat(MAX_BYTES + 1)).1, None);
    }

    /// Each look at a value goes over those in it, which would take the square of their number.
    #[test]
    fn where_looks_would_go_over_the_same_bytes_again_and_again_records_are_read() {
        let long = "c".repeat(100);
        for (filter, opening, closing) in [
            ("a/b gt 5", format!("{{\"a\":{{\"{long}\":"), "}}"),
            ("a/any(x:x eq 5)", format!("{{\"{long}\":0,\"a\":["), "]}"),
        ] {
            let condition = &necessary(filter).expect("conditions").conditions[0];
            for (text, is_found) in [
                (format!("{opening}1{closing},").repeat(1_000), true),
                (format!("{}1{}", opening.repeat(1_000), closing.repeat(1_000)), false),
            ] {
                let mut looked = Budget::default();
                let found = condition.find(text.as_bytes(), &mut |at| at, &mut looked);
                assert_eq!(found.is_some(), is_found, "{filter}: {looked:?}");
                assert!(
                    looked.passed.get() < 3 * text.len(),
                    "{filter}: {looked:?} of {}",
                    text.len()
                );
            }
        }
    }
}
