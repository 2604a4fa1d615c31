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

const FILE: &str = "src/build/field.rs";

const HEAD: &str = "\
//! The properties of the provisioning endpoint, each with what is documented for it.
//!
//! Generated from the endpoint's data by `tests/service/typed_fields.rs`, which says how to write it
//! anew; do not edit it.

use super::{Contains, Equals, Field, Greater, Instant, Less, Member, Nullable, Number, Property};
use super::{Sorts, Text};
use crate::graph::{InitiatorType, ProvisioningAction, ProvisioningResult};
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

/// Types and functions for the filterable properties that are wanted.
fn fields(endpoint: &Endpoint, wanted: impl Fn(&str) -> bool, indent: &str) -> String {
    let mut groups: BTreeMap<&str, Vec<&PropertyRule>> = BTreeMap::new();
    for rule in endpoint.filter.iter().filter(|rule| wanted(&rule.path)) {
        let outer = rule.path.split_once('/').map_or("", |(outer, _)| outer);
        groups.entry(outer).or_default().push(rule);
    }
    let mut out = String::new();
    for (outer, rules) in groups {
        for rule in &rules {
            property(&mut out, endpoint, rule);
        }
        if outer.is_empty() {
            for rule in rules {
                function(&mut out, rule, "");
            }
            continue;
        }
        let name = pascal(outer);
        let _ = write!(
            out,
            "\n/// What stands in `{outer}`.\n#[derive(Clone, Copy, Debug)]\n#[non_exhaustive]\n\
             pub struct {name};\n\n/// `{outer}`\n#[must_use]\npub const fn {}() -> {name} {{\n    {name}\n}}\n\n\
             impl {name} {{\n",
            snake(outer),
        );
        for (at, rule) in rules.into_iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            function(&mut out, rule, "    ");
        }
        out.push_str("}\n");
    }
    out.lines().fold(String::new(), |mut text, line| {
        let indent = if line.is_empty() { "" } else { indent };
        let _ = writeln!(text, "{indent}{line}");
        text
    })
}

/// A type that stands for a property, and what may be done with it.
fn property(out: &mut String, endpoint: &Endpoint, rule: &PropertyRule) {
    let name = type_of(&rule.path);
    let path = &rule.path;
    let _ = write!(
        out,
        "\n/// `{path}`\n#[derive(Clone, Copy, Debug)]\npub enum {name} {{}}\n\
         impl Property for {name} {{\n    const PATH: &'static str = \"{path}\";\n    type Kind = {};\n}}\n",
        kind(&endpoint.schema, path),
    );
    let documented = Tier::Documented;
    let mut traits = Vec::new();
    for (op, name) in [(BinaryOp::Eq, "Equals"), (BinaryOp::Gt, "Greater"), (BinaryOp::Lt, "Less")]
    {
        traits.extend(rule.operator(op, documented).map(|_| name));
    }
    traits.extend(rule.function(Function::Contains, documented).map(|_| "Contains"));
    traits.extend(endpoint.sortable(path, documented).map(|_| "Sorts"));
    traits.extend(nullable(&endpoint.schema, path).then_some("Nullable"));
    for name_of_trait in traits {
        let _ = writeln!(out, "impl {name_of_trait} for {name} {{}}");
    }
}

/// A function that gives a property; a method where it stands in another one.
fn function(out: &mut String, rule: &PropertyRule, indent: &str) {
    let path = &rule.path;
    let (name, receiver) = match path.split_once('/') {
        Some((_, inner)) => (inner, "self"),
        None => (path.as_str(), ""),
    };
    if receiver.is_empty() {
        out.push('\n');
    }
    let (name, ty) = (snake(name), type_of(path));
    for line in [
        format!("/// `{path}`"),
        "#[must_use]".to_owned(),
        format!("pub const fn {name}({receiver}) -> Field<{ty}> {{"),
        "    Field::new()".to_owned(),
        "}".to_owned(),
    ] {
        let _ = writeln!(out, "{indent}{line}");
    }
}

fn kind(schema: &Schema, path: &str) -> String {
    let path = odata_query::ast::Path::of(path.split('/')).unwrap();
    match schema.resolve(&path).unwrap().ty {
        Type::Primitive(Primitive::String) => "Text".to_owned(),
        Type::Primitive(Primitive::Int32) => "Number".to_owned(),
        Type::Primitive(Primitive::DateTimeOffset) => "Instant".to_owned(),
        Type::Enum(ty) => format!("Member<{}>", pascal(&ty.name)),
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
