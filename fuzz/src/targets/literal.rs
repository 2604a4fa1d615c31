//! Literals out of bytes, with values at the ends of their ranges.

use odata_query::ast::{
    Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Literal, TimeOfDay,
};

use super::input::Input;

pub(crate) fn any(input: &mut Input<'_>) -> Literal {
    match input.below(11) {
        0 => Literal::Null,
        1 => input.flag().into(),
        2 => input.number().into(),
        3 => input.text(30).into(),
        4 => double(input).into(),
        5 => {
            let scale = input.below(29) as u32;
            Decimal::new(input.number().into(), scale).map_or(Literal::Null, Literal::from)
        }
        6 => instant(input).into(),
        7 => {
            let picos = i128::from(input.number()) * i128::from(input.byte());
            Duration::from_picos(picos).map_or(Literal::Null, Literal::from)
        }
        8 => {
            let mut bytes = [0; 16];
            bytes.iter_mut().for_each(|byte| *byte = input.byte());
            Guid::from_bytes(bytes).into()
        }
        9 => Binary(input.text(6).into_bytes().into()).into(),
        _ => time(input).into(),
    }
}

pub(crate) fn double(input: &mut Input<'_>) -> Double {
    Double(f64::from_bits(input.number() as u64))
}

fn time(input: &mut Input<'_>) -> TimeOfDay {
    let (hour, minute, second) = (input.below(24), input.below(60), input.below(61));
    let picos = input.number().unsigned_abs() % 1_000_000_000_000;
    let time = TimeOfDay::new(hour as u32, minute as u32, second as u32, picos);
    time.unwrap_or_else(|_| TimeOfDay::new(0, 0, 0, 0).expect("midnight"))
}

pub(crate) fn instant(input: &mut Input<'_>) -> DateTimeOffset {
    const DATES: &[&str] = &[
        "2024-02-29",
        "0000-01-01",
        "-0001-12-31",
        "262142-12-31",
        "-262143-01-01",
        "12024-05-01",
    ];
    let date: Date = input.one(DATES).parse().expect("a date");
    let offset = (input.number() % 1440) as i16;
    let time = time(input);
    DateTimeOffset::new(date, time, offset).unwrap_or_else(|_| DateTimeOffset::midnight_utc(date))
}
