//! Extracts the clauses of a filter.

use super::atom::{Atom, Key};
use crate::ast::{BinaryOp, Function, LambdaOp, Text};
use crate::eval::RawJson;
use crate::eval::coerce::Coercion;
use crate::eval::interpret::{Env, truth};
use crate::eval::ir::{CollectionIr, Ir, Op, PathIr, PathStep, Root};
use crate::eval::value::{Constant, Value};

/// A disjunction: a match contains at least one of these.
type Atoms = Vec<Atom>;

/// More needles than this in one pass cost more than they save.
const MAX_NEEDLES: usize = 6;

/// The clauses of a part of a filter. Each holds for every match; the most selective come first.
pub(super) fn clauses(ir: &Ir) -> Vec<Atoms> {
    match &ir.op {
        // All operands are true of a match, so each clause of any of them holds.
        Op::And(operands) => operands.iter().flat_map(clauses).collect(),
        Op::Or(operands) => disjunction(ir, operands),
        _ => {
            let literals = literals(ir).into_iter();
            literals.chain(key(ir).map(|atom| vec![atom])).collect()
        }
    }
}

/// One operand is true of a match, so a clause of each operand is needed, joined into one.
fn disjunction(or: &Ir, operands: &[Ir]) -> Vec<Atoms> {
    let of_each: Vec<_> = operands.iter().map(clauses).collect();
    // An operand that has both has its literals first and its keys last.
    let join = |choose: fn(&[Atoms]) -> Option<&Atoms>| {
        let picked: Option<Vec<_>> = of_each.iter().map(|all| choose(all).cloned()).collect();
        picked.map(|atoms| atoms.into_iter().flatten().collect::<Atoms>())
    };
    // If all operands depend on the same key, one atom evaluates them all.
    let keys = key(or).map(|atom| vec![atom]).or_else(|| join(|all| all.last()));
    let joined = [join(|all| all.first()), keys].into_iter().flatten();
    let is_small = |atoms: &Atoms| {
        atoms.iter().map(|atom| atom.needles().count()).sum::<usize>() <= MAX_NEEDLES
    };
    joined.filter(is_small).collect()
}

/// The string literals of which one is in every record that the part is true of.
fn literals(ir: &Ir) -> Option<Atoms> {
    match &ir.op {
        Op::Compare(BinaryOp::Eq, operands) => match &**operands {
            [path, text] | [text, path] if is_uncoerced(path) => {
                literal(text.as_constant()?).map(|atom| vec![atom])
            }
            _ => None,
        },
        Op::InList(path, texts) if is_uncoerced(path) => {
            let atoms: Option<Atoms> = texts.iter().map(literal).collect();
            atoms.filter(|atoms| atoms.len() <= MAX_NEEDLES)
        }
        Op::Call(Function::Contains | Function::StartsWith | Function::EndsWith, operands) => {
            match &**operands {
                [path, text] if is_uncoerced(path) => {
                    literal(text.as_constant()?).map(|atom| vec![atom])
                }
                _ => None,
            }
        }
        Op::Lambda(lambda) if lambda.op == LambdaOp::Any => literals(lambda.predicate.as_ref()?),
        _ => None,
    }
}

/// Whether the part is a path whose strings are compared as they are.
const fn is_uncoerced(ir: &Ir) -> bool {
    match &ir.op {
        Op::Path(path) => matches!(path.coercion, Coercion::AsIs),
        _ => false,
    }
}

/// The longest piece of a string that JSON writes as it is, or with `\uXXXX` escapes.
fn literal(text: &Constant) -> Option<Atom> {
    let Value::String(text) = text else { return None };
    let longest = text.split(has_short_escape).max_by_key(|piece| piece.len())?;
    (!longest.is_empty()).then(|| Atom::Literal(longest.as_bytes().into()))
}

/// Whether JSON may write the character with another escape than `\uXXXX`.
fn has_short_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | '/') || c.is_control()
}

/// The key of the record that the part depends on, if it depends on no other, and is not true of a
/// record without that key.
fn key(ir: &Ir) -> Option<Atom> {
    let mut names = None;
    if !depends_on_one_key(ir, &mut names) {
        return None;
    }
    let names = names?;
    let empty = Env { record: RawJson::new(b"{}"), locals: None };
    matches!(truth(ir, empty), Ok(Some(false) | None))
        .then(|| Atom::Key(Box::new(Key::new(names, ir))))
}

/// Whether all paths from the record start with the same names, which are stored in `names`.
fn depends_on_one_key<'p>(ir: &'p Ir, names: &mut Option<&'p [Text]>) -> bool {
    match &ir.op {
        // Rare, and slow to evaluate.
        Op::Matches(_) | Op::Geo(_) => false,
        Op::Path(path) => starts_with_key(path, names),
        Op::Count(collection) => collection_of_key(collection, names),
        Op::Lambda(lambda) => {
            collection_of_key(&lambda.collection, names)
                && lambda.predicate.as_ref().is_none_or(|ir| depends_on_one_key(ir, names))
        }
        _ => ir.operands().all(|operand| depends_on_one_key(operand, names)),
    }
}

fn collection_of_key<'p>(ir: &'p CollectionIr, names: &mut Option<&'p [Text]>) -> bool {
    starts_with_key(&ir.path, names) && ir.filters.iter().all(|ir| depends_on_one_key(ir, names))
}

fn starts_with_key<'p>(path: &'p PathIr, names: &mut Option<&'p [Text]>) -> bool {
    match (path.root, path.steps.first()) {
        (Root::Variable(_), _) => true,
        (Root::Record, None) => false,
        (Root::Record, Some(PathStep { names: first, .. })) => {
            let same = names.is_none_or(|names| *names == **first);
            *names = Some(first);
            same && !first.iter().any(|name| name.contains(has_short_escape))
        }
    }
}
