//! The name that a misspelled one was meant to be.

/// The candidate nearest to `name`, if it is near enough that the author can have meant it.
///
/// A longer name may hold more slips: one from three characters on, two from six, three from
/// ten. Case does not count. Of two that are equally near the first is taken.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name: Vec<char> = name.chars().map(fold).take(MAX_CHARS + 1).collect();
    let allowed = match name.len() {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        10..=MAX_CHARS => 3,
        _ => return None,
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded: Vec<char> = candidate.chars().map(fold).collect();
        let distance = distance(&name, &folded);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Names longer than this get no suggestion, which bounds the work.
const MAX_CHARS: usize = 128;

const fn fold(c: char) -> char {
    c.to_ascii_lowercase()
}

/// Insertions, deletions, replacements and exchanges of neighbours that lead from `a` to `b`
/// (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &ca) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &cb) in b.iter().enumerate() {
            let at = |cells: &[usize], j: usize| cells.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&last, j) + usize::from(ca != cb))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            let exchanged =
                i > 0 && j > 0 && a.get(i - 1) == Some(&cb) && b.get(j - 1) == Some(&ca);
            if exchanged {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
}
