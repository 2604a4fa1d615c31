//! Who may ask an endpoint, and for how long its records are kept, as a table.

use crate::endpoint::Endpoint;

/// What a service asks of its callers, and how far back it goes.
pub(super) struct Access {
    /// The end of the endpoint's path.
    path: &'static str,
    /// Alternatives; each suffices.
    pub(super) permissions: &'static [&'static str],
    /// One of them is needed by a delegated caller.
    pub(super) roles: &'static [&'static str],
    /// The property that retention goes by.
    pub(super) date: &'static str,
    /// For how many days records are kept, and for whom; the longest first.
    pub(super) kept: &'static [(u16, &'static str)],
}

impl Access {
    /// What is known of an endpoint.
    pub(super) fn of(endpoint: &Endpoint) -> Option<&'static Self> {
        let path = endpoint.path.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        ACCESS.iter().find(|access| path.ends_with(&access.path.to_ascii_lowercase()))
    }
}

const ACCESS: &[Access] = &[Access {
    path: "/auditLogs/provisioning",
    permissions: &["AuditLog.Read.All with Directory.Read.All", "ProvisioningLog.Read.All"],
    roles: &[
        "Reports Reader",
        "Security Reader",
        "Security Operator",
        "Security Administrator",
        "Global Reader",
        "Application Administrator",
        "Cloud Application Administrator",
    ],
    date: "activityDateTime",
    kept: &[(30, "with a premium licence"), (7, "without a premium licence")],
}];
