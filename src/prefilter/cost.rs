//! What going through records costs.

use super::{Budget, Clause, RecordSpans};

/// What it costs, in picoseconds: rough figures, of which only the proportion counts.
#[derive(Debug)]
pub(crate) struct CostModel;

impl CostModel {
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
    /// and for each record that is asked, however short.
    const BEGUN: u64 = 60_000;

    /// To read so many bytes.
    pub(crate) const fn of_reading(bytes: usize) -> u64 {
        bytes as u64 * Self::READ
    }

    /// To ask a record of so many bytes lazily, when so many of them were passed over.
    pub(crate) const fn of_asking(bytes: usize, passed: usize) -> u64 {
        // For the name of what may be an envelope.
        let searched = bytes as u64 * (Self::SEARCHED + Self::SEARCHED_FOR_ONE_MORE);
        searched + passed as u64 * Self::PASSED + Self::BEGUN
    }

    /// To search for a condition in the records, and to read what it finds.
    pub(super) fn of_finding(condition: &Clause, bytes: &[u8], records: RecordSpans<'_>) -> u64 {
        let (mut looked, mut candidate_bytes) = (Budget::default(), 0);
        let mut found = |at| {
            let record = records.at(at);
            candidate_bytes += record.len();
            record.end
        };
        if condition.find(bytes, &mut found, &mut looked).is_none() {
            return u64::MAX;
        }
        // What is gone over from there, who asks the record goes over too.
        let looked = looked.places as u64 * Self::LOOKED_AT;
        let texts = condition.texts.len() as u64;
        let searched = bytes.len() as u64 * (Self::SEARCHED + texts * Self::SEARCHED_FOR_ONE_MORE);
        searched + looked + Self::of_reading(candidate_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clause, CostModel, RecordSpans};
    use crate::prefilter::Atom;

    #[test]
    fn a_record_is_asked_where_it_tells_early_and_read_where_it_is_short() {
        let (read, ask) = (CostModel::of_reading(2_600), CostModel::of_asking);
        assert!(ask(2_600, 200) < read / 2);
        assert!(ask(2_600, 2_600) > ask(2_600, 200) + read / 2);
        assert!(ask(2_600, 200) > ask(1_300, 200) && ask(1_300, 0) > ask(0, 0));
        assert!(ask(60, 60) > CostModel::of_reading(60) && ask(0, 0) > 0);
    }

    #[test]
    fn to_search_costs_a_pass_and_something_for_each_text_and_place() {
        let cost = |texts: &[&[u8]], bytes: &[u8]| {
            let needs = texts.iter().map(|text| Atom::Bytes((*text).into())).collect();
            CostModel::of_finding(&Clause::new(needs), bytes, RecordSpans(&[]))
        };
        let blank = b" ".repeat(10_000);
        let pass = blank.len() as u64 * CostModel::SEARCHED;
        let (one, two) = (cost(&[b"x"], &blank), cost(&[b"x", b"y"], &blank));
        assert!(pass < one && one < two && two < 2 * pass, "{pass} {one} {two}");
        assert_eq!(two - one, one - pass);
        let found = [blank.as_slice(), b"x x x"].concat();
        let more = cost(&[b"x"], &found) - cost(&[b"x"], &b" ".repeat(found.len()));
        assert_eq!(more, 3 * CostModel::LOOKED_AT);
    }
}
