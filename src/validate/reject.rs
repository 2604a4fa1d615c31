//! Findings about what the endpoint does not take, and what to send instead.

use super::check::Checker;
use super::mend::{Mended, Outlook, any_of, binary, standing};
use super::wording;
use crate::ast::{BinaryOp, Expr, ExprKind, Function, Literal};
use crate::diagnostic::{Code, Diagnostic};
use crate::endpoint::{PropertyRule, Tier};
use crate::span::Span;

const EXACT: &str = ", which gives the same records";
const EXACT_BUT_FOR_NEW_MEMBERS: &str =
    ", which gives the same records until the service adds a member";

/// Texts longer than this are not repeated in a help.
const LONGEST_IN_HELP: usize = 240;

impl<'a> Checker<'a> {
    /// An operator between two operands, one of which may be a property that does not take it.
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
        let mended = match expr.kind() {
            ExprKind::Binary(_, operands) if self.mends => {
                let [left, right] = &**operands;
                self.instead_of(op, left, right)
            }
            _ => None,
        };
        let (mended, exact) = mended.map_or((None, false), |m| (Some(m.expr), m.exact));
        let note = if exact { EXACT } else { EXACT_BUT_FOR_NEW_MEMBERS };
        let finding = self.mend_or_client(finding, expr, mended, exact, note);
        self.seen_to_work(finding, observed)
    }

    /// `not`, and the condition that it stands before.
    pub(super) fn negation_rejected(&self, expr: &Expr, operand: &Expr) -> Diagnostic {
        let message = "`not` is not supported by this endpoint";
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        let mended = if self.mends { self.negated(operand) } else { None };
        let (mended, exact) = mended.map_or((None, false), |m| (Some(m.expr), m.exact));
        let note = if exact { EXACT } else { EXACT_BUT_FOR_NEW_MEMBERS };
        match &mended {
            Some(_) => self.mend_or_client(finding, expr, mended, exact, note),
            None => finding.with_help(Self::client_side_text(&format!("not ({operand})"))),
        }
    }

    /// `in`, as comparisons joined with `or`.
    pub(super) fn membership_rejected(&self, expr: &Expr, left: &Expr, right: &Expr) -> Diagnostic {
        let message = "`in` is not supported by this endpoint";
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        match right.kind() {
            ExprKind::List(items) | ExprKind::Array(items) if items.is_empty() => {
                let nothing = Expr::from(Literal::Boolean(false));
                self.mend_or_client(
                    finding,
                    expr,
                    Some(nothing),
                    true,
                    ": an empty list holds nothing",
                )
            }
            ExprKind::List(items) | ExprKind::Array(items) if self.mends => {
                let each = items.iter().map(|item| binary(BinaryOp::Eq, left, item));
                let mended = each.collect::<Option<Vec<_>>>().and_then(any_of);
                self.mend_or_client(finding, expr, mended, true, EXACT)
            }
            _ => self.mend_or_client(finding, expr, None, false, ""),
        }
    }

    /// `contains(…) eq true`, and other comparisons of conditions.
    pub(super) fn compared_condition(
        &self,
        expr: &Expr,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
    ) -> Diagnostic {
        let message = format!("`{op}` is supported between a property and a value only");
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        let mended = match (left.as_literal(), right.as_literal()) {
            (None, Some(Literal::Boolean(wanted))) => Some((left, *wanted)),
            (Some(Literal::Boolean(wanted)), None) => Some((right, *wanted)),
            _ => None,
        };
        let mended = mended.and_then(|(condition, wanted)| {
            match wanted == (op == BinaryOp::Eq) && matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
                true => Some(Mended { expr: condition.clone(), exact: op == BinaryOp::Eq }),
                false => self.negated(condition),
            }
        });
        let (mended, exact) = mended.map_or((None, false), |m| (Some(m.expr), m.exact));
        self.mend_or_client(finding, expr, mended, exact, "")
    }

    /// A word that no property takes: arithmetic, lambda operators, connectives.
    pub(super) fn unsupported_word(
        &self,
        expr: &Expr,
        word: &str,
        op: Option<BinaryOp>,
    ) -> Diagnostic {
        let message = format!("`{word}` is not supported by this endpoint");
        let finding = Diagnostic::new(Code::UnsupportedOperator, expr.span(), message);
        if word == "-" || op.is_some_and(BinaryOp::is_arithmetic) {
            return finding.with_help("write the value itself, worked out");
        }
        finding.with_help(Self::client_side_text(&expr.to_string()))
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
        let (Some(function), true) = (function, self.mends) else {
            return finding.with_help(wording::CLIENT_SIDE);
        };
        let finding = self.function_mended(finding, expr, function, arguments);
        self.seen_to_work(finding, observed)
    }

    /// Adds that a laxer tier would take it.
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
            .with_help(help.unwrap_or_else(|| wording::CLIENT_SIDE.to_owned()))
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
        let contains = |text: &Expr, part: &Expr| {
            let arguments = vec![text.clone(), part.clone()];
            Expr::new(ExprKind::Call(F::Contains, arguments), Span::default()).ok()
        };
        match (function, arguments) {
            (F::SubstringOf, [part, text]) => {
                self.mend_or_client(finding, expr, contains(text, part), true, "")
            }
            (F::Contains, [part, text]) if part.as_literal().is_some() => {
                let note = ": the property comes first";
                self.mend_or_client(finding, expr, contains(text, part), false, note)
            }
            (F::StartsWith | F::EndsWith, [text, part]) => {
                let filter = expr.to_string();
                let note = Self::short(&filter).map_or_else(String::new, |filter| {
                    format!(
                        ", which gives more records, and drop the others when they arrive: \
                         `odq filter \"{filter}\"`"
                    )
                });
                self.mend_or_client(finding, expr, contains(text, part), false, &note)
            }
            (F::Contains | F::MatchesPattern, _) => {
                self.mend_or_client(finding, expr, None, false, "")
            }
            (F::ToLower | F::ToUpper, _) => finding.with_help(
                "filters are case sensitive: write the value as the log spells it, or filter the \
                 records that arrive with `odq filter`, which takes the function",
            ),
            (
                F::Year | F::Month | F::Day | F::Date | F::Hour | F::Minute | F::Second | F::Time,
                [operand],
            ) => finding.with_help(format!(
                "ask for a period instead: `{operand} gt … and {operand} lt …`"
            )),
            (F::Now | F::MinDateTime | F::MaxDateTime, _) => {
                finding.with_help("write the time itself, such as `2024-05-01T00:00:00Z`")
            }
            _ => finding.with_help(wording::CLIENT_SIDE),
        }
    }

    /// Offers a condition in the place of a refused one, if the endpoint takes it; else says
    /// what to do without.
    pub(super) fn mend_or_client(
        &self,
        finding: Diagnostic,
        expr: &Expr,
        mended: Option<Expr>,
        certain: bool,
        note: &str,
    ) -> Diagnostic {
        if !self.mends {
            return finding.with_help(wording::CLIENT_SIDE);
        }
        let outlook = mended.as_ref().map_or(Outlook::Refused, |mended| self.outlook(mended));
        let (Some(mended), Outlook::Taken | Outlook::Faulty) = (mended, outlook) else {
            return finding.with_help(Self::client_side_text(&expr.to_string()));
        };
        let text = standing(&mended);
        if outlook == Outlook::Faulty {
            return finding.with_help(match Self::short(&text) {
                Some(text) => format!("once its other faults are mended, write `{text}`{note}"),
                None => wording::CLIENT_SIDE.to_owned(),
            });
        }
        let finding = match Self::short(&text) {
            Some(text) => finding.with_help(format!("write `{text}`{note}")),
            None => finding.with_help(format!("write the conditions out, joined with `or`{note}")),
        };
        Self::suggest(finding, expr.span(), text, certain)
    }

    /// That there is no such query, and what to do instead.
    fn client_side_text(filter: &str) -> String {
        match Self::short(filter) {
            Some(filter) => {
                format!("nothing that is taken says the same: {}", wording::client_side(filter))
            }
            None => wording::CLIENT_SIDE.to_owned(),
        }
    }

    fn short(text: &str) -> Option<&str> {
        (text.len() <= LONGEST_IN_HELP).then_some(text)
    }

    /// "`gt` is not supported on `jobId`, which takes `eq` and `contains`".
    fn refusal(&self, word: &str, observed: bool, rule: Option<&PropertyRule>) -> String {
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
