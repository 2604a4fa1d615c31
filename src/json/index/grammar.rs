//! What may follow what in JSON (RFC 8259, sections 4 and 5), for 64 bytes at once.

/// The pieces of a chunk, each piece marked by one of its bytes.
pub(super) struct Pieces {
    pub(super) opening: u64,
    pub(super) closing: u64,
    pub(super) commas: u64,
    pub(super) colons: u64,
    /// The first bytes of numbers and words.
    pub(super) scalars: u64,
    pub(super) opening_quotes: u64,
    pub(super) closing_quotes: u64,
    /// The white space between pieces; and control characters, for which whoever asks has to look.
    pub(super) blanks: u64,
    /// What stands in an object, and in no array in it.
    pub(super) in_object: u64,
}

/// What follows the pieces of the chunks up to now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Follow {
    before_value: Next,
    after_opening: Next,
    after_string: Next,
    /// From an opening bracket or a comma to the next bracket, comma or colon.
    to_structure: Next,
}

/// Goes from marks, each at the last byte of a piece, to what stands next.
#[derive(Clone, Copy, Debug, Default)]
struct Next {
    /// Its highest bit is set if a mark of the chunk before has nothing behind it but what is
    /// passed over.
    pending: u64,
}

impl Follow {
    /// Before a value.
    pub(super) const fn value() -> Self {
        let [next, pending] = [Next { pending: 0 }, Next { pending: 1 << 63 }];
        Self { before_value: pending, after_opening: next, after_string: next, to_structure: next }
    }

    /// The places of what cannot stand there in the next chunk.
    #[inline(always)]
    pub(super) fn wrong(&mut self, pieces: &Pieces) -> u64 {
        let &Pieces { opening, closing, commas, colons, blanks, .. } = pieces;
        let structure = opening | closing | commas | colons;
        let before_value = self.before_value.of(structure ^ closing, blanks);
        let after_string = self.after_string.of(pieces.closing_quotes, blanks);
        let after_opening = self.after_opening.of(opening, blanks);
        // Behind what opens or separates stands a value, and nowhere else; or a bracket that
        // closes what is empty.
        let empty = after_opening & closing;
        let values = opening | pieces.scalars | pieces.opening_quotes;
        let misplaced = before_value ^ (values | empty);
        // In an object there is a colon behind its opening bracket and each comma, with a string
        // between them, and nowhere else; in an array there is none.
        let due = self.to_structure.past(opening | commas, !structure) & structure & !empty;
        misplaced | colons & !after_string | due & pieces.in_object ^ colons
    }
}

impl Next {
    /// What stands next to the marks, blanks passed over.
    #[inline(always)]
    fn of(&mut self, marks: u64, blanks: u64) -> u64 {
        // Most JSON has no white space.
        if blanks == 0 {
            let next = marks << 1 | self.pending >> 63;
            self.pending = marks;
            return next;
        }
        self.past(marks, blanks) & !blanks
    }

    /// The bytes after the marks; or, where they are to be passed over, after these.
    #[inline(always)]
    fn past(&mut self, marks: u64, passed: u64) -> u64 {
        // Added to the first of a run, a bit is carried to where the run ends.
        let (next, beyond) = (marks << 1 | self.pending >> 63).overflowing_add(passed);
        self.pending = marks | u64::from(beyond) << 63;
        next
    }
}
