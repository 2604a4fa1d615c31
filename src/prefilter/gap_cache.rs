//! Remembers the bytes between a key and the value that the filter compares: where they repeat, the
//! value follows them and need not be searched for.
//!
//! Where a value is depends on the bytes before it alone. Gives no answer for a null, for which
//! another name of the key may count.

use memchr::memmem;

use crate::eval::answer::Answer;
use crate::eval::fastpath::PathTest;
use crate::eval::{FastNode as _, Plain, RawJson};
use crate::json::skip;

/// The gaps of some records, each different.
#[derive(Clone, Debug, Default)]
pub(super) struct GapCache(Vec<Box<[u8]>>);

/// More gaps are rare, and slower to tell apart than to skip.
const MAX_GAPS: usize = 4;
/// Longer gaps contain values, which differ.
const MAX_BYTES: usize = 64;
/// How many keys of a sample are looked at.
const MAX_KEYS: usize = 16;

impl GapCache {
    /// Learns the gaps behind a key in quotes.
    pub(super) fn train(&mut self, quoted: &[u8], test: &PathTest, bytes: &[u8]) {
        for at in memmem::find_iter(bytes, quoted).take(MAX_KEYS) {
            let Some(gap) = gap(test, bytes, at + quoted.len()) else { continue };
            if self.0.len() < MAX_GAPS && !self.0.iter().any(|known| **known == *gap) {
                self.0.push(gap.into());
            }
        }
    }

    /// The answer of the test, if a known gap follows the key that ends before `after`.
    pub(super) fn answer(&self, test: &PathTest, bytes: &[u8], after: usize) -> Option<Answer> {
        let rest = bytes.get(after..)?;
        self.0.iter().filter(|gap| rest.starts_with(gap)).find_map(|gap| {
            match RawJson::at(bytes, after + gap.len()).plain() {
                Plain::Null => None,
                value => test.answer_to(value),
            }
        })
    }
}

/// The bytes between a key that ends before `after` and the value that the test compares.
fn gap<'b>(test: &PathTest, bytes: &'b [u8], after: usize) -> Option<&'b [u8]> {
    let value = RawJson::at(bytes, skip::separator(bytes, after, b':')?);
    let found = test.below_first_step(value)?;
    bytes.get(after..found.start()).filter(|gap| gap.len() <= MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::GapCache;
    use crate::Filter;
    use crate::eval::CompileOptions;
    use crate::eval::answer::Answer;
    use crate::schema::Schema;

    #[test]
    fn a_value_is_known_after_the_same_bytes() {
        let filter: Filter =
            "provisioningStatusInfo/status eq 'failure'".parse().expect("a filter");
        let options = CompileOptions::with_schema(Schema::provisioning_any());
        let predicate = filter.compile(&options).expect("it compiles");
        let test = predicate.ir().path_test().expect("one condition");
        let name = "\"provisioningStatusInfo\"";
        let mut gaps = GapCache::default();
        let sample = format!("{{{name}:null}}{{{name}: {{}}}}{{{name}:{{\"status\":\"x\"}}}}");
        gaps.train(name.as_bytes(), test, sample.as_bytes());
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
            let found = gaps.answer(test, record.as_bytes(), 1 + name.len());
            assert_eq!(found, answer, "{record}");
        }
    }
}
