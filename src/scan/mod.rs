//! Whole logs, filtered about as fast as they can be read.
//!
//! The input is read in blocks, each of which ends with a record. Threads take blocks in turns,
//! look at them at the same time, and hand on what they found in the order of the input.

mod batch;
mod block_scanner;
mod block_source;
mod buffer;
mod chunker;
mod ordered;
mod strategy;
mod workers;

use std::io::BufRead;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

pub use self::batch::{Batch, Match, ScanItem};
use crate::eval::Predicate;
use crate::input::ReadOptions;

/// How a log is filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScanOptions {
    /// The shape of the input, and the largest record.
    pub read: ReadOptions,
    /// What is asked of the records that cannot match.
    pub validation: Validation,
    /// What the filter is about.
    pub unwrap: Unwrap,
    /// How many threads look at the records; with one, no thread is started.
    pub threads: NonZeroUsize,
    /// How many bytes are read at a time, at least. Memory is about three times that for each
    /// thread, unless a record is larger.
    pub block_bytes: usize,
}

/// What is asked of the records that cannot match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Validation {
    /// That they are JSON, byte for byte, and that the filter can be asked of them.
    #[default]
    Full,
    /// Nothing: a record that does not match is passed over as soon as that is known, because
    /// what a match must have is not found in it, or because the members that the filter names,
    /// read by themselves, say so. What is said of bad records holds only for those that were
    /// read; where a record has one name twice, either may count. Several times as fast.
    Skip,
}

/// What a filter is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unwrap {
    /// The event: of a record in the envelope of diagnostic settings, what stands in it.
    #[default]
    Envelope,
    /// The record as it is.
    None,
}

impl Unwrap {
    /// The one of the two that the filter is about.
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
            threads: NonZeroUsize::MIN,
            block_bytes: 512 * 1024,
        }
    }
}

/// Filters the records of an input: `on_batch` is given what was found, block by block in the order
/// of the input, and says whether to go on.
///
/// It finds what [`Records`](crate::input::Records) and [`Predicate::evaluate`] would find, the errors
/// included, unless `options.validation` says otherwise.
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
) {
    workers::run(input, predicate, options, on_batch);
}
