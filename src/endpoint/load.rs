//! Endpoints as JSON, and what makes one consistent.

use std::collections::BTreeSet;
use std::fmt;

use super::{Endpoint, json_position};
use crate::ast::{BinaryOp, Name, Path};
use crate::diagnostic::nearest;
use crate::schema::{Schema, StructType, Type, TypeRef};
use crate::span::Span;
use crate::url::system_options;

/// Why a text describes no endpoint, and where.
///
/// ```
/// use odata_query::endpoint::Endpoint;
///
/// let error = Endpoint::from_json("{\n  \"name\": 5\n}").unwrap_err();
/// assert_eq!((error.line(), error.column()), (2, 11));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    message: String,
    line: usize,
    column: usize,
}

impl Endpoint {
    /// Reads an endpoint from JSON, and checks that its parts fit together: every type that is
    /// named exists, no type is its own base, every path leads to a property.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column.
    pub fn from_json(text: &str) -> Result<Self, EndpointError> {
        // Some editors put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let endpoint: Self = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            // serde_json writes the place into the text too.
            let end = message.rfind(" at line ").unwrap_or(message.len());
            EndpointError {
                message: message.get(..end).unwrap_or(&message).to_owned(),
                line: error.line(),
                column: error.column(),
            }
        })?;
        match fault(&endpoint) {
            None => Ok(endpoint),
            Some(Fault { message, at }) => {
                let offset = u32::try_from(json_position::offset(text, &at)).unwrap_or(u32::MAX);
                let (line, column) = Span::at(offset).line_column(text);
                Err(EndpointError { message, line, column })
            }
        }
    }

    /// The endpoint as JSON, which [`from_json`](Self::from_json) reads as the same endpoint.
    ///
    /// # Errors
    /// None for any endpoint there is; `serde_json` reserves the right.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

impl EndpointError {
    /// What is wrong, in one sentence without a full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for EndpointError {}

/// A step into a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(&'static str),
    Item(usize),
}
use Step::{Item, Member};

struct Fault {
    message: String,
    at: Vec<Step>,
}

impl Fault {
    fn new(message: String, at: impl Into<Vec<Step>>) -> Option<Self> {
        Some(Self { message, at: at.into() })
    }
}

fn fault(endpoint: &Endpoint) -> Option<Fault> {
    schema_fault(&endpoint.schema)
        .or_else(|| capability_fault(endpoint))
        .or_else(|| source_fault(endpoint))
}

/// A source that is empty, or longer than the one line that a finding has room for.
fn source_fault(endpoint: &Endpoint) -> Option<Fault> {
    let listed = |list, at| vec![Member(list), Item(at)];
    let grants = endpoint.filter.iter().enumerate().flat_map(|(at, rule)| {
        let place = move |index| vec![Member("filter"), Item(at), Member("grants"), Item(index)];
        rule.grants.iter().enumerate().map(move |(index, grant)| (&grant.source, place(index)))
    });
    let joins = endpoint.connectives.iter().map(|grant| &grant.source).enumerate();
    let joins = joins.map(|(at, source)| (source, listed("connectives", at)));
    let sorts = endpoint.sort.iter().map(|grant| &grant.source).enumerate();
    let sorts = sorts.map(|(at, source)| (source, listed("sort", at)));
    let options = endpoint.options.iter().map(|grant| &grant.source).enumerate();
    let options = options.map(|(at, source)| (source, listed("options", at)));
    let mut sources = joins.chain(grants).chain(sorts).chain(options);
    sources.find_map(|(source, mut place)| {
        let how = match source.contains(['\n', '\r']) {
            _ if source.trim().is_empty() => "is empty",
            true => "has more than one",
            false => return None,
        };
        let message = format!(
            "a source is one line that says where this is known from, but this {how}: \
             write something like `the manual, page 5`"
        );
        place.push(Member("source"));
        Fault::new(message, place)
    })
}

fn schema_fault(schema: &Schema) -> Option<Fault> {
    let types = schema.types.iter().enumerate();
    let enums = schema.enums.iter().enumerate();
    let names = types.clone().map(|(at, ty)| (&ty.name, [Member("types"), Item(at)]));
    let names = names.chain(enums.clone().map(|(at, ty)| (&ty.name, [Member("enums"), Item(at)])));
    let mut seen = BTreeSet::new();
    for (name, [list, item]) in names {
        if !seen.insert(name) {
            let place = [Member("schema"), list, item, Member("name")];
            return Fault::new(format!("the type `{name}` is there twice"), place);
        }
    }
    for (at, ty) in types {
        if let Some(found) = type_fault(schema, ty) {
            let place = [Member("schema"), Member("types"), Item(at)];
            return Fault::new(found.message, [&place[..], &found.at].concat());
        }
    }
    for (at, ty) in enums {
        if ty.members.is_empty() {
            let place = [Member("schema"), Member("enums"), Item(at), Member("name")];
            return Fault::new(format!("`{}` has no members", ty.name), place);
        }
        for (index, member) in ty.members.iter().enumerate() {
            let place =
                [Member("schema"), Member("enums"), Item(at), Member("members"), Item(index)];
            let earlier = || ty.members.iter().take(index);
            if earlier().any(|other| other.name == member.name) {
                return Fault::new(format!("the member `{}` is there twice", member.name), place);
            }
            if earlier().any(|other| other.value == member.value) {
                let message = format!("the number {} is that of two members", member.value);
                return Fault::new(message, place);
            }
        }
    }
    match schema.root_type() {
        Some(_) => None,
        None => {
            let message = format!("there is no type `{}`", schema.root);
            Fault::new(message, [Member("schema"), Member("root")])
        }
    }
}

fn type_fault(schema: &Schema, ty: &StructType) -> Option<Fault> {
    if let Some(base) = &ty.base {
        let place = [Member("base")];
        if schema.struct_type(base).is_none() {
            return Fault::new(format!("there is no type `{base}`"), place);
        }
        if is_its_own_base(schema, ty) {
            return Fault::new(format!("`{}` is its own base", ty.name), place);
        }
    }
    for (at, property) in ty.properties.iter().enumerate() {
        let place = |member| [Member("properties"), Item(at), Member(member)];
        if let Err(error) = Name::new(property.name.clone()) {
            return Fault::new(error.to_string(), place("name"));
        }
        let inherited = ty.base.as_deref().and_then(|base| schema.struct_type(base));
        let inherited = inherited.map_or_else(Vec::new, |base| schema.properties(base));
        let earlier = ty.properties.iter().take(at).chain(inherited);
        if earlier.into_iter().any(|other| other.name == property.name) {
            let message = format!("the property `{}` is there twice", property.name);
            return Fault::new(message, place("name"));
        }
        let TypeRef { name, .. } = &property.type_ref;
        if schema.type_named(name).is_none() {
            return Fault::new(format!("there is no type `{name}`"), place("type"));
        }
    }
    for (at, alias) in ty.aliases.iter().enumerate() {
        let own = schema.properties(ty);
        if !own.iter().any(|property| property.name == alias.property) {
            let message = format!("`{}` has no property `{}`", ty.name, alias.property);
            return Fault::new(message, [Member("aliases"), Item(at), Member("property")]);
        }
        if ty.aliases.iter().take(at).any(|earlier| earlier.name == alias.name) {
            let message = format!("the alias `{}` is there twice", alias.name);
            return Fault::new(message, [Member("aliases"), Item(at), Member("name")]);
        }
    }
    for (at, rename) in ty.renames.iter().enumerate() {
        if let Err(message) = resolved(schema, Type::Struct(ty), &rename.to) {
            return Fault::new(message, [Member("renames"), Item(at), Member("to")]);
        }
    }
    None
}

fn is_its_own_base(schema: &Schema, ty: &StructType) -> bool {
    let mut next = ty.base.as_deref().and_then(|base| schema.struct_type(base));
    // A chain that is longer than there are types goes round.
    for _ in 0..=schema.types.len() {
        match next {
            None => return false,
            Some(base) if base.name == ty.name => return true,
            Some(base) => next = base.base.as_deref().and_then(|base| schema.struct_type(base)),
        }
    }
    false
}

fn capability_fault(endpoint: &Endpoint) -> Option<Fault> {
    let schema = &endpoint.schema;
    let root = schema.root_type().map_or(Type::Dynamic, Type::Struct);
    for (at, rule) in endpoint.filter.iter().enumerate() {
        let place = [Member("filter"), Item(at), Member("path")];
        if let Err(message) = resolved(schema, root, &rule.path) {
            return Fault::new(message, place);
        }
        if endpoint.filter.iter().take(at).any(|earlier| earlier.path == rule.path) {
            return Fault::new(format!("the path `{}` is there twice", rule.path), place);
        }
    }
    for (at, rule) in endpoint.filter.iter().enumerate() {
        for (index, grant) in rule.grants.iter().enumerate() {
            let strange =
                grant.operators.iter().find(|op| !op.is_comparison() || **op == BinaryOp::In);
            if let Some(op) = strange {
                let message =
                    format!("`{op}` compares no property with a value: it cannot be granted");
                let place = [
                    Member("filter"),
                    Item(at),
                    Member("grants"),
                    Item(index),
                    Member("operators"),
                ];
                return Fault::new(message, place);
            }
        }
    }
    if !endpoint.path.starts_with('/') {
        return Fault::new("the path of a URL starts with `/`".to_owned(), [Member("path")]);
    }
    for (at, grant) in endpoint.sort.iter().enumerate() {
        if endpoint.sort.iter().take(at).any(|earlier| earlier.path == grant.path) {
            let message = format!("the path `{}` is there twice", grant.path);
            return Fault::new(message, [Member("sort"), Item(at), Member("path")]);
        }
        if let Err(message) = resolved(schema, root, &grant.path) {
            return Fault::new(message, [Member("sort"), Item(at), Member("path")]);
        }
    }
    for (at, grant) in endpoint.options.iter().enumerate() {
        let name = &grant.name;
        if !name.starts_with('$') || name.chars().any(|c| c.is_ascii_uppercase()) {
            let message = format!("`{name}` is no option: it starts with `$`, in lower case");
            return Fault::new(message, [Member("options"), Item(at), Member("name")]);
        }
        if let Some(message) = unknown_option(name) {
            return Fault::new(message, [Member("options"), Item(at), Member("name")]);
        }
        if endpoint.options.iter().take(at).any(|earlier| earlier.name == *name) {
            let message = format!("the option `{name}` is there twice");
            return Fault::new(message, [Member("options"), Item(at), Member("name")]);
        }
    }
    if let Some(retention) = &endpoint.retention
        && let Err(message) = resolved(schema, root, &retention.path)
    {
        return Fault::new(message, [Member("retention"), Member("path")]);
    }
    if endpoint.top.min > endpoint.top.max {
        let message = "the smallest page is larger than the largest";
        return Fault::new(message.to_owned(), [Member("top"), Member("min")]);
    }
    None
}

/// That OData knows no query option of such a name, and which was meant.
fn unknown_option(name: &str) -> Option<String> {
    let known: Vec<String> = system_options().collect();
    if known.iter().any(|option| option == name) {
        return None;
    }
    let mend = match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("write `{meant}`"),
        None => format!("they are {}", known.join(", ")),
    };
    Some(format!("`{name}` is no query option of OData: {mend}"))
}

/// Whether a path is that of one declared value, in the schema's spelling.
fn resolved(schema: &Schema, from: Type<'_>, path: &str) -> Result<(), String> {
    let read = Path::of(path.split('/')).map_err(|error| error.to_string())?;
    let missing = || format!("`{path}` does not lead to a property");
    let found = schema.resolve_from(from, false, read.segments()).map_err(|_| missing())?;
    if found.is_dynamic() {
        return Err(missing());
    }
    match found.to_string() {
        spelled if spelled == path => Ok(()),
        spelled => Err(format!("`{path}` is spelled `{spelled}` in the schema")),
    }
}
