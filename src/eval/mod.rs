//! Filters and orders, compiled once and evaluated over many records.
//!
//! ```
//! use odata_query::Filter;
//! use odata_query::eval::CompileOptions;
//! use serde_json::json;
//!
//! let filter: Filter = "status/code ge 400 and contains(tolower(name),'contoso')".parse()?;
//! let predicate = filter.compile(&CompileOptions::default())?;
//!
//! assert!(predicate.matches(&json!({"status": {"code": 404}, "name": "Contoso"})));
//! // No status: not a match, and no error.
//! assert_eq!(predicate.evaluate(&json!({"name": "Contoso"})), Ok(Some(false)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Predicate::explain`] shows the value of every part for one record; [`QueryRunner`] answers a
//! whole query page by page.
//!
//! # What a filter means
//!
//! OData 4.01, Part 2 ("URL Conventions"), with three-valued logic. Where the standard leaves a
//! choice, these are the rules:
//!
//! - A filter is true, false or null for a record, or an error. Only a record for which it is true
//!   matches.
//! - `and`: false if an operand is false; else an error if one is; else null if one is; else true.
//!   `or`: true if an operand is true; else an error if one is; else null if one is; else false. So
//!   neither depends on the order of its operands. `not` null is null.
//! - `null eq null` is true, and null equals nothing else. `gt` and `lt` with a null are false. `ge`
//!   is `gt or eq`, `le` is `lt or eq`. Arithmetic and functions of a null are null.
//! - A path through a missing or null member is null. A path into a collection, or into a value
//!   without members, is an error.
//! - `any` and `all` are true or false, never null: a member for which the condition is null does
//!   not meet it. A member that decides wins over one that is an error. A missing or null collection
//!   has no members: `any` is false, `all` is true, `$count` is 0.
//! - `in` is a chain of `eq` joined by `or`.
//! - Numbers compare exactly, or as doubles if one of them is a double. NaN equals nothing. Strings
//!   compare byte by byte in UTF-8. Values of types that do not compare are an error.
//! - JSON has no dates, times, durations or guids. Where the filter or the schema says that a value is
//!   of such a type, or a number, a string of the record is read as that type, and is null if it
//!   cannot be. A date against a date with time means midnight UTC.
//! - `cast` gives null where it fails; division of integers or decimals by zero and a result out of
//!   range are errors.
//! - What depends on no record is calculated when the filter is compiled, and keeps its type where
//!   it is null; a fault in it is an error of compiling.
//!
//! # Patterns
//!
//! `matchesPattern` takes an ECMAScript regular expression, and finds it anywhere in the text
//! unless it is anchored. It runs on the `regex` crate, in time that is linear in the text. So
//! look-around (`(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`) and back-references (`\1`, `\k<name>`) are
//! refused, as is what needs too much memory; see [`PatternFault`]. Matching is by code point,
//! as with ECMAScript's flag `u`. Beyond ECMAScript, what the crate takes is taken: `(?i)`, `a++`.
//!
//! # Geography
//!
//! `geo.distance`, `geo.length` and `geo.intersects` need the feature `geo`; without it they
//! are an error when a filter is compiled. A geometry lies on a plane, in the units of its
//! coordinates. A geography lies on the Earth: distances and lengths are metres along geodesics
//! of WGS 84; for `geo.intersects` the edges of a polygon are straight in longitude and latitude,
//! and its border belongs to it. A record has shapes as GeoJSON objects, in WGS 84 unless the
//! literal beside them says otherwise.
//!
//! # What is not evaluated
//!
//! Compiling refuses: functions of the service, keys, `$root`, `$search`, `$apply`, `$compute`,
//! `$deltatoken`, JSON objects in a filter, and values as a type that they are not declared as.
//! Objects and collections are compared with null only.

pub(crate) mod answer;
mod arithmetic;
mod call;
mod cast;
pub(crate) mod coerce;
mod collection;
mod compile;
mod datetime;
mod error;
mod explain;
pub(crate) mod fastpath;
mod geo;
pub(crate) mod interpret;
pub(crate) mod ir;
mod json_node;
mod lazy_node;
mod member;
pub(crate) mod node;
mod order;
mod page;
mod pattern;
pub(crate) mod predicate;
mod string_fns;
mod total_order;
pub(crate) mod value;

pub use self::error::{CompileError, EvalError, EvalFault, ValueKind};
pub use self::explain::{ExplainedValue, Explanation};
pub(crate) use self::json_node::ReadJson;
pub use self::json_node::{RawJson, RawRecords};
pub(crate) use self::lazy_node::LazyIndex;
pub use self::node::{AsNode, FastNode, Node, Plain, View};
pub use self::order::{Order, SortKey, Sorted};
pub use self::page::{PageBuilder, QueryRunner, ResultPage, TokenError};
pub use self::pattern::PatternFault;
pub use self::predicate::{Compile, CompileOptions, Predicate};
