//! Finding the end of a JSON value by its brackets and quotes. Whether it is JSON in between is
//! for the parser to say.

/// A value that is being read, chunk by chunk.
#[derive(Debug)]
pub(crate) struct ValueEnd {
    /// The brackets that are open.
    open: Vec<u8>,
    /// How many may be: nesting without end would fill the memory although no text is kept.
    most_open: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Before the first byte.
    Start,
    /// Inside of brackets.
    Inside,
    String,
    Escape,
    /// A number, `true` or anything else that is neither in quotes nor in brackets.
    Bare,
}

/// How a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With its last bracket or quote, or before what cannot be a part of it.
    Whole,
    /// Before a bracket that closes what is not open.
    Mismatch,
    /// Before a bracket that is one too many.
    TooDeep,
}

impl ValueEnd {
    /// A value from its start.
    pub(crate) fn new(most_open: usize) -> Self {
        Self { open: Vec::new(), most_open, state: State::Start }
    }

    /// A value whose opening bracket has been read.
    pub(crate) fn inside(bracket: u8, most_open: usize) -> Self {
        Self { open: vec![bracket], most_open, state: State::Inside }
    }

    /// How many bytes of the chunk belong to the value, and how it ended, if it did.
    pub(crate) fn feed(&mut self, chunk: &[u8]) -> (usize, Option<End>) {
        for (at, &byte) in chunk.iter().enumerate() {
            match self.state {
                State::Escape => self.state = State::String,
                State::String => match byte {
                    b'\\' => self.state = State::Escape,
                    // No string holds a line break: a quote is missing, and the line is where
                    // the damage ends.
                    b'"' | b'\n' if self.open.is_empty() => return (at + 1, Some(End::Whole)),
                    b'"' | b'\n' => self.state = State::Inside,
                    _ => {}
                },
                State::Bare => {
                    if matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n') {
                        return (at, Some(End::Whole));
                    }
                }
                State::Start | State::Inside => match byte {
                    b'"' => self.state = State::String,
                    b'{' | b'[' => {
                        if self.open.len() >= self.most_open {
                            return (at, Some(End::TooDeep));
                        }
                        self.open.push(byte);
                        self.state = State::Inside;
                    }
                    b'}' | b']' => {
                        // `{` and `}`, `[` and `]` are two apart in ASCII.
                        if self.open.last().copied() != Some(byte - 2) {
                            return (at, Some(End::Mismatch));
                        }
                        self.open.pop();
                        if self.open.is_empty() {
                            return (at + 1, Some(End::Whole));
                        }
                    }
                    _ if self.state == State::Start => self.state = State::Bare,
                    _ => {}
                },
            }
        }
        (chunk.len(), None)
    }

    /// The brackets that are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }
}
