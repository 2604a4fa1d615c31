//! Arbitrary calls of the builder: what builds prints to text that reads as what was built, also
//! out of a URL.

use odata_query::build::{Condition, Operand, OrderKey, QueryBuilder, all_of, any_of, path, query};
use odata_query::graph::field;
use odata_query::{Filter, Query, SkipToken};

use super::input::Input;
use super::literal;

const BASE: &str = "https://graph.microsoft.com/v1.0/auditLogs/provisioning";

pub(crate) fn run(bytes: &[u8]) -> bool {
    let mut input = Input::new(bytes);
    let mut conditions = vec![condition(&mut input)];
    let mut request = query();
    while !input.is_empty() && conditions.len() < 100 {
        (request, conditions) = step(&mut input, request, conditions);
    }
    let mut built = 0;
    for condition in conditions {
        request = request.filter(condition.clone());
        if let Ok(filter) = condition.build() {
            let printed = filter.to_string();
            assert_eq!(printed.parse::<Filter>().as_ref(), Ok(&filter), "{printed}");
            built += 1;
        }
    }
    if let Ok(query) = request.build() {
        let written = query.to_query_string();
        assert!(written.bytes().all(|byte| byte.is_ascii_graphic()), "{written}");
        assert_eq!(Query::from_query_string(&written).as_ref(), Ok(&query), "{written}");
        let url = query.to_url(BASE);
        assert_eq!(Query::from_url(&url).as_ref(), Ok(&query), "{url}");
        built += 1;
    }
    built > 0
}

fn step(
    input: &mut Input<'_>,
    request: QueryBuilder,
    mut stack: Vec<Condition>,
) -> (QueryBuilder, Vec<Condition>) {
    let mut pop = || stack.pop().unwrap_or_else(|| path("a").is_null());
    let pushed = match input.below(12) {
        0 => pop().and(pop()),
        1 => pop().or(pop()),
        2 => pop().negated(),
        3 => {
            let other = input.flag().then(&mut pop);
            pop().and_maybe(other)
        }
        4 => {
            let count = input.below(5);
            all_of((0..count).map(|_| pop()).collect::<Vec<_>>())
        }
        5 => {
            let count = input.below(5);
            any_of((0..count).map(|_| pop()).collect::<Vec<_>>())
        }
        6 => return (request.order_by(order(input)), stack),
        7 => return (request.top(input.number() as u32), stack),
        8 => {
            let text = input.text(20);
            let token = if input.flag() {
                SkipToken::new(text.as_str())
            } else {
                SkipToken::from_decoded(&text)
            };
            return match token {
                Ok(token) => (request.skip_token(token), stack),
                Err(_) => (request, stack),
            };
        }
        9 => match input.text(60).parse::<Filter>() {
            Ok(filter) => filter.into(),
            Err(_) => return (request, stack),
        },
        _ => condition(input),
    };
    stack.push(pushed);
    (request, stack)
}

fn order(input: &mut Input<'_>) -> OrderKey {
    match input.below(4) {
        0 => operand(input).asc(),
        1 => operand(input).desc(),
        2 => field::activity_date_time().asc(),
        _ => field::activity_date_time().desc(),
    }
}

fn operand(input: &mut Input<'_>) -> Operand {
    const NAMES: &[&str] =
        &["a", "jobId", "a/b", "null", "not", "in/eq", "Größe", "INF", "T11", "ｘ", "cast"];
    let operand = match input.below(4) {
        0 => path(&input.text(12)),
        _ => path(input.one(NAMES)),
    };
    (0..input.below(3)).fold(operand, |operand, _| operand.to_lower())
}

fn condition(input: &mut Input<'_>) -> Condition {
    match input.below(16) {
        0 => operand(input).eq(literal::any(input)),
        1 => operand(input).ne(literal::any(input)),
        2 => operand(input).gt(literal::any(input)),
        3 => operand(input).ge(literal::any(input)),
        4 => operand(input).lt(literal::any(input)),
        5 => operand(input).le(literal::any(input)),
        6 => operand(input).contains(input.text(20)),
        7 => operand(input).starts_with(input.text(20)),
        8 => operand(input).ends_with(input.text(20)),
        9 => operand(input).is_null(),
        10 => {
            let count = input.below(6);
            let values: Vec<_> = (0..count).map(|_| literal::any(input)).collect();
            operand(input).is_in(values)
        }
        11 => field::job_id().eq(input.text(20)),
        12 => field::target_system().display_name().contains(input.text(20)),
        13 => field::duration_in_milliseconds().gt(input.number()),
        14 => field::activity_date_time().lt(literal::instant(input)),
        _ => field::cycle_id().is_null(),
    }
}
