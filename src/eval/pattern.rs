//! `matchesPattern`: ECMAScript's regular expressions on the `regex` crate, whose time is linear
//! in the text.
//!
//! A pattern is rewritten where the two differ in what the same text means: `\d`, `\w` and `\b`
//! are ASCII, `.` stops at each of ECMAScript's line ends, and inside of `[…]` only a `]`, a `-`,
//! a leading `^` and a backslash are special. Look-around and back-references have no linear
//! time; they are refused by name.

use std::fmt;

use regex::{Regex, RegexBuilder};

use super::error::{EvalError, EvalFault};
use super::interpret::Outcome;
use super::ir::Ir;
use super::node::FastNode;
use super::value::Value;
use crate::span::Span;

/// Why a text is no pattern that can be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternFault {
    /// `(?=…)`, `(?!…)`, `(?<=…)` or `(?<!…)`.
    LookAround,
    /// `\1` or `\k<name>`.
    BackReference,
    /// Not a regular expression.
    Syntax,
    /// Its automaton would need more memory than is allowed.
    TooLarge,
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookAround => "a pattern with look-around such as `(?=…)` is not evaluated",
            Self::BackReference => "a pattern with a back-reference such as `\\1` is not evaluated",
            Self::Syntax => "the pattern is not a regular expression",
            Self::TooLarge => "the pattern needs too much memory",
        })
    }
}

/// Bytes that the automaton of a pattern in the filter may have.
const CONSTANT_LIMIT: usize = 4 << 20;
/// The same for a pattern out of a record, which is made anew for each record.
const RECORD_LIMIT: usize = 256 << 10;
/// Groups in groups; the compiler of the crate is recursive.
const NESTING: u32 = 64;

/// A call of `matchesPattern`.
#[derive(Clone, Debug)]
pub(crate) struct PatternIr {
    pub(super) text: Ir,
    pub(super) pattern: Pattern,
}

#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// Written in the filter.
    Ready(Regex),
    /// Out of the record.
    Computed(Ir),
}

/// The automaton of a pattern that is written in a filter.
pub(super) fn constant(pattern: &str) -> Result<Regex, PatternFault> {
    compile(pattern, CONSTANT_LIMIT)
}

pub(super) fn matches<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e PatternIr,
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let text = operand(&ir.text)?;
    let answer = match &ir.pattern {
        Pattern::Ready(regex) => match text {
            Value::Null => return Ok(Value::Null),
            Value::String(text) => Ok(regex.is_match(&text)),
            other => Err(EvalFault::WrongType { expected: "a string", found: other.kind() }),
        },
        Pattern::Computed(pattern) => match (text, operand(pattern)?) {
            (Value::Null, _) | (_, Value::Null) => return Ok(Value::Null),
            (Value::String(text), Value::String(pattern)) => compile(&pattern, RECORD_LIMIT)
                .map(|regex| regex.is_match(&text))
                .map_err(EvalFault::BadPattern),
            (Value::String(_), other) | (other, _) => {
                Err(EvalFault::WrongType { expected: "a string", found: other.kind() })
            }
        },
    };
    answer.map(Value::Boolean).map_err(|fault| EvalError::new(fault, span))
}

fn compile(pattern: &str, limit: usize) -> Result<Regex, PatternFault> {
    let rewritten = Rewriter { rest: pattern, out: String::new() }.rewrite()?;
    RegexBuilder::new(&rewritten)
        .size_limit(limit)
        .dfa_size_limit(limit)
        .nest_limit(NESTING)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => PatternFault::TooLarge,
            _ => PatternFault::Syntax,
        })
}

/// From ECMAScript's text to that of the crate.
struct Rewriter<'p> {
    rest: &'p str,
    out: String,
}

impl Rewriter<'_> {
    fn rewrite(mut self) -> Result<String, PatternFault> {
        while let Some(c) = self.next() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                // Every character but the four that end a line.
                '.' => self.out.push_str(r"[^\n\r\u2028\u2029]"),
                '(' => {
                    const AROUND: [&str; 4] = ["?=", "?!", "?<=", "?<!"];
                    if AROUND.iter().any(|start| self.rest.starts_with(start)) {
                        return Err(PatternFault::LookAround);
                    }
                    self.out.push(c);
                }
                _ => self.out.push(c),
            }
        }
        Ok(self.out)
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    /// What follows a backslash, in a class or outside of one.
    fn escape(&mut self, in_class: bool) -> Result<(), PatternFault> {
        let c = self.next().ok_or(PatternFault::Syntax)?;
        let plain = match (c, in_class) {
            ('1'..='9', false) => return Err(PatternFault::BackReference),
            ('k', false) if self.rest.starts_with('<') => return Err(PatternFault::BackReference),
            ('d', true) => "0-9",
            ('w', true) => "0-9A-Za-z_",
            ('d', false) => "[0-9]",
            ('w', false) => "[0-9A-Za-z_]",
            ('D', _) => "[^0-9]",
            ('W', _) => "[^0-9A-Za-z_]",
            ('s', _) => r"[\s\u{FEFF}]",
            ('S', _) => r"[^\s\u{FEFF}]",
            ('b', false) => r"(?-u:\b)",
            ('B', false) => r"(?-u:\b{start-half}\b{end-half}|\B)",
            ('b', true) => r"\x08",
            ('0', _) => r"\x00",
            // The crate has borders of words, ends of the text and characters by these, which
            // ECMAScript has not.
            ('<' | '>', _) => return self.literal(c),
            ('A' | 'a' | 'z' | 'U', _) => return Err(PatternFault::Syntax),
            ('x', _) if self.rest.starts_with('{') => return Err(PatternFault::Syntax),
            ('c', _) => return self.control(),
            _ => {
                self.out.push('\\');
                self.out.push(c);
                return Ok(());
            }
        };
        self.out.push_str(plain);
        Ok(())
    }

    fn literal(&mut self, c: char) -> Result<(), PatternFault> {
        self.out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        Ok(())
    }

    /// `\cJ`: the control character of a letter.
    fn control(&mut self) -> Result<(), PatternFault> {
        match self.next() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                self.out.push_str(&format!(r"\x{:02X}", letter as u32 % 32));
                Ok(())
            }
            _ => Err(PatternFault::Syntax),
        }
    }

    /// A class up to its end; the crate's own nested classes and set operations mean nothing
    /// in ECMAScript.
    fn class(&mut self) -> Result<(), PatternFault> {
        let negated = self.rest.starts_with('^');
        if negated {
            self.next();
        }
        if self.rest.starts_with(']') {
            self.next();
            // `[]` matches nothing and `[^]` everything.
            self.out.push_str(if negated { r"(?s:.)" } else { r"[^\s\S]" });
            return Ok(());
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        let mut first = true;
        loop {
            match self.next().ok_or(PatternFault::Syntax)? {
                ']' => break,
                '\\' => self.escape(true)?,
                c @ ('[' | '&' | '~' | '^') => self.literal(c)?,
                // A hyphen that stands for itself beside another would be a set operation.
                '-' if first || self.rest.starts_with(['-', ']']) => self.literal('-')?,
                c => self.out.push(c),
            }
            first = false;
        }
        self.out.push(']');
        Ok(())
    }
}
