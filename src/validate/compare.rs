//! Operators between two operands, and whether the endpoint takes them there.

use smallvec::SmallVec;

use super::check::Checker;
use super::operand::{Kind, Operand, Subject};
use super::{period, wording};
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::endpoint::{PropertyRule, Tier};
use crate::rewrite::binary;
use crate::semantic::{self, Context, Typing};
use crate::span::Span;

impl<'a> Checker<'a> {
    pub(super) fn comparison(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Operand<'a> {
        if let ExprKind::Not(inner) = left.kind()
            && !expr.span().is_empty()
            && left.span().start == expr.span().start
        {
            return self.misread_not(expr, op, inner, right);
        }
        let (faults, mark) = (self.faults.len(), self.rejected.len());
        // The outermost comparison speaks for those in its operands.
        let within = std::mem::replace(&mut self.in_comparison, true);
        let operand = match within {
            true => self.inside(|checker| checker.compared(expr, op, left, right)),
            false => self.compared(expr, op, left, right),
        };
        self.in_comparison = within;
        if self.is_report() && !within && self.scopes.is_empty() {
            self.attach_rewrite(expr, faults, mark);
        }
        operand
    }

    fn compared(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Operand<'a> {
        let mark = self.rejected.len();
        let l = self.value(left);
        let r = self.value(right);
        let constant = l.constant && r.constant;
        self.unquoted((left, &l), (right, &r));
        let faults = self.faults.len();
        let mismatched = self.types_differ(expr, (left, &l), (right, &r));
        if l.is_unknown() || r.is_unknown() {
            // A warning can wait until the name is right.
            let mut found = self.faults.split_off(faults);
            found.retain(Diagnostic::is_error);
            self.faults.append(&mut found);
        }
        let condition = Operand::condition().and_constant(constant && !mismatched);

        // Any grant will do; `Endpoint::operator_anywhere` would search for the best.
        let (all, tier) = (&self.endpoint.filter, self.tier);
        let anywhere = || all.iter().any(|rule| rule.operator(op, tier).is_some());
        if l.is_unusable() || r.is_unusable() {
            return condition;
        }
        let rules: SmallVec<[&PropertyRule; 2]> =
            [&l, &r].into_iter().filter_map(|o| o.meant().map(|p| p.rule)).collect();
        if let Some(rule) = rules.iter().find(|rule| rule.operator(op, self.tier).is_none()) {
            // Two properties of different types: that no operator fits is said already.
            if !(mismatched && rules.len() > 1 && anywhere()) {
                let finding = self.unsupported_operator(expr, op, Some(rule));
                self.reject(mark, finding);
            }
            return condition;
        }
        if rules.is_empty() && !anywhere() {
            let finding = self.unsupported_operator(expr, op, None);
            self.reject(mark, finding);
            return condition;
        }
        if mismatched {
            return condition;
        }
        let computed = |o: &Operand<'_>| {
            matches!(o.subject, Subject::Computed)
                && !o.constant
                && !matches!(o.kind, Kind::Unknown)
        };
        self.suggest_period(expr, mark);
        if (computed(&l) || computed(&r)) && self.scopes.is_empty() {
            // Where the function itself is refused, that says it.
            let found = self.rejected.get(mark..).unwrap_or_default();
            let said = found.iter().any(|finding| {
                finding.is_error() && [left.span(), right.span()].contains(&finding.span())
            });
            if !said {
                let finding = self.compared_condition(expr, op);
                self.reject(mark, finding);
            }
            return condition;
        }
        if !l.is_unknown() && !r.is_unknown() {
            self.warn_undocumented(expr, op, &rules);
            self.warn_truth(expr, op, &l, &r);
        }
        condition
    }

    /// `date(p) eq 2024-05-01`: the function is refused, but the day can be written as a range.
    fn suggest_period(&mut self, expr: &'a Expr, mark: usize) {
        let Some(period) = period::of_comparison(expr) else { return };
        if !self.is_report() {
            return;
        }
        if let Some(mended) = self.within(&period)
            && let Some(finding) = self.rejected.get_mut(mark)
            && finding.code() == Code::UnsupportedFunction
        {
            let text = wording::parenthesized(&mended);
            let help = format!("write `{text}`, if the times in the log are in UTC");
            *finding = Self::suggest(finding.clone().with_help(help), expr.span(), text, false);
        }
    }

    pub(super) fn membership(
        &mut self,
        expr: &'a Expr,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Operand<'a> {
        let mark = self.rejected.len();
        let l = self.value(left);
        if let ExprKind::List(items) = right.kind() {
            for item in items {
                let value = self.value(item);
                self.types_differ(item, (left, &l), (item, &value));
            }
        } else {
            let r = self.value(right);
            let (context, span) = (self.context(), expr.span());
            let (l, r) = (l.typed(left), r.typed(right));
            semantic::membership(context, span, l, r, &mut self.faults);
        }
        let finding = self.membership_rejected(expr, right);
        self.reject(mark, finding);
        Operand::condition()
    }

    pub(super) fn flags(&mut self, expr: &'a Expr, left: &'a Expr, right: &'a Expr) -> Operand<'a> {
        let mark = self.rejected.len();
        let l = self.value(left);
        let r = self.value(right);
        let (context, span) = (self.context(), expr.span());
        semantic::flags(context, span, l.typed(left), r.typed(right), &mut self.faults);
        let finding = self.unsupported_word(expr, "has", Some(BinaryOp::Has));
        self.reject(mark, finding);
        Operand::condition()
    }

    /// `not a eq b` reads as `(not a) eq b`; it is checked as the `not (a eq b)` that was meant.
    fn misread_not(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        inner: &'a Expr,
        right: &'a Expr,
    ) -> Operand<'a> {
        let mark = self.rejected.len();
        let l = self.value(inner);
        let r = self.value(right);
        self.unquoted((inner, &l), (right, &r));
        self.types_differ(expr, (inner, &l), (right, &r));
        let meant = binary(op, inner, right);
        let message =
            format!("`not` binds tighter than `{op}`: this reads as `(not {inner}) {op} …`");
        let finding = Diagnostic::new(Code::NotPrecedence, expr.span(), message);
        self.faults.push(match &meant {
            Some(meant) => {
                let mended = format!("not ({meant})");
                let finding = finding.with_help(format!("write `{mended}`"));
                Self::suggest(finding, expr.span(), mended, true)
            }
            None => finding.with_help("put the condition in parentheses: `not (…)`"),
        });
        let granted = self.endpoint.connective(crate::endpoint::Connective::Not, self.tier);
        if granted.is_none() {
            let negation = meant
                .and_then(|meant| Expr::new(ExprKind::Not(Box::new(meant)), Span::default()).ok());
            let finding = match &negation {
                Some(negation) => self.negation_rejected(expr, negation),
                None => self.unsupported_word(expr, "not", None),
            };
            self.reject(mark, finding);
        }
        Operand::condition()
    }

    /// Reports operands whose types do not go together; whether there are such.
    fn types_differ(
        &mut self,
        expr: &'a Expr,
        (left, l): (&'a Expr, &Operand<'a>),
        (right, r): (&'a Expr, &Operand<'a>),
    ) -> bool {
        let (context, span) = (self.context(), expr.span());
        semantic::comparison(context, span, l.typed(left), r.typed(right), &mut self.faults)
    }

    const fn context(&self) -> Context<'a> {
        let schema = Some(&self.endpoint.schema);
        Context { schema, source: self.source, typing: Typing::Declared }
    }

    /// `provisioningAction eq create`: a value without its quotes reads as a name.
    fn unquoted(&mut self, left: (&'a Expr, &Operand<'a>), right: (&'a Expr, &Operand<'a>)) {
        for ((name, unknown), (_, other)) in [(left, right), (right, left)] {
            let Subject::UnknownName { at, .. } = unknown.subject else { continue };
            // Beside a literal it is the property that is misspelled.
            if other.meant().is_none() {
                continue;
            }
            if let Some(reported) = self.faults.get_mut(at)
                && let Some(finding) = semantic::unquoted(name, other.kind, reported)
            {
                *reported = finding;
            }
        }
    }

    fn warn_undocumented(&mut self, expr: &'a Expr, op: BinaryOp, rules: &[&PropertyRule]) {
        if let [left, right] = rules {
            let (left, right) = (&left.path, &right.path);
            let message =
                format!("comparing two properties, `{left}` and `{right}`, is not documented");
            self.rejected.push(
                Diagnostic::new(Code::Undocumented, expr.span(), message)
                    .with_help(self.send_and_filter()),
            );
            return;
        }
        let grants = rules.iter().filter_map(|rule| rule.operator(op, self.tier));
        if let Some(grant) = grants.max_by_key(|grant| grant.tier)
            && grant.tier == Tier::Observed
        {
            let path = rules.first().map_or("", |rule| rule.path.as_str());
            let what = format!("`{op}` on `{path}`");
            self.rejected.push(wording::undocumented(expr.span(), &what, &grant.source));
        }
    }
}
