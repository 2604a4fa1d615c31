//! `cast` and `isof`: what becomes what, and what is null since it cannot.

use crate::{False, Null, True, check};

#[test]
fn numbers_are_cast_within_their_range() {
    check(&[
        ("cast(2.9,Edm.Int32) eq 2 and cast(-2.9,Edm.Int32) eq -2", True),
        ("cast(2.5e0,Edm.Int64) eq 2", True),
        ("cast(1e300,Edm.Int64) eq null", True),
        ("cast(NaN,Edm.Int64) eq null and cast(INF,Edm.Int64) eq null", True),
        (
            "cast(255,Edm.Byte) eq 255 and cast(256,Edm.Byte) eq null and cast(-1,Edm.Byte) eq null",
            True,
        ),
        ("cast(127,Edm.SByte) eq 127 and cast(128,Edm.SByte) eq null", True),
        ("cast(-128,Edm.SByte) eq -128 and cast(-129,Edm.SByte) eq null", True),
        ("cast(32767,Edm.Int16) eq 32767 and cast(32768,Edm.Int16) eq null", True),
        ("cast(2147483647,Edm.Int32) eq 2147483647 and cast(2147483648,Edm.Int32) eq null", True),
        ("cast(huge,Edm.Int64) eq null", True),
        ("cast(5,Edm.Decimal) eq 5.0 and cast(0.5e0,Edm.Decimal) eq 0.5", True),
        ("cast(NaN,Edm.Decimal) eq null", True),
        ("cast(1.5,Edm.Double) eq 1.5e0 and cast(5,Edm.Double) eq 5", True),
        // The nearest of 24 bits.
        ("cast(0.1e0,Edm.Single) eq 0.10000000149011612e0", True),
        ("cast(t,Edm.Int32) eq null and cast(when,Edm.Int32) eq null", True),
        ("cast('1.50',Edm.Decimal) eq 1.5 and cast('5',Edm.Double) eq 5", True),
        ("cast(' 5',Edm.Int32) eq null and cast('',Edm.Int32) eq null", True),
    ]);
}

#[test]
fn everything_is_cast_to_its_text_and_back() {
    check(&[
        ("cast(t,Edm.String) eq 'true' and cast(f,Edm.String) eq 'false'", True),
        ("cast(-5,Edm.String) eq '-5' and cast(1.50,Edm.String) eq '1.50'", True),
        ("cast(0.5e0,Edm.String) eq '0.5' and cast(1e300,Edm.String) eq '1e300'", True),
        ("cast(NaN,Edm.String) eq 'NaN' and cast(-INF,Edm.String) eq '-INF'", True),
        ("cast(2024-05-01,Edm.String) eq '2024-05-01'", True),
        ("cast(11:22:33,Edm.String) eq '11:22:33'", True),
        ("cast(2024-05-01T02:00:00+02:00,Edm.String) eq '2024-05-01T02:00:00+02:00'", True),
        ("cast(duration'PT36H',Edm.String) eq 'P1DT12H'", True),
        ("cast(binary'AQI=',Edm.String) eq 'AQI='", True),
        (
            "cast(01234567-89AB-cdef-0123-456789abcdef,Edm.String) eq \
             '01234567-89ab-cdef-0123-456789abcdef'",
            True,
        ),
        ("cast(n,Edm.String) eq null and cast(o,Edm.String) eq null", True),
        ("cast(numbers,Edm.String) eq null", True),
        ("cast('true',Edm.Boolean) and not cast('false',Edm.Boolean)", True),
        ("cast('TRUE',Edm.Boolean) eq null and cast(1,Edm.Boolean) eq null", True),
        ("cast(day,Edm.Date) eq 2024-05-01 and cast(s,Edm.Date) eq null", True),
        ("cast(time,Edm.TimeOfDay) eq 11:22:33 and cast(day,Edm.TimeOfDay) eq null", True),
        ("cast(length,Edm.Duration) eq duration'P1DT12H' and cast(s,Edm.Duration) eq null", True),
        ("cast('AQI=',Edm.Binary) eq binary'AQI='", True),
        ("cast(guid,Edm.Guid) eq 01234567-89ab-CDEF-0123-456789abcdef", True),
        ("cast(when,Edm.DateTimeOffset) eq 2024-05-01T00:00:00Z", True),
    ]);
}

#[test]
fn times_are_taken_apart_and_put_at_midnight() {
    check(&[
        ("cast(2024-05-01T02:00:00+02:00,Edm.Date) eq 2024-05-01", True),
        ("cast(2024-05-01T02:00:00.5+02:00,Edm.TimeOfDay) eq 02:00:00.5", True),
        ("cast(2024-05-01,Edm.DateTimeOffset) eq 2024-05-01T00:00:00Z", True),
        ("cast(2024-05-01,Edm.TimeOfDay) eq null and cast(11:22:33,Edm.Date) eq null", True),
        ("cast(2024-05-01,Edm.Duration) eq null and cast(duration'PT1S',Edm.Date) eq null", True),
        ("cast(2024-05-01,Edm.Date) eq 2024-05-01", True),
        ("cast(now(),Edm.DateTimeOffset) eq now()", True),
        ("cast(11:22:33,Edm.TimeOfDay) eq 11:22:33", True),
        ("cast(duration'PT1S',Edm.Duration) eq duration'PT1S'", True),
        ("cast(01234567-89ab-cdef-0123-456789abcdef,Edm.Guid) eq guid", True),
        ("cast(binary'AQI=',Edm.Binary) eq binary'AQI='", True),
        ("cast(5,Edm.Guid) eq null and cast(5,Edm.Binary) eq null", True),
    ]);
}

#[test]
fn what_is_of_a_type_needs_no_cast() {
    check(&[
        ("isof(five,Edm.Int64) and isof(five,Edm.Decimal) and isof(five,Edm.Double)", True),
        ("isof(300,Edm.Byte) or isof(40000,Edm.Int16) or isof(2147483648,Edm.Int32)", False),
        ("isof(1.5,Edm.Int32) or isof(1.0,Edm.Int32) or isof(1e0,Edm.Int64)", False),
        ("isof(1e0,Edm.Decimal)", False),
        ("isof(1e0,Edm.Double) and isof(1.5,Edm.Decimal)", True),
        ("isof(number,Edm.Int32) or isof(number,Edm.Decimal) or isof(number,Edm.Double)", False),
        ("isof('true',Edm.Boolean) or isof(1,Edm.Boolean)", False),
        ("isof(t,Edm.Boolean) and not isof(t,Edm.String)", True),
        ("isof(o,Edm.String) or isof(numbers,Edm.Int32) or isof(n,Edm.Boolean)", False),
        (
            "isof(time,Edm.TimeOfDay) and isof(when,Edm.DateTimeOffset) and isof('AQI=',Edm.Binary)",
            True,
        ),
        ("isof(s,Edm.Guid) or isof(s,Edm.Date) or isof(s,Edm.Duration)", False),
        ("isof(n,Edm.Int32) eq null", False),
        ("cast(n,Edm.Boolean)", Null),
    ]);
}
