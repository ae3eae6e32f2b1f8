//! What changed between two answers of one view.

use std::collections::{BTreeMap, VecDeque};

use super::{Cell, Table};

/// A row that is not the same in two tables.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RowChange {
    /// It is in the later table only.
    Added(Vec<Cell>),
    /// It is in the earlier table only.
    Removed(Vec<Cell>),
    /// Its numbers differ.
    Changed {
        /// The row in the earlier table.
        before: Vec<Cell>,
        /// The row in the later table.
        after: Vec<Cell>,
    },
}

impl Table {
    /// The rows that differ from this table to `later`, an answer of the same view.
    ///
    /// Two rows are taken for the same one when all their values agree that are not counts or measures (integers, decimals,
    /// doubles). Rows come in the order of `later`, with those that are gone at the end. That a thing has another label counts for
    /// nothing.
    ///
    /// ```
    /// use milieu::view::{Catalogue, RowChange, RunOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// let update = |text| milieu::sparql::update(&store, text, &Default::default());
    /// update("INSERT DATA { country:NOR a milieu:Country ; rdfs:label 'Norway'@en . <urn:a> a milieu:Actor ; milieu:belongsTo country:NOR }")?;
    /// update("INSERT DATA { <urn:b> a milieu:Actor ; milieu:belongsTo country:NOR }")?;
    /// let view = Catalogue::shipped().get("cluster/members-by-kind")?;
    /// let arguments = view.arguments([("group", "Norway")])?;
    /// let run = |number| view.run(&store.at(number).unwrap(), &arguments, &RunOptions::default());
    /// let changes = run(1)?.changes_to(&run(2)?);
    /// assert!(matches!(&changes[..], [RowChange::Changed { .. }]));
    /// # Ok(()) }
    /// ```
    pub fn changes_to(&self, later: &Self) -> Vec<RowChange> {
        let mut earlier: BTreeMap<Vec<String>, VecDeque<&Vec<Cell>>> = BTreeMap::new();
        for row in &self.rows {
            earlier.entry(self.key(row)).or_default().push_back(row);
        }
        let mut changes = Vec::new();
        for after in &later.rows {
            match earlier.get_mut(&later.key(after)).and_then(VecDeque::pop_front) {
                None => changes.push(RowChange::Added(after.clone())),
                Some(before) if same(before, after) => {}
                Some(before) => changes.push(RowChange::Changed { before: before.clone(), after: after.clone() }),
            }
        }
        changes.extend(earlier.into_values().flatten().map(|row| RowChange::Removed(row.clone())));
        changes
    }

    /// What tells a row from the others.
    fn key(&self, row: &[Cell]) -> Vec<String> {
        let cells = self.columns.iter().zip(row).filter(|(column, _)| !column.type_.is_measure());
        cells.map(|(_, cell)| cell.to_field()).collect()
    }
}

fn same(before: &[Cell], after: &[Cell]) -> bool {
    before.iter().zip(after).all(|(a, b)| a.to_field() == b.to_field())
}
