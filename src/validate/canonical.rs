//! Names as the schema spells them.

use super::Validator;
use crate::ast::{
    Alias, Expr, Filter, Fold, Name, OrderBy, Path, Query, Segment, SegmentKind, TreeError,
};
use crate::schema::Schema;

impl Validator<'_> {
    /// The filter with every name that the schema knows in the schema's spelling.
    #[must_use]
    pub fn canonical_filter(&self, filter: &Filter) -> Filter {
        Filter::new(self.canonical(filter.expr())).unwrap_or_else(|_| filter.clone())
    }

    /// The order with every name that the schema knows in the schema's spelling.
    #[must_use]
    pub fn canonical_order_by(&self, orderby: &OrderBy) -> OrderBy {
        let mut items = orderby.items().to_vec();
        items.iter_mut().for_each(|item| item.expr = self.canonical(&item.expr));
        OrderBy::new(items).unwrap_or_else(|_| orderby.clone())
    }

    /// The query with every name that the schema knows in the schema's spelling.
    #[must_use]
    pub fn canonical_query(&self, query: &Query) -> Query {
        let mut canonical = query.clone();
        canonical.filter = query.filter().map(|filter| self.canonical_filter(filter));
        canonical.order_by = query.order_by().map(|orderby| self.canonical_order_by(orderby));
        let alias = |alias: &Alias| Alias { value: self.canonical(&alias.value), ..alias.clone() };
        canonical.aliases = query.aliases().iter().map(alias).collect();
        canonical
    }

    fn canonical(&self, expr: &Expr) -> Expr {
        let folded = Canonical(&self.endpoint.schema).fold_expr(expr.clone());
        folded.unwrap_or_else(|_| expr.clone())
    }
}

struct Canonical<'s>(&'s Schema);

impl Fold for Canonical<'_> {
    fn fold_path(&mut self, path: Path) -> Result<Path, TreeError> {
        match self.spelled(&path) {
            Some(segments) => Path::new(segments),
            None => crate::ast::fold_path_parts(self, path),
        }
    }
}

impl Canonical<'_> {
    /// The segments of a path of names that the schema knows.
    fn spelled(&self, path: &Path) -> Option<Vec<Segment>> {
        let _all_are_names = path.property_names()?;
        let resolved = self.0.resolve(path).ok()?;
        let spelled = resolved.steps.iter().map(|step| {
            let name = Name::new(step.name).ok()?;
            Some(Segment::new(SegmentKind::Property(name), step.span))
        });
        spelled.collect()
    }
}
