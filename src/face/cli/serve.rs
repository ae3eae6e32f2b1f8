//! `milieu serve`

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
#[cfg(feature = "http")]
use std::{io::Write, net::SocketAddr, sync::Arc};

#[cfg(feature = "http")]
use anyhow::Context;
use anyhow::Result;
use clap::Args;

#[cfg(feature = "http")]
use super::data;
use super::exit::Exit;
#[cfg(not(feature = "http"))]
use super::exit::Usage;
use super::gate::Gate;
use super::remote::Remote;
use super::size;
use super::talk::Talk;
use crate::store::Store;

/// Serve a store as pages, views and a SPARQL endpoint
///
/// Reading is open to whoever reaches the address, which is this machine alone unless --address says otherwise. Writing (SPARQL
/// Update) needs a token: the text of --token-file, or MILIEU_TOKEN.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu serve --store my-store
  milieu serve --store my-store --port 8080 --token-file secret.txt
  milieu serve --store my-store --token-file secret.txt --in-memory
  milieu serve --store my-store --token-file secret.txt --shapes
  milieu serve --store my-store --address 0.0.0.0 --host clusters.example.org
  curl http://127.0.0.1:7878/views/linkage/reach?format=csv")]
pub(super) struct Serve {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// Keep what is written in memory only: the folder stays as it is
    #[arg(long)]
    in_memory: bool,
    #[command(flatten)]
    place: Place,
    /// A host name that requests may use, beside those of this machine; may be given more than once
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// The file whose text allows to write
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Let nobody read without a token
    #[arg(long)]
    private: bool,
    /// The origin of pages that may read, and write with a token, as in https://app.example.org; may be given more than once
    #[arg(long, value_name = "ORIGIN")]
    cors_origin: Vec<String>,
    #[command(flatten)]
    remote: Remote,
    #[command(flatten)]
    gate: Gate,
}

/// Where and how it is served.
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

/// Who may do what.
#[derive(Debug, Default)]
pub(super) struct Access {
    /// What allows to write; without it nobody may.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "nothing is served"))]
    token: Option<String>,
    /// Host names that requests may use.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "nothing is served"))]
    hosts: Vec<String>,
    /// Whether reading needs a token too.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "nothing is served"))]
    private: bool,
    /// Origins of pages that may ask.
    #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "nothing is served"))]
    cors_origins: Vec<String>,
    /// What may be fetched from elsewhere.
    #[cfg(all(feature = "http", feature = "federation"))]
    remote: Option<crate::remote::Client>,
    /// What updates are held against.
    #[cfg(all(feature = "http", feature = "shacl"))]
    shapes: Option<crate::shape::Shapes>,
}

impl Serve {
    #[cfg(feature = "http")]
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let token = match &self.token_file {
            Some(file) => Some(
                std::fs::read_to_string(file).with_context(|| format!("cannot read the token {}", file.display()))?,
            ),
            None => std::env::var("MILIEU_TOKEN").ok(),
        };
        let token = token.map(|token| token.trim().to_owned()).filter(|token| !token.is_empty());
        #[cfg(feature = "federation")]
        let remote = self.remote.client()?;
        #[cfg(not(feature = "federation"))]
        self.remote.with(crate::sparql::QueryOptions::default())?;
        // A fault in the shapes is told before the store is opened.
        #[cfg(feature = "shacl")]
        let shapes = self.gate.shapes()?;
        #[cfg(not(feature = "shacl"))]
        self.gate.open()?;
        let store = if self.in_memory {
            Store::from(data::reading(&self.store)?.snapshot())
        } else if token.is_some() {
            data::writing(&self.store)?
        } else {
            data::reading(&self.store)?
        };
        let access = Access {
            token,
            hosts: self.host,
            private: self.private,
            cors_origins: self.cors_origin,
            #[cfg(feature = "federation")]
            remote,
            #[cfg(feature = "shacl")]
            shapes,
        };
        serve(store, &self.place, access, talk, |_| ())
    }

    #[cfg(not(feature = "http"))]
    pub(super) fn run(self, _: Talk) -> Result<Exit> {
        Err(without_http())
    }
}

/// Serves until Ctrl-C. `ready` is called with the page's address as soon as it answers.
#[cfg(feature = "http")]
pub(super) fn serve(store: Store, place: &Place, access: Access, talk: Talk, ready: impl FnOnce(&str)) -> Result<Exit> {
    use crate::face::http::{self, Settings, State};

    let address = SocketAddr::new(place.address, place.port);
    let runtime = tokio::runtime::Runtime::new().context("cannot start to serve")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot serve at {address}: give another --port, 0 for a free one"))?;
        let page = format!("http://{}", listener.local_addr()?);
        let mut settings = Settings::new().view_cache(place.view_cache);
        for host in access.hosts {
            settings = settings.host(host);
        }
        if let Some(token) = access.token {
            settings = settings.token(token);
        }
        for origin in access.cors_origins {
            settings = settings.cors_origin(origin);
        }
        if access.private {
            settings = settings.require_token_to_read();
        }
        #[cfg(feature = "federation")]
        if let Some(client) = access.remote {
            settings = settings.remote(client);
        }
        #[cfg(feature = "shacl")]
        if let Some(shapes) = access.shapes {
            settings = settings.shapes(shapes);
        }
        let app = http::app(State::new(Arc::new(store), settings));
        // The address is the one thing that a program may wait for.
        writeln!(std::io::stdout(), "{page}")?;
        talk.say("Serving until Ctrl-C.");
        ready(&page);
        let stop = async {
            // Without a signal to wait for there is none to stop by either.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        http::serve(listener, app, stop).await.context("serving broke off")
    })?;
    Ok(Exit::Ok)
}

/// Says that this milieu cannot serve.
#[cfg(not(feature = "http"))]
pub(super) fn serve(_: Store, _: &Place, _: Access, _: Talk, _: impl FnOnce(&str)) -> Result<Exit> {
    Err(without_http())
}

#[cfg(not(feature = "http"))]
fn without_http() -> anyhow::Error {
    Usage("this milieu was built without the feature \"http\", so it cannot serve".to_owned()).into()
}
