//! The page in a headless browser: what a person does, on the toy world.
//!
//! Needs Chromium with `chromedriver` on the path; without it the test says that it was skipped.
#![cfg(feature = "http")]

#[path = "support/server.rs"]
mod server;
#[path = "support/skip.rs"]
mod skip;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use milieu::view::{Catalogue, ChartKind};
use serde_json::{Value, json};
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
        let program: PathBuf =
            std::env::split_paths(&path).map(|folder| folder.join("chromedriver")).find(|file| file.is_file())?;
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
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1200,1600",
        ];
        let mut arguments: Vec<_> = arguments.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", self.profile.path().display()));
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let begun = std::time::Instant::now();
        loop {
            match ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.clone())
                .connect(&self.address)
                .await
            {
                Ok(client) => return client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("the browser does not start: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser when it ends itself.
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// The element, as soon as it is there.
async fn find(client: &Client, css: &str) -> fantoccini::elements::Element {
    let found = client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
    found.unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// The value of a script's expression.
async fn value(client: &Client, expression: &str) -> Value {
    client
        .execute(&format!("return {expression}"), Vec::new())
        .await
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// Waits until a script's expression is true.
async fn until(client: &Client, expression: &str) {
    let begun = std::time::Instant::now();
    while value(client, expression).await != json!(true) {
        assert!(begun.elapsed() < PATIENCE, "never: {expression}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Nothing that the page loaded came from elsewhere, and nothing that it asked for is missing.
async fn stays_here(client: &Client, base: &str) {
    let loaded =
        value(client, "performance.getEntriesByType('resource').map(entry => [entry.name, entry.responseStatus])")
            .await;
    for entry in loaded.as_array().expect("a list") {
        let name = entry[0].as_str().expect("an address");
        assert!(
            name.starts_with(base) || name.starts_with("data:") || name.starts_with("blob:"),
            "{name} is elsewhere"
        );
        assert!(entry[1].as_u64().is_none_or(|status| status < 400), "{name}: {}", entry[1]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_person_does() {
    let Some(browser) = Browser::start() else {
        skip::skipped("what_a_person_does", "no chromedriver");
        return;
    };
    let server = tokio::task::spawn_blocking(Server::shared).await.expect("a server");
    let client = browser.open().await;
    let base = server.base.as_str();
    gallery(&client, base).await;
    view(&client, base).await;
    charts(&client, base).await;
    thing(&client, base).await;
    editor(&client, base).await;
    client.close().await.expect("it closes");
}

async fn gallery(client: &Client, base: &str) {
    client.goto(base).await.expect("the gallery");
    let cards = value(client, "document.querySelectorAll('.card').length").await.as_u64().expect("a number");
    assert!(cards >= 12, "{cards} views");
    find(client, "#filter").await.send_keys("coverage of the eight activities").await.expect("it takes words");
    until(client, "document.querySelectorAll('.card:not([hidden])').length === 1").await;
    stays_here(client, base).await;
    find(client, ".card:not([hidden]) a").await.click().await.expect("a link");
    until(client, "location.pathname === '/views/cluster/activity-coverage'").await;
}

async fn view(client: &Client, base: &str) {
    client.goto(&format!("{base}/views/cluster/ei-index")).await.expect("a view");
    find(client, "figure.chart svg").await;
    assert!(value(client, "document.querySelectorAll('figure.chart svg path').length").await.as_u64() > Some(3));
    stays_here(client, base).await;

    let kinds = find(client, "select[name=group_kind]").await;
    kinds.select_by_label("cluster").await.expect("a choice");
    find(client, "form.parameters button.primary").await.click().await.expect("a button");
    until(
        client,
        "location.search.includes('group_kind') && document.querySelectorAll('table.result tbody tr').length === 3",
    )
    .await;

    // By hand, see the toy world: Alder 0.2, Birch 9/17, Cedar -1.
    let first = "document.querySelector('table.result tbody tr').cells[0].textContent";
    let heading = "table.result thead th:last-child button, table.result thead th:last-child";
    find(client, heading).await.click().await.expect("a heading");
    until(client, "document.querySelector('table.result thead th:last-child').getAttribute('aria-sort') !== null")
        .await;
    let once = value(client, first).await;
    find(client, heading).await.click().await.expect("a heading");
    until(client, &format!("{first} !== {once}")).await;
    let mut ends = [once, value(client, first).await].map(|label| label.as_str().expect("text").to_owned());
    ends.sort();
    assert_eq!(ends, ["Birch Bay", "Cedar Coast"]);
}

/// Each view that names a chart gets one.
async fn charts(client: &Client, base: &str) {
    let mut missing = Vec::new();
    for view in Catalogue::shipped().iter().filter(|view| view.header().chart.kind != ChartKind::None) {
        client.goto(&format!("{base}/views/{}", view.id().as_str())).await.expect("a view");
        // The toy world holds nothing for some: their page says so.
        if value(client, "document.querySelector('p.empty') !== null").await == json!(true) {
            continue;
        }
        let figure = "document.querySelector('figure.chart')";
        until(client, &format!("{figure} !== null && ({figure}.hidden || {figure}.querySelector('svg') !== null)"))
            .await;
        if value(client, &format!("{figure}.hidden")).await == json!(true) {
            missing.push(view.id().as_str());
        }
    }
    assert!(missing.is_empty(), "no chart of {missing:?}");
}

async fn thing(client: &Client, base: &str) {
    client.goto(&format!("{base}/id/toy/cluster/birch-bay")).await.expect("a thing");
    until(client, "[...document.querySelectorAll('.panel')].some(panel => panel.querySelector('svg, table'))").await;
    assert_eq!(value(client, "document.querySelectorAll('.panel .problem').length").await, json!(0));
    stays_here(client, base).await;
}

async fn editor(client: &Client, base: &str) {
    client.goto(&format!("{base}/sparql")).await.expect("the editor");
    find(client, "#query-editor .CodeMirror").await;
    until(client, "document.querySelectorAll('#example option').length === 7").await;
    // The editor closes brackets by itself: what is typed has to come out whole all the same.
    let typed = "SELECT ?label WHERE { ?cluster a milieu:Cluster ; rdfs:label ?label } ORDER BY ?label";
    let script = "document.querySelector('.CodeMirror').CodeMirror.setValue('')";
    client.execute(script, Vec::new()).await.expect("an empty editor");
    find(client, ".CodeMirror").await.click().await.expect("it takes the focus");
    let keys = client.active_element().await.expect("the editor's input");
    keys.send_keys(typed).await.expect("it takes text");
    find(client, "#sparql button.primary").await.click().await.expect("a button");
    until(client, "document.querySelectorAll('#sparql-results tbody tr').length === 3").await;
    let text = value(client, "document.querySelector('#sparql-results tbody').textContent").await;
    assert!(text.as_str().is_some_and(|text| text.contains("Cedar Coast")), "{text}");
    stays_here(client, base).await;

    // The plan comes with a page of its own, which has the query again.
    find(client, "#sparql button[name=explain]").await.click().await.expect("a button");
    find(client, "#sparql-results table.plan").await;
    let plan = value(client, "document.querySelector('#sparql-results table.plan').textContent").await;
    assert!(plan.as_str().is_some_and(|plan| plan.contains("sort by ?label")), "{plan}");
    find(client, "#query-editor .CodeMirror").await;
    let query = value(client, "document.querySelector('.CodeMirror').CodeMirror.getValue()").await;
    // The editor declares the prefixes that are typed.
    assert!(query.as_str().is_some_and(|query| query.ends_with(typed)), "{query}");
}
