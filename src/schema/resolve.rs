//! Paths in a schema: the property of each segment.

use super::{AliasKind, Lookup, Primitive, Property, Schema, StructType, Type};
use crate::ast::{Name, Path, Segment, SegmentKind};
use crate::span::Span;

/// A resolved path: its steps, and the type of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedPath<'a> {
    /// The names of the path, without `$it` and types.
    pub steps: Vec<ResolvedStep<'a>>,
    /// The type of the value, or of each value of a collection.
    pub ty: Type<'a>,
    /// Whether there are any number of values.
    pub collection: bool,
    /// Whether the path ends in `$count`.
    pub count: bool,
}

/// One name of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedStep<'a> {
    /// The name in the schema's spelling; as written where the schema does not declare it.
    pub name: &'a str,
    /// How it was found.
    pub matched: StepMatch<'a>,
    /// Its place in the source.
    pub span: Span,
}

/// How a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepMatch<'a> {
    /// Under its own name.
    Exact(&'a Property),
    /// In another case.
    OtherCase(&'a Property),
    /// Under another name.
    Alias(&'a Property, AliasKind),
    /// In an open type without declared properties, or below one.
    Dynamic,
}

/// Why a path could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveError<'a> {
    /// Which segment of the path it is, from 0.
    pub at: usize,
    /// The place of that segment in the source.
    pub span: Span,
    /// What is wrong.
    pub fault: ResolveFault<'a>,
}

/// What is wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveFault<'a> {
    /// The type has no property of that name.
    Unknown {
        /// The name as written.
        name: &'a str,
        /// The type that was searched.
        ty: &'a StructType,
        /// Whether its values may nevertheless have such a property.
        open: bool,
    },
    /// A name after a value that has no properties.
    NotStructured {
        /// The name as written.
        name: &'a str,
        /// The type of the value before it.
        ty: Type<'a>,
    },
    /// A name after a collection, whose members it cannot reach without `any` or `all`.
    IntoCollection {
        /// The collection.
        collection: &'a str,
    },
    /// `$count` or `$filter` after something that is no collection.
    NotACollection,
    /// A type that the schema does not have.
    UnknownType,
    /// A segment that is about something other than the record: `$root`, an alias, a function
    /// of the service, a key, an annotation.
    Unresolvable,
}

impl Schema {
    /// Follows a path from the record.
    ///
    /// # Errors
    /// Where it leads nowhere: the first segment that does not fit, and why.
    ///
    /// ```
    /// use odata_query::ast::Path;
    /// use odata_query::schema::{ApiVersion, Schema};
    ///
    /// let schema = Schema::provisioning(ApiVersion::V1_0);
    /// let path = Path::of(["serviceprincipal", "name"]).unwrap();
    /// assert_eq!(schema.resolve(&path).unwrap().to_string(), "servicePrincipal/displayName");
    /// assert!(schema.resolve(&Path::of(["nowhere"]).unwrap()).is_err());
    /// ```
    pub fn resolve<'a>(&'a self, path: &'a Path) -> Result<ResolvedPath<'a>, ResolveError<'a>> {
        let start = self.root_type().map_or(Type::Dynamic, Type::Struct);
        self.resolve_from(start, false, path.segments())
    }

    /// Follows segments from a value of some type, such as that of a lambda variable.
    ///
    /// `$it` and `$this` are taken only first, and leave the type as it is.
    ///
    /// # Errors
    /// As for [`Schema::resolve`].
    pub fn resolve_from<'a>(
        &'a self,
        start: Type<'a>,
        collection: bool,
        segments: &'a [Segment],
    ) -> Result<ResolvedPath<'a>, ResolveError<'a>> {
        let mut resolver = PathResolver::new(Some(self), start, collection, segments.len());
        for (at, segment) in segments.iter().enumerate() {
            resolver.segment(segment).map_err(|fault| ResolveError {
                at,
                span: segment.span(),
                fault,
            })?;
        }
        Ok(resolver.done)
    }
}

/// Follows a path segment by segment. Without a schema every name is taken.
#[derive(Debug)]
pub(crate) struct PathResolver<'a> {
    schema: Option<&'a Schema>,
    /// What the segments so far lead to.
    pub(crate) done: ResolvedPath<'a>,
}

impl<'a> PathResolver<'a> {
    pub(crate) fn new(
        schema: Option<&'a Schema>,
        ty: Type<'a>,
        collection: bool,
        segments: usize,
    ) -> Self {
        let steps = Vec::with_capacity(segments);
        Self { schema, done: ResolvedPath { steps, ty, collection, count: false } }
    }

    /// Follows one more segment.
    pub(crate) fn segment(&mut self, segment: &'a Segment) -> Result<(), ResolveFault<'a>> {
        match segment.kind() {
            SegmentKind::It | SegmentKind::This => Ok(()),
            SegmentKind::Property(name) => self.name(name, segment.span()),
            SegmentKind::Cast(name) => match self.schema.and_then(|schema| schema.type_named(name))
            {
                Some(ty) => {
                    self.done.ty = ty;
                    Ok(())
                }
                None => Err(ResolveFault::UnknownType),
            },
            SegmentKind::Count(_) | SegmentKind::Filter(_)
                if !self.done.collection && self.done.ty != Type::Dynamic =>
            {
                Err(ResolveFault::NotACollection)
            }
            SegmentKind::Count(_) => {
                self.done.ty = Type::Primitive(Primitive::Int64);
                self.done.collection = false;
                self.done.count = true;
                Ok(())
            }
            SegmentKind::Filter(_) => Ok(()),
            _ => Err(ResolveFault::Unresolvable),
        }
    }

    fn name(&mut self, name: &'a Name, span: Span) -> Result<(), ResolveFault<'a>> {
        if self.done.collection {
            let collection = self.done.steps.last().map_or("", |step| step.name);
            return Err(ResolveFault::IntoCollection { collection });
        }
        let (ty, schema) = match (self.done.ty, self.schema) {
            (Type::Dynamic, _) | (Type::Struct(_), None) => {
                self.undeclared(name, span);
                return Ok(());
            }
            (Type::Struct(ty), Some(schema)) => (ty, schema),
            (ty, _) => return Err(ResolveFault::NotStructured { name, ty }),
        };
        let (matched, property) = match schema.lookup(ty, name) {
            Lookup::Exact(property) => (StepMatch::Exact(property), property),
            Lookup::OtherCase(property) => (StepMatch::OtherCase(property), property),
            Lookup::Alias(property, kind) => (StepMatch::Alias(property, kind), property),
            Lookup::Unknown => {
                let open = schema.is_open(ty);
                if !open || !schema.properties(ty).is_empty() {
                    return Err(ResolveFault::Unknown { name, ty, open });
                }
                self.undeclared(name, span);
                return Ok(());
            }
        };
        self.done.ty = schema.type_of(property);
        self.done.collection = property.type_ref.collection;
        self.done.steps.push(ResolvedStep { name: &property.name, matched, span });
        Ok(())
    }

    /// Accepts an undeclared name.
    pub(crate) fn undeclared(&mut self, name: &'a str, span: Span) {
        self.done.ty = Type::Dynamic;
        self.done.steps.push(ResolvedStep { name, matched: StepMatch::Dynamic, span });
    }
}

impl<'a> StepMatch<'a> {
    /// The property, if it is declared.
    #[must_use]
    pub const fn property(self) -> Option<&'a Property> {
        match self {
            Self::Exact(property) | Self::OtherCase(property) | Self::Alias(property, _) => {
                Some(property)
            }
            Self::Dynamic => None,
        }
    }
}

impl<'a> ResolvedPath<'a> {
    /// The last property, if the path has one and it is declared.
    #[must_use]
    pub fn property(&self) -> Option<&'a Property> {
        self.steps.last().and_then(|step| step.matched.property())
    }

    /// Whether the value may be null: some property of the path is nullable.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        !self.count && self.steps.iter().any(|s| s.matched.property().is_none_or(|p| p.nullable))
    }

    /// Finds the item whose path is this one in the schema's spelling, without allocating.
    pub(crate) fn find<'t, T>(&self, all: &'t [T], path: impl Fn(&T) -> &str) -> Option<&'t T> {
        let names: usize = self.steps.iter().map(|step| step.name.len() + 1).sum();
        let count = if self.count { "/$count".len() } else { 0 };
        let length = names.saturating_sub(1) + count;
        all.iter().find(|one| {
            let path = path(one);
            path.len() == length && self.is_spelled(path)
        })
    }

    fn is_spelled(&self, path: &str) -> bool {
        let mut rest = path;
        for (at, step) in self.steps.iter().enumerate() {
            let after = if at == 0 { Some(rest) } else { rest.strip_prefix('/') };
            let Some(after) = after.and_then(|rest| rest.strip_prefix(step.name)) else {
                return false;
            };
            rest = after;
        }
        if self.count { rest == "/$count" } else { rest.is_empty() }
    }

    /// Whether two paths name the same properties.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.count == other.count
            && self.steps.len() == other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(one, other)| one.name == other.name)
    }

    /// Whether some step is not declared.
    #[must_use]
    pub fn is_dynamic(&self) -> bool {
        self.steps.iter().any(|step| step.matched == StepMatch::Dynamic)
    }
}

impl std::fmt::Display for ResolvedPath<'_> {
    /// The path in the schema's spelling.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            if at > 0 {
                f.write_str("/")?;
            }
            f.write_str(step.name)?;
        }
        if self.count { f.write_str("/$count") } else { Ok(()) }
    }
}
