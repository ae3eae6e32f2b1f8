//! What differs between two states of one store. Tables that they share cost nothing.

use std::sync::Arc;

use super::dictionary::TermId;
use super::table::{Row, Table};
use crate::snapshot::State;

/// By predicate, the rows that `after` has and `before` lacks, and the other way round.
///
/// The two have to be of one store: what is compared are numbers of terms.
pub(crate) fn tables<'a>(
    before: &'a State,
    after: &'a State,
) -> impl Iterator<Item = (TermId, (Vec<Row>, Vec<Row>))> + use<'a> {
    let empty = Arc::new(Table::default());
    let gone = before.tables.keys().filter(|predicate| !after.tables.contains_key(predicate));
    gone.chain(after.tables.keys()).filter_map(move |predicate| {
        let old = before.tables.get(predicate).unwrap_or(&empty);
        let new = after.tables.get(predicate).unwrap_or(&empty);
        let changed = if Arc::ptr_eq(old, new) { (vec![], vec![]) } else { old.diff(new) };
        (!(changed.0.is_empty() && changed.1.is_empty())).then_some((*predicate, changed))
    })
}

/// How many quads came and how many went.
pub(crate) fn size(before: &State, after: &State) -> (u64, u64) {
    let mut size = (0, 0);
    for (predicate, table) in &after.tables {
        match before.tables.get(predicate) {
            None => size.0 += table.len() as u64,
            Some(old) if Arc::ptr_eq(old, table) => {}
            Some(old) => {
                let (added, removed) = old.diff(table);
                size = (size.0 + added.len() as u64, size.1 + removed.len() as u64);
            }
        }
    }
    let gone = before.tables.iter().filter(|(predicate, _)| !after.tables.contains_key(predicate));
    size.1 += gone.map(|(_, table)| table.len() as u64).sum::<u64>();
    size
}
