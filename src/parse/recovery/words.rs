//! Words: operators of SQL, functions that do not exist, words that are left over.

use super::{Edit, Mistake, Refused};
use crate::ast::Function;
use crate::diagnostic::nearest;
use crate::parse::lex::{after_keyword, space};
use crate::parse::operator::Operator;

/// `$filter=` in front of a filter.
pub(super) fn option_in_front(refused: &Refused<'_>) -> Option<Mistake> {
    const OPTIONS: [&str; 6] =
        ["$filter=", "$orderby=", "?$filter=", "?$orderby=", "filter=", "orderby="];
    let text = refused.text.to_ascii_lowercase();
    let option = OPTIONS.iter().find(|option| text.starts_with(**option))?;
    Some(Mistake {
        message: Some(format!("`{option}` belongs to a query string, not to the expression")),
        span: (0, option.len()),
        help: "leave it out".to_owned(),
        edit: Some(Edit::new(0, option.len(), "")),
        certain: true,
    })
}

/// The operand that ends right before the fault, if it is a path.
fn path_before(refused: &Refused<'_>) -> Option<usize> {
    let head = refused.before().trim_end();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == '/';
    let path = head.len() - head.trim_end_matches(is_path).len();
    (path > 0).then(|| head.len() - path)
}

/// `path like '%x%'`
pub(super) fn like(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = after_keyword(refused.rest(), "like")?;
    let start = path_before(refused)?;
    let path = refused.text.get(start..refused.start)?.trim_end();
    let body = space(rest).strip_prefix('\'')?;
    let close =
        body.find('\'').filter(|at| !body.get(at + 1..).is_some_and(|r| r.starts_with('\'')))?;
    let pattern = body.get(..close)?;
    let end = refused.text.len() - body.len() + close + 1;
    let value = pattern.trim_matches('%');
    let call = match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => format!("contains({path},'{value}')"),
        (true, false) => format!("endswith({path},'{value}')"),
        (false, true) => format!("startswith({path},'{value}')"),
        (false, false) => format!("{path} eq '{value}'"),
    };
    Some(Mistake {
        message: Some("`like` is not an operator of OData".to_owned()),
        span: (refused.start, refused.start + "like".len()),
        help: format!("write `{call}`"),
        edit: Some(Edit::new(start, end, call)),
        certain: !value.contains(['%', '_']),
    })
}

/// `is null`, `is not null`
pub(super) fn is_null(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = space(after_keyword(refused.rest(), "is")?);
    let (rest, word) = match after_keyword(rest, "not") {
        Some(rest) => (space(rest), "ne"),
        None => (rest, "eq"),
    };
    let end = refused.text.len() - after_keyword(rest, "null")?.len();
    Some(Mistake {
        message: Some("`is` is not an operator of OData".to_owned()),
        span: (refused.start, end),
        help: format!("write `{word} null`"),
        edit: Some(Edit::new(refused.start, end, format!("{word} null"))),
        certain: true,
    })
}

/// `path not in (…)`
pub(super) fn not_in(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = after_keyword(space(after_keyword(refused.rest(), "not")?), "in")?;
    let list = space(rest).strip_prefix('(')?;
    let end = refused.text.len() - list.len() + end_of_list(list)?;
    let start = path_before(refused)?;
    let path = refused.text.get(start..refused.start)?.trim_end();
    let list = refused.text.get(refused.text.len() - list.len() - 1..end)?;
    let replacement = format!("not ({path} in {list})");
    Some(Mistake {
        message: Some("`not` stands before the whole condition".to_owned()),
        span: (refused.start, refused.start + "not".len()),
        help: format!("write `{replacement}`"),
        edit: Some(Edit::new(start, end, replacement)),
        certain: true,
    })
}

/// Where the list that `(` opened ends, strings skipped.
fn end_of_list(list: &str) -> Option<usize> {
    let mut in_string = false;
    list.bytes()
        .position(|b| {
            in_string ^= b == b'\'';
            b == b')' && !in_string
        })
        .map(|at| at + 1)
}

/// `eq'x'`
pub(super) fn missing_space(refused: &Refused<'_>) -> Option<Mistake> {
    Operator::of(refused.covered())?;
    let quote = refused.text.get(refused.end..)?.starts_with('\'');
    quote.then(|| Mistake {
        message: None,
        span: (refused.end, refused.end + 1),
        help: "put a space between them".to_owned(),
        edit: Some(Edit::new(refused.end, refused.end, " ")),
        certain: true,
    })
}

/// `'x'and`, `)and`
pub(super) fn missing_space_before(refused: &Refused<'_>) -> Option<Mistake> {
    let length = refused.rest().find(|c: char| !c.is_ascii_alphabetic())?;
    let word = refused.rest().get(..length)?;
    let operator = Operator::of(word)?;
    let touches = refused.before().ends_with(['\'', ')']);
    let edit = Edit::new(refused.start, refused.start, " ");
    // What follows may be a mistake of its own, but `'O'or'` is none of this kind.
    let taken = refused.would_parse(&edit)
        || (matches!(operator, Operator::And | Operator::Or)
            && refused.text.get(refused.start + length..)?.starts_with([' ', '(']));
    (touches && taken).then(|| Mistake {
        message: Some(format!("a space is missing before `{word}`")),
        span: (refused.start, refused.start + length),
        help: "put a space before it".to_owned(),
        edit: Some(edit),
        certain: true,
    })
}

/// `has Ns.C'x'and b`
pub(super) fn missing_space_after_member(refused: &Refused<'_>) -> Option<Mistake> {
    let after = refused.text.get(refused.end..)?.strip_prefix('\'')?;
    let close = refused.end + 1 + after.find('\'')? + 1;
    let rest = refused.text.get(close..)?;
    let word = rest.get(..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()))?;
    Operator::of(word)?;
    let edit = Edit::new(close, close, " ");
    refused.would_parse(&edit).then(|| Mistake {
        message: Some(format!("a space is missing before `{word}`")),
        span: (close, close + word.len()),
        help: "put a space before it".to_owned(),
        edit: Some(edit),
        certain: true,
    })
}

/// `Ns.F(a)`
pub(super) fn qualified_call(refused: &Refused<'_>) -> Option<Mistake> {
    let name = refused.covered();
    let called = refused.text.get(refused.end..)?.starts_with('(');
    let last = name.rsplit_once('.')?.1;
    (called && !name.starts_with('.') && !name.contains('/')).then(|| {
        let (help, edit) = match Function::from_name(last) {
            // `Edm.contains(…)`
            Some(function) => {
                let function = function.name();
                let edit = Edit::new(refused.start, refused.end, function);
                (format!("write `{function}`"), Some(edit))
            }
            None => (
                "write each argument as `name=…`, or use a function of OData, such as `contains`"
                    .to_owned(),
                None,
            ),
        };
        Mistake {
            message: Some(format!(
                "`{name}` is a function of a service, whose arguments have names"
            )),
            span: (refused.start, refused.end),
            help,
            edit,
            certain: false,
        }
    })
}

/// `path in 'a','b'`
pub(super) fn list_without_brackets(refused: &Refused<'_>) -> Option<Mistake> {
    if !refused.rest().starts_with(',') {
        return None;
    }
    let before = refused.before();
    let at = before.to_ascii_lowercase().rfind(" in ")? + " in ".len();
    let tail = refused.text.get(at..)?;
    let length = [" and ", " or ", ")"].iter().filter_map(|end| tail.find(end)).min();
    let list = tail.get(..length.unwrap_or(tail.len()))?.trim_end();
    let edit = Edit::new(at, at + list.len(), format!("({list})"));
    refused.would_parse(&edit).then(|| Mistake {
        message: Some("the values of `in` stand in parentheses".to_owned()),
        span: (at, at + list.len()),
        help: format!("write `({list})`"),
        edit: Some(edit),
        certain: true,
    })
}

/// `contains (a,'x')`
pub(super) fn call_with_space(refused: &Refused<'_>) -> Option<Mistake> {
    let head = refused.before().trim_end();
    let name = head.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).next()?;
    let known = Function::from_name(name).is_some()
        || ["any", "all", "cast", "isof", "case"].contains(&name);
    let spaces = refused.start - head.len();
    (refused.rest().starts_with('(') && known && spaces > 0).then(|| Mistake {
        message: Some(format!("no space stands between `{name}` and its parenthesis")),
        span: (head.len(), refused.start),
        help: "leave the space out".to_owned(),
        edit: Some(Edit::new(head.len(), refused.start, "")),
        certain: true,
    })
}

/// `descending`
pub(super) fn direction(refused: &Refused<'_>) -> Option<Mistake> {
    const DIRECTIONS: [(&str, &str); 2] = [("ascending", "asc"), ("descending", "desc")];
    let known = |word: &str| after_keyword(refused.rest(), word).is_some();
    let (word, meant) = DIRECTIONS.into_iter().find(|(word, _)| known(word))?;
    let end = refused.start + word.len();
    let edit = Edit::new(refused.start, end, meant);
    // In an order alone does the text then read on, maybe up to the next of these.
    let on =
        (refused.parse)(&edit.apply(refused.text)?).map_or_else(|s| s.start as usize, |()| end);
    (on > refused.start).then(|| Mistake {
        message: Some(format!("the order is `{meant}`, not `{word}`")),
        span: (refused.start, end),
        help: format!("write `{meant}`"),
        edit: Some(edit),
        certain: true,
    })
}

/// Names of functions in other languages.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("includes", "contains"),
    ("has", "contains"),
    ("like", "contains"),
    ("lower", "tolower"),
    ("lcase", "tolower"),
    ("tolowercase", "tolower"),
    ("upper", "toupper"),
    ("ucase", "toupper"),
    ("touppercase", "toupper"),
    ("len", "length"),
    ("substr", "substring"),
    ("position", "indexof"),
    ("beginswith", "startswith"),
    ("replace", "concat"),
    ("ceil", "ceiling"),
    ("regex", "matchesPattern"),
    ("matches", "matchesPattern"),
    ("getdate", "now"),
    ("utcnow", "now"),
];

/// `contain(…)`, `lower(…)`
pub(super) fn unknown_function(refused: &Refused<'_>) -> Option<Mistake> {
    let name = refused.covered();
    if !refused.text.get(refused.end..)?.starts_with('(') || name.is_empty() {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == lower).map(|(_, name)| *name);
    let near = || nearest(name, Function::ALL.iter().map(|function| function.name()));
    // A right name in a wrong place is another mistake.
    let meant = other.or_else(near).filter(|meant| !meant.eq_ignore_ascii_case(name))?;
    Some(Mistake {
        message: None,
        span: (refused.start, refused.end),
        help: format!("write `{meant}`"),
        edit: Some(Edit::new(refused.start, refused.end, meant)),
        certain: false,
    })
}

/// A trailing comma, `and` or `or`.
pub(super) fn trailing(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = refused.rest();
    let leftover = |what: &str, start: usize, end: usize| Mistake {
        message: Some(format!("nothing follows `{what}`")),
        span: (start, end),
        help: "leave it out, or write what is missing".to_owned(),
        edit: Some(Edit::new(
            refused.text.get(..start).unwrap_or_default().trim_end().len(),
            end,
            "",
        )),
        certain: false,
    };
    if let Some(after) = rest.strip_prefix(',') {
        let ends = space(after).is_empty() || space(after).starts_with(')');
        return ends.then(|| leftover(",", refused.start, refused.start + 1));
    }
    if !(rest.is_empty() || rest.starts_with(')')) {
        return None;
    }
    let head = refused.before().trim_end();
    if head.ends_with(',') {
        return Some(leftover(",", head.len() - 1, head.len()));
    }
    let word = head.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let operator = Operator::of(word)?;
    matches!(operator, Operator::And | Operator::Or)
        .then(|| leftover(word, head.len() - word.len(), head.len()))
}
