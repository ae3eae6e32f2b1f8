//! LANG over many rows: few languages of many texts, read where they are kept.

use oxigraph::model::LiteralRef;

use super::memo::Memo;
use super::truth::{Leaf, Scene};
use crate::sparql::columns::chunk::{Slot, UNBOUND};
use crate::store::dictionary::TermId;
use crate::store::inline::INLINE;
use crate::store::term::{self, Kind};

/// The language of what `slot` binds at each of `rows`; an error where it binds no literal. `leaf` is the whole expression.
pub(super) fn terms(slot: Slot, leaf: &Leaf, rows: &[u32], scene: Scene<'_>, memo: &mut Memo) -> Vec<TermId> {
    /// So many languages are looked through.
    const MOST: usize = 64;
    let column = scene.column(slot);
    let mut known: Vec<(String, TermId)> = Vec::new();
    let mut number = |language: &str| -> TermId {
        if let Some(at) = known.iter().position(|(there, _)| there == language) {
            let swapped = at / 2;
            known.swap(at, swapped);
            return known[swapped].1;
        }
        let id = scene.terms.intern(LiteralRef::new_simple_literal(language).into());
        if known.len() < MOST {
            known.push((language.to_owned(), id));
        }
        id
    };
    let mut results = Vec::with_capacity(rows.len());
    let mut made = Vec::new();
    for (at, &row) in rows.iter().enumerate() {
        results.push(match column.at(row) {
            UNBOUND => UNBOUND,
            id if id & INLINE != 0 => number(""),
            id if scene.terms.is_kept(id) => scene.terms.with_bytes(id, |bytes| match term::kind(bytes) {
                Kind::Literal => number(term::language(bytes).unwrap_or_default()),
                _ => UNBOUND,
            }),
            // What the query made is read under a lock, under which nothing can be made.
            _ => {
                made.push((at, row));
                UNBOUND
            }
        });
    }
    if !made.is_empty() {
        let (places, rows): (Vec<usize>, Vec<u32>) = made.into_iter().unzip();
        for (at, result) in places.into_iter().zip(leaf.terms(&rows, scene, memo)) {
            results[at] = result;
        }
    }
    results
}
