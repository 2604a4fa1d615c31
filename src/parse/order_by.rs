//! `$orderby` (ABNF `orderby`).

use super::context::{Context, Parsed};
use super::expr::common_expr;
use super::lex::{after_byte, after_keyword, space};
use crate::ast::{Direction, OrderBy, OrderByItem};

/// Items with commas between them. White space around a comma is taken, as services do.
pub(super) fn order_by<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, OrderBy> {
    let mut items = Vec::new();
    let mut rest = input;
    loop {
        let item;
        (rest, item) = order_by_item(cx, rest)?;
        items.push(item);
        cx.check_items(items.len(), rest)?;
        match after_byte(space(rest), b',') {
            Some(after) => rest = space(after),
            None => break,
        }
    }
    let order = OrderBy::parsed(items);
    Ok((rest, order.map_err(|e| cx.tree_fault(&e, cx.offset(input), cx.offset(rest)))?))
}

fn order_by_item<'a>(cx: Context<'a>, input: &'a str) -> Parsed<'a, OrderByItem> {
    let (rest, expr) = common_expr(cx, input, "where an item of the order should stand")?;
    let at = space(rest);
    let (rest, direction) = if let Some(rest) = after_keyword(at, "asc") {
        (rest, Direction::Asc)
    } else if let Some(rest) = after_keyword(at, "desc") {
        (rest, Direction::Desc)
    } else {
        (rest, Direction::Asc)
    };
    Ok((rest, OrderByItem { expr, direction, span: cx.between(input, rest) }))
}
