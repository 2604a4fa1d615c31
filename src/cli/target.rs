//! `--tier`, `--api`, `--endpoint`: what a query is for.

use std::path::PathBuf;

use odata_query::endpoint::{Endpoint, Tier};
use odata_query::schema::ApiVersion;
use odata_query::url::{Form, ParsedRequest, ReadOptions};
use odata_query::validate::{Fixed, Report, Validator};

use super::exit::Failure;
use super::file::LimitArgs;

/// What the query is for.
#[derive(clap::Args)]
pub(crate) struct TargetArgs {
    /// What may be used: `documented`, or also what is `observed` to work
    #[arg(long, default_value_t)]
    tier: Tier,

    /// The version of the API: `v1.0` or `beta`; the version in a URL takes precedence
    #[arg(long, default_value_t)]
    api: ApiVersion,

    /// An endpoint of your own: a file as `odq schema --output json` prints
    #[arg(long, value_name = "FILE", conflicts_with = "api")]
    endpoint: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) limit: LimitArgs,
}

/// An endpoint to check queries against.
pub(crate) struct Target {
    pub(crate) tier: Tier,
    service: Service,
}

/// Large, but there is only one.
enum Service {
    Provisioning { api: ApiVersion, v1_0: Box<Endpoint>, beta: Box<Endpoint> },
    Own(Box<Endpoint>),
}

impl TargetArgs {
    /// Whether the endpoint comes from a file.
    pub(crate) const fn is_own(&self) -> bool {
        self.endpoint.is_some()
    }

    /// The endpoint; reads its file, if it has one.
    pub(crate) fn load(&self) -> Result<Target, Failure> {
        let service = match &self.endpoint {
            None => Service::Provisioning {
                api: self.api,
                v1_0: Box::new(Endpoint::provisioning(ApiVersion::V1_0)),
                beta: Box::new(Endpoint::provisioning(ApiVersion::Beta)),
            },
            Some(file) => {
                let name = file.display();
                let text = self.limit.read_text(file)?;
                let endpoint = Endpoint::from_json(&text).map_err(|error| {
                    let (line, column) = (error.line(), error.column());
                    Failure::message(format!("{name}:{line}:{column}: {}", error.message()))
                })?;
                Service::Own(Box::new(endpoint))
            }
        };
        Ok(Target { tier: self.tier, service })
    }
}

impl Target {
    /// The endpoint, in the version of the API that a URL names, if it does.
    pub(crate) fn endpoint(&self, named: Option<ApiVersion>) -> &Endpoint {
        match &self.service {
            Service::Own(endpoint) => endpoint,
            Service::Provisioning { api, v1_0, beta } => match named.unwrap_or(*api) {
                ApiVersion::V1_0 => v1_0,
                ApiVersion::Beta => beta,
            },
        }
    }

    /// What the endpoint says of a text.
    pub(crate) fn check(&self, text: &str, form: Form) -> Report {
        self.validator(version_of(text, form)).check(text, form, &ReadOptions::default())
    }

    /// What the endpoint says of a text that stands in a script, whose parts are filled in
    /// later; `api` is the version that the script names.
    pub(crate) fn check_script(&self, text: &str, form: Form, api: Option<ApiVersion>) -> Report {
        let validator = self.validator(api.or_else(|| version_of(text, form)));
        validator.with_placeholders().check(text, form, &ReadOptions::default())
    }

    /// The text with everything mended that is certain.
    pub(crate) fn fix(&self, text: &str, form: Form) -> Fixed {
        self.validator(version_of(text, form)).fix(text, form, &ReadOptions::default())
    }

    fn validator(&self, api: Option<ApiVersion>) -> Validator<'_> {
        Validator::new(self.endpoint(api), self.tier)
    }
}

/// The version that the path of a URL starts with.
fn version_of(text: &str, form: Form) -> Option<ApiVersion> {
    if form != Form::Url {
        return None;
    }
    let url = ParsedRequest::of_url(text, &ReadOptions::default()).url?;
    url.path.trim_start_matches('/').split('/').next()?.parse().ok()
}
