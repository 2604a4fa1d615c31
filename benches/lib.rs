//! What the benches share: the corpus, the parsers that are compared, the hostile inputs.

pub mod hostile;
pub mod parsers;
