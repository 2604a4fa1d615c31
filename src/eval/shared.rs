//! Operands of `and` and `or` that compare one path with several constants, as in a range of
//! dates: the path is followed, and its value read, once.

use super::direct;
use super::error::EvalError;
use super::node::Node;
use super::plan::{Op, PathPlan, Plan};
use super::read::Read;
use super::run::{Env, Truth, compare_values, node_at, path_value, truth};
use super::value::Value;

/// Numbers the paths that operands next to each other compare with constants: the same number
/// for the same path. Of those further apart nothing would be kept.
pub(super) fn number(operands: &mut [Plan]) {
    let mut before: Option<&mut PathPlan> = None;
    for (at, operand) in operands.iter_mut().enumerate() {
        let mut path = path_mut(operand);
        if let (Some(before), Some(path)) = (&mut before, &mut path)
            && before.leads_to_what(path)
        {
            path.number = Some(*before.number.get_or_insert(at));
        }
        before = path;
    }
}

/// What the numbered paths lead to, of which the last is kept.
#[derive(Debug)]
pub(super) struct Known<'e, N> {
    last: Option<(usize, Kept<'e, N>)>,
}

#[derive(Debug)]
enum Kept<'e, N> {
    /// Where the value stands, if it is quickly compared there.
    Node(Option<N>),
    /// The value, if reading it takes longer: a date.
    Value(Value<'e, N>),
}

impl<'e, N> Known<'e, N> {
    pub(super) const fn nothing() -> Self {
        Self { last: None }
    }

    /// The operand as a condition.
    #[inline]
    pub(super) fn truth<'a: 'e>(&mut self, operand: &'e Plan, env: Env<'_, N>) -> Truth
    where
        N: Node<'a>,
    {
        if let Op::Compare(op, operands) = &operand.op
            && let [Plan { op: Op::Path(path), .. }, Plan { op: Op::Constant(constant), .. }] =
                &**operands
            && let Some(number) = path.number
        {
            let fault = |fault| EvalError::new(fault, operand.span);
            match self.kept(number, path, env)? {
                Kept::Value(value) => {
                    return compare_values(*op, value, &constant.lend()).map(Some).map_err(fault);
                }
                Kept::Node(node) => {
                    if let Some(answer) = direct::compare_at(*op, *node, path, constant) {
                        return Ok(Some(answer));
                    }
                }
            }
        }
        truth(operand, env)
    }

    fn kept<'a: 'e>(
        &mut self,
        number: usize,
        path: &'e PathPlan,
        env: Env<'_, N>,
    ) -> Result<&Kept<'e, N>, EvalError>
    where
        N: Node<'a>,
    {
        let known = self.last.take().filter(|(known, _)| *known == number);
        let kept = match (known, &path.read) {
            (Some((_, kept)), _) => kept,
            (None, Read::AsIs | Read::Number | Read::Enum(_)) => Kept::Node(node_at(path, env)?),
            (None, _) => Kept::Value(path_value(path, env)?),
        };
        Ok(&self.last.insert((number, kept)).1)
    }
}

fn path_mut(plan: &mut Plan) -> Option<&mut PathPlan> {
    match &mut plan.op {
        Op::Compare(_, operands) => match &mut **operands {
            [Plan { op: Op::Path(path), .. }, Plan { op: Op::Constant(_), .. }] => Some(path),
            _ => None,
        },
        _ => None,
    }
}
