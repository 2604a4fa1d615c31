//! SQLite as a third opinion: the same conditions over the same nullable columns.
//!
//! Both languages have three truth values, and agree on `and`, `or`, `not`, on arithmetic and
//! on functions of a null. They differ in comparisons with null, and each difference is spelled
//! out in what a filter is translated to:
//!
//! | filter | SQL | why |
//! |---|---|---|
//! | `a eq b` | `a IS b` | null equals null, and nothing else; `=` would be null |
//! | `a ne b` | `a IS NOT b` | its opposite |
//! | `a gt b` | `COALESCE(a > b, 0)` | false where a side is null; `>` would be null |
//! | `a ge b` | `COALESCE(a >= b, a IS b)` | `gt or eq`: true for two nulls |
//! | `a in (1,null)` | `a IS 1 OR a IS NULL` | a chain of `eq`; SQL's `IN` is null beside a null |
//!
//! Divisors are constants other than 0: SQL makes a null of a division by zero, OData an error.

#![cfg(test)]

use std::cell::RefCell;
use std::collections::BTreeMap;

use odata_query::Filter;
use odata_query::eval::Compile;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use serde_json::{Value as Json, json};

#[path = "../support/cases.rs"]
mod cases;

use cases::cases;

/// A part in both languages.
#[derive(Clone, Debug)]
struct Pair {
    odata: String,
    sql: String,
}

fn pair(odata: impl Into<String>, sql: impl Into<String>) -> Pair {
    Pair { odata: odata.into(), sql: sql.into() }
}

fn same(text: &'static str) -> Pair {
    pair(text, text)
}

fn number() -> BoxedStrategy<Pair> {
    let leaf = prop_oneof![
        3 => select(&["a", "b", "x"][..]).prop_map(same),
        2 => select(&["0", "1", "2", "-1", "3", "0.5e0"][..])
            .prop_map(|n| pair(n, if n == "0.5e0" { "0.5" } else { n })),
        1 => Just(pair("null", "NULL")),
    ];
    leaf.prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), select(&[("add", "+"), ("sub", "-"), ("mul", "*")][..]), inner.clone())
                .prop_map(|(l, (odata, sql), r)| pair(
                    format!("({} {odata} {})", l.odata, r.odata),
                    format!("({} {sql} {})", l.sql, r.sql)
                )),
            // Whole numbers alone: SQLite takes the remainder of whole numbers only.
            (
                select(&["a", "b"][..]),
                select(&[("div", "/"), ("mod", "%")][..]),
                select(&["2", "-2", "3"][..])
            )
                .prop_map(|(n, (odata, sql), by)| pair(
                    format!("({n} {odata} {by})"),
                    format!("({n} {sql} {by})")
                )),
            inner.prop_map(|n| pair(format!("(-({}))", n.odata), format!("(-({}))", n.sql))),
            text().prop_map(|s| pair(format!("length({})", s.odata), format!("length({})", s.sql))),
            (text(), text()).prop_map(|(s, t)| pair(
                format!("indexof({},{})", s.odata, t.odata),
                format!("(instr({},{}) - 1)", s.sql, t.sql)
            )),
        ]
    })
    .boxed()
}

fn text() -> BoxedStrategy<Pair> {
    let leaf = prop_oneof![
        3 => select(&["s", "t"][..]).prop_map(same),
        2 => select(&["'a'", "'B'", "''", "'O''Brien'", "'ab'", "'😀'"][..]).prop_map(same),
        1 => Just(pair("null", "NULL")),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(l, r)| pair(
                format!("concat({},{})", l.odata, r.odata),
                format!("({} || {})", l.sql, r.sql)
            )),
            (inner.clone(), 0..3, 0..3).prop_map(|(s, start, length)| pair(
                format!("substring({},{start},{length})", s.odata),
                // SQL counts from 1.
                format!("substr({}, {} , {length})", s.sql, start + 1)
            )),
            // Beyond ASCII SQLite knows no case.
            (inner, select(&[("tolower", "lower"), ("toupper", "upper")][..])).prop_map(
                |(s, (odata, sql))| pair(
                    format!("{odata}({})", s.odata),
                    format!("{sql}({})", s.sql)
                )
            ),
        ]
    })
    .boxed()
}

fn comparison(operands: impl Strategy<Value = Pair> + Clone) -> impl Strategy<Value = Pair> {
    let op = select(&["eq", "ne", "gt", "ge", "lt", "le"][..]);
    (operands.clone(), op, operands).prop_map(|(l, op, r)| {
        let (a, b) = (&l.sql, &r.sql);
        let sql = match op {
            "eq" => format!("({a} IS {b})"),
            "ne" => format!("({a} IS NOT {b})"),
            "gt" => format!("COALESCE({a} > {b}, 0)"),
            "lt" => format!("COALESCE({a} < {b}, 0)"),
            "ge" => format!("COALESCE({a} >= {b}, {a} IS {b})"),
            _ => format!("COALESCE({a} <= {b}, {a} IS {b})"),
        };
        pair(format!("({} {op} {})", l.odata, r.odata), sql)
    })
}

fn condition() -> BoxedStrategy<Pair> {
    let searched = (text(), text(), 0..3).prop_map(|(s, t, which)| {
        let (name, sql) = match which {
            0 => ("contains", format!("(instr({},{}) > 0)", s.sql, t.sql)),
            1 => ("startswith", format!("(substr({0},1,length({1})) = {1})", s.sql, t.sql)),
            // `substr` from -0 would be the whole text.
            _ => (
                "endswith",
                format!(
                    "(substr({0},length({0})-length({1})+1) = {1} AND length({0}) >= length({1}))",
                    s.sql, t.sql
                ),
            ),
        };
        pair(format!("{name}({},{})", s.odata, t.odata), sql)
    });
    let item = select(&["1", "-1", "null"][..]);
    let listed = (number(), prop::collection::vec(item, 1..4)).prop_map(|(n, items)| {
        let sql: Vec<_> = items.iter().map(|item| format!("{} IS {item}", n.sql)).collect();
        pair(format!("({} in ({}))", n.odata, items.join(",")), format!("({})", sql.join(" OR ")))
    });
    let leaf = prop_oneof![
        3 => comparison(number()),
        2 => comparison(text()),
        2 => searched,
        1 => listed,
        1 => Just(pair("null", "NULL")),
        1 => select(&["true", "false"][..]).prop_map(same),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let joined = |word: &'static str| {
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |parts| {
                let odata: Vec<_> = parts.iter().map(|part| part.odata.as_str()).collect();
                let sql: Vec<_> = parts.iter().map(|part| part.sql.as_str()).collect();
                let between = format!(" {word} ");
                pair(format!("({})", odata.join(&between)), format!("({})", sql.join(&between)))
            })
        };
        prop_oneof![
            2 => joined("and"),
            2 => joined("or"),
            1 => inner.clone().prop_map(|part| pair(
                format!("(not ({}))", part.odata),
                format!("(NOT ({}))", part.sql)
            )),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| pair(
                format!("case({}:{},true:{})", a.odata, b.odata, c.odata),
                format!("CASE WHEN {} THEN {} ELSE {} END", a.sql, b.sql, c.sql)
            )),
            // Truth values compare like any others.
            1 => comparison(inner.clone()),
        ]
    })
    .boxed()
}

fn nullable<T: std::fmt::Debug + Clone + 'static>(
    some: &'static [T],
    json: fn(T) -> Json,
) -> impl Strategy<Value = Json> {
    prop_oneof![4 => select(some).prop_map(json), 1 => Just(Json::Null)]
}

fn record() -> impl Strategy<Value = Json> {
    let whole = || nullable(&[0, 1, 2, 3, -1, -7], |n: i64| json!(n));
    let real = nullable(&[0.5, -1.5, 2.0, 0.0], |n: f64| json!(n));
    let text = || nullable(&["", "a", "ab", "B", "O'Brien", "x😀"], |s: &str| json!(s));
    (whole(), whole(), real, text(), text())
        .prop_map(|(a, b, x, s, t)| json!({"a": a, "b": b, "x": x, "s": s, "t": t}))
}

fn column(value: &Json) -> Sql {
    match value {
        Json::Number(n) => {
            n.as_i64().map_or_else(|| Sql::Real(n.as_f64().expect("a number")), Sql::Integer)
        }
        Json::String(text) => Sql::Text(text.clone()),
        _ => Sql::Null,
    }
}

#[test]
fn sqlite_is_of_the_same_opinion() {
    let database = Connection::open_in_memory().expect("a database");
    let counts = RefCell::new(BTreeMap::<Option<bool>, usize>::new());
    let cases = cases(3000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&(condition(), record()), |(condition, record)| {
        let Pair { odata, sql } = condition;
        let filter: Filter = odata.parse().expect(&odata);
        let answer = filter
            .compile(&Compile::default())
            .map_err(|error| TestCaseError::fail(format!("{odata}: {error}")))?
            .evaluate(&record)
            .map_err(|error| TestCaseError::fail(format!("{odata} over {record}: {error}")))?;
        let query =
            format!("SELECT {sql} FROM (SELECT ?1 AS a, ?2 AS b, ?3 AS x, ?4 AS s, ?5 AS t)");
        let columns = ["a", "b", "x", "s", "t"].map(|name| column(&record[name]));
        let theirs: Option<bool> = database
            .query_row(&query, rusqlite::params_from_iter(columns), |row| row.get(0))
            .expect(&query);
        prop_assert_eq!(answer, theirs, "{} and {} over {}", odata, sql, record);
        *counts.borrow_mut().entry(answer).or_default() += 1;
        Ok(())
    });
    let difference = outcome.err().map(|error| error.to_string());
    assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    let counts = counts.into_inner();
    for answer in [Some(true), Some(false), None] {
        assert!(
            counts.get(&answer).is_some_and(|count| *count * 30 > cases as usize),
            "{counts:?}"
        );
    }
}

/// The differences are real: without them the two would not agree.
#[test]
fn sql_means_something_else_by_the_same_words() {
    let database = Connection::open_in_memory().expect("a database");
    let sql = |text: &str| -> Option<bool> {
        database.query_row(&format!("SELECT {text}"), [], |row| row.get(0)).expect(text)
    };
    let odata = |text: &str| {
        let filter: Filter = text.parse().expect(text);
        filter.compile(&Compile::default()).expect(text).evaluate(&json!({})).expect(text)
    };
    for (filter, ours, query, theirs) in [
        ("n eq null", Some(true), "NULL = NULL", None),
        ("n ne 1", Some(true), "NULL <> 1", None),
        ("n gt 1", Some(false), "NULL > 1", None),
        ("not (n gt 1)", Some(true), "NOT (NULL > 1)", None),
        ("n ge null", Some(true), "NULL >= NULL", None),
        ("n in (1,null)", Some(true), "NULL IN (1, NULL)", None),
        ("2 in (1,null)", Some(false), "2 IN (1, NULL)", None),
        // The same in both.
        ("contains(n,'a') and false", Some(false), "NULL AND 0", Some(false)),
        ("contains(n,'a') or true", Some(true), "NULL OR 1", Some(true)),
        ("not contains(n,'a')", None, "NOT NULL", None),
    ] {
        assert_eq!((odata(filter), sql(query)), (ours, theirs), "{filter}; {query}");
    }
}
