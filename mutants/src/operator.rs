//! What kind of operator stands in an expression.

use syn::{BinOp, Expr};

/// Whether a `let` is one of the terms, beside which the compiler takes nothing but `&&`.
pub(crate) fn in_let_chain(expr: &syn::ExprBinary) -> bool {
    matches!(expr.op, BinOp::And(_)) && (has_let(&expr.left) || has_let(&expr.right))
}

pub(crate) fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => in_let_chain(binary),
        _ => false,
    }
}

pub(crate) fn comparison(operator: &BinOp) -> bool {
    use BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
    matches!(operator, Eq(_) | Ge(_) | Gt(_) | Le(_) | Lt(_) | Ne(_))
}

pub(crate) fn assignment(operator: &BinOp) -> bool {
    use BinOp::{
        AddAssign, BitAndAssign, BitOrAssign, BitXorAssign, DivAssign, MulAssign, RemAssign,
        ShlAssign, ShrAssign, SubAssign,
    };
    matches!(
        operator,
        AddAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | BitXorAssign(_)
            | DivAssign(_)
            | MulAssign(_)
            | RemAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
            | SubAssign(_)
    )
}
