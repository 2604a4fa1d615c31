//! What was found, room by room.

use std::path::Path;

use crate::list::{Mutant, ROOMS, State};
use crate::run::outcomes;
use crate::trial::Trial;
use crate::{Fault, PLAN, TRIALS, load};

/// Prints the table, and by name what is not killed in these rooms.
pub(crate) fn table(scratch: &Path, rooms: &[String]) -> Result<(), Fault> {
    let mutants: Vec<Mutant> = load(&scratch.join(PLAN))?;
    let trials: Vec<Trial> = load(&scratch.join(TRIALS))?;
    let outcomes = outcomes(scratch)?;
    println!("| room | made | killed | survived | does not build | cannot be switched | not run |");
    println!("|---|---|---|---|---|---|---|");
    let mut names = vec![];
    for (room, _) in ROOMS {
        let (mut killed, mut survived, mut refused, mut apart, mut waiting) = (0, 0, 0, 0, 0);
        for (index, mutant) in mutants.iter().enumerate().filter(|(_, found)| found.room() == room)
        {
            let said = match (mutant.state, outcomes.get(&mutant.name)) {
                (State::Refused, _) => {
                    refused += 1;
                    continue;
                }
                (State::Apart, _) => {
                    apart += 1;
                    "cannot be switched".to_owned()
                }
                (State::Switched, None) => {
                    waiting += 1;
                    continue;
                }
                (State::Switched, Some(outcome)) if outcome.killed.is_some() => {
                    killed += 1;
                    continue;
                }
                (State::Switched, Some(outcome)) => {
                    survived += 1;
                    let reach = |trial: &&Trial| trial.reaches.binary_search(&(index + 1)).is_ok();
                    let reaching: Vec<_> = trials.iter().filter(reach).collect();
                    let left = |trial: &&&Trial| !outcome.survived.contains(&trial.name);
                    let left = reaching.iter().filter(left).count();
                    format!("survived; {} programs reach it, {left} not run", reaching.len())
                }
            };
            if rooms.iter().any(|wanted| wanted == room) {
                names.push(format!("{}: {said}", mutant.name));
            }
        }
        let made = killed + survived + refused + apart + waiting;
        println!("| `{room}` | {made} | {killed} | {survived} | {refused} | {apart} | {waiting} |");
    }
    names.iter().for_each(|name| println!("{name}"));
    Ok(())
}
