//! Of what the property tests share, the random spellings of a tree.

#[path = "../../../tests/support/choices.rs"]
pub(crate) mod choices;
#[path = "../../../tests/support/spell.rs"]
pub(crate) mod spell;
#[path = "../../../tests/support/spell_literal.rs"]
mod spell_literal;
