//! Times of several things, taken in turns, so that whatever else the machine does falls on each
//! of them alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a round of one thing is to take, at the least: much more than the clock's own time.
const ROUND: Duration = Duration::from_micros(200);
const HOT_ROUNDS: usize = 101;
const COLD_ROUNDS: usize = 7;

/// The median time in nanoseconds that each of these takes, over so many rounds.
pub fn medians(rounds: usize, things: &mut [Box<dyn FnMut() + '_>]) -> Vec<f64> {
    let passes: Vec<u32> = things.iter_mut().map(passes).collect();
    let mut times = vec![Vec::with_capacity(rounds); things.len()];
    for _ in 0..rounds {
        for ((thing, passes), times) in things.iter_mut().zip(&passes).zip(&mut times) {
            times.push(time(thing, *passes) / f64::from(*passes));
        }
    }
    times.into_iter().map(median).collect()
}

/// Counts the records that meet a condition.
pub type Count<'a, R> = Box<dyn Fn(&[R]) -> usize + 'a>;

/// A condition on a record, and what it is called in a table.
pub struct Asked<'a, R> {
    /// The head of its columns.
    pub name: &'static str,
    /// The condition.
    pub is: Count<'a, R>,
}

/// Prints what each condition of each case takes for a record, and how many times that of the
/// first: of records that stay in the cache, and of all of them, which do not fit into it.
pub fn print_beside<R>(records: &[R], hot: usize, cases: &[(&str, Vec<Asked<'_, R>>)]) {
    let hot = records.get(..hot).unwrap_or(records);
    println!("ns a record: {} that stay in the cache | {} that do not", hot.len(), records.len());
    for (name, asked) in cases {
        let sides = [(hot, HOT_ROUNDS), (records, COLD_ROUNDS)].map(|(records, rounds)| {
            let mut passes: Vec<Box<dyn FnMut() + '_>> = Vec::new();
            for one in asked {
                passes.push(Box::new(|| {
                    black_box((one.is)(black_box(records)));
                }));
            }
            let times = medians(rounds, &mut passes);
            let first = times.first().copied().unwrap_or(f64::NAN);
            let mut line = String::new();
            for (one, time) in asked.iter().zip(&times) {
                let ns = time / records.len() as f64;
                line.push_str(&format!(" {} {ns:6.1} ({:4.2} x)", one.name, time / first));
            }
            line
        });
        let [hot, cold] = sides;
        println!("{hot} |{cold}  {name}");
    }
    println!();
}

/// The middle one; of an even number the upper of the two.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Whether cargo measures, and does not only test that a bench runs.
#[must_use]
pub fn is_measuring() -> bool {
    let asked = |flag| std::env::args().any(|argument| argument == flag);
    asked("--bench") && !asked("--test")
}

/// How often a thing is done in a round.
fn passes(thing: &mut Box<dyn FnMut() + '_>) -> u32 {
    let mut passes = 1;
    while time(thing, passes) < ROUND.as_nanos() as f64 {
        passes *= 2;
    }
    passes
}

fn time(thing: &mut Box<dyn FnMut() + '_>, passes: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..passes {
        thing();
    }
    start.elapsed().as_nanos() as f64
}
