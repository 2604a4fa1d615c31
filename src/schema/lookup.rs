//! A name in a type: exactly, in another case, under an alias, or not at all.

use serde::{Deserialize, Serialize};

use super::{EnumType, EnumTypeMember, Property, Schema, StructType, Type, nearest};

/// The result of looking a name up in a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The property of that name.
    Exact(&'a Property),
    /// The property whose name differs in case alone.
    OtherCase(&'a Property),
    /// The property with this alias, in any case.
    Alias(&'a Property, AliasKind),
    /// No property.
    Unknown,
}

/// Where another name of a property comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AliasKind {
    /// From documentation of the service: a query may use it.
    Documented,
    /// From exports and older records: they hold it, but no query may use it.
    Wire,
}

/// The result of looking a name up in an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberLookup<'a> {
    /// The member of that name.
    Exact(&'a EnumTypeMember),
    /// The member whose name differs in case alone.
    OtherCase(&'a EnumTypeMember),
    /// No member.
    Unknown,
}

impl<'a> Lookup<'a> {
    /// The property, however it was found.
    #[must_use]
    pub const fn property(self) -> Option<&'a Property> {
        match self {
            Self::Exact(property) | Self::OtherCase(property) | Self::Alias(property, _) => {
                Some(property)
            }
            Self::Unknown => None,
        }
    }
}

impl Schema {
    /// Looks a name up among the properties of a type and of its bases.
    ///
    /// A name is exact before it is an alias, a documented alias before a name in another
    /// case, and that before a name of exports.
    #[must_use]
    pub fn lookup<'a>(&'a self, ty: &'a StructType, name: &str) -> Lookup<'a> {
        let chain = self.chain(ty);
        // Those of the bases come first.
        let properties = || chain.iter().rev().flat_map(|ty| &ty.properties);
        let exact = |name: &str| properties().find(|property| property.name.as_str() == name);
        let alias = |kind| {
            let mut aliases = chain.iter().flat_map(|ty| &ty.aliases);
            let alias = aliases.find(|a| a.kind == kind && a.name.eq_ignore_ascii_case(name))?;
            exact(&alias.property)
        };
        if let Some(property) = exact(name) {
            Lookup::Exact(property)
        } else if let Some(property) = alias(AliasKind::Documented) {
            Lookup::Alias(property, AliasKind::Documented)
        } else if let Some(property) = properties().find(|p| p.name.eq_ignore_ascii_case(name)) {
            Lookup::OtherCase(property)
        } else if let Some(property) = alias(AliasKind::Wire) {
            Lookup::Alias(property, AliasKind::Wire)
        } else {
            Lookup::Unknown
        }
    }

    /// The path, from this type on, that a name without a property was meant to be; `None`
    /// where no name is similar enough.
    ///
    /// In this order: a known rename, a name of exports, two names written as one
    /// (`servicePrincipalId`), a misspelled name, and the only property of that name one level
    /// further down.
    #[must_use]
    pub fn suggest(&self, ty: &StructType, name: &str) -> Option<String> {
        self.meant(ty, name).map(|(path, _)| path)
    }

    /// As [`Schema::suggest`], with whether it is the only possible reading.
    pub(crate) fn meant(&self, ty: &StructType, name: &str) -> Option<(String, bool)> {
        let renamed = ty.renames.iter().find(|rename| rename.from.eq_ignore_ascii_case(name));
        if let Some(rename) = renamed {
            return Some((rename.to.to_string(), true));
        }
        if let Some(property) = self.lookup(ty, name).property() {
            return Some((property.name.to_string(), true));
        }
        let properties = self.properties(ty);
        let misspelled = || nearest(name, properties.iter().map(|p| p.name.as_str()));
        if let Some(path) = self.suggest_joined(&properties, name) {
            return Some((path, true));
        }
        let guess = misspelled().map(String::from);
        guess.or_else(|| self.suggest_deeper(&properties, name)).map(|path| (path, false))
    }

    /// `servicePrincipalId` for `servicePrincipal/id`.
    fn suggest_joined(&self, properties: &[&Property], name: &str) -> Option<String> {
        properties.iter().find_map(|outer| {
            let (head, tail) = name.split_at_checked(outer.name.len())?;
            let tail = tail.strip_prefix('_').unwrap_or(tail);
            if tail.is_empty() || !head.eq_ignore_ascii_case(&outer.name) {
                return None;
            }
            let Type::Struct(inner) = self.single_type(outer)? else { return None };
            let property = self.lookup(inner, tail).property()?;
            Some(format!("{}/{}", outer.name, property.name))
        })
    }

    /// `initiatorType` for `initiatedBy/initiatorType`, if there is no other.
    fn suggest_deeper(&self, properties: &[&Property], name: &str) -> Option<String> {
        let mut found = properties.iter().filter_map(|outer| {
            let Type::Struct(inner) = self.single_type(outer)? else { return None };
            let property = self.lookup(inner, name).property()?;
            Some(format!("{}/{}", outer.name, property.name))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The type of the single value that a path in the schema's spelling leads to, and whether
    /// it may be null.
    pub(crate) fn declared(&self, path: &str) -> Option<(Type<'_>, bool)> {
        let (mut ty, mut nullable) = (Type::Struct(self.root_type()?), false);
        for name in path.split('/') {
            let Type::Struct(outer) = ty else { return None };
            let Lookup::Exact(property) = self.lookup(outer, name) else { return None };
            ty = self.single_type(property)?;
            nullable |= property.nullable;
        }
        Some((ty, nullable))
    }

    fn single_type(&self, property: &Property) -> Option<Type<'_>> {
        (!property.type_ref.collection).then(|| self.type_of(property))
    }
}

impl EnumType {
    /// Looks a member up by name.
    #[must_use]
    pub fn lookup(&self, name: &str) -> MemberLookup<'_> {
        let exact = self.members.iter().find(|member| member.name.as_str() == name);
        let other_case = || self.members.iter().find(|m| m.name.eq_ignore_ascii_case(name));
        match exact {
            Some(member) => MemberLookup::Exact(member),
            None => other_case().map_or(MemberLookup::Unknown, MemberLookup::OtherCase),
        }
    }

    /// The member with a number.
    #[must_use]
    pub fn by_value(&self, value: i64) -> Option<&EnumTypeMember> {
        self.members.iter().find(|member| member.value == value)
    }

    /// The member nearest to a misspelled name; `None` if no member is similar enough.
    #[must_use]
    pub fn suggest(&self, name: &str) -> Option<&str> {
        nearest(name, self.members.iter().map(|member| member.name.as_str()))
    }
}
