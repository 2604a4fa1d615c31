//! The copy of the crate with every mutant in it, built once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::edit::{self, Blame, Site, Written};
use crate::list::{self, Mutant, State};
use crate::switch::switch;
use crate::trial::Trial;
use crate::{Fault, PLAN, TRIALS, load, save};

const SWITCH: &str = include_str!("switch.rs.in");

/// Writes and builds the copy, and runs its tests with no mutant on.
pub(crate) fn build(root: &Path, scratch: &Path, with: &[String]) -> Result<(), Fault> {
    copy(root, scratch)?;
    let mut mutants = list::list(root)?;
    remember(&mut mutants, &load::<Vec<Mutant>>(&scratch.join(PLAN)).unwrap_or_default());
    let library = ["check", "--lib"];
    loop {
        let written = write(root, scratch, &mut mutants)?;
        let said = cargo(scratch, with, &library)?;
        let errors = said.iter().filter(|line| line["message"]["level"] == "error");
        let found: Vec<_> = errors.flat_map(|error| blame(error, &written)).collect();
        let mut changed = 0;
        for (number, state) in found {
            if let Some(mutant) = mutants.get_mut(number - 1)
                && mutant.state == State::Switched
            {
                mutant.state = state;
                changed += 1;
            }
        }
        save(&scratch.join(PLAN), &mutants)?;
        if said.iter().any(|line| line["success"] == true) {
            break;
        }
        eprintln!("{changed} mutants taken out");
        if changed == 0 {
            return Err("the copy does not build, and no mutant is to blame".into());
        }
    }
    let built = cargo(scratch, with, &["test", "--no-run"])?;
    let known: Vec<Trial> = load(&scratch.join(TRIALS)).unwrap_or_default();
    let mut programs: Vec<_> = built.iter().filter_map(program).collect();
    // What took long before comes last: the others can be used by then.
    let cost = |name: &str| {
        let same = |trial: &&Trial| trial.name.split('@').next() == Some(name);
        known.iter().find(same).map_or(0.0, |trial| trial.seconds)
    };
    programs.sort_by(|(a, ..), (b, ..)| cost(a).total_cmp(&cost(b)));
    let mut trials = vec![];
    for (name, source, path) in programs {
        trials.push(Trial::traced(scratch, (name, source), path, &known, with)?);
        save(&scratch.join(TRIALS), &trials)?;
    }
    Ok(())
}

/// The name, the source and the path of a test program that cargo says it built.
fn program(line: &Value) -> Option<(&str, &str, &str)> {
    let target = line.get("target").filter(|_| line["profile"]["test"] == true)?;
    let (name, source) = (target["name"].as_str()?, target["src_path"].as_str()?);
    Some((name, source, line["executable"].as_str()?))
}

/// The files of the crate that have changed; the sources to mutate are written apart.
fn copy(root: &Path, scratch: &Path) -> Result<(), Fault> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").current_dir(root).args(list).output()?;
    for file in String::from_utf8(output.stdout)?
        .lines()
        .filter(|file| !file.ends_with(".rs") || !file.starts_with("src/"))
    {
        put(&scratch.join(file), &fs::read(root.join(file))?)?;
    }
    Ok(())
}

/// Writes a file if that changes it, so that nothing is built in vain.
fn put(path: &Path, content: &[u8]) -> Result<(), Fault> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, content)?)
}

/// What was found of the same mutants before.
fn remember(mutants: &mut [Mutant], before: &[Mutant]) {
    let before: BTreeMap<_, _> = before.iter().map(|mutant| (&mutant.name, mutant.state)).collect();
    for mutant in mutants {
        mutant.state = before.get(&mutant.name).copied().unwrap_or_default();
    }
}

type Sources = BTreeMap<String, (Written, Vec<Site>)>;

fn write(root: &Path, scratch: &Path, mutants: &mut [Mutant]) -> Result<Sources, Fault> {
    let mut numbers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, mutant) in mutants.iter().enumerate() {
        numbers.entry(mutant.file.clone()).or_default().push(index + 1);
    }
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "src"];
    let output = Command::new("git").current_dir(root).args(list).output()?;
    let mut sources = Sources::new();
    for file in String::from_utf8(output.stdout)?.lines().filter(|file| file.ends_with(".rs")) {
        let mut text = fs::read_to_string(root.join(file))?;
        if let Some(numbers) = numbers.get(file) {
            let (edits, sites) = switch(&text, numbers, mutants)?;
            let written = edit::apply(&text, edits);
            text.clone_from(&written.text);
            sources.insert(file.to_owned(), (written, sites));
        } else if file == "src/lib.rs" {
            text =
                format!("#![feature(core_intrinsics, const_eval_select)]\n{text}\nmod mutant;\n");
        }
        put(&scratch.join(file), text.as_bytes())?;
    }
    let count = format!("{SWITCH}\nconst COUNT: usize = {};\n", mutants.len() + 1);
    put(&scratch.join("src/mutant.rs"), count.as_bytes())?;
    Ok(sources)
}

/// Runs cargo on the copy: what it says, one value for each line.
fn cargo(scratch: &Path, with: &[String], what: &[&str]) -> Result<Vec<Value>, Fault> {
    let mut command = crate::command(with, "cargo");
    command.current_dir(scratch).args(what);
    command.args(["--all-features", "--profile", "mutants", "--message-format=json"]);
    // Branches break lints; a switch in what is `const` needs what is not stable.
    command.env("RUSTFLAGS", "--cap-lints=allow").env("RUSTC_BOOTSTRAP", "odata_query");
    let output = command.stderr(Stdio::inherit()).output()?;
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    Ok(lines.map(serde_json::from_slice).collect::<Result<_, _>>()?)
}

/// The mutants that an error is laid to: the one whose text it is in, else all of the construct.
fn blame(error: &Value, written: &Sources) -> Vec<(usize, State)> {
    let spans = error["message"]["spans"].as_array().into_iter().flatten();
    for mut span in spans.filter(|span| span["is_primary"] == true) {
        while span["expansion"]["span"].is_object() {
            span = &span["expansion"]["span"];
        }
        let file = span["file_name"].as_str().and_then(|file| written.get(file));
        let at = span["byte_start"].as_u64().and_then(|at| usize::try_from(at).ok());
        let (Some((written, sites)), Some(at)) = (file, at) else { continue };
        match written.blame(sites, at) {
            Some(Blame::Mutant(number)) => return vec![(number, State::Refused)],
            Some(Blame::Site(site)) => {
                let numbers = sites.get(site).map(|site| site.mutants.clone()).unwrap_or_default();
                return numbers.into_iter().map(|number| (number, State::Apart)).collect();
            }
            None => {}
        }
    }
    if let Some(text) = error["message"]["rendered"].as_str() {
        eprintln!("{text}");
    }
    vec![]
}
