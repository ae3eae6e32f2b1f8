//! stdout, gathered into large writes.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anyhow::Result;

use super::exit::Usage;

/// Refuses to write what only programs read to where people look.
pub(super) fn not_to_a_terminal(format: &str) -> Result<()> {
    if io::stdout().is_terminal() {
        let told =
            format!("--format {format} is not for a terminal: send it to a file (> answer.{format}) or a program (|)");
        return Err(Usage(told).into());
    }
    Ok(())
}

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
