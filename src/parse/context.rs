//! What every rule of the grammar carries: the source, the limits, the depth.

use std::borrow::Cow;
use std::cell::Cell;

use super::source_map::SourceMap;
use crate::ast::lexical::MAX_IDENTIFIER;
use crate::ast::{Expr, ExprKind, Literal, Path, Segment, SegmentKind, TreeError};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::Limits;
use crate::span::Span;

/// What a rule gives: the rest of the text and a value, or a fault.
pub(super) type Parsed<'a, T> = nom::IResult<&'a str, T, Fault>;

/// The error type of all rules. A combinator that merely did not match carries nothing, so
/// that trying alternatives allocates nothing.
#[derive(Debug)]
pub(super) struct Fault(pub(super) Option<Diagnostic>);

impl<I> nom::error::ParseError<I> for Fault {
    fn from_error_kind(_: I, _: nom::error::ErrorKind) -> Self {
        Self(None)
    }

    fn append(_: I, _: nom::error::ErrorKind, other: Self) -> Self {
        other
    }
}

/// A fault that ends the parse: no alternative is tried.
pub(super) fn failure(diagnostic: Diagnostic) -> nom::Err<Fault> {
    nom::Err::Failure(Fault(Some(diagnostic)))
}

/// The state of one parse.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) map: SourceMap<'a>,
    pub(super) limits: &'a Limits,
    /// The depth in force.
    depth: usize,
    nodes: Cell<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, map: SourceMap<'a>, limits: &'a Limits) -> Self {
        Self { text, map, limits, depth: limits.depth(), nodes: Cell::new(0) }
    }
}

/// The context of a rule. The position is what remains of the text, so it is not in here.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) source: &'a Source<'a>,
    /// How many expressions enclose this one.
    pub(super) depth: usize,
}

impl<'a> Context<'a> {
    pub(super) const fn new(source: &'a Source<'a>) -> Self {
        Self { source, depth: 0 }
    }

    /// The offset at which `rest` starts, in the text that is parsed.
    pub(super) const fn offset(self, rest: &str) -> usize {
        self.source.text.len().saturating_sub(rest.len())
    }

    /// The span between two offsets, in the text that the user gave.
    pub(super) fn span(self, start: usize, end: usize) -> Span {
        self.source.map.span(start, end)
    }

    /// The span from where `from` starts to where `to` starts.
    pub(super) fn between(self, from: &str, to: &str) -> Span {
        self.span(self.offset(from), self.offset(to))
    }

    /// The context of an expression that this one encloses, `levels` deeper.
    pub(super) fn deeper(self, levels: usize, at: &str) -> Result<Self, nom::Err<Fault>> {
        let depth = self.depth + levels;
        if depth > self.source.depth {
            return Err(self.too_deep(self.offset(at)));
        }
        Ok(Self { depth, ..self })
    }

    /// An expression, counted and measured against the limits.
    pub(super) fn expr(
        self,
        kind: ExprKind,
        start: usize,
        end: usize,
    ) -> Result<Expr, nom::Err<Fault>> {
        self.count_node(start)?;
        match Expr::new(kind, self.span(start, end)) {
            Ok(expr) if expr.height() <= self.source.depth => Ok(expr),
            Ok(_) => Err(self.too_deep(start)),
            Err(error) => Err(self.tree_fault(&error, start, end)),
        }
    }

    /// A literal, counted.
    #[inline]
    pub(super) fn literal(
        self,
        value: Literal,
        start: usize,
        end: usize,
    ) -> Result<Expr, nom::Err<Fault>> {
        self.count_node(start)?;
        Ok(Expr::literal(value, self.span(start, end)))
    }

    /// A path, counted and measured.
    #[inline]
    pub(super) fn path(
        self,
        path: Path,
        start: usize,
        end: usize,
    ) -> Result<Expr, nom::Err<Fault>> {
        self.count_node(start)?;
        let expr = Expr::path(path, self.span(start, end));
        if expr.height() > self.source.depth {
            return Err(self.too_deep(start));
        }
        Ok(expr)
    }

    /// A segment of a path, counted.
    #[inline]
    pub(super) fn segment(
        self,
        kind: SegmentKind,
        start: usize,
        end: usize,
    ) -> Result<Segment, nom::Err<Fault>> {
        self.count_node(start)?;
        Ok(Segment::new(kind, self.span(start, end)))
    }

    #[inline]
    fn count_node(self, start: usize) -> Result<(), nom::Err<Fault>> {
        let nodes = self.source.nodes.get() + 1;
        self.source.nodes.set(nodes);
        if nodes > self.source.limits.max_nodes {
            return Err(self.too_many_nodes(start));
        }
        Ok(())
    }

    /// Counts all nodes of an expression of such a height, if that is within the limits;
    /// otherwise none, so that the rules can report where the limit is exceeded.
    #[inline]
    pub(super) fn has_room(self, count: usize, height: usize) -> bool {
        let nodes = self.source.nodes.get() + count;
        let within = nodes <= self.source.limits.max_nodes && height <= self.source.depth;
        if within {
            self.source.nodes.set(nodes);
        }
        within
    }

    /// The nodes counted so far.
    #[inline]
    pub(super) fn nodes(self) -> usize {
        self.source.nodes.get()
    }

    /// Counts again from so many nodes.
    #[inline]
    pub(super) fn set_nodes(self, nodes: usize) {
        self.source.nodes.set(nodes);
    }

    /// The most characters that an identifier may have.
    #[inline]
    pub(super) fn max_identifier(self) -> usize {
        self.source.limits.max_identifier.min(MAX_IDENTIFIER)
    }

    #[cold]
    fn too_many_nodes(self, start: usize) -> nom::Err<Fault> {
        let limit = self.source.limits.max_nodes;
        self.too_long(start, format!("more than {limit} parts"))
    }

    /// Refuses one item more than a list may have.
    pub(super) fn check_items(self, count: usize, at: &str) -> Result<(), nom::Err<Fault>> {
        let limit = self.source.limits.max_list_items;
        if count <= limit {
            return Ok(());
        }
        Err(self.too_long(self.offset(at), format!("more than {limit} items in one list")))
    }

    /// A tree that the constructors refuse.
    #[cold]
    pub(super) fn tree_fault(self, error: &TreeError, start: usize, end: usize) -> nom::Err<Fault> {
        match error {
            TreeError::TooDeep => self.too_deep(start),
            TreeError::Malformed(why) => self.fault(start, end, *why),
        }
    }

    /// A fault with its place and what is wrong.
    pub(super) fn fault(
        self,
        start: usize,
        end: usize,
        message: impl Into<Cow<'static, str>>,
    ) -> nom::Err<Fault> {
        failure(Diagnostic::new(Code::Syntax, self.span(start, end), message))
    }

    /// An unexpected token at `rest`: what was being read, what was found, what was expected.
    #[cold]
    pub(super) fn unexpected(
        self,
        rest: &str,
        reading: &str,
        expected: &'static [&'static str],
    ) -> nom::Err<Fault> {
        let start = self.offset(rest);
        let found = found(rest);
        let message = match found {
            "" => format!("the text ends {reading}"),
            quote @ ("'" | "\"") => format!("unexpected `{quote}` {reading}"),
            found => format!("unexpected `{}` {reading}", found.escape_debug()),
        };
        let span = self.span(start, start + found.len());
        failure(
            Diagnostic::new(Code::Syntax, span, message).with_expected(expected.iter().copied()),
        )
    }

    #[cold]
    fn too_deep(self, start: usize) -> nom::Err<Fault> {
        let limit = self.source.limits.depth();
        let message = format!("nested more than {limit} levels deep");
        failure(
            Diagnostic::new(Code::TooDeep, self.character(start), message)
                .with_help("write it with fewer parentheses or operators within each other"),
        )
    }

    /// The character that starts there.
    fn character(self, start: usize) -> Span {
        let first = self.source.text.get(start..).and_then(|rest| rest.chars().next());
        self.span(start, start + first.map_or(1, char::len_utf8))
    }

    #[cold]
    pub(super) fn too_long(self, start: usize, message: String) -> nom::Err<Fault> {
        failure(
            Diagnostic::new(Code::TooLong, self.character(start), message)
                .with_help("split the query, or raise the limits if it is meant to be this long"),
        )
    }
}

/// The token at the start of `rest`, for messages: a word or one character.
pub(super) fn found(rest: &str) -> &str {
    const LONGEST: usize = 40;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let length = match rest.chars().next() {
        None => 0,
        Some(c) if is_word(c) => rest
            .char_indices()
            .find(|(at, c)| !is_word(*c) || *at >= LONGEST)
            .map_or(rest.len(), |(at, _)| at),
        Some(c) => c.len_utf8(),
    };
    rest.get(..length).unwrap_or_default()
}
