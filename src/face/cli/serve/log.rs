//! The log: one line an event, on stderr.

use tracing_subscriber::EnvFilter;

use super::super::exit::Usage;

/// Logs as `format` says (`text`, `json` or `off`) what `filter` lets through.
pub(super) fn begin(format: &str, filter: &str) -> Result<(), Usage> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Usage(format!("log-filter: {filter:?} is no filter ({error}): write it like info or milieu=debug"))
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // Who embeds the command and logs already goes on as before.
    let _ = match format {
        "json" => log.json().flatten_event(true).try_init(),
        "text" => log.try_init(),
        _ => return Ok(()),
    };
    Ok(())
}
