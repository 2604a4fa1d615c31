//! Random spellings of a literal.

use base64::Engine as _;
use base64::prelude::{BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use chrono::Datelike as _;
use odata_query::ast::{
    Date, DateTimeOffset, Decimal, Double, Duration, EnumLiteral, EnumMember, Geo, GeoFamily,
    Literal, TimeOfDay,
};

use super::choices::Choices;

pub(crate) fn spell(literal: &Literal, choices: &mut Choices<'_>) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Boolean(true) => choices.any_case("true"),
        Literal::Boolean(false) => choices.any_case("false"),
        Literal::Int64(value) => integer(*value, choices),
        Literal::Decimal(value) => decimal(*value, choices),
        Literal::Double(value) => double(*value, choices),
        Literal::String(text) => format!("'{}'", text.replace('\'', "''")),
        Literal::Date(value) => date(*value),
        Literal::DateTimeOffset(value) => date_time(*value, choices),
        Literal::TimeOfDay(value) => time_of_day(*value, choices),
        Literal::Duration(value) => {
            format!("{}'{}'", choices.any_case("duration"), duration(*value, choices))
        }
        Literal::Guid(value) => {
            let hex = format!("{:032x}", u128::from_be_bytes(*value.as_bytes()));
            let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|g| hex.get(g).unwrap_or("?"));
            choices.any_case(&groups.join("-"))
        }
        Literal::Binary(value) => {
            let engine = choices.one(&BASE64_URL_SAFE, &[&BASE64_URL_SAFE_NO_PAD]);
            format!("{}'{}'", choices.any_case("binary"), engine.encode(&value.0))
        }
        Literal::Enum(value) => enumeration(value, choices),
        Literal::Geo(value) => geo(value, choices),
        other => format!("<no spelling of {other:?}>"),
    }
}

fn zeros(choices: &mut Choices<'_>) -> &'static str {
    choices.one("", &["", "", "0", "000"])
}

/// The sign of a number; a plus may be written or not.
fn sign(negative: bool, choices: &mut Choices<'_>) -> &'static str {
    if negative { "-" } else { choices.one("", &["", "", "", "+"]) }
}

fn integer(value: i64, choices: &mut Choices<'_>) -> String {
    format!("{}{}{}", sign(value < 0, choices), zeros(choices), value.unsigned_abs())
}

fn decimal(value: Decimal, choices: &mut Choices<'_>) -> String {
    let scale = value.scale() as usize;
    let digits = format!("{:01$}", value.mantissa().unsigned_abs(), scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if scale > 0 { "." } else { "" };
    format!("{}{}{whole}{point}{fraction}", sign(value.mantissa() < 0, choices), zeros(choices))
}

fn double(Double(value): Double, choices: &mut Choices<'_>) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "INF" } else { "-INF" }.to_owned();
    }
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if mantissa.contains('.') { "" } else { "." };
    let more = if choices.rarely() { format!("{point}000") } else { String::new() };
    let exponent = match exponent.strip_prefix('-') {
        Some(digits) => format!("-{}{digits}", zeros(choices)),
        None => format!("{}{}{exponent}", choices.one("", &["+"]), zeros(choices)),
    };
    let e = choices.one("e", &["E"]);
    let sign = sign(value.is_sign_negative(), choices);
    format!("{sign}{}{mantissa}{more}{e}{exponent}", zeros(choices))
}

fn date(Date(value): Date) -> String {
    let sign = if value.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", value.year().abs(), value.month(), value.day())
}

fn date_time(value: DateTimeOffset, choices: &mut Choices<'_>) -> String {
    let zone = match value.offset_minutes() {
        0 => choices.one("Z", &["z", "+00:00", "-00:00"]).to_owned(),
        minutes => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    };
    let t = choices.one("T", &["t"]);
    format!("{}{t}{}{zone}", date(value.date()), time_of_day(value.time(), choices))
}

fn time_of_day(value: TimeOfDay, choices: &mut Choices<'_>) -> String {
    let minutes = format!("{:02}:{:02}", value.hour(), value.minute());
    if value.second() == 0 && value.picos() == 0 && choices.below(3) == 1 {
        return minutes;
    }
    format!("{minutes}:{:02}{}", value.second(), fraction(value.picos(), choices))
}

/// Picoseconds as a point and digits, some of the zeros at the end left out.
fn fraction(picos: u64, choices: &mut Choices<'_>) -> String {
    let all = format!("{picos:012}");
    let needed = all.trim_end_matches('0').len();
    let shown = needed + choices.below(13 - needed);
    match all.get(..shown) {
        Some("") | None => String::new(),
        Some(digits) => format!(".{digits}"),
    }
}

fn duration(value: Duration, choices: &mut Choices<'_>) -> String {
    let picos = value.picos().unsigned_abs();
    let (mut seconds, picos) = (picos / 1_000_000_000_000, (picos % 1_000_000_000_000) as u64);
    let mut out = String::from(if value.picos() < 0 { "-P" } else { "P" });
    let mut in_time = false;
    for (unit, length) in [("D", 86_400), ("H", 3600), ("M", 60), ("S", 1)] {
        let count = seconds / length;
        // A unit may be left out where smaller ones can say the same.
        if length > 1 && (count == 0 || (choices.rarely() && count < 1000)) {
            continue;
        }
        seconds %= length;
        let fraction = if length == 1 { fraction(picos, choices) } else { String::new() };
        if length == 1 && count == 0 && fraction.is_empty() && out.len() > 2 {
            continue;
        }
        if length < 86_400 && !in_time {
            in_time = true;
            out.push('T');
        }
        out.push_str(&format!("{}{count}{fraction}{unit}", zeros(choices)));
    }
    choices.any_case(&out)
}

fn enumeration(value: &EnumLiteral, choices: &mut Choices<'_>) -> String {
    let members: Vec<String> = value
        .members()
        .iter()
        .map(|member| match member {
            EnumMember::Name(name) => name.to_string(),
            EnumMember::Value(value) => integer(*value, choices),
        })
        .collect();
    format!("{}'{}'", value.type_name(), members.join(","))
}

/// The library's text of the shape, words in any case: the shape itself cannot be taken apart
/// from outside. `abnf-positive.json` holds the spellings of shapes.
fn geo(value: &Geo, choices: &mut Choices<'_>) -> String {
    let family = match value.family() {
        GeoFamily::Geography => "geography",
        GeoFamily::Geometry => "geometry",
    };
    let shape = value.shape().to_string();
    let words = shape.split_inclusive(|c: char| !c.is_alphabetic()).map(|word| {
        let keep = word.starts_with("NaN") || word.starts_with("INF");
        if keep { word.to_owned() } else { choices.any_case(word) }
    });
    let shape: String = words.collect();
    let srid = choices.any_case("srid");
    let zeros = if value.srid() < 1000 { choices.one("", &["0", "00"]) } else { "" };
    format!("{}'{srid}={zeros}{};{shape}'", choices.any_case(family), value.srid())
}
