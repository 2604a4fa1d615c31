//! From a tree to a plan: names are resolved, types checked, literals converted, constants
//! folded.

mod call;
mod compare;
mod literal;
mod path;

use super::CompileOptions;
use super::coerce::Coercion;
use super::error::CompileError;
use super::interpret::{Env, evaluate};
use super::ir::{Ir, Op};
use super::node::NoRecord;
use super::pattern::Pattern;
use super::types::Type;
use super::value::{Constant, Value};
use crate::ast::{Expr, ExprKind, Name};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::span::Span;

type Result<T> = std::result::Result<T, CompileError>;

/// A part that is compiled, and what is known of its value.
#[derive(Debug)]
struct Typed<'s> {
    plan: Ir,
    ty: Type<'s>,
}

/// Compiles the expressions of one query.
pub(super) struct Compiler<'c> {
    options: &'c CompileOptions<'c>,
    /// Lambda variables, and the members that `$filter` and `$count` test; locals last.
    scopes: Vec<Scope<'c>>,
    /// Aliases whose values are being compiled.
    aliases: Vec<Name>,
    pub(super) warnings: Vec<Diagnostic>,
}

struct Scope<'s> {
    /// None for a member that is named by its properties alone.
    variable: Option<Name>,
    ty: Type<'s>,
}

impl<'c> Compiler<'c> {
    pub(super) const fn new(options: &'c CompileOptions<'c>) -> Self {
        Self { options, scopes: Vec::new(), aliases: Vec::new(), warnings: Vec::new() }
    }

    /// A part whose value is true, false or null.
    pub(super) fn condition(&mut self, expr: &Expr) -> Result<Ir> {
        as_condition(self.expr(expr)?, expr.span())
    }

    /// A part whose value records are ordered by.
    pub(super) fn key(&mut self, expr: &Expr) -> Result<Ir> {
        as_key(self.expr(expr)?, expr.span())
    }
    fn expr(&mut self, expr: &Expr) -> Result<Typed<'c>> {
        let span = expr.span();
        match expr.kind() {
            ExprKind::Literal(literal) => self.literal(literal, span),
            ExprKind::Path(path) => self.path(path, span),
            ExprKind::And(operands) => self.junction(operands, false, span),
            ExprKind::Or(operands) => self.junction(operands, true, span),
            ExprKind::Not(operand) => self.not(operand, span),
            ExprKind::Negate(operand) => self.negate(operand, span),
            ExprKind::Binary(op, operands) => self.binary(*op, operands, span),
            ExprKind::Call(function, arguments) => self.call(*function, arguments, span),
            ExprKind::Cast(test) => self.type_test(test, true, span),
            ExprKind::IsOf(test) => self.type_test(test, false, span),
            ExprKind::Case(branches) => self.case(branches, span),
            ExprKind::Lambda(lambda) => self.lambda(lambda, span),
            ExprKind::Array(items) => self.array(items, span),
            ExprKind::List(_) => Err(unsupported(span, "a list stands only to the right of `in`")),
            ExprKind::Object(_) => {
                Err(unsupported(span, "a JSON object in a filter is not evaluated"))
            }
        }
    }

    fn junction(&mut self, operands: &[Expr], absorbing: bool, span: Span) -> Result<Typed<'c>> {
        let operands = self.conditions(operands)?;
        fold(junction(operands, absorbing), Type::Boolean, span)
    }

    fn not(&mut self, operand: &Expr, span: Span) -> Result<Typed<'c>> {
        let operand = self.condition(operand)?;
        fold(Op::Not(Box::new(operand)), Type::Boolean, span)
    }

    fn conditions(&mut self, operands: &[Expr]) -> Result<Vec<Ir>> {
        let mut plans = Vec::with_capacity(operands.len());
        for operand in operands {
            plans.push(self.condition(operand)?);
        }
        Ok(plans)
    }

    fn array(&mut self, items: &[Expr], span: Span) -> Result<Typed<'c>> {
        let mut ty = Type::Null;
        let mut plans = Vec::new();
        for item in items {
            let item = self.expr(item)?;
            ty = if matches!(ty, Type::Null) || ty == item.ty { item.ty } else { Type::Any };
            plans.push(item.plan);
        }
        fold(Op::Array(plans), Type::Collection(Box::new(ty)), span)
    }

    fn case(&mut self, branches: &[(Expr, Expr)], span: Span) -> Result<Typed<'c>> {
        let mut ty = Type::Null;
        let mut plans = Vec::new();
        for (condition, value) in branches {
            let condition = self.condition(condition)?;
            let value = self.expr(value)?;
            ty = if matches!(ty, Type::Null) || ty == value.ty { value.ty } else { Type::Any };
            plans.push((condition, value.plan));
        }
        fold(Op::Case(plans), ty, span)
    }
}

fn as_condition(typed: Typed<'_>, span: Span) -> Result<Ir> {
    let calculated = matches!(typed.plan.op, Op::Arithmetic(..) | Op::Negate(_));
    if typed.ty.fits(&[Type::Boolean]) && !calculated {
        return Ok(typed.plan);
    }
    let message = format!("a condition is true or false, this is {}", typed.ty.name());
    let help = "compare it with a value, as in `… eq 'value'`";
    Err(mismatch(span, message).with_help(help).into())
}

fn as_key(typed: Typed<'_>, span: Span) -> Result<Ir> {
    if !matches!(typed.ty, Type::Collection(_)) {
        return Ok(typed.plan);
    }
    let message = "records cannot be ordered by a collection";
    let help = "its number of members, `…/$count`, is a value to order by";
    Err(mismatch(span, message).with_help(help).into())
}

impl<'s> Typed<'s> {
    /// Has the strings that a record may hold here read as a type, where nothing else is known
    /// of them.
    fn read_as(self, read: Coercion, ty: Type<'s>) -> Self {
        match self {
            Self { plan, ty: Type::Any } => Self { plan: plan.read_as(read), ty },
            known => known,
        }
    }
}

impl Ir {
    fn read_as(self, read: Coercion) -> Self {
        let Self { op, span, .. } = self;
        let op = match (op, read) {
            (op, Coercion::AsIs) => op,
            // Stays a constant, so that what stands above it is folded too.
            (Op::Constant(value), read) => Op::Constant(Box::new(read.apply(*value).detach())),
            (Op::Path(mut path), read) => {
                path.coercion = read;
                Op::Path(path)
            }
            (op, read) => Op::Coerce(Box::new((Self::new(op, span), read))),
        };
        Self::new(op, span)
    }
}

/// An operand that decides stands alone, since it wins over an error too.
fn junction(operands: Vec<Ir>, absorbing: bool) -> Op {
    let decides =
        |plan: &Ir| matches!(plan.as_constant(), Some(Value::Boolean(b)) if *b == absorbing);
    if operands.iter().any(decides) {
        return Op::Constant(Box::new(Value::Boolean(absorbing)));
    }
    if absorbing { Op::Or(operands) } else { Op::And(operands) }
}

/// The part, or its value if it depends on no record. A fault in constants is one of the query.
fn fold(op: Op, ty: Type<'_>, span: Span) -> Result<Typed<'_>> {
    let plan = Ir::new(op, span);
    if !is_constant(&plan) {
        return Ok(Typed { plan, ty });
    }
    let env = Env { record: NoRecord, locals: None };
    match evaluate(&plan, env) {
        Ok(value) => {
            let ty = if value.is_null() { Type::Null } else { ty };
            Ok(Typed { plan: Ir::new(Op::Constant(Box::new(value.detach())), span), ty })
        }
        Err(error) => {
            let message = error.to_string();
            let help = "this part has the same fault for every record; write a value that exists";
            Err(Diagnostic::new(Code::ConstantFault, error.span(), message).with_help(help).into())
        }
    }
}

/// Whether all that is directly below is constant; what is below that was folded before.
fn is_constant(plan: &Ir) -> bool {
    let constant = |plan: &Ir| plan.as_constant().is_some();
    match &plan.op {
        Op::Path(_) | Op::Lambda(_) | Op::Count(_) => false,
        Op::Constant(_) => true,
        Op::And(operands) | Op::Or(operands) | Op::Array(operands) => operands.iter().all(constant),
        Op::Call(_, arguments) => arguments.iter().all(constant),
        Op::Not(operand)
        | Op::Negate(operand)
        | Op::InList(operand, _)
        | Op::Cast(operand, _)
        | Op::IsOf(operand, _) => constant(operand),
        Op::Coerce(operand) => constant(&operand.0),
        Op::Geo(call) => call.parts().all(constant),
        Op::Matches(plan) => {
            constant(&plan.text)
                && match &plan.pattern {
                    Pattern::Ready(_) => true,
                    Pattern::Computed(pattern) => constant(pattern),
                }
        }
        Op::Compare(_, operands)
        | Op::Arithmetic(_, operands)
        | Op::Has(operands)
        | Op::InCollection(operands, _) => operands.iter().all(constant),
        Op::Case(branches) => branches.iter().all(|(a, b)| constant(a) && constant(b)),
    }
}

fn constant(value: Constant, ty: Type<'_>, span: Span) -> Typed<'_> {
    Typed { plan: Ir::new(Op::Constant(Box::new(value)), span), ty }
}

fn mismatch(span: Span, message: impl Into<std::borrow::Cow<'static, str>>) -> Diagnostic {
    Diagnostic::new(Code::TypeMismatch, span, message)
}

fn unsupported(span: Span, message: &'static str) -> CompileError {
    let help = "rewrite the filter without it";
    Diagnostic::new(Code::UnsupportedOperator, span, message).with_help(help).into()
}

const fn replacement(span: Span, replacement: String) -> Suggestion {
    Suggestion { span, replacement, certain: false }
}
