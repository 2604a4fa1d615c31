//! Input that gzip or zstd packed is read as what was packed.

#![expect(clippy::expect_used, reason = "a test fails where a helper does")]

use std::io::Write as _;

use crate::command::odq;
use flate2::Compression;
use flate2::write::GzEncoder;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(text: &str) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("memory");
    encoder.include_checksum(true).expect("before the data");
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

type Pack = fn(&str) -> Vec<u8>;

const PACKERS: [(&str, Pack); 2] = [("gzip", gzip), ("zstd", zstd)];

/// Lines that do not pack to nothing.
fn lines(count: u32) -> String {
    let line = |at: u32| {
        let noise: String = (0..20_u32)
            .map(|n| format!("{:x}", at.wrapping_mul(2_654_435_761).wrapping_add(n * at * 40_503)))
            .collect();
        format!("{{\"id\":\"{at}\",\"jobId\":\"{noise}\"}}\n")
    };
    (0..count).map(line).collect()
}

#[test]
fn every_shape_is_read_packed_and_several_members_are_one_text() {
    let page = include_str!("../data/page-failure.json");
    let settings = include_str!("../data/diagnostic-settings.jsonl");
    for (name, pack) in PACKERS {
        for text in [page, settings, &lines(3000)] {
            let plain = odq(&["filter", "true"], text);
            assert_eq!(plain.0, 0);
            assert_eq!(odq(&["filter", "true"], pack(text)), plain, "{name}");
        }
        // The second member starts in the middle of a line.
        let (first, second) = ("{\"id\":\"a\"}\n{\"id\"", ":\"b\"}\n");
        let both = [pack(first), pack(""), pack(second)].concat();
        let wanted = (0, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n".to_owned(), String::new());
        assert_eq!(odq(&["filter", "true"], both), wanted, "{name}");
        assert_eq!(odq(&["filter", "true"], pack("")), (1, String::new(), String::new()), "{name}");
    }
    // A frame to be skipped (RFC 8878, section 3.1.2).
    let skipped =
        [&[0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2][..], &zstd("{\"id\":\"a\"}")].concat();
    assert_eq!(odq(&["filter", "true"], skipped).1, "{\"id\":\"a\"}\n");
}

#[test]
fn what_is_cut_off_or_damaged_is_an_error_with_a_place_after_the_good_records() {
    let text = lines(3000);
    for (name, pack) in PACKERS {
        let packed = pack(&text);
        let whole = odq(&["filter", "true"], text.as_str()).1;
        for keep in [packed.len() / 2, packed.len() - 1, packed.len() - 9] {
            let (code, stdout, stderr) = odq(&["filter", "true"], &packed[..keep]);
            assert_eq!(code, 2, "{name} {keep}");
            assert!(whole.starts_with(&stdout) && !stdout.is_empty(), "{name} {keep}");
            assert!(stdout.ends_with('\n'), "{name} {keep}");
            // The place in the text: the line after the last good one.
            let line = stdout.lines().count() + 1;
            assert!(
                stderr.starts_with(&format!("odq: <stdin>:{line}:")),
                "{name} {keep}: {stderr}"
            );
            assert!(stderr.ends_with(&format!(": the {name} data is cut off\n")), "{stderr}");
        }
        let (code, _, stderr) = odq(&["filter", "true"], &packed[..5]);
        assert_eq!((code, stderr), (2, format!("odq: <stdin>:1:1: the {name} data is cut off\n")));
        let mut damaged = packed.clone();
        damaged[packed.len() / 2] ^= 0xFF;
        let (code, _, stderr) = odq(&["filter", "true"], damaged);
        assert_eq!(code, 2, "{name}");
        assert!(stderr.contains(&format!("the {name} data is damaged: ")), "{stderr}");
    }
}

/// Of a small file nothing has been handed on yet when the end is found missing.
#[test]
fn the_good_records_of_a_small_cut_off_file_are_printed() {
    let text = format!("{{\"id\":\"a\"}}\n{}", lines(30));
    let packed = gzip(&text);
    let (code, stdout, stderr) = odq(&["filter", "true"], &packed[..packed.len() - 4]);
    assert_eq!((code, stdout.lines().next()), (2, Some("{\"id\":\"a\"}")), "{stderr}");
    assert!(stderr.contains("the gzip data is cut off"), "{stderr}");
}

/// More than is unpacked ahead, up to the end and only to the first match.
#[test]
fn what_is_larger_than_the_blocks_that_are_ready_is_read_whole_and_no_further_than_wanted() {
    let text = lines(5000).repeat(3);
    assert!(text.len() > 4 * 256 * 1024);
    for (name, pack) in PACKERS {
        let packed = pack(&text);
        let (code, stdout, stderr) = odq(&["filter", "id ne null"], packed.as_slice());
        assert!(code == 0 && stdout == text, "{name}: {} bytes, {stderr}", stdout.len());
        let (code, stdout, _) = odq(&["filter", "id ne null", "--top", "1"], packed);
        assert_eq!((code, stdout.lines().count()), (0, 1), "{name}");
    }
}
