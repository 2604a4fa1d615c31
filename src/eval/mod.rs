//! Filters and orders, compiled once and evaluated over many records.
//!
//! ```
//! use odata_query::Filter;
//! use odata_query::eval::Compile;
//! use serde_json::json;
//!
//! let filter: Filter = "status/code ge 400 and contains(tolower(name),'contoso')".parse()?;
//! let predicate = filter.compile(&Compile::default())?;
//!
//! assert!(predicate.matches(&json!({"status": {"code": 404}, "name": "Contoso"})));
//! // No status: not a match, and no error.
//! assert_eq!(predicate.evaluate(&json!({"name": "Contoso"})), Ok(Some(false)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a query means is OData 4.01's "URL Conventions", with three-valued logic; see
//! [`Predicate::evaluate`].

mod arithmetic;
mod call;
mod cast;
mod clock;
mod collection;
mod compile;
mod decimal;
mod error;
mod explain;
mod geo;
mod node;
mod order;
mod page;
mod pattern;
mod plan;
mod predicate;
mod read;
mod run;
mod sequence;
mod total;
mod types;
mod value;

pub use self::error::{CompileError, EvalError, EvalFault, ValueKind};
pub use self::explain::{Explanation, Observed};
pub use self::node::{Node, View};
pub use self::order::{Order, SortKey, Sorted};
pub use self::page::{LocalPage, PageBuilder, Pages, TokenError};
pub use self::pattern::PatternFault;
pub use self::predicate::{Compile, Predicate};
