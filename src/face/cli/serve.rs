//! `milieu serve`

mod file;
mod keys;
#[cfg(feature = "http")]
mod log;
mod options;
#[cfg(feature = "http")]
mod run;

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use self::file::File;
use self::options::{Flags, Options};
#[cfg(feature = "http")]
pub(super) use self::run::{serve_demo, serve_review};
use super::exit::Exit;
#[cfg(not(feature = "http"))]
use super::exit::Usage;
use super::size;
use super::talk::Talk;

/// Serve a store as pages, views and a SPARQL endpoint
///
/// Reading is open to whoever reaches the address, which is this machine alone unless --address says otherwise. Writing (SPARQL
/// Update) needs a token: the text of --token-file, or MILIEU_TOKEN. Every setting is a flag, a variable and a key of the file; a flag
/// is stronger than a variable, a variable than the file.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu serve --store my-store
  milieu serve --store my-store --port 8080 --token-file secret.txt
  milieu serve --store my-store --token-file secret.txt --in-memory
  milieu serve --store my-store --token-file secret.txt --shapes
  milieu serve --store my-store --address 0.0.0.0 --host clusters.example.org
  milieu serve --config milieu.toml --print-config
  curl http://127.0.0.1:7878/views/linkage/reach?format=csv")]
pub(super) struct Serve {
    /// A file of settings (TOML)
    #[arg(long, value_name = "FILE", env = "MILIEU_CONFIG")]
    config: Option<PathBuf>,
    /// Show the settings that hold and where each comes from, and serve nothing
    #[arg(long)]
    print_config: bool,
    #[command(flatten)]
    flags: Flags,
}

/// Where and how the demo is served.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 7878)]
    port: u16,
    /// The address; loopback unless you say otherwise
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// How much of views' answers is kept for who asks the same again (64MiB, 1GB); 0 keeps none
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size::bytes_or_none)]
    view_cache: usize,
}

impl Serve {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let file = self.config.as_deref().map(File::read).transpose()?;
        let options = Options::choose(&self.flags, |name| std::env::var(name).ok(), file.as_ref())?;
        if self.print_config {
            std::io::stdout().write_all(options.show().as_bytes())?;
            return Ok(Exit::Ok);
        }
        #[cfg(feature = "http")]
        return run::serve(&options, file.map(|file| file.tokens).unwrap_or_default(), talk);
        #[cfg(not(feature = "http"))]
        Err(without_http(talk))
    }
}

/// Says that this milieu cannot serve.
#[cfg(not(feature = "http"))]
pub(super) fn serve_demo(_: crate::store::Store, _: &Place, talk: Talk, _: impl FnOnce(&str)) -> Result<Exit> {
    Err(without_http(talk))
}

/// Says that this milieu cannot serve.
#[cfg(not(feature = "http"))]
pub(super) fn serve_review(_: crate::store::Store, _: &str, talk: Talk) -> Result<Exit> {
    Err(without_http(talk))
}

#[cfg(not(feature = "http"))]
fn without_http(_: Talk) -> anyhow::Error {
    Usage("this milieu was built without the feature \"http\", so it cannot serve".to_owned()).into()
}
