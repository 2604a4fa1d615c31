//! Arbitrary trees, and random spellings of them, for property tests.

pub(crate) mod cases;
pub(crate) mod choices;
pub(crate) mod literals;
pub(crate) mod shapes;
pub(crate) mod spell;
pub(crate) mod spell_literal;
pub(crate) mod trees;
