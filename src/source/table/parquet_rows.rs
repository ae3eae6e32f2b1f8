//! Parquet.

use super::{Cell, Row, Table, all_bytes};
use crate::source::{Refused, Source};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchReader};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

pub(super) fn read(source: Source) -> Result<Table, Refused> {
    let (file, sha256) = (source.file().to_owned(), source.sha256().to_owned());
    let bytes = bytes::Bytes::from(all_bytes(source)?);
    let unreadable = |e: &dyn std::fmt::Display| Refused::new(&file, 0, format!("not Parquet: {e}"));
    let batches = ParquetRecordBatchReaderBuilder::try_new(bytes)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(|e| unreadable(&e))?;
    let columns = batches.schema().fields().iter().map(|field| field.name().clone()).collect();
    let name = file.clone();
    let mut number = 0;
    let rows = batches.flat_map(move |batch| {
        let rows = batch.and_then(|batch| cells(&batch));
        match rows {
            Err(e) => vec![Err(Refused::new(&name, number + 1, format!("cannot be read on: {e}")))],
            Ok(rows) => rows
                .into_iter()
                .map(|cells| {
                    number += 1;
                    Ok(Row { number, cells })
                })
                .collect(),
        }
    });
    Table::new(&file, sha256, columns, rows)
}

fn cells(batch: &RecordBatch) -> Result<Vec<Vec<Cell>>, ArrowError> {
    let mut rows = vec![Vec::with_capacity(batch.num_columns()); batch.num_rows()];
    for column in batch.columns() {
        let cells = column_cells(column)?;
        rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    }
    Ok(rows)
}

fn column_cells(column: &ArrayRef) -> Result<Vec<Cell>, ArrowError> {
    let kind = column.data_type();
    let filled = |cell: &dyn Fn(usize) -> Cell| {
        let one = |at| {
            if column.is_null(at) { Cell::Empty } else { cell(at) }
        };
        (0..column.len()).map(one).collect::<Vec<_>>()
    };
    if *kind == DataType::Boolean {
        let values = column.as_boolean();
        return Ok(filled(&|at| Cell::Boolean(values.value(at))));
    }
    // An unsigned 64-bit number can be too large: it goes the way of text.
    if kind.is_integer() && *kind != DataType::UInt64 {
        let values = cast(column, &DataType::Int64)?;
        let values = values.as_primitive::<Int64Type>();
        return Ok(filled(&|at| Cell::Integer(values.value(at))));
    }
    if kind.is_floating() {
        let values = cast(column, &DataType::Float64)?;
        let values = values.as_primitive::<Float64Type>();
        return Ok(filled(&|at| Cell::Number(values.value(at))));
    }
    let options = FormatOptions::default();
    let texts = ArrayFormatter::try_new(column, &options)?;
    let is_day = matches!(kind, DataType::Date32 | DataType::Date64);
    Ok(filled(&|at| {
        let text = texts.value(at).to_string();
        match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) if is_day => Cell::Date(day),
            _ => Cell::text(&text),
        }
    }))
}
