//! Operators without a left operand.

use super::{Edit, Mistake, Refused};
use crate::parse::operator::Operator;

/// A leading `and`, `and and`, and `eq 'x'`: an operator that was read as a name, since an
/// operand should stand there. The fault is at what follows it.
pub(super) fn missing(refused: &Refused<'_>) -> Option<Mistake> {
    let head = refused.before().trim_end();
    let written = last_word(head)?;
    let operator = Operator::of(written)?;
    let start = head.len() - written.len();
    let before = head.get(..start)?.trim_end();
    if let Some(cut) =
        last_word(before).filter(|_| matches!(operator, Operator::And | Operator::Or))
        && let Some(Operator::Binary(_)) = Operator::of(cut)
    {
        return Some(Mistake {
            message: Some(format!("nothing follows `{cut}`")),
            span: (before.len() - cut.len(), before.len()),
            help: format!("write what is compared after it: `{cut} … {written}`"),
            edit: None,
            certain: false,
        });
    }
    let other = last_word(before).filter(|other| joins(other));
    let opens = before.is_empty() || before.ends_with(['(', ',']);
    if !opens && other.is_none() {
        return None;
    }
    let span = (start, head.len());
    if !matches!(operator, Operator::And | Operator::Or) {
        let rest = refused.rest();
        let end = rest.find(" and ").or_else(|| rest.find(" or ")).unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or(rest).trim_end_matches([')', ' ']);
        let shown = if rest.len() > SHOWN { "…" } else { rest };
        return Some(Mistake {
            message: Some(format!("nothing stands before `{written}`")),
            span,
            help: format!("write what is compared in front of it: `… {written} {shown}`"),
            edit: None,
            certain: false,
        });
    }
    let edit = Edit::new(start, refused.start, "");
    let twice = other.filter(|other| other.eq_ignore_ascii_case(written));
    let (message, help) = match (twice, other) {
        (Some(_), _) => (format!("`{written}` is there twice"), "leave one out"),
        (None, Some(other)) => {
            (format!("nothing stands between `{other}` and `{written}`"), "leave one out")
        }
        (None, None) => (format!("nothing stands before `{written}`"), "leave it out"),
    };
    Some(Mistake {
        message: Some(message),
        span,
        help: help.to_owned(),
        edit: Some(edit),
        certain: twice.is_some(),
    })
}

/// What follows an operator is not repeated beyond so many bytes.
const SHOWN: usize = 60;

fn last_word(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    // A byte of a longer character is no letter either.
    let found = text.get(start..)?;
    let whole = !text.get(..start)?.ends_with(['/', '.', '_', '-']);
    (whole && !found.is_empty()).then_some(found)
}

fn joins(text: &str) -> bool {
    matches!(Operator::of(text), Some(Operator::And | Operator::Or))
        || text.eq_ignore_ascii_case("not")
}
