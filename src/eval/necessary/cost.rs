//! What going through records costs.

use super::{Condition, Records};

/// What it costs, in picoseconds: rough figures, of which only the proportion counts.
#[derive(Debug)]
pub(crate) struct Costs;

impl Costs {
    /// To search one byte,
    const SEARCHED: u64 = 55;
    /// and for each text that is sought besides.
    const SEARCHED_FOR_ONE_MORE: u64 = 10;
    /// To look at one place.
    const LOOKED_AT: u64 = 40_000;
    /// To read one byte of a candidate.
    const READ: u64 = 400;
    /// To pass over one byte of a record without reading it,
    const PASSED: u64 = 250;
    /// and to begin with that.
    const BEGUN: u64 = 10_000;

    /// To read so many bytes.
    pub(crate) const fn of_reading(bytes: usize) -> u64 {
        bytes as u64 * Self::READ
    }

    /// To ask a record of so many bytes lazily, when so many of them were passed over.
    pub(crate) const fn of_asking(bytes: usize, passed: usize) -> u64 {
        // For the name of what may be an envelope.
        bytes as u64 * Self::SEARCHED + passed as u64 * Self::PASSED + Self::BEGUN
    }

    /// To search for a condition in the records, and to read what it finds.
    pub(super) fn of_finding(condition: &Condition, bytes: &[u8], records: Records<'_>) -> u64 {
        let (mut looks, mut candidate_bytes) = (usize::MAX, 0);
        let mut found = |at| {
            let record = records.at(at);
            candidate_bytes += record.len();
            record.end
        };
        condition.find(bytes, &mut found, &mut looks);
        let looked_at = (usize::MAX - looks) as u64;
        let texts = condition.texts.len() as u64;
        let searched = bytes.len() as u64 * (Self::SEARCHED + texts * Self::SEARCHED_FOR_ONE_MORE);
        searched + looked_at * Self::LOOKED_AT + Self::of_reading(candidate_bytes)
    }
}
