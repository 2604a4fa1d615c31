//! What searching for a condition costs.

use super::{Condition, Need};

/// What a condition costs over a sample, in picoseconds: rough figures, of which only the
/// proportion counts.
pub(super) struct Cost {
    bytes: u64,
    searches: u64,
    looked_at: u64,
    candidate_bytes: u64,
}

impl Cost {
    /// To search one byte.
    const SEARCHED: u64 = 60;
    /// To look at one place.
    const LOOKED_AT: u64 = 40_000;
    /// To read one byte of a candidate.
    const READ: u64 = 400;

    pub(super) fn of(condition: &Condition, sample: &[u8]) -> Self {
        let (mut looks, mut candidate_bytes) = (usize::MAX, 0);
        let line = |at: usize| {
            let (before, after) = sample.split_at_checked(at).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            let end = memchr::memchr(b'\n', after).map_or(sample.len(), |end| at + end);
            start..end
        };
        for need in condition {
            let mut found = |at| {
                let line = line(at);
                candidate_bytes += line.len() as u64;
                line.end
            };
            need.find(sample, &mut found, &mut looks);
        }
        let searches = condition.iter().map(Need::searches).sum::<usize>() as u64;
        let looked_at = (usize::MAX - looks) as u64;
        Self { bytes: sample.len() as u64, searches, looked_at, candidate_bytes }
    }

    pub(super) const fn total(&self) -> u64 {
        let searched = self.bytes * self.searches * Self::SEARCHED;
        searched + self.looked_at * Self::LOOKED_AT + self.candidate_bytes * Self::READ
    }

    pub(super) const fn of_reading(sample: &[u8]) -> u64 {
        sample.len() as u64 * Self::READ
    }
}
