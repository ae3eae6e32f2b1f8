//! Results as typed columns: which types they have, and that others read them.

#[path = "columns/faces.rs"]
mod faces;
#[path = "columns/readers.rs"]
mod readers;
#[path = "columns/rows.rs"]
mod rows;
#[cfg(feature = "http")]
#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;
#[path = "columns/tables.rs"]
mod tables;

use std::sync::LazyLock;

use arrow::array::RecordBatch;
use arrow::ipc::reader::StreamReader;
use milieu::ingest::Load;
use milieu::{Snapshot, Store};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// The toy world.
static TOY: LazyLock<Snapshot> = LazyLock::new(|| {
    let store = Store::new();
    Load::new(&store).toy().expect("the toy world loads");
    store.snapshot()
});

/// The batches of a stream.
fn of_stream(bytes: &[u8]) -> Vec<RecordBatch> {
    let reader = StreamReader::try_new(bytes, None).expect("a stream");
    reader.collect::<Result<_, _>>().expect("whole batches")
}

/// The batches of a Parquet file.
fn of_parquet(bytes: &[u8]) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::copy_from_slice(bytes)).expect("Parquet");
    // The batches that come do not carry the metadata of the whole.
    let schema = reader.schema().clone();
    let batches = reader.build().expect("a reader").map(|batch| batch?.with_schema(schema.clone()));
    batches.collect::<Result<_, _>>().expect("whole batches")
}
