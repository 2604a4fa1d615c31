//! What stands between the name of a member and the value that a filter asks: where it is what
//! stood there in a record before, the value comes after it, and need not be looked for.
//!
//! Where a value is depends on the bytes before it alone. So after the same name and the same bytes
//! there it is again, unless white space follows, or a null, for which another name may count: these
//! have no answer here.

use std::cell::Cell;

use memchr::memmem;

use super::partial::PartialRecord;
use crate::ast::Text;
use crate::eval::RawJson;
use crate::eval::answer::Answer;
use crate::eval::fastpath::PathTest;
use crate::eval::interpret::Env;
use crate::eval::{FastNode as _, Plain};

/// What stood there in some records, each differently.
#[derive(Clone, Debug, Default)]
pub(super) struct GapCache(Vec<Box<[u8]>>);

/// More are seldom met, and take longer to tell apart than the value takes to be found.
const MAX_WAYS: usize = 4;
/// What is longer has values in it, which differ.
const MAX_BYTES: usize = 64;
/// In how many places of a sample it is looked for.
const MAX_PLACES: usize = 16;

impl GapCache {
    /// Learns it from records, for a name in its quotes.
    pub(super) fn learn(&mut self, quoted: &[u8], names: &[Text], leaf: &PathTest, bytes: &[u8]) {
        for at in memmem::find_iter(bytes, quoted).take(MAX_PLACES) {
            let after = at + quoted.len();
            let Some(between) = between(names, leaf, bytes, after) else { continue };
            if self.0.len() < MAX_WAYS && !self.0.iter().any(|known| **known == *between) {
                self.0.push(between.into());
            }
        }
    }

    /// The answer for the value that comes after what is known.
    pub(super) fn answer(&self, leaf: &PathTest, bytes: &[u8], after: usize) -> Option<Answer> {
        let rest = bytes.get(after..)?;
        self.0.iter().filter(|between| rest.starts_with(between)).find_map(|between| {
            match RawJson::at(bytes, after + between.len()).plain() {
                // The member may have a value under another of its names.
                Plain::Null => None,
                value => leaf.answer_to(value),
            }
        })
    }
}

/// What stands between the name and the value that a leaf asks.
fn between<'b>(names: &[Text], leaf: &PathTest, bytes: &'b [u8], after: usize) -> Option<&'b [u8]> {
    let member = RawJson::value_after_name(bytes, after)?;
    let passed = Cell::new(0);
    let record = PartialRecord::Record(names, member, &passed);
    let found = leaf.found_under_first_names(Env { record, locals: None })?;
    let PartialRecord::Value(value, _) = found else { return None };
    bytes.get(after..value.start()).filter(|between| between.len() <= MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::GapCache;
    use crate::Filter;
    use crate::ast::Text;
    use crate::eval::answer::Answer;
    use crate::eval::{CompileOptions, Predicate};
    use crate::prefilter::Prefilter;
    use crate::schema::Schema;

    const FILTERS: &[&str] = &[
        "provisioningStatusInfo/status eq 'failure'",
        "provisioningStatusInfo/status ne null and provisioningStatusInfo/status ne 'success'",
        "durationInMilliseconds gt 5",
        "durationInMilliseconds eq 6 or durationInMilliseconds eq 7",
        "activityDateTime gt 2024-05-10T00:00:00Z",
    ];

    /// What stands in a record, with a place for the value.
    const RECORDS: &[&str] = &[
        r#"{"provisioningStatusInfo":{"status":@,"errorInformation":null}}"#,
        r#"{"provisioningStatusInfo":{"status": @}}"#,
        r#"{"provisioningStatusInfo" : {"errorInformation":null,"status":@}}"#,
        r#"{"provisioningStatusInfo":{"errorInformation":{"status":@},"status":"success"}}"#,
        r#"{"provisioningStatusInfo":{"other":"something that is longer than what is remembered, as errors are","status":@}}"#,
        r#"{"statusInfo":{"status":@}}"#,
        r#"{"statusInfo":{"Status":@}}"#,
        r#"{"provisioningStatusInfo":null,"statusInfo":{"status":@}}"#,
        r#"{"statusInfo":null,"provisioningStatusInfo":{"status":@}}"#,
        r#"{"provisioningStatusInfo":@}"#,
        r#"{"durationInMilliseconds":@}"#,
        r#"{"durationInMilliseconds": @ ,"a":1}"#,
        r#"{"activityDateTime":@}"#,
    ];

    const VALUES: &[&str] = &[
        r#""failure""#,
        r#""Failure""#,
        r#""f\u0061ilure""#,
        r#""success""#,
        "null",
        "5",
        "6",
        "7",
        "-6",
        "6.5",
        "6e0",
        "66666666666666666666",
        r#""6""#,
        "true",
        "{}",
        "[6]",
        r#"{"status":"failure"}"#,
        r#""2024-05-10T00:00:01Z""#,
        r#""2024-05-10T02:00:00+02:00""#,
        r#""2024-05-11""#,
    ];

    fn predicate(filter: &str) -> Predicate {
        let filter: Filter = filter.parse().expect("a filter");
        filter
            .compile(&CompileOptions::with_schema(Schema::provisioning_any()))
            .expect("it compiles")
    }

    fn finds(necessary: &Prefilter, record: &str) -> bool {
        let mut is_found = false;
        let _ = necessary.find(record.as_bytes(), |at| {
            is_found = true;
            at + 1
        });
        is_found
    }

    #[test]
    fn what_was_learned_changes_how_soon_a_value_is_found_and_nothing_else() {
        let of = |filter| Prefilter::of(&predicate(filter)).expect("conditions");
        let conditions = FILTERS.iter().flat_map(|filter| {
            (0..of(filter).conditions.len()).map(move |chosen| (filter, chosen))
        });
        for (filter, chosen) in conditions {
            let mut unlearned = of(filter);
            unlearned.chosen = chosen;
            for pattern in RECORDS {
                let mut learned = unlearned.clone();
                let sample = pattern.replace('@', "\"success\"");
                learned.learn_between(sample.as_bytes());
                for (record, value) in RECORDS
                    .iter()
                    .flat_map(|record| VALUES.iter().map(move |value| (record, value)))
                {
                    let record = record.replace('@', value);
                    let found = [&learned, &unlearned].map(|one| finds(one, &record));
                    assert_eq!(found[0], found[1], "{filter} after {pattern} in {record}");
                }
            }
        }
    }

    #[test]
    fn a_value_is_known_after_the_same_bytes() {
        let predicate = predicate(r"provisioningStatusInfo/status eq 'failure'");
        let leaf = predicate.ir().path_test().expect("one condition");
        let (name, names) = ("\"provisioningStatusInfo\"", [Text::from("provisioningStatusInfo")]);
        let mut between = GapCache::default();
        let sample = format!("{{{name}:null}}{{{name}: {{}}}}{{{name}:{{\"status\":\"x\"}}}}");
        between.learn(name.as_bytes(), &names, leaf, sample.as_bytes());
        for (after, answer) in [
            (r#":{"status":"failure"}"#, Some(Answer::True)),
            (r#":{"status":"success"}"#, Some(Answer::False)),
            (r#":{"status":"Failure","a":1}"#, Some(Answer::True)),
            (r#":{"status":"f\u0061ilure"}"#, None),
            (r#":{"status":null}"#, None),
            (r#":{"status":5}"#, None),
            (r#":{"status": "failure"}"#, None),
            (r#": {"status":"failure"}"#, None),
            (r#":{"a":1,"status":"failure"}"#, None),
            (":null", None),
            ("", None),
        ] {
            let record = format!("{{{name}{after}}}");
            let found = between.answer(leaf, record.as_bytes(), 1 + name.len());
            assert_eq!(found, answer, "{record}");
        }
    }
}
