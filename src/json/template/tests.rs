use std::fmt::Write as _;

use fearless_simd::Level;

use super::{Familiar, MAX_PLACES};
use crate::json::bitmap::levels;
use crate::json::samples::{Choose, FAULTS, change, push_items};
use crate::json::{Member, index};
use crate::random::random;

/// The end of an object, whether the names of its members are plain, and where they stand.
type Read = (usize, bool, Vec<[u32; 3]>);

fn told(object: index::Object, members: &[Member]) -> Read {
    let members = members.iter().map(|member| [member.name, member.name_end, member.value]);
    (object.end, object.has_plain_names, members.collect())
}

/// As an object is read that is like no other.
fn carefully<const LINE: bool>(bytes: &[u8]) -> Option<Read> {
    let mut members = Vec::new();
    let object = index::object::<LINE>(Level::new(), bytes, 0, &mut members)?;
    Some(told(object, &members))
}

fn quickly<const LINE: bool>(known: &Familiar, level: Level, bytes: &[u8]) -> Option<Read> {
    let mut members = Vec::new();
    let object = known.clone().object::<LINE>(level, bytes, 0, &mut members)?;
    Some(told(object, &members))
}

/// Whether an object is familiar. If it is, everything has to be as it is read carefully.
fn agrees(known: &Familiar, bytes: &[u8]) -> bool {
    let alone = agrees_alone(known, bytes);
    // The last bytes of a text are read in another way than those with more behind them.
    let followed = agrees_alone(known, &[bytes, &[b'\n'; 64]].concat());
    assert_eq!(alone, followed, "{}", String::from_utf8_lossy(bytes));
    alone
}

fn agrees_alone(known: &Familiar, bytes: &[u8]) -> bool {
    let mut familiar = Vec::new();
    for level in levels() {
        let text = String::from_utf8_lossy(bytes);
        let found = quickly::<false>(known, level, bytes);
        if found.is_some() {
            assert_eq!(found, carefully::<false>(bytes), "{level:?}: {text}");
        }
        familiar.push(found.is_some());
        let found = quickly::<true>(known, level, bytes);
        if found.is_some() {
            assert_eq!(found, carefully::<true>(bytes), "{level:?}, a line: {text}");
        }
    }
    assert!(familiar.iter().all(|too| *too == familiar[0]));
    familiar[0]
}

fn knowing(objects: &[&[u8]]) -> Familiar {
    let mut known = Familiar::default();
    for object in objects {
        let (end, ..) = carefully::<false>(object).expect("an object");
        known.learn(&object[..end]);
    }
    known
}

#[test]
fn what_was_learned_is_read_again_and_what_is_like_it_as_if_it_was_not() {
    let mut random = random();
    let choose: Choose<'_> = &mut random;
    let mut known = Familiar::default();
    let (mut changed, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let mut text = String::new();
        push_items(&mut text, 4, true, choose);
        let mut bytes = text.into_bytes();
        // A few have no string where there should be a name.
        let Some((end, ..)) = carefully::<false>(&bytes) else { continue };
        known.learn(&bytes[..end]);
        if known.patience.rests() {
            known = knowing(&[&bytes]);
        }
        assert!(agrees(&known, &bytes), "{}", String::from_utf8_lossy(&bytes));
        // What is learned has to be right also beside what was learned before.
        let alone = knowing(&[&bytes]);
        assert!(agrees(&alone, &bytes));
        change(&mut bytes, choose);
        for known in [&known, &alone] {
            match (agrees(known, &bytes), carefully::<false>(&bytes)) {
                (true, _) => changed += 1,
                (false, None) => refused += 1,
                (false, Some(_)) => {}
            }
        }
    }
    assert!(changed > 2_500 && refused > 5_000, "{changed} {refused}");
}

/// Every fault at every place of texts that are longer than a few chunks.
#[test]
fn a_fault_is_no_less_seen_in_what_is_familiar() {
    let texts: [&[u8]; 3] = [
        br#"{"id":"1","b":[1,{"c":[]},-20,"\u00e9 and \\"],"d":{"e":{},"f":null},"g":[[true],"x"],"h":"a string of some length","i":{"j":[{"k":0.5}]}}"#,
        br#"{"id": "1", "b": [2, 3, 4], "d": {"f": false}, "g": [["x", "y"], ["z"]], "h": "", "i": {"j": [{"k": 1}, {"k": 2}]}}"#,
        "{\"name\":\"Zoë, whose name is longer than a chunk of sixty-four bytes, 日本\",\"\\u0061\":\"\\ud83d\\ude00 \\\" ü\"}".as_bytes(),
    ];
    let known = knowing(&texts);
    let (mut familiar, mut all) = (0, 0);
    for text in texts {
        assert!(agrees(&known, text));
        for at in 1..text.len() {
            agrees(&known, &text[..at]);
            for fault in FAULTS {
                for after in [&text[at..], &text[at + 1..]] {
                    familiar += usize::from(agrees(&known, &[&text[..at], fault, after].concat()));
                    all += 1;
                }
            }
        }
    }
    assert!(familiar > all / 20 && familiar < all / 2, "{familiar} of {all}");
}

/// Whatever is around it, and whatever was read before.
#[test]
fn an_object_is_read_where_it_starts() {
    let object = br#"{"id":"a","b":[{"c":"d"}],"e":null}"#;
    let (mut known, mut members) = (knowing(&[object]), Vec::new());
    for before in 0..70 {
        let bytes = [&b"\"\\{[,:1\xE0".repeat(9)[..before], object, b"\"x\",1}"].concat();
        let found = known.object::<true>(Level::new(), &bytes, before, &mut members).unwrap();
        let found = told(found, &members);
        let object = index::object::<true>(Level::new(), &bytes, before, &mut members).unwrap();
        assert_eq!(found, told(object, &members));
    }
}

/// The same two texts, one after the other, where other brackets are open.
#[test]
fn what_follows_depends_on_the_brackets_that_are_open() {
    let known = knowing(&[br#"{"a":[[1,2,3]]}"#, br#"{"a":[1,2,3]}"#]);
    assert!(!agrees(&known, br#"{"a":[[1,2,3]}"#));
    assert!(!agrees(&known, br#"{"a":[1,2,3]]}"#));
}

/// A text as brackets, commas, colons, and what is between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_piece = |letter: char| "{}[],:".contains(letter);
    text.split_inclusive(is_piece)
        .flat_map(|piece| [piece.trim_end_matches(is_piece), &piece[piece.len() - 1..]])
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// An object of another kind is read with what is known of one whose names and brackets are the
/// same, but not their order.
#[test]
fn what_is_known_of_one_bracket_is_not_taken_for_another() {
    let texts = [
        r#"{"a":[1,2],"b":{"c":1,"d":2}}"#,
        r#"{"b":{"c":[1,2]},"a":[{"c":1},{"d":2}]}"#,
        r#"{"a":[[1],[2]],"c":{"a":{"b":1}}}"#,
        r#"{"a":"1","b":"2"}"#,
    ];
    let known = knowing(&texts.map(str::as_bytes));
    let pieces = texts.map(pieces);
    let (mut random, mut familiar) = (random(), 0);
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
        familiar += usize::from(agrees(&known, text.concat().as_bytes()));
    }
    assert!(familiar > 100, "{familiar}");
    assert!(texts.iter().all(|text| agrees(&known, text.as_bytes())));
}

/// Pieces that are longer than a chunk, after so many bytes that they end anywhere in one.
#[test]
fn phrases_and_values_may_be_longer_than_a_chunk() {
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
            let known = knowing(&[text.as_bytes()]);
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
fn phrases_that_are_too_long_are_not_learned() {
    for (length, is_learned) in [(1000, true), (2000, false)] {
        let text = format!("{{\"{}\":1}}", "n".repeat(length));
        assert_eq!(agrees(&knowing(&[text.as_bytes()]), text.as_bytes()), is_learned);
    }
}

/// A character that does not end with its chunk, before plain chunks; and a byte after an escape
/// that would end the character behind it.
#[test]
fn what_is_due_in_the_next_chunk_is_neither_forgotten_nor_kept() {
    let known = knowing(&[br#"{"a":""}"#]);
    let plain = [b'm'; 130];
    for length in 0..130 {
        for wrong in [&b"\xC3"[..], b"\\n\x80\xC3\xA9"] {
            // UTF-8 is looked at for the é.
            let start = [&b"{\"a\":\"\xC3\xA9"[..], &plain[..length]].concat();
            assert!(!agrees(&known, &[&start, wrong, &plain, b"\"}"].concat()));
        }
    }
}

#[test]
fn what_is_never_the_same_is_given_up_and_tried_again_later() {
    let mut known = Familiar::default();
    let (mut learned, mut most) = (0, 0);
    for number in 0..20_000 {
        let mut text = format!("{{\"id\":\"{number}\"");
        for name in 0..100 {
            write!(text, ",\"{number} {name}\":{name}").unwrap();
        }
        text.push('}');
        let found = known.object::<true>(Level::new(), text.as_bytes(), 0, &mut Vec::new());
        assert!(found.is_none());
        learned += usize::from(!known.patience.rests());
        known.learn(text.as_bytes());
        most = most.max(known.places.len());
    }
    assert!(most <= MAX_PLACES, "{most}");
    assert!((100..1000).contains(&learned), "{learned}");
    let usual = br#"{"id":"a","b":[1,2]}"#;
    let reads = (0..10_000).filter(|_| {
        let found = known.object::<true>(Level::new(), usual, 0, &mut Vec::new()).is_some();
        if !found {
            known.learn(usual);
        }
        found
    });
    assert!(reads.count() > 5_000);
}

#[test]
fn a_few_that_are_new_do_not_end_patience() {
    let mut known = Familiar::default();
    for number in 0..10_000 {
        let text = match number % 20 {
            0 => format!("{{\"{number}\":1}}"),
            _ => r#"{"id":"a","b":[1,2]}"#.to_owned(),
        };
        if known.object::<true>(Level::new(), text.as_bytes(), 0, &mut Vec::new()).is_none() {
            known.learn(text.as_bytes());
        }
        assert!(!known.patience.rests());
    }
}
