//! The typed fields are those of the endpoint's data.
//!
//! `UPDATE_FIELDS=1 cargo test --test service typed_fields` writes the file anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails where a helper does")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use odata_query::ast::{BinaryOp, Function};
use odata_query::endpoint::{Endpoint, PropertyRule, Tier};
use odata_query::schema::{ApiVersion, Primitive, Schema, Type};

const FILE: &str = "src/graph/field.rs";

const HEAD: &str = "\
//! The properties of the provisioning endpoint as typed fields, each with the operators that
//! are documented for it.
//!
//! Generated from the endpoint's data by `tests/service/typed_fields.rs`, which says how to write it
//! anew; do not edit it.

use super::typed::{fields, group, property_type};
use super::{InitiatorType, ProvisioningAction, ProvisioningResult};
use crate::build::{
    DateTimeKind, EnumKind, Field, Nullable, NumberKind, Property, SupportsContains, SupportsEq,
    SupportsGt, SupportsLt, SupportsOrderBy, TextKind,
};
";

#[test]
fn the_generated_file_is_current() {
    let v1_0 = Endpoint::provisioning(ApiVersion::V1_0);
    let beta = Endpoint::provisioning(ApiVersion::Beta);
    let mut text = HEAD.to_owned();
    text.push_str(&fields(&v1_0, |path| v1_0.rule(path).is_some(), ""));
    text.push_str("\n/// What only beta has; deprecated.\npub mod beta {\n");
    text.push_str("    use super::*;\n");
    text.push_str(&fields(&beta, |path| v1_0.rule(path).is_none(), "    "));
    text.push_str("}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_FIELDS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap();
    assert!(checked_in == text, "{FILE} is not what the endpoint's data gives");
}

/// Declarations of the filterable properties that are wanted.
fn fields(endpoint: &Endpoint, wanted: impl Fn(&str) -> bool, indent: &str) -> String {
    let mut groups: BTreeMap<&str, Vec<&PropertyRule>> = BTreeMap::new();
    for rule in endpoint.filter.iter().filter(|rule| wanted(&rule.path)) {
        let outer = rule.path.split_once('/').map_or("", |(outer, _)| outer);
        groups.entry(outer).or_default().push(rule);
    }
    let mut out = String::new();
    for (outer, rules) in groups {
        let head = match outer {
            "" => "fields! {".to_owned(),
            outer => {
                format!("group! {{\n    {}: {}Fields = \"{outer}\";", snake(outer), pascal(outer))
            }
        };
        let _ = writeln!(out, "\n{head}");
        for rule in rules {
            let _ = writeln!(out, "    {}", declaration(endpoint, rule));
        }
        out.push_str("}\n");
    }
    out.lines().fold(String::new(), |mut text, line| {
        let indent = if line.is_empty() { "" } else { indent };
        let _ = writeln!(text, "{indent}{line}");
        text
    })
}

/// The function, the marker type, the path, the kind and what is documented for a property.
fn declaration(endpoint: &Endpoint, rule: &PropertyRule) -> String {
    let path = &rule.path;
    let documented = Tier::Documented;
    let mut supports = Vec::new();
    for (op, name) in
        [(BinaryOp::Eq, "SupportsEq"), (BinaryOp::Gt, "SupportsGt"), (BinaryOp::Lt, "SupportsLt")]
    {
        supports.extend(rule.operator(op, documented).map(|_| name));
    }
    supports.extend(rule.function(Function::Contains, documented).map(|_| "SupportsContains"));
    supports.extend(endpoint.sortable(path, documented).map(|_| "SupportsOrderBy"));
    supports.extend(nullable(&endpoint.schema, path).then_some("Nullable"));
    let name = path.split_once('/').map_or(path.as_str(), |(_, inner)| inner);
    let (name, marker) = (snake(name), type_of(path));
    let (kind, supports) = (kind(&endpoint.schema, path), supports.join(" "));
    format!("{name}: {marker} = \"{path}\", {kind} [{supports}];")
}

fn kind(schema: &Schema, path: &str) -> String {
    let path = odata_query::ast::Path::of(path.split('/')).unwrap();
    match schema.resolve(&path).unwrap().ty {
        Type::Primitive(Primitive::String) => "TextKind".to_owned(),
        Type::Primitive(Primitive::Int32) => "NumberKind".to_owned(),
        Type::Primitive(Primitive::DateTimeOffset) => "DateTimeKind".to_owned(),
        Type::Enum(ty) => format!("EnumKind<{}>", pascal(&ty.name)),
        other => panic!("{path} is {other:?}, for which there is no kind"),
    }
}

/// Whether a value may be null: that of the property itself, or of one on the way.
fn nullable(schema: &Schema, path: &str) -> bool {
    let root = schema.root_type().unwrap();
    match path.contains('/') {
        true => true,
        false => schema.properties(root).iter().any(|p| p.name.as_str() == path && p.nullable),
    }
}

fn type_of(path: &str) -> String {
    path.split('/').map(pascal).collect::<String>()
        + if path.contains('/') { "" } else { "Property" }
}

fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        out
    })
}
