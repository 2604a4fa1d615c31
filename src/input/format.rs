//! The formats of input files.

use super::opening::{Items, Level, Member, Opening};

/// How the records of an input are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputFormat {
    /// Detected: lines if the first line that is not blank is a JSON value and more follows, CSV
    /// if the first line is the heading of an export, else a document.
    #[default]
    Auto,
    /// JSON Lines: each line is a record or a container of records.
    Lines,
    /// JSON: a container or an object; also several, one after the other.
    Document,
    /// Pages of Graph: the records are in `value`, whatever comes before it.
    Page,
    /// Arrays of records, such as the portal's download.
    Array,
    /// Each object at the top is a record, also one that looks like a page.
    Object,
    /// What diagnostic settings write, as lines or as a document: the event is in `properties`,
    /// whatever is around it.
    Diagnostic,
    /// What Event Hub hands on, as lines or as a document: such records in `records`.
    EventHub,
    /// Comma-separated values with a heading, as the portal and Log Analytics export them.
    Csv,
}

impl InputFormat {
    /// What every value at the top must be, for messages; none where it may be a record.
    pub(crate) const fn container(self) -> Option<&'static str> {
        match self {
            Self::Page => Some("a page, `{\"value\":[…]}`"),
            Self::EventHub => Some("a batch of Event Hub, `{\"records\":[…]}`"),
            Self::Array => Some("a JSON array"),
            _ => None,
        }
    }

    /// Whether every record is in the envelope of diagnostic settings.
    pub(crate) const fn is_wrapped(self) -> bool {
        matches!(self, Self::Diagnostic | Self::EventHub)
    }

    /// Whether containers may be in wrappers, and in arrays.
    pub(crate) const fn has_wrappers(self) -> bool {
        matches!(self, Self::Auto | Self::Lines | Self::Document)
    }

    /// Whether what opens so holds its records as the format says.
    pub(crate) fn allows(self, opening: &Opening) -> bool {
        let Opening::Container(container) = opening else { return self.container().is_none() };
        match self {
            Self::Page | Self::EventHub => container.levels.as_slice() == [Level::Object],
            Self::Array => container.levels.is_empty() && container.items == Items::Records,
            _ => true,
        }
    }

    /// What a member of this name is in a container.
    pub(crate) fn member(self, name: &str) -> Member {
        let member = match name {
            "value" if self != Self::EventHub => Member::Items,
            "records" if self != Self::Page => Member::Items,
            _ if !self.has_wrappers() => Member::Other,
            "data" => Member::Data,
            "responses" | "tables" | "Tables" => Member::Parts,
            "response" | "body" => Member::Wrapper,
            "columns" | "Columns" => Member::Columns,
            "rows" | "Rows" => Member::Rows,
            _ => Member::Other,
        };
        if matches!(self, Self::Array | Self::Object) { Member::Other } else { member }
    }
}
