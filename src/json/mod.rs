//! JSON text (RFC 8259): finding, skipping and validating values in bytes, 64 or 16 at a time.
//!
//! Knows nothing of filters, schemas or inputs: what evaluates, scans or reads JSON builds on it.

pub(crate) mod bitmap;
pub(crate) mod boundary;
pub(crate) mod compact;
pub(crate) mod error;
mod index;
pub(crate) mod number;
mod object;
#[cfg(test)]
mod samples;
mod scalar;
pub(crate) mod skip;
pub(crate) mod split;
pub(crate) mod string;
mod template;
mod utf8;

pub(crate) use self::object::{Member, ObjectReader, after};
