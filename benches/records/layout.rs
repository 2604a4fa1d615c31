//! How an event is written: the two orders of members that Graph has, and the envelope of
//! diagnostic settings.

use super::event::{Decoys, Event, day};
use super::json::Json;
use super::random::Random;
use super::words::{Fill, NO_DURATION, PROPERTIES, RARE_JOB, REASONS, STEPS, TENANT};

/// The names that differ between Graph and diagnostic settings.
#[derive(Clone, Copy, Debug)]
struct Names {
    id: &'static str,
    display_name: &'static str,
    initiator: &'static str,
    status: &'static str,
    numbers: bool,
}

const GRAPH: Names = Names {
    id: "id",
    display_name: "displayName",
    initiator: "initiatorType",
    status: "status",
    numbers: false,
};

const EXPORTED: Names =
    Names { id: "Id", display_name: "Name", initiator: "Type", status: "Status", numbers: true };

/// The members of enumerations in the order of their numbers.
const RESULTS: [&str; 4] = ["success", "failure", "skipped", "warning"];
const STEP_KINDS: [&str; 6] =
    ["import", "scoping", "matching", "processing", "referenceResolution", "export"];

/// Writes an event as Graph does.
pub(super) fn graph(out: &mut Vec<u8>, event: &Event, random: &mut Random) {
    let mut json = Json::new(out, event.writer);
    json.raw(b"{");
    let mut page = Page { json, event, random, names: GRAPH };
    page.head();
    if event.status_early {
        page.outcome();
        page.steps();
        page.properties();
        page.principal();
        page.systems();
        page.initiator();
        page.identities();
    } else {
        page.systems();
        page.initiator();
        page.principal();
        page.identities();
        page.outcome();
        page.steps();
        page.properties();
    }
    page.json.close();
}

/// Writes an event as diagnostic settings export it.
pub(super) fn exported(out: &mut Vec<u8>, event: &Event, random: &mut Random) {
    let mut json = Json::new(out, event.writer);
    json.raw(b"{");
    json.plain("time", event.time.as_bytes());
    json.text("resourceId", &["/tenants/b16687d3/providers/Microsoft.aadiam"]);
    json.plain("operationName", b"Provisioning activity");
    json.plain("operationVersion", b"1.0");
    json.plain("category", b"ProvisioningLogs");
    json.plain("tenantId", TENANT);
    json.plain("resultType", event.status.as_bytes());
    json.number("durationMs", event.duration);
    json.plain("correlationId", &random.guid());
    json.plain("identity", &random.guid());
    json.value("Level", "4");
    json.object("properties");
    let mut page = Page { json, event, random, names: EXPORTED };
    page.head();
    page.principal();
    page.systems();
    page.initiator();
    page.identities();
    page.outcome();
    page.json.object("statusInfo");
    page.result("Status", event.status);
    page.json.close();
    page.steps();
    page.properties();
    page.json.close();
    page.json.close();
}

struct Page<'o, 'e, 'r> {
    json: Json<'o>,
    event: &'e Event,
    random: &'r mut Random,
    names: Names,
}

impl Page<'_, '_, '_> {
    fn guid(&mut self, name: &str) {
        let guid = self.random.guid();
        self.json.plain(name, &guid);
    }

    fn head(&mut self) {
        self.guid("id");
        self.json.plain("activityDateTime", self.event.time.as_bytes());
        self.json.plain("tenantId", TENANT);
        self.json.plain("jobId", self.event.job.id.as_bytes());
        self.guid("cycleId");
        self.guid("changeId");
        self.json.plain("provisioningAction", self.event.action.as_bytes());
        self.json.number("durationInMilliseconds", self.event.duration);
    }

    fn principal(&mut self) {
        self.json.object("servicePrincipal");
        self.guid(self.names.id);
        self.json.text(self.names.display_name, &[self.event.job.target]);
        self.json.close();
    }

    fn systems(&mut self) {
        self.json.object("sourceSystem");
        self.guid(self.names.id);
        self.json.text(self.names.display_name, &[self.event.job.source]);
        self.json.value("details", "{}");
        self.json.close();
        self.json.object("targetSystem");
        self.guid(self.names.id);
        self.json.text(self.names.display_name, &[self.event.job.target]);
        self.json.object("details");
        self.guid("ApplicationId");
        self.guid("ServicePrincipalId");
        self.json.text("ServicePrincipalDisplayName", &[self.event.job.target]);
        self.json.close();
        self.json.close();
    }

    fn initiator(&mut self) {
        self.json.object("initiatedBy");
        self.json.plain(self.names.id, b"");
        self.json.plain(self.names.display_name, b"Azure AD Provisioning Service");
        // Seen in a published sample.
        let name = if self.event.status_early && !self.names.numbers {
            "initiatingType"
        } else {
            self.names.initiator
        };
        self.json.plain(name, b"system");
        self.json.close();
    }

    fn identities(&mut self) {
        self.json.object("sourceIdentity");
        self.guid(self.names.id);
        self.json.text(self.names.display_name, &self.event.name);
        self.json.plain("identityType", self.event.kind.as_bytes());
        self.json.object("details");
        self.guid("id");
        self.json.text("UserPrincipalName", &self.mail());
        self.json.close();
        self.json.close();
        self.json.object("targetIdentity");
        if self.event.status == "failure" {
            self.json.plain(self.names.id, b"");
            self.json.plain(self.names.display_name, b"");
        } else {
            self.guid(self.names.id);
            self.json.text(self.names.display_name, &self.event.name);
        }
        self.json.plain("identityType", self.event.kind.as_bytes());
        self.json.value("details", "{}");
        self.json.close();
    }

    fn mail(&self) -> [&'static str; 4] {
        let [first, _, last] = self.event.name;
        [first, ".", last, "@contoso.com"]
    }

    fn outcome(&mut self) {
        self.json.object("provisioningStatusInfo");
        self.json.plain(self.names.status, self.event.status.as_bytes());
        if self.event.status == "failure" {
            let (code, before, after) = self.random.pick(&REASONS);
            let [first, blank, last] = self.event.name;
            self.json.object("errorInformation");
            self.json.plain("errorCode", code.as_bytes());
            self.json.text("reason", &[before, first, blank, last, after]);
            self.json.value("additionalDetails", "null");
            self.json.plain("errorCategory", b"nonServiceFailure");
            self.json.value("recommendedAction", "null");
            self.json.close();
        } else {
            self.json.value("errorInformation", "null");
        }
        self.json.close();
    }

    /// A member of the enumeration of results, by name or by number.
    fn result(&mut self, name: &str, result: &str) {
        self.member(name, result, &RESULTS);
    }

    fn member(&mut self, name: &str, member: &str, members: &[&str]) {
        if self.names.numbers {
            let number = members.iter().position(|known| *known == member).unwrap_or_default();
            self.json.number(name, number as u64);
        } else {
            self.json.plain(name, member.as_bytes());
        }
    }

    fn steps(&mut self) {
        let count = 2 + self.random.below(3) as usize;
        let Decoys { failed_step, job, duration } = self.event.decoys;
        let failed = self.event.status == "failure" || failed_step;
        self.json.array("provisioningSteps");
        for (at, (name, kind, before, after)) in STEPS.iter().take(count).enumerate() {
            self.json.item();
            self.json.plain("name", name.as_bytes());
            self.member("provisioningStepType", kind, &STEP_KINDS);
            let last = at + 1 == count;
            self.result("status", if failed && last { "failure" } else { "success" });
            let [first, blank, family] = self.event.name;
            let kind = self.event.kind;
            let more = match (last, failed_step, job) {
                (true, true, _) => ". The first try was answered with {\"status\":\"failure\"}",
                (true, _, true) => RARE_JOB,
                _ => "",
            };
            self.json
                .text("description", &[before, kind, " '", first, blank, family, "'", after, more]);
            self.json.object("details");
            if last {
                self.json.text("ReportableIdentifier", &self.mail());
                if duration {
                    self.json.value("durationInMilliseconds", NO_DURATION);
                }
            }
            self.json.close();
            self.json.close();
        }
        self.json.end();
    }

    fn properties(&mut self) {
        self.json.array("modifiedProperties");
        let count = 2 + self.random.below(7);
        let first = self.random.below(PROPERTIES.len() as u64);
        for at in first..first + count {
            let at = usize::try_from(at).unwrap_or_default() % PROPERTIES.len();
            let Some((name, fill)) = PROPERTIES.get(at) else { continue };
            self.json.item();
            self.json.plain("displayName", name.as_bytes());
            if self.random.one_in(3) {
                self.fill("oldValue", *fill);
            } else {
                self.json.value("oldValue", "null");
            }
            self.fill("newValue", *fill);
            self.json.close();
        }
        self.json.end();
    }

    fn fill(&mut self, name: &str, fill: Fill) {
        match fill {
            Fill::Guid => self.guid(name),
            Fill::Name => self.json.text(name, &self.event.name),
            Fill::OtherName => self.json.text(name, &self.event.other_name),
            Fill::Mail => self.json.text(name, &self.mail()),
            Fill::Flag => {
                self.json.plain(name, if self.random.one_in(2) { b"True" } else { b"False" })
            }
            Fill::Day => self.json.plain(name, day(self.random).as_bytes()),
            Fill::Number => {
                let number = 10_000_000 + self.random.below(90_000_000);
                self.json.text(name, &[&number.to_string()]);
            }
            Fill::Text(text) => self.json.text(name, &[text]),
        }
    }
}
