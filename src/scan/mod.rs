//! Filters whole logs at about the speed at which they can be read.
//!
//! The input is split into blocks that end with a record. Worker threads scan blocks in
//! parallel; results are delivered in input order.

mod batch;
mod block_scanner;
mod block_source;
mod buffer;
mod chunker;
mod evaluator;
mod ordered;
mod position;
mod strategy;
mod workers;

use std::io::BufRead;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

pub use self::batch::{Batch, Match, ScanItem};
use crate::eval::Predicate;
use crate::input::{LineColumn, ReadOptions};
use crate::schema::Schema;

/// Options of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanOptions {
    /// The input format, and the maximum record size.
    pub read: ReadOptions,
    /// Validation of records that cannot match.
    pub validation: Validation,
    /// Whether envelopes are removed before the filter is evaluated.
    pub unwrap: Unwrap,
    /// The model of the records. With it, a record whose event has no property of it is not
    /// evaluated, but counted in the [`ScanSummary`].
    pub schema: Option<&'static Schema>,
    /// Number of threads that scan; with 1, none is started.
    pub threads: NonZeroUsize,
    /// Minimum number of bytes read at a time. Memory is about three times that for each
    /// thread, unless a record is larger.
    pub block_bytes: usize,
}

/// Validation of records that cannot match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Validation {
    /// Every byte is validated as JSON, and the filter is evaluated on every record.
    #[default]
    Full,
    /// Skips validation of records that cannot match, by a search for what each match must have, or
    /// by reading no more than the members that the filter names. Several times as fast. Malformed
    /// non-matches are not reported; with duplicate keys either value may be used. A block whose
    /// first and last record are in Graph's form is taken to have no other.
    Skip,
}

/// What the filter is evaluated on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unwrap {
    /// The event: without the envelope of diagnostic settings, with the names of Graph.
    #[default]
    Envelope,
    /// The record as it is in the input.
    None,
}

impl Unwrap {
    /// Selects one of the two.
    fn of<T>(self, event: T, record: T) -> T {
        match self {
            Self::Envelope => event,
            Self::None => record,
        }
    }
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            read: ReadOptions::default(),
            validation: Validation::default(),
            unwrap: Unwrap::default(),
            schema: None,
            threads: NonZeroUsize::MIN,
            block_bytes: 512 * 1024,
        }
    }
}

/// What a scan has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScanSummary {
    /// The records that were read; with [`Validation::Skip`] not all that there are.
    pub records: u64,
    /// How many of them have no property of [`ScanOptions::schema`], and were not evaluated.
    pub unrecognized: u64,
    /// Where the first of these is.
    pub first_unrecognized: Option<LineColumn>,
}

/// Filters the records of an input: `on_batch` is called with the results of each block, in input
/// order, and decides whether to continue.
///
/// Gives the same matches and errors as [`Records`](crate::input::Records) with
/// [`Predicate::evaluate`], except as `options.validation` and `options.schema` say.
///
/// ```
/// use std::ops::ControlFlow;
///
/// use odata_query::Filter;
/// use odata_query::eval::Compile;
/// use odata_query::scan::{ScanItem, ScanOptions, scan};
///
/// let filter: Filter = "id eq 'b'".parse().unwrap();
/// let predicate = filter.compile(&Compile::default()).unwrap();
/// let log = "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\n";
/// let (mut matches, mut errors) = (Vec::new(), Vec::new());
/// scan(log.as_bytes(), &predicate, &ScanOptions::default(), |batch| {
///     for found in batch {
///         match found {
///             ScanItem::Match(record) => matches.push(record.line().into_owned()),
///             ScanItem::ReadError(error) => errors.push(error.to_string()),
///             ScanItem::Failed(place, error) => errors.push(format!("{place}: {error}")),
///         }
///     }
///     ControlFlow::Continue(())
/// });
/// assert_eq!(matches, [b"{\"id\":\"b\"}"]);
/// assert_eq!(errors, ["3:7: the text ends inside an object"]);
/// ```
pub fn scan<R: BufRead + Send>(
    input: R,
    predicate: &Predicate,
    options: &ScanOptions,
    on_batch: impl FnMut(Batch<'_>) -> ControlFlow<()> + Send,
) -> ScanSummary {
    workers::run(input, predicate, options, on_batch)
}
