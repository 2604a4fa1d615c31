//! Laws that hold whatever the filter and the record: of generated filters, with nothing said
//! about what each of them means.

use odata_query::Filter;
use odata_query::eval::Predicate;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::oracle::{self, Choices};

use crate::cases::cases;

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
    #![proptest_config(ProptestConfig { cases: cases(2000), ..ProptestConfig::default() })]

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

    #[test]
    fn the_orders_are_made_of_gt_lt_and_eq((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let operand = |part: &[u8]| Choices::new(part, typed).operand();
        let (a, b) = (operand(&parts[0]), operand(&parts[1]));
        for (whole, one) in [("ge", "gt"), ("le", "lt")] {
            let made = format!("({a} {one} {b}) or ({a} eq {b})");
            let whole = format!("{a} {whole} {b}");
            let (made, whole) = (says(&made, &record, typed), says(&whole, &record, typed));
            prop_assert_eq!(whole, made, "{} and {}", a, b);
        }
        let (ne, eq) = (format!("{a} ne {b}"), format!("not ({a} eq {b})"));
        prop_assert_eq!(says(&ne, &record, typed), says(&eq, &record, typed), "{}", ne);
        let (gt, lt) = (format!("{a} gt {b}"), format!("{b} lt {a}"));
        prop_assert_eq!(says(&gt, &record, typed), says(&lt, &record, typed), "{}", gt);
    }

    #[test]
    fn in_is_a_chain_of_eq((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let operand = Choices::new(&parts[0], typed).operand();
        let items: Vec<_> =
            parts[1..].iter().map(|part| Choices::new(part, typed).constant()).collect();
        let list = format!("{operand} in ({})", items.join(","));
        let chain: Vec<_> = items.iter().map(|item| format!("({operand} eq {item})")).collect();
        let (list, chain) = (says(&list, &record, typed), says(&chain.join(" or "), &record, typed));
        prop_assert_eq!(list, chain, "{} in {:?}", operand, items);
    }

    /// What is true of all is not false of any, and of none is it null.
    #[test]
    fn all_is_not_any_not((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let condition = Choices::new(&parts[0], typed).filter();
        let path = if typed { "provisioningSteps" } else { "items" };
        let all = format!("{path}/all(m:{condition})");
        let none = format!("not ({path}/any(m:case(({condition}):false,true:true)))");
        prop_assert_eq!(says(&all, &record, typed), says(&none, &record, typed), "{}", all);
    }

    #[test]
    fn canonical_text_means_the_same((typed, parts, record) in conditions()) {
        let record = Choices::new(&record, typed).record();
        let text = Choices::new(&parts[0], typed).filter();
        let printed = text.parse::<Filter>().expect(&text).to_string();
        prop_assert_eq!(says(&printed, &record, typed), says(&text, &record, typed), "{}", text);
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
