//! Properties whose operators the compiler knows.

use std::fmt;
use std::marker::PhantomData;

use super::{Condition, Operand, OrderKey, ValueOf, path};

/// A property of an endpoint, by its path.
///
/// The other traits say which operators it supports. Implement them for a type of your own to get a
/// typed property of another endpoint:
///
/// ```
/// use odata_query::build::{SupportsEq, Field, Property, TextKind};
///
/// enum Mail {}
/// impl Property for Mail {
///     const PATH: &'static str = "owner/mail";
///     type Kind = TextKind;
/// }
/// impl SupportsEq for Mail {}
///
/// let filter = Field::<Mail>::new().eq("a@example").build().unwrap();
/// assert_eq!(filter.to_string(), "owner/mail eq 'a@example'");
/// ```
pub trait Property {
    /// The path, with `/` between its names.
    const PATH: &'static str;
    /// What its values are: [`TextKind`](super::TextKind), [`DateTimeKind`](super::DateTimeKind),
    /// [`NumberKind`](super::NumberKind) or a [`EnumKind`](super::EnumKind).
    type Kind;
}

/// A property that may be compared with `eq`.
pub trait SupportsEq: Property {}
/// A property that may be compared with `gt`.
pub trait SupportsGt: Property {}
/// A property that may be compared with `lt`.
pub trait SupportsLt: Property {}
/// A property that may be searched with `contains`.
pub trait SupportsContains: Property {}
/// A property that may be null.
pub trait Nullable: Property {}
/// A property that records may be ordered by.
pub trait SupportsOrderBy: Property {}

/// A property to make conditions of.
///
/// Only the operators that the endpoint documents compile:
///
/// ```compile_fail
/// odata_query::graph::field::activity_date_time().contains("2024");
/// ```
/// ```compile_fail
/// odata_query::graph::field::job_id().gt("a");
/// ```
/// ```compile_fail
/// odata_query::graph::field::service_principal().id().contains("a");
/// ```
/// ```compile_fail
/// odata_query::graph::field::job_id().desc();
/// ```
/// ```compile_fail
/// odata_query::graph::field::id().is_null();
/// ```
/// ```compile_fail
/// use odata_query::graph::ProvisioningAction;
/// odata_query::graph::field::provisioning_status_info().status().eq(ProvisioningAction::Create);
/// ```
pub struct Field<P>(PhantomData<P>);

impl<P: Property> Field<P> {
    /// The property.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// The same property, with all that OData knows, checked only by the validator.
    #[must_use]
    pub fn untyped(self) -> Operand {
        path(P::PATH)
    }

    /// Equal to a value.
    #[must_use]
    pub fn eq(self, value: impl ValueOf<P::Kind>) -> Condition
    where
        P: SupportsEq,
    {
        self.untyped().eq(value.into_literal())
    }

    /// Null, or missing.
    #[must_use]
    pub fn is_null(self) -> Condition
    where
        P: SupportsEq + Nullable,
    {
        self.untyped().is_null()
    }

    /// SupportsGt than a value; of times, later.
    #[must_use]
    pub fn gt(self, value: impl ValueOf<P::Kind>) -> Condition
    where
        P: SupportsGt,
    {
        self.untyped().gt(value.into_literal())
    }

    /// SupportsLt than a value; of times, earlier.
    #[must_use]
    pub fn lt(self, value: impl ValueOf<P::Kind>) -> Condition
    where
        P: SupportsLt,
    {
        self.untyped().lt(value.into_literal())
    }

    /// Contains a text, in the same case.
    #[must_use]
    pub fn contains(self, text: impl AsRef<str>) -> Condition
    where
        P: SupportsContains,
    {
        self.untyped().contains(text.as_ref())
    }

    /// The smallest or earliest first.
    #[must_use]
    pub fn asc(self) -> OrderKey
    where
        P: SupportsOrderBy,
    {
        self.untyped().asc()
    }

    /// The greatest or latest first.
    #[must_use]
    pub fn desc(self) -> OrderKey
    where
        P: SupportsOrderBy,
    {
        self.untyped().desc()
    }
}

impl<P: Property> Default for Field<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> Clone for Field<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Field<P> {}

impl<P: Property> fmt::Debug for Field<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&P::PATH).finish()
    }
}
