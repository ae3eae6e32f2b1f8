//! Parquet files, written with their seal and read with it.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::Schema;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::seal::{Seal, Sealing};
use crate::store::StoreError;
use crate::store::disk::Disk;

/// Rows that are handled at a time.
pub(super) const BATCH: usize = 64 * 1024;

/// Columns of numbers that mostly differ from row to row, and so are kept as differences.
const DIFFERENCES: [&str; 3] = ["id", "subject", "object"];

/// Writes `batches` to `path`; once this returns they are on the disk. `go_on` is asked before each.
pub(super) fn write(
    path: &Path,
    schema: &Arc<Schema>,
    batches: impl Iterator<Item = Vec<ArrayRef>>,
    disk: &Disk,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Seal, StoreError> {
    // Parquet's own errors forget which kind of failure it was.
    let refused = Arc::new(OnceLock::new());
    let failed = |error: parquet::errors::ParquetError| {
        let kind = refused.get().copied().unwrap_or(io::ErrorKind::Other);
        StoreError::file("write", path)(if kind == io::ErrorKind::Other {
            io::Error::other(error)
        } else {
            kind.into()
        })
    };
    let mut properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("1 is a level")));
    for name in DIFFERENCES {
        properties = properties
            .set_column_dictionary_enabled(ColumnPath::from(name), false)
            .set_column_encoding(ColumnPath::from(name), Encoding::DELTA_BINARY_PACKED);
    }
    let out = Sealing::new(disk.writer(path)?, Arc::clone(&refused));
    let mut writer = ArrowWriter::try_new(out, Arc::clone(schema), Some(properties.build())).map_err(failed)?;
    for columns in batches {
        if !go_on() {
            return Err(StoreError::file("write", path)(io::ErrorKind::Interrupted.into()));
        }
        let batch = RecordBatch::try_new(Arc::clone(schema), columns).expect("columns fit their schema");
        writer.write(&batch).map_err(failed)?;
    }
    let (out, seal) = writer.into_inner().map_err(failed)?.seal();
    disk.sync(&out.file, path)?;
    Ok(seal)
}

/// The batches of the file at `path` and how many rows they have, if it is what `seal` says.
pub(super) fn read(
    path: &Path,
    seal: &Seal,
) -> Result<(usize, impl Iterator<Item = Result<RecordBatch, StoreError>>), StoreError> {
    let damaged = {
        let path = path.to_owned();
        move |reason: String| StoreError::Damaged { path: path.clone(), reason }
    };
    let bytes = std::fs::read(path).map_err(StoreError::file("read", path))?;
    if let Some(broken) = seal.broken(&bytes) {
        return Err(damaged(format!("bytes {} to {} are not those that were written", broken.start, broken.end)));
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes))
        .map_err(|error| damaged(error.to_string()))?
        .with_batch_size(BATCH);
    let rows = usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
    let reader = builder.build().map_err(|error| damaged(error.to_string()))?;
    Ok((rows, reader.map(move |batch| batch.map_err(|error| damaged(error.to_string())))))
}

/// The column `name` of `batch` as `T`.
pub(super) fn column<'a, T: 'static>(batch: &'a RecordBatch, name: &str, path: &Path) -> Result<&'a T, StoreError> {
    batch
        .column_by_name(name)
        .and_then(|column| column.as_any().downcast_ref())
        .ok_or_else(|| StoreError::Damaged { path: path.to_owned(), reason: format!("it has no usable column {name}") })
}
