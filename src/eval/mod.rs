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
//! What a query means is OData 4.01's "URL Conventions", with three-valued logic; see
//! [`Predicate::evaluate`]. Why a record meets a filter, or does not, is told by
//! [`Predicate::explain`]; a whole query is answered page by page by [`QueryRunner`].
//!
//! # Patterns
//!
//! `matchesPattern` takes an ECMAScript regular expression, and finds it anywhere in the text
//! unless it is anchored. It runs on the `regex` crate, in time that is linear in the text. So
//! look-around (`(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`) and back-references (`\1`, `\k<name>`) are
//! refused, as is what needs too much memory; see [`PatternFault`]. Matching is by code point,
//! as with ECMAScript's flag `u`. Beyond ECMAScript, what the crate takes is taken: `(?i)`, `a++`.
//!
//! # Places
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
//! An error says so when the filter is compiled: functions of the service, keys, `$root`,
//! `$search`, JSON objects in a filter, and values as a type that they are not declared as.
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
