//! The name that a misspelled one was meant to be.

use smallvec::SmallVec;

/// The candidate nearest to `name`, if it is near enough that the author can have meant it.
///
/// A longer name may hold more slips: one from three characters on, two from six, three from
/// ten. Case does not count. Of two that are equally near the first is taken.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = Word::new(name.chars().take(MAX_CHARS + 1));
    let allowed = match name.chars.len() {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        10..=MAX_CHARS => 3,
        _ => return None,
    };
    let mut rows = Rows::default();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // What follows the first few characters too many is of no concern.
        let word = Word::new(candidate.chars().take(MAX_CHARS + 4));
        if !name.may_be_within(allowed, &word) {
            continue;
        }
        let distance = rows.distance(&name.chars, &word.chars);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names longer than this get no suggestion, which bounds the work.
const MAX_CHARS: usize = 128;

/// A name in lower case, with a bitmap of its letters that rules out most others.
struct Word {
    chars: SmallVec<[char; 32]>,
    /// A bit for each character that is in it; characters may share one.
    letters: u64,
}

impl Word {
    fn new(chars: impl Iterator<Item = char>) -> Self {
        let chars: SmallVec<[char; 32]> = chars.map(|c| c.to_ascii_lowercase()).collect();
        let letters = chars.iter().fold(0, |letters, &c| letters | 1 << (u32::from(c) % 64));
        Self { chars, letters }
    }

    /// Whether so few changes can lead to the other: each changes the length by one at most,
    /// and takes one letter away and brings another at most.
    fn may_be_within(&self, changes: usize, other: &Self) -> bool {
        let within = |letters: u64| letters.count_ones() as usize <= changes;
        self.chars.len().abs_diff(other.chars.len()) <= changes
            && within(self.letters & !other.letters)
            && within(other.letters & !self.letters)
    }
}

/// The rows of a table of distances, kept from one candidate to the next.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// Insertions, deletions, replacements and exchanges of neighbours that lead from `a` to
    /// `b` (optimal string alignment).
    fn distance(&mut self, a: &[char], b: &[char]) -> usize {
        let at = |cells: &[usize], j: usize| cells.get(j).copied().unwrap_or(usize::MAX - 1);
        self.before.clear();
        self.last.clear();
        self.last.extend(0..=b.len());
        for (i, &ca) in a.iter().enumerate() {
            self.row.clear();
            self.row.push(i + 1);
            for (j, &cb) in b.iter().enumerate() {
                let mut cost = (at(&self.last, j) + usize::from(ca != cb))
                    .min(at(&self.last, j + 1) + 1)
                    .min(at(&self.row, j) + 1);
                let exchanged =
                    i > 0 && j > 0 && a.get(i - 1) == Some(&cb) && b.get(j - 1) == Some(&ca);
                if exchanged {
                    cost = cost.min(at(&self.before, j - 1) + 1);
                }
                self.row.push(cost);
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
        }
        self.last.last().copied().unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{Rows, Word, nearest};

    #[test]
    fn finds_slips_and_nothing_in_garbage() {
        let names = ["id", "jobId", "activityDateTime", "displayName", "cycleId"];
        for (written, meant) in [
            ("activityDatetime", Some("activityDateTime")),
            ("actvityDateTime", Some("activityDateTime")),
            ("activtiyDateTime", Some("activityDateTime")),
            ("dispalyName", Some("displayName")),
            ("jbId", Some("jobId")),
            ("idd", Some("id")),
            ("ix", None),
            ("x", None),
            ("", None),
            ("zzzzzzzzzz", None),
            ("qwertyuiop", None),
            ("status", None),
        ] {
            assert_eq!(nearest(written, names), meant, "{written}");
        }
        assert_eq!(nearest(&"a".repeat(100_000), names), None);
    }

    #[test]
    fn only_what_is_too_far_is_passed_over_at_a_glance() {
        let names = ["status", "servicePrincipal", "dispalyName", "näme", "aab", "cycleId"];
        let letters = ['a', 'd', 'Y', 'ä', 'e'];
        let mut rows = Rows::default();
        for name in names {
            let name = Word::new(name.chars());
            let mut words = vec![name.chars.to_vec()];
            // Every change of a change, at a few places.
            for _ in 0..2 {
                for word in words.clone() {
                    for at in (0..word.len().saturating_sub(1)).step_by(3) {
                        let changed = |change: &dyn Fn(&mut Vec<char>)| {
                            let mut word = word.clone();
                            change(&mut word);
                            word
                        };
                        words.push(changed(&|word| {
                            word.remove(at);
                        }));
                        words.push(changed(&|word| word.swap(at, at + 1)));
                        let letter = letters[at % letters.len()];
                        words.push(changed(&|word| word.insert(at, letter)));
                        words.push(changed(&|word| word[at] = letter));
                    }
                }
            }
            for word in words {
                let word = Word::new(word.into_iter());
                let distance = rows.distance(&name.chars, &word.chars);
                assert!(distance <= 4, "{distance} of {:?}", word.chars);
                for changes in distance..4 {
                    assert!(name.may_be_within(changes, &word), "{:?}", word.chars);
                    assert!(word.may_be_within(changes, &name), "{:?}", word.chars);
                }
            }
        }
    }
}
