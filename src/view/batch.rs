//! Tables as typed columns.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchOptions};
use arrow::datatypes::{Field, Schema};

use super::{Cell, Column, ColumnType, Table, ViewError};
use crate::batch::{Batches, File, Type};

impl Table {
    /// The table as one batch, a column for each of its own.
    ///
    /// IRIs (in full) and texts are Utf8, integers Int64, decimals Decimal128(38, 18), which holds whatever the evaluator computes, doubles
    /// Float64, booleans Boolean, years Int32 and dates Date32. A column of decimals or dates with a value that does not fit (more
    /// digits, a time zone) is Utf8 instead, as written. The metadata of a column hold `title`, `type`, `definition` and, if
    /// there is one, `unit`; those of the schema `view`, `view_hash`, `title`, `question`, `snapshot`, `snapshot_hash`,
    /// `parameters` (a JSON object) and, if there is one, `sentence`.
    ///
    /// # Errors
    /// [`ViewError::Write`] when a column has more than two gigabytes of text.
    ///
    /// ```
    /// use milieu::batch::arrow::datatypes::DataType;
    /// use milieu::view::{Catalogue, RunOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let view = Catalogue::shipped().get("cluster/ei-index")?;
    /// let table = view.run(&snapshot, &view.arguments([("group_kind", "milieu:Cluster")])?, &RunOptions::default())?;
    /// let batch = table.record_batch()?;
    /// assert_eq!(batch.schema().metadata()["view"], "cluster/ei-index");
    /// assert_eq!(batch.schema().field(0).data_type(), &DataType::Utf8);
    /// # Ok(()) }
    /// ```
    pub fn record_batch(&self) -> Result<RecordBatch, ViewError> {
        let (mut fields, mut arrays) = (Vec::new(), Vec::new());
        for (at, column) in self.columns.iter().enumerate() {
            let array = array(column.type_, self.rows.iter().map(|row| &row[at])).ok_or_else(|| {
                io::Error::other(format!("the column {} has more text than one batch can hold", column.name))
            })?;
            let field = Field::new(&column.name, array.data_type().clone(), true);
            fields.push(field.with_metadata(about(column)));
            arrays.push(array);
        }
        let schema = Arc::new(Schema::new_with_metadata(fields, self.about()));
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows.len()));
        Ok(RecordBatch::try_new_with_options(schema, arrays, &options).map_err(io::Error::other)?)
    }

    /// Writes the [batch](Self::record_batch) to a file of that kind.
    ///
    /// # Errors
    /// [`ViewError::Write`] when the writer fails, or a column has more than two gigabytes of text.
    ///
    /// ```
    /// use milieu::batch::{File, arrow::ipc::reader::StreamReader};
    /// use milieu::view::{Catalogue, RunOptions};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let snapshot = milieu::Store::new().snapshot();
    /// let view = Catalogue::shipped().get("cluster/ei-index")?;
    /// let table = view.run(&snapshot, &view.arguments([("group_kind", "milieu:Cluster")])?, &RunOptions::default())?;
    /// let mut stream = Vec::new();
    /// table.to_columns(File::Arrow, &mut stream)?;
    /// assert_eq!(StreamReader::try_new(&stream[..], None)?.schema().fields().len(), table.columns.len());
    /// # Ok(()) }
    /// ```
    pub fn to_columns(&self, file: File, mut writer: impl Write) -> Result<(), ViewError> {
        Ok(Batches::from(self.record_batch()?).write(file, &mut writer)?)
    }

    fn about(&self) -> HashMap<String, String> {
        let parameters = serde_json::to_string(&self.parameters).expect("a map of texts is JSON");
        let about = [
            ("view", self.view.to_string()),
            ("view_hash", self.view_hash.clone()),
            ("title", self.title.clone()),
            ("question", self.question.clone()),
            ("snapshot", self.snapshot.number.to_string()),
            ("snapshot_hash", self.snapshot.hash.clone()),
            ("parameters", parameters),
        ];
        let sentence = self.sentence.clone().map(|sentence| ("sentence", sentence));
        about.into_iter().chain(sentence).map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

fn about(column: &Column) -> HashMap<String, String> {
    let about =
        [("title", column.title.as_str()), ("type", column.type_.as_str()), ("definition", column.definition.as_str())];
    let unit = column.unit.as_deref().map(|unit| ("unit", unit));
    about.into_iter().chain(unit).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The cells of a column; `None` when they are too much text.
fn array<'c>(type_: ColumnType, cells: impl Iterator<Item = &'c Cell> + Clone) -> Option<ArrayRef> {
    let texts = || {
        cells.clone().map(|cell| match cell {
            Cell::Iri { value, .. } | Cell::Text { value, .. } | Cell::Decimal(value) | Cell::Date(value) => {
                Some(value.as_str())
            }
            _ => None,
        })
    };
    let integer = |cell: &Cell| if let Cell::Integer(value) = cell { Some(*value) } else { None };
    let double = |cell: &Cell| if let Cell::Double(value) = cell { Some(*value) } else { None };
    let boolean = |cell: &Cell| if let Cell::Boolean(value) = cell { Some(*value) } else { None };
    let year = |cell: &Cell| if let Cell::Year(value) = cell { Some(*value) } else { None };
    let text = || Type::Text.array(texts());
    match type_ {
        ColumnType::Iri | ColumnType::String | ColumnType::LangString => text(),
        ColumnType::Integer => Some(Arc::new(cells.map(integer).collect::<Int64Array>())),
        ColumnType::Decimal => Type::Decimal.array(texts()).or_else(text),
        ColumnType::Double => Some(Arc::new(cells.map(double).collect::<Float64Array>())),
        ColumnType::Boolean => Some(Arc::new(cells.map(boolean).collect::<BooleanArray>())),
        ColumnType::Date => Type::Date.array(texts()).or_else(text),
        ColumnType::Year => Some(Arc::new(cells.map(year).collect::<Int32Array>())),
    }
}
