//! The tree of a query: data, canonical text, visitor and fold.
//!
//! The tree knows no schema and no endpoint. Spans say where a node is in the text of its
//! filter; they take no part in equality, so a tree that was built equals one that was
//! parsed.

mod binary;
mod canonical_spans;
mod decimal;
mod display;
mod expr;
mod fold;
mod function;
mod geo;
mod guid;
mod literal;
mod name;
mod operator;
mod path;
mod properties;
mod query;
mod search;
pub mod serde_format;
mod temporal;
mod text;
mod visit;

pub use self::binary::Binary;
pub use self::decimal::Decimal;
pub use self::expr::{Expr, ExprKind, Lambda, LambdaOp, TreeError, TypeTest};
pub use self::fold::{Fold, fold_expr_parts, fold_path_parts, fold_segment_parts};
pub use self::function::{Arity, Function};
pub use self::geo::{Geo, GeoFamily, GeoShape, Position};
pub use self::guid::Guid;
pub use self::literal::{Double, EnumLiteral, EnumMember, Literal, LiteralError};
pub use self::name::{Name, NameError, QualifiedName, TypeName};
pub use self::operator::{BinaryOp, Precedence};
pub use self::path::{
    Annotation, CountOptions, KeyPredicate, Path, PathError, Segment, SegmentKind, ServiceCall,
};
pub use self::properties::{PathRoot, PathUse, PropertyPath};
pub use self::query::{
    Alias, Direction, Filter, OrderBy, OrderByItem, OtherOption, Query, SkipToken,
};
pub use self::temporal::{Date, DateTimeOffset, Duration, TimeOfDay};
pub use self::text::Text;
/// How the parts of a text are recognised: shared with the parser and the readers of records.
pub(crate) mod lexical {
    pub(crate) use super::geo::GeoShapeKind;
    pub(crate) use super::guid::{GUID_LEN, starts_with_guid};
    pub(crate) use super::name::{MAX_IDENTIFIER, identifier_len, word_len};
    pub(crate) use super::path::reads_as_literal;
    pub(crate) use super::search::expression_len;
}

pub use self::visit::{Visit, walk_expr, walk_path, walk_segment};
