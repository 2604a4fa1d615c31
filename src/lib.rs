//! The OData 4.01 query language: parse, validate, build, print and evaluate `$filter` and
//! `$orderby`. Made first for Microsoft Graph's provisioning logs.
//!
#![cfg_attr(feature = "eval", doc = "```")]
#![cfg_attr(not(feature = "eval"), doc = "```ignore")]
//! use odata_query::Filter;
//! use odata_query::eval::CompileOptions;
//! use serde_json::json;
//!
//! let filter: Filter = "status eq 'failure' and tries gt 2".parse()?;
//! let predicate = filter.compile(&CompileOptions::default())?;
//! assert!(predicate.matches(&json!({"status": "failure", "tries": 3})));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What do you want to do?
//!
//! | task | start with | feature |
//! |---|---|---|
//! | parse a filter, an order, a query string or a URL | [`Filter`], [`OrderBy`], [`Query`], [`Limits`] | |
//! | say what is wrong in it, and where | [`Diagnostic`] | |
//! | inspect or change a parsed query | [`ast::Visit`], [`ast::Fold`] | |
//! | build a query from values | [`build`]; typed fields in [`graph::field`] | |
//! | check what an endpoint accepts before sending | [`validate::Validator`], [`endpoint::Endpoint`] | |
//! | send it and follow the pages with your HTTP client | [`client::Pager`], [`client::AsyncPager`] | |
//! | evaluate a filter on records in memory | [`Filter::compile`], [`eval::Predicate`], [`eval::Node`] | `eval` |
//! | sort records, answer a whole query page by page | [`OrderBy::compile`], [`Query::compile`] | `eval` |
//! | filter records kept in memory again and again | [`store::ColumnStore`] | `eval` |
//! | read exported logs in any format | [`input::Records`] | `eval` |
//! | filter gigabytes of logs on several threads | [`scan::scan`] | `eval` |
//! | explain why a record matches or not | [`eval::Predicate::explain`] | `eval` |
//!
//! `eval` is on by default. The feature `geo` adds `geo.distance`, `geo.length` and
//! `geo.intersects` to evaluation; `cli` builds the command `odq` and adds nothing to the library.
//!
//! # Layout
//!
//! Each module knows only those before it in this list.
//!
//! - [`ast`]: what a query is, as plain data; canonical text, serde, visitor and fold.
//! - [`parse`] and [`url`]: text to [`ast`], query strings and whole URLs both ways.
//! - [`schema`] and [`endpoint`]: the types of records, and what a service accepts, as data.
//! - [`validate`]: a query checked against an endpoint: errors, warnings, suggested fixes.
//! - [`build`]: queries from values of Rust.
//! - [`eval`]: filters and orders compiled and evaluated with three-valued logic.
//! - [`input`], [`scan`], [`store`]: logs read record by record, in parallel, or kept in columns.
//! - [`graph`]: Microsoft Graph's own: the provisioning model, its fields and clouds.
//! - [`client`]: pages, next links and retries, without I/O of its own.
//!
//! The library never prints and never reads the clock or the environment. It starts threads only
//! in [`scan::scan`], as many as [`scan::ScanOptions::threads`] says.

#![cfg_attr(
    not(feature = "eval"),
    expect(dead_code, reason = "parts of the shared rooms serve the evaluator alone")
)]

// The examples of the README run as tests, too.
#[cfg(all(doctest, feature = "eval"))]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod ast;
pub mod build;
pub mod client;
mod diagnostic;
pub mod endpoint;
#[cfg(feature = "eval")]
pub mod eval;
pub mod graph;
#[cfg(feature = "eval")]
pub mod input;
#[cfg(feature = "eval")]
mod json;
mod limits;
pub mod parse;
#[cfg(feature = "eval")]
mod prefilter;
#[cfg(all(test, feature = "eval"))]
mod random;
mod rewrite;
#[cfg(feature = "eval")]
pub mod scan;
pub mod schema;
#[cfg_attr(
    not(feature = "eval"),
    expect(dead_code, unused_imports, reason = "some rules are for records alone")
)]
mod semantic;
mod span;
#[cfg(feature = "eval")]
pub mod store;
pub mod url;
pub mod validate;

pub use self::ast::{Filter, OrderBy, Query, SkipToken};
pub use self::diagnostic::{Code, Diagnostic, Severity, Suggestion};
pub use self::limits::Limits;
pub use self::span::Span;
