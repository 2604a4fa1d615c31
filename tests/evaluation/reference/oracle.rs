//! The interpreter, and the same question put to it and to the library.

mod functions;
mod generate;
mod model;
mod numbers;
mod records;
mod run;
mod text;
mod types;
mod value;

use odata_query::Filter;
use odata_query::eval::{Compile, Node, Predicate};
use odata_query::schema::Schema;
use serde_json::Value as Json;

pub(crate) use self::generate::Choices;
use self::run::Scope;
use self::types::{Kind, check_condition};

pub(crate) const NOW: &str = "2024-05-01T12:00:00Z";

/// What a filter says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    True,
    False,
    Null,
    Fails,
    Refused,
}

fn said(answer: Result<Option<bool>, impl Sized>) -> Says {
    match answer {
        Ok(Some(true)) => Says::True,
        Ok(Some(false)) => Says::False,
        Ok(None) => Says::Null,
        Err(_) => Says::Fails,
    }
}

/// The library's own, where it takes the filter.
pub(crate) fn compiled(filter: &Filter, typed: bool) -> Option<Predicate> {
    let schema = typed.then(Schema::provisioning_any);
    filter.compile(&Compile { schema, now: NOW.parse().ok(), ..Compile::default() }).ok()
}

pub(crate) fn by_evaluator<'a>(predicate: Option<&Predicate>, record: impl Node<'a>) -> Says {
    predicate.map_or(Says::Refused, |predicate| said(predicate.evaluate(record)))
}

pub(crate) fn by_reference(filter: &Filter, record: &Json, typed: bool) -> Says {
    let kind = if typed { Kind::Obj("root") } else { Kind::Any };
    let scope = Scope::new(record, kind, NOW);
    match check_condition(filter.expr(), &scope) {
        Ok(()) => said(run::truth(filter.expr(), &scope)),
        Err(_) => Says::Refused,
    }
}
