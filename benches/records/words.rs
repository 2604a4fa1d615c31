//! What the records are made of.

/// The job that one event in ten thousand is of.
pub const RARE_JOB: &str =
    "Workday2AAD.b16687d38faf42adb29892cdcaf01c6e.1a03de52-b9c3-4e2c-a1e3-9145aaa8e530";
/// The last name that one event in two thousand has.
pub const RARE_NAME: &str = "D'Arcy-Grünwald";
/// A number of milliseconds that no event takes, though some mention it.
pub const NO_DURATION: &str = "86400001";

/// The tenant of all events.
pub(super) const TENANT: &[u8] = b"b16687d3-8faf-42ad-b298-92cdcaf01c6e";

/// A job: its id, the systems that it connects, the service principal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Job {
    pub(super) id: &'static str,
    pub(super) source: &'static str,
    pub(super) target: &'static str,
}

const fn job(id: &'static str, source: &'static str, target: &'static str) -> Job {
    Job { id, source, target }
}

const AAD: &str = "Azure Active Directory";

pub(super) const RARE: Job = job(RARE_JOB, "Workday", AAD);

pub(super) const JOBS: [(u64, Job); 8] = [
    (30, job("ContosoOutDelta.b16687d38faf42adb29892cdcaf01c6e", AAD, "Contoso")),
    (
        20,
        job(
            "aws.b16687d38faf42adb29892cdcaf01c6e.10a7a801-7101-4c69-ae00-ce9f75f8460a",
            AAD,
            "AWS IAM Identity Center",
        ),
    ),
    (
        15,
        job(
            "Workday2AAD.b16687d38faf42adb29892cdcaf01c6e.8d2f8f43-6b19-4bb0-9d0c-4c1d5a36f6a2",
            "Workday",
            AAD,
        ),
    ),
    (
        10,
        job(
            "servicenowOutDelta.b16687d38faf42adb29892cdcaf01c6e.0bd9",
            AAD,
            "ServiceNow (Søndergård & Co.)",
        ),
    ),
    (10, job("scim.b16687d38faf42adb29892cdcaf01c6e.77", AAD, "Fabrikam SCIM /v2")),
    (
        8,
        job(
            "API2AAD.b16687d38faf42adb29892cdcaf01c6e.5e1c7a90-2f9e-4d0a-8c51-d7d6a3a8b7f4",
            "HR import",
            AAD,
        ),
    ),
    (5, job("zoomOutDelta.b16687d38faf42adb29892cdcaf01c6e", AAD, "Zoom")),
    (2, job("gsuiteOutDelta.b16687d38faf42adb29892cdcaf01c6e", AAD, "G Suite")),
];

pub(super) const STATUSES: [(u64, &str); 4] =
    [(500, "failure"), (8900, "success"), (500, "skipped"), (100, "warning")];

pub(super) const ACTIONS: [(u64, &str); 6] = [
    (60, "update"),
    (20, "create"),
    (8, "disable"),
    (6, "delete"),
    (4, "other"),
    (2, "stagedDelete"),
];

pub(super) const KINDS: [(u64, &str); 4] =
    [(80, "User"), (14, "Group"), (4, "ServicePrincipal"), (2, "RolesCompound")];

pub(super) const FIRST_NAMES: [&str; 24] = [
    "Adele",
    "Alex",
    "Amélie",
    "Anna",
    "Bjørn",
    "Chloé",
    "Diego",
    "Ellie",
    "François",
    "Grace",
    "Hana",
    "Иван",
    "Jürgen",
    "Kofi",
    "Łukasz",
    "Mary",
    "Nadia",
    "Oğuz",
    "Priya",
    "明",
    "Søren",
    "Tom",
    "Yuki",
    "Zoë",
];

pub(super) const LAST_NAMES: [&str; 24] = [
    "Adams",
    "Björk",
    "Chen",
    "Díaz",
    "Evans",
    "Fischer",
    "García",
    "Hansen",
    "Ito",
    "Johnson",
    "Kowalski",
    "Lefèvre",
    "Müller",
    "Nguyen",
    "O'Brien",
    "Petrov",
    "Quinn",
    "Rossi",
    "Smith",
    "Șerban",
    "Turner",
    "van der Berg",
    "Wang",
    "Young",
];

/// A step: its name, its kind, and what it says before and after the object's name; `$` stands
/// for the system.
pub(super) const STEPS: [(&str, &str, &str, &str); 5] = [
    ("EntryImportAdd", "import", "Received ", " change of type (Add) from Azure Active Directory"),
    (
        "EntrySynchronizationScoping",
        "scoping",
        "Determined that ",
        " is in scope by evaluating against each scoping filter, and is active and assigned",
    ),
    (
        "EntrySynchronizationAdd",
        "matching",
        "",
        " will be created (active and assigned in Azure Active Directory, but no matching \
         object was found in the target system)",
    ),
    (
        "EntrySynchronizationUpdate",
        "processing",
        "",
        " will be updated; attribute mappings were applied & references resolved",
    ),
    ("EntryExportUpdate", "export", "", " was updated in the target system"),
];

/// Why an event failed: code, text before the object's name, text after it.
pub(super) const REASONS: [(&str, &str, &str); 6] = [
    (
        "ContosoEntryConflict",
        "Message: Contoso returned an error response with the HTTP status code 409.  This \
         response indicates that a user or a group already exists with the same name: ",
        ". This can be avoided by identifying and removing the conflicting user from Contoso via \
         the Contoso administrative user interface, or removing the current user from the scope \
         of provisioning either by removing their assignment to the Contoso application in Azure \
         Active Directory or adding a scoping filter to exclude the user.",
    ),
    (
        "SystemForCrossDomainIdentityManagementServiceIncompatible",
        "StatusCode: BadRequest\nMessage: Processing of the HTTP request resulted in an \
         exception. Please see the HTTP response returned by the 'Response' property of this \
         exception for details.\nWeb Response:\n{\"schemas\":[\"urn:ietf:params:scim:api:messages:\
         2.0:Error\"],\"status\":\"success\",\"detail\":\"Attribute value is not valid for ",
        "\",\"scimType\":\"invalidValue\"}\r\nFor the list of codes see \
         https://learn.microsoft.com/azure/active-directory/app-provisioning/\
         application-provisioning-quarantine-status#codes",
    ),
    (
        "AzureActiveDirectoryCannotUpdateObjectsMasteredOnPremises",
        "The object CN=",
        "\\, OU=Users\\, DC=contoso\\, DC=com is mastered on premises. An administrator has to \
         change it there; nothing that the provisioning service does will have an effect.",
    ),
    (
        "InsufficientRights",
        "The credentials of the job are no longer good: \"invalid_grant\". Renew the token for ",
        " at <https://portal.azure.com/#blade/Microsoft_AAD_IAM> and restart the job.",
    ),
    (
        "MappingEvaluationFailed",
        "The expression Join(\".\", NormalizeDiacritics([givenName]), [surname]) gave no value \
         for ",
        ".\n\tsurname: (empty)\n\tgivenName: (empty)\nThe attribute is required by the target \
         system. Either give it a default value in the attribute mapping, or exclude objects \
         without it with a scoping filter. The same object will be tried again in the next \
         cycle; after four weeks of failures the job is put into quarantine.",
    ),
    (
        "TimeoutFromTarget",
        "No answer within 100 seconds while asking for ",
        ". Will be retried. — Zeitüberschreitung",
    ),
];

/// How a property's value is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fill {
    #[default]
    Guid,
    Name,
    OtherName,
    Mail,
    Flag,
    Day,
    Number,
    Text(&'static str),
}

pub(super) const PROPERTIES: [(&str, Fill); 16] = [
    ("objectId", Fill::Guid),
    ("displayName", Fill::Name),
    ("userPrincipalName", Fill::Mail),
    ("mail", Fill::Mail),
    ("mailNickname", Fill::Guid),
    ("accountEnabled", Fill::Flag),
    ("mailEnabled", Fill::Flag),
    ("securityEnabled", Fill::Flag),
    ("manager", Fill::OtherName),
    ("employeeHireDate", Fill::Day),
    ("employeeId", Fill::Number),
    ("department", Fill::Text("Research & Development")),
    ("jobTitle", Fill::Text("Lead, \"Special Projects\"")),
    ("physicalDeliveryOfficeName", Fill::Text("Zürich / Büro 3")),
    ("homepage", Fill::Text("https://signin.contoso.com/saml?metadata=contoso|ISV9.1|primary|z")),
    ("Roles", Fill::Text("jaws-prod-role2,jaws-prod-saml2, jayaws-role,jayaws-saml, TestRole")),
];
