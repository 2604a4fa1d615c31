//! The expression tree.

use std::fmt;

use super::{BinaryOp, Function, Literal, Name, Path, Precedence, SegmentKind, Text, TypeName};
use crate::limits::Limits;
use crate::span::Span;

/// An expression (ABNF `commonExpr`): its kind and its span.
///
/// Only [`Expr::new`] makes one, so no tree is higher than [`Limits::DEPTH_CEILING`] and every
/// tree can be written as text that reads as the same tree. The span takes no part in
/// equality.
///
/// ```
/// use odata_query::Filter;
/// use odata_query::ast::{BinaryOp, Expr, ExprKind, Literal, Path};
///
/// let path = Expr::from(Path::of(["provisioningStatusInfo", "status"]).unwrap());
/// let built = Expr::binary(BinaryOp::Eq, path, Literal::from("failure").into()).unwrap();
///
/// let parsed: Filter = "provisioningStatusInfo/status eq 'failure'".parse().unwrap();
/// assert_eq!(parsed.expr(), &built);
/// ```
#[derive(Clone)]
pub struct Expr {
    kind: ExprKind,
    span: Span,
    height: u8,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExprKind {
    /// A value.
    Literal(Literal),
    /// A property path, `$it`, an alias, a service function.
    Path(Path),
    /// True if every operand is; at least two operands.
    And(Vec<Expr>),
    /// True if some operand is; at least two operands.
    Or(Vec<Expr>),
    /// `not (…)`
    Not(Box<Expr>),
    /// `-x`; of a literal, `-(1)`.
    Negate(Box<Expr>),
    /// Two operands with an operator between them.
    Binary(BinaryOp, Box<[Expr; 2]>),
    /// Literals in parentheses; only to the right of `in`.
    List(Vec<Expr>),
    /// A canonical function.
    Call(Function, Vec<Expr>),
    /// `cast(…)`
    Cast(Box<TypeTest>),
    /// `isof(…)`
    IsOf(Box<TypeTest>),
    /// `case(condition:value,…)`: the value of the first condition that holds.
    Case(Vec<(Expr, Expr)>),
    /// `path/any(x:…)`, `path/all(x:…)`
    Lambda(Box<Lambda>),
    /// A JSON array.
    Array(Vec<Expr>),
    /// A JSON object.
    Object(Vec<(Text, Expr)>),
}

/// The arguments of `cast` and `isof`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeTest {
    /// The value; the record itself if there is none.
    pub operand: Option<Expr>,
    /// The type.
    pub type_name: TypeName,
}

/// `any` or `all` over the members of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lambda {
    /// Which of the two.
    pub op: LambdaOp,
    /// The collection.
    pub collection: Path,
    /// The variable and the predicate; none only for `any()`.
    pub predicate: Option<(Name, Expr)>,
}

/// The lambda operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LambdaOp {
    /// Some member meets the predicate.
    Any,
    /// Every member meets the predicate.
    All,
}

/// Why parts make no tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// It would be higher than [`Limits::DEPTH_CEILING`].
    #[error("a tree has at most {} levels", Limits::DEPTH_CEILING)]
    TooDeep,
    /// It could not be written as text, or would read as another tree.
    #[error("{0}")]
    Malformed(&'static str),
}

impl Expr {
    /// An expression with its span.
    ///
    /// # Errors
    /// [`TreeError::TooDeep`] beyond the ceiling; [`TreeError::Malformed`] for parts that make
    /// no OData expression, such as an `and` of one operand.
    #[inline]
    pub fn new(kind: ExprKind, span: Span) -> Result<Self, TreeError> {
        let height = match &kind {
            ExprKind::Literal(_) => 0,
            ExprKind::Path(path) => usize::from(path.height()),
            _ => {
                check_shape(&kind)?;
                height_of(&kind)
            }
        };
        match u8::try_from(height) {
            Ok(height) if usize::from(height) <= Limits::DEPTH_CEILING => {
                Ok(Self { kind, span, height })
            }
            _ => Err(TreeError::TooDeep),
        }
    }

    /// A literal with its span.
    #[inline]
    pub(crate) const fn literal(literal: Literal, span: Span) -> Self {
        Self { kind: ExprKind::Literal(literal), span, height: 0 }
    }

    /// A path with its span.
    #[inline]
    pub(crate) fn path(path: Path, span: Span) -> Self {
        let height = path.height();
        Self { kind: ExprKind::Path(path), span, height }
    }

    /// A path of properties with its span.
    #[inline]
    pub(crate) fn properties(path: Path, span: Span) -> Self {
        debug_assert_eq!(path.height(), 0);
        Self { kind: ExprKind::Path(path), span, height: 0 }
    }

    /// An unchecked expression whose shape and height the parser has already ensured: an operator or a
    /// function of literals and paths of properties, or a chain of such.
    #[inline]
    pub(crate) fn flat(kind: ExprKind, span: Span, height: u8) -> Self {
        debug_assert_eq!(check_shape(&kind).map(|()| height_of(&kind)), Ok(usize::from(height)));
        Self { kind, span, height }
    }

    /// An operator with its operands, from nowhere in particular.
    ///
    /// # Errors
    /// As for [`Expr::new`].
    pub fn binary(op: BinaryOp, left: Self, right: Self) -> Result<Self, TreeError> {
        Self::new(ExprKind::Binary(op, Box::new([left, right])), Span::default())
    }

    /// What the expression is.
    #[must_use]
    pub const fn kind(&self) -> &ExprKind {
        &self.kind
    }

    /// The parts of the expression.
    #[must_use]
    pub fn into_kind(self) -> ExprKind {
        self.kind
    }

    /// The same expression with another span.
    pub(super) fn at(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// Where the expression is in the text of its filter, without the parentheses around it. A
    /// filter that was parsed has the spans of the text it was parsed from, every other one those of
    /// its canonical text; 0..0 for an expression that was made and is not in a filter yet.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The levels below this one; 0 for a literal or a path of properties.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.height)
    }

    /// How tightly the expression holds together where it is written without parentheses.
    #[must_use]
    pub const fn precedence(&self) -> Precedence {
        match &self.kind {
            ExprKind::Or(_) => Precedence::Or,
            ExprKind::And(_) => Precedence::And,
            ExprKind::Binary(op, _) => op.precedence(),
            ExprKind::Not(_) | ExprKind::Negate(_) => Precedence::Unary,
            _ => Precedence::Primary,
        }
    }

    /// The literal, if the expression is one.
    #[must_use]
    pub const fn as_literal(&self) -> Option<&Literal> {
        match &self.kind {
            ExprKind::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    /// The path, if the expression is one.
    #[must_use]
    pub const fn as_path(&self) -> Option<&Path> {
        match &self.kind {
            ExprKind::Path(path) => Some(path),
            _ => None,
        }
    }

    /// The expressions directly below this one, in the order in which they are written,
    /// those in path segments included.
    pub fn for_each_child<'a>(&'a self, mut f: impl FnMut(&'a Self)) {
        for_each_child(&self.kind, &mut f);
    }
}

/// The canonical text and the span on one line: a tree written level by level would be indented
/// once for each level above it, which takes time by the cube of its height.
impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Span { start, end } = self.span;
        write!(f, "Expr({start}..{end} `{self}`)")
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Expr {}

impl From<Path> for Expr {
    fn from(path: Path) -> Self {
        Self::path(path, Span::default())
    }
}

impl From<Literal> for Expr {
    fn from(literal: Literal) -> Self {
        Self::literal(literal, Span::default())
    }
}

impl LambdaOp {
    /// The name, as canonical text writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

fn height_of(kind: &ExprKind) -> usize {
    match kind {
        ExprKind::Binary(_, operands) => {
            let [left, right] = &**operands;
            1 + left.height().max(right.height())
        }
        other => {
            let mut height = 0;
            for_each_child(other, &mut |child| height = height.max(1 + child.height()));
            height
        }
    }
}

pub(super) fn for_each_child<'a>(kind: &'a ExprKind, f: &mut dyn FnMut(&'a Expr)) {
    match kind {
        ExprKind::Literal(_) => {}
        ExprKind::Path(path) => path.for_each_child(f),
        ExprKind::And(items)
        | ExprKind::Or(items)
        | ExprKind::List(items)
        | ExprKind::Call(_, items)
        | ExprKind::Array(items) => items.iter().for_each(f),
        ExprKind::Not(operand) | ExprKind::Negate(operand) => f(operand),
        ExprKind::Binary(_, operands) => operands.iter().for_each(f),
        ExprKind::Cast(test) | ExprKind::IsOf(test) => test.operand.iter().for_each(f),
        ExprKind::Case(branches) => {
            for (condition, value) in branches {
                f(condition);
                f(value);
            }
        }
        ExprKind::Lambda(lambda) => {
            lambda.collection.for_each_child(f);
            if let Some((_, predicate)) = &lambda.predicate {
                f(predicate);
            }
        }
        ExprKind::Object(members) => members.iter().for_each(|(_, value)| f(value)),
    }
}

fn check_shape(kind: &ExprKind) -> Result<(), TreeError> {
    let fault = match kind {
        ExprKind::Binary(BinaryOp::In, operands) => {
            // A list is allowed as the right operand only.
            let [left, _] = &**operands;
            return refuse_list(left);
        }
        ExprKind::Binary(op, operands) if *op != BinaryOp::Has => {
            let [left, right] = &**operands;
            return refuse_list(left).and_then(|()| refuse_list(right));
        }
        ExprKind::Binary(_, operands) => {
            let [_, right] = &**operands;
            match right.as_literal() {
                Some(Literal::String(_) | Literal::Enum(_)) => None,
                _ => Some("the right operand of `has` is an enumeration literal"),
            }
        }
        ExprKind::And(operands) | ExprKind::Or(operands) if operands.len() < 2 => {
            Some("`and` and `or` have at least two operands")
        }
        ExprKind::List(items) if items.iter().any(|item| item.as_literal().is_none()) => {
            Some("a list holds literals only")
        }
        ExprKind::Call(function, arguments) if !function.arity().takes(arguments.len()) => {
            Some("the function takes another number of arguments")
        }
        ExprKind::Case(branches) if branches.is_empty() => Some("`case` has at least one branch"),
        ExprKind::Lambda(lambda) => match (lambda.op, &lambda.predicate) {
            (LambdaOp::All, None) => Some("`all` has a predicate"),
            _ if matches!(
                lambda.collection.segments().last().map(super::Segment::kind),
                Some(SegmentKind::Count(_) | SegmentKind::Root) | None
            ) =>
            {
                Some("`any` and `all` follow a collection")
            }
            _ => None,
        },
        _ => None,
    };
    if let Some(why) = fault {
        return Err(TreeError::Malformed(why));
    }
    let mut result = Ok(());
    for_each_child(kind, &mut |child| {
        if result.is_ok() {
            result = refuse_list(child);
        }
    });
    result
}

pub(super) fn refuse_list(expr: &Expr) -> Result<(), TreeError> {
    match expr.kind {
        ExprKind::List(_) => Err(TreeError::Malformed("a list stands only to the right of `in`")),
        _ => Ok(()),
    }
}
