//! Findings for code scanning: the Static Analysis Results Interchange Format, 2.1.0.

use odata_query::{Code, Diagnostic, Severity, Span};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use crate::extract::Lines;

/// What cannot stand in the path of a URI.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// One run of the command.
pub(super) struct Log {
    results: Vec<Value>,
}

impl Log {
    pub(super) const fn new() -> Self {
        Self { results: Vec::new() }
    }

    /// Adds a finding about a file.
    pub(super) fn push(&mut self, name: &str, source: &Lines<'_>, found: &Diagnostic) {
        let text = match found.help() {
            Some(help) => format!("{}; {help}", found.message()),
            None => found.message().to_owned(),
        };
        let artifact = json!({"uri": utf8_percent_encode(name, NOT_IN_PATHS).to_string()});
        let mut result = json!({
            "ruleId": found.code().as_str(),
            "ruleIndex": Code::ALL.iter().position(|code| *code == found.code()),
            "level": level(found.severity()),
            "message": {"text": text},
            "locations": [{"physicalLocation": {
                "artifactLocation": artifact,
                "region": region(source, found.span()),
            }}],
        });
        if let (Some(suggestion), Some(members)) = (found.suggestion(), result.as_object_mut()) {
            let fix = json!([{
                "description": {"text": "what to write instead"},
                "artifactChanges": [{
                    "artifactLocation": artifact,
                    "replacements": [{
                        "deletedRegion": region(source, suggestion.span),
                        "insertedContent": {"text": suggestion.replacement},
                    }],
                }],
            }]);
            members.insert("fixes".to_owned(), fix);
        }
        self.results.push(result);
    }

    /// The whole document.
    pub(super) fn finish(self) -> Value {
        let rules: Vec<Value> = Code::ALL
            .iter()
            .map(|code| {
                json!({
                    "id": code.as_str(),
                    "shortDescription": {"text": code.description()},
                    "defaultConfiguration": {"level": level(code.severity())},
                })
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "odq",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        })
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn region(source: &Lines<'_>, span: Span) -> Value {
    let (line, column) = source.place(span.start as usize);
    let (end_line, end_column) = source.place(span.end as usize);
    json!({
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "byteOffset": span.start,
        "byteLength": span.len(),
    })
}
