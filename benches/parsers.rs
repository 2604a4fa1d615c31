//! The corpus, and the parsers that read it.

use std::hint::black_box;

use odata_query::{Filter, Query};

/// Realistic filters, one a line.
const FILTERS: &str = include_str!("filters.txt");

/// A parser under measurement.
#[derive(Clone, Copy, Debug)]
pub struct Parser {
    /// What tables call it.
    pub name: &'static str,
    /// What stands before the filter in the text that it reads.
    pub prefix: &'static str,
    /// Parses a text and drops what came of it; whether it was accepted.
    pub accepts: fn(&str) -> bool,
}

/// Ours first, alone and as an option of a query string; then the two that it is measured
/// against. `odatav4-parser` reads whole query strings only.
pub const PARSERS: [Parser; 4] = [
    Parser {
        name: "odata-query",
        prefix: "",
        accepts: |text| black_box(text.parse::<Filter>()).is_ok(),
    },
    Parser {
        name: "odata-query (query string)",
        prefix: "$filter=",
        accepts: |text| black_box(text.parse::<Query>()).is_ok(),
    },
    Parser {
        name: "odata-params",
        prefix: "",
        accepts: |text| black_box(odata_params::filters::parse_str(text)).is_ok(),
    },
    Parser {
        name: "odatav4-parser",
        prefix: "$filter=",
        accepts: |text| black_box(odatav4_parser::parse(text)).is_ok(),
    },
];

/// A part of the corpus.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// What tables call it.
    pub name: &'static str,
    /// The filters.
    pub filters: Vec<&'static str>,
}

impl Corpus {
    /// Every filter.
    #[must_use]
    pub fn whole() -> Self {
        Self::of("all filters", &[])
    }

    /// The whole, and the parts that are fair to compare on: what a parser does not accept, it
    /// may refuse early, which is quick.
    #[must_use]
    pub fn all() -> [Self; 4] {
        let [_, _, params, v4] = PARSERS;
        [
            Self::whole(),
            Self::of("filters that all accept", &PARSERS),
            Self::of("filters that odata-params accepts", &[params]),
            Self::of("filters that odatav4-parser accepts", &[v4]),
        ]
    }

    /// The filters that all of these parsers accept.
    fn of(name: &'static str, parsers: &[Parser]) -> Self {
        let all_take = |filter: &&str| parsers.iter().all(|parser| parser.takes(filter));
        Self { name, filters: FILTERS.lines().filter(all_take).collect() }
    }

    /// The bytes of all filters.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.filters.iter().map(|filter| filter.len()).sum()
    }
}

impl Parser {
    /// Whether it accepts the filter.
    #[must_use]
    pub fn takes(&self, filter: &str) -> bool {
        (self.accepts)(&format!("{}{filter}", self.prefix))
    }

    /// The texts that it reads for these filters.
    #[must_use]
    pub fn texts(&self, corpus: &Corpus) -> Vec<String> {
        corpus.filters.iter().map(|filter| format!("{}{filter}", self.prefix)).collect()
    }

    /// How many of the filters it accepts.
    #[must_use]
    pub fn accepted(&self, corpus: &Corpus) -> usize {
        corpus.filters.iter().filter(|filter| self.takes(filter)).count()
    }
}

/// Parses every text once; how many were accepted.
#[must_use]
pub fn pass(parser: &Parser, texts: &[String]) -> usize {
    texts.iter().filter(|text| (parser.accepts)(black_box(text))).count()
}
