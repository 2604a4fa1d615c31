//! Compiling a filter, and evaluating it over records.

use super::compile::Compiler;
use super::error::{CompileError, EvalError};
use super::interpret::{Env, is_true, truth};
use super::ir::Ir;
use super::node::Node;
use crate::ast::{Alias, DateTimeOffset, Filter};
use crate::diagnostic::Diagnostic;
use crate::schema::Schema;

/// What a filter or an order is compiled with. The default takes any JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompileOptions<'s> {
    /// The model of the records. With it, names are checked and found under every name that
    /// records have them by, types are checked, and the numbers of enumeration members are
    /// read as their names. Without it, a name that no record has is null.
    pub schema: Option<&'s Schema>,
    /// The value of `now()`.
    pub now: Option<DateTimeOffset>,
    /// The values of parameter aliases, such as those of a [`Query`](crate::Query).
    pub aliases: &'s [Alias],
}

impl<'s> CompileOptions<'s> {
    /// Records of this model.
    #[must_use]
    pub fn with_schema(schema: &'s Schema) -> Self {
        Self { schema: Some(schema), ..Self::default() }
    }
}

/// The former name of [`CompileOptions`].
pub type Compile<'s> = CompileOptions<'s>;

/// A compiled filter, to be evaluated over records. It borrows nothing.
#[derive(Clone, Debug)]
pub struct Predicate {
    ir: Ir,
    warnings: Vec<Diagnostic>,
}

impl Filter {
    /// Makes the filter ready for records.
    ///
    /// # Errors
    /// A name or types that the schema does not bear out, a part that has the same fault for
    /// every record (`1 div 0`), a filter that is not Boolean, or a part of the language that
    /// cannot be evaluated away from the service.
    ///
    /// ```
    /// use odata_query::eval::CompileOptions;
    /// use odata_query::schema::{ApiVersion, Schema};
    /// use odata_query::{Code, Filter};
    ///
    /// let records = CompileOptions::with_schema(Schema::provisioning(ApiVersion::V1_0));
    /// let filter: Filter = "jbId eq 'a'".parse().unwrap();
    /// let error = filter.compile(&records).unwrap_err();
    /// assert_eq!(error.diagnostic().code(), Code::UnknownProperty);
    /// assert_eq!(error.diagnostic().help(), Some("write `jobId`"));
    /// ```
    pub fn compile(&self, options: &CompileOptions<'_>) -> Result<Predicate, CompileError> {
        let mut compiler = Compiler::new(options);
        let ir = compiler.condition(self.expr())?;
        Ok(Predicate { ir, warnings: compiler.warnings })
    }
}

impl Predicate {
    /// Whether the record meets the filter: true, false or null.
    ///
    /// The rules are those of [the module](super#what-a-filter-means).
    ///
    /// # Errors
    /// When types do not go together in this record, or a calculation has no result.
    pub fn evaluate<'a, N: Node<'a>>(&self, record: N) -> Result<Option<bool>, EvalError> {
        truth(&self.ir, Env { record: record.fast(), locals: None })
    }

    /// Whether the record is one that the query returns: the filter is true, not false, null
    /// or an error.
    #[inline]
    pub fn matches<'a, N: Node<'a>>(&self, record: N) -> bool {
        is_true(&self.ir, record.fast())
    }

    pub(crate) const fn ir(&self) -> &Ir {
        &self.ir
    }

    /// What deserves attention: a name in another case, an unknown enumeration member.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
