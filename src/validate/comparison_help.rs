//! Helps about the parts of a comparison show the comparison as a whole.

use super::check::Checker;
use super::reject::EXACT_BUT_FOR_NEW_MEMBERS;
use super::wording::parenthesized;
use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::rewrite::{Replacement, TruthSet, compared_condition};
use crate::span::Span;

impl<'a> Checker<'a> {
    /// Completes what was found about the operands of a comparison: the faults and what was
    /// rejected from these places on.
    pub(super) fn attach_rewrite(&mut self, expr: &'a Expr, faults: usize, rejected: usize) {
        let is_part = |found: &Diagnostic| {
            found.is_error() && found.span() != expr.span() && found.code() != Code::NotFilterable
        };
        let found = self.faults.get(faults..).unwrap_or_default();
        let refused = self.rejected.get(rejected..).unwrap_or_default();
        let wrong = found.iter().chain(refused.iter().filter(|found| is_name(found)));
        let wrong = wrong.filter(|found| found.is_error()).count();
        let parts = refused.iter().filter(|found| is_part(found)).count();
        if wrong + parts == 0 {
            return;
        }
        let corrected = self.corrected(expr);
        if parts > 0 {
            let (sure, mended, span) = {
                let (whole, mended, span) = self.correct_and_rewrite(expr, expr.span());
                (whole.sure, mended.filter(|mended| self.accepts(&mended.expr)), span)
            };
            let refused = self.rejected.split_off(rejected).into_iter();
            let refused = refused.map(|found| match is_part(&found) {
                true => self.with_rewrite(found, expr, span, sure, mended.as_ref()),
                false => found,
            });
            let mut refused: Vec<Diagnostic> = refused.collect();
            self.rejected.append(&mut refused);
        }
        if wrong > 0 && self.accepts(&corrected.expr) {
            let text = corrected.expr.to_string();
            let refused = self.rejected.get_mut(rejected..).unwrap_or_default();
            let found = self.faults.get_mut(faults..).unwrap_or_default().iter_mut();
            for found in found.chain(refused.iter_mut().filter(|found| is_name(found))) {
                let whole = corrected.changes > 1 || is_name(found);
                if found.suggestion().is_some() && whole && Self::short(&text).is_some() {
                    let help = format!("{}: `{text}`", found.help().unwrap_or_default());
                    *found = found.clone().with_help(help);
                }
            }
        }
    }

    /// The finding about a rejected part, with what to write for the whole comparison.
    fn with_rewrite(
        &self,
        finding: Diagnostic,
        expr: &Expr,
        span: Span,
        sure: bool,
        mended: Option<&Replacement>,
    ) -> Diagnostic {
        let of_whole = finding.suggestion().is_some_and(|change| change.span == expr.span());
        match mended {
            _ if of_whole => finding,
            Some(mended) => {
                let text = parenthesized(&mended.expr);
                let note = if mended.exact { "" } else { EXACT_BUT_FOR_NEW_MEMBERS };
                let finding = finding.with_help(format!("write `{text}`{note}"));
                Self::suggest(finding, span, text, mended.exact && sure)
            }
            // With the part alone replaced, the whole would still be rejected.
            None if finding.suggestion().is_some() => self.wider(finding, expr),
            None => finding,
        }
    }

    /// `startswith(…) eq true` without an equivalent: as a wider condition.
    fn wider(&self, finding: Diagnostic, expr: &Expr) -> Diagnostic {
        let condition = match expr.kind() {
            ExprKind::Binary(op, operands) => {
                let [left, right] = &**operands;
                compared_condition(*op, left, right)
            }
            _ => None,
        };
        let finding = finding.without_suggestion();
        match condition {
            Some((condition, TruthSet::True)) if self.negation.is_none() => {
                let finding = self.part_of_text(finding, condition);
                match finding.suggestion() {
                    Some(change) => {
                        let change = Suggestion { span: expr.span(), ..change.clone() };
                        finding.with_suggestion(change)
                    }
                    None => finding,
                }
            }
            _ => finding.with_help(self.no_equivalent()),
        }
    }
}

fn is_name(found: &Diagnostic) -> bool {
    matches!(found.code(), Code::UnknownProperty | Code::NotFilterable)
}
