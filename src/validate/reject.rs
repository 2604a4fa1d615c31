//! Findings about what the endpoint does not accept, and what to send instead.

use super::check::Checker;
use super::corrected::Corrected;
use super::wording::{self, parenthesized};
use crate::ast::{BinaryOp, Expr, ExprKind, Function, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::endpoint::{PropertyRule, Tier};
use crate::rewrite::{Grants as _, Replacement, Verdict, call, is_never_null};
use crate::span::Span;

const EXACT: &str = ", which gives the same records";
pub(super) const EXACT_BUT_FOR_NEW_MEMBERS: &str =
    ", which gives the same records until the service adds a member";

/// Texts longer than this are not repeated in a help.
pub(super) const LONGEST_IN_HELP: usize = 480;

impl<'a> Checker<'a> {
    /// An operator that the endpoint does not accept, or not on the property of the rule.
    pub(super) fn unsupported_operator(
        &self,
        expr: &Expr,
        op: BinaryOp,
        rule: Option<&PropertyRule>,
    ) -> Diagnostic {
        let (message, observed) = match rule {
            Some(rule) => {
                let observed = rule.operator(op, Tier::Observed).is_some();
                (self.refusal(op.keyword(), observed, Some(rule)), observed)
            }
            None => {
                let observed = self.endpoint.operator_anywhere(op, Tier::Observed).is_some();
                (self.refusal(op.keyword(), observed, None), false)
            }
        };
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        self.seen_to_work(self.suggest_equivalent(finding, expr), observed)
    }

    /// `not`; `meant` is the negation as it was meant.
    pub(super) fn negation_rejected(&self, expr: &Expr, meant: &Expr) -> Diagnostic {
        let message = "`not` is not supported by this endpoint";
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        self.suggest_equivalent(finding, meant)
    }

    /// `in`, as comparisons joined with `or`.
    pub(super) fn membership_rejected(&self, expr: &Expr, right: &Expr) -> Diagnostic {
        let message = "`in` is not supported by this endpoint";
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        match right.kind() {
            ExprKind::List(items) | ExprKind::Array(items) if items.is_empty() => {
                let nothing = Expr::from(Literal::Boolean(false));
                let note = ": an empty list holds nothing";
                self.offer(finding, Some(nothing), true, note)
            }
            _ => self.suggest_equivalent(finding, expr),
        }
    }

    /// `contains(…) eq true`, and other comparisons of conditions.
    pub(super) fn compared_condition(&self, expr: &Expr, op: BinaryOp) -> Diagnostic {
        let message = format!("`{op}` is supported between a property and a value only");
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        self.suggest_equivalent(finding, expr)
    }

    /// An operator that no property accepts: arithmetic, lambda operators, connectives.
    pub(super) fn unsupported_word(
        &self,
        expr: &Expr,
        word: &str,
        op: Option<BinaryOp>,
    ) -> Diagnostic {
        let message = format!("`{word}` is not supported by this endpoint");
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        if word == "-" || op.is_some_and(BinaryOp::is_arithmetic) {
            return finding.with_help(self.no_equivalent());
        }
        let odd = op == Some(BinaryOp::Has) || matches!(expr.kind(), ExprKind::Lambda(_));
        if odd && self.is_report() {
            // Of flags `has` asks for one among several, and what `any` asks of a single value
            // is not defined.
            let corrected = self.corrected(expr).expr;
            let mended = self.rewritten(&corrected).map(|mended| mended.expr);
            return self.offer(finding, mended, false, "");
        }
        self.suggest_equivalent(finding, expr)
    }

    /// A function, on a property that does not take it (`rule`) or anywhere; `property` is what
    /// it is called with.
    pub(super) fn unsupported_function(
        &self,
        expr: &Expr,
        name: &str,
        rule: Option<&PropertyRule>,
        property: Option<&PropertyRule>,
        arguments: &[Expr],
    ) -> Diagnostic {
        let function = Function::from_name(name);
        let observed = function.zip(property).is_some_and(|(function, property)| {
            property.function(function, Tier::Observed).is_some()
        });
        let message = self.refusal(name, observed, rule);
        let finding = Diagnostic::new(Code::UnsupportedFunction, expr.span(), message);
        let (Some(function), true) = (function, self.is_report()) else {
            return finding.with_help(self.no_equivalent());
        };
        let finding = self.function_mended(finding, expr, function, arguments);
        self.seen_to_work(finding, observed)
    }

    /// Adds that a laxer tier would accept it.
    fn seen_to_work(&self, finding: Diagnostic, observed: bool) -> Diagnostic {
        if !observed || self.tier >= Tier::Observed {
            return finding;
        }
        let help = finding.help().unwrap_or_default();
        let help = format!("{help}; it has been seen to work, and `--tier observed` takes it");
        finding.with_help(help)
    }

    /// A key of an order that is no property.
    pub(super) fn not_a_sort_key(&self, expr: &Expr) -> Option<Diagnostic> {
        let (code, what) = match expr.kind() {
            ExprKind::Path(_) => return None,
            ExprKind::Literal(_) | ExprKind::Array(_) | ExprKind::Object(_) => {
                (Code::NotSortable, "a value that is the same for every record")
            }
            ExprKind::Call(function, _) => (Code::UnsupportedFunction, function.name()),
            ExprKind::Cast(_) => (Code::UnsupportedFunction, "cast"),
            ExprKind::IsOf(_) => (Code::UnsupportedFunction, "isof"),
            ExprKind::Case(_) => (Code::UnsupportedFunction, "case"),
            ExprKind::Binary(op, _) => (Code::UnsupportedOperator, op.keyword()),
            ExprKind::Negate(_) => (Code::UnsupportedOperator, "-"),
            ExprKind::Lambda(lambda) => (Code::UnsupportedOperator, lambda.op.name()),
            _ => (Code::UnsupportedOperator, "a condition"),
        };
        let message = format!("`$orderby` takes properties only, not `{what}`");
        let mut finding = self.not_sortable(expr.span(), message.clone());
        if code != Code::NotSortable {
            let help = finding.help().unwrap_or_default().to_owned();
            finding = Diagnostic::new(code, expr.span(), message).with_help(help);
        }
        Some(finding)
    }

    /// A function of the service, or one that nobody knows.
    pub(super) fn unsupported_call(
        &self,
        span: Span,
        name: &str,
        help: Option<String>,
    ) -> Diagnostic {
        let message = format!("the function `{name}` is not supported by this endpoint");
        Diagnostic::new(Code::UnsupportedFunction, span, message)
            .with_help(help.unwrap_or_else(|| self.no_equivalent()))
    }

    /// What to send instead of a function.
    pub(super) fn function_mended(
        &self,
        finding: Diagnostic,
        expr: &Expr,
        function: Function,
        arguments: &[Expr],
    ) -> Diagnostic {
        use Function as F;
        match (function, arguments) {
            (F::Contains, [part, text]) if part.as_literal().is_some() => {
                let note = ": the property comes first";
                let meant =
                    call(F::Contains, text, part).map(|meant| self.corrected_anew(&meant).expr);
                self.offer(finding, meant, false, note)
            }
            (F::StartsWith | F::EndsWith, _) => self.part_of_text(finding, expr),
            (F::SubstringOf | F::Contains | F::MatchesPattern, _) => {
                self.suggest_equivalent(finding, expr)
            }
            (F::ToLower | F::ToUpper, _) if self.is_probe() => finding,
            (F::ToLower | F::ToUpper, _) => finding.with_help(format!(
                "filters are case sensitive: write the value as the log spells it, or {}",
                self.send_and_filter()
            )),
            // A month, a day or an hour comes again and again: no period is all of them.
            (F::Year | F::Date, [operand]) if self.is_time(operand) => {
                finding.with_help(wording::ask_for_a_period(operand))
            }
            (F::Now | F::MinDateTime | F::MaxDateTime, _) => {
                finding.with_help("write the time itself, such as `2024-05-01T00:00:00Z`")
            }
            _ => finding.with_help(self.no_equivalent()),
        }
    }

    /// `startswith` as `contains`, which holds for more records, unless it can be put exactly.
    pub(super) fn part_of_text(&self, finding: Diagnostic, expr: &Expr) -> Diagnostic {
        let corrected = self.corrected(expr).expr;
        let wider = match corrected.kind() {
            ExprKind::Call(Function::StartsWith | Function::EndsWith, arguments) => {
                match (arguments.as_slice(), self.rewritten(&corrected)) {
                    ([text, part], None) => call(Function::Contains, text, part),
                    _ => None,
                }
            }
            _ => None,
        };
        // Under `not`, a wider condition makes the whole narrower.
        let Some(wider) = wider.filter(|_| self.negation.is_none()) else {
            return self.suggest_equivalent(finding, expr);
        };
        let note = format!(", which gives more records, and {}", self.drop_the_others());
        self.offer(finding, Some(wider), false, &note)
    }

    /// Suggests an equivalent condition; without one, says what to send and filter.
    pub(super) fn suggest_equivalent(&self, finding: Diagnostic, expr: &Expr) -> Diagnostic {
        if !self.is_report() {
            return finding.with_help(self.no_equivalent());
        }
        let (corrected, mended, span) = self.correct_and_rewrite(expr, finding.span());
        let (mended, exact) = mended.map_or((None, false), |m| (Some(m.expr), m.exact));
        let note = if exact { EXACT } else { EXACT_BUT_FOR_NEW_MEMBERS };
        self.offer_at(span, finding, mended, exact && corrected.sure, note)
    }

    /// A rejected condition without its other faults, its equivalent, and the span that the
    /// equivalent replaces: that of the `not` around it if the two may be null of different
    /// records.
    pub(super) fn correct_and_rewrite(
        &self,
        expr: &Expr,
        span: Span,
    ) -> (Corrected, Option<Replacement>, Span) {
        let corrected = self.corrected(expr);
        let mended = self.rewritten(&corrected.expr);
        let Some(negation) = self.negation else { return (corrected, mended, span) };
        if let Some(it) = &mended
            && is_never_null(&corrected.expr)
            && is_never_null(&it.expr)
        {
            return (corrected, mended, span);
        }
        let corrected = self.corrected_anew(negation.outermost);
        let mended = self.rewritten(&corrected.expr);
        (corrected, mended, negation.outermost.span())
    }

    /// Suggests a condition in the place of a rejected one, if the endpoint accepts it; else says
    /// what to send and filter.
    pub(super) fn offer(
        &self,
        finding: Diagnostic,
        mended: Option<Expr>,
        certain: bool,
        note: &str,
    ) -> Diagnostic {
        self.offer_at(finding.span(), finding, mended, certain, note)
    }

    /// The same, with the place of what is replaced.
    fn offer_at(
        &self,
        span: Span,
        finding: Diagnostic,
        mended: Option<Expr>,
        certain: bool,
        note: &str,
    ) -> Diagnostic {
        if !self.is_report() {
            return finding.with_help(self.no_equivalent());
        }
        let verdict = mended.as_ref().map_or(Verdict::Rejected, |mended| self.verdict(mended));
        let (Some(mended), Verdict::Accepted | Verdict::AcceptedIfFixed) = (mended, verdict) else {
            return finding.with_help(self.no_equivalent());
        };
        let text = parenthesized(&mended);
        if verdict == Verdict::AcceptedIfFixed {
            return finding.with_help(match Self::short(&text) {
                Some(text) => format!("once its other faults are mended, write `{text}`{note}"),
                None => self.no_equivalent(),
            });
        }
        let finding = match Self::short(&text) {
            Some(text) => finding.with_help(format!("write `{text}`{note}")),
            None => finding.with_help(format!("write the conditions out, joined with `or`{note}")),
        };
        Self::suggest(finding, span, text, certain)
    }

    pub(super) fn short(text: &str) -> Option<&str> {
        (text.len() <= LONGEST_IN_HELP).then_some(text)
    }

    /// "`gt` is not supported on `jobId`, which takes `eq` and `contains`".
    fn refusal(&self, word: &str, observed: bool, rule: Option<&PropertyRule>) -> String {
        if self.is_probe() {
            return String::new();
        }
        let how = match observed && self.tier == Tier::Documented {
            true => "not documented",
            false => "not supported",
        };
        let Some(rule) = rule else { return format!("`{word}` is {how} at this endpoint") };
        let operators = rule.operators(self.tier).into_iter().map(BinaryOp::keyword);
        let functions = rule.functions(self.tier).into_iter().map(Function::name);
        let taken: Vec<&str> = operators.chain(functions).collect();
        let path = &rule.path;
        match taken.as_slice() {
            [] => format!("`{word}` is {how} on `{path}`"),
            taken => {
                let taken = wording::list(taken.iter().copied(), "and");
                format!("`{word}` is {how} on `{path}`, which takes {taken}")
            }
        }
    }
}
