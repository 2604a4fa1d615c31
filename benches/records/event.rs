//! What an event says, drawn by the shares that [`Log`](super::Log) names.

use super::json::{WRITERS, Writer};
use super::random::Random;
use super::words::{ACTIONS, FIRST_NAMES, JOBS, Job, KINDS, LAST_NAMES, RARE, RARE_NAME, STATUSES};

/// Ticks of 100 ns in a second.
const SECOND: u64 = 10_000_000;
/// Seconds in a day.
const DAY: u64 = 86_400;
/// The days that a log covers, the first of May 2024 and on.
const DAYS: u64 = 30;

/// One event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) writer: Writer,
    /// Whether the status stands before the systems and identities.
    pub(super) status_early: bool,
    pub(super) status: &'static str,
    pub(super) time: Text,
    pub(super) job: Job,
    pub(super) action: &'static str,
    pub(super) duration: u64,
    pub(super) kind: &'static str,
    pub(super) name: [&'static str; 3],
    /// Someone else, as a manager.
    pub(super) other_name: [&'static str; 3],
    pub(super) decoys: Decoys,
}

/// What looks as if it were the answer, in a place where it is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoys {
    /// A failed step in an event that did not fail.
    pub(super) failed_step: bool,
    /// The rare job, in the words of a step.
    pub(super) job: bool,
    /// The duration that no event has, in the details of a step.
    pub(super) duration: bool,
}

/// A short text that needs no allocation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    bytes: [u8; 28],
    length: usize,
}

impl Text {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Event {
    /// An event at a place in the log, from 0 at its start to `u32::MAX` at its end.
    pub(super) fn draw(random: &mut Random, place: u32, writer: Option<Writer>) -> Self {
        let rare_name = random.one_in(2_000);
        let [.., (_, dot_net), (_, python), (_, php)] = WRITERS;
        let writers = [(85, Writer::Graph), (5, dot_net), (5, python), (5, php)];
        // Half of the rare names are written with escapes.
        let rare_writers = [(2, Writer::Graph), (1, dot_net), (1, php)];
        let drawn = random.weighted(if rare_name { &rare_writers } else { &writers });
        let status = random.weighted(&STATUSES);
        let long = random.one_in(100);
        let mut name = name(random);
        if rare_name {
            name = ["Zoë", " ", RARE_NAME];
        }
        let mut other_name = self::name(random);
        if random.one_in(4_000) {
            other_name = ["Zoë", " ", RARE_NAME];
        }
        Self {
            writer: writer.unwrap_or(drawn),
            status_early: random.one_in(2),
            status,
            time: time(random, place),
            job: if random.one_in(10_000) { RARE } else { random.weighted(&JOBS) },
            action: random.weighted(&ACTIONS),
            duration: if long { random.below(300_000) } else { 200 + random.below(4_800) },
            kind: random.weighted(&KINDS),
            name,
            other_name,
            decoys: Decoys {
                failed_step: status != "failure" && random.one_in(33),
                job: random.one_in(10_000),
                duration: random.one_in(2_000),
            },
        }
    }
}

fn name(random: &mut Random) -> [&'static str; 3] {
    [random.pick(&FIRST_NAMES), " ", random.pick(&LAST_NAMES)]
}

/// A time near the place, since a log is written in the order of time, though not quite; most in
/// whole seconds, the others with up to seven digits after them.
fn time(random: &mut Random, place: u32) -> Text {
    let all = DAYS * DAY;
    let later = (u64::from(place) * all) >> 32;
    let second = later.saturating_sub(random.below(600));
    let fraction = if random.one_in(7) { random.below(SECOND) } else { 0 };
    stamp(second, fraction)
}

/// A date on any of the days of the log, at midnight.
pub(super) fn day(random: &mut Random) -> Text {
    stamp(random.below(DAYS) * DAY, 0)
}

fn stamp(second: u64, fraction: u64) -> Text {
    let mut text = Text { bytes: *b"2024-05-00T00:00:00.0000000Z", length: 28 };
    let two = |at: usize, number: u64, bytes: &mut [u8; 28]| {
        if let Some([tens, ones]) = bytes.get_mut(at..at + 2) {
            *tens = b'0' + (number / 10) as u8;
            *ones = b'0' + (number % 10) as u8;
        }
    };
    two(8, second / DAY + 1, &mut text.bytes);
    two(11, second / 3_600 % 24, &mut text.bytes);
    two(14, second / 60 % 60, &mut text.bytes);
    two(17, second % 60, &mut text.bytes);
    let mut left = fraction;
    for byte in text.bytes.iter_mut().skip(20).take(7).rev() {
        *byte = b'0' + (left % 10) as u8;
        left /= 10;
    }
    // Zeros at the end are not written, nor a point with nothing after it.
    let mut length = 27;
    while length > 20 && text.bytes.get(length - 1) == Some(&b'0') {
        length -= 1;
    }
    if length == 20 {
        length = 19;
    }
    if let Some(zone) = text.bytes.get_mut(length) {
        *zone = b'Z';
    }
    Text { length: length + 1, ..text }
}
