//! What an expression means before it meets a record or a service: which property a path leads
//! to, of what type each part is, which literals are read as another type, and what is wrong.
//!
//! Each rule and each wording is here once. `eval` lowers expressions with them, and `validate`
//! adds what an endpoint takes. Findings have the severity of their code; a consumer that goes on
//! after one lowers it to a warning.

pub(crate) mod arithmetic;
mod coercion;
mod condition;
mod constant;
mod literal;
mod member;
mod names;
mod operator;
mod scope;
mod signature;
mod types;

pub(crate) use self::coercion::Coercion;
pub(crate) use self::condition::{
    not_a_collection, not_a_condition, nothing_to_count, unbound_alias,
};
pub(crate) use self::constant::folded;
pub(crate) use self::names::{
    UnknownName, into_collection, not_structured, replaced, spelling, unknown_type, unquoted,
};
pub(crate) use self::operator::{
    arithmetic, calculated_as, comparison, flags, membership, negation,
};
pub(crate) use self::scope::{Root, Scopes};
pub(crate) use self::signature::Signature;
pub(crate) use self::types::{Class, Context, Kind, Operand, Typing, class};
