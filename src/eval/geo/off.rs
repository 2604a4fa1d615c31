//! Without the feature, the functions are refused when a filter is compiled.

use super::Argument;
use crate::ast::Function;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::interpret::Outcome;
use crate::eval::ir::{Ir, Op};
use crate::eval::node::FastNode;
use crate::span::Span;

/// None can be made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GeoIr {}

impl GeoIr {
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Ir> {
        match *self {}
        #[expect(unreachable_code, reason = "it says what the parts would be")]
        std::iter::empty()
    }

    pub(crate) const fn function(&self) -> Function {
        match *self {}
    }
}

pub(crate) fn ir(
    function: Function,
    _arguments: Vec<Argument<'_>>,
    span: Span,
) -> Result<Op, Diagnostic> {
    let message = format!("`{function}` is not evaluated: the feature `geo` is off");
    let help = "build odata-query with the feature `geo`, as in `--features geo`, or leave the \
                condition on places to the service";
    Err(Diagnostic::new(Code::UnsupportedFunction, span, message).with_help(help))
}

pub(crate) fn evaluate<'e, 'a: 'e, N: FastNode<'a>>(
    ir: &'e GeoIr,
    _span: Span,
    _operand: impl FnMut(&'e Ir) -> Outcome<'e, N>,
) -> Outcome<'e, N> {
    match *ir {}
}
