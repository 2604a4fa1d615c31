//! Byte-level JSON helpers of the readers.

pub(crate) mod compact;
pub(crate) mod fault;
pub(crate) mod scan;

#[path = "bulk/split.rs"]
pub(crate) mod split;
