//! Where a value is in a JSON text.

use std::iter::from_fn;

use super::load::Step;
use crate::json::object::{ItemCursor, MemberCursor};
use crate::json::skip;

/// The offset of the value that the steps lead to, or of the last one that is there. The text is
/// valid JSON.
pub(super) fn offset(text: &str, steps: &[Step]) -> usize {
    let bytes = text.as_bytes();
    let mut at = skip::leading_whitespace(bytes);
    for step in steps {
        match enter(bytes, at, *step) {
            Some(inner) => at = inner,
            None => break,
        }
    }
    at
}

/// The offset of a member or item of the object or array at `at`.
fn enter(bytes: &[u8], at: usize, step: Step) -> Option<usize> {
    match step {
        Step::Item(index) => {
            let mut items = ItemCursor::new(bytes, at);
            from_fn(|| items.next(bytes)).nth(index)
        }
        Step::Member(name) => {
            let mut members = MemberCursor::new(bytes, at);
            let found =
                from_fn(|| members.next(bytes)).find(|member| member.is_named(bytes, name))?;
            Some(found.value as usize)
        }
    }
}
