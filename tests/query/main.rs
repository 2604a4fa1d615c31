//! The language: what texts are read as, what trees are printed as, and what is said of mistakes.

mod abnf_conformance;
mod building;
mod errors;
mod fast_path;
mod fold;
mod grammar;
mod properties;
mod round_trip;
mod spans;
#[path = "../support/mod.rs"]
mod support;
mod syntax_fixes;
mod tree_json;
mod trees;
mod url_places;
