//! Checks the order of the tokens of 64 bytes at once (RFC 8259, sections 4 and 5).

/// The tokens of a chunk, each marked by one of its bytes.
pub(super) struct Tokens {
    pub(super) opening: u64,
    pub(super) closing: u64,
    pub(super) commas: u64,
    pub(super) colons: u64,
    /// The first bytes of numbers and words.
    pub(super) scalars: u64,
    pub(super) opening_quotes: u64,
    pub(super) closing_quotes: u64,
    /// White space between tokens, and control characters, which the caller rejects.
    pub(super) blanks: u64,
    /// The bytes whose innermost bracket is that of an object.
    pub(super) in_object: u64,
}

/// What the tokens up to now require of the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar {
    before_value: Follow,
    after_opening: Follow,
    after_string: Follow,
    /// From an opening bracket or a comma to the next bracket, comma or colon.
    to_structure: Follow,
}

/// Moves bits from the last byte of each marked token to the byte that follows it.
#[derive(Clone, Copy, Debug, Default)]
struct Follow {
    /// The highest bit is set if the byte that follows a mark is in the next chunk.
    carry: u64,
}

impl Grammar {
    /// Before a value.
    pub(super) const fn value() -> Self {
        let [none, pending] = [Follow { carry: 0 }, Follow { carry: 1 << 63 }];
        Self { before_value: pending, after_opening: none, after_string: none, to_structure: none }
    }

    /// The positions in the next chunk at which a token is not allowed, or is missing.
    #[inline(always)]
    pub(super) fn violations(&mut self, tokens: &Tokens) -> u64 {
        let &Tokens { opening, closing, commas, colons, blanks, .. } = tokens;
        let structure = opening | closing | commas | colons;
        let before_value = self.before_value.next(structure ^ closing, blanks);
        let after_string = self.after_string.next(tokens.closing_quotes, blanks);
        let after_opening = self.after_opening.next(opening, blanks);
        // A value follows each opening bracket, comma and colon, and nothing else does; or the
        // closing bracket of an empty object or array.
        let empty = after_opening & closing;
        let values = opening | tokens.scalars | tokens.opening_quotes;
        let misplaced = before_value ^ (values | empty);
        // In an object, a string and a colon follow the opening bracket and each comma; there is no
        // other colon, and none in an array.
        let member = self.to_structure.skip(opening | commas, !structure) & structure & !empty;
        misplaced | colons & !after_string | member & tokens.in_object ^ colons
    }
}

impl Follow {
    /// The first byte after each mark that is not blank.
    #[inline(always)]
    fn next(&mut self, marks: u64, blanks: u64) -> u64 {
        // Most JSON has no white space.
        if blanks == 0 {
            let next = marks << 1 | self.carry >> 63;
            self.carry = marks;
            return next;
        }
        self.skip(marks, blanks) & !blanks
    }

    /// The first byte after each mark that is not to be skipped, among other bits.
    #[inline(always)]
    fn skip(&mut self, marks: u64, skipped: u64) -> u64 {
        // Adding a bit to the first of a run of ones carries it to the end of the run.
        let (next, overflow) = (marks << 1 | self.carry >> 63).overflowing_add(skipped);
        self.carry = marks | u64::from(overflow) << 63;
        next
    }
}
