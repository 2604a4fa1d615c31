//! Finds the end of a value in a stream by its brackets and quotes, without validating it.

use super::skip;

/// The state of a value that is read chunk by chunk.
#[derive(Debug)]
pub(crate) struct ValueEnd {
    /// The brackets that are open.
    open: Vec<u8>,
    /// How many may be open, which bounds the memory.
    most_open: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Before the first byte.
    Start,
    /// Inside brackets.
    Inside,
    String,
    Escape,
    /// In a number, a word or anything else without quotes or brackets.
    Bare,
}

/// How a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// After its last bracket or quote, or before a byte that cannot be a part of it.
    Whole,
    /// Before a closing bracket that matches no open one.
    Mismatch,
    /// Before an opening bracket that exceeds the limit.
    TooDeep,
}

impl ValueEnd {
    /// Before a value.
    pub(crate) fn new(most_open: usize) -> Self {
        Self { open: Vec::new(), most_open, state: State::Start }
    }

    /// After the opening bracket of a value.
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
                    // No string holds a line feed: a quote is missing, and the damage ends with
                    // the line.
                    b'"' | b'\n' if self.open.is_empty() => return (at + 1, Some(End::Whole)),
                    b'"' | b'\n' => self.state = State::Inside,
                    _ => {}
                },
                State::Bare => {
                    if skip::is_delimiter(byte) {
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

    /// How many brackets are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }
}
