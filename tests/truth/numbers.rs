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
