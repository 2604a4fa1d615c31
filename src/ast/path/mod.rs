//! Paths (ABNF `firstMemberExpr` and what follows it).

mod faults;

use std::fmt;

pub(crate) use self::faults::reads_as_literal;
use self::faults::{fault, may_read_as_literal};
use super::expr::refuse_list;
use super::{Expr, Name, NameError, QualifiedName, Text, TreeError, search};
use crate::limits::Limits;
use crate::span::Span;

/// Segments that lead from the record, or from a variable, to a value.
///
/// A path alone does not know what its names mean: a lambda variable, a property and an
/// unqualified type look the same, and `Products(ID='x')` reads as a service function.
/// [`Filter::paths`](super::Filter::paths) gives each path with what it starts from.
#[derive(Clone)]
pub struct Path {
    segments: Segments,
}

/// The segments of a path. Most paths are one name, which is kept in place: a list costs an
/// allocation. How they are kept takes no part in equality.
#[derive(Clone)]
enum Segments {
    One(Segment),
    Many(Vec<Segment>),
}

/// One segment of a path. The span takes no part in equality.
#[derive(Clone, Debug)]
pub struct Segment {
    kind: SegmentKind,
    span: Span,
}

/// What a segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SegmentKind {
    /// `$it`, only first: the record.
    It,
    /// `$this`, only first: what the query option is evaluated on.
    This,
    /// `$root`, only first, with a name after it.
    Root,
    /// `@p`, only first: a parameter alias, or an annotation without a namespace.
    Alias(Name),
    /// A property, a lambda variable, or an unqualified type.
    Property(Name),
    /// `Ns.Type`: the value as that type.
    Cast(QualifiedName),
    /// `@Ns.Term#qualifier`
    Annotation(Box<Annotation>),
    /// `Ns.F(a=1,b=@p)`: a function of the service.
    Call(Box<ServiceCall>),
    /// `('x')`: a member of a collection, by its key.
    Key(Box<KeyPredicate>),
    /// `$count`, only last.
    Count(Option<Box<CountOptions>>),
    /// `$filter(…)`: the members of a collection that meet a condition.
    Filter(Box<Expr>),
}

/// A term that annotates the value before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The term, with or without a namespace.
    pub term: QualifiedName,
    /// What tells two annotations with the same term apart.
    pub qualifier: Option<Name>,
}

/// A function of the service, with named parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceCall {
    /// The function, with or without a namespace.
    pub name: QualifiedName,
    /// Parameters in the order in which they are written.
    pub parameters: Vec<(Name, Expr)>,
}

/// The key of a member of a collection. Each value is a literal or an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPredicate {
    /// `('x')`
    Simple(Expr),
    /// `(a='x',b=1)`
    Compound(Vec<(Name, Expr)>),
}

/// Which members `$count` counts: `$count($filter=…;$search=…)`; at least one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountOptions {
    filter: Option<Expr>,
    search: Option<Text>,
}

impl CountOptions {
    /// Options for `$count`; `search` is the text of a search expression.
    ///
    /// # Errors
    /// When both are missing, `filter` is a list, or `search` is not a search expression.
    pub fn new(filter: Option<Expr>, search: Option<Text>) -> Result<Self, TreeError> {
        if filter.is_none() && search.is_none() {
            return Err(TreeError::Malformed("the options of `$count` are not empty"));
        }
        filter.as_ref().map_or(Ok(()), refuse_list)?;
        // White space before the expression belongs to `$search=` (ABNF `search`).
        let is_search = |text: &Text| {
            !text.starts_with([' ', '\t']) && search::expression_len(text) == Some(text.len())
        };
        if search.as_ref().is_some_and(|text| !is_search(text)) {
            return Err(TreeError::Malformed("not a search expression"));
        }
        Ok(Self { filter, search })
    }

    /// The condition that members meet.
    #[must_use]
    pub const fn filter(&self) -> Option<&Expr> {
        self.filter.as_ref()
    }

    /// The text of the search expression.
    #[must_use]
    pub const fn search(&self) -> Option<&Text> {
        self.search.as_ref()
    }

    /// The condition, for a fold to put another in its place.
    pub(super) const fn filter_mut(&mut self) -> &mut Option<Expr> {
        &mut self.filter
    }
}

impl Segment {
    /// A segment with its span.
    #[must_use]
    pub const fn new(kind: SegmentKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// What the segment is.
    #[must_use]
    pub const fn kind(&self) -> &SegmentKind {
        &self.kind
    }

    /// The parts of the segment.
    #[must_use]
    pub fn into_kind(self) -> SegmentKind {
        self.kind
    }

    /// Where it is in the text of the filter.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The name, if the segment is one.
    #[must_use]
    pub const fn as_property(&self) -> Option<&Name> {
        match &self.kind {
            SegmentKind::Property(name) => Some(name),
            _ => None,
        }
    }
}

impl PartialEq for Segment {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Segment {}

impl From<SegmentKind> for Segment {
    fn from(kind: SegmentKind) -> Self {
        Self::new(kind, Span::default())
    }
}

impl Path {
    /// A path of these segments.
    ///
    /// # Errors
    /// [`TreeError::Malformed`] when they could not be written as text that reads as the same
    /// path: `$it` in the middle, a property called `null`, a type alone.
    /// [`TreeError::TooDeep`] when the path would be higher than the ceiling, since it becomes
    /// an expression unchecked.
    pub fn new(segments: Vec<Segment>) -> Result<Self, TreeError> {
        if let Some(why) = fault(&segments) {
            return Err(TreeError::Malformed(why));
        }
        let path = Self::unchecked(segments);
        if usize::from(path.height()) > Limits::DEPTH_CEILING {
            return Err(TreeError::TooDeep);
        }
        Ok(path)
    }

    /// A path of names that the parser has read: they make one by themselves, since it reads
    /// those that do not as something else.
    #[inline]
    pub(crate) fn scanned(segments: Vec<Segment>) -> Result<Self, TreeError> {
        let plain = |segment: &Segment| matches!(segment.kind, SegmentKind::Property(_));
        if let Some((first, rest)) = segments.split_first()
            && rest.iter().all(plain)
            && first.as_property().is_some_and(|name| !may_read_as_literal(name))
        {
            return Ok(Self::unchecked(segments));
        }
        Self::new(segments)
    }

    /// A path of properties whose first name does not read as a literal.
    #[inline]
    pub(crate) fn properties(segments: Vec<Segment>) -> Self {
        debug_assert_eq!(Self::new(segments.clone()).map(|path| path.height()), Ok(0));
        Self { segments: Segments::Many(segments) }
    }

    /// A path of one property, whose name does not read as a literal.
    #[inline]
    pub(crate) fn property(name: Name, span: Span) -> Self {
        debug_assert!(!reads_as_literal(&name));
        Self { segments: Segments::One(Segment::new(SegmentKind::Property(name), span)) }
    }

    /// A path of segments that are already checked.
    #[inline]
    fn unchecked(mut segments: Vec<Segment>) -> Self {
        let segments = match segments.pop() {
            Some(only) if segments.is_empty() => Segments::One(only),
            Some(last) => {
                segments.push(last);
                Segments::Many(segments)
            }
            None => Segments::Many(segments),
        };
        Self { segments }
    }

    /// A path of property names.
    ///
    /// # Errors
    /// When one is not an identifier, there is none, or the first would read as a literal.
    ///
    /// ```
    /// use odata_query::ast::Path;
    ///
    /// let path = Path::of(["targetSystem", "displayName"]).unwrap();
    /// assert_eq!(path.to_string(), "targetSystem/displayName");
    /// assert!(Path::of(["a/b"]).is_err());
    /// ```
    pub fn of<T: Into<Text>>(names: impl IntoIterator<Item = T>) -> Result<Self, PathError> {
        let names = names.into_iter().map(Name::new);
        let segments = names.map(|name| name.map(|name| SegmentKind::Property(name).into()));
        Ok(Self::new(segments.collect::<Result<_, _>>()?)?)
    }

    /// The segments, at least one.
    #[must_use]
    #[inline]
    pub fn segments(&self) -> &[Segment] {
        match &self.segments {
            Segments::One(segment) => std::slice::from_ref(segment),
            Segments::Many(segments) => segments,
        }
    }

    /// The segments, for making another path.
    #[must_use]
    pub fn into_segments(self) -> Vec<Segment> {
        match self.segments {
            Segments::One(segment) => vec![segment],
            Segments::Many(segments) => segments,
        }
    }

    /// The path, moved out of a tree that is being taken apart; no path is left behind.
    pub(super) fn take(&mut self) -> Self {
        let nothing = Segments::Many(Vec::new());
        Self { segments: std::mem::replace(&mut self.segments, nothing) }
    }

    /// The names of a path of properties only.
    pub fn property_names(&self) -> Option<impl Iterator<Item = &Name>> {
        let all = self.segments().iter().all(|segment| segment.as_property().is_some());
        all.then(|| self.segments().iter().filter_map(Segment::as_property))
    }

    /// The span from the first segment to the last.
    #[must_use]
    pub fn span(&self) -> Span {
        match (self.segments().first(), self.segments().last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        }
    }

    pub(super) fn height(&self) -> u8 {
        if self.segments().iter().all(|segment| matches!(segment.kind, SegmentKind::Property(_))) {
            return 0;
        }
        let mut height = 0;
        self.for_each_child(&mut |child| height = height.max(child.height() + 1));
        // An `Expr` is never higher than the ceiling, which is far below 255.
        u8::try_from(height).unwrap_or(u8::MAX)
    }

    pub(super) fn for_each_child<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        for segment in self.segments() {
            match &segment.kind {
                SegmentKind::Call(call) => call.parameters.iter().for_each(|(_, value)| f(value)),
                SegmentKind::Key(key) => match &**key {
                    KeyPredicate::Simple(value) => f(value),
                    KeyPredicate::Compound(pairs) => pairs.iter().for_each(|(_, value)| f(value)),
                },
                SegmentKind::Count(Some(options)) => options.filter.iter().for_each(&mut *f),
                SegmentKind::Filter(condition) => f(condition),
                _ => {}
            }
        }
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.segments() == other.segments()
    }
}

impl Eq for Path {}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Path").field("segments", &self.segments()).finish()
    }
}

/// Why names make no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// One is not an identifier.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Together they would not be read as a path.
    #[error(transparent)]
    Tree(#[from] TreeError),
}
