//! The values of a sort key as bytes, and back.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::ast::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::eval::value::{Constant, Value};

pub(super) fn write_value(value: &Constant, out: &mut Vec<u8>) {
    match value {
        Value::Null | Value::Object(_) | Value::Collection(_) | Value::List(_) => out.push(0),
        Value::Boolean(value) => out.push(1 + u8::from(*value)),
        Value::Integer(value) => put(out, 3, &value.to_le_bytes()),
        Value::Decimal(value) => {
            put(out, 4, &value.mantissa().to_le_bytes());
            // At most 28.
            out.push(value.scale() as u8);
        }
        Value::Double(value) => put(out, 5, &value.to_bits().to_le_bytes()),
        Value::String(text) => sized(out, 6, text.as_bytes()),
        Value::Date(date) => put(out, 7, &day(*date)),
        Value::DateTimeOffset(value) => {
            put(out, 8, &day(value.date()));
            write_time(value.time(), out);
            out.extend(value.offset_minutes().to_le_bytes());
        }
        Value::TimeOfDay(time) => {
            out.push(9);
            write_time(*time, out);
        }
        Value::Duration(value) => put(out, 10, &value.picos().to_le_bytes()),
        Value::Guid(value) => put(out, 11, value.as_bytes()),
        Value::Binary(bytes) => sized(out, 12, bytes),
    }
}

fn put(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend(bytes);
}

fn sized(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    write_count(bytes.len() as u64, out);
    out.extend(bytes);
}

fn day(date: Date) -> [u8; 4] {
    date.0.num_days_from_ce().to_le_bytes()
}

fn write_time(time: TimeOfDay, out: &mut Vec<u8>) {
    out.extend([time.hour(), time.minute(), time.second()]);
    out.extend(time.picos().to_le_bytes());
}

/// Seven bits a byte, the lowest first.
pub(super) fn write_count(count: u64, out: &mut Vec<u8>) {
    let mut rest = count;
    while rest > 0x7f {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Bytes that may be anything: what is not well formed is none.
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn array<const COUNT: usize>(&mut self) -> Option<[u8; COUNT]> {
        self.take(COUNT)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn count(&mut self) -> Option<u64> {
        let mut count = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            count |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(count);
            }
        }
        None
    }

    fn sized(&mut self) -> Option<&'b [u8]> {
        let count = self.count()?;
        self.take(usize::try_from(count).ok()?)
    }

    pub(super) fn value(&mut self) -> Option<Constant> {
        Some(match self.byte()? {
            0 => Value::Null,
            1 => Value::Boolean(false),
            2 => Value::Boolean(true),
            3 => Value::Integer(i128::from_le_bytes(self.array()?)),
            4 => {
                let mantissa = i128::from_le_bytes(self.array()?);
                let scale = self.byte()?.into();
                Value::Decimal(Decimal::try_from_i128_with_scale(mantissa, scale).ok()?)
            }
            5 => Value::Double(f64::from_bits(u64::from_le_bytes(self.array()?))),
            6 => Value::String(str::from_utf8(self.sized()?).ok()?.to_owned().into()),
            7 => Value::Date(self.date()?),
            8 => {
                let (date, time) = (self.date()?, self.time()?);
                let offset = i16::from_le_bytes(self.array()?);
                Value::DateTimeOffset(DateTimeOffset::new(date, time, offset).ok()?)
            }
            9 => Value::TimeOfDay(self.time()?),
            10 => Value::Duration(Duration::from_picos(i128::from_le_bytes(self.array()?)).ok()?),
            11 => Value::Guid(Guid::from_bytes(self.array()?)),
            12 => Value::Binary(self.sized()?.to_vec().into()),
            _ => return None,
        })
    }

    fn date(&mut self) -> Option<Date> {
        NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(self.array()?)).map(Date)
    }

    fn time(&mut self) -> Option<TimeOfDay> {
        let [hour, minute, second] = self.array()?;
        let picos = u64::from_le_bytes(self.array()?);
        TimeOfDay::new(hour.into(), minute.into(), second.into(), picos).ok()
    }
}
