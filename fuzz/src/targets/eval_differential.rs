//! An arbitrary filter over an arbitrary record: compiled and asked of the parsed value, of the
//! bytes as they stand, of the bytes by way of a scan, and of what a store keeps in columns, it says
//! what the second interpreter says.
//!
//! The first byte says whether there is a schema, and whether what follows chooses a filter and
//! a record of the generator, or is a filter, a line break and a record.

use std::ops::ControlFlow;
use std::str;

use odata_query::Filter;
use odata_query::ast::{
    Expr, ExprKind, Function, Literal, Path, Segment, SegmentKind, TypeTest, Visit, walk_expr,
    walk_path,
};
use odata_query::eval::{Predicate, RawJson, RawRecords};
use odata_query::input::{InputFormat, Records};
use odata_query::scan::{ScanItem, ScanOptions, Unwrap, Validation, scan};
use odata_query::store::ColumnStore;
use serde_json::Value as Json;

use super::input::Input;
use super::names::has_each_name_once;
use super::reference::{Choices, Says, by_evaluator, by_reference, compiled};

pub(crate) fn run(bytes: &[u8]) -> bool {
    let mut input = Input::new(bytes);
    let kind = input.byte();
    let typed = kind & 1 == 1;
    if kind & 2 == 0 {
        let length = usize::from(input.byte());
        let spelling = input.byte();
        let mut choices = Choices::new(input.take(length), typed);
        let text = if kind & 4 == 0 {
            choices.filter()
        } else {
            // Shallow, so that more of the comparison itself is seen.
            let operator = choices.one(&["eq", "ne", "gt", "ge", "lt", "le", "add"]);
            format!("{} {operator} {}", choices.operand(), choices.constant())
        };
        let filter: Filter = text.parse().expect("generated filters are filters");
        let record = Choices::new(input.rest(), typed).record();
        let text = spelled(&record, spelling);
        return agree(&filter, &record, text.as_bytes(), typed, true);
    }
    let Ok(text) = str::from_utf8(input.rest()) else { return false };
    let Some((filter, record)) = text.split_once('\n') else { return false };
    let (Ok(filter), true) = (filter.parse::<Filter>(), has_each_name_once(record.as_bytes()))
    else {
        return false;
    };
    // serde_json reads -0 as the double -0.0, the evaluator as an integer.
    if has_negative_zero(record) {
        return false;
    }
    let value: Json = serde_json::from_str(record).expect("it has been read before");
    value.is_object() && agree(&filter, &value, record.as_bytes(), typed, false)
}

/// Whether a `-0` without a point or an exponent may be in a text.
fn has_negative_zero(record: &str) -> bool {
    record.match_indices("-0").any(|(at, _)| {
        let next = record.as_bytes().get(at + 2);
        !matches!(next, Some(b'.' | b'e' | b'E' | b'0'..=b'9'))
    })
}

/// Whether an answer could be compared: a filter that nobody takes says nothing.
fn agree(filter: &Filter, value: &Json, record: &[u8], typed: bool, generated: bool) -> bool {
    let predicate = compiled(filter, typed);
    let context = || format!("{filter} over {}, typed: {typed}", String::from_utf8_lossy(record));
    let says = by_evaluator(predicate.as_ref(), value);
    if generated || is_known(filter) {
        let expected = by_reference(filter, value, typed);
        // The generator knows which names the second interpreter does; a text may have others.
        let beyond = !generated && typed && expected == Says::Refused;
        assert!(says == expected || beyond, "{says:?}, not {expected:?}: {}", context());
    }
    let Some(predicate) = predicate else { return false };
    let answer = predicate.evaluate(value);
    assert_eq!(predicate.evaluate(RawJson::new(record)), answer, "as it stands: {}", context());
    let mut records = RawRecords::default();
    if let Some((found, _)) = records.read(record) {
        assert_eq!(predicate.evaluate(found), answer, "as it is read: {}", context());
    }
    assert_eq!(predicate.explain(value).truth(), answer, "explained: {}", context());
    let store: ColumnStore<Json> = [Json::Null, value.clone()].into_iter().collect();
    let found = store.filter(&predicate).any(|found| std::ptr::eq(found, &store.records()[1]));
    assert_eq!(found, says == Says::True, "out of columns: {}", context());
    if let Some(found) = by_scan(&predicate, value, record) {
        let expected = (says == Says::True, false);
        assert_eq!(found, expected, "by scanning: {}", context());
    }
    true
}

/// Whether a scan that passes over what cannot match finds the record, and whether it has
/// anything else to say; none where the record is no record of its own.
fn by_scan(predicate: &Predicate, value: &Json, record: &[u8]) -> Option<(bool, bool)> {
    let mut options = ScanOptions {
        validation: Validation::Skip,
        schema: None,
        unwrap: Unwrap::None,
        ..ScanOptions::default()
    };
    options.read.format = InputFormat::Object;
    let alone = Records::with_options(record, options.read).collect::<Result<Vec<_>, _>>().ok()?;
    if !matches!(alone.as_slice(), [one] if one.value() == value) {
        return None;
    }
    let (mut matched, mut more) = (false, false);
    scan(record, predicate, &options, |batch| {
        for found in batch {
            match found {
                ScanItem::Match(_) => matched = true,
                // Where evaluating fails, it says so or has not looked.
                ScanItem::Failed(..) => {}
                ScanItem::ReadError(_) => more = true,
            }
        }
        ControlFlow::Continue(())
    });
    Some((matched, more))
}

/// The same record with other white space and other spellings of its letters.
fn spelled(record: &Json, spelling: u8) -> String {
    let text = if spelling & 1 == 0 {
        record.to_string()
    } else {
        serde_json::to_string_pretty(record).expect("JSON")
    };
    let every = usize::from(spelling >> 1);
    if every == 0 {
        return text;
    }
    let (mut inside, mut escaped, mut out) = (false, false, String::new());
    for (at, c) in text.chars().enumerate() {
        if inside && !escaped && c.is_alphabetic() && at % every == 0 {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
            continue;
        }
        out.push(c);
        (inside, escaped) = match (inside, escaped, c) {
            (true, false, '\\') => (true, true),
            (_, false, '"') => (!inside, false),
            _ => (inside, false),
        };
    }
    out
}

/// Whether the second interpreter knows every part of a filter. It works a constant out at each
/// level above it, so that only small filters are put to it.
fn is_known(filter: &Filter) -> bool {
    let mut parts = Parts { known: filter.expr().height() <= 8, count: 0 };
    parts.visit_expr(filter.expr());
    parts.known && parts.count < 100
}

struct Parts {
    known: bool,
    count: usize,
}

impl<'a> Visit<'a> for Parts {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.count += 1;
        self.known &= self.count < 100
            && match expr.kind() {
                ExprKind::Literal(literal) => {
                    !matches!(literal, Literal::Binary(_) | Literal::Enum(_) | Literal::Geo(_))
                }
                ExprKind::Cast(test) | ExprKind::IsOf(test) => has_known_type(test),
                ExprKind::Call(function, _) => is_known_function(*function),
                ExprKind::Object(_) => false,
                _ => true,
            };
        walk_expr(self, expr);
    }

    fn visit_path(&mut self, path: &'a Path) {
        self.known &= path.segments().iter().enumerate().all(is_known_segment);
        walk_path(self, path);
    }
}

fn is_known_segment((at, segment): (usize, &Segment)) -> bool {
    match segment.kind() {
        SegmentKind::It | SegmentKind::This => at == 0,
        SegmentKind::Count(Some(options)) => options.search().is_none(),
        SegmentKind::Property(_) | SegmentKind::Count(None) | SegmentKind::Filter(_) => true,
        _ => false,
    }
}

/// Those whose values have one text only, so that `cast` has one answer.
fn has_known_type(test: &TypeTest) -> bool {
    const TYPES: &[&str] = &["Edm.Boolean", "Edm.Byte", "Edm.Int32", "Edm.Int64", "Edm.Double"];
    test.operand.is_some()
        && !test.type_name.collection
        && TYPES.contains(&test.type_name.name.as_str())
}

fn is_known_function(function: Function) -> bool {
    use Function as F;
    !matches!(
        function,
        F::MatchesPattern | F::SubstringOf | F::GeoDistance | F::GeoLength | F::GeoIntersects
    )
}
