//! What filters and orders mean for a record.

#[path = "../support/cases.rs"]
mod cases;
mod conditions_on_one_path;
mod explain;
mod geo;
mod lookup_counts;
mod order;
mod pages;
mod reference;
mod skip_tokens;
mod string_eq;
mod truth;
