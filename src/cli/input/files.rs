//! The files that arguments name: a directory is searched for files.

use std::fs;
use std::path::{Path, PathBuf};

use odata_query::input::CsvTable;

/// A file to read, or why there is none.
pub(super) type FileToRead = Result<PathBuf, String>;

/// Takes the CSV files out that are read together with others: the steps and modified properties
/// that the portal downloads beside the events. None where there are no events.
pub(super) fn take_csv_details(
    files: &mut Vec<FileToRead>,
    heading: impl Fn(&Path) -> Option<CsvTable>,
) -> Vec<PathBuf> {
    let is_csv = |file: &Path| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.contains(".csv")
    };
    let table_of = |file: &FileToRead| {
        let file = file.as_deref().ok().filter(|file| is_csv(file))?;
        heading(file)
    };
    if files.iter().flatten().filter(|file| is_csv(file)).count() < 2 {
        return Vec::new();
    }
    let tables: Vec<_> = files.iter().map(table_of).collect();
    if !tables.contains(&Some(CsvTable::Events)) {
        return Vec::new();
    }
    let mut tables = tables.into_iter();
    files.extract_if(.., |_| tables.next() == Some(Some(CsvTable::Details))).flatten().collect()
}

/// The files, in the order of the arguments and within a directory in the order of their paths.
/// Links in directories are not followed.
pub(super) fn files(arguments: &[PathBuf], glob: Option<&str>) -> Vec<FileToRead> {
    if arguments.is_empty() {
        return vec![Ok(PathBuf::from("-"))];
    }
    let mut files = Vec::new();
    for argument in arguments {
        match argument != Path::new("-") && argument.is_dir() {
            true => in_directory(argument, glob, &mut files),
            false => files.push(Ok(argument.clone())),
        }
    }
    files
}

fn in_directory(root: &Path, glob: Option<&str>, files: &mut Vec<FileToRead>) {
    let before = files.len();
    // The next is the last; a directory's own entries come before what is after it.
    let mut pending = vec![root.to_path_buf()];
    while let Some(path) = pending.pop() {
        let kind = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => {
                files.push(Err(format!("{}: {error}", path.display())));
                continue;
            }
        };
        if path == root || kind.is_dir() {
            match fs::read_dir(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
                Ok(entries) => {
                    let mut entries: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
                    entries.sort_unstable_by(|one, other| other.cmp(one));
                    pending.extend(entries);
                }
                Err(error) => files.push(Err(format!("{}: {error}", path.display()))),
            }
        } else if kind.is_file() && glob.is_none_or(|glob| is_wanted(root, &path, glob)) {
            files.push(Ok(path));
        }
    }
    if files.len() == before {
        let matching = glob.map(|glob| format!(" that matches `{glob}`")).unwrap_or_default();
        files.push(Err(format!("{}: no file in this directory{matching}", root.display())));
    }
}

/// Whether a file matches: by its name, or by its path in the directory if the pattern has a `/`.
fn is_wanted(root: &Path, file: &Path, glob: &str) -> bool {
    let in_root = file.strip_prefix(root).unwrap_or(file);
    let text = match glob.contains('/') {
        true => in_root
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/"),
        false => in_root.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    };
    let (glob, text): (Vec<char>, Vec<char>) = (glob.chars().collect(), text.chars().collect());
    matches(&glob, &text)
}

/// `?` is a character, `*` any number of them, `**` also across `/`, `[a-z]` and `[!a-z]` one of
/// these, or none of them.
///
/// On a mismatch only the last star takes more, so that the time is at most the product of the
/// two lengths.
fn matches(glob: &[char], text: &[char]) -> bool {
    let (mut at, mut in_glob) = (0, 0);
    // Where to go on after `**`, and after `*`: in the pattern and in the text.
    let mut deep: Option<(usize, usize)> = None;
    let mut star: Option<(usize, usize)> = None;
    loop {
        let rest = glob.get(in_glob..).unwrap_or_default();
        let next = text.get(at).copied();
        match (rest, next) {
            (['*', '*', '/', ..], _) => {
                in_glob += 3;
                (deep, star) = (Some((in_glob, at)), None);
                continue;
            }
            (['*', '*', ..], _) => {
                in_glob += 2;
                (deep, star) = (Some((in_glob, at)), None);
                continue;
            }
            (['*', ..], _) => {
                in_glob += 1;
                star = Some((in_glob, at));
                continue;
            }
            ([], None) => return true,
            (['[', class @ ..], Some(c)) if c != '/' => {
                // A `[` that nothing closes is itself.
                let (is_in, length) = in_class(class, c).unwrap_or((c == '[', 0));
                if is_in {
                    (at, in_glob) = (at + 1, in_glob + 1 + length);
                    continue;
                }
            }
            (['?', ..], Some(c)) if c != '/' => {
                (at, in_glob) = (at + 1, in_glob + 1);
                continue;
            }
            ([wanted, ..], Some(c)) if *wanted == c => {
                (at, in_glob) = (at + 1, in_glob + 1);
                continue;
            }
            _ => {}
        }
        if let Some((after, from)) = star
            && text.get(from).is_some_and(|c| *c != '/')
        {
            (at, in_glob, star) = (from + 1, after, Some((after, from + 1)));
        } else if let Some((after, from)) = deep
            && from < text.len()
        {
            (at, in_glob, star, deep) = (from + 1, after, None, Some((after, from + 1)));
        } else {
            return false;
        }
    }
}

/// Whether a character is in a class, and how long the class is in the pattern, after its `[`.
fn in_class(class: &[char], c: char) -> Option<(bool, usize)> {
    let is_negated = matches!(class, ['!' | '^', ..]);
    let start = usize::from(is_negated);
    let members = class.get(start..)?;
    // A `]` that comes first is a member.
    let end = members.iter().skip(1).position(|c| *c == ']')? + 1;
    let (mut rest, mut is_in) = (members.get(..end)?, false);
    while let [first, after @ ..] = rest {
        match after {
            ['-', last, after @ ..] => {
                is_in |= (*first..=*last).contains(&c);
                rest = after;
            }
            _ => {
                is_in |= *first == c;
                rest = after;
            }
        }
    }
    Some((is_in != is_negated, start + end + 1))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_names_and_paths() {
        for (glob, text, expected) in [
            ("*.json", "a.json", true),
            ("*.json", "a.jsonl", false),
            ("*.json*", "a.json.gz", true),
            ("PT1H.json", "PT1H.json", true),
            ("p?1h", "p11h", true),
            ("[a-c]*", "beta", true),
            ("[!a-c]*", "beta", false),
            ("[]]", "]", true),
            ("[", "[", true),
            ("*", "a/b", false),
            ("**/*.json", "y=2024/m=05/PT1H.json", true),
            ("**/*.json", "PT1H.json", true),
            ("y=*/m=05/*", "y=2024/m=05/PT1H.json", true),
            ("y=*/m=05/*", "y=2024/m=06/PT1H.json", false),
            ("y=2024/**", "y=2024/m=05/PT1H.json", true),
            ("**/m=05/**/*.json", "y=2024/m=05/d=01/h=00/PT1H.json", true),
            ("", "", true),
            ("", "a", false),
            ("ä*", "äö", true),
        ] {
            let [glob_chars, text_chars] =
                [glob, text].map(|text| text.chars().collect::<Vec<_>>());
            assert_eq!(matches(&glob_chars, &text_chars), expected, "{glob} {text}");
        }
    }

    /// What takes exponential time where every star is tried again.
    #[test]
    fn many_stars_take_no_time() {
        let glob: Vec<char> = "*a".repeat(200).chars().collect();
        let text: Vec<char> = "a".repeat(20_000).chars().chain(['b']).collect();
        assert!(!matches(&glob, &text));
    }
}
