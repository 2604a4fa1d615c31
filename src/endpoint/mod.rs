//! What a service accepts, as data.
//!
//! An [`Endpoint`] is a schema, and for each property the operators and functions that a
//! filter may use on it. Each capability has a tier and says where it is known from. Another
//! service is another value of the same type; see [`Endpoint::from_json`].

mod access;
mod json_position;
mod load;
mod names;

use serde::{Deserialize, Serialize};

pub use self::access::{Access, Retention, RetentionPeriod};
pub use self::load::EndpointError;
use crate::ast::{BinaryOp, Function, Text};
use crate::schema::Schema;

/// How well it is known that a service accepts something.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Its documentation says so. The default.
    #[default]
    Documented,
    /// Examples and widely used tools send it, and it is seen to work.
    Observed,
}

/// What a service accepts.
///
/// ```
/// use odata_query::ast::BinaryOp;
/// use odata_query::endpoint::{Endpoint, Tier};
/// use odata_query::schema::ApiVersion;
///
/// let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
/// let rule = endpoint.rule("activityDateTime").unwrap();
/// assert!(rule.operator(BinaryOp::Gt, Tier::Documented).is_some());
/// assert!(rule.operator(BinaryOp::Ge, Tier::Documented).is_none());
/// assert!(rule.operator(BinaryOp::Ge, Tier::Observed).is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Endpoint {
    /// What people call it.
    pub name: Text,
    /// The hosts that offer it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<Host>,
    /// The path of its URL.
    pub path: Text,
    /// The types of its records.
    pub schema: Schema,
    /// What joins conditions.
    pub connectives: Vec<ConnectiveGrant>,
    /// What a filter may do with each property; a property that is not here cannot be
    /// filtered by.
    pub filter: Vec<PropertyRule>,
    /// The properties to order by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<PathGrant>,
    /// The system query options.
    pub options: Vec<OptionGrant>,
    /// The page sizes.
    #[serde(default)]
    pub top: TopBounds,
    /// Whether a `$skiptoken` comes from a query with `$top`, and so needs one.
    #[serde(default)]
    pub skip_token_needs_top: bool,
    /// What a caller needs, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// For how long records are kept, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
}

/// A host that offers an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The name, such as `graph.microsoft.com`.
    pub name: Text,
    /// Whom it serves.
    pub cloud: Text,
}

/// What a filter may do with a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyRule {
    /// The path of the property, in the schema's spelling.
    pub path: Text,
    /// The operators and functions.
    pub grants: Vec<Grant>,
}

/// Operators and functions that may be used on a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// How well it is known.
    pub tier: Tier,
    /// Where it is known from.
    pub source: Text,
    /// The operators allowed between the property and a value.
    #[serde(default, with = "names::operators", skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<BinaryOp>,
    /// The functions allowed with the property as their first argument. Their results are allowed
    /// wherever the property is.
    #[serde(default, with = "names::functions", skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<Function>,
}

/// What joins conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Connective {
    /// `and`
    And,
    /// `or`
    Or,
    /// `not`
    Not,
}

/// A connective that may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectiveGrant {
    /// Which one.
    pub connective: Connective,
    /// How well it is known.
    pub tier: Tier,
    /// Where it is known from.
    pub source: Text,
}

/// A property that may be ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathGrant {
    /// The path of the property, in the schema's spelling.
    pub path: Text,
    /// How well it is known.
    pub tier: Tier,
    /// Where it is known from.
    pub source: Text,
}

/// A system query option that may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionGrant {
    /// The name, with `$` and in lower case.
    pub name: Text,
    /// How well it is known.
    pub tier: Tier,
    /// Where it is known from.
    pub source: Text,
}

/// The page sizes of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct TopBounds {
    /// The smallest.
    pub min: u64,
    /// The largest.
    pub max: u64,
    /// The largest that is known to work.
    #[serde(alias = "largestSeen")]
    pub observed_max: u64,
}

impl Default for TopBounds {
    /// What a signed 32-bit number holds, 0 left out.
    fn default() -> Self {
        let max = i32::MAX.unsigned_abs().into();
        Self { min: 1, max, observed_max: max }
    }
}

impl Endpoint {
    /// The URL without options, on the first of its hosts.
    #[must_use]
    pub fn url(&self) -> String {
        let host = self.hosts.first().map(|host| host.name.as_str()).unwrap_or_default();
        format!("https://{host}{}", self.path)
    }

    /// What a filter may do with a property; `None` if it cannot be filtered by.
    #[must_use]
    pub fn rule(&self, path: &str) -> Option<&PropertyRule> {
        self.filter.iter().find(|rule| rule.path.as_str() == path)
    }

    /// The filterable properties at or below a path.
    pub fn rules_below<'a, 'p>(
        &'a self,
        path: &'p str,
    ) -> impl Iterator<Item = &'a PropertyRule> + use<'a, 'p> {
        self.filter.iter().filter(move |rule| {
            let rest = rule.path.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The grant of a connective, if there is one within the tier.
    #[must_use]
    pub fn connective(&self, connective: Connective, tier: Tier) -> Option<&ConnectiveGrant> {
        let grants = self.connectives.iter();
        grants.filter(|g| g.connective == connective && g.tier <= tier).min_by_key(|g| g.tier)
    }

    /// The grant of an operator on any property, if there is one within the tier.
    #[must_use]
    pub fn operator_anywhere(&self, op: BinaryOp, tier: Tier) -> Option<&Grant> {
        let grants = self.filter.iter().filter_map(|rule| rule.operator(op, tier));
        grants.min_by_key(|grant| grant.tier)
    }

    /// The grant of a function on any property, if there is one within the tier.
    #[must_use]
    pub fn function_anywhere(&self, function: Function, tier: Tier) -> Option<&Grant> {
        let grants = self.filter.iter().filter_map(|rule| rule.function(function, tier));
        grants.min_by_key(|grant| grant.tier)
    }

    /// The grant to order by a property, if there is one within the tier.
    #[must_use]
    pub fn sortable(&self, path: &str, tier: Tier) -> Option<&PathGrant> {
        let grants = self.sort.iter();
        grants.filter(|g| g.path.as_str() == path && g.tier <= tier).min_by_key(|g| g.tier)
    }

    /// The grant of a system query option, if there is one within the tier.
    #[must_use]
    pub fn option(&self, name: &str, tier: Tier) -> Option<&OptionGrant> {
        let grants = self.options.iter();
        grants.filter(|g| g.name.as_str() == name && g.tier <= tier).min_by_key(|g| g.tier)
    }

    /// Whether the path of a URL is that of the endpoint; a `/` at its end does not count, nor
    /// does case.
    #[must_use]
    pub fn serves(&self, path: &str) -> bool {
        path.trim_end_matches('/').eq_ignore_ascii_case(self.path.trim_end_matches('/'))
    }
}

impl PropertyRule {
    /// The grant of an operator, if there is one within the tier.
    #[must_use]
    pub fn operator(&self, op: BinaryOp, tier: Tier) -> Option<&Grant> {
        let grants = self.grants.iter().filter(|g| g.tier <= tier && g.operators.contains(&op));
        grants.min_by_key(|grant| grant.tier)
    }

    /// The grant of a function, if there is one within the tier.
    #[must_use]
    pub fn function(&self, function: Function, tier: Tier) -> Option<&Grant> {
        let grants = self.grants.iter();
        let grants = grants.filter(|g| g.tier <= tier && g.functions.contains(&function));
        grants.min_by_key(|grant| grant.tier)
    }

    /// The operators within the tier, the documented first.
    #[must_use]
    pub fn operators(&self, tier: Tier) -> Vec<BinaryOp> {
        self.granted(tier).into_iter().flat_map(|grant| grant.operators.iter().copied()).collect()
    }

    /// The functions within the tier, the documented first.
    #[must_use]
    pub fn functions(&self, tier: Tier) -> Vec<Function> {
        self.granted(tier).into_iter().flat_map(|grant| grant.functions.iter().copied()).collect()
    }

    fn granted(&self, tier: Tier) -> Vec<&Grant> {
        let mut grants: Vec<_> = self.grants.iter().filter(|grant| grant.tier <= tier).collect();
        grants.sort_by_key(|grant| grant.tier);
        grants
    }
}

impl Tier {
    /// Every tier, the surest first.
    pub const ALL: &'static [Self] = &[Self::Documented, Self::Observed];

    /// The name of the tier.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
        }
    }
}

impl std::fmt::Display for Tier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text is not the name of a tier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no tier: it is `documented` or `observed`")]
pub struct UnknownTier(String);

impl std::str::FromStr for Tier {
    type Err = UnknownTier;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.iter().copied().find(|tier| tier.as_str() == text);
        known.ok_or_else(|| UnknownTier(text.to_owned()))
    }
}
