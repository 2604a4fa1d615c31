//! A text that is not in the language is not led to one that the endpoint refuses.

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::{Report, Validator};
use odata_query::{Code, Diagnostic};

use super::quoted_conditions;

fn check(text: &str, tier: Tier) -> Report {
    let endpoint = Endpoint::provisioning(ApiVersion::V1_0);
    let form = Form::detect(text);
    Validator::new(&endpoint, tier).check(text, form, &ReadOptions::default())
}

fn applied(text: &str, found: &Diagnostic) -> Option<String> {
    let suggestion = found.suggestion()?;
    let mut mended = text.to_owned();
    mended.replace_range(suggestion.span.range(), &suggestion.replacement);
    Some(mended)
}

#[test]
fn a_mend_is_followed_to_what_the_endpoint_takes() {
    use Tier::{Documented, Observed};
    // text; the text that is suggested in the end, or what is said where there is none
    let rows: &[(Tier, &str, Result<&str, &str>)] = &[
        (
            Documented,
            "jobId != 'x'",
            Err("`jobId ne 'x'` would be OData, but is refused: `ne` is not"),
        ),
        (Observed, "jobId != 'x'", Ok("jobId ne 'x'")),
        (
            Documented,
            "initiatedBy/initiatorType != 'User'",
            Ok(
                "(initiatedBy/initiatorType eq 'application' or initiatedBy/initiatorType eq 'system' \
                or initiatedBy/initiatorType eq 'unknownFutureValue' or initiatedBy/initiatorType eq null)",
            ),
        ),
        (
            Documented,
            "jobId eq guid'74c3b0ae-9cc5-850e-e0a5-726a4231DE87'",
            Ok("jobId eq '74c3b0ae-9cc5-850e-e0a5-726a4231DE87'"),
        ),
        (Documented, "jobId is null", Ok("jobId eq null")),
        (Documented, "jobId is not null", Err("would be OData, but is refused: `ne`")),
        (Observed, "jobId is not null", Ok("jobId ne null")),
        (Documented, "jobId not in ('a','b')", Err("would be OData, but is refused: `not`")),
        (Observed, "jobId not in ('a','b')", Ok("(jobId ne 'a' and jobId ne 'b')")),
        (Documented, "jobId in 'a','b'", Ok("(jobId eq 'a' or jobId eq 'b')")),
        (Documented, "jobId like 'x%'", Ok("contains(jobId,'x')")),
        (Documented, "statusInfo = \"Failure\"", Ok("provisioningStatusInfo/status eq 'failure'")),
        (
            Documented,
            "activityDateTime >= 2024-05-01T00:00:00Z",
            Ok(
                "(activityDateTime gt 2024-05-01T00:00:00Z or activityDateTime eq 2024-05-01T00:00:00Z)",
            ),
        ),
        (
            Documented,
            "$filter=provisioningAction%20==%20'Create'&$top=5",
            Ok("$filter=provisioningAction%20eq%20%27create%27&$top=5"),
        ),
        (Documented, "\"jobId eq 'x'\"", Ok("jobId eq 'x'")),
        (Documented, "jobId%20eq%20'x'", Ok("jobId eq 'x'")),
        (Documented, "$filter=jobId%2520eq%2520%2527x%2527", Ok("$filter=jobId%20eq%20%27x%27")),
        (
            Documented,
            "/v1.0/auditLogs/provisioning?$filter=jobId%2520ne%2520'x'&$top=5",
            Err("`jobId ne 'x'` would be OData, but is refused: `ne`"),
        ),
        // The fault of another option is its own.
        (
            Documented,
            "$filter=jobId%20==%20'x'&$select=id",
            Ok("$filter=jobId%20eq%20'x'&$select=id"),
        ),
        (Documented, "$filter=jobId%20!=%20'x'", Err("`jobId ne 'x'` would be OData, but")),
    ];
    for (tier, text, wanted) in rows {
        let report = check(text, *tier);
        let found = report.diagnostics.iter().find(|found| found.code() == Code::Syntax).unwrap();
        match wanted {
            Ok(wanted) => assert_eq!(applied(text, found).as_deref(), Some(*wanted), "{found:#?}"),
            Err(said) => {
                assert!(found.help().unwrap().contains(said), "{found:#?}");
                assert_eq!(found.suggestion(), None, "{found:#?}");
            }
        }
    }
}

#[test]
fn a_value_that_is_encoded_twice_is_called_so() {
    for (text, escape) in [
        ("$filter=jobId%2520eq%2520'x'", "%2520"),
        ("/v1.0/auditLogs/provisioning?$orderby=activityDateTime%2520desc", "%2520"),
        ("$filter=jobId+eq+%2527O%2527%2527Brien%2527", "%2527"),
    ] {
        let report = check(text, Tier::Documented);
        let [found] = report.diagnostics.as_slice() else { panic!("{report:#?}") };
        assert!(found.message().starts_with("this is encoded twice"), "{found:#?}");
        assert_eq!(found.span().slice(text), Some(escape));
        assert!(check(&applied(text, found).unwrap(), Tier::Documented).accepted, "{found:#?}");
    }
    // A percent sign of the value is none of it.
    assert!(check("$filter=jobId%20eq%20'100%2520x'", Tier::Documented).accepted);
}

/// Conditions in the spelling of other languages.
const SPELLINGS: &[&str] = &[
    "{p} = {l}",
    "{p} != {l}",
    "{p} >= {l}",
    "{p} <> {l} and jobId = 'z'",
    "!({p} = {l})",
    "{p} not in ({l},'z')",
    "{p} is not null || {p} = {l}",
    "{p} like '%x'",
    "contain({p},{l})",
    "({p} eq {l}",
    "{p} eq {l} and",
];

const PATHS: &[&str] = &[
    "jobId",
    "id",
    "activityDateTime",
    "durationInMilliseconds",
    "provisioningAction",
    "action",
    "statusInfo",
    "createdDateTime",
    "jbId",
    "xyzzy",
    "servicePrincipal.id",
];

const LITERALS: &[&str] = &[
    "'a'",
    "\"Create\"",
    "\u{2018}failure\u{2019}",
    "5",
    "2024-05-01T00:00:00",
    "guid'74c3b0ae-9cc5-850e-e0a5-726a4231de87'",
    "guid'zz'",
    "datetime'2024-05-01T00:00:00'",
    "datetime'garbage'",
    "null",
];

#[test]
fn what_is_suggested_for_a_syntax_fault_passes() {
    let (mut passed, mut refused) = (0, 0);
    for tier in [Tier::Documented, Tier::Observed] {
        for spelling in SPELLINGS {
            for path in PATHS {
                for literal in LITERALS {
                    let text = spelling.replace("{p}", path).replace("{l}", literal);
                    let report = check(&text, tier);
                    for found in report.diagnostics.iter().filter(|found| found.is_error()) {
                        let help = found.help().unwrap();
                        if help.contains("would be OData, but") {
                            refused += 1;
                            continue;
                        }
                        if found.code() != Code::Syntax {
                            continue;
                        }
                        for quoted in quoted_conditions(help) {
                            let after = check(quoted, tier);
                            assert!(after.accepted, "{text}: {help}: {:#?}", after.diagnostics);
                        }
                        let Some(mended) = applied(&text, found) else { continue };
                        let after = check(&mended, tier);
                        // One mistake of several may be all that is understood.
                        if after.diagnostics.iter().any(|found| found.code() == Code::Syntax) {
                            continue;
                        }
                        assert!(after.accepted, "{text} -> {mended}: {:#?}", after.diagnostics);
                        passed += 1;
                    }
                }
            }
        }
    }
    assert!(passed > 700 && refused > 300, "{passed} passed, {refused} refused");
}
