//! For every property, operator, kind of literal, tier and side: the verdict, against a table
//! that is written here from the service's documentation, not taken from the endpoint's data.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use odata_query::Filter;
use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::validate::Validator;

/// What a property is, and what the documentation lists for it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A string with `eq` and `contains`.
    Text,
    /// A string with `eq` alone.
    Equal,
    /// A time stamp with `eq`, `gt` and `lt`.
    Instant,
    /// An integer with `eq`, `gt` and `lt`.
    Number,
    /// An enumeration of which `failure` is a member, with `eq` and `contains`.
    Status,
    /// The same, of which `create` is a member.
    Action,
    /// The same, of which `user` is a member.
    Initiator,
    /// In the schema, but not to filter by.
    Hidden,
}
use Kind::{Action, Equal, Hidden, Initiator, Instant, Number, Status, Text};

const PROPERTIES: &[(&str, Kind)] = &[
    ("id", Text),
    ("changeId", Text),
    ("cycleId", Text),
    ("jobId", Text),
    ("tenantId", Text),
    ("activityDateTime", Instant),
    ("durationInMilliseconds", Number),
    ("provisioningStatusInfo/status", Status),
    ("provisioningAction", Action),
    ("initiatedBy/initiatorType", Initiator),
    ("servicePrincipal/id", Equal),
    ("servicePrincipal/displayName", Equal),
    ("initiatedBy/displayName", Text),
    ("initiatedBy/id", Text),
    ("sourceIdentity/identityType", Text),
    ("sourceIdentity/id", Text),
    ("sourceIdentity/displayName", Text),
    ("targetIdentity/identityType", Text),
    ("targetIdentity/id", Text),
    ("targetIdentity/displayName", Text),
    ("sourceSystem/displayName", Text),
    ("sourceSystem/id", Text),
    ("targetSystem/displayName", Text),
    ("targetSystem/id", Text),
    ("provisioningStatusInfo", Hidden),
    ("provisioningStatusInfo/errorInformation", Hidden),
    ("provisioningStatusInfo/errorInformation/errorCode", Hidden),
    ("servicePrincipal", Hidden),
    ("initiatedBy", Hidden),
    ("sourceIdentity/details", Hidden),
    ("targetSystem/details/ApplicationId", Hidden),
    ("modifiedProperties", Hidden),
    ("provisioningSteps/$count", Hidden),
];

/// What only beta has.
const BETA: &[(&str, Kind)] =
    &[("action", Text), ("statusInfo/status", Status), ("statusInfo", Hidden)];

/// A literal, and the kinds of property that it can be compared with.
const LITERALS: &[(&str, &[Kind], &str)] = &[
    ("'x'", &[Text, Equal], ""),
    ("'failure'", &[Text, Equal, Status], ""),
    ("'create'", &[Text, Equal, Action], ""),
    ("'user'", &[Text, Equal, Initiator], ""),
    ("'User'", &[Text, Equal], ""),
    ("'O''Brien & Co'", &[Text, Equal], ""),
    ("5", &[Number], ""),
    ("-5.25", &[Number], ""),
    ("1e3", &[Number], ""),
    ("NaN", &[Number], ""),
    ("true", &[], ""),
    ("null", &[Text, Equal, Instant, Number, Status, Action, Initiator], ""),
    ("2024-05-01", &[Instant], "date-promoted"),
    ("2024-05-01T00:00:00Z", &[Instant], ""),
    ("2024-05-01T00:00:00.1234567+01:00", &[Instant], ""),
    ("11:22:33", &[], ""),
    ("duration'P1D'", &[], ""),
    ("binary'Zm9v'", &[], ""),
    ("74c3b0ae-9cc5-850e-e0a5-726a4231de87", &[], ""),
    ("microsoft.graph.provisioningResult'failure'", &[Status], "qualified-enum"),
    ("microsoft.graph.initiatorType'user'", &[Initiator], "qualified-enum"),
    ("other.namespace'failure'", &[], ""),
    ("geography'SRID=0;Point(1 2)'", &[], ""),
];

const OPERATORS: &[&str] = &["eq", "ne", "gt", "ge", "lt", "le"];

fn documented(kind: Kind, op: &str) -> bool {
    match kind {
        Text | Equal | Status | Action | Initiator => op == "eq",
        Instant | Number => ["eq", "gt", "lt"].contains(&op),
        Hidden => false,
    }
}

fn observed(kind: Kind, op: &str) -> bool {
    documented(kind, op)
        || match op {
            "ne" => documented(kind, "eq"),
            "ge" => documented(kind, "gt"),
            "le" => documented(kind, "lt"),
            _ => false,
        }
}

fn mirrored(op: &str) -> &str {
    match op {
        "gt" => "lt",
        "lt" => "gt",
        "ge" => "le",
        "le" => "ge",
        op => op,
    }
}

/// The codes that the service's documentation asks for, the tier's warning included.
fn verdict(kind: Kind, op: &str, fits: &[Kind], literal: &str, tier: Tier) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    if kind == Hidden {
        codes.insert("not-filterable".to_owned());
        return codes;
    }
    let taken = if tier == Tier::Documented { documented(kind, op) } else { observed(kind, op) };
    if !taken {
        codes.insert("unsupported-operator".to_owned());
    }
    if !fits.contains(&kind) {
        let string = literal.starts_with('\'');
        let member = matches!(kind, Status | Action | Initiator);
        let code = if member && string { "unknown-enum-member" } else { "type-mismatch" };
        codes.insert(code.to_owned());
    } else if taken && !documented(kind, op) {
        codes.insert("undocumented".to_owned());
    }
    codes
}

/// Every property of every version, and the endpoint that has it.
fn properties() -> impl Iterator<Item = (&'static Endpoint, &'static str, Kind)> {
    static V1_0: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::provisioning(ApiVersion::V1_0));
    static BOTH: LazyLock<Endpoint> = LazyLock::new(|| Endpoint::provisioning(ApiVersion::Beta));
    let of = |endpoint: &'static Endpoint, rows: &'static [(&'static str, Kind)]| {
        rows.iter().map(move |(path, kind)| (endpoint, *path, *kind))
    };
    of(&V1_0, PROPERTIES).chain(of(&BOTH, PROPERTIES)).chain(of(&BOTH, BETA))
}

#[test]
fn has_the_verdict_of_the_documentation() {
    let mut count = 0;
    for (endpoint, path, kind) in properties() {
        for (literal, fits, warning) in LITERALS {
            for op in OPERATORS {
                for tier in [Tier::Documented, Tier::Observed] {
                    let mut wanted = verdict(kind, op, fits, literal, tier);
                    if fits.contains(&kind) && !warning.is_empty() {
                        wanted.insert((*warning).to_owned());
                    }
                    for text in [
                        format!("{path} {op} {literal}"),
                        format!("{literal} {} {path}", mirrored(op)),
                    ] {
                        let filter: Filter = text.parse().unwrap();
                        let found = Validator::new(endpoint, tier).validate_filter(&filter);
                        let codes: BTreeSet<String> = found
                            .iter()
                            .map(|finding| finding.code().to_string())
                            // Whether a comparison can be true is tested elsewhere.
                            .filter(|code| {
                                !["never-true", "constant-filter"].contains(&code.as_str())
                            })
                            .collect();
                        assert_eq!(codes, wanted, "{text} ({tier}): {found:#?}");
                        count += 1;
                    }
                }
            }
        }
    }
    assert!(count > 10_000, "{count}");
}

/// Functions of one property: the text around the path, and the kinds that take it when
/// documented and when observed.
const FUNCTIONS: &[(&str, &str, &[Kind], &[Kind])] = &[
    (
        "contains(",
        ",'a')",
        &[Text, Status, Action, Initiator],
        &[Text, Status, Action, Initiator, Equal],
    ),
    ("tolower(", ") eq 'a'", &[], &[Text, Equal]),
    ("contains(tolower(", "),'a')", &[], &[Text, Equal]),
    ("toupper(", ") eq 'a'", &[], &[]),
    ("trim(", ") eq 'a'", &[], &[]),
    ("startswith(", ",'a')", &[], &[]),
    ("endswith(", ",'a')", &[], &[]),
    ("indexof(", ",'a') eq 0", &[], &[]),
    ("length(", ") eq 1", &[], &[]),
    ("concat(", ",'a') eq 'b'", &[], &[]),
    ("substring(", ",1) eq 'a'", &[], &[]),
    ("matchesPattern(", ",'a')", &[], &[]),
];

#[test]
fn functions_have_the_verdict_of_the_documentation() {
    for (endpoint, path, kind) in properties() {
        for (before, after, documented, observed) in FUNCTIONS {
            for (tier, takers) in [(Tier::Documented, documented), (Tier::Observed, observed)] {
                let text = format!("{before}{path}{after}");
                let filter: Filter = text.parse().unwrap();
                let found = Validator::new(endpoint, tier).validate_filter(&filter);
                let errors: BTreeSet<&str> = found
                    .iter()
                    .filter(|finding| finding.is_error())
                    .map(|finding| finding.code().as_str())
                    .collect();
                let wanted: &[&str] = match kind {
                    Hidden => &["not-filterable"],
                    kind if takers.contains(&kind) => &[],
                    // One fault where strings alone would do, two where no property takes it.
                    Instant | Number if takers.is_empty() => {
                        &["type-mismatch", "unsupported-function"]
                    }
                    Instant | Number => &["type-mismatch"],
                    _ => &["unsupported-function"],
                };
                let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
                assert_eq!(errors, wanted, "{text} ({tier}): {found:#?}");
            }
        }
    }
}
