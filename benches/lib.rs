//! What the benches share: the corpus, the parsers that are compared, the hostile inputs, and
//! records as the service writes them.

pub mod hostile;
pub mod parsers;
pub mod records;
