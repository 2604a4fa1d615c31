//! Members of enumerations, as strings and as literals with the type in front.

use super::names::list;
use crate::ast::{EnumLiteral, EnumMember};
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{EnumType, MemberLookup, Schema};
use crate::span::Span;

/// Reports a string that is no member; whether it is none.
pub(super) fn named(ty: &EnumType, text: &str, span: Span, findings: &mut Vec<Diagnostic>) -> bool {
    let message = format!("`{text}` is not a member of `{}`", ty.name);
    let (message, meant, certain) = match ty.lookup(text) {
        MemberLookup::Exact(_) => return false,
        MemberLookup::OtherCase(member) => {
            (format!("{message}: case counts"), Some(member.name.as_str()), true)
        }
        MemberLookup::Unknown => match text.parse().ok().and_then(|value| ty.by_value(value)) {
            Some(member) => (message, Some(member.name.as_str()), true),
            None => (message, ty.suggest(text), false),
        },
    };
    let finding = Diagnostic::new(Code::UnknownEnumMember, span, message);
    findings.push(match meant {
        Some(meant) => write_instead(finding, span, meant, certain),
        None => finding.with_help(list_of_members(ty)),
    });
    true
}

/// Reports what is wrong with a literal such as `microsoft.graph.provisioningResult'failure'`
/// beside a value of the enumeration; whether something is.
pub(super) fn qualified(
    ty: &EnumType,
    literal: &EnumLiteral,
    schema: Option<&Schema>,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let named_type = schema.and_then(|schema| schema.enum_type(literal.type_name()));
    if named_type.is_none_or(|named| named.name != ty.name) {
        let message =
            format!("`{}` is not the type of what it is compared with", literal.type_name());
        let finding = Diagnostic::new(Code::TypeMismatch, span, message);
        let known = match literal.members() {
            [EnumMember::Name(name)] => match ty.lookup(name) {
                MemberLookup::Exact(member) => Some(member),
                _ => None,
            },
            _ => None,
        };
        findings.push(match known {
            Some(member) => write_instead(finding, span, &member.name, false),
            None => finding.with_help(list_of_members(ty)),
        });
        return true;
    }
    let [member] = literal.members() else {
        let message = format!("a value of `{}` is one member, not several", ty.name);
        findings.push(
            Diagnostic::new(Code::UnknownEnumMember, span, message)
                .with_help("compare with each member by itself, joined with `or`"),
        );
        return true;
    };
    let found = match member {
        EnumMember::Name(name) if named(ty, name, span, findings) => return true,
        EnumMember::Name(name) => name.as_str(),
        EnumMember::Value(value) => match ty.by_value(*value) {
            Some(member) => member.name.as_str(),
            None => {
                let message = format!("no member of `{}` has the number {value}", ty.name);
                findings.push(
                    Diagnostic::new(Code::UnknownEnumMember, span, message)
                        .with_help(list_of_members(ty)),
                );
                return true;
            }
        },
    };
    let message = "the service's examples write a member without its type";
    let finding = Diagnostic::new(Code::QualifiedEnum, span, message);
    findings.push(write_instead(finding, span, found, true));
    false
}

/// Reports the flags of a literal that are no members; whether there are such.
pub(super) fn flags(
    ty: &EnumType,
    literal: &EnumLiteral,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> bool {
    let mut unknown = false;
    for member in literal.members() {
        if let EnumMember::Name(name) = member {
            unknown |= named(ty, name, span, findings);
        }
    }
    unknown
}

/// The members of an enumeration, as a help.
pub(crate) fn list_of_members(ty: &EnumType) -> String {
    let names: Vec<String> = ty.members.iter().map(|member| format!("'{}'", member.name)).collect();
    format!("the members are {}", list(names.iter().map(String::as_str), "and"))
}

pub(super) fn write_instead(
    finding: Diagnostic,
    span: Span,
    member: &str,
    certain: bool,
) -> Diagnostic {
    let text = format!("'{member}'");
    finding.with_help(format!("write `{text}`")).suggesting(span, text, certain)
}
