//! Decimals: exact, of 28 digits, rounded once.

use super::Says::{Fails, Refused, True};
use super::check;

#[test]
fn decimals_have_28_digits_and_round_halves_to_even() {
    check(&[
        ("10 divby 3 eq 3.333333333333333333333333333", True),
        ("20 divby 3 eq 6.666666666666666666666666667", True),
        ("five divby 3 eq 1.666666666666666666666666667", True),
        ("1 divby 3 eq 0.3333333333333333333333333333", True),
        ("-1 divby 3 eq -0.3333333333333333333333333333", True),
        // Exactly between two: to the even one.
        ("1.000000000000000000000000005 mul 0.1 eq 0.1000000000000000000000000005", True),
        ("1.00000000000000000000000005 mul 0.01 eq 0.0100000000000000000000000005", True),
        ("0.5 mul 0.0000000000000000000000000001 eq 0", True),
        ("1.5 mul 0.0000000000000000000000000001 eq 0.0000000000000000000000000002", True),
        ("0.51 mul 0.0000000000000000000000000001 eq 0.0000000000000000000000000001", True),
        ("-1.5 mul 0.0000000000000000000000000001 eq -0.0000000000000000000000000002", True),
        // What is too small to be seen is lost in a sum, as in any number of fixed length.
        ("9999999999999999999999999999 add 0.1 eq 9999999999999999999999999999", True),
        ("9999999999999999999999999999 sub 0.5 eq 9999999999999999999999999998", True),
        ("9999999999999999999999999999 sub 1.0 eq 9999999999999999999999999998", True),
        ("0.1 sub 0.1 eq 0", True),
        ("0.3 sub 1.0 eq -0.7", True),
        // More than half goes up, also where only what is far behind says that it is more.
        ("1 divby 7 eq 0.1428571428571428571428571429", True),
        ("-1 divby 7 eq -0.1428571428571428571428571429", True),
        ("0.0000000000000000000000000001 divby 2 eq 0", True),
        ("0.0000000000000000000000000003 divby 2 eq 0.0000000000000000000000000002", True),
        ("9.999999999999999999999999999 add 0.0000000000000000000000000006 eq 10", True),
        // Sums and products that need more than 128 bits before they are rounded.
        ("99999999999999 add 0.0000000000000000000000000001 eq 99999999999999", True),
        (
            "9816327073961788989411919522 add 0.1000000000000000000000000001 eq 9816327073961788989411919522",
            True,
        ),
        (
            "1373540178634609812812467773 sub 0.1000000000000000000000000001 eq 1373540178634609812812467773",
            True,
        ),
        (
            "0.1000000000000000000000000001 sub 1373540178634609812812467773 eq -1373540178634609812812467773",
            True,
        ),
        ("1844674407.3709551616 mul 1844674407.3709551616 eq 3402823669209384634.633746074", True),
        // A quotient has the digits that it needs.
        ("cast(6 divby 2,Edm.String) eq '3'", True),
        ("cast(1 divby 8,Edm.String) eq '0.125'", True),
        ("cast(1.50 divby 5,Edm.String) eq '0.30'", True),
        ("cast(60 divby 0.5,Edm.String) eq '120'", True),
    ]);
}

#[test]
fn a_decimal_as_a_double_is_the_nearest_one() {
    check(&[
        ("cast(0.1,Edm.Double) eq 1e-1", True),
        ("cast(89.414115733269385,Edm.Double) eq 89.414115733269385e0", True),
        ("cast(940538096.07620487,Edm.Double) eq 940538096.07620487e0", True),
        ("cast(8127543604010.9433,Edm.Double) eq 8127543604010.9433e0", True),
        ("cast(0.000000000000000000000001,Edm.Double) eq 1e-24", True),
        ("cast(0.0000000000000000000000000001,Edm.Double) eq 1e-28", True),
        ("cast(-0.0000000000000000000000000123,Edm.Double) eq -1.23e-26", True),
        ("cast(9007199254740993.0,Edm.Double) eq 9007199254740992e0", True),
    ]);
}

#[test]
fn numbers_in_text_are_written_as_in_a_filter() {
    check(&[
        ("cast('INF',Edm.Double) eq INF and cast('-INF',Edm.Double) eq -INF", True),
        ("cast(cast('NaN',Edm.Double),Edm.String) eq 'NaN'", True),
        ("cast('nan',Edm.Double) eq null and cast('inf',Edm.Double) eq null", True),
        ("cast('Infinity',Edm.Double) eq null and cast('+INF',Edm.Double) eq null", True),
        ("cast('1.5e3',Edm.Double) eq 1500 and cast('+5E-1',Edm.Double) eq 0.5", True),
        ("cast('-0.5',Edm.Decimal) eq -0.5 and cast('+7',Edm.Int32) eq 7", True),
        ("cast('1e+2',Edm.Double) eq 100 and cast('1e400',Edm.Double) eq null", True),
        ("cast('.5e1',Edm.Double) eq null and cast('5.e1',Edm.Double) eq null", True),
        ("cast('.5',Edm.Double) eq null and cast('5.',Edm.Double) eq null", True),
        ("cast('1e',Edm.Double) eq null and cast('e1',Edm.Double) eq null", True),
        ("cast('1_0',Edm.Int32) eq null and cast('0x10',Edm.Int32) eq null", True),
        ("cast('-',Edm.Double) eq null and cast('--1',Edm.Double) eq null", True),
        ("cast('9223372036854775808',Edm.Decimal) eq 9223372036854775808", True),
        ("cast('٣',Edm.Int32) eq null", True),
    ]);
}

#[test]
fn beyond_28_digits_is_an_error() {
    check(&[
        ("9999999999999999999999999999 add 1 eq 0", Refused),
        ("9999999999999999999999999999 add 0.5 eq 0", Refused),
        ("9999999999999999999999999999 mul 1.1 eq 0", Refused),
        ("5 divby 0.0000000000000000000000000001 eq 0", Refused),
        ("five divby 0.0000000000000000000000000001 eq 0", Fails),
        ("five div 0.0 eq 0", Fails),
        ("five mod 0.0 eq 0", Fails),
    ]);
}

#[test]
fn a_fault_in_constants_is_found_through_readings() {
    check(&[
        ("case(true:2024-02-29,true:null) sub duration'P100000000D' eq day", Refused),
        ("case(true:1,true:null) div 0 eq five", Refused),
        ("case(true:'5',true:null) add 1 eq 6", True),
        ("hour(case(true:2024-05-01,true:null)) eq 0", Refused),
    ]);
}

#[test]
fn seconds_of_durations_are_exact() {
    check(&[
        ("totalseconds(duration'-PT0.5S' mul 9223372036854775807) eq -4611686018427387903.5", True),
        ("totalseconds(duration'PT0.000000000001S') eq 0.000000000001", True),
        ("totalseconds(duration'P106751991167300D') eq 9223372036854720000", True),
        ("fractionalseconds(2024-05-01T00:00:00.25Z) eq 0.25", True),
    ]);
}

#[test]
fn durations_are_multiplied_and_divided_exactly() {
    check(&[
        ("duration'PT0.000000000001S' mul 1.5 eq duration'PT0.000000000002S'", True),
        ("duration'PT0.000000000001S' mul 2.5 eq duration'PT0.000000000002S'", True),
        ("duration'PT0.000000000005S' div 2.0 eq duration'PT0.000000000002S'", True),
        ("duration'PT0.000000000005S' div 2 eq duration'PT0.000000000002S'", True),
        // More than half goes up, on both sides of zero.
        ("duration'PT0.000000000001S' mul 2.51 eq duration'PT0.000000000003S'", True),
        ("duration'PT0.000000000001S' mul 2.501 eq duration'PT0.000000000003S'", True),
        ("duration'PT0.000000000001S' div 0.399 eq duration'PT0.000000000003S'", True),
        ("duration'PT0.000000000007S' div 2.0 eq duration'PT0.000000000004S'", True),
        ("duration'-PT1S' mul 1.5 eq duration'-PT1.5S'", True),
        ("duration'PT1S' mul -1.5 eq duration'-PT1.5S'", True),
        ("duration'-PT1S' mul -1.5 eq duration'PT1.5S'", True),
        ("duration'-PT1S' div 0.5 eq duration'-PT2S'", True),
        ("duration'PT1S' div -0.5 eq duration'-PT2S'", True),
        ("duration'-PT1S' div -0.5 eq duration'PT2S'", True),
        (
            "duration'P106751991167300D' mul 0.9999999999999999999999999999 eq duration'PT9223372036854719999.999999999078S'",
            True,
        ),
        ("duration'PT1S' div 0.3 eq duration'PT3.333333333333S'", True),
        ("duration'P1D' mul 1234567890123.5 gt duration'P1234567890123D'", True),
        ("duration'P1D' div 0.0 eq null", Refused),
        ("duration'P1D' div 0 eq null", Refused),
        ("length div 0.0 eq null", Fails),
        ("length mul 1e30 eq null", Fails),
        ("length div 0e0 eq null", Fails),
        ("length mul 100000000000000000000000.5 eq null", Fails),
    ]);
}
