//! Parquet files, written with their seal and read with it.

use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::Schema;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::seal::{Seal, Sealing};
use crate::store::StoreError;
use crate::store::disk::Disk;

/// Rows that are handled at a time.
pub(super) const BATCH: usize = 64 * 1024;

/// Rows that lie together in a file and are read by one thread.
const GROUP: usize = 4 * BATCH;

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
    properties = properties.set_max_row_group_row_count(Some(GROUP));
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

/// The groups of rows of the file at `path`, each of which can be read on a thread of its own, if it is what `seal` says.
pub(super) fn read(
    path: &Path,
    seal: &Seal,
) -> Result<Vec<impl Iterator<Item = Result<RecordBatch, StoreError>> + Send>, StoreError> {
    let damaged = {
        let path = path.to_owned();
        move |reason: String| StoreError::Damaged { path: path.clone(), reason }
    };
    let bytes = std::fs::read(path).map_err(StoreError::file("read", path))?;
    if let Some(broken) = seal.broken(&bytes) {
        return Err(damaged(format!("bytes {} to {} are not those that were written", broken.start, broken.end)));
    }
    let bytes = Bytes::from(bytes);
    let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::default());
    let metadata = metadata.map_err(|error| damaged(error.to_string()))?;
    let groups = 0..metadata.metadata().num_row_groups();
    let group = |group| {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes.clone(), metadata.clone());
        let reader = builder.with_batch_size(BATCH).with_row_groups(vec![group]).build();
        let damaged = damaged.clone();
        let reader = reader.map_err(|error| damaged(error.to_string()))?;
        Ok(reader.map(move |batch| batch.map_err(|error| damaged(error.to_string()))))
    };
    groups.map(group).collect()
}

/// The column `name` of `batch` as `T`.
pub(super) fn column<'a, T: 'static>(batch: &'a RecordBatch, name: &str, path: &Path) -> Result<&'a T, StoreError> {
    batch
        .column_by_name(name)
        .and_then(|column| column.as_any().downcast_ref())
        .ok_or_else(|| StoreError::Damaged { path: path.to_owned(), reason: format!("it has no usable column {name}") })
}
