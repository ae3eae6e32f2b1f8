//! Linking names with open data sets: mention, candidates, decision.
//!
//! A [`mention`] is a name as someone wrote it. An [`index`] over the records of a [`target`] finds [`candidate`]s by the mention's rarest
//! words; each is judged by what speaks for and against it ([`score`]), then among the others ([`context`]), and a [`decision`] says which are
//! meant, or that none is, how sure that is and why.
//!
//! - **Names are compared** as [`normal`] makes them: one spelling for words that say the same, without small words; [`legal_forms`] cost
//!   nothing. Words that no record has are taken for a slip of one that has, are unglued by their case, or joined with a neighbour. Words
//!   that take each other's place in names of one record (Lisbon, Lisboa) are learnt from the target.
//! - **Blocking** by the rarest words first, to a budget; names that stand word for word in the mention are always found.
//! - **Judging** is two logistic regressions, so that each decision is a sum that can be shown. `benches/linking.rs` fits them; no value has
//!   another source than the mention and the target.
//! - **NIL is an answer**: nothing is linked under a threshold ([`decision::LinkOptions`]), and the decision says what came nearest.
//! - **Places** ([`places`]) are found by name alone, with a country or a kind if they are known.
//! - **Records with several fields** are linked by what they show of themselves ([`records`]: Fellegi-Sunter with EM), **identifiers** are
//!   recognised and checked ([`identifier`]), and what was decided is kept as mappings ([`sssom`]). Nothing here reads a store.
//! - **Organisations in one mention** compete for its words: what shares none with another may be linked beside it.

pub mod candidate;
pub mod context;
pub mod country;
pub mod decision;
mod evidence;
pub mod identifier;
pub mod index;
pub mod legal_forms;
pub(crate) mod lookup;
pub mod mention;
pub mod normal;
mod parts;
pub mod places;
pub mod record;
pub mod records;
pub mod score;
pub mod shelf;
pub mod sssom;
pub mod table;
pub mod target;
mod vocabulary;
pub mod weights;

#[cfg(test)]
mod tests;
