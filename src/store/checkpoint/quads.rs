//! The tables as a Parquet file.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema};

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

/// The tables that `batches` hold.
pub(super) fn read(
    batches: impl Iterator<Item = Result<RecordBatch, StoreError>>,
    path: &Path,
) -> Result<Tables, StoreError> {
    let damaged = |reason: String| StoreError::Damaged { path: path.to_owned(), reason };
    let mut tables = Tables::new();
    let mut open: Option<(TermId, Vec<Row>)> = None;
    for batch in batches {
        let batch = batch?;
        let ids = |name| column::<UInt32Array>(&batch, name, path);
        let (subject, predicate, object, graph) = (ids("subject")?, ids("predicate")?, ids("object")?, ids("graph")?);
        for at in 0..batch.num_rows() {
            let graph = if graph.is_valid(at) { graph.value(at) } else { DEFAULT_GRAPH };
            let row = [subject.value(at), object.value(at), graph];
            let predicate = predicate.value(at);
            match &mut open {
                Some((same, rows)) if *same == predicate => {
                    if rows.last().is_some_and(|last| *last >= row) {
                        return Err(damaged(format!("the quads of predicate {predicate} are out of order at {row:?}")));
                    }
                    rows.push(row);
                }
                _ => {
                    if let Some((done, rows)) = open.replace((predicate, vec![row])) {
                        tables.insert(done, Arc::new(Table::from_sorted(rows)));
                    }
                    if tables.contains_key(&predicate) {
                        return Err(damaged(format!("the quads of predicate {predicate} do not lie together")));
                    }
                }
            }
        }
    }
    if let Some((done, rows)) = open {
        tables.insert(done, Arc::new(Table::from_sorted(rows)));
    }
    Ok(tables)
}
