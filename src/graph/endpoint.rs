//! What `GET /auditLogs/provisioning` accepts, as tables.

use crate::ast::{BinaryOp as Op, Function};
use crate::endpoint::{
    Access, Connective, ConnectiveGrant, Endpoint, Grant, Host, OptionGrant, PathGrant,
    PropertyRule, Retention, RetentionPeriod, Tier, TopBounds,
};
use crate::schema::{ApiVersion, Schema};

impl Endpoint {
    /// `GET /auditLogs/provisioning` of Microsoft Graph.
    #[must_use]
    pub fn provisioning(api: ApiVersion) -> Self {
        endpoint(api)
    }
}

fn endpoint(api: ApiVersion) -> Endpoint {
    let rows = FILTER.iter().filter(|row| row.2 != Some(ApiVersion::Beta) || row.2 == Some(api));
    Endpoint {
        name: "List provisioningObjectSummary".into(),
        hosts: HOSTS.map(|(name, cloud)| Host { name: name.into(), cloud: cloud.into() }).into(),
        path: format!("/{api}/auditLogs/provisioning").into(),
        schema: Schema::provisioning(api).clone(),
        connectives: [Connective::And, Connective::Or]
            .map(|connective| ConnectiveGrant {
                connective,
                tier: Tier::Documented,
                source: EXAMPLES.into(),
            })
            .into(),
        filter: rows.map(|(path, kind, _)| rule(path, kind)).collect(),
        sort: vec![PathGrant {
            path: "activityDateTime".into(),
            tier: Tier::Documented,
            source: EXAMPLES.into(),
        }],
        options: ["$filter", "$orderby", "$top", "$skiptoken"]
            .map(|name| OptionGrant {
                name: name.into(),
                tier: Tier::Documented,
                source: PARAMETERS.into(),
            })
            .into(),
        top: TopBounds { observed_max: 999, ..TopBounds::default() },
        skip_token_needs_top: true,
        access: Some(Access {
            permissions: PERMISSIONS.map(Into::into).into(),
            roles: ROLES.map(Into::into).into(),
        }),
        retention: Some(Retention {
            path: "activityDateTime".into(),
            periods: RETENTION
                .map(|(days, subscribers)| RetentionPeriod {
                    days,
                    subscribers: subscribers.into(),
                })
                .into(),
        }),
    }
}

const PERMISSIONS: [&str; 2] =
    ["AuditLog.Read.All with Directory.Read.All", "ProvisioningLog.Read.All"];

const ROLES: [&str; 7] = [
    "Reports Reader",
    "Security Reader",
    "Security Operator",
    "Security Administrator",
    "Global Reader",
    "Application Administrator",
    "Cloud Application Administrator",
];

/// Days, and for whom.
const RETENTION: [(u16, &str); 2] =
    [(30, "with a premium licence"), (7, "without a premium licence")];

const ATTRIBUTES: &str =
    "List provisioningObjectSummary, \"Attributes supported by $filter parameter\"";
const PARAMETERS: &str = "List provisioningObjectSummary, \"Optional query parameters\"";
const EXAMPLES: &str = "List provisioningObjectSummary, \"Examples\"";
const TOOLS: &str = "sent by Microsoft's own tools and by widely used scripts";
const LOWERED: &str = "Microsoft's example that looks for a service principal in lower case";

const HOSTS: [(&str, &str); 3] = [
    ("graph.microsoft.com", "global"),
    ("graph.microsoft.us", "US Government L4"),
    ("dod-graph.microsoft.us", "US Government L5 (DoD)"),
];

/// What the documentation lists for a property.
enum Kind {
    /// `eq`, `contains`; a string.
    Text,
    /// `eq`, `contains`; an enumeration.
    Member,
    /// `eq`, `gt`, `lt`.
    Ordered,
    /// `eq`; a string.
    Equal,
}

/// path, what may be done with it, the only version that has it
const FILTER: &[(&str, Kind, Option<ApiVersion>)] = &[
    ("id", Kind::Text, None),
    ("activityDateTime", Kind::Ordered, None),
    ("changeId", Kind::Text, None),
    ("cycleId", Kind::Text, None),
    ("jobId", Kind::Text, None),
    ("tenantId", Kind::Text, None),
    ("durationInMilliseconds", Kind::Ordered, None),
    ("provisioningAction", Kind::Member, None),
    ("provisioningStatusInfo/status", Kind::Member, None),
    ("servicePrincipal/id", Kind::Equal, None),
    ("servicePrincipal/displayName", Kind::Equal, None),
    ("initiatedBy/displayName", Kind::Text, None),
    ("initiatedBy/id", Kind::Text, None),
    ("initiatedBy/initiatorType", Kind::Member, None),
    ("sourceIdentity/identityType", Kind::Text, None),
    ("sourceIdentity/id", Kind::Text, None),
    ("sourceIdentity/displayName", Kind::Text, None),
    ("targetIdentity/identityType", Kind::Text, None),
    ("targetIdentity/id", Kind::Text, None),
    ("targetIdentity/displayName", Kind::Text, None),
    ("sourceSystem/displayName", Kind::Text, None),
    ("sourceSystem/id", Kind::Text, None),
    ("targetSystem/displayName", Kind::Text, None),
    ("targetSystem/id", Kind::Text, None),
    ("action", Kind::Text, Some(ApiVersion::Beta)),
    ("statusInfo/status", Kind::Member, Some(ApiVersion::Beta)),
];

fn rule(path: &str, kind: &Kind) -> PropertyRule {
    use Function::{Contains, ToLower};
    use Tier::{Documented, Observed};
    let grants = match kind {
        Kind::Text => vec![
            grant(Documented, ATTRIBUTES, &[Op::Eq], &[Contains]),
            grant(Observed, TOOLS, &[Op::Ne], &[]),
            grant(Observed, LOWERED, &[], &[ToLower]),
        ],
        Kind::Member => vec![
            grant(Documented, ATTRIBUTES, &[Op::Eq], &[Contains]),
            grant(Observed, TOOLS, &[Op::Ne], &[]),
        ],
        Kind::Ordered => vec![
            grant(Documented, ATTRIBUTES, &[Op::Eq, Op::Gt, Op::Lt], &[]),
            grant(Observed, TOOLS, &[Op::Ge, Op::Le, Op::Ne], &[]),
        ],
        Kind::Equal => vec![
            grant(Documented, ATTRIBUTES, &[Op::Eq], &[]),
            grant(Observed, TOOLS, &[Op::Ne], &[]),
            grant(Observed, LOWERED, &[], &[Contains, ToLower]),
        ],
    };
    PropertyRule { path: path.into(), grants }
}

fn grant(tier: Tier, source: &str, operators: &[Op], functions: &[Function]) -> Grant {
    Grant { tier, source: source.into(), operators: operators.into(), functions: functions.into() }
}
