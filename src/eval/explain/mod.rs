//! Why a record meets a filter, or does not: the value of each part.

mod render;
mod walk;

use serde::Serialize;
use serde::ser::{SerializeStruct as _, Serializer};

use self::render::Paint;
use super::error::{EvalError, ValueKind};
use super::node::Node;
use super::predicate::Predicate;
use crate::span::Span;

/// A part of a filter, what it is for one record, and the parts that it is made of.
///
/// All parts are evaluated, also those that could not change the answer any more; the answer
/// is that of [`Predicate::evaluate`] all the same. What depends on no record was calculated
/// when the filter was compiled, and is one part.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::eval::CompileOptions;
/// use serde_json::json;
///
/// let source = "status eq 'failure' and (tries gt 2 or all lt 5)";
/// let filter: Filter = source.parse().unwrap();
/// let predicate = filter.compile(&CompileOptions::default()).unwrap();
///
/// let explanation = predicate.explain(&json!({"status": "failure", "tries": 1}));
/// assert_eq!(
///     explanation.render(source),
///     "\
/// false   status eq 'failure' and (tries gt 2 or all lt 5)
/// ├─ true   status eq 'failure'
/// │  └─ 'failure'   status
/// └─ false   tries gt 2 or all lt 5
///    ├─ false   tries gt 2
///    │  └─ 1   tries
///    └─ false   all lt 5
///       └─ null   all
/// ",
/// );
/// assert_eq!(explanation.truth(), predicate.evaluate(&json!({"status": "failure", "tries": 1})));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    part: &'static str,
    span: Span,
    member: Option<usize>,
    /// Whether the part depends on no record.
    literal: bool,
    value: Result<ExplainedValue, EvalError>,
    children: Vec<Explanation>,
}

/// The value of a part for one record, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedValue {
    kind: ValueKind,
    text: String,
}

impl Predicate {
    /// Why [`evaluate`](Self::evaluate) says of the record what it says.
    ///
    /// Takes more time than evaluating: every part is evaluated, once, and its value kept as text.
    pub fn explain<'a, N: Node<'a>>(&self, record: N) -> Explanation {
        walk::explain(self.ir(), record.fast())
    }
}

impl Explanation {
    /// What the part is: an operator or function by its name, `path`, `literal`, `member` (the
    /// condition of `any` or `all` for one member of the collection), `found` (what the record
    /// has where the path is null since it cannot be read as the type that is asked for).
    #[must_use]
    pub const fn part(&self) -> &'static str {
        self.part
    }

    /// Where the part stands in the source of the filter, within the span of the part above it
    /// (but the value of a parameter alias stands where the alias has it); 0..0 where the
    /// filter was built, not parsed.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Which member of a collection the part was asked of, from 0.
    #[must_use]
    pub const fn member(&self) -> Option<usize> {
        self.member
    }

    /// What the part is for this record.
    ///
    /// # Errors
    /// Where the part has no value for it.
    pub fn value(&self) -> Result<&ExplainedValue, EvalError> {
        self.value.as_ref().map_err(|error| *error)
    }

    /// Whether the part holds: true, false or null; none also for a value of another type.
    ///
    /// # Errors
    /// Where the part has no value for this record.
    pub fn truth(&self) -> Result<Option<bool>, EvalError> {
        self.value().map(ExplainedValue::truth)
    }

    /// The parts that this one is made of.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// A tree of lines for a terminal: on each the value of a part, then its text in `source`,
    /// from which the filter was parsed. Literals that are written as their value are left out,
    /// an error is told where it comes from, of many members of a collection a dozen are shown,
    /// those that decide first, and control characters are shown as escapes.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        render::render(self, source, Paint::Plain)
    }

    /// As [`render`](Self::render), with the colours of a terminal (ANSI escape sequences).
    #[must_use]
    pub fn render_in_colour(&self, source: &str) -> String {
        render::render(self, source, Paint::Ansi)
    }
}

impl ExplainedValue {
    /// The type of the value.
    #[must_use]
    pub const fn kind(&self) -> ValueKind {
        self.kind
    }

    /// The value as the language writes it, strings in quotes; for a collection its number of
    /// members.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value of a Boolean.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self.kind {
            ValueKind::Boolean => Some(self.text == "true"),
            _ => None,
        }
    }
}

/// An object of `part`, `span`, `member` (if any), `type` and `value`, or `error`, and
/// `children`.
impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Explanation", 6)?;
        object.serialize_field("part", self.part)?;
        object.serialize_field("span", &self.span)?;
        if let Some(member) = self.member {
            object.serialize_field("member", &member)?;
        }
        match &self.value {
            Ok(value) => {
                object.serialize_field("type", value.kind.name())?;
                object.serialize_field("value", &value.text)?;
            }
            Err(error) => object.serialize_field("error", &error.to_string())?,
        }
        object.serialize_field("children", &self.children)?;
        object.end()
    }
}
