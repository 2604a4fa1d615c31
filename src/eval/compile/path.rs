//! Paths: each segment to the names under which a record may have it.

use super::{Compiler, Result, Typed, fold, unsupported};
use crate::ast::{Annotation, CountOptions, Expr, Lambda, Name, Path, Segment, SegmentKind, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::coerce::Coercion;
use crate::eval::ir::{CollectionIr, Ir, LambdaIr, Op, PathIr, PathStep};
use crate::schema::{PathResolver, Primitive, ResolveFault, StepMatch, Type};
use crate::semantic::{self, Kind, Root, UnknownName};
use crate::span::Span;

/// How far a path has been lowered.
struct Lowered<'c> {
    root: Root,
    resolver: PathResolver<'c>,
    steps: Vec<PathStep>,
    /// Conditions on the members of the collection that the path has come to.
    filters: Vec<Ir>,
}

impl<'c> Compiler<'c> {
    pub(super) fn path(&mut self, path: &'c Path, expr: &'c Expr) -> Result<Typed<'c>> {
        if let [only] = path.segments()
            && let SegmentKind::Alias(name) = only.kind()
        {
            return self.alias(name, expr);
        }
        let lowered = self.follow(path)?;
        if lowered.resolver.done.count {
            let op = Op::Count(Box::new(lowered.into_collection(expr.span())));
            return fold(op, Kind::NUMBER, expr);
        }
        if !lowered.filters.is_empty() {
            return Err(unsupported(
                expr.span(),
                "a filtered collection is evaluated only in `any`, `all` and `$count`",
            ));
        }
        let kind = lowered.kind();
        Ok(path_of(lowered.root, lowered.steps, kind, Coercion::of(kind), expr))
    }

    pub(super) fn lambda(&mut self, lambda: &'c Lambda, expr: &'c Expr) -> Result<Typed<'c>> {
        let lowered = self.follow(&lambda.collection)?;
        let Some(member) = lowered.kind().member() else {
            return Err(semantic::not_a_collection(lambda).into());
        };
        let collection = lowered.into_collection(lambda.collection.span());
        let predicate = match &lambda.predicate {
            Some((variable, predicate)) => {
                self.scopes.push(variable, member);
                let ir = self.condition(predicate);
                self.scopes.pop();
                Some(ir?)
            }
            None => None,
        };
        let ir = LambdaIr { op: lambda.op, collection, predicate };
        let ir = Ir::new(Op::Lambda(Box::new(ir)), expr.span());
        Ok(Typed { ir, kind: Kind::BOOLEAN, expr, literal: None })
    }

    /// A condition on the members of a collection, which it names without a variable.
    fn member_condition(&mut self, member: Kind<'c>, condition: &'c Expr) -> Result<Ir> {
        self.scopes.push_member(member);
        let ir = self.condition(condition);
        self.scopes.pop();
        ir
    }

    fn follow(&mut self, path: &'c Path) -> Result<Lowered<'c>> {
        let schema = self.options.schema;
        let (root, kind, rest) = self.scopes.root_of(path, schema);
        let (ty, collection) = match kind {
            Kind::One(ty) => (ty, false),
            Kind::Many(ty) => (ty, true),
            kind => (Type::Dynamic, kind.is_collection()),
        };
        let mut lowered = Lowered {
            root,
            resolver: PathResolver::new(schema, ty, collection, rest.len()),
            steps: Vec::with_capacity(rest.len()),
            filters: Vec::new(),
        };
        let before = path.segments().len() - rest.len();
        for (at, segment) in rest.iter().enumerate() {
            self.segment(&mut lowered, segment, path, before + at)?;
        }
        let done = &lowered.resolver.done;
        if done.steps.iter().any(|s| !matches!(s.matched, StepMatch::Exact(_) | StepMatch::Dynamic))
        {
            let last = done.steps.last().map_or("", |step| step.name);
            semantic::spelling(done, &done.to_string(), last, |finding| {
                self.warnings.push(finding.into_warning());
            });
        }
        Ok(lowered)
    }

    /// The record, or the member that a `$filter` tests, as a value.
    pub(super) fn record(&self, expr: &'c Expr) -> Typed<'c> {
        let (root, kind) = self.scopes.implicit(self.options.schema);
        path_of(root, Vec::new(), kind, Coercion::AsIs, expr)
    }

    fn segment(
        &mut self,
        lowered: &mut Lowered<'c>,
        segment: &'c Segment,
        path: &'c Path,
        at: usize,
    ) -> Result<()> {
        let span = segment.span();
        match segment.kind() {
            SegmentKind::Property(_) => self.property(lowered, segment, path, at),
            SegmentKind::Annotation(annotation) => {
                lowered.annotation(annotation, span);
                Ok(())
            }
            SegmentKind::Cast(name) => {
                let (Some(schema), Type::Struct(ty)) =
                    (self.options.schema, lowered.resolver.done.ty)
                else {
                    return Err(other_type(span));
                };
                match schema.struct_type(name) {
                    // As its own type, or as a base of it, a value stays what it is.
                    Some(named) if schema.is_a(ty, named) => Ok(()),
                    None if schema.type_named(name).is_none() => {
                        Err(semantic::unknown_type(span).into())
                    }
                    _ => Err(other_type(span)),
                }
            }
            SegmentKind::Count(options) => {
                let member = self.member_of(lowered, segment, path, at)?;
                match options {
                    Some(options) => self.count_options(lowered, options, member, span),
                    None => Ok(()),
                }
            }
            SegmentKind::Filter(condition) => {
                let member = self.member_of(lowered, segment, path, at)?;
                let filter = self.member_condition(member, condition)?;
                lowered.filters.push(filter);
                Ok(())
            }
            _ => Err(Self::refused(segment)),
        }
    }

    /// The type of the members that `$count` and `$filter` are about.
    fn member_of(
        &self,
        lowered: &mut Lowered<'c>,
        segment: &'c Segment,
        path: &'c Path,
        at: usize,
    ) -> Result<Kind<'c>> {
        let member = lowered.kind().member().unwrap_or(Kind::Unknown);
        let followed = lowered.resolver.segment(segment);
        followed.map_err(|fault| self.misplaced(fault, segment, path, at))?;
        Ok(member)
    }

    fn count_options(
        &mut self,
        lowered: &mut Lowered<'c>,
        options: &'c CountOptions,
        member: Kind<'c>,
        span: Span,
    ) -> Result<()> {
        if options.search().is_some() {
            return Err(unsupported(span, "`$search` is not evaluated"));
        }
        if let Some(filter) = options.filter() {
            let filter = self.member_condition(member, filter)?;
            lowered.filters.push(filter);
        }
        Ok(())
    }

    fn property(
        &self,
        lowered: &mut Lowered<'c>,
        segment: &'c Segment,
        path: &'c Path,
        at: usize,
    ) -> Result<()> {
        let resolver = &mut lowered.resolver;
        if !lowered.filters.is_empty() {
            let collection = resolver.done.steps.last().map_or("", |step| step.name);
            let fault = ResolveFault::IntoCollection { collection };
            return Err(self.misplaced(fault, segment, path, at));
        }
        let owner = resolver.done.ty;
        match resolver.segment(segment) {
            Ok(()) => {}
            // In an open type a name that resembles no property may be an undeclared one.
            Err(ResolveFault::Unknown { name, ty, open: true })
                if self.options.schema.is_none_or(|schema| schema.suggest(ty, name).is_none()) =>
            {
                resolver.undeclared(name, segment.span());
            }
            Err(fault) => return Err(self.misplaced(fault, segment, path, at)),
        }
        let Some(step) = resolver.done.steps.last() else { return Ok(()) };
        let mut names = vec![Text::from(step.name)];
        if let (Type::Struct(owner), Some(schema), Some(property)) =
            (owner, self.options.schema, step.matched.property())
        {
            names.extend(schema.wire_names(owner, &property.name).map(Text::from));
        }
        lowered.steps.push(PathStep { names, span: segment.span() });
        Ok(())
    }

    /// The finding about a segment that does not fit where it is.
    fn misplaced(
        &self,
        fault: ResolveFault<'c>,
        segment: &'c Segment,
        path: &'c Path,
        at: usize,
    ) -> crate::eval::CompileError {
        let span = segment.span();
        match (fault, self.options.schema) {
            (ResolveFault::Unknown { name, ty: owner, .. }, Some(schema)) => {
                let unknown = UnknownName { path, at, name, owner, span };
                let meant = schema.meant(owner, name);
                let meant = meant.as_ref().map(|(meant, sure)| (meant.as_str(), *sure));
                unknown.finding(schema, meant).into()
            }
            (ResolveFault::NotStructured { name, ty }, _) => {
                semantic::not_structured(path, at, name, ty, span).into()
            }
            (ResolveFault::IntoCollection { collection }, _) => {
                semantic::into_collection(self.unusable, path, path.span(), at, collection).into()
            }
            (ResolveFault::NotACollection, _) => semantic::nothing_to_count(span).into(),
            (ResolveFault::UnknownType, _) => semantic::unknown_type(span).into(),
            (ResolveFault::Unknown { .. } | ResolveFault::Unresolvable, _) => {
                Self::refused(segment)
            }
        }
    }

    /// Segments that are about something other than the record.
    fn refused(segment: &Segment) -> crate::eval::CompileError {
        let (code, message) = match segment.kind() {
            SegmentKind::Call(call) => {
                let message = format!("`{}` is a function of the service, unknown here", call.name);
                (Code::UnsupportedFunction, message)
            }
            SegmentKind::Root => (Code::UnsupportedOperator, "`$root` is not evaluated".to_owned()),
            SegmentKind::Alias(name) => (
                Code::UnsupportedOption,
                format!("a path after the alias `@{name}` is not evaluated"),
            ),
            _ => (Code::UnsupportedOperator, "a member by its key is not evaluated".to_owned()),
        };
        let help = "only the record itself can be asked; rewrite the filter without it";
        Diagnostic::new(code, segment.span(), message).with_help(help).into()
    }

    fn alias(&mut self, name: &'c Name, expr: &'c Expr) -> Result<Typed<'c>> {
        let value = self.options.aliases.iter().find(|alias| alias.name == *name);
        let Some(alias) = value.filter(|_| !self.aliases.contains(&name)) else {
            return Err(semantic::unbound_alias(name, expr.span()).into());
        };
        self.aliases.push(name);
        let typed = self.operand(&alias.value);
        self.aliases.pop();
        Ok(Typed { expr, ..typed? })
    }
}

impl<'c> Lowered<'c> {
    /// The type of what the path has come to.
    fn kind(&self) -> Kind<'c> {
        match Kind::of_schema(self.resolver.done.ty, self.resolver.done.collection) {
            // JSON has no value of its own for these, and records hold them in several ways.
            Kind::One(Type::Primitive(
                Primitive::Geography | Primitive::Geometry | Primitive::Stream,
            )) => Kind::Unknown,
            kind => kind,
        }
    }

    /// An annotation is a member of the object it is about, named after the property if it is
    /// about one that is no object: `status@Ns.Term`.
    fn annotation(&mut self, annotation: &Annotation, span: Span) {
        let mut term = format!("@{}", annotation.term);
        if let Some(qualifier) = &annotation.qualifier {
            term.push('#');
            term.push_str(qualifier);
        }
        let is_object = matches!(self.kind(), Kind::Unknown | Kind::One(Type::Struct(_)));
        match self.steps.last_mut() {
            Some(step) if !is_object => {
                step.names = step.names.iter().map(|name| format!("{name}{term}").into()).collect();
            }
            _ => self.steps.push(PathStep { names: vec![term.into()], span }),
        }
        self.resolver.done.ty = Type::Dynamic;
        self.resolver.done.collection = false;
    }

    fn into_collection(self, span: Span) -> CollectionIr {
        let path = PathIr { root: self.root, steps: self.steps, coercion: Coercion::AsIs };
        CollectionIr { path, span, filters: self.filters }
    }
}

fn path_of<'c>(
    root: Root,
    steps: Vec<PathStep>,
    kind: Kind<'c>,
    coercion: Coercion,
    expr: &'c Expr,
) -> Typed<'c> {
    let path = PathIr { root, steps, coercion };
    let ir = Ir::new(Op::Path(Box::new(path)), expr.span());
    Typed { ir, kind, expr, literal: None }
}

fn other_type(span: Span) -> crate::eval::CompileError {
    unsupported(span, "a value as another type is not evaluated")
}
