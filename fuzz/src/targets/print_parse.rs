//! An arbitrary tree, printed, spelled in any other way, and written as JSON, reads as itself.

use odata_query::{Code, Filter, Limits};

use super::input::Input;
use super::support::choices::Choices;
use super::support::spell::spell;
use super::tree::Trees;

/// Whatever can be built.
const WIDE: Limits = Limits {
    max_bytes: usize::MAX,
    max_depth: Limits::DEPTH_CEILING,
    max_nodes: usize::MAX,
    max_list_items: usize::MAX,
    max_identifier: 128,
};

pub(crate) fn run(bytes: &[u8]) -> bool {
    let mut input = Input::new(bytes);
    let length = usize::from(input.byte());
    let choices = input.take(length);
    if input.is_empty() {
        return false;
    }
    let tree = Trees::new(&mut input).expr(40);
    let spelled = spell(&tree, &mut Choices::new(choices));
    let filter = Filter::new(tree).expect("an expression");
    let printed = filter.to_string();
    let read = Filter::parse(&printed, &WIDE);
    assert_eq!(read.as_ref(), Ok(&filter), "{printed}");
    assert_eq!(read.expect("read").to_string(), printed);
    match Filter::parse(&spelled, &WIDE) {
        // The parentheses that nobody needs are levels too.
        Err(fault) if fault.code() == Code::TooDeep => {}
        read => assert_eq!(read.as_ref(), Ok(&filter), "{spelled}"),
    }
    if filter.expr().height() > 30 {
        // Readers of JSON have limits of their own.
        return true;
    }
    let json = serde_json::to_string(&filter).expect("JSON");
    let read = serde_json::from_str::<Filter>(&json).map_err(|fault| fault.to_string());
    assert_eq!(read.as_ref(), Ok(&filter), "{json}");
    true
}
