//! Text put into a source, and where it came to stand.

use std::ops::Range;

/// What is put in at one place.
pub(crate) struct Edit {
    /// The bytes of the source that it replaces.
    pub(crate) range: Range<usize>,
    pub(crate) side: Side,
    /// How many other constructs the construct is inside.
    pub(crate) depth: usize,
    /// The site that it belongs to.
    pub(crate) site: usize,
    /// Each with the mutant that it is, if it is not what holds the mutants together.
    pub(crate) pieces: Vec<(String, Option<usize>)>,
}

/// On which side of a construct: at one byte, what ends there stands before what begins there.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Side {
    After,
    Before,
    Instead,
}

/// A construct of the source with the mutants of it.
pub(crate) struct Site {
    pub(crate) range: Range<usize>,
    pub(crate) mutants: Vec<usize>,
}

/// What a fault of the compiler is laid to.
pub(crate) enum Blame {
    Mutant(usize),
    Site(usize),
}

/// A source with everything put in.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    /// What was put in: bytes of the new text, the site, the mutant.
    marks: Vec<(Range<usize>, usize, Option<usize>)>,
    /// Where an unchanged part begins: in the new text, and in the old one.
    kept: Vec<(usize, usize)>,
}

/// Puts everything into the text; outer constructs stand around inner ones.
pub(crate) fn apply(text: &str, mut edits: Vec<Edit>) -> Written {
    edits.sort_by_key(|edit| {
        let depth = if edit.side == Side::After { usize::MAX - edit.depth } else { edit.depth };
        (edit.range.start, edit.side, depth)
    });
    let mut written = Written::default();
    let mut done = 0;
    for edit in edits {
        written.keep(text, done..edit.range.start);
        for (piece, mutant) in edit.pieces {
            let start = written.text.len();
            written.text.push_str(&piece);
            written.marks.push((start..written.text.len(), edit.site, mutant));
        }
        done = edit.range.end.max(done);
    }
    written.keep(text, done..text.len());
    written
}

impl Written {
    fn keep(&mut self, text: &str, range: Range<usize>) {
        self.kept.push((self.text.len(), range.start));
        self.text.push_str(text.get(range).unwrap_or_default());
    }

    /// The mutant that wrote this byte of the new text; else the site that wrote it, else the
    /// smallest one around it that has mutants left.
    pub(crate) fn blame(&self, sites: &[Site], at: usize) -> Option<Blame> {
        if let Some((_, site, mutant)) = self.marks.iter().find(|(range, ..)| range.contains(&at)) {
            return Some(mutant.map_or(Blame::Site(*site), Blame::Mutant));
        }
        let (new, old) = self.kept.iter().rev().find(|(new, _)| *new <= at)?;
        let at = old + (at - new);
        let around = sites.iter().enumerate();
        let around =
            around.filter(|(_, site)| site.range.contains(&at) && !site.mutants.is_empty());
        around.min_by_key(|(_, site)| site.range.len()).map(|(index, _)| Blame::Site(index))
    }
}
