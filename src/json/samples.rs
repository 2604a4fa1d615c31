//! Random objects as JSON text, and faults to inject, for tests.

const VALUES: &[&str] = &[
    "1",
    "-0.5",
    "12345678901234567890",
    "true",
    "false",
    "null",
    "\"\"",
    "\"a\"",
    "\"a b,:{}[]\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\u00e9\\/\\n\"",
    "\"\\ud83d\\ude00\"",
    "\"é\"",
    "\"日本\"",
    "{}",
    "[]",
    "[ ]",
    "{ }",
    "[1,2]",
    "[[],{}]",
    "[{\"a\":1},{\"a\":[\"b\"]}]",
    "{\"a\":{\"b\":null}}",
    "\"a string that is longer than what is looked at together: sixty-four bytes, that is\"",
];
const BLANKS: &[&str] = &["", "", "", "", " ", "\t", "\r", "\n", "  \r\n\t ", "                  "];
/// Most of these make a text invalid where they are inserted.
pub(super) const FAULTS: &[&[u8]] = &[
    b",",
    b":",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"1",
    b"-",
    b".",
    b"a",
    b"\n",
    b"\0",
    b"\x1f",
    b"null",
    b"\"\":",
    b"\\u12",
    b"\\ud800",
    b" ",
    b"01",
    b"tru",
    // Valid UTF-8, then invalid.
    "é".as_bytes(),
    "日".as_bytes(),
    "한".as_bytes(),
    "\u{800}".as_bytes(),
    "\u{D7FF}".as_bytes(),
    "\u{10000}".as_bytes(),
    "\u{10FFFF}".as_bytes(),
    b"\x80",
    b"\xbf",
    b"\xc0\x80",
    b"\xc1\xbf",
    b"\xc3",
    b"\xe0\x9f\xbf",
    b"\xe3\x81",
    b"\xed\xa0\x80",
    b"\xf0\x8f\xbf\xbf",
    b"\xf1\x80\x80",
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
    b"\xff",
];

/// A number below the one it is given.
pub(super) type Choose<'a> = &'a mut dyn FnMut(usize) -> usize;

fn push_value(text: &mut String, depth: usize, choose: Choose<'_>) {
    if depth == 0 {
        return text.push_str(VALUES[choose(VALUES.len())]);
    }
    let is_object = choose(2) == 0;
    push_items(text, depth, is_object, choose);
}

pub(super) fn push_items(text: &mut String, depth: usize, is_object: bool, choose: Choose<'_>) {
    const NAMES: &[&str] = &["a", "", "é", "a\\\"b", "\\u0061", "a name that is rather long"];
    let blank = |text: &mut String, choose: Choose<'_>| {
        text.push_str(BLANKS[choose(BLANKS.len())]);
    };
    text.push(if is_object { '{' } else { '[' });
    for item in 0..choose(5) {
        if item > 0 {
            text.push(',');
        }
        blank(text, choose);
        if is_object {
            match choose(50) {
                0 => text.push_str(VALUES[choose(VALUES.len())]),
                _ => text.push_str(&format!("\"{}\"", NAMES[choose(NAMES.len())])),
            }
            blank(text, choose);
            text.push(':');
            blank(text, choose);
        }
        let below = choose(depth);
        push_value(text, below, choose);
        blank(text, choose);
    }
    text.push(if is_object { '}' } else { ']' });
}

/// Inserts, appends or removes a few bytes, truncates the text, or leaves it unchanged.
pub(super) fn change(bytes: &mut Vec<u8>, choose: Choose<'_>) {
    match choose(6) {
        0 => bytes.truncate(choose(bytes.len())),
        1 => drop(bytes.remove(choose(bytes.len() - 1) + 1)),
        2 | 3 => {
            let at = choose(bytes.len()) + 1;
            bytes.splice(at..at, FAULTS[choose(FAULTS.len())].iter().copied());
        }
        4 => bytes.extend_from_slice(FAULTS[choose(FAULTS.len())]),
        _ => {}
    }
}
