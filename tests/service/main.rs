//! What a service accepts, what is said of a query that it does not, and what comes back.

mod another_endpoint;
mod another_schema;
#[path = "../support/cases.rs"]
mod cases;
mod diagnostics_help;
mod diagnostics_snapshot;
mod every_comparison;
mod http_example;
#[cfg(feature = "eval")]
mod one_analysis;
mod paging;
mod real_world_queries;
mod schema;
mod service_errors;
mod suggestions;
mod typed_fields;
mod validator;
