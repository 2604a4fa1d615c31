//! Mutants as branches of the program: where each stands in a source, and how it is written.

use std::collections::HashMap;
use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ReturnType};

use crate::edit::{Edit, Side, Site};
use crate::list::{Genre, Mutant, Place, State};
use crate::operator::{assignment, comparison, has_let, in_let_chain};

type Pieces = Vec<(String, Option<usize>)>;

/// The edits that write the mutants of one file, given by number, into its text. Those that
/// cannot be written get another state.
pub(crate) fn switch(
    text: &str,
    numbers: &[usize],
    mutants: &mut [Mutant],
) -> syn::Result<(Vec<Edit>, Vec<Site>)> {
    let mut places: HashMap<_, Vec<_>> = HashMap::new();
    for &number in numbers {
        if let Some(mutant) = number.checked_sub(1).and_then(|index| mutants.get(index))
            && mutant.state == State::Switched
        {
            let found = places.entry((mutant.genre, mutant.span.start)).or_default();
            found.push((number, mutant.replacement.clone()));
        }
    }
    let mut switch =
        Switch { text, places, depth: 0, edits: vec![], sites: vec![], refused: vec![] };
    switch.visit_file(&syn::parse_file(text)?);
    let left = switch.places.into_values().flatten().map(|(number, _)| (number, State::Apart));
    let refused = switch.refused.into_iter().map(|number| (number, State::Refused));
    for (number, state) in left.chain(refused) {
        if let Some(mutant) = mutants.get_mut(number - 1) {
            mutant.state = state;
        }
    }
    Ok((switch.edits, switch.sites))
}

struct Switch<'a> {
    text: &'a str,
    /// The mutants that have not been met: number and replacement.
    places: HashMap<(Genre, Place), Vec<(usize, String)>>,
    depth: usize,
    edits: Vec<Edit>,
    sites: Vec<Site>,
    refused: Vec<usize>,
}

impl Switch<'_> {
    /// The mutants of a kind that begin where this does.
    fn take(&mut self, genre: Genre, span: Span) -> Vec<(usize, String)> {
        let start = span.start();
        let place = Place { line: start.line, column: start.column + 1 };
        self.places.remove(&(genre, place)).unwrap_or_default()
    }

    fn site<'m>(
        &mut self,
        range: Range<usize>,
        mutants: impl IntoIterator<Item = &'m (usize, String)>,
    ) {
        let mutants = mutants.into_iter().map(|(number, _)| *number).collect();
        self.sites.push(Site { range, mutants });
    }

    /// Text for the site that was made last.
    fn put(&mut self, range: Range<usize>, side: Side, pieces: Pieces) {
        let site = self.sites.len().saturating_sub(1);
        self.edits.push(Edit { range, side, depth: self.depth, site, pieces });
    }

    fn around(&mut self, range: Range<usize>, before: &str, after: Pieces) {
        self.put(range.start..range.start, Side::Before, vec![(before.to_owned(), None)]);
        self.put(range.end..range.end, Side::After, after);
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        // One of several types, which are not told apart, cannot be returned early.
        let opaque = matches!(&signature.output, ReturnType::Type(_, kind)
            if self.text.get(kind.span().byte_range()).is_some_and(|kind| kind.contains("impl ")));
        let Some(first) = block.stmts.first().filter(|_| !opaque) else { return };
        let mutants = self.take(Genre::FnValue, first.span());
        let mut pieces = vec![];
        for (number, replacement) in &mutants {
            pieces.push((format!("if crate::mutant::on({number}) {{ "), None));
            pieces.push((format!("return {replacement};"), Some(*number)));
            pieces.push((" } ".to_owned(), None));
        }
        let start = first.span().byte_range().start;
        let whole = signature.span().byte_range().start..block.span().byte_range().end;
        self.site(whole, &mutants);
        self.put(start..start, Side::Before, pieces);
    }

    fn binary(&mut self, expr: &syn::ExprBinary) {
        let (range, operator) = (expr.span().byte_range(), expr.op.span().byte_range());
        let mutants = self.take(Genre::BinaryOperator, expr.op.span());
        let Some((first, _)) = mutants.first() else { return };
        let sign = self.text.get(operator.clone()).unwrap_or_default().to_owned();
        if in_let_chain(expr) {
            self.refused.extend(mutants.iter().map(|(number, _)| number));
            return;
        }
        self.site(range.clone(), &mutants);
        let glue = |text: String| vec![(text, None)];
        match expr.op {
            // With the other operator, the right side counts where it did not.
            BinOp::And(_) | BinOp::Or(_) => {
                let same = if matches!(expr.op, BinOp::And(_)) { "!=" } else { "==" };
                let middle = format!("; if left_{first} {same} crate::mutant::on({first}) {{ ");
                self.put(operator, Side::Instead, glue(middle));
                let end = format!(" }} else {{ left_{first} }} }})");
                self.around(range, &format!("({{ let left_{first} = "), glue(end));
            }
            _ if comparison(&expr.op) => {
                self.put(operator, Side::Instead, glue("), &(".to_owned()));
                let mut end = glue(")) { (l, r) => ".to_owned());
                end.extend(choice(&mutants, &format!("*l {sign} *r"), |sign| {
                    format!("*l {sign} *r")
                }));
                end.extend(glue(" })".to_owned()));
                self.around(range, "(match (&(", end);
            }
            _ if assignment(&expr.op) => {
                let left = self.text.get(expr.left.span().byte_range()).unwrap_or_default();
                let mut end = glue(") { r => ".to_owned());
                let with = |sign: &str| format!("{left} {sign} r");
                end.extend(choice(&mutants, &with(&sign), with));
                end.extend(glue(" })".to_owned()));
                // The place is evaluated after the value, as the language has it.
                let right = expr.right.span().byte_range();
                self.put(range.start..right.start, Side::Instead, glue("(match (".to_owned()));
                self.put(right.end..right.end, Side::After, end);
            }
            _ => {
                self.put(operator, Side::Instead, glue(", ".to_owned()));
                let mut end = glue(") { (l, r) => ".to_owned());
                end.extend(choice(&mutants, &format!("l {sign} r"), |sign| format!("l {sign} r")));
                end.extend(glue(" })".to_owned()));
                self.around(range, "(match (", end);
            }
        }
    }

    fn unary(&mut self, expr: &syn::ExprUnary) {
        let mutants = self.take(Genre::UnaryOperator, expr.op.span());
        if mutants.is_empty() {
            return;
        }
        let (range, operator) = (expr.span().byte_range(), expr.op.span().byte_range());
        let sign = self.text.get(operator.clone()).unwrap_or_default().to_owned();
        self.site(range.clone(), &mutants);
        let mut end = vec![(") { v => ".to_owned(), None)];
        end.extend(choice(&mutants, &format!("{sign}v"), |_| "v".to_owned()));
        end.push((" })".to_owned(), None));
        self.put(operator, Side::Instead, vec![]);
        self.around(range, "(match (", end);
    }

    fn arms(&mut self, found: &syn::ExprMatch) {
        // Without its last arm, a match leaves out what that arm was for.
        if let Some(last) = found.arms.last() {
            let last = self.take(Genre::MatchArm, last.span());
            self.refused.extend(last.iter().map(|(number, _)| number));
        }
        let mut deleted = vec![];
        for arm in &found.arms {
            deleted.extend(self.arm(arm));
        }
        // Where rustc says that cases are left out.
        self.site(found.expr.span().byte_range(), &deleted);
    }

    /// Writes the mutants of an arm: those that delete it, if no other arm need do.
    fn arm(&mut self, arm: &syn::Arm) -> Vec<(usize, String)> {
        let mut mutants = self.take(Genre::MatchArm, arm.span());
        let deleted: String =
            mutants.iter().map(|(number, _)| format!("!crate::mutant::on({number})")).collect();
        let range = arm.span().byte_range();
        let Some((_, guard)) = &arm.guard else {
            if !mutants.is_empty() {
                let end = arm.pat.span().byte_range().end;
                self.site(range, &mutants);
                self.put(end..end, Side::After, vec![(format!(" if {deleted}"), None)]);
            }
            return mutants;
        };
        let guards = self.take(Genre::MatchArmGuard, guard.span());
        let mut before: Vec<_> = (!deleted.is_empty()).then_some(deleted).into_iter().collect();
        let mut always = "(".to_owned();
        for (number, replacement) in &guards {
            match replacement.as_str() {
                "true" => always = format!("(crate::mutant::on({number}) || "),
                _ => before.push(format!("!crate::mutant::on({number})")),
            }
        }
        mutants.extend(guards);
        if mutants.is_empty() || has_let(guard) {
            self.put_back(Genre::MatchArmGuard, mutants);
            return vec![];
        }
        before.push(always);
        self.site(range, &mutants);
        self.around(guard.span().byte_range(), &before.join(" && "), vec![(")".to_owned(), None)]);
        vec![]
    }

    /// Mutants that were met, but cannot be written.
    fn put_back(&mut self, genre: Genre, mutants: Vec<(usize, String)>) {
        self.places.entry((genre, Place { line: 0, column: 0 })).or_default().extend(mutants);
    }
}

impl<'ast> Visit<'ast> for Switch<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        self.depth += 1;
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        self.depth += 1;
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        self.depth += 1;
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.depth += 1;
        match expr {
            Expr::Binary(binary) => {
                self.binary(binary);
                // The left side of an assignment is written several times, as it is.
                if assignment(&binary.op) {
                    self.visit_expr(&binary.right);
                    self.depth -= 1;
                    return;
                }
            }
            Expr::Unary(unary) => self.unary(unary),
            Expr::Match(found) => self.arms(found),
            _ => {}
        }
        visit::visit_expr(self, expr);
        self.depth -= 1;
    }

    // What the compiler evaluates cannot be switched.
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
}

/// `if on(1) { … } else if on(2) { … } else { otherwise }`.
fn choice(mutants: &[(usize, String)], otherwise: &str, with: impl Fn(&str) -> String) -> Pieces {
    let mut pieces = vec![];
    for (number, replacement) in mutants {
        pieces.push((format!("if crate::mutant::on({number}) {{ "), None));
        pieces.push((with(replacement), Some(*number)));
        pieces.push((" } else ".to_owned(), None));
    }
    pieces.push((format!("{{ {otherwise} }}"), None));
    pieces
}
