//! What stands behind a name: looked up once, checked, and then used.

use std::fmt::Debug;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::{Allowed, RemoteError};

/// The most addresses of a name that are tried; all of them are checked.
const MOST: usize = 16;

/// Who knows the addresses of names.
pub(super) trait Names: Debug + Send + Sync + 'static {
    fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The machine's own way.
#[derive(Debug)]
pub(super) struct System;

impl Names for System {
    fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// Gives the addresses of a name if every one of them may be asked. The connection is made to what this gives: nothing is looked up again
/// between the check and the use.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) names: Arc<dyn Names>,
    pub(super) allowed: Arc<Allowed>,
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let Some(host) = uri.host() else { return Err(ureq::Error::HostNotFound) };
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        let (send, receive) = sync_channel(1);
        let (names, name) = (Arc::clone(&self.names), host.clone());
        // The system's look-up cannot be told to hurry.
        std::thread::spawn(move || drop(send.send(names.look_up(&name, port))));
        let found = match receive.recv_timeout(*timeout.after) {
            Ok(found) => found.map_err(ureq::Error::Io)?,
            Err(RecvTimeoutError::Timeout) => return Err(ureq::Error::Timeout(timeout.reason)),
            Err(RecvTimeoutError::Disconnected) => return Err(ureq::Error::HostNotFound),
        };
        let refused = |error: RemoteError| ureq::Error::Other(Box::new(error));
        found.iter().try_for_each(|found| self.allowed.check_address(&host, found.ip())).map_err(refused)?;
        let mut addresses = self.empty();
        found.into_iter().take(MOST).for_each(|address| addresses.push(address));
        if addresses.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(addresses) }
    }
}
