//! Why a row stands in a table: the quads that it rests on, and where they are from.

pub(super) mod derived;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use super::run::Row;
use super::table::RestsOn;
use super::{Arguments, Cell, Column, GraphSource, RunOptions, View, ViewError, ViewId};
use crate::Snapshot;
use crate::model::{Quad, Variable};
use crate::sparql::{self, Known, NotShown};

/// What a row of a view's table rests on.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Why {
    /// The view.
    pub view: ViewId,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Which row it is, from 1.
    pub number: usize,
    /// The row.
    pub row: Vec<Cell>,
    /// The first quads that it rests on; of each part of the query its share.
    pub quads: Vec<Quad>,
    /// How many there are in all.
    pub total: usize,
    /// The graphs that hold them, each with where it is from and how many of the quads are in it.
    pub sources: Vec<(GraphSource, usize)>,
    /// What is not among the quads, in sentences.
    pub not_shown: Vec<String>,
    /// The state of the data.
    pub snapshot: RestsOn,
}

impl View {
    /// The quads that row `number` (from 1) of the answer rests on, at most `most` of them.
    ///
    /// The query is matched once more, held to the row: on its outermost level to the row's values that are neither counts nor measures, in a
    /// group to its keys, in a sub-SELECT to what was found around it. An aggregate rests on all of its group. Behind quads of
    /// `graph:derived` stand those that they follow from. What the quads cannot show is told in [`Why::not_shown`].
    ///
    /// # Errors
    /// [`ViewError::NoSuchRow`] when the table is shorter, else as [`run`](Self::run). The limit on rows counts for the table, not for the
    /// quads.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load, view::{Catalogue, RunOptions}};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = Store::new();
    /// Load::new(&store).toy()?;
    /// let view = Catalogue::shipped().get("cluster/members-by-kind")?;
    /// let arguments = view.arguments([("group", "Cedar Coast")])?;
    /// let why = view.why(&store.snapshot(), &arguments, 1, 100, &RunOptions::default())?;
    /// assert!(why.quads.iter().any(|quad| quad.subject.to_string().contains("membership/cedar")));
    /// # Ok(()) }
    /// ```
    pub fn why(
        &self,
        snapshot: &Snapshot,
        arguments: &Arguments,
        number: usize,
        most: usize,
        options: &RunOptions,
    ) -> Result<Why, ViewError> {
        let watch = options.watch();
        let terms = arguments.resolved(self, snapshot)?;
        let table = self.answer(snapshot, arguments, &terms, options)?;
        let no_such = || ViewError::NoSuchRow { view: self.id().to_string(), number, rows: table.rows.len() };
        let row = number.checked_sub(1).and_then(|at| table.rows.get(at)).ok_or_else(no_such)?.clone();
        let left = || RunOptions { timeout: watch.left(), max_rows: None, ..options.clone() };
        let (variables, rows) = self.ask(snapshot, &terms, &left())?;
        let known = self.known(&row, &variables, rows)?;
        let limits = || left().of_query();
        let mut lineage = sparql::lineage(snapshot, &self.bound(snapshot, arguments)?, known, &limits())?;
        derived::follow(snapshot, &mut lineage, &limits)?;
        let sources: BTreeMap<String, (GraphSource, usize)> = lineage
            .graphs()
            .into_iter()
            .map(|(graph, quads)| (GraphSource::of(snapshot, &graph), quads))
            .map(|(source, quads)| (source.graph.clone(), (source, quads)))
            .collect();
        Ok(Why {
            view: self.id().clone(),
            number,
            not_shown: self.not_shown(&lineage.not_shown, &sources),
            quads: lineage.first(most),
            total: lineage.total(),
            sources: sources.into_values().collect(),
            columns: table.columns,
            row,
            snapshot: table.snapshot,
        })
    }

    /// The rows of the query that agree with `row` where it has neither counts nor measures.
    fn known(&self, row: &[Cell], variables: &[String], rows: Vec<Row>) -> Result<Known, ViewError> {
        let columns = self.header().columns.iter().zip(row).filter(|(column, _)| !column.type_.is_measure());
        let shared: Vec<(&Column, &Cell, usize)> = columns
            .filter_map(|(column, cell)| Some((column, cell, variables.iter().position(|name| *name == column.name)?)))
            .collect();
        let mut known = Known {
            variables: shared.iter().map(|(column, ..)| Variable::new_unchecked(column.name.as_str())).collect(),
            rows: Vec::new(),
        };
        for terms in rows {
            let mut agree = true;
            for (column, cell, at) in &shared {
                agree = agree && self.cell(column, terms[*at].as_ref())?.to_field() == cell.to_field();
            }
            if agree {
                known.rows.push(shared.iter().map(|(.., at)| terms[*at].clone()).collect());
            }
        }
        Ok(known)
    }

    fn not_shown(&self, found: &BTreeSet<NotShown>, sources: &BTreeMap<String, (GraphSource, usize)>) -> Vec<String> {
        let mut told = Vec::new();
        if found.contains(&NotShown::Absence) {
            told.push(
                "The view also asks that something is not there (MINUS, NOT EXISTS). What is not there has no quads."
                    .to_owned(),
            );
        }
        if found.contains(&NotShown::Unstated) {
            told.push(
                "Where a value is empty, the row rests on that nothing is stated, which has no quads.".to_owned(),
            );
        }
        if found.contains(&NotShown::Cut) {
            told.push(
                "A part of the query is cut off after some rows (LIMIT). Those that were cut off count as well."
                    .to_owned(),
            );
        }
        if let Some(measure) = &self.header().measure {
            told.push(format!(
                "The measure {:?} reads all rows of the query. Shown are the quads of those with this row's names.",
                measure.name
            ));
        }
        if sources.contains_key(crate::vocab::graph("inferred").as_str()) {
            told.push("Quads of graph:inferred follow by rule from others, which are not shown.".to_owned());
        }
        told
    }
}
