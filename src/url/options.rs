//! The names of query options, and a query as names and values.

use std::borrow::Cow;

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

/// An option: its name and its value, decoded; only a custom option may have no value.
pub(super) type Pair<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// The options of a query in canonical order, all but `$skiptoken` decoded: that one is as it
/// is spelled. Custom options come first where one would be read as a part of the expression
/// in front of it.
pub(super) fn pairs(query: &Query) -> impl Iterator<Item = Pair<'_>> {
    let filter = query.filter().map(|filter| ("$filter", filter.to_string().into()));
    let orderby = query.orderby().map(|order| ("$orderby", order.to_string().into()));
    let top = query.top().map(|top| ("$top", top.to_string().into()));
    let skiptoken = query.skiptoken().map(|token| (SKIPTOKEN, token.as_str().into()));
    let known = [filter, orderby, top, skiptoken].into_iter().flatten();
    let known = known.map(|(name, value)| (Cow::Borrowed(name), Some(value)));

    let aliases = query
        .aliases()
        .iter()
        .map(|alias| (format!("@{}", alias.name).into(), Some(alias.value.to_string().into())));
    let other = query.other_options().iter().map(|option| {
        (Cow::Borrowed(option.name.as_str()), option.value.as_deref().map(Cow::Borrowed))
    });
    let ahead = query.other_options().iter().any(|option| option.name.contains([' ', '\'']));
    let (first, last) = if ahead { (Some(other), None) } else { (None, Some(other)) };
    first.into_iter().flatten().chain(known).chain(aliases).chain(last.into_iter().flatten())
}

/// The one option that is not decoded.
pub(super) const SKIPTOKEN: &str = "$skiptoken";
