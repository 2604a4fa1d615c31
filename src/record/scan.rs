//! Finding the end of a JSON value by its brackets and quotes. Whether it is JSON in between is
//! for the parser to say.

/// A value that is being read, chunk by chunk.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The brackets that are open.
    open: Vec<u8>,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum State {
    /// Before the first byte.
    #[default]
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
pub(super) enum End {
    /// With its last bracket or quote, or before what cannot be a part of it.
    Whole,
    /// Before a bracket that closes what is not open.
    Mismatch,
}

impl Scan {
    /// A value whose opening bracket has been read.
    pub(super) fn inside(bracket: u8) -> Self {
        Self { open: vec![bracket], state: State::Inside }
    }

    /// How many bytes of the chunk belong to the value, and how it ended, if it did.
    pub(super) fn feed(&mut self, chunk: &[u8]) -> (usize, Option<End>) {
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
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }
}
