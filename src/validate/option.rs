//! The options of a request.

use crate::ast::{OtherOption, Query};
use crate::diagnostic::{Code, Diagnostic, Suggestion, nearest};
use crate::endpoint::{Endpoint, Tier};
use crate::span::Span;

/// Every finding about options but those about the expressions in them.
pub(super) fn check(endpoint: &Endpoint, tier: Tier, query: &Query) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(filter) = query.filter() {
        found.extend(check_name(endpoint, tier, "$filter", filter.expr().span()));
    }
    if let Some(orderby) = query.order_by() {
        let items = orderby.items().iter();
        let span = items.map(|item| item.span).reduce(Span::to).unwrap_or_default();
        found.extend(check_name(endpoint, tier, "$orderby", span));
    }
    if let Some(top) = query.top() {
        let span = query.top_span();
        let named = check_name(endpoint, tier, "$top", span);
        if named.as_ref().is_none_or(|finding| !finding.is_error()) {
            found.extend(check_top(endpoint, top, span));
        }
        found.extend(named);
    }
    if query.skip_token().is_some() {
        let span = query.skip_token_span();
        found.extend(check_name(endpoint, tier, "$skiptoken", span));
        if endpoint.skip_token_needs_top && query.top().is_none() {
            let message = "a token comes from a query with `$top`, which is missing here";
            found.push(
                Diagnostic::new(Code::SkiptokenWithoutTop, span, message)
                    .with_help("send the whole `@odata.nextLink` back, or add the same `$top`"),
            );
        }
    }
    for alias in query.aliases() {
        let message = format!("parameter aliases such as `@{}` are not supported", alias.name);
        let help = format!(
            "write `{}` wherever `@{}` stands, and drop the alias",
            alias.value, alias.name
        );
        found.push(Diagnostic::new(Code::UnsupportedOption, alias.span, message).with_help(help));
    }
    let other = query.other_options().iter();
    found.extend(other.filter_map(|option| match option.is_system() {
        true => {
            let refused = endpoint.option(&option.name, tier).is_none();
            refused.then(|| unsupported(endpoint, tier, &option.name, option.span))
        }
        false => Some(custom(endpoint, tier, option)),
    }));
    found
}

/// What to do instead of sending an option.
const INSTEAD: &[(&str, &str)] = &[
    ("$select", "leave it out: records arrive whole; take what you need from each"),
    ("$expand", "leave it out: records arrive whole"),
    ("$count", "leave it out and count the records that arrive: `odq filter --count`"),
    ("$search", "use `contains(…,'…')` on one property in `$filter`"),
    ("$skip", "take a page with `$top`, and go on with the `@odata.nextLink` it brings"),
    ("$format", "leave it out: the answer is JSON"),
    ("$apply", "leave it out, and group the records that arrive"),
    ("$compute", "leave it out, and compute from the records that arrive"),
    ("$filter", "filter the records that arrive: `odq filter`"),
    ("$orderby", "order the records that arrive: `odq filter --orderby`"),
    ("$top", "cut the records that arrive: `odq filter --top`"),
    ("$skiptoken", "send the whole `@odata.nextLink` back"),
];

fn check_name(endpoint: &Endpoint, tier: Tier, name: &str, span: Span) -> Option<Diagnostic> {
    match endpoint.option(name, tier) {
        None => Some(unsupported(endpoint, tier, name, span)),
        Some(grant) if grant.tier == Tier::Observed => {
            let what = format!("`{name}`");
            Some(super::wording::undocumented(span, &what, &grant.source))
        }
        Some(_) => None,
    }
}

fn unsupported(endpoint: &Endpoint, tier: Tier, name: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(
        Code::UnsupportedOption,
        span,
        format!("`{name}` is not supported by this endpoint"),
    );
    if let Some((_, instead)) = INSTEAD.iter().find(|(option, _)| *option == name) {
        return finding.with_help(*instead);
    }
    match similar(endpoint, tier, name) {
        Some(meant) => finding.with_help(format!("write `{meant}` if that is meant")),
        None => finding.with_help("leave it out"),
    }
}

fn custom(endpoint: &Endpoint, tier: Tier, option: &OtherOption) -> Diagnostic {
    let message =
        format!("`{}` is no option of OData; services ignore what they do not know", option.name);
    let finding = Diagnostic::new(Code::CustomOption, option.span, message);
    match similar(endpoint, tier, &option.name) {
        Some(meant) => finding.with_help(format!("write `{meant}` if that is meant")),
        None if looks_compared(endpoint, &option.name) => finding.with_help(format!(
            "if this is meant as a filter, write `{} eq …` in `$filter`",
            option.name
        )),
        None => finding.with_help("leave it out, unless the service has told you of it"),
    }
}

/// Whether a name is that of a property, so that `name=value` may be meant as a comparison.
fn looks_compared(endpoint: &Endpoint, name: &str) -> bool {
    let known = |root| endpoint.schema.lookup(root, name).property().is_some();
    endpoint.schema.root_type().is_some_and(known)
}

/// The option of the endpoint that a name was meant to be.
fn similar<'e>(endpoint: &'e Endpoint, tier: Tier, name: &str) -> Option<&'e str> {
    let options = endpoint.options.iter().filter(|grant| grant.tier <= tier);
    let names: Vec<&str> = options.map(|grant| grant.name.as_str()).collect();
    let dollar = format!("${}", name.trim_start_matches('$'));
    nearest(&dollar, names)
}

fn check_top(endpoint: &Endpoint, top: u64, span: Span) -> Option<Diagnostic> {
    let bounds = &endpoint.top;
    let largest = bounds.observed_max;
    let mend = |finding: Diagnostic, value: u64| {
        let replacement = value.to_string();
        if span.is_empty() {
            return finding;
        }
        finding.with_suggestion(Suggestion { span, replacement, certain: false })
    };
    if top < bounds.min || top > bounds.max {
        let message = format!("`$top` is {} to {}", bounds.min, bounds.max);
        let value = top.min(largest).max(bounds.min);
        let help = format!("ask for {} to {largest} records a page", bounds.min);
        let finding = Diagnostic::new(Code::TopOutOfRange, span, message).with_help(help);
        return Some(mend(finding, value));
    }
    (top > largest).then(|| {
        let message = format!("a page of more than {largest} records has never been seen to work");
        let help = format!("write {largest}, and follow `@odata.nextLink` for the rest");
        mend(Diagnostic::new(Code::LargeTop, span, message).with_help(help), largest)
    })
}
