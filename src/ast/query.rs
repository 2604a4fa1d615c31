//! Queries: the options of one request.

use std::fmt;

use super::canonical_spans::{respan, respan_items};
use super::expr::refuse_list;
use super::{Expr, Name, Text, TreeError};
use crate::span::Span;

/// A condition on records (`$filter`, ABNF `boolCommonExpr`).
///
/// ```
/// use odata_query::Filter;
///
/// let filter: Filter = "(jobId eq 'a')and(not(id eq 'b'))".parse().unwrap();
/// assert_eq!(filter.to_string(), "jobId eq 'a' and not (id eq 'b')");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Expr);

impl Filter {
    /// A filter by this expression. The spans of its parts become those of its own canonical
    /// text, wherever they came from: parts of several parsed filters can be put together.
    ///
    /// ```
    /// use odata_query::Filter;
    /// use odata_query::ast::{Expr, ExprKind};
    ///
    /// let parse = |text: &str| text.parse::<Filter>().unwrap().into_expr();
    /// let parts = vec![parse("( jobId  eq 'a')"), parse("id eq 'b'")];
    /// let joined = Filter::new(Expr::new(ExprKind::And(parts), Default::default()).unwrap()).unwrap();
    ///
    /// let text = joined.to_string();
    /// assert_eq!(text, "jobId eq 'a' and id eq 'b'");
    /// let ExprKind::And(operands) = joined.expr().kind() else { unreachable!() };
    /// assert_eq!(operands[1].span().slice(&text), Some("id eq 'b'"));
    /// ```
    ///
    /// # Errors
    /// When the expression is a list, which may only be the right operand of `in`.
    pub fn new(expr: Expr) -> Result<Self, TreeError> {
        refuse_list(&expr)?;
        respan(expr).map(Self)
    }

    /// A filter whose expression is yet to be put in its place, and then to be checked.
    pub(crate) const fn place(expr: Expr) -> Self {
        Self(expr)
    }

    /// The place of the expression.
    pub(crate) const fn expr_mut(&mut self) -> &mut Expr {
        &mut self.0
    }

    /// What [`Filter::new`] refuses.
    pub(crate) fn check(&self) -> Result<(), TreeError> {
        refuse_list(&self.0)
    }

    /// The condition.
    #[must_use]
    pub const fn expr(&self) -> &Expr {
        &self.0
    }

    /// The condition, for making another.
    #[must_use]
    pub fn into_expr(self) -> Expr {
        self.0
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The order of records (`$orderby`): at least one item, the first is the most important.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderBy {
    items: Vec<OrderByItem>,
}

/// One key of an order. The span takes no part in equality.
#[derive(Clone, Debug)]
pub struct OrderByItem {
    /// What the records are ordered by.
    pub expr: Expr,
    /// Which way.
    pub direction: Direction,
    /// The span of the item with its direction.
    pub span: Span,
}

/// Which way an order goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The smallest first; nulls before everything. The default.
    #[default]
    Asc,
    /// The largest first; nulls after everything.
    Desc,
}

impl OrderBy {
    /// An order by these items. Spans become those of its own canonical text, as for
    /// [`Filter::new`].
    ///
    /// # Errors
    /// When there is none, or one is a list.
    pub fn new(items: Vec<OrderByItem>) -> Result<Self, TreeError> {
        let order = Self::parsed(items)?;
        Ok(Self { items: respan_items(order.items)? })
    }

    /// An order of items that the parser has read, which keep their spans.
    pub(crate) fn parsed(items: Vec<OrderByItem>) -> Result<Self, TreeError> {
        if items.is_empty() {
            return Err(TreeError::Malformed("an order has at least one item"));
        }
        items.iter().try_for_each(|item| refuse_list(&item.expr))?;
        Ok(Self { items })
    }

    /// The items, the most important first.
    #[must_use]
    pub fn items(&self) -> &[OrderByItem] {
        &self.items
    }
}

impl PartialEq for OrderByItem {
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr && self.direction == other.direction
    }
}

impl Eq for OrderByItem {}

impl fmt::Display for OrderBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, item) in self.items.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            item.expr.fmt(f)?;
            f.write_str(item.direction.suffix())?;
        }
        Ok(())
    }
}

/// Whether each `%` starts two hexadecimal digits.
fn escapes_end(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// The token of a next page (`$skiptoken`), as it is spelled in a URL.
///
/// The token is opaque and is written back byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SkipToken(Text);

impl SkipToken {
    /// A token in the spelling of a link; percent-encoded text is kept.
    ///
    /// # Errors
    /// When it is empty or has a character that a link cannot have: a space, `&`, `#`, a control
    /// character, anything that is not ASCII, a broken escape.
    pub fn new(spelled: impl Into<Text>) -> Result<Self, TreeError> {
        let text = spelled.into();
        if text.is_empty() {
            return Err(TreeError::Malformed("a token is not empty"));
        }
        if !text.bytes().all(|b| b.is_ascii_graphic() && !b"&#".contains(&b)) {
            return Err(TreeError::Malformed(
                "a token in a link has its special characters encoded",
            ));
        }
        if percent_encoding::percent_decode_str(&text).decode_utf8().is_err() || !escapes_end(&text)
        {
            return Err(TreeError::Malformed("a token has whole escapes, of text in UTF-8"));
        }
        Ok(Self(text))
    }

    /// The token as it is spelled in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SkipToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A parameter alias and its value: `@p=…`. The span takes no part in equality.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Alias {
    /// The name, without `@`.
    pub name: Name,
    /// The value.
    pub value: Expr,
    /// The span of the option.
    pub span: Span,
}

impl PartialEq for Alias {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Alias {}

/// An option that is kept by name: a system query option beyond those a [`Query`] reads, or a
/// custom one. The span takes no part in equality.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OtherOption {
    /// The name: `$` and lower case for a system query option, as given for a custom one.
    pub name: Text,
    /// The decoded value; a custom option may have none.
    pub value: Option<Text>,
    /// The span of the option.
    pub span: Span,
}

impl OtherOption {
    /// Whether this is a system query option, such as `$select`.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.name.starts_with('$')
    }
}

impl PartialEq for OtherOption {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for OtherOption {}

/// The options of one request. Spans take no part in equality.
///
/// Its text is a percent-encoded query string: `$filter`, `$orderby`, `$top`, `$skiptoken`,
/// aliases, other options. The last come first where one has a space or a quote in its name.
///
/// ```
/// use odata_query::Query;
///
/// let query: Query = "$top=20&filter=jobId%20eq%20'a'".parse().unwrap();
/// assert_eq!(query.top(), Some(20));
/// assert_eq!(query.to_string(), "$filter=jobId%20eq%20%27a%27&$top=20");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(crate) filter: Option<Filter>,
    pub(crate) order_by: Option<OrderBy>,
    pub(crate) top: Option<(u64, Span)>,
    pub(crate) skip_token: Option<(SkipToken, Span)>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) other: Vec<OtherOption>,
}

impl Query {
    /// A query without options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The condition on records.
    #[must_use]
    pub const fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref()
    }

    /// The order of records.
    #[must_use]
    pub const fn order_by(&self) -> Option<&OrderBy> {
        self.order_by.as_ref()
    }

    /// The largest number of records.
    #[must_use]
    pub fn top(&self) -> Option<u64> {
        self.top.map(|(top, _)| top)
    }

    /// Where `$top` has its value; 0..0 if it was built or is missing.
    #[must_use]
    pub fn top_span(&self) -> Span {
        self.top.map(|(_, span)| span).unwrap_or_default()
    }

    /// The token of the page to start from.
    #[must_use]
    pub fn skip_token(&self) -> Option<&SkipToken> {
        self.skip_token.as_ref().map(|(token, _)| token)
    }

    /// Where `$skiptoken` has its value; 0..0 if it was built or is missing.
    #[must_use]
    pub fn skip_token_span(&self) -> Span {
        self.skip_token.as_ref().map(|(_, span)| *span).unwrap_or_default()
    }

    /// The parameter aliases, in the order in which they were given.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// Every other option, in the order in which they were given.
    #[must_use]
    pub fn other_options(&self) -> &[OtherOption] {
        &self.other
    }

    /// The same query with this condition.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// The same query in this order.
    #[must_use]
    pub fn with_order_by(mut self, order_by: OrderBy) -> Self {
        self.order_by = Some(order_by);
        self
    }

    /// The same query for at most this many records.
    #[must_use]
    pub fn with_top(mut self, top: u64) -> Self {
        self.top = Some((top, Span::default()));
        self
    }

    /// The same query from this page on.
    #[must_use]
    pub fn with_skip_token(mut self, token: SkipToken) -> Self {
        self.skip_token = Some((token, Span::default()));
        self
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.filter == other.filter
            && self.order_by == other.order_by
            && self.top() == other.top()
            && self.skip_token() == other.skip_token()
            && self.aliases == other.aliases
            && self.other == other.other
    }
}

impl Eq for Query {}
