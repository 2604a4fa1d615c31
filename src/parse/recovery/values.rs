//! Literals of other versions and other languages, and paths with dots.

use super::{Edit, Mistake, Refused};
use crate::ast::{Date, DateTimeOffset, Duration, Guid, LiteralError, TimeOfDay};

/// `a.b` where a path `a/b` was meant.
pub(super) fn dotted_path(refused: &Refused<'_>) -> Option<Mistake> {
    let covered = refused.covered();
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '/';
    if !covered.contains('.')
        || refused.text.get(refused.end..)?.starts_with(['(', '\''])
        || !covered.starts_with(char::is_alphabetic)
        || !covered.chars().all(is_name)
    {
        return None;
    }
    let replacement = covered.replace('.', "/");
    Some(Mistake {
        message: Some(format!(
            "`{covered}` is not a property: segments of a path have `/` between them"
        )),
        span: (refused.start, refused.end),
        help: format!("write `{replacement}`"),
        edit: Some(Edit::new(refused.start, refused.end, replacement)),
        certain: true,
    })
}

/// A date and a time without a zone.
pub(super) fn without_zone(refused: &Refused<'_>) -> Option<Mistake> {
    let Err(LiteralError::MissingZone { length }) = DateTimeOffset::scan(refused.rest().as_bytes())
    else {
        return None;
    };
    let end = refused.start + length;
    Some(Mistake {
        message: None,
        span: (refused.start, end),
        help: "add `Z` for UTC".to_owned(),
        edit: Some(Edit::new(end, end, "Z")),
        certain: false,
    })
}

/// The literals of OData 2 and 3: `datetime'…'`, `guid'…'`.
pub(super) fn old_literal(refused: &Refused<'_>) -> Option<Mistake> {
    let (prefix, rest) = refused.covered().split_once('\'')?;
    let content = rest.strip_suffix('\'')?;
    let number =
        || content.parse::<f64>().is_ok() && content.ends_with(|c: char| c.is_ascii_digit());
    let date = || content.parse::<Date>().is_ok();
    let as_it_is = |fits: bool| fits.then(|| content.to_owned());
    let mut certain = true;
    // The literal of today, and what to write where the content is none.
    let (today, example) = match prefix.to_ascii_lowercase().as_str() {
        "datetime" | "datetimeoffset" => {
            let today = match content.parse::<DateTimeOffset>() {
                Ok(_) => Some(content.to_owned()),
                Err(LiteralError::MissingZone { .. }) => Some(format!("{content}Z")),
                Err(_) => as_it_is(date()),
            };
            (today, "a date and time, such as `2024-05-01T00:00:00Z`")
        }
        "guid" if content.parse::<Guid>().is_ok() => (as_it_is(true), ""),
        "guid" => {
            certain = false;
            (Some(format!("'{content}'")), "")
        }
        "date" => (as_it_is(date()), "a date, such as `2024-05-01`"),
        "timeofday" => {
            (as_it_is(content.parse::<TimeOfDay>().is_ok()), "a time, such as `11:22:33`")
        }
        "decimal" | "double" | "int64" => (as_it_is(number()), "a number, such as `1000`"),
        "time" => {
            let today = content.parse::<Duration>().ok().map(|_| format!("duration'{content}'"));
            (today, "a duration, such as `duration'P1DT2H'`")
        }
        "string" => (Some(format!("'{content}'")), ""),
        _ => return None,
    };
    Some(Mistake {
        message: Some(format!("`{prefix}'…'` is a literal of OData 3")),
        span: (refused.start, refused.end),
        help: match &today {
            Some(today) => format!("write `{today}`"),
            None => format!("write {example}"),
        },
        edit: today.map(|today| Edit::new(refused.start, refused.end, today)),
        certain,
    })
}

/// `.5`, `5.`, `1_000`.
pub(super) fn number(refused: &Refused<'_>) -> Option<Mistake> {
    let rest = refused.rest();
    let token = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "._+-".contains(c));
    let token = rest.get(..rest.len() - token.len())?;
    let mended = if token.starts_with('.') {
        format!("0{token}")
    } else if token.ends_with('.') {
        format!("{token}0")
    } else if token.contains('_') {
        token.replace('_', "")
    } else {
        return None;
    };
    let plain = mended.trim_start_matches(['+', '-']);
    if !plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || !plain.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let end = refused.start + token.len();
    Some(Mistake {
        message: None,
        span: (refused.start, end),
        help: format!("write `{mended}`"),
        edit: Some(Edit::new(refused.start, end, mended)),
        certain: true,
    })
}

/// `2024/05/01`, `01/05/2024`
pub(super) fn slashed_date(refused: &Refused<'_>) -> Option<Mistake> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = refused.before();
    let first = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let rest = refused.rest().strip_prefix('/')?;
    let (second, rest) = rest.split_at_checked(digits(rest))?;
    let third = rest.strip_prefix('/').and_then(|rest| rest.get(..digits(rest)))?;
    let start = refused.start - first;
    let first = before.get(start..)?;
    // Of `01/05/2024` nobody knows which is the month.
    let (date, certain) = match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => (format!("{first}-{second:0>2}-{third:0>2}"), true),
        (1..=2, 1..=2, 4) => (format!("{third}-{first:0>2}-{second:0>2}"), false),
        _ => return None,
    };
    let end = refused.start + second.len() + third.len() + 2;
    Some(Mistake {
        message: Some("a date is written year-month-day".to_owned()),
        span: (start, end),
        help: format!("write `{date}`"),
        edit: Some(Edit::new(start, end, date)),
        certain,
    })
}

/// `74c3b0ae-9cc5-850e-e0a5-7r6a4231de87`: an id that only looks like a guid.
pub(super) fn unquoted_id(refused: &Refused<'_>) -> Option<Mistake> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let start = refused.before().trim_end_matches(part).len();
    let rest = refused.text.get(start..)?;
    let id = rest.get(..rest.find(|c| !part(c)).unwrap_or(rest.len()))?;
    let shape: Vec<usize> = id.split('-').map(str::len).collect();
    let hex = id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (shape == [8, 4, 4, 4, 12] && !hex).then(|| Mistake {
        message: Some(format!("`{id}` is no guid, and ids are strings")),
        span: (start, start + id.len()),
        help: format!("write `'{id}'`"),
        edit: Some(Edit::new(start, start + id.len(), format!("'{id}'"))),
        certain: true,
    })
}

/// `2024-05-01 10:00:00Z`
pub(super) fn space_in_date_time(refused: &Refused<'_>) -> Option<Mistake> {
    let before = refused.before().trim_end_matches(' ');
    let date = before.get(before.len().checked_sub(10)?..)?;
    date.parse::<crate::ast::Date>().ok()?;
    let time = refused.rest().bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let edit = Edit::new(before.len(), refused.start, "T");
    (before.len() < refused.start && time >= 5).then(|| Mistake {
        message: Some("a `T` stands between a date and a time".to_owned()),
        span: (before.len(), refused.start),
        help: "write `T` in the place of the space".to_owned(),
        edit: Some(edit),
        certain: true,
    })
}
