//! The names of query options, and a query as names and values.

use std::fmt;

use crate::ast::Query;

/// The system query options of OData 4.01, without `$`.
const SYSTEM: &[&str] = &[
    "apply",
    "compute",
    "count",
    "deltatoken",
    "expand",
    "filter",
    "format",
    "id",
    "index",
    "levels",
    "orderby",
    "schemaversion",
    "search",
    "select",
    "skip",
    "skiptoken",
    "top",
];

/// The canonical name of a system query option: with `$`, in lower case.
///
/// `name` is decoded; the `$` may be missing, the case is any. What starts with a `$` is one
/// even if OData does not know it.
pub(super) fn system_name(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    match lower.strip_prefix('$') {
        Some(_) => Some(lower),
        None => SYSTEM.contains(&lower.as_str()).then(|| format!("${lower}")),
    }
}

/// The system query options of OData 4.01, with `$`.
pub(crate) fn system_options() -> impl Iterator<Item = String> {
    SYSTEM.iter().map(|name| format!("${name}"))
}

/// The name of an option, decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OptionName<'a> {
    /// A name that needs no encoding.
    Known(&'a str),
    /// That of a parameter alias, without `@`.
    Alias(&'a str),
    /// Any other.
    Other(&'a str),
}

impl OptionName<'_> {
    /// Whether the value of the option is not decoded.
    pub(super) fn is_skip_token(self) -> bool {
        matches!(self, Self::Known(name) | Self::Other(name) if name == SKIPTOKEN)
    }
}

impl fmt::Display for OptionName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alias(name) => write!(f, "@{name}"),
            Self::Known(name) | Self::Other(name) => f.write_str(name),
        }
    }
}

/// An option: its name and its value, decoded; only a custom option may have no value. The value
/// is not a text yet: where it is encoded it never needs to be one.
pub(super) type Pair<'a> = (OptionName<'a>, Option<&'a dyn fmt::Display>);

/// The options of a query in canonical order, all but `$skiptoken` decoded: that one is as it
/// is spelled. Custom options come first where one would be read as a part of the expression
/// in front of it.
pub(super) fn pairs(query: &Query) -> impl Iterator<Item = Pair<'_>> {
    fn known<'a>(name: &'a str, value: &'a impl fmt::Display) -> Pair<'a> {
        (OptionName::Known(name), Some(value))
    }
    let filter = query.filter().map(|filter| known("$filter", filter));
    let orderby = query.order_by().map(|order| known("$orderby", order));
    let top = query.top.as_ref().map(|(top, _)| known("$top", top));
    let skiptoken = query.skip_token().map(|token| known(SKIPTOKEN, token));

    let aliases = query.aliases().iter().map(|alias| {
        (OptionName::Alias(alias.name.as_str()), Some(&alias.value as &dyn fmt::Display))
    });
    let other = query.other_options().iter().map(|option| {
        let value = option.value.as_ref().map(|value| value as &dyn fmt::Display);
        (OptionName::Other(&option.name), value)
    });
    let known = [filter, orderby, top, skiptoken].into_iter().flatten();
    let ahead = query.other_options().iter().any(|option| option.name.contains([' ', '\'']));
    let (first, last) = if ahead { (Some(other), None) } else { (None, Some(other)) };
    first.into_iter().flatten().chain(known).chain(aliases).chain(last.into_iter().flatten())
}

/// The one option that is not decoded.
pub(super) const SKIPTOKEN: &str = "$skiptoken";
