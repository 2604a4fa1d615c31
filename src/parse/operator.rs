//! Operators between operands.

use super::context::{Context, Fault};
use super::lex::{peek, space, word};
use crate::ast::{BinaryOp, Precedence};

/// An operator between two operands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Binary(BinaryOp),
}

impl Operator {
    pub(super) const fn precedence(self) -> Precedence {
        match self {
            Self::And => Precedence::And,
            Self::Or => Precedence::Or,
            Self::Binary(op) => op.precedence(),
        }
    }

    pub(super) const fn keyword(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Binary(op) => op.keyword(),
        }
    }

    /// The operator that a word names, in any case.
    pub(super) fn of(word: &str) -> Option<Self> {
        // Letters differ from their capitals in one bit.
        let lower = |b: &u8| b | 0x20;
        Some(match word.as_bytes() {
            [a, b] => match [lower(a), lower(b)] {
                [b'e', b'q'] => Self::Binary(BinaryOp::Eq),
                [b'n', b'e'] => Self::Binary(BinaryOp::Ne),
                [b'g', b't'] => Self::Binary(BinaryOp::Gt),
                [b'g', b'e'] => Self::Binary(BinaryOp::Ge),
                [b'l', b't'] => Self::Binary(BinaryOp::Lt),
                [b'l', b'e'] => Self::Binary(BinaryOp::Le),
                [b'i', b'n'] => Self::Binary(BinaryOp::In),
                [b'o', b'r'] => Self::Or,
                _ => return None,
            },
            [a, b, c] => match [lower(a), lower(b), lower(c)] {
                [b'a', b'n', b'd'] => Self::And,
                [b'h', b'a', b's'] => Self::Binary(BinaryOp::Has),
                [b'a', b'd', b'd'] => Self::Binary(BinaryOp::Add),
                [b's', b'u', b'b'] => Self::Binary(BinaryOp::Sub),
                [b'm', b'u', b'l'] => Self::Binary(BinaryOp::Mul),
                [b'd', b'i', b'v'] => Self::Binary(BinaryOp::Div),
                [b'm', b'o', b'd'] => Self::Binary(BinaryOp::Mod),
                _ => return None,
            },
            other if other.eq_ignore_ascii_case(b"divby") => Self::Binary(BinaryOp::DivBy),
            _ => return None,
        })
    }
}

/// The operator after an operand, if one comes next; `rest` starts right after the operand.
///
/// The ABNF requires white space on both sides. As services do, and their samples show, it may
/// be missing next to a bracket or a sign: `(a)and(b)`. It may not before a quote: `eq'x'` is
/// read by services as a literal with a prefix.
pub(super) fn operator<'a>(
    cx: Context<'a>,
    rest: &'a str,
) -> Result<Option<(Operator, &'a str)>, nom::Err<Fault>> {
    if rest.is_empty() {
        return Ok(None);
    }
    let at = space(rest);
    let (word, after) = word(at);
    let Some(operator) = Operator::of(word) else { return Ok(None) };
    if peek(after) == b'\'' {
        let start = cx.offset(at);
        let keyword = operator.keyword();
        let message = format!("a space is missing after `{keyword}`");
        return Err(cx.fault(start, start + word.len(), message));
    }
    Ok(Some((operator, space(after))))
}
