//! Results as typed columns: Arrow's record batches, and the two files that hold them.
//!
//! What a result is becomes columns in [`view::Table::record_batch`](crate::view::Table::record_batch) and in
//! [`sparql::arrow`](crate::sparql::arrow); this module knows how a text of RDF becomes a typed value, and how [`Batches`] are written.
//!
//! ```
//! use milieu::batch::{Batches, File};
//! use milieu::view::{Catalogue, RunOptions};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let snapshot = milieu::Store::new().snapshot();
//! let view = Catalogue::shipped().get("cluster/ei-index")?;
//! let table = view.run(&snapshot, &view.arguments([("group_kind", "milieu:Cluster")])?, &RunOptions::default())?;
//! let mut file = Vec::new();
//! Batches::from(table.record_batch()?).write(File::Parquet, &mut file)?;
//! assert!(file.starts_with(b"PAR1"));
//! # Ok(()) }
//! ```

mod typed;

use std::io::{self, Write};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

/// The version of Arrow whose batches these are.
pub use arrow;
pub(crate) use typed::{MOST_TEXT, Type};

/// The files that batches are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum File {
    /// Arrow's stream of record batches (IPC).
    Arrow,
    /// Parquet, compressed with zstd.
    Parquet,
}

impl File {
    /// The media type.
    ///
    /// ```
    /// use milieu::batch::File;
    /// assert_eq!(File::Arrow.media_type(), "application/vnd.apache.arrow.stream");
    /// ```
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Arrow => "application/vnd.apache.arrow.stream",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// How the names of such files end, as the media types are registered.
    ///
    /// ```
    /// assert_eq!(milieu::batch::File::Arrow.extension(), "arrows");
    /// ```
    pub fn extension(self) -> &'static str {
        match self {
            Self::Arrow => "arrows",
            Self::Parquet => "parquet",
        }
    }
}

/// A result in full: batches of one schema.
///
/// ```
/// use milieu::batch::arrow::array::{Int64Array, RecordBatch};
/// use milieu::batch::{Batches, File};
/// use std::sync::Arc;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let batch = RecordBatch::try_from_iter([("n", Arc::new(Int64Array::from(vec![1, 2])) as _)])?;
/// let batches = Batches::from(batch);
/// assert_eq!((batches.rows(), batches.iter().count()), (2, 1));
/// assert_eq!(batches.schema().field(0).name(), "n");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Batches {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Batches {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// Names, types and metadata of the columns, and the metadata of the whole.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The batches, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = &RecordBatch> {
        self.batches.iter()
    }

    /// How many rows there are in all batches.
    pub fn rows(&self) -> usize {
        self.iter().map(RecordBatch::num_rows).sum()
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// When `out` fails, or a file of that kind cannot hold the batches.
    pub fn write(&self, file: File, out: &mut impl Write) -> io::Result<()> {
        match file {
            File::Arrow => {
                let written = StreamWriter::try_new(&mut *out, &self.schema).and_then(|mut writer| {
                    self.iter().try_for_each(|batch| writer.write(batch))?;
                    writer.finish()
                });
                written.map_err(|error| match error {
                    // What kind of failure it was tells a closed pipe from a full disk.
                    ArrowError::IoError(_, error) => error,
                    error => io::Error::other(error),
                })?;
            }
            // Parquet wants a writer that goes to other threads, which stdout's lock does not.
            File::Parquet => out.write_all(&self.parquet().map_err(io::Error::other)?)?,
        }
        out.flush()
    }

    fn parquet(&self) -> parquet::errors::Result<Vec<u8>> {
        // Arrow's readers find the metadata in the schema that lies in the file, others only among those of Parquet.
        let mut about: Vec<_> = self.schema.metadata().iter().collect();
        about.sort_unstable();
        let about = about.into_iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
            .set_key_value_metadata(Some(about));
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, self.schema.clone(), Some(properties.build()))?;
        for batch in self.iter() {
            writer.write(batch)?;
        }
        writer.close()?;
        Ok(bytes)
    }
}

impl From<RecordBatch> for Batches {
    fn from(batch: RecordBatch) -> Self {
        Self { schema: batch.schema(), batches: vec![batch] }
    }
}
