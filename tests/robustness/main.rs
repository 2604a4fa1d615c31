//! Inputs that break programs of this kind.

#[path = "../support/cases.rs"]
mod cases;
mod dependant;
mod depth;
mod depth_and_width;
mod found_by_fuzzing;
mod fuzz_targets;
mod hostile_inputs;
mod robustness_table;
