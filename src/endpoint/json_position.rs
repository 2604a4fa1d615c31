//! Where a value is in a JSON text.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::load::Step;

/// The offset of the value that the steps lead to, or of the last one that is there. The text is
/// valid JSON.
pub(super) fn offset(text: &str, steps: &[Step]) -> usize {
    let Ok(mut value) = serde_json::from_str::<&RawValue>(text) else { return 0 };
    for step in steps {
        match enter(value, *step) {
            Some(inner) => value = inner,
            None => break,
        }
    }
    // Both are slices of one text.
    value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr())
}

/// A member of an object or an item of an array.
fn enter(value: &RawValue, step: Step) -> Option<&RawValue> {
    let text = value.get();
    match step {
        Step::Item(index) => serde_json::from_str::<Vec<&RawValue>>(text).ok()?.get(index).copied(),
        Step::Member(name) => {
            serde_json::from_str::<BTreeMap<String, &RawValue>>(text).ok()?.remove(name)
        }
    }
}
