//! The tables as a Parquet file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema};
use rayon::prelude::*;

use super::parquet_file::{BATCH, column};
use crate::snapshot::{DEFAULT_GRAPH, State};
use crate::store::StoreError;
use crate::store::dictionary::TermId;
use crate::store::inline::INLINE;
use crate::store::table::{Row, Table};

pub(super) type Tables = BTreeMap<TermId, Arc<Table>>;

pub(super) fn schema() -> Arc<Schema> {
    let field = |name, null| Field::new(name, DataType::UInt32, null);
    Arc::new(Schema::new(vec![
        field("subject", false),
        field("predicate", false),
        field("object", false),
        field("graph", true),
    ]))
}

/// Every quad, by predicate and then by subject.
pub(super) fn batches(state: &State) -> impl Iterator<Item = Vec<ArrayRef>> {
    state.tables.iter().flat_map(|(&predicate, table)| {
        let mut rows = table.rows();
        std::iter::from_fn(move || {
            let rows: Vec<Row> = rows.by_ref().take(BATCH).collect();
            (!rows.is_empty()).then(|| batch(predicate, &rows))
        })
    })
}

fn batch(predicate: TermId, rows: &[Row]) -> Vec<ArrayRef> {
    let column = |at: usize| -> ArrayRef { Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row[at]))) };
    let graphs = rows.iter().map(|row| (row[2] != DEFAULT_GRAPH).then_some(row[2]));
    vec![
        column(0),
        Arc::new(UInt32Array::from_value(predicate, rows.len())),
        column(1),
        Arc::new(graphs.collect::<UInt32Array>()),
    ]
}

/// The values that stand for themselves in the quads of `state`, each once.
pub(super) fn inline(state: &State) -> Vec<TermId> {
    let mut values: Vec<TermId> = Vec::new();
    for table in state.tables.values() {
        let start = values.len();
        values.extend(table.rows().map(|[_, object, _]| object).filter(|id| id & INLINE != 0));
        values[start..].sort_unstable();
        values.dedup();
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// The tables that a file's `groups` hold.
pub(super) fn read<G>(groups: Vec<G>, path: &Path) -> Result<Tables, StoreError>
where
    G: Iterator<Item = Result<RecordBatch, StoreError>> + Send,
{
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let read: Vec<Vec<Run>> = groups.into_par_iter().map(|group| runs(group, path)).collect::<Result<_, _>>()?;
    let mut tables: BTreeMap<TermId, Vec<Row>> = BTreeMap::new();
    let mut last = None;
    for (predicate, rows) in read.into_iter().flatten() {
        let table = match tables.entry(predicate) {
            Entry::Vacant(entry) => entry.insert(Vec::new()),
            Entry::Occupied(entry) if last == Some(predicate) => entry.into_mut(),
            Entry::Occupied(_) => {
                return Err(damaged(format!("the quads of predicate {predicate} do not lie together")));
            }
        };
        last = Some(predicate);
        if table.is_empty() { *table = rows } else { table.extend(rows) }
    }
    let sorted = tables.par_iter().find_any(|(_, rows)| !rows.is_sorted_by(|a, b| a < b));
    if let Some((predicate, _)) = sorted {
        return Err(damaged(format!("the quads of predicate {predicate} are out of order")));
    }
    Ok(tables.into_iter().map(|(predicate, rows)| (predicate, Arc::new(Table::from_sorted(rows)))).collect())
}

/// Rows of one predicate that follow one another.
type Run = (TermId, Vec<Row>);

fn runs(batches: impl Iterator<Item = Result<RecordBatch, StoreError>>, path: &Path) -> Result<Vec<Run>, StoreError> {
    let mut runs: Vec<Run> = Vec::new();
    for batch in batches {
        let batch = batch?;
        let ids = |name| column::<UInt32Array>(&batch, name, path);
        let (subjects, objects, graphs) = (ids("subject")?.values(), ids("object")?.values(), ids("graph")?);
        let mut at = 0;
        for same in ids("predicate")?.values().chunk_by(|a, b| a == b) {
            let range = at..at + same.len();
            at = range.end;
            let rows = range.map(|at| {
                [subjects[at], objects[at], if graphs.is_valid(at) { graphs.value(at) } else { DEFAULT_GRAPH }]
            });
            match runs.last_mut() {
                Some((predicate, run)) if *predicate == same[0] => run.extend(rows),
                _ => runs.push((same[0], rows.collect())),
            }
        }
    }
    Ok(runs)
}
