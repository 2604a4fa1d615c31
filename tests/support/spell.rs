//! Random spellings of a tree: an oracle apart from the printer of the library.
//!
//! Written from the ABNF and its precedences, with all the freedom they leave: white space,
//! letter case, redundant parentheses, other spellings of a value.

use odata_query::ast::{
    BinaryOp, Expr, ExprKind, KeyPredicate, Lambda, Path, Segment, SegmentKind, Text, TypeTest,
};

pub(crate) use super::choices::Choices;
use super::spell_literal::spell as literal_spelling;

/// How tightly an expression holds together, from 0, the loosest, by the table of URL
/// Conventions section 5.1.1.15.
type Level = u8;

const OR: Level = 0;
const AND: Level = 1;
const UNARY: Level = 6;
const MEMBERSHIP: Level = 7;
const PRIMARY: Level = 8;

/// A spelling of a whole expression.
pub(crate) fn spell(expr: &Expr, choices: &mut Choices<'_>) -> String {
    let mut out = String::new();
    out.push_str(choices.bws());
    write(&mut out, expr, OR, choices);
    out.push_str(choices.bws());
    out
}

/// Writes an expression where one that holds at least as tightly as `level` stands.
fn write(out: &mut String, expr: &Expr, level: Level, choices: &mut Choices<'_>) {
    if level_of(expr) < level || choices.rarely() {
        let (before, after) = (choices.bws(), choices.bws());
        out.push('(');
        out.push_str(before);
        write(out, expr, OR, choices);
        out.push_str(after);
        out.push(')');
    } else {
        bare(out, expr, choices);
    }
}

fn level_of(expr: &Expr) -> Level {
    match expr.kind() {
        ExprKind::Or(_) => OR,
        ExprKind::And(_) => AND,
        ExprKind::Not(_) | ExprKind::Negate(_) => UNARY,
        ExprKind::Binary(op, _) => level_of_operator(*op),
        _ => PRIMARY,
    }
}

fn level_of_operator(op: BinaryOp) -> Level {
    match op {
        BinaryOp::Eq | BinaryOp::Ne => 2,
        BinaryOp::Gt | BinaryOp::Ge | BinaryOp::Lt | BinaryOp::Le => 3,
        BinaryOp::Add | BinaryOp::Sub => 4,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::DivBy | BinaryOp::Mod => 5,
        BinaryOp::Has | BinaryOp::In => MEMBERSHIP,
    }
}

fn keyword_of(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Eq => "eq",
        BinaryOp::Ne => "ne",
        BinaryOp::Gt => "gt",
        BinaryOp::Ge => "ge",
        BinaryOp::Lt => "lt",
        BinaryOp::Le => "le",
        BinaryOp::Has => "has",
        BinaryOp::In => "in",
        BinaryOp::Add => "add",
        BinaryOp::Sub => "sub",
        BinaryOp::Mul => "mul",
        BinaryOp::Div => "div",
        BinaryOp::DivBy => "divby",
        BinaryOp::Mod => "mod",
    }
}

fn bare(out: &mut String, expr: &Expr, choices: &mut Choices<'_>) {
    match expr.kind() {
        ExprKind::Literal(literal) => out.push_str(&literal_spelling(literal, choices)),
        ExprKind::Path(path) => write_path(out, path, choices),
        ExprKind::And(operands) => chain(out, operands, "and", AND + 1, choices),
        ExprKind::Or(operands) => chain(out, operands, "or", OR + 1, choices),
        ExprKind::Not(operand) => {
            let mut text = String::new();
            write(&mut text, operand, UNARY, choices);
            let mut not = String::new();
            keyword(&mut not, "not", &text, choices);
            out.push_str(&not);
            out.push_str(&text);
        }
        ExprKind::Negate(operand) => {
            out.push('-');
            out.push_str(choices.bws());
            let mut text = String::new();
            write(&mut text, operand, UNARY, choices);
            // A sign right before a digit or `INF` would be one with it.
            if !out.ends_with(' ') && !out.ends_with('\t') && starts_a_number(&text) {
                out.push(' ');
            }
            out.push_str(&text);
        }
        ExprKind::Binary(op, operands) => binary(out, *op, operands, choices),
        ExprKind::List(items) => {
            out.push('(');
            separated(out, items, choices, bare);
            out.push(')');
        }
        ExprKind::Call(function, arguments) => {
            out.push_str(&choices.any_case(function.name()));
            out.push('(');
            separated(out, arguments, choices, |out, item, choices| write(out, item, OR, choices));
            out.push(')');
        }
        ExprKind::Cast(test) => type_test(out, "cast", test, choices),
        ExprKind::IsOf(test) => type_test(out, "isof", test, choices),
        ExprKind::Case(branches) => {
            out.push_str(&choices.any_case("case"));
            out.push('(');
            separated(out, branches, choices, |out, (condition, value), choices| {
                write(out, condition, OR, choices);
                // White space, since `10:20` would be a time of day.
                out.push_str(choices.rws());
                out.push(':');
                out.push_str(choices.rws());
                write(out, value, OR, choices);
            });
            out.push(')');
        }
        ExprKind::Lambda(lambda) => write_lambda(out, lambda, choices),
        ExprKind::Array(items) => {
            out.push('[');
            separated(out, items, choices, json_value);
            out.push(']');
        }
        ExprKind::Object(members) => {
            out.push('{');
            separated(out, members, choices, |out, (name, value), choices| {
                json_string(out, name, choices);
                out.push_str(choices.bws());
                out.push(':');
                out.push_str(choices.bws());
                json_value(out, value, choices);
            });
            out.push('}');
        }
        other => out.push_str(&format!("<no spelling of {other:?}>")),
    }
}

fn starts_a_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("INF")
}

fn chain(out: &mut String, operands: &[Expr], word: &str, level: Level, choices: &mut Choices<'_>) {
    for (at, operand) in operands.iter().enumerate() {
        let mut text = String::new();
        write(&mut text, operand, level, choices);
        if at > 0 {
            keyword(out, word, &text, choices);
        }
        out.push_str(&text);
    }
}

/// A keyword after what is written already and before `next`; white space may be left out
/// beside a parenthesis.
fn keyword(out: &mut String, word: &str, next: &str, choices: &mut Choices<'_>) {
    let may_touch = out.is_empty() || (out.ends_with(')') && choices.rarely());
    if !may_touch {
        out.push_str(choices.rws());
    }
    out.push_str(&choices.any_case(word));
    if !(next.starts_with('(') && choices.rarely()) {
        out.push_str(choices.rws());
    }
}

fn binary(out: &mut String, op: BinaryOp, operands: &[Expr; 2], choices: &mut Choices<'_>) {
    let [left, right] = operands;
    let level = level_of_operator(op);
    let mut text = String::new();
    match (op, right.kind()) {
        // Parentheses around a literal would make a list of it, around an enumeration literal
        // they are not in the grammar, and a list has its own.
        (BinaryOp::Has, _) | (BinaryOp::In, ExprKind::List(_) | ExprKind::Literal(_)) => {
            bare(&mut text, right, choices);
        }
        _ => write(&mut text, right, level + 1, choices),
    }
    write(out, left, level, choices);
    keyword(out, keyword_of(op), &text, choices);
    out.push_str(&text);
}

fn type_test(out: &mut String, word: &str, test: &TypeTest, choices: &mut Choices<'_>) {
    out.push_str(&choices.any_case(word));
    out.push('(');
    out.push_str(choices.bws());
    if let Some(operand) = &test.operand {
        write(out, operand, OR, choices);
        out.push_str(choices.bws());
        out.push(',');
        out.push_str(choices.bws());
    }
    if test.type_name.collection {
        out.push_str("Collection(");
        out.push_str(&test.type_name.name);
        out.push(')');
    } else {
        out.push_str(&test.type_name.name);
    }
    out.push_str(choices.bws());
    out.push(')');
}

fn write_lambda(out: &mut String, lambda: &Lambda, choices: &mut Choices<'_>) {
    write_path(out, &lambda.collection, choices);
    out.push('/');
    out.push_str(&choices.any_case(lambda.op.name()));
    out.push('(');
    out.push_str(choices.bws());
    if let Some((variable, predicate)) = &lambda.predicate {
        out.push_str(variable);
        out.push_str(choices.bws());
        out.push(':');
        out.push_str(choices.bws());
        write(out, predicate, OR, choices);
        out.push_str(choices.bws());
    }
    out.push(')');
}

fn write_path(out: &mut String, path: &Path, choices: &mut Choices<'_>) {
    for (at, segment) in path.segments().iter().enumerate() {
        if at > 0 && !matches!(segment.kind(), SegmentKind::Key(_)) {
            out.push('/');
        }
        write_segment(out, segment, choices);
    }
}

fn write_segment(out: &mut String, segment: &Segment, choices: &mut Choices<'_>) {
    match segment.kind() {
        SegmentKind::It => out.push_str("$it"),
        SegmentKind::This => out.push_str("$this"),
        SegmentKind::Root => out.push_str("$root"),
        SegmentKind::Alias(name) => {
            out.push('@');
            out.push_str(name);
        }
        SegmentKind::Property(name) => out.push_str(name),
        SegmentKind::Cast(name) => out.push_str(name),
        SegmentKind::Annotation(annotation) => {
            out.push('@');
            out.push_str(&annotation.term);
            if let Some(qualifier) = &annotation.qualifier {
                out.push('#');
                out.push_str(qualifier);
            }
        }
        SegmentKind::Call(call) => {
            out.push_str(&call.name);
            out.push('(');
            separated(out, &call.parameters, choices, |out, (name, value), choices| {
                out.push_str(name);
                out.push('=');
                write(out, value, OR, choices);
            });
            out.push(')');
        }
        SegmentKind::Key(key) => {
            out.push('(');
            match &**key {
                KeyPredicate::Simple(value) => bare(out, value, choices),
                KeyPredicate::Compound(pairs) => {
                    for (at, (name, value)) in pairs.iter().enumerate() {
                        if at > 0 {
                            out.push(',');
                        }
                        out.push_str(name);
                        out.push('=');
                        bare(out, value, choices);
                    }
                }
            }
            out.push(')');
        }
        SegmentKind::Filter(condition) => {
            out.push_str("$filter(");
            write(out, condition, OR, choices);
            out.push(')');
        }
        SegmentKind::Count(None) => out.push_str("$count"),
        SegmentKind::Count(Some(options)) => {
            let mut parts = Vec::new();
            if let Some(filter) = options.filter() {
                let word = choices_dollar(choices, "$filter");
                let mut text = choices.any_case(word) + "=";
                write(&mut text, filter, OR, choices);
                parts.push(text);
            }
            if let Some(search) = options.search() {
                let word = choices_dollar(choices, "$search");
                parts.push(format!("{}={}{search}", choices.any_case(word), choices.bws()));
            }
            if choices.rarely() {
                parts.reverse();
            }
            out.push_str(&format!("$count({})", parts.join(";")));
        }
        other => out.push_str(&format!("<no spelling of {other:?}>")),
    }
}

/// The `$` of an option may be left out.
fn choices_dollar<'a>(choices: &mut Choices<'_>, option: &'a str) -> &'a str {
    if choices.rarely() { option.trim_start_matches('$') } else { option }
}

/// Items with commas between them, and white space that the grammar lets stand.
fn separated<T>(
    out: &mut String,
    items: &[T],
    choices: &mut Choices<'_>,
    mut write: impl FnMut(&mut String, &T, &mut Choices<'_>),
) {
    out.push_str(choices.bws());
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
            out.push_str(choices.bws());
        }
        write(out, item, choices);
        out.push_str(choices.bws());
    }
}

/// A value directly in an array or an object, where a string is in either quotes.
fn json_value(out: &mut String, value: &Expr, choices: &mut Choices<'_>) {
    match value.as_literal() {
        Some(odata_query::ast::Literal::String(text)) if choices.below(4) < 3 => {
            json_string(out, text, choices);
        }
        _ => write(out, value, OR, choices),
    }
}

fn json_string(out: &mut String, text: &Text, choices: &mut Choices<'_>) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' if !choices.rarely() => out.extend(['\\', c]),
            '/' if choices.rarely() => out.push_str("\\/"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' if !choices.rarely() => out.push_str("\\t"),
            c if c < ' ' || c == '"' || c == '\\' || choices.rarely() => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let upper = choices.rarely();
                    let digits = format!("{unit:04x}");
                    out.push_str("\\u");
                    out.push_str(&if upper { digits.to_uppercase() } else { digits });
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
