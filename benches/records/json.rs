//! JSON as four programs write it.

use std::ascii;

/// The program that wrote a record: what it escapes, and whether it puts spaces after `,` and `:`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writer {
    /// Graph: compact, escapes only what JSON demands.
    #[default]
    Graph,
    /// System.Text.Json: compact, `\u0027`, `\u0026`, `\u002B`, everything that is not ASCII.
    DotNet,
    /// Python's `json.dumps`: spaces, everything that is not ASCII.
    Python,
    /// PHP's `json_encode`: compact, `\/`, everything that is not ASCII.
    Php,
}

/// Every writer by the name that the command line has for it.
pub const WRITERS: [(&str, Writer); 4] = [
    ("graph", Writer::Graph),
    ("dotnet", Writer::DotNet),
    ("python", Writer::Python),
    ("php", Writer::Php),
];

impl Writer {
    /// The bytes that need a closer look.
    const fn table(self) -> &'static [bool; 256] {
        match self {
            Self::Graph => &GRAPH,
            Self::DotNet => &DOT_NET,
            Self::Python => &PYTHON,
            Self::Php => &PHP,
        }
    }
}

static GRAPH: [bool; 256] = table(b"", false);
static DOT_NET: [bool; 256] = table(b"'&<>+`", true);
static PYTHON: [bool; 256] = table(b"", true);
static PHP: [bool; 256] = table(b"/", true);

/// Quotes, backslashes and controls, these, and if asked for all that is not ASCII.
#[expect(clippy::indexing_slicing, reason = "checked when compiling")]
const fn table(also: &[u8], not_ascii: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 || (not_ascii && byte >= 0x80);
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    let mut at = 0;
    while at < also.len() {
        table[also[at] as usize] = true;
        at += 1;
    }
    table
}

/// A text in the making.
#[derive(Debug)]
pub(super) struct Json<'o> {
    out: &'o mut Vec<u8>,
    writer: Writer,
}

impl<'o> Json<'o> {
    pub(super) const fn new(out: &'o mut Vec<u8>, writer: Writer) -> Self {
        Self { out, writer }
    }

    /// Bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// The comma before another member or item, unless it is the first.
    pub(super) fn next(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b'\n')) {
            let comma = if self.writer == Writer::Python { b", ".as_slice() } else { b"," };
            self.out.extend_from_slice(comma);
        }
    }

    /// The name of a member; its value comes next.
    pub(super) fn key(&mut self, name: &str) {
        self.next();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        let colon = if self.writer == Writer::Python { b"\": ".as_slice() } else { b"\":" };
        self.out.extend_from_slice(colon);
    }

    /// A member with a string in which nothing is escaped.
    pub(super) fn plain(&mut self, name: &str, value: &[u8]) {
        self.key(name);
        self.out.push(b'"');
        self.out.extend_from_slice(value);
        self.out.push(b'"');
    }

    /// A member with a string that is put together from these parts.
    pub(super) fn text(&mut self, name: &str, parts: &[&str]) {
        self.key(name);
        self.out.push(b'"');
        for part in parts {
            self.escaped(part);
        }
        self.out.push(b'"');
    }

    /// A member whose value needs no quotes.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.key(name);
        self.out.extend_from_slice(value.as_bytes());
    }

    /// A member that is a number.
    pub(super) fn number(&mut self, name: &str, mut number: u64) {
        self.key(name);
        let mut divisor = 1;
        while number / divisor >= 10 {
            divisor *= 10;
        }
        while divisor > 0 {
            self.out.push(b'0' + (number / divisor) as u8);
            number %= divisor;
            divisor /= 10;
        }
    }

    /// A member that is an object; [`Json::close`] ends it.
    pub(super) fn object(&mut self, name: &str) {
        self.key(name);
        self.out.push(b'{');
    }

    /// A member that is an array; [`Json::end`] ends it.
    pub(super) fn array(&mut self, name: &str) {
        self.key(name);
        self.out.push(b'[');
    }

    /// An item of an array that is an object.
    pub(super) fn item(&mut self) {
        self.next();
        self.out.push(b'{');
    }

    pub(super) fn close(&mut self) {
        self.out.push(b'}');
    }

    pub(super) fn end(&mut self) {
        self.out.push(b']');
    }

    fn escaped(&mut self, text: &str) {
        let table = self.writer.table();
        let careful = |byte: &u8| table.get(usize::from(*byte)).copied().unwrap_or_default();
        let mut rest = text;
        while let Some(at) = rest.as_bytes().iter().position(careful) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.out.extend_from_slice(before.as_bytes());
            let mut characters = from.chars();
            if let Some(character) = characters.next() {
                self.escape(character);
            }
            rest = characters.as_str();
        }
        self.out.extend_from_slice(rest.as_bytes());
    }

    fn escape(&mut self, character: char) {
        let net = self.writer == Writer::DotNet;
        match character {
            '"' if !net => self.out.extend_from_slice(b"\\\""),
            '\\' => self.out.extend_from_slice(b"\\\\"),
            '\n' => self.out.extend_from_slice(b"\\n"),
            '\r' => self.out.extend_from_slice(b"\\r"),
            '\t' => self.out.extend_from_slice(b"\\t"),
            '/' => self.out.extend_from_slice(b"\\/"),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    self.out.extend_from_slice(b"\\u");
                    for shift in [12, 8, 4, 0] {
                        let digit = char::from_digit(u32::from(*unit >> shift) & 15, 16);
                        let digit = digit.unwrap_or_default();
                        let digit = if net { digit.to_ascii_uppercase() } else { digit };
                        self.out.extend(ascii::escape_default(digit as u8));
                    }
                }
            }
        }
    }
}
