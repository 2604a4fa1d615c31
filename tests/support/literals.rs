//! Arbitrary literals: every variant, with values at the ends of their ranges and hostile
//! texts.

use chrono::NaiveDate;
use odata_query::ast::{
    Binary, Date, DateTimeOffset, Decimal, Double, Duration, EnumLiteral, EnumMember, Guid,
    Literal, Text, TimeOfDay,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{shapes, trees};

pub(crate) fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        1 => Just(Literal::Null),
        1 => any::<bool>().prop_map(Literal::Boolean),
        4 => integer().prop_map(Literal::Int64),
        2 => decimal().prop_map(Literal::Decimal),
        2 => double().prop_map(Literal::Double),
        5 => text().prop_map(Literal::String),
        1 => date().prop_map(Literal::Date),
        2 => date_time().prop_map(Literal::DateTimeOffset),
        1 => time_of_day().prop_map(Literal::TimeOfDay),
        1 => duration().prop_map(Literal::Duration),
        1 => any::<[u8; 16]>().prop_map(|bytes| Literal::Guid(Guid::from_bytes(bytes))),
        1 => vec(any::<u8>(), 0..7).prop_map(|b| Literal::Binary(Binary(b.into()))),
        1 => enumeration().prop_map(Literal::from),
        1 => shapes::geo().prop_map(Literal::from),
    ]
}

/// Strings that break programs which splice them, and any others.
pub(crate) fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        2 => select(TEXTS).prop_map(Text::from),
        2 => "[a-z ]{0,8}".prop_map(Text::from),
        1 => "(?s).{0,8}".prop_map(Text::from),
        1 => vec(any::<char>(), 0..6).prop_map(|chars| Text::from(String::from_iter(chars))),
    ]
}

const TEXTS: &[&str] = &[
    "",
    "'",
    "''",
    "O'Brien",
    "' or 1 eq 1 or '",
    "') or (true",
    "\"",
    "\\",
    "\\u0041",
    "\"],[\"",
    "a,b",
    "a/b",
    "%27",
    "a+b&c=d#e",
    "\0",
    "\t\r\n",
    "\u{7f}\u{80}\u{85}",
    "\u{2028}\u{feff}\u{a0}",
    "😀e\u{301}",
    "P1DT2H",
    "2024-05-01",
    "null",
    " ",
];

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![
        -20_i64..2100,
        any::<i64>(),
        select(&[i64::MIN, i64::MIN + 1, -1, 0, 10, 11, i64::MAX][..]),
    ]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    let mantissa = prop_oneof![
        -1000_i128..1000,
        any::<i64>().prop_map(i128::from),
        any::<i128>().prop_map(|m| m % 10_i128.pow(28)),
        select(vec![10_i128.pow(28) - 1, 1 << 63, -(1 << 63) - 1, 0]),
    ];
    (mantissa, prop_oneof![0..4_u32, 0..=28_u32])
        .prop_filter_map("no decimal", |(mantissa, scale)| Decimal::new(mantissa, scale).ok())
}

pub(crate) fn double() -> impl Strategy<Value = Double> {
    prop_oneof![
        proptest::num::f64::ANY,
        (-2000..2000_i32).prop_map(|n| f64::from(n) / 8.0),
        select(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, f64::MAX, 5e-324, 1e21][..]),
    ]
    .prop_map(Double)
}

fn date() -> impl Strategy<Value = Date> {
    let year = prop_oneof![1990..2040, -12_000..12_000, -262_143..=262_142];
    (year, 1..=366_u32)
        .prop_filter_map("no day", |(year, day)| NaiveDate::from_yo_opt(year, day).map(Date))
}

fn time_of_day() -> impl Strategy<Value = TimeOfDay> {
    let picos = prop_oneof![
        3 => Just(0),
        1 => 0..1_000_000_000_000_u64,
        1 => (0..1000_u64).prop_map(|millis| millis * 1_000_000_000),
    ];
    (0..24_u32, 0..60_u32, 0..=60_u32, picos)
        .prop_filter_map("no time", |(h, m, s, picos)| TimeOfDay::new(h, m, s, picos).ok())
}

fn date_time() -> impl Strategy<Value = DateTimeOffset> {
    let offset = prop_oneof![Just(0), -1439..=1439_i16];
    (date(), time_of_day(), offset)
        .prop_filter_map("no offset", |(d, t, offset)| DateTimeOffset::new(d, t, offset).ok())
}

fn duration() -> impl Strategy<Value = Duration> {
    let max = (1_i128 << 63) * 1_000_000_000_000;
    let picos = prop_oneof![
        -max..=max,
        (-100_000..100_000_i128).prop_map(|seconds| seconds * 1_000_000_000_000),
        -10_000_000_000_000_i128..10_000_000_000_000,
        select(vec![max, -max, 0, 86_400_000_000_000_000]),
    ];
    picos.prop_filter_map("no duration", |picos| Duration::from_picos(picos).ok())
}

pub(crate) fn enumeration() -> impl Strategy<Value = EnumLiteral> {
    let member = prop_oneof![
        2 => trees::name().prop_map(EnumMember::Name),
        1 => integer().prop_map(EnumMember::Value),
    ];
    (trees::qualified_name(), vec(member, 1..4))
        .prop_filter_map("no enumeration", |(name, members)| EnumLiteral::new(name, members).ok())
}
