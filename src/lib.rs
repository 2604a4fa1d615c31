#![doc = include_str!("../README.md")]
//!
//! # Scope
//!
//! Text goes in at one end and comes out as an answer at the other: [`parse`] reads text into
//! the tree of [`ast`], [`url`] reads and writes requests, [`validate`] tells what an
//! [`endpoint`] over a [`schema`] would say, [`eval`] asks the same of the records that
//! [`input`] reads, and [`paging`] goes from page to page of an answer with whatever HTTP client
//! it is given. The library never prints, never reads the clock or the environment, and
//! starts no thread.

pub mod ast;
pub mod build;
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
pub mod paging;
pub mod parse;
#[cfg(feature = "eval")]
mod prefilter;
#[cfg(all(test, feature = "eval"))]
mod random;
#[cfg(feature = "eval")]
pub mod scan;
pub mod schema;
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
