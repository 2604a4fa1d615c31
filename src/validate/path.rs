//! Paths: names, and whether the endpoint filters or orders by what they lead to.

use super::check::{Checker, Purpose};
use super::operand::{Kind, Operand, Subject, Subjected};
use super::wording;
use crate::ast::{ExprKind, KeyPredicate, Name, Path, Segment, SegmentKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::endpoint::{PropertyRule, Tier};
use crate::schema::{ResolveError, ResolveFault, ResolvedPath};
use crate::semantic::{self, UnknownName, replaced};
use crate::span::Span;

impl<'a> Checker<'a> {
    pub(super) fn path(&mut self, path: &'a Path, span: Span) -> Operand<'a> {
        let segments = path.segments();
        if let [first] = segments
            && let SegmentKind::Alias(name) = first.kind()
        {
            return self.alias(name, first.span());
        }
        let mark = self.rejected.len();
        segments.iter().for_each(|segment| self.segment(segment));
        let (start, rest) = self.start_of(path);
        let in_scope = rest.len() < segments.len();
        match self.endpoint.schema.resolve_from(start, false, rest) {
            Err(error) => self.unresolved(path, span, rest, error),
            Ok(resolved) => {
                if let Some((at, meant)) = self.check_names(&resolved) {
                    return self.meant(at, Some(&meant).filter(|_| !in_scope).map(|x| &**x));
                }
                let kind = Kind::of_schema(resolved.ty, resolved.collection);
                if in_scope {
                    // The lambda around a variable has its own finding.
                    return Operand::computed(kind);
                }
                if let Some(odd) = segments.iter().find(|segment| is_odd(segment)) {
                    let finding = self.odd_segment(path, span, odd, &resolved);
                    let operand = self.usable(&resolved, kind, span, mark);
                    self.reject(mark, finding);
                    return operand;
                }
                self.usable(&resolved, kind, span, mark)
            }
        }
    }

    /// What a path that leads somewhere may be used for.
    fn usable(
        &mut self,
        resolved: &ResolvedPath<'a>,
        kind: Kind<'a>,
        span: Span,
        mark: usize,
    ) -> Operand<'a> {
        if self.purpose == Purpose::Order {
            let path = resolved.to_string();
            match self.endpoint.sortable(&path, self.tier) {
                Some(grant) if grant.tier == Tier::Observed => {
                    let what = format!("ordering by `{path}`");
                    self.rejected.push(wording::undocumented(span, &what, &grant.source));
                }
                Some(_) => {}
                None => {
                    let message = format!("`$orderby` cannot use `{path}`");
                    let finding = self.not_sortable(span, message);
                    self.reject(mark, finding);
                    return Operand::settled(Subject::Unusable);
                }
            }
            return Operand::computed(kind);
        }
        match self.rule_of(resolved) {
            Some(rule) if !resolved.count && !resolved.collection => {
                let nullable = resolved.is_nullable();
                let property = Subjected { rule, nullable, lowered: false };
                Operand { kind, subject: Subject::Property(property), constant: false }
            }
            _ => {
                let finding = self.not_filterable(&resolved.to_string(), span, resolved);
                self.reject(mark, finding);
                Operand::settled(Subject::Unusable)
            }
        }
    }

    /// What a filter may do with the property that a path leads to.
    pub(super) fn rule_of(&self, resolved: &ResolvedPath<'a>) -> Option<&'a PropertyRule> {
        resolved.find(&self.endpoint.filter, |rule| &rule.path)
    }

    /// Expressions inside a segment, for their names and types.
    fn segment(&mut self, segment: &'a Segment) {
        let mark = self.rejected.len();
        match segment.kind() {
            SegmentKind::Call(call) => {
                for (_, value) in &call.parameters {
                    self.value(value);
                }
            }
            SegmentKind::Key(key) => match &**key {
                KeyPredicate::Simple(value) => {
                    self.value(value);
                }
                KeyPredicate::Compound(pairs) => {
                    for (_, value) in pairs {
                        self.value(value);
                    }
                }
            },
            // Their names are those of the collection's members, which is refused as a whole.
            _ => {}
        }
        self.rejected.truncate(mark);
    }

    /// A parameter alias, checked as its value.
    fn alias(&mut self, name: &'a Name, span: Span) -> Operand<'a> {
        let Some(alias) = self.aliases.iter().find(|alias| alias.name == *name) else {
            if self.placeholders {
                return Operand::settled(Subject::Computed).and_constant(false);
            }
            self.faults.push(semantic::unbound_alias(name, span));
            return Operand::settled(Subject::Computed).and_constant(false);
        };
        // That the endpoint takes no alias is said where the alias has its value.
        match alias.value.kind() {
            ExprKind::Literal(literal) => Operand::literal(literal, &self.endpoint.schema),
            _ => Operand::settled(Subject::Computed),
        }
    }

    fn unresolved(
        &mut self,
        path: &'a Path,
        span: Span,
        segments: &'a [Segment],
        error: ResolveError<'a>,
    ) -> Operand<'a> {
        // Which segment of the whole path it is: a variable is none of those that were resolved.
        let at = (path.segments().len() - segments.len()) + error.at;
        match error.fault {
            ResolveFault::Unknown { name, ty: owner, .. } => {
                let unknown = UnknownName { path, at, name, owner, span: error.span };
                let finding = self.unknown_property(unknown);
                let meant = finding
                    .suggestion()
                    .map(|suggestion| replaced(path, at, &suggestion.replacement));
                self.misnamed(finding, meant.as_deref())
            }
            ResolveFault::NotStructured { name, ty } => {
                self.misnamed(semantic::not_structured(path, at, name, ty, error.span), None)
            }
            ResolveFault::IntoCollection { collection } => {
                self.check_names_below(path, segments, &error);
                let finding = semantic::into_collection(self.code(), path, span, at, collection);
                let finding = match self.purpose {
                    Purpose::Order => self.with_sort_keys(finding),
                    // Endpoints do not take `any` either.
                    Purpose::Filter => {
                        let instead = self.send_and_filter_by_hand();
                        let help = finding.help().map(|help| format!("{help}: {instead}"));
                        finding.with_help(help.unwrap_or(instead))
                    }
                };
                self.rejected.push(finding);
                Operand::settled(Subject::Unusable)
            }
            ResolveFault::NotACollection => {
                self.misnamed(semantic::nothing_to_count(error.span), None)
            }
            ResolveFault::UnknownType => self.misnamed(semantic::unknown_type(error.span), None),
            ResolveFault::Unresolvable => {
                let finding = self.unresolvable(span, segments.get(error.at), path);
                self.rejected.push(finding);
                Operand::settled(Subject::Unusable)
            }
        }
    }

    /// The names after a collection can still be wrong.
    fn check_names_below(
        &mut self,
        path: &'a Path,
        segments: &'a [Segment],
        error: &ResolveError<'a>,
    ) {
        let schema = &self.endpoint.schema;
        let Some((done, left)) = segments.split_at_checked(error.at) else { return };
        let (start, _) = self.start_of(path);
        let Ok(outer) = schema.resolve_from(start, false, done) else { return };
        match schema.resolve_from(outer.ty, false, left) {
            Ok(inner) => {
                self.check_names(&inner);
            }
            Err(ResolveError {
                span,
                at,
                fault: ResolveFault::Unknown { name, ty: owner, .. },
            }) => {
                let at = (path.segments().len() - left.len()) + at;
                let finding = self.unknown_property(UnknownName { path, at, name, owner, span });
                self.faults.push(finding);
            }
            Err(_) => {}
        }
    }

    /// Reports a path that leads nowhere, which is checked as the one that was meant.
    fn misnamed(&mut self, finding: Diagnostic, meant: Option<&str>) -> Operand<'a> {
        let at = self.faults.len();
        self.faults.push(finding);
        self.meant(at, meant)
    }

    /// `$root`, keys, annotations and functions of the service.
    fn unresolvable(
        &mut self,
        span: Span,
        segment: Option<&'a Segment>,
        path: &'a Path,
    ) -> Diagnostic {
        match segment.map(Segment::kind) {
            Some(SegmentKind::Call(call)) => {
                let (name, at) = (call.name.to_string(), segment.map_or(span, Segment::span));
                let help = match call.name.as_str() {
                    "like" => Some("write `contains(…,'…')`, with no wildcards".to_owned()),
                    _ => None,
                };
                self.unsupported_call(at, &name, help)
            }
            _ => {
                let message = format!("`{path}` is not about the record, which is all that counts");
                self.unusable(span, message)
            }
        }
    }

    fn not_filterable(&self, path: &str, span: Span, resolved: &ResolvedPath<'_>) -> Diagnostic {
        let message = if self.is_probe() {
            String::new()
        } else if resolved.collection {
            format!("`{path}` is a collection, which this endpoint does not filter by")
        } else {
            format!("`{path}` is in the schema, but this endpoint does not filter by it")
        };
        let below = self.endpoint.rules_below(path).map(|rule| rule.path.as_str());
        let below: Vec<&str> = below.filter(|below| *below != path).collect();
        let finding = Diagnostic::new(Code::NotFilterable, span, message);
        match below.as_slice() {
            [] if self.is_probe() => finding,
            [] => finding.with_help(self.send_and_filter()),
            [only] => {
                let finding = finding.with_help(format!("filter by `{only}`"));
                Self::suggest(finding, span, (*only).to_owned(), false)
            }
            _ if self.is_probe() => finding,
            below => finding
                .with_help(format!("filter by {}", wording::list(below.iter().copied(), "or"))),
        }
    }

    /// `$it` alone.
    fn whole_record(&self, path: &Path, span: Span) -> Diagnostic {
        let message = format!("`{path}` is the record as a whole, which has no value");
        match self.purpose {
            Purpose::Order => self.not_sortable(span, message),
            Purpose::Filter => {
                let example = self.endpoint.filter.first().map_or("", |rule| rule.path.as_str());
                Diagnostic::new(Code::NotFilterable, span, message)
                    .with_help(format!("write a property of it, such as `{example}`"))
            }
        }
    }

    /// A part of the record that no query of this purpose may use.
    fn unusable(&self, span: Span, message: String) -> Diagnostic {
        let finding = Diagnostic::new(self.code(), span, message);
        match self.purpose {
            Purpose::Order => self.with_sort_keys(finding),
            Purpose::Filter => finding.with_help(self.send_and_filter()),
        }
    }

    pub(super) fn not_sortable(&self, span: Span, message: String) -> Diagnostic {
        self.with_sort_keys(Diagnostic::new(Code::NotSortable, span, message))
    }

    /// The properties to order by instead.
    fn with_sort_keys(&self, finding: Diagnostic) -> Diagnostic {
        let grants = self.endpoint.sort.iter().filter(|grant| grant.tier <= self.tier);
        let names: Vec<&str> = grants.map(|grant| grant.path.as_str()).collect();
        match names.as_slice() {
            [] => {
                finding.with_help("leave `$orderby` out, and order the records where they arrive")
            }
            names => finding.with_help(format!(
                "order by {}, or order the records where they arrive: `odq filter --orderby`",
                wording::list(names.iter().copied(), "or")
            )),
        }
    }

    /// The code for what is in the schema, but not for this purpose.
    const fn code(&self) -> Code {
        match self.purpose {
            Purpose::Filter => Code::NotFilterable,
            Purpose::Order => Code::NotSortable,
        }
    }

    fn odd_segment(
        &self,
        path: &Path,
        span: Span,
        odd: &Segment,
        resolved: &ResolvedPath<'_>,
    ) -> Diagnostic {
        let plain = resolved.to_string();
        if plain.is_empty() {
            return self.whole_record(path, span);
        }
        if resolved.collection || resolved.count {
            return self.unusable(span, format!("`{path}` cannot be used here"));
        }
        let finding =
            Diagnostic::new(self.code(), span, format!("paths with `{odd}` are not supported"))
                .with_help(format!("write `{plain}`"));
        Self::suggest(finding, span, plain, true)
    }
}

/// Segments that resolve to something but that endpoints do not take.
const fn is_odd(segment: &Segment) -> bool {
    matches!(
        segment.kind(),
        SegmentKind::It | SegmentKind::This | SegmentKind::Cast(_) | SegmentKind::Filter(_)
    )
}
