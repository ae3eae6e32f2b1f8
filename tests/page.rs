//! The page in a headless browser: what a person does, on the toy world.
//!
//! Needs Chromium with `chromedriver` on the path; without it the test says that it was skipped.
#![cfg(feature = "http")]

#[path = "support/server.rs"]
mod server;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use server::Server;

/// How long a page may take to show something.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser of its own, with a profile of its own.
struct Browser {
    driver: Child,
    address: String,
    profile: tempfile::TempDir,
}

impl Browser {
    fn start() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let program: PathBuf = std::env::split_paths(&path).map(|folder| folder.join("chromedriver")).find(|file| file.is_file())?;
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let profile = tempfile::tempdir().ok()?;
        let driver = Command::new(program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        Some(Self { driver, address: format!("http://127.0.0.1:{port}"), profile })
    }

    async fn open(&self) -> Client {
        let arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", "--window-size=1200,1600",
        ];
        let mut arguments: Vec<_> = arguments.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", self.profile.path().display()));
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let begun = std::time::Instant::now();
        loop {
            match ClientBuilder::new(hyper_connector()).capabilities(capabilities.clone()).connect(&self.address).await {
                Ok(client) => return client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("the browser does not start: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }
}
