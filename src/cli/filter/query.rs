//! The filter and the order, compiled, and checked against the endpoint if that is asked for.

use std::io::{self, IsTerminal as _};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use odata_query::endpoint::Endpoint;
use odata_query::eval::{Compile, Order, Predicate};
use odata_query::url::{Form, ReadOptions};
use odata_query::validate::Validator;
use odata_query::{Diagnostic, Filter, OrderBy};

use super::{Args, SchemaArg};
use crate::exit::Failure;
use crate::terminal::eprint_drawn;

/// What is asked of the records.
pub(super) struct Query {
    pub(super) predicate: Predicate,
    pub(super) order: Option<Order>,
}

impl Query {
    /// None where something is at fault, already reported.
    pub(super) fn compile(args: &Args) -> Result<Option<Self>, Failure> {
        if !is_accepted(args)? {
            return Ok(None);
        }
        // One time for the whole run, so that all records are asked the same.
        let now: DateTime<Utc> = SystemTime::now().into();
        let schema = args.schema.schema();
        let options = Compile { schema, now: Some(now.into()), ..Compile::default() };
        let filter: Result<Filter, _> = args.filter.parse();
        let filter = filter.and_then(|filter| filter.compile(&options).map_err(Diagnostic::from));
        let predicate = report(args, &args.filter, filter);
        if let Some(predicate) = &predicate {
            warn(args, &args.filter, predicate.warnings());
        }
        let order = match &args.orderby {
            None => Some(None),
            Some(text) => {
                let order: Result<OrderBy, _> = text.parse();
                let order =
                    order.and_then(|order| order.compile(&options).map_err(Diagnostic::from));
                report(args, text, order).map(|order| {
                    warn(args, text, order.warnings());
                    Some(order)
                })
            }
        };
        Ok(predicate.zip(order).map(|(predicate, order)| Self { predicate, order }))
    }
}

/// What the endpoint says, if that is asked for.
fn is_accepted(args: &Args) -> Result<bool, Failure> {
    let Some(tier) = args.tier else { return Ok(true) };
    if args.schema == SchemaArg::None {
        return Err(Failure::message(
            "--tier checks against the endpoint, which --schema none is not",
        ));
    }
    let endpoint = Endpoint::provisioning(args.api);
    let validator = Validator::new(&endpoint, tier);
    let draw = drawing(args);
    let texts = [(Some(&args.filter), Form::Filter), (args.orderby.as_ref(), Form::OrderBy)];
    let mut accepted = true;
    for (text, form) in texts {
        let Some(text) = text else { continue };
        let report = validator.check(text, form, &ReadOptions::default());
        report
            .diagnostics
            .iter()
            .for_each(|found| eprint_drawn(&format!("{}\n", draw(found, text))));
        accepted &= report.accepted;
    }
    Ok(accepted)
}

fn report<T>(args: &Args, source: &str, result: Result<T, Diagnostic>) -> Option<T> {
    result.map_err(|fault| eprint_drawn(&drawing(args)(&fault, source))).ok()
}

/// Tells what deserves a look, unless the check has.
fn warn(args: &Args, source: &str, warnings: &[Diagnostic]) {
    if args.tier.is_none() {
        warnings.iter().for_each(|found| eprint_drawn(&drawing(args)(found, source)));
    }
}

fn drawing(args: &Args) -> fn(&Diagnostic, &str) -> String {
    args.color.drawing(io::stderr().is_terminal())
}
