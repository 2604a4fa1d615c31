//! What the library gives can be shared between threads and sent to others. Checked by the
//! compiler: taking it back would be a change of the public interface.

use odata_query::ast::{
    Alias, Expr, Geo, GeoShape, Lambda, Literal, OrderByItem, OtherOption, Path, TreeError,
};
use odata_query::build::{BuildError, Condition, Field, Operand, OrderKey, QueryBuilder};
use odata_query::client::{
    Failure, LinkError, NextLink, Page, PageCursor, PageError, RetryAfter, ServiceError,
};
use odata_query::endpoint::Endpoint;
use odata_query::eval::{
    Compile, CompileError, EvalError, Explanation, Order, PageBuilder, Predicate, QueryRunner,
    RawJson, RawRecords, ResultPage, SortKey, Sorted, TokenError,
};
use odata_query::graph::field;
use odata_query::graph::{EventNode, ProvisioningObjectSummary};
use odata_query::input::{LineColumn, ReadError, Record, Records};
use odata_query::scan::{Batch, Match, ScanItem, ScanOptions};
use odata_query::schema::Schema;
use odata_query::store::ColumnStore;
use odata_query::url::{ParsedRequest, UrlParts};
use odata_query::validate::{Fixed, Report, Validator};
use odata_query::{Diagnostic, Filter, Limits, OrderBy, Query, SkipToken, Span, Suggestion};

const fn can_be_sent_and_shared<T: Send + Sync>() {}

macro_rules! pinned {
    ($($type:ty),+ $(,)?) => {
        #[test]
        fn public_types_can_be_sent_and_shared() {
            $(can_be_sent_and_shared::<$type>();)+
        }
    };
}

pinned! {
    Filter, OrderBy, Query, SkipToken, Limits, Span, Diagnostic, Suggestion,
    Expr, Path, Literal, Lambda, Geo, GeoShape, OrderByItem, Alias, OtherOption, TreeError,
    Condition, Operand, OrderKey, QueryBuilder, BuildError, Field<field::JobIdProperty>,
    Endpoint, Schema, ParsedRequest, UrlParts, Validator<'static>, Report, Fixed,
    Compile<'static>, CompileError, EvalError, Explanation, Predicate, Order, SortKey,
    Sorted<u8>, QueryRunner, PageBuilder<'static, u8>, ResultPage<u8>, TokenError, RawJson<'static>,
    RawRecords, ColumnStore<ProvisioningObjectSummary>,
    Record, ReadError, LineColumn, Records<&'static [u8]>, ScanOptions, ScanItem<'static>,
    Match<'static>, EventNode<'static>, ProvisioningObjectSummary, Failure, NextLink, Page<u8>,
    PageError, RetryAfter, ServiceError, LinkError, PageCursor,
}

/// A batch is handed on by the thread that fills it.
#[test]
fn a_batch_can_be_sent() {
    const fn can_be_sent<T: Send>() {}
    can_be_sent::<Batch<'static>>();
}

/// One compiled filter serves all threads.
#[test]
fn one_predicate_is_asked_by_many_threads() {
    let filter: Filter = "a gt 5 and contains(b,'x')".parse().expect("a filter");
    let predicate = filter.compile(&Compile::default()).expect("it compiles");
    let matches: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|thread| {
                let predicate = &predicate;
                scope.spawn(move || {
                    let line = format!("{{\"a\":{},\"b\":\"xyz\"}}", thread * 4);
                    usize::from(predicate.matches(RawJson::new(line.as_bytes())))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).sum()
    });
    assert_eq!(matches, 2);
}
