//! Where a path starts: at the record, at a lambda variable, or at the member of a collection
//! that a `$filter` tests.

use super::types::Kind;
use crate::ast::{Path, Segment, SegmentKind};
use crate::schema::{Schema, Type};

/// The variables in sight, the innermost last.
#[derive(Debug)]
pub(crate) struct Scopes<'a>(Vec<Scope<'a>>);

#[derive(Clone, Copy, Debug)]
struct Scope<'a> {
    /// None for the member that `$filter` and `$count` test, whose properties are named alone.
    variable: Option<&'a str>,
    kind: Kind<'a>,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    Record,
    /// A variable, counted from the innermost one outwards.
    Variable(usize),
}

impl<'a> Scopes<'a> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Brings a lambda variable into sight, which hides a property of the same name.
    pub(crate) fn push(&mut self, variable: &'a str, kind: Kind<'a>) {
        self.0.push(Scope { variable: Some(variable), kind });
    }

    /// Brings the member of a collection into sight whose properties are named alone.
    pub(crate) fn push_member(&mut self, kind: Kind<'a>) {
        self.0.push(Scope { variable: None, kind });
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a path starts, the type there, and the segments that lead on from it.
    pub(crate) fn root_of(
        &self,
        path: &'a Path,
        schema: Option<&'a Schema>,
    ) -> (Root, Kind<'a>, &'a [Segment]) {
        let segments = path.segments();
        match segments.split_first().map(|(first, rest)| (first.kind(), rest)) {
            Some((SegmentKind::It, rest)) => (Root::Record, record(schema), rest),
            Some((SegmentKind::This, rest)) => {
                let (root, kind) = self.implicit(schema);
                (root, kind, rest)
            }
            Some((SegmentKind::Property(name), rest)) => match self.variable(name) {
                Some((root, kind)) => (root, kind, rest),
                None => {
                    let (root, kind) = self.implicit(schema);
                    (root, kind, segments)
                }
            },
            _ => {
                let (root, kind) = self.implicit(schema);
                (root, kind, segments)
            }
        }
    }

    /// What a name without a variable is a property of.
    pub(crate) fn implicit(&self, schema: Option<&'a Schema>) -> (Root, Kind<'a>) {
        let member = self.find(|scope| scope.variable.is_none());
        member.unwrap_or_else(|| (Root::Record, record(schema)))
    }

    fn variable(&self, name: &str) -> Option<(Root, Kind<'a>)> {
        self.find(|scope| scope.variable == Some(name))
    }

    fn find(&self, is: impl Fn(&Scope<'a>) -> bool) -> Option<(Root, Kind<'a>)> {
        let mut outwards = self.0.iter().rev().enumerate();
        let (distance, scope) = outwards.find(|(_, scope)| is(scope))?;
        Some((Root::Variable(distance), scope.kind))
    }
}

fn record(schema: Option<&Schema>) -> Kind<'_> {
    match schema.and_then(Schema::root_type) {
        Some(ty) => Kind::One(Type::Struct(ty)),
        None => Kind::Unknown,
    }
}
