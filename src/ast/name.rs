//! Names: `odataIdentifier`, qualified names and type names (ABNF section 6).

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::Text;

/// The characters of an identifier that OData allows (ABNF `odataIdentifier`).
pub(crate) const MAX_IDENTIFIER: usize = 128;

/// Why a text is not a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// It is empty, or starts or goes on with a character that no identifier may have there.
    #[error("`{0}` is not an identifier: letters, digits and `_` only, not a digit first")]
    NotAnIdentifier(String),
    /// It has more than 128 characters.
    #[error("an identifier has at most 128 characters, this one has {0}")]
    TooLong(usize),
    /// A qualified name needs a namespace, a dot and a name.
    #[error("`{0}` is not a qualified name: it needs a namespace, as in `Ns.Name`")]
    NotQualified(String),
}

/// One `odataIdentifier`: a letter or `_`, then letters, digits, marks and `_`; at most 128
/// characters.
///
/// ```
/// use odata_query::ast::Name;
///
/// assert_eq!(Name::new("jobId").unwrap().as_str(), "jobId");
/// assert!(Name::new("a eq 1 or b").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Text);

impl Name {
    /// Checks that `text` is an identifier.
    ///
    /// # Errors
    /// When it is not, or is longer than 128 characters.
    pub fn new(text: impl Into<Text>) -> Result<Self, NameError> {
        let text = text.into();
        check_identifier(&text)?;
        Ok(Self(text))
    }

    /// A name that the parser has already scanned.
    #[inline(always)]
    pub(crate) fn scanned(text: &str) -> Self {
        debug_assert!(check_identifier(text).is_ok(), "not an identifier: {text}");
        Self(Text::in_place(text))
    }

    /// The name as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Identifiers joined by dots: a namespace and a name, or a name alone where the grammar lets
/// the namespace be left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName(Text);

impl QualifiedName {
    /// Checks that `text` is identifiers joined by dots.
    ///
    /// # Errors
    /// When a part is not an identifier, or is longer than 128 characters.
    pub fn new(text: impl Into<Text>) -> Result<Self, NameError> {
        let text = text.into();
        text.split('.').try_for_each(check_identifier)?;
        Ok(Self(text))
    }

    /// A qualified name that the parser has already scanned.
    pub(crate) fn scanned(text: &str) -> Self {
        debug_assert!(text.split('.').all(|part| check_identifier(part).is_ok()));
        Self(Text::from(text))
    }

    /// The whole name as a string slice.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text before the last dot, if there is one.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(namespace, _)| namespace)
    }

    /// The text after the last dot.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit_once('.').map_or(self.as_str(), |(_, name)| name)
    }

    /// Whether there is a namespace.
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        self.namespace().is_some()
    }
}

/// The type named in `cast` and `isof`: `Edm.String`, `Ns.Type`, `Collection(Ns.Type)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TypeName {
    /// Whether it is a collection of the named type.
    pub collection: bool,
    /// The name, with or without a namespace.
    pub name: QualifiedName,
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.collection { write!(f, "Collection({})", self.name) } else { self.name.fmt(f) }
    }
}

macro_rules! string_like {
    ($($type:ident)+) => {$(
        impl Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }
    )+};
}

string_like! { Name QualifiedName }

fn check_identifier(text: &str) -> Result<(), NameError> {
    if identifier_len(text) != text.len() || text.is_empty() {
        return Err(NameError::NotAnIdentifier(text.to_owned()));
    }
    match text.chars().count() {
        length if length > MAX_IDENTIFIER => Err(NameError::TooLong(length)),
        _ => Ok(()),
    }
}

/// The bytes of the identifier at the start of `text`, of whatever length; 0 if none starts
/// there.
pub(crate) fn identifier_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first().is_none_or(u8::is_ascii_digit) {
        return 0;
    }
    let ascii = word_len(bytes);
    match bytes.get(ascii) {
        Some(b) if !b.is_ascii() => unicode_identifier_len(text),
        _ => ascii,
    }
}

/// The length of the run of ASCII letters, digits and `_` at the start.
#[inline]
pub(crate) fn word_len(bytes: &[u8]) -> usize {
    bytes.iter().position(|&b| !is_word_byte(b)).unwrap_or(bytes.len())
}

/// Whether the byte is an ASCII letter, a digit or `_`: one table lookup.
#[inline]
const fn is_word_byte(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut b = 0_u8;
        while b < 128 {
            #[expect(clippy::indexing_slicing, reason = "a constant: checked when compiling")]
            {
                table[b as usize] = b.is_ascii_alphanumeric() || b == b'_';
            }
            b += 1;
        }
        table
    };
    #[expect(clippy::indexing_slicing, reason = "a byte is below 256")]
    TABLE[byte as usize]
}

fn unicode_identifier_len(text: &str) -> usize {
    let mut length = 0;
    for (at, c) in text.char_indices() {
        let fits = if at == 0 { is_leading(c) } else { is_leading(c) || is_following(c) };
        if !fits {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

/// Categories L and Nl, and `_` (ABNF `identifierLeadingCharacter`).
pub(crate) fn is_leading(c: char) -> bool {
    use GeneralCategory as G;
    c == '_'
        || c.is_ascii_alphabetic()
        || (!c.is_ascii()
            && matches!(
                c.general_category(),
                G::UppercaseLetter
                    | G::LowercaseLetter
                    | G::TitlecaseLetter
                    | G::ModifierLetter
                    | G::OtherLetter
                    | G::LetterNumber
            ))
}

/// Categories Nd, Mn, Mc, Pc and Cf (ABNF `identifierCharacter`).
fn is_following(c: char) -> bool {
    use GeneralCategory as G;
    c.is_ascii_digit()
        || (!c.is_ascii()
            && matches!(
                c.general_category(),
                G::DecimalNumber
                    | G::NonspacingMark
                    | G::SpacingMark
                    | G::ConnectorPunctuation
                    | G::Format
            ))
}
