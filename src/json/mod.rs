//! JSON text (RFC 8259): finding, skipping and validating values in bytes, 64 or 16 at a time.
//!
//! Knows nothing of filters, schemas or inputs: what evaluates, scans or reads JSON builds on it.

mod bitmap;
pub(crate) mod boundary;
pub(crate) mod compact;
pub(crate) mod error;
mod index;
pub(crate) mod number;
pub(crate) mod object;
mod parse;
mod reader;
#[cfg(test)]
mod samples;
pub(crate) mod skip;
pub(crate) mod split;
pub(crate) mod string;
mod template;
mod utf8;

pub(crate) use self::parse::parse;
pub(crate) use self::reader::ObjectReader;
