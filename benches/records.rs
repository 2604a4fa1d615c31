//! Records like those of the provisioning service, as many as are wanted, the same for the same
//! seed.

mod event;
mod json;
mod layout;
mod random;
mod words;

use std::io::{self, Write};

use self::event::Event;
pub use self::json::{WRITERS, Writer};
use self::random::Random;
pub use self::words::{NO_DURATION, RARE_JOB, RARE_NAME};

/// How the records stand in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// An event of Graph a line.
    #[default]
    Lines,
    /// One page of Graph: `{"@odata.context":…,"@odata.nextLink":…,"value":[…]}`.
    Page,
    /// An event in the envelope of diagnostic settings a line.
    Diagnostic,
}

/// Every shape by the name that the command line has for it.
pub const SHAPES: [(&str, Shape); 3] =
    [("jsonl", Shape::Lines), ("page", Shape::Page), ("diagnostic", Shape::Diagnostic)];

/// A log that can be written.
///
/// An event is 2.6 KB on average, and every draw is apart from the others:
///
/// | what | share |
/// |---|---|
/// | status `failure`; `skipped`; `warning`; `success` | 5 %; 5 %; 1 %; 89 % |
/// | job [`RARE_JOB`]; one of eight others | 0.01 %; the rest |
/// | the job's id in the words of a step of another's event | 0.01 % |
/// | source's name ends in [`RARE_NAME`] | 0.05 %, half of them written with escapes |
/// | that name as someone's manager | at most 0.025 % |
/// | a failed step, told of in escaped JSON too, in an event that did not fail | 3 % of those |
/// | [`NO_DURATION`] in the details of a step; as the event's own duration | 0.05 %; never |
/// | duration of 200 to 5,000 ms; up to 300,000 ms | 99 %; 1 % |
/// | status before systems and identities; after them | 50 %; 50 % |
/// | written as Graph does; as .NET, Python and PHP do | 85 %; 5 % each |
/// | time in whole seconds; with up to seven digits more | 86 %; 14 % |
///
/// The times go through 30 days from 2024-05-01 on as the log does, each up to ten minutes
/// late. An event has two to four steps and two to eight modified properties, among them
/// dates of the same days.
#[derive(Clone, Copy, Debug)]
pub struct Log {
    /// How the records stand.
    pub shape: Shape,
    /// The size that the log comes close to, and does not go beyond unless it is too small for
    /// an empty page.
    pub bytes: u64,
    /// The same seed gives the same log of the same size.
    pub seed: u64,
    /// The program that wrote all records; by the shares above if none.
    pub writer: Option<Writer>,
}

/// What stands around the records of a page.
const PAGE: (&[u8], &[u8]) = (
    b"{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#auditLogs/provisioning\",\
      \"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/auditLogs/provisioning?\
      $skiptoken=b7c1a0e2\",\"value\":[",
    b"]}\n",
);

/// How much is written at once.
const BLOCK: usize = 1 << 18;

impl Log {
    /// Writes the log; how many records it has.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut random = Random::new(self.seed);
        let page = self.shape == Shape::Page;
        let (before, after) = if page { PAGE } else { (&[][..], &[][..]) };
        let mut block = Vec::with_capacity(BLOCK + (1 << 16));
        block.extend_from_slice(before);
        let (mut written, mut records) = (0, 0);
        loop {
            let start = block.len();
            let place = (written + start as u64) as f64 / self.bytes as f64;
            let event = Event::draw(&mut random, (place * f64::from(u32::MAX)) as u32, self.writer);
            match self.shape {
                Shape::Lines | Shape::Page => layout::graph(&mut block, &event, &mut random),
                Shape::Diagnostic => layout::exported(&mut block, &event, &mut random),
            }
            block.push(if page { b',' } else { b'\n' });
            if written + (block.len() + after.len()) as u64 > self.bytes {
                block.truncate(start);
                break;
            }
            records += 1;
            // Of a page one byte stays, since the last comma is to be taken back.
            if let Some(full @ BLOCK..) = block.len().checked_sub(1) {
                out.write_all(block.get(..full).unwrap_or_default())?;
                written += full as u64;
                block.drain(..full);
            }
        }
        if page && records > 0 {
            block.pop();
        }
        block.extend_from_slice(after);
        out.write_all(&block)?;
        out.flush()?;
        Ok(records)
    }
}

/// As many events as are asked for, as Graph writes them, in the order of a log.
#[must_use]
pub fn events(seed: u64, count: usize) -> Vec<String> {
    let mut random = Random::new(seed);
    let mut event = |at| {
        let place = at as f64 / count as f64 * f64::from(u32::MAX);
        let event = Event::draw(&mut random, place as u32, None);
        let mut text = Vec::new();
        layout::graph(&mut text, &event, &mut random);
        String::from_utf8(text).unwrap_or_default()
    };
    (0..count).map(&mut event).collect()
}
