//! `milieu verify-store`, `milieu compact`, `milieu backup` and `milieu restore`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::data;
use super::exit::Exit;
use super::output;
use super::query::short;
use super::talk::{Talk, count};
use crate::store::Store;

/// Check that a store still holds what was written to it
///
/// Reads every byte of every file and every commit of every journal, and compares them with their checksums and with the content
/// hash they lead to. What is wrong is named with its file and place, a line each. The store may be in use.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu verify-store --store my-store
  milieu verify-store --store my-backup && echo sound")]
pub(super) struct VerifyStore {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
}

impl VerifyStore {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let found = Store::verify(&self.store).with_context(|| format!("the store {}", self.store.display()))?;
        output::data(|out| {
            for fault in &found.faults {
                writeln!(out, "{fault}")?;
            }
            Ok(())
        })?;
        talk.say(format_args!(
            "{} in {}, {} of the journals, up to snapshot {}: {}",
            count(usize::try_from(found.bytes).unwrap_or(usize::MAX), "byte"),
            count(found.files, "file"),
            count(found.commits, "commit"),
            found.snapshot,
            if found.faults.is_empty() { "sound".to_owned() } else { count(found.faults.len(), "fault") }
        ));
        Ok(if found.faults.is_empty() { Exit::Ok } else { Exit::No })
    }
}

/// Write a store's journal into its tables, and set how far back it goes
///
/// A store does so by itself when its journal has grown long. Afterwards it opens quicker.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu compact --store my-store
  milieu compact --store my-store --keep 1000")]
pub(super) struct Compact {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// From now on, keep so many commits back for --at, log and diff; a new store keeps 100
    #[arg(long, value_name = "COMMITS")]
    keep: Option<u64>,
}

impl Compact {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = data::writing(&self.store)?;
        if let Some(commits) = self.keep {
            store.keep(commits)?;
        }
        store.compact()?;
        let snapshot = store.snapshot();
        talk.say(format_args!("snapshot {} ({})", snapshot.number(), short(&snapshot.hash())));
        Ok(Exit::Ok)
    }
}

/// Copy a store to a new folder, while it may be in use
///
/// The copy is a store, with its history, as it was after one commit.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu backup my-backup --store my-store
  milieu verify-store --store my-backup")]
pub(super) struct Backup {
    /// The folder to write, which must not be there yet or be empty
    #[arg(value_name = "TO")]
    to: PathBuf,
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
}

impl Backup {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        Store::backup(&self.store, &self.to)?;
        let snapshot = Store::open_read_only(&self.to)?.snapshot();
        talk.say(format_args!(
            "{} in {}: {}, snapshot {} ({})",
            self.store.display(),
            self.to.display(),
            count(snapshot.len(), "quad"),
            snapshot.number(),
            short(&snapshot.hash())
        ));
        Ok(Exit::Ok)
    }
}

/// Make a store hold what a backup holds
///
/// It is one commit: what the store held before can still be asked for with --at, as far back as the store keeps. A folder that is
/// not there yet becomes a store.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu restore my-backup --store my-store")]
pub(super) struct Restore {
    /// The backup's folder
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// The store's folder, made if it is not there
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
}

impl Restore {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        // Before a folder is made: that there is a backup.
        drop(data::reading(&self.from)?);
        let store = Store::open(&self.store).with_context(|| format!("the store {}", self.store.display()))?;
        let before = store.snapshot().number();
        let after = store.restore(&self.from)?;
        let told = if after.number() == before { "It held the same already." } else { "Restored." };
        talk.say(format_args!(
            "{told} {}, snapshot {} ({})",
            count(after.len(), "quad"),
            after.number(),
            short(&after.hash())
        ));
        Ok(Exit::Ok)
    }
}
