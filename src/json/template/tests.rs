use std::fmt::Write as _;

use fearless_simd::Level;

use super::{MAX_NODES, Templates};
use crate::json::bitmap::simd_levels;
use crate::json::index::{Object, object as validate};
use crate::json::object::Member;
use crate::json::samples::{Choose, FAULTS, change, push_items};
use crate::random::random;

/// The end of an object, whether the names of its members are unescaped, and where they are.
type Read = (usize, bool, Vec<[u32; 3]>);

fn summary(object: Object, members: &[Member]) -> Read {
    let members = members.iter().map(|member| [member.name, member.name_end, member.value]);
    (object.end, object.names_unescaped, members.collect())
}

/// As the general validator reads an object.
fn validated<const LINE: bool>(bytes: &[u8]) -> Option<Read> {
    let mut members = Vec::new();
    let object = validate::<LINE>(Level::new(), bytes, 0, &mut members)?;
    Some(summary(object, &members))
}

fn by_template<const LINE: bool>(known: &Templates, level: Level, bytes: &[u8]) -> Option<Read> {
    let mut members = Vec::new();
    let object = known.clone().object::<LINE>(level, bytes, 0, &mut members)?;
    Some(summary(object, &members))
}

/// Whether a template fits an object. If one does, everything must be as the validator says.
fn agrees(known: &Templates, bytes: &[u8]) -> bool {
    let alone = agrees_alone(known, bytes);
    // The last 64 bytes of a text take another path than those with more behind them.
    let followed = agrees_alone(known, &[bytes, &[b'\n'; 64]].concat());
    assert_eq!(alone, followed, "{}", String::from_utf8_lossy(bytes));
    alone
}

fn agrees_alone(known: &Templates, bytes: &[u8]) -> bool {
    let mut fits = Vec::new();
    for level in simd_levels() {
        let text = String::from_utf8_lossy(bytes);
        let found = by_template::<false>(known, level, bytes);
        if found.is_some() {
            assert_eq!(found, validated::<false>(bytes), "{level:?}: {text}");
        }
        fits.push(found.is_some());
        let found = by_template::<true>(known, level, bytes);
        if found.is_some() {
            assert_eq!(found, validated::<true>(bytes), "{level:?}, a line: {text}");
        }
    }
    assert!(fits.iter().all(|too| *too == fits[0]));
    fits[0]
}

fn trained_on(objects: &[&[u8]]) -> Templates {
    let mut known = Templates::default();
    for object in objects {
        let (end, ..) = validated::<false>(object).expect("an object");
        known.train(&object[..end]);
    }
    known
}

#[test]
fn a_template_reads_what_it_was_trained_on_and_nothing_that_is_invalid() {
    let mut random = random();
    let choose: Choose<'_> = &mut random;
    let mut known = Templates::default();
    let (mut changed, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let mut text = String::new();
        push_items(&mut text, 4, true, choose);
        let mut bytes = text.into_bytes();
        // A few have no string where there should be a name.
        let Some((end, ..)) = validated::<false>(&bytes) else { continue };
        known.train(&bytes[..end]);
        if known.backoff.is_paused() {
            known = trained_on(&[&bytes]);
        }
        assert!(agrees(&known, &bytes), "{}", String::from_utf8_lossy(&bytes));
        // A template must be right alone and beside others.
        let alone = trained_on(&[&bytes]);
        assert!(agrees(&alone, &bytes));
        change(&mut bytes, choose);
        for known in [&known, &alone] {
            match (agrees(known, &bytes), validated::<false>(&bytes)) {
                (true, _) => changed += 1,
                (false, None) => refused += 1,
                (false, Some(_)) => {}
            }
        }
    }
    assert!(changed > 2_500 && refused > 5_000, "{changed} {refused}");
}

/// Every fault at every position of texts that are longer than a few chunks.
#[test]
fn a_template_misses_no_fault() {
    let texts: [&[u8]; 3] = [
        br#"{"id":"1","b":[1,{"c":[]},-20,"\u00e9 and \\"],"d":{"e":{},"f":null},"g":[[true],"x"],"h":"a string of some length","i":{"j":[{"k":0.5}]}}"#,
        br#"{"id": "1", "b": [2, 3, 4], "d": {"f": false}, "g": [["x", "y"], ["z"]], "h": "", "i": {"j": [{"k": 1}, {"k": 2}]}}"#,
        "{\"name\":\"Zoë, whose name is longer than a chunk of sixty-four bytes, 日本\",\"\\u0061\":\"\\ud83d\\ude00 \\\" ü\"}".as_bytes(),
    ];
    let known = trained_on(&texts);
    let (mut fitted, mut all) = (0, 0);
    for text in texts {
        assert!(agrees(&known, text));
        for at in 1..text.len() {
            agrees(&known, &text[..at]);
            for fault in FAULTS {
                for after in [&text[at..], &text[at + 1..]] {
                    fitted += usize::from(agrees(&known, &[&text[..at], fault, after].concat()));
                    all += 1;
                }
            }
        }
    }
    assert!(fitted > all / 20 && fitted < all / 2, "{fitted} of {all}");
}

#[test]
fn bytes_around_an_object_make_no_difference() {
    let object = br#"{"id":"a","b":[{"c":"d"}],"e":null}"#;
    let (mut known, mut members) = (trained_on(&[object]), Vec::new());
    for before in 0..70 {
        let bytes = [&b"\"\\{[,:1\xE0".repeat(9)[..before], object, b"\"x\",1}"].concat();
        let found = known.object::<true>(Level::new(), &bytes, before, &mut members).unwrap();
        let found = summary(found, &members);
        let object = validate::<true>(Level::new(), &bytes, before, &mut members).unwrap();
        assert_eq!(found, summary(object, &members));
    }
}

/// The same two texts, one after the other, where other brackets are open.
#[test]
fn separators_are_told_apart_by_the_brackets_that_are_open() {
    let known = trained_on(&[br#"{"a":[[1,2,3]]}"#, br#"{"a":[1,2,3]}"#]);
    assert!(!agrees(&known, br#"{"a":[[1,2,3]}"#));
    assert!(!agrees(&known, br#"{"a":[1,2,3]]}"#));
}

/// A text split into brackets, commas, colons, and what is between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_piece = |letter: char| "{}[],:".contains(letter);
    text.split_inclusive(is_piece)
        .flat_map(|piece| [piece.trim_end_matches(is_piece), &piece[piece.len() - 1..]])
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Mixtures of objects that share names and brackets, in another order.
#[test]
fn a_template_of_one_nesting_does_not_fit_another() {
    let texts = [
        r#"{"a":[1,2],"b":{"c":1,"d":2}}"#,
        r#"{"b":{"c":[1,2]},"a":[{"c":1},{"d":2}]}"#,
        r#"{"a":[[1],[2]],"c":{"a":{"b":1}}}"#,
        r#"{"a":"1","b":"2"}"#,
    ];
    let known = trained_on(&texts.map(str::as_bytes));
    let pieces = texts.map(pieces);
    let (mut random, mut fitted) = (random(), 0);
    for _ in 0..20_000 {
        let mut text = pieces[random(pieces.len())].clone();
        for _ in 0..=random(3) {
            let others = &pieces[random(pieces.len())];
            let from = random(others.len());
            let to = from + random(others.len() - from);
            let at = random(text.len());
            let end = at + random(4).min(text.len() - at);
            text.splice(at..end, others[from..to].iter().copied());
        }
        fitted += usize::from(agrees(&known, text.concat().as_bytes()));
    }
    assert!(fitted > 100, "{fitted}");
    assert!(texts.iter().all(|text| agrees(&known, text.as_bytes())));
}

/// Separators and values that are longer than a chunk, at every offset.
#[test]
fn separators_and_values_may_be_longer_than_a_chunk() {
    let [blanks, name, slashes, letters] = [" ", "n", "\\", "é"].map(|piece| piece.repeat(130));
    for length in 0..130 {
        let before = "m".repeat(length);
        let texts = [
            format!("{{{blanks}\"a\"{blanks}:{blanks}1{blanks},{blanks}\"{before}\":{{}}}}"),
            format!("{{\"{before}{name}\":\"{name}{before}\",\"b\":[]}}"),
            format!("{{\"a\":\"{before}{letters}\",\"b\":\"{before}日{before}\\n{letters}\"}}"),
            format!("{{\"a\":\"{before}{slashes}\",\"b\":\"{before}\\u00e9\\\"\"}}"),
        ];
        for text in &texts {
            let known = trained_on(&[text.as_bytes()]);
            assert!(agrees(&known, text.as_bytes()), "{text}");
            // A character that does not end, and one that is not one.
            for fault in [&b"\xC3"[..], b"\xE0\x80\x80", b"\x1f", b"\\x"] {
                for at in [length, length + 64, text.len() - 3] {
                    let at = at.min(text.len() - 1);
                    agrees(
                        &known,
                        &[&text.as_bytes()[..at], fault, &text.as_bytes()[at..]].concat(),
                    );
                }
            }
        }
    }
}

#[test]
fn separators_that_are_too_long_are_not_stored() {
    for (length, is_stored) in [(1000, true), (2000, false)] {
        let text = format!("{{\"{}\":1}}", "n".repeat(length));
        assert_eq!(agrees(&trained_on(&[text.as_bytes()]), text.as_bytes()), is_stored);
    }
}

/// A character that does not end with its chunk, before chunks of ASCII; and a continuation byte
/// after an escape.
#[test]
fn the_utf8_carry_is_neither_lost_nor_kept_too_long() {
    let known = trained_on(&[br#"{"a":""}"#]);
    let plain = [b'm'; 130];
    for length in 0..130 {
        for wrong in [&b"\xC3"[..], b"\\n\x80\xC3\xA9"] {
            // The é starts UTF-8 validation.
            let start = [&b"{\"a\":\"\xC3\xA9"[..], &plain[..length]].concat();
            assert!(!agrees(&known, &[&start, wrong, &plain, b"\"}"].concat()));
        }
    }
}

#[test]
fn templates_pause_where_no_two_objects_are_alike_and_are_tried_again_later() {
    let mut known = Templates::default();
    let (mut trained, mut most) = (0, 0);
    for number in 0..20_000 {
        let mut text = format!("{{\"id\":\"{number}\"");
        for name in 0..100 {
            write!(text, ",\"{number} {name}\":{name}").unwrap();
        }
        text.push('}');
        let found = known.object::<true>(Level::new(), text.as_bytes(), 0, &mut Vec::new());
        assert!(found.is_none());
        trained += usize::from(!known.backoff.is_paused());
        known.train(text.as_bytes());
        most = most.max(known.nodes.len());
    }
    assert!(most <= MAX_NODES, "{most}");
    assert!((100..1000).contains(&trained), "{trained}");
    let usual = br#"{"id":"a","b":[1,2]}"#;
    let reads = (0..10_000).filter(|_| {
        let found = known.object::<true>(Level::new(), usual, 0, &mut Vec::new()).is_some();
        if !found {
            known.train(usual);
        }
        found
    });
    assert!(reads.count() > 5_000);
}

#[test]
fn a_few_new_layouts_start_no_pause() {
    let mut known = Templates::default();
    for number in 0..10_000 {
        let text = match number % 20 {
            0 => format!("{{\"{number}\":1}}"),
            _ => r#"{"id":"a","b":[1,2]}"#.to_owned(),
        };
        if known.object::<true>(Level::new(), text.as_bytes(), 0, &mut Vec::new()).is_none() {
            known.train(text.as_bytes());
        }
        assert!(!known.backoff.is_paused());
    }
}
