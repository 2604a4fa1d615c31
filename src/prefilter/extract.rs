//! From a filter to the conditions that each of its matches must meet.

use super::atom::{Atom, Member};
use super::partial::PartialRecord;
use crate::ast::{BinaryOp, Function, LambdaOp, Text};
use crate::eval::coerce::Coercion;
use crate::eval::interpret::{Env, truth};
use crate::eval::ir::{CollectionIr, Ir, Op, PathIr, PathStep, Root};
use crate::eval::value::{Constant, Value};

/// One of these must be met.
type Atoms = Vec<Atom>;

/// More searches than this over the same text cost more than they save.
const MAX_NEEDS: usize = 6;

/// The conditions that a part of a filter has, each necessary by itself.
pub(super) fn conditions(plan: &Ir) -> Vec<Atoms> {
    match &plan.op {
        // Every operand must hold, so each condition of any of them will do.
        Op::And(operands) => operands.iter().flat_map(conditions).collect(),
        Op::Or(operands) => united(plan, operands),
        _ => {
            let bytes = bytes(plan).into_iter();
            bytes.chain(member(plan).map(|need| vec![need])).collect()
        }
    }
}

/// One operand must hold, so each must have a condition, and one of these must be found.
fn united(or: &Ir, operands: &[Ir]) -> Vec<Atoms> {
    let of_each: Vec<_> = operands.iter().map(conditions).collect();
    // Bytes come first where an operand has both; members last. What is about one member is
    // looked at once.
    let pick = |choose: fn(&[Atoms]) -> Option<&Atoms>| {
        let picked: Option<Vec<_>> = of_each.iter().map(|all| choose(all).cloned()).collect();
        picked.map(|needs| needs.into_iter().flatten().collect::<Atoms>())
    };
    let members = member(or).map(|need| vec![need]).or_else(|| pick(|all| all.last()));
    let united = [pick(|all| all.first()), members].into_iter().flatten();
    let few =
        |needs: &Atoms| needs.iter().map(|need| need.texts().count()).sum::<usize>() <= MAX_NEEDS;
    united.filter(few).collect()
}

/// The string, or one of the strings, that a comparison is true of only where it stands there.
fn bytes(plan: &Ir) -> Option<Atoms> {
    match &plan.op {
        Op::Compare(BinaryOp::Eq, operands) => match &**operands {
            [path, text] | [text, path] if is_text(path) => one(text.as_constant()?),
            _ => None,
        },
        Op::InList(path, texts) if is_text(path) => {
            let needs: Option<Atoms> =
                texts.iter().map(|text| one(text).and_then(|mut one| one.pop())).collect();
            needs.filter(|needs| needs.len() <= MAX_NEEDS)
        }
        Op::Call(Function::Contains | Function::StartsWith | Function::EndsWith, operands) => {
            match &**operands {
                [path, text] if is_text(path) => one(text.as_constant()?),
                _ => None,
            }
        }
        Op::Lambda(lambda) if lambda.op == LambdaOp::Any => bytes(lambda.predicate.as_ref()?),
        _ => None,
    }
}

/// Whether the part is a path whose strings are taken as they are.
const fn is_text(plan: &Ir) -> bool {
    match &plan.op {
        Op::Path(path) => matches!(path.coercion, Coercion::AsIs),
        _ => false,
    }
}

/// The longest piece of a string that stands in the text as it is, unless it is written with `\u`.
fn one(text: &Constant) -> Option<Atoms> {
    let Value::String(text) = text else { return None };
    let longest = text.split(has_own_escape).max_by_key(|piece| piece.len())?;
    let need = || Atom::Bytes(longest.as_bytes().into());
    (!longest.is_empty()).then(|| vec![need()])
}

/// Whether JSON may write it with another escape than `\u`.
fn has_own_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | '/') || c.is_control()
}

/// The member of the record that a part depends on, if it is one alone, and the part is not true
/// of a record that has no such member.
fn member(plan: &Ir) -> Option<Atom> {
    let mut names = None;
    if !depends_on_one(plan, &mut names) {
        return None;
    }
    let names = names?;
    let nothing = Env { record: PartialRecord::Nothing, locals: None };
    matches!(truth(plan, nothing), Ok(Some(false) | None))
        .then(|| Atom::Member(Box::new(Member::new(names, plan))))
}

/// Whether all paths from the record start with the same names, which are put in `names`.
fn depends_on_one<'p>(plan: &'p Ir, names: &mut Option<&'p [Text]>) -> bool {
    match &plan.op {
        // Rare, and slow in themselves.
        Op::Matches(_) | Op::Geo(_) => false,
        Op::Path(path) => starts_with(path, names),
        Op::Count(collection) => collection_on_one(collection, names),
        Op::Lambda(lambda) => {
            collection_on_one(&lambda.collection, names)
                && lambda.predicate.as_ref().is_none_or(|plan| depends_on_one(plan, names))
        }
        _ => plan.operands().all(|operand| depends_on_one(operand, names)),
    }
}

fn collection_on_one<'p>(plan: &'p CollectionIr, names: &mut Option<&'p [Text]>) -> bool {
    starts_with(&plan.path, names) && plan.filters.iter().all(|plan| depends_on_one(plan, names))
}

fn starts_with<'p>(path: &'p PathIr, names: &mut Option<&'p [Text]>) -> bool {
    match (path.root, path.steps.first()) {
        (Root::Variable(_), _) => true,
        (Root::Record, None) => false,
        (Root::Record, Some(PathStep { names: first, .. })) => {
            let same = names.is_none_or(|names| *names == **first);
            *names = Some(first);
            same && !first.iter().any(|name| name.contains(has_own_escape))
        }
    }
}
