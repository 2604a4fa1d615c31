//! Compiling and evaluating the functions.

use geo::{Distance as _, Euclidean, Geodesic, Intersects as _, Length as _};

use super::Argument;
use super::shape::{Kind, Shape, System, from_literal, from_record};
use crate::ast::{Function, GeoFamily};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::error::{EvalError, EvalFault};
use crate::eval::interpret::Outcome;
use crate::eval::ir::{Ir, Op};
use crate::eval::node::FastNode;
use crate::eval::value::Value;
use crate::span::Span;

/// A call of a function.
#[derive(Clone, Debug)]
pub(crate) struct GeoIr {
    function: Function,
    system: System,
    places: Vec<Place>,
}

#[derive(Clone, Debug)]
enum Place {
    /// Written in the filter.
    Shape(Shape),
    /// Out of the record.
    Part(Ir, Kind),
}

impl GeoIr {
    /// The arguments that the record gives.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Ir> {
        self.places.iter().filter_map(|place| match place {
            Place::Shape(_) => None,
            Place::Part(ir, _) => Some(ir),
        })
    }

    pub(crate) const fn function(&self) -> Function {
        self.function
    }
}

/// What each argument of a function must be.
const fn wanted(function: Function) -> &'static [Kind] {
    match function {
        Function::GeoDistance => &[Kind::Point, Kind::Point],
        Function::GeoLength => &[Kind::Line],
        _ => &[Kind::Point, Kind::Polygon],
    }
}

pub(crate) fn ir(
    function: Function,
    arguments: Vec<Argument<'_>>,
    span: Span,
) -> Result<Op, Diagnostic> {
    let mut system = None;
    for argument in &arguments {
        let Argument::Literal(literal, at) = argument else { continue };
        let own = System::of(literal).map_err(|message| {
            let help = "write the place with SRID=4326";
            mismatch(*at, message.to_owned()).with_help(help)
        })?;
        if system.is_some_and(|known| known != own) {
            let message = "the places are in different coordinate systems".to_owned();
            return Err(mismatch(span, message).with_help("write both in the same one"));
        }
        system = Some(own);
    }
    let places =
        arguments.into_iter().zip(wanted(function)).map(|(argument, kind)| match argument {
            Argument::Part(ir) => Ok(Place::Part(ir, *kind)),
            Argument::Literal(literal, span) => match from_literal(literal, *kind) {
                Some(shape) => Ok(Place::Shape(shape)),
                None => {
                    let message = format!(
                        "`{function}` takes {} here, not `{}`, with coordinates that exist",
                        kind.noun(),
                        literal.type_name()
                    );
                    let help = format!("write {} here", kind.noun());
                    Err(mismatch(span, message).with_help(help))
                }
            },
        });
    let places = places.collect::<Result<_, _>>()?;
    let system = system.unwrap_or(System::WGS_84);
    Ok(Op::Geo(Box::new(GeoIr { function, system, places })))
}

fn mismatch(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::TypeMismatch, span, message)
}

pub(crate) fn evaluate<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e GeoIr,
    span: Span,
    mut operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    let mut shapes = Vec::with_capacity(ir.places.len());
    let mut missing = false;
    let mut failed = None;
    for place in &ir.places {
        match place {
            Place::Shape(shape) => shapes.push(shape.clone()),
            Place::Part(part, kind) => match operand(part)? {
                Value::Null => missing = true,
                Value::Object(node) => match from_record(node, *kind, ir.system) {
                    Some(shape) => shapes.push(shape),
                    None => failed = Some(wrong(*kind, &Value::Object(node))),
                },
                other => failed = Some(wrong(*kind, &other)),
            },
        }
    }
    // As every function: null where an argument is.
    match (missing, failed) {
        (true, _) => Ok(Value::Null),
        (false, Some(fault)) => Err(EvalError::new(fault, span)),
        (false, None) => Ok(measured(ir.system, &shapes)),
    }
}

const fn wrong<N>(kind: Kind, found: &Value<'_, N>) -> EvalFault {
    EvalFault::WrongType { expected: kind.in_a_record(), found: found.kind() }
}

fn measured<'e, N>(system: System, shapes: &[Shape]) -> Value<'e, N> {
    match (shapes, system.family) {
        ([Shape::Point(a), Shape::Point(b)], GeoFamily::Geography) => {
            Value::Double(Geodesic.distance(*a, *b))
        }
        ([Shape::Point(a), Shape::Point(b)], GeoFamily::Geometry) => {
            Value::Double(Euclidean.distance(*a, *b))
        }
        ([Shape::Line(line)], GeoFamily::Geography) => Value::Double(Geodesic.length(line)),
        ([Shape::Line(line)], GeoFamily::Geometry) => Value::Double(Euclidean.length(line)),
        ([Shape::Point(point), Shape::Polygon(polygon)], _) => {
            Value::Boolean(polygon.intersects(point))
        }
        _ => Value::Null,
    }
}
