//! The built command, `odq`.

mod check_many;
#[path = "../support/command.rs"]
mod command;
mod compression;
mod embedded_limits;
mod explain;
mod exports;
mod filter_faults;
mod output;
mod same_answers;
mod tables;
mod terminal;
