//! EDM types as data.
//!
//! A [`Schema`] lists types, their properties, and the other names under which the same values
//! are known. What a service accepts is described by an
//! [`Endpoint`](crate::endpoint::Endpoint). The model of Microsoft Graph's provisioning logs is
//! [`Schema::provisioning`].

mod api_version;
mod lookup;
mod primitive;
mod resolve;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};

pub use self::api_version::{ApiVersion, UnknownApiVersion};
pub use self::lookup::{AliasKind, Lookup, MemberLookup};
pub use self::primitive::{Primitive, UnknownPrimitive};
#[cfg(feature = "eval")]
pub(crate) use self::resolve::PathResolver;
pub use self::resolve::{ResolveError, ResolveFault, ResolvedPath, ResolvedStep, StepMatch};
use crate::ast::Text;
pub(crate) use crate::diagnostic::nearest;

/// A set of named types, with the type of the records among them.
///
/// ```
/// use odata_query::schema::{ApiVersion, Lookup, Schema};
///
/// let schema = Schema::provisioning(ApiVersion::V1_0);
/// let root = schema.root_type().unwrap();
/// assert!(matches!(schema.lookup(root, "jobid"), Lookup::OtherCase(p) if &*p.name == "jobId"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schema {
    /// The prefix of qualified type names, such as `microsoft.graph`.
    pub namespace: Text,
    /// The name of the records' type.
    pub root: Text,
    /// The entity and complex types.
    pub types: Vec<StructType>,
    /// The enumerations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumType>,
}

/// An entity type or a complex type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StructType {
    /// The name, without the namespace.
    pub name: Text,
    /// The type whose properties this one has too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Text>,
    /// Whether values may have properties that are not declared.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
    /// The properties, those of the base left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// Other names of properties, those of the base's properties included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<PropertyAlias>,
    /// What people write instead: a name that is no property, and the path that is meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renames: Vec<Rename>,
}

/// A property of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    /// The name.
    pub name: Text,
    /// The type of its value, or of each value of a collection.
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    /// Whether the value may be null.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub nullable: bool,
    /// Whether it identifies the record.
    #[serde(default, skip_serializing_if = "is_false")]
    pub key: bool,
}

/// Another name of a property of a type or of its bases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PropertyAlias {
    /// The other name.
    pub name: Text,
    /// The property's own name.
    pub property: Text,
    /// Where the other name comes from.
    pub kind: AliasKind,
}

/// A name that is no property, and the path that is meant by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rename {
    /// What people write.
    pub from: Text,
    /// The path that is meant, such as `servicePrincipal/id`.
    pub to: Text,
}

/// An enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnumType {
    /// The name, without the namespace.
    pub name: Text,
    /// The members.
    pub members: Vec<EnumTypeMember>,
}

/// A member of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumTypeMember {
    /// The name.
    pub name: Text,
    /// Its number.
    pub value: i64,
}

/// The type of a property by name: `Edm.String`, `identity`, `Collection(provisioningStep)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Text", into = "Text")]
pub struct TypeRef {
    /// Whether there are any number of values.
    pub collection: bool,
    /// The name of the type, without the schema's namespace; primitive ones start with `Edm.`.
    pub name: Text,
}

/// A type that a [`TypeRef`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type<'a> {
    /// A primitive type.
    Primitive(Primitive),
    /// An enumeration.
    Enum(&'a EnumType),
    /// An entity or complex type.
    Struct(&'a StructType),
    /// Not declared: a value in an open type.
    Dynamic,
}

/// A type and its bases. Every lookup of a name makes one; as few types have more than three
/// bases, it rarely allocates.
type TypeChain<'a> = SmallVec<[&'a StructType; 4]>;

impl Schema {
    /// The type of the records; `None` only for a schema that names one it does not have.
    #[must_use]
    pub fn root_type(&self) -> Option<&StructType> {
        self.struct_type(&self.root)
    }

    /// The entity or complex type of this name, with or without the namespace.
    #[must_use]
    pub fn struct_type(&self, name: &str) -> Option<&StructType> {
        let name = self.local_name(name);
        self.types.iter().find(|ty| ty.name.as_str() == name)
    }

    /// The enumeration of this name, with or without the namespace.
    #[must_use]
    pub fn enum_type(&self, name: &str) -> Option<&EnumType> {
        let name = self.local_name(name);
        self.enums.iter().find(|ty| ty.name.as_str() == name)
    }

    /// The type of this name, with or without the namespace; `None` if there is none.
    #[must_use]
    pub fn type_named(&self, name: &str) -> Option<Type<'_>> {
        if let Some(primitive) = Primitive::named(name) {
            return Some(Type::Primitive(primitive));
        }
        let named = self.struct_type(name).map(Type::Struct);
        named.or_else(|| self.enum_type(name).map(Type::Enum))
    }

    /// The type of a property, of each value if it is a collection.
    #[must_use]
    pub fn type_of(&self, property: &Property) -> Type<'_> {
        self.type_named(&property.type_ref.name).unwrap_or(Type::Dynamic)
    }

    /// The properties of a type, those of its bases first.
    #[must_use]
    pub fn properties<'a>(&'a self, ty: &'a StructType) -> Vec<&'a Property> {
        self.chain(ty).into_iter().rev().flat_map(|ty| &ty.properties).collect()
    }

    /// Whether a type, or one of its bases, is open.
    #[must_use]
    pub fn is_open(&self, ty: &StructType) -> bool {
        self.chain(ty).iter().any(|ty| ty.open)
    }

    /// The other names under which records may hold a property of a type.
    pub fn wire_names<'a>(
        &'a self,
        ty: &'a StructType,
        property: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let aliases = self.chain(ty).into_iter().flat_map(|ty| &ty.aliases);
        let own = aliases.filter(move |a| a.property.as_str() == property);
        own.filter(|alias| alias.kind == AliasKind::Wire).map(|alias| alias.name.as_str())
    }

    /// Whether a type is the other one or derived from it.
    pub(crate) fn is_a(&self, ty: &StructType, other: &StructType) -> bool {
        self.chain(ty).iter().any(|base| base.name == other.name)
    }

    /// A type and its bases; ends also where a schema that was not checked has a cycle.
    fn chain<'a>(&'a self, ty: &'a StructType) -> TypeChain<'a> {
        let mut chain: TypeChain<'a> = smallvec![ty];
        let mut next = ty.base.as_deref();
        while let Some(base) = next.and_then(|name| self.struct_type(name)) {
            if chain.iter().any(|seen| seen.name == base.name) {
                break;
            }
            chain.push(base);
            next = base.base.as_deref();
        }
        chain
    }

    fn local_name<'n>(&self, name: &'n str) -> &'n str {
        match name.rsplit_once('.') {
            Some((namespace, local)) if namespace == self.namespace.as_str() => local,
            _ => name,
        }
    }
}

impl Type<'_> {
    /// The name of the type, primitive ones with `Edm.`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Primitive(primitive) => primitive.name(),
            Self::Enum(ty) => &ty.name,
            Self::Struct(ty) => &ty.name,
            Self::Dynamic => "Edm.Untyped",
        }
    }
}

impl From<Text> for TypeRef {
    fn from(text: Text) -> Self {
        match text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
            Some(name) => Self { collection: true, name: name.into() },
            None => Self { collection: false, name: text },
        }
    }
}

impl From<TypeRef> for Text {
    fn from(type_ref: TypeRef) -> Self {
        type_ref.to_string().into()
    }
}

impl FromStr for TypeRef {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(Text::from(text)))
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.collection { write!(f, "Collection({})", self.name) } else { self.name.fmt(f) }
    }
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_true(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}
