//! What the benches share: the corpus, the parsers that are compared, the hostile inputs,
//! records as the service writes them, stores of them, the clock.

pub mod hostile;
pub mod kept;
pub mod parsers;
pub mod records;
pub mod timing;
