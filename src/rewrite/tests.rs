//! How often the endpoint is asked, which the results of rewriting do not show.

use std::cell::Cell;

use super::{Grants, TruthSet, Verdict, equivalent, superset};
use crate::ast::{BinaryOp, Expr, ExprKind, Filter};
use crate::endpoint::Connective;
use crate::schema::{ApiVersion, Schema};

/// Accepts comparisons but `ge` and `ne`, joined with `and` and `or`; counts its verdicts.
struct Counted(Cell<usize>);

impl Grants for Counted {
    fn schema(&self) -> &Schema {
        Schema::provisioning(ApiVersion::V1_0)
    }

    fn connective(&self, connective: Connective) -> bool {
        connective != Connective::Not
    }

    fn atom(&self, condition: &Expr) -> Verdict {
        self.0.set(self.0.get() + 1);
        match condition.kind() {
            ExprKind::Binary(BinaryOp::Ge | BinaryOp::Ne, _) | ExprKind::Call(..) => {
                Verdict::Rejected
            }
            _ => Verdict::Accepted,
        }
    }
}

/// `(((jobId eq 'a' and X) or jobId eq 'b') and X) …`, so high.
fn tower(height: usize, rejected: &str) -> Expr {
    let mut text = "jobId eq 'a'".to_owned();
    for level in 0..height {
        text = match level % 2 {
            0 => format!("({text} and {rejected})"),
            _ => format!("({text} or jobId eq 'b')"),
        };
    }
    text.parse::<Filter>().unwrap().into_expr()
}

#[test]
fn verdicts_grow_with_the_size_of_a_condition_and_not_with_its_height() {
    for height in [4, 12, 28] {
        let verdicts = |run: &dyn Fn(&Counted)| {
            let grants = Counted(Cell::new(0));
            run(&grants);
            grants.0.get()
        };
        let most = 5 * height + 10;
        let exact = tower(height, "durationInMilliseconds ge 5");
        let found = verdicts(&|grants| {
            let found = equivalent(grants, &exact, TruthSet::True).unwrap();
            assert!(found.exact);
        });
        assert!(found <= most, "{height}: {found}");
        let wider = tower(height, "startswith(jobId,'a')");
        let found = verdicts(&|grants| {
            assert!(superset(grants, &wider, TruthSet::True).is_some());
        });
        assert!(found <= most, "{height}: {found}");
    }
}

#[test]
fn what_is_accepted_is_not_rewritten() {
    let grants = Counted(Cell::new(0));
    for text in ["jobId eq 'a'", "(jobId eq 'a' or id eq 'b') and (id eq 'c' and jobId eq 'd')"] {
        let filter: Filter = text.parse().unwrap();
        let found = equivalent(&grants, filter.expr(), TruthSet::True).unwrap();
        assert_eq!(found.expr.to_string(), filter.to_string());
    }
}
