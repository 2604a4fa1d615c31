//! What each strategy costs for a sample of records.

use super::{Budget, Clause, RecordSpans};

/// Costs in picoseconds. Rough figures: only their proportion matters.
#[derive(Debug)]
pub(crate) struct CostModel;

impl CostModel {
    /// To search a byte,
    const SEARCH_BYTE: u64 = 55;
    /// and for each needle besides.
    const SEARCH_NEEDLE: u64 = 10;
    /// To check a needle that was found.
    const LOOKUP: u64 = 40_000;
    /// To parse a byte of a candidate.
    const PARSE_BYTE: u64 = 400;
    /// To skip a byte in lazy evaluation,
    const SKIP_BYTE: u64 = 250;
    /// and for each record, however short.
    const LAZY_RECORD: u64 = 60_000;

    /// To parse so many bytes.
    pub(crate) const fn parse(bytes: usize) -> u64 {
        bytes as u64 * Self::PARSE_BYTE
    }

    /// To evaluate a record of so many bytes lazily, of which so many are skipped.
    pub(crate) const fn lazy_eval(bytes: usize, skipped: usize) -> u64 {
        // The whole record is searched for the key of an envelope.
        let searched = bytes as u64 * (Self::SEARCH_BYTE + Self::SEARCH_NEEDLE);
        searched + skipped as u64 * Self::SKIP_BYTE + Self::LAZY_RECORD
    }

    /// To search the records for a clause, and to parse the candidates.
    pub(super) fn prefilter(clause: &Clause, bytes: &[u8], records: RecordSpans<'_>) -> u64 {
        let (mut budget, mut candidate_bytes) = (Budget::default(), 0);
        let mut found = |at| {
            let record = records.at(at);
            candidate_bytes += record.len();
            record.end
        };
        if clause.find(bytes, &mut found, &mut budget).is_none() {
            return u64::MAX;
        }
        // Bytes skipped in a lookup are not counted: lazy evaluation skips them too.
        let lookups = budget.lookups as u64 * Self::LOOKUP;
        let needles = clause.needles.len() as u64;
        let searched = bytes.len() as u64 * (Self::SEARCH_BYTE + needles * Self::SEARCH_NEEDLE);
        searched + lookups + Self::parse(candidate_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clause, CostModel, RecordSpans};
    use crate::prefilter::Atom;

    #[test]
    fn lazy_evaluation_pays_where_it_ends_early_and_parsing_where_records_are_short() {
        let (parse, lazy) = (CostModel::parse(2_600), CostModel::lazy_eval);
        assert!(lazy(2_600, 200) < parse / 2);
        assert!(lazy(2_600, 2_600) > lazy(2_600, 200) + parse / 2);
        assert!(lazy(2_600, 200) > lazy(1_300, 200) && lazy(1_300, 0) > lazy(0, 0));
        assert!(lazy(60, 60) > CostModel::parse(60) && lazy(0, 0) > 0);
    }

    #[test]
    fn a_search_costs_a_pass_and_something_for_each_needle_and_lookup() {
        let cost = |needles: &[&[u8]], bytes: &[u8]| {
            let atoms = needles.iter().map(|needle| Atom::Literal((*needle).into())).collect();
            CostModel::prefilter(&Clause::new(atoms), bytes, RecordSpans(&[]))
        };
        let blank = b" ".repeat(10_000);
        let pass = blank.len() as u64 * CostModel::SEARCH_BYTE;
        let (one, two) = (cost(&[b"x"], &blank), cost(&[b"x", b"y"], &blank));
        assert!(pass < one && one < two && two < 2 * pass, "{pass} {one} {two}");
        assert_eq!(two - one, one - pass);
        let found = [blank.as_slice(), b"x x x"].concat();
        let more = cost(&[b"x"], &found) - cost(&[b"x"], &b" ".repeat(found.len()));
        assert_eq!(more, 3 * CostModel::LOOKUP);
    }
}
