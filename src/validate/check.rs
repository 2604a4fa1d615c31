//! One pass over an expression.

use std::cell::OnceCell;

use super::operand::{Class, Kind, Operand, Subject, class};
use super::residual::Fallback;
use super::spelling_cache::SpellingCache;
use super::wording;
use crate::ast::{Alias, BinaryOp, Expr, ExprKind, Lambda, OrderBy, Path, Segment, TypeTest};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::endpoint::{Connective, Endpoint, Tier};
use crate::schema::Type;
use crate::semantic::{self, Root, Scopes, Typing};
use crate::span::Span;

/// What an expression is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Filter,
    Order,
}

/// The state of one pass.
pub(super) struct Checker<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) tier: Tier,
    pub(super) source: Option<&'a str>,
    pub(super) purpose: Purpose,
    pub(super) aliases: &'a [Alias],
    /// The lambda variables in sight and their types, the innermost last.
    pub(super) scopes: Scopes<'a>,
    /// Wrong names, members and types, and warnings that do not depend on the endpoint.
    pub(super) faults: Vec<Diagnostic>,
    /// What the endpoint does not accept or document. The finding about an outer part replaces
    /// those about its inner parts.
    pub(super) rejected: Vec<Diagnostic>,
    /// How much of a finding is needed.
    pub(super) mode: Mode,
    /// The properties meant by unknown names, shared with all probes.
    pub(super) spellings: &'a SpellingCache,
    /// Whether this is an operand of a comparison.
    pub(super) in_comparison: bool,
    /// Whether a parameter alias without a value is a placeholder for any value.
    pub(super) placeholders: bool,
    /// The filter that is checked.
    pub(super) root: Option<&'a Expr>,
    /// What to do about the filter as a whole where it has no equivalent.
    pub(super) fallback: OnceCell<Fallback>,
    /// The outermost `not` around the checked part, if the endpoint accepts `not`.
    pub(super) negation: Option<Negation<'a>>,
}

/// How much of a finding is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// All of it: message, help and suggestion.
    Report,
    /// Its code and place, because a finding about an outer part replaces it.
    Suppressed,
    /// Its code and suggestion: the condition is only tested for whether it is accepted.
    Probe,
}

/// The negations around a condition at an endpoint that accepts `not`.
#[derive(Clone, Copy)]
pub(super) struct Negation<'a> {
    /// The outermost one.
    pub(super) outermost: &'a Expr,
    /// Whether the conditions within are negated: not by an even number of them.
    pub(super) odd: bool,
}

impl<'a> Checker<'a> {
    pub(super) const fn new(
        endpoint: &'a Endpoint,
        tier: Tier,
        source: Option<&'a str>,
        purpose: Purpose,
        aliases: &'a [Alias],
        spellings: &'a SpellingCache,
    ) -> Self {
        Self {
            endpoint,
            tier,
            source,
            purpose,
            aliases,
            scopes: Scopes::new(),
            faults: Vec::new(),
            rejected: Vec::new(),
            mode: Mode::Report,
            spellings,
            in_comparison: false,
            placeholders: false,
            root: None,
            fallback: OnceCell::new(),
            negation: None,
        }
    }

    /// Whether findings are shown, so that helps and suggestions are worked out.
    pub(super) fn is_report(&self) -> bool {
        self.mode == Mode::Report
    }

    /// Whether findings are only counted.
    pub(super) fn is_probe(&self) -> bool {
        self.mode == Mode::Probe
    }

    /// A checker that tests another condition in the place of one.
    pub(super) fn probe<'b>(&'b self, source: Option<&'b str>) -> Checker<'b> {
        Checker {
            mode: Mode::Probe,
            placeholders: self.placeholders,
            ..Checker::new(
                self.endpoint,
                self.tier,
                source,
                Purpose::Filter,
                self.aliases,
                self.spellings,
            )
        }
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        let mut found = self.faults;
        found.extend(self.rejected);
        found
    }

    pub(super) fn filter(&mut self, expr: &'a Expr) {
        self.root = Some(expr);
        if self.condition(expr) {
            self.warn_constant(expr);
        }
    }

    pub(super) fn orderby(&mut self, orderby: &'a OrderBy) {
        for item in orderby.items() {
            let mark = self.rejected.len();
            self.value(&item.expr);
            if let Some(finding) = self.not_a_sort_key(&item.expr) {
                self.reject(mark, finding);
            }
        }
    }

    /// Checks that an expression is a condition; whether it is a constant one.
    pub(super) fn condition(&mut self, expr: &'a Expr) -> bool {
        let operand = self.value(expr);
        match operand.kind {
            Kind::Null | Kind::Unknown => {}
            Kind::One(ty) if matches!(class(ty), Class::Boolean | Class::Any) => {
                self.bare_property(expr, &operand);
            }
            kind => {
                self.faults.push(semantic::not_a_condition(expr, kind));
                return false;
            }
        }
        operand.constant
    }

    /// Checks an expression of any type.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Operand<'a> {
        match expr.kind() {
            ExprKind::Literal(literal) => Operand::literal(literal, &self.endpoint.schema),
            ExprKind::Path(path) => self.path(path, expr.span()),
            ExprKind::And(operands) => self.chain(expr, Connective::And, operands),
            ExprKind::Or(operands) => self.chain(expr, Connective::Or, operands),
            ExprKind::Not(operand) => self.negation(expr, operand),
            ExprKind::Negate(operand) => self.negative(expr, operand),
            ExprKind::Binary(op, operands) => {
                let [left, right] = &**operands;
                match op {
                    BinaryOp::In => self.membership(expr, left, right),
                    BinaryOp::Has => self.flags(expr, left, right),
                    op if op.is_comparison() => self.comparison(expr, *op, left, right),
                    op => self.arithmetic(expr, *op, left, right),
                }
            }
            ExprKind::Call(function, arguments) => self.call(expr, *function, arguments),
            ExprKind::Cast(test) => self.type_test(expr, "cast", test),
            ExprKind::IsOf(test) => self.type_test(expr, "isof", test),
            ExprKind::Case(branches) => self.branches(expr, branches),
            ExprKind::Lambda(lambda) => self.lambda(expr, lambda),
            ExprKind::List(items) | ExprKind::Array(items) => self.items(items),
            ExprKind::Object(members) => {
                for (_, value) in members {
                    self.value(value);
                }
                Operand::computed(Kind::Object)
            }
        }
    }

    /// Puts the finding about a part in the place of those about what is inside it, which
    /// start at the mark.
    pub(super) fn reject(&mut self, mark: usize, finding: Diagnostic) {
        self.rejected.truncate(mark);
        self.rejected.push(finding);
    }

    /// Checks the inside of a part that is rejected as a whole. Findings about the endpoint
    /// there are dropped, so that no work goes into their helps.
    pub(super) fn inside<T>(&mut self, check: impl FnOnce(&mut Self) -> T) -> T {
        let mode = self.mode;
        if mode == Mode::Report {
            self.mode = Mode::Suppressed;
        }
        let checked = check(self);
        self.mode = mode;
        checked
    }

    /// The finding with a replacement for the text of the part, if the part has a text.
    pub(super) fn suggest(
        finding: Diagnostic,
        span: Span,
        replacement: String,
        certain: bool,
    ) -> Diagnostic {
        if span.is_empty() {
            return finding;
        }
        finding.with_suggestion(Suggestion { span, replacement, certain })
    }

    fn chain(&mut self, expr: &'a Expr, word: Connective, operands: &'a [Expr]) -> Operand<'a> {
        let mark = self.rejected.len();
        let constant: Vec<bool> = operands.iter().map(|operand| self.condition(operand)).collect();
        match self.endpoint.connective(word, self.tier) {
            None => {
                let word = if word == Connective::And { "and" } else { "or" };
                let finding = self.unsupported_word(expr, word, None);
                self.reject(mark, finding);
            }
            Some(grant) if grant.tier == Tier::Observed => {
                self.rejected.push(wording::undocumented(expr.span(), "this", &grant.source));
            }
            Some(_) => {}
        }
        if constant.iter().all(|constant| *constant) {
            return Operand::condition().and_constant(true);
        }
        for (operand, _) in operands.iter().zip(&constant).filter(|(_, constant)| **constant) {
            self.warn_constant(operand);
        }
        if word == Connective::And {
            self.warn_contradiction(operands);
        }
        Operand::condition()
    }

    fn negation(&mut self, expr: &'a Expr, operand: &'a Expr) -> Operand<'a> {
        let mark = self.rejected.len();
        let grant = self.endpoint.connective(Connective::Not, self.tier);
        let constant = match grant {
            Some(_) => self.negated(expr, operand),
            None => self.inside(|checker| checker.condition(operand)),
        };
        match grant {
            None => {
                let finding = self.negation_rejected(expr, expr);
                self.reject(mark, finding);
            }
            Some(grant) if grant.tier == Tier::Observed => {
                self.rejected.push(wording::undocumented(expr.span(), "`not`", &grant.source));
            }
            Some(_) => {}
        }
        Operand::condition().and_constant(constant)
    }

    fn negated(&mut self, expr: &'a Expr, operand: &'a Expr) -> bool {
        let around = self.negation;
        self.negation = Some(Negation {
            outermost: around.map_or(expr, |negation| negation.outermost),
            odd: around.is_none_or(|negation| !negation.odd),
        });
        let constant = self.condition(operand);
        self.negation = around;
        constant
    }

    fn negative(&mut self, expr: &'a Expr, operand: &'a Expr) -> Operand<'a> {
        let mark = self.rejected.len();
        let value = self.inside(|checker| checker.value(operand));
        let wrong = semantic::negation(value.typed(operand), &mut self.faults);
        let kind = if wrong { Kind::Unknown } else { value.kind };
        let finding = self.unsupported_word(expr, "-", None);
        self.reject(mark, finding);
        Operand::computed(kind).and_constant(value.constant)
    }

    fn arithmetic(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Operand<'a> {
        let mark = self.rejected.len();
        let l = self.inside(|checker| checker.value(left));
        let r = self.inside(|checker| checker.value(right));
        let (l, r, constant) = (l.typed(left), r.typed(right), l.constant && r.constant);
        let kind = semantic::arithmetic(op, Typing::Declared, expr.span(), l, r, &mut self.faults);
        // What a part gives that is wrong or refused is not reported, and a calculated date may
        // stand for midnight as a written one does.
        let unknown = l.kind.is_unknown() || r.kind.is_unknown() || kind == Kind::DATE;
        let kind = if unknown { Kind::Unknown } else { kind };
        let finding = self.unsupported_word(expr, op.keyword(), Some(op));
        self.reject(mark, finding);
        Operand::computed(kind).and_constant(constant)
    }

    fn items(&mut self, items: &'a [Expr]) -> Operand<'a> {
        for item in items {
            self.value(item);
        }
        Operand::computed(Kind::Many(Type::Dynamic))
    }

    fn type_test(&mut self, expr: &'a Expr, name: &str, test: &'a TypeTest) -> Operand<'a> {
        let mark = self.rejected.len();
        let schema = &self.endpoint.schema;
        let kind = match schema.type_named(&test.type_name.name) {
            Some(ty) if test.type_name.collection => Kind::Many(ty),
            Some(ty) => Kind::One(ty),
            None => Kind::Unknown,
        };
        if let Some(operand) = &test.operand {
            self.inside(|checker| checker.value(operand));
        }
        let finding = self.unsupported_function(expr, name, None, None, &[]);
        self.reject(mark, finding);
        if name == "isof" { Operand::condition() } else { Operand::computed(kind) }
    }

    fn branches(&mut self, expr: &'a Expr, branches: &'a [(Expr, Expr)]) -> Operand<'a> {
        let mark = self.rejected.len();
        for (condition, value) in branches {
            self.inside(|checker| checker.condition(condition));
            self.inside(|checker| checker.value(value));
        }
        let finding = self.unsupported_function(expr, "case", None, None, &[]);
        self.reject(mark, finding);
        Operand::settled(Subject::Computed)
    }

    fn lambda(&mut self, expr: &'a Expr, lambda: &'a Lambda) -> Operand<'a> {
        let mark = self.rejected.len();
        let mut alone = None;
        self.path(&lambda.collection, lambda.collection.span());
        let member = match self.collection_type(&lambda.collection) {
            Some((ty, true)) => ty,
            Some((ty, false)) if !matches!(ty, Type::Dynamic) => {
                alone = Some(self.faults.len());
                self.faults.push(semantic::not_a_collection(lambda));
                ty
            }
            _ => Type::Dynamic,
        };
        if let Some((variable, predicate)) = &lambda.predicate {
            self.scopes.push(variable, Kind::of_schema(member, false));
            self.inside(|checker| checker.condition(predicate));
            self.scopes.pop();
        }
        let finding = self.unsupported_word(expr, lambda.op.name(), None);
        if let Some(fault) = alone.and_then(|at| self.faults.get_mut(at))
            && finding.suggestion().is_some()
            && let Some(help) = finding.help()
        {
            *fault = fault.clone().with_help(help.to_owned());
        }
        self.reject(mark, finding);
        Operand::condition()
    }

    /// The type that a path leads to, and whether there are many values of it.
    fn collection_type(&self, path: &'a Path) -> Option<(Type<'a>, bool)> {
        let (start, rest) = self.start_of(path);
        let resolved = self.endpoint.schema.resolve_from(start, false, rest).ok()?;
        Some((resolved.ty, resolved.collection))
    }

    /// The type from which a path starts, and the segments that follow.
    pub(super) fn start_of(&self, path: &'a Path) -> (Type<'a>, &'a [Segment]) {
        match self.scopes.root_of(path, Some(&self.endpoint.schema)) {
            (Root::Record, ..) => {
                let root = self.endpoint.schema.root_type().map_or(Type::Dynamic, Type::Struct);
                (root, path.segments())
            }
            (_, Kind::One(ty), rest) => (ty, rest),
            (.., rest) => (Type::Dynamic, rest),
        }
    }

    /// A Boolean property alone means `… eq true`.
    fn bare_property(&mut self, expr: &'a Expr, operand: &Operand<'a>) {
        let Some(property) = operand.property() else { return };
        let rule = property.rule;
        if rule.operator(BinaryOp::Eq, self.tier).is_none() {
            let finding = self.unsupported_operator(expr, BinaryOp::Eq, Some(rule));
            self.rejected.push(finding);
        } else if expr.as_path().is_some() {
            let message = format!("`{expr}` alone as a condition is not documented");
            let finding = Diagnostic::new(Code::Undocumented, expr.span(), message);
            // Where it is null, `not` of it is null, but `not` of `eq true` is true.
            let mended = match self.negation.is_some_and(|negation| negation.odd) {
                false => Some(format!("{expr} eq true")),
                true if !property.nullable => Some(format!("{expr} eq true")),
                true => rule.operator(BinaryOp::Ne, self.tier).map(|_| format!("{expr} ne false")),
            };
            self.rejected.push(match mended {
                Some(mended) => {
                    let finding = finding.with_help(format!("write `{mended}`"));
                    Self::suggest(finding, expr.span(), mended, true)
                }
                None => finding.with_help("compare it with `true` or `false`"),
            });
        }
    }
}
