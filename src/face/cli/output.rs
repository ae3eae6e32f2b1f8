//! stdout, gathered into large writes.

use std::io::{self, BufWriter, StdoutLock, Write};

use anyhow::Result;

/// Writes data to stdout by `write` and makes sure that it got there.
pub(super) fn data<T>(write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<T>) -> Result<T> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = write(&mut out);
    // What was written before an error is shown too; the exit code says that it is not all.
    let flushed = out.flush();
    let written = written?;
    flushed?;
    Ok(written)
}
