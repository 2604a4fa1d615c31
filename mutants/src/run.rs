//! The tests against each mutant.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::list::{Mutant, State};
use crate::trial::{End, Trial};
use crate::{Fault, PLAN, RESULTS, TRIALS, load};

/// What is asked of a run.
pub(crate) struct Choice {
    pub(crate) rooms: Vec<String>,
    /// The first number of two is which part, from nought; the second how many parts.
    pub(crate) shard: (usize, usize),
    /// Seconds that a test program may cost to be run.
    pub(crate) cost: f64,
    pub(crate) jobs: usize,
    pub(crate) with: Vec<String>,
}

/// What was found of a mutant; a later one replaces it.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    /// The program and the test that killed it.
    pub(crate) killed: Option<String>,
    /// The programs that it survived.
    pub(crate) survived: HashSet<String>,
}

pub(crate) fn outcomes(scratch: &Path) -> Result<HashMap<String, Outcome>, Fault> {
    let text = fs::read_to_string(scratch.join(RESULTS)).unwrap_or_default();
    let outcomes = text.lines().map(serde_json::from_str).collect::<Result<Vec<Outcome>, _>>()?;
    Ok(outcomes.into_iter().map(|outcome| (outcome.name.clone(), outcome)).collect())
}

/// Runs what has not been run, and adds what is found to the file.
pub(crate) fn run(scratch: &Path, choice: &Choice) -> Result<(), Fault> {
    let mutants: Vec<Mutant> = load(&scratch.join(PLAN))?;
    let trials: Vec<Trial> = load(&scratch.join(TRIALS))?;
    let known = outcomes(scratch)?;
    let chosen = mutants.iter().enumerate().map(|(index, mutant)| (index + 1, mutant));
    let chosen = chosen.filter(|(number, mutant)| {
        mutant.state == State::Switched
            && choice.rooms.iter().any(|room| room == mutant.room())
            && number % choice.shard.1 == choice.shard.0
    });
    let queue = Mutex::new(chosen);
    let file = fs::OpenOptions::new().create(true).append(true).open(scratch.join(RESULTS))?;
    let file = Mutex::new(file);
    // How often each program was run, and how often it killed, in each room.
    let rates = Mutex::new(HashMap::<(String, String), (f64, f64)>::new());
    let work = || -> Result<(), String> {
        loop {
            let next = queue.lock().map_err(|_| "a thread panicked")?.next();
            let Some((number, mutant)) = next else { return Ok(()) };
            let before = known.get(&mutant.name).cloned();
            let mut outcome = before.clone().unwrap_or(Outcome {
                name: mutant.name.clone(),
                killed: None,
                survived: HashSet::new(),
            });
            let rate = |trial: &Trial| {
                let key = (mutant.room().to_owned(), trial.name.clone());
                rates.lock().ok().and_then(|rates| rates.get(&key).copied()).unwrap_or((0.0, 0.0))
            };
            // What is likely to find most in a second comes first.
            let price = |trial: &&Trial| {
                let (runs, kills) = rate(trial);
                (trial.seconds + 0.05) * (runs + 2.0) / (kills + 1.0)
            };
            let mut todo: Vec<_> = trials
                .iter()
                .filter(|trial| trial.seconds <= choice.cost)
                .filter(|trial| trial.reaches.binary_search(&number).is_ok())
                .filter(|trial| !outcome.survived.contains(&trial.name))
                .collect();
            todo.sort_by(|a, b| price(a).total_cmp(&price(b)));
            if outcome.killed.is_some() || before.is_some() && todo.is_empty() {
                continue;
            }
            for trial in todo {
                let on = ("MUTANT", number.to_string());
                let end = trial.run(scratch, &choice.with, (on.0, &on.1), true);
                let killed = match end.map_err(|fault| fault.to_string())? {
                    End::Passed => None,
                    End::Failed(tests) => Some(tests.join(", ")),
                    End::TooLong => Some("time".to_owned()),
                };
                if let Ok(mut rates) = rates.lock() {
                    let key = (mutant.room().to_owned(), trial.name.clone());
                    let rate = rates.entry(key).or_insert((0.0, 0.0));
                    *rate = (rate.0 + 1.0, rate.1 + f64::from(u8::from(killed.is_some())));
                }
                if let Some(test) = killed {
                    outcome.killed = Some(format!("{}: {test}", trial.name));
                    break;
                }
                outcome.survived.insert(trial.name.clone());
            }
            let line = serde_json::to_string(&outcome).map_err(|error| error.to_string())?;
            let mut file = file.lock().map_err(|_| "a thread panicked")?;
            writeln!(file, "{line}").map_err(|error| error.to_string())?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..choice.jobs).map(|_| scope.spawn(work)).collect();
        let ends = threads.into_iter().map(|thread| {
            thread.join().map_err(|_| Fault::from("a thread panicked"))?.map_err(Fault::from)
        });
        ends.collect()
    })
}
