//! Laws that hold whatever the filter and the record: of generated filters, with nothing said
//! about what each of them means.

use odata_query::Filter;
use odata_query::eval::Predicate;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::oracle::{self, Choices};

/// True, false, null, or some error: which one of several is not promised.
fn says(text: &str, record: &Json, typed: bool) -> Option<Option<Option<bool>>> {
    Some(compile(text, typed)?.evaluate(record).ok())
}

fn compile(text: &str, typed: bool) -> Option<Predicate> {
    oracle::compiled(&text.parse::<Filter>().expect(text), typed)
}

fn conditions() -> impl Strategy<Value = (bool, Vec<Vec<u8>>, Vec<u8>)> {
    (any::<bool>(), vec(vec(any::<u8>(), 0..60), 2..4), vec(any::<u8>(), 0..300))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn and_and_or_do_not_depend_on_the_order((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let parts: Vec<_> = parts.iter().map(|part| Choices::new(part, typed).filter()).collect();
        for word in [" and ", " or "] {
            let mut turned = parts.clone();
            let expected = says(&parts.join(word), &record, typed);
            for _ in 0..parts.len() {
                turned.rotate_left(1);
                prop_assert_eq!(says(&turned.join(word), &record, typed), expected, "{:?}", parts);
            }
            turned.reverse();
            prop_assert_eq!(says(&turned.join(word), &record, typed), expected, "{:?}", parts);
        }
    }

    #[test]
    fn not_turns_and_into_or_and_back((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let parts: Vec<_> = parts.iter().map(|part| Choices::new(part, typed).filter()).collect();
        let turned: Vec<_> = parts.iter().map(|part| format!("not ({part})")).collect();
        for (word, other) in [(" and ", " or "), (" or ", " and ")] {
            let whole = format!("not ({})", parts.join(word));
            prop_assert_eq!(
                says(&whole, &record, typed),
                says(&turned.join(other), &record, typed),
                "{}", whole
            );
        }
        let twice = format!("not (not ({}))", parts[0]);
        prop_assert_eq!(says(&twice, &record, typed), says(&parts[0], &record, typed));
    }

    /// A compiled filter keeps nothing of the records that it was asked about.
    #[test]
    fn records_do_not_depend_on_each_other((typed, parts, record) in conditions()) {
        let first = Choices::new(&record, typed).record();
        let second = Choices::new(&parts[1], typed).record();
        let text = Choices::new(&parts[0], typed).filter();
        if let Some(predicate) = compile(&text, typed) {
            let alone = predicate.evaluate(&second);
            let answer = predicate.evaluate(&first);
            prop_assert_eq!(predicate.evaluate(&second), alone);
            prop_assert_eq!(predicate.clone().evaluate(&first), answer);
        }
    }
}
