//! What segments make no path: they could not be written as text that reads as the same path.

use super::{KeyPredicate, Segment, SegmentKind};
use crate::ast::{Expr, ExprKind, Function, Literal};

/// Names that a path cannot start with, since the grammar reads them as something else; the
/// first two in any case.
const RESERVED_WORDS: [&str; 3] = ["true", "false", "not"];
const RESERVED_CASE_SENSITIVE: [&str; 3] = ["null", "NaN", "INF"];

/// Names that read as a call where a parenthesis follows.
const SPECIAL_CALLS: [&str; 5] = ["cast", "isof", "case", "any", "all"];

/// A cheap test without false negatives: every such name is short, and few letters start one.
#[inline]
pub(super) fn may_read_as_literal(name: &str) -> bool {
    name.len() <= 5
        && matches!(name.as_bytes(), [b't' | b'T' | b'f' | b'F' | b'n' | b'N' | b'I', ..])
}

/// Whether a path cannot start with the name.
#[inline]
pub(crate) fn reads_as_literal(name: &str) -> bool {
    may_read_as_literal(name) && is_reserved(name)
}

fn is_reserved(name: &str) -> bool {
    RESERVED_CASE_SENSITIVE.contains(&name)
        || RESERVED_WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

fn reads_as_call(name: &str) -> bool {
    Function::from_name(name).is_some()
        || SPECIAL_CALLS.iter().any(|special| special.eq_ignore_ascii_case(name))
}

/// Why segments make no path, if they do not.
pub(super) fn fault(segments: &[Segment]) -> Option<&'static str> {
    use SegmentKind as K;
    let (first, rest) = match segments.split_first() {
        Some((first, rest)) => (&first.kind, rest),
        None => return Some("a path has at least one segment"),
    };
    let first_fault = match (first, rest.first().map(Segment::kind)) {
        (K::Property(name), _) if reads_as_literal(name) => {
            Some("a path cannot start with a name that reads as a literal or as `not`")
        }
        (K::Property(name), Some(K::Key(_))) if reads_as_call(name) => {
            Some("a key after the name of a function reads as a call")
        }
        (K::Call(call), _) if reads_as_call(&call.name) => {
            Some("a service function cannot have the name of a canonical function")
        }
        (K::Call(call), _) if call.name.eq_ignore_ascii_case("not") => {
            Some("`not` before a parenthesis reads as the operator")
        }
        (K::Cast(_), None) => Some("a type alone is not an expression"),
        // ABNF `memberExpr`: a type, then a `directMemberExpr`.
        (K::Cast(_), Some(K::Key(_) | K::Count(_) | K::Filter(_))) => {
            Some("a type at the start of a path has a property, function or annotation after it")
        }
        (K::Root, Some(K::Property(_) | K::Call(_))) => None,
        (K::Root, _) => Some("after `$root` comes a name"),
        (K::Annotation(a), _) if !a.term.is_qualified() && a.qualifier.is_none() => {
            Some("an annotation without a namespace at the start of a path reads as an alias")
        }
        (K::Key(_) | K::Count(_) | K::Filter(_), _) => {
            Some("a path starts with a name, a variable or a function")
        }
        _ => None,
    };
    first_fault
        .or_else(|| {
            segments.windows(2).find_map(|pair| match pair {
                [before, after] => pair_fault(&before.kind, &after.kind),
                _ => None,
            })
        })
        .or_else(|| segments.iter().find_map(|segment| content_fault(&segment.kind)))
}

/// Why one segment cannot follow another, if it cannot.
fn pair_fault(before: &SegmentKind, after: &SegmentKind) -> Option<&'static str> {
    use SegmentKind as K;
    match (before, after) {
        (_, K::It | K::This | K::Root | K::Alias(_)) => {
            Some("`$it`, `$this`, `$root` and aliases stand only at the start of a path")
        }
        (K::Count(_), _) => Some("nothing follows `$count`"),
        (K::Cast(_), K::Cast(_)) => Some("a type does not follow a type"),
        (K::Property(_) | K::Cast(_), K::Key(key)) => match &**key {
            KeyPredicate::Compound(_) => Some("a compound key after a name reads as a call"),
            KeyPredicate::Simple(_) => match before {
                K::Property(name)
                    if ["any", "all"].iter().any(|l| l.eq_ignore_ascii_case(name)) =>
                {
                    Some("a key after `any` or `all` reads as a lambda")
                }
                _ => None,
            },
        },
        (K::Call(_) | K::Filter(_), K::Key(_)) => None,
        (_, K::Key(_)) => Some("a key follows a collection"),
        (K::Root, _) | (_, K::Call(_)) => match after {
            K::Call(call) if ["any", "all"].iter().any(|l| l.eq_ignore_ascii_case(&call.name)) => {
                Some("a service function cannot be called `any` or `all`")
            }
            _ => None,
        },
        _ => None,
    }
}

/// What the parts of a segment must be.
fn content_fault(kind: &SegmentKind) -> Option<&'static str> {
    use SegmentKind as K;
    let is_list = |expr: &Expr| matches!(expr.kind(), ExprKind::List(_));
    match kind {
        K::Cast(name) if !name.is_qualified() => Some("a type in a path has a namespace"),
        K::Key(key) => {
            let bad = match &**key {
                KeyPredicate::Simple(value) => !is_key_value(value),
                KeyPredicate::Compound(pairs) => {
                    pairs.is_empty() || pairs.iter().any(|(_, value)| !is_key_value(value))
                }
            };
            bad.then_some("the value of a key is a literal or an alias")
        }
        K::Call(call) if call.parameters.iter().any(|(_, value)| is_list(value)) => {
            Some("a list stands only to the right of `in`")
        }
        K::Filter(condition) if is_list(condition) => {
            Some("a list stands only to the right of `in`")
        }
        _ => None,
    }
}

/// ABNF `keyPropertyValue` or `parameterAlias`.
fn is_key_value(expr: &Expr) -> bool {
    match expr.kind() {
        ExprKind::Literal(literal) => {
            !matches!(literal, Literal::Null | Literal::Binary(_) | Literal::Geo(_))
        }
        ExprKind::Path(path) => {
            matches!(path.segments(), [Segment { kind: SegmentKind::Alias(_), .. }])
        }
        _ => false,
    }
}
