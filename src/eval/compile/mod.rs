//! Lowering: from a tree to the IR, with names, types and coercions as `semantic` decides them,
//! and with constants folded.

mod call;
mod literal;
mod operator;
mod path;

use super::CompileOptions;
use super::coerce::Coercion;
use super::error::CompileError;
use super::interpret::{Env, evaluate};
use super::ir::{Ir, Op};
use super::node::NoRecord;
use super::pattern::Pattern;
use super::value::{Constant, Value};
use crate::ast::{Expr, ExprKind, Literal, Name};
use crate::diagnostic::{Code, Diagnostic};
use crate::semantic::{self, Context, Kind, Operand, Scopes, Typing};
use crate::span::Span;

type Result<T> = std::result::Result<T, CompileError>;

/// A lowered part, and its type.
#[derive(Debug)]
struct Typed<'c> {
    ir: Ir,
    kind: Kind<'c>,
    /// What was lowered: for a parameter alias the alias, not its value.
    expr: &'c Expr,
    /// The literal that was written.
    literal: Option<&'c Literal>,
}

/// Compiles the expressions of one query.
pub(super) struct Compiler<'c> {
    options: &'c CompileOptions<'c>,
    scopes: Scopes<'c>,
    /// Aliases whose values are being compiled.
    aliases: Vec<&'c Name>,
    /// The code for a property that exists but cannot be used here.
    unusable: Code,
    pub(super) warnings: Vec<Diagnostic>,
}

impl<'c> Compiler<'c> {
    pub(super) const fn new(options: &'c CompileOptions<'c>) -> Self {
        Self {
            options,
            scopes: Scopes::new(),
            aliases: Vec::new(),
            unusable: Code::NotFilterable,
            warnings: Vec::new(),
        }
    }

    /// A part whose value is true, false or null.
    pub(super) fn condition(&mut self, expr: &'c Expr) -> Result<Ir> {
        as_condition(self.expr(expr)?)
    }

    /// A part whose value records are ordered by.
    pub(super) fn key(&mut self, expr: &'c Expr) -> Result<Ir> {
        self.unusable = Code::NotSortable;
        as_key(self.expr(expr)?)
    }

    fn expr(&mut self, expr: &'c Expr) -> Result<Typed<'c>> {
        let typed = self.operand(expr)?;
        self.check_known(&typed)?;
        Ok(typed)
    }

    /// As `expr`, but an enumeration literal of an unknown type is left to the comparison that it
    /// is in, which knows what type was meant.
    fn operand(&mut self, expr: &'c Expr) -> Result<Typed<'c>> {
        match expr.kind() {
            ExprKind::Literal(literal) => self.literal(literal, expr),
            ExprKind::Path(path) => self.path(path, expr),
            ExprKind::And(operands) => self.junction(operands, false, expr),
            ExprKind::Or(operands) => self.junction(operands, true, expr),
            ExprKind::Not(operand) => self.not(operand, expr),
            ExprKind::Negate(operand) => self.negate(operand, expr),
            ExprKind::Binary(op, operands) => self.binary(*op, operands, expr),
            ExprKind::Call(function, arguments) => self.call(*function, arguments, expr),
            ExprKind::Cast(test) => self.type_test(test, true, expr),
            ExprKind::IsOf(test) => self.type_test(test, false, expr),
            ExprKind::Case(branches) => self.case(branches, expr),
            ExprKind::Lambda(lambda) => self.lambda(lambda, expr),
            ExprKind::Array(items) => self.array(items, expr),
            ExprKind::List(_) => {
                Err(unsupported(expr.span(), "a list stands only to the right of `in`"))
            }
            ExprKind::Object(_) => {
                Err(unsupported(expr.span(), "a JSON object in a filter is not evaluated"))
            }
        }
    }

    fn junction(
        &mut self,
        operands: &'c [Expr],
        absorbing: bool,
        expr: &'c Expr,
    ) -> Result<Typed<'c>> {
        let operands = self.conditions(operands)?;
        fold(junction(operands, absorbing), Kind::BOOLEAN, expr)
    }

    fn not(&mut self, operand: &'c Expr, expr: &'c Expr) -> Result<Typed<'c>> {
        let operand = self.condition(operand)?;
        fold(Op::Not(Box::new(operand)), Kind::BOOLEAN, expr)
    }

    fn conditions(&mut self, operands: &'c [Expr]) -> Result<Vec<Ir>> {
        let mut conditions = Vec::with_capacity(operands.len());
        for operand in operands {
            conditions.push(self.condition(operand)?);
        }
        Ok(conditions)
    }

    fn array(&mut self, items: &'c [Expr], expr: &'c Expr) -> Result<Typed<'c>> {
        let mut kind = Kind::Null;
        let mut irs = Vec::new();
        for item in items {
            let item = self.expr(item)?;
            kind = common(kind, item.kind);
            irs.push(item.ir);
        }
        fold(Op::Array(irs), kind.collection(), expr)
    }

    fn case(&mut self, branches: &'c [(Expr, Expr)], expr: &'c Expr) -> Result<Typed<'c>> {
        let mut kind = Kind::Null;
        let mut irs = Vec::new();
        for (condition, value) in branches {
            let condition = self.condition(condition)?;
            let value = self.expr(value)?;
            kind = common(kind, value.kind);
            irs.push((condition, value.ir));
        }
        fold(Op::Case(irs), kind, expr)
    }

    const fn context(&self) -> Context<'c> {
        Context { schema: self.options.schema, source: None, typing: Typing::Json }
    }

    /// Ends compiling at the first finding that evaluation cannot go on after.
    fn report(&mut self, findings: Vec<Diagnostic>) -> Result<()> {
        for finding in findings {
            match finding.code() {
                // Advice about what services take.
                Code::DatePromoted | Code::QualifiedEnum => {}
                // A member may be one that the schema does not know yet.
                Code::UnknownEnumMember | Code::Case | Code::Alias => {
                    self.warnings.push(finding.into_warning());
                }
                _ => return Err(finding.into()),
            }
        }
        Ok(())
    }
}

fn as_condition(typed: Typed<'_>) -> Result<Ir> {
    let calculated = matches!(typed.ir.op, Op::Arithmetic(..) | Op::Negate(_));
    if typed.kind.is_condition() && !calculated {
        return Ok(typed.ir);
    }
    Err(semantic::not_a_condition(typed.expr, typed.kind).into())
}

fn as_key(typed: Typed<'_>) -> Result<Ir> {
    if !typed.kind.is_collection() {
        return Ok(typed.ir);
    }
    let message = "records cannot be ordered by a collection";
    let help = "its number of members, `…/$count`, is a value to order by";
    let finding = Diagnostic::new(Code::TypeMismatch, typed.expr.span(), message);
    Err(finding.with_help(help).into())
}

/// The type of either of two values.
fn common<'c>(one: Kind<'c>, other: Kind<'c>) -> Kind<'c> {
    match (one, other) {
        (Kind::Null, other) => other,
        (one, other) if same(one, other) => one,
        _ => Kind::Unknown,
    }
}

/// Whether values of the two are compared and read alike.
fn same(one: Kind<'_>, other: Kind<'_>) -> bool {
    one == other || (one.class().is_some() && one.class() == other.class())
}

impl<'c> Typed<'c> {
    /// Reads the strings of a record as a type, unless the type of the part is known.
    fn read_as(self, coercion: Coercion, kind: Kind<'c>) -> Self {
        match self.kind {
            Kind::Unknown => Self { ir: self.ir.read_as(coercion), kind, ..self },
            _ => self,
        }
    }

    fn is_constant(&self) -> bool {
        self.ir.as_constant().is_some()
    }

    /// The string that constants were folded to, as a literal in their place.
    fn folded_string(&self) -> Option<Literal> {
        match (self.literal, self.ir.as_constant()) {
            (None, Some(Value::String(text))) => Some(Literal::from(text.as_ref())),
            _ => None,
        }
    }

    const fn as_operand<'a>(&'a self, folded: Option<&'a Literal>) -> Operand<'a>
    where
        'c: 'a,
    {
        let literal = match self.literal {
            Some(literal) => Some(literal),
            None => folded,
        };
        Operand { expr: self.expr, kind: self.kind, literal }
    }
}

impl Ir {
    fn read_as(self, coercion: Coercion) -> Self {
        let Self { op, span, .. } = self;
        let op = match (op, coercion) {
            (op, Coercion::AsIs) => op,
            // Stays a constant, so that the parent is folded too.
            (Op::Constant(value), coercion) => {
                Op::Constant(Box::new(coercion.apply(*value).detach()))
            }
            (Op::Path(mut path), coercion) => {
                path.coercion = coercion;
                Op::Path(path)
            }
            (op, coercion) => Op::Coerce(Box::new((Self::new(op, span), coercion))),
        };
        Self::new(op, span)
    }
}

/// An operand that decides is the whole junction, since it wins over an error too.
fn junction(operands: Vec<Ir>, absorbing: bool) -> Op {
    let decides = |ir: &Ir| matches!(ir.as_constant(), Some(Value::Boolean(b)) if *b == absorbing);
    if operands.iter().any(decides) {
        return Op::Constant(Box::new(Value::Boolean(absorbing)));
    }
    if absorbing { Op::Or(operands) } else { Op::And(operands) }
}

/// The part, or its value if it depends on no record: of the same type, also where it is null. A
/// fault in constants is one of the query.
fn fold<'c>(op: Op, kind: Kind<'c>, expr: &'c Expr) -> Result<Typed<'c>> {
    let ir = folded(op, expr.span())?;
    Ok(Typed { ir, kind, expr, literal: None })
}

/// As `fold`, without the type.
fn folded(op: Op, span: Span) -> Result<Ir> {
    let ir = Ir::new(op, span);
    if !is_constant(&ir) {
        return Ok(ir);
    }
    let env = Env { record: NoRecord, locals: None };
    match evaluate(&ir, env) {
        Ok(value) => Ok(Ir::new(Op::Constant(Box::new(value.detach())), span)),
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

fn constant<'c>(value: Constant, kind: Kind<'c>, expr: &'c Expr) -> Typed<'c> {
    let ir = Ir::new(Op::Constant(Box::new(value)), expr.span());
    Typed { ir, kind, expr, literal: None }
}

fn unsupported(span: Span, message: &'static str) -> CompileError {
    let help = "rewrite the filter without it";
    Diagnostic::new(Code::UnsupportedOperator, span, message).with_help(help).into()
}
