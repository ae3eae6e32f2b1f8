//! Serving as the settings say, until a signal.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result};

use super::super::exit::{Exit, Usage};
use super::super::talk::Talk;
use super::super::{data, size};
use super::options::Options;
use super::{Place, keys, log};
use crate::face::http::{self, Connections, Loading, Secret, Settings, State, TokenEntry};
use crate::link::shelf::Shelf;
use crate::link::target::Target;
use crate::memory;
use crate::store::Store;

/// How long threads that cannot be stopped are waited for at the end.
const LAST: Duration = Duration::from_secs(1);

/// Serves what `options` say.
pub(super) fn serve(options: &Options, tokens: Vec<TokenEntry>, talk: Talk) -> Result<Exit> {
    let folder = options.text("store").ok_or_else(|| {
        Usage("no store: name its folder by --store DIR, MILIEU_STORE or `store` in the file of settings".to_owned())
    })?;
    let format = if talk.quiet { keys::OFF } else { options.text("log").unwrap_or_default() };
    log::begin(format, options.text("log-filter").unwrap_or_default())?;
    let token = token(options)?;
    // A fault in the settings is told before the store is opened.
    let settings = remote(options, settings(options, token)?.tokens(tokens))?;
    let targets = targets(options)?;
    let connections = connections(options)?;
    let folder = Path::new(folder).to_owned();
    let in_memory = options.value("in-memory", keys::switch)?;
    let writes = !settings.is_read_only();
    let open = move || {
        let store = if in_memory {
            Store::from(data::reading(&folder)?.snapshot())
        } else if writes {
            data::writing(&folder)?
        } else {
            data::reading(&folder)?
        };
        Ok((store, targets()?))
    };
    let address = options.value("address", |text| text.parse().map_err(|_| text.to_owned()))?;
    let port = options.value("port", |text| text.parse().map_err(|_| text.to_owned()))?;
    until_stopped(open, SocketAddr::new(address, port), settings, connections, talk, |_| ())
}

/// Serves what ships with milieu; `ready` is called with the page's address as soon as it answers.
pub(in super::super) fn serve_demo(store: Store, place: &Place, talk: Talk, ready: impl FnOnce(&str)) -> Result<Exit> {
    let settings = Settings::new().view_cache(place.view_cache);
    let address = SocketAddr::new(place.address, place.port);
    until_stopped(|| Ok((store, Vec::new())), address, settings, Connections::new(), talk, ready)
}

/// Serves a store on this machine alone and opens the page where the mappings of `set` are reviewed, with a token that lasts as long.
pub(in super::super) fn serve_review(store: Store, set: &str, talk: Talk) -> Result<Exit> {
    let secret = Secret::random().context("no token could be made")?;
    let settings = Settings::new().token(secret.reveal());
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    until_stopped(
        || Ok((store, Vec::new())),
        address,
        settings,
        Connections::new(),
        talk,
        |page| {
            // What stands behind the # is sent to no one; the page keeps it for its visit.
            let page = format!("{}/review/{set}#token={}", page.trim_end_matches('/'), secret.reveal());
            let told = if open::that_detached(&page).is_ok() { "Review in the browser" } else { "Open this page" };
            talk.say(format_args!("{told}: {page}"));
        },
    )
}

/// The secret that allows to write: the stronger of its text and its file, and the file if both are as strong.
fn token(options: &Options) -> Result<Option<String>> {
    let (file, secret) = (options.chosen("token-file"), options.chosen("token"));
    let token = match options.text("token-file") {
        Some(path) if secret.texts.is_empty() || file.from >= secret.from => {
            Some(std::fs::read_to_string(path).with_context(|| format!("cannot read the token {path}"))?)
        }
        _ => options.text("token").map(str::to_owned),
    };
    Ok(token.map(|token| token.trim().to_owned()).filter(|token| !token.is_empty()))
}

fn settings(options: &Options, token: Option<String>) -> Result<Settings> {
    let number = |name| options.value(name, keys::number);
    let bytes = |name| options.value(name, size::bytes_or_none);
    let duration = |name| options.value(name, keys::duration);
    let mut settings = Settings::new()
        .timeout(duration("timeout")?)
        .max_rows(number("max-rows")?)
        .max_bytes(bytes("max-bytes")?)
        .buffer(bytes("buffer")?)
        .stall(duration("stall")?)
        .max_waiting(number("max-waiting")?)
        .view_cache(bytes("view-cache")?);
    // A program that embeds the command may not count its memory: the default is then not kept, a wish is refused with each question.
    if memory::is_counted() || options.chosen("max-memory").from != super::options::From::Default {
        settings = settings.max_memory(bytes("max-memory")?);
    }
    if let Some(at_once) = options.value("at-once", keys::number_or_auto)? {
        settings = settings.at_once(at_once);
    }
    let running = options.value("client-running", keys::number_or_auto)?;
    settings = settings.per_client(running, number("client-waiting")?);
    if let Some(url) = options.text("base-url") {
        settings = settings.base_url(url);
    }
    if options.value("behind-proxy", keys::switch)? {
        settings = settings.behind_proxy();
    }
    if let Some(slow) = options.value("slow", keys::duration_or_off)? {
        settings = settings.slow(slow);
    }
    settings = options.chosen("host").texts.iter().fold(settings, Settings::host);
    settings = options.chosen("cors-origin").texts.iter().fold(settings, Settings::cors_origin);
    if options.value("cors-any-origin", keys::switch)? {
        settings = settings.cors_any_origin_may_read();
    }
    if options.value("private", keys::switch)? {
        settings = settings.require_token_to_read();
    }
    if let Some(token) = token {
        settings = settings.token(token);
    }
    shaped(options, settings)
}

/// Opens the targets that names are reconciled with; one that is not there is told at once.
fn targets(options: &Options) -> Result<impl FnOnce() -> Result<Vec<Target>> + Send + 'static> {
    let names = options.chosen("target").texts.clone();
    let folder = options.text("targets").map(PathBuf::from).or_else(Shelf::own_folder);
    let shelf = match folder {
        Some(folder) => Shelf::new(folder),
        None if names.is_empty() => Shelf::new(""),
        None => return Err(Usage("no shelf of targets: name its folder by --targets DIR".to_owned()).into()),
    };
    for name in &names {
        shelf.describe(name).map_err(|error| Usage(error.to_string()))?;
    }
    Ok(move || names.iter().map(|name| Ok(shelf.open(name)?)).collect())
}

/// What SERVICE and LOAD may ask.
#[cfg(feature = "federation")]
fn remote(options: &Options, settings: Settings) -> Result<Settings> {
    use crate::remote::{Allowed, Client};
    let urls = &options.chosen("allow-remote").texts;
    if urls.is_empty() {
        return Ok(settings);
    }
    let mut allowed = Allowed::new(urls).map_err(|error| Usage(error.to_string()))?;
    for address in &options.chosen("allow-remote-address").texts {
        allowed = allowed.address(address.parse().map_err(|_| Usage(format!("{address:?} is no address")))?);
    }
    Ok(settings.remote(Client::new(allowed)))
}

#[cfg(not(feature = "federation"))]
fn remote(options: &Options, settings: Settings) -> Result<Settings> {
    if !options.chosen("allow-remote").texts.is_empty() {
        let told = "this milieu was built without the feature \"federation\", so it asks nobody";
        return Err(Usage(told.to_owned()).into());
    }
    Ok(settings)
}

#[cfg(feature = "shacl")]
fn shaped(options: &Options, settings: Settings) -> Result<Settings> {
    let file = match options.text("shapes") {
        None | Some("false") => return Ok(settings),
        Some("true") => None,
        Some(file) => Some(Path::new(file)),
    };
    Ok(settings.shapes(super::super::validate::shapes(file)?))
}

#[cfg(not(feature = "shacl"))]
fn shaped(options: &Options, settings: Settings) -> Result<Settings> {
    if options.text("shapes").is_some_and(|shapes| shapes != "false") {
        let told = "this milieu was built without the feature \"shacl\", so it knows no shapes";
        return Err(Usage(told.to_owned()).into());
    }
    Ok(settings)
}

fn connections(options: &Options) -> Result<Connections> {
    let duration = |name| options.value(name, keys::duration);
    let rate = options.value("body-rate", size::bytes_or_none)?;
    Ok(Connections::new()
        .most(options.value("connections", keys::number)?)
        .header_timeout(duration("header-timeout")?)
        .body(duration("body-pause")?, u32::try_from(rate).unwrap_or(u32::MAX))
        .write_stall(duration("write-stall")?)
        .grace(duration("grace")?))
}

/// Opens a store and serves it until a signal, which asks to end; another one does not ask.
fn until_stopped(
    open: impl FnOnce() -> Result<(Store, Vec<Target>)> + Send + 'static,
    address: SocketAddr,
    settings: Settings,
    connections: Connections,
    talk: Talk,
    ready: impl FnOnce(&str),
) -> Result<Exit> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_all().max_blocking_threads(settings.work_threads()).build();
    let runtime = runtime.context("cannot start to serve")?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot serve at {address}: give another --port, 0 for a free one"))?;
        let page = format!("http://{}", listener.local_addr()?);
        let loading = Loading::new();
        let state = Arc::new(OnceLock::<State>::new());
        let stop = {
            let state = Arc::clone(&state);
            async move {
                signal().await;
                talk.say("Ending with what is being answered; Ctrl-C again to end at once.");
                if let Some(state) = state.get() {
                    state.close();
                }
                tokio::spawn(async {
                    signal().await;
                    std::process::exit(Exit::Interrupted as i32);
                });
            }
        };
        let serving = tokio::spawn(http::serve_with(listener, loading.app(), connections, stop));
        let (store, targets) = tokio::task::spawn_blocking(open).await.context("opening the store broke off")??;
        let settings = targets.into_iter().fold(settings, Settings::target);
        let state = state.get_or_init(|| State::new(Arc::new(store), settings));
        loading.done(http::app(state.clone()));
        // The address is the one thing that a program may wait for.
        writeln!(std::io::stdout(), "{page}")?;
        talk.say("Serving until Ctrl-C.");
        ready(&page);
        serving.await.context("serving broke off")?.context("serving broke off")
    });
    runtime.shutdown_timeout(LAST);
    served?;
    Ok(Exit::Ok)
}

/// Waits for Ctrl-C, or for what a service manager sends.
async fn signal() {
    let interrupt = async {
        // Without a signal to wait for there is none to stop by either.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix;
        if let Ok(mut terminate) = unix::signal(unix::SignalKind::terminate()) {
            tokio::select! {
                () = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        interrupt.await;
    }
    #[cfg(not(unix))]
    interrupt.await;
}
