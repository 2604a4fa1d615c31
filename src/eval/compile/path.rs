//! Paths: each segment to the names under which a record may have it.

use super::{Compiler, Result, Scope, Typed, fold, mismatch, replacement, unsupported};
use crate::ast::{
    Annotation, CountOptions, Expr, Lambda, LambdaOp, Name, Path, Segment, SegmentKind, Text,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::coerce::Coercion;
use crate::eval::ir::{CollectionIr, Ir, LambdaIr, Op, PathIr, PathStep, Root};
use crate::eval::types::Type;
use crate::schema::{Lookup, Schema, StructType};
use crate::span::Span;

/// How far a path has come.
struct Walk<'s> {
    start: Root,
    steps: Vec<PathStep>,
    ty: Type<'s>,
    /// Conditions on the members of the collection that the path has come to.
    filters: Vec<Ir>,
    count: bool,
}

impl<'c> Compiler<'c> {
    pub(super) fn path(&mut self, path: &Path, span: Span) -> Result<Typed<'c>> {
        if let [only] = path.segments()
            && let SegmentKind::Alias(name) = only.kind()
        {
            return self.alias(name, only.span());
        }
        let walk = self.walk(path)?;
        if walk.count {
            let op = Op::Count(Box::new(walk.into_collection(span)));
            return fold(op, Type::Number, span);
        }
        if !walk.filters.is_empty() {
            return Err(unsupported(
                span,
                "a filtered collection is evaluated only in `any`, `all` and `$count`",
            ));
        }
        let Walk { start, steps, ty, .. } = walk;
        let path = PathIr { root: start, steps, coercion: ty.reading() };
        let plan = Ir::new(Op::Path(Box::new(path)), span);
        Ok(Typed { plan, ty })
    }

    pub(super) fn lambda(&mut self, lambda: &Lambda, span: Span) -> Result<Typed<'c>> {
        let walk = self.walk(&lambda.collection)?;
        let path_span = lambda.collection.span();
        let member = walk.member_type(lambda.op, path_span)?;
        let collection = walk.into_collection(path_span);
        let predicate = match &lambda.predicate {
            Some((variable, predicate)) => {
                let scope = Scope { variable: Some(variable.clone()), ty: member };
                Some(self.within(scope, predicate)?)
            }
            None => None,
        };
        let plan = LambdaIr { op: lambda.op, collection, predicate };
        Ok(Typed { plan: Ir::new(Op::Lambda(Box::new(plan)), span), ty: Type::Boolean })
    }

    fn within(&mut self, scope: Scope<'c>, condition: &Expr) -> Result<Ir> {
        self.scopes.push(scope);
        let plan = self.condition(condition);
        self.scopes.pop();
        plan
    }

    fn walk(&mut self, path: &Path) -> Result<Walk<'c>> {
        let (first, rest) = match path.segments().split_first() {
            Some((first, rest)) => (first, rest),
            None => return Err(unsupported(path.span(), "an empty path")),
        };
        let mut walk = self.start(first)?;
        for segment in rest {
            self.segment(&mut walk, segment)?;
        }
        Ok(walk)
    }

    fn start(&mut self, first: &Segment) -> Result<Walk<'c>> {
        let at =
            |start, ty| Walk { start, steps: Vec::new(), ty, filters: Vec::new(), count: false };
        match first.kind() {
            SegmentKind::It => Ok(at(Root::Record, self.record_type())),
            SegmentKind::This => {
                let (start, ty) = self.implicit();
                Ok(at(start, ty))
            }
            SegmentKind::Property(name) => {
                let found = self.scopes.iter().rposition(|s| s.variable.as_ref() == Some(name));
                if let Some((index, scope)) = found.and_then(|i| Some((i, self.scopes.get(i)?))) {
                    let distance = self.scopes.len() - 1 - index;
                    return Ok(at(Root::Variable(distance), scope.ty.clone()));
                }
                let (start, ty) = self.implicit();
                let mut walk = at(start, ty);
                self.segment(&mut walk, first)?;
                Ok(walk)
            }
            SegmentKind::Cast(_) | SegmentKind::Annotation(_) => {
                let (start, ty) = self.implicit();
                let mut walk = at(start, ty);
                self.segment(&mut walk, first)?;
                Ok(walk)
            }
            _ => Err(refused(first)),
        }
    }

    /// What a name without a variable is a property of: the member that a `$filter` tests, or
    /// the record.
    fn implicit(&self) -> (Root, Type<'c>) {
        match self.scopes.iter().rposition(|scope| scope.variable.is_none()) {
            Some(index) => {
                let ty = self.scopes.get(index).map_or(Type::Any, |scope| scope.ty.clone());
                (Root::Variable(self.scopes.len() - 1 - index), ty)
            }
            None => (Root::Record, self.record_type()),
        }
    }

    /// The record, or the member that a `$filter` tests, as a value.
    pub(super) fn record(&self, span: Span) -> Typed<'c> {
        let (start, ty) = self.implicit();
        let path = PathIr { root: start, steps: Vec::new(), coercion: Coercion::AsIs };
        Typed { plan: Ir::new(Op::Path(Box::new(path)), span), ty }
    }

    fn record_type(&self) -> Type<'c> {
        self.options.schema.and_then(Schema::root_type).map_or(Type::Any, Type::Struct)
    }

    fn segment(&mut self, walk: &mut Walk<'c>, segment: &Segment) -> Result<()> {
        let span = segment.span();
        if !walk.filters.is_empty()
            && let SegmentKind::Property(name) = segment.kind()
        {
            return Err(after_collection(name, span).into());
        }
        match segment.kind() {
            SegmentKind::Property(name) => self.property(walk, name, span),
            SegmentKind::Annotation(annotation) => {
                walk.annotation(annotation, span);
                Ok(())
            }
            SegmentKind::Cast(name) => {
                let named = self.options.schema.and_then(|schema| schema.struct_type(name));
                match (&walk.ty, named) {
                    // As its own type, or as a base of it, a value stays what it is.
                    (Type::Struct(ty), Some(named))
                        if self.options.schema.is_some_and(|schema| schema.is_a(ty, named)) =>
                    {
                        Ok(())
                    }
                    _ => Err(unsupported(span, "a value as another type is not evaluated")),
                }
            }
            SegmentKind::Count(options) => {
                let member = walk.member_type("$count", span)?;
                if let Some(options) = options {
                    self.count_options(walk, options, member, span)?;
                }
                walk.count = true;
                Ok(())
            }
            SegmentKind::Filter(condition) => {
                let member = walk.member_type("$filter", span)?;
                let filter = self.within(Scope { variable: None, ty: member }, condition)?;
                walk.filters.push(filter);
                Ok(())
            }
            _ => Err(refused(segment)),
        }
    }

    fn count_options(
        &mut self,
        walk: &mut Walk<'c>,
        options: &CountOptions,
        member: Type<'c>,
        span: Span,
    ) -> Result<()> {
        if options.search().is_some() {
            return Err(unsupported(span, "`$search` is not evaluated"));
        }
        if let Some(filter) = options.filter() {
            let filter = self.within(Scope { variable: None, ty: member }, filter)?;
            walk.filters.push(filter);
        }
        Ok(())
    }

    fn property(&mut self, walk: &mut Walk<'c>, name: &Name, span: Span) -> Result<()> {
        let undeclared = |walk: &mut Walk<'c>| {
            walk.step(vec![Text::from(name.as_str())], Type::Any, span);
        };
        match (&walk.ty, self.options.schema) {
            (Type::Any, _) | (Type::Struct(_), None) => undeclared(walk),
            (Type::Struct(owner), Some(schema)) => {
                let owner = *owner;
                let found = schema.lookup(owner, name);
                let Some(property) = found.property() else {
                    // In an open type a name that nothing is near to may be the service's own.
                    if schema.is_open(owner) && schema.suggest(owner, name).is_none() {
                        undeclared(walk);
                        return Ok(());
                    }
                    return Err(unknown_property(schema, owner, name, span).into());
                };
                let mut names = vec![property.name.clone()];
                names.extend(schema.wire_names(owner, &property.name).map(Text::from));
                let ty = schema.type_of(property);
                walk.step(names, Type::of_schema(ty, property.type_ref.collection), span);
                self.note_spelling(&found, &property.name, name, span);
            }
            (Type::Collection(_), _) => {
                return Err(after_collection(name, span).into());
            }
            (ty, _) => {
                let message =
                    format!("`{name}` stands after {}, which has no properties", ty.name());
                return Err(mismatch(span, message).with_help("end the path before it").into());
            }
        }
        Ok(())
    }

    fn note_spelling(&mut self, found: &Lookup<'_>, canonical: &str, name: &str, span: Span) {
        let (code, message) = match found {
            Lookup::OtherCase(_) => (Code::Case, format!("the property is spelled `{canonical}`")),
            Lookup::Alias(..) => {
                (Code::Alias, format!("`{name}` is another name of `{canonical}`"))
            }
            _ => return,
        };
        let warning = Diagnostic::new(code, span, message)
            .with_suggestion(replacement(span, canonical.to_owned()));
        self.warnings.push(warning);
    }

    fn alias(&mut self, name: &Name, span: Span) -> Result<Typed<'c>> {
        let value = self.options.aliases.iter().find(|alias| alias.name == *name);
        let Some(alias) = value.filter(|_| !self.aliases.contains(name)) else {
            let message = format!("the parameter alias `@{name}` has no value");
            let help = format!("give it one, as in `@{name}='value'`, or write the value here");
            return Err(Diagnostic::new(Code::UnboundAlias, span, message).with_help(help).into());
        };
        self.aliases.push(name.clone());
        let typed = self.expr(&alias.value);
        self.aliases.pop();
        typed
    }
}

impl<'s> Walk<'s> {
    fn step(&mut self, names: Vec<Text>, ty: Type<'s>, span: Span) {
        self.steps.push(PathStep { names, span });
        self.ty = ty;
    }

    /// An annotation is a member of the object it is about, named after the property if it is
    /// about one that is no object: `status@Ns.Term`.
    fn annotation(&mut self, annotation: &Annotation, span: Span) {
        let mut term = format!("@{}", annotation.term);
        if let Some(qualifier) = &annotation.qualifier {
            term.push('#');
            term.push_str(qualifier);
        }
        if !matches!(self.ty, Type::Any | Type::Struct(_))
            && let Some(step) = self.steps.last_mut()
        {
            step.names = step.names.iter().map(|name| format!("{name}{term}").into()).collect();
            self.ty = Type::Any;
            return;
        }
        self.step(vec![term.into()], Type::Any, span);
    }

    fn member_type(&self, what: impl AsRef<str>, span: Span) -> Result<Type<'s>> {
        match &self.ty {
            Type::Collection(member) => Ok((**member).clone()),
            Type::Any => Ok(Type::Any),
            other => {
                let message = format!(
                    "`{}` needs a collection before it, not {}",
                    what.as_ref(),
                    other.name()
                );
                Err(mismatch(span, message).with_help("compare the value itself").into())
            }
        }
    }

    fn into_collection(self, span: Span) -> CollectionIr {
        let path = PathIr { root: self.start, steps: self.steps, coercion: Coercion::AsIs };
        CollectionIr { path, span, filters: self.filters }
    }
}

impl AsRef<str> for LambdaOp {
    fn as_ref(&self) -> &str {
        self.name()
    }
}

fn after_collection(name: &Name, span: Span) -> Diagnostic {
    let message = format!("`{name}` stands after a collection, which has no properties");
    let help = "ask of the members with `any` or `all`, as in `path/any(x:x/name eq 'a')`";
    mismatch(span, message).with_help(help)
}

fn unknown_property(schema: &Schema, owner: &StructType, name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` is not a property of `{}`", owner.name);
    let finding = Diagnostic::new(Code::UnknownProperty, span, message);
    match schema.suggest(owner, name) {
        Some(meant) => finding
            .with_help(format!("did you mean `{meant}`?"))
            .with_suggestion(replacement(span, meant)),
        None => {
            let properties = schema.properties(owner);
            let names: Vec<_> = properties.iter().map(|property| property.name.as_str()).collect();
            finding.with_help(format!("its properties are {}", names.join(", ")))
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
        SegmentKind::Alias(name) => {
            (Code::UnsupportedOption, format!("a path after the alias `@{name}` is not evaluated"))
        }
        _ => (Code::UnsupportedOperator, "a member by its key is not evaluated".to_owned()),
    };
    let help = "only the record itself can be asked; rewrite the filter without it";
    Diagnostic::new(code, segment.span(), message).with_help(help).into()
}
