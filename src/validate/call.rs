//! Canonical functions: the types of their arguments, and whether the endpoint takes them.

use smallvec::SmallVec;

use super::check::Checker;
use super::operand::{Kind, Operand, Subject, Subjected};
use super::{period, wording};
use crate::ast::{Expr, Function};
use crate::diagnostic::{Code, Diagnostic};
use crate::endpoint::Tier;
use crate::rewrite::call;
use crate::schema::{Primitive, Type};
use crate::semantic::{Signature, Typing};

impl<'a> Checker<'a> {
    pub(super) fn call(
        &mut self,
        expr: &'a Expr,
        function: Function,
        arguments: &'a [Expr],
    ) -> Operand<'a> {
        let mark = self.rejected.len();
        let operands: Vec<Operand<'a>> = arguments.iter().map(|a| self.value(a)).collect();
        let wrong = self.check_arguments(expr, function, arguments, &operands);
        let mismatched = !wrong.is_empty();
        let constant = operands.iter().all(|o| o.constant) && !operands.is_empty();
        let first = operands.first().map_or(Kind::Unknown, |operand| operand.kind);
        let kind = Signature::of(function).result(first);
        let boolean = matches!(kind, Kind::One(Type::Primitive(Primitive::Boolean)));
        // What it would give of a wrong argument is nobody's concern.
        let unknown = operands
            .iter()
            .any(|o| matches!(o.subject, Subject::UnknownName { .. } | Subject::Unusable));
        let result = match (mismatched || unknown) && !boolean {
            true => Operand::settled(Subject::Computed),
            false => Operand::computed(kind).and_constant(constant && !mismatched),
        };
        if operands.iter().any(Operand::is_unusable) {
            return result;
        }
        // Any grant will do; `Endpoint::function_anywhere` would search for the best.
        let (rules, tier) = (&self.endpoint.filter, self.tier);
        let anywhere = || rules.iter().any(|rule| rule.function(function, tier).is_some());
        let subject = subject_of(function);
        let Some(property) = operands.get(subject).and_then(Operand::property) else {
            // With the property as another argument, it asks something else.
            let property = operands.iter().position(|operand| operand.property().is_some());
            let turned = property.is_some_and(|at| !wrong.contains(&at));
            // Of a constant, such a function is a value, which has to be written out.
            let of_value = !boolean && anywhere();
            if !anywhere() || turned || of_value {
                let rule = operands.iter().find_map(Operand::property).map(|p| p.rule);
                let rule = rule.filter(|_| !anywhere());
                let finding = match rule {
                    None if turned && anywhere() => self.flip(expr, function, arguments),
                    rule => self.unsupported_function(expr, function.name(), rule, None, arguments),
                };
                self.reject(mark, finding);
            }
            return result;
        };
        let Some(grant) = property.rule.function(function, self.tier) else {
            // That no function of strings fits a date is said already.
            if !(wrong.contains(&subject) && anywhere()) {
                let rule = anywhere().then_some(property.rule);
                let (name, asked) = (function.name(), Some(property.rule));
                let finding = self.unsupported_function(expr, name, rule, asked, arguments);
                self.reject(mark, finding);
            }
            // A function that keeps the type counts as its property, so that the operator around
            // it is checked against the grants of the property.
            let text = matches!(kind, Kind::One(Type::Primitive(Primitive::String)));
            return match text && !mismatched {
                true => Self::standing_for(property, function, kind),
                false => result,
            };
        };
        if mismatched {
            return result;
        }
        let path = &property.rule.path;
        if operands.iter().filter(|operand| operand.property().is_some()).count() > 1 {
            let message = format!("`{function}` of two properties is not documented");
            self.rejected.push(
                Diagnostic::new(Code::Undocumented, expr.span(), message)
                    .with_help(self.send_and_filter()),
            );
        } else if grant.tier == Tier::Observed {
            let what = format!("`{function}` on `{path}`");
            self.rejected.push(wording::undocumented(expr.span(), &what, &grant.source));
        }
        self.warn_truth_of_call(expr, function, &operands);
        if boolean { result } else { Self::standing_for(property, function, kind) }
    }

    /// The result of a function of a property, with the property as its subject.
    fn standing_for(property: &Subjected<'a>, function: Function, kind: Kind<'a>) -> Operand<'a> {
        let subject = Subject::Property(Subjected {
            rule: property.rule,
            nullable: property.nullable,
            lowered: property.lowered || function == Function::ToLower,
        });
        Operand { kind, subject, constant: false }
    }

    /// Reports arguments of a wrong type, and gives their positions.
    fn check_arguments(
        &mut self,
        expr: &'a Expr,
        function: Function,
        arguments: &'a [Expr],
        operands: &[Operand<'a>],
    ) -> SmallVec<[usize; 2]> {
        let typed = arguments.iter().zip(operands).map(|(argument, o)| o.typed(argument));
        let typed: SmallVec<[_; 3]> = typed.collect();
        let mut wrong = SmallVec::new();
        Signature::of(function).check(&typed, Typing::Declared, |at, finding| {
            wrong.push(at);
            let finding = match typed.get(at) {
                Some(argument) if argument.literal.is_none() => self.with_period(expr, finding),
                _ => finding,
            };
            self.faults.push(finding);
        });
        wrong
    }

    /// `contains(p,'2024-05')` of a time: the period that is meant.
    fn with_period(&self, expr: &'a Expr, finding: Diagnostic) -> Diagnostic {
        let Some(period) = period::of_text(expr) else { return finding };
        match self.within(&period) {
            Some(mended) => {
                let text = wording::parenthesized(&mended);
                let help = format!("to ask for a period, write `{text}`");
                Self::suggest(finding.with_help(help), expr.span(), text, false)
            }
            None => finding.with_help("ask for a period with `gt` and `lt`"),
        }
    }

    /// `contains('a',jobId)`
    fn flip(&self, expr: &'a Expr, function: Function, arguments: &'a [Expr]) -> Diagnostic {
        let subject = subject_of(function);
        let (one, other) = match subject {
            0 => ("property", "value"),
            _ => ("value", "property"),
        };
        let message = format!("`{function}` takes the {one} first, and then the {other}");
        let finding = Diagnostic::new(Code::UnsupportedFunction, expr.span(), message);
        let value = arguments.get(subject).and_then(Expr::as_literal);
        match arguments {
            // No suggestions while one is tried out: that would never end.
            _ if !self.is_report() => finding.with_help(self.no_equivalent()),
            [first, second] if asks_for_a_part(function) && value.is_some() => {
                let meant = call(function, second, first);
                let meant = meant.map(|meant| self.corrected_anew(&meant).expr);
                let note = format!(": the {one} comes first");
                self.offer(finding, meant, false, &note)
            }
            _ => self.function_mended(finding, expr, function, arguments),
        }
    }
}

/// Which of its arguments a function asks something about: version 3 has the part first.
const fn subject_of(function: Function) -> usize {
    match function {
        Function::SubstringOf => 1,
        _ => 0,
    }
}

/// Whether a function asks whether one of its two arguments is a part of the other.
const fn asks_for_a_part(function: Function) -> bool {
    use Function as F;
    matches!(function, F::Contains | F::StartsWith | F::EndsWith | F::SubstringOf)
}
