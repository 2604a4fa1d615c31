//! Which properties of a record an expression reads, and giving them other names.
//!
//! A name at the start of a path is a lambda variable, a property of the record, or in
//! `$filter(…)` and `$count($filter=…)` a property of the member that is tested. The grammar cannot
//! tell these apart; [`Scopes`] does.

use std::fmt;

use super::path::reads_as_literal;
use super::{
    Expr, ExprKind, Filter, Fold, KeyPredicate, Lambda, Name, Path, Segment, SegmentKind,
    TreeError, Visit, fold_expr_parts, walk_expr,
};

/// The property that a path reads: names from the record on, with every lambda variable replaced
/// by its collection, and without types, keys and `$count`.
///
/// Its text has `/` between the names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPath {
    names: Vec<Name>,
}

impl PropertyPath {
    /// The names from the record on, at least one.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }
}

impl fmt::Display for PropertyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names.iter().enumerate() {
            if at > 0 {
                f.write_str("/")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// What a path starts from, in its place in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathRoot {
    /// The record: `jobId`, `$it/jobId`.
    Record,
    /// A variable of an enclosing `any` or `all`: `s/status` in `steps/any(s:s/status eq 'a')`.
    Variable,
    /// The member that an enclosing `$filter(…)` or `$count($filter=…)` tests.
    Member,
    /// Anything else: `$root`, a parameter alias, a function of the service.
    Other,
}

/// A path of a filter with what it starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathUse<'a> {
    /// The path as it is written.
    pub path: &'a Path,
    /// What it starts from.
    pub root: PathRoot,
    /// The property that it reads; none if it reads no property of the record, or the record
    /// itself.
    pub property: Option<PropertyPath>,
}

impl Filter {
    /// Every property that the filter reads, each once, in the order in which they are written.
    ///
    /// Lambda variables are resolved to their collections, and the conditions in `$filter(…)` and
    /// `$count($filter=…)` belong to the members that they test.
    ///
    /// ```
    /// use odata_query::Filter;
    ///
    /// let filter: Filter = "jobId eq 'a' and provisioningSteps/any(s:s/status eq 'failure') \
    ///     and modifiedProperties/$count($filter=displayName eq 'mail') gt 0"
    ///     .parse()
    ///     .unwrap();
    /// let read: Vec<String> = filter.properties().iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     read,
    ///     [
    ///         "jobId",
    ///         "provisioningSteps",
    ///         "provisioningSteps/status",
    ///         "modifiedProperties",
    ///         "modifiedProperties/displayName",
    ///     ],
    /// );
    /// ```
    #[must_use]
    pub fn properties(&self) -> Vec<PropertyPath> {
        let mut seen = std::collections::HashSet::new();
        let read = self.paths().into_iter().filter_map(|found| found.property);
        read.filter(|property| seen.insert(property.clone())).collect()
    }

    /// Every path of the filter, in the order in which they are written, with what it starts from:
    /// a property of the record or a lambda variable.
    ///
    /// ```
    /// use odata_query::Filter;
    /// use odata_query::ast::PathRoot;
    ///
    /// let filter: Filter = "steps/any(s:s/status eq 'a' and id eq 'b')".parse().unwrap();
    /// let roots: Vec<_> =
    ///     filter.paths().iter().map(|found| (found.path.to_string(), found.root)).collect();
    /// assert_eq!(
    ///     roots,
    ///     [
    ///         ("steps".to_owned(), PathRoot::Record),
    ///         ("s/status".to_owned(), PathRoot::Variable),
    ///         ("id".to_owned(), PathRoot::Record),
    ///     ],
    /// );
    /// ```
    #[must_use]
    pub fn paths(&self) -> Vec<PathUse<'_>> {
        let mut paths = Paths { scopes: Scopes::default(), found: Vec::new() };
        paths.visit_expr(self.expr());
        paths.found
    }

    /// The filter with other names for properties.
    ///
    /// `new_name` is called with each property that is read or passed on the way to one, and gives
    /// the new name of its last part; none leaves it. Lambda variables keep their names, and
    /// what they lead to is renamed as the property that it is. A new name that a variable would
    /// hide is written after `$it` or `$this`.
    ///
    /// # Errors
    /// [`TreeError`] when the new names make no path.
    ///
    /// ```
    /// use odata_query::Filter;
    /// use odata_query::ast::Name;
    ///
    /// let filter: Filter = "user/id eq 'a' and steps/any(user:user/id eq 'b')".parse().unwrap();
    /// let renamed = filter
    ///     .rename(|property| match property.to_string().as_str() {
    ///         "user" => Name::new("sourceIdentity").ok(),
    ///         "steps/id" => Name::new("name").ok(),
    ///         _ => None,
    ///     })
    ///     .unwrap();
    /// assert_eq!(
    ///     renamed.to_string(),
    ///     "sourceIdentity/id eq 'a' and steps/any(user:user/name eq 'b')"
    /// );
    /// ```
    pub fn rename(
        self,
        new_name: impl FnMut(&PropertyPath) -> Option<Name>,
    ) -> Result<Self, TreeError> {
        let mut rename = Rename { scopes: Scopes::default(), new_name };
        Self::new(rename.fold_expr(self.into_expr())?)
    }
}

/// A variable or a tested member that is in scope, with the property whose member it is.
struct Scope {
    /// None for the member that a `$filter` tests.
    variable: Option<Name>,
    /// None if the collection is no property of the record.
    collection: Option<Vec<Name>>,
}

#[derive(Default)]
struct Scopes(Vec<Scope>);

/// Where a path starts: its root, the names that lead there, and whether the first segment is used
/// up by that.
struct Start {
    root: PathRoot,
    base: Option<Vec<Name>>,
    skips_first: bool,
}

impl Scopes {
    fn start(&self, first: &SegmentKind) -> Start {
        let (root, base, skips_first) = match first {
            SegmentKind::It => (PathRoot::Record, Some(Vec::new()), true),
            SegmentKind::This => {
                let (root, base) = self.implicit();
                (root, base, true)
            }
            SegmentKind::Property(name) => match self.variable(name) {
                Some(scope) => (PathRoot::Variable, scope.collection.clone(), true),
                None => {
                    let (root, base) = self.implicit();
                    (root, base, false)
                }
            },
            SegmentKind::Cast(_) | SegmentKind::Annotation(_) => {
                let (root, base) = self.implicit();
                (root, base, false)
            }
            _ => (PathRoot::Other, None, false),
        };
        Start { root, base, skips_first }
    }

    /// What a name that is no variable is a property of: the innermost tested member, or the record.
    fn implicit(&self) -> (PathRoot, Option<Vec<Name>>) {
        match self.0.iter().rev().find(|scope| scope.variable.is_none()) {
            Some(scope) => (PathRoot::Member, scope.collection.clone()),
            None => (PathRoot::Record, Some(Vec::new())),
        }
    }

    fn variable(&self, name: &Name) -> Option<&Scope> {
        self.0.iter().rev().find(|scope| scope.variable.as_ref() == Some(name))
    }
}

/// Goes on by a segment from the property that the segments before it lead to.
fn step(property: &mut Option<Vec<Name>>, kind: &SegmentKind) {
    match kind {
        SegmentKind::Property(name) => {
            if let Some(names) = property {
                names.push(name.clone());
            }
        }
        // The result of a function is no property.
        SegmentKind::Call(_) => *property = None,
        _ => {}
    }
}

struct Paths<'a> {
    scopes: Scopes,
    found: Vec<PathUse<'a>>,
}

impl<'a> Paths<'a> {
    /// Finds a path and the paths in its segments; gives the property that it leads to.
    fn path(&mut self, path: &'a Path) -> Option<Vec<Name>> {
        let segments = path.segments();
        let start = self.scopes.start(segments.first()?.kind());
        let index = self.found.len();
        self.found.push(PathUse { path, root: start.root, property: None });
        let mut property = start.base;
        // What follows an annotation or a function belongs to no property, but the property before
        // it is read.
        let mut read = property.clone();
        let mut open = true;
        for (at, segment) in segments.iter().enumerate() {
            let kind = segment.kind();
            if at > 0 || !start.skips_first {
                open &= !matches!(kind, SegmentKind::Annotation(_) | SegmentKind::Call(_));
                step(&mut property, kind);
                if open {
                    read.clone_from(&property);
                }
            }
            self.segment(kind, property.as_ref());
        }
        if let Some(found) = self.found.get_mut(index) {
            found.property =
                read.filter(|names| !names.is_empty()).map(|names| PropertyPath { names });
        }
        property
    }

    /// Finds the paths in a segment, which leads to a property.
    fn segment(&mut self, kind: &'a SegmentKind, property: Option<&Vec<Name>>) {
        match kind {
            SegmentKind::Call(call) => {
                call.parameters.iter().for_each(|(_, value)| self.visit_expr(value));
            }
            SegmentKind::Key(key) => match &**key {
                KeyPredicate::Simple(value) => self.visit_expr(value),
                KeyPredicate::Compound(pairs) => {
                    pairs.iter().for_each(|(_, value)| self.visit_expr(value));
                }
            },
            SegmentKind::Count(Some(options)) => {
                if let Some(condition) = options.filter() {
                    self.within(None, property.cloned(), condition);
                }
            }
            SegmentKind::Filter(condition) => self.within(None, property.cloned(), condition),
            _ => {}
        }
    }

    fn within(&mut self, variable: Option<Name>, collection: Option<Vec<Name>>, expr: &'a Expr) {
        self.scopes.0.push(Scope { variable, collection });
        self.visit_expr(expr);
        self.scopes.0.pop();
    }
}

impl<'a> Visit<'a> for Paths<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr.kind() {
            ExprKind::Path(path) => _ = self.path(path),
            ExprKind::Lambda(lambda) => {
                let collection = self.path(&lambda.collection);
                if let Some((variable, predicate)) = &lambda.predicate {
                    self.within(Some(variable.clone()), collection, predicate);
                }
            }
            _ => walk_expr(self, expr),
        }
    }
}

struct Rename<F> {
    scopes: Scopes,
    new_name: F,
}

impl<F: FnMut(&PropertyPath) -> Option<Name>> Rename<F> {
    /// Renames a path; gives it with the property that it led to by the old names.
    fn path(&mut self, path: Path) -> Result<(Path, Option<Vec<Name>>), TreeError> {
        let mut segments = path.into_segments();
        let Some(first) = segments.first() else { return Path::new(segments).map(|p| (p, None)) };
        let start = self.scopes.start(first.kind());
        let mut property = start.base;
        for (at, segment) in segments.iter_mut().enumerate() {
            let span = segment.span();
            let mut kind = std::mem::replace(segment, SegmentKind::It.into()).into_kind();
            if at > 0 || !start.skips_first {
                step(&mut property, &kind);
                if let (SegmentKind::Property(name), Some(names)) = (&mut kind, &property) {
                    let whole = PropertyPath { names: names.clone() };
                    if let Some(new) = (self.new_name)(&whole) {
                        *name = new;
                    }
                }
            }
            self.segment(&mut kind, property.as_ref())?;
            *segment = Segment::new(kind, span);
        }
        if !start.skips_first
            && let Some(name) = segments.first().and_then(Segment::as_property)
            && (self.scopes.variable(name).is_some() || reads_as_literal(name))
        {
            // By its new name alone it would be read as something else.
            let root = match start.root {
                PathRoot::Member => SegmentKind::This,
                _ => SegmentKind::It,
            };
            segments.insert(0, root.into());
        }
        Ok((Path::new(segments)?, property))
    }

    fn segment(
        &mut self,
        kind: &mut SegmentKind,
        property: Option<&Vec<Name>>,
    ) -> Result<(), TreeError> {
        match kind {
            SegmentKind::Call(call) => {
                call.parameters.iter_mut().try_for_each(|(_, value)| self.in_place(value))
            }
            SegmentKind::Key(key) => match &mut **key {
                KeyPredicate::Simple(value) => self.in_place(value),
                KeyPredicate::Compound(pairs) => {
                    pairs.iter_mut().try_for_each(|(_, value)| self.in_place(value))
                }
            },
            SegmentKind::Count(Some(options)) => match options.filter_mut() {
                Some(condition) => self.within(None, property.cloned(), condition),
                None => Ok(()),
            },
            SegmentKind::Filter(condition) => self.within(None, property.cloned(), condition),
            _ => Ok(()),
        }
    }

    fn within(
        &mut self,
        variable: Option<Name>,
        collection: Option<Vec<Name>>,
        expr: &mut Expr,
    ) -> Result<(), TreeError> {
        self.scopes.0.push(Scope { variable, collection });
        let renamed = self.in_place(expr);
        self.scopes.0.pop();
        renamed
    }

    fn in_place(&mut self, slot: &mut Expr) -> Result<(), TreeError> {
        let expr = std::mem::replace(slot, Expr::from(super::Literal::Null));
        *slot = self.fold_expr(expr)?;
        Ok(())
    }

    fn lambda(&mut self, lambda: &mut Lambda) -> Result<(), TreeError> {
        let (path, collection) = self.path(lambda.collection.take())?;
        lambda.collection = path;
        match &mut lambda.predicate {
            Some((variable, predicate)) => {
                self.within(Some(variable.clone()), collection, predicate)
            }
            None => Ok(()),
        }
    }
}

impl<F: FnMut(&PropertyPath) -> Option<Name>> Fold for Rename<F> {
    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, TreeError> {
        let span = expr.span();
        match expr.into_kind() {
            ExprKind::Path(path) => Expr::new(ExprKind::Path(self.path(path)?.0), span),
            ExprKind::Lambda(mut lambda) => {
                self.lambda(&mut lambda)?;
                Expr::new(ExprKind::Lambda(lambda), span)
            }
            other => fold_expr_parts(self, Expr::new(other, span)?),
        }
    }
}
