//! What the benches share: the corpus, the parsers that are compared, the hostile inputs,
//! records as the service writes them, the clock.

pub mod hostile;
pub mod parsers;
pub mod records;
pub mod timing;
