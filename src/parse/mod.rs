//! Text to tree (ABNF of OData 4.01); knows no schema.
//!
//! Each function is named after the grammar rule that it reads. The position is what remains
//! of the input; the context that every rule carries holds the source, the limits and the
//! depth. Parsing stops at the first fault.

mod call;
mod context;
mod expr;
mod fast;
mod geo;
mod json;
mod lex;
mod literal;
mod operator;
mod order_by;
mod path;
mod primary;
mod recovery;
mod source_map;

use std::str::FromStr;

use self::context::{Context, Fault, Parsed, Source};
pub(crate) use self::source_map::SourceMap;
use crate::ast::{Expr, Filter, OrderBy};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::Limits;

impl Filter {
    /// Reads a `$filter` expression (ABNF `boolCommonExpr`), within limits. White space around
    /// it is ignored; line breaks between its parts count as spaces.
    ///
    /// # Errors
    /// One diagnostic: what is wrong, where, and what to write instead.
    ///
    /// ```
    /// use odata_query::{Code, Filter, Limits};
    ///
    /// let limits = Limits { max_depth: 2, ..Limits::default() };
    /// assert!(Filter::parse("((jobId eq 'a'))", &limits).is_ok());
    /// let error = Filter::parse("(((jobId eq 'a')))", &limits).unwrap_err();
    /// assert_eq!(error.code(), Code::TooDeep);
    /// ```
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        filter(text, SourceMap::Shift(0), limits)
    }
}

impl OrderBy {
    /// Reads an `$orderby` list, within limits. White space is read as for [`Filter::parse`].
    ///
    /// # Errors
    /// One diagnostic: what is wrong, where, and what to write instead.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        order_by(text, SourceMap::Shift(0), limits)
    }
}

impl FromStr for Filter {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        Self::parse(text, &Limits::default())
    }
}

impl FromStr for OrderBy {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        Self::parse(text, &Limits::default())
    }
}

/// A filter within a larger text.
pub(crate) fn filter(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
) -> Result<Filter, Diagnostic> {
    let mut filter = Filter::place(expr::PLACEHOLDER);
    expression_into(text, map, limits, "at the start of a filter", filter.expr_mut())?;
    match filter.check() {
        Ok(()) => Ok(filter),
        Err(error) => {
            Err(Diagnostic::new(Code::Syntax, map.span(0, text.len()), error.to_string()))
        }
    }
}

/// An expression within a larger text, such as the value of an alias.
pub(crate) fn expression(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
    reading: &str,
) -> Result<Expr, Diagnostic> {
    let mut expr = expr::PLACEHOLDER;
    expression_into(text, map, limits, reading, &mut expr)?;
    Ok(expr)
}

/// As `expression`, but writes to `expr`, which saves copying a large value.
fn expression_into(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
    reading: &str,
    expr: &mut Expr,
) -> Result<(), Diagnostic> {
    let found = read(text, map, limits, |cx, input| {
        expr::common_expr_into(cx, input, reading, expr).map(|rest| (rest, ()))
    });
    found.or_else(|fault| {
        *expr =
            explained(text, map, limits, fault, |cx, input| expr::common_expr(cx, input, reading))?;
        Ok(())
    })
}

/// An order within a larger text.
pub(crate) fn order_by(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
) -> Result<OrderBy, Diagnostic> {
    read(text, map, limits, order_by::order_by)
        .or_else(|fault| explained(text, map, limits, fault, order_by::order_by))
}

/// The fault of a text that a rule does not read, with what to write instead.
#[cold]
fn explained<T>(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
    fault: Diagnostic,
    rule: impl for<'a> Fn(Context<'a>, &'a str) -> Parsed<'a, T>,
) -> Result<T, Diagnostic> {
    if !matches!(fault.code(), Code::Syntax | Code::UnknownProperty) {
        return Err(fault);
    }
    // Parsed again for offsets in this text instead of the larger one.
    let parse = |text: &str| read(text, SourceMap::Shift(0), limits, &rule);
    let fault = match parse(text) {
        Ok(value) => return Ok(value),
        Err(fault) => recovery::explain(text, fault, |text| parse(text).map(|_| ())),
    };
    Err(fault.relocated(|span| map.span(span.start as usize, span.end as usize), str::to_owned))
}

/// Reads a whole text by a rule.
fn read<T>(
    text: &str,
    map: SourceMap<'_>,
    limits: &Limits,
    mut rule: impl for<'a> FnMut(Context<'a>, &'a str) -> Parsed<'a, T>,
) -> Result<T, Diagnostic> {
    if text.len() > limits.max_bytes || u32::try_from(text.len()).is_err() {
        let (length, limit) = (text.len(), limits.max_bytes);
        let message = format!("{length} bytes are more than the limit of {limit}");
        return Err(Diagnostic::new(Code::TooLong, map.span(0, 0), message)
            .with_help("split the query, or raise the limits if it is meant to be this long"));
    }
    let source = Source::new(text, map, limits);
    let cx = Context::new(&source);
    let result = rule(cx, lex::space(text)).and_then(|(rest, value)| match lex::space(rest) {
        "" => Ok(value),
        rest => Err(cx.unexpected(rest, "after an operand", &["an operator", "the end"])),
    });
    result.map_err(|error| match error {
        nom::Err::Error(Fault(Some(fault))) | nom::Err::Failure(Fault(Some(fault))) => fault,
        // Every rule names its fault; should one forget, the text is refused all the same.
        _ => Diagnostic::new(Code::Syntax, map.span(0, text.len()), "not an OData expression"),
    })
}
